import AmparoModel
import Testing

@testable import AmparoIntake

@Suite("Defective records of a feed file")
struct FeedDefectTests {
    private static let header = "child_id,concern_id,raised_on,kind,raised_by\n"

    private func rows(_ count: Int, from: Int = 0) -> String {
        (from..<(from + count)).map { "C\($0),N\($0),2024-01-01,abuse,teacher\n" }.joined()
    }

    @Test(
        "Each defect has its word, and the rows around it are taken",
        arguments: [
            ("C,N,2024-01-01,abuse", "too-few-fields", nil), ("C,N,2024-01-01,abuse,x,y", "too-many-fields", nil),
            (",N,2024-01-01,abuse,x", "bad-key", "child_id"), ("C,,2024-01-01,abuse,x", "bad-key", "concern_id"),
            ("C,N,,abuse,x", "bad-key", "raised_on"), ("C,N,January,abuse,x", "bad-type", "raised_on"),
            ("unknown,N,2024-01-01,abuse,x", "bad-key", "child_id"),
            ("C\u{1},N,2024-01-01,abuse,x", "bad-key", "child_id"),
            (String(repeating: "C", count: 256) + ",N,2024-01-01,abuse,x", "bad-key", "child_id"),
        ] as [(String, String, String?)])
    func words(_ record: String, _ reason: String, _ column: String?) throws {
        let read = try ReadFeed.read(.concern, Self.header + rows(1) + record + "\n" + rows(1, from: 1))
        #expect(read.rows.map(\.subject) == ["C0", "C1"])
        #expect(
            read.defects == [
                .init(line: 3, reason: reason, column: column, raw: Array(record.utf8), length: record.utf8.count)
            ])
        #expect(read.report.quarantined == [reason: 1])
        #expect(read.report.addsUp)
    }

    @Test("Bytes that are not UTF-8 put the record into quarantine as they stood")
    func encoding() throws {
        let bad = Array("C,N,2024-01-01,abuse,Jos".utf8) + [0xE9]
        let read = try ReadFeed.read(.concern, Array(Self.header.utf8) + bad + [13, 10] + Array(rows(1).utf8))
        #expect(read.defects.map(\.reason) == ["bad-encoding"])
        #expect(read.defects.map(\.raw) == [bad])
        #expect(read.report.taken == 1)
    }

    @Test(
        "Bytes are UTF-8 as the standard's table has it",
        arguments: [
            ([0xC0, 0x80], false), ([0xE0, 0x9F, 0xBF], false), ([0xED, 0xA0, 0x80], false),
            ([0xF4, 0x90, 0x80, 0x80], false), ([0xF0, 0x9F, 0x98], false), ([0xF0, 0x9F, 0x98, 0x80], true),
            ([0xEF, 0xBF, 0xBF], true), ([0x80], false), ([0xC3, 0xB1], true),
        ] as [([UInt8], Bool)])
    func utf8(_ bytes: [UInt8], _ isGood: Bool) {
        for before in 0..<9 {
            let text = [UInt8](repeating: 0x61, count: before) + bytes
            #expect(text.withUnsafeBytes { FieldText.isUTF8($0) } == isGood)
            #expect((String(validating: text, as: UTF8.self) != nil) == isGood)
        }
    }

    @Test("A row that is there twice is read past; a key that is there with other content is quarantined")
    func duplicates() throws {
        let read = try ReadFeed.read(
            .concern,
            Self.header + rows(2) + rows(1) + " C1,N1 ,2024-01-01,abuse,teacher\n"
                + "C0,N0,2024-01-01,neglect,teacher\nC9,N0,2024-01-01,abuse,teacher\nC0,N0,2024-01-01,neglect,teacher\n"
        )
        #expect(read.report.taken == 3)
        #expect(read.report.past == ["duplicate": 2])
        #expect(read.report.quarantined == ["bad-key": 2])
        #expect(read.defects.map(\.line) == [6, 8])
        #expect(read.rows.map(\.subject) == ["C0", "C1", "C9"])
        #expect(read.report.addsUp)
    }

    @Test("Addresses of one day and source are counted, and the very same one is there once")
    func ordinals() throws {
        let read = try ReadFeed.read(
            .address,
            """
            child_id,reported_on,source,line1
            C1,2024-01-01,School,1 A St
            C1,2024-01-01,school,2 B St
            C2,2024-01-01,school,2 B St
            C1,2024-01-01,,2 B St
            C1,2024-01-01,school,2 B St
            C1,2024-01-01,school,3 C St

            """)
        #expect(
            read.rows.map { $0.subject + " " + $0.key.replacing("\u{1F}", with: "/") } == [
                "C1 2024-01-01/school/1", "C1 2024-01-01/school/2", "C2 2024-01-01/school/1", "C1 2024-01-01//1",
                "C1 2024-01-01/school/3",
            ])
        #expect(read.report.past == ["duplicate": 1])
    }

    @Test("Rows are told apart over a file larger than the table of rows seen begins with")
    func manyRows() throws {
        let body = rows(100_000)
        let read = try ReadFeed.read(.concern, Self.header + body + rows(3, from: 50_000) + "C7,N7,2024-01-02,,\n")
        #expect(read.report.rows == 100_004)
        #expect(read.report.taken == 100_000)
        #expect(read.report.past == ["duplicate": 3])
        #expect(read.report.quarantined == ["bad-key": 1])
    }

    @Test("Twenty defects are borne in a small file, and one in twenty in a large one; one more refuses the file")
    func refusal() throws {
        let bad = { (count: Int) in String(repeating: "x\n", count: count) }
        #expect(try ReadFeed.read(.concern, Self.header + bad(20)).report.quarantined == ["too-few-fields": 20])
        #expect(try ReadFeed.read(.concern, Self.header + rows(950) + bad(50)).report.taken == 950)
        for text in [bad(21), rows(950) + bad(51)] {
            let error = #expect(throws: IntakeError.self) { _ = try ReadFeed.read(.concern, Self.header + text) }
            #expect(error?.code == .tooManyDefects)
            #expect(error?.message.contains("too-few-fields") == true)
        }
    }
}
