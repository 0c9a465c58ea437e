import AmparoDuties
import AmparoGate
import AmparoModel
import AmparoSharing
import AmparoStore
import AmparoTestSupport
import Testing

@Suite("An emergency is made known to the party that oversees it")
struct EmergencyDutyTests {
    private static let inspectors = Post(party: "hhs.oig", role: "inspector")

    private func open(_ staffed: StaffedStore, telling oversight: String? = nil) throws -> Int64 {
        let id = try EmergencyDesk(staffed.store.governance, codes: TestWords.terms).open(
            11, hours: 2, purpose: "safety-check", reason: Sensitive("a fire"), isHealthOrSafety: false,
            telling: oversight, by: Officer.manager.signer)
        try staffed.desk.bringUpToDate()
        return id
    }

    private func handoffs(_ staffed: StaffedStore) throws -> [Handoff] {
        try staffed.ledger(of: 11).handoffs.filter { $0.reason == "emergency-opened" }
    }

    @Test("The notice is a handoff with a day to be answered; it is owed until somebody of oversight has it")
    func notice() throws {
        let staffed = try StaffedStore()
        let id = try open(staffed, telling: Officer.inspector.id)
        let handoff = try #require(try handoffs(staffed).first)
        #expect(handoff.to == Self.inspectors && handoff.state == .offered)
        let duty = try staffed.duty("emergency/tell-oversight", of: 11)
        let opened = try #require(
            try EmergencyDesk(staffed.store.governance, codes: TestWords.terms).all().first?.opened)
        let day = Instant(microseconds: opened.microseconds + 24 * 3_600_000_000)
        #expect(duty.deadline?.at.microseconds == day.microseconds && duty.state == .open)
        staffed.store.pass(hours: 1)
        try EmergencyDesk(staffed.store.governance, codes: TestWords.terms).takeNote(id, by: Officer.inspector.signer)
        try staffed.desk.bringUpToDate()
        #expect(try staffed.duty("emergency/tell-oversight", of: 11).state == .satisfied)
        #expect(try staffed.store.differences().isEmpty)
    }

    @Test("Nobody named: the inspector of the department is told; nobody answers: it is late and goes up")
    func unanswered() throws {
        let staffed = try StaffedStore()
        _ = try open(staffed)
        #expect(try handoffs(staffed).map(\.to) == [Self.inspectors])
        staffed.store.pass(hours: 25)
        try staffed.desk.bringUpToDate()
        #expect(try staffed.duty("emergency/tell-oversight", of: 11).isOverdue)
        staffed.store.pass(hours: 5)
        #expect(try staffed.desk.bringUpToDate().escalated > 0)
    }

    @Test("Notice that is sent later is told as well, and one note is enough for all")
    func later() throws {
        let staffed = try StaffedStore()
        let id = try open(staffed)
        let desk = EmergencyDesk(staffed.store.governance, codes: TestWords.terms)
        try desk.notify(id, oversight: Officer.inspector.id, by: Officer.manager.id)
        try staffed.desk.bringUpToDate()
        #expect(try handoffs(staffed).count == 2)
        try desk.takeNote(id, by: Officer.inspector.signer)
        try staffed.desk.bringUpToDate()
        let duties = try staffed.ledger(of: 11).duties.filter {
            $0.id.rule == RuleID(procedure: "emergency", step: "tell-oversight")
        }
        #expect(duties.map(\.state) == [.satisfied, .satisfied])
    }
}
