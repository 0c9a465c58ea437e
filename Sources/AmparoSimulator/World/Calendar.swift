internal import AmparoModel

/// The years the world plays in and how many children each brings.
enum Calendar {
    /// A day that exists; the arguments are constants of this target.
    static func day(_ year: Int, _ month: Int, _ day: Int) -> Day {
        Day(year: year, month: month, day: day) ?? Day(number: 0)
    }

    /// A moment on a day, in US Central Standard Time.
    static func instant(_ day: Day, minutes: Int) -> Instant {
        Instant(microseconds: (Int64(day.number) * 1440 + Int64(minutes) + 360) * 60_000_000, offsetMinutes: -360)
    }

    /// The moment `hours` later, in the same offset.
    static func later(_ instant: Instant, minutes: Int) -> Instant {
        Instant(
            microseconds: instant.microseconds + Int64(minutes) * 60_000_000, offsetMinutes: instant.offsetMinutes)
    }

    /// Children transferred to HHS in a fiscal year, in hundreds (process-and-law.md E1).
    static func transfers(fiscalYear: Int) -> Int {
        switch fiscalYear {
        case 2015: 337
        case 2016: 592
        case 2017: 408
        case 2018: 491
        case 2019: 695
        case 2020: 154
        case 2021: 1227
        case 2022: 1289
        case 2023: 1189
        case 2024: 984
        case 2025: 260
        case 2026: 140
        default: 150
        }
    }

    /// Mean days in care of children transferred in a fiscal year (HHS tables FY2015 to FY2024; later years E3).
    static func meanStay(fiscalYear: Int) -> Int {
        switch fiscalYear {
        case ...2015: 38
        case 2016: 40
        case 2017: 51
        case 2018: 64
        case 2019: 61
        case 2020: 69
        case 2021: 33
        case 2022: 29
        case 2023: 27
        case 2024: 30
        case 2025: 110
        default: 150
        }
    }

    /// The first and the last fiscal year of the world: twelve of them, the last one that of `asOf`.
    static func years(asOf: Day) -> [Int] { Array((asOf.fiscalYear - 11)...asOf.fiscalYear) }

    /// Months from October to September by how many children come (spring and summer peaks).
    private static let months = [8, 7, 6, 6, 7, 10, 11, 12, 10, 8, 8, 7]

    /// A day on which a child is transferred, before `asOf`.
    static func transferDay(asOf: Day, weights: [Int], chance: inout Chance) -> Day {
        let years = years(asOf: asOf)
        while true {
            let fiscalYear = years[chance.weighted(weights)]
            let index = chance.weighted(months)
            let month = (index + 9) % 12 + 1
            let year = index < 3 ? fiscalYear - 1 : fiscalYear
            let found = day(year, month, 1 + chance.below(Day.daysInMonth(year: year, month: month)))
            if found < asOf { return found }
        }
    }

    /// The next working day on or after `day`.
    static func workday(_ day: Day) -> Day {
        switch day.weekday {
        case 6: day.adding(days: 2)
        case 7: day.adding(days: 1)
        default: day
        }
    }
}
