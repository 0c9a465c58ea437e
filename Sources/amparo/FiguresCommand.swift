import AmparoGate
import AmparoIntake
import AmparoModel
import AmparoOversight
import AmparoSharing
import AmparoStore
import AmparoTransparency
import ArgumentParser
import Foundation

struct FiguresCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "figures",
        abstract:
            "The published figures, each with its denominator, as of a day and as known at a place of the journal.",
        discussion: """
            Examples:
              amparo figures --as-of 2026-06-01 --json
              amparo figures --definition address.defective@1 --cohort transferred:FY2019..FY2023
              amparo figures explain hearing.failed-to-appear
            """,
        subcommands: [Explain.self])

    @OptionGroup var store: StoreOptions
    @OptionGroup var asker: AskerOptions
    @Option(name: .long, help: "The day in the world, YYYY-MM-DD (default: today).") var asOf: Day?
    @Option(name: .long, help: "What had been recorded by then: an RFC 3339 instant or seq:N (default: everything).")
    var asKnown: String?
    @Option(help: "Children first transferred in these years: transferred:FY2019..FY2023.") var cohort: String?
    @Option(help: "Only this figure: ID or ID@VERSION.") var definition: String?
    @Flag(name: .customLong("public"), help: "The public form: small cells suppressed.") var isPublic = false
    @Flag(help: "Answer as JSON.") var json = false

    func run() throws {
        let own = definition.flatMap(OwnDefinition.init(named:))
        let question = try FigureQuestion(
            asOf: asOf, asKnown: asKnown, cohort: cohort, definition: own == nil ? definition : nil)
        let store = try store.open()
        var answer = try question.answer(store)
        if own != nil { answer.figures = [] }
        let ourselves = try question.ourselves(store, only: own, isPublic: isPublic)
        if let request = asker.request(.aggregate, fields: ["statistics.figure"]) {
            _ = try store.gate().aggregate(request, query: question.query(isPublic), size: answer.size)
        }
        if isPublic {
            let published = try PublicFiguresDocument(answer)
            Terminal.print(json ? published.json.with(ourselves).description : published.table + ourselves.table)
        } else {
            Terminal.print(json ? answer.json.with(ourselves).description : answer.table + ourselves.table)
        }
    }

    struct Explain: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "explain",
            abstract: "What a figure counts, in plain words.",
            discussion: "Example: amparo figures explain hearing.failed-to-appear --language es")
        @Argument(help: "The figure's id, with @VERSION if wanted.") var id: String
        @Option(help: "en or es.") var language = "en"

        func validate() throws {
            guard ["en", "es"].contains(language) else { throw ValidationError("--language is en or es.") }
        }

        func run() throws {
            if let own = OwnDefinition(named: id) {
                Terminal.print(own.explanation(language: language))
                return
            }
            guard let definition = try DefinitionCatalogue().definition(named: id) else {
                throw Refusal("There is no figure named \(id); `amparo figures` lists them.")
            }
            Terminal.print(definition.explanation(language: language))
        }
    }
}

/// A question for figures, from the command line's words.
struct FigureQuestion {
    var asOf: Day
    var asKnown: AsKnown?
    var asKnownText: String?
    var cohort: Cohort?
    var definition: Definition?

    init(asOf: Day?, asKnown: String?, cohort: String?, definition: String?) throws {
        self.asOf = asOf ?? Clock.today
        asKnownText = asKnown
        if let asKnown {
            guard let moment = AsKnown(asKnown) else {
                throw ValidationError("--as-known is an RFC 3339 instant or seq:N.")
            }
            self.asKnown = moment
        }
        if let cohort {
            guard let parsed = Cohort(cohort) else {
                throw ValidationError("--cohort is written transferred:FY2019..FY2023.")
            }
            self.cohort = parsed
        }
        if let definition {
            guard let found = try DefinitionCatalogue().definition(named: definition) else {
                throw Refusal("There is no figure named \(definition); `amparo figures` lists them.")
            }
            self.definition = found
        }
    }

    /// The question in words that say it again; nothing in it is about a person.
    func query(_ isPublic: Bool) -> String {
        var words = ["figures", "as-of \(asOf)"]
        if let asKnownText { words.append("as-known \(asKnownText)") }
        if let cohort { words.append("cohort \(cohort)") }
        if let definition { words.append("\(definition.id.rawValue)@\(definition.version)") }
        if isPublic { words.append("public") }
        return words.joined(separator: " ")
    }

    /// The figures about the house itself; none when another figure is asked for by name, or a cohort of children.
    func ourselves(_ store: OpenStore, only own: OwnDefinition?, isPublic: Bool) throws -> [OwnFigure] {
        guard own != nil || definition == nil && cohort == nil else { return [] }
        let last = try store.journal.lastSeq()
        let seq = try asKnown.map { try store.journal.seq(asKnown: $0) } ?? last
        return try OwnFigures(store.journal).all(asOf: asOf, seq: seq)
            .filter { (own == nil || $0.id == own?.id) && (!isPublic || $0.id.isPublic) }
    }

    func answer(_ store: OpenStore) throws -> FiguresDocument {
        let last = try store.journal.lastSeq()
        let seq = try asKnown.map { try store.journal.seq(asKnown: $0) } ?? last
        let reckoning = Reckoning(store.database, secrets: store.keys.secrets)
        var figures = try reckoning.figures(at: try reckoning.moment(asOf: asOf, seq: seq), cohort: cohort)
        if let definition { figures = figures.filter { $0.id == definition.id } }
        let root = try store.journal.root(at: seq)
        return FiguresDocument(
            asOf: asOf,
            position: RecordPosition(
                asKnown: asKnownText ?? "seq:\(seq)", logSize: Int(seq), logRoot: root.description),
            cohort: cohort, figures: figures)
    }
}

extension JSON {
    /// The document with the figures about the house itself.
    fileprivate func with(_ ourselves: [OwnFigure]) -> JSON {
        .object(members + [JSON.Member("ourselves", .array(ourselves.map(\.json)))])
    }
}

extension [OwnFigure] {
    /// The figures as lines of a table for a terminal.
    fileprivate var table: String {
        map { figure in
            var line = "\n" + figure.id.rawValue.padding(toLength: 34, withPad: " ", startingAt: 0) + " \(figure.value)"
            if figure.unknown > 0 { line += ", \(figure.unknown) unknown" }
            for (dimension, cells) in figure.by.sorted(by: { $0.key < $1.key }) where !cells.isEmpty {
                line += "\n    by \(dimension): "
                line += cells.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
            }
            return line
        }.joined()
    }
}

extension FiguresDocument {
    /// How many numbers the answer holds.
    var size: Int {
        figures.reduce(0) { sum, figure in
            sum + 1 + figure.by.values.reduce(0) { $0 + $1.count } + figure.measures.count
        }
    }

    /// The figures as a table for a terminal.
    var table: String {
        var lines = ["As of \(asOf), as known at \(position.asKnown ?? "-"), log of \(position.logSize ?? 0) entries"]
        for figure in figures {
            var line = figure.id.rawValue.padding(toLength: 34, withPad: " ", startingAt: 0) + " \(figure.value)"
            if let denominator = figure.denominator {
                line += " of \(denominator)"
                if denominator > 0 {
                    line += String(format: " (%.1f %%)", Double(figure.value) * 100 / Double(denominator))
                }
            }
            if figure.unknown > 0 { line += ", \(figure.unknown) unknown" }
            lines.append(line)
            for (dimension, cells) in figure.by.sorted(by: { $0.key < $1.key }) where !cells.isEmpty {
                lines.append(
                    "    by \(dimension): "
                        + cells.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
            }
            for (name, measure) in figure.measures.sorted(by: { $0.key < $1.key }) {
                lines.append("    \(name): \(measure.value)")
            }
        }
        return lines.joined(separator: "\n")
    }
}

extension PublicFiguresDocument {
    /// The figures as a table for a terminal.
    var table: String {
        func text(_ shown: Shown?) -> String {
            switch shown {
            case .number(let number): String(number)
            case .suppressed: "suppressed"
            case nil: "-"
            }
        }
        var lines = ["As of \(asOf), as known at \(position.asKnown ?? "-"), public form"]
        for figure in figures {
            var line = figure.id.rawValue.padding(toLength: 34, withPad: " ", startingAt: 0) + " \(text(figure.value))"
            if figure.denominator != nil { line += " of \(text(figure.denominator))" }
            lines.append(line)
            for (dimension, cells) in figure.by.sorted(by: { $0.key < $1.key }) where !cells.isEmpty {
                lines.append(
                    "    by \(dimension): "
                        + cells.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
            }
            if !figure.suppressed.isEmpty {
                lines.append("    suppressed: " + figure.suppressed.joined(separator: ", "))
            }
        }
        return lines.joined(separator: "\n")
    }
}
