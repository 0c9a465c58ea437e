import AmparoGate
import AmparoModel
import AmparoSharing
import AmparoStore
import AmparoTestSupport
import Testing

/// What the entries of governance mean to a decision.
@Suite("Rules and facts that a store's own entries put in force")
struct GovernedRulesTests {
    private struct World {
        let store: GovernedStore
        let rules = GovernedRules(terms: TestWords.terms)
        let facts = GovernedFacts(terms: TestWords.terms)
        let accounts: AccountDirectory

        init() throws {
            store = try GovernedStore()
            let desk = AccountDesk(store.governance, codes: TestWords.terms)
            try desk.add(Officer.orr.request, by: [])
            for officer in [Officer.orrSecond, .manager] { try desk.add(officer.request, by: [Officer.orr.signer]) }
            try desk.add(Officer.ice.request, by: [Officer.orr.signer, Officer.orrSecond.signer])
            for officer in [Officer.labor, .inspector] {
                try desk.add(officer.request, by: [Officer.orr.signer, Officer.ice.signer])
            }
            accounts = AccountDirectory(store.governance)
            for child in [Int64(1), 2] { try store.addChild(child) }
        }

        func known(_ child: Int64, _ account: String, _ purpose: String = "labor-protection") throws -> SubjectFacts {
            try store.database.read { connection in
                var facts = SubjectFacts()
                let standing = try #require(
                    try accounts.standing(ofAccount: account, at: store.clock.now, on: connection))
                try self.facts.addFacts(
                    to: &facts, child: child, requester: standing, purpose: purpose, at: store.clock.now, on: connection
                )
                return facts
            }
        }

        /// The outcome for one field of one child.
        func outcome(_ field: String, child: Int64, account: String, purpose: String = "labor-protection") throws
            -> Outcome
        {
            let facts = try known(child, account, purpose)
            return try store.database.read { connection in
                let book = try rules.ruleBook(on: connection)
                let standing = try #require(
                    try accounts.standing(ofAccount: account, at: store.clock.now, on: connection))
                let number = try #require(FieldCatalogue.shipped[field]).number
                let request = DecisionRequest(
                    id: "r", at: store.clock.now, position: 1, requester: standing.requester, purpose: purpose,
                    operation: .view, subject: .child, facts: facts, fields: [number])
                return book.decide(request).fields[0].outcome
            }
        }
    }

    private static let field: String = {
        FieldCatalogue.shipped.fields.first { $0.fieldClass == .education }?.name ?? "education.schoolName"
    }()

    @Test("An order opens what it names, for those it names, in its dates; its court orders nothing for others")
    func order() throws {
        let world = try World()
        let now = world.store.clock.now
        #expect(try world.outcome(Self.field, child: 1, account: "labor-1") == .withhold)
        try OrderDesk(world.store.governance, codes: TestWords.terms).take(
            CourtPaperRequest(
                kind: .order, docket: "4:26-mc-7", dated: now.day,
                until: Instant(microseconds: now.microseconds + 3_600_000_000), recipients: ["dol.whd"],
                classes: ["education"], records: [1], paper: Sensitive("x")), by: Officer.orr.signer)
        #expect(try world.outcome(Self.field, child: 1, account: "labor-1") == .disclose)
        #expect(try world.outcome(Self.field, child: 2, account: "labor-1") == .withhold)
        #expect(try world.known(1, "labor-1").courtOrder == .no, "it is limited to a class")
        world.store.pass(hours: 1)
        #expect(try world.outcome(Self.field, child: 1, account: "labor-1") == .withhold)
    }

    @Test("An injunction forbids, for its class of people; one whose members nobody has listed, for everybody")
    func injunction() throws {
        let world = try World()
        let desk = OrderDesk(world.store.governance, codes: TestWords.terms)
        let day = world.store.clock.now.day
        try desk.take(
            CourtPaperRequest(
                kind: .order, docket: "a", dated: day, recipients: ["dol.whd"], classes: ["education"],
                records: [1, 2],
                paper: Sensitive("x")), by: Officer.orr.signer)
        #expect(try world.outcome(Self.field, child: 2, account: "labor-1") == .disclose)
        try desk.take(
            CourtPaperRequest(
                kind: .injunction, docket: "b", dated: day, recipients: ["dol"], classes: ["education"], records: [1],
                population: "stalled-2025", paper: Sensitive("x")), by: Officer.orr.signer)
        #expect(try world.outcome(Self.field, child: 1, account: "labor-1") == .withhold)
        #expect(try world.outcome(Self.field, child: 2, account: "labor-1") == .disclose)
        try desk.take(
            CourtPaperRequest(
                kind: .injunction, docket: "c", dated: day, population: "everybody", paper: Sensitive("x")),
            by: Officer.orr.signer)
        #expect(try world.outcome(Self.field, child: 2, account: "labor-1") == .withhold)
    }

    @Test(
        "Consent, representation, evidence and emergencies are told for the one they are about, and no longer than they hold"
    )
    func facts() throws {
        let world = try World()
        let now = world.store.clock.now
        let until = Instant(microseconds: now.microseconds + 86_400_000_000)
        #expect(try world.known(1, "labor-1").consent == .no)
        let consents = ConsentDesk(world.store.governance, codes: TestWords.terms)
        let consent = ConsentRequest(
            record: 1, giver: Sensitive("x"), capacity: .parent, language: "es", recipients: ["dol"],
            purposes: ["labor-protection"], representative: "inspector", until: until, paper: Sensitive("x"))
        var named = consent
        named.representative = "hhs-inspector"
        let id = try consents.give(named, by: Officer.orr.signer)
        #expect(throws: GovernanceError(.notFound, "")) { try consents.give(consent, by: Officer.orr.signer) }
        #expect(try world.known(1, "labor-1").consent == .yes && world.known(2, "labor-1").consent == .no)
        #expect(try world.known(1, "labor-1", "removal").consent == .no && world.known(1, "ice-privacy").consent == .no)
        #expect(try world.known(1, "hhs-inspector").ofRecord == .yes && world.known(1, "labor-1").ofRecord == .no)
        try consents.withdraw(id, by: nil)
        #expect(try world.known(1, "labor-1").consent == .no && world.known(1, "hhs-inspector").ofRecord == .no)

        try OrderDesk(world.store.governance, codes: TestWords.terms).take(
            CourtPaperRequest(
                kind: .evidence, docket: "CR-7", dated: now.day, until: until, records: [1],
                population: "rider-child-abuse", paper: Sensitive("x")), by: Officer.orr.signer, and: Officer.ice.signer
        )
        #expect(try world.known(1, "ice-privacy").evidence == ["rider-child-abuse"])
        #expect(try world.known(2, "ice-privacy").evidence == [])

        let emergencies = EmergencyDesk(world.store.governance, codes: TestWords.terms)
        let emergency = try emergencies.open(
            1, hours: 2, purpose: "safety-check", reason: Sensitive("x"), isHealthOrSafety: false,
            telling: "hhs-inspector", by: Officer.manager.signer)
        #expect(try world.known(1, "manager-1", "safety-check").emergency == .no, "notice has not reached anybody")
        try emergencies.takeNote(emergency, by: Officer.inspector.signer)
        #expect(try world.known(1, "manager-1", "safety-check").emergency == .yes)
        #expect(try world.known(1, "manager-1", "medical").emergency == .no)
        #expect(try world.known(1, "orr-privacy", "safety-check").emergency == .no, "it is for nobody else")
        world.store.pass(hours: 2)
        #expect(try world.known(1, "manager-1", "safety-check").emergency == .no)
    }

    @Test("The shipped set holds in a store that adopted it, and a breach ends its clause at once")
    func shipped() throws {
        let world = try World()
        let desk = AgreementDesk(world.store.governance, terms: TestWords.terms)
        let names = try desk.adoptShipped()
        #expect(names.contains("eoir-orr-court-data@1"))
        #expect(try desk.adoptShipped().isEmpty)
        func clause() throws -> Rule? {
            try world.store.database.read { connection in
                try world.rules.ruleBook(on: connection).rules.first { $0.clause == "court-to-welfare" }
            }
        }
        #expect(try clause()?.span.contains(world.store.clock.now) == true)
        let version = try world.store.database.read { try world.rules.version(on: $0) }
        try ObligationDesk(world.store.governance, terms: TestWords.terms)
            .findBreach(
                "eoir-orr-court-data@1", clause: "court-to-welfare", reason: Sensitive("x"), by: "hhs-inspector")
        #expect(try clause()?.span.contains(world.store.clock.now) == false)
        #expect(try world.store.database.read { try world.rules.version(on: $0) } > version)
        #expect(try world.store.differences().isEmpty)
    }

    @Test("An account stands as it stood: not before it was opened, locked from the second it was locked")
    func standing() throws {
        let world = try World()
        func isLocked(_ moved: Int64) throws -> Bool? {
            let instant = Instant(microseconds: world.store.clock.now.microseconds + moved)
            return try world.store.database.read {
                try world.accounts.standing(ofAccount: "labor-1", at: instant, on: $0)?.isLocked
            }
        }
        #expect(try isLocked(0) == false && isLocked(-1) == true)
        world.store.pass(hours: 1)
        try AccountDesk(world.store.governance, codes: TestWords.terms).lock("labor-1", by: nil, reason: Sensitive("x"))
        #expect(try isLocked(0) == true && isLocked(-1) == false)
        #expect(
            try world.store.database.read {
                try world.accounts.standing(ofAccount: "x", at: world.store.clock.now, on: $0)
            } == nil)
        let recipient = try #require(try world.accounts.recipient(ofAccount: 1))
        #expect(recipient.name.exposed == "Holder of orr-privacy" && "\(recipient)".contains("sealed"))
    }
}
