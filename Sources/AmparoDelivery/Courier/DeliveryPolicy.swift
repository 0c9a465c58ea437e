/// How delivery paces itself. The defaults suit one server.
public struct DeliveryPolicy: Hashable, Sendable {
    /// How many receivers are turned to at once.
    public var rounds: Int
    /// How many of those may be receivers that are in trouble: so they do not hold up the others.
    public var roundsInTrouble: Int
    /// How many messages are taken up for one receiver in one round.
    public var batch: Int
    /// How many are under way to one receiver at once, each of another child.
    public var lanes: Int
    /// How long a claimed receiver is nobody else's. Longer than a round can take.
    public var lease: Duration
    /// After how long a round takes up no further message.
    public var roundLimit: Duration
    /// How often the outbox is looked at when nothing is due.
    public var poll: Duration
    /// How long to leave a receiver alone when the gate or the duties could not be asked.
    public var rest: Duration
    /// Waits after failures.
    public var backOff: BackOff

    /// A policy.
    public init(
        rounds: Int = 512, roundsInTrouble: Int = 128, batch: Int = 256, lanes: Int = 32,
        lease: Duration = .seconds(180), roundLimit: Duration = .seconds(60), poll: Duration = .seconds(1),
        rest: Duration = .seconds(60), backOff: BackOff = .standard
    ) {
        self.rounds = rounds
        self.roundsInTrouble = roundsInTrouble
        self.batch = batch
        self.lanes = lanes
        self.lease = lease
        self.roundLimit = roundLimit
        self.poll = poll
        self.rest = rest
        self.backOff = backOff
    }
}

/// What a run of the outbox did.
public struct DeliveryReport: Hashable, Sendable {
    /// Messages that arrived.
    public var delivered = 0
    /// Messages that the gate did not let go.
    public var withheld = 0
    /// Messages that were given up.
    public var failed = 0
    /// Messages that were refused and wait for another attempt.
    public var putOff = 0
    /// Heartbeats that arrived.
    public var heartbeats = 0
    /// Rounds that found their receiver in trouble.
    public var troubles = 0
    /// Rounds that ended because the gate, the duties or the store failed.
    public var faults = 0

    /// Nothing yet.
    public init() {}

    mutating func add(_ end: RoundEnd) {
        for outcome in end.outcomes {
            switch outcome.kind {
            case .delivered, .collected: delivered += 1
            case .withheld: withheld += 1
            case .failed: failed += 1
            case .putOff: putOff += 1
            }
        }
        if end.heartbeat != nil { heartbeats += 1 }
        if end.work?.fortune == .trouble { troubles += 1 }
    }
}

extension Duration {
    /// Whole microseconds.
    var microseconds: Int64 {
        let parts = components
        return parts.seconds * 1_000_000 + parts.attoseconds / 1_000_000_000_000
    }
}
