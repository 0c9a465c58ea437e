internal import AmparoStore

extension StorageContract {
    static let shelf = TableDefinition(
        "shelf", primaryKey: ["room", "place"],
        columns: [.integer("room"), .text("place"), .blob("content").orNull, .real("weight").orNull])

    private struct Refusal: Error {}

    private static func put(_ room: Int64, _ place: String, _ content: [UInt8]?, on connection: any DatabaseConnection)
        throws
    {
        let row = try connection.statement(shelf.insert)
        row.bind(room, at: 1)
        row.bind(place, at: 2)
        if let content { row.bind(content, at: 3) } else { row.bindNull(at: 3) }
        row.bind(real: 0.5, at: 4)
        try row.run()
    }

    private static func places(
        _ room: Int64, _ sql: String, on connection: any DatabaseConnection
    ) throws -> [String] {
        let row = try connection.statement(sql)
        defer { row.reset() }
        row.bind(room, at: 1)
        var found: [String] = []
        while try row.step() { found.append(row.text(0)) }
        return found
    }

    private static func count(on connection: any DatabaseConnection) throws -> Int64 {
        let row = try connection.statement("SELECT COUNT(*) FROM shelf")
        defer { row.reset() }
        return try row.step() ? row.int64(0) : -1
    }

    private static func withShelf(_ engine: StorageEngine) throws -> (
        any Database, @Sendable () throws -> any Database
    ) {
        let open = try engine.makePlace()
        let database = try open()
        try database.write { try $0.create(shelf) }
        return (database, open)
    }

    static var databaseClauses: [Clause] {
        [
            Clause("What was written is read back, NULL and empty told apart, in key order") { engine in
                let (database, open) = try withShelf(engine)
                try database.write { connection in
                    try put(2, "b", [], on: connection)
                    try put(1, "z", nil, on: connection)
                    try put(2, "a", [0, 255, 7], on: connection)
                    try put(1, "", [9], on: connection)
                    try put(1, "ä", [1], on: connection)
                }
                let rows = try open().read { connection in
                    let row = try connection.statement(shelf.selectInKeyOrder)
                    defer { row.reset() }
                    var rows: [String] = []
                    while try row.step() {
                        rows.append(
                            "\(row.int64(0)) \(row.text(1)) \(row.isNull(2) ? "NULL" : "\(Array(row.bytes(2)))") "
                                + "\(row.double(3))")
                    }
                    return rows
                }
                try expect(
                    rows == [
                        "1  [9] 0.5", "1 z NULL 0.5", "1 ä [1] 0.5", "2 a [0, 255, 7] 0.5", "2 b [] 0.5",
                    ], "\(rows)")
            },
            Clause("Many questions at once are each answered in order, while others are asked and rows are put") {
                engine in
                let (database, _) = try withShelf(engine)
                let sql = "SELECT place, content FROM shelf WHERE room = ? ORDER BY room, place"
                try database.write { connection in
                    for room in 0..<300 as Range<Int64> {
                        for place in 0..<(room % 3) { try put(room, "\(place)", [UInt8(room % 256)], on: connection) }
                    }
                    var answers: [String] = []
                    try connection.ask(sql, count: 600) { index, row in
                        row.bind(Int64(599 - index), at: 1)
                    } each: { index, row in
                        answers.append("\(index) \(row.text(0)) \(row.bytes(1).first ?? 0)")
                        try put(1000, "\(answers.count)", nil, on: connection)
                        if index == 301 { try expect(try count(on: connection) > 300, "nothing was put") }
                    }
                    var expected: [String] = []
                    for index in 300..<600 {
                        let room = 599 - index
                        for place in 0..<(room % 3) { expected.append("\(index) \(place) \(room % 256)") }
                    }
                    try expect(answers == expected, "\(answers.count) of \(expected.count)")
                    try connection.ask(sql, count: 0) { _, _ in
                    } each: { _, _ in
                    }
                }
                let kept = try database.read { try count(on: $0) }
                try expect(kept == 600, "\(kept)")
                do {
                    try database.write { connection in
                        try connection.ask(sql, count: 5) { index, row in
                            row.bind(Int64(index + 1), at: 1)
                        } each: { _, _ in
                            throw Refusal()
                        }
                    }
                    throw Broken(description: "the error was swallowed")
                } catch is Refusal {}
                try expect(try database.read { try count(on: $0) } == 600, "the connection is of no more use")
            },
            Clause("What is foretold is answered as ever, whether it is then asked or not") { engine in
                let (database, _) = try withShelf(engine)
                let sql = "SELECT place FROM shelf WHERE room = ? ORDER BY place"
                try database.write { connection in
                    for room in 0..<9 as Range<Int64> { try put(room, "\(room)", nil, on: connection) }
                    try connection.foretell(sql) { $0.bind(9, at: 1) }
                    try put(9, "9", nil, on: connection)
                    try expect(try places(9, sql, on: connection) == ["9"], "it was answered before the row was put")
                }
                for _ in 0..<2 {
                    try database.read { connection in
                        for room in 0..<4 as Range<Int64> { try connection.foretell(sql) { $0.bind(room, at: 1) } }
                        let found = try [3, 8, 1, 1, 0, 20].map { try places($0, sql, on: connection) }
                        try expect(found == [["3"], ["8"], ["1"], ["1"], ["0"], []], "\(found)")
                        try connection.foretell("SELECT COUNT(*) FROM shelf") { _ in }
                        try expect(try count(on: connection) == 10, "another number of rows")
                        var together: [String] = []
                        try connection.foretell(sql) { $0.bind(5, at: 1) }
                        try connection.ask(sql, count: 3) {
                            $1.bind(Int64($0 + 4), at: 1)
                        } each: {
                            together.append($1.text(0))
                        }
                        try expect(together == ["4", "5", "6"], "\(together)")
                        try connection.foretell(sql) { $0.bind(7, at: 1) }
                    }
                }
                try expect(try database.read { try count(on: $0) } == 10, "the connection is of no more use")
            },
            Clause("A write whose closure throws leaves nothing behind") { engine in
                let (database, _) = try withShelf(engine)
                do {
                    try database.write { connection in
                        try put(1, "a", nil, on: connection)
                        throw Refusal()
                    }
                    throw Broken(description: "the error was swallowed")
                } catch is Refusal {}
                try expect(try database.read { try count(on: $0) } == 0, "the row is there")
                try database.write { try put(1, "a", nil, on: $0) }
                try expect(try database.read { try count(on: $0) } == 1, "the next write fails")
            },
            Clause("A refused row is an error and undoes its transaction") { engine in
                let (database, _) = try withShelf(engine)
                try expectError(.refused) {
                    try database.write { connection in
                        try put(1, "a", nil, on: connection)
                        try put(1, "a", nil, on: connection)
                    }
                }
                try expect(try database.read { try count(on: $0) } == 0, "a row is there")
            },
            Clause("A wrong type is refused") { engine in
                let (database, _) = try withShelf(engine)
                try expectError(.refused) {
                    try database.write { connection in
                        let row = try connection.statement("INSERT INTO shelf (room, place) VALUES (?, ?)")
                        row.bind("one", at: 1)
                        row.bind("a", at: 2)
                        try row.run()
                    }
                }
            },
            Clause("A parameter that is not there is an error, and the statement works afterwards") { engine in
                let (database, _) = try withShelf(engine)
                try database.write { connection in
                    let row = try connection.statement("DELETE FROM shelf WHERE room = ?")
                    row.bind(1, at: 9)
                    try expectError(.refused) { try row.run() }
                    row.bind(1, at: 1)
                    try row.run()
                }
            },
            Clause("A reader keeps its snapshot while another writes") { engine in
                let (database, open) = try withShelf(engine)
                let other = try open()
                try database.read { connection in
                    try expect(try count(on: connection) == 0, "not empty")
                    try other.write { try put(1, "a", nil, on: $0) }
                    try expect(try count(on: connection) == 0, "the snapshot moved")
                }
                try expect(try database.read { try count(on: $0) } == 1, "the write is not seen later")
            },
            Clause("A reader cannot write") { engine in
                let (database, _) = try withShelf(engine)
                do {
                    try database.read { try put(1, "a", nil, on: $0) }
                } catch is StoreError {
                    try expect(try database.read { try count(on: $0) } == 0, "a row is there")
                    return
                }
                throw Broken(description: "the write was allowed")
            },
            Clause("The same text is two statements while the first is in use") { engine in
                let (database, _) = try withShelf(engine)
                try database.write { connection in
                    try put(1, "a", nil, on: connection)
                    try put(2, "b", nil, on: connection)
                }
                try database.read { connection in
                    let sql = "SELECT room FROM shelf ORDER BY room"
                    let outer = try connection.statement(sql)
                    _ = try outer.step()
                    let inner = try connection.statement(sql)
                    var seen: [Int64] = []
                    while try inner.step() { seen.append(inner.int64(0)) }
                    inner.reset()
                    try expect(seen == [1, 2], "\(seen)")
                    try expect(try outer.step() && outer.int64(0) == 2, "the outer one lost its place")
                    outer.reset()
                }
            },
            Clause("A table that is dropped is gone, and dropping it twice is no error") { engine in
                let (database, _) = try withShelf(engine)
                try database.write { connection in
                    try expect(try connection.hasTable("shelf"), "no table")
                    try connection.drop(table: "shelf")
                    try connection.drop(table: "shelf")
                    try expect(try !connection.hasTable("shelf"), "still there")
                }
            },
        ]
    }
}
