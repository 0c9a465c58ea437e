internal import AmparoDuties
internal import AmparoGate
internal import AmparoModel
internal import AmparoServer
internal import AmparoSharing
internal import AmparoStore
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdTesting
internal import Testing

@Suite("Screens of casework")
struct CaseworkTests {
    static let world = Result { try CaseworkWorld() }
    var world: CaseworkWorld { get throws { try Self.world.get() } }

    @Test(
        "Today lists what the viewer's posts hold, each child with a receipt, in both languages",
        arguments: ["en", "es"])
    func today(language: String) async throws {
        let world = try world
        let before = try world.count(.disclosed)
        try await world.run(as: "federal-field-specialist", for: "safety-check") { client async throws in
            let response = try await client.get("/today?lang=\(language)")
            #expect(response.status == .ok)
            #expect(response.headers[.cacheControl] == "no-store")
            let html = String(buffer: response.body)
            #expect(html.contains("<table class=\"work\">"))
            #expect(html.contains("href=\"/child/"))
            #expect(!html.contains("today."))
            #expect(!html.contains("occasion."))
        }
        #expect(try world.count(.disclosed) >= before)
        #expect(try world.count(.disclosed) > 0)
    }

    @Test("Handoffs are shown with their ticks to who sent and who received them")
    func handoffs() async throws {
        let world = try world
        try await world.run(as: "federal-field-specialist", for: "safety-check") { client async throws in
            let received = try await client.text("/handoffs")
            #expect(received.contains("Received"))
            let sent = try await client.text("/handoffs?list=sent")
            #expect(sent.contains("<ul class=\"ticks\">"))
        }
    }

    @Test("A child's page shows timeline, both clocks, duties and why the rest is not shown", arguments: ["en", "es"])
    func child(language: String) async throws {
        let world = try world
        let child = try #require(try world.children().first)
        try await world.run(as: "federal-field-specialist", for: "safety-check") { client async throws in
            let response = try await client.get("/child/\(child)?lang=\(language)")
            #expect(response.status == .ok)
            let html = String(buffer: response.body)
            #expect(html.contains("<ol class=\"timeline\">"))
            #expect(html.contains("<dl class=\"strip\">"))
            #expect(html.contains("<dl class=\"withheld\">"))
            for key in ["child.", "case.", "table.", "finding.", "stage.", "layer."] {
                #expect(!words(html).contains(" \(key)"), "\(key)")
            }
            let narrow = try await client.text("/child/\(child)?only=calls&order=recorded")
            #expect(!narrow.contains("id=\"r-referrals"))
            let past = try await client.text("/child/\(child)?known=seq:3")
            #expect(!past.contains("id=\"r-referrals"))
        }
    }

    @Test("No such child and not yours are one answer: 404 and the same words")
    func nothing() async throws {
        let world = try world
        let child = try #require(try world.children().first)
        try await world.run(as: "ero-headquarters", for: "removal") { client async throws in
            var answers: Set<String> = []
            for number in ["\(child)", "99999999", "0", "-1", "nobody"] {
                let response = try await client.get("/child/\(number)")
                #expect(response.status == .notFound)
                answers.insert(words(String(buffer: response.body)).filter { !$0.isNumber })
            }
            #expect(answers.count == 1)
        }
    }

    @Test("What is withheld is told alike whether or not the record holds it")
    func sameReasons() async throws {
        let world = try world
        var lists: Set<String> = []
        for child in try world.children().prefix(12) {
            let list = try await world.run(as: "clinician", for: "medical") { client async throws in
                let html = try await client.text("/child/\(child)")
                return html.components(separatedBy: "<dl class=\"withheld\">").dropFirst().first?
                    .components(separatedBy: "</dl>").first ?? "none"
            }
            lists.insert(list)
        }
        #expect(lists.count == 1)
        #expect(!lists.contains("none"))
    }

    @Test("A missed hearing is shown with its evidence, who may change it, and the rule that found it")
    func hearing() async throws {
        let world = try world
        let (court, row) = try world.missedHearing()
        try await world.run(as: "federal-field-specialist", for: "court-appearance") { client async throws in
            let response = try await client.get("/hearing/\(court)/\(row)")
            #expect(response.status == .ok)
            let html = String(buffer: response.body)
            #expect(html.contains("id=\"side-mailed\""))
            #expect(html.contains("id=\"change\""))
            #expect(words(html).contains("5."))
            #expect(try await client.get("/hearing/\(court)/1").status == .notFound)
            #expect(try await client.get("/hearing/1/\(row)").status == .notFound)
            #expect(try await client.get("/hearing/x/y").status == .notFound)
        }
    }

    @Test("A preview shows the page of somebody else, and nothing that the one who looks may not see")
    func preview() async throws {
        let world = try world
        let child = try #require(try world.children().first)
        let names = try world.names()
        let asked = "/preview?child=\(child)&agency=hhs.orr&role=federal-field-specialist&purpose=safety-check"
        let refused = "/preview?child=\(child)&agency=dhs.ice.ero&role=ero-headquarters&purpose=removal"
        try await world.run(as: "federal-field-specialist", for: "safety-check") { client async throws in
            let seen = words(try await client.text(asked)).lowercased()
            #expect(names.contains { seen.contains($0) })
            let other = words(try await client.text(refused)).lowercased()
            #expect(!names.contains { other.contains($0) })
            #expect(other.contains("not shown to them"))
        }
        try await world.run(as: "trial-attorney-office", for: "court-appearance") { client async throws in
            #expect(try await client.get(asked).status == .notFound)
        }
    }

    @Test("A statement is for printing, in both languages, with a proof of each line", arguments: ["en", "es"])
    func statement(language: String) async throws {
        let world = try world
        let child = try #require(try world.children().first)
        try await world.run(as: "federal-field-specialist", for: "safety-check") { client async throws in
            _ = try await client.get("/child/\(child)")
            let html = try await client.text("/child/\(child)/disclosures?lang=\(language)")
            #expect(html.contains("/log/proof/"))
            #expect(html.contains(language == "es" ? "Archivo de prueba" : "Proof file"))
        }
        try await world.run(as: "trial-attorney-office", for: "court-appearance") { client async throws in
            #expect(try await client.get("/child/\(child)/disclosures").status == .notFound)
        }
    }

    @Test("Court week, agreements, log and search are there, and a search that finds nothing says nothing")
    func others() async throws {
        let world = try world
        let child = try #require(try world.children().first)
        let number = try #require(try world.aNumber())
        try await world.run(as: "federal-field-specialist", for: "safety-check") { client async throws in
            #expect(try await client.get("/court-week?week=2026-06-08").status == .ok)
            let agreements = try await client.text("/agreements")
            #expect(agreements.contains("orr-opla-court-appearance@1"))
            #expect(
                try await client.text("/agreements/orr-opla-court-appearance@1").contains("<ul class=\"diff\"><li>"))
            #expect(try await client.get("/agreements/nothing@1").status == .notFound)
            #expect(try await client.get("/log").status == .ok)
            func search(_ text: String) async throws -> String {
                let body = "form=token-of-the-test&q=\(text)"
                let response = try await client.executeRequest(
                    uri: "/search", method: .post,
                    headers: [.contentType: "application/x-www-form-urlencoded"], body: .init(string: body))
                return String(buffer: response.body)
            }
            #expect(try await search("\(child)").contains("href=\"/child/\(child)\""))
            #expect(try await search(number).contains("<ul class=\"hits\">"))
            let none = Set([try await search("999999"), try await search("A999999998"), try await search("nobody")])
            #expect(none.count == 1)
        }
    }

    @Test("A handoff is accepted and declined by name; a form without its token is refused")
    func answers() async throws {
        let world = try world
        let offered = try world.offered(to: "federal-field-specialist")
        let first = try #require(offered.first)
        try await world.run(as: "federal-field-specialist", for: "safety-check") { client async throws in
            func post(_ path: String, _ body: String) async throws -> HTTPResponse.Status {
                try await client.executeRequest(
                    uri: path, method: .post, headers: [.contentType: "application/x-www-form-urlencoded"],
                    body: .init(string: body)
                ).status
            }
            let path = "/handoffs/\(first)"
            #expect(try await post(path + "/accept", "form=wrong") == .forbidden)
            #expect(try await post(path + "/decline", "form=token-of-the-test&reason=unheard-of") == .badRequest)
            #expect(try await post(path + "/accept", "form=token-of-the-test") == .seeOther)
            #expect(try await post(path + "/decline", "form=token-of-the-test&reason=conflict") == .conflict)
            #expect(try await post("/handoffs/1.4000000/accept", "form=token-of-the-test") == .notFound)
        }
        #expect(try world.standing(first) == .accepted)
    }

    @Test("What somebody writes down is an entry with sealed words; what is missing is asked for, with what was typed")
    func enter() async throws {
        let world = try world
        let child = try #require(try world.children().last)
        let before = try world.count(.dutyReported)
        try await world.run(as: "federal-field-specialist", for: "safety-check") { client async throws in
            func post(_ body: String) async throws -> TestResponse {
                try await client.executeRequest(
                    uri: "/child/\(child)/enter", method: .post,
                    headers: [.contentType: "application/x-www-form-urlencoded"],
                    body: .init(string: "form=token-of-the-test&" + body))
            }
            let missing = try await post("kind=concern.raised&day=2026-06-02&words=Long+hours+at+a+plant")
            #expect(missing.status == .unprocessableContent)
            let again = String(buffer: missing.body)
            #expect(again.contains("Long hours at a plant"))
            #expect(again.contains("role=\"alert\""))
            #expect(
                try await post("kind=concern.raised&day=2027-01-01&concern=labor&words=x").status
                    == .unprocessableContent)
            #expect(
                try await post("kind=concern.raised&day=2026-06-02&concern=labor&words=Long+hours").status == .seeOther)
            let page = try await client.text("/child/\(child)")
            #expect(page.contains("id=\"entered\""))
            #expect(page.contains("Long hours"))
        }
        #expect(try world.count(.dutyReported) > before)
        // A court's attorney learns of no concern.
        try await world.run(as: "trial-attorney-office", for: "court-appearance") { client async throws in
            let response = try await client.get("/child/\(child)")
            #expect(!String(buffer: response.body).contains("id=\"entered\""))
        }
    }

    @Test("A named person of the holding post says that a duty is done; others hear of no such duty")
    func report() async throws {
        let world = try world
        let duty = try #require(try world.reportable("federal-field-specialist"))
        let path = "/duties/\(duty)/report"
        func post(_ account: String, _ body: String) async throws -> HTTPResponse.Status {
            try await world.run(as: account, for: "court-appearance") { client async throws in
                try await client.executeRequest(
                    uri: path, method: .post, headers: [.contentType: "application/x-www-form-urlencoded"],
                    body: .init(string: "form=token-of-the-test&" + body)
                ).status
            }
        }
        #expect(try await post("trial-attorney-office", "words=done") == .notFound)
        #expect(try await post("federal-field-specialist", "words=+") == .badRequest)
        #expect(try await post("federal-field-specialist", "words=Visited+on+Monday") == .seeOther)
    }

    @Test("Every role with every purpose: nothing of a person but what the gate shows, and no error")
    func everybody() async throws {
        let world = try world
        let names = try world.names()
        #expect(names.count > 10)
        let child = try #require(try world.children().first)
        let (court, row) = try world.missedHearing()
        let preview = "agency=dhs.ice.opla&role=trial-attorney-office&purpose=court-appearance"
        let own = ["/today", "/child/\(child)", "/preview?child=\(child)&\(preview)"]
        let paths =
            own + [
                "/handoffs", "/handoffs?list=sent", "/child/\(child)/disclosures", "/child/\(child)/enter",
                "/hearing/\(court)/\(row)", "/court-week",
            ]
        for role in world.terms.parties.roles {
            let leaves = world.terms.purposes.leaves.map(\.code)
            let held = Set(leaves.filter { leaf in role.purposes.contains { world.terms.purposes.covers($0, leaf) } })
            // Two purposes that the role holds, and one that it does not: they are all refused by the same check.
            for purpose in leaves.filter(held.contains).prefix(2) + leaves.filter({ !held.contains($0) }).prefix(1) {
                try await world.run(as: role.code, for: purpose) { client async throws in
                    for path in held.contains(purpose) ? paths : own {
                        let response = try await client.get(path)
                        let html = String(buffer: response.body)
                        #expect(response.status.code < 500, "\(role.code) \(purpose) \(path)")
                        if !held.contains(purpose) {
                            let text = words(html).lowercased()
                            let found = names.filter { text.contains($0) }
                            #expect(found.isEmpty, "\(role.code) \(purpose) \(path)")
                        }
                    }
                }
            }
        }
    }

    @Test("Whoever has not signed in is sent to do so, or told so")
    func strangers() async throws {
        try await World().run { client async throws in
            #expect(try await client.get("/today").status == .notFound)
        }
    }
}
