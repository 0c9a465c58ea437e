internal import AmparoModel

/// Something that `amparo agreement lint` found.
public struct LintFinding: Hashable, Sendable {
    /// What was found.
    public enum Code: String, CaseIterable, Sendable {
        /// A clause permits what the floor prohibits without exception: it has no effect, and the agreement is refused.
        case liftsFloor = "lifts-floor"
        /// A clause permits what the floor prohibits but for exceptions: it has effect in those only.
        case floorLimits = "floor-limits"
        /// A clause permits what another one in force at the same time prohibits: it has no effect there.
        case contradiction
        /// A clause says nothing that another one does not say already.
        case shadowed
        /// The term of a matching agreement is more than 18 months, or that of its renewal more than 12, or it renews what
        /// cannot be renewed.
        case wrongTerm = "wrong-term"
        /// Two versions of an agreement are in force at the same time and neither replaces the other.
        case overlappingVersions = "overlapping-versions"
        /// Agreements replace each other in a circle.
        case replacementCycle = "replacement-cycle"
        /// It replaces, or renews, an agreement that is not there.
        case unknownPredecessor = "unknown-predecessor"
        /// A role does not exist at the agency it is named with.
        case roleOutsideAgency = "role-outside-agency"
        /// No named role can declare any of the purposes of the clause.
        case purposeOfNobody = "purpose-of-nobody"
        /// The clause gives or takes on behalf of somebody who is no party to the agreement.
        case notAParty = "not-a-party"

        /// Whether an agreement with it cannot be enacted; the others are worth a look.
        public var isError: Bool {
            switch self {
            case .floorLimits, .shadowed, .purposeOfNobody: false
            default: true
            }
        }
    }

    /// What was found.
    public let code: Code
    /// In which agreement.
    public let agreement: Agreement.Name
    /// In which clause; nil when it is about the agreement as a whole.
    public let clause: String?
    /// Where in the text: the line that says it, or the first line of the clause.
    public let place: TextPlace?
    /// The other rule, by its code: the floor rule, the other clause or the other agreement.
    public let other: String?
    /// The classes concerned, by code; empty where it is not about classes.
    public let classes: [String]

    init(
        _ code: Code, _ agreement: Agreement, at member: String = "agreement", clause: String? = nil,
        other: String? = nil, classes: FieldClassSet = FieldClassSet()
    ) {
        self.code = code
        self.agreement = agreement.name
        place = clause.map { agreement.places.clauses[$0] } ?? agreement.places.members[member]
        self.clause = clause
        self.other = other
        self.classes = classes.classes.map(\.code)
    }
}
