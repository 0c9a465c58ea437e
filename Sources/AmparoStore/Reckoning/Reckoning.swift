public import AmparoModel
public import AmparoOversight
internal import Dispatch
internal import Synchronization

/// Answers questions about the whole record: figures, and findings of hearings. Reads only; on two cores at once.
public struct Reckoning: Sendable {
    let database: any Database
    let secrets: StoreSecrets
    let workers: Int

    /// A reckoning over a record, by so many workers.
    public init(_ database: any Database, secrets: StoreSecrets, workers: Int = 2) {
        self.database = database
        self.secrets = secrets
        self.workers = max(1, workers)
    }

    /// The moment of a day in the world, at a place of the journal.
    public func moment(asOf: Day, seq: Int64) throws -> RecordMoment {
        try database.read { try RecordMoment(asOf: asOf, seq: seq, on: $0) }
    }

    /// Every figure of the catalogue.
    public func figures(
        at moment: RecordMoment, cohort: Cohort? = nil, grid: CheckGrid = .grid1
    ) throws -> [Figure] {
        let question = Question(
            asOf: moment.asOf, cohort: cohort, resultSystems: moment.resultSystems, grid: grid)
        let scan = RecordScan(database, at: moment)
        let shards = try scan.shards(workers * 32)
        let book = Mutex(FigureBook(question))
        try inParallel(shards) { shard in
            var own = FigureBook(question)
            var reader = ChildReader(moment, secrets: secrets)
            var court = CourtFile()
            try scan.forEachChild(in: shard) { child, dossiers in
                reader.read(child, dossiers)
                count(&reader, &court, into: &own)
            }
            book.withLock { $0.merge(own) }
        }
        let counted = book.withLock { $0 }
        let empty = CheckBook(counted)
        let checks = Mutex(empty)
        try inParallel(try sponsorShards()) { shard in
            var own = empty
            try addSponsors(shard, moment, to: &own)
            checks.withLock { $0.merge(own) }
        }
        return counted.figures(checks.withLock { $0 })
    }

    /// A case that no care record claims is its own child (COUNTING.md, `hearing.failed-to-appear`).
    ///
    /// The reader is lent: a copy of it would cost more than the counting.
    private func count(_ reader: inout ChildReader, _ court: inout CourtFile, into book: inout FigureBook) {
        if reader.child.isInCareRecord {
            court.removeAll(keepingCapacity: true)
            for index in 0..<reader.caseCount { reader.add(index, to: &court) }
            book.add(reader.child, court)
        } else {
            for index in 0..<reader.caseCount {
                court.removeAll(keepingCapacity: true)
                reader.add(index, to: &court)
                let number = UInt64(bitPattern: reader.cases[index].file.id) | 1 << 63
                book.add(ChildFile(child: number, isInCareRecord: false), court)
            }
        }
    }

    private func sponsorShards() throws -> [Range<Int64>] {
        try database.read { connection in
            let statement = try connection.statement(
                "SELECT (SELECT MIN(sponsor) FROM sponsor_dossier), (SELECT MAX(sponsor) FROM sponsor_dossier)")
            defer { statement.reset() }
            guard try statement.step(), !statement.isNull(0) else { return [] }
            return RecordScan.cut(statement.int64(0)...statement.int64(1), into: workers * 8)
        }
    }

    private func addSponsors(_ shard: Range<Int64>, _ moment: RecordMoment, to book: inout CheckBook) throws {
        let mask = secrets.dayMask
        let decoder = CareDecoder { masked, person in mask.unmask(masked, person: person).map(Day.init(number:)) }
        let dates = moment.snapshots.dates(asKnown: moment.seq)
        var rows = EffectiveRows()
        var file = SponsorFile(number: 0)
        try database.read { connection in
            let statement = try connection.statement(
                "SELECT sponsor, facts FROM sponsor_dossier WHERE sponsor >= ? AND sponsor < ? ORDER BY sponsor")
            defer { statement.reset() }
            statement.bind(shard.lowerBound, at: 1)
            statement.bind(shard.upperBound, at: 2)
            while try statement.step() {
                file.removeAll(keepingCapacity: true, next: statement.int64(0))
                rows.load(statement.bytes(1), asOf: moment.asOf, asKnown: moment.seq, dates: dates)
                decoder.decode(rows, into: &file)
                book.add(file)
            }
        }
    }

    /// Calls `body` for every case of the record with its findings, in order of case number within a child and of children;
    /// from one thread.
    public func forEachCase(at moment: RecordMoment, _ body: (EvaluatedCase) throws -> Void) throws {
        try forEachChildCase(at: moment) { try body($1) }
    }

    /// Calls `body` for every case of the record with the number of the child it belongs to, in order of children; from one
    /// thread.
    public func forEachChildCase(
        at moment: RecordMoment, _ body: (_ child: Int64, _ case: EvaluatedCase) throws -> Void
    ) throws {
        let scan = RecordScan(database, at: moment)
        var reader = ChildReader(moment, secrets: secrets)
        try scan.forEachChild(in: 0..<Int64.max) { child, dossiers in
            reader.read(child, dossiers)
            for index in 0..<reader.caseCount { try body(child, reader.cases[index]) }
        }
    }

    /// Calls `body` for every case of the child to whom a court case belongs; nothing when the record has no such case.
    public func forEachCase(
        withNumber number: Int64, at moment: RecordMoment, _ body: (EvaluatedCase) throws -> Void
    ) throws {
        let child = try database.read { connection in
            let statement = try connection.statement(
                """
                SELECT a.anchor, a.child FROM court_case c JOIN anchor a ON a.anchor = c.anchor WHERE c.idncase = ?
                """)
            defer { statement.reset() }
            statement.bind(number, at: 1)
            guard try statement.step() else { return Int64?.none }
            return moment.moved[statement.int64(0)] ?? statement.int64(1)
        }
        guard let child else { return }
        let scan = RecordScan(database, at: moment)
        var reader = ChildReader(moment, secrets: secrets)
        try scan.forEachChild(in: child..<(child + 1)) { child, dossiers in
            reader.read(child, dossiers)
            for index in 0..<reader.caseCount where reader.cases[index].file.id == number {
                try body(reader.cases[index])
            }
        }
    }

    func inParallel(_ shards: [Range<Int64>], _ body: @Sendable (Range<Int64>) throws -> Void) throws {
        let failure = Mutex<(any Error)?>(nil)
        let next = Atomic<Int>(0)
        DispatchQueue.concurrentPerform(iterations: workers) { _ in
            while true {
                let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard index < shards.count, failure.withLock({ $0 == nil }) else { return }
                do { try body(shards[index]) } catch { failure.withLock { $0 = error } }
            }
        }
        if let failure = failure.withLock({ $0 }) { throw failure }
    }
}
