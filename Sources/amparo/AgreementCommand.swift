import AmparoGate
import AmparoModel
import AmparoOversight
import AmparoSharing
import AmparoStore
import ArgumentParser
import Foundation

struct AgreementCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "agreement",
        abstract: "Agreements between agencies: check, propose, approve, suspend, list.",
        discussion: """
            An agreement is approved by the source agency's privacy officer and by somebody whose home agency is neither in a
            recipient's department nor the first's, each with a key of their own. What opens something takes effect 30 days after
            its simulation is published; what closes something, at once. What was proposed never changes.
            Examples:
              amparo agreement lint orr-opla.yaml
              amparo agreement propose orr-opla.yaml --as orr-privacy
              amparo agreement approve orr-opla@1 --file orr-opla.yaml --as orr-privacy --signing-key ana.key
              amparo agreement list --public --json
            """,
        subcommands: [
            Lint.self, Propose.self, Approve.self, Suspend.self, Withdraw.self, Adopt.self, Simulate.self, List.self,
        ])

    struct Lint: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "lint",
            abstract: "Reads agreements and tells what is wrong or without effect, with line and column.",
            discussion: """
                Exit code 1 when one of them cannot be enacted. Example: amparo agreement lint orr-opla.yaml orr-eoir.yaml
                """)

        @Argument(help: "The files.") var files: [String]
        @Flag(help: "Answer as JSON.") var json = false

        func validate() throws {
            guard !files.isEmpty else { throw ValidationError("Name at least one file.") }
        }

        func run() throws {
            var agreements: [Agreement] = []
            for file in files {
                agreements.append(try Agreement.parse(yaml: AgreementText.read(file), file: file))
            }
            let findings = try AgreementLint.check(agreements)
            if json || !findings.isEmpty {
                let phrases = try SharingPhrases.shipped()
                Answer.list("findings", findings.map { $0.json(phrases) }, json: json, none: "")
            } else {
                Terminal.print("\(files.count) read; nothing found.")
            }
            let errors = findings.count { $0.code.isError }
            guard errors == 0 else {
                throw Refusal("\(errors) of \(findings.count) findings forbid enacting; correct the agreement.")
            }
        }
    }

    struct Propose: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "propose",
            abstract: "Proposes an agreement: its text is in the journal and in the public feed from then on.",
            discussion: "Example: amparo agreement propose orr-opla.yaml --as orr-privacy")

        @Argument(help: "The file.") var file: String
        @Option(help: "The account that proposes it (default: the operator).") var `as`: String?
        @OptionGroup var store: StoreOptions

        func run() throws {
            let text = try AgreementText.read(file)
            let desk = try AgreementDesk(store.open().governance, terms: SharingTerms.shipped())
            let id = try desk.propose(text: text, file: file, by: `as`)
            let item = try desk.shelf().items.first { $0.history.id == id }
            Terminal.print(
                "\(item?.history.name ?? "") is proposed; content hash \(Hexadecimal.text(item?.history.contentHash ?? []))."
            )
        }
    }

    struct Approve: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "approve",
            abstract: "Approves a proposed agreement with the account's own signature over its content hash.",
            discussion: """
                Example: amparo agreement approve orr-opla@1 --file orr-opla.yaml --as orr-privacy --signing-key ana.key
                """)

        @Argument(help: "The agreement, ID@VERSION.") var name: String
        @Option(help: "The text as the approver has read it; refused when it says anything else.") var file: String?
        @OptionGroup var signer: SignerOptions
        @OptionGroup var store: StoreOptions

        func run() throws {
            let signer = try signer.required(store)
            let text = try file.map(AgreementText.read)
            let desk = try AgreementDesk(store.open().governance, terms: SharingTerms.shipped())
            try signing {
                guard try desk.approve(name, text: text, by: signer) else {
                    Terminal.print("\(name) is approved by \(signer.account); another approval is missing.")
                    return
                }
                let shelf = try desk.shelf()
                let item = shelf.item(named: name)
                let begins = item.flatMap { shelf.calendar.span($0.history.id)?.begins }
                Terminal.print(
                    begins.map { "\(name) has its approvals and is in force from \($0)." }
                        ?? "\(name) has its approvals. It opens something: \(AgreementCalendar.publicationDays) days begin when its simulation is published."
                )
            }
        }
    }

    struct Suspend: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "suspend",
            abstract: "Suspends an agreement, or one clause, at once. No signature is needed for that.",
            discussion: "Example: amparo agreement suspend orr-opla@1 --reason \"Terms not met\" --as orr-privacy")

        @Argument(help: "The agreement, ID@VERSION.") var name: String
        @Option(help: "Only this clause.") var clause: String?
        @Option(help: "Why, or @FILE (sealed).") var reason: String
        @Option(help: "The account: a privacy officer of a party, or oversight.") var `as`: String
        @OptionGroup var store: StoreOptions

        func run() throws {
            let desk = try AgreementDesk(store.open().governance, terms: SharingTerms.shipped())
            let reason = Sensitive(try PrivateWords.read(reason, what: "the reason"))
            try desk.suspend(name, clause: clause, reason: reason, by: `as`)
            Terminal.print("\(name)\(clause.map { "#\($0)" } ?? "") is suspended from this second.")
        }
    }

    struct Withdraw: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "withdraw",
            abstract: "Takes a proposal back before it was in force.",
            discussion: "Example: amparo agreement withdraw orr-opla@1 --as orr-privacy")

        @Argument(help: "The agreement, ID@VERSION.") var name: String
        @Option(help: "The account: its proposer, or a privacy officer of a party.") var `as`: String
        @OptionGroup var store: StoreOptions

        func run() throws {
            try AgreementDesk(store.open().governance, terms: SharingTerms.shipped()).withdraw(name, by: `as`)
            Terminal.print("\(name) is withdrawn.")
        }
    }

    struct Simulate: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "simulate",
            abstract:
                "Who would newly see what, and who no longer: counts over today's population; 1 to 10 are not told.",
            discussion: """
                Only for the privacy officer of the agency whose fields it lets out, and for oversight; each run is a published
                entry. A past regime: --regime 2018. Examples:
                  amparo agreement simulate orr-opla.yaml --instead-of orr-opla@1 --as orr-privacy --signing-key ana.key
                  amparo agreement simulate --regime 2018 --as hhs-inspector --signing-key eva.key --json
                  amparo agreement simulate --regime 2018 --replay 2026-01-01..2026-03-31 --as hhs-inspector --signing-key eva.key
                """)

        @Argument(help: "The files of the agreements.") var files: [String] = []
        @Option(
            help:
                "A past regime that ships as an example: \(ShippedAgreements.sets.dropFirst().joined(separator: ", "))."
        )
        var regime: String?
        @Option(help: "An agreement in whose place they come, ID@VERSION; may be repeated.") var insteadOf: [String] =
            []
        @Option(name: .long, help: "The day in the world, YYYY-MM-DD (default: today).") var asOf: Day?
        @Option(help: "Also decide the real requests of these days again: YYYY-MM-DD..YYYY-MM-DD.") var replay: String?
        @Flag(help: "Answer as JSON.") var json = false
        @OptionGroup var signer: SignerOptions
        @OptionGroup var store: StoreOptions

        func validate() throws {
            guard files.isEmpty != (regime == nil) else { throw ValidationError("Name files, or a --regime.") }
            _ = try replayedDays()
        }

        /// The days of `--replay`; nil without it.
        private func replayedDays() throws -> ClosedRange<Day>? {
            guard let replay else { return nil }
            let days = replay.components(separatedBy: "..").map { Day($0) }
            guard days.count == 2, let first = days[0], let last = days[1], first <= last else {
                throw ValidationError("--replay takes two days, as 2026-01-01..2026-03-31.")
            }
            return first...last
        }

        func run() throws {
            var agreements = try files.map { try Agreement.parse(yaml: AgreementText.read($0), file: $0) }
            if let regime { agreements += try ShippedAgreements.agreements(regime) }
            let signer = try signer.required(store)
            let open = try store.open()
            let desk = try AgreementDesk(open.governance, terms: SharingTerms.shipped())
            let replay = try replayedDays().map { Replay($0, of: try open.gate()) }
            try signing {
                let answer = try desk.simulate(
                    agreements, insteadOf: insteadOf, asOf: asOf ?? Clock.today, replay: replay, by: signer)
                if json {
                    Terminal.print(answer.json.description)
                } else {
                    Answer.list(
                        "rows", answer.rows.map(\.json), json: false, none: "Nobody would see more, and nobody less.")
                    if let replayed = answer.replay {
                        Terminal.print(
                            "Requests of \(replayed.days.lowerBound) to \(replayed.days.upperBound), decided again:")
                        Answer.list(
                            "rows", replayed.rows.map(\.replayed), json: false,
                            none: "None would be answered otherwise.")
                    }
                }
            }
        }
    }

    struct Adopt: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "adopt-shipped",
            abstract: "Puts the shipped narrow set in force in a store that was made before there was one.",
            discussion: "New stores have it from the start. Example: amparo agreement adopt-shipped")

        @OptionGroup var store: StoreOptions

        func run() throws {
            let names = try AgreementDesk(store.open().governance, terms: SharingTerms.shipped()).adoptShipped()
            Terminal.print(
                names.isEmpty ? "The shipped set is in force already." : "In force: \(names.joined(separator: ", ")).")
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Every agreement and how it stands; with --public as the public feed has it, with its text.",
            discussion: "Example: amparo agreement list --public --json")

        @Flag(name: .customLong("public"), help: "With text, hash, approvals and signatures: the public feed.")
        var isPublic = false
        @Flag(help: "Answer as JSON.") var json = false
        @OptionGroup var store: StoreOptions

        func run() throws {
            let open = try store.open()
            let desk = try AgreementDesk(open.governance, terms: SharingTerms.shipped())
            let shelf = try desk.shelf()
            let now = Clock.now()
            if isPublic {
                let feed = try desk.publicFeed(at: now)
                Terminal.print(json ? feed.description : feed.table)
                return
            }
            Answer.list(
                "agreements", shelf.items.map { $0.json(shelf.calendar, at: now) }, json: json,
                none: "There is no agreement.")
        }
    }
}

/// The text of an agreement's file.
enum AgreementText {
    static func read(_ file: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: file), data.count <= AgreementDesk.longestText,
            let text = String(data: data, encoding: .utf8)
        else {
            throw Refusal(
                "The file of the agreement cannot be read as text of at most \(AgreementDesk.longestText) bytes.")
        }
        return text
    }
}

extension LintFinding {
    fileprivate func json(_ phrases: SharingPhrases) -> JSON {
        .object([
            JSON.Member("file", .text(place?.file)), JSON.Member("line", place.map { .count($0.line) } ?? .null),
            JSON.Member("column", place.map { .count($0.column) } ?? .null),
            JSON.Member("agreement", .string(agreement.description)), JSON.Member("clause", .text(clause)),
            JSON.Member("finding", .string(code.rawValue)), JSON.Member("isError", .bool(code.isError)),
            JSON.Member("other", .text(other)), JSON.Member("classes", .array(classes.map(JSON.string))),
            JSON.Member("sentence", .string(phrases.sentence(self, .english))),
            JSON.Member("sentenceES", .string(phrases.sentence(self, .spanish))),
        ])
    }
}
