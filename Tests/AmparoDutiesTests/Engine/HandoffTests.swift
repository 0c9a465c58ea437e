import AmparoDuties
import AmparoModel
import Testing

@Suite("Handoffs")
struct HandoffTests {
    private let began = at("2026-03-10T09:00:00-05:00")

    /// A child who moved: the address duties are offered to the post-release worker.
    private func moved() throws -> Kept {
        var kept = Kept(try Deployment.engine())
        let occasion = Occasion(
            OccasionKey(.addressChanged, 7), occurred: .day(day("2026-03-09")), known: began, related: 7,
            state: StateCode("TX"))
        kept.apply([occasion], at: began)
        return kept
    }

    private func first(_ kept: Kept) throws -> Handoff {
        try #require(kept.ledger.handoffs.first)
    }

    @Test("The message is a reference, a reason code and a deadline")
    func thin() throws {
        let handoff = try first(moved())
        let message = handoff.message(reference: "r-1")
        #expect(message.reference == "r-1")
        #expect(message.reason == "address-help")
        #expect(message.answerBy == handoff.acceptBy)
    }

    @Test("Sent, delivered, opened, accepted, completed; the duty moves at acceptance, not before")
    func life() throws {
        var kept = try moved()
        let handoff = try first(kept)
        let worker = ActingPerson(account: "worker", post: handoff.to)
        func holder() -> String? { kept.ledger[handoff.duty]?.holder.post.role }
        for act in [Act.sent(handoff: 0), .delivered(handoff: 0), .opened(handoff: 0)] {
            kept.apply(nil, [act], at: at("2026-03-10T10:00:00-05:00"))
            #expect(holder() == "federal-field-specialist")
        }
        #expect(kept.ledger[handoff: 0]?.state == .opened)
        kept.apply(nil, [.accepted(handoff: 0, by: worker)], at: at("2026-03-10T11:00:00-05:00"))
        #expect(holder() == "post-release-worker")
        kept.apply(
            nil, [.reported(duty: handoff.duty, by: worker, evidence: 5)], at: at("2026-03-11T11:00:00-05:00"))
        #expect(kept.ledger[handoff.duty]?.state == .satisfied)
        #expect(kept.ledger[handoff: 0]?.state == .completed)
    }

    @Test("A receiver that repeats itself, or speaks out of order, does no harm")
    func duplicates() throws {
        var kept = try moved()
        let worker = ActingPerson(account: "worker", post: try first(kept).to)
        let acts: [Act] = [
            .accepted(handoff: 0, by: worker), .delivered(handoff: 0), .accepted(handoff: 0, by: worker),
            .opened(handoff: 0), .sent(handoff: 0), .delivered(handoff: 0),
        ]
        kept.apply(nil, acts, at: at("2026-03-10T10:00:00-05:00"))
        #expect(kept.ledger[handoff: 0]?.state == .accepted)
        #expect(kept.events.filter { if case .handedOver = $0.change { true } else { false } }.count == 1)
        let other = ActingPerson(account: "other", post: worker.post)
        let refused = kept.apply(nil, [.accepted(handoff: 0, by: other)], at: at("2026-03-10T10:01:00-05:00"))
        #expect(refused.map(\.change) == [.refused(.alreadyAccepted, by: "other")])
    }

    @Test("An unanswered offer expires, is escalated, and may still be accepted late while nobody else has it")
    func expiry() throws {
        var kept = try moved()
        let worker = ActingPerson(account: "worker", post: try first(kept).to)
        kept.apply(at: at("2026-03-12T00:00:00-05:00"))
        #expect(kept.ledger[handoff: 0]?.state == .expired)
        kept.apply(nil, [.accepted(handoff: 0, by: worker)], at: at("2026-03-12T09:00:00-05:00"))
        #expect(kept.ledger[handoff: 0]?.state == .accepted)
        #expect(kept.duty("address/help-with-court-form")?.holder.person == "worker")
    }

    @Test("Escalation asks one level at a time; the holder keeps the duty until somebody accepts it")
    func escalation() throws {
        var kept = try moved()
        kept.apply(at: at("2026-04-30T00:00:00-05:00"))
        #expect(kept.handoffs(to: "orr-headquarters").isEmpty)
        kept.apply(at: at("2026-05-20T00:00:00-05:00"))
        #expect(kept.handoffs(to: "orr-headquarters").count == 2)
        #expect(kept.handoffs(to: "inspector").isEmpty)
        #expect(kept.duty("address/help-with-court-form")?.holder.post.role == "federal-field-specialist")
        let escalated = kept.handoffs(to: "orr-headquarters")[0]
        let headquarters = ActingPerson(account: "hq", post: escalated.to)
        kept.apply(nil, [.accepted(handoff: escalated.number, by: headquarters)], at: at("2026-05-20T01:00:00-05:00"))
        #expect(kept.ledger[escalated.duty]?.holder.person == "hq")
    }

    @Test("What could not be delivered is offered again by the holder, and only by the holder")
    func again() throws {
        var kept = try moved()
        let handoff = try first(kept)
        kept.apply(nil, [.undeliverable(handoff: 0)], at: at("2026-03-10T10:00:00-05:00"))
        #expect(kept.ledger[handoff: 0]?.state == .undeliverable)
        let worker = ActingPerson(account: "worker", post: handoff.to)
        let refused = kept.apply(nil, [.offeredAgain(handoff: 0, by: worker)], at: at("2026-03-10T10:01:00-05:00"))
        #expect(refused.map(\.change) == [.refused(.notTheirs, by: "worker")])
        let holder = ActingPerson(account: "f.east", post: handoff.from)
        kept.apply(nil, [.offeredAgain(handoff: 0, by: holder)], at: at("2026-03-10T10:02:00-05:00"))
        let second = try #require(kept.ledger.handoffs.last)
        #expect(second.follows == 0 && second.to == handoff.to && second.state == .offered)
        kept.apply(nil, [.accepted(handoff: second.number, by: worker)], at: at("2026-03-10T11:00:00-05:00"))
        #expect(kept.ledger[handoff.duty]?.holder.person == "worker")
    }

    @Test("A wrong office proposes another, once; a proposal that was asked before goes nowhere")
    func wrongOffice() throws {
        var kept = try moved()
        let worker = ActingPerson(account: "worker", post: try first(kept).to)
        let other = Deployment.post("hhs.orr.prs", "post-release-worker", "HOU")
        kept.apply(
            nil, [.declined(handoff: 0, by: worker, reason: .wrongOffice, proposal: other)],
            at: at("2026-03-10T10:00:00-05:00"))
        let second = try #require(kept.ledger.handoffs.last)
        #expect(second.to == other && second.follows == 0 && second.reason == "address-help")
        let back = ActingPerson(account: "houston", post: other)
        kept.apply(
            nil, [.declined(handoff: second.number, by: back, reason: .wrongOffice, proposal: worker.post)],
            at: at("2026-03-10T11:00:00-05:00"))
        #expect(kept.ledger.handoffs.last?.number == second.number)
        #expect(kept.ledger[second.duty]?.holder.post.role == "federal-field-specialist")
    }

    @Test("What the gate withholds at sending does not leave; it is not offered at once again, but after a week")
    func withheld() throws {
        var kept = try moved()
        kept.apply(nil, [.withheldAtSending(handoff: 0, rule: "floor")], at: at("2026-03-10T10:00:00-05:00"))
        #expect(kept.ledger[handoff: 0]?.state == .withheld)
        #expect(kept.ledger[handoff: 0]?.wasTold == false)
        let duty = kept.ledger[handoff: 0]?.duty
        func again() -> Int { kept.ledger.handoffs.count { $0.duty == duty && $0.level == 0 } }
        let count = again()
        kept.apply(nil, at: at("2026-03-10T11:00:00-05:00"))
        kept.apply(nil, at: at("2026-03-17T09:59:59-05:00"))
        #expect(again() == count)
        kept.apply(nil, at: at("2026-03-17T10:00:00-05:00"))
        #expect(again() == count + 1)
    }

    @Test("A duty whose post nobody accepted is the steward's, a named person, and is offered to the post")
    func steward() throws {
        let postings = Deployment.postings.map { posting in
            var posting = posting
            if posting.post.role == "federal-field-specialist" { posting.acceptedBy = nil }
            return posting
        }
        var kept = Kept(try Deployment.engine(postings: postings))
        let occasion = Occasion(
            OccasionKey(.released, 9), occurred: .day(day("2026-03-09")), known: began, related: 9,
            state: StateCode("TX"))
        kept.apply([occasion], at: began)
        let duty = kept.duty("address/confirm-after-release")
        #expect(duty?.holder.post == Deployment.steward && duty?.holder.person == "steward")
        let offer = try #require(kept.handoffs(to: "federal-field-specialist").first)
        #expect(offer.reason == "take-over")
        let officer = ActingPerson(account: "f.east", post: offer.to)
        kept.apply(nil, [.accepted(handoff: offer.number, by: officer)], at: at("2026-03-10T10:00:00-05:00"))
        #expect(kept.duty("address/confirm-after-release")?.holder.person == "f.east")
        #expect(throws: DutiesError(.badValue, "")) {
            try Posts([], steward: ActingPerson(account: "", post: Deployment.steward))
        }
    }

    @Test("Of an area: the court's office, else the state's, else the office for everything, else headquarters")
    func area() throws {
        let role = "trial-attorney-office"
        func post(_ office: String? = nil) -> Post { Deployment.post("dhs.ice.opla", role, office) }
        var postings = [
            Posting(post(), acceptedBy: "hq"), Posting(post("LOS"), courts: ["LOS"], acceptedBy: "los"),
            Posting(post("HOU"), states: [StateCode("TX")], acceptedBy: "hou"), Posting(post("NYC"), acceptedBy: "nyc"),
        ]
        let template = PostTemplate(party: "dhs.ice.opla", role: role, place: .area)
        func resolved(court: String, state: String) throws -> Post {
            var occasion = Occasion(OccasionKey(.released, 9), occurred: .day(day("2026-03-09")), known: began)
            occasion.court = CourtCode(court)
            occasion.state = StateCode(state)
            return try Deployment.posts(postings).resolve(template, for: occasion).post
        }
        #expect(try resolved(court: "LOS", state: "TX") == post("LOS"))
        #expect(try resolved(court: "SNA", state: "TX") == post("HOU"))
        #expect(try resolved(court: "MIA", state: "FL") == post("NYC"))
        postings.removeLast()
        #expect(try resolved(court: "MIA", state: "FL") == post())
    }

    @Test("A deputy acts while the holder is away, and the post keeps the duty")
    func deputy() throws {
        let office = Deployment.post("hhs.orr", "federal-field-specialist", "EAST")
        let away = Posting.Deputy(
            account: "deputy", from: at("2026-03-01T00:00:00Z"), to: at("2026-04-01T00:00:00Z"))
        let postings = Deployment.postings.map { posting in
            var posting = posting
            if posting.post == office { posting.deputies = [away] }
            return posting
        }
        var kept = Kept(try Deployment.engine(postings: postings))
        let occasion = Occasion(
            OccasionKey(.released, 9), occurred: .day(day("2026-03-09")), known: began, related: 9,
            state: StateCode("TX"))
        kept.apply([occasion], at: began)
        let duty = try #require(kept.duty("address/confirm-after-release"))
        #expect(kept.engine.posts.deputy(of: office, at: began) == "deputy")
        let deputy = ActingPerson(account: "deputy", post: Deployment.post("hhs.orr", "orr-headquarters"))
        kept.apply(nil, [.reported(duty: duty.id, by: deputy, evidence: 3)], at: at("2026-05-01T00:00:00Z"))
        #expect(kept.duty("address/confirm-after-release")?.state == .open)
        var before = Kept(kept.engine)
        before.apply([occasion], at: began)
        before.apply(nil, [.reported(duty: duty.id, by: deputy, evidence: 3)], at: at("2026-03-11T00:00:00Z"))
        #expect(before.duty("address/confirm-after-release")?.state == .satisfied)
        #expect(before.duty("address/confirm-after-release")?.holder.post == office)
    }

    @Test("A whole caseload is handed over duty by duty; what came up in between stays and is seen")
    func caseload() throws {
        var kept = try moved()
        let from = Deployment.post("hhs.orr", "federal-field-specialist", "EAST")
        let to = Deployment.post("hhs.orr", "federal-field-specialist", "WEST")
        let sender = ActingPerson(account: "f.east", post: from)
        let offers = Caseload.offers(kept.ledger, from: from, to: to, purpose: "safety-check", by: sender)
        #expect(offers.count == 2)
        kept.apply(nil, offers, at: at("2026-03-10T10:00:00-05:00"))
        #expect(Caseload.held(kept.ledger, by: from).count == 2)
        let release = Occasion(
            OccasionKey(.released, 9), occurred: .day(day("2026-03-09")), known: began, related: 9,
            state: StateCode("TX"))
        kept.apply(kept.facts.occasions + [release], at: at("2026-03-10T11:00:00-05:00"))
        let receiver = ActingPerson(account: "f.west", post: to)
        kept.apply(
            nil, Caseload.acceptances(kept.ledger, to: to, by: receiver), at: at("2026-03-10T12:00:00-05:00"))
        #expect(Caseload.held(kept.ledger, by: to).count == 2)
        #expect(
            Caseload.held(kept.ledger, by: from).map(\.id) == kept.duty("address/confirm-after-release").map { [$0.id] }
        )
        #expect(kept.ledger.duties.filter { $0.holder.post == to }.allSatisfy { $0.holder.person == "f.west" })
    }
}
