internal import AmparoModel
internal import Synchronization

/// Keeps the worklist current with the journal: works out again what the entries since the last time touch, and no more.
///
/// A row of the tables depends on the journal alone, not on when or how often this was run. It may be run by several
/// processes at once: the one that began last goes on, the others give up.
public struct WorklistUpkeep: Sendable {
    /// What bringing the worklist up to date did.
    public struct Report: Hashable, Sendable {
        /// Children whose work was worked out again.
        public var children = 0
        /// Spans of work written.
        public var written = 0
        /// Spans of work taken away.
        public var removed = 0
    }

    /// What was done of what there is to do, by the record's numbers of children.
    public typealias Progress = (_ done: Int64, _ total: Int64) -> Void

    let database: any Database
    let secrets: StoreSecrets
    let workers: Int
    /// Numbers of children that are worked out together.
    private static let stride: Int64 = 2048
    /// Children who are found one by one and worked out together.
    private static let few = 2048
    /// Spans written in one transaction of about 20 ms, so that a receipt never waits long (law 2). Their blocks lie all over
    /// the table: the more of them together, the fewer pages are written more than once.
    private static let commit = 2048

    /// Upkeep of a store's worklist, by so many workers.
    public init(_ database: any Database, secrets: StoreSecrets, workers: Int = 2) {
        self.database = database
        self.secrets = secrets
        self.workers = max(1, workers)
    }

    /// Whether the worklist shows every entry of the journal.
    public func isCurrent() throws -> Bool {
        try database.read { connection in
            let state = try Self.state(on: connection)
            return state.seq == state.last
        }
    }

    /// Brings the worklist up to date. Throws `conflict` when another process has begun to do the same since.
    @discardableResult
    public func bringUpToDate(progress: Progress = { _, _ in }) throws -> Report {
        guard try !isCurrent() else { return Report() }
        let state = try database.write { connection in
            try connection.execute("UPDATE work_state SET run = run + 1 WHERE id = 1")
            return try Self.state(on: connection)
        }
        let (scope, moment) = try database.read { connection in
            (
                try WorkScope(from: state.seq + 1, to: state.last, on: connection),
                try RecordMoment(asOf: Day(number: DayBlock.days.upperBound), seq: state.last, on: connection)
            )
        }
        let report = Mutex(Report())
        // What one who was broken off left.
        try settle(run: state.run)
        // Worked out and not written yet: it is written while the next is worked out.
        var waiting: [Changes] = []
        if scope.record {
            waiting = try database.read { connection in
                let spans = try RecordWork.spans(upTo: state.last, on: connection)
                return try Self.changes(0..<1, [(0, spans)], on: connection)
            }
        }
        let ranges = try self.ranges(scope)
        let total = ranges.last?.upperBound ?? 0
        var next = 0
        while next < ranges.count {
            let together = Array(ranges[next..<min(ranges.count, next + (scope.isWide ? workers * 4 : Self.few))])
            let written = waiting
            waiting = try workOut(together, scope, moment) {
                try report.withLock { try write(written, run: state.run, gathering: scope.isWide, report: &$0) }
            } each: { range, work in
                try database.read { try Self.changes(range, work, on: $0) }
            }
            next += together.count
            progress(together.last?.upperBound ?? 0, total)
        }
        try report.withLock { try write(waiting, run: state.run, gathering: scope.isWide, report: &$0) }
        try settle(run: state.run)
        try database.write { connection in
            try Self.requireRun(state.run, on: connection)
            let row = try connection.statement("UPDATE work_state SET seq = ? WHERE id = 1")
            row.bind(state.last, at: 1)
            try row.run()
        }
        return report.withLock { $0 }
    }

    /// Throws the worklist away and makes it again (ARCHITECTURE law 3).
    @discardableResult
    public func rebuild(progress: Progress = { _, _ in }) throws -> Report {
        try database.write { connection in
            try connection.execute("DELETE FROM work_item")
            try connection.execute("DELETE FROM work_block")
            try connection.execute("DELETE FROM work_waiting")
            try connection.execute("UPDATE work_state SET seq = 0, run = run + 1 WHERE id = 1")
        }
        return try bringUpToDate(progress: progress)
    }

    // MARK: Working out

    /// Runs of children's numbers to be worked out.
    func ranges(_ scope: WorkScope) throws -> [Range<Int64>] {
        guard scope.isWide else { return scope.sorted.map { $0..<($0 + 1) } }
        let highest = try database.read { connection in
            var highest: Int64 = 0
            for sql in ["SELECT MAX(child) FROM dossier", "SELECT MAX(child) FROM work_item"] {
                let statement = try connection.statement(sql)
                defer { statement.reset() }
                if try statement.step() { highest = max(highest, statement.int64(0)) }
            }
            return max(highest, scope.children.max() ?? 0)
        }
        return Swift.stride(from: Int64(1), through: max(1, highest), by: Int(Self.stride)).map {
            $0..<min(highest + 1, $0 + Self.stride)
        }
    }

    /// What `each` makes of the work of all children meant, of several runs at once; the work of one whose dossiers are
    /// gone is empty. `beside` is done meanwhile, by one of the workers.
    func workOut<Found: Sendable>(
        _ ranges: [Range<Int64>], _ scope: WorkScope, _ moment: RecordMoment, beside: @Sendable () throws -> Void = {},
        each: @Sendable (Range<Int64>, [(child: Int64, spans: [WorkSpan])]) throws -> [Found]
    ) throws -> [Found] {
        let found = try Workers(workers).map(
            ranges.count + 1, with: { ChildWork(moment, secrets: secrets) },
            { work, piece -> [Found] in
                guard piece > 0 else {
                    try beside()
                    return []
                }
                let range = ranges[piece - 1]
                return try each(range, try workOut(range, scope, moment, &work))
            })
        return found.flatMap { $0 }
    }

    private func workOut(
        _ range: Range<Int64>, _ scope: WorkScope, _ moment: RecordMoment, _ work: inout ChildWork
    ) throws -> [(child: Int64, spans: [WorkSpan])] {
        var found: [(child: Int64, spans: [WorkSpan])] = []
        var gone = scope.isAll ? Set(try childrenWithWork(range)) : Set(scope.children(in: range))
        try RecordScan(database, at: moment).forEachChild(in: range) { child, dossiers in
            guard scope.contains(child, dossiers) else { return }
            gone.remove(child)
            found.append((child, work.spans(of: child, dossiers)))
        }
        for child in gone.sorted() { found.append((child, [])) }
        return found
    }

    private func childrenWithWork(_ range: Range<Int64>) throws -> [Int64] {
        try database.read { connection in
            let statement = try connection.statement(
                "SELECT DISTINCT child FROM work_item WHERE child >= ? AND child < ? ORDER BY child")
            defer { statement.reset() }
            statement.bind(range.lowerBound, at: 1)
            statement.bind(range.upperBound, at: 2)
            var children: [Int64] = []
            while try statement.step() { children.append(statement.int64(0)) }
            return children
        }
    }

    // MARK: Writing

    /// What is to be changed of some children's work.
    private struct Changes: Sendable {
        var children = 0
        var removed: [WorkSpan] = []
        var written: [WorkSpan] = []
        var count: Int { removed.count + written.count }
    }

    /// What the work of children of a run, in order, has other than it stands, child by child. Nobody else writes theirs
    /// meanwhile, or what is written of it is refused (`requireRun`).
    private static func changes(
        _ range: Range<Int64>, _ work: [(child: Int64, spans: [WorkSpan])], on connection: any DatabaseConnection
    ) throws -> [Changes] {
        guard !work.isEmpty else { return [] }
        let standing = try WorkTable(connection: connection).spans(ofChildrenIn: range)
        return work.map { child, spans in
            let stands = standing[child] ?? []
            guard stands != spans else { return Changes(children: 1) }
            let (old, new) = (Set(stands), Set(spans))
            return Changes(
                children: 1, removed: stands.filter { !new.contains($0) }, written: spans.filter { !old.contains($0) })
        }
    }

    /// Writes what is other than it stands, in short transactions; the work of one child changes in one of them.
    private func write(_ work: [Changes], run: Int64, gathering: Bool, report: inout Report) throws {
        var commits: [Changes] = []
        var together = Changes()
        for child in work {
            report.children += child.children
            together.removed += child.removed
            together.written += child.written
            guard together.count >= Self.commit else { continue }
            commits.append(together)
            together = Changes()
        }
        if together.count > 0 { commits.append(together) }
        for changes in commits {
            let waiting = try database.write { connection in
                try Self.requireRun(run, on: connection)
                let table = WorkTable(connection: connection, gathering: gathering)
                try table.delete(changes.removed)
                try table.insert(changes.written)
                return gathering ? try WaitingBlocks.count(on: connection) : 0
            }
            try database.upkeep()
            if waiting >= WaitingBlocks.together { try settle(run: run) }
            report.removed += changes.removed.count
            report.written += changes.written.count
        }
    }

    private func settle(run: Int64) throws {
        try WaitingBlocks.settle(in: database) { try Self.requireRun(run, on: $0) }
    }

    private static func requireRun(_ run: Int64, on connection: any DatabaseConnection) throws {
        guard try state(on: connection).run == run else { throw StoreError(.conflict, "worklist") }
    }

    static func state(on connection: any DatabaseConnection) throws -> (seq: Int64, run: Int64, last: Int64) {
        let statement = try connection.statement(
            "SELECT w.seq, w.run, s.size FROM work_state w JOIN sequencer s ON s.id = w.id WHERE w.id = 1")
        defer { statement.reset() }
        guard try statement.step() else { throw StoreError(.damaged, "work_state") }
        return (statement.int64(0), statement.int64(1), statement.int64(2))
    }
}
