import AmparoModel
import Testing

@testable import AmparoIntake

@Suite("The header of a feed file")
struct FeedHeaderTests {
    private func error(_ kind: RecordKind, _ text: String) -> FeedError? {
        #expect(throws: FeedError.self) { _ = try ReadFeed.read(kind, text) }
    }

    @Test("Columns are bound by name in any case and order, never by position")
    func anyOrder() throws {
        let read = try ReadFeed.read(
            .agencyResult, "RESULT, Hearing_Date ,A_Number,system\nappeared,2024-05-06,A212345678,ERO\n")
        #expect(
            read.rows.map { $0.plainFields(.agencyResult) } == [
                ["result": "0", "hearing_date": "2024-05-06", "system": "1"]
            ])
        #expect(read.rows.map(\.subject) == ["212345678"])
        #expect(read.report.repaired.isEmpty)
    }

    @Test("Columns nobody knows are kept, sealed, under their own names, and reported")
    func unknownColumns() throws {
        let read = try ReadFeed.read(.sponsor, "Remarks,sponsor_id,,Shoe Size\nknows \"him\",S1,x,\n,S2,,44\n")
        #expect(read.report.unknownColumns == ["Remarks", "column 3", "Shoe Size"])
        #expect(
            read.rows[0].sealedFields(.sponsor) == ["sponsor_id": "S1", "Remarks": "knows \"him\"", "column 3": "x"])
        #expect(read.rows[1].sealedFields(.sponsor) == ["sponsor_id": "S2", "Shoe Size": "44"])
    }

    @Test("A missing required column stops the file and is named, with what to do")
    func missing() throws {
        let error = error(.agencyResult, "system,a_number,result\nero,A212345678,appeared\n")
        #expect(error?.code == .missingColumn)
        #expect(error?.column == "hearing_date")
        #expect(error?.file == "results.csv")
        #expect(
            error?.description == """
                results.csv: the header does not name hearing_date; the first line must name every required column of \
                results.csv [missing-column]
                """)
    }

    @Test("A file without a header says nothing of its first row")
    func noHeader() {
        let error = error(.sponsor, "S1,Ana María,López,555\nS2,B,C,\n")
        #expect(error?.code == .missingColumn)
        #expect(error?.description.contains("Ana") == false)
    }

    @Test("Two columns of one name stop the file, known or not", arguments: ["SPONSOR_ID", "Note"])
    func duplicate(_ name: String) {
        #expect(error(.sponsor, "sponsor_id,note,\(name)\nS1,a,b\n")?.code == .duplicateColumn)
    }

    @Test(
        "Another separator is recognised and said",
        arguments: [("\t", "tabs"), (";", "semicolons"), ("|", "bars")])
    func separator(_ separator: String, _ name: String) {
        let error = error(.sponsor, ["sponsor_id", "surnames"].joined(separator: separator) + "\nS1\n")
        #expect(error?.code == .wrongDelimiter)
        #expect(error?.message.contains(name) == true)
    }

    @Test("An empty file, one of blank lines and one of nothing but a byte order mark have no header")
    func empty() {
        for text in ["", "\n\r\n  \n", "\u{FEFF}", "\0\0"] { #expect(error(.sponsor, text)?.code == .emptyFile) }
    }

    @Test("A header that is not UTF-8, ends with a bare carriage return, is broken or endless stops the file")
    func badHeaders() throws {
        #expect(throws: FeedError(.badHeader, file: "sponsors.csv", line: 1, "")) {
            _ = try ReadFeed.read(.sponsor, [0xFF, 0xFE] + "sponsor_id\n".utf8.flatMap { [$0, 0] })
        }
        #expect(error(.sponsor, "sponsor_id,phone\rS1,555\rS2,556")?.code == .badHeader)
        #expect(error(.sponsor, "sponsor_id,\"pho\"ne\nS1,555\n")?.code == .badHeader)
        #expect(error(.sponsor, "sponsor_id" + String(repeating: ",", count: 5000))?.code == .badHeader)
        #expect(error(.sponsor, "sponsor_id" + String(repeating: "x", count: 2 << 20))?.code == .badHeader)
        #expect(error(.sponsor, "sponsor_id,\"phone\nS1,555\n")?.code == .unclosedQuote)
    }

    @Test("A header and nothing more is a file of no rows")
    func noRows() throws {
        let read = try ReadFeed.read(.sponsor, "sponsor_id,phone")
        #expect(read.report.rows == 0)
        #expect(read.report.addsUp)
    }

    @Test("A column by another name of its own counts as a repair")
    func alias() throws {
        // Only the court's ending is another name so far.
        let read = try ReadFeed.read(.sponsor, "sponsor_id,phone_Remove\nS1,555\n")
        #expect(read.report.repaired == ["header-alias": 1])
        #expect(read.rows.map { $0.sealedFields(.sponsor)["phone"] } == ["555"])
    }

    @Test("A table of the court is not taken as comma-separated values")
    func courtTable() {
        #expect(throws: FeedError(.otherTable, file: "tbl_schedule.csv", "")) {
            _ = try ReadFeed.read(.schedule, "idnschedule\n1\n")
        }
    }
}
