internal import AmparoDuties
internal import AmparoGate
internal import AmparoModel
internal import AmparoSharing
internal import AmparoStore
internal import AmparoTestSupport
internal import Testing

@Suite("Duties to delete what was disclosed")
struct RetentionDutyTests {
    private let account = "federal-field-specialist"

    private func look(_ world: CaseworkWorld, at child: Int64) throws -> Disclosed<ChildRecord> {
        try world.gate.disclose(
            GateRequest(account: account, purpose: "safety-check", operation: .view, id: "t"), child: child)
    }

    private func owed(_ world: CaseworkWorld, of child: Int64) throws -> [Duty] {
        try world.duties.bringUpToDate()
        return try world.duties.people.ledger(of: .init(.child, child)).ledger.duties.filter {
            $0.id.occasion.kind == .disclosureMade && $0.state.isAlive
        }
    }

    @Test("However often a department looks at a child on a day, it owes one certificate; another day, another one")
    func oneADay() throws {
        let world = try CaseworkWorld(children: 8, seed: 3)
        let child = try #require(try world.children().first)
        let first = try look(world, at: child)
        #expect(first.obligations.contains { $0.hasPrefix("retain-days") })
        let duty = try #require(try owed(world, of: child).first)
        #expect(duty.id.occasion.about == first.receipt)
        for _ in 0..<5 { _ = try look(world, at: child) }
        #expect(try owed(world, of: child) == [duty])
        world.clock.advance(microseconds: 86_400_000_000)
        for _ in 0..<3 { _ = try look(world, at: child) }
        let both = try owed(world, of: child)
        #expect(both.count == 2 && both.contains(duty))
    }

    @Test("A certificate for some receipts of a day ends nothing; one for all of them ends the day's duty")
    func certified() throws {
        let world = try CaseworkWorld(children: 8, seed: 3)
        let child = try #require(try world.children().first)
        let shown = try [look(world, at: child), look(world, at: child)]
        let clauses = Set(
            shown.flatMap(\.groups).filter { $0.obligations.contains { $0.hasPrefix("retain-days") } }.map {
                [$0.rule, $0.clause]
            })
        #expect(!clauses.isEmpty)
        let desk = ObligationDesk(world.governance, terms: world.terms)
        let signer = try #require(CaseworkWorld.signer(account))
        for receipts in [[shown[0].receipt], [shown[1].receipt]] {
            #expect(try owed(world, of: child).count == 1)
            for clause in clauses {
                try desk.certifyDeletion(
                    clause[0], clause: clause[1], upTo: world.clock.now.day, receipts: receipts, by: signer)
            }
        }
        #expect(try owed(world, of: child).isEmpty)
        _ = try look(world, at: child)
        #expect(try owed(world, of: child).count == 1, "what was shown after the certificate is owed again")
    }
}
