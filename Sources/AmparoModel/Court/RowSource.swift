/// One file release that was taken in: a court release, a care file of a day. The number is given at intake.
public struct SnapshotID: RawRepresentable, Hashable, Comparable, Sendable {
    /// The number given at intake.
    public let rawValue: Int32

    /// The snapshot with this number.
    @inlinable
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// Snapshots order by number.
    @inlinable
    public static func < (a: SnapshotID, b: SnapshotID) -> Bool { a.rawValue < b.rawValue }
}

/// Where a row was read, so that everything derived from it can show its evidence.
public struct RowSource: Hashable, Sendable {
    /// The first snapshot that showed this version of the row.
    public var snapshot: SnapshotID
    /// The line of the file, counted from 1 with the header as line 1; 0 when it is not known. Never an identity: the
    /// court's files have no stable order.
    public var line: Int32
    /// The first later snapshot that no longer held the row; nil while it is there. A vanished row still speaks.
    public var missingSince: SnapshotID?

    /// A row's place.
    public init(snapshot: SnapshotID, line: Int32 = 0, missingSince: SnapshotID? = nil) {
        self.snapshot = snapshot
        self.line = line
        self.missingSince = missingSince
    }
}

/// The files of a court release that findings and grades read.
public enum CourtTable: UInt8, Hashable, Sendable, CaseIterable {
    /// `A_TblCase`
    case cases
    /// `B_TblProceeding`
    case proceedings
    /// `tbl_schedule`
    case schedule
    /// `tbl_Court_Motions`
    case motions
    /// `tbl_RepsAssigned`
    case representations
    /// `tbl_JuvenileHistory`
    case juvenileHistory
    /// `tbl_Lead_Rider`
    case leadRider
    /// `A_TblCaseIdentifier`
    case caseIdentifier
    /// `tbl_CasePriorityHistory`
    case casePriorityHistory
    /// `mail.csv`, which stands beside a release
    case mail

    /// The name of the file, as the court writes it.
    public var fileName: String {
        switch self {
        case .cases: "A_TblCase.csv"
        case .proceedings: "B_TblProceeding.csv"
        case .schedule: "tbl_schedule.csv"
        case .motions: "tbl_Court_Motions.csv"
        case .representations: "tbl_RepsAssigned.csv"
        case .juvenileHistory: "tbl_JuvenileHistory.csv"
        case .leadRider: "tbl_Lead_Rider.csv"
        case .caseIdentifier: "A_TblCaseIdentifier.csv"
        case .casePriorityHistory: "tbl_CasePriorityHistory.csv"
        case .mail: "mail.csv"
        }
    }
}
