/// The decision, written down as the layers of SHARING.md are: rule by rule, field by field.
struct PlainDecision {
    let book: RuleBook
    let request: DecisionRequest

    var decision: Decision {
        if let denial = book.accountDenial(request) {
            let rule = RuleReference(account: denial)
            return Decision(
                fields: request.fields.map { FieldDecision(field: $0, outcome: .withhold, rule: rule) })
        }
        return Decision(fields: request.fields.map(decide))
    }

    private struct Permit {
        let rule: Rule
        let measure: Outcome
    }

    private func decide(_ number: FieldNumber) -> FieldDecision {
        guard let field = book.terms.catalogue[number] else {
            return FieldDecision(field: number, outcome: .withhold, rule: RuleReference(account: .unknownField))
        }
        // An unknown fact satisfies a prohibition; only one that is certain makes the answer certain.
        var unsure: Rule?
        for layer in [Layer.floor, .order] {
            let prohibitions = rules(layer, .prohibit, field)
            if let certain = prohibitions.first(where: { $0.holds == .yes }) { return withheld(field, certain.rule) }
            if unsure == nil { unsure = prohibitions.first?.rule }
        }
        let forbidding = rules(.agreement, .prohibit, field)
        let certainlyForbidden = forbidding.first { $0.holds == .yes }?.rule
        let forbidden = certainlyForbidden ?? forbidding.first?.rule
        if unsure == nil, let permit = best(field, certain: true, agreements: forbidden == nil) {
            return FieldDecision(
                field: number, outcome: permit.measure, rule: RuleReference(permit.rule),
                obligations: obligations(field, permit.rule))
        }
        if let possible = best(field, certain: false, agreements: certainlyForbidden == nil) {
            let decisive = unsure ?? (possible.rule.layer == .agreement ? forbidden : nil) ?? possible.rule
            return FieldDecision(field: number, outcome: .undetermined, rule: RuleReference(decisive))
        }
        return withheld(field, unsure ?? forbidden)
    }

    private func withheld(_ field: CatalogueField, _ rule: Rule?) -> FieldDecision {
        FieldDecision(field: field.number, outcome: .withhold, rule: rule.map(RuleReference.init) ?? .noPermit)
    }

    /// The permit that gives most; of equals the one in the strictest layer, then the first in the order of the book.
    private func best(_ field: CatalogueField, certain: Bool, agreements: Bool) -> Permit? {
        var best: Permit?
        for layer in [Layer.order, .mandate, .agreement] where layer != .agreement || agreements {
            for (rule, holds) in rules(layer, .permit, field) where holds == .yes || !certain {
                let outcome = rule.transforms[field.number].map(Outcome.transform) ?? .disclose
                if outcome.measure > best?.measure.measure ?? 0 { best = Permit(rule: rule, measure: outcome) }
            }
        }
        return best
    }

    private func obligations(_ field: CatalogueField, _ permit: Rule) -> ObligationSet {
        var obligations = permit.obligations
        for layer in Layer.allCases {
            for (rule, _) in rules(layer, .oblige, field) { obligations.formUnion(rule.obligations) }
        }
        return obligations
    }

    /// The rules of a layer that speak of the field and hold, or may hold.
    private func rules(_ layer: Layer, _ effect: Effect, _ field: CatalogueField) -> [(rule: Rule, holds: Tristate)] {
        book.rules.filter { $0.layer == layer && $0.effect == effect && covers($0, field) }
            .map { (rule: $0, holds: holds($0)) }.filter { $0.holds != .no }
    }

    private func covers(_ rule: Rule, _ field: CatalogueField) -> Bool {
        (rule.classes.contains(field.fieldClass) || rule.transforms[field.number] != nil)
            && (rule.holder.map { book.terms.parties.covers($0, field.holder) } ?? true)
    }

    private func holds(_ rule: Rule) -> Tristate {
        guard rule.isInForce, rule.span.contains(request.at),
            rule.purposes.isEmpty || rule.purposes.contains(where: { book.terms.purposes.covers($0, request.purpose) }),
            rule.subjects.isEmpty || rule.subjects.contains(request.subject),
            rule.operations.isEmpty || rule.operations.contains(request.operation)
        else { return .no }
        // What is given to somebody on detail goes home with them: only a permit looks at the agency alone.
        let requester = request.requester
        let recipients =
            rule.effect == .permit ? [requester.agency] : [requester.agency, requester.homeAgency]
        return recipients.reduce(Tristate.no) { Tristate.or($0, holds(rule, for: $1)) }
    }

    private func holds(_ rule: Rule, for recipient: Party) -> Tristate {
        guard covers(rule.recipients, recipient) else { return .no }
        var holds = all(rule.conditions)
        for exception in rule.exceptions where exception.to.map({ covers($0, recipient) }) ?? true {
            holds = Tristate.and(holds, all(exception.conditions).negated)
        }
        return holds
    }

    private func covers(_ recipients: Recipients, _ party: Party) -> Bool {
        (recipients.agency.map { book.terms.parties.covers($0, party) } ?? true)
            && (recipients.roles.isEmpty || recipients.roles.contains(request.requester.role))
    }

    private func all(_ conditions: [Condition]) -> Tristate {
        conditions.reduce(Tristate.yes) { Tristate.and($0, $1.holds(request.facts)) }
    }
}

extension RuleBook {
    /// Decides. Never throws and never crashes: whatever is wrong with the request is a denial.
    public func decide(_ request: DecisionRequest) -> Decision { PlainDecision(book: self, request: request).decision }
}
