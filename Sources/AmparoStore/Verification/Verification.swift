public import AmparoTransparency

/// What checking the journal has shown. Needs no person's key (law 6).
public struct VerifiedJournal: Hashable, Sendable {
    /// The first place, by entry number, that cannot be what was appended.
    public struct BrokenPlace: Hashable, Sendable, CustomStringConvertible {
        /// What is wrong there.
        public enum Fault: String, Sendable {
            /// The entry is missing: numbers are dense.
            case missing
            /// A column cannot be what was written.
            case damaged
            /// The leaf does not belong to header, payload, ciphertext and salt.
            case leaf
            /// It was recorded before the entry in front of it.
            case order
            /// A stored hash of the tree does not follow from the leaves below.
            case tree
            /// The sequencer's edge of the tree does not follow from the journal.
            case edge
            /// There is an entry or tree hash beyond the journal's end.
            case surplus
        }

        /// The number of the entry, or of the last one below a hash of the tree.
        public var seq: Int64
        /// What is wrong there.
        public var fault: Fault

        /// A place and what is wrong there.
        public init(seq: Int64, fault: Fault) {
            self.seq = seq
            self.fault = fault
        }

        /// The number and what is wrong.
        public var description: String { "entry \(seq): \(fault.rawValue)" }
    }

    /// How many entries the journal has.
    public var entries: Int64
    /// The root of the log's tree, computed from the entries.
    public var root: TreeHash
    /// The first broken place; nil when all is sound.
    public var broken: BrokenPlace?
}

extension Journal {
    /// Checks every entry: dense numbers, leaves recomputed from header, payload, ciphertext and salt, the order of
    /// recording, every stored hash of the tree, and the root.
    ///
    /// Reads in parallel on `workers` threads with some megabytes each, on the journal as it was when it began; others
    /// may append meanwhile. `progress` is told how many entries are done, from several threads. Throws what reading
    /// throws; broken entries are no errors but the answer.
    public func verify(
        workers: Int = 2, progress: @escaping @Sendable (Int64) -> Void = { _ in }
    ) throws -> VerifiedJournal {
        let kept = try keptEdge()
        let run = VerificationRun(database: database, size: kept.size, progress: progress)
        run.run(workers: max(workers, 1))
        let outcome = try run.outcome()
        var broken = outcome.broken
        if broken == nil { broken = try run.checkUpperLevels(outcome.tiles) }
        let edge = outcome.frontier
        if broken == nil, edge != kept.frontier || (kept.size > 0 && outcome.recorded != kept.recorded) {
            broken = .init(seq: kept.size, fault: .edge)
        }
        if broken == nil { broken = try run.checkSurplus() }
        return VerifiedJournal(entries: kept.size, root: edge.root, broken: broken)
    }

    /// The edge of the tree as the sequencer has it. When that is damaged beyond reading, no edge, and the size by the
    /// entries.
    private func keptEdge() throws -> (size: Int64, frontier: Frontier?, recorded: Int64) {
        try database.read { connection in
            do {
                let state = try SequencerState.read(on: connection).state
                return (Int64(state.frontier.size), state.frontier, state.recorded)
            } catch let error as StoreError where error.code == .damaged {
                let row = try connection.statement("SELECT MAX(seq) FROM entry")
                defer { row.reset() }
                return (try row.step() ? row.int64(0) : 0, nil, 0)
            }
        }
    }
}
