internal import AmparoDuties
internal import AmparoGate
internal import AmparoModel
internal import AmparoServer
internal import AmparoStore
internal import AmparoTestSupport
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdTesting
internal import Synchronization
internal import Testing

@Suite("Word of something newer")
struct LiveTests {
    static let world = Result { try CaseworkWorld(children: 30, seed: 31) }
    var world: CaseworkWorld { get throws { try Self.world.get() } }

    /// Where an open page asks for news.
    private func live(_ html: String) throws -> String {
        let part = try #require(html.components(separatedBy: "data-live=\"").dropFirst().first)
        return String(part.prefix { $0 != "\"" }).replacing("&amp;", with: "&")
    }

    @Test("A child's page is told that there is something newer, and not what")
    func child() async throws {
        let world = try world
        let child = try #require(try world.children().last)
        let waits = Mutex(0)
        try await world.run(
            as: "federal-field-specialist", for: "safety-check",
            wait: {
                // While the page waits, somebody writes something down.
                let count = waits.withLock { waits in
                    waits += 1
                    return waits
                }
                guard count == 2 else { return }
                _ = try world.duties.report(
                    DutySubject(.child, child), ReportedOccasion(.addressChanged, occurred: .day(world.clock.now.day)),
                    evidence: Sensitive("They moved to Elm Street"), by: "federal-field-specialist")
            }
        ) { client async throws in
            let address = try live(try await client.text("/child/\(child)"))
            let response = try await client.get(address)
            #expect(response.headers[.contentType] == "text/event-stream")
            let text = String(buffer: response.body)
            #expect(text == "retry: 20000\n\nevent: changed\ndata: changed\n\n")
        }
        #expect(waits.withLock { $0 } == 2)
    }

    @Test("Today is told when the list of the viewer's posts is another")
    func today() async throws {
        let world = try world
        let name = try #require(try world.reportable("federal-field-specialist"))
        let waits = Mutex(0)
        try await world.run(
            as: "federal-field-specialist", for: "safety-check",
            wait: {
                let isFirst = waits.withLock { waits in
                    waits += 1
                    return waits == 1
                }
                guard isFirst else { return }
                let entry = try world.duties.report(
                    name.subject, ReportedOccasion(nil, occurred: .instant(world.clock.now)),
                    evidence: Sensitive("done"), by: "federal-field-specialist")
                _ = try world.duties.act(name.subject, by: "federal-field-specialist") {
                    .reported(duty: name.duty, by: $0, evidence: entry)
                }
            }
        ) { client async throws in
            let text = try await client.text(try live(try await client.text("/today")))
            #expect(text.hasSuffix("event: changed\ndata: changed\n\n"))
        }
    }

    @Test("Nothing is told when nothing changes; the connection ends by itself")
    func quiet() async throws {
        let waits = Mutex(0)
        try await world.run(
            as: "case-manager", for: "placement", wait: { waits.withLock { $0 += 1 } }
        ) { client async throws in
            let text = try await client.text(try live(try await client.text("/today")))
            #expect(!text.contains("event"))
        }
        #expect(waits.withLock { $0 } == 300)
    }

    @Test("Nobody can ask about a page that was not shown to them in this session")
    func foreign() async throws {
        let world = try world
        let child = try #require(try world.children().last)
        try await world.run(as: "federal-field-specialist", for: "safety-check", wait: {}) { client async throws in
            let address = try live(try await client.text("/child/\(child)"))
            for wrong in [
                "/live", "/live?page=", "/live?page=c.\(child).1.0.00", String(address.dropLast()) + "0",
                address.replacing("page=c.\(child).", with: "page=c.1."),
            ] where wrong != address {
                #expect(try await client.get(wrong).status == .notFound, "\(wrong)")
            }
        }
    }
}
