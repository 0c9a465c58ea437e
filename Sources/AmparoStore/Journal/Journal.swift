public import AmparoModel
public import AmparoTransparency

/// The journal of a store: reading it, and the way to its sequencer.
public struct Journal: Sendable {
    /// The database the journal is in.
    public let database: any Database
    /// Takes new entries.
    public let sequencer: Sequencer

    /// Opens the journal of a database, made or migrated if need be.
    ///
    /// `schemas` are the components beside the journal whose tables lie in the same database. With `migrating` false
    /// nothing is written, and a database of another version is refused: `notFound`, `schemaOlder`, `schemaNewer`.
    public init(
        _ database: any Database, schemas: [Schema] = [], migrating: Bool = true, timing: CommitPace.Timing,
        now: @escaping @Sendable () -> Instant
    ) throws {
        let migrator = Migrator([JournalSchema.schema, ClockMends.schema] + schemas)
        if migrating {
            // Sequencers that are open elsewhere hear of it at their next append.
            try migrator.migrate(database) { connection in
                try TreeHalves.fill(on: connection)
                try connection.execute("UPDATE sequencer SET generation = generation + 1 WHERE id = 1")
            }
        } else {
            try migrator.check(database)
        }
        self.database = database
        let generation = try database.read { try SequencerState.read(on: $0).generation }
        sequencer = Sequencer(database: database, generation: generation, timing: timing, now: now)
    }

    /// The number of the last entry, which is the log's size; 0 when there is none.
    public func lastSeq() throws -> Int64 { Int64(try frontier().size) }

    /// The edge of the log's tree as it stands.
    public func frontier() throws -> Frontier {
        try database.read { try SequencerState.read(on: $0).state.frontier }
    }

    /// The root of the log's tree as it stands, and its size.
    public func root() throws -> (size: Int64, root: TreeHash) {
        let frontier = try frontier()
        return (Int64(frontier.size), frontier.root)
    }

    /// The root of the log's tree when it had `size` entries. Throws `outOfRange` when there are fewer.
    public func root(at size: Int64) throws -> TreeHash {
        try withTree { tree in
            guard let size = UInt64(exactly: size), size <= tree.size else { throw StoreError(.outOfRange) }
            return try tree.root(at: size)
        }
    }

    /// Calls `body` with the stored tree, on one snapshot: for roots and proofs. The leaf of entry `seq` has the index
    /// `seq` - 1.
    public func withTree<Result>(_ body: (StoredTree<JournalTiles>) throws -> Result) throws -> Result {
        try database.read { connection in
            let size = try SequencerState.read(on: connection).state.frontier.size
            return try body(StoredTree(reader: JournalTiles(connection: connection), size: size))
        }
    }

    /// Calls `body` with one entry; nil when there is none of that number.
    public func withEntry<Result>(_ seq: Int64, _ body: (EntryView) throws -> Result) throws -> Result? {
        var arena = EntryArena()
        try database.read { try Self.read(seq...seq, into: &arena, on: $0) }
        guard arena.count == 1 else { return nil }
        return try arena.withSlice(0..<1, firstSeq: seq) { try body($0[0]) }
    }

    /// Calls `body` with the entries of a range of numbers in order, some thousand at a time, in bounded memory.
    ///
    /// Each call has a snapshot of its own, so an endless reader does not keep the engine from its upkeep; entries
    /// never change. Ends at the last entry when the range goes beyond it. Throws `brokenEntry` when numbers are
    /// missing.
    public func forEachSlice(
        _ range: ClosedRange<Int64>, entries: Int = 4096, _ body: (EntrySlice) throws -> Void
    ) throws {
        var arena = EntryArena()
        var next = max(range.lowerBound, 1)
        let last = min(range.upperBound, try lastSeq())
        while next <= last {
            arena.removeAll()
            let part = next...min(last, next + Int64(max(entries, 1)) - 1)
            try database.read { try Self.read(part, into: &arena, on: $0) }
            guard arena.count == part.count else { throw StoreError(.brokenEntry, "after entry \(next - 1)") }
            try arena.withSlice(0..<arena.count, firstSeq: next) { try body($0) }
            next = part.upperBound + 1
        }
    }

    /// Reads entries, in order and without a gap, into the arena; stops before the first gap.
    static func read(
        _ range: ClosedRange<Int64>, into arena: inout EntryArena, on connection: any DatabaseConnection
    ) throws {
        let rows = try connection.statement(EntryRow.select)
        defer { rows.reset() }
        rows.bind(range.lowerBound, at: 1)
        rows.bind(range.upperBound, at: 2)
        var expected = range.lowerBound
        while try rows.step() {
            guard rows.int64(0) == expected else { return }
            _ = try EntryRow.read(rows, into: &arena)
            expected += 1
        }
    }
}

/// The journal and its stored nodes as the hashes of a tree, on one connection.
public struct JournalTiles: TileReader {
    let connection: any DatabaseConnection

    /// Leaf hashes for level 0, stored hashes above. Throws `brokenEntry` when one is not there.
    public func hashes(level: Int, from position: UInt64, count: Int) throws -> [TreeHash] {
        if level == 0 {
            return try read(
                "SELECT leaf FROM entry WHERE seq >= ? AND seq < ? ORDER BY seq", from: position + 1, count: count
            ).map(RFC6962.leafHash)
        }
        return try read(
            "SELECT hash FROM tree_node WHERE position >= ? AND position < ? AND level = ? ORDER BY position",
            from: position, count: count, level: level)
    }

    /// Stored nodes halfway up the tiles of a level. Throws `brokenEntry` when one is not there.
    public func halfway(level: Int, from position: UInt64, count: Int) throws -> [TreeHash] {
        try read(
            "SELECT hash FROM tree_half WHERE position >= ? AND position < ? AND level = ? ORDER BY position",
            from: position, count: count, level: level)
    }

    private func read(_ sql: String, from first: UInt64, count: Int, level: Int? = nil) throws -> [TreeHash] {
        let rows = try connection.statement(sql)
        defer { rows.reset() }
        rows.bind(Int64(first), at: 1)
        rows.bind(Int64(first) + Int64(count), at: 2)
        if let level { rows.bind(Int64(level), at: 3) }
        var hashes: [TreeHash] = []
        hashes.reserveCapacity(count)
        while try rows.step(), let hash = TreeHash(rows.bytes(0)) { hashes.append(hash) }
        guard hashes.count == count else { throw StoreError(.brokenEntry, "tree level \(level ?? 0)") }
        return hashes
    }
}
