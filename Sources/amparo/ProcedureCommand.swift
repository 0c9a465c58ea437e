import AmparoDuties
import AmparoGate
import AmparoModel
import AmparoOversight
import AmparoStore
import ArgumentParser
import Foundation

struct ProcedureCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "procedure",
        abstract: "The procedures that duties come from: dated, versioned data.",
        discussion: """
            Examples:
              amparo procedure lint
              amparo procedure dry-run 212
              amparo procedure off safety-calls@2
            """,
        subcommands: [Lint.self, DryRun.self, On.self, Off.self, Span.self])

    struct Lint: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "lint",
            abstract: "Finds what is wrong with procedures, each with file, line and column.",
            discussion: """
                Without files the shipped ones. Files are read together with the shipped ones, of which they may replace
                versions. Exit code 1 when something is wrong.
                Example: amparo procedure lint ours.yaml
                """)

        @Argument(help: "YAML files.") var files: [String] = []
        @Flag(help: "Answer as JSON.") var json = false

        func run() throws {
            var procedures = try ProcedureBook.shippedProcedures()
            for file in files {
                guard let data = FileManager.default.contents(atPath: file) else {
                    throw Refusal("A file of procedures cannot be read.")
                }
                let name = (file as NSString).lastPathComponent
                procedures.append(try Procedure(yaml: String(decoding: data, as: UTF8.self), file: name))
            }
            let findings = ProcedureLint.check(procedures)
            Answer.list(
                "findings", findings.map { $0.json }, json: json, none: "\(procedures.count) procedures are sound.")
            if !findings.isEmpty { throw Refusal("\(findings.count) findings.") }
        }
    }

    struct DryRun: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "dry-run",
            abstract:
                "For what is known of a child now: who would be told, why, and who would not. Writes and sends nothing.",
            discussion: "Example: amparo procedure dry-run 212 --occasion hearing.finding")

        @Argument(help: "The record's number of the child.") var child: Int64
        @Option(help: "Only this occasion.") var occasion: String?
        @Flag(help: "Answer as JSON.") var json = false
        @OptionGroup var store: StoreOptions

        func run() throws {
            let kind = try occasion.map { code in
                guard let kind = OccasionKind(code: code) else {
                    throw ValidationError("There is no occasion of that name; docs/duties.md lists them.")
                }
                return kind
            }
            let found = try store.open().dutyDesk().dryRun(DutySubject(.child, child), kind: kind)
            let lines = found.flatMap { occasion, lines in lines.map { $0.json(occasion) } }
            Answer.list("lines", lines, json: json, none: "Nobody would be told of anything.")
        }
    }

    struct On: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "on",
            abstract: "Turns a procedure on, because somebody has checked its source.",
            discussion: "Example: amparo procedure on safety-calls@2")

        @Argument(help: "The procedure, CODE@VERSION.") var name: String
        @OptionGroup var store: StoreOptions

        func run() throws {
            try store.open().dutyDesk().turn(name, on: true)
            Terminal.print("\(name) is on.")
        }
    }

    struct Off: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "off",
            abstract: "Turns a procedure off; its duties stay as they are.",
            discussion: "Example: amparo procedure off safety-calls@2")

        @Argument(help: "The procedure, CODE@VERSION.") var name: String
        @OptionGroup var store: StoreOptions

        func run() throws {
            try store.open().dutyDesk().turn(name, on: false)
            Terminal.print("\(name) is off.")
        }
    }

    struct Span: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "span",
            abstract: "Chooses the length of a clock that is the deployment's to choose.",
            discussion: "Example: amparo procedure span address/confirm-after-release \"5 business-days\"")

        @Argument(help: "The step, PROCEDURE/STEP.") var step: String
        @Argument(help: "The length: hours, days or business-days.") var length: String
        @OptionGroup var store: StoreOptions

        func run() throws {
            guard let span = ClockSpan(length) else {
                throw ValidationError("A length is like 48 hours, 14 days or 10 business-days.")
            }
            try store.open().dutyDesk().choose(span, for: step)
            Terminal.print("\(step) has \(span).")
        }
    }
}

extension ProcedureFault {
    fileprivate var json: JSON {
        .object([
            JSON.Member("file", .string(file)), JSON.Member("line", .number(String(line))),
            JSON.Member("code", .string(code.rawValue)), JSON.Member("message", .string(message)),
        ])
    }
}

extension Routing.Line {
    fileprivate func json(_ occasion: Occasion) -> JSON {
        let (outcome, why) = words
        return .object([
            JSON.Member("occasion", .string(occasion.key.kind.code)),
            JSON.Member("about", .number(String(occasion.key.about))),
            JSON.Member("step", .string(step)),
            JSON.Member("to", .string(to.description)),
            JSON.Member("outcome", .string(outcome)),
            JSON.Member("why", .string(why)),
            JSON.Member("purpose", .string(purpose)),
            JSON.Member("reason", .string(reason)),
            JSON.Member("staffed", .bool(isStaffed)),
            JSON.Member("otherwise", .array(otherwise.map { .string($0.description) })),
        ])
    }

    private var words: (String, String) {
        switch outcome {
        case .told(let rule): ("told", rule)
        case .toldLater(let moment, let rule): ("told-later", "\(moment), \(rule)")
        case .notTold(let reason):
            switch reason {
            case .conditions(let dimensions):
                ("not-told", "not so: " + dimensions.map(\.rawValue).joined(separator: ", "))
            case .sharing(let rule): ("not-told", "forbidden by \(rule)")
            case .notInForce: ("not-told", "not in force")
            case .heldBack: ("not-told", "held back")
            case .historic: ("not-told", "before the first day")
            case .done: ("not-told", "nothing left to do")
            }
        }
    }
}
