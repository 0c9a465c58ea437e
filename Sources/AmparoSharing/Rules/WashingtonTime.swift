public import AmparoModel

/// The civil time of Washington, D.C. (America/New_York), by the rule in force since 2007: daylight time from 02:00 on the second
/// Sunday of March to 02:00 on the first Sunday of November (15 USC 260a). Agreements and their terms run on it.
public enum WashingtonTime {
    /// Minutes east of UTC at the first moment of a day: -240 in daylight time, -300 otherwise. Both changes are at
    /// 02:00, so the day of a change begins in the time of the day before.
    public static func offsetMinutes(atStartOf day: Day) -> Int {
        let year = day.year
        guard let march = sunday(2, year: year, month: 3), let november = sunday(1, year: year, month: 11) else {
            return -300
        }
        return day > march && day <= november ? -240 : -300
    }

    /// The first moment of a day.
    public static func start(of day: Day) -> Instant {
        let offset = offsetMinutes(atStartOf: day)
        let seconds = Int64(day.number) * 86_400 - Int64(offset) * 60
        return Instant(microseconds: seconds * 1_000_000, offsetMinutes: Int16(offset))
    }

    /// The moment after the last of a day: what holds "to the end of that day" holds until then.
    public static func end(of day: Day) -> Instant { start(of: day.adding(days: 1)) }

    /// The civil day in Washington at a moment.
    public static func day(of moment: Instant) -> Day {
        let late = Instant(microseconds: moment.microseconds, offsetMinutes: -240).day
        // In daylight time the day began at -240; otherwise the first hour after midnight still belongs to the day before.
        return start(of: late).microseconds <= moment.microseconds ? late : late.adding(days: -1)
    }

    private static func sunday(_ which: Int, year: Int, month: Int) -> Day? {
        guard let first = Day(year: year, month: month, day: 1) else { return nil }
        return first.adding(days: (7 - first.weekday) % 7 + (which - 1) * 7)
    }
}

extension Day {
    /// The same date so many months later; the last day of the month where that date does not exist.
    func adding(months: Int) -> Day {
        let date = date
        let month = date.year * 12 + date.month - 1 + months
        let (year, monthOfYear) = (month / 12, month % 12 + 1)
        let day = min(date.day, Day.daysInMonth(year: year, month: monthOfYear))
        return Day(year: year, month: monthOfYear, day: day) ?? self
    }
}
