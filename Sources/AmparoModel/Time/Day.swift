/// A civil day in the proleptic Gregorian calendar, without a time zone.
///
/// Days order and compare as days do; `number` counts them from 1970-01-01. Years 1 to 9999 can be written and read.
public struct Day: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01; negative before.
    public let number: Int32

    /// The day that is `number` days after 1970-01-01.
    public init(number: Int32) { self.number = number }

    /// The day of a calendar date, or nil when there is no such date.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Day.daysInMonth(year: year, month: month)
        else { return nil }
        self.init(number: Day.number(year: year, month: month, day: day))
    }

    /// Reads exactly `YYYY-MM-DD`; anything else, a date that does not exist included, is nil.
    public init?(_ text: some StringProtocol) {
        var text = String(text)
        let day: Day? = text.withUTF8 { Day(utf8: UnsafeRawBufferPointer($0)) }
        guard let day else { return nil }
        self = day
    }

    /// Reads exactly the ten bytes `YYYY-MM-DD`; anything else is nil.
    public init?(utf8 bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D else { return nil }
        func digits(_ from: Int, _ count: Int) -> Int? {
            var value = 0
            for index in from..<(from + count) {
                let digit = Int(bytes[index]) - 0x30
                guard digit >= 0, digit <= 9 else { return nil }
                value = value * 10 + digit
            }
            return value
        }
        guard let year = digits(0, 4), let month = digits(5, 2), let day = digits(8, 2) else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// Earlier days come first.
    public static func < (a: Day, b: Day) -> Bool { a.number < b.number }

    /// The calendar date.
    public var date: (year: Int, month: Int, day: Int) {
        // Days counted from 0000-03-01, in eras of 400 years (the arithmetic of the Gregorian cycle).
        let z = Int(number) + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    /// The year of the date.
    public var year: Int { date.year }
    /// The month of the date, 1 to 12.
    public var month: Int { date.month }

    /// The fiscal year of the United States: 1 October to 30 September, named by the year it ends in.
    public var fiscalYear: Int {
        let date = date
        return date.month >= 10 ? date.year + 1 : date.year
    }

    /// 1 for Monday to 7 for Sunday (ISO 8601).
    public var weekday: Int {
        let shifted = (Int(number) + 3) % 7
        return (shifted < 0 ? shifted + 7 : shifted) + 1
    }

    /// The day `days` later, or earlier when negative.
    public func adding(days: Int) -> Day { Day(number: number + Int32(days)) }

    /// The same date `years` later; 29 February becomes 1 March in a year without it, so that an age is
    /// reached no earlier than the law counts it.
    public func adding(years: Int) -> Day {
        let date = date
        return Day(year: date.year + years, month: date.month, day: date.day)
            ?? Day(number: Day.number(year: date.year + years, month: 3, day: 1))
    }

    /// Days from `other` to this day; negative when this day is earlier.
    public func days(since other: Day) -> Int { Int(number) - Int(other.number) }

    /// The days of a month of a year.
    public static func daysInMonth(year: Int, month: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func number(year: Int, month: Int, day: Int) -> Int32 {
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return Int32(era * 146_097 + dayOfEra - 719_468)
    }
}

extension Day: CustomStringConvertible {
    /// `YYYY-MM-DD`.
    public var description: String {
        let date = date
        func padded(_ value: Int, _ width: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))"
    }
}
