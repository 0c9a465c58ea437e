internal import AmparoDuties
public import AmparoModel

/// When the record learned of what a snapshot says.
///
/// What a source knew before the first day of the duties is taken as known on the source's own day: its duties belong to
/// the time before the record and are historic. What it said later was known when the record took it.
public struct KnownTimes: Sendable {
    private let start: Day
    private let recorded: [Int32: Instant]
    private let dates: [Int32: Day]
    private let court: [(date: Day, snapshot: Int32)]

    /// The times of the snapshots of a moment; `start` is the first day of the duties.
    public init(_ moment: RecordMoment, start: Day, on connection: any DatabaseConnection) throws {
        self.start = start
        let row = try connection.statement("SELECT recorded FROM entry WHERE seq = ?")
        defer { row.reset() }
        var recorded: [Int32: Instant] = [:]
        var dates: [Int32: Day] = [:]
        for snapshot in moment.snapshots.all {
            row.reset()
            row.bind(snapshot.begunSeq, at: 1)
            guard try row.step() else { continue }
            recorded[snapshot.id] = Instant(microseconds: row.int64(0))
            dates[snapshot.id] = snapshot.date
        }
        self.recorded = recorded
        self.dates = dates
        court = moment.snapshots.completed(.court, asKnown: moment.seq).map { ($0.date, $0.id) }
    }

    /// When the record learned of what a snapshot says.
    public func known(_ snapshot: Int32) -> Instant {
        let date = dates[snapshot] ?? start
        guard date >= start, let recorded = recorded[snapshot] else { return Zone.washington.start(of: date) }
        return recorded
    }

    /// The date of a snapshot; the first day of the duties for one that nobody knows.
    public func date(_ snapshot: Int32) -> Day { dates[snapshot] ?? start }

    /// When the record learned of what the court knew on a day: with the first release of that day or a later one.
    public func known(courtOn day: Day) -> Instant {
        guard let release = court.first(where: { $0.date >= day }) else { return Zone.washington.start(of: day) }
        return known(release.snapshot)
    }
}
