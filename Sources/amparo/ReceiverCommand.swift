import AmparoDelivery
import AmparoGate
import AmparoModel
import AmparoOversight
import AmparoStore
import ArgumentParser
import Foundation

struct ReceiverCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "receiver",
        abstract: "Who is told of handoffs, and by which channel: webhook, mail, mailbox, or encrypted files.",
        discussion: """
            A receiver stands for posts: `party`, `party@office`, `party/role` or `party/role@office`; the narrowest is taken. Its
            address is sealed. Each message is decided on for the receiver's account, when it is sent.
            It is a way out of the record: a privacy officer or the steward signs each change.
            Examples:
              amparo receiver add sna --posts dhs.ice.ero/ero-officer@SNA --account ero-machine \\
                --webhook https://hooks.example.gov/amparo --as orr-privacy --signing-key ana.key
              amparo receiver add clinic --posts counsel --account clinic-machine --mail @address.txt \\
                --as orr-privacy --signing-key ana.key
              amparo receiver rotate sna --overlap-hours 48 --as orr-privacy --signing-key ana.key
            """,
        subcommands: [Add.self, List.self, Remove.self, Rotate.self])

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add",
            abstract: "Adds a receiver.",
            discussion: """
                Exactly one of --webhook, --mail, --mailbox, --drop. An address may be @FILE.
                Example: amparo receiver add field --posts hhs.orr@SAT --account orr-sat --drop /srv/drop/sat --key amdk_… \\
                  --as orr-privacy --signing-key ana.key
                """)

        @Argument(help: "A name for it, a code.") var name: String
        @Option(help: "The posts it stands for.") var posts: String
        @Option(help: "The account in whose name it is told.") var account: String
        @Option(help: "An HTTPS address, or @FILE.") var webhook: String?
        @Option(help: "A mail address, or @FILE.") var mail: String?
        @Flag(help: "Messages wait here until they are collected.") var mailbox = false
        @Option(help: "A folder for encrypted files.") var drop: String?
        @Option(help: "The recipient's public key for --drop, amdk_….") var key: String?
        @Flag(help: "Signs webhooks with a shared secret (HMAC) in place of Ed25519.") var hmac = false
        @Option(help: "The language of mails: both, english, spanish.") var language = "both"
        @Option(help: "The most transmissions an hour; 0 for no limit (mail: 12 unless said).") var cap: Int64?
        @Option(help: "Minutes in which what comes after a mail waits for the next (15 for mail, else 0).") var window:
            Int64?
        @Option(help: "Hours between two heartbeats; 0 for none.") var heartbeat: Int64 = 24
        @OptionGroup var signer: SignerOptions
        @OptionGroup var store: StoreOptions

        func run() throws {
            let channels: [(ReceiverRecord.Channel, String)] =
                [(.webhook, webhook), (.mail, mail), (.mailbox, mailbox ? "" : nil), (.drop, drop)].compactMap {
                    channel, address in address.map { (channel, $0) }
                }
            guard channels.count == 1 else {
                throw ValidationError("Exactly one of --webhook, --mail, --mailbox, --drop is given.")
            }
            let (channel, given) = channels[0]
            let words = ["both": ReceiverRecord.Language.both, "english": .english, "spanish": .spanish]
            guard let language = words[language] else {
                throw ValidationError("--language is both, english or spanish.")
            }
            var recipient: [UInt8] = []
            if let key {
                guard let bytes = DropKey.publicBytes(key) else {
                    throw ValidationError("--key is amdk_ and 44 characters.")
                }
                recipient = bytes
            }
            let signer = try signer.required(store)
            let store = try store.open()
            let isMail = channel == .mail
            let address = ReceiverAddress(try PrivateWords.read(given, what: "the address"))
            try signing {
                let receiver = try ReceiverDesk(store.outbox, now: Clock.now).add(
                    ReceiverRecord(
                        number: 0, name: name, posts: posts, channel: channel, account: account,
                        signing: hmac ? .hmac : .ed25519, recipientKey: recipient, language: language,
                        hourlyCap: cap ?? (isMail ? 12 : 0), windowMinutes: window ?? (isMail ? 15 : 0),
                        heartbeatHours: heartbeat), at: address, signing: store.receiverSigning(signer))
                Terminal.print("Receiver \(receiver.number) (\(receiver.name)) is added.")
                if channel == .webhook || channel == .drop {
                    Terminal.print(
                        "It verifies what is sent with \(try MessageKeys(store.keys).verification(of: receiver))")
                }
            }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Every receiver, what has arrived there and what waits; no address.",
            discussion: "Example: amparo receiver list --json")

        @Flag(help: "Answer as JSON.") var json = false
        @OptionGroup var store: StoreOptions

        func run() throws {
            let listed = try ReceiverDesk(store.open().outbox, now: Clock.now).list()
            Answer.list("receivers", listed.map(\.json), json: json, none: "No receiver was added.")
        }
    }

    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove",
            abstract: "Takes a receiver away; what waits goes to who stands for its posts then.",
            discussion: "Example: amparo receiver remove sna --as orr-privacy --signing-key ana.key")

        @Argument(help: "Its name.") var name: String
        @OptionGroup var signer: SignerOptions
        @OptionGroup var store: StoreOptions

        func run() throws {
            let signer = try signer.required(store)
            let store = try store.open()
            try signing {
                try ReceiverDesk(store.outbox, now: Clock.now).remove(name, signing: store.receiverSigning(signer))
                Terminal.print("Receiver \(name) is removed.")
            }
        }
    }

    struct Rotate: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rotate",
            abstract: "Signs with a new key from now on, and with the old one beside it for a while.",
            discussion:
                "Example: amparo receiver rotate sna --overlap-hours 48 --as orr-privacy --signing-key ana.key")

        @Argument(help: "Its name.") var name: String
        @Option(help: "For how many hours both keys sign.") var overlapHours: Int64 = 48
        @OptionGroup var signer: SignerOptions
        @OptionGroup var store: StoreOptions

        func validate() throws {
            guard (0...8760).contains(overlapHours) else { throw ValidationError("--overlap-hours is 0 to 8760.") }
        }

        func run() throws {
            let signer = try signer.required(store)
            let store = try store.open()
            try signing {
                let receiver = try ReceiverDesk(store.outbox, now: Clock.now).rotate(
                    name, overlap: .seconds(overlapHours * 3600), signing: store.receiverSigning(signer))
                Terminal.print(
                    "It verifies what is sent with \(try MessageKeys(store.keys).verification(of: receiver))")
            }
        }
    }
}

extension OpenStore {
    /// Signs what somebody does with a receiver, for whom that is.
    fileprivate func receiverSigning(_ signer: Signer) -> ReceiverAct.Signing {
        let authority = ReceiverAuthority(governance)
        return { try authority.sign($0.act, receiver: $0.name, content: $0.content, by: signer) }
    }
}

extension ReceiverDesk.Listed {
    fileprivate var json: JSON {
        .object([
            JSON.Member("number", .number(String(receiver.number))), JSON.Member("name", .string(receiver.name)),
            JSON.Member("posts", .string(receiver.posts)), JSON.Member("channel", .string("\(receiver.channel)")),
            JSON.Member("state", .string("\(receiver.state)")), JSON.Member("account", .string(receiver.account)),
            JSON.Member("sent", .number(String(sent))), JSON.Member("waiting", .number(String(waiting))),
            JSON.Member("last", .number(String(last))), JSON.Member("failures", .number(String(failures))),
            JSON.Member("next", .text(next?.description)),
        ])
    }
}
