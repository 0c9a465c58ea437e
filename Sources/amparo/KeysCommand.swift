import AmparoIntake
import AmparoStore
import ArgumentParser

struct KeysCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "The keys of a store.", subcommands: [Rotate.self, Move.self, Settle.self])

    struct Rotate: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rotate",
            abstract:
                "Puts a new key-encryption key in the key file and wraps every key anew; broken off, run it again.",
            discussion: "Example: amparo keys rotate --data /srv/amparo --keys /etc/amparo/amparo.key")

        @Flag(help: "Makes a new signing key of the log instead; the old one signs beside it until --retire-log-key.")
        var logKey = false
        @Flag(help: "Lets the log's older keys sign no more.") var retireLogKey = false
        @OptionGroup var store: StoreOptions

        func run() throws {
            let store = try store.open()
            guard !logKey, !retireLogKey else { return try rotateLogKey(store) }
            try store.keys.rotate()
            Terminal.print("The keys are wrapped under a new key. Copy the key file to its other safe place again.")
        }

        private func rotateLogKey(_ store: OpenStore) throws {
            let log = try store.publishedLog()
            if retireLogKey { try log.retireKeys() }
            if logKey { try log.rotateKey() }
            for key in try log.verifierKeys() { Terminal.print("verifier key: \(key)") }
        }
    }

    struct Move: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "move",
            abstract:
                "Copies the keys of the data folder into an empty database, so that several machines can share them.",
            discussion: """
                Stop every process of the store first. The database must be on another server than the journal, with backups of
                its own that are kept for a short time only. Example:
                  amparo keys move --to postgres://amparo_keys@keys.example.org/amparo_keys
                """)

        @Option(help: "The address of the database, as for AMPARO_DATABASE.") var to: String
        @OptionGroup var store: StoreOptions

        func run() throws {
            let opened = try store.open()
            let target = try KeyPlace.server(to).open(beside: opened.database, creating: true)
            let count = try opened.whileIngesting { try opened.keys.copy(into: target) }
            Terminal.print(
                """
                \(count) keys are in the database. Set AMPARO_KEY_DATABASE to its address on every machine, run `amparo verify`, \
                then destroy keys.sqlite in the data folder and its copies: erasures no longer reach them.
                """)
        }
    }

    struct Settle: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "settle",
            abstract: "Destroys again the keys of persons who were erased; after a copy of the keys was put back.",
            discussion: "Example: amparo keys settle --data /srv/amparo --keys /etc/amparo/amparo.key")

        @OptionGroup var store: StoreOptions

        func run() throws {
            let opened = try store.open()
            let destroyed = try opened.whileIngesting { try Erasure(opened.record).finishAll() }
            Terminal.print("\(destroyed) keys of erased persons were there and are destroyed.")
        }
    }
}
