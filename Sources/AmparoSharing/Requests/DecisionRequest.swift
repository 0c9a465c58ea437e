public import AmparoModel

/// One question: who asks for which fields of whom, for what, when, and what was known of the subject then.
public struct DecisionRequest: Hashable, Sendable {
    /// The request's own id; receipts carry it.
    public var id: String
    /// The moment for which the decision is made. The engine has no clock: that it is not in the future, the gate sees to.
    public var at: Instant
    /// The journal number at which the facts were evaluated.
    public var position: Int64
    /// Who asks.
    public var requester: Requester
    /// The declared purpose, a leaf of the tree.
    public var purpose: String
    /// What is done with the fields.
    public var operation: Operation
    /// Whom it is about.
    public var subject: SubjectKind
    /// What was known of the subject.
    public var facts: SubjectFacts
    /// The fields asked for.
    public var fields: [FieldNumber]
    /// Whether the transparency log has been without its quorum of witnesses for a day: then no agreement gives anything
    /// to DHS (SHARING.md, "Proof").
    public var lacksQuorum: Bool

    /// A request.
    public init(
        id: String, at: Instant, position: Int64, requester: Requester, purpose: String, operation: Operation,
        subject: SubjectKind, facts: SubjectFacts, fields: [FieldNumber], lacksQuorum: Bool = false
    ) {
        self.id = id
        self.at = at
        self.position = position
        self.requester = requester
        self.purpose = purpose
        self.operation = operation
        self.subject = subject
        self.facts = facts
        self.fields = fields
        self.lacksQuorum = lacksQuorum
    }
}
