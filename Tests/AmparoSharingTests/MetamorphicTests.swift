import AmparoModel
import AmparoSharing
import Testing

@Suite("Laws that hold for any rules and requests")
struct MetamorphicTests {
    /// Runs a law on random books: `change` makes another set of rules, and `law` looks at both decisions of a request.
    private func forAll(
        seed: UInt64, books: Int = 150, requests: Int = 40, _ change: ([Rule], inout RandomRules) -> [Rule],
        _ law: (FieldDecision, FieldDecision) -> Bool
    ) throws {
        print("law on random rules, seed \(seed)")
        var random = try RandomRules(seed: seed)
        for number in 0..<books {
            let rules = (0..<8).map { random.rule($0) }
            let (book, other) = (try random.book(rules), try random.book(change(rules, &random)))
            for _ in 0..<requests {
                let request = random.request()
                for (before, after) in zip(book.decide(request).fields, other.decide(request).fields) {
                    if !law(before, after) {
                        Issue.record("book \(number): \(request)\n\(before)\n\(after)")
                        return
                    }
                }
            }
        }
    }

    @Test("A prohibition added never discloses more, in any layer")
    func prohibition() throws {
        try forAll(seed: 1) { rules, random in
            rules + [random.rule(100, layer: random.numbers.pick([.floor, .order, .agreement]), effect: .prohibit)]
        } _: {
            $1.outcome.measure <= $0.outcome.measure
        }
    }

    @Test("A permit added never discloses less")
    func permit() throws {
        try forAll(seed: 2) { rules, random in
            rules + [random.rule(100, layer: random.numbers.pick([.order, .mandate, .agreement]), effect: .permit)]
        } _: {
            $1.outcome.measure >= $0.outcome.measure
        }
    }

    @Test("A permit whose dates are narrowed, or that asks for more, never discloses more")
    func narrowed() throws {
        try forAll(seed: 3) { rules, random in
            rules.map { rule in
                guard rule.effect == .permit else { return rule }
                var narrower = rule
                let moment = random.numbers.pick(RandomRules.moments)
                switch random.numbers.pick([0, 1, 2]) {
                case 0: narrower.span.from = max(narrower.span.from, moment)
                case 1: narrower.span.until = min(narrower.span.until ?? moment, moment)
                default: narrower.conditions.append(random.condition())
                }
                return narrower
            }
        } _: {
            $1.outcome.measure <= $0.outcome.measure
        }
    }

    @Test("The order of rules never matters: same decisions, same hash")
    func order() throws {
        var random = try RandomRules(seed: 4)
        for _ in 0..<100 {
            let rules = (0..<10).map { random.rule($0) }
            let (book, other) = (try random.book(rules), try random.book(rules.shuffled(using: &random.numbers)))
            #expect(book.hash == other.hash)
            for _ in 0..<20 {
                let request = random.request()
                #expect(book.decide(request) == other.decide(request))
            }
        }
    }

    @Test("Knowing less never discloses more")
    func unknown() throws {
        var random = try RandomRules(seed: 6)
        for _ in 0..<150 {
            let book = try random.book((0..<8).map { random.rule($0) })
            for _ in 0..<40 {
                let request = random.request()
                var vaguer = request
                switch random.numbers.pick([0, 1, 2, 3, 4, 5]) {
                case 0: vaguer.facts.stage = nil
                case 1: vaguer.facts.ownDocket = .unknown
                case 2: vaguer.facts.hearing = .unknown
                case 3: vaguer.facts.age = nil
                case 4: vaguer.facts.evidence = nil
                default: vaguer.facts.populations = nil
                }
                for (before, after) in zip(book.decide(request).fields, book.decide(vaguer).fields) {
                    #expect(after.outcome.measure <= before.outcome.measure)
                }
            }
        }
    }

    @Test("Without its quorum the log closes agreements to DHS, and changes nothing else")
    func quorum() throws {
        var random = try RandomRules(seed: 9)
        var stopped = 0
        for _ in 0..<200 {
            let book = try random.book((0..<8).map { random.rule($0) })
            for _ in 0..<40 {
                var with = random.request()
                with.lacksQuorum = false
                var without = with
                without.lacksQuorum = true
                let isOfDHS = [with.requester.agency, with.requester.homeAgency].contains { $0.code.hasPrefix("dhs") }
                for (before, after) in zip(book.decide(with).fields, book.decide(without).fields) {
                    #expect(after.outcome.measure <= before.outcome.measure)
                    if !isOfDHS || before.rule.layer < .agreement && before.outcome.measure > 0 {
                        #expect(after == before)
                    }
                    if isOfDHS { #expect(after.outcome == .withhold || after.rule.layer != .agreement) }
                    if after.rule == .logWithoutQuorum { stopped += 1 }
                }
            }
        }
        #expect(stopped > 100)
    }

    @Test("The declared purpose never opens what the floor closes")
    func purpose() throws {
        let book = try RuleBook.standard(
            agreements: ShippedAgreements.sets.flatMap { set throws in
                try ShippedAgreements.agreements(set).map { agreement in
                    var agreement = agreement
                    agreement.assume(TimeSpan(from: Instant(microseconds: 0)))
                    return agreement
                }
            })
        let terms = book.terms
        let closed = terms.catalogue.fields.filter {
            ["clinical", "sponsor.network", "address.residence", "safety-call", "cat4-plan"].contains(
                $0.fieldClass.code)
        }
        for role in terms.parties.roles {
            for party in terms.parties.parties
            where party.party.department == "dhs" && terms.parties.belongs(role, to: party.party) {
                for purpose in terms.purposes.leaves {
                    let request = DecisionRequest.favourable(
                        role.code, agency: party.party.code, purpose: purpose.code, fields: closed.map(\.number))
                    let decision = book.decide(request)
                    #expect(!decision.disclosesAnything)
                    guard terms.holds(role, purpose.code) else { continue }
                    #expect(decision.fields.allSatisfy { $0.rule.layer == .floor })
                }
            }
        }
    }

    @Test("Somebody of DHS on detail to a welfare agency is still of DHS: the floor goes with them")
    func detail() throws {
        let book = try RuleBook.standard(agreements: [])
        let note = try #require(book.terms.catalogue["clinical.note"]).number
        var request = DecisionRequest.favourable("case-manager", agency: "hhs.orr", purpose: "medical", fields: [note])
        #expect(book.decide(request).fields[0].outcome == .disclose)
        request.requester.homeAgency = Party(code: "dhs.ice.ero")
        #expect(book.decide(request).fields[0].rule.id == "charter-clinical")
    }

    @Test("Whatever is wrong with an account is a denial with its reason, for every field")
    func account() throws {
        let book = try RuleBook.standard(agreements: ShippedAgreements.agreements("default"))
        let fields = book.terms.catalogue.fields.map(\.number)
        let good = DecisionRequest.favourable(
            "case-manager", agency: "hhs.orr", purpose: "safety-check", fields: fields)
        #expect(book.decide(good).disclosesAnything)
        func reason(_ change: (inout DecisionRequest) -> Void) -> String {
            var request = good
            change(&request)
            let decision = book.decide(request)
            #expect(!decision.disclosesAnything && decision.fields.count == fields.count)
            return Set(decision.fields.map(\.rule.id)).joined(separator: " ")
        }
        #expect(reason { $0.requester.agency.code = "hhs.x" } == "unknown-agency")
        #expect(reason { $0.requester.homeAgency.code = "" } == "unknown-home-agency")
        #expect(reason { $0.requester.role = "king" } == "unknown-role")
        #expect(reason { $0.purpose = "curiosity" } == "unknown-purpose")
        #expect(reason { $0.purpose = "child-welfare" } == "purpose-not-a-leaf")
        #expect(reason { $0.requester.role = "ero-officer" } == "role-not-of-agency")
        #expect(reason { $0.purpose = "removal" } == "purpose-not-of-role")
        #expect(reason { $0.requester.attestedOn = nil } == "never-attested")
        #expect(reason { $0.requester.attestedOn = Day("2025-11-30") } == "attestation-expired")
        #expect(reason { $0.requester.attestedOn = Day("2026-03-02") } == "attestation-in-future")
        var ninety = good
        ninety.requester.attestedOn = Day("2025-12-01")
        #expect(book.decide(ninety).disclosesAnything)
    }

    @Test("An agreement holds to the second")
    func toTheSecond() throws {
        let book = try RuleBook.standard(agreements: [agreement(agreementText())])
        let field = try #require(book.terms.catalogue["court.finding"]).number
        func outcome(_ at: String) -> Outcome {
            var request = DecisionRequest.favourable(
                "trial-attorney-office", agency: "dhs.ice.opla", purpose: "court-appearance", at: at, fields: [field])
            request.requester.attestedOn = WashingtonTime.day(of: request.at)
            request.facts.holdsRecord = .no
            return book.decide(request).fields[0].outcome
        }
        #expect(outcome("2026-01-01T04:59:59Z") == .withhold)
        #expect(outcome("2026-01-01T05:00:00Z") == .disclose)
        #expect(outcome("2027-07-01T03:59:59Z") == .disclose)
        #expect(outcome("2027-07-01T04:00:00Z") == .withhold)
    }
}
