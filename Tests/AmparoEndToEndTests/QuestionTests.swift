import Foundation
import Testing

@Suite("Questions to the record")
struct QuestionTests {
    @Test("What was known at a place of the journal is answered for ever as it was answered then, byte for byte")
    func asKnown() throws {
        let store = try TestStore()
        let feeds = try SimulatedFeeds(in: store, children: 300, seed: 12)
        var answers: [(seq: Int, figures: Data, findings: Data)] = []
        func ask(_ seq: Int?) throws -> (Data, Data) {
            let words = seq.map { ["--as-known", "seq:\($0)"] } ?? []
            return (
                try store.run(["figures", "--json"] + words).output,
                try store.run(["findings", "--json"] + words).output
            )
        }
        for words in feeds.inOrder {
            try store.ingest(words)
            let (figures, findings) = try ask(nil)
            answers.append((try store.logSize(), figures, findings))
        }
        try store.expect("ingest", "withdraw", "court", try feeds.date(2))
        for words in feeds.inOrder.reversed() { try store.ingest(words) }
        #expect(try store.logSize() > answers[4].seq)
        for (seq, figures, findings) in answers {
            let then = try ask(seq)
            #expect(then.0 == figures, "figures at seq:\(seq)")
            #expect(then.1 == findings, "findings at seq:\(seq)")
        }
    }

    @Test("What was known at an instant is what had been recorded by then")
    func asKnownAtAnInstant() throws {
        let store = try TestStore()
        let feeds = try SimulatedFeeds(in: store, children: 150, seed: 13)
        let truth = try feeds.truth()
        var answers: [(instant: String, figures: Figures)] = []
        for (hour, words) in feeds.inOrder.enumerated() {
            store.now = "\(truth.asOf)T0\(hour):00:00Z"
            try store.ingest(words)
            answers.append(("\(truth.asOf)T0\(hour):30:00Z", try store.figures()))
        }
        for (instant, figures) in answers {
            let then = try store.figures("--as-known", instant)
            expectEqual(then, figures)
            #expect(then.logSize == figures.logSize)
            #expect(then.asKnown == instant)
        }
        #expect(try store.run("figures", "--as-known", "seq:999999999").status == 1)
    }

    @Test("Earlier days are answered too, and none looks at what came later")
    func earlierDays() throws {
        let store = try TestStore()
        let feeds = try SimulatedFeeds(in: store, children: 200, seed: 14)
        try store.ingestAll(feeds.inOrder)
        let truth = try feeds.truth()
        var last = try store.figures("--as-of", truth.asOf)
        expectEqual(last, truth)
        for day in [try feeds.date(1), "2026-01-01", "2024-02-29", "2019-10-01", "1990-01-01", "0001-01-01"] {
            let figures = try store.figures("--as-of", day)
            #expect(figures.asOf == day)
            for id in ["children.transferred", "children.released", "application.withdrawn", "hearing.past"] {
                let (now, before) = (try #require(last[id]), try #require(figures[id]))
                #expect(before.value <= now.value, "\(id) on \(day)")
            }
            last = figures
            _ = try store.findings("--as-of", day)
        }
        #expect(last.figures.allSatisfy { $0.value == 0 && ($0.denominator ?? 0) == 0 })
    }

    @Test(
        "A day after the truth's own is answered, whatever comes; the calendar's last day too",
        arguments: [
            "2026-12-31", "2099-12-31", "9999-12-31",
        ])
    func laterDays(day: String) throws {
        let store = try TestStore()
        let feeds = try SimulatedFeeds(in: store, children: 40, seed: 15)
        try store.ingestAll(feeds.inOrder)
        #expect(try store.figures("--as-of", day).asOf == day)
        #expect(try !store.findings("--as-of", day).isEmpty)
    }

    @Test("Cohorts of single years add up to the cohort of them all")
    func cohorts() throws {
        let store = try TestStore()
        let feeds = try SimulatedFeeds(in: store, children: 300, seed: 16)
        try store.ingestAll(feeds.inOrder)
        let all = try store.figures("--cohort", "transferred:FY2000..FY2030")
        let parts = try [("2000", "2018"), ("2019", "2023"), ("2024", "2030")].map {
            try store.figures("--cohort", "transferred:FY\($0.0)..FY\($0.1)")
        }
        for whole in all.figures {
            let pieces = try parts.map { try #require($0[whole.id]) }
            // Every child is in one cohort, so what counts children, or things of a child, adds up cell by cell.
            #expect(pieces.map(\.value).reduce(0, +) == whole.value, "\(whole.id)")
            #expect(pieces.map { $0.denominator ?? 0 }.reduce(0, +) == whole.denominator ?? 0, "\(whole.id)")
            #expect(pieces.map(\.unknown).reduce(0, +) == whole.unknown, "\(whole.id)")
            for (dimension, cells) in whole.by {
                for (cell, count) in cells {
                    let sum = pieces.map { $0.by[dimension]?[cell] ?? 0 }.reduce(0, +)
                    #expect(sum == count, "\(whole.id) \(dimension) \(cell)")
                }
            }
        }
        let total = try store.figures()
        #expect(all["children.transferred"] == total["children.transferred"])
        #expect(try #require(parts[1]["children.transferred"]).value > 0)
    }

    @Test("One definition is answered alone, as in the whole catalogue; its words are there in both languages")
    func definitions() throws {
        let store = try TestStore()
        let feeds = try SimulatedFeeds(in: store, children: 100, seed: 17)
        try store.ingestAll(feeds.inOrder)
        let all = try store.figures()
        #expect(all.figures.count == 20)
        for figure in all.figures {
            let alone = try store.figures("--definition", "\(figure.id)@\(figure.version)")
            #expect(alone.figures == [figure])
            let english = try store.expect("figures", "explain", figure.id)
            let spanish = try store.expect("figures", "explain", figure.id, "--language", "es")
            #expect(english.text.contains(figure.id) && spanish.text.contains(figure.id))
            #expect(english.text.count > 100 && spanish.text.count > 100 && english.text != spanish.text)
            #expect(try store.run("figures", "explain", figure.id, "--language", "en").text == english.text)
        }
        for name in ["no.such", "address.defective@99", "address.defective@x", "@1", ""] {
            #expect(try store.run("figures", "--definition", name).status == 1, "\(name)")
            #expect(try store.run("figures", "explain", name).status == 1, "\(name)")
        }
    }

    @Test("The public form holds no number from 1 to 10, for any cohort", arguments: 1...3)
    func publicForm(seed: Int) throws {
        let store = try TestStore()
        let feeds = try SimulatedFeeds(in: store, children: 120 * seed, seed: 17 + seed)
        try store.ingestAll(feeds.inOrder)
        for words in [[], ["--cohort", "transferred:FY2019..FY2023"], ["--cohort", "transferred:FY2022..FY2022"]] {
            let run = try store.run(["figures", "--public", "--json"] + words)
            #expect(run.status == 0, "\(run.message)")
            let answer = try #require(JSONSerialization.jsonObject(with: run.output) as? [String: Any])
            let figures = try #require(answer["figures"] as? [[String: Any]])
            #expect(figures.count == 20)
            for figure in figures {
                for (name, value) in figure where name != "version" {
                    let numbers = numbers(in: value)
                    #expect(!numbers.contains { $0 >= 1 && $0 <= 10 }, "\(figure["id"] ?? "") \(name) \(numbers)")
                }
            }
            let table = try store.run(["figures", "--public"] + words)
            #expect(table.status == 0 && table.text.contains("public form"))
        }
    }

    /// Every number anywhere in a piece of JSON.
    private func numbers(in json: Any) -> [Double] {
        switch json {
        case let object as [String: Any]: object.values.flatMap(numbers)
        case let array as [Any]: array.flatMap(numbers)
        case let number as NSNumber: [number.doubleValue]
        default: []
        }
    }

    @Test("Findings of one kind and of one case are those among all findings")
    func someFindings() throws {
        let store = try TestStore()
        let feeds = try SimulatedFeeds(in: store, children: 200, seed: 21)
        try store.ingestAll(feeds.inOrder)
        let all = try store.findings()
        for kind in Set(all.compactMap(\.finding)) {
            #expect(try store.findings("--kind", kind) == all.filter { $0.finding == kind })
        }
        for number in Set(all.compactMap(\.case)).sorted().prefix(5) {
            #expect(try store.findings("--case", "\(number)") == all.filter { $0.case == number })
        }
        #expect(try store.findings("--case", "1").isEmpty)
        let table = try store.expect("findings")
        #expect(table.text.split(separator: "\n").count == all.count + 1)
    }
}
