internal import AmparoModel

/// What the facts say of one duty.
private struct Target {
    var version: Int32
    var deadline: Deadline?
    var opensAt: Instant?
    var isPaused = false
    var isHistoric = false
    /// What satisfies it, and whether that was in time.
    var fact: OccasionKey?
    var isInTime = true
}

extension DutyWork {
    /// Brings every duty to what is known now: new ones, other deadlines, ends, and ends that were none.
    mutating func reconcile() {
        var wanted: [DutyID] = []
        for occasion in facts.occasions where engine.book.hasSteps(for: occasion.key.kind) {
            let clock = clock(occasion)
            var entries: [Int32] = []
            engine.book.forEachStep(of: occasion, on: occasion.occurred.day(in: clock.zone)) { entries.append($0) }
            for index in entries {
                let entry = engine.book.entries[Int(index)]
                let id = DutyID(rule: entry.step.rule, occasion: occasion.key)
                let duty = ledger[id]
                guard let target = target(entry, occasion, clock, owedSince: owedSince(duty)) else { continue }
                wanted.append(id)
                if let duty {
                    update(duty, entry.step, target)
                } else {
                    create(id, entry.step, occasion, target)
                }
                offer(id, entry.step, occasion)
            }
        }
        wanted.sort()
        var next = 0
        for duty in ledger.duties where duty.id.occasion.kind != .told {
            while next < wanted.count, wanted[next] < duty.id { next += 1 }
            if next < wanted.count, wanted[next] == duty.id { continue }
            cease(duty)
        }
    }

    private func owedSince(_ duty: Duty?) -> Instant {
        guard let duty, duty.state != .ceased else { return now }
        return duty.owedSince
    }

    /// A duty that nothing gives cause for any more. A waiver was a person's decision and stands; what was done is done,
    /// unless somebody was told by it, who may have to be told anew.
    private mutating func cease(_ duty: Duty) {
        // A rule that this book does not hold, or that is off now, leaves its duties where they are.
        guard let step = step(of: duty) else { return }
        switch duty.state {
        case .ceased, .waived, .lapsed: return
        case .satisfied where step.handoffs.isEmpty: return
        case .satisfied, .scheduled, .open, .paused, .historic: break
        }
        let isKnown = occasion(of: duty.id, step) != nil
        close(duty.id, .ceased(isKnown ? .conditionGone : .occasionGone))
    }

    private mutating func create(_ id: DutyID, _ step: ProcedureStep, _ occasion: Occasion, _ target: Target) {
        let intended = engine.posts.resolve(step.holder, for: occasion)
        let post = intended.isAccepted ? intended.post : engine.posts.steward
        let person = intended.isAccepted ? "" : engine.posts.stewardAccount
        var duty = Duty(
            id: id, version: target.version, state: .open, createdAt: now, owedSince: now,
            holder: Holding(post: post, person: person, since: now), opensAt: target.opensAt, deadline: target.deadline,
            breachedAt: nil, warned: 0, escalated: 0, escalatedAt: nil, closedAt: nil, ending: nil)
        if let fact = target.fact {
            duty.state = .satisfied
            duty.ending = .fact(fact)
            if !target.isInTime { duty.breachedAt = now }
        } else if target.isHistoric {
            duty.state = .historic
        } else if target.isPaused {
            duty.state = .paused
        } else if step.lapses, target.deadline?.hasPassed(at: now) ?? false {
            duty.state = .lapsed
            duty.ending = .lapse
        } else if waits(target) {
            duty.state = .scheduled
        }
        if !duty.state.isAlive { duty.closedAt = now }
        emit(id, .created(duty))
    }

    private func waits(_ target: Target) -> Bool { target.opensAt.map { $0.microseconds > now.microseconds } ?? false }

    private mutating func update(_ duty: Duty, _ step: ProcedureStep, _ target: Target) {
        let id = duty.id
        guard duty.state != .waived else { return }
        reschedule(id, target)
        switch duty.state {
        case .satisfied: updateSatisfied(duty, target)
        case .waived: return
        case .ceased, .historic, .lapsed: updateEnded(duty, step, target)
        case .scheduled, .open, .paused: updateAlive(id, target)
        }
        reschedule(id, target)
        guard let breached = ledger[id]?.breachedAt, breached.microseconds <= now.microseconds else { return }
        if isInTimeNow(id, target) { emit(id, .breachWithdrawn) }
    }

    /// A clock that stands has no deadline to show; a duty that is over keeps the one it had.
    private mutating func reschedule(_ id: DutyID, _ target: Target) {
        guard let duty = ledger[id] else { return }
        let deadline = target.deadline ?? (duty.state.isAlive ? nil : duty.deadline)
        if deadline != duty.deadline || target.opensAt != duty.opensAt || target.version != duty.version {
            emit(id, .rescheduled(deadline: deadline, opensAt: target.opensAt, version: target.version))
        }
    }

    /// Whether a duty that was called late was, as it is known now, not late.
    private func isInTimeNow(_ id: DutyID, _ target: Target) -> Bool {
        guard let duty = ledger[id] else { return false }
        switch duty.state {
        case .satisfied:
            if target.fact != nil, case .fact = duty.ending { return target.isInTime }
            guard let deadline = duty.deadline, let closed = duty.closedAt else { return false }
            return deadline.isMet(by: .instant(closed))
        case .scheduled, .open: return duty.deadline.map { !$0.hasPassed(at: now) } ?? false
        default: return false
        }
    }

    private mutating func updateSatisfied(_ duty: Duty, _ target: Target) {
        guard case .fact(let known)? = duty.ending else { return }
        if let fact = target.fact {
            if fact != known { emit(duty.id, .satisfied(.fact(fact))) }
            if !target.isInTime, duty.breachedAt == nil { emit(duty.id, .breached) }
        } else if target.isHistoric {
            emit(duty.id, .becameHistoric)
        } else {
            emit(duty.id, .reopened)
            updateAlive(duty.id, target)
        }
    }

    private mutating func updateEnded(_ duty: Duty, _ step: ProcedureStep, _ target: Target) {
        if let fact = target.fact {
            // What was done only after its time had run out for good does not undo that.
            guard duty.state != .lapsed || target.isInTime else { return }
            emit(duty.id, .satisfied(.fact(fact)))
            if !target.isInTime, duty.breachedAt == nil { emit(duty.id, .breached) }
            return
        }
        let isLate = target.deadline?.hasPassed(at: now) ?? false
        switch duty.state {
        case .historic where target.isHistoric: return
        case .lapsed where isLate: return
        case .ceased where target.isHistoric: emit(duty.id, .becameHistoric)
        case .ceased, .historic, .lapsed:
            emit(duty.id, .reopened)
            if step.lapses, isLate { emit(duty.id, .lapsed) } else { updateAlive(duty.id, target) }
        default: return
        }
    }

    private mutating func updateAlive(_ id: DutyID, _ target: Target) {
        if let fact = target.fact {
            close(id, .satisfied(.fact(fact)))
            if !target.isInTime, ledger[id]?.breachedAt == nil { emit(id, .breached) }
            return
        }
        if target.isHistoric {
            close(id, .becameHistoric)
            return
        }
        guard let state = ledger[id]?.state else { return }
        if target.isPaused {
            if state != .paused { emit(id, .paused) }
        } else {
            if state == .paused { emit(id, .resumed) }
            if ledger[id]?.state == .scheduled, !waits(target) { emit(id, .opened) }
        }
    }

    // MARK: What the facts say

    /// Nil when the step's deadline leans on a day that the occasion does not have.
    private func target(
        _ entry: ProcedureBook.Entry, _ occasion: Occasion, _ clock: DeadlineClock, owedSince: Instant
    ) -> Target? {
        let step = entry.step
        let pauses = pauses(step, occasion)
        var target = Target(version: entry.version)
        switch step.due {
        case .before(let span):
            guard let day = occasion.ends else { return nil }
            target.deadline = clock.deadline(span, before: day)
        case .within(let span, let start):
            target.deadline = clock.deadline(
                span, from: moment(start, occasion), pauses: pauses.filter { $0.to != nil })
        }
        guard var deadline = target.deadline else { return nil }
        target.isHistoric = deadline.day < engine.book.settings.start
        if let atLeast = step.atLeast, !target.isHistoric,
            let least = clock.deadline(atLeast, from: .instant(owedSince), pauses: pauses.filter { $0.to != nil }),
            deadline.at.microseconds < least.at.microseconds
        {
            deadline = least
            target.deadline = least
        }
        // A clock that has run out cannot be stopped any more.
        target.isPaused = pauses.contains { $0.to == nil && !deadline.hasPassed(at: $0.from) }
        if let opens = step.opens {
            target.opensAt = clock.deadline(opens.after, from: moment(opens.from, occasion)).map {
                clock.zone.start(of: $0.day.adding(days: 1))
            }
        }
        if let (fact, moment) = satisfaction(step, occasion, clock) {
            target.fact = fact
            target.isInTime = deadline.isMet(by: moment)
        }
        if target.isPaused, case .within = step.due { target.deadline = nil }
        return target
    }

    private func moment(_ start: ClockStart, _ occasion: Occasion) -> Moment {
        let day: Day? =
            switch start {
            case .occurred, .known: nil
            case .result: occasion.result
            case .order: occasion.order
            case .ends: occasion.ends
            }
        if let day { return .day(day) }
        return start == .occurred ? occasion.occurred : .instant(occasion.known)
    }

    private func pauses(_ step: ProcedureStep, _ occasion: Occasion) -> [Pause] {
        var pauses: [Pause] = []
        for match in step.pausedBy {
            for other in facts.ofKind(match.kind) where isMatch(match, other, occasion) {
                let from = other.occurred.earliest(in: occasion.zone)
                if from.microseconds <= now.microseconds { pauses.append(Pause(from: from, to: ended(other))) }
            }
        }
        return pauses
    }

    /// A state of things that ends only later is one that lasts.
    private func ended(_ occasion: Occasion) -> Instant? {
        occasion.over.flatMap { $0.microseconds <= now.microseconds ? $0 : nil }
    }

    private func isMatch(_ match: OccasionMatch, _ other: Occasion, _ trigger: Occasion) -> Bool {
        (!match.isOfSame || other.related == trigger.key.about) && match.when.holds(other.traits)
    }

    /// The first occasion that ends the step, and when it did. What is dated after today has not happened yet.
    private func satisfaction(
        _ step: ProcedureStep, _ trigger: Occasion, _ clock: DeadlineClock
    ) -> (OccasionKey, Moment)? {
        var best: (key: OccasionKey, moment: Moment, at: Instant)?
        for match in step.satisfiedBy {
            for other in facts.ofKind(match.kind) where isMatch(match, other, trigger) {
                let moment = match.isByKnowledge ? Moment.instant(other.known) : other.occurred
                // What counts by when it was known may be the trigger itself, and be known whenever it was.
                let counts = match.isByKnowledge || other.key != trigger.key && isAfter(moment, trigger, match, clock)
                guard counts else { continue }
                let at = moment.earliest(in: clock.zone)
                guard at.microseconds <= now.microseconds else { continue }
                if let best, (best.at.microseconds, best.key) <= (at.microseconds, other.key) { continue }
                best = (other.key, moment, at)
            }
        }
        return best.map { ($0.key, $0.moment) }
    }

    private func isAfter(
        _ moment: Moment, _ trigger: Occasion, _ match: OccasionMatch, _ clock: DeadlineClock
    ) -> Bool {
        if let after = match.after {
            guard let first = clock.deadline(after, from: trigger.occurred) else { return false }
            return after.unit == .hours
                ? first.at.microseconds <= moment.earliest(in: clock.zone).microseconds
                : first.day <= moment.day(in: clock.zone)
        }
        if case (.instant(let done), .instant(let began)) = (moment, trigger.occurred) {
            return began.microseconds <= done.microseconds
        }
        return trigger.occurred.day(in: clock.zone) <= moment.day(in: clock.zone)
    }
}
