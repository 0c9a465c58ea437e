/// What may be done with one field.
public enum Outcome: Hashable, Sendable {
    /// It is given as it is.
    case disclose
    /// It is given in this form only.
    case transform(Transform)
    /// It is not given.
    case withhold
    /// It is not given, because a fact that would have decided is not known.
    case undetermined

    /// `disclose`, `transform:year`, `withhold` or `undetermined`.
    public var code: String {
        switch self {
        case .disclose: "disclose"
        case .transform(let transform): "transform:" + transform.code
        case .withhold: "withhold"
        case .undetermined: "undetermined"
        }
    }

    /// How much leaves: nothing, a lesser form (by what it says), all.
    public var measure: Int {
        switch self {
        case .disclose: 100
        case .transform(let transform): Int(transform.rawValue)
        case .withhold, .undetermined: 0
        }
    }
}

/// The decision on one field.
public struct FieldDecision: Hashable, Sendable {
    /// The field.
    public let field: FieldNumber
    /// What may be done with it.
    public let outcome: Outcome
    /// The rule that decided.
    public let rule: RuleReference
    /// What the recipient owes; nothing for what is not given.
    public let obligations: ObligationSet

    /// A decision on a field.
    public init(field: FieldNumber, outcome: Outcome, rule: RuleReference, obligations: ObligationSet = ObligationSet())
    {
        self.field = field
        self.outcome = outcome
        self.rule = rule
        self.obligations = obligations
    }
}

/// Something that somebody should look into.
public enum Alarm: Hashable, Sendable {
    /// A fact that would have decided on this field is not known.
    case undetermined(FieldNumber)
    /// The request names what the data does not know.
    case account(AccountDenial)

    /// `undetermined` or the code of the denial.
    public var code: String {
        switch self {
        case .undetermined: "undetermined"
        case .account(let denial): denial.rawValue
        }
    }
}

/// The answer to a request: one decision for each field that was asked for, in the order of the request.
public struct Decision: Hashable, Sendable {
    /// The decisions.
    public let fields: [FieldDecision]
    /// What the recipient owes for the whole.
    public let obligations: ObligationSet
    /// What somebody should look into.
    public let alarms: [Alarm]

    /// A decision; obligations and alarms follow from the fields.
    public init(fields: [FieldDecision]) {
        self.fields = fields
        var obligations = ObligationSet()
        var alarms: [Alarm] = []
        for field in fields {
            obligations.formUnion(field.obligations)
            if field.outcome == .undetermined { alarms.append(.undetermined(field.field)) }
            if field.rule.layer == .account, let denial = AccountDenial(rawValue: field.rule.id), denial.isAlarm,
                !alarms.contains(.account(denial))
            {
                alarms.append(.account(denial))
            }
        }
        self.obligations = obligations
        self.alarms = alarms
    }

    /// Whether anything is given.
    public var disclosesAnything: Bool { fields.contains { $0.outcome.measure > 0 } }
}

extension AccountDenial {
    /// Whether it points to a fault in the data and not at a person who may not ask.
    var isAlarm: Bool {
        switch self {
        case .unknownAgency, .unknownHomeAgency, .unknownRole, .unknownPurpose, .unknownField, .attestationInFuture:
            true
        default: false
        }
    }
}
