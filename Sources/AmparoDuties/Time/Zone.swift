public import AmparoModel

/// A time zone of the United States: an offset and whether summer time is kept. No zone database is needed or read.
///
/// Summer time is that of the Uniform Time Act, 15 USC 260a: since 2007 from the second Sunday of March to the first Sunday
/// of November (Energy Policy Act of 2005, section 110), from 1987 to 2006 from the first Sunday of April to the last Sunday
/// of October; each change is at 2:00 local time. Years before 1987 are reckoned like 1987: no duty of so early a year runs.
public struct Zone: Hashable, Sendable {
    /// Minutes east of UTC in winter; negative in the Americas.
    public let standardMinutes: Int16
    /// Whether the zone goes one hour ahead in summer.
    public let keepsSummerTime: Bool

    /// A zone.
    public init(standardMinutes: Int16, keepsSummerTime: Bool) {
        self.standardMinutes = standardMinutes
        self.keepsSummerTime = keepsSummerTime
    }

    /// Puerto Rico and the Virgin Islands.
    public static let atlantic = Zone(standardMinutes: -240, keepsSummerTime: false)
    /// New York, Washington.
    public static let eastern = Zone(standardMinutes: -300, keepsSummerTime: true)
    /// Chicago, Houston.
    public static let central = Zone(standardMinutes: -360, keepsSummerTime: true)
    /// Denver, El Paso.
    public static let mountain = Zone(standardMinutes: -420, keepsSummerTime: true)
    /// Arizona, which stays on winter time (Ariz. Rev. Stat. 1-242).
    public static let arizona = Zone(standardMinutes: -420, keepsSummerTime: false)
    /// Los Angeles, Seattle.
    public static let pacific = Zone(standardMinutes: -480, keepsSummerTime: true)
    /// Anchorage.
    public static let alaska = Zone(standardMinutes: -540, keepsSummerTime: true)
    /// Hawaii, which stays on winter time (Haw. Rev. Stat. 1-31).
    public static let hawaii = Zone(standardMinutes: -600, keepsSummerTime: false)
    /// American Samoa.
    public static let samoa = Zone(standardMinutes: -660, keepsSummerTime: false)
    /// Guam and the Northern Mariana Islands.
    public static let chamorro = Zone(standardMinutes: 600, keepsSummerTime: false)

    /// Minutes east of UTC at a moment.
    public func offsetMinutes(at instant: Instant) -> Int16 {
        guard keepsSummerTime else { return standardMinutes }
        let standardDay = Instant(microseconds: instant.microseconds, offsetMinutes: standardMinutes).day
        let summer = summerTime(of: standardDay.year)
        return summer.contains(instant.microseconds) ? standardMinutes + 60 : standardMinutes
    }

    /// The same moment, written in this zone.
    public func local(_ instant: Instant) -> Instant {
        Instant(microseconds: instant.microseconds, offsetMinutes: offsetMinutes(at: instant))
    }

    /// The civil day of a moment in this zone.
    public func day(of instant: Instant) -> Day { local(instant).day }

    /// The moment of a wall-clock time: minutes after the day's midnight, 0 to 1439.
    ///
    /// A time that the clocks skip in spring is read with the winter offset, so 2:30 is the moment written 3:30. A time that
    /// they show twice in autumn is the first of the two: a deadline is never later than somebody could have read it.
    public func instant(_ day: Day, minute: Int = 0) -> Instant {
        let wall = (Int64(day.number) * 1440 + Int64(minute)) * 60_000_000
        let winter = wall - Int64(standardMinutes) * 60_000_000
        let summer = winter - 3_600_000_000
        guard keepsSummerTime, summerTime(of: day.year).contains(summer) else {
            return Instant(microseconds: winter, offsetMinutes: offsetMinutes(at: Instant(microseconds: winter)))
        }
        return Instant(microseconds: summer, offsetMinutes: standardMinutes + 60)
    }

    /// The first moment of a day.
    public func start(of day: Day) -> Instant { instant(day) }

    /// The last microsecond of a day: what is done by then was done that day.
    public func end(of day: Day) -> Instant {
        let next = instant(day.adding(days: 1)).microseconds - 1
        return local(Instant(microseconds: next))
    }

    /// The moments of a year in which summer time is kept.
    private func summerTime(of year: Int) -> Range<Int64> {
        let (first, last) =
            year >= 2007
            ? (Zone.sunday(from: 8, month: 3, year), Zone.sunday(from: 1, month: 11, year))
            : (Zone.sunday(from: 1, month: 4, year), Zone.sunday(from: 25, month: 10, year))
        let offset = Int64(standardMinutes)
        let begins = (Int64(first) * 1440 + 120 - offset) * 60_000_000
        let ends = (Int64(last) * 1440 + 60 - offset) * 60_000_000
        return begins..<max(begins, ends)
    }

    /// The number of the first Sunday of a month on or after a date; 0 for a year that cannot be written.
    private static func sunday(from date: Int, month: Int, _ year: Int) -> Int32 {
        guard let day = Day(year: year, month: month, day: date) else { return 0 }
        return day.number + Int32(7 - day.weekday)
    }
}
