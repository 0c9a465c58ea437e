public import AmparoModel

/// What stands before a duty: for the visible countdown of a worklist.
public struct Countdown: Hashable, Sendable {
    /// The last moment in time; nil while its clock stands.
    public var deadline: Deadline?
    /// Microseconds left; negative when it is late, nil while its clock stands.
    public var left: Int64?
    /// The next level of the escalation path and when it is asked, if nothing happens; nil when nothing is late yet or the
    /// path is at its end.
    public var next: (to: PostTemplate, at: Instant)? {
        guard let to = nextPost, let at = nextAt else { return nil }
        return (to, at)
    }

    let nextPost: PostTemplate?
    let nextAt: Instant?
}

extension DutyEngine {
    /// The countdown of a duty that is alive; nil of any other.
    public func countdown(_ id: DutyID, _ ledger: SubjectLedger, facts: SubjectOccasions, at now: Instant) -> Countdown?
    {
        guard let duty = ledger[id], duty.state.isAlive else { return nil }
        let work = DutyWork(self, facts, ledger, now: now)
        let step = work.step(of: duty)
        let due = step.flatMap { work.escalationDue(duty, $0) }
        return Countdown(
            deadline: duty.deadline, left: duty.deadline.map { $0.at.microseconds - work.now.microseconds },
            nextPost: due == nil ? nil : step?.escalation[Int(duty.escalated)].to, nextAt: due)
    }
}
