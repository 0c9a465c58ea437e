/// The random name of an entry, made before its number is known. Sealed parts are bound to it.
public struct EntryID: Hashable, Sendable {
    /// The first eight bytes, big-endian.
    public let high: UInt64
    /// The last eight bytes, big-endian.
    public let low: UInt64

    /// The length of a name, in bytes.
    public static let byteCount = 16

    /// The name that stands in 16 bytes; anything shorter or longer is nil.
    public init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count == EntryID.byteCount else { return nil }
        high = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self))
        low = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    }
}

extension EntryID: CustomStringConvertible {
    /// Thirty-two lower-case hexadecimal digits.
    public var description: String {
        [high, low].map { half in
            let text = String(half, radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }.joined()
    }
}
