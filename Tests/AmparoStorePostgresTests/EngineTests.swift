#if Postgres
import AmparoModel
import AmparoStore
import AmparoStorePostgres
import AmparoTestSupport
import Foundation
import Synchronization
import Testing

@Suite("What PostgreSQL does that a file does not", .enabled(if: TestCluster.programs != nil))
struct EngineTests {
    private func fresh(_ options: PostgresDatabase.Options = .init()) throws -> (
        cluster: TestCluster, name: String, database: PostgresDatabase
    ) {
        let cluster = try #require(TestCluster.shared)
        let name = try cluster.makeDatabase()
        return (cluster, name, try Place.open(name, on: cluster, options: options))
    }

    private static let note = TableDefinition(
        "note", primaryKey: ["id"], columns: [.integer("id"), .text("line").orNull, .blob("content")])

    private func put(_ id: Int64, on connection: any DatabaseConnection) throws {
        let row = try connection.statement(Self.note.insert)
        row.bind(id, at: 1)
        row.bindNull(at: 2)
        row.bind([UInt8(truncatingIfNeeded: id)], at: 3)
        try row.run()
    }

    private func count(_ database: any Database) throws -> Int64 {
        try database.read { connection in
            let row = try connection.statement("SELECT COUNT(*) FROM note")
            defer { row.reset() }
            return try row.step() ? row.int64(0) : -1
        }
    }

    @Test("A transaction that is refused for a conflict is run again", arguments: ["40001", "40P01"])
    func conflict(state: String) throws {
        let (cluster, name, database) = try fresh()
        try database.write { try $0.create(Self.note) }
        try cluster.ask(
            """
            CREATE SEQUENCE tries; CREATE FUNCTION refuse_twice() RETURNS bigint LANGUAGE plpgsql AS $$
            BEGIN IF nextval('tries') < 3 THEN RAISE SQLSTATE '\(state)'; END IF; RETURN 1; END $$
            """, in: name)
        var runs = 0
        try database.write { connection in
            runs += 1
            try put(1, on: connection)
            let row = try connection.statement("SELECT refuse_twice()")
            defer { row.reset() }
            _ = try row.step()
        }
        #expect(runs == 3)
        #expect(try count(database) == 1)
    }

    @Test("A connection that is lost in the middle is replaced, and what ran on it runs again")
    func lost() throws {
        let (cluster, name, database) = try fresh()
        try database.write { try $0.create(Self.note) }
        let cut =
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '\(name)' AND pid <> pg_backend_pid()"
        var runs = 0
        try database.write { connection in
            runs += 1
            try put(1, on: connection)
            if runs == 1 { try cluster.ask(cut) }
        }
        #expect(runs == 2)
        try cluster.ask(cut)
        #expect(try count(database) == 1, "connections that nobody used are replaced, too")
        var reads = 0
        let seen = try database.read { connection in
            reads += 1
            if reads == 1 { try cluster.ask(cut) }
            let row = try connection.statement("SELECT id FROM note WHERE id = ?")
            defer { row.reset() }
            row.bind(1, at: 1)
            return try row.step()
        }
        #expect(seen && reads == 2)
    }

    @Test("Rows sent together are those that were put, with NULL and empty told apart, and refused together")
    func together() throws {
        let (_, _, database) = try fresh()
        try database.write { connection in
            try connection.create(Self.note)
            let row = try connection.statement(Self.note.insert)
            for id in 0..<10_000 as Range<Int64> {
                row.bind(id, at: 1)
                if id % 3 == 0 { row.bindNull(at: 2) } else { row.bind(id % 3 == 1 ? "" : "ä\(id)", at: 2) }
                row.bind([UInt8](repeating: 7, count: Int(id % 5)), at: 3)
                try row.run()
            }
        }
        try database.read { connection in
            let row = try connection.statement(Self.note.selectInKeyOrder)
            defer { row.reset() }
            var id: Int64 = 0
            while try row.step() {
                try #require(row.int64(0) == id)
                try #require(row.isNull(1) == (id % 3 == 0) && (id % 3 != 2 || row.text(1) == "ä\(id)"))
                try #require(!row.isNull(2) && row.bytes(2).count == Int(id % 5))
                id += 1
            }
            #expect(id == 10_000)
        }
        #expect(throws: StoreError(.refused)) {
            try database.write { connection in
                for id in 20_000..<20_100 as Range<Int64> { try put(id, on: connection) }
                try put(3, on: connection)
            }
        }
        #expect(try count(database) == 10_000)
    }

    @Test("What was put is seen by the next statement of its table, whatever else was sent meanwhile")
    func seenAtOnce() throws {
        let (_, _, database) = try fresh()
        let other = TableDefinition("other_note", primaryKey: ["id"], columns: [.integer("id"), .integer("seen")])
        try database.write { connection in
            try connection.create(Self.note)
            try connection.create(other)
            let upsert = try connection.statement(
                """
                INSERT INTO other_note (id, seen) VALUES (?, ?)
                ON CONFLICT (id) DO UPDATE SET seen = other_note.seen + excluded.seen
                """)
            let row = try connection.statement("SELECT content FROM note WHERE id = ?")
            for id in 0..<50 as Range<Int64> {
                try put(id, on: connection)
                upsert.bind(id % 7, at: 1)
                upsert.bind(1, at: 2)
                try upsert.run()
                guard id % 10 == 9 else { continue }
                row.bind(id, at: 1)
                #expect(try row.step() && row.bytes(0).first == UInt8(id))
                row.reset()
            }
            let sum = try connection.statement("SELECT SUM(seen), COUNT(*) FROM other_note")
            defer { sum.reset() }
            #expect(try sum.step() && sum.int64(0) == 50 && sum.int64(1) == 7)
        }
    }

    @Test("A long table is read row by row, left in the middle, and other statements run meanwhile")
    func rowByRow() throws {
        let (_, _, database) = try fresh()
        try database.write { connection in
            try connection.create(Self.note)
            for id in 0..<5000 as Range<Int64> { try put(id, on: connection) }
        }
        try database.read { connection in
            let all = try connection.statement(Self.note.selectInKeyOrder)
            let one = try connection.statement("SELECT content FROM note WHERE id = ?")
            var id: Int64 = 0
            while id < 3000, try all.step() {
                try #require(all.int64(0) == id)
                id += 1
                guard id % 1000 == 0 else { continue }
                one.bind(id, at: 1)
                #expect(try one.step() && one.bytes(0).first == UInt8(truncatingIfNeeded: id))
                one.reset()
            }
            all.reset()
            one.bind(4999, at: 1)
            #expect(try one.step())
        }
        #expect(try count(database) == 5000)
    }

    @Test("A commit that the standby does not confirm is not acknowledged, and says that it is not known")
    func unconfirmed() throws {
        let cluster = try TestCluster(settings: ["synchronous_standby_names=nobody"])
        let name = "postgres"
        // Made before anything waits for a standby that is not there.
        try cluster.ask(
            "SET synchronous_commit = local; CREATE TABLE amparo_turn (id bigint PRIMARY KEY); "
                + "INSERT INTO amparo_turn VALUES (1); CREATE TABLE amparo_lease (id bigint PRIMARY KEY); "
                + "CREATE TABLE note (id bigint PRIMARY KEY, line text, content bytea)",
            in: name)
        let database = try Place.open(
            name, on: cluster, options: .init(patience: .seconds(1), commitLimit: .milliseconds(200)))
        #expect(throws: StoreError(.unconfirmed)) { try database.write { try put(1, on: $0) } }
        #expect(try count(database) == 0, "nobody sees what no standby has")
    }

    @Test("Several writers with openings of their own, each of many threads, share one dense order")
    func manyWriters() throws {
        let (cluster, name, _) = try fresh()
        let now: @Sendable () -> Instant = { Instant(microseconds: 1_700_000_000_000_000) }
        let journals = try (0..<4).map { _ in
            try Journal(try Place.open(name, on: cluster), timing: .system(), now: now)
        }
        let numbers = Mutex<[Int64]>([])
        let failures = Mutex<[String]>([])
        DispatchQueue.concurrentPerform(iterations: 16) { thread in
            do {
                let random = RandomSource.seeded(UInt64(thread))
                for round in 0..<25 {
                    var batch = EntryBatch(random: random)
                    for _ in 0...(round % 3) {
                        _ = try [UInt8(thread)].withUnsafeBytes {
                            try batch.append(kind: EntryKind(rawValue: 240), payload: $0)
                        }
                    }
                    let appended = try journals[thread % 4].sequencer.append(&batch)
                    numbers.withLock { $0 += Array(appended.firstSeq...appended.lastSeq) }
                }
            } catch { failures.withLock { $0.append("\(error)") } }
        }
        #expect(failures.withLock(\.self) == [])
        let all = numbers.withLock { $0.sorted() }
        #expect(all == Array(1...Int64(all.count)))
        let verified = try journals[0].verify()
        #expect(verified.broken == nil && verified.entries == Int64(all.count))
    }

    @Test("A store of a newer program is refused and left as it is")
    func newer() throws {
        let (cluster, name, database) = try fresh()
        let now: @Sendable () -> Instant = { Instant(microseconds: 0) }
        _ = try Journal(database, timing: .system(), now: now)
        try cluster.ask("UPDATE schema_version SET version = 99 WHERE component = 'journal'", in: name)
        #expect(throws: StoreError(.schemaNewer)) { try Journal(database, timing: .system(), now: now) }
    }
}
#endif
