internal import AmparoDuties
internal import AmparoGate
internal import AmparoModel
internal import AmparoStore
@testable internal import AmparoServer
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdTesting
internal import Testing

@Suite("Lists as files")
struct ListFileTests {
    static let world = Result { try CaseworkWorld(children: 30, seed: 12) }
    var world: CaseworkWorld { get throws { try Self.world.get() } }

    @Test(
        "No field is a formula to a spreadsheet program, whatever it begins with",
        arguments: ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "\r\n=1", "|x", "%x", "\u{FF1D}1", "\u{A0}=1"])
    func formulas(text: String) {
        let field = CSVText.field(text)
        let first = field.first { $0 != "\"" }
        #expect(first == "'", "\(field)")
        #expect(!field.contains("\n") && !field.contains("\r"))
    }

    @Test("Fields with commas and quotation marks are quoted, others stay as they are")
    func quoting() {
        var csv = CSVText(["a", "b"])
        csv.append(["x, \"y\"", "María"])
        #expect(csv.text == "\u{FEFF}a,b\r\n\"x, \"\"y\"\"\",María\r\n")
    }

    private func event(_ court: CourtCode, _ time: String?, day: String = "2026-07-08") throws -> CalendarText.Event {
        CalendarText.Event(
            id: "1", day: try #require(Day(day)), minute: CalendarText.minute(time), zone: Zone(court: court),
            summary: "Hearing; a, b\\c", place: String(repeating: "é", count: 80))
    }

    @Test("A hearing is at the court's wall-clock time, in the court's zone, whose rules are in the file")
    func calendar() throws {
        let now = try #require(Instant("2026-06-03T14:00:00Z"))
        let text = CalendarText([try event("HOU", "0830"), try event("PHO", "1330")], named: "Week", now: now).text
        let lines = text.components(separatedBy: "\r\n")
        #expect(lines.first == "BEGIN:VCALENDAR" && lines.suffix(2) == ["END:VCALENDAR", ""])
        #expect(lines.contains("DTSTART;TZID=America/Chicago:20260708T083000"))
        #expect(lines.contains("DTSTART;TZID=America/Phoenix:20260708T133000"))
        #expect(lines.contains("DTSTAMP:20260603T140000Z"))
        #expect(lines.contains("SUMMARY:Hearing\\; a\\, b\\\\c"))
        for zone in ["America/Chicago", "America/Phoenix"] { #expect(lines.count { $0 == "TZID:\(zone)" } == 1) }
        #expect(lines.contains("TZOFFSETTO:-0500") && lines.contains("TZOFFSETTO:-0700"))
        #expect(lines.allSatisfy { $0.utf8.count <= 75 })
        #expect(text.replacing("\r\n ", with: "").contains("LOCATION:" + String(repeating: "é", count: 80)))
        #expect(text.components(separatedBy: "BEGIN:").count == text.components(separatedBy: "END:").count)
    }

    @Test(
        "Without a time, or at a court whose zone nobody knows, a hearing is the whole day", arguments: ["HOU", "ZZZ"])
    func wholeDays(court: String) throws {
        let time = court == "HOU" ? nil : "0830"
        let text = CalendarText([try event(CourtCode(court), time)], named: "", now: Instant(microseconds: 0)).text
        #expect(text.contains("DTSTART;VALUE=DATE:20260708\r\n"))
        #expect(!text.contains("VTIMEZONE"))
    }

    @Test(
        "Today, handoffs, court week and search as files: each child an export with its receipt, and nothing that the page hides"
    )
    func files() async throws {
        let world = try world
        let child = try #require(try world.children().first)
        let names = try world.names()
        try await world.run(as: "federal-field-specialist", for: "safety-check") { client async throws in
            for path in ["/today", "/handoffs?list=sent", "/court-week?week=2026-06-08"] {
                let asked = path + (path.contains("?") ? "&" : "?") + "as=csv"
                let response = try await client.get(asked)
                #expect(response.status == .ok)
                #expect(response.headers[.contentType]?.hasPrefix("text/csv") == true)
                #expect(response.headers[.contentDisposition]?.hasPrefix("attachment; filename=\"") == true)
                #expect(response.headers[.cacheControl] == "no-store")
                let text = String(buffer: response.body)
                #expect(text.contains(",receipt\r\n"))
                let page = try await client.text(path)
                if text.components(separatedBy: "\r\n").count > 2 { #expect(page.contains("as=csv")) }
            }
            let calendar = try await client.get("/court-week?week=2026-06-08&as=ics")
            #expect(calendar.headers[.contentType]?.hasPrefix("text/calendar") == true)
            let text = String(buffer: calendar.body).lowercased()
            #expect(!names.contains { text.contains($0) })
            #expect(try await client.get("/today?as=ics").status == .notFound)
            _ = try await client.get("/child/\(child)")
            let statement = try await client.get("/child/\(child)/disclosures?as=csv")
            #expect(statement.status == .ok)
            let found = try await client.executeRequest(
                uri: "/search", method: .post, headers: [.contentType: "application/x-www-form-urlencoded"],
                body: .init(string: "form=token-of-the-test&as=csv&q=\(child)"))
            #expect(String(buffer: found.body).contains("\r\n\(child),"))
        }
        let exports = try world.operations()
        #expect(exports.contains("export"))
    }

    @Test("Whoever sees nothing gets a list without children")
    func nothing() async throws {
        let world = try world
        try await world.run(as: "ero-headquarters", for: "removal") { client async throws in
            let response = try await client.get("/court-week?week=2026-06-08&as=csv")
            #expect(String(buffer: response.body).components(separatedBy: "\r\n").count == 2)
        }
    }
}

extension CaseworkWorld {
    /// The operations that receipts of granted disclosures name.
    func operations() throws -> Set<String> {
        var found: Set<String> = []
        for number in 1...max(1, try journal.lastSeq()) {
            if let receipt = try gate.receipt(number)?.receipt, receipt.isGranted { found.insert(receipt.operation) }
        }
        return found
    }
}
