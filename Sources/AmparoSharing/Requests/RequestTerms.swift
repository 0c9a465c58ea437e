/// The answer to a yes-or-no question about the subject of a request.
public enum Tristate: UInt8, CaseIterable, Sendable {
    /// It is known not to be so.
    case no = 0
    /// It is known to be so.
    case yes = 1
    /// Nobody could tell: never satisfies a permit, always satisfies a prohibition.
    case unknown = 2

    /// `no`, `yes` or `unknown`.
    public var code: String {
        switch self {
        case .no: "no"
        case .yes: "yes"
        case .unknown: "unknown"
        }
    }
}

/// What is done with the fields (SHARING.md, "Receipt").
public enum Operation: String, CaseIterable, Sendable {
    /// One record is shown.
    case view
    /// A row of a list.
    case list
    /// A hit of a search.
    case searchHit = "search-hit"
    /// A file is written.
    case export
    /// A page is printed.
    case print
    /// A message is sent.
    case notify
    /// A machine asks.
    case api
    /// A count is given, no record.
    case aggregate
}

/// Whom the request is about.
public enum SubjectKind: String, CaseIterable, Sendable {
    /// A child.
    case child
    /// A sponsor.
    case sponsor
    /// A member of a sponsor's household.
    case householdMember = "household-member"
}

/// Where a child stands in the care process.
public enum Stage: String, CaseIterable, Sendable {
    /// Held by the agency that apprehended the child.
    case inCustodyDHS = "in-custody-dhs"
    /// In the care of ORR.
    case inCare = "in-care"
    /// Released to a sponsor.
    case released
    /// Eighteen, or discharged for age.
    case agedOut = "aged-out"
    /// The case ended.
    case closed
}
