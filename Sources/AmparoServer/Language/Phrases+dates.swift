internal import AmparoModel

/// Days and instants as each language writes them, absolute and relative together.
extension Phrases {
    /// A day: January 29, 2025, or 29 de enero de 2025.
    func day(_ day: Day) -> String {
        let date = day.date
        return say(
            "date.day", ["day": String(date.day), "month": say("month.\(date.month)"), "year": String(date.year)])
    }

    /// A month and its year: January 2025.
    func month(_ day: Day) -> String {
        let date = day.date
        return say("date.month", ["month": say("month.\(date.month)"), "year": String(date.year)])
    }

    /// How far a day is from today: today, yesterday, 12 days ago, 3 months ago, 2 years ago, or as far ahead.
    func relative(_ day: Day, to today: Day) -> String {
        let days = today.days(since: day)
        let distance = Int(days.magnitude)
        let key = days < 0 ? "ahead" : "ago"
        switch distance {
        case 0: return say("relative.today")
        case 1: return say(days < 0 ? "relative.tomorrow" : "relative.yesterday")
        case 2..<61: return say("relative.days.\(key)", count: distance)
        case 61..<731: return say("relative.months.\(key)", count: distance / 30)
        default: return say("relative.years.\(key)", count: distance / 365)
        }
    }

    /// How far an instant is from now, down to the minute.
    func relative(_ instant: Instant, to now: Instant) -> String {
        let (minutes, overflow) = now.microseconds.subtractingReportingOverflow(instant.microseconds)
        guard !overflow, minutes >= 0, minutes < 86_400_000_000 else { return relative(instant.day, to: now.day) }
        switch minutes / 60_000_000 {
        case 0: return say("relative.now")
        case let some where some < 60: return say("relative.minutes.ago", count: Int(some))
        case let some: return say("relative.hours.ago", count: Int(some / 60))
        }
    }

    /// The day and time of an instant in its own offset, which is named.
    func instant(_ instant: Instant) -> String {
        let text = instant.description
        let clock = text.dropFirst(11).prefix(5)
        let minutes = Int(instant.offsetMinutes.magnitude)
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
        let offset =
            minutes == 0
            ? "UTC" : "UTC\(instant.offsetMinutes < 0 ? "\u{2212}" : "+")\(two(minutes / 60)):\(two(minutes % 60))"
        return say("date.instant", ["day": day(instant.day), "time": String(clock), "offset": offset])
    }
}
