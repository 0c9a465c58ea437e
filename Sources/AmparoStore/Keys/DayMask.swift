internal import Crypto

/// Hides a person's day of birth so that ages can be counted without the person's key and no date stands readable.
///
/// A synthetic-IV construction on the four bytes of the day, with two keys derived from the store's counting key:
///
///     tag   = first 4 bytes of HMAC-SHA-256(K1, person ‖ day)
///     mask  = tag ‖ (day XOR first 4 bytes of HMAC-SHA-256(K2, person ‖ tag))
///
/// with `person` 8 and `day` 4 bytes, big-endian. The same person and day give the same mask, so a changed entry can be
/// told from an unchanged one; two persons with the same birthday have unrelated masks. Two days of one person share
/// a tag with a chance of 2^-32, and would then show how they differ, nothing else. Unmasking checks the tag. Who holds
/// the counting key can unmask every day: it lies, wrapped, in the key store and in no ordinary backup. Masks of an
/// erased person go with the journal's entries on; only the holder of the counting key can read them as a day, and
/// nothing but that day.
public struct DayMask: Sendable {
    private let tagKey: KeyedHash
    private let dayKey: KeyedHash

    init(secret: SymmetricKey) {
        tagKey = KeyedHash(secret: secret, domain: "amparo day mask: tag")
        dayKey = KeyedHash(secret: secret, domain: "amparo day mask: day")
    }

    /// The mask of a day (counted from 1970-01-01) of a person.
    public func mask(day: Int32, person: Int64) -> UInt64 {
        let plain = UInt32(bitPattern: day)
        let tag = Self.word(tagKey, person, plain)
        return UInt64(tag) << 32 | UInt64(plain ^ Self.word(dayKey, person, tag))
    }

    /// The day that was masked for this person; nil when the mask is of another person or store.
    public func unmask(_ mask: UInt64, person: Int64) -> Int32? {
        let tag = UInt32(truncatingIfNeeded: mask >> 32)
        let plain = UInt32(truncatingIfNeeded: mask) ^ Self.word(dayKey, person, tag)
        return Self.word(tagKey, person, plain) == tag ? Int32(bitPattern: plain) : nil
    }

    private static func word(_ key: KeyedHash, _ person: Int64, _ value: UInt32) -> UInt32 {
        withUnsafeTemporaryAllocation(byteCount: 12, alignment: 8) { buffer in
            buffer.storeBytes(of: person.bigEndian, as: Int64.self)
            buffer.storeBytes(of: value.bigEndian, toByteOffset: 8, as: UInt32.self)
            return key.hash(UnsafeRawBufferPointer(buffer)) { code in
                UInt32(bigEndian: code.loadUnaligned(fromByteOffset: 0, as: UInt32.self))
            }
        }
    }
}
