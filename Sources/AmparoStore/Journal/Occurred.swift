public import AmparoModel

/// When something happened in the world, as far as it is known: the first of an entry's two clocks (law 1).
///
/// A day, an instant, or an uncertain range of either, both ends included. An end that is not known is open. Stored as
/// a unit, two integers and, for instants, the offset from UTC in which they were written.
public struct Occurred: Hashable, Sendable {
    /// What the two numbers count.
    public enum Unit: UInt8, Sendable {
        /// Nothing is known; both numbers are 0.
        case unknown = 0
        /// Days since 1970-01-01.
        case day = 1
        /// Microseconds since 1970-01-01T00:00:00Z.
        case instant = 2
    }

    /// What the two numbers count.
    public let unit: Unit
    /// The earliest; `Int64.min` when open.
    public let from: Int64
    /// The latest; `Int64.max` when open.
    public let to: Int64
    /// Minutes east of UTC in which an instant was written; 0 otherwise.
    public let offsetMinutes: Int16

    /// The stored form, read back.
    public init(unit: Unit, from: Int64, to: Int64, offsetMinutes: Int16) {
        self.unit = unit
        self.from = from
        self.to = to
        self.offsetMinutes = offsetMinutes
    }

    /// Nothing is known of the time.
    public static let unknown = Occurred(unit: .unknown, from: 0, to: 0, offsetMinutes: 0)

    /// On that day.
    public static func on(_ day: Day) -> Occurred { between(day, day) }

    /// On some day from the first to the last; nil leaves an end open.
    public static func between(_ first: Day?, _ last: Day?) -> Occurred {
        Occurred(
            unit: .day, from: first.map { Int64($0.number) } ?? .min, to: last.map { Int64($0.number) } ?? .max,
            offsetMinutes: 0)
    }

    /// At that instant.
    public static func at(_ instant: Instant) -> Occurred { between(instant, instant) }

    /// At some instant from the first to the last; nil leaves an end open. The offset is that of the first known end.
    public static func between(_ first: Instant?, _ last: Instant?) -> Occurred {
        Occurred(
            unit: .instant, from: first?.microseconds ?? .min, to: last?.microseconds ?? .max,
            offsetMinutes: (first ?? last)?.offsetMinutes ?? 0)
    }
}
