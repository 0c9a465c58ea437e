public import AmparoDuties
public import AmparoModel
internal import AmparoSharing
public import AmparoStore

/// What an act changed.
public struct DutyActed: Sendable {
    /// What happened, in order.
    public var events: [DutyEvent]
    /// The ledger after it, with its people.
    public var ledger: SubjectLedger

    /// Why the last act was refused; nil when it was not.
    public var refusal: ActRefusal? {
        for event in events { if case .refused(let refusal, _) = event.change { return refusal } }
        return nil
    }
}

/// Something has happened to the duties of a subject since they were looked at; nothing was done.
public struct DutiesMovedOn: Error, Sendable {}

extension DutyDesk {
    /// Takes one act of a machine or of a person who was named before, on one subject, and brings the subject up to date with
    /// it. What the rules do not allow is refused, and the refusal is an entry. Throws `notFound` while nobody holds the
    /// steward's post, `busy` when it never comes to rest.
    @discardableResult
    public func act(_ subject: DutySubject, _ act: Act, at moment: Instant? = nil) throws -> DutyActed {
        try self.act(subject, [act], at: moment)
    }

    /// Takes acts on one subject in order, in one transaction; without any it asks only what has changed. With `seen`, the
    /// number of the last event that the actor has seen, nothing is done when there is a later one. Throws as `act`,
    /// `DutiesMovedOn`.
    @discardableResult
    public func act(
        _ subject: DutySubject, _ acts: [Act], at moment: Instant? = nil, seen: Int64? = nil
    ) throws -> DutyActed {
        for _ in 0..<16 {
            let run = try run(at: moment)
            let (outcome, ledger) = try outcome(subject, acts, run)
            guard seen.map({ $0 == outcome.lastSeq }) ?? true else { throw DutiesMovedOn() }
            do {
                try append([outcome])
                return DutyActed(events: outcome.events, ledger: ledger)
            } catch let error as StoreError where error.code == .conflict {
                continue
            }
        }
        throw StoreError(.busy, "duties are being written")
    }

    /// Takes the acts of many subjects, some hundred in one transaction, each subject's in order and together. Answers what
    /// each changed, in the order given. Throws as `act`; then those before are taken and those after are not.
    @discardableResult
    public func act(
        _ work: [(subject: DutySubject, acts: [Act])], at moment: Instant? = nil
    ) throws -> [DutyActed] {
        let run = try run(at: moment)
        var answers: [DutyActed] = []
        var next = 0
        while next < work.count {
            var seen: Set<DutySubject> = []
            // A subject that comes again waits for the next transaction.
            let together = work[next...].prefix(Self.fewActs).prefix { seen.insert($0.subject).inserted }
            let sheaf = try outcomes(Array(together), run)
            do {
                try append(sheaf.map(\.outcome))
                answers += sheaf.map { DutyActed(events: $0.outcome.events, ledger: $0.ledger) }
            } catch let error as StoreError where error.code == .conflict {
                for place in next..<(next + sheaf.count) {
                    answers.append(try act(work[place].subject, work[place].acts, at: moment))
                }
            }
            next += sheaf.count
        }
        return answers
    }

    /// So many subjects' acts are one transaction.
    private static let fewActs = 256

    /// What comes of acts on subjects, each another, worked out side by side.
    private func outcomes(
        _ work: [(subject: DutySubject, acts: [Act])], _ run: DutyRun
    ) throws -> [(outcome: DutyOutcome, ledger: SubjectLedger)] {
        try Workers(workers).map(work.count) { try outcome(work[$0].subject, work[$0].acts, run) }
    }

    func run(at moment: Instant?) throws -> DutyRun {
        guard let run = try runs.run(at: moment ?? store.now()) else { throw Self.noSteward }
        return run
    }

    private func outcome(
        _ subject: DutySubject, _ acts: [Act], _ run: DutyRun
    ) throws -> (outcome: DutyOutcome, ledger: SubjectLedger) {
        // Who accepted what matters to acts of people only; a machine that reports on a message finds what the last one found.
        let isPersons = acts.contains(where: \.isPersons)
        var job = try isPersons ? job(subject, run) : keptJob(subject, run)
        if isPersons { job.stored = try people.ledger(of: subject) }
        let outcome = run.outcome(job, acts: acts)
        var ledger = job.stored.ledger
        for event in outcome.events { ledger.apply(event) }
        return (outcome, ledger)
    }

    /// The people in ledgers.
    public var people: DutyPeople { DutyPeople(journal: store.journal, keys: store.keys) }

    static let noSteward = GovernanceError(
        .notFound, "Nobody has accepted to hold what no other post has; see `amparo office steward`.")

    private func keptJob(_ subject: DutySubject, _ run: DutyRun) throws -> DutyJob {
        guard subject.kind == .child, subject != .record else { return try job(subject, run) }
        let kept = try store.journal.database.read { try run.gathered.job(of: subject.child, on: $0) }
        if let kept { return kept }
        let job = try job(subject, run)
        run.gathered.keep(job)
        return job
    }

    func job(_ subject: DutySubject, _ run: DutyRun) throws -> DutyJob {
        guard subject.kind == .child, subject != .record else { return try run.job(subject) }
        guard let job = try run.jobs(in: subject.rawValue..<(subject.rawValue + 1), where: { _, _ in true }).first
        else {
            throw GovernanceError(.notFound, "There is no record \(subject.rawValue) with duties.")
        }
        return job
    }

    // MARK: People

    /// The named person behind an account, as an actor: not locked, attested, with its own post. Throws `notFound`, `locked`,
    /// `notAttested`.
    public func actor(_ account: String) throws -> ActingPerson {
        try store.read { moment in ActingPerson(account: account, post: try moment.actor(account).post) }
    }

    /// Takes an act of an account. Of a post that is of record for the child, counsel and advocates have to be of record by a
    /// consent or a court's paper (`GovernedFacts`); that is looked at here, because the rules of duties see only posts.
    /// `seen` is as for acts of nobody in particular.
    @discardableResult
    public func act(
        _ subject: DutySubject, by account: String, at moment: Instant? = nil, seen: Int64? = nil,
        _ act: (ActingPerson) -> Act
    ) throws -> DutyActed {
        let actor = try actor(account)
        let act = act(actor)
        try requireOfRecord(subject, act, actor)
        return try self.act(subject, [act], at: moment, seen: seen)
    }

    /// Whom an act concerns: the receiver of the handoff or the holder of the duty.
    private func post(_ act: Act, _ ledger: SubjectLedger) -> Post? {
        switch act {
        case .accepted(let number, _), .declined(let number, _, _, _), .completed(let number, _):
            ledger[handoff: number]?.to
        case .withdrawn(let number, _): ledger[handoff: number]?.from
        case .offeredAgain(let number, _): ledger[handoff: number].flatMap { ledger[$0.duty]?.holder.post }
        case .offered(let duty, _, _, _, _), .reported(let duty, _, _): ledger[duty]?.holder.post
        default: nil
        }
    }

    private func requireOfRecord(_ subject: DutySubject, _ act: Act, _ actor: ActingPerson) throws {
        guard subject.child != 0 else { return }
        let ledger = try store.journal.database.read { try DutyLedgers($0).ledger(of: subject).ledger }
        guard let post = post(act, ledger), post.place == .ofRecord,
            Post.isPart(post.party, of: "counsel") || Post.isPart(post.party, of: "advocate")
        else { return }
        guard try store.read({ try isOfRecord(actor.account, subject.child, $0) }) else {
            throw Self.notOfRecord(actor.account)
        }
    }

    /// Whether an account is of record for a child now: by a consent or a court's paper. Of a child there is not, nobody is.
    public func isOfRecord(_ account: String, child: Int64) throws -> Bool {
        try store.read { try isOfRecord(account, child, $0) }
    }

    private func isOfRecord(_ account: String, _ child: Int64, _ moment: GovernanceMoment) throws -> Bool {
        guard
            let standing = try AccountDirectory(store).standing(
                ofAccount: account, at: moment.now, on: moment.connection)
        else { return false }
        var facts = SubjectFacts()
        try GovernedFacts(terms: terms).addFacts(
            to: &facts, child: child, requester: standing, purpose: "legal-representation", at: moment.now,
            on: moment.connection)
        return facts.ofRecord == .yes
    }

    private static func notOfRecord(_ account: String) -> GovernanceError {
        GovernanceError(
            .notEntitled,
            "The account \(account) is not of record for the child; a consent or a court's paper makes it so.")
    }

    /// The recipient of a fact that was wrong confirms that it has corrected it: said by an account of the department that was
    /// told, and by nobody else. Answers the entry's number. Throws `notFound` for a correction that is not owed,
    /// `notEntitled`.
    public func confirmCorrection(_ owed: Int64, evidence: Sensitive<String>, by account: String) throws -> Int64 {
        let child = try store.read { try $0.childOwed(correction: owed) }
        return try report(
            DutySubject(.child, child),
            ReportedOccasion(.correctionConfirmed, related: owed, occurred: .instant(store.now())),
            evidence: evidence, by: account)
    }

    /// Writes down evidence, or an occasion that no feed tells, in words that are sealed to the subject. Answers the entry's
    /// number. It counts from then on; `bringUpToDate` draws the conclusions. Throws what `actor` throws, `notFound`.
    public func report(
        _ subject: DutySubject, _ occasion: ReportedOccasion, evidence: Sensitive<String>, by account: String
    ) throws -> Int64 {
        var said = occasion
        let (person, number) = try store.read { moment in
            let actor = try moment.actor(account)
            let number = actor.number
            if [.findingDisputed, .findingConfirmed].contains(occasion.kind) {
                // Whose words these are is not for whoever enters them to say.
                said.party = actor.agency
                said.role = actor.role
                guard evidence.exposed.contains(where: { !$0.isWhitespace }) else {
                    throw GovernanceError(.unknownWord, "Say on what it rests; that is sealed to the child.")
                }
                guard try !actor.isOfFamily || isOfRecord(actor.id, subject.child, moment) else {
                    throw Self.notOfRecord(actor.id)
                }
            }
            if occasion.kind == .correctionConfirmed {
                try moment.requireRecipient(actor, ofCorrection: occasion.related)
            }
            let person =
                subject.child != 0 ? try moment.person(ofRecord: subject.child) : Person(.account, number)
            return (person, number)
        }
        let words = SealedWords(person, [.statement: evidence.exposed]).encoded
        guard let key = try store.keys.key(for: person, creatingMissing: true) else { throw StoreError(.noKey) }
        return try append(.dutyReported, said.payload, subject: subject, actor: number, words: words, key: key)
    }

    func append(
        _ kind: EntryKind, _ payload: [UInt8], subject: DutySubject = .record, actor: Int64, words: [UInt8] = [],
        key: PersonKey? = nil
    ) throws -> Int64 {
        var batch = EntryBatch(random: store.random)
        try payload.withUnsafeBytes { plain in
            try words.withUnsafeBytes { text in
                let sealing = key.map { EntryBatch.Sealing(text, to: $0, field: .sharing) }
                let child = subject.child
                _ = try batch.append(
                    kind: kind, child: child, anchor: child == 0 ? subject.rawValue : 0, actor: actor,
                    occurred: .at(store.now()), payload: plain, sealing: sealing)
            }
        }
        return try store.journal.sequencer.append(&batch) { try views.apply($1, on: $0) }.firstSeq
    }
}

extension GovernanceMoment {
    /// The child of a correction that is owed to a recipient, by its entry.
    fileprivate func childOwed(correction owed: Int64) throws -> Int64 {
        try correction(owed).child
    }

    private func correction(_ owed: Int64) throws -> (child: Int64, account: Int64) {
        let row = try connection.statement("SELECT kind, child, actor FROM entry WHERE seq = ?")
        defer { row.reset() }
        row.bind(owed, at: 1)
        guard try row.step(), row.int64(0) == Int64(EntryKind.correctionOwed.rawValue) else {
            throw GovernanceError(
                .notFound, "Entry \(owed) is no correction that is owed; `amparo duty show` names them.")
        }
        return (row.int64(1), row.int64(2))
    }

    /// A correction is confirmed by the department that was told, and by nobody in its place.
    fileprivate func requireRecipient(_ actor: Account, ofCorrection owed: Int64) throws {
        let recipient = try account(number: correction(owed).account)
        guard let recipient, Account.department(of: recipient.agency) == Account.department(of: actor.agency) else {
            throw GovernanceError(.notEntitled, "Only who was told can confirm that it has been corrected there.")
        }
    }
}

extension Account {
    /// Whether it acts for the family: counsel or an advocate, who has to be of record.
    fileprivate var isOfFamily: Bool { ["counsel", "advocate"].contains { Post.isPart(agency, of: $0) } }
}

extension Act {
    /// Whether a person does it; a machine otherwise.
    fileprivate var isPersons: Bool {
        switch self {
        case .sent, .delivered, .undeliverable, .withheldAtSending, .opened: false
        default: true
        }
    }
}
