/// Which rule decided: what a receipt keeps and an explanation names.
public struct RuleReference: Hashable, Sendable {
    private final class Content: Hashable, Sendable {
        let layer: Layer
        let kind: RuleKind?
        let id: String
        let version: Int
        let clause: String?
        let hash: ContentHash?
        let citation: String

        init(
            layer: Layer, kind: RuleKind?, id: String, version: Int, clause: String?, hash: ContentHash?,
            citation: String
        ) {
            self.layer = layer
            self.kind = kind
            self.id = id
            self.version = version
            self.clause = clause
            self.hash = hash
            self.citation = citation
        }

        static func == (a: Content, b: Content) -> Bool {
            a === b
                || a.layer == b.layer && a.id == b.id && a.version == b.version && a.clause == b.clause
                    && a.hash == b.hash
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(layer)
            hasher.combine(id)
            hasher.combine(version)
            hasher.combine(clause)
        }
    }

    // Forty fields of a decision share a few rules: one reference each costs less than six values each.
    private let content: Content

    /// The reference to a rule.
    public init(_ rule: Rule) {
        content = Content(
            layer: rule.layer, kind: rule.kind, id: rule.id, version: rule.version, clause: rule.clause,
            hash: rule.hash,
            citation: rule.citation)
    }

    /// The reference to a check of the account.
    public init(account code: AccountDenial) {
        content = Content(
            layer: .account, kind: nil, id: code.rawValue, version: 1, clause: nil, hash: nil, citation: "")
    }

    /// Nothing permits it.
    public static let noPermit = RuleReference(layer: .fallback, "no-permit")

    /// An agreement would permit it, were the log not without its quorum for a day (SHARING.md, "Proof").
    public static let logWithoutQuorum = RuleReference(layer: .log, "log-without-quorum")

    private init(layer: Layer, _ id: String) {
        content = Content(layer: layer, kind: nil, id: id, version: 1, clause: nil, hash: nil, citation: "")
    }

    /// The layer.
    public var layer: Layer { content.layer }
    /// Where the rule comes from; nil for the account checks and for want of a permit.
    public var kind: RuleKind? { content.kind }
    /// The rule's name, or that of the agreement.
    public var id: String { content.id }
    /// Its version, or that of the agreement.
    public var version: Int { content.version }
    /// The clause of the agreement.
    public var clause: String? { content.clause }
    /// The hash of what it stands in; nil for the account checks and for want of a permit.
    public var hash: ContentHash? { content.hash }
    /// The citation; empty for the account checks and for want of a permit.
    public var citation: String { content.citation }

    /// As a receipt writes it: `agreement@version/clause`, `rule@version`, or the bare code of a check.
    public var code: String {
        switch layer {
        case .account, .fallback, .log: id
        default: "\(id)@\(version)" + (clause.map { "/" + $0 } ?? "")
        }
    }
}

/// Why an account may not ask.
public enum AccountDenial: String, CaseIterable, Sendable {
    /// The agency is not in the tree.
    case unknownAgency = "unknown-agency"
    /// The home agency is not in the tree.
    case unknownHomeAgency = "unknown-home-agency"
    /// The role is not in the list.
    case unknownRole = "unknown-role"
    /// The purpose is not in the tree.
    case unknownPurpose = "unknown-purpose"
    /// The purpose has others below it; one of those must be declared.
    case purposeNotALeaf = "purpose-not-a-leaf"
    /// The role does not exist at the agency.
    case roleNotOfAgency = "role-not-of-agency"
    /// The role cannot hold the purpose.
    case purposeNotOfRole = "purpose-not-of-role"
    /// Nobody ever attested the account.
    case neverAttested = "never-attested"
    /// The account was attested more than 90 days ago.
    case attestationExpired = "attestation-expired"
    /// The attestation is later than the request.
    case attestationInFuture = "attestation-in-future"
    /// The field is not in the catalogue.
    case unknownField = "unknown-field"
}
