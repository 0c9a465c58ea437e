internal import AmparoModel
internal import AmparoStore

/// Finds everything the record holds of a child, behind the gate.
final class RecordSource: Sendable {
    private let database: any Database
    let secrets: StoreSecrets
    private let latest = KeptByVersion<Present, Knowledge>()

    /// By what it is seen whether a moment of the present is still right.
    private struct Present: Hashable {
        var snapshots: RecordMark.Snapshots
        var day: Day
    }

    init(_ database: any Database, secrets: StoreSecrets) {
        self.database = database
        self.secrets = secrets
    }

    /// The present: everything the connection's state holds, as of a day. Worked out once for all disclosures between two
    /// snapshots. `mark` is that of the state.
    func present(asOf day: Day, _ mark: RecordMark, on connection: any DatabaseConnection) throws -> Knowledge {
        try latest.value(at: Present(snapshots: mark.snapshots, day: day)) { () throws -> Knowledge in
            // No entry of the state is later than the state itself, so that it need not be made anew with every receipt.
            Knowledge(try RecordMoment(asOf: day, seq: .max, on: connection))
        }
    }

    private static let dossiers = "SELECT anchor, kind, facts FROM dossier WHERE child = ? ORDER BY anchor"
    private static let sponsorDossier = "SELECT facts FROM sponsor_dossier WHERE sponsor = ?"

    /// Says that what the record holds of a child is going to be gathered.
    func foretell(_ child: Int64, on connection: any DatabaseConnection) throws {
        try connection.foretell(Self.dossiers) { $0.bind(child, at: 1) }
    }

    /// What the record holds of a child in the connection's state.
    func gather(
        _ child: Int64, at knowledge: Knowledge, withHistory: Bool = false, on connection: any DatabaseConnection
    ) throws -> GatheredChild {
        var gathered = GatheredChild(child: child, withHistory: withHistory)
        let row = try connection.statement(Self.dossiers)
        defer { row.reset() }
        row.bind(child, at: 1)
        while try row.step() {
            guard let kind = AnchorKind(rawValue: row.int64(1)) else { continue }
            gathered.add([UInt8](row.bytes(2)), anchor: row.int64(0), kind: kind, at: knowledge)
        }
        // Of one sponsor the dossier is on its way together with what recurs.
        if let sponsor = gathered.sponsors.first, gathered.sponsors.count == 1 {
            try connection.foretell(Self.sponsorDossier) { $0.bind(sponsor, at: 1) }
        }
        gathered.network = try NetworkCounts(child: child, sponsors: gathered.sponsors, on: connection)
        try addSponsors(to: &gathered, at: knowledge, on: connection)
        return gathered
    }

    /// What the record held of a child in the past, its anchors as they stood together then. Reads on its own: what was
    /// recorded by then never changes.
    func gatherPast(_ child: Int64, at knowledge: Knowledge, withHistory: Bool = false) throws -> GatheredChild {
        var gathered = GatheredChild(child: child, withHistory: withHistory)
        try RecordScan(database, at: knowledge.moment).forEachChild(in: child..<(child + 1)) { number, dossiers in
            guard number == child else { return }
            for dossier in dossiers {
                gathered.add([UInt8](dossier.facts), anchor: dossier.anchor, kind: dossier.kind, at: knowledge)
            }
        }
        try database.read { try addSponsors(to: &gathered, at: knowledge, on: $0) }
        return gathered
    }

    /// What the record holds of a sponsor in the connection's state, or held at a moment of the past.
    func gather(
        sponsor: Int64, at knowledge: Knowledge, on connection: any DatabaseConnection
    ) throws -> GatheredChild {
        var gathered = GatheredChild(child: sponsor)
        try add(sponsors: [sponsor], to: &gathered, at: knowledge, on: connection)
        return gathered
    }

    private func addSponsors(
        to gathered: inout GatheredChild, at knowledge: Knowledge, on connection: any DatabaseConnection
    ) throws {
        try add(sponsors: gathered.sponsors, to: &gathered, at: knowledge, on: connection)
    }

    private func add(
        sponsors: [Int64], to gathered: inout GatheredChild, at knowledge: Knowledge,
        on connection: any DatabaseConnection
    ) throws {
        try connection.ask(Self.sponsorDossier, count: sponsors.count) {
            $1.bind(sponsors[$0], at: 1)
        } each: { index, row in
            gathered.add([UInt8](row.bytes(0)), anchor: sponsors[index], kind: .sponsor, at: knowledge)
        }
    }
}
