public import AmparoModel
public import AmparoStore

/// What became of a handoff's message, for the duties.
public enum HandoffReport: Hashable, Sendable {
    /// It leaves: said before the first byte does, so that nobody is taken for untold who was told.
    case sent
    /// It arrived.
    case delivered
    /// Somebody of the receiver saw it.
    case opened
    /// The gate did not let it go, by that rule.
    case withheld(rule: String)
    /// It was given up, for that reason.
    case undeliverable(reason: String)
}

/// One report.
public struct HandoffNews: Hashable, Sendable {
    /// The handoff.
    public var handoff: HandoffReference
    /// What became of its message.
    public var report: HandoffReport
    /// When.
    public var at: Instant

    /// A report.
    public init(_ handoff: HandoffReference, _ report: HandoffReport, at: Instant) {
        self.handoff = handoff
        self.report = report
        self.at = at
    }
}

/// Who is told what became of messages: the duties. The same may be told twice, after a crash; the second time changes nothing.
public protocol HandoffReporting: Sendable {
    /// Takes a report. When it returns, the report is durable.
    func report(_ handoff: HandoffReference, _ what: HandoffReport, at: Instant) async throws
    /// Takes several, in order, in as few transactions as it can.
    func report(_ news: [HandoffNews]) async throws
}

extension HandoffReporting {
    /// One by one.
    public func report(_ news: [HandoffNews]) async throws {
        for one in news { try await report(one.handoff, one.report, at: one.at) }
    }
}

/// What the gate says of a message.
public enum SendingVerdict: Hashable, Sendable {
    /// It may go; the receipt of that is durable. The deadline of the duty, as it stands now, where there is one.
    case send(receipt: Int64, deadline: Instant?)
    /// It may not, by that rule; a receipt of that is written, too.
    case withheld(rule: String)
}

/// Decides at sending whether a message may go (law 4). Delivery never does.
public protocol SendingGate: Sendable {
    /// Asks for one message. What cannot be decided is an error, and then nothing is sent.
    func maySend(_ message: OutboxMessage, to receiver: ReceiverRecord, at: Instant) async throws -> SendingVerdict
    /// Asks for several, and answers in their order.
    func maySend(
        _ messages: [OutboxMessage], to receiver: ReceiverRecord, at: Instant
    ) async throws -> [SendingVerdict]
}

extension SendingGate {
    /// One by one.
    public func maySend(
        _ messages: [OutboxMessage], to receiver: ReceiverRecord, at: Instant
    ) async throws -> [SendingVerdict] {
        var verdicts: [SendingVerdict] = []
        for message in messages { verdicts.append(try await maySend(message, to: receiver, at: at)) }
        return verdicts
    }
}

/// The time, passed in.
public struct DeliveryClock: Sendable {
    /// The present moment.
    public var now: @Sendable () -> Instant
    /// Waits; ends early with an error when the task is cancelled.
    public var wait: @Sendable (Duration) async throws -> Void

    /// A clock.
    public init(
        now: @escaping @Sendable () -> Instant,
        wait: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.now = now
        self.wait = wait
    }
}
