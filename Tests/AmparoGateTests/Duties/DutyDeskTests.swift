import AmparoDuties
import AmparoGate
import AmparoModel
import AmparoStore
import AmparoTestSupport
import Testing

@Suite("The desk of duties: what is owed, by whom, until a named person accepts")
struct DutyDeskTests {
    @Test("Nobody holds duties by default: without a steward nothing begins; with one everything is caught up with")
    func steward() throws {
        let staffed = try StaffedStore(hasSteward: false)
        let before = try staffed.store.journal.lastSeq()
        #expect(try !staffed.desk.bringUpToDate().hasSteward)
        #expect(try staffed.store.journal.lastSeq() == before)
        try staffed.desk.acceptStewardship(by: Officer.steward.id)
        let report = try staffed.desk.bringUpToDate()
        #expect(report.begun == 10, "an attestation is owed for each of ten accounts")
        let owed = try staffed.store.database.read { connection in
            try DutyList(connection).page(knownBy: staffed.store.clock.now, limit: 100) { _ in true }
        }
        #expect(owed.count == 10)
        #expect(owed.allSatisfy { $0.holder == StaffedStore.post(.steward) })
        #expect(try staffed.desk.people.named(in: [owed[0].personEntry]).values.first == "steward")
        #expect(try staffed.store.differences().isEmpty)
    }

    @Test("Bringing up to date twice writes nothing the second time")
    func twice() throws {
        let staffed = try StaffedStore()
        try staffed.enter(.released, of: 11)
        let size = try staffed.store.journal.lastSeq()
        #expect(try staffed.desk.isCurrent())
        #expect(try staffed.desk.bringUpToDate() == DutyDesk.Report())
        #expect(try staffed.store.journal.lastSeq() == size)
    }

    @Test("An account that is locked owes no attestation any more")
    func accounts() throws {
        let staffed = try StaffedStore()
        try staffed.desk.bringUpToDate()
        try AccountDesk(staffed.store.governance, codes: TestWords.terms).lock(
            Officer.attorney.id, by: nil, reason: Sensitive("left"))
        try staffed.desk.bringUpToDate()
        let subjects = try staffed.store.database.read { try DutyLedgers($0).subjects(in: .min ..< .max) }
        let states = try subjects.flatMap { subject in
            try staffed.desk.people.ledger(of: DutySubject(rawValue: subject)).ledger.duties.map(\.state)
        }
        #expect(states.count { $0 == .satisfied } == 1)
        #expect(states.count { $0 == .open } == 9)
    }

    @Test("The holder's report with evidence ends a duty; anybody else's is refused, and the refusal is an entry")
    func report() throws {
        let staffed = try StaffedStore()
        let subject = DutySubject(.child, 11)
        try staffed.enter(.released, of: 11)
        let duty = try staffed.duty("address/confirm-after-release", of: 11)
        #expect(duty.holder.post == StaffedStore.post(.specialist))
        let size = try staffed.store.journal.lastSeq()
        let refused = try staffed.desk.act(subject, by: Officer.otherSpecialist.id) {
            .reported(duty: duty.id, by: $0, evidence: 5)
        }
        #expect(refused.refusal == .notTheirs)
        #expect(try staffed.store.journal.lastSeq() == size + 1)
        let done = try staffed.desk.act(subject, by: Officer.specialist.id) {
            .reported(duty: duty.id, by: $0, evidence: 5)
        }
        #expect(done.refusal == nil)
        #expect(
            try staffed.duty("address/confirm-after-release", of: 11).ending == .report(by: "specialist", evidence: 5))
        #expect(try staffed.store.differences().isEmpty)
    }

    @Test("A deputy acts for the post while its people are away, and not after")
    func deputy() throws {
        let staffed = try StaffedStore()
        let post = StaffedStore.post(.specialist)
        try staffed.enter(.released, of: 11)
        let duty = try staffed.duty("address/confirm-after-release", of: 11)
        let now = staffed.store.clock.now
        let later = Instant(microseconds: now.microseconds + 86_400_000_000)
        try staffed.desk.name(
            deputy: Officer.otherSpecialist.id, of: post, from: now, to: later, by: Officer.specialist.id)
        let subject = DutySubject(.child, 11)
        let done = try staffed.desk.act(subject, by: Officer.otherSpecialist.id) {
            .reported(duty: duty.id, by: $0, evidence: 5)
        }
        #expect(done.refusal == nil)
        staffed.store.pass(days: 2)
        try staffed.enter(.released, of: 12)
        let other = try staffed.duty("address/confirm-after-release", of: 12)
        let refused = try staffed.desk.act(DutySubject(.child, 12), by: Officer.otherSpecialist.id) {
            .reported(duty: other.id, by: $0, evidence: 5)
        }
        #expect(refused.refusal == .notTheirs)
    }

    @Test("What is late is escalated one level after the other, and moves only when a named person accepts")
    func escalation() throws {
        let staffed = try StaffedStore()
        let subject = DutySubject(.child, 11)
        try staffed.enter(.released, of: 11)
        staffed.store.pass(days: 30)
        let report = try staffed.desk.bringUpToDate()
        #expect(report.breached > 0)
        staffed.store.pass(days: 9)
        #expect(try staffed.desk.bringUpToDate().escalated > 0)
        let late = try staffed.duty("address/confirm-after-release", of: 11)
        #expect(late.isOverdue)
        #expect(late.holder.post == StaffedStore.post(.specialist))
        let waiting = try staffed.store.database.read { connection in
            try HandoffList(connection).list(
                HandoffList.Question(isReceiver: { $0.role == "orr-headquarters" }, states: [.offered], limit: 10))
        }
        let offer = try #require(waiting.first { $0.duty == late.id })
        let wrong = try staffed.desk.act(subject, by: Officer.specialist.id) {
            .accepted(handoff: offer.number, by: $0)
        }
        #expect(wrong.refusal == .notTheirs)
        try staffed.desk.act(subject, by: Officer.headquarters.id) { .accepted(handoff: offer.number, by: $0) }
        let moved = try staffed.duty("address/confirm-after-release", of: 11)
        #expect(moved.holder.post == StaffedStore.post(.headquarters))
        #expect(moved.holder.person == "headquarters")
        let listed = try staffed.store.database.read { connection in
            try DutyList(connection).page(knownBy: staffed.store.clock.now, limit: 50) { $0.role == "orr-headquarters" }
        }
        #expect(listed.map(\.id) == [moved.id])
        #expect(try staffed.desk.people.named(in: listed.map(\.personEntry)).values.first == "headquarters")
        #expect(try staffed.store.differences().isEmpty)
    }

    @Test("A whole caseload is offered, and goes over when a named person of the other post accepts it")
    func caseload() throws {
        let staffed = try StaffedStore()
        for child in staffed.children { try staffed.enter(.released, of: child) }
        let (from, to) = (StaffedStore.post(.specialist), StaffedStore.post(.otherSpecialist))
        let offered = try staffed.desk.offerCaseload(
            from: from, to: to, purpose: "safety-check", by: Officer.specialist.id)
        #expect(offered == 3)
        #expect(try staffed.duty("address/confirm-after-release", of: 12).holder.post == from)
        #expect(try staffed.desk.acceptCaseload(at: to, by: Officer.otherSpecialist.id) == 3)
        for child in staffed.children {
            #expect(try staffed.duty("address/confirm-after-release", of: child).holder.post == to)
        }
        #expect(try staffed.store.differences().isEmpty)
    }

    @Test("What was due before the first day is historic, or left out when it was over long before; nobody is told")
    func liveFrom() throws {
        let staffed = try StaffedStore()
        try staffed.desk.setLiveFrom(Day("2026-03-20")!)
        let entered = ReportedOccasion(.released, occurred: .day(Day("2026-01-05")!))
        _ = try staffed.desk.report(
            DutySubject(.child, 11), entered, evidence: Sensitive("seen"), by: Officer.specialist.id)
        let report = try staffed.desk.bringUpToDate()
        #expect(report.historic > 0)
        let ledger = try staffed.ledger(of: 11)
        #expect(Set(ledger.duties.map(\.state)) == [.historic])
        #expect(ledger.handoffs.isEmpty)
    }

    @Test("After an erasure nobody can be told who held what of the child; the duties stand")
    func erasure() throws {
        let staffed = try StaffedStore(hasSteward: false)
        try staffed.desk.acceptStewardship(by: Officer.steward.id)
        try staffed.enter(.released, of: 11)
        let before = try staffed.ledger(of: 11)
        #expect(before.duties.contains { $0.holder.person == "steward" })
        try staffed.store.keys.destroy(Person(.child, 11))
        let after = try staffed.ledger(of: 11)
        #expect(after.duties.map(\.id) == before.duties.map(\.id))
        #expect(after.duties.allSatisfy { $0.holder.person.isEmpty })
    }
}
