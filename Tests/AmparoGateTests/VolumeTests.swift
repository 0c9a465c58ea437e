import AmparoGate
import AmparoModel
import AmparoSharing
import AmparoStore
import AmparoTestSupport
import Testing

@Suite("How many records an account may be shown")
struct VolumeTests {
    private static let hour: Int64 = 3_600_000_000

    @Test("Refused at the limit of an hour and of a day, with one alarm each; a record seen before is no new one")
    func limits() throws {
        let given = try GovernedWorld()
        let world = given.world
        let gate = given.gate(
            limits: .init(volume: VolumeLimits(standard: .init(perHour: 3, perDay: 5))))
        let children = try world.children()
        let request = world.request("specialist", "safety-check")
        let desk = AccountDesk(given.governance, codes: TestWords.terms)
        for child in children.prefix(3) { _ = try gate.disclose(request, child: child) }
        for _ in 0..<2 {
            do throws(GateError) {
                _ = try gate.disclose(request, child: children[3])
                Issue.record("shown beyond the limit")
            } catch {
                #expect(error.code == .limitReached)
                let number = try #require(error.receipt)
                #expect(try world.receipt(number)?.receipt.refusal == "limit-reached")
            }
        }
        _ = try gate.disclose(request, child: children[0])
        #expect(try desk.alarms().map(\.window) == ["hour"] && desk.alarms()[0].limit == 3)
        #expect(try desk.alarms()[0].account == 1)
        // A list is refused whole: it would be more than is left.
        let list = world.request("specialist", "safety-check", operation: .list)
        #expect(throws: GateError(.limitReached)) { try gate.discloseList(list, children: Array(children.prefix(5))) }
        world.clock.advance(microseconds: Self.hour)
        for child in children[3...4] { _ = try gate.disclose(request, child: child) }
        #expect(throws: GateError(.limitReached)) { try gate.disclose(request, child: children[5]) }
        #expect(try desk.alarms().map(\.window) == ["hour", "day"])
        // Another process has its own count of the same receipts.
        let other = given.gate(limits: .init(volume: VolumeLimits(standard: .init(perHour: 3, perDay: 5))))
        #expect(throws: GateError(.limitReached)) { try other.disclose(request, child: children[5]) }
        world.clock.advance(microseconds: 24 * Self.hour)
        _ = try gate.disclose(request, child: children[5])
        #expect(try world.journal.verify().broken == nil)
    }

    @Test("The shipped limits are read, and bind enforcement more than oversight")
    func shipped() throws {
        let limits = try VolumeLimits.shipped()
        #expect(limits["ero-officer"].perHour < limits["case-manager"].perHour)
        #expect(limits["case-manager"].perHour < limits["inspector"].perHour)
        #expect(throws: SharingError.self) {
            try VolumeLimits(
                yaml:
                    "version: 1\ndefault: { per-hour: 3, per-day: 5 }\nroles: { nobody: { per-hour: 1, per-day: 1 } }",
                file: "x", terms: .shipped())
        }
        #expect(throws: SharingError.self) {
            try VolumeLimits(yaml: "version: 1\ndefault: { per-hour: 0, per-day: 5 }", file: "x", terms: .shipped())
        }
    }
}

@Suite("Deletion at the end of the retention")
struct RetentionTests {
    private static let clause = "orr-opla-court-appearance@1#docket-and-court-address"

    /// A world in which the attorney was shown something with `retain-days: 90`.
    private func told() throws -> (GovernedWorld, child: Int64) {
        let given = try GovernedWorld()
        given.world.governance.change { state in
            state.facts = { facts, _ in
                (facts.stage, facts.ownDocket, facts.hearing) = (.released, .yes, .inDays(10))
            }
        }
        let request = given.world.request("attorney", "court-appearance", fields: ["address.service.city"])
        let child = try #require(
            try given.world.children().first { (try? given.world.gate.disclose(request, child: $0)) != nil })
        return (given, child)
    }

    private func pass(_ given: GovernedWorld, days: Int64) {
        given.world.clock.advance(microseconds: days * 86_400_000_000)
    }

    @Test("Without a certificate the clause ends the day after, once; with one it stands")
    func lapse() throws {
        let (given, _) = try told()
        let desk = ObligationDesk(given.governance, terms: TestWords.terms)
        pass(given, days: 90)
        #expect(try desk.endLapsed().isEmpty)
        pass(given, days: 1)
        let ended = try desk.endLapsed()
        #expect(ended.map(\.clause) == [Self.clause])
        let number = try #require(ended.first?.receipt)
        #expect(try given.world.receipt(number)?.receipt.isGranted == true)
        #expect(try desk.all().map(\.kind) == ["breach"] && desk.all()[0].receipts == [number])
        let shelf = try AgreementDesk(given.governance, terms: TestWords.terms).shelf()
        let history = try #require(shelf.item(named: "orr-opla-court-appearance@1")).history
        #expect(history.endedClauses["docket-and-court-address"] == given.world.clock.now)
        #expect(try desk.endLapsed().isEmpty)
    }

    @Test("A certificate of another agency, of an earlier day, or for days to come certifies nothing")
    func certificates() throws {
        let (given, _) = try told()
        let desk = ObligationDesk(given.governance, terms: TestWords.terms)
        let (name, clause) = ("orr-opla-court-appearance@1", "docket-and-court-address")
        let day = given.world.clock.now.day
        #expect(throws: GovernanceError(.state, "")) {
            try desk.certifyDeletion(
                name, clause: clause, upTo: day.adding(days: 1), receipts: [], by: Officer.opla.signer)
        }
        try desk.certifyDeletion(name, clause: clause, upTo: day, receipts: [], by: Officer.orr.signer)
        try desk.certifyDeletion(
            name, clause: clause, upTo: day.adding(days: -1), receipts: [], by: Officer.opla.signer)
        pass(given, days: 60)
        try desk.certifyDeletion(name, clause: clause, upTo: day, receipts: [], by: Officer.opla.signer)
        pass(given, days: 31)
        #expect(try desk.endLapsed().isEmpty)
    }
}

@Suite("Requests of the past, decided again")
struct ReplayTests {
    @Test(
        "Each request of the days is counted once, by what a new agreement would have changed; small counts are not told"
    )
    func replay() throws {
        let given = try GovernedWorld()
        let world = given.world
        let children = try world.children()
        let request = world.request("attorney", "court-appearance", fields: ["placement.facilityName"])
        for child in children { _ = try? world.gate.disclose(request, child: child) }
        let day = WashingtonTime.day(of: world.clock.now)
        world.clock.advance(microseconds: 2 * 86_400_000_000)
        for child in children.prefix(3) { _ = try? world.gate.disclose(request, child: child) }
        let text = """
            agreement: orr-opla-placement
            version: 1
            title: Placement
            kind: mou
            parties: [hhs.orr, dhs.ice.opla]
            authority: { privacyAct: b3, citation: A routine use }
            effective: 2026-01-01
            expires: 2027-06-30
            clauses:
              - id: placement
                permit:
                  from: hhs.orr
                  to: { agency: dhs.ice.opla, roles: [trial-attorney-office] }
                  purposes: [court-appearance]
                  classes: [placement]
            """
        let agreement = try Agreement.parse(yaml: text, file: "placement.yaml")
        let desk = AgreementDesk(given.governance, terms: TestWords.terms)
        func simulate(_ days: ClosedRange<Day>) throws -> SimulationAnswer.Replayed {
            let answer = try desk.simulate(
                [agreement], insteadOf: [], asOf: day, replay: Replay(days, of: world.gate), by: Officer.orr.signer)
            return try #require(answer.replay)
        }
        let first = try simulate(day...day)
        #expect(first.requests == .exact(children.count))
        #expect(first.rows.map(\.fieldClass) == [.placement] && first.rows.map(\.direction) == [.more])
        #expect(first.rows.map(\.children) == [.exact(children.count)])
        #expect(first.rows.map(\.role) == ["trial-attorney-office"])
        let later = try simulate(day.adding(days: 1)...day.adding(days: 9))
        #expect(later.requests == .suppressed && later.rows.map(\.children) == [.suppressed])
        #expect(try simulate(day.adding(days: -9)...day.adding(days: -1)).requests == .exact(0))
        #expect(throws: GovernanceError(.notEntitled, "")) {
            try desk.simulate(
                [agreement], insteadOf: [], asOf: day, replay: Replay(day...day, of: world.gate), by: Officer.ice.signer
            )
        }
    }
}
