/// The protocol between a log and its witnesses: C2SP `tlog-witness` (<https://c2sp.org/tlog-witness>).
public enum TlogWitness {
    /// The path of the call below a witness's submission prefix.
    public static let path = "add-checkpoint"
    /// The media type of a refusal with a size.
    public static let sizeMediaType = "text/x.tlog.size"
    /// The longest request body that a witness reads, in bytes: the proof, and a checkpoint with a hundred signatures.
    public static let longestRequest = 64 * 1024

    /// What a log asks: cosign this checkpoint, which begins with the tree that you cosigned last.
    public struct Request: Hashable, Sendable {
        /// The size of the checkpoint the witness cosigned last, as the log believes.
        public var old: UInt64
        /// The consistency proof from that size; empty from size 0.
        public var proof: [TreeHash]
        /// The checkpoint, signed by the log.
        public var checkpoint: SignedNote

        /// The most hashes of a proof.
        static let longestProof = 63

        /// A request.
        public init(old: UInt64, proof: [TreeHash], checkpoint: SignedNote) {
            self.old = old
            self.proof = proof
            self.checkpoint = checkpoint
        }

        /// Reads a request body; nil when it is none.
        public init?(parsing bytes: [UInt8]) {
            guard bytes.count <= TlogWitness.longestRequest, let gap = Self.firstEmptyLine(bytes),
                let lines = Lines.split(bytes[..<gap]), lines.count <= Self.longestProof + 1,
                let old = lines.first.flatMap({ Lines.rest(of: $0, after: "old") }).flatMap(Lines.decimal),
                let checkpoint = try? SignedNote(parsing: Array(bytes[(gap + 1)...]))
            else { return nil }
            self.old = old
            self.checkpoint = checkpoint
            proof = []
            for line in lines.dropFirst() {
                guard let hash = TreeHash(base64: line) else { return nil }
                proof.append(hash)
            }
        }

        /// The request body.
        public var encoded: [UInt8] {
            let lines = [Array("old \(old)".utf8)] + proof.map(\.base64) + [[]]
            return lines.flatMap { $0 + [Lines.newline] } + checkpoint.encoded
        }

        /// Where the newline of the first empty line stands.
        private static func firstEmptyLine(_ bytes: [UInt8]) -> Int? {
            var previous: UInt8 = 0
            for (index, byte) in bytes.enumerated() {
                if byte == Lines.newline, previous == Lines.newline { return index }
                previous = byte
            }
            return nil
        }
    }
}
