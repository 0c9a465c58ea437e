/// A row of `results.csv`: what an agency's own system recorded of a hearing (FEEDS.md 3).
public struct AgencyResult: Hashable, Sendable {
    /// `system`
    public var system: Said<AgencySystem>
    /// `hearing_date`
    public var hearingDate: Day
    /// `result`
    public var result: Said<AgencyFinding>
    /// `entered_on`
    public var enteredOn: Day?

    /// An agency's result.
    public init(
        system: Said<AgencySystem>, hearingDate: Day, result: Said<AgencyFinding> = .notSaid, enteredOn: Day? = nil
    ) {
        self.system = system
        self.hearingDate = hearingDate
        self.result = result
        self.enteredOn = enteredOn
    }
}

/// Everything the care feed, the notices and the agencies' results say of one child, effective on one day.
///
/// The caller has chosen, for every row, the version valid on the as-of day among those recorded by the as-known moment: an
/// overwritten value is valid from the date of the snapshot that first shows it (COUNTING.md). Rows dated after the as-of
/// day may be there; figures do not look at them. The order of rows in an array never matters. One value can be emptied and
/// filled again for the next child.
///
/// A court case that no care record claims is a child of its own: a file with `isInCareRecord` false and no row.
public struct ChildFile: Sendable {
    /// The record's number of the child: the same for the same child, different for different ones.
    public var child: UInt64
    /// Whether the care feed knows the child.
    public var isInCareRecord: Bool
    /// Whether any referral says an A-number.
    public var hasANumber: Bool
    /// The care record's birth date: of the latest referral that says one; nil when none does.
    public var birth: BirthRange?
    /// `referrals.csv`
    public var referrals: [Referral] = []
    /// `placements.csv`
    public var placements: [Placement] = []
    /// `releases.csv`
    public var releases: [Release] = []
    /// `addresses.csv`
    public var addresses: [AddressReport] = []
    /// `calls.csv`
    public var calls: [Call] = []
    /// `services.csv`
    public var services: [Service] = []
    /// `applications.csv`
    public var applications: [Application] = []
    /// `family.csv`
    public var family: [FamilyRow] = []
    /// `concerns.csv`
    public var concerns: [Concern] = []
    /// The notices to appear of the child's A-number.
    public var notices: [NoticeToAppear] = []
    /// The agencies' results of the child's A-number.
    public var results: [AgencyResult] = []

    /// An empty file of a child.
    public init(child: UInt64, isInCareRecord: Bool = true, hasANumber: Bool = false, birth: BirthRange? = nil) {
        self.child = child
        self.isInCareRecord = isInCareRecord
        self.hasANumber = hasANumber
        self.birth = birth
    }

    /// Empties the file for the child `child`, keeping the room its arrays have.
    public mutating func removeAll(next child: UInt64) {
        self.child = child
        isInCareRecord = false
        hasANumber = false
        birth = nil
        referrals.removeAllKeepingRoom()
        placements.removeAllKeepingRoom()
        releases.removeAllKeepingRoom()
        addresses.removeAllKeepingRoom()
        calls.removeAllKeepingRoom()
        services.removeAllKeepingRoom()
        applications.removeAllKeepingRoom()
        family.removeAllKeepingRoom()
        concerns.removeAllKeepingRoom()
        notices.removeAllKeepingRoom()
        results.removeAllKeepingRoom()
    }
}
