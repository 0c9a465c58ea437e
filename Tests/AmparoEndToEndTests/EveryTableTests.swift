import AmparoStore
import AmparoStoreSQLite
import AmparoTestSupport
import Foundation
import Testing

/// Every table of a store is either made again by `verify`, or checked against the journal, the tree or a key; the few
/// values of which that is not true stand here with their reason.
@Suite("Every table")
struct EveryTableTests {
    /// What `verify` cannot know, and why that is borne.
    private static let unknown = [
        "schema_version.version": "a higher number is the store of a newer program, which is refused as such (1)",
        "schema_version.component": "a component that nobody knows; a missing one is made again and refused",
        "sequencer.generation": "counts migrations; tells a program that is open elsewhere to start again",
        "log_checkpoint.published": "when it was published; that it was is checked",
        "log_cosignature.received": "when it came; its own time is signed",
        "work_state.id": "one row", "work_state.run": "who writes; tells apart who writes at once",
        "work_state.seq": "up to where the worklist stands; `verify` brings it up to date, then works all of it out",
        "person_key.class": "says again what the number says",
        "duty_state.rules": "changed, everybody's duties are looked at once more",
        "duty_state.historic": "changed, everybody's duties are looked at once more",
        "store_secret.name": "cannot be told from the wrong key file, and refused as that (1)",
        "projection.name": "a view that is not named is made again when the store is opened, or refused",
        "store_secret.wrapped": "cannot be told from the wrong key file, and refused as that (1)",
        "wrapping.key_id": "cannot be told from the wrong key file, and refused as that (1)",
    ]

    /// Tables of an engine's own, which say nothing of the record.
    private static let ofEngine: Set<String> = ["amparo_turn", "amparo_lease"]

    /// Tables that this store has no rows in, with the test that fills them.
    private static let empty = [
        "aggregate_disclosure": "a view; Tests/AmparoGateTests", "attachment": "a view; AttachmentTests",
        "blind_waiting": "a view; empty but during an ingest", "clock_mend": "ClockTests",
        "census_day": "a view; Tests/AmparoIntakeTests/Census",
        "correction_owed": "a view; CorrectionTests", "correction_state": "CorrectionTests",
        "delivery_attempt": "what was tried: if it is lost, a message is tried again; OutboxTests",
        "delivery_message": "a view; OutboxTests", "delivery_post": "a view; OutboxTests",
        "delivery_receiver": "a view; OutboxTests", "delivery_route": "a view; OutboxTests",
        "delivery_setting": "settings of whoever runs the store: no entry speaks of them",
        "delivery_unreported": "what the duties are still to hear; OutboxTests",
        "delivery_work": "whose turn it is: if it is lost, a receiver waits for its next message; OutboxTests",
        "disclosure": "a view; Tests/AmparoGateTests", "disclosure_sponsor": "a view; Tests/AmparoGateTests",
        "dispute": "a view; DisputeTests", "dispute_holder": "a view; DisputeTests",
        "duty": "a view; DutyTests", "duty_holding": "a view; DutyTests", "duty_ledger": "a view; DutyTests",
        "duty_office": "a view; DutyTests", "duty_owed": "a view; DutyTests", "duty_post": "a view; DutyTests",
        "duty_reported": "a view; DutyTests",
        "duty_wake": "when to look again: if it is lost, everybody is looked at each day",
        "erased_anchor": "a view; ErasureTests", "erased_mark": "a view; ErasureTests",
        "erased_person": "a view; ErasureTests", "log_cosignature": "LogFaultTests",
        "handoff": "a view; DutyTests", "hearing_statement": "a view; DutyTests",
        "link_judgement": "a view; LinkTests", "link_move": "a view; LinkTests", "link_pair": "a view; LinkTests",
        "link_run": "a view; LinkTests", "link_side": "a view; LinkTests", "network_alarm": "a view; LinkTests",
        "network_member": "a view; LinkTests",
        "quarantine": "a view; QuarantineTests", "read_past": "ReadPastTests", "sign_in": "a view; SignInTests",
        "statement_given": "a view; StatementTests",
        "work_waiting": "empty but while the worklist is brought up to date",
    ]

    private static let isLong = ProcessInfo.processInfo.environment["AMPARO_TEST_LONG"] == "1"

    private struct Column {
        var table: String
        var name: String
        var type: String
        var database: String
    }

    private func columns(_ store: TestStore, _ file: String) throws -> [(column: Column, rows: Int64)] {
        if let server = store.server, file == "journal.sqlite" { return try columns(ofServer: server) }
        return try SQLiteDatabase(path: store.data + "/" + file).read { connection in
            let name = try connection.statement("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            var tables: [String] = []
            while try name.step() { tables.append(name.text(0)) }
            name.reset()
            return try tables.flatMap { table in
                let count = try connection.statement("SELECT COUNT(*) FROM \(table)")
                defer { count.reset() }
                let rows = try count.step() ? count.int64(0) : 0
                let info = try connection.statement("PRAGMA table_info(\(table))")
                defer { info.reset() }
                var columns: [(Column, Int64)] = []
                while try info.step() {
                    columns.append(
                        (Column(table: table, name: info.text(1), type: info.text(2), database: file), rows))
                }
                return columns
            }
        }
    }

    private func columns(ofServer database: String) throws -> [(column: Column, rows: Int64)] {
        let cluster = try #require(TestCluster.shared)
        func ask(_ sql: String) throws -> [[String]] {
            try cluster.ask(sql, in: database).split(separator: "\n").map { $0.split(separator: "|").map(String.init) }
        }
        let columns = try ask(
            """
            SELECT table_name, column_name, data_type FROM information_schema.columns
            WHERE table_schema = 'public' ORDER BY table_name, ordinal_position
            """
        ).filter { !Self.ofEngine.contains($0[0]) }
        let counts = Set(columns.map { $0[0] }).map { "SELECT '\($0)', COUNT(*) FROM \($0)" }
        let rows = try Dictionary(
            uniqueKeysWithValues: ask(counts.joined(separator: " UNION ALL ")).map { ($0[0], Int64($0[1]) ?? 0) })
        return columns.map { parts in
            let type = ["bigint": "INTEGER", "bytea": "BLOB"][parts[2]] ?? "TEXT"
            return (
                Column(table: parts[0], name: parts[1], type: type, database: "journal.sqlite"), rows[parts[0]] ?? 0
            )
        }
    }

    /// SQL that changes a column in one row: keys that are changed alike in every row would say the same of nobody.
    private func changing(_ column: Column, onServer isOnServer: Bool) -> String {
        let (table, name) = (column.table, column.name)
        let changed =
            switch column.type {
            case "INTEGER": "COALESCE(\(name), 0) + 1000007"
            case "BLOB": isOnServer ? "\(name) || '\\x01'::bytea" : "CAST(\(name) || x'01' AS BLOB)"
            default: "\(name) || 'x'"
            }
        let place =
            isOnServer
            ? "ctid = (SELECT ctid FROM \(table) WHERE \(name) IS NOT NULL ORDER BY \(name) LIMIT 1)"
            : "\(name) = (SELECT MIN(\(name)) FROM \(table))"
        return "UPDATE \(table) SET \(name) = \(changed) WHERE \(place)"
    }

    private func world() throws -> TestStore {
        let store = try TestStore()
        let feeds = try SimulatedFeeds(in: store, children: 24, seed: 91)
        try store.ingestAll(feeds.inOrder)
        try store.expect("worklist", "--json")
        try store.expect("log", "checkpoint", "--json")
        let policy = store.folder + "/policy"
        try "quorum none\n".write(toFile: policy, atomically: true, encoding: .utf8)
        try store.expect("log", "policy", policy, "--allow-government-only")
        try store.expect("keys", "rotate", "--log-key")
        try store.expect("log", "checkpoint", "--json")
        let key = store.folder + "/orr.key"
        let publicKey = try store.expect("account", "key", key).text.trimmingCharacters(in: .whitespacesAndNewlines)
        try store.expect(
            "account", "add", "orr", "--agency", "hhs.orr", "--role", "orr-privacy-officer", "--name", "A",
            "--address", "B", "--public-key", publicKey)
        // Refused or not, it has a receipt.
        try store.run("child", "1", "--as", "orr", "--purpose", "placement")
        try store.expect("verify")
        return store
    }

    @Test("Emptied or changed, a table makes `verify` end with 3, never by a signal")
    func tables() throws {
        let store = try world()
        var seen: Set<String> = []
        var random = SplitMix(state: 92)
        for file in ["journal.sqlite", "keys.sqlite"] {
            let columns = try columns(store, file)
            for table in Set(columns.map(\.column.table)).sorted() {
                let own = columns.filter { $0.column.table == table }
                guard own[0].rows > 0 else {
                    #expect(Self.empty[table] != nil, "\(table) is empty: which test fills it?")
                    continue
                }
                seen.insert(table)
                // Both take their time: one of them in `make test`, both in `make test-long`.
                let isEmptied = Self.isLong || Bool.random(using: &random)
                if isEmptied { try expectFailure(store, "DELETE FROM \(table)", file, table) }
                if isEmptied && !Self.isLong { continue }
                let told = try own.map(\.column).filter {
                    try Self.unknown["\(table).\($0.name)"] == nil && hasValue(store, $0)
                }
                guard let one = told.randomElement(using: &random) else { continue }
                for column in Self.isLong ? told : [one] {
                    let sql = changing(column, onServer: store.server != nil && file == "journal.sqlite")
                    try expectFailure(store, sql, file, "\(table).\(column.name)")
                }
            }
        }
        #expect(seen.count > 20)
    }

    private func hasValue(_ store: TestStore, _ column: Column) throws -> Bool {
        if let server = store.server, column.database == "journal.sqlite" {
            return try TestCluster.shared?.ask("SELECT COUNT(\(column.name)) > 0 FROM \(column.table)", in: server)
                == "t"
        }
        return try SQLiteDatabase(path: store.data + "/" + column.database).read { connection in
            let row = try connection.statement("SELECT COUNT(\(column.name)) FROM \(column.table)")
            defer { row.reset() }
            return try row.step() && row.int64(0) > 0
        }
    }

    private func expectFailure(_ store: TestStore, _ sql: String, _ file: String, _ what: String) throws {
        let copy = try store.copied()
        // What the engine itself does not take need not be noticed; nor what changes nothing, where every value is NULL.
        do { try copy.change(sql, in: file) } catch { return }
        let run = try copy.run("verify")
        #expect(run.status == 3, "\(what): \(run.status) \(run.text) \(run.message)")
        #expect(!run.text.contains("verified:"), "\(what)")
    }

    @Test(
        "A backup that is damaged anywhere is not restored, and ends with 3",
        .disabled(if: TestStore.isOnServer, "of a file; pg_basebackup is the server's"), arguments: 1...6)
    func backup(place: Int) throws {
        let store = try TestStore()
        let feeds = try SimulatedFeeds(in: store, children: 12, seed: 93)
        try store.ingest(feeds.inOrder[0])
        let file = store.folder + "/backup.amparo"
        try store.expect("backup", file)
        var bytes = try Data(contentsOf: URL(filePath: file))
        var random = SplitMix(state: UInt64(place))
        switch place {
        case 1: bytes = bytes.prefix(bytes.count / 2)
        case 2: bytes = Data()
        case 3: for index in 0..<4096 { bytes[bytes.startIndex + index] = 0 }
        default: for _ in 0..<64 { bytes[Int.random(in: 8192..<bytes.count, using: &random)] ^= 0x20 }
        }
        try bytes.write(to: URL(filePath: file))
        let run = try store.run("restore", file, "--data", store.folder + "/new", "--keys", store.keys)
        #expect(run.status == 3, "\(run.status) \(run.text) \(run.message)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: store.folder + "/new").isEmpty)
    }
}
