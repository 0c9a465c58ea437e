import AmparoDelivery
import AmparoGate
import AmparoModel
import AmparoOversight
import AmparoStore
import ArgumentParser
import Foundation

struct DeliveryCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "delivery",
        abstract: "Messages that were given up, sending them again, what a receiver may have missed, settings.",
        discussion: """
            Examples:
              amparo delivery dead --json
              amparo delivery replay --receiver sna
              amparo delivery missed sna --since 20118
              amparo delivery set smtp-host mail.example.gov
            """,
        subcommands: [Dead.self, Replay.self, Missed.self, Set.self])

    struct Dead: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "dead",
            abstract: "The dead letters, and how many messages wait for posts that no receiver stands for.",
            discussion: "Example: amparo delivery dead --json")

        @Flag(help: "Answer as JSON.") var json = false
        @OptionGroup var store: StoreOptions

        func run() throws {
            let desk = DeliveryDesk(try store.open().outbox, now: Clock.now)
            Answer.list("dead", try desk.dead(limit: 10_000).map(\.json), json: json, none: "There is no dead letter.")
            guard !json else { return }
            for (post, waiting) in try desk.unrouted() {
                Terminal.print("\(waiting) for \(post): no receiver stands for it; see `receiver add`.")
            }
        }
    }

    struct Replay: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "replay",
            abstract: "Sends dead letters again.",
            discussion: "Example: amparo delivery replay 20118 20119")

        @Argument(help: "The numbers of the letters (default: all).") var numbers: [Int64] = []
        @Option(help: "Only those of this receiver.") var receiver: String?
        @Option(help: "The account that acts.") var `as`: String?
        @OptionGroup var store: StoreOptions

        func run() throws {
            let store = try store.open()
            let number = try receiver.map { try ReceiverDesk(store.outbox, now: Clock.now).receiver(named: $0).number }
            let count = try DeliveryDesk(store.outbox, now: Clock.now).replay(
                numbers: numbers.isEmpty ? nil : Swift.Set(numbers), receiver: number, actor: store.actor(`as`))
            Terminal.print("\(count) are sent again with the next delivery.")
        }
    }

    struct Missed: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "missed",
            abstract: "Everything that was for a receiver after a number: against it the receiver checks what it has.",
            discussion: "Example: amparo delivery missed sna --since 20118 --json")

        @Argument(help: "The receiver's name.") var receiver: String
        @Option(help: "The last number it is sure of.") var since: Int64
        @Flag(help: "Answer as JSON.") var json = false
        @OptionGroup var store: StoreOptions

        func run() throws {
            let store = try store.open()
            let number = try ReceiverDesk(store.outbox, now: Clock.now).receiver(named: receiver).number
            let missed = try DeliveryDesk(store.outbox, now: Clock.now).missed(by: number, since: since, limit: 10_000)
            Answer.list("messages", missed.letters.map(\.json), json: json, none: "There was nothing.")
            if !json { Terminal.print("Nothing is missing any more up to \(missed.completeTo).") }
        }
    }

    struct Set: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "set",
            abstract: "Says a setting of the delivery, or takes it back; without a name, shows them.",
            discussion: """
                \(DeliverySettings.Name.allCases.map(\.rawValue).joined(separator: ", ")).
                Example: amparo delivery set smtp-from amparo@example.gov
                """)

        @Argument(help: "The setting.") var name: String?
        @Argument(help: "Its value; left out, it is taken back.") var value: String?
        @OptionGroup var store: StoreOptions

        func run() throws {
            let store = try store.open()
            guard let name else {
                for (name, value) in try store.deliverySettings().values.sorted(by: {
                    $0.key.rawValue < $1.key.rawValue
                }) {
                    Terminal.print("\(name.rawValue) \(Terminal.cell(value))")
                }
                return
            }
            guard let known = DeliverySettings.Name(rawValue: name) else {
                throw ValidationError("There is no setting of that name.")
            }
            try DeliverySettings.set(known, to: value, in: store.database)
        }
    }
}

extension DeliveryDesk.Letter {
    /// The message in the shape of the list.
    var json: JSON {
        .object([
            JSON.Member("number", .number(String(number))), JSON.Member("handoff", .string(handoff)),
            JSON.Member("kind", .string("\(kind)")), JSON.Member("post", .string(post)),
            JSON.Member("state", .string("\(standing)")),
            JSON.Member("receiver", receiver == 0 ? .null : .number(String(receiver))),
            JSON.Member("attempts", .number(String(attempts))),
            JSON.Member("reason", .text(reason.isEmpty ? nil : reason)),
            JSON.Member("since", .string(since.description)),
        ])
    }
}

extension OpenStore {
    /// The number of the account that acts; 0 when none is named.
    func actor(_ account: String?) throws -> Int64 {
        guard let account else { return 0 }
        let now = Clock.now()
        let directory = AccountDirectory(governance)
        guard
            let standing = try database.read({ try directory.standing(ofAccount: account, at: now, on: $0) }),
            !standing.isLocked
        else { throw Refusal("There is no open account of that name; see `account list`.") }
        return standing.number
    }
}
