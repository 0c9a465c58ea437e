internal import AmparoDuties
internal import AmparoModel
internal import AmparoSharing
internal import AmparoStore

/// Keeps what a run needs of a state of the store until something of it changes: procedures, posts, sharing rules, accounts,
/// snapshots. So an act costs its own subject and no more.
final class DutyRunCache: Sendable {
    /// By what it is seen whether a run is still right.
    private struct Stamp: Hashable {
        var governance: Int64
        var office: Int64
        var snapshots: Int64
        var completed: Int64
        var withdrawn: Int64
        var statements: Int64
        var day: Day
    }

    private let store: GovernanceStore
    private let terms: SharingTerms
    private let rules: GovernedRules
    private let kept = KeptByVersion<Stamp, DutyRun>()

    init(_ store: GovernanceStore, terms: SharingTerms) {
        self.store = store
        self.terms = terms
        rules = GovernedRules(terms: terms)
    }

    /// Everything that a run needs; nil while nobody has accepted to be the steward. The present is never before the last
    /// entry.
    func run(at moment: Instant) throws -> DutyRun? {
        let (stamp, now) = try store.journal.database.read { connection in
            let present = try GovernanceMoment(connection, now: moment)
            return (try Self.stamp(present), present.now)
        }
        var isMade = false
        let kept = try kept.value(at: stamp) { () throws -> DutyRun? in
            isMade = true
            return try make(at: moment)
        }
        guard var run = kept else { return nil }
        // What was made just now may have seen a later state than the stamp's.
        if !isMade { run.now = now }
        return run
    }

    private static func stamp(_ present: GovernanceMoment) throws -> Stamp {
        let row = try present.connection.statement(
            """
            SELECT (SELECT MAX(seq) FROM duty_office), MAX(snapshot), MAX(completed), MAX(withdrawn),
            (SELECT MAX(seq) FROM hearing_statement) FROM snapshot
            """)
        defer { row.reset() }
        guard try row.step() else { throw StoreError(.damaged, "snapshot") }
        return Stamp(
            governance: try present.facts.version(), office: row.int64(0), snapshots: row.int64(1),
            completed: row.int64(2), withdrawn: row.int64(3), statements: row.int64(4),
            day: WashingtonTime.day(of: present.now))
    }

    private func make(at moment: Instant) throws -> DutyRun? {
        let office = try store.journal.database.read { try DutyOffice($0) }
        guard let posts = try office.posts() else { return nil }
        let book = try office.book(ProcedureBook.shippedProcedures())
        let agreements = AgreementDesk(store, terms: terms)
        return try store.journal.database.read { connection in
            let present = try GovernanceMoment(connection, now: moment)
            let governed = try GovernedOccasions(present, shelf: try agreements.shelf(present))
            let today = WashingtonTime.day(of: present.now)
            // No entry of the state is later than the state itself, so that it need not be made anew with every entry.
            let record = try RecordMoment(asOf: today, seq: .max, on: connection)
            return DutyRun(
                store: store, secrets: store.keys.secrets, book: book, posts: posts,
                calendar: try CourtCalendar.shipped(),
                rules: PostSharing.Rules(
                    try rules.ruleBook(on: connection), terms: terms, postings: office.entries.map(\.posting),
                    accounts: Array(governed.accounts.values), hasPapers: governed.hasPapers, today: today),
                governed: governed, moment: record,
                times: try KnownTimes(record, start: office.liveFrom, on: connection),
                gathering: OccasionGatherer.Scope(
                    today: today, start: office.liveFrom, horizon: Self.horizon(book)),
                now: present.now, settings: office.rules,
                stewardNumber: governed.accounts.values.first { $0.id == posts.stewardAccount }?.number ?? 0,
                gathered: DutyJobCache(place: try DutyUpkeep(connection).state().last))
        }
    }

    /// So many days that no clock of a book is longer, weekends, holidays and what is left for telling included.
    private static func horizon(_ book: ProcedureBook) -> Int32 {
        func days(_ span: ClockSpan?) -> Int {
            guard let span else { return 0 }
            switch span.unit {
            case .hours: return span.count / 24 + 1
            case .days: return span.count
            case .businessDays: return span.count * 2 + 4
            }
        }
        let longest = book.entries.map { entry in
            let due: ClockSpan
            switch entry.step.due {
            case .within(let span, _): due = span
            case .before(let span): due = span
            }
            return days(due) + days(entry.step.opens?.after) + days(entry.step.atLeast)
        }.max()
        return Int32(clamping: (longest ?? 0) + 31)
    }
}
