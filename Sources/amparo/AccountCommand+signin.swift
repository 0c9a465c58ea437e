import AmparoGate
import AmparoModel
import AmparoSharing
import AmparoStore
import ArgumentParser
import Foundation

extension AccountCommand {
    struct Invite: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "invite",
            abstract: "Prints a one-time link with which the holder sets password and authenticator.",
            discussion: """
                The link works once, until the end of its last day; only its hash is kept. It is signed by the holder's own key,
                or by those who may attest the account. A new link ends an earlier one that was not used; once it is used, the
                former password, codes and sessions are worth nothing. Give the link to the holder and to nobody else.
                Examples:
                  amparo account invite orr-privacy --as orr-privacy --signing-key ~/keys/ana.key
                  amparo account invite manager-7 --as orr-privacy --signing-key ~/keys/ana.key --site https://amparo.example
                """)

        @Argument(help: "The account.") var id: String
        @Option(help: "The address at which the site is reached.") var site = "http://127.0.0.1:8080"
        @Option(help: "How many days after today the link stands, 0 to 7.") var days = 2
        @OptionGroup var signer: SignerOptions
        @OptionGroup var second: SecondSignerOptions
        @OptionGroup var store: StoreOptions

        func validate() throws {
            guard site.hasPrefix("https://") || site.hasPrefix("http://") else {
                throw ValidationError("--site begins with https:// (or http:// on this machine).")
            }
        }

        func run() throws {
            let signers = try [signer.required(store), second.signer(store)].compactMap(\.self)
            let desk = try CredentialDesk(store.open().governance)
            try signing {
                let (link, until) = try desk.invite(id, days: days, by: signers)
                Terminal.print("\(site.trimmingSuffix("/"))/sign-in/link/\(link.text)")
                guard Terminal.isTerminal else { return }
                Terminal.say("The link is for the account \(id), works once, and stands until the end of \(until).")
            }
        }
    }

    struct Link: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "link",
            abstract: "Says that a person of an OpenID provider is the holder of an account.",
            discussion: """
                Signed like a one-time link. The subject is the provider's own name of the person (the claim `sub`); it is sealed.
                Example: amparo account link manager-7 --issuer https://id.example --subject @sub.txt --as orr-privacy \
                  --signing-key ~/keys/ana.key
                """)

        @Argument(help: "The account.") var id: String
        @Option(help: "The provider's issuer, exactly as it names itself.") var issuer: String
        @Option(help: "The person's subject at the provider, or @FILE (sealed).") var subject: String
        @OptionGroup var signer: SignerOptions
        @OptionGroup var second: SecondSignerOptions
        @OptionGroup var store: StoreOptions

        func run() throws {
            let signers = try [signer.required(store), second.signer(store)].compactMap(\.self)
            let desk = try IdentityDesk(store.open().governance)
            try signing {
                try desk.link(
                    id, issuer: issuer, subject: Sensitive(PrivateWords.read(subject, what: "the subject")),
                    by: signers)
                Terminal.print("The account \(id) is signed in to by that person of \(issuer).")
            }
        }
    }

    struct Certificate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Registers the client certificate by which a machine is known (serve --client-certificates).",
            discussion: """
                It takes the signature of those who may attest the account. Any certificate will do, one that the machine has
                made itself too: its fingerprint is what counts. It asks for the purposes named and for no others.
                Examples:
                  amparo account certificate docket-feed machine.pem --purpose court-appearance --until 2027-06-01 --as court-privacy \
                    --signing-key ~/keys/eva.key
                  amparo account certificate docket-feed machine.pem --end
                """)

        @Argument(help: "The account.") var id: String
        @Argument(help: "A PEM file with the certificate.") var file: String
        @Option(help: "A purpose it may ask for; may be said more than once.") var purpose: [String] = []
        @Option(help: "The last day on which it is taken, YYYY-MM-DD, at most 397 days away.") var until: Day?
        @Flag(help: "Takes the certificate away.") var end = false
        @OptionGroup var signer: SignerOptions
        @OptionGroup var second: SecondSignerOptions
        @OptionGroup var store: StoreOptions

        func validate() throws {
            guard end == (until == nil), end == purpose.isEmpty else {
                throw ValidationError("Give --until and --purpose to register it, or --end to take it away.")
            }
        }

        func run() throws {
            let fingerprint = try CertificateFile(path: file).fingerprint()
            let desk = try CertificateDesk(store.open().governance, terms: .shipped())
            guard let until else {
                try desk.end(fingerprint)
                Terminal.print("The certificate is taken no more.")
                return
            }
            let signers = try [signer.required(store), second.signer(store)].compactMap(\.self)
            try signing {
                try desk.register(fingerprint, for: id, purposes: purpose, until: until, by: signers)
                Terminal.print("The account \(id) is known by this certificate until the end of \(until).")
            }
        }
    }

    struct Sign: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "sign",
            abstract: "Signs statements that a page or command showed, and prints the signatures, one on each line.",
            discussion: """
                It needs no store, so it runs where the key is kept. Read the statements first: whoever signs answers for them.
                Example: amparo account sign statements.txt --signing-key ~/keys/ana.key
                """)

        @Argument(help: "The file with the statements, as they were shown; - is standard input.") var file: String
        @Option(help: "The file with your private signing key.") var signingKey: String
        @OptionGroup var store: StoreOptions

        func run() throws {
            let text = try PrivateWords.read("@" + file, what: "the statements")
            let statements = try Statement.all(in: text)
            let path = URL(fileURLWithPath: signingKey).standardizedFileURL.path
            let key = try SigningKeyFile(path: path, dataFolder: store.folder).load()
            for statement in statements {
                if Terminal.isTerminal {
                    Terminal.say("Signed as \(statement.account): \(statement.act), \(statement.about)")
                }
                Terminal.print(Hexadecimal.text(try key.sign(statement)))
            }
        }
    }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
    }
}
