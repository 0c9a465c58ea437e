internal import AmparoGate
internal import AmparoModel
internal import AmparoServer
internal import AmparoStore
internal import AmparoTestSupport
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdTesting
internal import Testing

@Suite("The page on which children are searched for by name", .serialized)
struct NameSearchPageTests {
    static let world = Result { try CaseworkWorld(children: 20) }
    var world: CaseworkWorld { get throws { try Self.world.get() } }

    private func index(_ world: CaseworkWorld) throws -> NameIndex {
        let index = NameIndex(world.journal, keys: world.keys, random: .seeded(4))
        try index.bringUpToDate()
        return index
    }

    private func search(
        _ client: any TestClientProtocol, _ surnames: String, _ more: String = "", token: String = "token-of-the-test"
    ) async throws -> TestResponse {
        let typed = surnames.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        return try await client.executeRequest(
            uri: "/search", method: .post, headers: [.contentType: "application/x-www-form-urlencoded"],
            body: .init(string: "form=\(token)&by=name&surnames=\(typed)&given=&birth=\(more)"))
    }

    /// Surnames of children of the care feed.
    private func surnames(_ world: CaseworkWorld) throws -> [String] {
        let text = try String(contentsOfFile: world.folder + "/feeds/care/referrals.csv", encoding: .utf8)
        let lines = text.split(whereSeparator: \.isNewline).map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let place = try #require(lines[0].firstIndex(of: "surnames"))
        return lines.dropFirst().map { $0[place] }.filter { $0.count > 3 }
    }

    @Test("Switched on it finds by name and says by what; switched off it says so, and numbers are found as before")
    func finds() async throws {
        let world = try world
        let index = try index(world)
        let name = try #require(try surnames(world).first)
        let before = try world.count(.nameSearched)
        try await world.run(as: "federal-field-specialist", for: "safety-check", names: index) { client async throws in
            let page = try await client.text("/search")
            #expect(page.contains("name=\"surnames\"") && page.contains("action=\"/search\""))
            let found = String(buffer: try await search(client, name).body)
            #expect(found.contains("<ul class=\"hits\">") && found.contains("Matched because: surnames: the same"))
            let spanish = try await client.executeRequest(
                uri: "/search?lang=es", method: .post, headers: [.contentType: "application/x-www-form-urlencoded"],
                body: .init(string: "form=token-of-the-test&by=name&surnames=\(name)"))
            #expect(String(buffer: spanish.body).contains("Coincide por: apellidos: igual"))
            let file = try await search(client, name, "&as=csv")
            #expect(String(buffer: file.body).contains("child,given_names,surnames,matched,receipt"))
            #expect(String(buffer: try await search(client, "12").body).contains("role=\"alert\""))
            #expect(String(buffer: try await search(client, name, "x").body).contains("role=\"alert\""))
            // Nothing of a name is taken from an address.
            #expect(try await !client.text("/search?by=name&surnames=\(name)").contains("hits"))
            #expect(try await search(client, name, token: "another").status == .forbidden)
        }
        #expect(try world.count(.nameSearched) == before + 3)
        try await world.run(as: "federal-field-specialist", for: "safety-check") { client async throws in
            let off = String(buffer: try await search(client, name).body)
            #expect(off.contains("not switched on") && !off.contains("<ul class=\"hits\">"))
        }
        let cold = NameIndex(world.journal, keys: world.keys, random: .seeded(4))
        try await world.run(as: "federal-field-specialist", for: "safety-check", names: cold) { client async throws in
            #expect(String(buffer: try await search(client, name).body).contains("being read"))
        }
        #expect(try world.count(.nameSearched) == before + 3)
    }

    @Test("Whoever may see no name gets the same bytes for names that there are and that there are not")
    func hidden() async throws {
        let world = try world
        let index = try index(world)
        let names = try surnames(world)
        for (account, purpose) in [("ero-headquarters", "removal"), ("trial-attorney-office", "court-appearance")] {
            try await world.run(as: account, for: purpose, names: index) { client async throws in
                var answers: Set<String> = []
                for name in names.prefix(6) + ["Zzyzx", "Qwertz"] {
                    let body = String(buffer: try await search(client, name).body)
                    // What was typed stands in the field again.
                    answers.insert(body.replacing("value=\"\(name)\"", with: ""))
                }
                #expect(answers.count == 1, "\(account)")
            }
        }
    }

    @Test("Faster than people type is refused, with nothing done")
    func pace() async throws {
        let world = try world
        let index = try index(world)
        while index.admits("federal-field-specialist", at: world.clock.now) {}
        let before = try world.journal.lastSeq()
        try await world.run(as: "federal-field-specialist", for: "safety-check", names: index) { client async throws in
            #expect(try await search(client, "López").status == .tooManyRequests)
        }
        #expect(try world.journal.lastSeq() == before)
    }
}
