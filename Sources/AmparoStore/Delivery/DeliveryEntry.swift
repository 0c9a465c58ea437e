public import AmparoModel

// The entries of delivery (docs/formats.md, "Delivery"). The numbers stand in the journal for ever.

extension EntryKind {
    /// A receiver of messages was added, changed or removed. Payload: `ReceiverRecord`, whole, so that the last one counts.
    /// Sealed to the receiver: its address, when it is given anew.
    public static let receiverChanged = EntryKind(rawValue: 240)
    /// A message arrived at its receiver. Header: the subject, as of a duty event. Payload: `DeliveryOutcome`.
    public static let messageDelivered = EntryKind(rawValue: 241)
    /// A message was given up: the dead letters. Header and payload as `messageDelivered`.
    public static let messageFailed = EntryKind(rawValue: 242)
    /// A dead letter is to be sent again. Header and payload as `messageDelivered`.
    public static let messageReplayed = EntryKind(rawValue: 243)
    /// A receiver was told how much it has been sent, so that its silence is provable. Payload: `HeartbeatRecord`.
    public static let heartbeatSent = EntryKind(rawValue: 244)
    /// A message was taken out of a mailbox, which is its delivery. Header and payload as `messageDelivered`.
    public static let messageCollected = EntryKind(rawValue: 245)
    /// The gate, asked at sending, did not let a message go. Header and payload as `messageDelivered`.
    public static let messageWithheld = EntryKind(rawValue: 246)
}

/// Which message of a subject: of which handoff, and whether it offers it or takes it back. A handoff has at most one of each.
public struct MessageKey: Hashable, Comparable, Sendable {
    /// What a message says. The raw value is stored and never reused.
    public enum Kind: UInt8, Hashable, Sendable, CaseIterable {
        /// A handoff is offered.
        case offered = 1
        /// A handoff that had left was taken back.
        case withdrawn = 2
    }

    /// Whose duties.
    public var subject: DutySubject
    /// The number of the handoff in the subject's ledger.
    public var handoff: UInt32
    /// What the message says.
    public var kind: Kind

    /// A key.
    public init(subject: DutySubject, handoff: UInt32, kind: Kind) {
        self.subject = subject
        self.handoff = handoff
        self.kind = kind
    }

    /// By subject, then handoff, then kind: the order of the table.
    public static func < (a: MessageKey, b: MessageKey) -> Bool {
        (a.subject.rawValue, a.handoff, a.kind.rawValue) < (b.subject.rawValue, b.handoff, b.kind.rawValue)
    }
}

/// How it went with one message for good. Codes and numbers, nothing of a person.
public struct DeliveryOutcome: Hashable, Sendable {
    /// The message.
    public var message: MessageKey
    /// The receiver.
    public var receiver: Int64
    /// How often it was tried.
    public var attempts: Int64
    /// Why, as a code: what the receiver or the network said, or the rule that withholds it; empty when it arrived.
    public var reason: String
    /// The number of the gate's receipt; 0 when nothing was asked.
    public var receipt: Int64

    /// An outcome.
    public init(message: MessageKey, receiver: Int64, attempts: Int64, reason: String = "", receipt: Int64 = 0) {
        self.message = message
        self.receiver = receiver
        self.attempts = attempts
        self.reason = reason
        self.receipt = receipt
    }

    /// Reads the outcome of an entry; nil for bytes that no outcome was written as.
    public init?(_ entry: EntryView) {
        var handoff: UInt32?
        var kind: MessageKey.Kind?
        var receiver: Int64?
        var reader = PayloadReader(entry.payload)
        attempts = 0
        reason = ""
        receipt = 0
        while let field = reader.next() {
            switch field.id {
            case 1: handoff = UInt32(exactly: field.number)
            case 2: kind = UInt8(exactly: field.number).flatMap(MessageKey.Kind.init(rawValue:))
            case 3: receiver = field.number
            case 4: attempts = field.number
            case 5: reason = String(decoding: field.bytes, as: UTF8.self)
            case 6: receipt = field.number
            default: break
            }
        }
        guard let handoff, let kind, let receiver else { return nil }
        message = MessageKey(subject: entry.dutySubject, handoff: handoff, kind: kind)
        self.receiver = receiver
    }

    fileprivate var payload: [UInt8] {
        var writer = PayloadWriter()
        writer.number(1, Int64(message.handoff))
        writer.number(2, Int64(message.kind.rawValue))
        writer.number(3, receiver)
        writer.number(4, attempts)
        if !reason.isEmpty { Array(reason.utf8).withUnsafeBytes { writer.bytes(5, $0) } }
        if receipt != 0 { writer.number(6, receipt) }
        return writer.bytes
    }
}

/// What a receiver was told of the messages to it.
public struct HeartbeatRecord: Hashable, Sendable {
    /// The receiver.
    public var receiver: Int64
    /// How many messages have arrived at it, ever.
    public var sent: Int64
    /// How many of them since the heartbeat before.
    public var since: Int64
    /// The number of the last message, by the journal's order; 0 for none.
    public var last: Int64
    /// How many wait.
    public var waiting: Int64

    /// A heartbeat.
    public init(receiver: Int64, sent: Int64, since: Int64, last: Int64, waiting: Int64) {
        self.receiver = receiver
        self.sent = sent
        self.since = since
        self.last = last
        self.waiting = waiting
    }

    /// Reads the payload of an entry; nil for bytes that no heartbeat was written as.
    public init?(_ payload: UnsafeRawBufferPointer) {
        var numbers = [Int64](repeating: 0, count: 6)
        var reader = PayloadReader(payload)
        while let field = reader.next() { if field.id < 6 { numbers[Int(field.id)] = field.number } }
        guard numbers[1] > 0 else { return nil }
        self.init(receiver: numbers[1], sent: numbers[2], since: numbers[3], last: numbers[4], waiting: numbers[5])
    }

    fileprivate var payload: [UInt8] {
        var writer = PayloadWriter()
        for (index, number) in [receiver, sent, since, last, waiting].enumerated() {
            writer.number(UInt8(index + 1), number)
        }
        return writer.bytes
    }
}

extension EntryBatch {
    /// Adds the entry that says how it went with a message.
    public mutating func append(_ outcome: DeliveryOutcome, as kind: EntryKind, at: Instant, actor: Int64 = 0) throws {
        let subject = outcome.message.subject
        try outcome.payload.withUnsafeBytes {
            _ = try append(
                kind: kind, child: subject.child, anchor: subject.child == 0 ? subject.rawValue : 0, actor: actor,
                occurred: .at(at), payload: $0)
        }
    }

    /// Adds the entry of a heartbeat.
    public mutating func append(_ heartbeat: HeartbeatRecord, at: Instant) throws {
        try heartbeat.payload.withUnsafeBytes {
            _ = try append(kind: .heartbeatSent, occurred: .at(at), payload: $0)
        }
    }

    /// Adds the entry of a receiver as it is from now on.
    ///
    /// - Parameters:
    ///   - address: where it is reached, when that is given anew.
    ///   - key: the receiver's key, to which the address is sealed.
    public mutating func append(
        _ receiver: ReceiverRecord, address: Sensitive<String>?, key: PersonKey, at: Instant, actor: Int64 = 0
    ) throws {
        let text = Array((address?.exposed ?? "").utf8)
        try receiver.payload.withUnsafeBytes { payload in
            try text.withUnsafeBytes { text in
                _ = try append(
                    kind: .receiverChanged, actor: actor, occurred: .at(at), payload: payload,
                    sealing: text.isEmpty ? nil : Sealing(text, to: key, field: .sharing))
            }
        }
    }
}
