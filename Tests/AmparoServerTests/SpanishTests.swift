internal import AmparoGate
internal import AmparoModel
@testable internal import AmparoServer
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdTesting
internal import Testing

@Suite("Spanish is complete")
struct SpanishTests {
    static let world = Result { try CaseworkWorld(children: 30, seed: 53) }
    var world: CaseworkWorld { get throws { try Self.world.get() } }

    /// English texts of some length that no Spanish text holds: none of them may stand on a Spanish page.
    static let english: Result<[(key: String, text: String)], any Error> = Result {
        let (english, spanish) = (try Phrases(.english), try Phrases(.spanish))
        let others = spanish.entries.values.flatMap(\.texts).joined(separator: "\n")
        return english.entries.flatMap { key, entry in
            entry.texts.flatMap { text in
                text.split { "{}".contains($0) }.enumerated().filter { $0.offset % 2 == 0 || !text.contains("{") }
                    .map { (key, $0.element.trimmingCharacters(in: .whitespaces)) }
            }
        }.filter { $0.1.count >= 14 && $0.1.contains(" ") && !others.contains($0.1) }
    }

    @Test(
        "No English phrase stands on a Spanish page",
        arguments: [
            ("federal-field-specialist", "safety-check"), ("case-manager", "placement"), ("inspector", "audit"),
            ("orr-privacy-officer", "audit"), ("juvenile-coordinator", "court-appearance"),
            ("trial-attorney-office", "court-appearance"), ("counsel-of-record", "legal-representation"),
            ("labor-investigator", "labor-protection"), ("data-quality-steward", "data-quality"),
        ])
    func walk(account: String, purpose: String) async throws {
        let world = try world
        let english = try Self.english.get()
        #expect(english.count > 400)
        let child = try #require(try world.children().first)
        let (court, row) = try world.missedHearing()
        let paths = [
            "/", "/ingests", "/figures/call.late", "/today", "/handoffs", "/handoffs?list=sent", "/court-week",
            "/search",
            "/preview", "/agreements", "/agreements/orr-opla-court-appearance@1", "/simulation", "/log", "/links",
            "/oversight", "/oversight/address.defective", "/oversight/access.accounts",
            "/oversight/compare?a=call.late&b=child.not-reached", "/child/\(child)", "/child/\(child)/enter",
            "/child/\(child)/sponsors", "/child/\(child)/attachments", "/child/\(child)/disclosures",
            "/child/\(child)/packet", "/hearing/\(court)/\(row)", "/nothing-here",
            "/preview?child=\(child)&agency=dhs.ice.opla&role=trial-attorney-office&purpose=court-appearance",
        ]
        try await world.run(as: account, for: purpose) { client async throws in
            for path in paths {
                let html = try await client.text(path + (path.contains("?") ? "&" : "?") + "lang=es")
                #expect(html.contains("<html lang=\"es\""), "\(path)")
                let text = words(Self.withoutSources(html))
                // Citations of rules are quoted as they stand, and some have these words.
                for (key, phrase) in english where key != "duty.basis.deployment" && text.contains(phrase) {
                    Issue.record("\(account) \(path): \(key) is in English: \(phrase)")
                }
            }
        }
    }

    /// A page without what is quoted as it stands: texts of agreements, commands.
    private static func withoutSources(_ html: String) -> String {
        var html = html
        for tag in ["pre", "code", "bdi"] {
            html = html.components(separatedBy: "<\(tag)").enumerated().map { index, part in
                index == 0 ? part : part.components(separatedBy: "</\(tag)>").dropFirst().joined(separator: "</\(tag)>")
            }.joined()
        }
        return html
    }

    @Test("The language of a page is kept by its links and its forms, with what was asked for")
    func links() async throws {
        let world = try world
        let child = try #require(try world.children().first)
        try await world.run(as: "federal-field-specialist", for: "safety-check") { client async throws in
            let html = try await client.text("/child/\(child)?only=calls&order=recorded&lang=es")
            #expect(html.contains("href=\"/child/\(child)?only=calls&amp;order=recorded&amp;lang=en\""))
            #expect(html.contains("href=\"/today?lang=es\""))
            #expect(html.contains("<input type=\"hidden\" name=\"lang\" value=\"es\">"))
        }
    }

    @Test("A statement for the child is in the child's language while the page stays in the reader's")
    func statement() async throws {
        let world = try world
        let child = try #require(try world.children().first)
        try await world.run(as: "federal-field-specialist", for: "safety-check") { client async throws in
            _ = try await client.get("/child/\(child)")
            let html = try await client.text("/child/\(child)/disclosures?lang=en&words=es")
            #expect(html.contains("<html lang=\"en\""))
            #expect(html.contains("<article class=\"statement\" lang=\"es\">"))
            #expect(html.contains("Archivo de prueba"))
            #expect(html.contains(">Make the statement<"))
        }
    }
}
