internal import AmparoSharing

extension FieldMask {
    /// The mask that a decision is: a field that it does not name, or names twice with different outcomes, is not shown.
    init(_ decision: Decision, catalogue: FieldCatalogue) {
        self.init(catalogue)
        var isNamed: Set<FieldNumber> = []
        for field in decision.fields {
            let permit: Permit =
                switch field.outcome {
                case .disclose: .whole
                case .transform(let form): .form(form)
                case .withhold, .undetermined: .none
                }
            if isNamed.insert(field.field).inserted {
                self[field.field] = permit
            } else if self[field.field] != permit {
                self[field.field] = .none
            }
        }
    }
}

extension Decision {
    /// The decision as a receipt keeps it: fields by rule, outcome and obligations, in the order in which they first appear.
    func receiptGroups(_ catalogue: FieldCatalogue) -> [Receipt.Group] {
        struct Key: Hashable {
            var outcome: Outcome
            var rule: RuleReference
            var obligations: ObligationSet
        }
        var order: [Key] = []
        var names: [Key: Set<String>] = [:]
        for field in fields {
            let key = Key(outcome: field.outcome, rule: field.rule, obligations: field.obligations)
            // A name that is in no catalogue is not repeated: somebody may have typed anything.
            let name = catalogue[field.field]?.name ?? "unknown"
            if names[key] == nil { order.append(key) }
            names[key, default: []].insert(name)
        }
        return order.map { key in
            Receipt.Group(
                outcome: key.outcome.code, layer: key.rule.layer.code, rule: "\(key.rule.id)@\(key.rule.version)",
                hash: key.rule.hash?.hex ?? "", clause: key.rule.clause ?? "", authority: key.rule.citation,
                obligations: key.obligations.codes, fields: (names[key] ?? []).sorted())
        }
    }

    /// Why nothing is shown, where that has a reason of its own: the account may not ask at all, or the log lacks its
    /// quorum.
    var refusal: GateError.Code? {
        if let refusal = accountRefusal { return refusal }
        let isStopped = fields.contains { $0.rule.layer == .log } && !fields.contains { $0.outcome.measure > 0 }
        return isStopped ? .logWithoutQuorum : nil
    }

    /// Why the account may not ask at all; nil when it may.
    private var accountRefusal: GateError.Code? {
        guard let first = fields.first, fields.allSatisfy({ $0.rule.layer == .account }) else { return nil }
        switch AccountDenial(rawValue: first.rule.id) {
        case .neverAttested, .attestationExpired, .attestationInFuture: return .accountUnattested
        case .unknownPurpose, .purposeNotALeaf, .purposeNotOfRole: return .purposeNotHeld
        case .unknownAgency, .unknownHomeAgency, .unknownRole, .roleNotOfAgency: return .accountUnknown
        case .unknownField, nil: return nil
        }
    }
}
