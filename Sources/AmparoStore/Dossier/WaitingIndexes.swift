internal import AmparoModel

/// Blind indexes that are recorded and wait for their places in `identifier` and `address_key`.
///
/// They are kept in the transaction of their entries, so a kill loses none; `settle` puts them into the tables in key order,
/// so that each page is written once for all of them and not once for each. Whoever looks numbers up holds the store for an
/// ingest and settles first; so the only reader between two settlings is the ingest that left them, and it knows them.
enum WaitingIndexes {
    /// What waits.
    enum What: Equatable {
        /// A row of `identifier`; `value` is the anchor.
        case identifier(IdentifierKind)
        /// A row of `address_key`; `value` is the surrogate.
        case address(scope: Int64)
        /// A-numbers of the anchor `value` that wait since before do not hold any more.
        case forgotten

        /// As it stands in the table: 0, the kind's number, or 100 and the scope.
        init?(_ number: Int64) {
            if number == 0 {
                self = .forgotten
            } else if number > 100 {
                self = .address(scope: number - 100)
            } else if let kind = IdentifierKind(rawValue: number) {
                self = .identifier(kind)
            } else {
                return nil
            }
        }

        var number: Int64 {
            switch self {
            case .identifier(let kind): kind.rawValue
            case .address(let scope): 100 + scope
            case .forgotten: 0
            }
        }
    }

    struct Row {
        /// The entry it comes from, and its place among those of that entry.
        var seq: Int64
        var part: Int64
        var what: What
        var value: Int64
        var blind: BlindIndex.Value

        /// One table after the other, in key order; of equal keys the first of the journal first.
        static func inPlaceOrder(_ a: Row, _ b: Row) -> Bool {
            let isAddress = (a.what.number > 100 ? 1 : 0, b.what.number > 100 ? 1 : 0)
            return (isAddress.0, a.blind, a.what.number, a.seq) < (isAddress.1, b.blind, b.what.number, b.seq)
        }

        /// Puts it into its table, unless it is there.
        func insert(on connection: any DatabaseConnection) throws {
            let statement: any PreparedStatement
            let second: Int64
            switch what {
            case .forgotten: return
            case .identifier(let kind):
                statement = try connection.statement(
                    "INSERT INTO identifier (blind, kind, anchor) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
                second = kind.rawValue
            case .address(let scope):
                statement = try connection.statement(
                    """
                    INSERT INTO address_key (blind, scope, surrogate) VALUES (?, ?, ?)
                    ON CONFLICT (blind, scope) DO NOTHING
                    """)
                second = scope
            }
            statement.bind(blind.bytes, at: 1)
            statement.bind(second, at: 2)
            statement.bind(value, at: 3)
            try statement.run()
        }
    }

    /// Keeps rows in journal order.
    static func keep(_ rows: [Row], on connection: any DatabaseConnection) throws {
        guard !rows.isEmpty else { return }
        let statement = try connection.statement(RecordSchema.blindWaiting.insert)
        for row in rows {
            statement.bind(row.seq, at: 1)
            statement.bind(row.part, at: 2)
            statement.bind(row.what.number, at: 3)
            statement.bind(row.value, at: 4)
            statement.bind(row.blind.bytes, at: 5)
            try statement.run()
        }
    }

    /// Puts everything that waits into its place, in transactions of the pace's length. Broken off, it is done again: what
    /// is in its place already stays as it is.
    static func settle(in database: any Database, pace: CommitPace?) throws {
        let (waiting, places) = try database.read { connection in
            let waiting = try read(on: connection)
            return (waiting, try standing(waiting, on: connection))
        }
        guard !waiting.isEmpty else { return }
        try inSlices(places.count, in: database, pace) { range, connection in
            for index in range { try places[index].insert(on: connection) }
        }
        try inSlices(waiting.count, in: database, pace) { range, connection in
            let statement = try connection.statement("DELETE FROM blind_waiting WHERE seq <= ?")
            statement.bind(waiting[range.upperBound - 1].seq, at: 1)
            try statement.run()
        }
    }

    /// The same in the transaction of the connection.
    static func settle(on connection: any DatabaseConnection) throws {
        for row in try standing(try read(on: connection), on: connection) { try row.insert(on: connection) }
        try connection.execute("DELETE FROM blind_waiting")
    }

    /// What is to be put into its place, in key order: not what was forgotten, nor what would tell of an erased anchor.
    private static func standing(_ waiting: [Row], on connection: any DatabaseConnection) throws -> [Row] {
        let rows = notForgotten(waiting)
        guard !rows.isEmpty else { return [] }
        let statement = try connection.statement("SELECT anchor FROM erased_anchor")
        defer { statement.reset() }
        var erased: Set<Int64> = []
        while try statement.step() { erased.insert(statement.int64(0)) }
        let kept = rows.filter { row in
            guard !erased.isEmpty, case .identifier = row.what else { return true }
            return !erased.contains(row.value)
        }
        return kept.sorted(by: Row.inPlaceOrder)
    }

    private static func read(on connection: any DatabaseConnection) throws -> [Row] {
        let statement = try connection.statement(RecordSchema.blindWaiting.selectInKeyOrder)
        defer { statement.reset() }
        var rows: [Row] = []
        while try statement.step() {
            guard let what = What(statement.int64(2)), let blind = BlindIndex.Value(statement.bytes(4)) else {
                throw StoreError(.damaged, RecordSchema.blindWaiting.name)
            }
            rows.append(
                Row(
                    seq: statement.int64(0), part: statement.int64(1), what: what, value: statement.int64(3),
                    blind: blind))
        }
        return rows
    }

    /// The rows without those that were forgotten after them.
    private static func notForgotten(_ rows: [Row]) -> [Row] {
        var forgotten: [Int64: Int64] = [:]
        for row in rows where row.what == .forgotten { forgotten[row.value] = row.seq }
        return rows.filter { row in
            switch row.what {
            case .forgotten: false
            case .identifier(.aNumberOfChild), .identifier(.aNumberOfCase):
                row.seq >= forgotten[row.value] ?? .min
            default: true
            }
        }
    }

    private static func inSlices(
        _ count: Int, in database: any Database, _ pace: CommitPace?,
        _ body: (Range<Int>, any DatabaseConnection) throws -> Void
    ) throws {
        var done = 0
        while done < count {
            let range = done..<min(count, done + (pace?.sliceSize ?? 8192))
            pace?.waitForOthers()
            let started = pace?.timing.elapsed()
            try database.write { try body(range, $0) }
            if let pace, let started { pace.committed(entries: range.count, in: pace.timing.elapsed() - started) }
            try database.upkeep()
            done = range.upperBound
        }
    }
}

extension Sequencer {
    /// Puts the blind indexes that `RecordProjection` gathered into their tables, in transactions of about 20 ms (law 2).
    /// Who looks identifiers up holds the store for an ingest and does this first. With nothing to do it only looks.
    public func settleIndexes() throws {
        try WaitingIndexes.settle(in: database, pace: CommitPace(timing: pace.timing))
    }
}
