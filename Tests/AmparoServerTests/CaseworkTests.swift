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

    @Test("Every role with every purpose: nothing of a person but what the gate shows, and no error")
    func everybody() async throws {
        let world = try world
        let names = try world.names()
        #expect(names.count > 10)
        let child = try #require(try world.children().first)
        let paths = ["/today", "/handoffs", "/handoffs?list=sent", "/child/\(child)"]
        for role in world.terms.parties.roles {
            let leaves = world.terms.purposes.leaves.map(\.code)
            let held = Set(leaves.filter { leaf in role.purposes.contains { world.terms.purposes.covers($0, leaf) } })
            // Each purpose that the role holds, and three that it does not: they are all refused by the same check.
            for purpose in leaves.filter(held.contains) + leaves.filter({ !held.contains($0) }).prefix(3) {
                try await world.run(as: role.code, for: purpose) { client async throws in
                    for path in paths {
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
