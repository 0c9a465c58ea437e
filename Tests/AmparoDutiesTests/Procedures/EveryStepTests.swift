import AmparoDuties
import AmparoModel
import Testing

/// Walks through every step that ships: what begins it, who holds it, what ends it.
@Suite("Every shipped step")
struct EveryStepTests {
    private static let steps: [String] = {
        do {
            return try Deployment.procedures.get().flatMap { procedure in
                procedure.steps.map { "\(procedure.name)/\($0.code)" }
            }
        } catch { return ["\(error)"] }
    }()

    private func find(_ name: String) throws -> (Procedure, ProcedureStep) {
        for procedure in try Deployment.procedures.get() {
            if let step = procedure.steps.first(where: { "\(procedure.name)/\($0.code)" == name }) {
                return (procedure, step)
            }
        }
        throw DutiesError(.badBook, "no step \(name)")
    }

    /// The first word of each dimension that a condition names.
    private func fitting(_ condition: TraitCondition) -> Traits {
        condition.masks.reduce(Traits.none) { traits, mask in
            for dimension in TraitDimension.allCases {
                for word in dimension.words {
                    if let trait = Traits(dimension, word), trait.meets(mask) { return traits.union(trait) }
                }
            }
            return traits
        }
    }

    private func trigger(_ step: ProcedureStep) -> Occasion {
        Occasion(
            OccasionKey(step.trigger, 1), occurred: .instant(at("2026-03-10T14:00:00-07:00")),
            known: at("2026-03-10T15:00:00-07:00"), related: 0, traits: fitting(step.when), court: "LOS",
            state: StateCode("CA"), result: day("2026-03-10"), order: day("2026-03-09"), ends: day("2026-06-10"),
            party: "hhs.orr.provider", role: "case-manager")
    }

    private func kept(_ procedure: Procedure, _ step: ProcedureStep) throws -> Kept {
        let settings = ProcedureSettings(turnedOn: procedure.verify ? [procedure.name] : [])
        var kept = Kept(try Deployment.engine(settings))
        kept.apply([trigger(step)], at: at("2026-03-10T15:00:00-07:00"))
        return kept
    }

    private func id(_ procedure: Procedure, _ step: ProcedureStep) -> DutyID {
        DutyID(rule: step.rule, occasion: OccasionKey(step.trigger, 1))
    }

    @Test("It begins with one named post, and its deadline is not before its beginning", arguments: steps)
    func begins(name: String) throws {
        let (procedure, step) = try find(name)
        let kept = try kept(procedure, step)
        let duty = try #require(kept.ledger[id(procedure, step)])
        let isDoneByItself = step.satisfiedBy.contains(where: \.isByKnowledge)
        #expect(duty.state.isAlive || isDoneByItself)
        #expect(!duty.holder.post.party.isEmpty && !duty.holder.post.role.isEmpty)
        #expect(duty.deadline.map { $0.at > at("2026-03-10T15:00:00-07:00") } ?? false)
        if let opens = duty.opensAt { #expect(duty.deadline.map { opens <= $0.at } ?? true) }
    }

    @Test("Each thing that ends it does, in time; and it is owed again when that was not so", arguments: steps)
    func ends(name: String) throws {
        let (procedure, step) = try find(name)
        for match in step.satisfiedBy where !match.isByKnowledge {
            var kept = try kept(procedure, step)
            let when = match.after == nil ? "2026-03-10T16:00:00-07:00" : "2026-04-05T16:00:00-07:00"
            let fact = Occasion(
                OccasionKey(match.kind, 2), occurred: .instant(at(when)), known: at(when), related: 1,
                traits: fitting(match.when), court: "LOS")
            kept.apply([trigger(step), fact], at: at("2026-04-05T17:00:00-07:00"))
            #expect(kept.ledger[id(procedure, step)]?.state == .satisfied, "\(match.kind)")
            if match.after == nil { #expect(kept.ledger[id(procedure, step)]?.breachedAt == nil, "\(match.kind)") }
            kept.apply([trigger(step)], at: at("2026-04-05T18:00:00-07:00"))
            let state = kept.ledger[id(procedure, step)]?.state
            #expect(state?.isAlive ?? false || state == .lapsed && step.lapses, "\(match.kind)")
        }
    }

    @Test(
        "Left alone for two years it is still in one holder's hands, or has lapsed; its path was asked",
        arguments: steps)
    func leftAlone(name: String) throws {
        let (procedure, step) = try find(name)
        var kept = try kept(procedure, step)
        let end = at("2028-03-10T00:00:00-07:00")
        var wakes = 0
        while let wake = kept.engine.nextWake(kept.ledger, facts: kept.facts), wake < end, wakes < 300 {
            kept.apply(at: wake)
            wakes += 1
        }
        #expect(wakes < 300, "it never comes to rest")
        let duty = try #require(kept.ledger[id(procedure, step)])
        if step.satisfiedBy.contains(where: \.isByKnowledge) { return }
        #expect(duty.state == (step.lapses ? .lapsed : .open))
        guard !step.lapses else { return }
        #expect(duty.breachedAt != nil)
        #expect(Int(duty.escalated) == step.escalation.count)
        let told = kept.ledger.handoffs.filter { $0.duty == duty.id }.map(\.to.party)
        #expect(!told.contains { party in procedure.never.contains { Post.isPart(party, of: $0) } })
    }
}
