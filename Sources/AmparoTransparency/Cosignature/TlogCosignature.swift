/// A witness's timestamped signature of a checkpoint: C2SP `tlog-cosignature`, version 1
/// (<https://c2sp.org/tlog-cosignature>).
///
/// It says that, as of its time, this was the largest consistent tree of the log that the witness had seen. The other
/// type of the specification, ML-DSA-44, is not known to this program: its cryptographic library has no such key. A
/// cosignature of that type is ignored like any other unknown signature.
public struct TlogCosignature: Hashable, Sendable {
    /// When it was made, in seconds since 1970-01-01T00:00:00Z.
    public let time: UInt64
    /// The Ed25519 signature, 64 bytes.
    let signature: [UInt8]

    init(time: UInt64, signature: [UInt8]) {
        self.time = time
        self.signature = signature
    }

    /// Reads the 72 bytes of a `timestamped_signature`; nil when they are not, or the time is beyond 2^63 - 1.
    init?(_ bytes: [UInt8]) {
        guard bytes.count == 72 else { return nil }
        time = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        guard time <= Lines.largest else { return nil }
        signature = Array(bytes.dropFirst(8))
    }

    /// The cosignature that a signature line holds; nil when it holds none. It is not verified by this.
    public init?(_ line: SignedNote.Signature) { self.init(line.bytes) }

    /// The 72 bytes: the time, big-endian, and the signature.
    var encoded: [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: time >> UInt64(56 - 8 * $0)) } + signature }

    /// What was signed, for a checkpoint of this text.
    func message(_ text: [UInt8]) -> [UInt8] { Self.message(text, time: time) }

    static func message(_ text: [UInt8], time: UInt64) -> [UInt8] {
        Array("cosignature/v1\ntime \(time)\n".utf8) + text
    }
}
