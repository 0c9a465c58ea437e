internal import AmparoDuties
internal import AmparoModel
internal import AmparoSharing
internal import AmparoStore

/// One subject as it is to be looked at: everything known of it now.
struct DutyJob: Sendable {
    var subject: DutySubject
    /// Whose key seals the people in its events.
    var person: Person
    var facts: SubjectOccasions
    var sharing: PostSharing?
    /// The ledger as it was read.
    var stored: StoredLedger
    /// When it was to be looked at again so far.
    var due: Instant?
    /// The first day on which something known already will have happened.
    var nextDay: Day?
    /// What was left out because it was over long before the first day.
    var leftOut = 0
}

/// What came of looking at a subject.
struct DutyOutcome: Sendable {
    var subject: DutySubject
    var person: Person
    var lastSeq: Int64
    var events: [DutyEvent]
    var wake: Instant?
    var isWakeNew: Bool
    var leftOut: Int
}

/// Looks at many subjects on one state of the store: gathers, asks the engine, and appends nothing.
struct DutyRun: Sendable {
    let store: GovernanceStore
    let secrets: StoreSecrets
    let book: ProcedureBook
    let posts: Posts
    let calendar: CourtCalendar
    let rules: PostSharing.Rules
    let governed: GovernedOccasions
    let moment: RecordMoment
    let times: KnownTimes
    let gathering: OccasionGatherer.Scope
    /// The present.
    var now: Instant
    /// What stands for the procedures and settings of the run.
    let settings: String
    /// The number of the steward's account.
    let stewardNumber: Int64
    /// What was gathered of children for acts of machines.
    let gathered: DutyJobCache

    /// What the engine makes of a job and of what people did.
    func outcome(_ job: DutyJob, acts: [Act] = []) -> DutyOutcome {
        let engine = engine(job)
        let events = engine.apply(
            change: SubjectChange(facts: job.facts, acts: acts), ledger: job.stored.ledger, at: now)
        var ledger = job.stored.ledger
        for event in events { ledger.apply(event) }
        let days = job.nextDay.map { Zone.washington.start(of: $0) }
        let wake = [engine.nextWake(ledger, facts: job.facts), days].compactMap { $0 }
            .min { $0.microseconds < $1.microseconds }
        return DutyOutcome(
            subject: job.subject, person: job.person, lastSeq: job.stored.lastSeq, events: events, wake: wake,
            isWakeNew: wake?.microseconds != job.due?.microseconds, leftOut: job.leftOut)
    }

    /// The engine for a subject: the same procedures and posts, and the sharing rules asked about just this one.
    func engine(_ job: DutyJob) -> DutyEngine {
        guard let sharing = job.sharing else {
            return DutyEngine(book: book, calendar: calendar, posts: posts) { _ in
                .permit(rule: PostSharing.noPerson)
            }
        }
        return DutyEngine(book: book, calendar: calendar, posts: posts) { sharing.answer($0) }
    }

    // MARK: Children

    /// A child read from its dossiers, before what is sealed and what sponsors' dossiers say were added.
    private struct Read {
        var child: Int64
        var person: Person
        var occasions: [Occasion]
        var concerns: [OccasionGatherer.SealedConcern]
        var sponsors: [Int64]
        var standing: ChildStanding
        var sharing: PostSharing
        var nextDay: Day?
        var leftOut: Int
    }

    /// The jobs of the children of a run of numbers that are meant, and of those of whom only a ledger is left.
    func jobs(in range: Range<Int64>, where isMeant: (Int64, [ChildDossier]) -> Bool) throws -> [DutyJob] {
        let database = store.journal.database
        var gatherer = OccasionGatherer(moment, times: times, secrets: secrets, scope: gathering)
        var read: [Read] = []
        var gone = Set(try database.read { try DutyLedgers($0).subjects(in: range) })
        try RecordScan(database, at: moment).forEachChild(in: range) { child, dossiers in
            gone.remove(child)
            guard isMeant(child, dossiers) else { return }
            read.append(self.read(child, dossiers, &gatherer))
        }
        for child in gone where isMeant(child, []) { read.append(self.read(child, [], &gatherer)) }
        try addSealed(&read)
        return try database.read { connection in
            try addChecks(&read, &gatherer, on: connection)
            let ledgers = try DutyLedgers(connection).ledgers(in: range)
            let reported = try ReportedOccasion.all(in: range, on: connection)
            let known = try governed.children(in: range, on: connection)
            let network = try NetworkOccasions.all(in: range, on: connection)
            let due = try DutyUpkeep(connection).due(in: range)
            return read.map { read in
                let occasions =
                    read.occasions + (reported[read.child] ?? []) + (known[read.child] ?? [])
                    + (network[read.child] ?? []).map { $0.at(read.standing.state) }
                let isErased = governed.erased.contains(read.child)
                return DutyJob(
                    subject: DutySubject(.child, read.child), person: read.person,
                    facts: SubjectOccasions(isErased ? [] : occasions),
                    sharing: read.sharing, stored: ledgers[read.child] ?? .empty, due: due[read.child],
                    nextDay: read.nextDay, leftOut: read.leftOut)
            }
        }
    }

    private func read(_ child: Int64, _ dossiers: [ChildDossier], _ gatherer: inout OccasionGatherer) -> Read {
        let consents = governed.consents[child] ?? []
        let occasions = gatherer.gather(
            child, dossiers, consents: consents.contains { $0.recipients.contains { $0.hasPrefix("hhs") } })
        let known = RecordFacts(gatherer.file, on: gathering.today)
        var facts = SubjectFacts()
        facts.stage = known.stage
        facts.age = known.age
        facts.hearing = known.hearing
        facts.reports = known.ownReports
        facts.courtOrder = rules.hasPapers ? .unknown : .no
        facts.populations = rules.hasPapers ? nil : []
        facts.evidence = rules.hasPapers ? nil : []
        facts.emergency = .no
        var holders: Set<String> = []
        if gatherer.file.child.isInCareRecord { holders.insert("hhs.orr") }
        if gatherer.file.caseCount > 0 { holders.insert("doj.eoir") }
        if !gatherer.file.child.notices.isEmpty { holders.insert("dhs.ice.opla") }
        let kind = dossiers.first { $0.anchor == child }?.kind ?? .child
        return Read(
            child: child, person: Person(kind.personClass, child), occasions: occasions, concerns: gatherer.concerns,
            sponsors: gatherer.sponsors, standing: gatherer.standing,
            sharing: PostSharing(
                rules: rules, facts: facts, courts: known.courts, state: gatherer.standing.state, holders: holders,
                consents: consents),
            nextDay: gatherer.nextDay, leftOut: gatherer.leftOut)
    }

    /// Adds the concerns with their kinds, which are opened for this alone. One that cannot be opened any more has no kind.
    private func addSealed(_ read: inout [Read]) throws {
        let entries = read.flatMap { $0.concerns.map(\.seq) }
        guard !entries.isEmpty else { return }
        var sealed = SealedParts()
        try store.journal.database.read { try sealed.read(entries, on: $0) }
        let opener = try Opener(sealed, keys: store.keys)
        for index in read.indices where !read[index].concerns.isEmpty {
            var reports = read[index].sharing.facts.reports
            for concern in read[index].concerns {
                let words = try SealedConcernWords(concern.seq, opener)
                // As at the gate: of what cannot be opened nobody can tell what it reports.
                if words.isGone { reports = nil }
                let traits = Traits(.concern, words.kind) ?? .none
                var raised = concern.occasion
                raised.traits = raised.traits.union(traits)
                read[index].occasions.append(raised)
                if let report = RecordFacts.report(words.kind) { reports?.insert(report) }
                guard let day = concern.reportedOn, let kind = words.reportedTo else { continue }
                var done = Occasion(
                    OccasionKey(kind, raised.key.about), occurred: .day(day), known: raised.known,
                    related: raised.key.about)
                done.state = raised.state
                read[index].occasions.append(done)
            }
            read[index].sharing.facts.reports = reports
        }
    }

    /// Adds the checks on sponsors of children in care.
    private func addChecks(
        _ read: inout [Read], _ gatherer: inout OccasionGatherer, on connection: any DatabaseConnection
    ) throws {
        let row = try connection.statement("SELECT facts FROM sponsor_dossier WHERE sponsor = ?")
        defer { row.reset() }
        for index in read.indices {
            for sponsor in read[index].sponsors {
                row.reset()
                row.bind(sponsor, at: 1)
                guard try row.step() else { continue }
                read[index].occasions += gatherer.gatherChecks(row.bytes(0), for: read[index].standing)
            }
        }
    }

    // MARK: Others

    /// The job of an account, an agreement, or the record as a whole.
    func job(_ subject: DutySubject) throws -> DutyJob {
        try store.journal.database.read { connection in
            var occasions: [Occasion]
            switch subject.kind {
            case .account: occasions = governed.account(subject.number)
            case .agreement:
                occasions = try governed.agreement(subject.number, at: now, GovernanceFacts(connection))
            default: occasions = try RecordOccasions.all(times, on: connection)
            }
            let range = subject.rawValue..<(subject.rawValue + 1)
            occasions += try ReportedOccasion.all(in: range, on: connection)[subject.rawValue] ?? []
            return DutyJob(
                subject: subject, person: Person(.account, subject.kind == .account ? subject.number : stewardNumber),
                facts: SubjectOccasions(occasions), sharing: nil,
                stored: try DutyLedgers(connection).ledger(of: subject),
                due: try DutyUpkeep(connection).due(in: range)[subject.rawValue])
        }
    }

    // MARK: In parallel

    /// What came of several runs of children, in the order of the runs.
    func outcomes(
        _ ranges: [Range<Int64>], workers: Int, where isMeant: @Sendable (Int64, [ChildDossier]) -> Bool
    ) throws -> [DutyOutcome] {
        try Workers(workers).map(ranges.count) { piece in
            try jobs(in: ranges[piece], where: isMeant).map { outcome($0) }
                .filter { !$0.events.isEmpty || $0.isWakeNew || $0.leftOut > 0 }
        }.flatMap { $0 }
    }
}

extension Occasion {
    /// The same where a child lives.
    fileprivate func at(_ state: StateCode?) -> Occasion {
        var placed = self
        placed.state = state ?? .notSaid
        return placed
    }
}

/// What the sealed part of a concern says: its kind, and to whom it was reported.
private struct SealedConcernWords {
    var kind = ""
    var reportedTo: OccasionKind?
    /// Whether it cannot be opened any more.
    var isGone = false

    init(_ seq: Int64, _ opener: Opener) throws {
        let opened = try opener.withText(of: seq) { text in
            var kind = ""
            var reported = ""
            var reader = SealedTextReader(text)
            while let field = reader.next() {
                switch field.id {
                case CareColumn.Concern.kind: kind = String(decoding: field.text, as: UTF8.self).lowercased()
                case Self.reportedToColumn: reported = String(decoding: field.text, as: UTF8.self).uppercased()
                default: break
                }
            }
            return (kind, reported)
        }
        guard case .text((let kind, let reported)) = opened else {
            if case .erased = opened { isGone = true }
            return
        }
        self.kind = kind
        // The column is free text; these are the names that mean an authority and nobody else.
        if ["ORR", "HHS", "OTIP"].contains(where: reported.contains) {
            reportedTo = .concernReportedToHHS
        } else if ["CPS", "STATE"].contains(where: reported.contains) {
            reportedTo = .concernReportedToState
        }
    }

    private static let reportedToColumn = RecordKind.concern.table.id("reported_to")
}
