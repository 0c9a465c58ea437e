@testable import AmparoIntake
import AmparoModel
@testable import AmparoStore
import AmparoStoreSQLite
import AmparoTestSupport
import Testing

@Suite("Blind indexes that wait for their places")
struct WaitingIndexTests {
    private static func value(_ number: UInt64) -> BlindIndex.Value {
        withUnsafeBytes(of: (number.bigEndian, number.bigEndian)) { BlindIndex.Value($0)! }
    }

    @Test("Numbers that an ingest left waiting when it was broken off are found by the next, and the views are sound")
    func brokenOff() throws {
        let record = try SmallRecord()
        try record.care("2026-04-01", [.referral: [Sample.referral("c1", "012345678")]])
        let identifiers = try #require(try record.number("SELECT COUNT(*) FROM identifier"))
        // As a kill between the last commit and the settling leaves it.
        try record.database.write { connection in
            try connection.execute(
                """
                INSERT INTO blind_waiting (seq, part, what, value, blind)
                SELECT anchor, kind, kind, anchor, blind FROM identifier
                """)
            try connection.execute("DELETE FROM identifier")
        }
        try record.file(
            .notice, "2026-04-02",
            [["a_number": "012345678", "charging_document": "I-862", "issued_on": "2025-04-01"]])
        #expect(try record.number("SELECT COUNT(*) FROM blind_waiting") == 0)
        #expect(try record.number("SELECT COUNT(*) FROM identifier") == identifiers + 1)
        #expect(try record.number("SELECT COUNT(DISTINCT child) FROM anchor") == 1)
        let views = Projections([RecordViews(deriving: try OpenedHints(record.record))])
        let scratch = try SQLiteDatabase(path: record.folder + "/scratch.sqlite", options: .init(create: true))
        #expect(try views.compare(record.journal, in: scratch).differences == [])
    }

    @Test("Settled in any number of runs, the tables are what one row after the other would make", arguments: 1...20)
    func likeOneByOne(seed: Int) throws {
        let record = try SmallRecord()
        var generator = SeededGenerator(seed: UInt64(seed))
        func random(_ limit: UInt64) -> UInt64 { generator.next() % limit }
        var wanted: Set<[Int64]> = []
        for seq in Int64(1)...120 {
            let anchor = Int64(random(6))
            let number = random(9)
            var row = WaitingIndexes.Row(
                seq: seq, part: 1, what: .forgotten, value: anchor, blind: Self.value(number))
            switch random(5) {
            case 0:
                wanted = wanted.filter { !($0[2] == anchor && [3, 5].contains($0[1])) }
                // What stands in the table already is forgotten by the one who forgets.
                try record.database.write {
                    try $0.execute("DELETE FROM identifier WHERE anchor = \(anchor) AND kind IN (3, 5)")
                }
            case 1...3:
                let kind = try #require(IdentifierKind(rawValue: Int64(1 + random(5))))
                row.what = .identifier(kind)
                wanted.insert([Int64(number), kind.rawValue, anchor])
            default: row.what = .address(scope: 1)
            }
            try record.database.write { try WaitingIndexes.keep([row], on: $0) }
            if random(20) == 0 { try record.journal.sequencer.settleIndexes() }
        }
        try record.journal.sequencer.settleIndexes()
        var found: Set<[Int64]> = []
        try record.database.read { connection in
            let statement = try connection.statement("SELECT blind, kind, anchor FROM identifier")
            defer { statement.reset() }
            while try statement.step() {
                let number = try #require(BlindIndex.Value(statement.bytes(0))).low
                found.insert([Int64(number), statement.int64(1), statement.int64(2)])
            }
        }
        #expect(found == wanted, "seed \(seed)")
        #expect(try record.number("SELECT COUNT(*) FROM blind_waiting") == 0)
    }
}
