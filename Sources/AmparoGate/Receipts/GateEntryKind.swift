public import AmparoStore

extension EntryKind {
    /// What was shown to whom, or refused: a receipt (SHARING.md, "Receipt"). Header: the child, the subject's anchor, the
    /// account as actor, the time of the request. Payload: `Receipt`. The recipient's name and address are sealed.
    public static let disclosed = EntryKind(rawValue: 160)
    /// Counts were shown to an account: query and size (ARCHITECTURE law 4). Payload: `AggregateReceipt`.
    public static let aggregateDisclosed = EntryKind(rawValue: 161)
    /// A fact that was shown turned out to be wrong, and a recipient is owed the correction. `replaces` names the receipt.
    /// Payload: `CorrectionOwed`.
    public static let correctionOwed = EntryKind(rawValue: 162)
    /// A statement of disclosures was given to somebody. Payload: `StatementGiven`.
    public static let statementGiven = EntryKind(rawValue: 163)
}
