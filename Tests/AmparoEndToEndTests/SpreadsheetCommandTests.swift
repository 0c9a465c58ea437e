import Foundation
import Testing

@Suite("Spreadsheets from the command line, and the way back")
struct SpreadsheetCommandTests {
    private struct Report: Decodable {
        var added: Int
        var entriesAppended: Int
        var mapping: String?
        var release: String
        var dryRun: Bool
    }

    static let mapping = """
        mapping: office-calls
        tables:
          calls.csv:
            child_id: Child
            call_id: Call
            due_on: { column: Due, dates: m/d/y }
            outcome: { column: Result, words: { "yes": reached } }
        """

    private func write(_ text: String, _ name: String, in store: TestStore) throws -> String {
        let path = store.folder + "/" + name
        try Data(text.utf8).write(to: URL(filePath: path))
        return path
    }

    @Test("A dry run writes nothing and tells the rows; a batch is taken once, and taken back by its name")
    func batch() throws {
        let store = try TestStore()
        let mapping = try write(Self.mapping, "calls.yaml", in: store)
        let sheet = try write(
            "Child,Call,Due,Result\nc1,1,7/8/2025,yes\nc1,2,8/9/2025,Zanzibar\nc2,3,13/45/2025,yes\n", "calls.csv",
            in: store)
        func take(_ more: String...) throws -> (run: Program.Run, report: Report) {
            let run = try store.run(["ingest", "spreadsheet", sheet, "--mapping", mapping, "--json"] + more)
            #expect(run.status == 0, "\(run.message)")
            return (run, try run.json(Report.self))
        }
        let dry = try take("--dry-run")
        #expect(dry.report.dryRun && dry.report.added == 2)
        #expect(dry.run.message.contains("row 4: bad-type in due_on (calls.csv)"))
        #expect(!dry.run.message.contains("Zanzibar"))
        let first = try take().report
        #expect(first.added == 2 && first.mapping == "office-calls")
        store.now = "2026-06-09"
        #expect(try take().report.entriesAppended == 0)
        #expect(try store.run("ingest", "withdraw", "care", first.release).status == 0)
        #expect(try store.run("verify").status == 0)
    }

    @Test("A file that is no spreadsheet, and a mapping that is none, are refused with what to do")
    func refused() throws {
        let store = try TestStore()
        let mapping = try write(Self.mapping, "calls.yaml", in: store)
        let other = try write("mapping: x\ntables: {}\n", "other.yaml", in: store)
        let sheet = try write("Child,Call\n", "calls.csv", in: store)
        let old = try write("\u{D0}", "calls.xls", in: store)
        for words in [[sheet, mapping], [sheet, other], [old, mapping], ["nowhere", mapping], [sheet, "nowhere"]] {
            let run = try store.run(["ingest", "spreadsheet", words[0], "--mapping", words[1]])
            #expect(run.status == 1 && run.output.isEmpty && run.message.hasPrefix("amparo: "), "\(run.message)")
        }
    }
}
