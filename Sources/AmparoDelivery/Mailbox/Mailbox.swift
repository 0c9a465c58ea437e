internal import AmparoGate
public import AmparoModel
public import AmparoStore

/// The mailbox of a partner without software of its own: messages wait until somebody takes them, and that is their delivery.
///
/// Taking has two steps, so that nothing is lost in between: `open` gives the messages, and only when the partner has them does
/// `collected` say so. Whoever is interrupted opens them again, with the same ids.
public struct Mailbox: Sendable {
    private let outbox: Outbox
    private let gate: any SendingGate
    private let reporting: any HandoffReporting
    private let keys: MessageKeys
    private let sender: Sender
    private let now: @Sendable () -> Instant

    /// The mailboxes of a store.
    public init(
        _ outbox: Outbox, gate: any SendingGate, reporting: any HandoffReporting, sender: Sender,
        now: @escaping @Sendable () -> Instant
    ) throws {
        self.outbox = outbox
        self.gate = gate
        self.reporting = reporting
        self.sender = sender
        self.now = now
        keys = try MessageKeys(outbox.keys)
    }

    /// Messages as they were given.
    public struct Opened: Sendable {
        /// A JSON array of CloudEvents, in the journal's order (`application/cloudevents-batch+json`).
        public var events: [UInt8]
        /// How many there are.
        public var count: Int { outcomes.count }
        /// Whether there are more.
        public var hasMore: Bool
        let receiver: Int64
        let outcomes: [Outcome]
    }

    /// How many messages wait in a mailbox, and since when the oldest.
    public func list(_ receiver: ReceiverRecord) throws -> (waiting: Int64, oldest: Instant?) {
        try require(receiver)
        let first = try outbox.waiting(for: receiver.number, at: now(), limit: 1).messages.first
        return (try outbox.countWaiting(for: receiver.number), first?.since)
    }

    /// The first messages of a mailbox. Each has passed the gate, and the duties know that it leaves; what the gate withholds is
    /// taken out and not given.
    public func open(_ receiver: ReceiverRecord, limit: Int = 256) async throws -> Opened {
        try require(receiver)
        let (outbox, moment) = (outbox, now())
        let waiting = try await apart {
            try outbox.waiting(for: receiver.number, at: moment, limit: limit)
        }
        let verdicts = try await gate.maySend(waiting.messages, to: receiver, at: moment)
        var items: [Parcel.Item] = []
        var withheld = RoundEnd(receiver: receiver.number)
        for (message, verdict) in zip(waiting.messages, verdicts) {
            switch verdict {
            case .send(let receipt, let deadline):
                items.append(Parcel.Item(message: message, deadline: deadline, receipt: receipt))
            case .withheld(let rule): withheld.outcomes.append(Outcome(message: message, kind: .withheld(rule: rule)))
            }
        }
        try await commit(withheld)
        let leaving = items.map(\.message).filter { !$0.hasLeft && $0.key.kind == .offered }
        if !leaving.isEmpty { try await reporting.report(leaving.map { HandoffNews($0.handoff, .sent, at: moment) }) }
        return Opened(
            events: CloudEvent.batch(items.map { CloudEvent($0, to: receiver.number, from: sender, keys) }),
            hasMore: waiting.hasMore, receiver: receiver.number,
            outcomes: items.map { Outcome(message: $0.message, kind: .collected, receipt: $0.receipt) })
    }

    /// The partner has the messages.
    ///
    /// - Parameter actor: the number of the account that took them; 0 for none.
    public func collected(_ opened: Opened, by actor: Int64 = 0) async throws {
        var end = RoundEnd(receiver: opened.receiver, outcomes: opened.outcomes)
        end.actor = actor
        try await commit(end)
    }

    private func commit(_ end: RoundEnd) async throws {
        guard !end.outcomes.isEmpty else { return }
        let (outbox, moment) = (outbox, now())
        let unreported = try await apart { try outbox.commit([end], at: moment) }
        guard !unreported.isEmpty else { return }
        try await reporting.report(unreported.map(\.news))
        try await apart { try outbox.forget(unreported.map(\.seq)) }
    }

    private func require(_ receiver: ReceiverRecord) throws(DeliveryError) {
        guard receiver.channel == .mailbox else {
            throw DeliveryError(.wrongChannel, "this receiver is no mailbox; its messages are sent")
        }
    }
}
