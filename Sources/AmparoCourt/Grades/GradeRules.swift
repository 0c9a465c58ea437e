public import AmparoModel

/// The rules that grade a court case, version 1 (MISSED-HEARING.md, "Which court cases are a child's").
///
/// Grading is a pure function of the union of signals: neither their order nor the release they came in matters.
public struct GradeRules: Sendable {
    /// The version of the rules.
    public let version: Int
    /// The juvenile and care-provider locations.
    public let locations: JuvenileLocations
    /// The day from which code 1 or 2 no longer means unaccompanied: codes 5 and 6 were created on it.
    public let codesRedefinedOn: Day

    /// Rules with other data.
    public init(version: Int, locations: JuvenileLocations, codesRedefinedOn: Day) {
        self.version = version
        self.locations = locations
        self.codesRedefinedOn = codesRedefinedOn
    }

    /// The rules of version 1.
    public static let version1 = GradeRules(
        version: 1, locations: .version1, codesRedefinedOn: Day(year: 2017, month: 10, day: 20) ?? Day(number: 17_459))

    /// The grade of a case. `belongsToCareChild` says whether its A-number is that of a child in the care record.
    public func grading(of signals: CaseSignals, belongsToCareChild: Bool) -> CaseGrading {
        var reasons: GradeReasons = belongsToCareChild ? [.careRecord] : []
        var births = BirthMonths()
        var firstIssued: Day?
        var hasLocation = false
        for signal in signals.all {
            switch signal.kind {
            case .juvenileCode: reasons.formUnion(juvenileCode(signal))
            case .activeRider: reasons.insert(.activeRider)
            case .identifier: reasons.formUnion(identifier(signal.code))
            case .priority: if signal.code == "UC" { reasons.insert(.unaccompaniedPriority) }
            case .hearingLocation, .proceedingLocation: hasLocation = true
            case .birthMonth: births.insert(signal.day)
            case .issued: firstIssued = earlier(firstIssued, signal.day)
            case .asylumType: if signal.code == "J" { reasons.insert(.juvenileAsylum) }
            }
        }
        if hasLocation, isAtJuvenileLocation(signals, births: births) { reasons.insert(.juvenileLocation) }
        if let firstIssued, births.isCertainlyUnderEighteen(on: firstIssued) { reasons.insert(.underEighteen) }
        return CaseGrading(reasons: reasons)
    }

    /// Grades 1 to 3: codes 3 and 4; codes 1 and 2 by the day the row was created (no day is not before); code 6. Code 5 and
    /// an empty code say nothing.
    private func juvenileCode(_ signal: CaseSignal) -> GradeReasons {
        switch signal.number {
        case 3, 4: return .unaccompaniedCode
        case 6: return .accompaniedCode
        case 1, 2:
            guard let createdOn = signal.day, createdOn < codesRedefinedOn else { return .juvenileCode }
            return .juvenileCodeThen
        default: return []
        }
    }

    /// Grades 2 and 3: identifier FA; identifier J, J1, J2 or UJ.
    private func identifier(_ code: CourtCode) -> GradeReasons {
        if code == "FA" { return .familyIdentifier }
        return code == "J" || code == "J1" || code == "J2" || code == "UJ" ? .juvenileIdentifier : []
    }

    /// Grade 3: a hearing or proceeding at a listed location on a day on which the respondent was not certainly 18. Where a row
    /// gives no day, or the case no birth month, nothing is certain and the location counts.
    private func isAtJuvenileLocation(_ signals: CaseSignals, births: BirthMonths) -> Bool {
        signals.all.contains { signal in
            guard signal.kind == .hearingLocation || signal.kind == .proceedingLocation,
                locations.contains(signal.code)
            else { return false }
            guard let day = signal.day else { return true }
            return !births.isCertainlyEighteen(on: day)
        }
    }

    private func earlier(_ a: Day?, _ b: Day?) -> Day? {
        guard let a, let b else { return a ?? b }
        return min(a, b)
    }
}

/// The birth months that the versions of a case ever gave. Where they disagree, the latest month speaks: nobody is certainly 18
/// whom one of them makes younger, and somebody whom one of them makes certainly under 18 has that signal.
struct BirthMonths {
    private var latestFirstDay: Day?

    mutating func insert(_ firstDay: Day?) {
        guard let firstDay else { return }
        latestFirstDay = max(latestFirstDay ?? firstDay, firstDay)
    }

    /// 18 even if born on the last day of the month.
    func isCertainlyEighteen(on day: Day) -> Bool {
        guard let latestFirstDay else { return false }
        let date = latestFirstDay.date
        let length = Day.daysInMonth(year: date.year, month: date.month)
        return latestFirstDay.adding(days: length - 1).adding(years: 18) <= day
    }

    /// Under 18 even if born on the first day of the month.
    func isCertainlyUnderEighteen(on day: Day) -> Bool {
        guard let latestFirstDay else { return false }
        return latestFirstDay.adding(years: 18) > day
    }
}
