import Foundation
import Testing

/// The feeds of an invented population in the folder of a test, and the truth about them.
struct SimulatedFeeds {
    let folder: String

    /// The feeds that are in a folder.
    init(at folder: String) { self.folder = folder }

    /// Simulates into `store`'s folder.
    init(
        in store: TestStore, children: Int, seed: Int, releases: Int = 2, profile: String = "agency"
    ) throws {
        folder = store.folder + "/feeds"
        try store.expect(
            "simulate", "--children", "\(children)", "--seed", "\(seed)", "--releases", "\(releases)", "--profile",
            profile, "--out", folder)
    }

    var care: String { folder + "/care" }
    var notices: String { folder + "/notices.csv" }
    var results: String { folder + "/results.csv" }
    func court(_ release: Int) -> String { folder + "/court/R\(release)" }

    /// The date of a release: its name too, where no other is given.
    func date(_ release: Int) throws -> String {
        try String(contentsOfFile: court(release) + "/RELEASE.txt", encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The commands that take the feeds, in the order in which the truth was worked out.
    var inOrder: [[String]] {
        [
            ["ingest", "care", care], ["ingest", "notices", notices], ["ingest", "results", results],
            ["ingest", "court", court(1)], ["ingest", "court", court(2)],
        ]
    }

    func truth() throws -> Figures {
        try JSONDecoder().decode(Figures.self, from: Data(contentsOf: URL(filePath: folder + "/truth.json")))
    }

    func trueFindings() throws -> [Finding] {
        try CSV(path: folder + "/truth-findings.csv").records.map { record in
            Finding(
                case: Int64(record["case"] ?? ""), proceeding: Int64(record["proceeding"] ?? ""),
                hearing: record["hearing"], time: record["time"], finding: record["finding"],
                status: record["status"], notice: record["notice"])
        }
    }
}

/// The answer of `figures --json`, and `truth.json` (FEEDS.md).
struct Figures: Decodable {
    struct Figure: Decodable, Equatable {
        var id: String
        var version: Int
        var value: Int
        var denominator: Int?
        var unknown: Int
        var by: [String: [String: Int]]
        var measures: [String: Double?]
    }

    var asOf: String
    var asKnown: String?
    var logSize: Int?
    var figures: [Figure]

    subscript(_ id: String) -> Figure? { figures.first { $0.id == id } }
}

/// What `findings --json` and `truth-findings.csv` both say of a hearing. Null and empty are the same.
struct Finding: Decodable, Hashable {
    var `case`: Int64?
    var proceeding: Int64?
    var hearing: String?
    var time: String?
    var finding: String?
    var status: String?
    var notice: String?
}

/// The answer of `ingest … --json` (COMMANDS.md).
struct Report: Decodable {
    struct File: Decodable, Equatable {
        var file: String
        var rows: Int
        var taken: Int
        var past: [String: Int]
        var quarantined: [String: Int]
        var repaired: [String: Int]

        var addsUp: Bool {
            rows == taken + past.values.reduce(0, +) + quarantined.values.reduce(0, +)
                && ([rows, taken] + past.values + quarantined.values).allSatisfy { $0 >= 0 }
        }
    }

    var feed: String
    var release: String
    var files: [File]
    var added: Int
    var changed: Int
    var vanished: Int
    var reappeared: Int
    var unmatched: Int
    var entriesAppended: Int

    func file(_ name: String) -> File? { files.first { $0.file == name } }
}

/// A comma-separated file, read slowly and obviously (RFC 4180). The simulator writes them well-formed but for the defects
/// that it means.
struct CSV {
    var header: [String]
    var rows: [[String]]

    init(path: String) throws {
        self.init(String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self))
    }

    init(_ text: String) {
        var rows: [[String]] = [[]]
        var field = ""
        var isQuoted = false
        var characters = text.unicodeScalars.makeIterator()
        var next = characters.next()
        while let scalar = next {
            next = characters.next()
            switch scalar {
            case "\"" where isQuoted && next == "\"":
                field.unicodeScalars.append(scalar)
                next = characters.next()
            case "\"": isQuoted.toggle()
            case "," where !isQuoted:
                rows[rows.count - 1].append(field)
                field = ""
            case "\n" where !isQuoted:
                rows[rows.count - 1].append(field)
                field = ""
                rows.append([])
            case "\r" where !isQuoted: break
            default: field.unicodeScalars.append(scalar)
            }
        }
        if field.isEmpty, rows.last?.isEmpty == true { rows.removeLast() } else { rows[rows.count - 1].append(field) }
        header = rows.isEmpty ? [] : rows.removeFirst()
        self.rows = rows
    }

    /// The rows by column name in lower case; empty fields left out.
    var records: [[String: String]] {
        rows.map { row in
            var record: [String: String] = [:]
            for (name, value) in zip(header, row) where !value.isEmpty { record[name.lowercased()] = value }
            return record
        }
    }

    /// The file's bytes, every field quoted where it must be.
    var text: String {
        ([header] + rows).map { row in
            row.map { field in
                field.contains(where: { ",\"\r\n".contains($0) })
                    ? "\"" + field.replacingOccurrences(of: "\"", with: "\"\"") + "\"" : field
            }.joined(separator: ",") + "\n"
        }.joined()
    }
}

extension TestStore {
    /// Takes a feed that must be taken; answers its report.
    @discardableResult
    func ingest(_ words: [String], location: SourceLocation = #_sourceLocation) throws -> Report {
        let run = try run(words + ["--json"])
        #expect(run.status == 0, "\(words.dropFirst()): \(run.message)", sourceLocation: location)
        let report = try run.json(Report.self)
        for file in report.files { #expect(file.addsUp, "\(file)", sourceLocation: location) }
        return report
    }

    /// Takes feeds that must be taken, one after another.
    func ingestAll(_ commands: some Sequence<[String]>, location: SourceLocation = #_sourceLocation) throws {
        for words in commands { try ingest(words, location: location) }
    }

    func figures(_ words: String..., location: SourceLocation = #_sourceLocation) throws -> Figures {
        try answer(["figures", "--json"] + words, location).json()
    }

    func findings(_ words: String..., location: SourceLocation = #_sourceLocation) throws -> [Finding] {
        struct Answer: Decodable { var findings: [Finding] }
        return try answer(["findings", "--json"] + words, location).json(Answer.self).findings
    }

    /// How many entries the journal has.
    func logSize() throws -> Int { try #require(figures("--definition", "children.transferred").logSize) }

    /// How many entries there are beside the shipped agreements, which every new store begins with.
    func takenEntries() throws -> Int {
        let agreements = try run("agreement", "list", "--json").text
        return try logSize() - (agreements.components(separatedBy: "\"shipped\":true").count - 1)
    }

    private func answer(_ words: [String], _ location: SourceLocation) throws -> Program.Run {
        let run = try run(words)
        #expect(run.status == 0, "\(words): \(run.message)", sourceLocation: location)
        return run
    }

    /// Expects the truth: every value, denominator, unknown, cell and measure, and every finding, as of the last release.
    func expectTruth(of feeds: SimulatedFeeds, location: SourceLocation = #_sourceLocation) throws {
        let truth = try feeds.truth()
        let figures = try figures("--as-of", truth.asOf, location: location)
        expectEqual(figures, truth, location: location)
        let trueFindings = try feeds.trueFindings()
        let findings = try findings("--as-of", truth.asOf, location: location)
        #expect(findings.count == trueFindings.count, sourceLocation: location)
        let wrong = Set(findings).subtracting(trueFindings)
        let lacking = Set(trueFindings).subtracting(findings)
        #expect(wrong.isEmpty && lacking.isEmpty, "wrong \(wrong), lacking \(lacking)", sourceLocation: location)
    }
}

/// Expects the same figures of the same day, whatever the journal's size; says which differ.
func expectEqual(_ answer: Figures, _ expected: Figures, location: SourceLocation = #_sourceLocation) {
    #expect(answer.asOf == expected.asOf, sourceLocation: location)
    #expect(answer.figures.map(\.id).sorted() == expected.figures.map(\.id).sorted(), sourceLocation: location)
    for figure in expected.figures { #expect(answer[figure.id] == figure, sourceLocation: location) }
}
