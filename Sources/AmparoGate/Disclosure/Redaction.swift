internal import AmparoSharing
internal import Synchronization

/// What follows from a decision alone: what it shows, and how its receipt says so.
final class Redaction: Sendable {
    let fields: [FieldDecision]
    let columns: MaskedColumns
    /// What the decision permits.
    let permitted: Shown
    /// The fields of each permitted group, in the order of their names.
    private let numbers: [[FieldNumber]]
    /// Why everything was refused, where that has a reason of its own.
    let refusal: GateError.Code?
    /// What is shown of records that have values of the same fields: few sets of fields make up most records.
    private let shown = Mutex<[FieldSet: Shown]>([:])
    private static let limit = 96

    /// Groups of fields as a receipt tells of them.
    struct Shown: Sendable {
        let decided: DecidedFields
        /// The groups as a receipt writes them.
        let bytes: [UInt8]
        /// Whether any field is shown.
        var isAny: Bool { decided.isAny }

        fileprivate init(_ groups: [Receipt.Group]) {
            decided = DecidedFields(groups)
            bytes = Receipt.bytes(of: groups)
        }
    }

    init(_ decision: Decision, plan: ColumnPlan) {
        fields = decision.fields
        columns = MaskedColumns(plan: plan, mask: FieldMask(decision, catalogue: plan.catalogue))
        permitted = Shown(decision.receiptGroups(plan.catalogue))
        numbers = permitted.decided.groups.map { group in
            group.fields.map { plan.catalogue[$0]?.number ?? .unknown }
        }
        refusal = decision.refusal
    }

    /// What is shown of a record that has values of these fields: of what is permitted, those.
    func shown(withValues fields: FieldSet) -> Shown {
        if let known = shown.withLock({ $0[fields] }) { return known }
        let new = Shown(zip(permitted.decided.groups, numbers).flatMap { $0.parted(by: fields, $1) })
        shown.withLock {
            // One makes room for one: those that are asked for again come back.
            if $0.count >= Self.limit, let any = $0.keys.first { $0[any] = nil }
            $0[fields] = new
        }
        return new
    }
}

extension Receipt.Group {
    /// The outcome of a field that was permitted and that nobody said anything of: nothing was shown.
    static let withoutValue = "no-value"

    /// What was shown, and what was permitted and had no value.
    fileprivate func parted(by said: FieldSet, _ numbers: [FieldNumber]) -> [Receipt.Group] {
        guard isShown else { return [self] }
        var (shown, empty) = (self, self)
        (shown.fields, empty.fields) = ([], [])
        for (name, number) in zip(fields, numbers) {
            if said.contains(number) { shown.fields.append(name) } else { empty.fields.append(name) }
        }
        (empty.outcome, empty.obligations) = (Self.withoutValue, [])
        return [shown, empty].filter { !$0.fields.isEmpty }
    }
}

/// Redactions of the last decisions: most requests of a day are decided alike. It holds no fact and no person.
struct RedactionBook: Sendable {
    /// Of what a record holds, a request for everything asks: so there are many ways to ask, most of them seldom.
    private static let limit = 128
    /// The rule book whose decisions they are; equal references to rules mean the same rule within one book only.
    private var book: ContentHash?
    /// By a digest of the decision; of several with one digest the last is kept.
    private var known: [UInt64: Redaction] = [:]

    /// The redaction of a decision of that book.
    func find(_ decision: Decision, of book: ContentHash) -> Redaction? {
        guard self.book == book, let found = known[Self.digest(decision.fields)], found.fields == decision.fields
        else { return nil }
        return found
    }

    mutating func keep(_ redaction: Redaction, of book: ContentHash) {
        if self.book != book || known.count >= Self.limit { known.removeAll() }
        self.book = book
        known[Self.digest(redaction.fields)] = redaction
    }

    /// FNV-1a over fields and how much of each is shown: the rules are compared when it is found.
    private static func digest(_ fields: [FieldDecision]) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for field in fields {
            let isUnsure: UInt64 = field.outcome == .undetermined ? 1 : 0
            let word = UInt64(field.field.rawValue) << 16 | UInt64(field.outcome.measure) << 1 | isUnsure
            hash = (hash ^ word) &* 0x100_0000_01B3
        }
        return hash
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
