internal import AmparoDuties
public import AmparoModel
public import AmparoStore

/// A handoff as delivery speaks of it.
public struct HandoffReference: Hashable, Sendable {
    /// Whose duties.
    public var subject: DutySubject
    /// Its number in the subject's ledger.
    public var number: UInt32
    /// The number of the entry that offered it.
    public var entry: Int64

    /// A reference.
    public init(subject: DutySubject, number: UInt32, entry: Int64) {
        self.subject = subject
        self.number = number
        self.entry = entry
    }
}

extension HandoffReference: CustomStringConvertible {
    /// Finds the handoff that a message named; nil when it is none of this journal.
    public init?(_ text: String, in journal: Journal) throws {
        guard text.hasPrefix("H-"), let entry = Int64(text.dropFirst(2)), entry > 0 else { return nil }
        let offered = try journal.withEntry(entry) { view -> HandoffReference? in
            guard view.kind == .dutyEvent,
                case .offered(let handoff)? = DutyEvent(EncodedDutyEvent(payload: view.payload))?.change
            else { return nil }
            return HandoffReference(subject: view.dutySubject, number: handoff.number, entry: entry)
        }
        guard case let found?? = offered else { return nil }
        self = found
    }

    /// `H-` and the number of the entry: it says nothing by itself, and is what receivers are told.
    public var description: String { "H-\(entry)" }
}

/// One message to one receiver, as it stands in the outbox.
public struct OutboxMessage: Hashable, Sendable {
    /// Which.
    public var key: MessageKey
    /// The number of the entry that made it: the journal's order, and the order of a child's messages.
    public var number: Int64
    /// The post it is for.
    public var post: String
    /// What it is made from.
    public var content: MessagePayload
    /// When it was made, or replayed.
    public var since: Instant
    /// Whether the receiver may have it already.
    public var hasLeft: Bool
    /// How often its receiver has refused it while taking others.
    public var attempts: Int64

    /// The handoff it speaks of.
    public var handoff: HandoffReference {
        HandoffReference(subject: key.subject, number: key.handoff, entry: content.handoffEntry)
    }

    /// The message's id: the same in every attempt, of no other message (idempotent keys). It has no full stop, which the
    /// signature of Standard Webhooks needs for itself.
    public func id(for receiver: Int64) -> String { "msg_\(number)_\(receiver)" }
}
