import AmparoGate
import AmparoIntake
import AmparoModel
import AmparoSharing
import AmparoSimulator
import AmparoStore
import AmparoStorePostgres
import AmparoStoreSQLite
import AmparoTestSupport
import Foundation

/// A store of invented children behind a gate, with one trial attorney, one field specialist and one enforcement officer.
struct BenchmarkStore {
    let journal: Journal
    let gate: Gate

    private static let agreement = """
        agreement: court-appearance
        version: 1
        title: Court appearance
        kind: mou
        parties: [hhs.orr, doj.eoir, dhs.ice.opla]
        authority: { privacyAct: b3, citation: "A published routine use" }
        effective: 2026-01-01T00:00:00-05:00
        expires: 2027-06-30
        clauses:
          - id: docket
            permit:
              from: doj.eoir
              to: { agency: dhs.ice.opla, roles: [trial-attorney-office] }
              purposes: [court-appearance, notice-service]
              classes: [court, notice, address.service]
              obligations: [no-onward-transfer, court-case-only, retain-days: 90]
          - id: address
            permit:
              from: hhs.orr
              to: { agency: dhs.ice.opla, roles: [trial-attorney-office] }
              purposes: [court-appearance, notice-service]
              classes: [court, notice, address.service]
              obligations: [no-onward-transfer, court-case-only, retain-days: 90]
        """

    init(folder: String, children: Int) throws {
        let data = folder + "/data"
        try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
        let random = RandomSource.system()
        // A fixed day; the time of day goes on, so that receipts have an order.
        let start = Instant("2026-06-01T12:00:00-04:00")!.microseconds
        let booted = DispatchTime.now().uptimeNanoseconds
        let now: @Sendable () -> Instant = {
            Instant(microseconds: start + Int64((DispatchTime.now().uptimeNanoseconds - booted) / 1000))
        }
        journal = try Journal(
            Self.database(data),
            schemas: [
                Projections.schema, RecordSchema.schema, WorklistSchema.schema, DisclosureSchema.schema,
                LogSchema.schema, DutySchema.schema,
            ],
            timing: .system(), now: now)
        let file = KeyFile(path: folder + "/key", dataFolder: data)
        try file.create(random: random)
        let keys = try KeyStore(
            SQLiteDatabase(path: data + "/keys.sqlite", options: .init(create: true)), file: file, random: random)
        let record = RecordStore(journal: journal, keys: keys, secrets: keys.secrets, random: random)
        _ = try Projections([RecordViews(deriving: try OpenedHints(record)), DisclosureProjection()])
            .prepare(in: journal.database)
        try Self.take(children, folder: folder + "/feeds", into: record)
        let governance = try GivenGovernance(agreements: [Agreement.parse(yaml: Self.agreement, file: "court.yaml")])
        let accounts = [
            ("attorney", "dhs.ice.opla", "trial-attorney-office"),
            ("specialist", "hhs.orr", "federal-field-specialist"),
            ("officer", "dhs.ice.ero", "ero-officer"),
        ]
        for (index, account) in accounts.enumerated() {
            try governance.add(
                account.0, number: Int64(index + 1), agency: account.1, role: account.2, attested: Day("2026-05-20"),
                keys: keys)
        }
        gate = Gate(
            journal: journal, keys: keys, random: random,
            sources: .init(accounts: governance, rules: governance, facts: governance),
            limits: .init(volume: nil), now: now)
    }

    /// A file, or the database of PostgreSQL that AMPARO_DATABASE names.
    private static func database(_ folder: String) throws -> any Database {
        #if Postgres
        if let address = ProcessInfo.processInfo.environment["AMPARO_DATABASE"] {
            return try PostgresDatabase(
                PostgresAddress(address), options: .init(connections: 40), random: .system(), timing: .system())
        }
        #endif
        return try SQLiteDatabase(path: folder + "/journal.sqlite", options: .init(create: true))
    }

    private static func take(_ children: Int, folder: String, into record: RecordStore) throws {
        let simulation = Simulation(children: children, seed: 11, adultsPerChild: 0)
        try simulation.write(to: folder)
        let ingest = Ingest(record, today: simulation.asOf)
        var options = Ingest.Options()
        options.allowing = ["all"]
        _ = try ingest.care(folder: folder + "/care", options: options)
        _ = try ingest.file(.notice, at: folder + "/notices.csv", options: options)
        _ = try ingest.file(.agencyResult, at: folder + "/results.csv", options: options)
        for release in 1...simulation.releases {
            _ = try ingest.court(at: folder + "/court/R\(release)", options: options)
        }
    }

    func children() throws -> [Int64] {
        try journal.database.read { connection in
            let row = try connection.statement("SELECT DISTINCT child FROM dossier WHERE kind = 1 ORDER BY child")
            defer { row.reset() }
            var numbers: [Int64] = []
            while try row.step() { numbers.append(row.int64(0)) }
            return numbers
        }
    }
}
