import AmparoModel
import AmparoSharing
import Testing

@Suite("The shipped agreements")
struct ShippedAgreementsTests {
    @Test("Every set can be read, and only the default one can be enacted")
    func read() throws {
        for set in ShippedAgreements.sets {
            let agreements = try ShippedAgreements.agreements(set)
            #expect(!agreements.isEmpty)
            for agreement in agreements {
                #expect(agreement.isEnactable == (set == "default"))
                #expect(agreement.isEnactable || !agreement.known.isEmpty && !agreement.unknown.isEmpty)
            }
        }
    }

    /// What a requester with every fact in their favour would be given of every field.
    private func given(_ role: String, at agency: String, _ purpose: String, agreements: [Agreement]) throws -> Set<
        String
    > {
        let book = try RuleBook.standard(agreements: agreements, markers: ["rider": false])
        let fields = book.terms.catalogue.fields
        let decision = book.decide(.favourable(role, agency: agency, purpose: purpose, fields: fields.map(\.number)))
        return Set(zip(fields, decision.fields).filter { $1.outcome.measure > 0 }.map { $0.0.fieldClass.code })
    }

    @Test("By default no role of enforcement sees anything of a sponsor, for any purpose, even without the rider")
    func narrow() throws {
        let terms = try SharingTerms.shipped()
        let agreements = try ShippedAgreements.agreements("default")
        for role in terms.parties.roles where role.isEnforcement {
            for party in terms.parties.parties where terms.parties.belongs(role, to: party.party) {
                for purpose in terms.purposes.leaves where terms.holds(role, purpose.code) {
                    let classes = try given(role.code, at: party.party.code, purpose.code, agreements: agreements)
                    let closed: Set<String> = [
                        "sponsor.identity", "sponsor.contact", "sponsor.network", "household", "biometric", "clinical",
                        "address.residence", "safety-call", "cat4-plan", "check.result", "criminal-history",
                    ]
                    #expect(classes.isDisjoint(with: closed), "\(role.code) \(purpose.code) \(classes)")
                    if terms.purposes.covers("immigration-enforcement", purpose.code) { #expect(classes.isEmpty) }
                }
            }
        }
    }

    @Test("By default court data flows to child welfare")
    func courtToWelfare() throws {
        let agreements = try ShippedAgreements.agreements("default")
        let classes = try given("case-manager", at: "hhs.orr.provider", "safety-check", agreements: agreements)
        #expect(classes.isSuperset(of: ["court", "notice", "address.service"]))
    }

    @Test("The exchange of 2018 would open sponsors to enforcement, were it not for the rider")
    func regime2018() throws {
        var agreements = try ShippedAgreements.agreements("2018")
        let span = TimeSpan(from: try #require(Instant("2026-01-01T00:00:00Z")))
        for index in agreements.indices { agreements[index].assume(span) }
        let classes = try given("ero-officer", at: "dhs.ice.ero", "sponsor-enforcement", agreements: agreements)
        #expect(classes.isSuperset(of: ["sponsor.identity", "sponsor.contact", "household", "biometric"]))
        let book = try RuleBook.standard(agreements: agreements)
        let name = try #require(book.terms.catalogue["sponsor.identity.givenNames"]).number
        var request = DecisionRequest.favourable(
            "ero-officer", agency: "dhs.ice.ero", purpose: "sponsor-enforcement", fields: [name])
        request.facts.evidence = []
        let field = try #require(book.decide(request).fields.first)
        #expect(field.outcome == .withhold && field.rule.id == "law-rider-sponsor")
    }
}

extension DecisionRequest {
    /// A request in which every fact speaks for disclosure.
    static func favourable(
        _ role: String, agency: String, purpose: String, at: String = "2026-03-01T12:00:00Z", fields: [FieldNumber]
    ) -> DecisionRequest {
        var facts = SubjectFacts()
        for fact in Condition.Fact.allCases { facts[fact] = .yes }
        facts.stage = .released
        facts.hearing = .inDays(30)
        facts.age = 15...15
        facts.populations = []
        facts.evidence = [
            "rider-aggravated-felony", "rider-child-abuse", "rider-sexual-violence", "rider-child-pornography",
            "rider-unlawful-child-labor", "rider-prostitution",
        ]
        facts.reports = Set(Condition.reports)
        return DecisionRequest(
            id: "r", at: Instant(at) ?? Instant(microseconds: 0), position: 1,
            requester: Requester(
                account: "a", agency: Party(code: agency), homeAgency: Party(code: agency), role: role,
                attestedOn: Day("2026-02-01")), purpose: purpose, operation: .view, subject: .child, facts: facts,
            fields: fields)
    }
}
