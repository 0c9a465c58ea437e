import AmparoGate
import AmparoIntake
import AmparoModel
import AmparoOversight
import AmparoServer
import AmparoStore
import ArgumentParser
import Foundation

struct APICommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "api",
        abstract: "The API for machines: its document, and a token for one request.",
        discussion: """
            Examples:
              amparo api openapi > openapi.json
              amparo api token specialist-los --purpose child-welfare --signing-key los.key
            """,
        subcommands: [Token.self, Document.self])

    struct Token: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "token",
            abstract: "Prints a signed token: good for one request and some minutes, for one purpose.",
            discussion: """
                Whoever holds the key can make it on another machine: docs/api.md says how.
                Example: curl -H "Authorization: Bearer $(amparo api token maria --purpose safety-check --signing-key m.key)" \\
                  http://localhost:8080/api/v1/children/17
                """)

        @Argument(help: "The account.") var account: String
        @Option(help: "The purpose, one that the account's role holds.") var purpose: String
        @Option(name: .long, help: "The file with the account's private key.") var signingKey: String
        @Option(help: "The server's name (default: the origin of this store's log).") var audience: String?
        @Option(help: "For how many seconds it is good, 1 to 300.") var seconds: Int64 = 300
        @OptionGroup var store: StoreOptions

        func validate() throws {
            guard (1...300).contains(seconds) else { throw ValidationError("--seconds is 1 to 300.") }
        }

        func run() throws {
            let key = try SigningKeyFile(path: signingKey, dataFolder: store.folder).load()
            let name = try audience ?? store.open().apiName()
            Terminal.print(
                try APIToken.make(
                    account: account, purpose: purpose, audience: name, id: "cli-" + UUID().uuidString.lowercased(),
                    at: Clock.now(), seconds: seconds, key: key))
        }
    }

    struct Document: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "openapi", abstract: "Prints the OpenAPI 3.1 document.",
            discussion: "Example: amparo api openapi > openapi.json")

        func run() throws { Terminal.print(OpenAPI.document.description) }
    }
}
