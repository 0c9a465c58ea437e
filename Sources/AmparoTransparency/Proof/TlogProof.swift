/// That an entry is in a log, in one text that is verified offline: C2SP `tlog-proof` (<https://c2sp.org/tlog-proof>).
public struct TlogProof: Hashable, Sendable {
    /// Data for the application, not authenticated by the proof. Amparo's proofs hold the 32-byte leaf here.
    public var extra: [UInt8]?
    /// The index of the entry, from 0.
    public var index: UInt64
    /// The audit path, lowest sibling first.
    public var path: [TreeHash]
    /// The signed checkpoint, verbatim.
    public var checkpoint: SignedNote

    /// The most hashes of a path: a tree has at most 63 levels.
    static let longestPath = 63
    private static let heading = Array("c2sp.org/tlog-proof@v1".utf8)

    /// A proof.
    public init(extra: [UInt8]? = nil, index: UInt64, path: [TreeHash], checkpoint: SignedNote) {
        self.extra = extra
        self.index = index
        self.path = path
        self.checkpoint = checkpoint
    }

    /// Reads a proof. Throws `badProof`, and `badNote` for a checkpoint that is none.
    public init(parsing bytes: [UInt8]) throws(TransparencyError) {
        guard bytes.count <= 2 * SignedNote.longest else { throw TransparencyError(.badProof, "too long") }
        var rest = bytes[...]
        guard Self.line(&rest) == Self.heading[...] else { throw TransparencyError(.badProof, "first line") }
        var line = Self.line(&rest)
        if let digits = line.flatMap({ Lines.rest(of: $0, after: "extra") }) {
            guard let decoded = Base64.decode(digits) else { throw TransparencyError(.badProof, "extra") }
            extra = decoded
            line = Self.line(&rest)
        } else {
            extra = nil
        }
        guard let index = line.flatMap({ Lines.rest(of: $0, after: "index") }).flatMap(Lines.decimal) else {
            throw TransparencyError(.badProof, "index")
        }
        self.index = index
        path = []
        while true {
            guard let line = Self.line(&rest) else { throw TransparencyError(.badProof, "no checkpoint") }
            if line.isEmpty { break }
            guard path.count < Self.longestPath, let hash = TreeHash(base64: line) else {
                throw TransparencyError(.badProof, "path")
            }
            path.append(hash)
        }
        checkpoint = try SignedNote(parsing: Array(rest))
    }

    /// The proof as it is stored, by custom in a file that ends in `.tlog-proof`.
    public var encoded: [UInt8] {
        var lines = [Self.heading]
        if let extra { lines.append(Array("extra ".utf8) + Base64.encode(extra)) }
        lines.append(Array("index \(index)".utf8))
        lines += path.map(\.base64)
        lines.append([])
        return lines.flatMap { $0 + [Lines.newline] } + checkpoint.encoded
    }

    /// Verifies that the log, as these keys and this policy vouch for it, has the entry with that leaf hash at the
    /// proof's index. Answers the checkpoint.
    ///
    /// Throws `unsigned`, `badSignature`, `badCheckpoint`, `noQuorum`, `notIncluded`.
    public func verify(leafHash: TreeHash, keys: some Collection<VerifierKey>, policy: TlogPolicy)
        throws(TransparencyError) -> TlogCheckpoint
    {
        let opened = try TlogCheckpoint.open(checkpoint, keys: keys)
        try policy.requireQuorum(checkpoint)
        guard
            RFC6962.verifyInclusion(
                of: leafHash, index: index, size: opened.size, proof: path, root: opened.root)
        else { throw TransparencyError(.notIncluded, "index \(index) of \(opened.size)") }
        return opened
    }

    /// Takes a line, without its newline; nil when there is no whole one.
    private static func line(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard let end = rest.firstIndex(of: Lines.newline) else { return nil }
        defer { rest = rest[(end + 1)...] }
        return rest[..<end]
    }
}
