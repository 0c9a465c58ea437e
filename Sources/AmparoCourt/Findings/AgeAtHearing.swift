public import AmparoModel

/// How old the respondent was on the day of a hearing.
public struct AgeAtHearing: Hashable, Sendable {
    /// The groups by which figures and procedures branch.
    public enum Band: String, Hashable, Sendable, CaseIterable {
        /// Under 18.
        case under18
        /// 18 to 20.
        case from18To20 = "18-20"
        /// 21 or older.
        case from21 = "21+"
        /// No date of birth, one that disagrees with itself about the band, or one after the hearing.
        case unknown
    }

    /// The group; certain only if every possible day of birth agrees.
    public var band: Band
    /// Full years; nil when the possible days of birth disagree or nothing is known.
    public var years: Int16?

    /// Nothing known.
    public static let unknown = AgeAtHearing(band: .unknown, years: nil)

    /// An age.
    public init(band: Band, years: Int16?) {
        self.band = band
        self.years = years
    }

    /// The band of an age in full years; unknown when it is negative.
    public static func band(years: Int) -> Band {
        switch years {
        case ..<0: .unknown
        case 0..<18: .under18
        case 18..<21: .from18To20
        default: .from21
        }
    }
}

/// What is known of a day of birth: the care record's date, else the court's month (MISSED-HEARING.md, "Age at the hearing").
public struct BirthKnowledge: Sendable {
    private let earliest: (year: Int, month: Int, day: Int)?
    private let latest: (year: Int, month: Int, day: Int)?

    /// The care record's birth date speaks where there is one, else the court's birth month.
    public init(careBirthDate: Day?, courtBirthMonth: BirthMonth?) {
        if let careBirthDate {
            earliest = careBirthDate.date
            latest = earliest
        } else if let courtBirthMonth {
            let year = Int(courtBirthMonth.year)
            let month = Int(courtBirthMonth.month)
            earliest = (year, month, 1)
            latest = (year, month, Day.daysInMonth(year: year, month: month))
        } else {
            earliest = nil
            latest = nil
        }
    }

    /// The age on a day.
    public func age(on day: Day) -> AgeAtHearing {
        guard let earliest, let latest else { return .unknown }
        let date = day.date
        let oldest = BirthKnowledge.years(from: earliest, to: date)
        let youngest = BirthKnowledge.years(from: latest, to: date)
        let band = AgeAtHearing.band(years: oldest)
        guard band == AgeAtHearing.band(years: youngest), band != .unknown else { return .unknown }
        return AgeAtHearing(band: band, years: oldest == youngest ? Int16(clamping: oldest) : nil)
    }

    /// Full years between two dates; somebody born on 29 February is a year older on 1 March of a year without it.
    private static func years(
        from birth: (year: Int, month: Int, day: Int), to date: (year: Int, month: Int, day: Int)
    ) -> Int {
        let hadBirthday = (date.month, date.day) >= (birth.month, birth.day)
        return date.year - birth.year - (hadBirthday ? 0 : 1)
    }
}
