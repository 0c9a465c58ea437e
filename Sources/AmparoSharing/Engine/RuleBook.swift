internal import AmparoModel

/// Every rule that a decision is made by: floor, orders, mandates and agreements, with the words they are made of.
///
/// A decision is a pure function of the book and the request: the same book (by its hash) and the same request give the
/// same answer for ever (ARCHITECTURE law 7).
public struct RuleBook: Sendable {
    /// The words.
    public let terms: SharingTerms
    /// The rules by layer; within a layer, prohibitions before permits and each in the order in which they decide.
    public let rules: [Rule]
    /// The agreements, by name and version.
    public let agreements: [Agreement.Name]
    /// The hash of everything that a decision depends on.
    public let hash: ContentHash
    /// The rules as words of bits.
    let tables: CompiledTables
    /// What an answer names a rule by, in the order of the rules.
    let references: [RuleReference]
    let accounts: AccountTables

    /// A book.
    ///
    /// An agreement that replaces another one in the book ends that one at its own first moment.
    ///
    /// - Throws: `SharingError` with code `.repeated` when two rules of a layer have the same name, version and clause.
    public init(
        floor: [Rule], orders: [Rule], mandates: [Rule], agreements: [Agreement], terms: SharingTerms
    ) throws(SharingError) {
        self.terms = terms
        self.agreements = agreements.map(\.name).sorted { ($0.id, $0.version) < ($1.id, $1.version) }
        let clauses = RuleBook.superseded(agreements).flatMap(\.clauses)
        let rules = (floor + orders + mandates + clauses).sorted { $0.decides(before: $1) }
        for (a, b) in zip(rules, rules.dropFirst()) where a.sameName(as: b) {
            throw SharingError(
                .repeated, "\(RuleReference(a).code) stands twice; give each rule a name or version of its own")
        }
        self.rules = rules
        references = rules.map(RuleReference.init)
        tables = try CompiledTables(rules: rules, terms: terms)
        accounts = AccountTables(terms)
        hash = RuleBook.hash(rules, terms)
    }

    /// Of each rule what it says, by its hash, and when it holds, which may be narrower than it says.
    private static func hash(_ rules: [Rule], _ terms: SharingTerms) -> ContentHash {
        let lines = rules.map { rule in
            [
                rule.layer.code, RuleReference(rule).code, rule.hash.hex, String(rule.span.from.microseconds),
                rule.span.until.map { String($0.microseconds) } ?? "-", rule.isInForce ? "1" : "0",
            ].joined(separator: " ")
        }
        let fields = terms.catalogue.fields.map { "\($0.name) \($0.fieldClass.code) \($0.holder)" }
        let words = [terms.parties.hash.hex, terms.purposes.hash.hex]
        return ContentHash(of: (words + fields + lines).joined(separator: "\n"))
    }

    /// A book of the shipped words, floor and mandates, with these agreements and orders.
    ///
    /// - Parameter markers: what the deployment says of the floor's markers (`rider`); true is in force.
    public static func standard(
        agreements: [Agreement], orders: [Rule] = [], markers: [String: Bool] = [:]
    ) throws(SharingError) -> RuleBook {
        try RuleBook(
            floor: RuleDocument.shippedFloor(markers: markers).rules, orders: orders,
            mandates: RuleDocument.shippedMandates().rules, agreements: agreements, terms: .shipped())
    }

    private static func superseded(_ agreements: [Agreement]) -> [Agreement] {
        var agreements = agreements
        for newer in agreements {
            guard let replaced = newer.replaces, let begins = newer.clauses.map(\.span.from.microseconds).min() else {
                continue
            }
            for index in agreements.indices where agreements[index].name == replaced {
                agreements[index].end(at: Instant(microseconds: begins))
            }
        }
        return agreements
    }
}

extension Rule {
    /// The order in which rules of a book decide: by layer; prohibitions, permits, then what only obliges; law before charter;
    /// of permits the one that obliges to most, and to delete soonest; then by name. The order of files and clauses never
    /// matters.
    public func decides(before other: Rule) -> Bool {
        if layer != other.layer { return layer < other.layer }
        if effect != other.effect { return effect.order < other.effect.order }
        if kind != other.kind { return kind.order < other.kind.order }
        if effect == .permit {
            if obligations.count != other.obligations.count { return obligations.count > other.obligations.count }
            let days = (obligations.retainDays ?? .max, other.obligations.retainDays ?? .max)
            if days.0 != days.1 { return days.0 < days.1 }
        }
        return (id, version, clause ?? "") < (other.id, other.version, other.clause ?? "")
    }

    fileprivate func sameName(as other: Rule) -> Bool {
        layer == other.layer && id == other.id && version == other.version && clause == other.clause
    }
}

extension Effect {
    fileprivate var order: Int {
        switch self {
        case .prohibit: 0
        case .permit: 1
        case .oblige: 2
        }
    }
}

extension RuleKind {
    fileprivate var order: Int {
        switch self {
        case .law: 0
        case .charter: 1
        case .order: 2
        case .mandate: 3
        case .agreement: 4
        }
    }
}
