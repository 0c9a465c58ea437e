internal import AmparoModel

extension DutyWork {
    /// Offers what an open duty has to offer and has not offered yet; asks again about what was withheld.
    mutating func offer(_ id: DutyID, _ step: ProcedureStep, _ occasion: Occasion) {
        guard let duty = ledger[id], duty.state == .open else { return }
        let intended = engine.posts.resolve(step.holder, for: occasion).post
        if duty.holder.post == engine.posts.steward, intended != engine.posts.steward {
            // Nobody had accepted the post that the procedure names: it is asked to take over.
            let purpose = Post.usualPurpose(party: intended.party, role: intended.role)
            offer(
                id, step, occasion,
                Draft(
                    to: intended, purpose: purpose, reason: Draft.takeOver, effect: .moves, acceptBy: nextDay(occasion))
            )
        }
        for rule in step.handoffs where rule.when.holds(occasion.traits) {
            let to = engine.posts.resolve(rule.to, for: occasion).post
            if rule.effect == .moves, duty.holder.post.isSameDesk(as: to) { continue }
            let acceptBy = clock(occasion).deadline(rule.acceptWithin, from: .instant(now))?.at ?? now
            offer(
                id, step, occasion,
                Draft(to: to, purpose: rule.purpose, reason: rule.reason, effect: rule.effect, acceptBy: acceptBy))
        }
    }

    /// A handoff about to be offered.
    struct Draft {
        /// The reason code of an offer to the post that the procedure names and nobody has accepted.
        static let takeOver = "take-over"
        /// The reason code of a level of the escalation path.
        static let escalation = "escalation"

        var to: Post
        var purpose: String
        var reason: String
        var effect: HandoffEffect
        var acceptBy: Instant
        var level: UInt8 = 0
        var follows: UInt32?
    }

    private mutating func offer(_ id: DutyID, _ step: ProcedureStep, _ occasion: Occasion, _ draft: Draft) {
        let earlier = ledger.handoffs.last {
            $0.duty == id && $0.reason == draft.reason && $0.to == draft.to && $0.level == 0
        }
        guard let earlier else {
            write(id, step, occasion, draft)
            return
        }
        switch earlier.state {
        case .withheld where isRefusedForNow(earlier, occasion): return
        case .withheld:
            // Asked again, and silent when the answer is the same.
            if case .permit = ask(step, occasion, draft) { write(id, step, occasion, draft) }
        case .withdrawn:
            // It was taken back when the duty ceased; the duty is owed again.
            write(id, step, occasion, draft)
        case .accepted, .completed:
            if believesOtherwise(id, step, to: draft.to), draft.effect != .moves { write(id, step, occasion, draft) }
        case .offered, .delivered, .opened, .declined, .expired, .undeliverable: return
        }
    }

    /// Whether the gate refused it at sending and nothing is new since: what the offer was asked of said yes, and would say so
    /// again at once and for ever. When the facts are others it is offered again, and else after a week.
    private func isRefusedForNow(_ handoff: Handoff, _ occasion: Occasion) -> Bool {
        guard let at = handoff.withheldAt, handoff.told == occasion.traits else { return false }
        return now.microseconds < at.microseconds + Self.untilAskedAgain
    }

    /// One week, in microseconds.
    static let untilAskedAgain: Int64 = 7 * 86_400_000_000

    /// Whether the last word that a receiver had was that the occasion is not what the step speaks of.
    private func believesOtherwise(_ id: DutyID, _ step: ProcedureStep, to: Post) -> Bool {
        guard let last = lastTold(id, to: to) else { return false }
        return !(last.told.map { step.when.holds($0) } ?? false)
    }

    /// The last thing that a receiver was told of a duty's occasion, corrections included.
    func lastTold(_ id: DutyID, to: Post) -> Handoff? {
        ledger.handoffs.last { $0.wasTold && $0.to == to && isAbout($0.duty, id) }
    }

    /// Whether a handoff's duty is this one or corrects what this one told.
    func isAbout(_ other: DutyID, _ id: DutyID) -> Bool {
        other == id
            || other.rule == id.rule && other.occasion.kind == .told && other.occasion.about == id.occasion.about
    }

    func ask(_ step: ProcedureStep, _ occasion: Occasion, _ draft: Draft) -> SharingAnswer {
        engine.sharing(
            SharingQuestion(
                occasion: occasion, rule: step.rule, to: draft.to, purpose: draft.purpose, reason: draft.reason, at: now
            ))
    }

    /// Offers, or writes down by which rule it was not.
    mutating func write(_ id: DutyID, _ step: ProcedureStep, _ occasion: Occasion, _ draft: Draft) {
        guard let duty = ledger[id] else { return }
        var handoff = self.handoff(duty, draft)
        handoff.told = occasion.traits
        if case .refuse(let rule) = ask(step, occasion, draft) {
            handoff.state = .withheld
            handoff.withheldBy = rule
        }
        emit(id, .offered(handoff))
    }

    /// A handoff from a duty's holder, offered now.
    func handoff(_ duty: Duty, _ draft: Draft) -> Handoff {
        Handoff(
            number: UInt32(ledger.handoffs.count), duty: duty.id, from: duty.holder.post, to: draft.to,
            purpose: draft.purpose, reason: draft.reason, effect: draft.effect, content: .fact, told: nil,
            state: .offered, offeredAt: now, acceptBy: draft.acceptBy, sentAt: nil, deliveredAt: nil, openedAt: nil,
            answeredAt: nil, answeredBy: "", failedAt: nil, level: draft.level, declined: nil, withheldBy: "",
            follows: draft.follows)
    }

    /// One business day from now: the time to answer an offer for which the procedure states none.
    func nextDay(_ occasion: Occasion?) -> Instant {
        clock(occasion).deadline(ClockSpan(1, .businessDays), from: .instant(now))?.at ?? now
    }
}
