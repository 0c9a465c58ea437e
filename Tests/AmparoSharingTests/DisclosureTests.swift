import AmparoModel
import AmparoSharing
import Testing

@Suite("Does one book ever disclose more than another?")
struct DisclosureTests {
    private func book(_ texts: String...) throws -> RuleBook {
        try RuleBook.standard(agreements: texts.map(agreement))
    }

    @Test("A book discloses no more than itself, and an agreement added discloses more, with a request that shows it")
    func added() throws {
        let (without, with) = (try book(), try book(one()))
        #expect(try Disclosure.compare(without, without) == nil)
        let change = try #require(try Disclosure.compare(without, with))
        #expect(without.decide(change.witness).fields == [change.before])
        #expect(with.decide(change.witness).fields == [change.after])
        #expect(change.after.outcome.measure > change.before.outcome.measure)
        #expect(try Disclosure.compare(with, without) == nil)
    }

    @Test("Everything that changes is told by agency, role, purpose, class and direction")
    func changes() throws {
        let changes = try Disclosure.changes(book(), book(one()))
        let told = Set(changes.map { "\($0.direction) \($0.agency) \($0.role) \($0.purpose) \($0.fieldClass.code)" })
        let expected = ["court-appearance", "notice-service"].flatMap { purpose in
            ["court", "notice", "address.service", "identity"].map {
                "more dhs.ice.opla trial-attorney-office \(purpose) \($0)"
            }
        }
        #expect(told == Set(expected))
    }

    /// The agreement with one clause.
    private func one(expires: String = "2027-06-30", _ permit: [String]? = nil) -> String {
        permit.map { agreementText(expires: expires, permit: $0, more: []) }
            ?? agreementText(expires: expires, more: [])
    }

    @Test("A shorter term, one more condition and a narrower window are less; fewer obligations are freer")
    func narrower() throws {
        let lines = ["from: hhs.orr", "to: dhs.ice.opla", "purposes: [court-appearance]", "classes: [court]"]
        func directions(_ changed: String, from text: String) throws -> Set<Disclosure.Change.Direction> {
            Set(try Disclosure.changes(book(text), book(changed)).map(\.direction))
        }
        let original = one(lines + ["when: { hearingWithinDays: 60 }", "obligations: [court-case-only]"])
        #expect(
            try directions(
                one(
                    expires: "2027-01-01",
                    lines + ["when: { hearingWithinDays: 60 }", "obligations: [court-case-only]"]), from: original) == [
                    .less
                ])
        #expect(
            try directions(
                one(lines + ["when: { hearingWithinDays: 60, ownDocket: true }", "obligations: [court-case-only]"]),
                from: original) == [.less])
        #expect(
            try directions(
                one(lines + ["when: { hearingWithinDays: 59 }", "obligations: [court-case-only]"]), from: original) == [
                    .less
                ])
        #expect(
            try directions(
                one(lines + ["when: { hearingWithinDays: 61 }", "obligations: [court-case-only]"]), from: original) == [
                    .more
                ])
        #expect(try directions(one(lines + ["when: { hearingWithinDays: 60 }"]), from: original) == [.freer])
    }

    @Test("The exchange of 2018 opens sponsors only where the rider's exceptions have evidence")
    func regime2018() throws {
        var regime = try ShippedAgreements.agreements("2018")
        for index in regime.indices {
            regime[index].assume(TimeSpan(from: try #require(Instant("2026-01-01T05:00:00Z"))))
        }
        let defaults = try ShippedAgreements.agreements("default").filter { $0.id != "orr-opla-court-appearance" }
        let changes = try Disclosure.changes(
            RuleBook.standard(agreements: defaults), RuleBook.standard(agreements: defaults + regime))
        let sponsor = changes.filter { $0.fieldClass == .sponsorIdentity }
        #expect(!sponsor.isEmpty)
        for change in sponsor { #expect(change.witness.facts.evidence?.isEmpty == false) }
        #expect(!changes.contains { [.clinical, .addressResidence, .safetyCall, .cat4Plan].contains($0.fieldClass) })
    }

    @Test("What enumeration finds and what random requests find agree")
    func random() throws {
        let seed: UInt64 = 11
        print("random books compared, seed \(seed)")
        var random = try RandomRules(seed: seed)
        var found = 0
        for _ in 0..<40 {
            let rules = (0..<4).map { random.rule($0) }
            var other = rules
            other[0] = random.rule(5, layer: rules[0].layer, effect: rules[0].effect)
            let (a, b) = (try random.book(rules), try random.book(other))
            let change = try Disclosure.compare(a, b)
            if let change {
                found += 1
                #expect(
                    b.decide(change.witness).fields[0].outcome.measure
                        > a.decide(change.witness).fields[0].outcome.measure)
            }
            for _ in 0..<200 {
                let request = random.request()
                for (before, after) in zip(a.decide(request).fields, b.decide(request).fields) {
                    #expect(change != nil || after.outcome.measure <= before.outcome.measure)
                }
            }
        }
        #expect(found > 3)
    }
}
