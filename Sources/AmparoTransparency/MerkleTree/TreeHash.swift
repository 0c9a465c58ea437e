internal import Crypto

/// A 32-byte SHA-256 value of the log's tree: a leaf's commitment, a leaf hash or the hash of a node.
///
/// A plain value without a heap allocation, so that a million of them cost 32 megabytes and nothing else.
public struct TreeHash: Hashable, Sendable {
    // In memory order, so that the four words are the 32 bytes as they stand.
    private var words: (UInt64, UInt64, UInt64, UInt64)

    /// The length of every hash, in bytes.
    public static let byteCount = 32

    /// Thirty-two zero bytes; no input is known to hash to it.
    public static let zero = TreeHash()

    private init() { words = (0, 0, 0, 0) }

    /// The hash that stands in exactly 32 bytes; anything shorter or longer is nil.
    public init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count == TreeHash.byteCount else { return nil }
        words = (
            bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self),
            bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self),
            bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self),
            bytes.loadUnaligned(fromByteOffset: 24, as: UInt64.self)
        )
    }

    /// The hash that stands in exactly 32 bytes; anything shorter or longer is nil.
    public init?(_ bytes: some Sequence<UInt8>) {
        let array = Array(bytes)
        guard let hash = array.withUnsafeBytes({ TreeHash($0) }) else { return nil }
        self = hash
    }

    /// SHA-256 of `bytes`.
    public init(sha256 bytes: UnsafeRawBufferPointer) {
        var function = SHA256()
        function.update(bufferPointer: bytes)
        self = function.finalize().withUnsafeBytes { TreeHash($0) } ?? .zero
    }

    /// Calls `body` with the 32 bytes.
    public func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        var copy = words
        return try withUnsafeMutablePointer(to: &copy) { (pointer) throws(Failure) -> Result in
            try body(UnsafeRawBufferPointer(start: UnsafeRawPointer(pointer), count: TreeHash.byteCount))
        }
    }

    /// Writes the 32 bytes to `target`, which must have room for them.
    public func store(to target: UnsafeMutableRawPointer) {
        target.storeBytes(of: words.0, as: UInt64.self)
        (target + 8).storeBytes(of: words.1, as: UInt64.self)
        (target + 16).storeBytes(of: words.2, as: UInt64.self)
        (target + 24).storeBytes(of: words.3, as: UInt64.self)
    }

    /// The 32 bytes.
    public var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

    /// Whether all 32 bytes are the same.
    public static func == (a: TreeHash, b: TreeHash) -> Bool { a.words == b.words }

    /// Feeds the first 16 bytes, which are as good as random, to the hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
    }
}

extension TreeHash: CustomStringConvertible {
    /// Sixty-four lower-case hexadecimal digits.
    public var description: String {
        let digits = Array("0123456789abcdef".utf8)
        return withUnsafeBytes { bytes in
            String(
                decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
                as: UTF8.self)
        }
    }
}
