internal import AmparoModel

/// What came of a hearing, in the words of MISSED-HEARING.md.
enum Finding: String, Sendable, CaseIterable {
    case attended, heldPresenceUnknown, notHeld, notProduced, excused, defectiveNotice, noticeContested
    case absenceUnclear, missedReset, missedClosed, missedOrdered, rescinded, recordedInError, unknown

    /// The three that are a failure to appear.
    var isFailureToAppear: Bool { self == .missedReset || self == .missedClosed || self == .missedOrdered }
}

/// How an order or a closure stands (MISSED-HEARING.md, "Beside the kind"); the order of the cases is the order in
/// which they apply.
enum OrderStatus: String, Sendable, CaseIterable {
    case rescinded, stayed, recalendared, reopened, standing
}

/// How the notice of a failure to appear stands.
enum NoticeProof: String, Sendable, CaseIterable {
    case mailed, counsel, oral
    case inPerson = "in-person"
    case unproven
}

/// How sure it is that a court case is an unaccompanied child's; only these two are counted.
enum CaseGrade: String, Sendable, CaseIterable {
    case certain, likely
}

/// The age at a hearing, in the bands of COUNTING.md.
enum AgeBand: String, Sendable, CaseIterable {
    case under18
    case from18 = "18-20"
    case from21 = "21+"
    case unknown

    /// The band of somebody born on `birth`, on `day`.
    static func of(birth: Day, on day: Day) -> AgeBand {
        if birth.adding(years: 18) > day { return .under18 }
        return birth.adding(years: 21) > day ? .from18 : .from21
    }

    /// The band on `day` when only the month of birth is known: certain only if the whole month agrees.
    static func of(birth: BirthMonth, on day: Day) -> AgeBand {
        guard let first = birth.firstDay, let last = birth.lastDay else { return .unknown }
        let band = of(birth: first, on: day)
        return band == of(birth: last, on: day) ? band : .unknown
    }
}

extension BirthMonth {
    /// The first day of the month; nil when there is no such month.
    var firstDay: Day? { Day(year: year, month: month, day: 1) }

    /// The last day of the month; nil when there is no such month.
    var lastDay: Day? {
        (1...12).contains(month) ? Day(year: year, month: month, day: Day.daysInMonth(year: year, month: month)) : nil
    }

    /// Everybody born in this month is 18 or older on `day`.
    func isCertainlyAdult(on day: Day) -> Bool {
        guard let lastDay else { return false }
        return lastDay.adding(years: 18) <= day
    }
}

/// One past hearing with its finding.
struct HearingFinding: Sendable, Hashable {
    var idncase: Int
    var idnproceeding: Int
    var idnschedule: Int
    var date: Day
    /// Four digits, or empty.
    var time: String
    var finding: Finding
    /// `1` to `9`, or `5.1` to `5.5`.
    var rule: String
    var status: OrderStatus?
    var notice: NoticeProof?
    var grade: CaseGrade
    var age: AgeBand
}
