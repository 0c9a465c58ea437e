import Foundation
import Testing

@Suite("Private matching, by the commands")
struct MatchCommandTests {
    private static let agreement = """
        agreement: orr-eoir-matching
        version: 1
        title: Whether both know a child
        kind: matching
        parties: [hhs.orr, doj.eoir]
        authority: { privacyAct: b3, citation: "a routine use" }
        effective: 2026-03-01
        expires: 2027-03-01
        clauses:
          - id: match
            permit:
              from: hhs.orr
              to: { agency: doj.eoir }
              purposes: [data-quality]
              classes: [existence]

        """

    @Test("One house makes a table, the other asks with it and waits, the first answers: a possible match, and no more")
    func match() throws {
        let office = try Office()
        let feeds = try SimulatedFeeds(in: office.store, children: 20, seed: 3)
        try office.store.expect("ingest", "care", feeds.care)
        for (account, agency, signers) in [
            ("steward", "hhs.orr", office.signed("orr")),
            ("court", "doj.eoir", office.signed("eoir") + office.second("orr")),
        ] {
            let added = try office.add(keyed: account, agency, "data-quality-steward", signers)
            #expect(added.status == 0, "\(added.message)")
        }
        let name = "orr-eoir-matching@1"
        let file = try office.write(Self.agreement, to: "m.yaml")
        let path = { (name: String) in office.store.folder + "/" + name }
        let make = [
            "match", "table", name, "--out", path("t.match"), "--as", "steward", "--purpose", "data-quality",
        ]
        try office.refuse(make, "agreement")
        try office.act(["agreement", "propose", file, "--as", "orr"])
        try office.act(["agreement", "simulate", file] + office.signed("orr"))
        try office.act(["agreement", "approve", name] + office.signed("orr"))
        try office.act(["agreement", "approve", name] + office.signed("ice"))
        try office.refuse(make, "not in force")
        office.store.now = "2026-04-05T12:00:00Z"
        #expect(try office.act(make).contains("those of nobody too"))

        let known = try #require(try aNumber(in: feeds))
        _ = try office.write("ref,a_number\none,\(known)\ntwo,987654321\n", to: "people.csv")
        let ask = [
            "match", "ask", path("people.csv"), "--table", path("t.match"), "--probe", path("p.match"), "--answer",
            path("a.match"), "--purpose", "data-quality",
        ]
        let asking = try office.store.start(ask + office.signed("court"), isHeard: true)
        #expect(asking.line() == "Asked. Waiting for the answer.")
        let probe = try String(contentsOfFile: path("p.match"), encoding: .utf8)
        #expect(!probe.contains(known) && !probe.contains("987654321"))
        let answer = ["match", "answer", path("p.match"), "--out", path("a.match")]
        #expect(try office.act(answer).contains("2 probes evaluated"))
        #expect(asking.line() == "one: possible match, ask")
        #expect(asking.line() == nil)
        #expect(try asking.end().status == 0)
        // An answer is given once, and nobody's word is in the store in the clear.
        #expect(try office.store.run(answer).status == 1)
        try office.act(["verify"])
        try office.act(["rebuild"])
        try office.act(["verify"])
    }

    /// The first A-number of the care record's referrals.
    private func aNumber(in feeds: SimulatedFeeds) throws -> String? {
        let text = try String(contentsOfFile: feeds.care + "/referrals.csv", encoding: .utf8)
        for line in text.split(separator: "\n").dropFirst() {
            let cells: [Substring] = line.split(separator: ",", omittingEmptySubsequences: false)
            if cells.count > 2, cells[2].utf8.count == 9, Int(cells[2]) != nil { return String(cells[2]) }
        }
        return nil
    }
}
