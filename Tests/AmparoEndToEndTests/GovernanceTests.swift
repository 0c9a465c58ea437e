import Foundation
import Testing

/// A store with officers of four houses, each with a key file, acted on by the program alone.
final class Office {
    let store: TestStore
    private var publicKeys: [String: String] = [:]

    init() throws {
        store = try TestStore(now: "2026-03-01T12:00:00Z")
        for account in ["orr", "orr2", "ice", "eoir", "inspector", "manager"] {
            publicKeys[account] = try store.expect("account", "key", key(account)).text
                .trimmingCharacters(in: .whitespacesAndNewlines)
        }
        #expect(try add("orr", "hhs.orr", "orr-privacy-officer", []).status == 0)
        for (account, role) in [("orr2", "orr-privacy-officer"), ("manager", "case-manager")] {
            #expect(try add(account, "hhs.orr", role, signed("orr")).status == 0)
        }
        #expect(try add("ice", "dhs.ice", "privacy-officer", signed("orr") + second("orr2")).status == 0)
        for (account, agency, role) in [("eoir", "doj.eoir", "privacy-officer"), ("inspector", "hhs.oig", "inspector")]
        {
            #expect(try add(account, agency, role, signed("orr") + second("ice")).status == 0)
        }
    }

    func key(_ account: String) -> String { store.folder + "/" + account + ".key" }

    func signed(_ account: String) -> [String] { ["--as", account, "--signing-key", key(account)] }

    func second(_ account: String) -> [String] { ["--second", account, "--second-signing-key", key(account)] }

    @discardableResult
    func add(_ account: String, _ agency: String, _ role: String, _ words: [String]) throws -> Program.Run {
        try store.run(
            [
                "account", "add", account, "--agency", agency, "--role", role, "--name", "Zenobia Quartermain",
                "--address", "77 Unfindable Rd", "--public-key", publicKeys[account] ?? "",
            ] + words)
    }

    /// The same for somebody who has a new key file.
    func add(keyed account: String, _ agency: String, _ role: String, _ words: [String]) throws -> Program.Run {
        publicKeys[account] = try store.expect("account", "key", key(account)).text
            .trimmingCharacters(in: .whitespacesAndNewlines)
        return try add(account, agency, role, words)
    }

    /// Runs a command that must succeed.
    @discardableResult
    func act(_ words: [String], location: SourceLocation = #_sourceLocation) throws -> String {
        let run = try store.run(words)
        #expect(run.status == 0, "\(words): \(run.message)", sourceLocation: location)
        return run.text
    }

    /// Runs a command that must be refused with these words.
    func refuse(_ words: [String], _ says: String, location: SourceLocation = #_sourceLocation) throws {
        let run = try store.run(words)
        #expect(run.status == 1 && run.message.contains(says), "\(words): \(run.message)", sourceLocation: location)
    }

    func write(_ text: String, to name: String) throws -> String {
        let path = store.folder + "/" + name
        try Data(text.utf8).write(to: URL(filePath: path))
        return path
    }

    /// The number in what a command has said.
    func number(in text: String) -> String {
        text.split { !$0.isNumber }.map(String.init).first ?? ""
    }
}

@Suite("Accounts, agreements, orders, consent, emergencies, holds and erasure, by the commands")
struct GovernanceTests {
    private static let agreement = """
        agreement: orr-whd-education
        version: 1
        title: School records for labor inspectors
        kind: mou
        parties: [hhs.orr, dol.whd]
        authority: { privacyAct: b3, citation: "a routine use" }
        effective: 2026-03-01
        expires: 2027-03-01
        clauses:
          - id: school
            permit:
              from: hhs.orr
              to: { agency: dol.whd }
              purposes: [labor-protection]
              classes: [education]
              obligations: [no-onward-transfer]

        """

    @Test("Accounts: granted by signature, attested for 90 days, locked at once, and nobody is named outside a seal")
    func accounts() throws {
        let office = try Office()
        let key = office.key("manager")
        let mode = try FileManager.default.attributesOfItem(atPath: key)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        try office.refuse(["account", "key", key], "cannot be made")
        try office.refuse(["account", "key", office.store.data + "/x.key"], "data folder")
        try office.refuse(
            ["account", "attest", "manager", "--as", "orr", "--signing-key", key], "not that of the account orr")
        #expect(try office.add("unknown", "hhs.orr", "case-manager", office.signed("manager")).status != 0)
        let list = try office.act(["account", "list"])
        #expect(list.contains("manager\topen\thhs.orr\thhs.orr\tcase-manager"))
        office.store.now = "2026-05-31T12:00:00Z"
        #expect(try office.act(["account", "list"]).contains("manager\tlapsed"))
        try office.refuse(["account", "attest", "manager"] + office.signed("orr2"), "attest it first")
        try office.act(["account", "attest", "orr"] + office.signed("orr2") + office.second("eoir"))
        try office.act(["account", "attest", "manager"] + office.signed("orr"))
        try office.act(["account", "lock", "manager", "--reason", "Lost by Zenobia Quartermain"])
        #expect(try office.act(["account", "list", "--json"]).contains("\"state\":\"locked\""))
        #expect(try office.act(["account", "changes", "--json"]).contains("\"newRole\":true"))
        try office.act(["verify"])
        try office.act(["rebuild"])
        for name in try FileManager.default.contentsOfDirectory(atPath: office.store.data) {
            let bytes = try Data(contentsOf: URL(filePath: office.store.data + "/" + name))
            #expect(bytes.range(of: Data("Quartermain".utf8)) == nil && bytes.range(of: Data("Unfindable".utf8)) == nil)
        }
        for said in office.store.said { #expect(said.range(of: Data("Quartermain".utf8)) == nil) }
    }

    @Test("A statement can be printed, and signed elsewhere")
    func statements() throws {
        let office = try Office()
        let words = ["account", "attest", "manager", "--as", "orr"]
        let statement = try office.act(words + ["--statement"])
        #expect(
            statement.hasPrefix("amparo statement 1\nact: account-attested\naccount: orr\nabout: manager\ncontent: "))
        try office.refuse(words + ["--signature", String(repeating: "0", count: 128)], "not that of the account")
        #expect(try office.store.run(words).status == 2)
    }

    @Test(
        "An agreement: linted, proposed, approved by two houses, waiting to be published, suspended, in the public feed"
    )
    func agreements() throws {
        let office = try Office()
        #expect(
            try office.act(["agreement", "list"]).contains("\tin-force\t"), "the shipped set is there from the start")
        let file = try office.write(Self.agreement, to: "a.yaml")
        let name = "orr-whd-education@1"
        try office.act(["agreement", "lint", file])
        let broken = try office.write("agreement: x\nversion: one\n", to: "b.yaml")
        let lint = try office.store.run(["agreement", "lint", broken])
        #expect(lint.status == 1 && lint.message.contains("b.yaml:"), "\(lint.message)")
        let other = try office.write(Self.agreement.replacing("education]", with: "court]"), to: "c.yaml")
        try office.act(["agreement", "propose", file, "--as", "orr"])
        try office.refuse(["agreement", "propose", other], "raise the version")
        let approve = ["agreement", "approve", name]
        try office.refuse(approve + ["--file", other] + office.signed("orr"), "not the one that was proposed")
        #expect(
            try office.act(approve + ["--file", file] + office.signed("orr")).contains("another approval is missing"))
        try office.refuse(approve + office.signed("orr2"), "home agency")
        #expect(try office.act(approve + office.signed("eoir")).contains("30 days begin"))
        #expect(try office.act(["agreement", "list"]).contains("\(name)\tapproved"))
        let feed = try office.act(["agreement", "list", "--public", "--json"])
        #expect(feed.contains("new: permits dol.whd to see education") && feed.contains("\"signature\":"))
        #expect(feed.contains("\"diff\":{\"en\":[\"") && feed.contains("\"es\":[\""))
        try office.act(["agreement", "suspend", name, "--reason", "Terms not met", "--as", "orr"])
        #expect(try office.act(["agreement", "list"]).contains("\(name)\tsuspended"))
        try office.refuse(["agreement", "withdraw", name, "--as", "orr"], "suspended")
        #expect(try office.act(["agreement", "adopt-shipped"]).contains("already"))
        let figures = try office.act(["figures", "--json"])
        #expect(figures.contains("\"access.accounts\"") && figures.contains("\"suspended\":1"))
        #expect(try !office.act(["figures", "--public", "--json"]).contains("disclosure.count"))
        try office.act(["figures", "explain", "agreement.changes", "--language", "es"])
        try office.act(["verify"])
    }

    @Test("Consent, orders, emergencies, amendments, obligations, holds and the erasure of a child")
    func protection() throws {
        let office = try Office()
        let feeds = try SimulatedFeeds(in: office.store, children: 60, seed: 11)
        try office.store.expect("ingest", "care", feeds.care)
        // The first record of a care feed is a child.
        let child = "1"
        office.store.now = "2026-07-01T12:00:00Z"
        for (account, first, second) in [("orr", "orr2", "eoir"), ("ice", "orr", "eoir")] {
            try office.act(["account", "attest", account] + office.signed(first) + office.second(second))
        }
        for account in ["orr2", "manager"] { try office.act(["account", "attest", account] + office.signed("orr")) }
        for account in ["eoir", "inspector"] {
            try office.act(["account", "attest", account] + office.signed("orr") + office.second("ice"))
        }
        let consent = try office.act(
            [
                "consent", "give", child, "--giver", "Zenobia Quartermain", "--capacity", "parent", "--language", "es",
                "--to", "dol.whd", "--purpose", "labor-protection", "--until", "2027-01-31", "--paper", "Folder 12",
            ] + office.signed("orr"))
        #expect(consent.contains("2027-02-01T00:00:00-05:00"))
        try office.act(["consent", "withdraw", office.number(in: consent)])
        #expect(try office.act(["consent", "list", child, "--json"]).contains("\"state\":\"withdrawn\""))
        try office.act(["consent", "confirm", office.number(in: consent), "--as", "ice"])
        try office.act(
            [
                "order", "take", "--kind", "order", "--docket", "4:26-mc-7", "--dated", "2026-06-30", "--to", "dol.whd",
                "--class", "education", "--record", child, "--paper", "In re Quartermain",
            ] + office.signed("orr"))
        #expect(try office.act(["order", "list"]).contains("4:26-mc-7"))
        try office.act(["office", "steward", "--as", "orr"])
        try office.act(
            ["receiver", "add", "oversight", "--posts", "hhs.oig", "--account", "inspector", "--mailbox"]
                + office.signed("orr"))
        let opened = try office.act(
            [
                "emergency", "open", child, "--hours", "4", "--for", "safety-check", "--reason", "A fire",
                "--health-or-safety", "--tell", "inspector",
            ] + office.signed("manager"))
        let emergency = office.number(in: opened)
        let told = office.store.folder + "/oversight.json"
        try office.act(["mailbox", "collect", "oversight", "--to", told, "--as", "inspector"])
        let events = try String(contentsOfFile: told, encoding: .utf8)
        #expect(events.contains("\"reason\":\"emergency-opened\"") && !events.contains("A fire"))
        #expect(try office.act(["emergency", "notices", "--as", "inspector"]).contains(emergency))
        try office.refuse(["emergency", "note", emergency] + office.signed("manager"), "no oversight account")
        try office.act(["emergency", "note", emergency] + office.signed("inspector"))
        #expect(try office.act(["emergency", "notices", "--as", "inspector"]).contains("No notice waits"))
        try office.refuse(["emergency", "second", emergency] + office.signed("manager"), "another")
        try office.act(["emergency", "second", emergency] + office.signed("orr2"))
        try office.act(["emergency", "notified", emergency, "--on", "2026-07-01", "--as", "manager"])
        try office.act(
            ["emergency", "review", emergency, "--outcome", "upheld", "--reason", "ok"] + office.signed("inspector"))
        let amendment = office.number(
            in: try office.act(
                [
                    "amendment", "request", child, "--capacity", "self", "--class", "identity", "--text",
                    "My name is Ana",
                ]))
        try office.act(
            ["amendment", "decide", amendment, "--decision", "refused", "--reason", "no proof"] + office.signed("orr"))
        try office.act(["amendment", "disagree", amendment, "--text", "It is Ana"])
        // It travels with what is disputed, and stands in the statement.
        let seen = ["child", child, "--as", "manager", "--purpose", "placement"]
        #expect(try office.act(seen).contains("Disputed (identity)") && office.act(seen).contains("It is Ana"))
        #expect(try office.act(["disclosures", child]).contains("It is Ana"))
        #expect(try office.act(["disclosures", child, "--language", "es"]).contains("Declaración de desacuerdo"))
        let clause = ["--clause", "court-to-welfare"]
        let shipped = "eoir-orr-court-data@1"
        try office.act(
            ["obligation", "report", shipped] + clause + ["--to", "dol.whd", "--on", "2026-06-03", "--as", "orr"])
        try office.act(["obligation", "certify", shipped] + clause + ["--up-to", "2026-03-01"] + office.signed("orr"))
        try office.act(["obligation", "breach", shipped] + clause + ["--reason", "x", "--as", "inspector"])
        try office.refuse(
            ["obligation", "breach", shipped, "--clause", "none", "--reason", "x", "--as", "orr"], "no clause")
        #expect(try office.act(["obligation", "list"]).contains("breach\t\(shipped)\tcourt-to-welfare"))
        #expect(try office.act(["agreement", "list"]).contains("\tcourt-to-welfare"))

        let erase = ["erase", child, "--reason", "On request"]
        try office.refuse(erase + office.signed("orr"), "No retention schedule")
        try office.refuse(
            ["hold", "schedule", "child-retention", "--days", "0", "--citation", "Schedule 1"] + office.signed("orr"),
            "Two people")
        try office.act(
            ["hold", "schedule", "child-retention", "--days", "30", "--citation", "Schedule 1"]
                + office.signed("orr") + office.second("eoir"))
        let hold = office.number(
            in: try office.act(
                ["hold", "place", child, "--matter", "4:26-mc-7", "--reason", "Litigation", "--as", "orr"]))
        try office.refuse(erase + office.signed("orr"), "legal hold")
        try office.act(["hold", "lift", hold] + office.signed("orr"))
        try office.act(erase + office.signed("orr"))
        try office.refuse(erase + office.signed("orr"), "has approved")
        #expect(try office.act(erase + office.signed("eoir")).contains("Certificate of destruction"))
        #expect(try office.act(["hold", "list", "--json"]).contains("child-retention"))
        try office.refuse(
            ["consent", "give", child] + [
                "--giver", "x", "--capacity", "self", "--language", "en", "--to", "dol",
                "--purpose", "labor-protection", "--until", "2027-01-31", "--paper", "x",
            ] + office.signed("orr"), "erased")
        let verified = try office.act(["verify"])
        #expect(!verified.contains(" 0 of erased persons"))
        try office.act(["rebuild"])
        // A statement names its recipients; nothing else names anybody.
        for said in office.store.said where said.range(of: Data("5 USC 552a(c)(3)".utf8)) == nil {
            #expect(said.range(of: Data("Quartermain".utf8)) == nil)
        }
    }
}

@Suite("Help and wrong usage of the commands of governance")
struct GovernanceUsageTests {
    private static let commands: [String: [String]] = [
        "account": ["key", "add", "change", "attest", "lock", "list", "changes", "alarms"], "clock": ["mend", "list"],
        "agreement": [
            "lint", "propose", "approve", "suspend", "withdraw", "adopt-shipped", "simulate", "list",
        ],
        "obligation": ["report", "certify", "confirm", "breach", "check", "list"], "order": ["take", "list"],
        "consent": ["give", "withdraw", "confirm", "list"],
        "emergency": ["open", "second", "tell", "note", "notices", "notified", "review", "list"],
        "amendment": ["request", "decide", "disagree", "list"], "hold": ["place", "lift", "schedule", "list"],
    ]

    @Test("Every command explains itself with an example; without its subcommand, or with too little, usage is wrong")
    func help() throws {
        let store = try TestStore()
        for words in Self.commands.flatMap({ group, all in [[group]] + all.map { [group, $0] } }) + [["erase"]] {
            let run = try store.run(words + ["--help"])
            #expect(run.status == 0 && run.text.contains("Example"), "\(words)")
            #expect(run.text.contains("amparo " + words.joined(separator: " ")), "\(words)")
        }
        for words in Self.commands.keys.sorted().map({ [$0] }) + [
            ["erase", "1"], ["account", "add", "x"], ["agreement", "approve", "x@1"], ["consent", "give", "x"],
            ["emergency", "open", "1"], ["order", "take", "--kind", "x"], ["hold", "schedule", "legal"],
            ["agreement", "simulate"], ["amendment", "request", "1", "--capacity", "nobody", "--text", "x"],
        ] {
            let run = try store.run(words)
            #expect(run.status == 2 && run.output.isEmpty, "\(words): \(run.status) \(run.message)")
        }
    }
}

@Suite("Simulation of an agreement, by the command")
struct SimulationCommandTests {
    @Test("Going back to 2018 is one command, for oversight alone; small counts are not told; each run is an entry")
    func regime() throws {
        let store = try TestStore(now: "2026-06-01T12:00:00Z", isMade: false)
        try store.expect("demo", "--children", "120", "--no-serve", "--data", store.data, "--keys", store.keys)
        func signed(_ role: String) -> [String] {
            ["--as", role, "--signing-key", "\(store.data)-signing-keys/\(role).key"]
        }
        let simulate = ["agreement", "simulate", "--regime", "2018", "--json"]
        let refused = try store.run(simulate + signed("ero-headquarters"))
        #expect(refused.status == 1 && refused.message.contains("oversight"), "\(refused.message)")
        let run = try store.run(simulate + signed("inspector"))
        #expect(run.status == 0, "\(run.message)")
        struct Answer: Decodable {
            struct Row: Decodable {
                var agency: String
                var direction: String
                var children: Int?
                var sponsors: Int?
            }
            var rows: [Row]
        }
        let rows = try run.json(Answer.self).rows
        #expect(rows.contains { $0.agency.hasPrefix("dhs") && $0.direction == "more" })
        for row in rows { #expect(row.children.map { $0 == 0 || $0 > 10 } ?? true) }
        for row in rows { #expect(row.sponsors.map { $0 == 0 || $0 > 10 } ?? true) }
        let figures = try store.run("figures", "--definition", "agreement.changes", "--json")
        #expect(figures.text.contains("\"simulated\":1"), "\(figures.text)")
        #expect(try store.run("verify").status == 0)
    }
}
