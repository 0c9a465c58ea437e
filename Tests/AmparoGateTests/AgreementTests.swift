@testable import AmparoGate
import AmparoModel
import AmparoSharing
import AmparoStore
import AmparoTestSupport
import Testing

@Suite("Agreements: proposed, approved by two houses, published, in force, ended to the second")
struct AgreementTests {
    /// A store with privacy officers of four houses, and the desk.
    private static func office() throws -> (GovernedStore, AgreementDesk) {
        let store = try GovernedStore()
        let accounts = AccountDesk(store.governance, codes: TestWords.terms)
        try accounts.add(Officer.orr.request, by: [])
        for officer in [Officer.orrSecond, .detailed, .manager] {
            try accounts.add(officer.request, by: [Officer.orr.signer])
        }
        try accounts.add(Officer.ice.request, by: [Officer.orr.signer, Officer.detailed.signer])
        for officer in [Officer.eoir, .inspector, .labor] {
            try accounts.add(officer.request, by: [Officer.orr.signer, Officer.ice.signer])
        }
        return (store, AgreementDesk(store.governance, terms: TestWords.terms))
    }

    private static func state(_ desk: AgreementDesk, _ name: String, _ store: GovernedStore) throws
        -> AgreementCalendar.State
    {
        let shelf = try desk.shelf()
        return try shelf.calendar.state(#require(shelf.item(named: name)).history.id, at: store.clock.now)
    }

    @Test("A widening takes effect thirty days after diff and simulation are out, and expires to the second")
    func widening() throws {
        let (store, desk) = try Self.office()
        let sample = SampleAgreement()
        try desk.propose(text: sample.yaml, file: "a.yaml", by: "orr-privacy")
        #expect(try Self.state(desk, sample.name, store) == .proposed)
        #expect(try desk.approve(sample.name, by: Officer.orr.signer) == false)
        #expect(try Self.state(desk, sample.name, store) == .proposed)
        #expect(try desk.approve(sample.name, text: sample.yaml, by: Officer.eoir.signer))
        #expect(try Self.state(desk, sample.name, store) == .approved)
        #expect(try desk.shelf().enacted().isEmpty, "never published, never in force")
        store.pass(days: 3)
        try desk.recordSimulation(of: sample.name, counts: "{}", by: Officer.orr.signer)
        #expect(try Self.state(desk, sample.name, store) == .published)
        store.pass(days: 30, seconds: -1)
        #expect(try Self.state(desk, sample.name, store) == .published)
        store.pass(seconds: 1)
        #expect(try Self.state(desk, sample.name, store) == .inForce)
        let enacted = try #require(try desk.shelf().enacted().first)
        #expect(enacted.clauses[0].span.from.microseconds == store.clock.now.microseconds)
        // To the end of 30 June 2027 in Washington, which is in daylight time.
        let end = try #require(Instant("2027-07-01T04:00:00Z"))
        let id = enacted.name.description
        let calendar = try desk.shelf().calendar
        let number = try #require(try desk.shelf().item(named: id)).history.id
        #expect(calendar.state(number, at: Instant(microseconds: end.microseconds - 1)) == .inForce)
        #expect(calendar.state(number, at: end) == .expired)
        #expect(try store.differences().isEmpty)
    }

    @Test("An entry that says of a widening that it is none is not believed: it waits its thirty days all the same")
    func forgedWidening() throws {
        let (store, desk) = try Self.office()
        let sample = SampleAgreement()
        let id = try desk.propose(text: sample.yaml, file: "a.yaml", by: "orr-privacy")
        let hash = try #require(try desk.shelf().items.first).history.contentHash
        // Two real approvals, and an enactment that whoever can write entries has made up.
        for (number, officer) in [(Int64(1), Officer.orr), (6, Officer.eoir)] {
            let statement = Statement(
                act: "agreement-approved", account: officer.id, about: sample.name, content: hash)
            var payload = GovernancePayload()
            payload[number: .subject] = id
            payload[bytes: .hash] = hash
            payload[bytes: .signature] = try officer.key.sign(statement)
            try Self.forge(.agreementApproved, payload, actor: number, store)
        }
        var payload = GovernancePayload()
        payload[number: .subject] = id
        payload[bytes: .hash] = hash
        payload.flag = false
        try Self.forge(.agreementEnacted, payload, actor: 0, store)
        let item = try #require(try desk.shelf().items.first)
        #expect(item.history.enacted != nil && item.history.isWidening)
        #expect(try Self.state(desk, sample.name, store) == .approved)
        #expect(try desk.shelf().enacted().isEmpty)
    }

    private static func forge(
        _ kind: EntryKind, _ payload: GovernancePayload, actor: Int64, _ store: GovernedStore
    ) throws {
        var batch = EntryBatch(random: .seeded(UInt64(actor) + 41))
        _ = try payload.encoded().withUnsafeBytes {
            try batch.append(kind: kind, actor: actor, occurred: .at(store.clock.now), payload: $0)
        }
        try store.journal.sequencer.append(&batch) { try GovernanceProjection().apply($1, on: $0) }
    }

    @Test("What only forbids, or permits less than what it replaces, takes effect at once")
    func narrowing() throws {
        let (store, desk) = try Self.office()
        var sample = SampleAgreement()
        sample.isPermit = false
        sample.classes = ["clinical"]
        try desk.propose(text: sample.yaml, file: "a.yaml", by: nil)
        try desk.approve(sample.name, by: Officer.orr.signer)
        try desk.approve(sample.name, by: Officer.eoir.signer)
        #expect(try Self.state(desk, sample.name, store) == .inForce)

        var wide = SampleAgreement(id: "second")
        try desk.propose(text: wide.yaml, file: "b.yaml", by: nil)
        try desk.approve(wide.name, by: Officer.orr.signer)
        try desk.approve(wide.name, by: Officer.eoir.signer)
        try desk.recordSimulation(of: wide.name, counts: "{}", by: Officer.orr.signer)
        store.pass(days: 30)
        #expect(try Self.state(desk, wide.name, store) == .inForce)
        wide.version = 2
        wide.classes = ["court"]
        wide.replaces = "second@1"
        try desk.propose(text: wide.yaml, file: "c.yaml", by: nil)
        try desk.approve(wide.name, by: Officer.orr.signer)
        try desk.approve(wide.name, by: Officer.eoir.signer)
        #expect(try Self.state(desk, "second@2", store) == .inForce)
        #expect(try Self.state(desk, "second@1", store) == .replaced)
        wide.version = 3
        wide.classes = ["court", "education"]
        wide.replaces = "second@2"
        try desk.propose(text: wide.yaml, file: "d.yaml", by: nil)
        try desk.approve(wide.name, by: Officer.orr.signer)
        try desk.approve(wide.name, by: Officer.eoir.signer)
        #expect(try Self.state(desk, "second@3", store) == .approved, "one class more is a widening")
        #expect(try Self.state(desk, "second@2", store) == .inForce)
    }

    @Test("Two of one house, somebody of the recipient's department or on detail from it, or one alone, are not enough")
    func approvers() throws {
        let (_, desk) = try Self.office()
        let sample = SampleAgreement()
        try desk.propose(text: sample.yaml, file: "a.yaml", by: nil)
        #expect(throws: GovernanceError(.approvers, "")) { try desk.approve(sample.name, by: Officer.ice.signer) }
        #expect(throws: GovernanceError(.approvers, "")) { try desk.approve(sample.name, by: Officer.detailed.signer) }
        try desk.approve(sample.name, by: Officer.orr.signer)
        #expect(throws: GovernanceError(.approvers, "")) { try desk.approve(sample.name, by: Officer.orr.signer) }
        #expect(throws: GovernanceError(.approvers, "")) { try desk.approve(sample.name, by: Officer.orrSecond.signer) }
        #expect(throws: GovernanceError(.signature, "")) {
            try desk.approve(sample.name, by: Signer("eoir-privacy", .key(Officer.orr.key)))
        }
        #expect(try desk.approve(sample.name, by: Officer.labor.signer))
    }

    @Test("Without the source agency's privacy officer nothing is enacted, however many others approve")
    func source() throws {
        let (_, desk) = try Self.office()
        let sample = SampleAgreement()
        try desk.propose(text: sample.yaml, file: "a.yaml", by: nil)
        #expect(try desk.approve(sample.name, by: Officer.eoir.signer) == false)
        #expect(try desk.approve(sample.name, by: Officer.labor.signer) == false)
        #expect(try desk.approve(sample.name, by: Officer.orr.signer))
    }

    @Test("A text that is not what was proposed, an example, an old term, a wrong term are refused")
    func texts() throws {
        let (store, desk) = try Self.office()
        let sample = SampleAgreement()
        try desk.propose(text: sample.yaml, file: "a.yaml", by: nil)
        var other = sample
        other.classes = ["court"]
        #expect(throws: GovernanceError(.agreement, "")) {
            try desk.approve(sample.name, text: other.yaml, by: Officer.orr.signer)
        }
        #expect(throws: GovernanceError(.exists, "")) { try desk.propose(text: other.yaml, file: "a.yaml", by: nil) }
        #expect(throws: GovernanceError(.notFound, "")) { try desk.approve("nothing@1", by: Officer.orr.signer) }
        func refused(_ change: (inout SampleAgreement) -> Void) {
            var sample = SampleAgreement(id: "other")
            change(&sample)
            #expect(throws: GovernanceError(.agreement, "")) {
                try desk.propose(text: sample.yaml, file: "a.yaml", by: nil)
            }
        }
        refused { $0.isEnactable = false }
        refused { ($0.effective, $0.expires) = ("2020-01-01", "2021-01-01") }
        refused { $0.replaces = "nothing@1" }
        refused { $0.replaces = "other@1" }
        refused { ($0.kind, $0.effective, $0.expires) = ("matching", "2026-01-01", "2027-07-01") }
        refused { ($0.kind, $0.renews) = ("matching", "orr-opla-court@1") }
        let matching = SampleAgreement(kind: "matching", effective: "2026-01-01", expires: "2027-06-30")
        #expect(throws: GovernanceError(.exists, "")) { try desk.propose(text: matching.yaml, file: "a.yaml", by: nil) }
        var fits = matching
        fits.id = "fits"
        try desk.propose(text: fits.yaml, file: "a.yaml", by: nil)
        #expect(throws: SharingError.self) { try desk.propose(text: "agreement: [", file: "a.yaml", by: nil) }
        #expect(try store.differences().isEmpty)
    }

    @Test("Two versions that hold at one time are refused unless one replaces the other")
    func overlap() throws {
        let (store, desk) = try Self.office()
        let first = SampleAgreement()
        try desk.propose(text: first.yaml, file: "a.yaml", by: nil)
        try desk.approve(first.name, by: Officer.orr.signer)
        try desk.approve(first.name, by: Officer.eoir.signer)
        try desk.recordSimulation(of: first.name, counts: "{}", by: Officer.orr.signer)
        var second = first
        second.version = 2
        #expect(throws: GovernanceError(.agreement, "")) {
            try desk.propose(text: second.yaml, file: "b.yaml", by: nil)
        }
        second.effective = "2027-07-01"
        second.expires = "2028-07-01"
        try desk.propose(text: second.yaml, file: "b.yaml", by: nil)
        #expect(try Self.state(desk, "orr-opla-court@2", store) == .proposed)
    }

    @Test("A suspension counts at once, of all of it or of one clause; a proposal can be taken back")
    func suspension() throws {
        let (store, desk) = try Self.office()
        let sample = SampleAgreement()
        try desk.propose(text: sample.yaml, file: "a.yaml", by: nil)
        #expect(throws: GovernanceError(.state, "")) {
            try desk.suspend(sample.name, reason: Sensitive("x"), by: "orr-privacy")
        }
        try desk.approve(sample.name, by: Officer.orr.signer)
        try desk.approve(sample.name, by: Officer.eoir.signer)
        try desk.recordSimulation(of: sample.name, counts: "{}", by: Officer.orr.signer)
        store.pass(days: 31)
        #expect(throws: GovernanceError(.notEntitled, "")) {
            try desk.suspend(sample.name, reason: Sensitive("x"), by: "manager-1")
        }
        #expect(throws: GovernanceError(.notFound, "")) {
            try desk.suspend(sample.name, clause: "tenth", reason: Sensitive("x"), by: "orr-privacy")
        }
        try desk.suspend(sample.name, clause: "first", reason: Sensitive("x"), by: "hhs-inspector")
        let ended = try #require(try desk.shelf().enacted().first)
        #expect(ended.clauses[0].span.until?.microseconds == store.clock.now.microseconds)
        store.pass(hours: 1)
        try desk.suspend(sample.name, reason: Sensitive("x"), by: "orr-privacy")
        #expect(try Self.state(desk, sample.name, store) == .suspended)
        #expect(throws: GovernanceError(.state, "")) { try desk.withdraw(sample.name, by: "orr-privacy") }
        let other = SampleAgreement(id: "other")
        try desk.propose(text: other.yaml, file: "b.yaml", by: "manager-1")
        #expect(throws: GovernanceError(.notEntitled, "")) { try desk.withdraw(other.name, by: "labor-1") }
        try desk.withdraw(other.name, by: "manager-1")
        #expect(throws: GovernanceError(.state, "")) { try desk.approve(other.name, by: Officer.orr.signer) }
    }

    @Test("Entries that somebody forged enact nothing: without approvals, or marked as shipped, everything is refused")
    func forged() throws {
        for (word, flag) in [(Int64?.none, true), (Int64?(1), false)] {
            let (store, desk) = try Self.office()
            let sample = SampleAgreement()
            let agreement = try Agreement.parse(yaml: sample.yaml, file: "a.yaml")
            let id = try desk.propose(text: sample.yaml, file: "a.yaml", by: nil)
            var payload = GovernancePayload()
            payload[number: .subject] = id
            payload[bytes: .hash] = agreement.contentHash.bytes
            payload[number: .word] = word
            payload.flag = flag
            var batch = EntryBatch(random: .seeded(5))
            try payload.encoded().withUnsafeBytes { _ = try batch.append(kind: .agreementEnacted, payload: $0) }
            try store.journal.sequencer.append(&batch) { try store.projections.apply($1, on: $0) }
            #expect(throws: GovernanceError(.agreement, "")) { try desk.shelf() }
            let rules = GovernedRules(terms: TestWords.terms)
            #expect(throws: GovernanceError(.agreement, "")) { try store.database.read { try rules.ruleBook(on: $0) } }
        }
    }
}
