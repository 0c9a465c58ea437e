internal import Crypto

/// What kind of identifier a blind index is for. Open: components add their own. The name is part of the key, so the
/// same text as two kinds gives two values that nobody can connect.
public struct IdentifierType: RawRepresentable, Hashable, Sendable {
    /// The name, never used again for something else.
    public let rawValue: String

    /// The kind of that name.
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// Looks up identifiers without keeping them: HMAC-SHA-256 of the normalised identifier under a key of its type, cut to
/// 16 bytes (law 5).
///
/// Take one for a type and keep it: making one costs a key derivation, using it about half a microsecond.
public struct BlindIndex: Sendable {
    /// A looked-up value: 16 bytes.
    public struct Value: Hashable, Comparable, Sendable {
        /// The first eight bytes, big-endian.
        public let high: UInt64
        /// The last eight bytes, big-endian.
        public let low: UInt64

        /// Sixteen zeros: no identifier's value.
        static let zero = Value(high: 0, low: 0)

        private init(high: UInt64, low: UInt64) {
            self.high = high
            self.low = low
        }

        /// The value that stands in 16 bytes; anything shorter or longer is nil.
        public init?(_ bytes: UnsafeRawBufferPointer) {
            guard bytes.count == 16 else { return nil }
            high = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self))
            low = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        }

        /// The 16 bytes.
        public var bytes: [UInt8] {
            [UInt8](unsafeUninitializedCapacity: 16) { buffer, count in
                let target = UnsafeMutableRawBufferPointer(buffer)
                target.storeBytes(of: high.bigEndian, as: UInt64.self)
                target.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
                count = 16
            }
        }

        /// Values compare as their bytes do, so that a batch of them can be inserted in the order of an index.
        public static func < (a: Value, b: Value) -> Bool { (a.high, a.low) < (b.high, b.low) }
    }

    private let keyed: KeyedHash

    init(secret: SymmetricKey, type: IdentifierType) {
        keyed = KeyedHash(secret: secret, domain: "amparo blind index: " + type.rawValue)
    }

    /// The value of a normalised identifier.
    public func value(of identifier: UnsafeRawBufferPointer) -> Value {
        keyed.hash(identifier) { code in
            // The code has 32 bytes.
            Value(UnsafeRawBufferPointer(rebasing: code[0..<16]))!
        }
    }
}

/// HMAC-SHA-256 under a key derived for one use, its key already absorbed.
struct KeyedHash: Sendable {
    private let base: HMAC<SHA256>

    init(secret: SymmetricKey, domain: String) {
        var derive = HMAC<SHA256>(key: secret)
        var domain = domain
        domain.withUTF8 { derive.update(data: UnsafeRawBufferPointer($0)) }
        base = HMAC<SHA256>(key: derive.finalize().withUnsafeBytes { SymmetricKey(data: $0) })
    }

    func hash<Result>(_ bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        var code = base
        code.update(data: bytes)
        return code.finalize().withUnsafeBytes(body)
    }
}
