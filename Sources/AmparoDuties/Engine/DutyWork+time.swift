internal import AmparoModel

extension DutyWork {
    /// What time has done: warnings, breaches, unanswered handoffs, escalation.
    mutating func pass() {
        for handoff in ledger.handoffs where handoff.state.isPending && isPast(handoff.acceptBy) {
            emit(handoff.duty, .expired(handoff.number))
            noteEndOfPath(handoff)
        }
        for duty in ledger.duties where duty.state.isAlive { pass(duty) }
    }

    private func isPast(_ instant: Instant) -> Bool { now.microseconds > instant.microseconds }

    private mutating func pass(_ duty: Duty) {
        let step = step(of: duty)
        let isCorrection = duty.id.occasion.kind == .told
        if let step, isHeldByRules(duty, step) { return }
        if let deadline = duty.deadline, deadline.hasPassed(at: now), duty.breachedAt == nil {
            if step?.lapses ?? false, !isCorrection {
                close(duty.id, .lapsed)
                return
            }
            emit(duty.id, .breached)
        }
        guard let step else { return }
        if duty.state == .open, !isCorrection, let count = warnings(duty, step), count > Int(duty.warned) {
            emit(duty.id, .warned(UInt8(clamping: count)))
        }
        escalate(duty.id, step)
    }

    /// Whether everybody it has to tell may not be told: that is the rules' doing and nobody's delay. It stays open and shows
    /// the rule; it is asked again with every change.
    private func isHeldByRules(_ duty: Duty, _ step: ProcedureStep) -> Bool {
        guard step.endsByAcceptance, duty.id.occasion.kind != .told else { return false }
        var isAny = false
        for handoff in ledger.handoffs where handoff.duty == duty.id && handoff.effect == .satisfies {
            guard handoff.state == .withheld else { return false }
            isAny = true
        }
        return isAny
    }

    /// How many warning points have been passed and are not past the deadline itself; nil without a deadline.
    private func warnings(_ duty: Duty, _ step: ProcedureStep) -> Int? {
        guard let deadline = duty.deadline, !deadline.hasPassed(at: now) else { return nil }
        return step.warnings.count { now.microseconds >= warningPoint($0, deadline) }
    }

    private func warningPoint(_ span: ClockSpan, _ deadline: Deadline) -> Int64 {
        deadline.at.microseconds - Int64(span.unit == .hours ? span.count : span.count * 24) * 3_600_000_000
    }

    // MARK: Escalation

    /// Asks the next level of the path when its time has come: one at a time, so that nobody is passed over because the
    /// program slept.
    private mutating func escalate(_ id: DutyID, _ step: ProcedureStep) {
        guard let duty = ledger[id], let due = escalationDue(duty, step), isPast(due) else { return }
        let level = duty.escalated + 1
        let rule = step.escalation[Int(level) - 1]
        emit(id, .escalated(level))
        guard let occasion = occasion(of: id, step) ?? goneOccasion(duty, step) else { return }
        let to = engine.posts.resolve(rule.to, for: occasion).post
        if duty.holder.post.isSameDesk(as: to) { return }
        write(
            id, step, occasion,
            Draft(
                to: to, purpose: rule.purpose, reason: Draft.escalation, effect: .moves, acceptBy: nextDay(occasion),
                level: level))
    }

    /// A stand-in for an occasion that is gone, when the duty to correct it is escalated: nothing is known of it.
    private func goneOccasion(_ duty: Duty, _ step: ProcedureStep) -> Occasion? {
        guard duty.id.occasion.kind == .told else { return nil }
        return Occasion(
            OccasionKey(step.trigger, duty.id.occasion.about), occurred: .instant(duty.createdAt), known: duty.createdAt
        )
    }

    /// When the next level is asked: so long after the breach or the first handoff that came to nothing, or after the level
    /// before was asked or took it over. Nil when nothing is late or the path is at its end.
    func escalationDue(_ duty: Duty, _ step: ProcedureStep) -> Instant? {
        guard duty.state == .open || duty.state == .paused, Int(duty.escalated) < step.escalation.count else {
            return nil
        }
        guard let base = duty.escalatedAt ?? firstFailure(duty) else { return nil }
        let after = step.escalation[Int(duty.escalated)].after
        return clock(occasion(of: duty.id, step), else: duty).deadline(after, from: .instant(base))?.at
    }

    private func firstFailure(_ duty: Duty) -> Instant? {
        var first = duty.breachedAt
        for handoff in ledger.handoffs where handoff.duty == duty.id && handoff.level == 0 && handoff.hasFailed {
            // A wrong office that named the right one, or an offer made again, did not leave it without an answer.
            if isFollowed(handoff) { continue }
            guard let failed = handoff.failedAt else { continue }
            if first.map({ failed.microseconds < $0.microseconds }) ?? true { first = failed }
        }
        return first
    }

    /// The last level has not taken it: the holder still has it, and everybody can see that.
    mutating func noteEndOfPath(_ handoff: Handoff) {
        guard handoff.level > 0, let duty = ledger[handoff.duty], duty.state.isAlive, let step = step(of: duty),
            Int(handoff.level) == step.escalation.count
        else { return }
        emit(duty.id, .pathExhausted)
    }

    // MARK: The next moment

    /// The first moment after now at which `apply` would do something without any new fact or act.
    func nextWake() -> Instant? {
        var next: Int64?
        func note(_ moment: Int64?) {
            guard let moment, moment > now.microseconds else { return }
            next = min(next ?? .max, moment)
        }
        for handoff in ledger.handoffs where handoff.state.isPending { note(handoff.acceptBy.microseconds + 1) }
        for handoff in ledger.handoffs where ledger[handoff.duty]?.state.isAlive ?? false {
            note(handoff.withheldAt.map { $0.microseconds + Self.untilAskedAgain })
        }
        for duty in ledger.duties where duty.state.isAlive {
            if duty.state == .scheduled { note(duty.opensAt?.microseconds) }
            if duty.breachedAt == nil { note(duty.deadline.map { $0.at.microseconds + 1 }) }
            guard let step = step(of: duty) else { continue }
            if let deadline = duty.deadline { for span in step.warnings { note(warningPoint(span, deadline)) } }
            note(escalationDue(duty, step).map { $0.microseconds + 1 })
        }
        for occasion in facts.occasions { note(occasion.over?.microseconds) }
        return next.map { Instant(microseconds: $0) }
    }
}
