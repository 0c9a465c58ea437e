import AmparoDelivery
import AmparoModel
import AmparoOversight
import AmparoStore
import ArgumentParser
import Foundation

struct MailboxCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "mailbox",
        abstract: "Messages for partners without software of their own: how many wait, and taking them.",
        discussion: """
            Examples:
              amparo mailbox list
              amparo mailbox collect clinic --to messages.json
            """,
        subcommands: [List.self, Collect.self])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Every mailbox with how many messages wait, and since when.",
            discussion: "Example: amparo mailbox list --json")

        @Flag(help: "Answer as JSON.") var json = false
        @OptionGroup var store: StoreOptions

        func run() throws {
            let store = try store.open()
            let mailbox = try store.mailbox()
            let boxes = try ReceiverDesk(store.outbox, now: Clock.now).list().map(\.receiver)
                .filter { $0.channel == .mailbox && $0.state == .active }
            let rows = try boxes.map { receiver -> JSON in
                let (waiting, oldest) = try mailbox.list(receiver)
                return .object([
                    JSON.Member("name", .string(receiver.name)), JSON.Member("posts", .string(receiver.posts)),
                    JSON.Member("waiting", .number(String(waiting))), JSON.Member("oldest", .text(oldest?.description)),
                ])
            }
            Answer.list("mailboxes", rows, json: json, none: "There is no mailbox.")
        }
    }

    struct Collect: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "collect",
            abstract:
                "Writes the messages of a mailbox to a file, a JSON array of CloudEvents; that is their delivery.",
            discussion: """
                If it is interrupted before the file is whole, the same messages are given again.
                Example: amparo mailbox collect clinic --to messages.json --as clinic-clerk
                """)

        @Argument(help: "The mailbox's name.") var name: String
        @Option(help: "The file; it is made, or nothing is taken.") var to: String
        @Option(help: "The account that takes them.") var `as`: String?
        @OptionGroup var store: StoreOptions

        func run() throws {
            let store = try store.open()
            guard !FileManager.default.fileExists(atPath: to) else {
                throw Refusal("The file is there already; name another with --to.")
            }
            let receiver = try ReceiverDesk(store.outbox, now: Clock.now).receiver(named: name)
            let (mailbox, path, actor) = (try store.mailbox(), to, try store.actor(`as`))
            let count = try waiting {
                let opened = try await mailbox.open(receiver, limit: 4096)
                try DurableFile.write(opened.events, to: path, mode: 0o600, syncing: true)
                try await mailbox.collected(opened, by: actor)
                return opened.count
            }
            Terminal.print("\(count) messages are collected.")
        }
    }
}

extension OpenStore {
    /// The mailboxes of this store.
    func mailbox() throws -> Mailbox {
        try Mailbox(
            outbox, gate: sendingGate(), reporting: handoffReporting(), sender: deliverySettings().sender,
            now: now)
    }
}
