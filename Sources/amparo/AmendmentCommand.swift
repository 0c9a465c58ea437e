import AmparoGate
import AmparoModel
import AmparoOversight
import AmparoSharing
import AmparoStore
import ArgumentParser

struct AmendmentCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "amendment",
        abstract:
            "Requests that the record be amended, their decision, and statements of disagreement (5 USC 552a(d)).",
        discussion: """
            Examples:
              amparo amendment request 212 --capacity self --class identity --text @letter.txt
              amparo amendment decide 5300 --decision refused --reason @why.txt --as orr-privacy --signing-key ana.key
              amparo amendment disagree 5300 --text @statement.txt
            """,
        subcommands: [Request.self, Decide.self, Disagree.self, List.self])

    struct Request: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "request",
            abstract: "Takes a request.",
            discussion: "Example: amparo amendment request 212 --capacity self --class identity --text @letter.txt")

        @Argument(help: "The record's number.") var record: Int64
        @Option(help: "In what capacity: self, parent, legal-guardian, counsel, advocate.") var capacity: String
        @Option(name: .customLong("class"), help: "A class of fields it is about; may be repeated.") var classes:
            [String] = []
        @Option(help: "What is to be amended, or @FILE (sealed).") var text: String
        @Option(help: "The account that took it (default: the operator).") var `as`: String?
        @OptionGroup var store: StoreOptions

        func run() throws {
            let desk = try AmendmentDesk(store.open().governance, codes: SharingTerms.shipped())
            let id = try desk.request(
                record, capacity: Words.capacity(capacity), classes: classes,
                text: Sensitive(PrivateWords.read(text, what: "the request")), by: `as`)
            Terminal.print("Request \(id) is taken.")
        }
    }

    struct Decide: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "decide",
            abstract: "Decides a request; a privacy officer does.",
            discussion: """
                Example: amparo amendment decide 5300 --decision refused --reason @why.txt --as orr-privacy --signing-key ana.key
                """)

        @Argument(help: "The request's number.") var id: Int64
        @Option(help: "granted, partly or refused.") var decision: String
        @Option(help: "Why, or @FILE (sealed).") var reason: String
        @OptionGroup var signer: SignerOptions
        @OptionGroup var store: StoreOptions

        func run() throws {
            guard let decision = Amendment.Decision.allCases.first(where: { $0.word == decision }) else {
                throw ValidationError("--decision is granted, partly or refused.")
            }
            let signer = try signer.required(store)
            let desk = try AmendmentDesk(store.open().governance, codes: SharingTerms.shipped())
            let reason = Sensitive(try PrivateWords.read(reason, what: "the reason"))
            try signing {
                try desk.decide(id, decision, reason: reason, by: signer)
                Terminal.print("Request \(id) is decided: \(decision.word).")
            }
        }
    }

    struct Disagree: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "disagree",
            abstract: "Takes a statement of disagreement; it travels with the record.",
            discussion: "Example: amparo amendment disagree 5300 --text @statement.txt")

        @Argument(help: "The request's number.") var id: Int64
        @Option(help: "The statement, or @FILE (sealed).") var text: String
        @Option(help: "The account that took it (default: the operator).") var `as`: String?
        @OptionGroup var store: StoreOptions

        func run() throws {
            let desk = try AmendmentDesk(store.open().governance, codes: SharingTerms.shipped())
            try desk.disagree(id, text: Sensitive(PrivateWords.read(text, what: "the statement")), by: `as`)
            Terminal.print("The statement is taken and travels with the record.")
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Every request and how it stands; never what it says.",
            discussion: "Example: amparo amendment list --open --json")

        @Flag(help: "Only those that are not decided.") var open = false
        @Flag(help: "Answer as JSON.") var json = false
        @OptionGroup var store: StoreOptions

        func run() throws {
            let all = try AmendmentDesk(store.open().governance, codes: SharingTerms.shipped()).all()
                .filter { !open || $0.decision == nil }
            Answer.list("amendments", all.map(\.json), json: json, none: "There is no request.")
        }
    }
}

extension Amendment {
    fileprivate var json: JSON {
        .object([
            JSON.Member("id", .number(String(id))), JSON.Member("record", .number(String(record))),
            JSON.Member("capacity", .string(capacity.word)), JSON.Member("classes", .array(classes.map(JSON.string))),
            JSON.Member("requested", .string(requested.description)), JSON.Member("decision", .text(decision?.word)),
            JSON.Member("decided", .text(decided?.description)),
            JSON.Member("disagreements", .count(disagreements.count)),
        ])
    }
}
