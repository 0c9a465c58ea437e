public import AmparoModel
internal import AmparoStore

/// The part of an agreement's text that its states depend on.
public struct AgreementTerm: Hashable, Sendable {
    /// `id@version`.
    public var name: String
    /// The first moment written in it.
    public var effective: Instant
    /// The moment from which it no longer holds, as written in it.
    public var expires: Instant
    /// The agreement that it takes the place of, `id@version`; nil for none.
    public var replaces: String?

    /// The term of an agreement.
    public init(name: String, effective: Instant, expires: Instant, replaces: String? = nil) {
        self.name = name
        self.effective = effective
        self.expires = expires
        self.replaces = replaces
    }
}

/// What the journal says happened to one agreement. What that makes of it at an instant, `AgreementCalendar` works out.
public struct AgreementHistory: Hashable, Sendable {
    /// An account's approval.
    public struct Approval: Hashable, Sendable {
        /// The entry.
        public var seq: Int64
        /// The account's number.
        public var account: Int64
        /// When it was recorded.
        public var recorded: Instant
        /// The Ed25519 signature over the statement.
        public var signature: [UInt8]
    }

    /// Its number: that of the entry that proposed it.
    public var id: Int64
    /// `id@version`.
    public var name: String
    /// SHA-256 of its canonical form.
    public var contentHash: [UInt8]
    /// Its text, as it was proposed.
    public var text: String
    /// The number of the account that proposed it; 0 for the operator.
    public var proposer: Int64
    /// When it was proposed.
    public var proposed: Instant
    /// The approvals, in order.
    public var approvals: [Approval] = []
    /// When its text was fixed: it had the approvals it needs, or came with the program.
    public var enacted: Instant?
    /// The entry that says so; 0 for none.
    public var enactedSeq: Int64 = 0
    /// Whether it came with the program (`ShippedAgreements`).
    public var isShipped = false
    /// Whether it opens something that was closed, so that it waits 30 days.
    public var isWidening = false
    /// When its simulation was first recorded, and so published.
    public var simulated: Instant?
    /// When it was suspended as a whole.
    public var suspended: Instant?
    /// When it was taken back, before it was in force.
    public var withdrawn: Instant?
    /// Clauses that permit nothing any more, and since when.
    public var endedClauses: [String: Instant] = [:]

    init?(_ facts: [GovernanceFact]) {
        // A shipped agreement begins by being enacted.
        guard let first = facts.first, first.kind == .agreementProposed || first.kind == .agreementEnacted else {
            return nil
        }
        id = first.seq
        name = first.payload[text: .name]
        contentHash = first.payload[bytes: .hash] ?? []
        text = first.payload[text: .text]
        proposer = first.actor
        proposed = first.recorded
        for fact in facts { take(fact) }
    }

    private mutating func take(_ fact: GovernanceFact) {
        switch fact.kind {
        case .agreementApproved:
            approvals.append(
                Approval(
                    seq: fact.seq, account: fact.actor, recorded: fact.recorded,
                    signature: fact.payload[bytes: .signature] ?? []))
        case .agreementEnacted where enacted == nil:
            enacted = fact.recorded
            enactedSeq = fact.seq
            isShipped = fact.payload[number: .word] == 1
            isWidening = fact.payload.flag
        case .simulationRun: simulated = simulated ?? fact.recorded
        case .agreementSuspended where fact.payload[text: .clause].isEmpty: suspended = suspended ?? fact.recorded
        case .agreementSuspended, .obligationBreached:
            let clause = fact.payload[text: .clause]
            endedClauses[clause] = endedClauses[clause] ?? fact.recorded
        case .agreementWithdrawn: withdrawn = withdrawn ?? fact.recorded
        default: break
        }
    }

    /// When the diff and the simulation of an enacted widening were both out.
    var published: Instant? {
        guard let enacted, let simulated else { return nil }
        return max(enacted, simulated)
    }
}
