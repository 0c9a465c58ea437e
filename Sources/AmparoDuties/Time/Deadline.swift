public import AmparoModel

/// The last moment at which something is done in time.
public struct Deadline: Hashable, Sendable {
    /// The last microsecond in time.
    public let at: Instant
    /// The civil day of it where the case is.
    public let day: Day

    /// A deadline at a moment, in a zone.
    public init(_ at: Instant, in zone: Zone) {
        self.at = zone.local(at)
        day = self.at.day
    }

    /// A deadline as it was recorded: the moment carries the offset in which its day is counted.
    public init(recorded at: Instant) {
        self.at = at
        day = at.day
    }

    /// Whether something done then was done in time. Of something of which only the day is known, the day decides.
    public func isMet(by moment: Moment) -> Bool {
        switch moment {
        case .day(let done): done <= day
        case .instant(let done): done.microseconds <= at.microseconds
        }
    }

    /// Whether the time is up.
    public func hasPassed(at now: Instant) -> Bool { now.microseconds > at.microseconds }
}

/// A stretch of time in which a clock stands still, `from` included; without an end it still stands.
public struct Pause: Hashable, Sendable {
    /// When the clock stopped.
    public var from: Instant
    /// When it went on; nil while it stands.
    public var to: Instant?

    /// A pause.
    public init(from: Instant, to: Instant?) {
        self.from = from
        self.to = to
    }
}

/// Reckons deadlines at one place: its zone, its court's closures.
public struct DeadlineClock: Sendable {
    /// The zone in which days end.
    public let zone: Zone
    /// The court whose closures count; none when there is no court.
    public let court: CourtCode
    private let calendar: CourtCalendar

    /// A clock.
    public init(_ calendar: CourtCalendar, zone: Zone, court: CourtCode = .none) {
        self.calendar = calendar
        self.zone = zone
        self.court = court
    }

    /// The deadline of a span that starts at a moment; nil while a pause is open.
    ///
    /// Hours are hours that pass outside of pauses; a start of which only the day is known is its first moment. Days are
    /// counted from the day after the start, and the last one counts to its end. A day after the one on which a pause began,
    /// up to and with the one on which it ended, is not counted. Pauses before the start do not matter; pauses may overlap.
    public func deadline(_ span: ClockSpan, from start: Moment, pauses: [Pause] = []) -> Deadline? {
        guard !pauses.contains(where: { $0.to == nil }) else { return nil }
        if span.unit == .hours {
            var end = start.earliest(in: zone).microseconds
            var left = Int64(span.count) * 3_600_000_000
            for (from, to) in DeadlineClock.merged(pauses) where to > end {
                guard left > 0, from - end < left else { break }
                left -= max(0, from - end)
                end = to
            }
            return Deadline(Instant(microseconds: end + left), in: zone)
        }
        if span.unit == .days, pauses.isEmpty {
            return Deadline(zone.end(of: start.day(in: zone).adding(days: span.count)), in: zone)
        }
        let stopped = pauses.map { (zone.day(of: $0.from), zone.day(of: $0.to ?? $0.from)) }
        var day = start.day(in: zone)
        var left = span.count
        while left > 0, day.number < DeadlineClock.lastDay {
            day = day.adding(days: 1)
            if counts(day, span.unit), !stopped.contains(where: { $0.0 < day && day <= $0.1 }) { left -= 1 }
        }
        return Deadline(zone.end(of: day), in: zone)
    }

    /// The deadline a span before a day: hours before its first moment, days and business days as the end of the day so many
    /// before it. A birthday does not wait: nothing pauses such a deadline.
    public func deadline(_ span: ClockSpan, before day: Day) -> Deadline {
        if span.unit == .hours {
            let start = zone.start(of: day).microseconds
            return Deadline(Instant(microseconds: start - Int64(span.count) * 3_600_000_000), in: zone)
        }
        var due = day
        var left = span.count
        while left > 0, due.number > -DeadlineClock.lastDay {
            due = due.adding(days: -1)
            if counts(due, span.unit) { left -= 1 }
        }
        return Deadline(zone.end(of: due), in: zone)
    }

    private func counts(_ day: Day, _ unit: ClockSpan.Unit) -> Bool {
        unit == .days || calendar.isBusinessDay(day, court: court)
    }

    /// Around the year 9999 a count ends, whatever the closures say.
    private static let lastDay: Int32 = 2_932_896

    /// Pauses in order and without overlap; those that end before they begin are none.
    private static func merged(_ pauses: [Pause]) -> [(Int64, Int64)] {
        var merged: [(Int64, Int64)] = []
        for pause in pauses.sorted(by: { $0.from.microseconds < $1.from.microseconds }) {
            let from = pause.from.microseconds
            guard let to = pause.to?.microseconds, to > from else { continue }
            if let last = merged.last, from <= last.1 {
                merged[merged.count - 1].1 = max(last.1, to)
            } else {
                merged.append((from, to))
            }
        }
        return merged
    }
}
