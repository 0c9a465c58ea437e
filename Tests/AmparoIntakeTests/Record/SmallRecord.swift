import AmparoIntake
import AmparoModel
import AmparoStore
import AmparoStoreSQLite
import AmparoTestSupport
import Foundation

/// A whole store in a temporary folder, filled by hand through the feeds; removed when the test is done with it.
final class SmallRecord {
    /// Rows of a feed's file as column and value.
    typealias Rows = [[String: String]]

    let folder: String
    let clock = TestClock(Instant(microseconds: 1_780_272_000_000_000))
    let database: any Database
    let journal: Journal
    let keys: KeyStore
    let record: RecordStore

    init(seed: UInt64 = 1) throws {
        folder = NSTemporaryDirectory() + "amparo-record-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder + "/data", withIntermediateDirectories: true)
        let random = RandomSource.seeded(seed)
        database = try SQLiteDatabase(path: folder + "/data/journal.sqlite", options: .init(create: true))
        let clock = clock
        journal = try Journal(
            database, schemas: [Projections.schema, RecordSchema.schema, WorklistSchema.schema, DutySchema.schema],
            timing: .system()
        ) { clock.now }
        let file = KeyFile(path: folder + "/key", dataFolder: folder + "/data")
        try file.create(random: random)
        keys = try KeyStore(
            SQLiteDatabase(path: folder + "/data/keys.sqlite", options: .init(create: true)), file: file,
            random: random)
        record = RecordStore(journal: journal, keys: keys, secrets: keys.secrets, random: random)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func options(_ date: String, release: String?) -> Ingest.Options {
        var options = Ingest.Options()
        options.date = Day(date)
        options.release = release
        options.allowing = ["all"]
        return options
    }

    private var ingest: Ingest { Ingest(record, today: Day(number: 20_605)) }

    private func write(_ kind: RecordKind, _ rows: Rows, to path: String) throws {
        let names = kind.table.fields.map(\.name).filter { name in rows.contains { $0[name] != nil } }
        let lines = [names] + rows.map { row in names.map { row[$0] ?? "" } }
        try Data((lines.map { $0.joined(separator: ",") }.joined(separator: "\r\n") + "\r\n").utf8)
            .write(to: URL(fileURLWithPath: path))
    }

    /// Takes care files of a day.
    @discardableResult
    func care(_ date: String, _ files: [RecordKind: Rows]) throws -> IngestReport {
        let path = folder + "/care"
        try? FileManager.default.removeItem(atPath: path)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for (kind, rows) in files { try write(kind, rows, to: path + "/" + kind.table.file) }
        return try ingest.care(folder: path, options: options(date, release: nil))
    }

    /// Takes notices or agency results of a day.
    @discardableResult
    func file(_ kind: RecordKind, _ date: String, _ rows: Rows) throws -> IngestReport {
        let path = folder + "/" + kind.table.file
        try write(kind, rows, to: path)
        return try ingest.file(kind, at: path, options: options(date, release: nil))
    }

    /// Takes a court release of a day.
    @discardableResult
    func court(_ date: String, _ tables: [RecordKind: Rows], _ change: (inout CourtFixture) -> Void = { _ in }) throws
        -> IngestReport
    {
        var fixture = CourtFixture()
        fixture.files["RELEASE.txt"] = Array((date + "\n").utf8)
        for (kind, rows) in tables {
            let columns = kind.table.fields.map { $0.name.uppercased() }
            fixture.table(kind, columns: columns, rows)
        }
        change(&fixture)
        return try fixture.withFolder { try ingest.court(at: $0, options: options(date, release: nil)) }
    }

    /// Brings the worklist up to date.
    @discardableResult
    func upkeep() throws -> WorklistUpkeep.Report {
        try WorklistUpkeep(database, secrets: keys.secrets).bringUpToDate()
    }

    /// What is open on a day, after upkeep.
    func work(_ day: String, holders: [WorkHolder] = WorkHolder.allCases) throws -> [WorkItem] {
        try upkeep()
        return try Worklist(database).page(asOf: Day(day)!, holders: holders, limit: 1000).items
    }

    /// The digests of the worklist's tables.
    func worklistDigests() throws -> [TableDigest] {
        try database.read { connection in try WorklistSchema.derived.map { try TableDigest($0, on: connection) } }
    }

    /// How many entries the journal has.
    func entries() throws -> Int64 { try journal.lastSeq() }

    /// The first number of a query.
    func number(_ sql: String) throws -> Int64? {
        try database.read { connection in
            let statement = try connection.statement(sql)
            defer { statement.reset() }
            return try statement.step() && !statement.isNull(0) ? statement.int64(0) : nil
        }
    }
}

/// Rows that most tests begin with.
enum Sample {
    /// A child of the care feed with an A-number, born in 2012.
    static func referral(_ child: String, _ aNumber: String, born: String = "2012-05-01", surname: String = "Lopez")
        -> [String: String]
    {
        [
            "child_id": child, "referral_id": "r" + child, "a_number": aNumber, "surnames": surname,
            "given_names": "Ana", "date_of_birth": born, "transferred_at": "2024-01-05T10:00:00-05:00",
        ]
    }

    /// A release to a sponsor.
    static func release(_ child: String, _ day: String) -> [String: String] {
        [
            "child_id": child, "release_id": "x" + child, "released_on": day, "sponsor_id": "s1",
            "line1": "10 Main St", "city": "Houston", "state": "TX", "zip": "77002",
        ]
    }

    /// A child's court case with its A-number.
    static func courtCase(_ number: String, _ aNumber: String) -> [String: String] {
        ["idncase": number, "alien_number": aNumber, "case_type": "RMV", "c_asy_type": "J"]
    }

    /// A proceeding of a case.
    static func proceeding(_ number: String, of courtCase: String, _ more: [String: String] = [:]) -> [String: String] {
        ["idnproceeding": number, "idncase": courtCase, "case_type": "RMV"].merging(more) { $1 }
    }

    /// A master hearing.
    static func hearing(
        _ number: String, of proceeding: String, _ courtCase: String, on day: String, code: String = ""
    ) -> [String: String] {
        [
            "idnschedule": number, "idnproceeding": proceeding, "idncase": courtCase, "cal_type": "M",
            "adj_date": day + " 00:00:00.000", "adj_time_start": "0830", "adj_rsn": code, "schedule_type": "MM",
        ]
    }
}
