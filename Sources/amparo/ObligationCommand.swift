import AmparoGate
import AmparoModel
import AmparoOversight
import AmparoSharing
import AmparoStore
import ArgumentParser

struct ObligationCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "obligation",
        abstract: "What recipients owe: reports of onward disclosures, certificates of deletion, breaches.",
        discussion: """
            Examples:
              amparo obligation report orr-opla@1 --clause docket --to doj.eoir --on 2026-06-03 --as opla-2
              amparo obligation certify orr-opla@1 --clause docket --up-to 2026-03-01 --as opla-2 --signing-key eva.key
              amparo obligation breach orr-opla@1 --clause docket --reason @why.txt --as hhs-inspector
              amparo obligation confirm 8812 --evidence @letter.txt --as opla-2
              amparo obligation check
            """,
        subcommands: [Report.self, Certify.self, Confirm.self, Breach.self, Check.self, List.self])

    struct Confirm: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "confirm",
            abstract: "A recipient confirms that a fact it was told wrongly is corrected in its own system.",
            discussion: """
                The number is that of the entry that owes the correction; `duty show` and the handoff name it.
                Example: amparo obligation confirm 8812 --evidence @letter.txt --as opla-2
                """)

        @Argument(help: "The entry that owes the correction.") var owed: Int64
        @Option(help: "What was done, or @FILE (sealed).") var evidence: String
        @Option(help: "The recipient's account.") var `as`: String
        @OptionGroup var store: StoreOptions

        func run() throws {
            let evidence = Sensitive(try PrivateWords.read(evidence, what: "the evidence"))
            let store = try store.open()
            let desk = try store.dutyDesk()
            let entry = try desk.confirmCorrection(owed, evidence: evidence, by: `as`)
            try store.unlessIngesting { try desk.bringUpToDate() }
            Terminal.print("Entry \(entry) says that it is corrected.")
        }
    }

    struct Report: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "report",
            abstract:
                "A recipient reports that it passed something on; where the clause forbids that, it ends the clause.",
            discussion:
                "Example: amparo obligation report orr-opla@1 --clause docket --to doj.eoir --on 2026-06-03 --as opla-2"
        )

        @Argument(help: "The agreement, ID@VERSION.") var agreement: String
        @Option(help: "The clause.") var clause: String
        @Option(help: "To whom it was passed on.") var to: String
        @Option(help: "The day, YYYY-MM-DD.") var on: Day
        @Option(name: .customLong("receipt"), help: "A receipt it is about; may be repeated.") var receipts: [Int64] =
            []
        @Option(help: "The recipient's account.") var `as`: String
        @OptionGroup var store: StoreOptions

        func run() throws {
            let desk = try ObligationDesk(store.open().governance, terms: SharingTerms.shipped())
            let isBreach = try desk.reportOnward(
                agreement, clause: clause, to: to, on: on, receipts: receipts, by: `as`)
            Terminal.print(
                isBreach
                    ? "Taken. The clause forbids it, so what it permits has ended." : "The onward disclosure is taken.")
        }
    }

    struct Certify: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "certify",
            abstract: "A recipient certifies that it has deleted what a clause gave it.",
            discussion: """
                Example: amparo obligation certify orr-opla@1 --clause docket --up-to 2026-03-01 --as opla-2 --signing-key eva.key
                """)

        @Argument(help: "The agreement, ID@VERSION.") var agreement: String
        @Option(help: "The clause.") var clause: String
        @Option(help: "Everything received up to this day is deleted, YYYY-MM-DD.") var upTo: Day
        @Option(name: .customLong("receipt"), help: "Only what these receipts gave; may be repeated.") var receipts:
            [Int64] = []
        @OptionGroup var signer: SignerOptions
        @OptionGroup var store: StoreOptions

        func run() throws {
            let signer = try signer.required(store)
            let desk = try ObligationDesk(store.open().governance, terms: SharingTerms.shipped())
            try signing {
                try desk.certifyDeletion(agreement, clause: clause, upTo: upTo, receipts: receipts, by: signer)
                Terminal.print("The certificate of deletion is taken.")
            }
        }
    }

    struct Breach: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "breach",
            abstract: "An obligation was broken: what the clause permits ends at once.",
            discussion:
                "Example: amparo obligation breach orr-opla@1 --clause docket --reason @why.txt --as hhs-inspector")

        @Argument(help: "The agreement, ID@VERSION.") var agreement: String
        @Option(help: "The clause.") var clause: String
        @Option(help: "What happened, or @FILE (sealed).") var reason: String
        @Option(help: "The account: a privacy officer of a party, or oversight.") var `as`: String
        @OptionGroup var store: StoreOptions

        func run() throws {
            let desk = try ObligationDesk(store.open().governance, terms: SharingTerms.shipped())
            let reason = Sensitive(try PrivateWords.read(reason, what: "the reason"))
            try desk.findBreach(agreement, clause: clause, reason: reason, by: `as`)
            Terminal.print("What \(agreement)#\(clause) permits has ended.")
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract:
                "Ends every clause whose recipients had to delete by now and have not certified it. Run it daily.",
            discussion: "Each ingest does it too. Example: amparo obligation check --json")

        @Flag(help: "Answer as JSON.") var json = false
        @OptionGroup var store: StoreOptions

        func run() throws {
            let lapsed = try ObligationDesk(store.open().governance, terms: SharingTerms.shipped()).endLapsed()
            Answer.list(
                "ended",
                lapsed.map {
                    .object([
                        JSON.Member("clause", .string($0.clause)), JSON.Member("receipt", .number(String($0.receipt))),
                    ])
                }, json: json, none: "No certificate of deletion is missing.")
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Every report, certificate and breach.", discussion: "Example: amparo obligation list --json")

        @Flag(help: "Answer as JSON.") var json = false
        @OptionGroup var store: StoreOptions

        func run() throws {
            let reports = try ObligationDesk(store.open().governance, terms: SharingTerms.shipped()).all()
            Answer.list("obligations", reports.map(\.json), json: json, none: "Nothing was reported.")
        }
    }
}

extension ObligationDesk.Report {
    fileprivate var json: JSON {
        .object([
            JSON.Member("entry", .number(String(seq))), JSON.Member("kind", .string(kind)),
            JSON.Member("agreement", .string(agreement)), JSON.Member("clause", .string(clause)),
            JSON.Member("recorded", .string(recorded.description)), JSON.Member("account", .number(String(account))),
            JSON.Member("to", .text(party)), JSON.Member("day", .text(day?.description)),
            JSON.Member("receipts", .array(receipts.map { .number(String($0)) })),
        ])
    }
}
