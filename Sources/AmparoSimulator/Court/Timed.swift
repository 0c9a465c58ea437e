internal import AmparoModel

/// A court row with its versions: the first is in the court's system from `from` on, later ones overwrite it.
struct Timed<Row: TabRow>: Sendable {
    var from: Day
    var row: Row
    /// Later versions, oldest first.
    var later: [(from: Day, row: Row)] = []
    /// Releases that withhold the row, one bit each.
    var hidden: UInt32 = 0

    init(from: Day, row: Row) {
        self.from = from
        self.row = row
    }

    /// The row overwritten from `day` on.
    func becoming(from day: Day, _ change: (inout Row) -> Void) -> Timed {
        var result = self
        var last = later.last?.row ?? row
        change(&last)
        result.later.append((max(day, later.last?.from ?? from), last))
        return result
    }

    /// The version that a release of `day` shows.
    func shown(on day: Day) -> Row? {
        guard from <= day else { return nil }
        return later.last { $0.from <= day }?.row ?? row
    }
}
