internal import AmparoModel
internal import AmparoServer
internal import HummingbirdTesting
internal import Foundation
internal import Testing

@Suite("What pages say")
struct ContentTests {
    @Test("A share is said with its whole, in each language's numbers")
    func shares() async throws {
        try await World().run { client async throws in
            let english = words(try await client.text("/figures/address.defective?lang=en"))
            #expect(english.contains("31 of 448 releases (6.9\u{202F}%)"))
            let spanish = words(try await client.text("/figures/notice.none-yet?lang=es"))
            #expect(spanish.contains("611 de 4\u{202F}498 menores entregados con número A (13,6\u{202F}%)"))
            #expect(
                words(try await client.text("/figures/call.late")).contains("no releases past their call window yet"))
        }
    }

    @Test("Days are said absolutely and relatively")
    func days() async throws {
        try await World().run { client async throws in
            #expect(words(try await client.text("/")).contains("March 31, 2025 (3 days ago)"))
            #expect(words(try await client.text("/?lang=es")).contains("31 de marzo de 2025 (hace 3 días)"))
            #expect(words(try await client.text("/ingests/7")).contains("April 3, 2025, 09:30 UTC (2 hours ago)"))
            #expect(words(try await client.text("/ingests/3")).contains("18:05 UTC\u{2212}05:00 (3 days ago)"))
        }
    }

    @Test("A suppressed number is nowhere on the page, only the word for it", arguments: ["en", "es"])
    func suppressed(language: String) async throws {
        // `PublishedCount.suppressed` holds no number; what is left to show is that no share, bar or blank stands in its place.
        try await World().run { client async throws in
            let held = language == "en" ? "withheld" : "reservado"
            let page = words(try await client.text("/figures/hearing.not-told?lang=\(language)"))
            #expect(page.contains("\(held), \(language == "en" ? "of" : "de") 1"))
            #expect(!page.contains("%"))
            let cells = try await client.text("/figures/children.released?lang=\(language)")
            for state in ["AK", "WY"] {
                let row = try #require(cells.range(of: "<th scope=\"row\">\(state)</th>"))
                let rest = cells[row.upperBound...].prefix { $0 != "\n" }.prefix(200)
                #expect(rest.hasPrefix("<td class=\"number held\"><abbr"))
                #expect(words(String(rest.prefix(while: { $0 != "/" }))).contains(held))
            }
            #expect(words(try await client.text("/figures/new.figure?lang=\(language)")).contains(held))
            #expect(words(try await client.text("/figures/children.in-care?lang=\(language)")).contains(held))
        }
    }

    @Test("Suppressed cells stand last and in the order of their names, so that their place says nothing")
    func suppressedOrder() async throws {
        try await World().run { client async throws in
            let page = words(try await client.text("/figures/children.released"))
            let table = try #require(page.range(of: "The same numbers as a table"))
            let rest = page[table.upperBound...]
            let places = try ["TX", "FL", "CA", "NY", "AK", "WY"].map {
                try #require(rest.range(of: " \($0) ")).lowerBound
            }
            #expect(places == places.sorted())
        }
    }

    @Test("Names from outside are text, whatever they hold", arguments: ["/", "/ingests", "/ingests/7"])
    func hostileNames(path: String) async throws {
        try await World().run { client async throws in
            let html = try await client.text(path)
            #expect(!html.contains("<script>"))
            let unescaped = "\"\u{301}"
            #expect(!html.contains(unescaped))
            #expect(!html.unicodeScalars.contains("\u{202E}"))
            #expect(!html.unicodeScalars.contains("\u{7}"))
            #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;&amp;"))
            #expect(html.contains("&quot;\u{301} onload=x &#39;&gt;"))
        }
    }

    @Test("A report that does not add up says so")
    func addsUp() async throws {
        try await World().run { client async throws in
            #expect(try await client.text("/ingests/7").contains("Every record is accounted for."))
            #expect(try await client.text("/ingests/3").contains("The report does not add up"))
        }
    }

    @Test("Every chart is named and described, and stands beside its numbers as a table")
    func charts() async throws {
        try await World().run { client async throws in
            for path in ["/", "/figures/hearing.past", "/figures/application.withdrawn"] {
                let html = try await client.text(path)
                let drawings = html.components(separatedBy: "role=\"img\"").count - 1
                #expect(drawings >= 2)
                #expect(html.components(separatedBy: "<title id=").count - 1 == drawings)
                #expect(html.components(separatedBy: "<desc id=").count - 1 == drawings)
                #expect(html.components(separatedBy: "<details>").count - 1 == drawings)
            }
        }
    }

    @Test("Ids are used once, and what is pointed at is there", arguments: RouteTests.pages)
    func ids(path: String) async throws {
        try await World().run { client async throws in
            let html = try await client.text(path)
            func values(_ attribute: String) -> [String] {
                html.components(separatedBy: " \(attribute)=\"").dropFirst().map { String($0.prefix { $0 != "\"" }) }
            }
            let ids = values("id")
            #expect(ids.count == Set(ids).count)
            for reference in values("aria-labelledby").flatMap({ $0.split(separator: " ") }) {
                #expect(ids.contains(String(reference)))
            }
        }
    }

    @Test("Headings go down one step at a time from one h1", arguments: RouteTests.pages + ["/nope"])
    func headings(path: String) async throws {
        try await World().run { client async throws in
            let html = try await client.text(path)
            let levels = html.components(separatedBy: "<h").dropFirst().compactMap { Int($0.prefix(1)) }
            #expect(levels.first == 1)
            #expect(levels.filter { $0 == 1 }.count == 1)
            for (above, below) in zip(levels, levels.dropFirst()) { #expect(below <= above + 1) }
        }
    }

    @Test("An empty record is said to be empty")
    func empty() async throws {
        let model = OverviewModel(asOf: Sample.asOf, logSize: 0, logRoot: "", figures: [], publicFigures: [])
        try await World(source: StubSource(model)).run { client async throws in
            let page = words(try await client.text("/"))
            #expect(page.contains("No figure has been counted yet."))
            #expect(page.contains("Nothing has been taken in yet."))
        }
    }
}
