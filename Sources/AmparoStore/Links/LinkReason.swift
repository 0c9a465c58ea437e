/// Why an anchor belongs to a child. The raw value is in the journal: never reused.
public enum LinkReason: UInt8, Sendable {
    /// The same A-number, or what followed from a change of who has it.
    case sameANumber = 1
    /// A dispute about its A-number was settled.
    case disputeAdopted = 2
    /// The linkage found it so, or people accepted what it proposed.
    case linked = 3
    /// A link was undone.
    case unlinked = 4
}
