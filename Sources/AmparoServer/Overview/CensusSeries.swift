public import AmparoModel

/// Children in care by day. Days without a point are days nobody counted, not days with none in care.
public struct CensusSeries: Sendable {
    /// One day's count.
    public struct Point: Hashable, Sendable {
        /// The day.
        public var day: Day
        /// The children in care; a suppressed one is a gap in the line.
        public var count: PublishedCount

        /// One day's count.
        public init(day: Day, count: PublishedCount) {
            self.day = day
            self.count = count
        }
    }

    /// The points, in order of their days, each day once.
    public let points: [Point]
    /// The most days between two points that the line still joins; points further apart have a gap between them.
    public let joins: Int

    /// A series. Points may come in any order; of two for one day the later one in the list stands.
    public init(_ points: [Point] = [], joins: Int = 10) {
        var byDay: [Day: PublishedCount] = [:]
        for point in points { byDay[point.day] = point.count }
        self.points = byDay.map { Point(day: $0.key, count: $0.value) }.sorted { $0.day < $1.day }
        self.joins = max(1, joins)
    }

    /// A series of counts that may all be shown.
    public init(_ counts: [(Day, Int)], joins: Int = 10) {
        self.init(counts.map { Point(day: $0.0, count: .number($0.1)) }, joins: joins)
    }

    /// The unbroken stretches of the series, in order; suppressed points are in none.
    var stretches: [[(day: Day, count: Int)]] {
        var stretches: [[(day: Day, count: Int)]] = []
        var current: [(day: Day, count: Int)] = []
        for point in points {
            guard let count = point.count.number else {
                if !current.isEmpty { stretches.append(current) }
                current = []
                continue
            }
            if let last = current.last, point.day.days(since: last.day) > joins {
                stretches.append(current)
                current = []
            }
            current.append((point.day, count))
        }
        if !current.isEmpty { stretches.append(current) }
        return stretches
    }

    /// The last point of every month that has one, in order.
    var monthEnds: [Point] {
        var ends: [Point] = []
        for point in points {
            if let last = ends.last, last.day.year == point.day.year, last.day.month == point.day.month {
                ends.removeLast()
            }
            ends.append(point)
        }
        return ends
    }

    /// The greatest count that may be shown.
    var greatest: Int? { points.compactMap(\.count.number).max() }
}
