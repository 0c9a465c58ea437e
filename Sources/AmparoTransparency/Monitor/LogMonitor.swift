/// Watches a log: that its checkpoint is signed and cosigned, that its tiles are what the checkpoint says, that it still
/// begins with what was seen last, and, for those entitled to the entries, that they are what was logged.
///
/// A proof says that something is in the log; only a monitor says that the log is what it was and that nothing is in it
/// which should not be (SHARING.md, "Proof").
public struct LogMonitor: Sendable {
    /// What a look at a log has shown.
    public struct Seen: Hashable, Sendable {
        /// The checkpoint, verified; to be kept as the last one seen.
        public var note: SignedNote
        /// Its size and root.
        public var checkpoint: TlogCheckpoint
        /// The size that was seen last, 0 for the first look.
        public var before: UInt64
        /// How many entries were hashed again; 0 for who is not entitled to them.
        public var rehashed: UInt64
    }

    /// What the leaves of a bundle are hashes of, one for each entry; given only to those entitled to it.
    public typealias Openings = (_ index: UInt64, _ width: Int) throws -> [[UInt8]]

    /// Where the log is read.
    public var source: TlogSource
    /// The log's keys that are trusted.
    public var keys: [VerifierKey]
    /// Which cosignatures are asked for.
    public var policy: TlogPolicy

    /// A monitor of a log.
    public init(source: TlogSource, keys: [VerifierKey], policy: TlogPolicy) {
        self.source = source
        self.keys = keys
        self.policy = policy
    }

    /// Looks at the log. `last` is the checkpoint that was seen last, as it was kept.
    ///
    /// Throws `unsigned`, `badSignature`, `badCheckpoint`, `noQuorum`; `inconsistent` when the log is shorter than
    /// before, has another root or does not begin with what it was; `missingResource`, `brokenTile`, `brokenEntry`
    /// with the first such place.
    public func look(
        last: SignedNote? = nil, openings: Openings? = nil, progress: (UInt64) -> Void = { _ in }
    ) throws -> Seen {
        let note = try source.checkpoint()
        let checkpoint = try TlogCheckpoint.open(note, keys: keys)
        try policy.requireQuorum(note)
        let before = try last.map { try TlogCheckpoint(text: $0.text) }
        if let before {
            guard before.origin == checkpoint.origin else { throw TransparencyError(.inconsistent, "another log") }
            guard before.size <= checkpoint.size else {
                throw TransparencyError(.inconsistent, "\(before.size) entries before, \(checkpoint.size) now")
            }
        }
        try source.verifyTree(checkpoint, progress: progress)
        // The tiles lead to the signed root, so what is computed from them is the log's own word.
        if let before, try source.tree(size: checkpoint.size).root(at: before.size) != before.root {
            throw TransparencyError(.inconsistent, "size \(before.size)")
        }
        var rehashed: UInt64 = 0
        if let openings {
            while rehashed < checkpoint.size {
                let width = Int(min(256, checkpoint.size - rehashed))
                try rehash(try openings(rehashed >> 8, width), index: rehashed >> 8, width: width)
                rehashed += UInt64(width)
                progress(rehashed)
            }
        }
        return Seen(note: note, checkpoint: checkpoint, before: before?.size ?? 0, rehashed: rehashed)
    }

    private func rehash(_ openings: [[UInt8]], index: UInt64, width: Int) throws {
        let leaves = try source.leaves(index: index, width: width)
        guard openings.count == width else {
            throw TransparencyError(.brokenEntry, "entries from \(index << 8 + 1)")
        }
        for (place, (opening, leaf)) in zip(openings, leaves).enumerated() {
            guard opening.withUnsafeBytes({ TreeHash(sha256: $0) }) == leaf else {
                throw TransparencyError(.brokenEntry, "entry \(index << 8 + UInt64(place) + 1)")
            }
        }
    }
}
