import AmparoGate
import AmparoIntake
import AmparoModel
import AmparoOversight
import AmparoStore
import ArgumentParser

struct HoldCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "hold",
        abstract: "What keeps a record from being erased: legal holds and retention schedules.",
        discussion: """
            Placing a hold needs no signature; lifting it and setting a schedule do. Without a schedule nobody is erased.
            Examples:
              amparo hold place 212 --matter 1:25-cv-01405 --reason @why.txt --as orr-privacy
              amparo hold lift 5400 --as orr-privacy --signing-key ana.key
              amparo hold schedule child-retention --days 9125 --citation "N1-292-90-4" --as orr-privacy --signing-key ana.key
            """,
        subcommands: [Place.self, Lift.self, Schedule.self, List.self])

    struct Place: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "place",
            abstract: "Places a legal hold on a record.",
            discussion: "Example: amparo hold place 212 --matter 1:25-cv-01405 --reason @why.txt --as orr-privacy")

        @Argument(help: "The record's number.") var record: Int64
        @Option(help: "The matter: a docket number, naming nobody.") var matter: String
        @Option(help: "Why, or @FILE (sealed).") var reason: String
        @Option(help: "The account that places it.") var `as`: String
        @OptionGroup var store: StoreOptions

        func run() throws {
            let reason = Sensitive(try PrivateWords.read(reason, what: "the reason"))
            let id = try HoldDesk(store.open().governance).place(record, matter: matter, reason: reason, by: `as`)
            Terminal.print("Hold \(id) is on record \(record).")
        }
    }

    struct Lift: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "lift",
            abstract: "Lifts a legal hold.",
            discussion: "Example: amparo hold lift 5400 --as orr-privacy --signing-key ana.key")

        @Argument(help: "The hold's number.") var id: Int64
        @OptionGroup var signer: SignerOptions
        @OptionGroup var store: StoreOptions

        func run() throws {
            let signer = try signer.required(store)
            let desk = HoldDesk(try store.open().governance)
            try signing {
                try desk.lift(id, by: signer)
                Terminal.print("Hold \(id) is lifted.")
            }
        }
    }

    struct Schedule: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "schedule",
            abstract: "Says how long records are kept after the last that was recorded of them.",
            discussion: """
                Fewer than \(Hold.shortestAlone) days (five years), or fewer than now, take a second person of another agency: --second.
                Example: amparo hold schedule child-retention --days 9125 --citation "N1-292-90-4" --as orr-privacy \\
                  --signing-key ana.key
                """)

        @Argument(help: "child-retention or sponsor-retention.") var kind: String
        @Option(help: "How many days.") var days: Int64
        @Option(help: "The schedule that says so.") var citation: String
        @OptionGroup var signer: SignerOptions
        @OptionGroup var second: SecondSignerOptions
        @OptionGroup var store: StoreOptions

        func run() throws {
            guard let kind = Hold.Kind.allCases.first(where: { $0.word == kind && $0 != .legal }) else {
                throw ValidationError("A schedule is child-retention or sponsor-retention.")
            }
            let signers = try [signer.required(store)] + (second.signer(store).map { [$0] } ?? [])
            let desk = HoldDesk(try store.open().governance)
            try signing {
                let id = try desk.setRetention(kind, days: days, citation: citation, by: signers)
                Terminal.print("Schedule \(id) is set: \(days) days.")
            }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Every hold and schedule.", discussion: "Example: amparo hold list --open --json")

        @Flag(help: "Only those that stand.") var open = false
        @Flag(help: "Answer as JSON.") var json = false
        @OptionGroup var store: StoreOptions

        func run() throws {
            let all = try HoldDesk(store.open().governance).all().filter { !open || $0.lifted == nil }
            Answer.list("holds", all.map(\.json), json: json, none: "There is no hold and no schedule.")
        }
    }
}

extension Hold {
    fileprivate var json: JSON {
        .object([
            JSON.Member("id", .number(String(id))), JSON.Member("kind", .string(kind.word)),
            JSON.Member("record", record == 0 ? .null : .number(String(record))),
            JSON.Member("matter", .string(matter)),
            JSON.Member("days", kind == .legal ? .null : .number(String(days))),
            JSON.Member("placed", .string(placed.description)), JSON.Member("lifted", .text(lifted?.description)),
        ])
    }
}

struct EraseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase",
        abstract: "Erases a person after two approvals of two home agencies; leaves a certificate of destruction.",
        discussion: """
            The first call asks for it and approves it; the second, by somebody else, approves and carries it out. Not while a
            hold stands or a schedule runs. Receipts and figures stay as they were. Broken off, run the last call again.
            Example: amparo erase 212 --reason @request.txt --as orr-privacy --signing-key ana.key
            """)

    @Argument(help: "The record's number: a child, or a sponsor.") var record: Int64
    @Option(help: "On whose request and by what right, or @FILE (sealed to the person, and gone with them).")
    var reason: String?
    @OptionGroup var signer: SignerOptions
    @OptionGroup var store: StoreOptions

    func run() throws {
        let signer = try signer.required(store)
        let open = try store.open()
        let reason = Sensitive(try reason.map { try PrivateWords.read($0, what: "the reason") } ?? "")
        let desk = ErasureDesk(open.governance)
        try signing {
            let (request, isReady) = try open.whileIngesting { try desk.approve(record, reason: reason, by: signer) }
            guard isReady else {
                Terminal.print(
                    "Request \(request.id) has \(request.approvals.count) approval; an account of another home agency is to "
                        + "approve it within \(ErasureRequest.approvalDays) days, one of the two a privacy officer.")
                return
            }
            let certificate = try open.whileIngesting {
                let done = try Erasure(open.record).erase(record, actor: request.approvals.last?.account ?? 0)
                let counts = DestructionCounts(
                    erasure: done.seq, keys: done.persons.count, quarantines: done.quarantines.count,
                    addresses: done.addresses, marks: done.marks)
                let number = try desk.certify(request, counts)
                try open.bringWorklistUpToDate()
                return (number, counts)
            }
            Terminal.print(
                "Certificate of destruction \(certificate.0): record \(record) was erased by entry \(certificate.1.erasure);"
            )
            Terminal.print(
                "\(certificate.1.keys) keys destroyed, \(certificate.1.addresses) addresses forgotten, "
                    + "\(certificate.1.quarantines) quarantines destroyed, \(certificate.1.marks) numbers not taken again."
            )
        }
    }
}
