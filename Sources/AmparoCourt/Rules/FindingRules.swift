public import AmparoModel

/// The numbers and code lists of the rules: data with a version. A later version never changes what an earlier one answered.
public struct FindingRules: Sendable {
    /// The version, which every finding carries.
    public let version: Int
    /// The adjournment codes by meaning.
    public let adjournments: AdjournmentCodes
    /// The rules that grade cases.
    public let grades: GradeRules
    /// Rule 5(a): an order lies at most so many days after the hearing that carries it.
    public let daysFromHearingToOrder: Int
    /// Rule 5.3: a notice to appear served fewer days than this before the hearing is a ground to contest it (8 USC 1229(b)(1)).
    public let daysFromServiceToHearing: Int
    /// Rule 9: business days after which a hearing without any word raises an alarm.
    public let businessDaysWithoutWord: Int
    /// The verification window in business days.
    public let businessDaysOfVerification: Int
    /// The verification window where the child had no counsel.
    public let businessDaysOfVerificationWithoutCounsel: Int

    /// Rules with other data.
    public init(
        version: Int, adjournments: AdjournmentCodes, grades: GradeRules, daysFromHearingToOrder: Int,
        daysFromServiceToHearing: Int, businessDaysWithoutWord: Int, businessDaysOfVerification: Int,
        businessDaysOfVerificationWithoutCounsel: Int
    ) {
        self.version = version
        self.adjournments = adjournments
        self.grades = grades
        self.daysFromHearingToOrder = daysFromHearingToOrder
        self.daysFromServiceToHearing = daysFromServiceToHearing
        self.businessDaysWithoutWord = businessDaysWithoutWord
        self.businessDaysOfVerification = businessDaysOfVerification
        self.businessDaysOfVerificationWithoutCounsel = businessDaysOfVerificationWithoutCounsel
    }

    /// Version 1.
    public static let version1 = FindingRules(
        version: 1, adjournments: .version1, grades: .version1, daysFromHearingToOrder: 30,
        daysFromServiceToHearing: 10, businessDaysWithoutWord: 10, businessDaysOfVerification: 10,
        businessDaysOfVerificationWithoutCounsel: 15)
}

/// The day as of which findings are asked for, with the releases taken by then: what all cases of one question share.
public struct FindingsDay: Sendable {
    /// The as-of day, inclusive: nothing later is looked at.
    public let asOf: Day
    /// The releases dated by the as-of day.
    public let releases: CourtReleases
    /// The rules.
    public let rules: FindingRules
    private let calendar: BusinessCalendar
    private let clocks: [Clocks]

    private struct Clocks {
        var from: Day
        var withoutWord: Day
        var verification: Day
        var verificationWithoutCounsel: Day

        init(from day: Day, _ rules: FindingRules, _ calendar: BusinessCalendar) {
            func after(_ count: Int) -> Day { calendar.day(count, businessDaysAfter: day) }
            from = day
            withoutWord = after(rules.businessDaysWithoutWord)
            verification = after(rules.businessDaysOfVerification)
            verificationWithoutCounsel = after(rules.businessDaysOfVerificationWithoutCounsel)
        }
    }

    /// A question's day. Releases dated later than it are left out.
    public init(
        asOf: Day, releases: CourtReleases, rules: FindingRules = .version1,
        calendar: BusinessCalendar = BusinessCalendar()
    ) {
        self.asOf = asOf
        self.releases = releases.taken(by: asOf)
        self.rules = rules
        self.calendar = calendar
        clocks = self.releases.all.map { Clocks(from: $0.date, rules, calendar) }
    }

    /// Whether a hearing on `day` is past: before the as-of day, and before the date of the latest release or not after the day
    /// on which the court's live feed said how it went.
    public func isPast(_ day: Day, reportedOn: Day? = nil) -> Bool {
        guard day < asOf else { return false }
        if let reportedOn, reportedOn >= day { return true }
        return releases.latest.map { day < $0 } ?? false
    }

    /// The day on which the court first spoke of a past hearing's day: the first release that covers it, or the live feed before.
    func firstCovering(_ hearing: Day, reportedOn: Day?) -> Day {
        let covering = releases.firstCovering(hearing) ?? asOf
        guard let reportedOn, reportedOn >= hearing else { return covering }
        return min(covering, reportedOn)
    }

    /// When the values of a row could first be known of a past hearing: with the release that first showed them, and no earlier
    /// than with the first that covers the hearing's day; of a live event, on the day it was said.
    func resultKnown(by source: RowSource, hearing: Day, reportedOn: Day?) -> Day {
        let covering = firstCovering(hearing, reportedOn: reportedOn)
        return max(releases.date(of: source.snapshot) ?? covering, covering)
    }

    /// The day on which a hearing without any word becomes an alarm.
    func wordOverdueOn(known: Day) -> Day { clocks(from: known).withoutWord }

    /// The last day of the verification window.
    func verificationEnds(known: Day, represented: Bool) -> Day {
        let clocks = clocks(from: known)
        return represented ? clocks.verification : clocks.verificationWithoutCounsel
    }

    /// The clocks that run from a day: worked out once for releases, anew for the few days of live events.
    private func clocks(from known: Day) -> Clocks {
        var low = 0
        var high = clocks.count
        while low < high {
            let middle = (low + high) / 2
            if clocks[middle].from < known { low = middle + 1 } else { high = middle }
        }
        if low < clocks.count, clocks[low].from == known { return clocks[low] }
        return Clocks(from: known, rules, calendar)
    }
}
