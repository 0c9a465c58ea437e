import AmparoDuties
import AmparoModel

/// What the duties of a subject are, worked out from the facts alone in the plainest way: every step of every procedure
/// against every occasion, days ticked off one by one, minutes one by one. It shares no rule with the engine.
struct SlowReference {
    struct Wanted {
        var state: DutyState
        var deadline: Int64?
        /// A step that runs out may have done so before a fact ended it.
        var mayHaveLapsed: Bool
    }

    let book: ProcedureBook
    let calendar: CourtCalendar
    let facts: SubjectOccasions
    let now: Instant

    func duties() -> [DutyID: Wanted] {
        var found: [DutyID: Wanted] = [:]
        for occasion in facts.occasions {
            for (procedure, step) in steps(occasion) where holds(step.when, occasion) {
                guard let wanted = wanted(step, occasion) else { continue }
                _ = procedure
                found[DutyID(rule: step.rule, occasion: occasion.key)] = wanted
            }
        }
        return found
    }

    /// The steps of the versions that are on, in force and the newest.
    private func steps(_ occasion: Occasion) -> [(Procedure, ProcedureStep)] {
        let day = occasion.occurred.day(in: occasion.zone)
        let on = book.procedures.filter {
            $0.enabled && !book.settings.turnedOff.contains($0.name) || book.settings.turnedOn.contains($0.name)
        }
        var steps: [(Procedure, ProcedureStep)] = []
        for procedure in on where procedure.effective <= day {
            let newer = on.contains {
                $0.code == procedure.code && $0.version > procedure.version && $0.effective <= day
            }
            if !newer { steps += procedure.steps.filter { $0.trigger == occasion.key.kind }.map { (procedure, $0) } }
        }
        return steps
    }

    private func holds(_ condition: TraitCondition, _ occasion: Occasion) -> Bool {
        condition.masks.allSatisfy { mask in
            TraitDimension.allCases.contains { dimension in
                dimension.words.contains { word in
                    guard let trait = Traits(dimension, word) else { return false }
                    return trait.meets(mask) && trait.meets(occasion.traits)
                }
            }
        }
    }

    private func wanted(_ step: ProcedureStep, _ occasion: Occasion) -> Wanted? {
        let pauses = facts.occasions.filter { other in
            step.pausedBy.contains { $0.kind == other.key.kind && other.related == occasion.key.about }
        }
        guard let deadline = deadline(step, occasion, pauses) else { return nil }
        let isPaused = pauses.contains { pause in
            let isOpen = pause.over.map { $0.microseconds > now.microseconds } ?? true
            return isOpen && start(pause) <= now.microseconds && start(pause) <= deadline
        }
        let isHistoric = Zone.washingtonDay(deadline, in: occasion.zone) < book.settings.start
        let opens = step.opens.flatMap { self.opens($0, occasion) }
        let state: DutyState
        if isSatisfied(step, occasion) {
            state = .satisfied
        } else if isHistoric {
            state = .historic
        } else if isPaused {
            state = .paused
        } else if step.lapses, deadline < now.microseconds {
            state = .lapsed
        } else if let opens, opens > now.microseconds {
            state = .scheduled
        } else {
            state = .open
        }
        return Wanted(
            state: state, deadline: isPaused ? nil : deadline,
            mayHaveLapsed: step.lapses && deadline < now.microseconds)
    }

    private func start(_ occasion: Occasion) -> Int64 { occasion.occurred.earliest(in: occasion.zone).microseconds }

    private func isSatisfied(_ step: ProcedureStep, _ trigger: Occasion) -> Bool {
        let zone = trigger.zone
        return facts.occasions.contains { other in
            step.satisfiedBy.contains { match in
                guard match.kind == other.key.kind, holds(match.when, other),
                    !match.isOfSame || other.related == trigger.key.about
                else { return false }
                if match.isByKnowledge { return other.known.microseconds <= now.microseconds }
                guard other.key != trigger.key, start(other) <= now.microseconds else { return false }
                let first = trigger.occurred.day(in: zone).adding(days: match.after?.count ?? 0)
                if match.after == nil, case .instant(let done) = other.occurred,
                    case .instant(let began) = trigger.occurred
                {
                    return done.microseconds >= began.microseconds
                }
                return other.occurred.day(in: zone) >= first
            }
        }
    }

    private func opens(_ rule: OpeningRule, _ occasion: Occasion) -> Int64? {
        guard let day = day(rule.from, occasion) else { return nil }
        return occasion.zone.start(of: ticked(rule.after, day, occasion, [])?.adding(days: 1) ?? day).microseconds
    }

    private func day(_ start: ClockStart, _ occasion: Occasion) -> Day? {
        switch start {
        case .occurred: occasion.occurred.day(in: occasion.zone)
        case .known: occasion.zone.day(of: occasion.known)
        case .result: occasion.result ?? occasion.zone.day(of: occasion.known)
        case .order: occasion.order ?? occasion.zone.day(of: occasion.known)
        case .ends: occasion.ends ?? occasion.zone.day(of: occasion.known)
        }
    }

    private func deadline(_ step: ProcedureStep, _ occasion: Occasion, _ pauses: [Occasion]) -> Int64? {
        guard case .within(let span, let from) = step.due, span.unit != .hours, let first = day(from, occasion) else {
            return nil
        }
        let ended = pauses.filter { $0.over.map { $0.microseconds <= now.microseconds } ?? false }
        guard let due = ticked(span, first, occasion, ended) else { return nil }
        return occasion.zone.start(of: due.adding(days: 1)).microseconds - 1
    }

    /// Ticks off days on a calendar.
    private func ticked(_ span: ClockSpan, _ first: Day, _ occasion: Occasion, _ pauses: [Occasion]) -> Day? {
        var day = first
        var left = span.count
        while left > 0 {
            day = day.adding(days: 1)
            let isStill = pauses.contains { pause in
                guard let over = pause.over else { return false }
                return pause.occurred.day(in: occasion.zone) < day && day <= occasion.zone.day(of: over)
            }
            let works =
                calendar.federal.isBusinessDay(day)
                && !calendar.closures.contains { closure in
                    (closure.courts.isEmpty || closure.courts.contains(occasion.court)) && closure.days.contains(day)
                }
            if !isStill, span.unit == .days || works { left -= 1 }
        }
        return day
    }
}

extension Zone {
    /// The day of a moment in a zone.
    fileprivate static func washingtonDay(_ microseconds: Int64, in zone: Zone) -> Day {
        zone.day(of: Instant(microseconds: microseconds))
    }
}
