extension EntryKind {
    /// Two people say that the clock is right now, and was not before: the only entry that may be recorded before the
    /// ones in front of it.
    public static let clockMended = EntryKind(rawValue: 215)
}

/// When the clock of a store was set right, and what that means for what was recorded before.
///
/// Entries are recorded in the order of their numbers, so a clock that ran ahead once would hold every later entry at its
/// wrong time. A mended clock begins a new stretch. What was recorded before it, and says that it was recorded later, counts
/// from the moment of mending on: nobody knows better, and nothing that was locked or suspended meanwhile is forgotten.
public struct ClockMends: Sendable {
    /// One row for each mending: a look-up beside the journal, which alone would have to be read whole.
    static let table = TableDefinition(
        "clock_mend", primaryKey: ["seq"], columns: [.integer("seq"), .integer("recorded")])

    /// The schema; every journal has it.
    public static let schema = Schema(
        component: "clock", migrations: [Migration(1, "when the clock was set right", steps: [.createTable(table)])])

    /// Number and time of each, in order.
    let mends: [(seq: Int64, recorded: Int64)]

    /// Those of a connection's state.
    public init(on connection: any DatabaseConnection) throws {
        let row = try connection.statement("SELECT seq, recorded FROM clock_mend ORDER BY seq")
        defer { row.reset() }
        var mends: [(seq: Int64, recorded: Int64)] = []
        while try row.step() { mends.append((row.int64(0), row.int64(1))) }
        self.mends = mends
    }

    /// The number of the last; 0 when the clock was never mended.
    public var last: Int64 { mends.last?.seq ?? 0 }

    /// When an entry counts as recorded: at most when the clock was set right after it. Microseconds.
    public func recorded(_ recorded: Int64, seq: Int64) -> Int64 {
        mends.reduce(recorded) { $1.seq > seq ? min($0, $1.recorded) : $0 }
    }

    /// The numbers among which the last entry recorded by an instant is found: within them times only rise.
    func stretch(at instant: Int64, last: Int64) -> ClosedRange<Int64> {
        var (low, high) = (Int64(0), last)
        for mend in mends {
            if mend.recorded <= instant { low = mend.seq } else { high = min(high, mend.seq - 1) }
        }
        return low...max(low, high)
    }

    static func add(seq: Int64, recorded: Int64, on connection: any DatabaseConnection) throws {
        let row = try connection.statement(table.insert)
        row.bind(seq, at: 1)
        row.bind(recorded, at: 2)
        try row.run()
    }
}
