import AmparoStore
import AmparoStoreSQLite
import AmparoTestSupport
import Foundation
import Testing

/// A small demonstration, into which a second sender tells of one of its children under another number, and of a sponsor.
private struct LinkWorld {
    let store: TestStore
    let folder: String
    /// What the demonstration told.
    let told: String

    init(children: Int = 60) throws {
        (store, told) = try Demonstrations.copy(children: children, seed: 3)
        folder = store.folder + "/second"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    /// The first child of the demonstration with a whole birth date and a release, as its feed tells it.
    func first() throws -> [String: String] {
        let care = store.data + "/feeds/care"
        let released = Set(try CSV(path: care + "/releases.csv").records.compactMap { $0["child_id"] })
        return try #require(
            try CSV(path: care + "/referrals.csv").records.first {
                $0["date_of_birth"]?.count == 10 && $0["date_of_birth"]?.hasSuffix("-01-01") == false
                    && released.contains($0["child_id"] ?? "") && $0["a_number"] != ""
            })
    }

    /// A second sender tells of that child, without an A-number.
    func tellAgain(_ change: (inout [String: String]) -> Void = { _ in }) throws {
        var row = try first()
        row["child_id"] = "ZZ9"
        row["referral_id"] = "ZZ9-1"
        row["a_number"] = ""
        change(&row)
        let columns = [
            "child_id", "referral_id", "a_number", "given_names", "surnames", "date_of_birth", "sex",
            "country_of_birth",
            "language", "referring_agency", "apprehended_at", "transferred_at",
        ]
        let values = columns.map { "\"\(row[$0] ?? "")\"" }
        try (columns.joined(separator: ",") + "\n" + values.joined(separator: ",") + "\n").write(
            toFile: folder + "/referrals.csv", atomically: true, encoding: .utf8)
        let run = try store.run("ingest", "care", folder, "--issuer", "second", "--json")
        #expect(run.status == 0, "\(run.message)")
    }

    func answer(_ words: [String]) throws -> [String: Any] {
        let run = try store.run(words + ["--json"])
        #expect(run.status == 0, "\(words): \(run.message)")
        return try #require(try JSONSerialization.jsonObject(with: run.output) as? [String: Any])
    }

    func compare() throws -> [String: Any] {
        try answer(["link", "--as", "data-quality-steward", "--purpose", "data-quality"])
    }

    func pairs(_ state: String = "open", as account: String = "case-manager") throws -> [[String: Any]] {
        let answer = try answer(
            ["link", "--review", "--state", state, "--as", account, "--purpose", "placement"])
        return try #require(answer["pairs"] as? [[String: Any]])
    }

    /// The last pair of two records of children of which one is the second sender's.
    func pair(_ state: String = "open") throws -> [String: Any]? {
        let told = try count("SELECT MAX(anchor) FROM anchor WHERE kind = 1")
        return try pairs(state).last { pair in
            guard pair["needs"] as? Int == 2, let id = pair["pair"] as? Int else { return false }
            return try count("SELECT COUNT(*) FROM link_side WHERE pair = \(id) AND anchor = \(told)") == 1
        }
    }

    func judge(_ word: String, _ pair: String, as account: String) throws -> Program.Run {
        try store.run(
            "link", word, pair, "--reason", "Same birth certificate", "--as", account, "--purpose", "placement",
            "--signing-key", store.data + "-signing-keys/\(account).key", "--json")
    }

    func count(_ sql: String) throws -> Int64 {
        if let server = store.server { return try Int64(TestCluster.shared?.ask(sql, in: server) ?? "") ?? 0 }
        return try SQLiteDatabase(path: store.data + "/journal.sqlite").read { connection in
            let row = try connection.statement(sql)
            defer { row.reset() }
            return try row.step() ? row.int64(0) : 0
        }
    }

    func referrals(of child: String) throws -> Int {
        let answer = try answer(["child", child, "--as", "orr-headquarters", "--purpose", "placement"])
        return (answer["rows"] as? [[String: Any]] ?? []).count { $0["table"] as? String == "referrals" }
    }
}

@Suite("Links")
struct LinkTests {
    @Test(
        "Two people merge two records of a child; unlink restores both; whoever saw them as one is told; no is remembered"
    )
    func mergeAndUnmerge() throws {
        let world = try LinkWorld()
        let store = world.store
        try world.tellAgain()
        let figures = try store.figures()
        #expect(try world.compare()["proposed"] as? Int ?? 0 > 0)
        let found = try #require(try world.pair())
        let pair = try #require(found["pair"] as? Int).description
        #expect((found["because"] as? [String] ?? []).contains { $0.contains("surnames") })
        let records = try #require(found["records"] as? [[String: Any]]).compactMap { $0["record"] as? Int }.sorted()
        #expect(records.count == 2)
        let (child, other) = (records[0].description, records[1].description)
        let before = (try world.referrals(of: child), try world.referrals(of: other))
        // Nobody alone, nobody twice, nobody from elsewhere.
        let first = try world.judge("--accept", pair, as: "case-manager")
        #expect(first.status == 0 && first.text.contains("\"missing\":1"), "\(first.message)")
        #expect(try world.judge("--accept", pair, as: "case-manager").status == 1)
        for account in ["ero-officer", "court-staff", "juvenile-coordinator"] {
            #expect(try world.judge("--accept", pair, as: account).status == 1)
        }
        #expect(try world.referrals(of: child) == before.0)
        let second = try world.judge("--accept", pair, as: "federal-field-specialist")
        #expect(second.status == 0 && second.text.contains("\"state\":\"made\""), "\(second.message)")
        #expect(try world.referrals(of: child) == before.0 + before.1)
        #expect(try world.pair() == nil)
        let made = try world.pairs("made").first { $0["pair"] as? Int == Int(pair) }
        #expect(made?["accepted"] as? Int == 2)
        let owed = try world.count("SELECT COUNT(*) FROM correction_owed")
        let undone = try store.run(
            "unlink", pair, "--reason", "Two cousins", "--as", "case-manager", "--purpose", "placement",
            "--signing-key",
            store.data + "-signing-keys/case-manager.key")
        #expect(undone.status == 0, "\(undone.message)")
        #expect(try world.referrals(of: child) == before.0 && world.referrals(of: other) == before.1)
        #expect(try world.count("SELECT COUNT(*) FROM correction_owed") > owed)
        // Nothing new is told: each notice is about what the receipt itself showed.
        #expect(
            try world.count(
                "SELECT COUNT(*) FROM correction_owed c JOIN disclosure d ON d.seq = c.receipt WHERE d.granted = 0")
                == 0)
        // Whoever was told says that it is corrected there; nobody else can, and each correction has a number.
        let told = try world.count("SELECT MAX(seq) FROM correction_owed").description
        let confirm = ["obligation", "confirm", told, "--evidence", "Our file says it now"]
        try #expect(store.run(confirm + ["--as", "court-staff"]).message.contains("Only who was told"))
        try #expect(store.run(["obligation", "confirm", "1", "--evidence", "x", "--as", "case-manager"]).status == 1)
        try #expect(store.run(confirm + ["--as", "orr-headquarters"]).text.contains("says that it is corrected"))
        expectEqual(try store.figures(), figures)
        // Remembered, until somebody tells new facts.
        _ = try world.compare()
        #expect(try world.pair() == nil)
        try world.tellAgain { $0["language"] = "mam" }
        _ = try world.compare()
        let again = try #require(try world.pair())
        #expect(again["pair"] as? Int != found["pair"] as? Int)
        #expect(
            try world.judge("--reject", try #require(again["pair"] as? Int).description, as: "case-manager").status == 0
        )
        #expect(try world.pair() == nil && world.pair("rejected") != nil && world.pair("undone") != nil)
        #expect(try store.expect("verify").text.contains("verified: "))
        try store.expect("rebuild")
        #expect(try store.expect("verify").text.contains("verified: "))
        #expect(try world.pair("rejected") != nil)
        // What people said outlives an A-number that the two are then told to share.
        let number = try world.first()["a_number"]
        try world.tellAgain { $0["a_number"] = number }
        #expect(try world.referrals(of: child) == before.0 && world.referrals(of: other) == before.1)
    }

    @Test("What is linked by the model alone is one child in the invented world; a dispute about a number is left open")
    func truth() throws {
        let world = try LinkWorld(children: 600)
        let linked = try world.count("SELECT COUNT(*) FROM link_pair WHERE state = 2 AND subject = 1")
        #expect(
            world.told.contains(
                "Who is who: \(linked) records that stood alone were linked to a child by likeness, \(linked) of"))
        let feeds = world.store.data + "/feeds"
        var children: [String: String] = [:]
        for row in try CSV(path: feeds + "/truth-links.csv").records {
            let key = (row["key"] ?? "").split(separator: "/").first.map(String.init) ?? ""
            children["\(row["feed"] ?? "") \(key)"] = row["child"]
        }
        let referrals = try CSV(path: feeds + "/care/referrals.csv").records
        /// The invented children that the rows of a pair are of.
        func invented(_ pair: [String: Any]) -> Set<String> {
            let rows = (pair["records"] as? [[String: Any]] ?? []).flatMap { $0["rows"] as? [[String: Any]] ?? [] }
            return Set(
                rows.flatMap { row -> [String] in
                    let line = (row["source"] as? [String: Any])?["line"] as? Int ?? 0
                    let care = row["table"] as? String == "referrals" ? referrals[line - 2]["child_id"] : nil
                    let cases = (row["fields"] as? [[String: Any]] ?? []).filter {
                        $0["field"] as? String == "court.case"
                    }
                    return [care.map { "care \($0)" }].compactMap(\.self)
                        + cases.compactMap { ($0["value"] as? String).map { "court \($0)" } }
                }.compactMap { children[$0] })
        }
        func pairs(_ state: String) throws -> [[String: Any]] {
            let answer = try world.answer([
                "link", "--review", "--state", state, "--limit", "1000", "--as", "case-manager", "--purpose",
                "court-appearance",
            ])
            return (answer["pairs"] as? [[String: Any]] ?? []).filter { $0["subject"] as? String == "child" }
        }
        let (made, open) = (try pairs("made"), try pairs("open"))
        #expect(made.allSatisfy { invented($0).count == 1 })
        let right = open.count { invented($0).count == 1 }
        print(
            "links: \(made.count) made, \(open.count) proposed, \(right) of them right"
        )
        #expect(open.isEmpty || right > 0)
        #expect(
            try world.count(
                """
                SELECT COUNT(*) FROM link_pair p JOIN dispute_holder h ON h.anchor IN (p.first, p.second)
                JOIN dispute d ON d.dispute = h.dispute WHERE p.state = 2 AND d.adopted IS NULL
                """) == 0)
    }

    @Test("An account that may not see both records sees no pair; the links of the past are seen in the past")
    func refused() throws {
        let world = try LinkWorld()
        try world.tellAgain()
        _ = try world.compare()
        #expect(try world.pair() != nil)
        for (account, purpose) in [
            ("ero-officer", "removal"), ("juvenile-coordinator", "court-appearance"), ("court-staff", "notice-service"),
        ] {
            let run = try world.store.run("link", "--review", "--as", account, "--purpose", purpose, "--json")
            #expect(!run.text.contains("\"because\""), "\(account)")
            #expect(
                try world.store.run("link", "--as", account, "--purpose", purpose).status == 1, "\(account)")
        }
        #expect(try world.store.run("link").status == 2)
        #expect(try world.store.run("link", "--accept", "1", "--reject", "2").status == 2)
    }

    @Test("A sister whose A-number follows is not proposed as the same child; with the same given name she is")
    func family() throws {
        let world = try LinkWorld()
        let number = try #require(try world.first()["a_number"])
        let next = String(number.dropLast()) + (number.hasSuffix("4") ? "5" : "4")
        try world.tellAgain {
            $0["a_number"] = next
            $0["given_names"] = "Wendolyn Xiomara"
            $0["date_of_birth"] = "2015-10-29"
        }
        _ = try world.compare()
        #expect(try world.pair() == nil)
        try world.tellAgain {
            $0["a_number"] = next
        }
        _ = try world.compare()
        #expect(try world.pair() != nil)
    }

    @Test("A second comparison of the same record finds nothing new, and ingest alone links nobody")
    func incremental() throws {
        let world = try LinkWorld()
        // The demonstration has compared what it took.
        #expect(try world.compare()["compared"] as? Int == 0)
        let pairs = try world.count("SELECT COUNT(*) FROM link_pair")
        try world.tellAgain()
        #expect(try world.count("SELECT COUNT(*) FROM link_pair") == pairs)
        let first = try world.compare()
        #expect(first["compared"] as? Int ?? 0 > 0)
        let second = try world.compare()
        #expect(second["compared"] as? Int == 0 && second["proposed"] as? Int == 0 && second["made"] as? Int == 0)
        #expect(second["alarms"] as? Int == 0)
        #expect(try world.store.expect("verify").text.contains("verified: "))
    }

    @Test("What recurs at sponsors is told to ORR's vetting, and to nobody of DHS")
    func network() throws {
        let world = try LinkWorld()
        // Seven sponsors with one telephone, each with a child, at one address.
        try world.tell((1...7).map { Placed(sponsor: $0, phone: "555-201-7788", address: "77 Elm St", child: $0) })
        #expect(try world.compare()["alarms"] as? Int ?? 0 >= 3)
        let child = try world.count(
            "SELECT anchor FROM network_member WHERE role = 1 AND kind = 2 ORDER BY anchor LIMIT 1"
        ).description
        // Each of the seven children is a duty for those who vet sponsors and one for those who see to safety.
        for kind in [89, 90] {
            let duties = try world.count("SELECT COUNT(*) FROM duty WHERE kind = \(kind) AND state <= 3")
            #expect(duties >= 7, "\(kind): \(duties)")
        }
        let told = try world.count(
            "SELECT COUNT(*) FROM duty d JOIN duty_post p ON p.post = d.holder WHERE d.kind >= 89 AND p.party <> 'hhs.orr'"
        )
        let handed = try world.count("SELECT COUNT(*) FROM handoff WHERE kind >= 89 AND kind <= 90")
        #expect(told + handed == 0)
        func network(_ account: String, _ purpose: String) throws -> [String: String] {
            let run = try world.store.run("child", child, "--as", account, "--purpose", purpose, "--json")
            let answer = try? JSONSerialization.jsonObject(with: run.output) as? [String: Any]
            let rows = answer?["rows"] as? [[String: Any]] ?? []
            let fields = rows.filter { $0["table"] as? String == "network" }.flatMap {
                $0["fields"] as? [[String: Any]] ?? []
            }
            return Dictionary(
                fields.map { ($0["field"] as? String ?? "", $0["value"] as? String ?? "") }, uniquingKeysWith: { $1 })
        }
        #expect(
            try network("case-manager", "sponsor-suitability") == [
                "sponsor.network.sharedAddress": "7", "sponsor.network.otherChildren": "6",
                "sponsor.network.relatedSponsors": "6",
            ])
        for (account, purpose) in [
            ("ero-officer", "sponsor-enforcement"), ("ero-headquarters", "removal"),
            ("hsi-agent", "sponsor-enforcement"),
            ("juvenile-coordinator", "court-appearance"), ("trial-attorney-office", "notice-service"),
            ("cbp-officer", "removal"), ("safety-call-worker", "safety-check"), ("court-staff", "notice-service"),
        ] {
            #expect(try network(account, purpose).isEmpty, "\(account)")
        }
        #expect(try world.store.expect("verify").text.contains("verified: "))
    }

    @Test(
        "Many sponsors of one household, one sponsor with many addresses and a telephone that is used again are each seen as what they are"
    )
    func directions() throws {
        let world = try LinkWorld()
        func alarms(_ kind: Int) throws -> [Int64] {
            try ["COUNT(*)", "COALESCE(MAX(sponsors), 0)", "COALESCE(MAX(children), 0)"].map {
                try world.count("SELECT \($0) FROM network_alarm WHERE kind = \(kind)")
            }
        }
        let (sponsorsAtAddress, childrenAtAddress, sponsorsWithPhone, childrenOfSponsor) = (1, 2, 3, 4)
        _ = try world.compare()
        let before = try (1...5).map(alarms)
        // Below every threshold: nothing.
        try world.tell([
            Placed(sponsor: 11, phone: "555-300-0011", address: "5 Ash Ave", child: 11),
            Placed(sponsor: 12, phone: "555-300-0012", address: "5 Ash Ave", child: 12),
            Placed(sponsor: 13, phone: "555-300-0013", address: "6 Birch Ave", child: 13),
            Placed(sponsor: 14, phone: "555-300-0013", address: "7 Cedar Ave", child: 14),
            Placed(sponsor: 15, phone: "555-300-0015", address: "8 Dogwood Ave", child: 15),
            Placed(sponsor: 15, phone: "555-300-0015", address: "9 Fir Ave", child: 16),
        ])
        _ = try world.compare()
        #expect(try (1...5).map(alarms) == before)
        // One household, three sponsors, each with a telephone of their own.
        try world.tell(
            (21...23).map { Placed(sponsor: $0, phone: "555-301-00\($0)", address: "5 Grove St", child: $0) })
        _ = try world.compare()
        #expect(try alarms(sponsorsAtAddress)[0] == before[0][0] + 1)
        #expect(try alarms(sponsorsWithPhone) == before[2] && alarms(childrenOfSponsor) == before[3])
        // One sponsor, five children, five addresses.
        try world.tell(
            (31...35).map { Placed(sponsor: 31, phone: "555-302-0031", address: "\($0) Hazel Rd", child: $0) })
        _ = try world.compare()
        #expect(try alarms(childrenOfSponsor)[0] == before[3][0] + 1)
        #expect(try alarms(sponsorsAtAddress)[0] == before[0][0] + 1 && alarms(childrenAtAddress) == before[1])
        #expect(try alarms(sponsorsWithPhone) == before[2])
        // Three sponsors at three addresses with one telephone.
        try world.tell((41...43).map { Placed(sponsor: $0, phone: "555-303-0040", address: "\($0) Ivy Ln", child: $0) })
        _ = try world.compare()
        #expect(try alarms(sponsorsWithPhone)[0] == before[2][0] + 1)
        #expect(try alarms(sponsorsAtAddress)[0] == before[0][0] + 1)
        #expect(try alarms(childrenOfSponsor)[0] == before[3][0] + 1)
    }
}

/// A child who was released to a sponsor at an address.
private struct Placed {
    var sponsor: Int
    var phone: String
    var address: String
    var child: Int
}

extension LinkWorld {
    /// Takes a feed of these releases of another sender, whose people have nothing else in common.
    fileprivate func tell(_ placed: [Placed]) throws {
        let names = [
            "Rosa,Ajanel Chox", "Pedro,Tambriz", "Wilmer,Castellanos Mejía", "Ingrid,Quintanilla",
            "Óscar,Benítez Funes", "Telma,Xol Caal", "Jairo,Umanzor",
        ]
        var sponsors = "sponsor_id,given_names,surnames,phone\n"
        var referrals = "child_id,referral_id,given_names,surnames,date_of_birth,transferred_at\n"
        var releases = "child_id,release_id,released_on,sponsor_id,line1,city,state,zip\n"
        var told: Set<Int> = []
        for place in placed {
            let (sponsor, child) = (place.sponsor, place.child)
            if told.insert(sponsor).inserted {
                sponsors += "Q\(sponsor),\(names[sponsor % 7]),\(place.phone)\n"
            }
            let birth = "20\(10 + child % 7)-0\(1 + child % 9)-\(10 + child % 18)"
            referrals += "Y\(child),Y\(child)-1,\(names[(child + 3) % 7]),\(birth),2025-01-0\(1 + child % 9)\n"
            releases += "Y\(child),YL\(child),2025-03-01,Q\(sponsor),\(place.address),Houston,TX,77002\n"
        }
        for (name, text) in [("sponsors", sponsors), ("referrals", referrals), ("releases", releases)] {
            try text.write(toFile: folder + "/\(name).csv", atomically: true, encoding: .utf8)
        }
        let issuer = "second-\(placed.first?.child ?? 0)"
        let taken = try store.run(["ingest", "care", folder, "--issuer", issuer])
        #expect(taken.status == 0, "\(taken.message)")
    }
}
