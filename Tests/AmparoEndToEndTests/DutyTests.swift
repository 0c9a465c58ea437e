import Foundation
import Testing

/// A demonstration three days after its last release, in which people have answered what they were asked.
private struct Played {
    let store: TestStore
    let told: String

    init() throws {
        (store, told) = try Demonstrations.copy(children: 400, seed: 1, now: "2026-06-04T12:00:00Z")
    }

    func answer(_ words: String...) throws -> [String: Any] {
        let run = try store.run(words + ["--json"])
        #expect(run.status == 0, "\(words): \(run.message)")
        return try #require(try JSONSerialization.jsonObject(with: run.output) as? [String: Any])
    }

    func list(_ name: String, _ words: String...) throws -> [[String: Any]] {
        let run = try store.run(words + ["--json"])
        #expect(run.status == 0, "\(words): \(run.message)")
        let answer = try JSONSerialization.jsonObject(with: run.output) as? [String: Any]
        return try #require(answer?[name] as? [[String: Any]])
    }

    /// The account of the demonstration that belongs to a receiver, `party/role@office`.
    func account(_ receiver: String) throws -> String {
        let desk = receiver.split(separator: "@")[0].split(separator: "/").map(String.init)
        let accounts = try list("accounts", "account", "list")
        let own = accounts.first { $0["role"] as? String == desk[1] && $0["agency"] as? String == desk[0] }
        return try #require(own?["id"] as? String, "\(receiver)")
    }

    func size() throws -> Int { try #require(try answer("log", "checkpoint")["size"] as? Int) }
}

@Suite("Duties, from a release to a named person's answer")
struct DutyTests {
    @Test(
        "A demonstration tells what was found, told, accepted, late and corrected; the views are what the journal says")
    func story() throws {
        let played = try Played()
        let lines = played.told.split(separator: "\n").map(String.init)
        let first = try #require(lines.firstIndex { $0.hasPrefix("Before the last release") })
        let last = try #require(lines.firstIndex { $0.hasPrefix("After the last release") })
        #expect(first < last)
        for part in [lines[first..<last], lines[last...]] {
            #expect(part.contains { $0.hasPrefix("Missed hearings found: ") })
            #expect(part.contains { $0.contains("corrections: ") })
            #expect(part.contains { $0.contains("overdue on 2026-0") })
        }
        #expect(lines[first..<last].contains { $0.contains("accepted by federal-field-specialist: ") })
        // Of what outlived its verification window the juvenile coordinator is asked, by the shipped agreement.
        let coordinator = lines[first..<last].filter { $0.contains("juvenile-coordinator, dhs.ice.ero: ") }
        #expect(coordinator.contains { !$0.contains("ero: 0, ") }, "\(coordinator)")
        #expect(lines[last...].contains { $0.contains("corrections: ") && !$0.contains("corrections: 0") })
        #expect(try played.store.expect("verify").text.contains("\nverified: "))
        try played.store.expect("rebuild")
        #expect(try played.store.expect("verify").text.contains("\nverified: "))
    }

    @Test("Who was told of missed hearings is counted from the handoffs, by the day and by what was known then")
    func notTold() throws {
        let played = try Played()
        func figure(_ words: String...) throws -> Figures.Figure {
            let answer: Figures = try played.store.run(["figures", "--json"] + words).json()
            return try #require(answer["hearing.not-told"])
        }
        // The obvious way: every handoff that there is, the furthest that each side has come.
        func expected(by moment: String) throws -> Figures.Figure {
            let found = try played.list("findings", "findings", "--as-of", "2026-06-01")
            let missed = found.filter { $0["failureToAppear"] as? Bool == true }.compactMap { $0["schedule"] as? Int }
            var furthest: [String: [Int: Int]] = [:]
            for handoff in try played.list("handoffs", "handoff", "list", "--limit", "10000") {
                let duty = try #require(handoff["duty"] as? String).split(separator: "-")
                let (receiver, offered) = try #require(
                    (handoff["to"] as? String).flatMap { to in (handoff["offered"] as? String).map { (to, $0) } })
                let isTold = handoff["content"] as? String == "fact" && handoff["state"] as? String != "withheld"
                guard duty.count == 4, duty[1] == Self.finding, isTold, offered < moment else { continue }
                let side = ["hhs.orr", "dhs.ice"].first { receiver.hasPrefix($0) } ?? ""
                let isAccepted = (handoff["accepted"] as? String).map { $0 < moment } ?? false
                let hearing = try #require(Int(duty[2]))
                furthest[side, default: [:]][hearing] = max(furthest[side]?[hearing] ?? 0, isAccepted ? 2 : 1)
            }
            var by: [String: [String: Int]] = [:]
            var value = 0
            for hearing in missed {
                let states = ["orr": "hhs.orr", "ice": "dhs.ice"].mapValues { furthest[$0]?[hearing] ?? 0 }
                for (side, state) in states {
                    by[side, default: [:]][["not-offered", "offered", "accepted"][state], default: 0] += 1
                }
                if !states.values.contains(2) { value += 1 }
            }
            return Figures.Figure(
                id: "hearing.not-told", version: 1, value: value, denominator: missed.count, unknown: 0, by: by,
                measures: [:])
        }
        let now = try figure("--as-of", "2026-06-01")
        #expect(try now == expected(by: "2026-06-02T04:00:00Z"))
        #expect(now.value < now.denominator ?? 0)
        #expect(try #require(now.by["orr"]?["accepted"]) > 0)
        // As known before anybody had been asked, nobody was told.
        let before = try figure("--as-of", "2026-06-01", "--as-known", "seq:1000")
        #expect(before.by["orr"]?["accepted"] == nil && before.by["orr"]?["offered"] == nil)
        #expect(played.told.contains("of which neither ORR nor ICE was told: \(now.value) of"))
    }

    private static let finding = "32"

    @Test("A dispute that ORR enters with evidence is a ground of rule 5.3 from that day on; an officer's is none")
    func disputes() throws {
        let played = try Played()
        func finding(_ hearing: Int, _ words: String...) throws -> [String: Any] {
            let run = try played.store.run(["findings", "--json"] + words)
            let answer = try #require(try JSONSerialization.jsonObject(with: run.output) as? [String: Any])
            let all = try #require(answer["findings"] as? [[String: Any]])
            return try #require(all.first { $0["schedule"] as? Int == hearing })
        }
        // A missed hearing whose child is known by a handoff of it.
        let told = try played.list("handoffs", "handoff", "list", "--limit", "10000").compactMap { handoff in
            (handoff["duty"] as? String).map { $0.split(separator: "-") }
        }.filter { $0.count == 4 && $0[1] == Self.finding }
        let matter = try #require(
            try told.first { parts in
                try finding(Int(parts[2]) ?? 0)["failureToAppear"] as? Bool == true
            })
        let (child, hearing) = (String(matter[0].split(separator: ".")[0]), try #require(Int(matter[2])))
        let before = try finding(hearing)
        let size = try played.size()
        let words = ["dispute", "finding", child, "--hearing", String(hearing), "--evidence", "The letter came back"]
        #expect(try played.store.run(words + ["--as", "ero-officer"]).status == 0)
        let marked = try finding(hearing)
        #expect(marked["finding"] as? String == before["finding"] as? String)
        // Counsel that is of record for another child, or for none, is nobody here.
        #expect(try played.store.run(words + ["--as", "subject-counsel"]).status == 1)
        #expect(try played.store.run(words.dropLast() + [" ", "--as", "federal-field-specialist"]).status == 1)
        try played.store.expect(
            "dispute", "finding", child, "--hearing", String(hearing), "--evidence", "The letter came back", "--as",
            "federal-field-specialist")
        let after = try finding(hearing)
        #expect(after["finding"] as? String == "noticeContested" && after["rule"] as? String == "5.3")
        #expect(after["failureToAppear"] as? Bool == false)
        #expect(try finding(hearing, "--as-of", "2026-06-03")["finding"] as? String == before["finding"] as? String)
        #expect(
            try finding(hearing, "--as-known", "seq:\(size)")["finding"] as? String == before["finding"] as? String)
        #expect(try played.store.expect("verify").text.contains("\nverified: "))
        try played.store.expect("rebuild")
        #expect(try finding(hearing)["rule"] as? String == "5.3")
        for said in played.store.said { #expect(said.range(of: Data("letter came back".utf8)) == nil) }
    }

    @Test("While it serves, time goes on: deadlines pass and what nobody answered goes up, without anybody asking")
    func serving() throws {
        let played = try Played()
        played.store.now = "2026-06-15T12:00:00Z"
        let before = try played.size()
        let serving = try played.store.start(
            ["serve", "--port", "0", "--data", played.store.data, "--keys", played.store.keys], isHeard: true)
        defer { _ = serving.kill(after: .zero) }
        while let line = serving.line() {
            guard line.contains("duties: ") else { continue }
            #expect(!line.contains(" 0 escalated"), "\(line)")
            #expect(try played.size() > before)
            return
        }
        Issue.record("it ended without a word of the duties")
    }

    @Test("The worklist is one list in one order, page by page, of findings, defects and duties")
    func worklist() throws {
        let played = try Played()
        let whole = try played.list("items", "worklist", "--limit", "1000")
        let kinds = Set(whole.compactMap { $0["kind"] as? String })
        #expect(kinds.contains { $0.hasPrefix("duty.missed-hearing/") } && kinds.contains("notice.overdue"))
        let deadlines = whole.map { $0["deadline"] as? String ?? "9999" }
        #expect(deadlines == deadlines.sorted())
        for item in whole {
            let holder = try #require(item["holder"] as? [String: Any])
            #expect(holder["agency"] is String && holder["role"] is String)
            #expect(holder.keys.contains("office") && holder.keys.contains("person"))
            #expect(["id", "what", "state", "reason"].allSatisfy { item[$0] is String })
        }
        var paged: [String] = []
        var next: String?
        repeat {
            let page = try played.store.run(
                ["worklist", "--limit", "37", "--json"] + (next.map { ["--after", $0] } ?? []))
            let answer = try #require(try JSONSerialization.jsonObject(with: page.output) as? [String: Any])
            paged += try #require(answer["items"] as? [[String: Any]]).compactMap { $0["id"] as? String }
            next = answer["next"] as? String
        } while next != nil && paged.count < whole.count
        #expect(Array(paged.prefix(whole.count)) == whole.compactMap { $0["id"] as? String })
        #expect(Set(paged).count == paged.count)
        let own = try played.list("items", "worklist", "--agency", "hhs.oig", "--role", "inspector", "--limit", "50")
        #expect(own.allSatisfy { ($0["holder"] as? [String: Any])?["agency"] as? String == "hhs.oig" })
    }

    @Test("Only somebody of the receiving post can accept, by name; the duty shows what happened")
    func handoffs() throws {
        let played = try Played()
        // Time alone escalates what is late.
        played.store.now = "2026-06-15T12:00:00Z"
        try played.store.expect("worklist", "--limit", "1")
        let waiting = try played.list("handoffs", "handoff", "list", "--state", "offered", "--agency", "hhs")
            .filter { ($0["reason"] as? String) == "escalation" }
        let handoff = try #require(waiting.first)
        let id = try #require(handoff["id"] as? String)
        for key in ["id", "duty", "from", "to", "state", "offered", "delivered", "opened", "accepted", "acceptedBy"] {
            #expect(handoff.keys.contains(key))
        }
        let refused = try played.store.run("handoff", "accept", id, "--as", "ero-officer")
        #expect(refused.status == 1)
        #expect(refused.message.contains("not-theirs"))
        let account = try played.account(try #require(handoff["to"] as? String))
        try played.store.expect("handoff", "accept", id, "--as", account)
        let child = String(id.split(separator: ".")[0])
        let after = try played.list("handoffs", "handoff", "list", "--child", child)
        let accepted = try #require(after.first { $0["id"] as? String == id })
        #expect(accepted["state"] as? String == "accepted")
        #expect(accepted["acceptedBy"] as? String == account)
        let duty = try #require(handoff["duty"] as? String)
        let shown = try played.store.expect("duty", "show", duty).text
        #expect(shown.contains("\(account) of "))
        #expect(shown.contains("Refused to ero-officer: not-theirs."))
        let holder = try #require(try played.list("duties", "duty", "show", duty).first?["holder"] as? [String: Any])
        #expect(holder["person"] as? String == account)
        #expect(try played.store.run("duty", "waive", duty, "--reason", "no need", "--as", "ero-officer").status == 1)
    }

    @Test(
        "Nothing new, nothing written; a report by hand ends what it proves; a dry run tells who would be told and who not"
    )
    func reports() throws {
        let played = try Played()
        try played.store.expect("worklist", "--limit", "1")
        let size = try played.size()
        try played.store.expect("worklist", "--limit", "1")
        #expect(try played.size() == size)
        let items = try played.list("items", "worklist", "--role", "federal-field-specialist", "--limit", "1000")
        let reported = [
            "duty.concerns/ask-at-hearing", "duty.missed-hearing/check-welfare", "duty.address/confirm-after-release",
        ]
        let item = try #require(items.first { reported.contains($0["kind"] as? String ?? "") && $0["child"] is Int })
        let duty = try #require(item["id"] as? String)
        try played.store.expect(
            "duty", "report", duty, "--evidence", "Seen at home", "--as", "federal-field-specialist")
        let shown = try played.store.expect("duty", "show", duty).text
        #expect(shown.contains("is done: reported by federal-field-specialist"))
        #expect(!shown.contains("Seen at home"))
        let child = String(duty.split(separator: ".")[0])
        let lines = try played.list("lines", "procedure", "dry-run", child, "--occasion", "hearing.finding")
        #expect(lines.contains { $0["outcome"] as? String == "not-told" })
        try played.store.expect("procedure", "lint")
        #expect(try played.list("posts", "office", "list").contains { $0["steward"] as? Bool == true })
    }

    @Test(
        "A store without a steward takes feeds and begins no duty; with one it catches up, from the day that was said")
    func liveFrom() throws {
        let store = try TestStore(now: "2026-06-02T12:00:00Z", isMade: false)
        try store.expect("init", "--live-from", "2026-05-11")
        let office = try store.run("office", "list", "--json")
        #expect(office.status == 0)
        #expect(try store.run("office", "steward", "--as", "nobody").status == 1)
        #expect(try store.expect("office", "list").text.contains("First day of the duties: 2026-05-11"))
        #expect(try store.expect("office", "list").text.contains("nobody has accepted"))
    }
}
