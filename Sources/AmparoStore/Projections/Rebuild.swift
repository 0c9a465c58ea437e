internal import AmparoTransparency

/// What making the projections again has shown.
public struct RebuildReport: Hashable, Sendable {
    /// A table whose rows were not what the journal says.
    public struct Difference: Hashable, Sendable {
        /// The table's name.
        public var table: String
        /// The table as it was; nil when it was not there.
        public var before: TableDigest?
        /// The table as the journal makes it.
        public var after: TableDigest
    }

    /// How many entries were read.
    public var entries: Int64
    /// The tables as the journal makes them.
    public var digests: [TableDigest]
    /// The tables that were not so before.
    public var differences: [Difference]

    init(entries: Int64, before: [TableDigest], after: [TableDigest]) {
        self.entries = entries
        digests = after
        let known = Dictionary(before.map { ($0.table, $0) }, uniquingKeysWith: { first, _ in first })
        differences = after.filter { known[$0.table] != $0 }.map {
            Difference(table: $0.table, before: known[$0.table], after: $0)
        }
    }
}

extension Projections {
    /// Throws every projection away and makes it again from the journal, in bounded memory.
    ///
    /// Appends are refused (`rebuilding`) until it is done; if it is broken off, it must be run again. It appends
    /// nothing and sends nothing (law 3). `progress` is told the number of entries read so far;
    /// what it throws breaks the rebuild off.
    public func rebuild(_ journal: Journal, progress: (Int64) throws -> Void = { _ in }) throws -> RebuildReport {
        let database = journal.database
        // Appends stop first, so that nothing changes between the digests before and after.
        let wasSound = try outdated(in: database).isEmpty && !journal.isRebuilding()
        if wasSound { try settle(in: database) }
        try database.write { try Self.mark(rebuilding: true, on: $0) }
        let (last, before) = try wasSound ? digests(in: database) : (journal.lastSeq(), [])
        try database.write { connection in
            for projection in list {
                try projection.reset(on: connection)
                try Self.record(projection, on: connection)
            }
        }
        try stream(journal, upTo: last, into: database, progress: progress)
        try database.write { try Self.mark(rebuilding: false, on: $0) }
        return RebuildReport(entries: last, before: before, after: try digests(in: database).digests)
    }

    /// Makes the projections in another, empty database and compares: what `verify` does. Nothing that the store says is
    /// changed, and it can go on; the comparison is at the number of the last entry when it began.
    public func compare(
        _ journal: Journal, in scratch: any Database, progress: (Int64) throws -> Void = { _ in }
    ) throws -> RebuildReport {
        guard try !journal.isRebuilding() else { throw StoreError(.rebuilding) }
        try settle(in: journal.database)
        let (last, before) = try digests(in: journal.database)
        try scratch.write { connection in for projection in list { try projection.reset(on: connection) } }
        try stream(journal, upTo: last, into: scratch, progress: progress)
        let after = try scratch.read { try digests(on: $0) }
        return RebuildReport(entries: last, before: before, after: after)
    }

    private func stream(
        _ journal: Journal, upTo last: Int64, into target: any Database, progress: (Int64) throws -> Void
    ) throws {
        guard last > 0 else { return }
        let gathering = Projections(list.map { $0.forManySlices() })
        var waiting = 0
        try journal.forEachSlice(1...last, entries: 8192) { entries in
            try target.write { try gathering.apply(entries, on: $0) }
            try target.upkeep()
            waiting += entries.count
            if waiting >= Self.gathered {
                try gathering.settle(in: target)
                waiting = 0
            }
            try progress(entries.lastSeq)
        }
        try gathering.settle(in: target)
    }

    /// After how many entries everything that waits is put into its place: the more, the fewer pages are written again; some
    /// 60 bytes of memory each.
    private static var gathered: Int { 1 << 20 }

    private func settle(in database: any Database) throws {
        for projection in list { try projection.settle(in: database) }
    }

    static func mark(rebuilding: Bool, on connection: any DatabaseConnection) throws {
        let row = try connection.statement("UPDATE sequencer SET rebuilding = ? WHERE id = 1")
        row.bind(rebuilding ? 1 : 0, at: 1)
        try row.run()
    }
}

extension Journal {
    /// Whether the projections are being made again, or that was broken off; then they must not be read.
    public func isRebuilding() throws -> Bool {
        try database.read { connection in
            let row = try connection.statement("SELECT rebuilding FROM sequencer WHERE id = 1")
            defer { row.reset() }
            return try row.step() && row.int64(0) != 0
        }
    }
}
