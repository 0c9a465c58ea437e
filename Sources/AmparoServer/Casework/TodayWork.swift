internal import AmparoDuties
internal import AmparoGate
internal import AmparoModel
internal import AmparoStore

/// The duties that a viewer's posts hold, most urgent first, a page at a time.
struct TodayWork {
    /// Where a duty stands on a viewer's list.
    enum Section: String, CaseIterable {
        case overdue, due, waiting, new, later, snoozed
    }

    /// One duty.
    struct Line {
        var owed: OwedDuty
        var section: Section
        /// What is to be done, and the procedure that says so.
        var step: ProcedureBook.Entry?
        /// To whom it was offered and who has not answered.
        var waitsFor: StandingHandoff?
        /// Until when the viewer has put it off; nil when they have not, or that is over.
        var snoozedUntil: Instant?

        var name: DutyName { DutyName(subject: owed.subject, duty: owed.id) }
        var child: Int64 { owed.subject.child }
        /// Whether it is to tell everyone who was told something that has changed.
        var isCorrection: Bool { owed.id.occasion.kind == .told }
    }

    /// How many are on a page.
    static let length = 50
    /// How long a duty is new to whoever came to hold it. Microseconds.
    private static let newness: Int64 = 86_400_000_000

    private(set) var lines: [Line] = []
    private(set) var next: DutyName?
    private(set) var nextDay: Int64 = 0
    /// Offers to the viewer's posts that wait for an answer.
    private(set) var offers = 0
    let hasSteward: Bool

    init(_ visit: CaseVisit, after cursor: DutyPlace?) throws {
        let posts = try MyPosts(visit)
        hasSteward = posts.hasSteward
        guard hasSteward else { return }
        let book = try visit.casework.duties.book()
        let now = visit.reader.now
        let account = try AccountDesk(visit.casework.store, codes: visit.casework.terms).account(visit.viewer.account)
        let (owed, pending, offers, snoozes) = try visit.casework.store.journal.database.read { connection in
            let owed = try DutyList(connection).page(
                knownBy: now, limit: Self.length + 1, after: cursor, where: posts.contains)
            let handoffs = HandoffList(connection)
            let waiting = Set(HandoffStanding.allCases.filter(\.isPending))
            var pending: [DutySubject: [StandingHandoff]] = [:]
            var snoozes: [DutySubject: [DutyID: Instant]] = [:]
            for subject in Set(owed.map(\.subject)) {
                snoozes[subject] = try ReportedOccasion.snoozes(of: subject, by: account.number, on: connection)
                pending[subject] = try handoffs.list(
                    HandoffList.Question(subject: subject, states: waiting, limit: 100))
            }
            let offers = try handoffs.list(
                HandoffList.Question(isReceiver: posts.contains, states: waiting, limit: 1000))
            return (owed, pending, offers.count, snoozes)
        }
        self.offers = offers
        lines = owed.prefix(Self.length).map { duty in
            let waitsFor = pending[duty.subject]?.last { $0.duty == duty.id && !posts.contains($0.to) }
            let snoozed = snoozes[duty.subject]?[duty.id].flatMap { now < $0 ? $0 : nil }
            return Line(
                owed: duty,
                section: Self.section(duty, isWaiting: waitsFor != nil, isSnoozed: snoozed != nil, at: now),
                step: book.entry(duty.id.rule, version: duty.version), waitsFor: waitsFor, snoozedUntil: snoozed)
        }
        if owed.count > Self.length, let last = lines.last {
            next = last.name
            nextDay = last.owed.place.day
        }
    }

    /// Where a duty stands: what is late is late, and what is due today is due, whoever it waits for and whoever put it off.
    private static func section(_ duty: OwedDuty, isWaiting: Bool, isSnoozed: Bool, at now: Instant) -> Section {
        if duty.breached != nil { return .overdue }
        if let deadline = duty.deadline {
            // The day is counted where the case is.
            let today = Instant(microseconds: now.microseconds, offsetMinutes: deadline.offsetMinutes).day
            if deadline.microseconds < now.microseconds { return .overdue }
            if deadline.day == today { return .due }
        }
        if isSnoozed { return .snoozed }
        if isWaiting { return .waiting }
        return now.microseconds - duty.heldSince.microseconds < newness ? .new : .later
    }
}
