import AmparoDuties
import AmparoGate
import AmparoModel
import AmparoOversight
import AmparoStore
import ArgumentParser

struct HandoffCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "handoff",
        abstract: "Offers of duties and tidings: who was asked, and what a named person answered.",
        discussion: """
            Examples:
              amparo handoff list --agency dhs.ice.opla --state offered
              amparo handoff accept 212.3 --as opla-los
              amparo handoff decline 212.3 --reason wrong-office --proposal dhs.ice.opla/trial-attorney-office@SND --as opla-los
            """,
        subcommands: [List.self, Accept.self, Decline.self, Complete.self, Again.self, Withdraw.self])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Handoffs as they stand, in the order in which they were offered.",
            discussion: "Example: amparo handoff list --agency dhs.ice.opla --state offered --json")

        @Option(help: "Only what this agency received.") var agency: String?
        @Option(help: "Only what this role received.") var role: String?
        @Option(help: "Only what this office received.") var office: String?
        @Option(help: "Only of this child.") var child: Int64?
        @Option(help: "Only in this state; may be given several times.") var state: [String] = []
        @Option(help: "How many at most, 1 to 10000.") var limit = 100
        @Flag(help: "Answer as JSON.") var json = false
        @OptionGroup var store: StoreOptions

        func run() throws {
            guard (1...10_000).contains(limit) else { throw ValidationError("--limit must be 1 to 10000.") }
            let states = try state.map { word in
                guard let state = HandoffStanding.allCases.first(where: { "\($0)" == word }) else {
                    throw ValidationError(
                        "A state is one of \(HandoffStanding.allCases.map { "\($0)" }.joined(separator: ", ")).")
                }
                return state
            }
            let store = try store.open()
            let meant = WorkPage.Question(asOf: Clock.today, agency: agency, role: role, office: office, limit: limit)
            let handoffs = try store.database.read { connection in
                try HandoffList(connection).list(
                    HandoffList.Question(
                        isReceiver: meant.isMeant, subject: child.map { DutySubject(.child, $0) }, states: Set(states),
                        limit: limit))
            }
            let named = try store.dutyDesk().people.named(in: handoffs.map(\.answerEntry))
            Answer.list(
                "handoffs", handoffs.map { $0.json(named[$0.answerEntry]) }, json: json, none: "There is no handoff.")
        }
    }

    struct Accept: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "accept",
            abstract: "A named person of the receiving post, or its deputy, takes it on.",
            discussion: "Example: amparo handoff accept 212.3 --as opla-los")

        @OptionGroup var named: Named

        func run() throws { try named.act("It is accepted.") { .accepted(handoff: $0, by: $1) } }
    }

    struct Decline: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "decline",
            abstract: "A named person of the receiving post says no, and why; of a wrong office, perhaps whose it is.",
            discussion: """
                Reasons: \(DeclineReason.allCases.map(\.rawValue).joined(separator: ", ")).
                Example: amparo handoff decline 212.3 --reason wrong-office --proposal dhs.ice.opla/trial-attorney-office@SND \\
                  --as opla-los
                """)

        @OptionGroup var named: Named
        @Option(help: "Why.") var reason: String
        @Option(help: "Of a wrong office: the post whose it is.") var proposal: String?

        func run() throws {
            guard let why = DeclineReason(rawValue: reason) else {
                throw ValidationError(
                    "A reason is one of \(DeclineReason.allCases.map(\.rawValue).joined(separator: ", ")).")
            }
            let post = try proposal.map(OfficeCommand.post)
            try named.act("It is declined; the duty stays with the sender.") {
                .declined(handoff: $0, by: $1, reason: why, proposal: post)
            }
        }
    }

    struct Complete: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "complete",
            abstract: "The person who took it on says that it is done.",
            discussion: "Example: amparo handoff complete 212.3 --as opla-los")

        @OptionGroup var named: Named

        func run() throws { try named.act("It is completed.") { .completed(handoff: $0, by: $1) } }
    }

    struct Again: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "again",
            abstract: "The holder offers again what was declined, not answered or not delivered.",
            discussion: "Example: amparo handoff again 212.3 --as specialist-los")

        @OptionGroup var named: Named

        func run() throws { try named.act("It is offered again.") { .offeredAgain(handoff: $0, by: $1) } }
    }

    struct Withdraw: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "withdraw",
            abstract: "The holder takes an offer back.",
            discussion: "Example: amparo handoff withdraw 212.3 --as specialist-los")

        @OptionGroup var named: Named

        func run() throws { try named.act("It is taken back.") { .withdrawn(handoff: $0, by: $1) } }
    }

    /// One handoff, and who acts.
    struct Named: ParsableArguments {
        @Argument(help: "The handoff, as the list or a message names it.") var id: String
        @Option(help: "The account that acts.") var `as`: String
        @OptionGroup var store: StoreOptions

        func act(_ done: String, _ act: @escaping (UInt32, ActingPerson) -> Act) throws {
            let store = try store.open()
            guard let name = try HandoffName(id) ?? store.handoff(told: id) else {
                throw ValidationError("Name a handoff as the list or the message names it.")
            }
            let acted = try store.dutyDesk().act(name.subject, by: `as`) { act(name.number, $0) }
            try DutyCommand.answer(acted, done)
        }
    }
}

extension StandingHandoff {
    /// The handoff in the shape of COMMANDS.md.
    func json(_ answeredBy: String?) -> JSON {
        let isAccepted = state == .accepted || state == .completed
        return .object([
            JSON.Member("id", .string(reference.description)),
            JSON.Member("duty", .string(DutyName(subject: subject, duty: duty).description)),
            JSON.Member("from", .string(from.description)),
            JSON.Member("to", .string(to.description)),
            JSON.Member("state", .string("\(state)")),
            JSON.Member("offered", .string(offered.description)),
            JSON.Member("delivered", .text(delivered?.description)),
            JSON.Member("opened", .text(opened?.description)),
            JSON.Member("accepted", .text(isAccepted ? answered?.description : nil)),
            JSON.Member("acceptedBy", .text(isAccepted ? answeredBy : nil)),
            JSON.Member("reason", .string(reason)),
            JSON.Member("content", .string("\(content)")),
            JSON.Member("acceptBy", .string(acceptBy.description)),
            JSON.Member("declined", .text(declined.isEmpty ? nil : declined)),
            JSON.Member("withheldBy", .text(withheldBy.isEmpty ? nil : withheldBy)),
        ])
    }
}
