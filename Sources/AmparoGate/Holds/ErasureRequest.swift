public import AmparoModel
internal import AmparoStore

/// The erasure of a person as its entries tell it: asked for, approved, done.
public struct ErasureRequest: Hashable, Sendable {
    /// How many days an approval counts.
    public static let approvalDays: Int64 = 30

    /// An account's approval.
    public struct Approval: Hashable, Sendable {
        /// The account's number.
        public var account: Int64
        /// When it was recorded.
        public var recorded: Instant
    }

    /// Its number: that of the entry that asked for it.
    public var id: Int64
    /// The record.
    public var record: Int64
    /// When it was asked for.
    public var requested: Instant
    /// The approvals, in order.
    public var approvals: [Approval]
    /// The number of the certificate of destruction; nil until it is done.
    public var certificate: Int64?

    init?(_ history: [GovernanceFact]) {
        guard let first = history.first, first.kind == .erasureRequested else { return nil }
        id = first.seq
        record = first.child
        requested = first.recorded
        approvals = history.filter { $0.kind == .erasureApproved }.map {
            Approval(account: $0.actor, recorded: $0.recorded)
        }
        certificate = history.first { $0.kind == .destructionCertified }?.seq
    }
}

/// What an erasure did, for the certificate: counts and numbers only.
public struct DestructionCounts: Hashable, Sendable {
    /// The number of the entry that erased the record.
    public var erasure: Int64
    /// How many keys were destroyed.
    public var keys: Int
    /// How many releases lost their quarantine.
    public var quarantines: Int
    /// How many addresses were forgotten.
    public var addresses: Int
    /// How many numbers are not taken again.
    public var marks: Int

    /// The counts of an erasure.
    public init(erasure: Int64, keys: Int, quarantines: Int, addresses: Int, marks: Int) {
        self.erasure = erasure
        self.keys = keys
        self.quarantines = quarantines
        self.addresses = addresses
        self.marks = marks
    }
}
