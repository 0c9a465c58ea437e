internal import Crypto

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// A group of fields that is sealed as one; part of what a seal is bound to. Open: components add their own.
public struct FieldGroup: RawRepresentable, Hashable, Sendable {
    /// The number that is bound into the seal; never used again for something else.
    public let rawValue: UInt8

    /// The group of that number.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Name, birth date, numbers of a person.
    public static let identity = FieldGroup(rawValue: 1)
    /// Address, phone, e-mail.
    public static let contact = FieldGroup(rawValue: 2)
    /// Sponsor and household.
    public static let sponsor = FieldGroup(rawValue: 3)
    /// Clinical.
    public static let clinical = FieldGroup(rawValue: 4)
    /// Free text and columns of a feed that are kept unread.
    public static let freeText = FieldGroup(rawValue: 5)
    /// A quarantined record as it came.
    public static let quarantine = FieldGroup(rawValue: 6)
    /// What names a person in an entry of sharing (kinds 160 to 249): a recipient, an officer, a giver of consent.
    public static let sharing = FieldGroup(rawValue: 32)
}

/// The key of one person.
public struct PersonKey: Sendable {
    /// Whose key it is.
    public let person: Person
    let key: SymmetricKey
    /// Fingerprints under a key derived from the person's.
    let fingerprints: SipHash24

    /// The key of a person that stands in 32 bytes; anything shorter or longer is nil. Keys come from the key store; this
    /// is for tests and tools.
    public init?(person: Person, bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 32 else { return nil }
        self.init(person: person, key: SymmetricKey(data: bytes))
    }

    init(person: Person, key: SymmetricKey) {
        self.person = person
        self.key = key
        var derived = SHA256()
        derived.update(data: Array("amparo person fingerprint".utf8))
        key.withUnsafeBytes { derived.update(bufferPointer: $0) }
        // A digest has 32 bytes.
        fingerprints = derived.finalize().withUnsafeBytes {
            SipHash24(key: UnsafeRawBufferPointer(rebasing: $0[0..<16]))!
        }
    }
}

/// Sealing: AES-256-GCM with a person's key, bound to entry, person and field group.
///
/// A sealed part is the 12-byte random nonce, the ciphertext and the 16-byte tag. The associated data are the 16 bytes
/// of the entry id, the person's number (8 bytes, big-endian) and the field group (1 byte); not the entry's number,
/// which is not known yet when it is sealed (law 5).
public enum Seal {
    /// How much longer a sealed part is than what it holds.
    public static let overhead = 28

    private static let nonceLength = 12
    private static let boundLength = 25

    /// Opens a sealed part. Throws `sealBroken` when it is not of this key, entry, person and field group, or was
    /// changed.
    public static func open(
        _ sealed: UnsafeRawBufferPointer, with key: PersonKey, entry: EntryID, field: FieldGroup
    ) throws -> [UInt8] {
        guard sealed.count >= overhead else { throw StoreError(.sealBroken) }
        return try withUnsafeTemporaryAllocation(byteCount: EntryID.byteCount, alignment: 8) { id in
            id.storeBytes(of: entry.high.bigEndian, as: UInt64.self)
            id.storeBytes(of: entry.low.bigEndian, toByteOffset: 8, as: UInt64.self)
            return try withBound(UnsafeRawBufferPointer(id), key.person, field) { bound in
                do {
                    // Nonce, ciphertext, tag, as a box with a nonce of 12 bytes has them.
                    let box = try AES.GCM.SealedBox(combined: sealed)
                    return [UInt8](try AES.GCM.open(box, using: key.key, authenticating: bound))
                } catch {
                    throw StoreError(.sealBroken)
                }
            }
        }
    }

    /// Seals into `target`, which is `overhead` bytes longer than the plaintext.
    static func seal(
        _ plaintext: UnsafeRawBufferPointer, with key: PersonKey, entryID: UnsafeRawBufferPointer, field: FieldGroup,
        nonce: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer
    ) throws {
        guard target.count == plaintext.count + overhead, nonce.count == nonceLength else {
            throw StoreError(.sealBroken)
        }
        try withBound(entryID, key.person, field) { bound in
            let box: AES.GCM.SealedBox
            do {
                box = try AES.GCM.seal(
                    plaintext, using: key.key, nonce: AES.GCM.Nonce(data: nonce), authenticating: bound)
            } catch {
                throw StoreError(.sealBroken)
            }
            // With a nonce of 12 bytes the box lies together: nonce, ciphertext, tag.
            guard let combined = box.combined, combined.count == target.count else { throw StoreError(.sealBroken) }
            combined.withUnsafeBytes { target.copyMemory(from: $0) }
        }
    }

    private static func withBound<Result>(
        _ entryID: UnsafeRawBufferPointer, _ person: Person, _ field: FieldGroup,
        _ body: (UnsafeRawBufferPointer) throws -> Result
    ) throws -> Result {
        guard entryID.count == EntryID.byteCount else { throw StoreError(.sealBroken) }
        return try withUnsafeTemporaryAllocation(byteCount: boundLength, alignment: 8) { buffer in
            buffer.copyMemory(from: entryID)
            buffer.storeBytes(of: person.rawValue.bigEndian, toByteOffset: 16, as: Int64.self)
            buffer[24] = field.rawValue
            return try body(UnsafeRawBufferPointer(buffer))
        }
    }
}
