public import AmparoCourt
public import AmparoModel

/// How far a handoff of a finding to an agency has come.
public enum HandoffState: UInt8, Hashable, Sendable, CaseIterable {
    /// Nobody there was told.
    case notOffered
    /// Offered, and not accepted by a named person by as-of.
    case offered
    /// Accepted by a named person by as-of.
    case accepted

    /// The cell of `hearing.not-told`.
    var cell: String {
        switch self {
        case .notOffered: "not-offered"
        case .offered: "offered"
        case .accepted: "accepted"
        }
    }
}

/// A past hearing of a counted case, as figures see it.
public struct HearingResult: Hashable, Sendable {
    /// The day of the hearing.
    public var hearing: Day
    /// What it was.
    public var kind: FindingKind
    /// How its notice stands; only for a failure to appear.
    public var notice: NoticeStanding?
    /// The age that day.
    public var age: AgeAtHearing.Band
    /// The grade of its case, `certain` or `likely`.
    public var grade: CaseGrade
    /// How far ORR was told.
    public var orr: HandoffState
    /// How far an ICE office was told.
    public var ice: HandoffState

    /// A past hearing.
    public init(
        hearing: Day, kind: FindingKind, notice: NoticeStanding? = nil, age: AgeAtHearing.Band = .unknown,
        grade: CaseGrade = .certain, orr: HandoffState = .notOffered, ice: HandoffState = .notOffered
    ) {
        self.hearing = hearing
        self.kind = kind
        self.notice = notice
        self.age = age
        self.grade = grade
        self.orr = orr
        self.ice = ice
    }
}

/// The latest in absentia order of a counted case.
public struct OrderResult: Hashable, Sendable {
    /// How it stands.
    public var status: OrderStatus
    /// Whether a past hearing carries it.
    public var hasHearing: Bool

    /// A case's latest order.
    public init(status: OrderStatus, hasHearing: Bool) {
        self.status = status
        self.hasHearing = hasHearing
    }
}

/// A court letter that came back.
public struct ReturnedMail: Hashable, Sendable {
    /// The address written on it.
    public var address: AddressKey
    /// The day it came back.
    public var returnedOn: Day

    /// A returned letter.
    public init(address: AddressKey, returnedOn: Day) {
        self.address = address
        self.returnedOn = returnedOn
    }
}

/// A row of a court release that the latest release does not hold.
public struct AbsentRow: Hashable, Sendable {
    /// Its table.
    public var table: RecordKind
    /// Whether the latest release holds a record of its primary key that is in quarantine: then nobody knows.
    public var isQuarantined: Bool

    /// An absent row.
    public init(table: RecordKind, isQuarantined: Bool = false) {
        self.table = table
        self.isQuarantined = isQuarantined
    }
}

/// What the court's releases say of one child by the as-of day: the results of all cases that are the child's.
///
/// One value can be emptied and filled again for the next child.
public struct CourtFile: Sendable {
    /// The past hearings of counted cases.
    public var hearings: [HearingResult] = []
    /// How many hearings of counted cases are not yet reported.
    public var notYetReported = 0
    /// The latest order of each counted case that has one.
    public var orders: [OrderResult] = []
    /// Whether a case has an `OSC_DATE` and a proceeding entered (`INPUT_DATE`) by as-of.
    public var hasFiledCase = false
    /// The letters that came back by as-of, of any case and to anybody.
    public var returnedMail: [ReturnedMail] = []
    /// The rows of counted cases that an earlier release held and the latest does not.
    public var absentRows: [AbsentRow] = []

    /// Nothing.
    public init() {}

    /// Empties the file, keeping the room its arrays have.
    public mutating func removeAll() {
        hearings.removeAllKeepingRoom()
        notYetReported = 0
        orders.removeAllKeepingRoom()
        hasFiledCase = false
        returnedMail.removeAllKeepingRoom()
        absentRows.removeAllKeepingRoom()
    }

    /// Adds one case of the child. Cases graded other than `certain` or `likely` add nothing to court figures; whether the
    /// case is filed and which letters came back is taken from any case that is the child's.
    ///
    /// Hearings are added as told to nobody; whoever keeps handoffs sets `orr` and `ice` of the last
    /// `findings.hearings.count` elements, which stand in the same order.
    public mutating func add(_ file: CaseFile, _ findings: CaseFindings, asOf: Day) {
        var isIssued = false
        var isEntered = false
        for proceeding in file.proceedings {
            if let day = proceeding.issuedOn, day <= asOf { isIssued = true }
            if let day = proceeding.enteredOn, day <= asOf { isEntered = true }
        }
        hasFiledCase = hasFiledCase || (isIssued && isEntered)
        for mailing in file.mailings {
            guard let address = mailing.address, let day = mailing.returnedOn, day <= asOf else { continue }
            returnedMail.append(ReturnedMail(address: address, returnedOn: day))
        }
        let grade = findings.grading.grade
        guard grade.isCounted else { return }
        for finding in findings.hearings {
            hearings.append(
                HearingResult(
                    hearing: finding.hearing, kind: finding.kind, notice: finding.notice, age: finding.age.band,
                    grade: grade))
        }
        notYetReported += findings.notYetReported.count
        if let order = findings.latestOrder {
            orders.append(OrderResult(status: order.status, hasHearing: order.hasHearing))
        }
    }
}
