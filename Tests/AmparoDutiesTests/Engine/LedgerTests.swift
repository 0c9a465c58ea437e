import AmparoDuties
import AmparoModel
import Testing

@Suite("The duty ledger")
struct LedgerTests {
    private func occasion(
        _ kind: OccasionKind, _ about: Int64, _ occurred: String, known: String? = nil, related: Int64? = nil,
        _ words: String = "", ends: String? = nil, over: String? = nil, party: String = "", role: String = ""
    ) -> Occasion {
        let moment: Moment = Day(occurred).map { .day($0) } ?? .instant(at(occurred))
        return Occasion(
            OccasionKey(kind, about), occurred: moment, known: at(known ?? "2026-03-10T12:00:00-04:00"),
            related: related ?? about, traits: traits(words), court: "NYC", state: StateCode("NY"), ends: ends.map(day),
            over: over.map(at), party: party, role: role)
    }

    private func apprehended(_ when: String) -> Occasion {
        occasion(.apprehended, 1, when, party: "dhs.cbp.usbp", role: "cbp-officer")
    }

    @Test("The agency that found the child owes HHS notice within 48 hours of that, whenever it was recorded")
    func notice() throws {
        var kept = Kept(try Deployment.engine())
        kept.apply([apprehended("2026-03-06T20:00:00-05:00")], at: at("2026-03-10T12:00:00-04:00"))
        let duty = try #require(kept.duty("custody/notify-hhs"))
        #expect(duty.holder.post.party == "dhs.cbp.usbp")
        #expect(duty.deadline?.at == at("2026-03-08T21:00:00-04:00"))
        #expect(duty.breachedAt != nil)
    }

    @Test("A fact that comes late shows that the duty was done in time: the breach is withdrawn, nothing else changes")
    func lateFact() throws {
        var kept = Kept(try Deployment.engine())
        let facts = [apprehended("2026-03-06T20:00:00-05:00")]
        kept.apply(facts, at: at("2026-03-10T12:00:00-04:00"))
        let told = occasion(.notifiedHHS, 1, "2026-03-07T09:00:00-05:00")
        let events = kept.apply(facts + [told], at: at("2026-03-11T12:00:00-04:00"))
        #expect(kept.duty("custody/notify-hhs")?.state == .satisfied)
        #expect(kept.duty("custody/notify-hhs")?.breachedAt == nil)
        #expect(Set(events.map(\.duty)).count == 1 || !events.contains { $0.duty.occasion.kind != .apprehended })
        let screen = kept.duty("custody/screen")
        #expect(screen?.state == .open && screen?.breachedAt != nil)
        // The notice turns out never to have been given.
        kept.apply(facts, at: at("2026-03-12T12:00:00-04:00"))
        #expect(kept.duty("custody/notify-hhs")?.state == .open)
        #expect(kept.duty("custody/notify-hhs")?.breachedAt != nil)
    }

    @Test("Exceptional circumstances stop the 72 hours and give the time left back")
    func exceptional() throws {
        var kept = Kept(try Deployment.engine())
        let determined = occasion(
            .determined, 1, "2026-03-10T08:00:00-04:00", party: "dhs.cbp.usbp", role: "cbp-officer")
        var hold = occasion(.exceptionalCircumstances, 5, "2026-03-11T08:00:00-04:00", related: 1)
        kept.apply([determined, hold], at: at("2026-03-11T09:00:00-04:00"))
        #expect(kept.duty("custody/transfer")?.state == .paused)
        #expect(kept.duty("custody/transfer")?.deadline == nil)
        kept.apply(at: at("2026-03-20T09:00:00-04:00"))
        #expect(kept.duty("custody/transfer")?.breachedAt == nil)
        hold.over = at("2026-03-20T10:00:00-04:00")
        kept.apply([determined, hold], at: at("2026-03-20T10:00:00-04:00"))
        #expect(kept.duty("custody/transfer")?.deadline?.at == at("2026-03-22T10:00:00-04:00"))
    }

    @Test("No notice yet because relief is pending is listed and escalated to nobody; a backlog is escalated")
    func noNotice() throws {
        var kept = Kept(try Deployment.engine())
        kept.apply(
            [occasion(.noticeLacking, 1, "2025-01-02", "reason=uscis-relief")], at: at("2026-03-10T12:00:00-04:00"))
        kept.apply(at: at("2026-09-10T12:00:00-04:00"))
        #expect(kept.duty("notice-after-release/wait-for-relief-or-counsel")?.state == .open)
        #expect(kept.ledger.handoffs.isEmpty)
        kept.apply(
            [occasion(.noticeLacking, 1, "2025-01-02", "reason=backlog")], at: at("2026-09-11T12:00:00-04:00"))
        kept.apply(at: at("2026-11-20T12:00:00-05:00"))
        #expect(kept.duty("notice-after-release/wait-for-relief-or-counsel")?.state == .ceased)
        #expect(!kept.ledger.handoffs.isEmpty)
    }

    @Test("One call after 30 days; where a deployment has verified them, calls after 7, 14 and 30 days instead")
    func calls() throws {
        let release = occasion(.released, 1, "2026-03-01")
        var old = Kept(try Deployment.engine())
        old.apply([release], at: at("2026-03-02T12:00:00-05:00"))
        #expect(old.duty("safety-calls/call-30")?.deadline?.day == day("2026-04-07"))
        #expect(old.duty("safety-calls/call-7") == nil)
        var new = Kept(try Deployment.engine(ProcedureSettings(turnedOn: ["safety-calls@2"])))
        let call = occasion(.callMade, 3, "2026-03-12T12:00:00-05:00", related: 1, "outcome=reached")
        new.apply([release, call], at: at("2026-03-12T13:00:00-05:00"))
        #expect(new.duty("safety-calls/call-7")?.state == .satisfied)
        #expect(new.duty("safety-calls/call-7")?.breachedAt != nil)
        #expect(new.duty("safety-calls/call-14")?.state == .satisfied)
        #expect(new.duty("safety-calls/call-14")?.breachedAt == nil)
        #expect(new.duty("safety-calls/call-30")?.state == .open)
        #expect(new.duty("safety-calls/call-30")?.deadline?.day == day("2026-03-31"))
    }

    @Test("The plan before the 18th birthday: 14 days, and 24 hours before its first moment; no birthday, no duty")
    func plan() throws {
        var kept = Kept(try Deployment.engine())
        let words = "stage=in-care category=4"
        kept.apply([occasion(.turningEighteen, 1, "2026-01-05", words)], at: at("2026-01-06T12:00:00-05:00"))
        #expect(kept.ledger.duties.isEmpty)
        kept.apply(
            [occasion(.turningEighteen, 1, "2026-01-05", words, ends: "2026-03-09")],
            at: at("2026-01-06T12:00:00-05:00"))
        #expect(kept.duty("category-4-plan/draft")?.deadline?.day == day("2026-02-23"))
        #expect(kept.duty("category-4-plan/update")?.deadline?.at == at("2026-03-07T23:00:00-05:00"))
    }

    @Test("A waiver names who and why, needs two where the procedure says so, and stands when the fact changes")
    func waiver() throws {
        var kept = Kept(try Deployment.engine())
        let facts = [occasion(.hearingWithoutWord, 1, "2026-03-01")]
        kept.apply(facts, at: at("2026-03-10T12:00:00-04:00"))
        let duty = try #require(kept.duty("court-record/result-of-hearing"))
        let steward = ActingPerson(account: "steward", post: Deployment.steward)
        let stranger = ActingPerson(account: "x", post: Deployment.post("dhs.ice.ero", "ero-officer"))
        func refusal(_ act: Act) -> [DutyEvent.Change] {
            kept.apply(nil, [act], at: at("2026-03-10T13:00:00-04:00")).map(\.change)
        }
        #expect(
            refusal(.waived(duty: duty.id, by: stranger, reason: "r", second: "s")) == [.refused(.notWaivable, by: "x")]
        )
        #expect(
            refusal(.waived(duty: duty.id, by: steward, reason: "", second: "s")) == [
                .refused(.noReason, by: "steward")
            ])
        #expect(
            refusal(.waived(duty: duty.id, by: steward, reason: "r", second: "steward"))
                == [.refused(.needsSecondPerson, by: "steward")])
        kept.apply(
            nil, [.waived(duty: duty.id, by: steward, reason: "court-closed", second: "hq")],
            at: at("2026-03-10T14:00:00-04:00"))
        #expect(
            kept.duty("court-record/result-of-hearing")?.ending
                == .waiver(by: "steward", reason: "court-closed", second: "hq"))
        kept.apply(
            facts + [occasion(.courtWordGiven, 2, "2026-03-11", related: 1)], at: at("2026-03-12T12:00:00-04:00"))
        #expect(kept.duty("court-record/result-of-hearing")?.state == .waived)
    }

    @Test("A statutory duty cannot be waived, nor ended by its holder's word")
    func statutory() throws {
        var kept = Kept(try Deployment.engine())
        kept.apply([apprehended("2026-03-09T20:00:00-04:00")], at: at("2026-03-10T12:00:00-04:00"))
        let duty = try #require(kept.duty("custody/notify-hhs"))
        let officer = ActingPerson(account: "usbp", post: duty.holder.post)
        let events = kept.apply(
            nil,
            [
                .waived(duty: duty.id, by: officer, reason: "r", second: "s"),
                .reported(duty: duty.id, by: officer, evidence: 1),
            ], at: at("2026-03-10T12:01:00-04:00"))
        #expect(events.map(\.change) == [.refused(.notWaivable, by: "usbp"), .refused(.notByReport, by: "usbp")])
    }

    @Test("What was due before the record began is historic; a corrected date brings it to life")
    func historic() throws {
        var kept = Kept(try Deployment.engine(ProcedureSettings(start: day("2026-03-01"))))
        kept.apply([occasion(.released, 1, "2026-01-01")], at: at("2026-03-10T12:00:00-04:00"))
        #expect(kept.duty("safety-calls/call-30")?.state == .historic)
        #expect(kept.ledger.handoffs.isEmpty)
        kept.apply(at: at("2026-08-10T12:00:00-04:00"))
        #expect(kept.ledger.handoffs.isEmpty)
        kept.apply([occasion(.released, 1, "2026-08-01")], at: at("2026-08-11T12:00:00-04:00"))
        #expect(kept.duty("safety-calls/call-30")?.state == .open)
    }

    @Test("A clock that jumps back undoes nothing and helps nobody to be in time")
    func clockBack() throws {
        var kept = Kept(try Deployment.engine())
        kept.apply([apprehended("2026-03-06T20:00:00-05:00")], at: at("2026-03-10T12:00:00-04:00"))
        let before = kept.ledger
        let events = kept.apply(at: at("2026-03-01T12:00:00-05:00"))
        #expect(events.isEmpty)
        #expect(kept.ledger == before)
    }

    @Test("What changes of one hearing touches no duty of another")
    func onlyThat() throws {
        let words = "finding=missedReset status=none notice=mailed age=under18 counsel=yes consent=no source=present"
        let first = occasion(.hearingFinding, 1, "2026-03-01", words, ends: "2026-03-24")
        let second = occasion(.hearingFinding, 2, "2026-03-02", words, ends: "2026-03-25")
        var kept = Kept(try Deployment.engine())
        kept.apply([first, second], at: at("2026-03-10T12:00:00-04:00"))
        let excused = occasion(
            .hearingFinding, 1, "2026-03-01", words.replacing("missedReset", with: "excused"), ends: "2026-03-24")
        let events = kept.apply([excused, second], at: at("2026-03-10T13:00:00-04:00"))
        #expect(!events.isEmpty)
        #expect(events.allSatisfy { $0.duty.occasion.about == 1 })
    }

    @Test("The countdown shows the time left and whom the path asks next")
    func countdown() throws {
        var kept = Kept(try Deployment.engine())
        kept.apply([apprehended("2026-03-10T08:00:00-04:00")], at: at("2026-03-10T12:00:00-04:00"))
        let id = try #require(kept.duty("custody/notify-hhs")?.id)
        func countdown(_ when: String) -> Countdown? {
            kept.engine.countdown(id, kept.ledger, facts: kept.facts, at: at(when))
        }
        let oneDay: Int64 = 86_400_000_000
        #expect(countdown("2026-03-11T08:00:00-04:00")?.left == oneDay)
        #expect(countdown("2026-03-11T08:00:00-04:00")?.next == nil)
        kept.apply(at: at("2026-03-12T09:00:00-04:00"))
        let late = try #require(countdown("2026-03-12T09:00:00-04:00"))
        #expect(late.left == -3_600_000_000)
        #expect(late.next?.to.role == "intakes")
        #expect(late.next?.at == at("2026-03-12T13:00:00-04:00"))
        #expect(
            kept.engine.nextWake(kept.ledger, facts: kept.facts)?.microseconds == (late.next?.at.microseconds ?? 0) + 1)
    }

    @Test("An id is read back from its text, and only from such a text")
    func ids() {
        let id = DutyID(
            rule: RuleID(procedure: "custody", step: "screen"), occasion: OccasionKey(.apprehended, -12, round: 3))
        #expect(DutyID(id.description) == id)
        for text in ["", "x", "0-1-2-3", "zzzzzzzzzzzzzzzz-1-2-3", "00000000000000ff-999-2-3", "00000000000000ff-1-2"] {
            #expect(DutyID(text) == nil, "\(text)")
        }
    }
}
