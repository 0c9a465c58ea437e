internal import AmparoModel

/// Everything that a batch of clusters adds to the files and to the truth.
struct BatchOutput: Sendable {
    var sheets = CareSheets()
    var links = Bytes()
    /// By release, then by table.
    var court: [[TableBuffer]]
    /// mail.csv by release.
    var mail: [Bytes]
    var truth: [TruthEvent] = []

    init(plan: Plan) {
        court = plan.releaseDates.map { _ in CourtTable.allCases.map { _ in TableBuffer() } }
        mail = plan.releaseDates.map { _ in Bytes() }
    }

    /// Puts the rows of every court table into an order of their own in every release.
    mutating func shuffle(plan: Plan, batch: Int) {
        for release in court.indices {
            for table in CourtTable.allCases {
                var chance = Chance(
                    seed: plan.simulation.seed, stream: 1000 + UInt64(release * 16 + table.rawValue), index: batch)
                court[release][table.rawValue].shuffle(chance: &chance)
            }
        }
    }

    /// A line of truth-links.csv.
    mutating func link(feed: String, file: String, key: String, child: Int) {
        links.field(feed)
        links.field(file)
        links.field(key)
        links.field(child)
        links.endRow()
    }
}

/// What a batch tells the truth sink, in order.
enum TruthEvent: Sendable {
    case read(ReadChild)
    case world(WorldChild)
    case notice(Notice)
    case result(AgencyResult)
}
