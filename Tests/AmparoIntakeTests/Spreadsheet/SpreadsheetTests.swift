import AmparoIntake
import AmparoModel
import Testing

@Suite("Spreadsheets end in the intake of their feed")
struct SpreadsheetTests {
    static let calls = """
        mapping: office-calls
        sheet: Calls
        header: 2
        tables:
          calls.csv:
            child_id: Child  number
            call_id: { columns: [Child number, Due], with: / }
            due_on: { column: Due, dates: m/d/y }
            outcome: { column: Result, words: { "yes": reached, "No answer": no-answer } }
            caller: { value: office }
        """
    static let sheet = """
        Field office,,
        Child Number,Due,RESULT
        c1,7/8/2025,Yes
        c1,8/9/2025,No answer

        c2,2025-09-10,reached
        """

    private func taken(
        _ record: SmallRecord, _ bytes: [UInt8], _ yaml: String = SpreadsheetTests.calls, isDryRun: Bool = false,
        day: String = "2026-05-30", defects: ([RowDefect]) -> Void = { _ in }
    ) throws -> IngestReport {
        var options = Ingest.Options()
        options.isDryRun = isDryRun
        return try Ingest(record.record, today: try #require(Day(day))).spreadsheet(
            Workbook(bytes, name: "calls.csv"), mapping: SheetMapping(yaml: yaml), options: options, defects: defects)
    }

    private func referrals() throws -> SmallRecord {
        let record = try SmallRecord()
        try record.care(
            "2026-04-01",
            [.referral: [Sample.referral("c1", "012345678"), Sample.referral("c2", "012345679")]])
        return record
    }

    @Test("Rows go to the children of the care feed; the same file again changes nothing, on any day")
    func taken() throws {
        let record = try referrals()
        let before = try record.entries()
        let dry = try taken(record, Array(Self.sheet.utf8), isDryRun: true)
        #expect(dry.changes.added == 3 && dry.isDryRun)
        #expect(try record.entries() == before)
        let report = try taken(record, Array(Self.sheet.utf8))
        #expect(report.changes.added == 3 && report.changes.vanished == 0)
        #expect(report.mapping == "office-calls" && report.release.hasPrefix("office-calls-"))
        #expect(report.files.map(\.file) == ["calls.csv"])
        #expect(try record.number("SELECT COUNT(*) FROM entry WHERE kind = 8") == 3)
        // No anchor is new: the calls are the children's of the feed.
        #expect(try record.number("SELECT COUNT(DISTINCT child) FROM entry WHERE kind IN (1, 8)") == 2)
        let after = try record.entries()
        #expect(try taken(record, Array(Self.sheet.utf8), day: "2026-06-20").changes.entries == 0)
        #expect(try record.entries() == after)
    }

    @Test("A later sheet without a row takes none away: rows add up")
    func addsUp() throws {
        let record = try referrals()
        _ = try taken(record, Array(Self.sheet.utf8))
        let less = Self.sheet.split(separator: "\n", omittingEmptySubsequences: false).dropLast().joined(
            separator: "\n")
        let report = try taken(record, Array((less + "\nc2,2025-10-10,reached\n").utf8))
        #expect(report.changes.vanished == 0 && report.changes.added == 1)
    }

    @Test("A batch is taken back by its name")
    func withdrawn() throws {
        let record = try referrals()
        let report = try taken(record, Array(Self.sheet.utf8))
        let name = try Withdrawal(record.record).withdraw(.care, issuer: "hhs.orr", name: report.release)
        #expect(name == report.release)
        #expect(try taken(record, Array(Self.sheet.utf8)).changes.entries > 0)
    }

    @Test("Each row that cannot be taken is told with its number, reason and column, and goes into quarantine")
    func defects() throws {
        let record = try referrals()
        let sheet = Self.sheet + "\nc2,2025-13-40,reached\n,7/1/2025,yes\n"
        var told: [RowDefect] = []
        let report = try taken(record, Array(sheet.utf8)) { told = $0 }
        #expect(told.map(\.row) == [7, 8])
        #expect(told.map(\.column) == ["due_on", "child_id"])
        #expect(report.changes.added == 3)
        #expect(report.files[0].quarantined == ["bad-type": 1, "bad-key": 1])
        #expect(try record.number("SELECT COUNT(*) FROM quarantine") == 2)
    }

    @Test("A file that is refused for its defects still tells them all, and writes nothing")
    func refused() throws {
        let record = try referrals()
        let before = try record.entries()
        let rows = (1...30).map { "c1,2025-99-\($0),x" }.joined(separator: "\n")
        var told = 0
        #expect(throws: IntakeError.self) {
            _ = try taken(record, Array("f\nChild number,Due,Result\n\(rows)\n".utf8)) { told = $0.count }
        }
        #expect(told == 30)
        #expect(try record.entries() == before)
    }

    @Test("A workbook: dates by style, texts with commas and line ends, error values told with their rows")
    func workbook() throws {
        let record = try referrals()
        let fixture = WorkbookFixture(
            rows: WorkbookFixture.row(2, "Child number", "Due", "Result")
                + "<row r=\"3\"><c t=\"str\"><v>c1</v></c><c s=\"1\"><v>45846</v></c><c t=\"str\"><v>yes</v></c></row>"
                + "<row r=\"5\"><c t=\"str\"><v>c2</v></c><c s=\"1\"><v>45846</v></c><c t=\"e\"><v>#N/A</v></c></row>",
            after: "<mergeCells count=\"1\"><mergeCell ref=\"A1:C1\"/></mergeCells>")
        var told: [RowDefect] = []
        let report = try taken(record, fixture.bytes()) { told = $0 }
        #expect(report.changes.added == 1)
        #expect(told.map(\.row) == [5] && told.first?.reason == "bad-type" && told.first?.column == "outcome")
    }

    @Test("Merged cells among the rows are refused with their place; above the headings they do no harm")
    func merged() throws {
        let record = try referrals()
        let rows =
            WorkbookFixture.row(2, "Child number", "Due", "Result") + WorkbookFixture.row(3, "c1", "2025-07-08", "yes")
        let fixture = WorkbookFixture(rows: rows, after: "<mergeCells><mergeCell ref=\"A3:A4\"/></mergeCells>")
        do {
            _ = try taken(record, fixture.bytes())
            Issue.record("merged cells were taken")
        } catch let error as IntakeError {
            #expect(error.code == .mergedCells && error.line == 3)
            #expect(error.message.contains("A3 to A4"))
        }
    }

    @Test(
        "A mapping that is wrong is refused with what to do",
        arguments: [
            "", "- a", "mapping: Big Name\ntables: { calls.csv: { child_id: A, call_id: B, due_on: C } }",
            "mapping: a\ntables: { nothing.csv: { child_id: A } }",
            "mapping: a\ntables: { calls.csv: { child_id: A } }",
            "mapping: a\ntables: { calls.csv: { child_id: A, call_id: B, due_on: C, nothing: D } }",
            "mapping: a\nheader: x\ntables: { calls.csv: { child_id: A, call_id: B, due_on: C } }",
            "mapping: a\ntables: { calls.csv: { child_id: A, call_id: B, due_on: { column: C, dates: dmy } } }",
            "mapping: a\ntables: { calls.csv: { child_id: A, call_id: B, due_on: 1990-01-01 } }",
            "mapping: a\ntables: { calls.csv: { child_id: A, call_id: B, due_on: C }, notices.csv: { a_number: A } }",
            "mapping: a\nmapping: b", "mapping: [", "mapping: a\nunknown: b\ntables: {}",
        ])
    func badMappings(yaml: String) {
        do {
            _ = try SheetMapping(yaml: yaml)
            Issue.record("taken: \(yaml)")
        } catch {
            #expect(error.code == .badMapping)
            #expect(!error.message.contains("1990"))
        }
    }

    @Test("What was chosen at the desk is the mapping that it says")
    func chosen() throws {
        let yaml = SheetMapping.yaml(
            name: "desk", sheet: "A \"quoted\" sheet", header: 3, issuer: nil, dates: "d/m/y",
            [
                SheetMapping.Choice(heading: "Child: #", file: "calls.csv", column: "child_id"),
                SheetMapping.Choice(heading: "No", file: "calls.csv", column: "call_id"),
                SheetMapping.Choice(heading: "Due", file: "calls.csv", column: "due_on"),
            ])
        let mapping = try SheetMapping(yaml: yaml)
        #expect(mapping.name == "desk" && mapping.header == 3 && mapping.sheet == "A \"quoted\" sheet")
        #expect(mapping.feed == .care && mapping.issuer == "hhs.orr")
    }

    @Test("A heading that is missing or twice is refused by the field it is for")
    func headings() throws {
        let record = try referrals()
        for text in ["f\nChild number,Due\nc1,2025-01-01\n", "f\nChild number,Due,Result,Due\nc1,2025-01-01,yes,x\n"] {
            do {
                _ = try taken(record, Array(text.utf8))
                Issue.record("taken")
            } catch let error as IntakeError { #expect(error.code == .badMapping && error.line == 2) }
        }
    }
}
