internal import AmparoModel

extension DutyWork {
    /// Takes an act, or says why not. The same word twice does nothing the second time.
    mutating func take(_ act: Act) {
        switch act {
        case .sent(let number): note(number, .sent(number, told: traits(of: number))) { $0.sentAt == nil }
        case .delivered(let number): note(number, .delivered(number)) { $0.deliveredAt == nil }
        case .opened(let number): note(number, .openedByReceiver(number)) { $0.openedAt == nil }
        case .undeliverable(let number):
            note(number, .undeliverable(number)) { $0.state == .offered }
            if let handoff = ledger[handoff: number] { noteEndOfPath(handoff) }
        case .withheldAtSending(let number, let rule):
            note(number, .withheld(number, rule: rule)) { $0.state == .offered && !$0.wasTold }
        case .accepted(let number, let actor): accept(number, actor)
        case .declined(let number, let actor, let reason, let proposal): decline(number, actor, reason, proposal)
        case .completed(let number, let actor): complete(number, actor)
        case .offered(let id, let to, let purpose, let reason, let actor): offer(id, to, purpose, reason, actor)
        case .offeredAgain(let number, let actor): offerAgain(number, actor)
        case .withdrawn(let number, let actor): withdraw(number, actor)
        case .reported(let id, let actor, let evidence): report(id, actor, evidence)
        case .waived(let id, let actor, let reason, let second): waive(id, actor, reason, second)
        }
    }

    private mutating func refuse(_ duty: DutyID, _ refusal: ActRefusal, _ person: String = "") {
        emit(duty, .refused(refusal, by: person))
    }

    /// The id under which an act about something that is not there is refused.
    private static let nothing = DutyID(rule: RuleID(rawValue: 0), occasion: OccasionKey(.told, 0))

    private mutating func note(_ number: UInt32, _ change: DutyEvent.Change, if isNew: (Handoff) -> Bool) {
        guard let handoff = ledger[handoff: number] else { return refuse(DutyWork.nothing, .noSuchHandoff) }
        // A machine that is late or repeats itself does no harm.
        if isNew(handoff) { emit(handoff.duty, change) }
    }

    /// The handoff, when the person is named and acts for its receiver.
    private mutating func received(_ number: UInt32, _ actor: ActingPerson) -> Handoff? {
        guard let handoff = ledger[handoff: number] else {
            refuse(DutyWork.nothing, .noSuchHandoff, actor.account)
            return nil
        }
        let refusal: ActRefusal? =
            actor.account.isEmpty
            ? .notNamed : engine.posts.mayAct(actor, for: handoff.to, at: now) ? nil : .notTheirs
        if let refusal { refuse(handoff.duty, refusal, actor.account) }
        return refusal == nil ? handoff : nil
    }

    /// The duty, when it is alive and the person acts for its holder.
    private mutating func held(_ id: DutyID, _ actor: ActingPerson) -> Duty? {
        guard let duty = ledger[id] else {
            refuse(id, .noSuchDuty, actor.account)
            return nil
        }
        let refusal: ActRefusal? =
            actor.account.isEmpty
            ? .notNamed
            : !duty.state.isAlive
                ? .dutyIsOver : engine.posts.mayAct(actor, for: duty.holder.post, at: now) ? nil : .notTheirs
        if let refusal { refuse(id, refusal, actor.account) }
        return refusal == nil ? duty : nil
    }

    /// What the occasion of a handoff is now: what its receiver finds who pulls the details.
    private func traits(of number: UInt32) -> Traits? {
        guard let handoff = ledger[handoff: number], let duty = ledger[handoff.duty], let step = step(of: duty) else {
            return nil
        }
        return occasion(of: duty.id, step)?.traits
    }

    // MARK: Answers

    private mutating func accept(_ number: UInt32, _ actor: ActingPerson) {
        guard let handoff = received(number, actor) else { return }
        let id = handoff.duty
        switch handoff.state {
        case .accepted, .completed:
            if handoff.answeredBy != actor.account { refuse(id, .alreadyAccepted, actor.account) }
            return
        case .declined, .withdrawn, .withheld: return refuse(id, .handoffIsOver, actor.account)
        case .offered, .delivered, .opened, .expired, .undeliverable: break
        }
        guard let duty = ledger[id] else { return refuse(id, .noSuchDuty, actor.account) }
        if handoff.effect != .informs {
            guard duty.state.isAlive else { return refuse(id, .dutyIsOver, actor.account) }
        }
        // While it was unanswered another may have taken the duty: then the offer's sender has nothing to give any more.
        if handoff.effect == .moves, duty.holder.post != handoff.from {
            return refuse(id, .alreadyAccepted, actor.account)
        }
        emit(id, .accepted(number, by: actor.account))
        switch handoff.effect {
        case .informs: break
        case .confirms: endIfConfirmed(id)
        case .moves:
            emit(id, .handedOver(Holding(post: handoff.to, person: actor.account, since: now), handoff: number))
            for other in ledger.handoffs
            where other.duty == id && other.number != number && other.effect == .moves && other.state.isPending {
                emit(id, .withdrawn(other.number))
            }
        case .satisfies:
            let waits = ledger.handoffs.contains {
                $0.duty == id && $0.number != number && $0.effect == .satisfies && $0.state.isPending
            }
            if !waits { close(id, .satisfied(.acceptance(number))) }
        }
    }

    private mutating func decline(_ number: UInt32, _ actor: ActingPerson, _ reason: DeclineReason, _ proposal: Post?) {
        guard let handoff = received(number, actor) else { return }
        guard handoff.state.isPending || handoff.state == .expired || handoff.state == .undeliverable else {
            if handoff.state != .declined { refuse(handoff.duty, .handoffIsOver, actor.account) }
            return
        }
        emit(handoff.duty, .declined(number, by: actor.account, reason))
        guard reason == .wrongOffice, let proposal, redirect(handoff, to: proposal) else {
            return noteEndOfPath(handoff)
        }
    }

    /// Offers to the office that another named, unless it was asked before or may not be told.
    private mutating func redirect(_ handoff: Handoff, to proposal: Post) -> Bool {
        guard let duty = ledger[handoff.duty], duty.state.isAlive, let step = step(of: duty),
            let occasion = occasion(of: duty.id, step),
            !ledger.handoffs.contains(where: { $0.duty == duty.id && $0.to == proposal }), proposal != duty.holder.post
        else { return false }
        var draft = Draft(
            to: proposal, purpose: handoff.purpose, reason: handoff.reason, effect: handoff.effect,
            acceptBy: nextDay(occasion), level: handoff.level)
        guard case .permit = ask(step, occasion, draft) else { return false }
        draft.follows = handoff.number
        write(duty.id, step, occasion, draft)
        return true
    }

    private mutating func complete(_ number: UInt32, _ actor: ActingPerson) {
        guard let handoff = received(number, actor) else { return }
        switch handoff.state {
        case .completed: return
        case .accepted where handoff.answeredBy == actor.account || handoff.answeredBy.isEmpty:
            emit(handoff.duty, .completed(number))
        case .accepted: refuse(handoff.duty, .notTheirs, actor.account)
        default: refuse(handoff.duty, .notAccepted, actor.account)
        }
    }

    // MARK: The holder's own acts

    private mutating func offer(_ id: DutyID, _ to: Post, _ purpose: String, _ reason: String, _ actor: ActingPerson) {
        guard let duty = held(id, actor) else { return }
        guard let step = step(of: duty), let occasion = occasion(of: id, step) else {
            return refuse(id, .noSuchDuty, actor.account)
        }
        let draft = Draft(to: to, purpose: purpose, reason: reason, effect: .moves, acceptBy: nextDay(occasion))
        guard case .permit = ask(step, occasion, draft) else { return refuse(id, .mayNotBeTold, actor.account) }
        let isAsked = ledger.handoffs.contains {
            $0.duty == id && $0.to == to && $0.effect == .moves && $0.state.isPending
        }
        if !isAsked { write(id, step, occasion, draft) }
    }

    private mutating func offerAgain(_ number: UInt32, _ actor: ActingPerson) {
        guard let handoff = ledger[handoff: number] else {
            return refuse(DutyWork.nothing, .noSuchHandoff, actor.account)
        }
        guard let duty = held(handoff.duty, actor) else { return }
        guard handoff.hasFailed, !isFollowed(handoff), let step = step(of: duty) else {
            return refuse(duty.id, .handoffIsOver, actor.account)
        }
        let occasion = occasion(of: duty.id, step)
        if handoff.content != .fact {
            offerCorrection(duty, step, occasion, follows: handoff, by: nextDay(occasion))
            return
        }
        guard let occasion else { return refuse(duty.id, .noSuchDuty, actor.account) }
        var draft = Draft(
            to: handoff.to, purpose: handoff.purpose, reason: handoff.reason, effect: handoff.effect,
            acceptBy: nextDay(occasion), level: handoff.level)
        draft.follows = number
        guard case .permit = ask(step, occasion, draft) else { return refuse(duty.id, .mayNotBeTold, actor.account) }
        write(duty.id, step, occasion, draft)
    }

    private mutating func withdraw(_ number: UInt32, _ actor: ActingPerson) {
        guard let handoff = ledger[handoff: number] else {
            return refuse(DutyWork.nothing, .noSuchHandoff, actor.account)
        }
        guard engine.posts.mayAct(actor, for: handoff.from, at: now) else {
            return refuse(handoff.duty, .notTheirs, actor.account)
        }
        if handoff.state.isPending {
            emit(handoff.duty, .withdrawn(number))
        } else if handoff.state != .withdrawn {
            refuse(handoff.duty, .handoffIsOver, actor.account)
        }
    }

    private mutating func report(_ id: DutyID, _ actor: ActingPerson, _ evidence: Int64) {
        guard let duty = held(id, actor) else { return }
        guard step(of: duty)?.endsByReport ?? true, id.occasion.kind != .told else {
            return refuse(id, .notByReport, actor.account)
        }
        guard evidence > 0 else { return refuse(id, .noReason, actor.account) }
        close(id, .satisfied(.report(by: actor.account, evidence: evidence)))
    }

    private mutating func waive(_ id: DutyID, _ actor: ActingPerson, _ reason: String, _ second: String) {
        guard let duty = ledger[id] else { return refuse(id, .noSuchDuty, actor.account) }
        guard duty.state.isAlive else { return refuse(id, .dutyIsOver, actor.account) }
        guard !actor.account.isEmpty else { return refuse(id, .notNamed) }
        // Only the privacy officer, with a second person, ends a correction that a receiver never confirms.
        let rule = id.occasion.kind == .told ? WaiverRule.ofCorrections : step(of: duty)?.waiver
        guard let rule,
            rule.by.contains(where: { actor.post.role == $0.role && Post.isPart(actor.post.party, of: $0.party) })
        else { return refuse(id, .notWaivable, actor.account) }
        guard !reason.isEmpty else { return refuse(id, .noReason, actor.account) }
        if rule.needsSecond, second.isEmpty || second == actor.account {
            return refuse(id, .needsSecondPerson, actor.account)
        }
        close(id, .waived(.waiver(by: actor.account, reason: reason, second: second)))
    }
}
