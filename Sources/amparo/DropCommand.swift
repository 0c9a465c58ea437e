import AmparoDelivery
import AmparoStore
import ArgumentParser
import Foundation

struct DropCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "drop",
        abstract: "Encrypted files for offices that have nothing but a folder: a key of one's own, and opening them.",
        discussion: """
            Needs no store. The recipient makes a key and gives the public half to the sender, and gets the sender's whpk_ key.
            Examples:
              amparo drop key office.key
              amparo drop open amparo-4-20118-20121-3.drop --key office.key --sender whpk_…
            """,
        subcommands: [Key.self, Open.self])

    struct Key: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "key",
            abstract: "Makes a key; prints its public half.", discussion: "Example: amparo drop key office.key")

        @Argument(help: "The file for the secret half; it is made.") var file: String

        func run() throws {
            guard !FileManager.default.fileExists(atPath: file) else {
                throw Refusal("The file is there already and is never overwritten; name another.")
            }
            guard let key = DropKey(secret: try RandomSource.system().bytes(32)) else {
                throw StoreError(.noRandomness)
            }
            try DurableFile.write(Array(key.text.utf8), to: file, mode: 0o600, syncing: true)
            Terminal.print(key.publicText)
        }
    }

    struct Open: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "open",
            abstract: "Opens a file and prints what is in it: a JSON array of CloudEvents.",
            discussion: "Example: amparo drop open amparo-4-20118-20121-3.drop --key office.key --sender whpk_…")

        @Argument(help: "The file.") var file: String
        @Option(help: "The recipient's key file.") var key: String
        @Option(help: "The sender's key, whpk_….") var sender: String

        func run() throws {
            guard let sender = DropKey.publicBytes(sender, prefix: "whpk_") else {
                throw ValidationError("--sender is whpk_ and 44 characters.")
            }
            guard let text = try DurableFile.read(key, limit: 4096),
                let key = DropKey(text: String(decoding: text, as: UTF8.self))
            else { throw Refusal("The key file is none; make one with `amparo drop key`.") }
            guard let sealed = try DurableFile.read(file, limit: DropFile.longest) else {
                throw Refusal("There is no such file; check its name.")
            }
            let opened = try DropFile.open(sealed, secret: key.secret, sender: sender)
            Terminal.write(String(decoding: opened, as: UTF8.self), to: 1)
        }
    }
}
