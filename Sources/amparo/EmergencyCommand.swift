import AmparoGate
import AmparoModel
import AmparoOversight
import AmparoSharing
import AmparoStore
import ArgumentParser

struct EmergencyCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "emergency",
        abstract: "Break-glass: one child, a few hours, a reason, a second person or oversight told, and a review.",
        discussion: """
            For somebody of DHS a second person and notice to an oversight account; within the welfare side one of the two.
            Notice counts when the oversight party takes note of it; who opened it cannot say so for them.
            Nothing crosses the floor. Not reviewed within 72 hours, the account opens no other. Three in thirty days.
            Examples:
              amparo emergency open 212 --hours 4 --for safety-check --reason @why.txt --health-or-safety \\
                --tell hhs-inspector --as manager-7 --signing-key ana.key
              amparo emergency note 5120 --as hhs-inspector --signing-key eva.key
              amparo emergency second 5120 --as manager-9 --signing-key luis.key
              amparo emergency review 5120 --outcome upheld --reason @review.txt --as hhs-inspector --signing-key eva.key
            """,
        subcommands: [
            Open.self, Second.self, Tell.self, Note.self, Notices.self, Notified.self, Review.self, List.self,
        ])

    struct Open: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "open",
            abstract: "Opens an emergency for one child and the account that opens it.",
            discussion: """
                Example: amparo emergency open 212 --hours 4 --for safety-check --reason @why.txt --health-or-safety \\
                  --tell hhs-inspector --as manager-7 --signing-key ana.key
                """)

        @Argument(help: "The child's record number.") var record: Int64
        @Option(help: "For how many hours, 1 to 24.") var hours: Int64
        @Option(name: .customLong("for"), help: "The purpose.") var purpose: String
        @Option(help: "Why it cannot wait, or @FILE (sealed).") var reason: String
        @Flag(help: "It is a matter of health or safety: the subject is told (5 USC 552a(b)(8)).") var healthOrSafety =
            false
        @Option(help: "The oversight account to which notice is sent at once.") var tell: String?
        @OptionGroup var signer: SignerOptions
        @OptionGroup var store: StoreOptions

        func run() throws {
            let signer = try signer.required(store)
            let store = try store.open()
            let desk = try EmergencyDesk(store.governance, codes: SharingTerms.shipped())
            let reason = Sensitive(try PrivateWords.read(reason, what: "the reason"))
            try signing {
                let id = try desk.open(
                    record, hours: hours, purpose: purpose, reason: reason, isHealthOrSafety: healthOrSafety,
                    telling: tell,
                    by: signer)
                // The notice to the oversight party is a handoff: with it the message is in the outbox.
                try store.unlessIngesting { try store.bringDutiesUpToDate() }
                Terminal.print(
                    "Emergency \(id) is open. It must be reviewed within \(Emergency.reviewHours) hours by somebody else."
                )
            }
        }
    }

    struct Second: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "second",
            abstract: "A second person confirms that it is one.",
            discussion: "Example: amparo emergency second 5120 --as manager-9 --signing-key luis.key")

        @OptionGroup var signed: SignedEmergency

        func run() throws {
            try signed.act { desk, id, signer in
                try desk.second(id, by: signer)
                Terminal.print("Emergency \(id) has its second person.")
            }
        }
    }

    struct Tell: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "tell",
            abstract: "Sends notice to an oversight account; it is told when it takes note.",
            discussion: "Example: amparo emergency tell 5120 --oversight hhs-inspector --as manager-7")

        @Argument(help: "The emergency's number.") var id: Int64
        @Option(help: "The account of the inspector or auditor.") var oversight: String
        @Option(help: "The account that sends it.") var `as`: String
        @OptionGroup var store: StoreOptions

        func run() throws {
            let store = try store.open()
            try EmergencyDesk(store.governance, codes: SharingTerms.shipped()).notify(
                id, oversight: oversight, by: `as`)
            try store.unlessIngesting { try store.bringDutiesUpToDate() }
            Terminal.print(
                "Emergency \(id): notice is sent to \(oversight), who takes note with `amparo emergency note`.")
        }
    }

    struct Note: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "note",
            abstract: "The oversight party takes note of an emergency: from this second it is told.",
            discussion: "Example: amparo emergency note 5120 --as hhs-inspector --signing-key eva.key")

        @OptionGroup var signed: SignedEmergency

        func run() throws {
            try signed.act { desk, id, signer in
                try desk.takeNote(id, by: signer)
                Terminal.print("Emergency \(id): \(signer.account) has taken note.")
            }
        }
    }

    struct Notices: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "notices",
            abstract: "The notices that wait for an oversight account.",
            discussion: "Example: amparo emergency notices --as hhs-inspector --json")

        @Option(help: "The account of the inspector or auditor.") var `as`: String
        @Flag(help: "Answer as JSON.") var json = false
        @OptionGroup var store: StoreOptions

        func run() throws {
            let now = Clock.now()
            let desk = try EmergencyDesk(store.open().governance, codes: SharingTerms.shipped())
            Answer.list(
                "notices", try desk.notices(for: `as`).map { $0.json(at: now) }, json: json, none: "No notice waits.")
        }
    }

    struct Notified: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "notified",
            abstract: "Records that the person it is about was told.",
            discussion: "Example: amparo emergency notified 5120 --on 2026-06-02 --as manager-7")

        @Argument(help: "The emergency's number.") var id: Int64
        @Option(help: "The day, YYYY-MM-DD.") var on: Day
        @Option(help: "The account that told the person.") var `as`: String
        @OptionGroup var store: StoreOptions

        func run() throws {
            let desk = try EmergencyDesk(store.open().governance, codes: SharingTerms.shipped())
            try desk.subjectTold(id, on: on, by: `as`)
            Terminal.print("Emergency \(id): the person was told on \(on).")
        }
    }

    struct Review: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "review",
            abstract: "Looks at an emergency afterwards: upheld, or misuse, which ends it at once.",
            discussion: """
                Example: amparo emergency review 5120 --outcome upheld --reason @review.txt --as hhs-inspector \\
                  --signing-key eva.key
                """)

        @Argument(help: "The emergency's number.") var id: Int64
        @Option(help: "upheld or misuse.") var outcome: String
        @Option(help: "Why, or @FILE (sealed).") var reason: String
        @OptionGroup var signer: SignerOptions
        @OptionGroup var store: StoreOptions

        func run() throws {
            guard let outcome = Emergency.Outcome.allCases.first(where: { $0.word == outcome }) else {
                throw ValidationError("--outcome is upheld or misuse.")
            }
            let signer = try signer.required(store)
            let desk = try EmergencyDesk(store.open().governance, codes: SharingTerms.shipped())
            let reason = Sensitive(try PrivateWords.read(reason, what: "the reason"))
            try signing {
                try desk.review(id, outcome, reason: reason, by: signer)
                Terminal.print("Emergency \(id) is reviewed: \(outcome.word).")
            }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Every emergency, and what it still owes: review, notice to the subject.",
            discussion: "Example: amparo emergency list --open --json")

        @Flag(help: "Only those that still owe something.") var open = false
        @Flag(help: "Answer as JSON.") var json = false
        @OptionGroup var store: StoreOptions

        func run() throws {
            let now = Clock.now()
            let all = try EmergencyDesk(store.open().governance, codes: SharingTerms.shipped()).all()
                .filter { !open || $0.reviewed == nil || $0.owesNotice }
            Answer.list("emergencies", all.map { $0.json(at: now) }, json: json, none: "There is none.")
        }
    }
}

extension Emergency {
    fileprivate func json(at now: Instant) -> JSON {
        .object([
            JSON.Member("id", .number(String(id))), JSON.Member("record", .number(String(record))),
            JSON.Member("account", .number(String(account))), JSON.Member("purpose", .string(purpose)),
            JSON.Member("opened", .string(opened.description)), JSON.Member("until", .string(until.description)),
            JSON.Member("secondPerson", .bool(seconded != nil)),
            JSON.Member("oversightTold", .bool(oversightTold != nil)),
            JSON.Member("outcome", .text(outcome?.word)),
            JSON.Member("reviewOverdue", .bool(isReviewOverdue(at: now))), JSON.Member("owesNotice", .bool(owesNotice)),
        ])
    }
}

/// An emergency, and who signs an act about it.
struct SignedEmergency: ParsableArguments {
    @Argument(help: "The emergency's number.") var id: Int64
    @OptionGroup var signer: SignerOptions
    @OptionGroup var store: StoreOptions

    /// Runs an act that its signer answers for.
    func act(_ body: (EmergencyDesk, Int64, Signer) throws -> Void) throws {
        let signer = try signer.required(store)
        let desk = try EmergencyDesk(store.open().governance, codes: SharingTerms.shipped())
        try signing { try body(desk, id, signer) }
    }
}
