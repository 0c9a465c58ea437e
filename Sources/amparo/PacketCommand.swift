import AmparoGate
import AmparoModel
import AmparoServer
import AmparoSharing
import AmparoStore
import ArgumentParser
import Foundation

struct PacketCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "packet",
        abstract:
            "Counsel's packet for a motion: mailings, addresses, returned mail, oral notice, proofs, a certificate; as a ZIP.",
        discussion: """
            For counsel of the child, whose appearance the court's data or an attached paper shows.
            Example: amparo packet 19 --as counsel-of-record --purpose legal-representation --out ./packet.zip
            """)

    @Argument(help: "The record's number of the child.") var child: Int64
    @OptionGroup var asker: AskerOptions
    @Option(help: "The file to write.") var out: String
    @Option(help: "The language of its words, en or es.") var language = "en"
    @OptionGroup var store: StoreOptions

    func validate() throws {
        guard ["en", "es"].contains(language) else { throw ValidationError("--language is en or es.") }
    }

    func run() throws {
        let asked = try asker.required(.export)
        let store = try self.store.open()
        let casework = try store.casework()
        let bytes: [UInt8]
        do {
            bytes = try CounselPacket.archive(casework, asked, child: child, language: language, now: store.now()).bytes
        } catch is CounselPacket.Fault {
            throw Refusal(
                "Neither the court's data nor an attached notice of appearance shows that this account appears for the child."
            )
        }
        guard FileManager.default.createFile(atPath: out, contents: Data(bytes), attributes: [.posixPermissions: 0o600])
        else { throw Refusal("The file cannot be written; check --out and your rights to it.") }
        Terminal.print("The packet is in \(out).")
    }
}
