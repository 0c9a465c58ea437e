/// The working days of the federal government: every day but Saturdays, Sundays and legal public holidays.
///
/// Source: 5 USC 6103(a), the eleven holidays, and 6103(b) with Executive Order 11582, section 3(a), for the days on which they
/// are observed: a holiday on a Saturday is observed on the Friday before, one on a Sunday on the Monday after. Birthday of
/// Martin Luther King, Jr. counts from 1986, Juneteenth from 2021 (Pub. L. 117-17). The other holidays are reckoned in every
/// year as they have been since 1978. Closures by executive order and Inauguration Day are not in the calendar.
public struct BusinessCalendar: Hashable, Sendable {
    /// The calendar's version, so that a deadline can say by which it was reckoned.
    public var version: Int { 1 }

    /// The federal calendar.
    public init() {}

    /// Whether the day is a legal public holiday or the day on which one is observed.
    public func isHoliday(_ day: Day) -> Bool {
        let weekday = day.weekday
        if isNamedHoliday(day, weekday: weekday) { return true }
        switch weekday {
        case 1: return isFixedHoliday(day.adding(days: -1))
        case 5: return isFixedHoliday(day.adding(days: 1))
        default: return false
        }
    }

    /// Whether the government works on the day.
    public func isBusinessDay(_ day: Day) -> Bool { day.weekday < 6 && !isHoliday(day) }

    /// The `count`th business day after `day`; the day itself when `count` is not positive.
    public func day(_ count: Int, businessDaysAfter day: Day) -> Day {
        var day = day
        var left = count
        while left > 0 {
            day = day.adding(days: 1)
            if isBusinessDay(day) { left -= 1 }
        }
        return day
    }

    /// The business days after `start` up to and with `end`; 0 when `end` is not later.
    public func businessDays(after start: Day, through end: Day) -> Int {
        var day = start
        var count = 0
        while day < end {
            day = day.adding(days: 1)
            if isBusinessDay(day) { count += 1 }
        }
        return count
    }

    private func isNamedHoliday(_ day: Day, weekday: Int) -> Bool {
        isFixedHoliday(day) || isFloatingHoliday(day, weekday: weekday)
    }

    /// Holidays with a date of their own.
    private func isFixedHoliday(_ day: Day) -> Bool {
        let date = day.date
        switch (date.month, date.day) {
        case (1, 1): return true  // New Year's Day
        case (6, 19): return date.year >= 2021  // Juneteenth National Independence Day
        case (7, 4): return true  // Independence Day
        case (11, 11): return true  // Veterans Day
        case (12, 25): return true  // Christmas Day
        default: return false
        }
    }

    /// Holidays that are the nth Monday or Thursday of a month; they are observed where they fall.
    private func isFloatingHoliday(_ day: Day, weekday: Int) -> Bool {
        guard weekday == 1 || weekday == 4 else { return false }
        let date = day.date
        let week = (date.day - 1) / 7 + 1
        if weekday == 4 { return date.month == 11 && week == 4 }  // Thanksgiving Day
        switch date.month {
        case 1: return week == 3 && date.year >= 1986  // Birthday of Martin Luther King, Jr.
        case 2: return week == 3  // Washington's Birthday
        case 5: return date.day > 24  // Memorial Day, the last Monday
        case 9: return week == 1  // Labor Day
        case 10: return week == 2  // Columbus Day
        default: return false
        }
    }
}
