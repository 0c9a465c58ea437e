internal import AmparoTransparency

/// A view derived from the journal: typed tables that can be thrown away and made again (law 3).
///
/// What it writes may depend on the entries, their numbers and its own tables, on nothing else: not on the clock, not
/// on where one slice ends and the next begins.
public protocol Projection: Sendable {
    /// Its name, never changed.
    var name: String { get }
    /// Raised when it derives something else, or its tables change; then it is made again.
    var version: Int { get }
    /// Its tables. Nobody else writes them.
    var tables: [TableDefinition] { get }
    /// The indexes on its tables.
    var indexes: [IndexDefinition] { get }
    /// The kinds of entries it is derived from; nil when that is any. A store without an entry of these kinds needs no
    /// `rebuild` to get the projection: its tables are empty.
    var kinds: ClosedRange<UInt8>? { get }
    /// Drops its tables and makes them anew, empty.
    func reset(on connection: any DatabaseConnection) throws
    /// Adds entries, in the order of their numbers.
    func apply(_ entries: EntrySlice, on connection: any DatabaseConnection) throws
    /// The projection as many slices are given to it one after the other: rows that come in random order may wait in it until
    /// `settle`, which puts them into their places in key order.
    func forManySlices() -> any Projection
    /// Ends what gathering, or an ingest that was broken off, left in a form that only the next ingest would end. The tables
    /// say the same before and after.
    func settle(in database: any Database) throws
}

extension Projection {
    /// None.
    public var indexes: [IndexDefinition] { [] }
    /// Any.
    public var kinds: ClosedRange<UInt8>? { nil }

    /// Itself.
    public func forManySlices() -> any Projection { self }
    /// Nothing.
    public func settle(in database: any Database) throws {}

    /// Drops the tables and makes them and the indexes.
    public func reset(on connection: any DatabaseConnection) throws {
        for table in tables {
            try connection.drop(table: table.name)
            try connection.create(table)
        }
        for index in indexes { try connection.create(index) }
    }
}

/// The projections of a store, in the order in which they are applied.
public struct Projections: Sendable {
    /// One row for each projection: the version it was made with.
    static let state = TableDefinition(
        "projection", primaryKey: ["name"], columns: [.text("name"), .integer("version")])

    /// The schema of the projections' own book-keeping, to be given to `Journal`.
    public static let schema = Schema(
        component: "projections",
        migrations: [Migration(1, "versions of projections", steps: [.createTable(state)])])

    /// The projections in order; a later one may read the tables of an earlier one.
    public let list: [any Projection]

    /// These projections, in this order.
    public init(_ list: [any Projection]) { self.list = list }

    /// Adds entries to all of them: what to give to the sequencer as `projecting`.
    public func apply(_ entries: EntrySlice, on connection: any DatabaseConnection) throws {
        for projection in list { try projection.apply(entries, on: connection) }
    }

    /// The names of the projections that were never made here, or with another version: they need `rebuild`.
    public func outdated(in database: any Database) throws -> [String] {
        try database.read { connection in
            let row = try connection.statement("SELECT version FROM projection WHERE name = ?")
            defer { row.reset() }
            return try list.filter { projection in
                row.reset()
                row.bind(projection.name, at: 1)
                return try !row.step() || row.int64(0) != Int64(projection.version)
            }.map(\.name)
        }
    }

    /// Makes the tables of outdated projections as long as the journal is empty, as for a new store, and those of
    /// projections that are new to the store and have nothing to show yet, as for a store of an earlier release (law 11);
    /// otherwise changes nothing. Answers the names of those that need `rebuild`.
    public func prepare(in database: any Database) throws -> [String] {
        let outdated = try outdated(in: database)
        guard !outdated.isEmpty else { return [] }
        return try database.write { connection in
            let isEmpty = try SequencerState.read(on: connection).state.frontier.size == 0
            var left: [String] = []
            for projection in list where isEmpty || outdated.contains(projection.name) {
                guard try isEmpty || Self.hasNothingToShow(projection, on: connection) else {
                    left.append(projection.name)
                    continue
                }
                try projection.reset(on: connection)
                try Self.record(projection, on: connection)
            }
            return left
        }
    }

    /// Whether the store has no entry that the projection is derived from. Reads the journal through once, at the upgrade.
    private static func hasNothingToShow(
        _ projection: any Projection, on connection: any DatabaseConnection
    ) throws -> Bool {
        guard let kinds = projection.kinds else { return false }
        let row = try connection.statement("SELECT seq FROM entry WHERE kind >= ? AND kind <= ? LIMIT 1")
        defer { row.reset() }
        row.bind(Int64(kinds.lowerBound), at: 1)
        row.bind(Int64(kinds.upperBound), at: 2)
        return try !row.step()
    }

    static func record(_ projection: any Projection, on connection: any DatabaseConnection) throws {
        let row = try connection.statement(
            """
            INSERT INTO projection (name, version) VALUES (?, ?)
            ON CONFLICT (name) DO UPDATE SET version = excluded.version
            """)
        row.bind(projection.name, at: 1)
        row.bind(Int64(projection.version), at: 2)
        try row.run()
    }
}
