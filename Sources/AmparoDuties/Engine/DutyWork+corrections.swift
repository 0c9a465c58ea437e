internal import AmparoModel

/// Procedure, step 9: when what was told is better than it was, or not so at all, everyone who was told is told and
/// confirms. Corrections travel, updates do not (SHARING.md): what got worse is told by the duties it begins.
extension DutyWork {
    /// Begins a duty to correct for each duty whose receivers believe what is not so any more.
    mutating func correct() {
        for duty in ledger.duties where duty.id.occasion.kind != .told {
            guard let step = step(of: duty), let rule = step.correction else { continue }
            let occasion = occasion(of: duty.id, step)
            var receivers: [Handoff] = []
            for handoff in ledger.handoffs where isAbout(handoff.duty, duty.id) && handoff.wasTold {
                receivers.removeAll { $0.to == handoff.to }
                receivers.append(handoff)
            }
            let misled = receivers.filter { isMisled($0, step, rule, duty, occasion) }
            withdrawStale(duty.id, occasion, misled)
            let owed = misled.filter { last in !isOnItsWay(duty.id, to: last.to, occasion) }
            if !owed.isEmpty { beginCorrection(duty, step, rule, occasion, owed) }
        }
    }

    /// Whether a receiver who was last told this believes something worse than is so.
    private func isMisled(
        _ last: Handoff, _ step: ProcedureStep, _ rule: CorrectionRule, _ duty: Duty, _ occasion: Occasion?
    ) -> Bool {
        guard let told = last.told, step.when.holds(told), duty.state != .waived else { return false }
        guard let occasion, duty.state != .ceased else { return true }
        let now = occasion.traits
        for mask in rule.on.masks {
            let word = now.intersection(mask)
            if word != .none, word != told.intersection(mask) { return true }
        }
        guard let before = rule.improves.firstIndex(where: { $0.meets(told) }),
            let after = rule.improves.firstIndex(where: { $0.meets(now) })
        else { return false }
        return after > before
    }

    /// Takes back corrections that have not left and would not be true.
    private mutating func withdrawStale(_ id: DutyID, _ occasion: Occasion?, _ misled: [Handoff]) {
        for handoff in ledger.handoffs
        where handoff.content != .fact && handoff.state == .offered && !handoff.wasTold && isAbout(handoff.duty, id) {
            let isOwed = misled.contains { $0.to == handoff.to }
            if isOwed, handoff.content == .doNotRely || handoff.told == occasion?.traits { continue }
            emit(handoff.duty, .withdrawn(handoff.number))
            endIfConfirmed(handoff.duty)
        }
    }

    /// Whether a correction that says how it is now is in somebody's hands and has not left.
    private func isOnItsWay(_ id: DutyID, to: Post, _ occasion: Occasion?) -> Bool {
        ledger.handoffs.contains { handoff in
            guard handoff.content != .fact, handoff.to == to, isAbout(handoff.duty, id), !handoff.wasTold,
                ledger[handoff.duty]?.state.isAlive ?? false, !isFollowed(handoff)
            else { return false }
            switch handoff.state {
            case .offered, .expired, .undeliverable:
                return handoff.content == .doNotRely || handoff.told == occasion?.traits
            // Not to rely on it is the least there is to say; when the gate withholds even that, it stays visible as such.
            case .withheld: return handoff.content == .doNotRely
            default: return false
            }
        }
    }

    /// Whether the gate, at sending, did not let a correction go: then only "do not rely on it" is left.
    private func wasWithheld(_ id: DutyID, to: Post) -> Bool {
        ledger.handoffs.contains {
            $0.content == .correction && $0.state == .withheld && $0.to == to && $0.duty.rule == id.rule
                && $0.duty.occasion.about == id.occasion.about
        }
    }

    private mutating func beginCorrection(
        _ duty: Duty, _ step: ProcedureStep, _ rule: CorrectionRule, _ occasion: Occasion?, _ owed: [Handoff]
    ) {
        let rounds = ledger.duties.filter { $0.id.occasion.kind == .told && isAbout($0.id, duty.id) }
        let round = (rounds.map(\.id.occasion.round).max() ?? 0) &+ 1
        let id = DutyID(rule: duty.id.rule, occasion: OccasionKey(.told, duty.id.occasion.about, round: round))
        let deadline = clock(occasion, else: duty).deadline(rule.within, from: .instant(now))
        // Who told corrects. Of several senders the first: one duty has one holder.
        let correction = Duty(
            id: id, version: duty.version, state: .open, createdAt: now, owedSince: now,
            holder: Holding(post: owed[0].from, since: now), opensAt: nil, deadline: deadline, breachedAt: nil,
            warned: 0,
            escalated: 0, escalatedAt: nil, closedAt: nil, ending: nil)
        emit(id, .created(correction))
        for last in owed { offerCorrection(correction, step, occasion, follows: last, by: deadline?.at ?? now) }
    }

    /// Offers a correction to whoever was told by an earlier handoff. Of an occasion that is gone, or to a receiver who may not
    /// know more, there is nothing to say than that it is not to be relied on.
    mutating func offerCorrection(
        _ correction: Duty, _ step: ProcedureStep, _ occasion: Occasion?, follows last: Handoff, by answer: Instant
    ) {
        var draft = Draft(
            to: last.to, purpose: last.purpose, reason: "correction", effect: .confirms, acceptBy: answer)
        draft.follows = last.number
        let mayKnow: Bool
        if let occasion, !wasWithheld(correction.id, to: last.to), case .permit = ask(step, occasion, draft) {
            mayKnow = true
        } else {
            mayKnow = false
        }
        if !mayKnow { draft.reason = "do-not-rely" }
        var handoff = self.handoff(correction, draft)
        handoff.content = mayKnow ? .correction : .doNotRely
        handoff.told = mayKnow ? occasion?.traits : nil
        emit(correction.id, .offered(handoff))
    }

    /// Ends a duty to correct when nobody has anything left to confirm.
    mutating func endIfConfirmed(_ id: DutyID) {
        guard id.occasion.kind == .told, let duty = ledger[id], duty.state.isAlive else { return }
        let own = ledger.handoffs.filter { $0.duty == id && $0.level == 0 && !isFollowed($0) }
        guard own.allSatisfy({ $0.state == .accepted || $0.state == .withdrawn }) else { return }
        if let last = own.last(where: { $0.state == .accepted }) {
            close(id, .satisfied(.acceptance(last.number)))
        } else {
            close(id, .ceased(.conditionGone))
        }
    }
}
