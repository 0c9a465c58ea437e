internal import Crypto

/// Hides a person's day of birth so that ages can be counted without the person's key and no date stands readable.
///
/// A synthetic-IV construction on the four bytes of the day, with two keys derived from the store's counting key:
///
///     tag   = high 4 bytes of SipHash-2-4(K1, person ‖ day)
///     mask  = tag ‖ (day XOR high 4 bytes of SipHash-2-4(K2, person ‖ tag))
///
/// with `person` 8 and `day` 4 bytes, big-endian. SipHash is a keyed pseudo-random function of its own, and half a million days
/// are unmasked for every count. The same person and day give the same mask, so a changed entry can be
/// told from an unchanged one; two persons with the same birthday have unrelated masks. Two days of one person share
/// a tag with a chance of 2^-32, and would then show how they differ, nothing else. Unmasking checks the tag. Who holds
/// the counting key can unmask every day: it lies, wrapped, in the key store and in no ordinary backup. Masks of an
/// erased person go with the journal's entries on; only the holder of the counting key can read them as a day, and
/// nothing but that day.
public struct DayMask: Sendable {
    private let tagKey: SipHash24
    private let dayKey: SipHash24

    init(secret: SymmetricKey) {
        tagKey = Self.derive(secret, "amparo day mask: tag")
        dayKey = Self.derive(secret, "amparo day mask: day")
    }

    private static func derive(_ secret: SymmetricKey, _ domain: String) -> SipHash24 {
        KeyedHash(secret: secret, domain: domain).hash(UnsafeRawBufferPointer(start: nil, count: 0)) { code in
            // The code has 32 bytes.
            SipHash24(key: UnsafeRawBufferPointer(rebasing: code[0..<16]))!
        }
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

    private static func word(_ key: SipHash24, _ person: Int64, _ value: UInt32) -> UInt32 {
        withUnsafeTemporaryAllocation(byteCount: 12, alignment: 8) { buffer in
            buffer.storeBytes(of: person.bigEndian, as: Int64.self)
            buffer.storeBytes(of: value.bigEndian, toByteOffset: 8, as: UInt32.self)
            return UInt32(truncatingIfNeeded: key.hash(UnsafeRawBufferPointer(buffer)) >> 32)
        }
    }
}
