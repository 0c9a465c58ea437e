internal import AmparoCourt
internal import AmparoModel
internal import AmparoOversight

/// The open work of one child at a time, on any day: a pure function of its dossiers and of the court releases taken.
///
/// Deadlines and conditions are those of MISSED-HEARING.md, "The procedure that follows", and COUNTING.md:
/// - while a failure to appear is provisional, ORR holds it until the window's last day;
/// - afterwards the trial attorneys are told (step 4) and, unless the notice is unproven or the order stayed, the
///   juvenile coordinator (step 5), each by the next business day (step 1); of a child under 18 on the day of the hearing
///   ORR has a wellness check (step 6) within 7 days;
/// - a hearing without any word is the court's to answer within 10 business days of the first release that covers it;
/// - alarms (an unknown code, an order that no hearing carries) are due on the day they are raised. An order is looked for
///   once a release covers its day: before that its hearing cannot be past;
/// - a notice is overdue from the day of the release, as `notice.none-yet` counts it.
struct ChildWork {
    private let calendar = BusinessCalendar()
    private let rules: FindingRules = .version1
    private let releases: CourtReleases
    private let snapshotDates: [Int32?]
    private let first: Day?
    private let statements: EnteredStatements
    private var reader: ChildReader
    private var days: [Int32: FindingsDay] = [:]
    private var windows: [Int32: [Day]] = [:]
    private var court = CourtFile()
    private var items: [WorkItem] = []
    private var spans: [WorkSpan] = []
    private var open: [WorkSpan] = []
    private var dates: Set<Int32> = []

    init(_ moment: RecordMoment, secrets: StoreSecrets) {
        releases = moment.releases
        snapshotDates = moment.snapshots.dates(asKnown: moment.seq)
        first = moment.releases.all.first?.date
        statements = moment.statements
        reader = ChildReader(moment, secrets: secrets)
    }

    /// The work of a child on one day, in no order.
    mutating func items(of child: Int64, _ dossiers: [ChildDossier], on day: Day) -> [WorkItem] {
        read(child, dossiers, on: day)
        collect(child, on: day)
        return items
    }

    /// The work of a child on all days, by kind, subject and day.
    ///
    /// Between two days on which something of the child or of a release begins to count nothing changes, so only those
    /// days are looked at. The next such day is found from the rows as they are valid on the present one: other versions
    /// are valid only from the date of a snapshot, and those dates are among the days.
    mutating func spans(of child: Int64, _ dossiers: [ChildDossier]) -> [WorkSpan] {
        spans.removeAll(keepingCapacity: true)
        open.removeAll(keepingCapacity: true)
        collectDates(dossiers)
        dates.formUnion(statements.days(of: child))
        var day = Day(number: DayBlock.days.lowerBound)
        read(child, dossiers, on: day)
        while true {
            collect(child, on: day)
            close(on: day)
            guard let next = nextDay(after: day), next.number <= DayBlock.days.upperBound else { break }
            // Other versions are valid only from the date of a snapshot.
            let isOther = dates.contains { $0 > day.number && $0 <= next.number }
            read(child, dossiers, on: next, again: !isOther)
            day = next
        }
        spans += open
        return spans.sorted {
            ($0.item.kind.rawValue, $0.item.subject, $0.opens) < ($1.item.kind.rawValue, $1.item.subject, $1.opens)
        }
    }

    /// Reads a child, or what changes of it by the day alone when it is the one that was read last.
    private mutating func read(_ child: Int64, _ dossiers: [ChildDossier], on day: Day, again: Bool = false) {
        let findingsDay: FindingsDay
        if let known = days[day.number] {
            findingsDay = known
        } else {
            findingsDay = FindingsDay(asOf: day, releases: releases, rules: rules, calendar: calendar)
            days[day.number] = findingsDay
        }
        if again {
            reader.readAgain(child, dossiers, on: findingsDay)
        } else {
            reader.read(child, dossiers, on: findingsDay)
        }
    }

    // MARK: One day

    private mutating func collect(_ child: Int64, on day: Day) {
        items.removeAll(keepingCapacity: true)
        for index in 0..<reader.caseCount where reader.cases[index].findings.grading.grade.isCounted {
            let findings = reader.cases[index].findings
            for finding in findings.hearings { collect(finding, child) }
            for alarm in findings.alarms { collect(alarm, child, findings.caseID, on: day) }
        }
        collectNotice(child, on: day)
    }

    private mutating func collect(_ finding: HearingFinding, _ child: Int64) {
        func item(_ kind: WorkKind, by deadline: Day, _ reason: String) -> WorkItem {
            WorkItem(
                kind: kind, child: child, subject: finding.scheduleID, deadline: deadline, caseNumber: finding.caseID,
                about: finding.hearing, reason: reason)
        }
        if finding.kind == .unknown, finding.adjournment.isNone {
            let known = releases.firstCovering(finding.hearing) ?? finding.hearing
            let deadline = calendar.day(rules.businessDaysWithoutWord, businessDaysAfter: known)
            items.append(item(.hearingWithoutWord, by: deadline, "rule 9 \(finding.kind.rawValue)"))
        }
        guard finding.failureToAppear else { return }
        var reason = "rule \(finding.rule.rawValue) \(finding.kind.rawValue)"
        if let notice = finding.notice { reason += ", notice \(notice.rawValue)" }
        if let status = finding.status { reason += ", \(status.rawValue)" }
        let end = finding.verificationEndsOn
        guard !finding.provisional else {
            items.append(item(.verifyFailure, by: end, reason))
            return
        }
        if finding.age.band == .under18 {
            items.append(item(.checkSafety, by: end.adding(days: 7), reason))
        }
        let nextDay = calendar.day(1, businessDaysAfter: end)
        items.append(item(.tellTrialAttorney, by: nextDay, reason))
        if finding.notice != .unproven, finding.status != .stayed {
            items.append(item(.tellJuvenileCoordinator, by: nextDay, reason))
        }
    }

    private mutating func collect(_ alarm: CourtAlarm, _ child: Int64, _ caseNumber: Int64, on day: Day) {
        let kind: WorkKind
        let reason: String
        switch alarm.kind {
        // The finding itself gives the work, from the day on which the first release covers the hearing.
        case .noWord: return
        case .unknownCode:
            kind = .unknownCode
            reason = "rule 9, code \(alarm.code)"
        case .orderWithoutHearing, .closureWithoutHearing:
            guard let covering = releases.firstCovering(alarm.about), covering <= day else { return }
            kind = alarm.kind == .orderWithoutHearing ? .orderWithoutHearing : .closureWithoutHearing
            reason = "rule 5, no hearing found"
        }
        items.append(
            WorkItem(
                kind: kind, child: child, subject: alarm.rowKey, deadline: alarm.since, caseNumber: caseNumber,
                about: alarm.about, reason: reason))
    }

    private mutating func collectNotice(_ child: Int64, on day: Day) {
        guard reader.child.lacksNotice(asOf: day, hasFiledCase: false) else { return }
        court.removeAll()
        for index in 0..<reader.caseCount { reader.cases[index].add(to: &court, asOf: day) }
        guard reader.child.lacksNotice(asOf: day, hasFiledCase: court.hasFiledCase),
            let released = reader.child.releases.map(\.releasedOn).filter({ $0 <= day }).min()
        else { return }
        let reason = reader.child.notServedReason(asOf: day)?.text ?? "none-given"
        items.append(
            WorkItem(
                kind: .noticeOverdue, child: child, subject: 0, deadline: released, about: released,
                reason: "notice.none-yet, \(reason)"))
    }

    // MARK: All days

    /// Ends the spans of work that is not open any more, and begins those of new work.
    private mutating func close(on day: Day) {
        open.removeAll { span in
            if let same = items.firstIndex(of: span.item) {
                items.remove(at: same)
                return false
            }
            var ended = span
            ended.closes = day.number
            spans.append(ended)
            return true
        }
        for item in items { open.append(WorkSpan(item: item, opens: day.number, closes: WorkSpan.never)) }
    }

    /// The dates of the snapshots that said anything of the child.
    private mutating func collectDates(_ dossiers: [ChildDossier]) {
        dates.removeAll(keepingCapacity: true)
        var last: Int32 = -1
        for dossier in dossiers {
            var facts = DossierReader(dossier.facts)
            while let fact = facts.next() {
                guard fact.snapshot != last, Int(fact.snapshot) < snapshotDates.count else { continue }
                last = fact.snapshot
                if let date = snapshotDates[Int(fact.snapshot)] { dates.insert(date) }
            }
        }
    }

    /// The last days of the verification windows that begin with a release of this date.
    private mutating func windowEnds(after date: Day) -> [Day] {
        if let known = windows[date.number] { return known }
        let counts = [rules.businessDaysOfVerification, rules.businessDaysOfVerificationWithoutCounsel]
        let ends = counts.map { calendar.day($0, businessDaysAfter: date) }
        windows[date.number] = ends
        return ends
    }

    /// The first day after `day` on which anything can change, by the rows that are valid on `day`.
    private mutating func nextDay(after day: Day) -> Day? {
        var next: Day?
        func note(_ candidate: Day?) {
            guard let candidate, candidate > day, candidate < (next ?? Day(number: .max)) else { return }
            next = candidate
        }
        for date in dates { note(Day(number: date)) }
        let child = reader.child
        if child.hasANumber, !child.releases.isEmpty {
            for release in child.releases { note(release.releasedOn) }
            for notice in child.notices {
                note(notice.issuedOn)
                note(notice.servedOn)
            }
            for index in 0..<reader.caseCount {
                for proceeding in reader.cases[index].file.proceedings {
                    note(proceeding.issuedOn)
                    note(proceeding.enteredOn)
                }
            }
        }
        guard let first else { return next }
        /// Before the first release no hearing is past, and what began to count before it counts from then on.
        func noteCourt(_ candidate: Day?) {
            guard let candidate else { return }
            note(max(candidate, first))
        }
        var known: Set<Int32> = []
        for index in 0..<reader.caseCount where reader.cases[index].findings.grading.grade.isCounted {
            let file = reader.cases[index].file
            for event in file.events {
                note(event.reportedAt.day)
                known.insert(event.reportedAt.day.number)
            }
            for row in file.schedule {
                if row.reportedOn != nil { note(row.heldOn?.adding(days: 1)) }
                guard row.isHearing, let covering = row.heldOn.flatMap({ releases.firstCovering($0) }) else { continue }
                known.insert(covering.number)
            }
            for proceeding in file.proceedings {
                noteCourt(proceeding.enteredOn)
                guard let completed = proceeding.completedOn else { continue }
                noteCourt(completed)
                note(releases.firstCovering(completed))
            }
            for motion in file.motions {
                noteCourt(motion.receivedOn)
                noteCourt(motion.decidedOn)
            }
            for mailing in file.mailings { noteCourt(mailing.returnedOn) }
        }
        guard !known.isEmpty else { return next }
        // A result is known with the release that first shows it, which is the date of one of the child's snapshots or of
        // the first release that covers the hearing; the window runs from there.
        known.formUnion(dates)
        for number in known {
            let date = Day(number: number)
            note(date)
            for end in windowEnds(after: date) { note(end.adding(days: 1)) }
        }
        return next
    }
}
