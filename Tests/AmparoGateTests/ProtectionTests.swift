import AmparoGate
import AmparoModel
import AmparoSharing
import AmparoStore
import AmparoTestSupport
import Testing

/// A store with officers of several houses and two children.
private func staffed() throws -> GovernedStore {
    let store = try GovernedStore()
    let desk = AccountDesk(store.governance, codes: TestWords.terms)
    try desk.add(Officer.orr.request, by: [])
    for officer in [Officer.orrSecond, .manager] { try desk.add(officer.request, by: [Officer.orr.signer]) }
    try desk.add(Officer.ice.request, by: [Officer.orr.signer, Officer.orrSecond.signer])
    for officer in [Officer.ero, .inspector, .eoir, .labor] {
        try desk.add(officer.request, by: [Officer.orr.signer, Officer.ice.signer])
    }
    try store.addChild(1)
    try store.addChild(2)
    return store
}

@Suite("Consent: given by somebody, for something, until a second, and gone when withdrawn")
struct ConsentTests {
    private func request(_ store: GovernedStore, days: Int64 = 30) -> ConsentRequest {
        ConsentRequest(
            record: 1, giver: Sensitive("Maria Lopez"), capacity: .parent, language: "es", recipients: ["dol"],
            purposes: ["child-welfare"],
            until: Instant(microseconds: store.clock.now.microseconds + days * 86_400_000_000),
            paper: Sensitive("Folder 12"))
    }

    @Test("It holds from the second it is recorded to the second it ends, for those it names and what is below them")
    func term() throws {
        let store = try staffed()
        let desk = ConsentDesk(store.governance, codes: TestWords.terms)
        let id = try desk.give(request(store), by: Officer.orr.signer)
        let consent = try #require(try desk.all(about: 1).first { $0.id == id })
        let end = consent.until.microseconds
        #expect(
            consent.holds(at: consent.given)
                && !consent.holds(at: Instant(microseconds: consent.given.microseconds - 1)))
        #expect(consent.holds(at: Instant(microseconds: end - 1)) && !consent.holds(at: Instant(microseconds: end)))
        #expect(consent.covers(recipient: Party(code: "dol.whd"), purpose: "safety-check", TestWords.terms))
        #expect(!consent.covers(recipient: Party(code: "dolphin"), purpose: "safety-check", TestWords.terms))
        #expect(!consent.covers(recipient: Party(code: "dol.whd"), purpose: "court-appearance", TestWords.terms))
        #expect(try desk.all(about: 2).isEmpty)
    }

    @Test("A withdrawal counts at once, needs nobody's leave, and is confirmed by those who heard of it")
    func withdrawal() throws {
        let store = try staffed()
        let desk = ConsentDesk(store.governance, codes: TestWords.terms)
        let id = try desk.give(request(store), by: Officer.orr.signer)
        #expect(throws: GovernanceError(.state, "")) { try desk.confirm(id, by: "labor-1") }
        store.pass(hours: 1)
        try desk.withdraw(id, by: nil)
        let consent = try #require(try desk.all(about: 1).first)
        #expect(!consent.holds(at: store.clock.now))
        #expect(
            consent.holds(at: Instant(microseconds: store.clock.now.microseconds - 1)),
            "what was asked before is not undone")
        try desk.confirm(id, by: "labor-1")
        try desk.confirm(id, by: "labor-1")
        #expect(try desk.all(about: 1)[0].confirmed.count == 1)
        #expect(try store.differences().isEmpty)
    }

    @Test("Unknown words, an end in the past, an unknown record or consent are refused")
    func refusals() throws {
        let store = try staffed()
        let desk = ConsentDesk(store.governance, codes: TestWords.terms)
        func refused(_ code: GovernanceError.Code, _ change: (inout ConsentRequest) -> Void) {
            var request = request(store)
            change(&request)
            #expect(throws: GovernanceError(code, "")) { try desk.give(request, by: Officer.orr.signer) }
        }
        refused(.unknownWord) { $0.language = "Spanish" }
        refused(.unknownWord) { $0.purposes = ["curiosity"] }
        refused(.unknownWord) { $0.classes = ["gossip"] }
        refused(.unknownWord) { $0.recipients = ["nobody"] }
        refused(.unknownWord) { $0.recipients = [] }
        refused(.unknownWord) { $0.giver = Sensitive(" ") }
        refused(.state) { $0.until = store.clock.now }
        refused(.notFound) { $0.record = 77 }
        #expect(throws: GovernanceError(.notFound, "")) { try desk.withdraw(5, by: nil) }
        #expect(throws: GovernanceError(.signature, "")) {
            try desk.give(request(store), by: Signer("orr-privacy", .key(Officer.ice.key)))
        }
        #expect(throws: GovernanceError(.notEntitled, "")) { try desk.give(request(store), by: Officer.ice.signer) }
    }
}

@Suite("Emergencies: a second person, oversight told, hours, a cap, a review")
struct EmergencyTests {
    private func open(
        _ desk: EmergencyDesk, _ officer: Officer, hours: Int64 = 4, telling: String? = nil
    ) throws -> Int64 {
        try desk.open(
            1, hours: hours, purpose: officer.role == "ero-officer" ? "security" : "safety-check",
            reason: Sensitive("A fire"), isHealthOrSafety: true,
            telling: telling, by: officer.signer)
    }

    @Test("Within the welfare side one of the two is enough; for somebody of DHS, or of DHS's house, both are needed")
    func who() throws {
        let store = try staffed()
        let desk = EmergencyDesk(store.governance, codes: TestWords.terms)
        let id = try open(desk, .ero)
        func holds(_ agency: String, home: String? = nil) throws -> Bool {
            try desk.all()[0].holds(at: store.clock.now, agency: agency, homeAgency: home ?? agency)
        }
        #expect(try !holds("hhs.orr") && !holds("dhs.ice.ero"))
        #expect(throws: GovernanceError(.secondPerson, "")) { try desk.second(id, by: Officer.ero.signer) }
        try desk.second(id, by: Officer.manager.signer)
        #expect(try holds("hhs.orr") && !holds("dhs.ice.ero") && !holds("hhs.orr", home: "dhs.ice"))
        #expect(throws: GovernanceError(.notEntitled, "")) { try desk.notify(id, oversight: "manager-1", by: "ero-1") }
        #expect(throws: GovernanceError(.state, "")) { try desk.takeNote(id, by: Officer.inspector.signer) }
        try desk.notify(id, oversight: "hhs-inspector", by: "ero-1")
        #expect(try !holds("dhs.ice.ero"), "whoever opened it cannot say that oversight was told")
        #expect(try desk.notices(for: "hhs-inspector").map(\.id) == [id])
        #expect(throws: GovernanceError(.notEntitled, "")) { try desk.takeNote(id, by: Officer.ero.signer) }
        #expect(throws: GovernanceError(.signature, "")) {
            try desk.takeNote(id, by: Signer("hhs-inspector", .key(Officer.ero.key)))
        }
        try desk.takeNote(id, by: Officer.inspector.signer)
        #expect(try desk.notices(for: "hhs-inspector").isEmpty)
        #expect(try holds("dhs.ice.ero") && holds("hhs.orr", home: "dhs.ice"))
        store.pass(hours: 4, seconds: -1)
        #expect(try holds("dhs.ice.ero"))
        store.pass(seconds: 1)
        #expect(try !holds("dhs.ice.ero") && !holds("hhs.orr"))
    }

    @Test("Notice alone is enough within the welfare side, and the subject is owed one")
    func notice() throws {
        let store = try staffed()
        let desk = EmergencyDesk(store.governance, codes: TestWords.terms)
        let id = try open(desk, .manager, telling: "hhs-inspector")
        #expect(try !desk.all()[0].holds(at: store.clock.now, agency: "hhs.orr", homeAgency: "hhs.orr"))
        try desk.takeNote(id, by: Officer.inspector.signer)
        #expect(try desk.all()[0].holds(at: store.clock.now, agency: "hhs.orr", homeAgency: "hhs.orr"))
        #expect(try desk.all()[0].owesNotice)
        #expect(throws: GovernanceError(.state, "")) {
            try desk.subjectTold(id, on: store.clock.now.day.adding(days: 1), by: "manager-1")
        }
        try desk.subjectTold(id, on: store.clock.now.day, by: "manager-1")
        #expect(try !desk.all()[0].owesNotice)
        #expect(try store.differences().isEmpty)
    }

    @Test("Not reviewed in 72 hours, its account opens no other; misuse ends it at once and for ever")
    func review() throws {
        let store = try staffed()
        let desk = EmergencyDesk(store.governance, codes: TestWords.terms)
        let id = try open(desk, .manager, telling: "hhs-inspector")
        store.pass(hours: 72)
        #expect(throws: GovernanceError(.capped, "")) { try open(desk, .manager) }
        #expect(throws: GovernanceError(.notEntitled, "")) {
            try desk.review(id, .upheld, reason: Sensitive("fine"), by: Officer.manager.signer)
        }
        try desk.review(id, .upheld, reason: Sensitive("fine"), by: Officer.inspector.signer)
        let second = try open(desk, .manager, telling: "hhs-inspector")
        try desk.review(second, .misuse, reason: Sensitive("no need"), by: Officer.orr.signer)
        #expect(try !desk.all()[1].holds(at: store.clock.now, agency: "hhs.orr", homeAgency: "hhs.orr"))
        #expect(throws: GovernanceError(.capped, "")) { try open(desk, .manager) }
        #expect(throws: GovernanceError(.state, "")) {
            try desk.review(id, .misuse, reason: Sensitive("again"), by: Officer.inspector.signer)
        }
    }

    @Test("It opens nothing that the role could not ask for otherwise")
    func purposes() throws {
        let store = try staffed()
        let desk = EmergencyDesk(store.governance, codes: TestWords.terms)
        for purpose in ["safety-check", "placement", "child-welfare"] {
            #expect(throws: GovernanceError(.notEntitled, ""), "\(purpose)") {
                try desk.open(
                    1, hours: 4, purpose: purpose, reason: Sensitive("A fire"), isHealthOrSafety: true,
                    by: Officer.ero.signer)
            }
        }
    }

    @Test("Three in thirty days, at most 24 hours each, with a reason")
    func cap() throws {
        let store = try staffed()
        let desk = EmergencyDesk(store.governance, codes: TestWords.terms)
        #expect(throws: GovernanceError(.unknownWord, "")) { try open(desk, .manager, hours: 25) }
        #expect(throws: GovernanceError(.unknownWord, "")) { try open(desk, .manager, hours: 0) }
        for _ in 1...3 { _ = try open(desk, .manager) }
        #expect(throws: GovernanceError(.capped, "")) { try open(desk, .manager) }
        _ = try open(desk, .ero)
        for emergency in try desk.all() where emergency.account == 3 {
            try desk.review(emergency.id, .upheld, reason: Sensitive("fine"), by: Officer.inspector.signer)
        }
        store.pass(days: 30)
        _ = try open(desk, .manager)
    }
}

@Suite("Court papers, amendments, holds and erasure")
struct ProtectionTests {
    @Test(
        "An order holds in its dates; a subpoena is taken and is no order; evidence needs two houses, one outside DHS")
    func papers() throws {
        let store = try staffed()
        let desk = OrderDesk(store.governance, codes: TestWords.terms)
        let day = store.clock.now.day
        let until = Instant(microseconds: store.clock.now.microseconds + 3_600_000_000)
        try desk.take(
            CourtPaperRequest(
                kind: .order, docket: "1:25-cv-01405", dated: day, until: until, recipients: ["dol.whd"], records: [1],
                paper: Sensitive("Angelica S. v. HHS")), by: Officer.orr.signer)
        let order = try desk.all()[0]
        #expect(order.holds(at: store.clock.now) && !order.holds(at: until))
        for (recipient, officer) in [("dhs.ice.ero", Officer.ero), ("dhs.enforcement", .ice), ("dol.whd", .ero)] {
            #expect(throws: GovernanceError(.notEntitled, ""), "nobody opens something to the own department") {
                try desk.take(
                    CourtPaperRequest(
                        kind: .order, docket: "9", dated: day, recipients: [recipient], records: [1],
                        paper: Sensitive("x")), by: officer.signer)
            }
        }
        let evidence = CourtPaperRequest(
            kind: .evidence, docket: "CR-7", dated: day, records: [1], population: "aggravated-felony",
            paper: Sensitive("x"))
        for second in [nil, Officer.ero.signer, Officer.ice.signer] {
            #expect(throws: GovernanceError(.secondPerson, "")) {
                try desk.take(evidence, by: Officer.ice.signer, and: second)
            }
        }
        try desk.take(evidence, by: Officer.ice.signer, and: Officer.orr.signer)
        try desk.take(
            CourtPaperRequest(kind: .subpoena, docket: "S-1", dated: day, paper: Sensitive("x")), by: Officer.orr.signer
        )
        #expect(try desk.all().map(\.kind) == [.order, .evidence, .subpoena])
        #expect(throws: GovernanceError(.unknownWord, "")) {
            try desk.take(
                CourtPaperRequest(kind: .order, docket: "x", dated: day, paper: Sensitive("x")), by: Officer.orr.signer)
        }
        #expect(throws: GovernanceError(.state, "")) {
            try desk.take(
                CourtPaperRequest(kind: .subpoena, docket: "x", dated: day.adding(days: 1), paper: Sensitive("x")),
                by: Officer.orr.signer)
        }
        #expect(try store.differences().isEmpty)
    }

    @Test("An amendment is asked for, decided once by a privacy officer, and disagreed with only when refused")
    func amendments() throws {
        let store = try staffed()
        let desk = AmendmentDesk(store.governance, codes: TestWords.terms)
        let id = try desk.request(1, capacity: .own, classes: ["court"], text: Sensitive("My name is Ana"), by: nil)
        #expect(throws: GovernanceError(.state, "")) { try desk.disagree(id, text: Sensitive("no"), by: nil) }
        #expect(throws: GovernanceError(.notEntitled, "")) {
            try desk.decide(id, .refused, reason: Sensitive("r"), by: Officer.manager.signer)
        }
        try desk.decide(id, .refused, reason: Sensitive("r"), by: Officer.orr.signer)
        #expect(throws: GovernanceError(.state, "")) {
            try desk.decide(id, .granted, reason: Sensitive("r"), by: Officer.orr.signer)
        }
        try desk.disagree(id, text: Sensitive("It is still Ana"), by: nil)
        #expect(try desk.all().map(\.decision) == [.refused] && desk.all()[0].disagreements.count == 1)
    }

    @Test("Erasure waits for the schedule, the hold, and two signatures of two houses, one a privacy officer's")
    func erasure() throws {
        let store = try staffed()
        let holds = HoldDesk(store.governance)
        let desk = ErasureDesk(store.governance)
        let reason = Sensitive("On the child's own request")
        #expect(throws: GovernanceError(.held, "")) { try desk.approve(1, reason: reason, by: Officer.orr.signer) }
        #expect(throws: GovernanceError(.notEntitled, "")) {
            try holds.setRetention(
                .childRetention, days: 10, citation: "Schedule 1", by: [Officer.manager.signer, Officer.labor.signer])
        }
        for alone in [[Officer.orr.signer], [Officer.orr.signer, Officer.orr.signer]] {
            #expect(throws: GovernanceError(.secondPerson, "")) {
                try holds.setRetention(.childRetention, days: 0, citation: "Schedule 1", by: alone)
            }
        }
        #expect(throws: GovernanceError(.secondPerson, ""), "of one house") {
            try holds.setRetention(
                .childRetention, days: Hold.shortestAlone - 1, citation: "Schedule 1",
                by: [Officer.orr.signer, Officer.orrSecond.signer])
        }
        try holds.setRetention(
            .childRetention, days: Hold.shortestAlone, citation: "Schedule 0", by: [Officer.orr.signer])
        try holds.setRetention(
            .childRetention, days: 10, citation: "Schedule 1", by: [Officer.orr.signer, Officer.eoir.signer])
        #expect(throws: GovernanceError(.held, "")) { try desk.approve(1, reason: reason, by: Officer.orr.signer) }
        store.pass(days: 10)
        let hold = try holds.place(1, matter: "1:25-cv-01405", reason: Sensitive("litigation"), by: "orr-privacy")
        #expect(throws: GovernanceError(.held, "")) { try desk.approve(1, reason: reason, by: Officer.orr.signer) }
        #expect(throws: GovernanceError(.notEntitled, "")) { try holds.lift(hold, by: Officer.manager.signer) }
        try holds.lift(hold, by: Officer.orr.signer)
        #expect(try desk.approve(1, reason: reason, by: Officer.orr.signer).isReady == false)
        #expect(throws: GovernanceError(.secondPerson, "")) {
            try desk.approve(1, reason: reason, by: Officer.orr.signer)
        }
        #expect(try desk.approve(1, reason: reason, by: Officer.orrSecond.signer).isReady == false, "of the same house")
        #expect(throws: GovernanceError(.signature, "")) {
            try desk.approve(1, reason: reason, by: Signer("eoir-privacy", .key(Officer.orr.key)))
        }
        let (request, isReady) = try desk.approve(1, reason: reason, by: Officer.eoir.signer)
        #expect(isReady && request.approvals.count == 3)
        let counts = DestructionCounts(erasure: 99, keys: 3, quarantines: 0, addresses: 1, marks: 2)
        let certificate = try desk.certify(request, counts)
        #expect(try desk.certify(request, counts) == certificate)
        #expect(try store.differences().isEmpty)
    }

    @Test("An approval older than thirty days, or of an account locked since, does not count")
    func staleApproval() throws {
        let store = try staffed()
        try HoldDesk(store.governance).setRetention(
            .childRetention, days: 0, citation: "none", by: [Officer.orr.signer, Officer.eoir.signer])
        let desk = ErasureDesk(store.governance)
        _ = try desk.approve(1, reason: Sensitive("r"), by: Officer.orr.signer)
        store.pass(days: 30)
        #expect(try desk.approve(1, reason: Sensitive("r"), by: Officer.eoir.signer).isReady == false)
        try AccountDesk(store.governance, codes: TestWords.terms).lock("eoir-privacy", by: nil, reason: Sensitive("x"))
        #expect(try desk.approve(1, reason: Sensitive("r"), by: Officer.orr.signer).isReady == false)
        #expect(try desk.approve(1, reason: Sensitive("r"), by: Officer.ice.signer).isReady)
    }
}
