internal import AmparoModel

/// One run of the engine over one subject.
struct DutyWork {
    let engine: DutyEngine
    let facts: SubjectOccasions
    let now: Instant
    private(set) var ledger: SubjectLedger
    private(set) var events: [DutyEvent] = []

    init(_ engine: DutyEngine, _ facts: SubjectOccasions, _ ledger: SubjectLedger, now: Instant) {
        self.engine = engine
        self.facts = facts
        self.ledger = ledger
        self.now = now.microseconds < ledger.latest.microseconds ? ledger.latest : now
    }

    /// Says that something happened, and lets it be so.
    mutating func emit(_ duty: DutyID, _ change: DutyEvent.Change) {
        let event = DutyEvent(at: now, duty: duty, change)
        ledger.apply(event)
        events.append(event)
    }

    /// The step that a duty comes from, of its own version; nil when the book does not hold it any more.
    func step(of duty: Duty) -> ProcedureStep? { engine.book.entry(duty.id.rule, version: duty.version)?.step }

    /// The occasion that a duty, or the duty that it corrects, comes from; nil when it is not known any more.
    func occasion(of id: DutyID, _ step: ProcedureStep) -> Occasion? {
        facts[OccasionKey(step.trigger, id.occasion.about)]
    }

    /// The clock of an occasion's place. Of an occasion that is gone the offset in which its duty was due, with that no
    /// closures of a court; without either Washington time.
    func clock(_ occasion: Occasion?, else duty: Duty? = nil) -> DeadlineClock {
        guard let occasion else {
            let offset = duty?.deadline.map { Zone(standardMinutes: $0.at.offsetMinutes, keepsSummerTime: false) }
            return DeadlineClock(engine.calendar, zone: offset ?? .washington)
        }
        return DeadlineClock(engine.calendar, zone: occasion.zone, court: occasion.court)
    }

    /// Whether another offer of the same duty took the place of a handoff.
    func isFollowed(_ handoff: Handoff) -> Bool {
        ledger.handoffs.contains { $0.follows == handoff.number && $0.duty == handoff.duty }
    }

    /// Ends a duty, and with it what it still had to ask.
    mutating func close(_ id: DutyID, _ change: DutyEvent.Change) {
        emit(id, change)
        let isDone: Bool
        if case .satisfied = change { isDone = true } else { isDone = false }
        for handoff in ledger.handoffs where handoff.duty == id {
            if handoff.state.isPending {
                // What only informs is still to be acknowledged when the duty is done.
                if handoff.effect != .informs || !isDone { emit(id, .withdrawn(handoff.number)) }
            } else if handoff.state == .accepted, handoff.effect == .moves, isDone {
                emit(id, .completed(handoff.number))
            }
        }
    }
}
