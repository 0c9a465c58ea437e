public import AmparoModel
public import AmparoOversight
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
        let book = Mutex<FigureBook?>(nil)
        let told = try toldFindings(at: moment)
        try inParallel(try scan.shards(workers * 32)) {
            FigureWork(book: FigureBook(question), reader: ChildReader(moment, secrets: secrets), told: told)
        } body: { work, shard in
            try scan.forEachChild(in: shard) { child, dossiers in work.count(child, dossiers) }
        } finish: { work in
            work.book.settle()
            book.withLock { whole in
                if whole == nil { whole = work.book } else { whole?.merge(work.book) }
            }
        }
        let counted = book.withLock { $0.take() } ?? FigureBook(question)
        return counted.figures(try checks(CheckBook(counted), at: moment))
    }

    /// Adds every sponsor to an empty book of checks.
    private func checks(_ empty: CheckBook, at moment: RecordMoment) throws -> CheckBook {
        let checks = Mutex(empty)
        try inParallel(try sponsorShards()) {
            SponsorWork(book: empty, moment: moment, secrets: secrets)
        } body: { work, shard in
            try work.add(shard, of: database)
        } finish: { work in
            checks.withLock { $0.merge(work.book) }
        }
        return checks.withLock { $0 }
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

    /// Works runs of numbers off, each by one of the workers. A worker has one `State` for all its runs, which `finish` takes
    /// at its end.
    func inParallel<State>(
        _ shards: [Range<Int64>], make: @Sendable () -> State,
        body: @Sendable (inout State, Range<Int64>) throws -> Void, finish: @Sendable (inout State) -> Void
    ) throws {
        _ = try Workers(workers).map(
            shards.count, with: make, { state, piece in try body(&state, shards[piece]) }, finish: finish)
    }
}

/// One worker's part of the figures: the children of its runs.
private struct FigureWork {
    var book: FigureBook
    var reader: ChildReader
    let told: ToldFindings
    var court = CourtFile()

    mutating func count(_ child: Int64, _ dossiers: [ChildDossier]) {
        reader.read(child, dossiers)
        reader.count(&court, told, into: &book)
    }
}

/// One worker's part of the checks: the sponsors of its runs.
private struct SponsorWork {
    var book: CheckBook
    let moment: RecordMoment
    let decoder: CareDecoder
    let dates: [Int32?]
    var rows = EffectiveRows()
    var file = SponsorFile(number: 0)

    init(book: CheckBook, moment: RecordMoment, secrets: StoreSecrets) {
        self.book = book
        self.moment = moment
        let mask = secrets.dayMask
        decoder = CareDecoder { masked, person in mask.unmask(masked, person: person).map(Day.init(number:)) }
        dates = moment.snapshots.dates(asKnown: moment.seq)
    }

    mutating func add(_ shard: Range<Int64>, of database: any Database) throws {
        try database.read { connection in
            let statement = try connection.statement(
                "SELECT sponsor, facts FROM sponsor_dossier WHERE sponsor >= ? AND sponsor < ? ORDER BY sponsor")
            defer { statement.reset() }
            statement.bind(shard.lowerBound, at: 1)
            statement.bind(shard.upperBound, at: 2)
            while try statement.step() {
                let sponsor = statement.int64(0)
                guard book.hasReleases(of: sponsor) else { continue }
                file.removeAll(next: sponsor)
                rows.load(statement.bytes(1), asOf: moment.asOf, asKnown: moment.seq, dates: dates)
                decoder.decode(rows, into: &file)
                book.add(file)
            }
        }
    }
}
