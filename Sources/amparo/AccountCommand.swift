import AmparoGate
import AmparoModel
import AmparoOversight
import AmparoSharing
import AmparoStore
import ArgumentParser
import Foundation

struct AccountCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "account",
        abstract: "Who may ask: open, attest, change and lock accounts; see who gained access.",
        discussion: """
            An account is attested for 90 days. The first of a store is a privacy officer's; every other is granted by a
            privacy officer of the same agency, or by two accounts of two home agencies. Names and addresses are sealed.
            Examples:
              amparo account key ~/keys/ana.key
              amparo account add orr-privacy --agency hhs.orr --role orr-privacy-officer --name @name.txt \\
                --address @address.txt --public-key 5f1c…
              amparo account attest manager-7 --as orr-privacy --signing-key ~/keys/ana.key
              amparo account invite manager-7 --as orr-privacy --signing-key ~/keys/ana.key
            """,
        subcommands: [
            Key.self, Add.self, Change.self, Attest.self, Lock.self, List.self, Changes.self, Alarms.self, Invite.self,
            Link.self, Certificate.self, Sign.self,
        ])

    struct Key: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "key",
            abstract: "Makes a private signing key file and prints its public part.",
            discussion: "Example: amparo account key ~/keys/ana.key")

        @Argument(help: "The file to make, outside the data folder.") var file: String
        @OptionGroup var store: StoreOptions

        func run() throws {
            let path = URL(fileURLWithPath: file).standardizedFileURL.path
            let key = try SigningKeyFile(path: path, dataFolder: store.folder).create(random: .system())
            Terminal.print(Hexadecimal.text(key.publicBytes))
        }
    }

    /// What an account is to be.
    struct Terms: ParsableArguments {
        @Argument(help: "The account's id: small letters, digits, dots and dashes. It must name nobody.") var id: String
        @Option(help: "The agency it works for, such as hhs.orr.") var agency: String
        @Option(help: "The agency that employs its holder (default: the same).") var homeAgency: String?
        @Option(help: "Its role, such as case-manager.") var role: String
        @Option(help: "Its office.") var office: String?
        @Option(help: "Its area.") var area: String?
        @Option(help: "The holder's name, or @FILE (sealed).") var name: String
        @Option(
            help: """
                The address at which the holder receives, or @FILE (sealed). A line that is a mail address is told when the \
                account's credentials change.
                """)
        var address: String
        @Option(help: "The public part of the holder's signing key, 64 hexadecimal digits.") var publicKey: String

        func request() throws -> AccountRequest {
            guard let key = Hexadecimal.bytes(publicKey), key.count == 32 else {
                throw ValidationError("--public-key has 64 hexadecimal digits; `amparo account key` prints them.")
            }
            return AccountRequest(
                id: id, agency: agency, homeAgency: homeAgency ?? agency, role: role, office: office ?? "",
                area: area ?? "",
                signingKey: key, name: Sensitive(try PrivateWords.read(name, what: "the name")),
                address: Sensitive(try PrivateWords.read(address, what: "the address")))
        }
    }

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add",
            abstract: "Opens an account.",
            discussion: """
                Example: amparo account add manager-7 --agency hhs.orr --role case-manager --name @name.txt \\
                  --address @address.txt --public-key 5f1c… --as orr-privacy --signing-key ~/keys/ana.key
                """)

        @OptionGroup var terms: Terms
        @OptionGroup var signer: SignerOptions
        @OptionGroup var second: SecondSignerOptions
        @OptionGroup var store: StoreOptions

        func run() throws {
            let request = try terms.request()
            let signers = try [signer.signer(store), second.signer(store)].compactMap(\.self)
            let desk = try AccountDesk(store.open().governance, codes: SharingTerms.shipped())
            try signing {
                try desk.add(request, by: signers)
                Terminal.print(
                    "The account \(request.id) is open. It must be attested within \(Account.attestationDays) days.")
            }
        }
    }

    struct Change: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "change",
            abstract: "Gives an account another agency, role, office, area, key or holder; opens a locked one again.",
            discussion: """
                Example: amparo account change manager-7 --agency hhs.orr --role intakes --name @name.txt \\
                  --address @address.txt --public-key 5f1c… --as orr-privacy --signing-key ~/keys/ana.key
                """)

        @OptionGroup var terms: Terms
        @OptionGroup var signer: SignerOptions
        @OptionGroup var second: SecondSignerOptions
        @OptionGroup var store: StoreOptions

        func run() throws {
            let request = try terms.request()
            let signers = try [signer.signer(store), second.signer(store)].compactMap(\.self)
            let desk = try AccountDesk(store.open().governance, codes: SharingTerms.shipped())
            try signing {
                try desk.change(request, by: signers)
                Terminal.print("The account \(request.id) is changed and open.")
            }
        }
    }

    struct Attest: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "attest",
            abstract: "Says that an account's office, role and need for it are right today.",
            discussion: "Example: amparo account attest manager-7 --as orr-privacy --signing-key ~/keys/ana.key")

        @Argument(help: "The account.") var id: String
        @OptionGroup var signer: SignerOptions
        @OptionGroup var second: SecondSignerOptions
        @OptionGroup var store: StoreOptions

        func run() throws {
            let signers = try [signer.required(store), second.signer(store)].compactMap(\.self)
            let desk = try AccountDesk(store.open().governance, codes: SharingTerms.shipped())
            try signing {
                try desk.attest(id, by: signers)
                let until = try desk.account(id).attestedOn.adding(days: Account.attestationDays)
                Terminal.print("The account \(id) is attested until the end of \(until).")
            }
        }
    }

    struct Lock: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "lock",
            abstract: "Locks an account at once. No signature is needed for that.",
            discussion: "Example: amparo account lock manager-7 --reason \"The key was lost\"")

        @Argument(help: "The account.") var id: String
        @Option(help: "Why (sealed), or @FILE.") var reason: String
        @Option(
            help: "The account that does it: its own, or a privacy officer's of its agency (default: the operator).")
        var `as`: String?
        @OptionGroup var store: StoreOptions

        func run() throws {
            let desk = try AccountDesk(store.open().governance, codes: SharingTerms.shipped())
            try desk.lock(id, by: `as`, reason: Sensitive(PrivateWords.read(reason, what: "the reason")))
            Terminal.print("The account \(id) is locked.")
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Every account with agency, office and role, and until when it is attested. No name.",
            discussion: "Example: amparo account list --json")

        @Flag(help: "Answer as JSON.") var json = false
        @OptionGroup var store: StoreOptions

        func run() throws {
            let accounts = try AccountDesk(store.open().governance, codes: SharingTerms.shipped()).all()
            let today = WashingtonTime.day(of: Clock.now())
            guard !json else {
                Terminal.print(
                    JSON.object([JSON.Member("accounts", .array(accounts.map { $0.json(on: today) }))]).description)
                return
            }
            guard !accounts.isEmpty else {
                Terminal.print("There is no account; `amparo account add` opens the first.")
                return
            }
            Terminal.print("id\tstate\tagency\thome\trole\toffice\tarea\tgranted\tattested")
            for account in accounts {
                let words = [
                    account.id, account.state(on: today), account.agency, account.homeAgency, account.role,
                    account.office,
                    account.area, account.grantedOn.description, account.attestedOn.description,
                ]
                Terminal.print(words.map { $0.isEmpty ? "-" : $0 }.joined(separator: "\t"))
            }
        }
    }

    struct Alarms: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "alarms",
            abstract: "Accounts that asked in an unusual way: too many records, purposes not held, no case.",
            discussion: "Example: amparo account alarms --json")

        @Flag(help: "Answer as JSON.") var json = false
        @OptionGroup var store: StoreOptions

        func run() throws {
            let open = try store.open()
            try open.accessWatch().bringUpToDate()
            let desk = AccountDesk(open.governance, codes: try SharingTerms.shipped())
            let ids = Dictionary(try desk.all().map { ($0.number, $0.id) }) { first, _ in first }
            Answer.list(
                "alarms",
                try desk.alarms().map { $0.json(account: ids[$0.account] ?? "") }, json: json,
                none: "No account asked in an unusual way.")
        }
    }

    struct Changes: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "changes",
            abstract:
                "Every opening and change of an account; marks an office or role that gained access for the first time.",
            discussion: "Example: amparo account changes --since 2026-06-01 --json")

        @Option(help: "Only from this day on, YYYY-MM-DD.") var since: Day?
        @Flag(help: "Answer as JSON.") var json = false
        @OptionGroup var store: StoreOptions

        func run() throws {
            let from = since.map { Instant(microseconds: Int64($0.number) * 86_400_000_000) }
            let changes = try AccountDesk(store.open().governance, codes: SharingTerms.shipped()).changes(since: from)
            guard !json else {
                let all = JSON.array(changes.map(\.json))
                Terminal.print(JSON.object([JSON.Member("accessChanges", all)]).description)
                return
            }
            guard !changes.isEmpty else {
                Terminal.print("No account was opened or changed.")
                return
            }
            Terminal.print("entry\twhen\taccount\tagency\trole\toffice\tnew")
            for change in changes {
                let new = [change.isNewOffice ? "office" : nil, change.isNewRole ? "role" : nil].compactMap(\.self)
                Terminal.print(
                    [
                        String(change.seq), change.recorded.description, change.account.id, change.account.agency,
                        change.account.role, change.account.office.isEmpty ? "-" : change.account.office,
                        new.isEmpty ? "-" : new.joined(separator: ","),
                    ].joined(separator: "\t"))
            }
        }
    }
}

extension Account {
    /// `open`, `lapsed` or `locked`.
    func state(on day: Day) -> String { isLocked ? "locked" : isAttested(on: day) ? "open" : "lapsed" }

    /// The account as JSON. It names nobody.
    func json(on day: Day) -> JSON {
        .object([
            JSON.Member("id", .string(id)),
            JSON.Member("state", .string(state(on: day))),
            JSON.Member("agency", .string(agency)),
            JSON.Member("homeAgency", .string(homeAgency)),
            JSON.Member("role", .string(role)),
            JSON.Member("office", .text(office.isEmpty ? nil : office)),
            JSON.Member("area", .text(area.isEmpty ? nil : area)),
            JSON.Member("grantedOn", .string(grantedOn.description)),
            JSON.Member("attestedOn", .string(attestedOn.description)),
            JSON.Member("signingKey", .string(Hexadecimal.text(signingKey))),
        ])
    }
}

extension AccessChange {
    /// The change as JSON.
    var json: JSON {
        .object([
            JSON.Member("entry", .number(String(seq))),
            JSON.Member("recorded", .string(recorded.description)),
            JSON.Member("account", account.json(on: recorded.day)),
            JSON.Member("newOffice", .bool(isNewOffice)),
            JSON.Member("newRole", .bool(isNewRole)),
        ])
    }
}

extension AccessAlarm {
    /// The alarm as JSON, with the id of its account.
    func json(account: String) -> JSON {
        .object([
            JSON.Member("entry", .number(String(seq))), JSON.Member("recorded", .string(recorded.description)),
            JSON.Member("account", .string(account)), JSON.Member("reason", .string(reason.rawValue)),
            JSON.Member("window", .string(window)), JSON.Member("limit", .number(String(limit))),
        ])
    }
}
