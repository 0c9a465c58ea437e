import AmparoModel
import AmparoOversight
import AmparoStore
import AmparoStoreSQLite
import AmparoTestSupport
import Testing

@testable import AmparoIntake

@Suite("Erasing a person")
struct ErasureTests {
    /// Two siblings at one sponsor's address, the elder with a notice, a court case, an address of her own and a sponsor who
    /// withdrew; a third child elsewhere. Two releases have records in quarantine: one mentions the elder, one the third.
    private static let elder = "c-1"
    private static let elderNumber = "A 012-345-678"

    private static let feed: [RecordKind: SmallRecord.Rows] = [
        .referral: [
            Sample.referral("c-1", elderNumber), Sample.referral("c-2", "A087654321", born: "2015-02-03"),
            Sample.referral("c-3", "A055555555", surname: "Cruz"),
        ],
        .sponsor: [["sponsor_id": "s1", "given_names": "Eva", "surnames": "Lopez", "phone": "5550100"]],
        .householdMember: [["sponsor_id": "s1", "member_id": "m1", "surnames": "Rojas", "from": "2024-01-01"]],
        .check: [
            ["check_id": "k1", "sponsor_id": "s1", "type": "identity", "ordered_on": "2024-01-10", "result": "clear"]
        ],
        .release: [
            Sample.release("c-1", "2024-02-01"), Sample.release("c-2", "2024-02-01"),
            Sample.release("c-3", "2024-03-01").merging(["line1": "7 Oak Ave", "sponsor_id": "s3"]) { $1 },
        ],
        .application: [
            ["application_id": "a1", "child_id": "c-1", "sponsor_id": "s9", "opened_on": "2024-01-20"]
        ],
        .address: [
            [
                "child_id": "c-1", "reported_on": "2024-05-01", "line1": "99 Elm St Apt 4", "city": "Dallas",
                "state": "TX", "zip": "75201", "source": "AR-11",
            ]
        ],
        .call: [["child_id": "c-1", "call_id": "k9", "due_on": "never"]],
    ]

    private static let notices: SmallRecord.Rows = [
        [
            "a_number": elderNumber, "charging_document": "I-862", "issued_on": "2024-01-15", "served_on": "2024-01-20",
            "line1": "10 Main St", "city": "Houston", "state": "TX", "zip": "77002",
        ]
    ]

    private static let court: [RecordKind: SmallRecord.Rows] = [
        .courtCase: [Sample.courtCase("7001", "012345678"), Sample.courtCase("7002", "087654321")],
        .proceeding: [Sample.proceeding("11", of: "7001"), Sample.proceeding("12", of: "7002")],
        .schedule: [
            Sample.hearing("21", of: "11", "7001", on: "2025-03-04"),
            Sample.hearing("22", of: "12", "7002", on: "2025-03-05"),
        ],
    ]

    private func world() throws -> SmallRecord {
        let store = try SmallRecord(seed: 42)
        try takeFeeds(store)
        return store
    }

    private func takeFeeds(_ store: SmallRecord) throws {
        try store.care("2026-01-01", Self.feed)
        try store.file(.notice, "2026-01-02", Self.notices)
        try store.court("2026-01-03", Self.court)
        let concern = ["child_id": "c-3", "concern_id": "q1", "raised_on": "soon"]
        try store.care("2026-01-04", Self.feed.merging([.concern: [concern]]) { $1 })
    }

    /// The record's number of the child or sponsor that a number leads to.
    private func find(_ number: String, _ type: String, _ kind: IdentifierKind, in store: SmallRecord) throws -> Int64?
    {
        let index = store.keys.secrets.blindIndex(IdentifierType(rawValue: type))
        let blind = Array(number.utf8).withUnsafeBytes { index.value(of: $0) }
        return try store.database.read { connection in
            let statement = try connection.statement(
                "SELECT a.child FROM identifier i JOIN anchor a ON a.anchor = i.anchor WHERE i.blind = ? AND i.kind = ?"
            )
            defer { statement.reset() }
            statement.bind(blind.bytes, at: 1)
            statement.bind(kind.rawValue, at: 2)
            return try statement.step() ? statement.int64(0) : nil
        }
    }

    private func child(_ number: String, in store: SmallRecord) throws -> Int64? {
        try find(number, "child-number/" + Feed.care.defaultIssuer, .childNumber, in: store)
    }

    private func sponsor(_ number: String, in store: SmallRecord) throws -> Int64? {
        try find(number, "sponsor-number/" + Feed.care.defaultIssuer, .sponsorNumber, in: store)
    }

    private func figures(_ store: SmallRecord) throws -> [Figure] {
        let reckoning = Reckoning(store.database, secrets: store.keys.secrets)
        let day = try #require(Day("2026-06-01"))
        return try reckoning.figures(at: try reckoning.moment(asOf: day, seq: .max))
    }

    /// The tables that are not what the journal makes of them.
    private func differences(_ store: SmallRecord) throws -> [String] {
        let scratch = try SQLiteDatabase(
            path: store.folder + "/scratch\(store.clock.now.microseconds).sqlite", options: .init(create: true))
        store.clock.advance(microseconds: 1)
        let views = Projections([RecordViews(deriving: try OpenedHints(store.record))])
        return try views.compare(store.journal, in: scratch).differences.map(\.table)
    }

    @Test("No sealed field of the person opens any more, every other one does, and the journal is sound")
    func sealsClosed() throws {
        let store = try world()
        let before = try SealCheck(store.record).run()
        #expect(before.broken == 0 && before.erased == 0)
        let record = try #require(try child(Self.elder, in: store))
        let certificate = try Erasure(store.record).erase(record)
        // Child, A-number, court case; and the sponsor whom only her application named, who has no key.
        #expect(certificate.anchors.count == 4 && certificate.record == record)
        #expect(Set(certificate.persons.compactMap(\.personClass)) == [.child, .courtCase, .quarantineRelease])
        let after = try SealCheck(store.record).run()
        #expect(after.broken == 0 && after.erased > 0 && after.opened + after.erased == before.opened)
        try store.journal.forEachSlice(1...(try store.entries())) { entries in
            for entry in entries {
                guard let person = entry.sealedPerson else { continue }
                let key = try store.keys.key(for: person, creatingMissing: false)
                #expect((key == nil) == certificate.persons.contains(person))
                let isElders = certificate.anchors.contains(entry.anchor)
                if entry.kind.recordKind != nil { #expect((key == nil) == isElders) }
            }
        }
        #expect(try store.journal.verify().broken == nil)
    }

    @Test("Every figure is the same before and after, at every place of the journal")
    func figuresStay() throws {
        let store = try world()
        let before = try figures(store)
        #expect(before.contains { $0.value > 0 })
        let record = try #require(try child(Self.elder, in: store))
        _ = try Erasure(store.record).erase(record)
        #expect(try figures(store) == before)
    }

    @Test("Numbers, names and addresses of the person are forgotten; a sibling at the same address keeps everything")
    func tablesForget() throws {
        let store = try world()
        let elder = try #require(try child(Self.elder, in: store))
        let sibling = try #require(try child("c-2", in: store))
        let ofSibling = "SELECT COUNT(*) FROM identifier WHERE anchor = \(sibling)"
        let kept = try store.number(ofSibling)
        let addresses = try #require(try store.number("SELECT COUNT(*) FROM address_key"))
        let certificate = try Erasure(store.record).erase(elder)
        for anchor in certificate.anchors {
            #expect(try store.number("SELECT COUNT(*) FROM identifier WHERE anchor = \(anchor)") == 0)
            #expect(try store.number("SELECT COUNT(*) FROM name_word WHERE anchor = \(anchor)") == 0)
        }
        #expect(try store.number("SELECT COUNT(*) FROM name_word WHERE anchor = \(sibling)") == 2)
        // 99 Elm St Apt 4 and its building were hers alone; 10 Main St is her sibling's too.
        #expect(certificate.addresses == 2)
        #expect(try store.number("SELECT COUNT(*) FROM address_key") == addresses - 2)
        #expect(try child(Self.elder, in: store) == nil)
        #expect(try child("c-2", in: store) == sibling)
        #expect(try store.number(ofSibling) == kept)
        #expect(try sponsor("s1", in: store) != nil && sponsor("s9", in: store) == nil)
        #expect(try differences(store) == [])
    }

    @Test("The same feeds again bring nothing back: no entry, the same figures, the rows told as erased")
    func notTakenAgain() throws {
        let store = try world()
        let before = try figures(store)
        let record = try #require(try child(Self.elder, in: store))
        _ = try Erasure(store.record).erase(record)
        let entries = try store.entries()
        let care = try store.care("2026-01-04", Self.feed)
        let notice = try store.file(.notice, "2026-01-02", Self.notices)
        #expect(try store.entries() == entries)
        let court = try store.court("2026-01-03", Self.court)
        #expect(try store.entries() == entries)
        let erased = (care.files + notice.files + court.files).reduce(into: [String: Int]()) { sums, file in
            if let count = file.past["erased"] { sums[file.file] = count }
            #expect(file.addsUp)
        }
        #expect(
            erased == [
                "referrals.csv": 1, "releases.csv": 1, "applications.csv": 1, "addresses.csv": 1, "notices.csv": 1,
                "A_TblCase.csv": 1, "B_TblProceeding.csv": 1, "tbl_schedule.csv": 1,
            ], "\(erased)")
        #expect(try figures(store) == before)
        // A later release is a new snapshot; nothing of her is new, changed or vanished in it.
        let later = try store.court("2026-02-03", Self.court)
        #expect(later.changes.added == 0 && later.changes.changed == 0 && later.changes.vanished == 0)
        #expect(try child(Self.elder, in: store) == nil)
        #expect(try differences(store) == [])
    }

    @Test("Under another child's number, and in a case that is new, the A-number alone keeps the person out")
    func newNumbers() throws {
        let store = try world()
        let record = try #require(try child(Self.elder, in: store))
        _ = try Erasure(store.record).erase(record)
        let anchors = try store.number("SELECT COUNT(*) FROM anchor")
        let report = try store.care(
            "2026-03-01",
            [
                .referral: [Sample.referral("n-1", Self.elderNumber), Sample.referral("n-2", "A077777777")],
                .release: [Sample.release("n-1", "2024-02-01")],
            ])
        #expect(report.files.reduce(0) { $0 + ($1.past["erased"] ?? 0) } == 2)
        try store.court("2026-03-02", [.courtCase: [Sample.courtCase("7009", "012345678")]])
        #expect(try child("n-1", in: store) == nil && child("n-2", in: store) != nil)
        #expect(try store.number("SELECT COUNT(*) FROM anchor") == (anchors ?? 0) + 1)
        #expect(try store.number("SELECT COUNT(*) FROM court_case WHERE idncase = 7009") == 0)
        #expect(try differences(store) == [])
    }

    @Test("The quarantine of a release that mentions the person is destroyed, another one is kept")
    func quarantine() throws {
        let store = try world()
        let records = "SELECT COUNT(*) FROM quarantine"
        #expect(try store.number(records) == 3)
        let record = try #require(try child("c-3", in: store))
        let certificate = try Erasure(store.record).erase(record)
        let mentioned = try #require(try store.number("SELECT snapshot FROM quarantine WHERE file = 'concerns.csv'"))
        #expect(certificate.quarantines == [mentioned])
        #expect(try store.number(records) == 3)
        let other = Person(.quarantineRelease, try #require(try store.number("SELECT MIN(snapshot) FROM quarantine")))
        #expect(try !store.keys.isDestroyed(other))
        #expect(try store.keys.isDestroyed(Person(.quarantineRelease, mentioned)))
    }

    @Test("A quarantined record mentions a number that stands by itself, an A-number however it is spaced")
    func mentions() {
        let numbers = PersonNumbers(
            senders: [Array("c-1".utf8), Array("4711".utf8)], aNumbers: [Array("012345678".utf8)])
        for text in ["x,C-1,y", "4711", "\"4711\"", "A 12 345 678", "A012-345-678,", "a\t012345678"] {
            #expect(QuarantineSearch.isMentioned(numbers, in: Array(text.utf8)), "\(text)")
        }
        for text in ["", "47110", "k4711", "c1", "A012-345-67", "x"] {
            #expect(!QuarantineSearch.isMentioned(numbers, in: Array(text.utf8)), "\(text)")
        }
    }

    @Test("An erasure broken off after its entry is finished by the same command, or with all others")
    func brokenOff() throws {
        for finishesAll in [true, false] {
            let store = try world()
            let before = try figures(store)
            let record = try #require(try child(Self.elder, in: store))
            let erasure = Erasure(store.record)
            let plan = try erasure.plan(record)
            let seq = try erasure.append(plan, actor: 9)
            // The tables have forgotten, the keys are still there.
            #expect(try child(Self.elder, in: store) == nil)
            #expect(try SealCheck(store.record).run().erased == 0)
            #expect(try differences(store) == [])
            if finishesAll { #expect(try erasure.finishAll() == plan.payload.persons.count) }
            let certificate = try erasure.erase(record)
            #expect(certificate.seq == seq && certificate.persons == plan.payload.persons)
            #expect(try erasure.finishAll() == 0)
            #expect(try SealCheck(store.record).run().erased > 0)
            #expect(try erasure.erase(record) == certificate)
            #expect(try differences(store) == [] && figures(store) == before)
        }
    }

    @Test("A plan does not hold when anything was appended after it")
    func planHolds() throws {
        let store = try world()
        let record = try #require(try child(Self.elder, in: store))
        let erasure = Erasure(store.record)
        let plan = try erasure.plan(record)
        try store.care("2026-04-01", [.referral: [Sample.referral("c-8", "A066666666")]])
        #expect(throws: StoreError(.conflict)) { try erasure.append(plan, actor: 0) }
        #expect(try child(Self.elder, in: store) == record)
    }

    @Test("A sponsor is erased with the household; releases to the sponsor stay as they are, changed ones too")
    func sponsorErased() throws {
        let store = try world()
        let before = try figures(store)
        let record = try #require(try sponsor("s1", in: store))
        let certificate = try Erasure(store.record).erase(record)
        #expect(Set(certificate.persons.compactMap(\.personClass)) == [.sponsor, .householdMember])
        #expect(try figures(store) == before)
        let entries = try store.entries()
        try store.care("2026-01-04", Self.feed)
        #expect(try store.entries() == entries)
        // A release that is corrected still names the sponsor; the number does not come back with it.
        var feed = Self.feed
        feed[.release]?[1]["approved_by"] = "somebody else"
        let report = try store.care("2026-05-01", feed)
        #expect(report.changes.changed == 1 && report.changes.vanished == 0)
        #expect(try sponsor("s1", in: store) == nil)
        #expect(try figures(store) == before)
        #expect(try differences(store) == [])
        // A new release to the sponsor is taken without saying to whom.
        feed[.referral]?.append(Sample.referral("c-9", "A099999999"))
        feed[.release]?.append(Sample.release("c-9", "2026-05-20"))
        #expect(try store.care("2026-05-21", feed).changes.added == 2)
        let again = try store.entries()
        try store.care("2026-05-21", feed)
        #expect(try store.entries() == again)
        #expect(try sponsor("s1", in: store) == nil && differences(store) == [])
    }

    @Test("Siblings erased one after the other leave no address behind")
    func bothSiblings() throws {
        let store = try world()
        let sibling = try #require(try child("c-2", in: store))
        let elder = try #require(try child(Self.elder, in: store))
        let highest = try store.number("SELECT value FROM high_water WHERE name = 'surrogate'")
        _ = try Erasure(store.record).erase(elder)
        #expect(try Erasure(store.record).erase(sibling).addresses == 2)
        // Only the third child's address is left.
        #expect(try store.number("SELECT COUNT(*) FROM address_key") == 2)
        #expect(try store.number("SELECT value FROM high_water WHERE name = 'surrogate'") == highest)
        #expect(try differences(store) == [])
    }

    @Test("A number that is no record, or part of another, is refused")
    func refused() throws {
        let store = try world()
        let elder = try #require(try child(Self.elder, in: store))
        let part = try #require(
            try store.number("SELECT anchor FROM anchor WHERE child = \(elder) AND anchor <> child ORDER BY anchor"))
        for number in [part, 999_999, 0, -1] {
            #expect(throws: IntakeError(.notFound, "")) { try Erasure(store.record).erase(number) }
        }
    }

    @Test("The payload of an erasure reads as it was written, and no other bytes do")
    func payload() throws {
        let mark = try #require([UInt8](repeating: 7, count: 16).withUnsafeBytes { BlindIndex.Value($0) })
        let payload = ErasurePayload(
            anchors: [1, 300], persons: [Person(.child, 1), Person(.householdMember, 1 << 58)], surrogates: [5],
            marks: [mark])
        #expect(payload.bytes.withUnsafeBytes { ErasurePayload($0) } == payload)
        for length in 0..<payload.bytes.count {
            #expect(payload.bytes.prefix(length).withUnsafeBytes { ErasurePayload($0) } == nil)
        }
    }
}
