/// What people and machines do. The engine decides what it changes.
public enum Act: Hashable, Sendable {
    /// The outbox sent a handoff.
    case sent(handoff: UInt32)
    /// The receiver's machine took it.
    case delivered(handoff: UInt32)
    /// It can not be delivered.
    case undeliverable(handoff: UInt32)
    /// The gate, asked again at sending, does not let it go.
    case withheldAtSending(handoff: UInt32, rule: String)
    /// Somebody of the receiver saw it.
    case opened(handoff: UInt32)
    /// A named person takes it on.
    case accepted(handoff: UInt32, by: ActingPerson)
    /// A named person says no; of a wrong office, perhaps whose it is.
    case declined(handoff: UInt32, by: ActingPerson, reason: DeclineReason, proposal: Post?)
    /// A named person who took it on says that it is done.
    case completed(handoff: UInt32, by: ActingPerson)
    /// The holder offers the duty to another post, alone or as part of a caseload.
    case offered(duty: DutyID, to: Post, purpose: String, reason: String, by: ActingPerson)
    /// The holder offers again what was declined, not answered or not delivered.
    case offeredAgain(handoff: UInt32, by: ActingPerson)
    /// The holder takes an offer back.
    case withdrawn(handoff: UInt32, by: ActingPerson)
    /// The holder says that the duty is done, with the number of the evidence.
    case reported(duty: DutyID, by: ActingPerson, evidence: Int64)
    /// Somebody entitled decides that it need not be done; `second` is empty where no second person is needed.
    case waived(duty: DutyID, by: ActingPerson, reason: String, second: String)
}
