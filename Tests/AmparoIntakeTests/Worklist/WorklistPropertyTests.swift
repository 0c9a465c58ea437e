import AmparoModel
import AmparoOversight
@testable import AmparoStore
import AmparoTestSupport
import Testing

@Suite("The worklist on every day")
struct WorklistPropertyTests {
    @Test("What is stored for a day is what the rules say on that day", arguments: [UInt64(1), 2, 3, 4, 5, 6])
    func everyDay(seed: UInt64) throws {
        let record = try ManyChildren(seed: seed).record()
        try record.upkeep()
        let seq = try record.entries()
        var days = 0
        var most = 0
        for number in Int32(20_440)...20_720 {
            let day = Day(number: number)
            var expected: [WorkItem] = []
            let moment = try record.database.read { try RecordMoment(asOf: day, seq: seq, on: $0) }
            var work = ChildWork(moment, secrets: record.keys.secrets)
            try RecordScan(record.database, at: moment).forEachChild(in: 0..<Int64.max) { child, dossiers in
                expected += work.items(of: child, dossiers, on: day)
            }
            let page = try Worklist(record.database).page(asOf: day, limit: 10_000)
            let found = page.items.filter { $0.child != 0 }
            #expect(found == expected.sorted { $0.place < $1.place }, "seed \(seed), \(day)")
            most = max(most, found.count)
            days += 1
        }
        #expect(days == 281 && most > 15)
    }

    @Test("Upkeep after every feed, upkeep at the end and a rebuild give the same rows", arguments: [UInt64(7), 8, 9])
    func reproducible(seed: UInt64) throws {
        let often = try ManyChildren(seed: seed).record(upkeep: true)
        let once = try ManyChildren(seed: seed).record()
        try once.upkeep()
        #expect(try often.worklistDigests().map(\.digest) == once.worklistDigests().map(\.digest))
        let before = try often.worklistDigests()
        #expect(before[0].rows > 20)
        try WorklistUpkeep(often.database, secrets: often.keys.secrets, workers: 1).rebuild()
        #expect(try often.worklistDigests() == before)
    }

    @Test(
        "Blocks that were left waiting when upkeep was broken off come to their places with the next",
        arguments: [UInt64(12), 13])
    func brokenOff(seed: UInt64) throws {
        let record = try ManyChildren(seed: seed).record(upkeep: true)
        let sound = try record.worklistDigests()
        // As a kill leaves it: rows that are not there yet, one that should be gone, and one that came and went.
        try record.database.write { connection in
            let all = try connection.statement(WorklistSchema.block.selectInKeyOrder)
            var rows: [BlockRow] = []
            while try all.step() { rows.append(BlockRow(all, from: 0)) }
            let waiting = try connection.statement(WorklistSchema.waiting.insert)
            var number: Int64 = 0
            func wait(_ row: BlockRow, added: Bool) throws {
                number += 1
                waiting.bind(number, at: 1)
                waiting.bind(added ? 1 : 0, at: 2)
                row.bind(to: waiting, from: 3)
                try waiting.run()
            }
            var other = try #require(rows.last)
            other.block = 6
            let row = try connection.statement(WorklistSchema.block.insert)
            other.bind(to: row, from: 1)
            try row.run()
            try wait(other, added: true)
            try wait(other, added: false)
            other.block = 7
            try wait(other, added: true)
            try wait(other, added: false)
            for (index, block) in rows.enumerated().reversed() where index % 3 == 0 {
                try wait(block, added: true)
                let gone = try connection.statement(WorkTable.deleteBlock)
                block.bind(to: gone, from: 1)
                try gone.run()
            }
            try connection.execute("UPDATE work_state SET seq = seq - 1 WHERE id = 1")
        }
        #expect(try record.worklistDigests() != sound)
        try record.upkeep()
        #expect(try record.worklistDigests() == sound)
        #expect(try record.number("SELECT COUNT(*) FROM work_waiting") == 0)
    }

    @Test("The number of overdue notices on a day is the figure notice.none-yet", arguments: [UInt64(10), 11])
    func agreesWithTheFigures(seed: UInt64) throws {
        let record = try ManyChildren(seed: seed).record()
        try record.upkeep()
        let reckoning = Reckoning(record.database, secrets: record.keys.secrets)
        for text in ["2026-02-01", "2026-04-15", "2026-06-03"] {
            let day = Day(text)!
            let figures = try reckoning.figures(at: reckoning.moment(asOf: day, seq: try record.entries()))
            let items = try Worklist(record.database).page(asOf: day, limit: 10_000).items
            func value(_ id: String) -> Int? { figures.first { $0.id.rawValue == id }?.value }
            #expect(value("notice.none-yet") == items.count { $0.kind == .noticeOverdue })
            #expect(
                value("hearing.not-told")
                    == items.count { $0.kind == .verifyFailure || $0.kind == .tellTrialAttorney })
        }
    }

    @Test("Upkeep looks only at the children that entries touched")
    func touchesFew() throws {
        let record = try ManyChildren(seed: 12).record()
        let all = try record.upkeep()
        #expect(all.children > 20)
        try record.file(
            .notice, "2026-06-20",
            [
                [
                    "a_number": "012345601", "charging_document": "I-862", "issued_on": "2026-06-19",
                    "served_on": "2026-06-19",
                ]
            ])
        let few = try record.upkeep()
        // The child of the new notice, and those whose notices the shorter list no longer has.
        #expect(few.children < all.children / 2)
        #expect(try record.upkeep().children == 0)
    }

    @Test("A check finds a row that the journal does not give, and one that is gone")
    func check() throws {
        let record = try ManyChildren(seed: 13).record()
        let upkeep = WorklistUpkeep(record.database, secrets: record.keys.secrets)
        try upkeep.bringUpToDate()
        #expect(try upkeep.differences() == 0)
        try record.database.write { try $0.execute("UPDATE work_item SET deadline = deadline + 1 WHERE kind = 9") }
        #expect(try upkeep.differences() > 0)
        try upkeep.rebuild()
        #expect(try upkeep.differences() == 0)
        try record.database.write { try $0.execute("DELETE FROM work_block WHERE kind = 3") }
        #expect(try upkeep.differences() > 0)
    }

    @Test("Every span is made of as few blocks as there are, and a day lies in it by exactly one of them")
    func blocks() {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<2_000 {
            let opens = Int32.random(in: 15_000...25_000, using: &generator)
            let closes = opens + Int32.random(in: 0...1_500, using: &generator)
            let blocks = Set(DayBlock.covering(opens, closes))
            #expect(blocks.count <= 22)
            for day in [opens - 1, opens, (opens + closes) / 2, closes - 1, closes] {
                let isOpen = opens <= day && day < closes
                #expect(blocks.intersection(DayBlock.containing(day)).count == (isOpen ? 1 : 0))
            }
        }
        #expect(DayBlock.covering(7, WorkSpan.never) == [DayBlock.endless])
    }
}
