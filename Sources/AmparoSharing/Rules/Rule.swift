public import AmparoModel

/// The layers of authority, strictest first (SHARING.md).
public enum Layer: UInt8, CaseIterable, Comparable, Sendable {
    /// Whether the account may ask at all.
    case account = 0
    /// What nothing lifts.
    case floor = 1
    /// Court orders and injunctions.
    case order = 2
    /// Mandates and standing authority.
    case mandate = 3
    /// Agreements in force.
    case agreement = 4
    /// Nothing permits it.
    case fallback = 5
    /// An agreement would permit it, and the log lacks the witnesses without whom agreements give DHS nothing.
    case log = 6

    /// The word in answers and receipts.
    public var code: String {
        switch self {
        case .account: "account"
        case .floor: "floor"
        case .order: "order"
        case .mandate: "mandate"
        case .agreement: "agreement"
        case .fallback: "default"
        case .log: "log"
        }
    }

    /// In the order in which they are asked.
    public static func < (a: Layer, b: Layer) -> Bool { a.rawValue < b.rawValue }
}

/// Where a rule comes from.
public enum RuleKind: String, CaseIterable, Sendable {
    /// A statute, a regulation or a form.
    case law
    /// What the deployment promised the families.
    case charter
    /// A court.
    case order
    /// A duty or a standing authority.
    case mandate
    /// An agreement.
    case agreement
}

/// What a rule does.
public enum Effect: String, CaseIterable, Sendable {
    /// It prohibits.
    case prohibit
    /// It permits.
    case permit
    /// It adds obligations to whatever is disclosed.
    case oblige
}

/// Whom a rule speaks of.
public struct Recipients: Hashable, Sendable {
    /// A party or a group, with those below it; nil for everybody.
    public var agency: String?
    /// The roles; every role when empty.
    public var roles: [String]

    /// Recipients.
    public init(agency: String?, roles: [String] = []) {
        self.agency = agency
        self.roles = roles
    }
}

/// A half-open stretch of time: from its first moment to just before its last.
public struct TimeSpan: Hashable, Sendable {
    /// The first moment.
    public var from: Instant
    /// The moment from which it no longer holds; nil for ever.
    public var until: Instant?

    /// A stretch of time.
    public init(from: Instant, until: Instant? = nil) {
        self.from = from
        self.until = until
    }

    /// Whether a moment is within.
    public func contains(_ moment: Instant) -> Bool {
        moment.microseconds >= from.microseconds && (until.map { moment.microseconds < $0.microseconds } ?? true)
    }
}

/// One rule of one layer, with everything the decision asks of it. Floor, orders, mandates and the clauses of agreements all
/// become rules of this one shape.
public struct Rule: Hashable, Sendable {
    /// A case in which a prohibition does not hold.
    public struct Exception: Hashable, Sendable {
        /// For whom; nil for everybody.
        public var to: Recipients?
        /// Under which conditions, all of them.
        public var conditions: [Condition]
    }

    /// The layer.
    public var layer: Layer
    /// Where it comes from.
    public var kind: RuleKind
    /// Its name, or that of the agreement.
    public var id: String
    /// Its version, or that of the agreement.
    public var version: Int
    /// The clause of the agreement; nil elsewhere.
    public var clause: String?
    /// The hash of the document it stands in.
    public var hash: ContentHash
    /// The statute, regulation, form, order or authority.
    public var citation: String
    /// What it does.
    public var effect: Effect
    /// Who holds the source of the field: a party or group, with those below it; nil for anybody.
    public var holder: String?
    /// Whom it speaks of. A prohibition also speaks of those whose home agency is meant.
    public var recipients: Recipients
    /// For which purposes, with those below them; for all when empty.
    public var purposes: [String]
    /// The classes it covers.
    public var classes: FieldClassSet
    /// The fields it permits in a lesser form; it permits these in no other, even where it covers their class.
    public var transforms: [FieldNumber: Transform]
    /// Whom the request is about; anybody when empty.
    public var subjects: Set<SubjectKind>
    /// What is done; anything when empty.
    public var operations: Set<Operation>
    /// The conditions, all of which must hold.
    public var conditions: [Condition]
    /// The cases in which a prohibition does not hold.
    public var exceptions: [Exception]
    /// What a disclosure under it owes.
    public var obligations: ObligationSet
    /// When it is in force.
    public var span: TimeSpan

    /// Whether a marker of the deployment has switched it off.
    public var isInForce: Bool
}
