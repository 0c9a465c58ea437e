public import AmparoModel

/// What the care record, the notices feed and the parties say about the respondent of one court case.
///
/// Rows of which the day is later than the as-of day are not looked at; of overwritten rows the caller gives the version valid
/// then.
public struct CareEvidence: Sendable {
    /// Whether the case's A-number is that of a child in the care record.
    public var belongsToCareChild: Bool
    /// The care record's birth date.
    public var birthDate: Day?
    /// The addresses reported for the child, releases among them.
    public var addresses: [CourtAddress]
    /// The child's notices to appear.
    public var notices: [NoticeToAppear]
    /// What parties entered about the case's hearings.
    public var statements: [HearingStatement]

    /// Evidence; by default there is none.
    public init(
        belongsToCareChild: Bool = false, birthDate: Day? = nil, addresses: [CourtAddress] = [],
        notices: [NoticeToAppear] = [], statements: [HearingStatement] = []
    ) {
        self.belongsToCareChild = belongsToCareChild
        self.birthDate = birthDate
        self.addresses = addresses
        self.notices = notices
        self.statements = statements
    }
}
