internal import Crypto

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Keys under the key-encryption key: AES-256-GCM, bound to what the key is for, 60 bytes.
struct KeyWrapping: Sendable {
    static let length = 60

    let id: [UInt8]
    private let key: SymmetricKey

    init(_ key: KeyFile.Key) {
        id = key.id
        self.key = key.key
    }

    private static let personPrefix = Array("amparo person ".utf8)

    /// What a person's key is bound to.
    static func bound(_ person: Person) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: personPrefix.count + 8) { buffer, count in
            let target = UnsafeMutableRawBufferPointer(buffer)
            personPrefix.withUnsafeBytes { target.copyMemory(from: $0) }
            target.storeBytes(of: person.rawValue.bigEndian, toByteOffset: personPrefix.count, as: Int64.self)
            count = buffer.count
        }
    }

    /// What a secret of the store is bound to.
    static func bound(secret: String) -> [UInt8] { Array("amparo secret ".utf8) + Array(secret.utf8) }

    func wrap(_ inner: SymmetricKey, bound: [UInt8], random: RandomSource) throws -> [UInt8] {
        let nonce = try random.bytes(12)
        do {
            let box = try inner.withUnsafeBytes {
                try AES.GCM.seal($0, using: key, nonce: AES.GCM.Nonce(data: nonce), authenticating: bound)
            }
            // With a nonce of 12 bytes the box lies together: nonce, ciphertext, tag.
            guard let combined = box.combined else { throw StoreError(.sealBroken, "wrapping a key") }
            return [UInt8](combined)
        } catch {
            throw StoreError(.sealBroken, "wrapping a key")
        }
    }

    func unwrap(_ wrapped: UnsafeRawBufferPointer, bound: [UInt8]) throws -> SymmetricKey {
        guard wrapped.count == Self.length else { throw StoreError(.damaged, "a wrapped key") }
        do {
            let box = try AES.GCM.SealedBox(
                nonce: AES.GCM.Nonce(data: UnsafeRawBufferPointer(rebasing: wrapped[0..<12])),
                ciphertext: UnsafeRawBufferPointer(rebasing: wrapped[12..<44]),
                tag: UnsafeRawBufferPointer(rebasing: wrapped[44..<60]))
            var plain = try AES.GCM.open(box, using: key, authenticating: bound)
            defer { plain.resetBytes(in: 0..<plain.count) }
            return SymmetricKey(data: plain)
        } catch {
            throw StoreError(.wrongKey, "a wrapped key does not open")
        }
    }
}
