internal import AmparoSharing
internal import Synchronization

/// What follows from a decision alone: what it shows, and how its receipt says so.
final class Redaction: Sendable {
    let fields: [FieldDecision]
    let columns: MaskedColumns
    let groups: [Receipt.Group]
    /// `groups` as a receipt writes them.
    let groupBytes: [UInt8]
    /// Whether any field is shown.
    let isShown: Bool
    /// Why the account layer refused everything, when it did.
    let refusal: GateError.Code?

    init(_ decision: Decision, plan: ColumnPlan) {
        fields = decision.fields
        columns = MaskedColumns(plan: plan, mask: FieldMask(decision, catalogue: plan.catalogue))
        groups = decision.receiptGroups(plan.catalogue)
        groupBytes = Receipt.bytes(of: groups)
        isShown = groups.contains { $0.isShown }
        refusal = decision.accountRefusal
    }
}

/// Redactions of the last decisions: most requests of a day are decided alike. It holds no fact and no person.
struct RedactionBook: Sendable {
    private static let limit = 32
    /// The rule book whose decisions they are; equal references to rules mean the same rule within one book only.
    private var book: ContentHash?
    /// The one used last comes last.
    private var known: [Redaction] = []

    /// The redaction of a decision of that book.
    func find(_ decision: Decision, of book: ContentHash) -> Redaction? {
        guard self.book == book else { return nil }
        return known.last { $0.fields == decision.fields }
    }

    mutating func keep(_ redaction: Redaction, of book: ContentHash) {
        if self.book != book { known.removeAll() }
        self.book = book
        if known.count >= Self.limit { known.removeFirst() }
        known.append(redaction)
    }
}

extension Gate {
    /// What a decision of that book shows, worked out once for decisions that are alike.
    func redaction(of decision: Decision, by book: RuleBook) -> Redaction {
        if let known = redactions.withLock({ $0.find(decision, of: book.hash) }) { return known }
        let redaction = Redaction(decision, plan: plan)
        redactions.withLock { $0.keep(redaction, of: book.hash) }
        return redaction
    }
}
