#if Postgres
import AmparoStore
import AmparoStorePostgres
import AmparoTestSupport
import Testing

@Suite("Many rows on their way to PostgreSQL", .enabled(if: TestCluster.programs != nil))
struct ManyRowsTests {
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

    @Test("They come with NULL, in order with what else is asked, and kept as they were bound")
    func manyRows() throws {
        let (_, _, database) = try fresh()
        let other = TableDefinition("other", primaryKey: ["id"], columns: [.integer("id")])
        var seen: [Int64] = []
        try database.write { connection in
            try connection.create(Self.note)
            try connection.create(other)
            seen.removeAll()
            for id in Int64(0)..<3000 {
                let row = try connection.statement(Self.note.insert)
                row.bind(id, at: 1)
                if id.isMultiple(of: 3) { row.bindNull(at: 2) } else { row.bind("línea \(id)", at: 2) }
                row.bind([UInt8](repeating: UInt8(truncatingIfNeeded: id), count: Int(id % 400)), at: 3)
                try row.run()
                let second = try connection.statement(other.insert)
                second.bind(id, at: 1)
                try second.run()
                guard id % 1000 == 700 else { continue }
                let count = try connection.statement("SELECT COUNT(*) FROM note WHERE id <= ?")
                count.bind(id, at: 1)
                if try count.step() { seen.append(count.int64(0)) }
                count.reset()
            }
        }
        #expect(seen == [701, 1701, 2701], "what is asked of a table sees every row before it")
        try database.read { connection in
            let row = try connection.statement(
                "SELECT note.id, line, content FROM note JOIN other ON other.id = note.id ORDER BY note.id")
            defer { row.reset() }
            for id in Int64(0)..<3000 {
                #expect(try row.step() && row.int64(0) == id)
                #expect(row.isNull(1) == id.isMultiple(of: 3) && (row.isNull(1) || row.text(1) == "línea \(id)"))
                #expect(row.bytes(2).elementsEqual(repeatElement(UInt8(truncatingIfNeeded: id), count: Int(id % 400))))
            }
            #expect(try !row.step())
        }
    }

    @Test(
        "One row that is refused among many refuses all of them, and the connection is of use",
        arguments: [0, 700, 1999])
    func refusedAmongMany(place: Int64) throws {
        let (_, _, database) = try fresh()
        try database.write { connection in
            try connection.create(Self.note)
            try put(10_000 + place, on: connection)
        }
        #expect(throws: StoreError.self) {
            try database.write { connection in
                for id in Int64(0)..<2000 { try put(id == place ? 10_000 + place : id, on: connection) }
            }
        }
        #expect(try count(database) == 1)
        try database.write { connection in for id in Int64(0)..<2000 { try put(id, on: connection) } }
        #expect(try count(database) == 2001)
    }

    @Test("What the writer gives up while many rows are on their way is not kept, and the connection is of use")
    func givenUpAmongMany() throws {
        let (_, _, database) = try fresh()
        try database.write { try $0.create(Self.note) }
        struct GivenUp: Error {}
        #expect(throws: GivenUp.self) {
            try database.write { connection in
                for id in Int64(0)..<1500 { try put(id, on: connection) }
                throw GivenUp()
            }
        }
        #expect(try count(database) == 0)
        try database.write { try put(1, on: $0) }
        #expect(try count(database) == 1)
    }

    @Test("A connection that is lost while many rows are on their way is replaced, and all of them are sent again")
    func lostAmongMany() throws {
        let (cluster, name, database) = try fresh()
        try database.write { try $0.create(Self.note) }
        var runs = 0
        try database.write { connection in
            runs += 1
            for id in Int64(0)..<3000 {
                try put(id, on: connection)
                guard runs == 1, id == 1200 else { continue }
                try cluster.ask(
                    "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '\(name)' AND pid <> pg_backend_pid()"
                )
            }
        }
        #expect(runs == 2)
        #expect(try count(database) == 3000)
    }
}
#endif
