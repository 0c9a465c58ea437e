internal import AmparoSharing
internal import Synchronization

/// What follows from a decision alone: what it shows, and how its receipt says so.
final class Redaction: Sendable {
    let fields: [FieldDecision]
    let columns: MaskedColumns
    /// What the decision permits.
    let permitted: Shown
    /// Why everything was refused, where that has a reason of its own.
    let refusal: GateError.Code?
    /// What is shown of records that have values of the same fields: few sets of fields make up most records.
    private let shown = Mutex<[Set<String>: Shown]>([:])
    private static let limit = 64

    /// Groups of fields as a receipt tells of them.
    struct Shown: Sendable {
        let groups: [Receipt.Group]
        /// `groups` as a receipt writes them.
        let bytes: [UInt8]
        /// Whether any field is shown.
        let isAny: Bool

        fileprivate init(_ groups: [Receipt.Group]) {
            self.groups = groups
            bytes = Receipt.bytes(of: groups)
            isAny = groups.contains { $0.isShown }
        }
    }

    init(_ decision: Decision, plan: ColumnPlan) {
        fields = decision.fields
        columns = MaskedColumns(plan: plan, mask: FieldMask(decision, catalogue: plan.catalogue))
        permitted = Shown(decision.receiptGroups(plan.catalogue))
        refusal = decision.refusal
    }

    /// What is shown of a record that has values of these fields: of what is permitted, those.
    func shown(withValues names: Set<String>) -> Shown {
        if let known = shown.withLock({ $0[names] }) { return known }
        let new = Shown(permitted.groups.flatMap { $0.parted(by: names) })
        shown.withLock {
            if $0.count >= Self.limit { $0.removeAll() }
            $0[names] = new
        }
        return new
    }
}

extension Receipt.Group {
    /// The outcome of a field that was permitted and that nobody said anything of: nothing was shown.
    static let withoutValue = "no-value"

    /// What was shown, and what was permitted and had no value.
    fileprivate func parted(by names: Set<String>) -> [Receipt.Group] {
        guard isShown else { return [self] }
        var (shown, empty) = (self, self)
        shown.fields = fields.filter(names.contains)
        empty.fields = fields.filter { !names.contains($0) }
        (empty.outcome, empty.obligations) = (Self.withoutValue, [])
        return [shown, empty].filter { !$0.fields.isEmpty }
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
