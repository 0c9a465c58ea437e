/// How sure it is that a court case is an unaccompanied child's (MISSED-HEARING.md, "Which court cases are a child's").
public enum CaseGrade: String, Hashable, Sendable, CaseIterable {
    /// An unaccompanied child's.
    case certain
    /// A child's who came with family.
    case accompanied
    /// Probably an unaccompanied child's.
    case likely
    /// Somebody's under 18 when the case began.
    case juvenile
    /// Not a child's, as far as anybody ever said.
    case notAChild = "not-a-child"

    /// Whether court figures and `findings` count the case: `certain` and `likely`.
    public var isCounted: Bool { self == .certain || self == .likely }
}

/// Why a case has its grade: every kind of signal that was found, not only those that decided.
public struct GradeReasons: OptionSet, Hashable, Sendable {
    /// The bits.
    public let rawValue: UInt16

    /// The reasons with these bits.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// The A-number of a child in the care record.
    public static let careRecord = GradeReasons(rawValue: 1 << 0)
    /// A juvenile row with code 3 or 4.
    public static let unaccompaniedCode = GradeReasons(rawValue: 1 << 1)
    /// A juvenile row with code 1 or 2 created before 2017-10-20.
    public static let juvenileCodeThen = GradeReasons(rawValue: 1 << 2)
    /// A juvenile row with code 6.
    public static let accompaniedCode = GradeReasons(rawValue: 1 << 3)
    /// An active rider row.
    public static let activeRider = GradeReasons(rawValue: 1 << 4)
    /// Case identifier FA.
    public static let familyIdentifier = GradeReasons(rawValue: 1 << 5)
    /// A juvenile row with code 1 or 2, created later or at an unknown day.
    public static let juvenileCode = GradeReasons(rawValue: 1 << 6)
    /// Case priority UC.
    public static let unaccompaniedPriority = GradeReasons(rawValue: 1 << 7)
    /// Case identifier J, J1, J2 or UJ.
    public static let juvenileIdentifier = GradeReasons(rawValue: 1 << 8)
    /// A hearing or proceeding at a juvenile or care-provider location while not certainly 18.
    public static let juvenileLocation = GradeReasons(rawValue: 1 << 9)
    /// Certainly under 18 when the first charging document was issued.
    public static let underEighteen = GradeReasons(rawValue: 1 << 10)
    /// Asylum type J.
    public static let juvenileAsylum = GradeReasons(rawValue: 1 << 11)

    /// The reasons of grade `certain`.
    public static let certain: GradeReasons = [.careRecord, .unaccompaniedCode, .juvenileCodeThen]
    /// The reasons of grade `accompanied`.
    public static let accompanied: GradeReasons = [.accompaniedCode, .activeRider, .familyIdentifier]
    /// The reasons of grade `likely`.
    public static let likely: GradeReasons = [
        .juvenileCode, .unaccompaniedPriority, .juvenileIdentifier, .juvenileLocation,
    ]
    /// The reasons of grade `juvenile`.
    public static let juvenile: GradeReasons = [.underEighteen, .juvenileAsylum]
}

/// A case's grade with its reasons.
public struct CaseGrading: Hashable, Sendable {
    /// Every kind of signal found.
    public var reasons: GradeReasons

    /// The grading these reasons give.
    public init(reasons: GradeReasons) { self.reasons = reasons }

    /// The grade: the first that has a reason.
    public var grade: CaseGrade {
        if !reasons.isDisjoint(with: .certain) { return .certain }
        if !reasons.isDisjoint(with: .accompanied) { return .accompanied }
        if !reasons.isDisjoint(with: .likely) { return .likely }
        if !reasons.isDisjoint(with: .juvenile) { return .juvenile }
        return .notAChild
    }

    /// The pairs of reasons that cannot both be right: one that the child is unaccompanied, one that it is accompanied. In
    /// the order of the reasons; empty when nothing contradicts.
    public var contradictions: [(unaccompanied: GradeReasons, accompanied: GradeReasons)] {
        let unaccompanied = CaseGrading.single(in: reasons.intersection(GradeReasons.certain.union(.likely)))
        let accompanied = CaseGrading.single(in: reasons.intersection(.accompanied))
        return unaccompanied.flatMap { one in accompanied.map { (one, $0) } }
    }

    /// Whether anything contradicts, without making the list.
    public var isContradicted: Bool {
        !reasons.isDisjoint(with: .accompanied) && !reasons.isDisjoint(with: GradeReasons.certain.union(.likely))
    }

    private static func single(in reasons: GradeReasons) -> [GradeReasons] {
        (0..<16).map { GradeReasons(rawValue: 1 << $0) }.filter { reasons.contains($0) }
    }
}
