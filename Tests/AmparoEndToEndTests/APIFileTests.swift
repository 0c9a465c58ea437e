import AmparoGate
import AmparoModel
import AmparoOversight
import AmparoSharing
import AmparoStore
import AmparoTestSupport
import Foundation
import HTTPTypes
import Testing

@testable import AmparoServer
@testable import amparo

@Suite("Files through the API: documents, packets, calendars, imports")
struct APIFileTests {
    let demonstration: TestStore
    let world: APIWorld

    init() throws {
        demonstration = try Demonstrations.copy(children: 60, seed: 3).store
        demonstration.now = "2026-06-01T12:00:00Z"
        world = try APIWorld(
            demonstration, words: try PersonalWords(of: SimulatedFeeds(at: demonstration.data + "/feeds")))
    }

    private static let specialist = (account: "federal-field-specialist", purpose: "safety-check")

    /// The first child of whom an account is told something for a purpose.
    private func visible(_ account: String, _ purpose: String, _ rest: String = "") async throws -> Int? {
        let numbers = try world.store.database.read { connection in
            let row = try connection.statement("SELECT DISTINCT child FROM dossier WHERE kind = 1 ORDER BY child")
            defer { row.reset() }
            var numbers: [Int] = []
            while try row.step() { numbers.append(Int(row.int64(0))) }
            return numbers
        }
        for number in numbers where try await world.ask(account, purpose, "/children/\(number)\(rest)").status == 200 {
            return number
        }
        return nil
    }

    private func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

    @Test("A document is attached once, listed and read by whoever may see its kind, each time with a receipt")
    func documents() async throws {
        let (account, purpose) = Self.specialist
        let child = try #require(try await visible(account, purpose, "/documents"))
        let path = "/children/\(child)/documents"
        let listed = try await world.ask(account, purpose, path)
        let kinds = try #require(listed.json["kinds"]).elements.compactMap(\.string)
        let kind = try #require(kinds.first)
        let key: HTTPFields = [.idempotencyKey: "key-of-a-document"]
        let body = "{\"kind\":\"\(kind)\",\"content\":\"\(base64("An envelope that came back."))\"}"
        let attached = try await world.ask(account, purpose, path, post: body, key)
        let entry = try #require(attached.json["entry"]?.int)
        let again = try await world.ask(account, purpose, path, post: body, key)
        #expect(again.json["entry"]?.int == entry && again.headers[.idempotencyReplayed] == "true")
        let documents = try #require(try await world.ask(account, purpose, path).json["documents"]).elements
        #expect(documents.filter { $0["entry"]?.int == entry }.count == 1)
        #expect(documents.last?["mediaType"]?.string?.hasPrefix("text/plain") ?? false)
        let before = try world.count([.disclosed])
        let read = try await world.ask(account, purpose, "\(path)/\(entry)")
        #expect(read.status == 200 && read.text == "An envelope that came back.")
        #expect(read.headers[.contentDisposition]?.contains("attachment-\(entry).txt") ?? false)
        #expect(try world.count([.disclosed]) == before + 1)
        // No such document, a document of another child, and one that is not for the account are one answer.
        let other = try await world.ask(account, purpose, "\(path)/\(entry + 1_000_000)")
        let nobodys = try await world.ask(account, purpose, "/children/987654321/documents/\(entry)")
        let stranger = try await world.ask("labor-investigator", "labor-protection", "\(path)/\(entry)")
        for answer in [other, nobodys, stranger] {
            #expect(answer.status == 404 && answer.problem == "not-found" && !answer.text.contains("envelope"))
        }
        for (content, reason) in [("MZ\u{0}\u{1}", "type"), ("", "empty")] {
            let refused = try await world.ask(
                account, purpose, path, post: "{\"kind\":\"\(kind)\",\"content\":\"\(base64(content))\"}")
            #expect(refused.status == 409 && refused.problem == "not-taken" && refused.json["reason"]?.string == reason)
        }
        let unseen = AttachmentKind.allCases.map(\.code).first { !kinds.contains($0) }
        if let unseen {
            let refused = try await world.ask(
                account, purpose, path, post: "{\"kind\":\"\(unseen)\",\"content\":\"\(base64("x"))\"}")
            #expect(refused.problem == "not-taken" && refused.json["reason"]?.string == "kind")
        }
        #expect(
            try await world.ask(account, purpose, path, post: "{\"kind\":\"\(kind)\",\"content\":\"x=y\"}").problem
                == "body-refused")
    }

    @Test("A child's hearings are a calendar without a name, as far as the account may see them")
    func calendar() async throws {
        let (account, purpose) = (Self.specialist.account, "court-appearance")
        let child = try #require(try await visible(account, purpose, "/hearings.ics"))
        let answer = try await world.ask(account, purpose, "/children/\(child)/hearings.ics")
        #expect(answer.headers[.contentType]?.hasPrefix("text/calendar") ?? false)
        #expect(answer.text.hasPrefix("BEGIN:VCALENDAR\r\n") && answer.text.hasSuffix("END:VCALENDAR\r\n"))
        #expect(world.leaks(answer).isEmpty)
        #expect(
            try await world.ask("labor-investigator", "labor-protection", "/children/\(child)/hearings.ics").status
                == 404)
    }

    @Test("A packet is for counsel of record with an appearance, and for nobody else")
    func packet() async throws {
        let (account, purpose) = ("counsel-of-record", "legal-representation")
        if let child = try await visible(account, purpose, "/packet") {
            let answer = try await world.ask(account, purpose, "/children/\(child)/packet?language=es")
            #expect(answer.headers[.contentType] == "application/zip" && answer.text.hasPrefix("PK"))
        }
        let child = try #require(try await visible(Self.specialist.account, Self.specialist.purpose))
        for (account, purpose) in [Self.specialist, (account: "labor-investigator", purpose: "labor-protection")] {
            #expect(try await world.ask(account, purpose, "/children/\(child)/packet").status == 404)
        }
    }

    @Test("A spreadsheet is mapped, tried out, taken once and taken back; whoever hands in nothing is refused")
    func imports() async throws {
        let (account, purpose) = ("data-quality-steward", "data-quality")
        func post(_ path: String, _ body: String, _ key: String = UUID().uuidString) async throws -> APIWorld.Answer {
            try await world.ask(account, purpose, "/imports" + path, post: body, [.idempotencyKey: key])
        }
        let feeds = try #require(try await world.ask(account, purpose, "/imports").json["feeds"]).elements
        #expect(feeds.contains { $0["name"]?.string == "care" && $0["tables"]?["calls.csv"] != nil })
        let mapping = try await post(
            "/mappings",
            """
            {"name":"office-calls","dates":"m/d/y","columns":[{"heading":"Child","file":"calls.csv","column":"child_id"},
            {"heading":"Call","file":"calls.csv","column":"call_id"},{"heading":"Due","file":"calls.csv","column":"due_on"}]}
            """)
        #expect(mapping.json["mapping"]?.string == "office-calls", "\(mapping.text)")
        let sheet = base64("Child,Call,Due\nc1,9001,7/8/2025\nc1,9002,13/45/2025\n")
        func file(_ isDryRun: Bool, _ mapping: String = "office-calls") -> String {
            "{\"mapping\":\"\(mapping)\",\"dryRun\":\(isDryRun),\"content\":\"\(sheet)\"}"
        }
        let tried = try await post("/files", file(true))
        #expect(tried.json["counts"]?["added"]?.int == 1, "\(tried.text)")
        #expect(tried.json["defects"]?.elements.first?["row"]?.int == 3)
        #expect(!tried.text.contains("13/45"))
        let before = try world.store.journal.lastSeq()
        let taken = try await post("/files", file(false), "key-of-a-batch")
        #expect(taken.status == 200)
        #expect(try world.store.journal.lastSeq() > before)
        let after = try world.store.journal.lastSeq()
        #expect(try await post("/files", file(false), "key-of-a-batch").headers[.idempotencyReplayed] == "true")
        #expect(try world.store.journal.lastSeq() == after)
        let batches = try #require(try await world.ask(account, purpose, "/imports").json["batches"]).elements
        let batch = try #require(batches.first { $0["name"] == taken.json["batch"] })
        #expect(batch["canBeUndone"] == .bool(true))
        let number = try #require(batch["id"]?.int)
        #expect(try await post("/undo", "{\"batch\":\(number)}").status == 200)
        #expect(try await post("/undo", "{\"batch\":\(number)}").json["reason"]?.string == "batch")
        #expect(try await post("/files", file(true, "nobodys")).json["reason"]?.string == "mapping")
        for (account, purpose) in [("auditor", "audit"), ("case-manager", "placement")] {
            let refused = try await world.ask(account, purpose, "/imports/files", post: file(true))
            #expect(refused.status == 403 && refused.json["reason"]?.string == "not-entitled", "\(account)")
        }
    }
}
