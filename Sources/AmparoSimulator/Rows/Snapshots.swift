internal import AmparoModel

/// What one court release holds of one row, as a reader of court-data-format.md finds it.
enum SnapshotState<Row: Sendable & Hashable>: Sendable, Hashable {
    /// No such row in that release.
    case absent
    /// The row can be read, as it is or after a repair of court-data-format.md 2.1 (a repaired row is present).
    case readable(Row, repaired: Bool)
    /// The row is there and must be quarantined. `keyReadable` says whether its primary key can still be made out.
    case unreadable(keyReadable: Bool)
}

/// One row of a court table, known by its primary key, through all releases in order.
struct RowHistory<Row: Sendable & Hashable>: Sendable, Hashable {
    /// The primary key.
    var key: Int
    /// One state per release, oldest first. Release `i` is that of `Simulation.releaseDates[i]`.
    var states: [SnapshotState<Row>]

    /// The row's last readable version, whether or not a later release still holds it; nil if it never could be read.
    var latest: Row? {
        for state in states.reversed() { if case .readable(let row, _) = state { return row } }
        return nil
    }

    /// Every readable version with the index of its release, oldest first.
    var readings: [(release: Int, row: Row)] {
        states.enumerated().compactMap { index, state in
            if case .readable(let row, _) = state { return (index, row) }
            return nil
        }
    }
}

/// One court case with its rows through all releases, as far as a perfect reader can know them.
///
/// The case's own row is readable in every release in which any row of the case is present. Signals of a child's case
/// (MISSED-HEARING.md) are all readable in the first release in which the case appears, or come later on top.
/// `riders` holds the rows in which this case is the rider.
struct ReadCase: Sendable, Hashable {
    var idncase: Int
    var row: RowHistory<CourtCase>
    var proceedings: [RowHistory<Proceeding>] = []
    var schedule: [RowHistory<ScheduleRow>] = []
    var juvenile: [RowHistory<JuvenileRow>] = []
    var reps: [RowHistory<RepRow>] = []
    var charges: [RowHistory<ChargeRow>] = []
    var applications: [RowHistory<CourtApplicationRow>] = []
    var motions: [RowHistory<MotionRow>] = []
    var custody: [RowHistory<CustodyRow>] = []
    var riders: [RowHistory<RiderRow>] = []
    var identifiers: [RowHistory<IdentifierRow>] = []
    var priorities: [RowHistory<PriorityRow>] = []
    /// All mail rows of the case over all releases, each key once with its last values.
    var mail: [MailRow] = []
}
