/// When a person was born, as far as it is known: one day, a month or a year of days.
public struct BirthRange: Hashable, Sendable {
    /// The first day it can have been.
    public let earliest: Day
    /// The last day it can have been.
    public let latest: Day

    /// From `earliest` to `latest`, both included; the other way round when they are the other way round.
    @inlinable public init(earliest: Day, latest: Day) {
        self.earliest = min(earliest, latest)
        self.latest = max(earliest, latest)
    }

    /// A known day.
    @inlinable public init(_ day: Day) { self.init(earliest: day, latest: day) }

    /// Whether the person has certainly completed `years` years of life on `day`.
    public func isCertainly(atLeast years: Int, on day: Day) -> Bool { latest.adding(years: years) <= day }

    /// Whether the person has certainly not completed `years` years of life on `day`.
    public func isCertainly(under years: Int, on day: Day) -> Bool { earliest.adding(years: years) > day }
}
