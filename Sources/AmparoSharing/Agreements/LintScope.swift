internal import AmparoModel

/// What a clause reaches, written out over the finite words: who may ask for what, and which fields.
struct LintScope {
    /// A way to ask: an agency, a role that exists there, a purpose that the role can hold; as places in the trees.
    struct Ask: Hashable {
        let agency: Int
        let role: Int
        let purpose: Int
    }

    let rule: Rule
    let asks: Set<Ask>
    /// The fields it gives, with the form; nil for the whole field.
    let fields: [FieldNumber: Transform?]

    /// The agencies with a role that the rule reaches.
    let recipients: Set<Recipient>
    /// The classes of the fields that the rule reaches.
    let classes: FieldClassSet

    /// An agency and a role that exists there, as places in the tree.
    struct Recipient: Hashable {
        let agency: Int
        let role: Int
    }

    init(_ rule: Rule, _ terms: SharingTerms, _ allAsks: [Ask]) {
        self.rule = rule
        let asks = allAsks.filter { LintScope.covers(rule, $0, terms) }
        self.asks = Set(asks)
        recipients = Set(asks.map { Recipient(agency: $0.agency, role: $0.role) })
        var fields: [FieldNumber: Transform?] = [:]
        var classes: [FieldClass] = []
        for field in terms.catalogue.fields {
            let transform = rule.transforms[field.number]
            guard rule.holder.map({ terms.parties.covers($0, field.holder) }) ?? true,
                transform != nil || rule.classes.contains(field.fieldClass)
            else { continue }
            fields[field.number] = .some(transform)
            classes.append(field.fieldClass)
        }
        self.fields = fields
        self.classes = FieldClassSet(classes)
    }

    /// Every way to ask that an account can have.
    static func allAsks(_ terms: SharingTerms) -> [Ask] {
        var asks: [Ask] = []
        for (roleIndex, role) in terms.parties.roles.enumerated() {
            let purposes = terms.purposes.purposes.indices.filter {
                terms.purposes.purposes[$0].isLeaf && terms.holds(role, terms.purposes.purposes[$0].code)
            }
            for (agencyIndex, agency) in terms.parties.parties.enumerated()
            where terms.parties.belongs(role, to: agency.party) {
                asks += purposes.map { Ask(agency: agencyIndex, role: roleIndex, purpose: $0) }
            }
        }
        return asks
    }

    private static func covers(_ rule: Rule, _ ask: Ask, _ terms: SharingTerms) -> Bool {
        let agency = terms.parties.parties[ask.agency].party
        let purpose = terms.purposes.purposes[ask.purpose].code
        return (rule.recipients.agency.map { terms.parties.covers($0, agency) } ?? true)
            && (rule.recipients.roles.isEmpty || rule.recipients.roles.contains(terms.parties.roles[ask.role].code))
            && (rule.purposes.isEmpty || rule.purposes.contains { terms.purposes.covers($0, purpose) })
    }

    /// Whether both reach the same field.
    func sharesField(with other: LintScope) -> Bool { fields.keys.contains { other.fields[$0] != nil } }

    /// Whether everything that `other` permits, or prohibits, this does as well: at all its times, for all who ask, under no
    /// more conditions, in no lesser form and with no more obligations.
    func says(everythingOf other: LintScope) -> Bool {
        rule.span.covers(other.rule.span) && other.asks.isSubset(of: asks) && rule.appliesWhere(other.rule)
            && Set(rule.conditions).isSubset(of: other.rule.conditions) && rule.exceptions.isEmpty
            && other.fields.allSatisfy { field, form in
                guard let own = fields[field] else { return false }
                return own == nil || own == form
            } && (rule.effect == .prohibit || rule.obligations.isNoMore(than: other.rule.obligations))
    }
}

extension Rule {
    func isSame(as other: Rule) -> Bool { id == other.id && version == other.version && clause == other.clause }

    /// Whether it holds for every subject and operation that the other one holds for.
    func appliesWhere(_ other: Rule) -> Bool {
        (subjects.isEmpty || !other.subjects.isEmpty && other.subjects.isSubset(of: subjects))
            && (operations.isEmpty || !other.operations.isEmpty && other.operations.isSubset(of: operations))
    }
}

extension ObligationSet {
    /// Whether everything asked here is asked there too.
    func isNoMore(than other: ObligationSet) -> Bool {
        bits & ~other.bits == 0 && (retainDays.map { $0 >= other.retainDays ?? .max } ?? true)
            && (reviewHours.map { $0 >= other.reviewHours ?? .max } ?? true)
    }
}

extension FieldClassSet {
    /// The classes in both.
    func intersection(_ other: FieldClassSet) -> FieldClassSet {
        var both = self
        both.bits &= other.bits
        return both
    }

    /// Whether there is none.
    var isEmpty: Bool { bits == 0 }
}

extension TimeSpan {
    /// Whether there is a moment in both.
    func overlaps(_ other: TimeSpan) -> Bool {
        let end = min(until?.microseconds ?? .max, other.until?.microseconds ?? .max)
        return max(from.microseconds, other.from.microseconds) < end
    }

    /// Whether every moment of the other is in this.
    func covers(_ other: TimeSpan) -> Bool {
        from.microseconds <= other.from.microseconds
            && until?.microseconds ?? .max >= other.until?.microseconds ?? .max
    }
}
