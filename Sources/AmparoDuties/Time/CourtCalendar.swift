public import AmparoModel

/// The business days of a place: the federal calendar without the days on which the court is closed.
///
/// Closures (weather, a lapse of appropriations, an order) are data. A closure without courts holds everywhere.
public struct CourtCalendar: Hashable, Sendable {
    /// A run of days on which courts are closed.
    public struct Closure: Hashable, Sendable {
        /// The courts; empty for all.
        public var courts: Set<CourtCode>
        /// The days, the last one included.
        public var days: ClosedRange<Day>
        /// Why, as a code.
        public var reason: String

        /// A closure.
        public init(courts: Set<CourtCode>, days: ClosedRange<Day>, reason: String) {
            self.courts = courts
            self.days = days
            self.reason = reason
        }

        /// Whether the closure holds for a court on a day.
        public func holds(_ court: CourtCode, on day: Day) -> Bool {
            days.contains(day) && (courts.isEmpty || courts.contains(court))
        }
    }

    /// The federal holidays, 5 USC 6103.
    public let federal: BusinessCalendar
    /// The closures, in any order.
    public let closures: [Closure]

    /// A calendar.
    public init(federal: BusinessCalendar = BusinessCalendar(), closures: [Closure] = []) {
        self.federal = federal
        self.closures = closures
    }

    /// Whether the court works on the day; without a court only closures that hold everywhere count.
    public func isBusinessDay(_ day: Day, court: CourtCode = .none) -> Bool {
        federal.isBusinessDay(day) && !closures.contains { $0.holds(court, on: day) }
    }
}
