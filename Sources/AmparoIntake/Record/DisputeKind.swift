/// What two sources cannot agree on. The raw value is in the journal: never reused.
public enum DisputeKind: UInt8, Sendable {
    /// One A-number, two people.
    case number = 1
}
