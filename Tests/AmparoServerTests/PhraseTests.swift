internal import AmparoModel
@testable internal import AmparoServer
internal import Foundation
internal import Testing

@Suite("Strings, numbers and days")
struct PhraseTests {
    let english: Phrases
    let spanish: Phrases

    init() throws {
        english = try Phrases(.english)
        spanish = try Phrases(.spanish)
    }

    @Test("Both languages have the same keys with the same blanks, and no text is empty")
    func complete() {
        #expect(Set(english.entries.keys) == Set(spanish.entries.keys))
        for (key, entry) in english.entries {
            let (here, there) = (entry.texts, spanish.entries[key]?.texts ?? [])
            #expect(blanks(here) == blanks(there), "\(key)")
            for text in here + there { #expect(!text.isEmpty, "\(key)") }
        }
    }

    private func blanks(_ texts: [String]) -> Set<String> {
        Set(texts.flatMap { $0.components(separatedBy: "{").dropFirst().map { String($0.prefix { $0 != "}" }) } })
    }

    @Test("Every key that the program names has words, and every word is named")
    func used() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources/AmparoServer")
        let files = try #require(FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil))
        var text = ""
        for case let file as URL in files where file.pathExtension == "swift" || file.pathExtension == "js" {
            text += try String(contentsOf: file, encoding: .utf8)
        }
        let literals = text.components(separatedBy: "\"").filter { english.entries[$0] != nil }
        // Keys that are put together from a name: their first part is in the program.
        let families = [
            "cell.", "dimension.", "measure.", "unit.", "month.", "error.", "defect.", "language.", "relative.",
            "script.",
            "ingests.", "ingest.", "occasion.", "duty.basis.", "case.link.", "case.refused.", "decline.",
            "handoffs.", "handoffs.content.", "handoffs.state.", "handoffs.not.", "today.", "today.column.",
            "finding.", "finding.status.", "finding.notice.", "finding.rule.", "stage.", "table.", "layer.",
            "obligation.",
            "case.form.", "child.strip.", "child.filter.", "child.filter.order.", "duty.state.",
            "signin.error.", "problem.", "hearing.side.", "trait.", "enter.", "enter.fault.", "hearing.change.",
            "week.column.",
            "preview.", "statement.for.", "log.term.",
            "log.witness.", "agreements.", "agreements.column.", "agreements.state.",
            "packet.part.", "import.fault.", "import.count.", "import.defect.", "file.", "writeback.",
            "attachments.kind.",
            "attachments.fault.", "oversight.compare.", "simulation.fault.", "simulation.sum.",
            "simulation.lines.", "simulation.column.", "alarms.",
            "snooze.fault.", "conflict.", "conflict.line.", "sponsors.check.", "sponsors.state.", "links.state.",
            "links.pair.", "links.fault.", "links.judgement.",
        ]
        for key in english.entries.keys where !literals.contains(key) {
            let isFamily = families.contains { key.hasPrefix($0) && text.contains("\"" + $0 + "\\(") }
            #expect(
                isFamily || key.hasPrefix("relative.") || key.hasPrefix("cell."), "\(key) is named nowhere")
        }
        for match in text.matches(of: /say\("([a-zA-Z.\-]+)"/) {
            #expect(english.entries[String(match.1)] != nil, "\(match.1)")
        }
        for match in text.matches(of: /(?:entry|term)\(\s*"([a-zA-Z.\-]+)"/) {
            #expect(english.entries[String(match.1)] != nil, "\(match.1)")
        }
    }

    @Test("Every figure, dimension and cell of the first catalogue has words")
    func catalogue() {
        for id in FigureGroup.all.flatMap(\.ids) { #expect(english.entries["unit.\(id)"] != nil, "\(id)") }
        for name in [
            "fiscalYear", "month", "state", "category", "reason", "of", "defect", "finding", "grade", "ageAtHearing",
            "notice", "orr", "ice", "system", "contradicts", "status", "hearing", "attempts", "spokeWith", "days",
            "why",
            "relation", "table",
        ] { #expect(english.entries["dimension.\(name)"] != nil, "\(name)") }
        for code in [
            "400", "401", "403", "404", "405", "408", "410", "413", "414", "421", "422", "429", "500", "503",
        ] {
            #expect(english.entries["error.\(code).title"] != nil)
        }
    }

    @Test("Thousands are set apart as each language does")
    func numbers() {
        #expect(english.number(0) == "0")
        #expect(english.number(999) == "999")
        #expect(english.number(1_234_567) == "1,234,567")
        #expect(spanish.number(1_234_567) == "1\u{202F}234\u{202F}567")
        #expect(english.number(-1000) == "\u{2212}1,000")
        #expect(english.number(.min) == "\u{2212}9,223,372,036,854,775,808")
        #expect(english.tenths(361) == "36.1")
        #expect(spanish.tenths(12_005) == "1\u{202F}200,5")
    }

    @Test(
        "Shares are rounded half-even; some is never none and nearly all never all",
        arguments: [
            (31, 448, "6.9"), (0, 448, "0.0"), (448, 448, "100.0"), (1, 3, "33.3"), (1, 2000, "< 0.1"), (1, 400, "0.2"),
            (3, 400, "0.8"), (99_999, 100_000, "> 99.9"), (5, 4, "125.0"),
        ])
    func shares(part: Int, whole: Int, text: String) {
        #expect(english.share(part, of: whole)?.replacing("\u{202F}", with: " ") == text + " %")
    }

    @Test("There is no share of nothing, and none that cannot be worked out")
    func noShare() {
        #expect(english.share(0, of: 0) == nil)
        #expect(english.share(.max, of: .max) == nil)
        #expect(english.share(-1, of: 5) == nil)
    }

    @Test("Shares agree with slow long division", arguments: [UInt64(20_250_331)])
    func sharesProperty(seed: UInt64) {
        var state = seed
        func next(_ bound: UInt64) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % bound)
        }
        for _ in 0..<2000 {
            let whole = next(5000) + 1
            let part = next(UInt64(whole) + 1)
            // The tenth of a per cent that is nearest; of two as near, the even one.
            let nearest = (0...1000).min { a, b in
                let (x, y) = (abs(a * whole - part * 1000), abs(b * whole - part * 1000))
                return x == y ? a % 2 == 0 : x < y
            }
            guard let nearest, (nearest > 0 || part == 0), (nearest < 1000 || part == whole) else { continue }
            #expect(
                english.share(part, of: whole) == english.tenths(nearest) + "\u{202F}%",
                "seed \(seed): \(part) of \(whole)")
        }
    }

    @Test("Days are named from today outwards")
    func relative() {
        let today = Sample.asOf
        let cases: [(Int, String, String)] = [
            (0, "today", "hoy"), (-1, "yesterday", "ayer"), (1, "tomorrow", "mañana"),
            (-12, "12 days ago", "hace 12 días"),
            (3, "in 3 days", "dentro de 3 días"), (-61, "2 months ago", "hace 2 meses"),
            (-800, "2 years ago", "hace 2 años"),
        ]
        for (days, english, spanish) in cases {
            #expect(self.english.relative(today.adding(days: days), to: today) == english)
            #expect(self.spanish.relative(today.adding(days: days), to: today) == spanish)
        }
    }

    @Test(
        "The best language of a header is found by its weights",
        arguments: [
            ("es", "es"), ("es-419,es;q=0.9", "es"), ("en;q=0.4, es;q=0.8", "es"), ("fr, *;q=0.1", "en"),
            ("es;q=0, *", "en"),
            ("", "en"), (";;,,q=", "en"), ("es;q=7", "en"), ("en, es", "en"), ("EN-us;q=0.1,ES-mx;q=0.2", "es"),
        ])
    func negotiation(header: String, language: String) {
        #expect(Language.negotiate(asked: nil, acceptLanguage: header).rawValue == language)
    }
}
