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
    func show(_ subject: StaticString, _ ask: (Gate, GateRequest, Day?, Int64?) throws -> Disclosed<ChildRecord>) throws
    {
        let request = try asker.required(.view)
        let question = try FigureQuestion(asOf: asOf, asKnown: asKnown, cohort: nil, definition: nil)
        let store = try store.open()
        let seq = try question.asKnown.map { try store.journal.seq(asKnown: $0) }
        let shown = try ask(store.gate(), request, asOf, seq)
        let title = subject.description.prefix(1).uppercased() + subject.description.dropFirst()
        Terminal.print(json ? String(decoding: shown.json(of: subject), as: UTF8.self) : shown.table(of: title))
    }
}

extension Disclosed<ChildRecord> {
    /// The record with its receipt, as JSON. Only what is shown is explained: which withheld fields a record has would tell of
    /// them. Written straight into bytes: it is what the API answers most.
    func json(of subject: StaticString) -> [UInt8] {
        let shown = groups.filter(\.isShown)
        var out = JSONWriter(capacity: 4096 + value.rows.count * 512)
        out.raw("{\"receipt\":")
        out.write(receipt)
        out.raw(",\"")
        out.raw(subject)
        out.raw("\":")
        out.write(value.child)
        out.raw(",\"asOf\":")
        out.write(value.asOf.description)
        out.raw(",\"asKnown\":")
        out.write("seq:\(value.asKnown)")
        out.raw(",\"obligations\":")
        out.list(obligations) { $1.write($0) }
        out.raw(",\"decisions\":")
        out.list(shown) { $1.write($0.json) }
        out.raw(",\"rows\":")
        out.list(value.rows) { $0.write(to: &$1) }
        out.raw(",\"disagreements\":")
        out.list(value.disagreements) { $1.write($0.json) }
        out.raw("}")
        return out.bytes
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
    /// Adds one row with its source.
    func write(to out: inout JSONWriter) {
        out.raw("{\"table\":")
        out.write(table)
        out.raw(",\"number\":")
        out.write(number)
        out.raw(",\"source\":{\"feed\":")
        out.write(source.feed)
        out.raw(",\"release\":")
        out.write(source.release)
        out.raw(",\"file\":")
        out.write(source.file)
        out.raw(",\"line\":")
        out.write(source.line)
        out.raw(",\"missingSince\":")
        out.write(source.missingSince)
        out.raw("},\"fields\":")
        out.list(fields) { field, out in
            out.raw("{\"field\":")
            out.write(field.name)
            out.raw(",\"value\":")
            out.write(field.value.text)
            out.raw(",\"form\":")
            out.write(field.form)
            out.raw("}")
        }
        out.raw("}")
    }
}
