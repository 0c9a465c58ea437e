import AmparoModel
import Testing

@testable import AmparoIntake

@Suite("The header of a feed file")
struct FeedHeaderTests {
    private func error(_ kind: RecordKind, _ text: String) -> IntakeError? {
        #expect(throws: IntakeError.self) { _ = try ReadFeed.read(kind, text) }
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

    @Test("A name that could be anybody's is kept sealed and reported by its place")
    func unspeakable() throws {
        let names = ["Ximena", "maria lopez", "Núñez", "Grant", "mlopez", "apt 12", "phone 2", "caseNotes", "12"]
        let read = try ReadFeed.read(
            .sponsor, "sponsor_id,\(names.joined(separator: ","))\nS1,a,b,c,d,e,f,g,h,i\n")
        #expect(
            read.report.unknownColumns == (2...7).map { "column \($0), name not shown" } + [
                "phone 2", "caseNotes", "column 10, name not shown",
            ])
        #expect(read.rows[0].sealedFields(.sponsor)["Ximena"] == "a")
    }

    static let sponsors = RecordKind.sponsor.table.fields.map(\.name).joined(separator: ",")
    static let relatives = RecordKind.family.table.fields.map(\.name).joined(separator: ",")

    @Test(
        "A header that runs into its first record is refused and says nothing of it",
        arguments: [
            // The line end is missing.
            (RecordKind.sponsor, sponsors + "S1,Ximena,Lopez,1980-02-03,202-555-0100,x@example.org,spa\nS2,,,,,,\n"),
            (.sponsor, sponsors + "S1,Ximena,Lopez,,,,spa\nS2,,,,,,\n"),
            (.sponsor, sponsors + ",S1,Ximena,Lopez,1980-02-03,,,spa\nS2,,,,,,\n"),
            (.family, relatives + "C1,F1,mother,,Ximena,,\nC2,F2,mother,,,,\n"),
            // A quotation mark takes the first records into a name.
            (.sponsor, "sponsor_id,\"remarks\nS1,Ximena\nS2,\"\"\",x\n"),
            (.sponsor, "sponsor_id,\"Ximena Lopez, 12/3/1980\"\nS1,x\n"),
            (.sponsor, "sponsor_id,ximena@example.org\nS1,x\n"), (.sponsor, "sponsor_id,A 200 000 033\nS1,x\n"),
            (.sponsor, "sponsor_id," + String(repeating: "Ximena ", count: 20) + "\nS1,x\n"),
        ])
    func runsOn(_ kind: RecordKind, _ text: String) {
        let error = error(kind, text)
        #expect(error?.code == .badHeader)
        #expect(error?.description.contains("line end") == true)
        #expect(error?.description.contains("Ximena") == false && error?.description.contains("1980") == false)
    }

    @Test(
        "A file of another feed is told by its columns, and the command for it is named",
        arguments: [
            (RecordKind.notice, RecordKind.agencyResult, "amparo ingest results"),
            (.agencyResult, .notice, "amparo ingest notices"), (.notice, .referral, "amparo ingest care"),
            (.agencyResult, .call, "amparo ingest care"), (.call, .address, "addresses.csv"),
            (.release, .placement, "placements.csv"), (.mailing, .notice, "amparo ingest notices"),
            (.notice, .mailing, "mail.csv"), (.referral, .agencyResult, "amparo ingest results"),
            (.sponsor, .householdMember, "household.csv"),
        ])
    func otherFeed(_ given: RecordKind, _ real: RecordKind, _ words: String) {
        let header = real.table.fields.map(\.name).joined(separator: ",")
        let error = error(given, header + "\n")
        #expect(error?.code == .wrongFeed)
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    }

    @Test("Every file is of its own feed, with all its columns and with those alone that it must have")
    func ownFeed() throws {
        for kind in CareFolder.order + [.notice, .agencyResult, .mailing] {
            for fields in [kind.table.fields, kind.table.fields.filter(\.columnRequired)] {
                let header = fields.map { $0.name.uppercased() }.joined(separator: ",")
                #expect(try ReadFeed.read(kind, header + "\n").report.unknownColumns == [])
            }
        }
    }

    @Test("A court's table and the census are told too, and whatever is given as the census")
    func courtAndCensus() {
        let court = RecordKind.schedule.table.fields.map { $0.name.uppercased() }.joined(separator: "\t") + "\n"
        #expect(error(.notice, court)?.code == .wrongFeed)
        #expect(error(.notice, court)?.message.contains("amparo ingest court") == true)
        let census = """
            Date,Children apprehended and placed in CBP custody*,Children in CBP custody,\
            Children transferred out of CBP custody,Children in HHS Care,Children discharged from HHS Care

            """
        #expect(error(.notice, census)?.message.contains("amparo ingest census") == true)
        let results = RecordKind.agencyResult.table.fields.map(\.name).joined(separator: ",")
        let given = #expect(throws: IntakeError.self) {
            _ = try CensusFile(name: "daily.csv", bytes: FeedBytes(Array(results.utf8))).read()
        }
        #expect(given?.code == .wrongFeed && given?.message.contains("amparo ingest results") == true)
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
        #expect(throws: IntakeError(.badHeader, file: "sponsors.csv", line: 1, "")) {
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
        #expect(throws: IntakeError(.otherTable, file: "tbl_schedule.csv", "")) {
            _ = try ReadFeed.read(.schedule, "idnschedule\n1\n")
        }
    }
}
