internal import AmparoGate
internal import AmparoModel
internal import AmparoServer
internal import AmparoSharing
internal import AmparoStore
internal import Crypto
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdTesting
internal import Testing

@Suite("Oversight and simulations")
struct OversightTests {
    static let world = Result { try CaseworkWorld(children: 60, seed: 23) }
    var world: CaseworkWorld { get throws { try Self.world.get() } }

    @Test(
        "Oversight shows every figure in full with where it was counted, alerts and accounts", arguments: ["en", "es"])
    func page(language: String) async throws {
        let world = try world
        let before = try world.count(.aggregateDisclosed)
        try await world.run(as: "inspector", for: "audit") { client async throws in
            let response = try await client.get("/oversight?lang=\(language)")
            #expect(response.status == .ok)
            #expect(response.headers[.cacheControl] == "no-store")
            let html = String(buffer: response.body)
            for id in ["children.transferred@1", "court.vanished@1", "id=\"alerts\"", "id=\"accounts\""] {
                #expect(html.contains(id), "\(id)")
            }
            #expect(html.contains("known=seq%3A"))
            for key in ["oversight.", "figures.", "accounts."] { #expect(!words(html).contains(" \(key)"), "\(key)") }
            let figure = try await client.text("/oversight/address.defective?lang=\(language)")
            #expect(figure.contains("amparo figures --definition address.defective@1"))
            #expect(!figure.contains("--public"))
            #expect(try await client.get("/oversight/nothing.of-it").status == .notFound)
            let sides = try await client.text("/oversight/compare?a=call.late&b=child.not-reached&lang=\(language)")
            #expect(sides.contains("id=\"a-definition\"") && sides.contains("id=\"b-definition\""))
            let own = try await client.text("/oversight/access.accounts?lang=\(language)")
            #expect(!words(own).contains(" dimension."))
        }
        #expect(try world.count(.aggregateDisclosed) >= before + 4)
    }

    @Test("A file has every number of the figures, and JSON as the command line writes it")
    func files() async throws {
        try await world.run(as: "auditor", for: "audit") { client async throws in
            let csv = try await client.get("/oversight?as=csv")
            #expect(csv.headers[.contentType]?.hasPrefix("text/csv") == true)
            #expect(String(buffer: csv.body).contains("children.transferred,1,value,,60,"))
            let json = try await client.get("/oversight/children.transferred?as=json")
            #expect(json.headers[.contentType] == "application/json")
            let document =
                try JSONSerialization.jsonObject(with: Data(String(buffer: json.body).utf8)) as? [String: Any]
            let figures = document?["figures"] as? [[String: Any]]
            #expect(figures?.count == 1)
            #expect(figures?.first?["value"] as? Int == 60)
            #expect(try await client.get("/oversight?as=ics").status == .notFound)
        }
    }

    @Test("Who may not have full counts gets none, and the refusal is written down")
    func refused() async throws {
        let world = try world
        for (account, purpose) in [("ero-headquarters", "removal"), ("trial-attorney-office", "court-appearance")] {
            try await world.run(as: account, for: purpose) { client async throws in
                for path in ["/oversight", "/oversight/call.late", "/oversight?as=csv"] {
                    let response = try await client.get(path)
                    #expect(response.status == .notFound, "\(account) \(path)")
                    #expect(!String(buffer: response.body).contains("children.transferred"))
                }
            }
        }
    }

    @Test("A simulation is counted, signed, recorded and then shown; nobody sees counts that are not signed")
    func simulation() async throws {
        let world = try world
        let key = try #require(CaseworkWorld.key("orr-privacy-officer"))
        let before = try world.count(.simulationRun)
        try await world.run(as: "orr-privacy-officer", for: "audit") { client async throws in
            func post(_ fields: String) async throws -> TestResponse {
                try await client.executeRequest(
                    uri: "/simulation", method: .post,
                    headers: [.contentType: "application/x-www-form-urlencoded"],
                    body: .init(string: "form=token-of-the-test&which=regime:2018&on=2026-06-03&instead=" + fields))
            }
            let asked = try await post("")
            #expect(asked.status == .ok)
            let page = String(buffer: asked.body)
            #expect(!page.contains("class=\"simulation\""))
            let statement = try #require(Self.statement(in: page))
            #expect(try await post("&signature=00").status == .unprocessableContent)
            let signature = Hexadecimal.text(try key.signature(for: Data(statement.utf8)))
            let run = try await post("&signature=\(signature)")
            #expect(run.status == .seeOther)
            let path = try #require(run.headers[.location])
            for language in ["en", "es"] {
                let html = try await client.text(path + "?lang=\(language)")
                #expect(html.contains("class=\"simulation\""))
                #expect(html.contains("<svg"))
                #expect(!words(html).contains(" simulation."))
            }
            #expect(try await client.text("/simulation").contains(path))
            #expect(try await client.get("/simulation/1").status == .notFound)
        }
        #expect(try world.count(.simulationRun) == before + 1)
    }

    /// The statement as the page shows it.
    static func statement(in html: String) -> String? {
        html.components(separatedBy: "class=\"statements\" tabindex=\"0\">").dropFirst().first?
            .components(separatedBy: "</pre>").first?.replacing("&#39;", with: "'").replacing("&quot;", with: "\"")
            .replacing("&amp;", with: "&")
    }

    @Test("Whoever may run none is not offered a form, and cannot send one")
    func notEntitled() async throws {
        let world = try world
        let before = try world.count(.simulationRun)
        try await world.run(as: "federal-field-specialist", for: "safety-check") { client async throws in
            #expect(try await !client.text("/simulation").contains("name=\"which\""))
            let response = try await client.executeRequest(
                uri: "/simulation", method: .post, headers: [.contentType: "application/x-www-form-urlencoded"],
                body: .init(string: "form=token-of-the-test&which=regime:2018&on=2026-06-03"))
            #expect(response.status == .unprocessableContent)
        }
        #expect(try world.count(.simulationRun) == before)
    }

    @Test("What was offered to a post, the gate shows to an account of the post")
    func offersHold() throws {
        let world = try world
        var checked = 0
        for role in ["juvenile-coordinator", "trial-attorney-office", "court-liaison", "federal-field-specialist"] {
            for name in try world.offered(to: role) {
                let purpose = try #require(try world.purpose(of: name))
                let shown = try? world.gate.disclose(
                    GateRequest(account: role, purpose: purpose, operation: .notify, id: "t"), child: name.subject.child
                )
                #expect(shown != nil, "\(role) \(name)")
                checked += 1
            }
        }
        #expect(checked > 0)
    }
}
