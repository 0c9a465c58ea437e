import AmparoGate
import AmparoModel
import AmparoOversight
import AmparoSharing
import AmparoStore
import ArgumentParser

struct ChildCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "child",
        abstract: "One child's record, as far as the account may see it for the purpose. A receipt is written.",
        discussion: """
            What may not be seen is not there; a refusal is exit code 1 and has its receipt too.
            Example: amparo child 17 --as maria --purpose safety-check --as-known 2026-01-31T00:00:00Z --json
            """)

    @OptionGroup var viewed: ViewedRecord
    @Argument(help: "The record's number of the child.") var child: Int64

    func run() throws {
        try viewed.show("child") { gate, request, asOf, seq in
            try gate.disclose(request, child: child, asOf: asOf, asKnown: seq)
        }
    }
}

/// Who looks at one record, as of when, and how it is printed.
struct ViewedRecord: ParsableArguments {
    @OptionGroup var store: StoreOptions
    @OptionGroup var asker: AskerOptions
    @Option(name: .long, help: "The day in the world, YYYY-MM-DD (default: today).") var asOf: Day?
    @Option(name: .long, help: "What had been recorded by then: an RFC 3339 instant or seq:N.") var asKnown: String?
    @Flag(help: "Answer as JSON.") var json = false

    /// Asks the gate and prints what it discloses of a subject (`child`, `sponsor`).
    func show(_ subject: String, _ ask: (Gate, GateRequest, Day?, Int64?) throws -> Disclosed<ChildRecord>) throws {
        let request = try asker.required(.view)
        let question = try FigureQuestion(asOf: asOf, asKnown: asKnown, cohort: nil, definition: nil)
        let store = try store.open()
        let seq = try question.asKnown.map { try store.journal.seq(asKnown: $0) }
        let shown = try ask(store.gate(), request, asOf, seq)
        let title = subject.prefix(1).uppercased() + subject.dropFirst()
        Terminal.print(json ? shown.json(of: subject).description : shown.table(of: title))
    }
}

extension Disclosed<ChildRecord> {
    /// The record with its receipt. Only what is shown is explained: which withheld fields a record has would tell of them.
    func json(of subject: String) -> JSON {
        let shown = groups.filter(\.isShown)
        return .object([
            JSON.Member("receipt", .number(String(receipt))),
            JSON.Member(subject, .number(String(value.child))),
            JSON.Member("asOf", .string(value.asOf.description)),
            JSON.Member("asKnown", .string("seq:\(value.asKnown)")),
            JSON.Member("obligations", .array(obligations.map { .string($0) })),
            JSON.Member("decisions", .array(shown.map(\.json))),
            JSON.Member("rows", .array(value.rows.map(\.json))),
            JSON.Member("disagreements", .array(value.disagreements.map(\.json))),
        ])
    }

    /// The record as text for a terminal.
    func table(of subject: String) -> String {
        var lines = ["\(subject) \(value.child) as of \(value.asOf), receipt \(receipt)"]
        for row in value.rows {
            let place = row.source.line > 0 ? "  (\(row.source.release), line \(row.source.line))" : ""
            lines.append("\(row.table)\(place)")
            for field in row.fields {
                let form = field.form.map { " [\($0)]" } ?? ""
                lines.append("    \(field.name)\(form): \(field.value.text)")
            }
        }
        for disagreement in value.disagreements {
            let classes = disagreement.classes.isEmpty ? "the record" : disagreement.classes.joined(separator: ", ")
            let words = disagreement.words ?? "its privacy officer hands out the words"
            lines.append(
                "Disputed (\(classes)): statement of \(disagreement.day), entry \(disagreement.entry): \(words)")
        }
        if !obligations.isEmpty { lines.append("You must: " + obligations.joined(separator: ", ")) }
        return lines.joined(separator: "\n")
    }
}

extension Disagreement {
    /// A statement of disagreement; `words` is null where they may not be told or were erased.
    var json: JSON {
        .object([
            JSON.Member("entry", .number(String(entry))), JSON.Member("stated", .string(day.description)),
            JSON.Member("classes", .array(classes.map(JSON.string))), JSON.Member("words", .text(words)),
        ])
    }
}

extension Receipt.Group {
    /// One decision of a receipt.
    var json: JSON {
        .object([
            JSON.Member("outcome", .string(outcome)), JSON.Member("layer", .string(layer)),
            JSON.Member("rule", .string(rule)), JSON.Member("clause", .text(clause.isEmpty ? nil : clause)),
            JSON.Member("hash", .text(hash.isEmpty ? nil : hash)),
            JSON.Member("authority", .text(authority.isEmpty ? nil : authority)),
            JSON.Member("obligations", .array(obligations.map { .string($0) })),
            JSON.Member("fields", .array(fields.map { .string($0) })),
        ])
    }
}

extension RecordRow {
    /// One row with its source.
    var json: JSON {
        .object([
            JSON.Member("table", .string(table)), JSON.Member("number", .number(String(number))),
            JSON.Member(
                "source",
                .object([
                    JSON.Member("feed", .string(source.feed)), JSON.Member("release", .string(source.release)),
                    JSON.Member("file", .string(source.file)), JSON.Member("line", .number(String(source.line))),
                    JSON.Member("missingSince", .text(source.missingSince)),
                ])),
            JSON.Member(
                "fields",
                .array(
                    fields.map { field in
                        .object([
                            JSON.Member("field", .string(field.name)), JSON.Member("value", .string(field.value.text)),
                            JSON.Member("form", .text(field.form)),
                        ])
                    })),
        ])
    }
}
