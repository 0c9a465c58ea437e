import AmparoGate
import AmparoModel
import AmparoSharing
import AmparoStore
import AmparoTestSupport
import Testing

@Suite("A clock that ran far ahead once")
struct ClockTests {
    private static let year: Int64 = 365 * 86_400_000_000

    private func staffed() throws -> GovernedStore {
        let store = try GovernedStore()
        let desk = AccountDesk(store.governance, codes: TestWords.terms)
        try desk.add(Officer.orr.request, by: [])
        for officer in [Officer.orrSecond, .manager, .manager2] {
            try desk.add(officer.request, by: [Officer.orr.signer])
        }
        try desk.add(Officer.ice.request, by: [Officer.orr.signer, Officer.orrSecond.signer])
        for officer in [Officer.eoir, .labor] {
            try desk.add(officer.request, by: [Officer.orr.signer, Officer.ice.signer])
        }
        return store
    }

    private func isLocked(_ id: String, _ store: GovernedStore) throws -> Bool? {
        let directory = AccountDirectory(store.governance)
        return try store.database.read {
            try directory.standing(ofAccount: id, at: store.clock.now, on: $0)?.isLocked
        }
    }

    @Test("Two people of two houses set it right; from then on time goes on, and what happened meanwhile counts")
    func mended() throws {
        let store = try staffed()
        let clock = ClockDesk(store.governance)
        let accounts = AccountDesk(store.governance, codes: TestWords.terms)
        let reason = Sensitive("The battery of the machine's clock")
        let both = [Officer.orr.signer, Officer.eoir.signer]
        #expect(throws: GovernanceError(.state, "")) { try clock.mend(reason: reason, by: both) }
        let right = store.clock.now
        let before = try store.journal.lastSeq()
        // Ten years ahead an account is locked; then the clock is corrected.
        store.clock.advance(microseconds: 10 * Self.year)
        try accounts.lock("manager-1", by: nil, reason: Sensitive("left"))
        store.clock.advance(microseconds: right.microseconds + 60_000_000 - store.clock.now.microseconds)
        #expect(try isLocked("manager-1", store) == false, "by its time the entry is of the future")
        #expect(throws: GovernanceError(.secondPerson, "")) {
            try clock.mend(reason: reason, by: [Officer.orr.signer])
        }
        #expect(throws: GovernanceError(.secondPerson, "")) {
            try clock.mend(reason: reason, by: [Officer.orr.signer, Officer.orrSecond.signer])
        }
        #expect(throws: GovernanceError(.notEntitled, "")) {
            try clock.mend(reason: reason, by: [Officer.labor.signer, Officer.manager2.signer])
        }
        let entry = try clock.mend(reason: reason, by: both)
        #expect(try isLocked("manager-1", store) == true)
        #expect(try clock.all().map(\.seq) == [entry] && clock.all()[0].mended == store.clock.now)
        #expect(throws: GovernanceError(.state, "")) { try clock.mend(reason: reason, by: both) }
        // Later entries are recorded at the right time.
        store.pass(hours: 1)
        try accounts.attest("labor-1", by: [Officer.orr.signer, Officer.ice.signer])
        let last = try store.journal.lastSeq()
        #expect(try store.journal.withEntry(last) { $0.recorded } == store.clock.now.microseconds)
        // The journal is sound, and knows what was known when.
        #expect(try store.journal.verify().broken == nil)
        #expect(try store.differences().isEmpty)
        #expect(try store.journal.seq(asKnown: .instant(right)) == before)
        let mended = Instant(microseconds: right.microseconds + 60_000_000)
        #expect(try store.journal.seq(asKnown: .instant(mended)) == entry)
        #expect(try store.journal.seq(asKnown: .instant(store.clock.now)) == last)
    }

    @Test("Nothing else is ever recorded before the entry in front of it")
    func onlyMended() throws {
        let store = try staffed()
        var batch = EntryBatch(random: .seeded(5))
        _ = try [UInt8]().withUnsafeBytes { try batch.append(kind: .accountLocked, payload: $0) }
        #expect(throws: StoreError(.refused)) { try store.journal.sequencer.appendMended(&batch) }
    }

    @Test("The gate answers again once the clock is set right")
    func gate() throws {
        let world = try GateWorld(children: 4)
        let child = try #require(try world.children().first)
        let clock = world.clock
        let governance = GovernanceStore(journal: world.journal, keys: world.keys, random: .seeded(6)) { clock.now }
        let accounts = AccountDesk(governance, codes: TestWords.terms)
        try accounts.add(Officer.orr.request, by: [])
        for officer in [Officer.orrSecond, .manager] { try accounts.add(officer.request, by: [Officer.orr.signer]) }
        let request = world.request("specialist", "safety-check")
        _ = try world.gate.disclose(request, child: child)
        world.clock.advance(microseconds: Self.year)
        // Whatever else writes does not ask the gate.
        try accounts.lock("manager-1", by: nil, reason: Sensitive("x"))
        world.clock.advance(microseconds: 3_600_000_000 - Self.year)
        #expect(throws: GateError(.clockWentBack)) { try world.gate.disclose(request, child: child) }
        try ClockDesk(governance).mend(
            reason: Sensitive("x"), by: [Officer.orr.signer, Officer.orrSecond.signer])
        let shown = try world.gate.disclose(request, child: child)
        #expect(try world.journal.withEntry(shown.receipt) { $0.recorded } == world.clock.now.microseconds)
    }
}
