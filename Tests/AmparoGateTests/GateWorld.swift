import AmparoGate
import AmparoIntake
import AmparoModel
import AmparoSharing
import AmparoSimulator
import AmparoStore
import AmparoStoreSQLite
import AmparoTestSupport
import Foundation

/// A whole store of invented people behind a gate, in a temporary folder; removed when the test is done with it.
final class GateWorld: Sendable {
    static let noon = "2026-06-01T12:00:00-04:00"

    let folder: String
    let clock: TestClock
    let database: any AmparoStore.Database
    let journal: Journal
    let keys: KeyStore
    let record: RecordStore
    let projections: Projections
    let governance: GivenGovernance
    let gate: Gate
    /// The feeds as they were told: a table's rows by file.
    let feeds: String

    /// An agreement by which trial attorneys see court dates and the address for service of their own released children.
    static let courtAgreement = """
        agreement: orr-opla-court-appearance
        version: 1
        title: Court appearance
        kind: mou
        parties: [hhs.orr, dhs.ice.opla]
        authority: { privacyAct: b3, citation: "A published routine use" }
        effective: 2026-01-01T00:00:00-05:00
        expires: 2027-06-30
        clauses:
          - id: docket
            permit:
              from: hhs.orr
              to: { agency: dhs.ice.opla, roles: [trial-attorney-office] }
              purposes: [court-appearance, notice-service]
              classes: [court, notice, address.service, existence]
              transform: { identity.dateOfBirth: year }
              obligations: [no-onward-transfer, court-case-only, retain-days: 90]
        """

    init(children: Int = 30, seed: UInt64 = 7) throws {
        folder = NSTemporaryDirectory() + "amparo-gate-" + UUID().uuidString
        feeds = folder + "/feeds"
        try FileManager.default.createDirectory(atPath: folder + "/data", withIntermediateDirectories: true)
        let random = RandomSource.seeded(seed)
        let clock = TestClock(Instant(Self.noon)!)
        self.clock = clock
        database = try SQLiteDatabase(path: folder + "/data/journal.sqlite", options: .init(create: true))
        journal = try Journal(
            database,
            schemas: [
                Projections.schema, RecordSchema.schema, WorklistSchema.schema, DisclosureSchema.schema,
                LogSchema.schema,
                GovernanceProjection.schema, DutySchema.schema,
            ],
            timing: .system()
        ) { clock.now }
        let file = KeyFile(path: folder + "/key", dataFolder: folder + "/data")
        try file.create(random: random)
        keys = try KeyStore(
            SQLiteDatabase(path: folder + "/data/keys.sqlite", options: .init(create: true)), file: file,
            random: random)
        record = RecordStore(journal: journal, keys: keys, secrets: keys.secrets, random: random)
        projections = Projections([RecordViews(deriving: try OpenedHints(record)), DisclosureProjection()])
        _ = try projections.prepare(in: database)
        governance = try GivenGovernance(
            agreements: [Agreement.parse(yaml: Self.courtAgreement, file: "court.yaml")])
        gate = Gate(
            journal: journal, keys: keys, random: random,
            sources: .init(accounts: governance, rules: governance, facts: governance)
        ) { clock.now }
        if children > 0 { try takeFeeds(children: children, seed: seed) }
        let day = Day("2026-05-20")
        for (index, account) in Self.accounts.enumerated() {
            try governance.add(
                account.name, number: Int64(index + 1), agency: account.agency, role: account.role, attested: day,
                keys: keys)
        }
        // What the record cannot know by itself, every test begins with: counsel is of record.
        governance.change { $0.facts = { facts, _ in facts.ofRecord = .yes } }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    static let accounts: [(name: String, agency: String, role: String)] = [
        ("specialist", "hhs.orr", "federal-field-specialist"), ("attorney", "dhs.ice.opla", "trial-attorney-office"),
        ("officer", "dhs.ice.ero", "ero-officer"), ("court", "doj.eoir", "court-staff"),
        ("counsel", "counsel", "counsel-of-record"), ("labor", "dol.whd", "labor-investigator"),
        ("inspector", "dhs.oig", "inspector"), ("protection", "state.cps", "child-protection-worker"),
    ]

    private func takeFeeds(children: Int, seed: UInt64) throws {
        let simulation = Simulation(children: children, seed: seed, adultsPerChild: 0)
        try simulation.write(to: feeds)
        let ingest = Ingest(record, today: simulation.asOf)
        var options = Ingest.Options()
        options.allowing = ["all"]
        _ = try ingest.care(folder: feeds + "/care", options: options)
        _ = try ingest.file(.notice, at: feeds + "/notices.csv", options: options)
        _ = try ingest.file(.agencyResult, at: feeds + "/results.csv", options: options)
        for release in 1...simulation.releases {
            _ = try ingest.court(at: feeds + "/court/R\(release)", options: options)
        }
    }

    /// A request of an account; the operation is `view` unless said otherwise.
    func request(
        _ account: String, _ purpose: String, operation: AmparoSharing.Operation = .view, fields: [String]? = nil,
        id: String = "r1", at: Instant? = nil
    ) -> GateRequest {
        GateRequest(
            account: account, purpose: purpose, operation: operation, id: id, at: at,
            fields: fields.map(GateRequest.Selection.named) ?? .everything)
    }

    /// The numbers of all children, in order.
    func children() throws -> [Int64] {
        try numbers("SELECT DISTINCT child FROM dossier WHERE kind = 1 ORDER BY child")
    }

    /// The first column of a query's rows.
    func numbers(_ sql: String) throws -> [Int64] {
        try database.read { connection in
            let row = try connection.statement(sql)
            defer { row.reset() }
            var numbers: [Int64] = []
            while try row.step() { numbers.append(row.int64(0)) }
            return numbers
        }
    }

    /// The receipt with that number.
    func receipt(_ number: Int64) throws -> (receipt: Receipt, child: Int64, account: Int64)? {
        try journal.withEntry(number) { entry in
            guard entry.kind == .disclosed else { return nil }
            return Receipt(entry.payload).map { ($0, entry.child, entry.actor) }
        } ?? nil
    }

    /// How many entries of a kind the journal has.
    func count(_ kind: EntryKind) throws -> Int {
        try numbers("SELECT seq FROM entry WHERE kind = \(kind.rawValue)").count
    }
}
