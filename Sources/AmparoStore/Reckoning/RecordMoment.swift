public import AmparoCourt
public import AmparoModel
internal import AmparoTransparency

/// One place in the record's two times: a day in the world, and what had been recorded by then. Every figure and finding is
/// a pure function of a moment and of the entries up to it.
public struct RecordMoment: Sendable {
    /// The day in the world.
    public let asOf: Day
    /// Entries up to this number are looked at.
    public let seq: Int64
    /// The snapshots, as they stand now; what of them counted at `seq` is asked of the book.
    public let snapshots: SnapshotBook
    /// The court releases taken by then, up to the day.
    public let releases: CourtReleases
    /// The agency systems of which a results file had been taken by then.
    public let resultSystems: Set<AgencySystem>
    /// Rows that the latest court release holds only in quarantine, by table.
    let unreadable: UnreadableRows
    /// What parties entered by hand about findings by then.
    let statements: EnteredStatements
    /// Anchors that stand under another child now than they did at `seq`, and where they stood.
    let moved: [Int64: Int64]

    /// Reads what is needed to ask the record about a moment.
    public init(asOf: Day, seq: Int64, on connection: any DatabaseConnection) throws {
        self.asOf = asOf
        self.seq = seq
        snapshots = try SnapshotBook(reading: connection)
        let court = snapshots.completed(.court, asKnown: seq)
        releases = CourtReleases(
            court.map { CourtReleases.Release(snapshot: SnapshotID(rawValue: $0.id), date: $0.date) })
        resultSystems = try snapshots.completed(.results, asKnown: seq).reduce(into: []) { systems, taken in
            systems.formUnion(try StoredReport(of: taken, on: connection)?.systems ?? [])
        }
        unreadable = UnreadableRows(
            try court.last { $0.date <= asOf }.map { try Self.unreadable($0, seq, connection) } ?? [:])
        statements = try EnteredStatements(upTo: seq, on: connection)
        moved = try Self.moved(since: seq, connection)
    }

    private static func unreadable(
        _ snapshot: Snapshot, _ seq: Int64, _ connection: any DatabaseConnection
    ) throws -> [RecordKind: Set<Int64>] {
        let statement = try connection.statement(
            """
            SELECT file, primary_key FROM quarantine
            WHERE snapshot = ? AND primary_key IS NOT NULL AND quarantine <= ? AND (state <> 1 OR settled > ?)
            """)
        defer { statement.reset() }
        statement.bind(Int64(snapshot.id), at: 1)
        statement.bind(seq, at: 2)
        statement.bind(seq, at: 3)
        var found: [RecordKind: Set<Int64>] = [:]
        while try statement.step() {
            let file = statement.text(0).lowercased()
            guard let table = FeedTable.all.values.first(where: { $0.feed == .court && $0.file.lowercased() == file })
            else { continue }
            found[table.kind, default: []].insert(statement.int64(1))
        }
        return found
    }

    private static func moved(since seq: Int64, _ connection: any DatabaseConnection) throws -> [Int64: Int64] {
        // The usual question is about now: then nobody has moved since.
        guard try SequencerState.read(on: connection).state.frontier.size > seq else { return [:] }
        let statement = try connection.statement(
            """
            SELECT a.anchor, a.child FROM anchor_link a JOIN anchor_link b ON b.anchor = a.anchor
            WHERE a.seq <= ? AND b.seq > ? ORDER BY a.anchor, a.seq
            """)
        defer { statement.reset() }
        statement.bind(seq, at: 1)
        statement.bind(seq, at: 2)
        var places: [Int64: Int64] = [:]
        while try statement.step() { places[statement.int64(0)] = statement.int64(1) }
        return places
    }
}
