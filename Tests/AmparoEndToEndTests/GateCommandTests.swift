import Foundation
import Testing

/// A small demonstration: an invented population with an account for each role.
private struct Demonstration {
    let store: TestStore

    init() throws { store = try Demonstrations.copy(children: 60, seed: 3).store }

    func answer(_ words: String...) throws -> [String: Any] {
        let run = try store.run(words + ["--json"])
        #expect(run.status == 0, "\(words): \(run.message)")
        return try #require(try JSONSerialization.jsonObject(with: run.output) as? [String: Any])
    }

    /// Record ids of children with open work.
    func children() throws -> [String] {
        let items = try #require(try answer("worklist")["items"] as? [[String: Any]])
        return items.compactMap { ($0["child"] as? NSNumber)?.stringValue ?? $0["child"] as? String }
    }

    func fields(_ child: [String: Any]) -> Set<String> {
        let rows = child["rows"] as? [[String: Any]] ?? []
        return Set(
            rows.flatMap { ($0["fields"] as? [[String: Any]] ?? []).compactMap { $0["field"] as? String } })
    }

    func logSize() throws -> Int { try #require(try answer("figures")["logSize"] as? Int) }
}

@Suite("Commands that show a person")
struct GateCommandTests {
    @Test("A case manager sees the child, DHS sees no sponsor, home, call or note; each look is a receipt")
    func looks() throws {
        let demonstration = try Demonstration()
        let child = try #require(try demonstration.children().first)
        let before = try demonstration.logSize()
        let seen = try demonstration.answer("child", child, "--as", "case-manager", "--purpose", "placement")
        let shown = demonstration.fields(seen)
        #expect(shown.contains("identity.givenNames"))
        #expect(try demonstration.logSize() == before + 1)
        let closed = ["sponsor.", "household.", "address.residence.", "safety-call.", "clinical.", "biometric."]
        let officers = [
            ("ero-officer", "removal"), ("ero-officer", "sponsor-enforcement"), ("ero-headquarters", "removal"),
            ("juvenile-coordinator", "court-appearance"), ("trial-attorney-office", "notice-service"),
            ("hsi-agent", "sponsor-enforcement"), ("cbp-officer", "removal"),
        ]
        for (account, purpose) in officers {
            let size = try demonstration.logSize()
            let run = try demonstration.store.run("child", child, "--as", account, "--purpose", purpose, "--json")
            let answer = try? JSONSerialization.jsonObject(with: run.output) as? [String: Any]
            let fields = demonstration.fields(answer ?? [:])
            #expect(!fields.contains { field in closed.contains { field.hasPrefix($0) } }, "\(account): \(fields)")
            #expect(try demonstration.logSize() == size + 1, "\(account), \(purpose)")
        }
        let statement = try demonstration.answer("disclosures", child)
        let entries = try #require(statement["disclosures"] as? [[String: Any]])
        #expect(!entries.isEmpty)
        let spanish = try demonstration.store.expect("disclosures", child, "--language", "es").text
        #expect(spanish != (try demonstration.store.expect("disclosures", child).text))
        #expect(try demonstration.store.expect("verify").text.contains("verified: "))
    }

    @Test("Without an account, with one that is not there, or a purpose its role cannot hold, nothing is shown")
    func refusals() throws {
        let demonstration = try Demonstration()
        let child = try #require(try demonstration.children().first)
        #expect(try demonstration.store.run("child", child).status == 2)
        for (account, purpose) in [
            ("nobody", "placement"), ("ero-officer", "safety-check"), ("case-manager", "no-such-purpose"),
        ] {
            let run = try demonstration.store.run("child", child, "--as", account, "--purpose", purpose)
            #expect(run.status == 1, "\(account): \(run.text)")
            #expect(run.output.isEmpty, "\(account)")
        }
    }
}

@Suite("What the commands of the gate promise")
struct GatePromiseTests {
    @Test("Findings of an account have the shape of COMMANDS.md; a number that is nobody's is a denial")
    func shape() throws {
        let demonstration = try Demonstration()
        let names: Set<String> = [
            "case", "proceeding", "schedule", "hearing", "time", "finding", "failureToAppear", "status", "notice",
            "rule", "rules", "grade", "ageAtHearing", "provisional", "source",
        ]
        let open = try demonstration.answer("findings", "--kind", "missedOrdered")
        let seen = try demonstration.answer(
            "findings", "--kind", "missedOrdered", "--as", "case-manager", "--purpose", "placement")
        let plain = try #require(open["findings"] as? [[String: Any]])
        let shown = try #require(seen["findings"] as? [[String: Any]])
        #expect(!shown.isEmpty)
        let bySchedule = Dictionary(plain.map { ("\($0["schedule"] ?? "")", $0) }) { first, _ in first }
        for finding in shown {
            #expect(names.isSubset(of: finding.keys))
            let same = try #require(bySchedule["\(finding["schedule"] ?? "")"])
            for name in names.subtracting(["source"]) {
                #expect("\(finding[name] ?? "")" == "\(same[name] ?? "")", "\(name)")
            }
            let (source, other) = (finding["source"] as? [String: Any], same["source"] as? [String: Any])
            for name in ["release", "file", "line"] {
                #expect("\(source?[name] ?? "")" == "\(other?[name] ?? "-")", "\(name)")
            }
        }
        let run = try demonstration.store.run(
            "child", "999999", "--as", "case-manager", "--purpose", "placement", "--json")
        #expect(run.status == 1 && run.output.isEmpty)
    }

    @Test(
        "Officers of DHS in the demonstration see children of their own docket, and its folders are the owner's alone")
    func demonstration() throws {
        let store = try TestStore(isMade: false)
        try store.expect(
            "demo", "--children", "150", "--seed", "3", "--no-serve", "--data", store.data, "--keys", store.keys)
        let list = try store.expect(
            "findings", "--as", "trial-attorney-office", "--purpose", "court-appearance", "--limit", "1000", "--json")
        let answer = try JSONSerialization.jsonObject(with: list.output) as? [String: Any]
        #expect((answer?["findings"] as? [Any])?.isEmpty == false)
        let mode = try FileManager.default.attributesOfItem(atPath: store.data)[.posixPermissions] as? Int
        #expect(mode == 0o700)
    }

    @Test("A clock that cannot be read is refused, and the system's is not taken in its place")
    func unreadableClock() throws {
        let store = try TestStore(isMade: false)
        store.now = "garbage"
        let run = try store.run("init")
        #expect(run.status == 1 && run.message.contains("AMPARO_NOW"), "\(run.message)")
        #expect(!FileManager.default.fileExists(atPath: store.data + "/journal.sqlite"))
    }

    @Test("Lint tells file, line, column and a sentence")
    func lint() throws {
        let store = try TestStore(isMade: false)
        let path = store.folder + "/wide.yaml"
        let text = """
            agreement: wide
            version: 1
            title: Wide
            kind: mou
            parties: [hhs.orr, dhs.ice.opla]
            authority: { privacyAct: b3, citation: A routine use }
            effective: 2026-01-01
            expires: 2027-06-30
            clauses:
              - id: notes
                permit: { from: hhs.orr, to: dhs.ice.opla, purposes: [court-appearance], classes: [clinical] }
            """
        try Data(text.utf8).write(to: URL(filePath: path))
        let run = try store.run("agreement", "lint", path, "--json")
        #expect(run.status == 1)
        let answer = try #require(try JSONSerialization.jsonObject(with: run.output) as? [String: Any])
        let finding = try #require((answer["findings"] as? [[String: Any]])?.first)
        #expect(finding["file"] as? String == path && finding["line"] as? Int == 10)
        #expect(finding["column"] as? Int == 5)
        #expect((finding["sentence"] as? String)?.contains("charter-clinical") == true)
        #expect((finding["sentenceES"] as? String)?.contains("La cláusula notes") == true)
    }
}

@Suite("Deciding without a store")
struct DecideTests {
    private static let corpus = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Corpus/sharing").path

    @Test("Every case of the corpus is decided as expected")
    func wholeCorpus() throws {
        let store = try TestStore(isMade: false)
        let lines = try store.expect("decide", "--corpus", Self.corpus).text.split(separator: "\n")
        let words = try #require(lines.last).split(separator: " ")
        #expect(words.count == 5 && words[0] == words[2] && (Int(words[0]) ?? 0) >= 300, "\(lines.last ?? "")")
    }

    @Test("A case that is not as expected ends with 1 and says what differs")
    func unexpected() throws {
        let store = try TestStore(isMade: false)
        let folder = store.folder + "/cases"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(Self.request(expecting: "disclose").utf8).write(to: URL(filePath: folder + "/one.json"))
        let run = try store.run("decide", "--corpus", folder)
        #expect(run.status == 1)
        #expect(run.text.hasSuffix("1 cases, 0 as expected\n"))
        #expect(run.text.contains("outcome disclose expected, withhold found"))
    }

    @Test("One request is answered with outcome, layer and rule, in English and Spanish")
    func one() throws {
        let store = try TestStore(isMade: false)
        let path = store.folder + "/request.json"
        try Data(Self.request(expecting: nil).utf8).write(to: URL(filePath: path))
        let answer = try #require(
            try JSONSerialization.jsonObject(with: store.expect("decide", path, "--json").output) as? [String: Any])
        let fields = try #require(answer["fields"] as? [[String: Any]])
        #expect(fields.map { $0["outcome"] as? String } == ["withhold"])
        #expect(fields.map { $0["layer"] as? String } == ["floor"])
        let english = try store.expect("decide", path).text
        #expect(english != (try store.expect("decide", path, "--language", "es").text))
        #expect(try store.run("decide").status == 2)
        #expect(try store.run("decide", store.folder + "/none.json").status == 1)
        try Data("{\"id\": 3".utf8).write(to: URL(filePath: path))
        #expect(try store.run("decide", path).status == 1)
    }

    private static func request(expecting outcome: String?) -> String {
        let expectation = outcome.map {
            ",\"expect\":{\"fields\":{\"sponsor.identity.givenNames\":{\"outcome\":\"\($0)\"}}}"
        }
        return """
            {"id":"c1","requirement":["F12"],"why":"w","citation":"c","agreements":["default"],"request":{"id":"r1",
            "at":"2026-03-01T12:00:00Z","position":1,"requester":{"account":"a","agency":"dhs.ice.ero","role":"ero-officer",
            "attestedOn":"2026-02-01"},"purpose":"removal","operation":"view","subject":"child","facts":{"rest":"no"},
            "fields":["sponsor.identity.givenNames"]}\(expectation ?? "")}
            """
    }
}
