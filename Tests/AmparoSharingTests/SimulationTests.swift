import AmparoModel
import AmparoSharing
import Testing

@Suite("Simulation of a proposed agreement")
struct SimulationTests {
    private let now = Instant("2026-03-01T12:00:00Z") ?? Instant(microseconds: 0)

    private func child(_ stage: Stage, age: Int, hearing: SubjectFacts.Hearing, sponsors: Int = 1, household: Int = 2)
        -> PopulationMember
    {
        var facts = SubjectFacts()
        (facts.stage, facts.age, facts.hearing) = (stage, age...age, hearing)
        (facts.populations, facts.reports) = ([], [])
        return PopulationMember(facts: facts, sponsors: sponsors, householdMembers: household, held: .all)
    }

    private func simulation(_ change: (inout Simulation) -> Void) throws -> Simulation {
        let before = try RuleBook.standard(agreements: [])
        let after = try RuleBook.standard(agreements: [agreement(agreementText(more: []))])
        var simulation = try Simulation(before: before, after: after, at: now)
        change(&simulation)
        return simulation
    }

    @Test("Children who would newly be seen are counted by recipient, purpose and class")
    func population() throws {
        let rows = try simulation {
            for number in 0..<30 { $0.add(child(.released, age: 10 + number % 8, hearing: .inDays(number * 6))) }
            for _ in 0..<50 { $0.add(child(.inCare, age: 15, hearing: .inDays(10))) }
        }.population()
        // Hearings in 0, 6, ... 120 days: 21 children.
        #expect(
            rows.allSatisfy { $0.direction == .more && $0.children == .exact(21) && $0.role == "trial-attorney-office" }
        )
        #expect(Set(rows.map(\.fieldClass)) == [.court, .notice, .addressService, .identity])
        #expect(Set(rows.map(\.purpose)) == ["court-appearance", "notice-service"])
    }

    @Test("From 1 to 10 is suppressed")
    func suppressed() throws {
        func count(_ children: Int) throws -> Set<SimulatedCount> {
            Set(
                try simulation { for _ in 0..<children { $0.add(child(.released, age: 10, hearing: .inDays(1))) } }
                    .population().map(\.children))
        }
        #expect(try count(0).isEmpty)
        #expect(try count(1) == [.suppressed])
        #expect(try count(10) == [.suppressed])
        #expect(try count(11) == [.exact(11)])
    }

    @Test("Going back to 2018 would open sponsors and households, were it not for the rider")
    func regime2018() throws {
        var regime = try ShippedAgreements.agreements("2018")
        for index in regime.indices { regime[index].assume(TimeSpan(from: Instant(microseconds: 0))) }
        func rows(rider: Bool) throws -> [Simulation.Row] {
            let markers = ["rider": rider]
            var simulation = try Simulation(
                before: RuleBook.standard(agreements: [], markers: markers),
                after: RuleBook.standard(agreements: regime, markers: markers), at: now)
            for _ in 0..<40 { simulation.add(child(.released, age: 15, hearing: .none, sponsors: 1, household: 3)) }
            return simulation.population().filter { $0.role == "ero-officer" && $0.purpose == "sponsor-enforcement" }
        }
        let sponsor = try #require(try rows(rider: false).first { $0.fieldClass == .sponsorIdentity })
        #expect(
            sponsor.children == .exact(40) && sponsor.sponsors == .exact(40) && sponsor.householdMembers == .exact(0))
        let household = try #require(try rows(rider: false).first { $0.fieldClass == .household })
        #expect(household.householdMembers == .exact(120))
        #expect(
            try rows(rider: true).allSatisfy { ![.sponsorIdentity, .household, .biometric].contains($0.fieldClass) })
    }

    @Test("Past requests are decided again by both books")
    func replay() throws {
        let field = try #require(FieldCatalogue.shipped["court.finding"]).number
        var request = DecisionRequest.favourable(
            "trial-attorney-office", agency: "dhs.ice.opla", purpose: "court-appearance", fields: [field])
        request.facts.holdsRecord = .no
        let rows = try simulation { for _ in 0..<12 { $0.replay(request) } }.replays()
        #expect(rows.map(\.children) == [.exact(12)] && rows.map(\.fieldClass) == [.court])
    }

    @Test("Children of one kind are told apart by nothing that a rule cannot ask")
    func projection() throws {
        // The same counts as one by one, on random rules.
        var random = try RandomRules(seed: 9)
        for _ in 0..<4 {
            let (a, b) = (
                try random.book((0..<5).map { random.rule($0) }), try random.book((0..<5).map { random.rule($0) })
            )
            let members = (0..<20).map { _ in
                PopulationMember(facts: random.facts(), sponsors: 0, householdMembers: 0, held: .all)
            }
            let moment = RandomRules.moments[5]
            var all = try Simulation(before: a, after: b, at: moment)
            for member in members { all.add(member) }
            var expected: [String: Int] = [:]
            for member in members {
                var one = try Simulation(before: a, after: b, at: moment)
                // Eleven times, so that nothing is suppressed.
                for _ in 0..<11 { one.add(member) }
                for row in one.population() { expected[name(row), default: 0] += 1 }
            }
            for row in all.population() {
                let count = expected.removeValue(forKey: name(row)) ?? 0
                #expect(row.children == ((1...10).contains(count) ? .suppressed : .exact(count)))
            }
            #expect(expected.isEmpty)
        }
    }

    private func name(_ row: Simulation.Row) -> String {
        "\(row.agency) \(row.role) \(row.purpose) \(row.fieldClass) \(row.direction)"
    }
}
