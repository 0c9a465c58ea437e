public import AmparoModel

/// What happened to a duty or a handoff. Events are what becomes journal entries; a ledger is nothing but their sum.
public struct DutyEvent: Hashable, Sendable {
    /// When it was decided.
    public var at: Instant
    /// The duty.
    public var duty: DutyID
    /// What happened.
    public var change: Change

    /// An event.
    public init(at: Instant, duty: DutyID, _ change: Change) {
        self.at = at
        self.duty = duty
        self.change = change
    }

    /// What happened.
    public enum Change: Hashable, Sendable {
        /// The duty came to be, as it is given; a duty that was over before it was known begins with its end.
        case created(Duty)
        /// Its deadline, its opening or its version is another.
        case rescheduled(deadline: Deadline?, opensAt: Instant?, version: Int32)
        /// It is owed from now on.
        case opened
        /// Its clock stands.
        case paused
        /// Its clock goes on.
        case resumed
        /// It is done.
        case satisfied(DutyEnding)
        /// What had ended it is not so: it is owed again.
        case reopened
        /// It need not be done.
        case waived(DutyEnding)
        /// It is not owed any more.
        case ceased(DutyEnding)
        /// Its time ran out for good.
        case lapsed
        /// It turned out to have been due before the store's first day.
        case becameHistoric
        /// A warning point was passed, the how manieth from 1.
        case warned(UInt8)
        /// Its time is up.
        case breached
        /// It was not late after all: a fact or a date became known afterwards.
        case breachWithdrawn
        /// Another holds it now, by that handoff.
        case handedOver(Holding, handoff: UInt32)
        /// A level of the escalation path was asked.
        case escalated(UInt8)
        /// The path is at its end and nobody has taken it: the holder still has it.
        case pathExhausted
        /// A handoff was offered, or withheld, as it is given.
        case offered(Handoff)
        /// A handoff left; what the occasion was then, nil when it was not known any more.
        case sent(UInt32, told: Traits?)
        /// It arrived.
        case delivered(UInt32)
        /// It was opened.
        case openedByReceiver(UInt32)
        /// A named person accepted it.
        case accepted(UInt32, by: String)
        /// A named person declined it.
        case declined(UInt32, by: String, DeclineReason)
        /// Nobody answered in time.
        case expired(UInt32)
        /// It was taken back.
        case withdrawn(UInt32)
        /// What was taken on is done.
        case completed(UInt32)
        /// The gate does not let it go, by that rule.
        case withheld(UInt32, rule: String)
        /// It could not be delivered.
        case undeliverable(UInt32)
        /// Somebody tried what the rules do not allow; nothing changed.
        case refused(ActRefusal, by: String)
    }
}

extension DutyEvent.Change {
    /// The handoff that the change is one of; nil of changes of the duty itself and of a new handoff.
    public var handoff: UInt32? {
        switch self {
        case .sent(let number, _), .delivered(let number), .openedByReceiver(let number), .accepted(let number, _),
            .declined(let number, _, _), .expired(let number), .withdrawn(let number), .completed(let number),
            .withheld(let number, _), .undeliverable(let number):
            number
        default: nil
        }
    }
}

/// Why an act was refused.
public enum ActRefusal: String, Error, Hashable, Sendable, CaseIterable {
    /// There is no such duty.
    case noSuchDuty = "no-such-duty"
    /// There is no such handoff.
    case noSuchHandoff = "no-such-handoff"
    /// The duty is over.
    case dutyIsOver = "duty-is-over"
    /// The handoff is over.
    case handoffIsOver = "handoff-is-over"
    /// Another person has accepted it.
    case alreadyAccepted = "already-accepted"
    /// Nobody is named.
    case notNamed = "not-named"
    /// The person does not act for that post.
    case notTheirs = "not-theirs"
    /// The procedure lets nobody, or not this person, waive it.
    case notWaivable = "not-waivable"
    /// A reason is missing.
    case noReason = "no-reason"
    /// A second person is needed, and it must be another.
    case needsSecondPerson = "needs-second-person"
    /// The procedure does not end it by a report.
    case notByReport = "not-by-report"
    /// The gate does not let the receiver be told.
    case mayNotBeTold = "may-not-be-told"
    /// It was not accepted before.
    case notAccepted = "not-accepted"
}
