/// Whom and what a rule reaches, as words of bits over the trees (the rule's conditions and dates left aside).
struct RuleReach {
    /// The parties it names, by place.
    let parties: UInt64
    /// The roles it names, by place.
    let roles: UInt64
    /// The purposes it covers, by place.
    let purposes: UInt64
    /// The groups of fields it speaks of.
    let groups: UInt64

    init(_ rule: Rule, _ terms: SharingTerms, _ grouping: FieldGroups) {
        func bits<Thing>(_ things: [Thing], _ holds: (Thing) -> Bool) -> UInt64 {
            things.enumerated().reduce(0) { holds($1.element) ? $0 | 1 << UInt64($1.offset) : $0 }
        }
        parties = bits(terms.parties.parties) { party in
            rule.recipients.agency.map { terms.parties.covers($0, party.party) } ?? true
        }
        roles = bits(terms.parties.roles) {
            rule.recipients.roles.isEmpty || rule.recipients.roles.contains($0.code)
        }
        purposes = bits(terms.purposes.purposes) { purpose in
            rule.purposes.isEmpty || rule.purposes.contains { terms.purposes.covers($0, purpose.code) }
        }
        var groups = bits(grouping.groups) { group in
            rule.classes.contains(group.fieldClass)
                && (rule.holder.map { terms.parties.covers($0, group.holder) } ?? true)
        }
        for field in rule.transforms.keys {
            guard let holder = terms.catalogue[field]?.holder,
                rule.holder.map({ terms.parties.covers($0, holder) }) ?? true
            else { continue }
            groups |= 1 << UInt64(grouping.groupOfField[Int(field.rawValue)])
        }
        self.groups = groups
    }

    /// Whether the rule names the role and covers the purpose.
    func names(_ ask: LintScope.Ask) -> Bool {
        roles & 1 << UInt64(ask.role) != 0 && purposes & 1 << UInt64(ask.purpose) != 0
    }

    /// Whether the rule names the party.
    func contains(_ party: Int) -> Bool { parties & 1 << UInt64(party) != 0 }
}
