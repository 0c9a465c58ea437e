internal import AmparoDuties
internal import AmparoGate
internal import AmparoModel
internal import AmparoServer
internal import AmparoSharing
internal import AmparoStore
internal import AmparoTestSupport
internal import Crypto
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdTesting
internal import Testing

@Suite("Words, putting off, two answers, who is who, sponsors")
struct ScreenTests {
    static let world = Result { try CaseworkWorld(children: 40, seed: 47) }
    var world: CaseworkWorld { get throws { try Self.world.get() } }

    private func post(
        _ client: any TestClientProtocol, _ path: String, _ body: String
    ) async throws -> (status: HTTPResponse.Status, html: String, location: String?) {
        let response = try await client.executeRequest(
            uri: path, method: .post, headers: [.contentType: "application/x-www-form-urlencoded"],
            body: .init(string: "form=token-of-the-test&" + body))
        return (response.status, String(buffer: response.body), response.headers[.location])
    }

    @Test("What somebody wrote down is read by colleagues of the house, with a receipt, and by nobody else")
    func entered() async throws {
        let world = try world
        let child = try #require(try world.children().first)
        let today = world.clock.now.day
        try await world.run(as: "federal-field-specialist", for: "safety-check") { client async throws in
            let sent = try await post(
                client, "/child/\(child)/enter", "kind=welfare.checked&day=\(today)&words=The+aunt+opened+the+door")
            #expect(sent.status == .seeOther)
            let before = try world.count(.disclosed)
            #expect(try await client.text("/child/\(child)").contains("The aunt opened the door"))
            #expect(try world.count(.disclosed) >= before + 2)
        }
        for (account, purpose) in [
            ("counsel-of-record", "legal-representation"), ("trial-attorney-office", "court-appearance"),
            ("juvenile-coordinator", "court-appearance"), ("ero-headquarters", "removal"), ("clinician", "medical"),
        ] {
            try await world.run(as: account, for: purpose) { client async throws in
                #expect(try await !client.text("/child/\(child)").contains("The aunt"), "\(account)")
            }
        }
    }

    @Test("A duty is put off on one's own list with a reason; holder and clock stay, colleagues see it as before")
    func snooze() async throws {
        let world = try world
        try await world.run(as: "federal-field-specialist", for: "safety-check") { client async throws in
            let today = try await client.text("/today?lang=en")
            let link = try #require(today.components(separatedBy: "href=\"/duties/").dropFirst().first)
            let path = "/duties/" + link.prefix { $0 != "?" && $0 != "\"" }
            #expect(path.hasSuffix("/snooze"))
            #expect(try await client.text(path).contains("name=\"until\""))
            let name = try #require(DutyName(String(path.split(separator: "/")[1])))
            let duty = try #require(try world.duties.people.ledger(of: name.subject).ledger[name.duty])
            let tomorrow = world.clock.now.day.adding(days: 1)
            for wrong in [
                "until=2020-01-01&reason=x", "until=2040-01-01&reason=x", "until=\(tomorrow)&reason=+", "reason=x",
            ] {
                let answer = try await post(client, path, wrong)
                #expect(answer.status == .unprocessableContent, "\(wrong)")
            }
            #expect(try await post(client, path, "until=\(tomorrow)&reason=Waits+for+the+school").status == .seeOther)
            #expect(try await client.text("/today?lang=en").contains("id=\"work-snoozed\""))
            #expect(try world.duties.people.ledger(of: name.subject).ledger[name.duty] == duty)
            #expect(try await client.get("/duties/1.nothing/snooze").status == .notFound)
        }
        try await world.run(as: "trial-attorney-office", for: "court-appearance") { client async throws in
            #expect(try await !client.text("/today?lang=en").contains("id=\"work-snoozed\""))
        }
    }

    @Test("When two people answered, both are shown and neither's words are lost")
    func conflict() async throws {
        let world = try world
        let name = try #require(try world.reportable("federal-field-specialist"))
        try await world.run(as: "federal-field-specialist", for: "safety-check") { client async throws in
            let path = "/duties/\(name)/report"
            #expect(try await post(client, path, "words=Spoke+with+the+school").status == .seeOther)
            let second = try await post(client, path, "words=Called+the+aunt+too")
            #expect(second.status == .conflict)
            #expect(second.html.contains("Called the aunt too"))
            #expect(second.html.contains("id=\"stands\"") && second.html.contains("id=\"sent\""))
        }
    }

    @Test(
        "Sponsors stand in a grid of adults by required checks; the decision says why it is closed",
        arguments: ["en", "es"])
    func sponsors(language: String) async throws {
        let world = try world
        var grids = 0
        for child in try world.children().prefix(12) {
            grids += try await world.run(as: "federal-field-specialist", for: "sponsor-suitability") {
                client async throws in
                let html = try await client.text("/child/\(child)/sponsors?lang=\(language)")
                #expect(html.contains("class=\"decision\""))
                #expect(!words(html).contains(" sponsors."))
                return html.contains("<table class=\"checks\">") ? 1 : 0
            }
            for (account, purpose) in [("ero-headquarters", "removal"), ("trial-attorney-office", "court-appearance")] {
                try await world.run(as: account, for: purpose) { client async throws in
                    let html = try await client.text("/child/\(child)/sponsors?lang=\(language)")
                    #expect(!html.contains("<table class=\"checks\">"), "\(account)")
                }
            }
        }
        #expect(grids > 0)
    }

    @Test("Two records are compared side by side, judged with a signature, and shown to nobody else")
    func links() async throws {
        let world = try world
        let desk = LinkDesk(world.gate, world.governance)
        try desk.compare(
            GateRequest(account: "data-quality-steward", purpose: "data-quality", operation: .aggregate, id: "t"))
        let key = try #require(CaseworkWorld.key("case-manager"))
        try await world.run(as: "case-manager", for: "placement") { client async throws in
            let list = try await client.text("/links?lang=en")
            #expect(try await client.get("/links/1").status == .notFound)
            guard
                let link = list.components(separatedBy: "href=\"/links/").dropFirst().first(where: {
                    $0.first?.isNumber ?? false
                })
            else { return }
            let path = "/links/" + link.prefix(while: \.isNumber)
            let page = try await client.text(path)
            #expect(page.contains("id=\"because\"") && page.contains("id=\"side-1\""))
            #expect(
                try await post(client, path + "/judge", "judgement=reject&reason=+").status == .unprocessableContent)
            let asked = try await post(client, path + "/judge", "judgement=reject&reason=Two+cousins")
            #expect(asked.status == .ok)
            let statement = try #require(OversightTests.statement(in: asked.html))
            let signature = Hexadecimal.text(try key.signature(for: Data(statement.utf8)))
            let done = try await post(
                client, path + "/judge", "judgement=reject&reason=Two+cousins&signature=\(signature)")
            #expect(done.status == .seeOther)
            #expect(try await client.text(path).contains("not the same"))
        }
        try await world.run(as: "trial-attorney-office", for: "court-appearance") { client async throws in
            #expect(try await !client.text("/links").contains("href=\"/links/1"))
        }
    }
}
