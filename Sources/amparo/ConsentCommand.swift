import AmparoGate
import AmparoModel
import AmparoOversight
import AmparoSharing
import AmparoStore
import ArgumentParser

struct ConsentCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "consent",
        abstract: "Consent to a disclosure: record it, withdraw it, confirm that a withdrawal was heard.",
        discussion: """
            Who gives it and where the paper is filed are sealed to the person. A withdrawal counts at once.
            Examples:
              amparo consent give 212 --giver @name.txt --capacity parent --language es --to dol.whd \\
                --purpose labor-protection --until 2027-01-31 --paper "Folder 12" --as orr-privacy --signing-key ana.key
              amparo consent withdraw 4811
              amparo consent list 212 --json
            """,
        subcommands: [Give.self, Withdraw.self, Confirm.self, List.self])

    struct Give: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "give",
            abstract: "Records a consent that was given.",
            discussion: """
                Example: amparo consent give 212 --giver @name.txt --capacity parent --language es --to dol.whd \\
                  --purpose labor-protection --until 2027-01-31 --paper "Folder 12" --as orr-privacy --signing-key ana.key
                """)

        @Argument(help: "The record's number.") var record: Int64
        @Option(help: "Who gives it, or @FILE (sealed).") var giver: String
        @Option(help: "In what capacity: self, parent, legal-guardian, counsel, advocate.") var capacity: String
        @Option(help: "The language it was explained and given in, such as es.") var language: String
        @Option(name: .customLong("to"), help: "A recipient, such as dol.whd; may be repeated.") var recipients:
            [String] = []
        @Option(name: .customLong("purpose"), help: "A purpose; may be repeated.") var purposes: [String] = []
        @Option(name: .customLong("class"), help: "Only this class of fields; may be repeated.") var classes: [String] =
            []
        @Option(help: "The account that may act for the person on its strength (counsel, advocate, their own).")
        var representative: String?
        @Option(help: "When it ends: a day (to its end in Washington) or an RFC 3339 instant.") var until: Ending
        @Option(help: "Where the signed paper is filed, or @FILE (sealed).") var paper: String
        @OptionGroup var signer: SignerOptions
        @OptionGroup var store: StoreOptions

        func run() throws {
            let request = ConsentRequest(
                record: record, giver: Sensitive(try PrivateWords.read(giver, what: "the giver's name")),
                capacity: try Words.capacity(capacity), language: language, recipients: recipients, purposes: purposes,
                classes: classes, representative: representative, until: until.instant,
                paper: Sensitive(try PrivateWords.read(paper, what: "the place of the paper")))
            let signer = try signer.required(store)
            let desk = try ConsentDesk(store.open().governance, codes: SharingTerms.shipped())
            try signing {
                let id = try desk.give(request, by: signer)
                Terminal.print("Consent \(id) is recorded and holds until \(until.instant).")
            }
        }
    }

    struct Withdraw: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "withdraw",
            abstract: "Withdraws a consent at once. No signature is needed for that.",
            discussion: "Example: amparo consent withdraw 4811 --as manager-7")

        @Argument(help: "The consent's number.") var id: Int64
        @Option(help: "The account that took the withdrawal (default: the operator).") var `as`: String?
        @OptionGroup var store: StoreOptions

        func run() throws {
            try ConsentDesk(store.open().governance, codes: SharingTerms.shipped()).withdraw(id, by: `as`)
            Terminal.print(
                "Consent \(id) is withdrawn. Those who were told something on its strength are to confirm it.")
        }
    }

    struct Confirm: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "confirm",
            abstract: "A recipient confirms that it heard of a withdrawal and stopped.",
            discussion: "Example: amparo consent confirm 4811 --as labor-3")

        @Argument(help: "The consent's number.") var id: Int64
        @Option(help: "The recipient's account.") var `as`: String
        @OptionGroup var store: StoreOptions

        func run() throws {
            try ConsentDesk(store.open().governance, codes: SharingTerms.shipped()).confirm(id, by: `as`)
            Terminal.print("The withdrawal of consent \(id) is confirmed for \(`as`).")
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "The consents about one record; no name of a giver.",
            discussion: "Example: amparo consent list 212 --json")

        @Argument(help: "The record's number.") var record: Int64
        @Flag(help: "Answer as JSON.") var json = false
        @OptionGroup var store: StoreOptions

        func run() throws {
            let consents = try ConsentDesk(store.open().governance, codes: SharingTerms.shipped()).all(about: record)
            let now = Clock.now()
            Answer.list("consents", consents.map { $0.json(at: now) }, json: json, none: "There is no consent.")
        }
    }
}

extension Consent {
    fileprivate func json(at now: Instant) -> JSON {
        .object([
            JSON.Member("id", .number(String(id))), JSON.Member("record", .number(String(record))),
            JSON.Member("state", .string(holds(at: now) ? "in-force" : withdrawn == nil ? "ended" : "withdrawn")),
            JSON.Member("capacity", .string(capacity.word)), JSON.Member("language", .string(language)),
            JSON.Member("to", .array(recipients.map(JSON.string))),
            JSON.Member("purposes", .array(purposes.map(JSON.string))),
            JSON.Member("classes", .array(classes.map(JSON.string))),
            JSON.Member("given", .string(given.description)), JSON.Member("until", .string(until.description)),
            JSON.Member("withdrawn", .text(withdrawn?.description)),
            JSON.Member("confirmations", .count(confirmed.count)),
        ])
    }
}
