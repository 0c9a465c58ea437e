/// `exit_reason` of a placement.
public enum ExitReason: UInt8, CareTerm {
    case transfer, release, runaway, ageOut, ageRedetermined, voluntaryDeparture, removed, statusGranted, deceased
    case other

    /// The column's words.
    public static var vocabulary: Vocabulary { CareVocabulary.exitReason }
}

/// `facility_type` of a placement.
public enum FacilityType: UInt8, CareTerm {
    case shelter, fosterCare, groupHome, heightenedSupervision, secure, residentialTreatment, influx
    case longTermFosterCare, outOfNetwork, hospital

    /// The column's words.
    public static var vocabulary: Vocabulary { CareVocabulary.facilityType }
}

/// `category` of a sponsor at release: 1 parent or legal guardian, 2A and 2B other relatives, 3 everybody else.
public enum SponsorCategory: UInt8, CareTerm {
    case one, twoA, twoB, three

    /// The column's words.
    public static var vocabulary: Vocabulary { CareVocabulary.category }
}

/// `source` of a reported address: to whom it was given.
public enum AddressSource: UInt8, CareTerm {
    case court, eoir33, release, ar11, safetyCall, postRelease, school

    /// The column's words.
    public static var vocabulary: Vocabulary { CareVocabulary.addressSource }
}

/// `outcome` of a safety and well-being call.
public enum CallOutcome: UInt8, CareTerm {
    case reached, noAnswer, wrongNumber, disconnected, refused

    /// The column's words.
    public static var vocabulary: Vocabulary { CareVocabulary.callOutcome }
    /// The column's own list holds the word `refused`.
    public static var refusedTerm: CallOutcome? { .refused }
}

/// `spoke_with`: who was on the line.
public enum SpokeWith: UInt8, CareTerm {
    case childAlone, child, sponsor, other

    /// The column's words.
    public static var vocabulary: Vocabulary { CareVocabulary.spokeWith }
}

/// `kind` of a service.
public enum ServiceKind: UInt8, CareTerm {
    case postRelease1, postRelease2, postRelease3, legal, medical, mentalHealth, school

    /// The column's words.
    public static var vocabulary: Vocabulary { CareVocabulary.service }

    /// Whether it is a post-release service (`prs-1`, `prs-2`, `prs-3`).
    @inlinable public var isPostRelease: Bool { rawValue <= ServiceKind.postRelease3.rawValue }
}

/// `decision` on a sponsor's application.
public enum ApplicationDecision: UInt8, CareTerm {
    case approved, denied, remanded

    /// The column's words.
    public static var vocabulary: Vocabulary { CareVocabulary.decision }
}

/// `withdrawn_reason` of a sponsor's application.
public enum WithdrawnReason: UInt8, CareTerm {
    case fearOfEnforcement, documents, changedMind, other

    /// The column's words.
    public static var vocabulary: Vocabulary { CareVocabulary.withdrawnReason }
}

/// `relation` of a family member to the child.
public enum FamilyRelation: UInt8, CareTerm {
    case mother, father, sibling, grandparent, guardian, other

    /// The column's words.
    public static var vocabulary: Vocabulary { CareVocabulary.relation }
}

/// `location` of a family member.
public enum FamilyLocation: UInt8, CareTerm {
    case usCustody, us, abroad, removed

    /// The column's words.
    public static var vocabulary: Vocabulary { CareVocabulary.location }
}

/// `kind` of a concern.
public enum ConcernKind: UInt8, CareTerm {
    case trafficking, labor, abuse, neglect, missing, selfHarm, other

    /// The column's words.
    public static var vocabulary: Vocabulary { CareVocabulary.concern }
}

/// `type` of a check on a sponsor or a member of the household.
public enum CheckType: UInt8, CareTerm {
    case identity, relationship, publicRecords, sexOffender, fbiFingerprint, childAbuse, stateCriminal, dna, homeStudy
    case address

    /// The column's words.
    public static var vocabulary: Vocabulary { CareVocabulary.checkType }
}

/// `result` of a check.
public enum CheckResult: UInt8, CareTerm {
    case clear, hit, inconclusive, waived, pending

    /// The column's words.
    public static var vocabulary: Vocabulary { CareVocabulary.checkResult }
}

/// `system` of an agency's own hearing result.
public enum AgencySystem: UInt8, CareTerm {
    case opla, ero

    /// The column's words.
    public static var vocabulary: Vocabulary { CareVocabulary.system }
}

/// `result` that an agency's own system recorded of a hearing.
public enum AgencyFinding: UInt8, CareTerm {
    case appeared, failedToAppear, orderInAbsentia, continued, unknown

    /// The column's words.
    public static var vocabulary: Vocabulary { CareVocabulary.result }
    /// The column's own list holds the word `unknown`.
    public static var unknownTerm: AgencyFinding? { .unknown }
}
