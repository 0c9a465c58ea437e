public import AmparoModel

/// Where a handoff stands. The raw value is stored and never reused.
public enum HandoffStanding: UInt8, Hashable, Sendable, CaseIterable {
    /// Written for sending.
    case offered = 1
    /// At the receiver's door.
    case delivered = 2
    /// Somebody of the receiver has seen it.
    case opened = 3
    /// A named person took it on.
    case accepted = 4
    /// A named person said no, and why.
    case declined = 5
    /// Nobody answered in time. A late acceptance still counts while the duty is owed and nobody else has it.
    case expired = 6
    /// Taken back.
    case withdrawn = 7
    /// What was taken on is done.
    case completed = 8
    /// It may not be sent, says the gate; asked again when facts change.
    case withheld = 9
    /// It could not be delivered.
    case undeliverable = 10

    /// Whether an answer is awaited.
    public var isPending: Bool { self == .offered || self == .delivered || self == .opened }
}

/// Why a receiver says no.
public enum DeclineReason: String, Hashable, Sendable, CaseIterable {
    /// It is another office's; the receiver may say whose.
    case wrongOffice = "wrong-office"
    /// There is a conflict of interest.
    case conflict
    /// Nobody there can do it now.
    case noCapacity = "no-capacity"
    /// The receiver does not act for the child any more.
    case notOfRecord = "not-of-record"
    /// The receiver may not act on it.
    case notAuthorised = "not-authorised"
}

/// What a handoff says of the occasion.
public enum HandoffContent: UInt8, Hashable, Sendable, CaseIterable {
    /// What it is.
    case fact = 1
    /// What was told has changed, and how it is now.
    case correction = 2
    /// What was told is not to be relied on; the receiver may learn no more.
    case doNotRely = 3
}

/// An offer of a duty, or of what a duty has to tell. The duty stays with the sender until a named person accepts.
public struct Handoff: Hashable, Sendable {
    /// Its number within the subject's ledger, from 0, in order of offering.
    public var number: UInt32
    /// The duty.
    public var duty: DutyID
    /// Who offers: the holder at that moment.
    public var from: Post
    /// To whom.
    public var to: Post
    /// The purpose.
    public var purpose: String
    /// The reason code.
    public var reason: String
    /// What acceptance does.
    public var effect: HandoffEffect
    /// What it says.
    public var content: HandoffContent
    /// What the occasion was when it was told; nil of one that is gone.
    public var told: Traits?
    /// Where it stands.
    public var state: HandoffStanding
    /// When it was offered.
    public var offeredAt: Instant
    /// By when a named person has to accept.
    public var acceptBy: Instant
    /// When it left.
    public var sentAt: Instant?
    /// When it arrived.
    public var deliveredAt: Instant?
    /// When it was opened.
    public var openedAt: Instant?
    /// When it was answered: accepted or declined.
    public var answeredAt: Instant?
    /// The named person who answered; empty while nobody has.
    public var answeredBy: String
    /// When it was declined, ran out or could not be delivered; nil for others.
    public var failedAt: Instant?
    /// The level of the escalation path it is, from 1; 0 for others.
    public var level: UInt8
    /// Why it was declined.
    public var declined: DeclineReason?
    /// The rule that withholds it; empty for others.
    public var withheldBy: String
    /// The earlier handoff that it corrects or follows after a wrong office; nil for others.
    public var follows: UInt32?
    /// When the gate, asked at sending, did not let it go; nil for others, those too that were withheld when they were offered.
    public var withheldAt: Instant? = nil

    /// Whether it came to nothing: declined, without an answer, not deliverable.
    public var hasFailed: Bool { state == .declined || state == .expired || state == .undeliverable }

    /// Whether the receiver knows, or may know, what it says: whatever left counts, however often the other side denies it.
    public var wasTold: Bool {
        sentAt != nil || deliveredAt != nil || openedAt != nil || answeredAt != nil
    }

    /// The message itself: a reference, a reason code, a deadline, and nothing else (part 3, item 3).
    public func message(reference: String) -> ThinMessage {
        ThinMessage(reference: reference, reason: reason, answerBy: acceptBy)
    }
}

/// All that leaves by itself. Everything else is pulled through the gate by somebody entitled to it.
public struct ThinMessage: Hashable, Sendable {
    /// A reference that says nothing by itself.
    public var reference: String
    /// Why, as a code.
    public var reason: String
    /// By when a named person has to answer.
    public var answerBy: Instant
}
