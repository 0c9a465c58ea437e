public import AmparoDuties
public import AmparoStore

/// Everything about the duties of one subject: what happened, how it stands, what is awaited.
public struct SubjectDuties: Sendable {
    /// What happened, each with the number of its entry, with people where their keys still are.
    public var events: [(seq: Int64, event: DutyEvent)]
    /// How it stands.
    public var ledger: SubjectLedger
    /// What stands before each duty that is owed.
    public var countdowns: [DutyID: Countdown]
    /// Tells events in words.
    public var narrative: DutyNarrative
}

extension DutyDesk {
    /// Everything about the duties of a subject. Throws `notFound` while nobody holds the steward's post.
    public func duties(of subject: DutySubject) throws -> SubjectDuties {
        guard let run = try runs.run(at: store.now()) else { throw Self.noSteward }
        let events = try people.events(of: subject)
        var ledger = SubjectLedger()
        for (_, event) in events { ledger.apply(event) }
        let job = try job(subject, run)
        let engine = run.engine(job)
        var countdowns: [DutyID: Countdown] = [:]
        for duty in ledger.duties {
            countdowns[duty.id] = engine.countdown(duty.id, ledger, facts: job.facts, at: run.now)
        }
        return SubjectDuties(
            events: events, ledger: ledger, countdowns: countdowns, narrative: DutyNarrative(run.book))
    }

    /// For each occasion of a subject that any procedure waits for: who would be told, why, and who would not. Nothing is
    /// written and nothing is sent.
    public func dryRun(
        _ subject: DutySubject, kind: OccasionKind? = nil
    ) throws -> [(occasion: Occasion, lines: [Routing.Line])] {
        guard let run = try runs.run(at: store.now()) else { throw Self.noSteward }
        let job = try job(subject, run)
        let routing = Routing(run.engine(job))
        return job.facts.occasions.filter { kind == nil || $0.key.kind == kind }.map {
            ($0, routing.dryRun($0, facts: job.facts, at: run.now))
        }.filter { !$0.lines.isEmpty }
    }

    /// Hands everything that a post holds to another post, subject by subject, as offers. Answers how many duties were
    /// offered. What comes up in between is in no offer and stays where it is.
    public func offerCaseload(from: Post, to: Post, purpose: String, by account: String) throws -> Int {
        let actor = try actor(account)
        return try eachSubject("SELECT DISTINCT d.subject FROM duty d WHERE d.holder = ? AND d.state <= 3", from) {
            Caseload.offers($0, from: from, to: to, purpose: purpose, by: actor)
        } counting: {
            if case .offered = $0 { true } else { false }
        }
    }

    /// A named person of the other post accepts everything that was offered to it as a caseload. Answers how many duties
    /// went over.
    public func acceptCaseload(at post: Post, by account: String) throws -> Int {
        let actor = try actor(account)
        return try eachSubject(
            "SELECT DISTINCT h.subject FROM handoff h WHERE h.receiver = ? AND h.reason = 'caseload'", post
        ) {
            Caseload.acceptances($0, to: post, by: actor)
        } counting: {
            if case .handedOver = $0 { true } else { false }
        }
    }

    private func eachSubject(
        _ sql: String, _ post: Post, acts: (SubjectLedger) -> [Act], counting: (DutyEvent.Change) -> Bool
    ) throws -> Int {
        let subjects = try store.journal.database.read { connection in
            guard let number = try DutyList(connection).posts().first(where: { $0.post == post })?.number else {
                return [DutySubject]()
            }
            let row = try connection.statement(sql)
            defer { row.reset() }
            row.bind(number, at: 1)
            var subjects: [DutySubject] = []
            while try row.step() { subjects.append(DutySubject(rawValue: row.int64(0))) }
            return subjects.sorted()
        }
        var count = 0
        for subject in subjects {
            let acts = acts(try people.ledger(of: subject).ledger)
            guard !acts.isEmpty else { continue }
            count += try act(subject, acts).events.count { counting($0.change) }
        }
        return count
    }
}
