public import AmparoDuties
public import AmparoModel
public import AmparoSharing
public import AmparoStore

/// Keeps the duties of a store: brings them up to date with what the record knows and with the time, and takes what people
/// and machines do. Whatever it decides is an entry; the ledgers are nothing but their sum.
///
/// It sends nothing. An offered handoff is an entry from which the outbox makes a message in the same transaction.
public struct DutyDesk: Sendable {
    /// What bringing the duties up to date did.
    public struct Report: Hashable, Sendable {
        /// Whether somebody has accepted to hold what no other post has accepted. Without that nothing is begun.
        public var hasSteward = true
        /// Subjects that were looked at.
        public var subjects = 0
        /// Events that were written.
        public var events = 0
        /// Duties that came to be and are owed, or will be.
        public var begun = 0
        /// Duties that were due before the first day: counted and shown, nobody is told.
        public var historic = 0
        /// Matters that were over so long before the first day that no duty of theirs was written down.
        public var leftOut = 0
        /// Handoffs that were offered.
        public var offered = 0
        /// Handoffs that the sharing rules do not let go.
        public var withheld = 0
        /// Duties that turned out to be late.
        public var breached = 0
        /// Levels of escalation paths that were asked.
        public var escalated = 0
        /// Handoffs that correct what was told.
        public var corrections = 0

        /// Nothing done.
        public init() {}
    }

    /// What was done of what there is to do, by the record's numbers of children.
    public typealias Progress = (_ done: Int64, _ total: Int64) -> Void

    let store: GovernanceStore
    let views: Projections
    let terms: SharingTerms
    let workers: Int
    let runs: DutyRunCache
    let offices = OfficeCache()
    /// Numbers of children that are looked at together.
    private static let stride: Int64 = 2048
    /// Children who are found one by one and looked at together.
    private static let few = 256

    /// The desk of a store. `views` are all its views, each of which is written in the transaction of the entries.
    public init(_ store: GovernanceStore, views: Projections, terms: SharingTerms, workers: Int = 2) {
        self.store = store
        self.views = views
        self.terms = terms
        self.workers = max(1, workers)
        runs = DutyRunCache(store, terms: terms)
    }

    /// The posts and what the deployment decided, as they stand.
    public func office() throws -> DutyOffice { try offices.known(store).office }

    /// The procedures in force under the deployment's settings.
    public func book() throws -> ProcedureBook { try offices.known(store).book }

    /// Who is in charge where; nil while nobody has accepted to hold what no other post has.
    public func posts() throws -> Posts? { try offices.known(store).posts }

    // MARK: Bringing up to date

    /// Whether anything is to be done: entries that were not looked at, or time that has run out.
    public func isCurrent(at moment: Instant? = nil) throws -> Bool {
        try store.journal.database.read { connection in
            let upkeep = DutyUpkeep(connection)
            let state = try upkeep.state()
            let office = try DutyOffice(connection)
            guard office.steward != nil else { return true }
            return try state.seq == state.last && state.rules == office.rules
                && upkeep.due(by: moment ?? store.now(), limit: 1).isEmpty
        }
    }

    /// Looks at every subject that entries since the last time touch, and at those for whom time has done something; writes
    /// what follows. Does nothing when nothing has changed. One process at a time.
    ///
    /// - Parameter moment: the present; the clock's when nil. Never before the last entry.
    @discardableResult
    public func bringUpToDate(at moment: Instant? = nil, progress: Progress = { _, _ in }) throws -> Report {
        var report = Report()
        guard try !isCurrent(at: moment) else {
            report.hasSteward = try office().steward != nil
            return report
        }
        guard let run = try runs.run(at: moment ?? store.now()) else {
            report.hasSteward = false
            return report
        }
        let (state, scope) = try scope(run)
        try others(run, scope, &report)
        try children(run, scope, &report, progress)
        try finish(run, state, report)
        return report
    }

    private func scope(_ run: DutyRun) throws -> (DutyUpkeep.State, DutyScope) {
        try store.journal.database.read { connection in
            let upkeep = DutyUpkeep(connection)
            let state = try upkeep.state()
            var scope = try DutyScope(
                from: state.seq + 1, to: state.last, isAll: state.rules != run.settings, on: connection)
            for subject in try upkeep.due(by: run.now) { scope.insert(subject) }
            if scope.isAll {
                for subject in run.governed.subjects { scope.insert(subject) }
                return (state, scope)
            }
            let row = try connection.statement(
                "SELECT topic, subject, kind FROM governance_fact WHERE seq > ? ORDER BY seq")
            defer { row.reset() }
            row.bind(state.seq, at: 1)
            var isDeletionCertified = false
            while try row.step() {
                isDeletionCertified = isDeletionCertified || row.int64(2) == EntryKind.deletionCertified.rawValue
                switch GovernanceTopic(rawValue: row.int64(0)) {
                case .account: scope.insert(DutySubject(.account, row.int64(1)))
                case .agreement: scope.insert(DutySubject(.agreement, row.int64(1)))
                default: break
                }
            }
            if isDeletionCertified { try Self.insertRetained(into: &scope, on: connection) }
            return (state, scope)
        }
    }

    /// A certificate tells of receipts and not of children: everybody of whom something is still to be deleted is looked at.
    private static func insertRetained(into scope: inout DutyScope, on connection: any DatabaseConnection) throws {
        let row = try connection.statement("SELECT subject FROM duty WHERE kind = ? AND state <= 3")
        defer { row.reset() }
        row.bind(Int64(OccasionKind.disclosureMade.rawValue), at: 1)
        while try row.step() { scope.insert(DutySubject(rawValue: row.int64(0))) }
    }

    private func others(_ run: DutyRun, _ scope: DutyScope, _ report: inout Report) throws {
        var subjects = scope.subjects.subtracting([.record]).sorted()
        if scope.record { subjects.insert(.record, at: 0) }
        try write(try subjects.map { run.outcome(try run.job($0)) }, run, &report)
        report.subjects += subjects.count
    }

    private func children(
        _ run: DutyRun, _ scope: DutyScope, _ report: inout Report, _ progress: Progress
    ) throws {
        let ranges = try ranges(scope)
        let total = ranges.last?.upperBound ?? 0
        let isWide = scope.isWide
        let wanted = DutyWanted(scope, isWide: isWide)
        var next = 0
        while next < ranges.count {
            let together = Array(ranges[next..<min(ranges.count, next + (isWide ? workers * 4 : Self.few))])
            let outcomes = try run.outcomes(together, workers: workers) { wanted.contains($0, $1) }
            report.subjects += outcomes.count
            try write(outcomes, run, &report)
            next += together.count
            progress(together.last?.upperBound ?? 0, total)
        }
    }

    private func ranges(_ scope: DutyScope) throws -> [Range<Int64>] {
        guard scope.isWide else { return scope.children.map { $0..<($0 + 1) } }
        let highest = try store.journal.database.read { connection in
            var highest: Int64 = 0
            for sql in [
                "SELECT MAX(child) FROM dossier",
                "SELECT MAX(subject) FROM duty_ledger WHERE subject < 72057594037927936",
            ] {
                let row = try connection.statement(sql)
                defer { row.reset() }
                if try row.step() { highest = max(highest, row.int64(0)) }
            }
            return highest
        }
        return Swift.stride(from: Int64(1), through: max(1, highest), by: Int(Self.stride)).map {
            $0..<min(highest + 1, $0 + Self.stride)
        }
    }

    /// Notes how far the duties are: up to the entry before the first one that is no duty's own and came in meanwhile.
    private func finish(_ run: DutyRun, _ before: DutyUpkeep.State, _ report: Report) throws {
        try store.journal.database.write { connection in
            let upkeep = DutyUpkeep(connection)
            var state = try upkeep.state()
            let row = try connection.statement("SELECT MIN(seq) FROM entry WHERE seq > ? AND kind <> ?")
            defer { row.reset() }
            row.bind(before.last, at: 1)
            row.bind(Int64(EntryKind.dutyEvent.rawValue), at: 2)
            let other = try row.step() && !row.isNull(0) ? row.int64(0) : nil
            state.seq = other.map { $0 - 1 } ?? state.last
            if before.rules != run.settings { state.historic = String(report.leftOut) }
            state.rules = run.settings
            try upkeep.store(state)
        }
    }

    // MARK: Writing

    /// Entries written in one transaction, so that a receipt never waits long (law 2).
    static let sheaf = 1024

    /// Appends the events of whole subjects together, and when each is to be looked at again. A subject that somebody acted on
    /// meanwhile is looked at once more.
    private func write(_ outcomes: [DutyOutcome], _ run: DutyRun, _ report: inout Report) throws {
        var next = 0
        for outcome in outcomes { report.leftOut += outcome.leftOut }
        while next < outcomes.count {
            var sheaf: [DutyOutcome] = []
            var count = 0
            while next < outcomes.count, count < Self.sheaf, sheaf.count < Self.sheaf {
                let outcome = outcomes[next]
                next += 1
                guard !outcome.events.isEmpty || outcome.isWakeNew else { continue }
                sheaf.append(outcome)
                count += outcome.events.count
            }
            do {
                try append(sheaf)
                for outcome in sheaf { report.add(outcome.events) }
            } catch let error as StoreError where error.code == .conflict {
                for outcome in sheaf { report.add(try act(outcome.subject, [Act](), at: run.now).events) }
            }
            try store.journal.database.upkeep()
        }
    }

    /// Appends the events of some subjects in one transaction. Throws `conflict` when a ledger is not what it was.
    func append(_ outcomes: [DutyOutcome]) throws {
        guard outcomes.contains(where: { !$0.events.isEmpty || $0.isWakeNew }) else { return }
        var batch = EntryBatch(random: store.random)
        let named = outcomes.filter { $0.events.contains { !$0.encoded().people.isEmpty } }.map(\.person)
        let persons = Array(Set(named)).sorted()
        let keys = Dictionary(
            zip(persons, try store.keys.keys(for: persons, creatingMissing: true)),
            uniquingKeysWith: { first, _ in first })
        for outcome in outcomes {
            for event in outcome.events {
                try batch.append(event, of: outcome.subject, key: keys[outcome.person] ?? nil)
            }
        }
        try store.journal.sequencer.append(&batch) { connection, entries in
            let ledgers = DutyLedgers(connection)
            let upkeep = DutyUpkeep(connection)
            for outcome in outcomes {
                guard try ledgers.lastSeq(of: outcome.subject) == outcome.lastSeq else {
                    throw StoreError(.conflict, "duties")
                }
                if outcome.isWakeNew { try upkeep.wake(outcome.subject, at: outcome.wake) }
            }
            try views.apply(entries, on: connection)
        }
    }
}

/// Which children a run is about; shared by its workers.
private struct DutyWanted: Sendable {
    private let isAll: Bool
    private let courtChildren: Bool
    private let children: Set<Int64>

    init(_ scope: DutyScope, isWide: Bool) {
        isAll = scope.isAll || !isWide
        courtChildren = scope.courtChildren
        children = isWide ? Set(scope.children) : []
    }

    func contains(_ child: Int64, _ dossiers: [ChildDossier]) -> Bool {
        isAll || children.contains(child) || (courtChildren && dossiers.contains { $0.kind == .courtCase })
    }
}

extension DutyDesk.Report {
    /// Counts events.
    mutating func add(_ events: [DutyEvent]) {
        self.events += events.count
        for event in events {
            switch event.change {
            case .created(let duty):
                if duty.state == .historic { historic += 1 }
                if duty.state.isAlive { begun += 1 }
            case .becameHistoric: historic += 1
            case .offered(let handoff):
                if handoff.state == .withheld { withheld += 1 } else { offered += 1 }
                if handoff.content != .fact, handoff.state != .withheld { corrections += 1 }
            case .breached: breached += 1
            case .escalated: escalated += 1
            default: break
            }
        }
    }
}
