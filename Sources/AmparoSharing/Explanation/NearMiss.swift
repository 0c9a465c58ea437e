/// The smallest changes that would have decided otherwise. A code for each, so that any language can tell them.
public struct NearMiss: Hashable, Sendable {
    /// One change.
    public enum Change: Hashable, Sendable {
        /// The account would have to be attested.
        case account(AccountDenial)
        /// Another role at the same agency.
        case role(String)
        /// Another purpose. Told to oversight only: whoever asks is never told which purpose to declare.
        case purpose(String)
        /// A moment within this time.
        case date(TimeSpan)
        /// A condition that would have to hold.
        case condition(Condition)
        /// A condition that would have to be known not to hold.
        case knownNot(Condition)
        /// A clause that prohibits it, in an agreement that could be changed.
        case agreement(RuleReference)
        /// The log would need its quorum of witnesses.
        case quorum

        /// The code: `role: case-manager`, `condition: hearingWithinDays 120`.
        public var code: String {
            switch self {
            case .account(let denial): "account: \(denial.rawValue)"
            case .role(let role): "role: \(role)"
            case .purpose(let purpose): "purpose: \(purpose)"
            case .date(let span): "date: \(span.from.canonical)/\(span.until?.canonical ?? "..")"
            case .condition(let condition): "condition: \(condition.code)"
            case .knownNot(let condition): "known-not: \(condition.code)"
            case .agreement(let rule): "agreement: \(rule.code)"
            case .quorum: "log: quorum"
            }
        }
    }

    /// The changes, all of which it takes.
    public let changes: [Change]
    /// The rule that would then permit it.
    public let rule: RuleReference
    /// The request as it would have to be; clauses that stand in the way are not part of it.
    public let request: DecisionRequest

    /// The codes of the changes, joined by ` + `.
    public var code: String { changes.map(\.code).joined(separator: " + ") }
}

extension Condition {
    /// The name with the value: `ownDocket`, `hearingWithinDays 120`.
    public var code: String { valueText.isEmpty ? name : name + " " + valueText }
}
