public import AmparoTransparency

/// Copies a store's journal and everything beside it into another database, of any engine, while the store goes on.
///
/// Entries are copied in order, each checked against its leaf, and the views are made from them there, as `rebuild` makes
/// them; what is neither is copied as it stands at one moment. Broken off anywhere, the next copy goes on behind the last entry
/// that arrived. Until it is complete, nobody can append to the copy (`rebuilding`). A copy that is complete can be brought up
/// to date by another copy, as long as nothing was appended to it.
public struct StoreCopy {
    /// What was copied, and that it is the same: both sides at one number of entries.
    public struct Report: Hashable, Sendable {
        /// How many entries there are.
        public var entries: Int64
        /// How many of them this copy has added.
        public var added: Int64
        /// The root of the log's tree over them, which both sides have.
        public var root: TreeHash
        /// How many tables were compared, row by row through their digests.
        public var tables: Int
        /// The tables that differ; none in a sound copy.
        public var differences: [String]
    }

    private let source: Journal
    private let target: Journal
    private let projections: Projections
    private let own: [TableDefinition]

    /// A copy of `source` into `target`, both of which have these schemas beside the journal's, and these projections.
    public init(from source: Journal, into target: Journal, schemas: [Schema], projections: Projections) {
        self.source = source
        self.target = target
        self.projections = projections
        own = Self.ownTables(schemas, projections)
    }

    /// The tables that no projection makes and that are not the journal itself.
    static func ownTables(_ schemas: [Schema], _ projections: Projections) -> [TableDefinition] {
        let made = Set(projections.list.flatMap { $0.tables.map(\.name) } + [Projections.state.name])
        var tables: [TableDefinition] = []
        for schema in [ClockMends.schema] + schemas {
            for case .createTable(let table) in schema.migrations.flatMap(\.steps) where !made.contains(table.name) {
                tables.append(table)
            }
        }
        return tables
    }

    /// Copies what is not there yet, and compares. `progress` is told entries copied and in all.
    ///
    /// Throws `folderNotEmpty` when the target holds another journal, or was appended to; `brokenEntry` when an entry of the
    /// source is not what was appended; then what was copied before it stays.
    public func run(progress: (Int64, Int64) throws -> Void = { _, _ in }) throws -> Report {
        let before = try target.lastSeq()
        try requireSame(before)
        guard try projections.prepare(in: target.database).isEmpty else {
            throw StoreError(.schemaOlder, "the views of the copy are of another version")
        }
        try target.database.write { try Projections.mark(rebuilding: true, on: $0) }
        while true {
            try copyEntries(progress)
            for projection in projections.list { try projection.settle(in: source.database) }
            if let report = try copyOwnTables(before) { return report }
        }
    }

    /// Refuses a target whose journal is not the beginning of the source's.
    private func requireSame(_ size: Int64) throws {
        guard size > 0 else { return }
        guard try size <= source.lastSeq(), try source.root(at: size) == target.root().root else {
            throw StoreError(.folderNotEmpty, "the target has a journal of its own")
        }
    }

    private func copyEntries(_ progress: (Int64, Int64) throws -> Void) throws {
        let gathering = Projections(projections.list.map { $0.forManySlices() })
        var arena = EntryArena()
        while true {
            let (first, last) = (try target.lastSeq() + 1, try source.lastSeq())
            guard first <= last else { break }
            arena.removeAll()
            let part = first...min(last, first + 4095)
            try source.database.read { try Journal.read(part, into: &arena, on: $0) }
            guard arena.count == part.count else { throw StoreError(.brokenEntry, "after entry \(first - 1)") }
            for index in 0..<arena.count where !arena.leafFits(at: index) {
                throw StoreError(.brokenEntry, "entry \(first + Int64(index))")
            }
            try target.database.write { try Self.add(arena, from: first, gathering, on: $0) }
            try target.database.upkeep()
            try progress(part.upperBound, last)
        }
        for projection in gathering.list { try projection.settle(in: target.database) }
    }

    /// Adds entries that have their numbers already, with the tree's nodes and the views.
    private static func add(
        _ arena: EntryArena, from first: Int64, _ projections: Projections, on connection: any DatabaseConnection
    ) throws {
        var (state, _) = try SequencerState.read(on: connection)
        guard Int64(state.frontier.size) == first - 1 else {
            throw StoreError(.conflict, "another copy is under way")
        }
        try arena.withSlice(0..<arena.count, firstSeq: first) { entries in
            try EntryRow.insert(entries, on: connection)
            var nodes: [TileNode] = []
            var halves: [TileNode] = []
            for entry in entries {
                state.frontier.append(
                    RFC6962.leafHash(entry.leaf), completing: { nodes.append($0) }, halfway: { halves.append($0) })
                state.recorded = entry.recorded
            }
            try EntryRow.insert(nodes, by: EntryRow.insertNode, on: connection)
            try EntryRow.insert(halves, by: EntryRow.insertHalf, on: connection)
            try projections.apply(entries, on: connection)
        }
        try state.storeWithSize(on: connection)
    }

    /// Copies the tables that are neither journal nor views, at one moment of the source; nil when entries came meanwhile.
    private func copyOwnTables(_ before: Int64) throws -> Report? {
        try source.database.read { connection in
            let state = try SequencerState.read(on: connection).state
            guard try Int64(state.frontier.size) == target.lastSeq() else { return nil }
            try target.database.write { other in
                for table in own { try Self.copy(table, from: connection, to: other) }
                try Projections.mark(rebuilding: false, on: other)
            }
            return try compared(before, state.frontier, on: connection)
        }
    }

    /// Compares every table of both sides.
    private func compared(
        _ before: Int64, _ frontier: Frontier, on connection: any DatabaseConnection
    ) throws -> Report {
        func digests(on connection: any DatabaseConnection) throws -> [TableDigest] {
            try projections.digests(on: connection) + own.map { try TableDigest($0, on: connection) }
        }
        let here = try digests(on: connection)
        let there = try target.database.read { try digests(on: $0) }
        let root = try target.root()
        var differences = zip(here, there).filter { $0 != $1 }.map { $0.0.table }
        if root.root != frontier.root { differences.insert(JournalSchema.entry.name, at: 0) }
        return Report(
            entries: root.size, added: root.size - before, root: root.root, tables: here.count,
            differences: differences)
    }

    private static func copy(
        _ table: TableDefinition, from source: any DatabaseConnection, to target: any DatabaseConnection
    ) throws {
        try target.execute("DELETE FROM \(table.name)")
        let rows = try source.statement(table.selectInKeyOrder)
        defer { rows.reset() }
        let row = try target.statement(table.insert)
        while try rows.step() {
            for (index, column) in table.columns.enumerated() {
                guard !rows.isNull(index) else {
                    row.bindNull(at: index + 1)
                    continue
                }
                switch column.kind {
                case .integer: row.bind(rows.int64(index), at: index + 1)
                case .real: row.bind(real: rows.double(index), at: index + 1)
                case .text: row.bind(rows.text(index), at: index + 1)
                case .blob: row.bind(borrowing: rows.bytes(index), at: index + 1)
                }
            }
            try row.run()
        }
    }
}
