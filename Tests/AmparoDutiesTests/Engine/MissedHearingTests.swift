import AmparoDuties
import AmparoModel
import Testing

@Suite("A missed hearing")
struct MissedHearingTests {
    private func finding(_ words: String, known: String = "2026-03-10T15:00:00-07:00") -> Occasion {
        Occasion(
            OccasionKey(.hearingFinding, 4711), occurred: .day(day("2026-03-03")), known: at(known), related: 4711,
            traits: traits(words), court: "LOS", state: StateCode("CA"), result: day("2026-03-10"),
            order: day("2026-03-03"), ends: day("2026-03-24"))
    }

    private let ordered =
        "finding=missedOrdered status=standing notice=mailed age=under18 counsel=yes consent=no source=present"

    @Test("Counsel and ORR are told the same day, the agencies only after the window")
    func sameDay() throws {
        var kept = Kept(try Deployment.engine())
        kept.apply([finding(ordered)], at: at("2026-03-10T15:00:00-07:00"))
        #expect(kept.handoffs(to: "counsel-of-record").map(\.reason) == ["missed-hearing", "motion-clock"])
        #expect(kept.duty("missed-hearing/tell-counsel")?.deadline?.day == day("2026-03-10"))
        #expect(kept.handoffs(to: "trial-attorney-office").isEmpty)
        #expect(kept.duty("missed-hearing/tell-juvenile-coordinator")?.state == .scheduled)
        kept.apply(at: at("2026-03-25T00:00:00-07:00"))
        #expect(kept.handoffs(to: "trial-attorney-office").map(\.state) == [.offered])
        #expect(kept.handoffs(to: "juvenile-coordinator").count == 1)
    }

    @Test("The duty stays with the sender until a named person of the receiver accepts")
    func acceptance() throws {
        var kept = Kept(try Deployment.engine())
        kept.apply([finding(ordered)], at: at("2026-03-10T15:00:00-07:00"))
        let handoff = try #require(kept.handoffs(to: "counsel-of-record").first { $0.reason == "motion-clock" })
        let counsel = ActingPerson(account: "counsel", post: handoff.to)
        kept.apply(
            nil, [.sent(handoff: handoff.number), .opened(handoff: handoff.number)], at: at("2026-03-10T16:00:00-07:00")
        )
        #expect(kept.duty("motion-clock/exceptional-circumstances")?.holder.post.role == "federal-field-specialist")
        let nobody = ActingPerson(account: "", post: handoff.to)
        let stranger = ActingPerson(account: "x", post: Deployment.post("dhs.ice.ero", "ero-officer"))
        kept.apply(
            nil, [.accepted(handoff: handoff.number, by: nobody), .accepted(handoff: handoff.number, by: stranger)],
            at: at("2026-03-10T16:10:00-07:00"))
        #expect(kept.duty("motion-clock/exceptional-circumstances")?.holder.post.role == "federal-field-specialist")
        kept.apply(nil, [.accepted(handoff: handoff.number, by: counsel)], at: at("2026-03-10T17:00:00-07:00"))
        let duty = kept.duty("motion-clock/exceptional-circumstances")
        #expect(duty?.holder.person == "counsel")
        #expect(duty?.state == .open)
        #expect(duty?.deadline?.day == day("2026-08-30"))
    }

    @Test("A stay tells everyone who was told within the hour, and nobody else")
    func stay() throws {
        var kept = Kept(try Deployment.engine())
        kept.apply([finding(ordered)], at: at("2026-03-10T15:00:00-07:00"))
        kept.apply(at: at("2026-03-25T00:00:00-07:00"))
        let numbers = kept.ledger.handoffs.filter { $0.to.role == "juvenile-coordinator" }.map(\.number)
        kept.apply(nil, numbers.map { .sent(handoff: $0) }, at: at("2026-03-25T00:01:00-07:00"))
        let stayed = ordered.replacing("status=standing", with: "status=stayed")
        kept.apply([finding(stayed)], at: at("2026-03-26T09:00:00-07:00"))
        let told = kept.ledger.handoffs.filter { $0.content != .fact }
        #expect(told.map(\.to.role) == ["juvenile-coordinator"])
        #expect(told.map(\.acceptBy) == [at("2026-03-26T10:00:00-07:00")])
        let again = kept.apply(at: at("2026-03-26T09:00:00-07:00"))
        #expect(again.isEmpty)
    }

    @Test("A correction that the gate withholds at sending becomes: do not rely on it")
    func withheldCorrection() throws {
        var kept = Kept(try Deployment.engine())
        kept.apply([finding(ordered)], at: at("2026-03-10T15:00:00-07:00"))
        kept.apply(at: at("2026-03-25T00:00:00-07:00"))
        let told = try #require(kept.handoffs(to: "juvenile-coordinator").first?.number)
        kept.apply(nil, [.sent(handoff: told)], at: at("2026-03-25T00:01:00-07:00"))
        kept.apply(
            [finding(ordered.replacing("status=standing", with: "status=stayed"))], at: at("2026-03-26T09:00:00-07:00"))
        let correction = try #require(kept.handoffs(to: "juvenile-coordinator").last)
        #expect(correction.content == .correction)
        kept.apply(
            nil, [.withheldAtSending(handoff: correction.number, rule: "expired")], at: at("2026-03-26T09:01:00-07:00"))
        let last = try #require(kept.handoffs(to: "juvenile-coordinator").last)
        #expect(last.content == .doNotRely && last.reason == "do-not-rely" && last.told == nil)
        #expect(kept.apply(at: at("2026-03-26T09:01:00-07:00")).isEmpty)
    }
}
