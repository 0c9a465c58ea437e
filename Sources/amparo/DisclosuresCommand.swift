import AmparoGate
import AmparoModel
import AmparoOversight
import AmparoStore
import AmparoTransparency
import ArgumentParser
import Foundation

struct DisclosuresCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disclosures",
        abstract:
            "The accounting of disclosures: to whom information about a child was shown, when, why, by what rule.",
        discussion: """
            Giving a statement is itself an entry. Without --as the operator of the store gives it to the person concerned.
            Reports to child protection, trafficking or labor authorities stand only in the statement of the child or its
            counsel, and only with --delivery-checked: somebody has made sure that it reaches them and nobody else.
            Examples:
              amparo disclosures 17 --language es --proofs ./proofs
              amparo disclosures 17 --for sponsor --json
            """)

    @OptionGroup var store: StoreOptions
    @OptionGroup var asker: AskerOptions
    @Argument(help: "The record's number of the child.") var child: Int64
    @Option(help: "en or es.") var language = "en"
    @Option(name: .customLong("for"), help: "child, counsel or sponsor.") var audience = "child"
    @Option(help: "With --for sponsor: the record's number of the sponsor (default: of the child's last release).")
    var sponsor: Int64?
    @Flag(help: "Somebody has checked that the statement reaches the child, or counsel, and nobody else.")
    var deliveryChecked = false
    @Option(help: "A folder for a proof of each receipt: that it stands in the published log (c2sp.org/tlog-proof).")
    var proofs: String?
    @Flag(help: "Answer as JSON.") var json = false

    func validate() throws {
        guard ["en", "es"].contains(language) else { throw ValidationError("--language is en or es.") }
        guard ["child", "counsel", "sponsor"].contains(audience) else {
            throw ValidationError("--for is child, counsel or sponsor.")
        }
        guard sponsor == nil || audience == "sponsor" else {
            throw ValidationError("--sponsor goes with --for sponsor.")
        }
    }

    func run() throws {
        let store = try store.open()
        let gate = try store.gate()
        let given = try gate.statement(
            of: child, for: whom(gate), language: language,
            askedBy: asker.account.map { .account($0, purpose: asker.purpose ?? "") } ?? .storeOperator)
        Terminal.print(json ? given.json.description : given.value.text)
        if let proofs { try write(given.value.entries.map(\.receipt), to: proofs, store) }
    }

    /// Writes the proof of each entry; it shows the entry's salted commitment and nothing of the entry.
    private func write(_ entries: [Int64], to folder: String, _ store: OpenStore) throws {
        let log = try store.publishedLog()
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Refusal("The folder of the proofs cannot be made; check the path and your rights.")
        }
        for entry in entries {
            try DurableFile.write(
                try log.proof(seq: entry).encoded, to: "\(folder)/\(entry).tlog-proof", mode: 0o644, syncing: false)
        }
    }

    private func whom(_ gate: Gate) throws -> StatementAudience {
        switch audience {
        case "sponsor":
            guard let number = try sponsor ?? gate.lastSponsor(of: child) else {
                throw Refusal("The record knows of no sponsor to whom this child was released.")
            }
            return .sponsor(number)
        case "counsel": return .counsel(deliveryChecked: deliveryChecked)
        default: return .child(deliveryChecked: deliveryChecked)
        }
    }
}

extension Disclosed<DisclosureStatement> {
    /// The statement with the entry that says it was given.
    var json: JSON {
        .object([
            JSON.Member("statement", .number(String(receipt))),
            JSON.Member("subject", .number(String(value.subject))),
            JSON.Member("for", .string(value.audience)), JSON.Member("language", .string(value.language)),
            JSON.Member("asKnown", .string("seq:\(value.position)")), JSON.Member("logRoot", .string(value.root)),
            JSON.Member("refusals", .count(value.refusals)),
            JSON.Member("disclosures", .array(value.entries.map(\.json))),
            JSON.Member("disagreements", .array(value.disagreements.map(\.json))),
        ])
    }
}

extension DisclosureStatement.Entry {
    /// One disclosure.
    var json: JSON {
        .object([
            JSON.Member("receipt", .number(String(receipt))), JSON.Member("date", .string(at.description)),
            JSON.Member("nature", .string(operation)), JSON.Member("purpose", .string(purpose)),
            JSON.Member(
                "recipient",
                .object([
                    JSON.Member("name", .text(name)), JSON.Member("address", .text(address)),
                    JSON.Member("agency", .string(agency)), JSON.Member("role", .string(role)),
                ])),
            JSON.Member("shown", .array(groups.map(\.json))), JSON.Member("words", .string(words)),
        ])
    }
}
