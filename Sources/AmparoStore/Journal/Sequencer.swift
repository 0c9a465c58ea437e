internal import AmparoModel
public import AmparoTransparency

/// Gives entries their numbers: the one order of the house (law 2).
///
/// Its state, the next number and the edge of the log's tree, is a row of the database and is taken for one short
/// transaction by whichever process writes. So any number of processes may have a sequencer of the same store.
public struct Sequencer: Sendable {
    /// Writes the views of some entries in the same transaction that appends them. It **may be run again**, so it has
    /// no effect but on the connection.
    public typealias Projecting = (_ connection: any DatabaseConnection, _ entries: EntrySlice) throws -> Void

    /// What was appended.
    public struct Appended: Hashable, Sendable {
        /// The number of the first entry.
        public var firstSeq: Int64
        /// The number of the last entry: the log's size, too.
        public var lastSeq: Int64
        /// When they were recorded, microseconds since 1970-01-01T00:00:00Z.
        public var recorded: Int64
        /// The edge of the log's tree after them.
        public var frontier: Frontier
    }

    let database: any Database
    let generation: Int64
    let pace: CommitPace
    let now: @Sendable () -> Instant

    init(
        database: any Database, generation: Int64, timing: CommitPace.Timing, now: @escaping @Sendable () -> Instant
    ) {
        self.database = database
        self.generation = generation
        self.now = now
        pace = CommitPace(timing: timing)
    }

    /// Appends a whole batch in **one** transaction: numbers, rows, views, tree, durable commit. All or nothing.
    ///
    /// For the few entries of a form, a receipt, an acknowledgement; more than some thousand go through
    /// `appendInSlices`. The batch keeps its entries, so the same batch must not be appended twice.
    /// Throws `busy`, `diskFull`, `rebuilding`, `storeChanged` and whatever `projecting` throws; then nothing was
    /// appended.
    @discardableResult
    public func append(_ batch: inout EntryBatch, projecting: Projecting = { _, _ in }) throws -> Appended {
        try append(&batch, range: 0..<batch.count, projecting: projecting)
    }

    /// Appends the one entry that says that the clock was set right (`clockMended`), at the time that the clock shows, even
    /// before the last entry's. Throws `refused` for any other batch, and as `append`.
    @discardableResult
    public func appendMended(_ batch: inout EntryBatch, projecting: Projecting = { _, _ in }) throws -> Appended {
        let kinds = batch.arena.withSlice(0..<batch.count, firstSeq: 1) { $0.map(\.kind) }
        guard kinds == [.clockMended] else { throw StoreError(.refused, "only a mended clock goes back") }
        return try append(&batch, range: 0..<1, isMending: true, projecting: projecting)
    }

    /// Appends a batch of any size in slices, each a transaction of about 20 ms, with a short gap between two, so that
    /// a receipt of another process never waits for long (law 2).
    ///
    /// Each slice is durable by itself: when this throws, the entries told to `progress` are appended and the others
    /// are not. `progress` is told the number of entries appended so far after each commit.
    @discardableResult
    public func appendInSlices(
        _ batch: inout EntryBatch, progress: (Int) -> Void = { _ in }, projecting: Projecting = { _, _ in }
    ) throws -> Appended {
        var done = 0
        var first: Int64?
        while true {
            let range = done..<min(batch.count, done + pace.sliceSize)
            var slice = try append(&batch, range: range, paced: true, projecting: projecting)
            done = range.upperBound
            if first == nil { first = slice.firstSeq }
            progress(done)
            try database.upkeep()
            if done == batch.count {
                slice.firstSeq = first ?? slice.firstSeq
                return slice
            }
        }
    }

    /// Appends the few entries that `making` gives, and runs `then` with the edge of the tree behind them, all in the
    /// transaction in which `making` reads and changes other tables: for entries that say what those tables say. Nothing
    /// but what `making` did when it gives none; both **may be run again**.
    func append(
        making: (any DatabaseConnection) throws -> EntryBatch?,
        then: (_ connection: any DatabaseConnection, _ frontier: Frontier) throws -> Void = { _, _ in }
    ) throws {
        try database.write { connection in
            guard var batch = try making(connection) else { return }
            batch.arena.stamp(0..<batch.count, recorded: now().microseconds)
            let appended = try write(
                0..<batch.count, of: &batch.arena, projecting: { _, _ in }, on: connection)
            try then(connection, appended.frontier)
        }
    }

    private func append(
        _ batch: inout EntryBatch, range: Range<Int>, paced: Bool = false, isMending: Bool = false,
        projecting: Projecting
    ) throws -> Appended {
        // The leaves do not hold the numbers, so they are hashed before the store is locked.
        batch.arena.stamp(range, recorded: now().microseconds)
        if paced { pace.waitForOthers() }
        var taken = batch.arena
        batch.arena = EntryArena()
        defer { batch.arena = taken }
        let started = pace.timing.elapsed()
        let appended = try database.write { connection in
            try write(range, of: &taken, isMending: isMending, projecting: projecting, on: connection)
        }
        if paced { pace.committed(entries: range.count, in: pace.timing.elapsed() - started) }
        return appended
    }

    private func write(
        _ range: Range<Int>, of arena: inout EntryArena, isMending: Bool = false, projecting: Projecting,
        on connection: any DatabaseConnection
    ) throws -> Appended {
        var state = try SequencerState.take(range.count, generation: generation, on: connection)
        let firstSeq = Int64(state.frontier.size) + 1
        if range.isEmpty {
            return Appended(
                firstSeq: firstSeq, lastSeq: firstSeq - 1, recorded: state.recorded, frontier: state.frontier)
        }
        // Another process may have recorded later than this one hashed, or the clock went back: entries are never
        // recorded earlier than those before them.
        var recorded = arena.recorded(at: range.lowerBound)
        if isMending { try ClockMends.add(seq: firstSeq, recorded: recorded, on: connection) }
        if recorded < state.recorded, !isMending {
            recorded = state.recorded
            arena.stamp(range, recorded: recorded)
        }
        try arena.withSlice(range, firstSeq: firstSeq) { entries in
            try EntryRow.insert(entries, on: connection)
            var nodes: [TileNode] = []
            var halves: [TileNode] = []
            for index in range {
                state.frontier.append(
                    RFC6962.leafHash(arena.leaves[index]), completing: { nodes.append($0) },
                    halfway: { halves.append($0) })
            }
            try EntryRow.insert(nodes, by: EntryRow.insertNode, on: connection)
            try EntryRow.insert(halves, by: EntryRow.insertHalf, on: connection)
            try projecting(connection, entries)
        }
        state.recorded = recorded
        try state.store(on: connection)
        return Appended(
            firstSeq: firstSeq, lastSeq: Int64(state.frontier.size), recorded: recorded, frontier: state.frontier)
    }
}
