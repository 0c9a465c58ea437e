internal import AmparoGate
internal import AmparoModel
internal import AmparoServer
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

    @Test("Today lists what the viewer's posts hold, each child with a receipt, in both languages", arguments: ["en", "es"])
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

    @Test("Whoever has not signed in is sent to do so, or told so")
    func strangers() async throws {
        try await World().run { client async throws in
            #expect(try await client.get("/today").status == .notFound)
        }
    }
}
