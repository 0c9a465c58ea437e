internal import AmparoModel

/// One court case with all rows it will ever have, each with the day on which it comes to stand there.
struct CaseStory: Sendable {
    let idncase: Int
    /// Number of the case in the simulation; keys of all tables are made from it.
    let ordinal: Int
    /// The day from which the case stands in the court's system.
    let entered: Day
    var row: CourtCase
    /// The case's row as each release shows it.
    var rows: [CourtCase?] = []
    var proceedings: [Timed<Proceeding>] = []
    var schedule: [Timed<ScheduleRow>] = []
    var juvenile: [Timed<JuvenileRow>] = []
    var reps: [Timed<RepRow>] = []
    var charges: [Timed<ChargeRow>] = []
    var applications: [Timed<CourtApplicationRow>] = []
    var motions: [Timed<MotionRow>] = []
    var custody: [Timed<CustodyRow>] = []
    var riders: [Timed<RiderRow>] = []
    var identifiers: [Timed<IdentifierRow>] = []
    var priorities: [Timed<PriorityRow>] = []
    /// Letters and oral notices, as they were, and whether the feed has them.
    var mail: [(row: MailRow, isInFeed: Bool)] = []
    /// Releases that withhold the whole case.
    var hidden: UInt32 = 0
    /// Rows that are numbered in a table of this case so far.
    private var counts = SIMD16<UInt8>()

    init(ordinal: Int, entered: Day) {
        self.ordinal = ordinal
        self.entered = entered
        idncase = 1_000_000 + ordinal
        row = CourtCase(idncase: idncase)
    }

    /// The next primary key in a table. A case has room for as many rows as `room` says.
    mutating func key(_ table: CourtTable) -> Int {
        counts[table.rawValue] &+= 1
        return Self.firstRow(ofCase: ordinal, in: table) + Int(counts[table.rawValue])
    }

    /// The number before that of a case's first row in a table.
    static func firstRow(ofCase ordinal: Int, in table: CourtTable) -> Int { 2_000_000 + ordinal * room(table) }

    private static func room(_ table: CourtTable) -> Int {
        switch table {
        case .schedule: 32
        case .juvenile, .charges: 8
        case .proceedings, .applications, .motions, .reps: 8
        default: 4
        }
    }
}
