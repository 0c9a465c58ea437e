/// What two sources cannot agree on. The raw value is in the journal: never reused.
public enum DisputeKind: UInt8, Sendable {
    /// One A-number, two people.
    case number = 1
}

/// Why an anchor belongs to a child. The raw value is in the journal: never reused.
public enum LinkReason: UInt8, Sendable {
    /// The same A-number, or what followed from a change of who has it.
    case sameANumber = 1
    /// A dispute about its A-number was settled.
    case disputeAdopted = 2
}
