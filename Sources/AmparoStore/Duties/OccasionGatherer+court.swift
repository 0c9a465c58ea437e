internal import AmparoCourt
internal import AmparoDuties
internal import AmparoModel

// What the courts' releases tell: findings, alarms, hearings to come and how they were changed, motions, rows that are gone.

extension OccasionGatherer {
    /// How long before the first day a hearing to come may have been and still be asked about.
    private static let lookBack = 7

    /// Adds everything that the courts say. Only cases that count as a child's are looked at.
    mutating func addCourt(_ rows: CourtRowOccasions, consents: Bool) {
        var represented: [Int64: Day] = [:]
        for index in 0..<file.caseCount where file.cases[index].findings.grading.grade.isCounted {
            let evaluated = file.cases[index]
            let from = evaluated.file.representedFrom
            for hearing in evaluated.file.schedule { represented[hearing.id] = from ?? Day(number: .max) }
            addFindings(evaluated, consents: consents)
            addAlarms(evaluated)
            addHearingsToCome(evaluated, representedFrom: from)
            addMotions(evaluated)
        }
        for change in rows.changes { add(change, representedFrom: represented[change.schedule]) }
        for row in rows.vanished {
            add(
                Occasion(
                    OccasionKey(.courtRowVanished, row.number), occurred: .day(times.date(row.since)),
                    known: times.known(row.since), related: row.key, state: state))
        }
    }

    private mutating func addFindings(_ evaluated: EvaluatedCase, consents: Bool) {
        for finding in evaluated.findings.hearings {
            let known = times.known(courtOn: finding.resultKnownOn)
            add(Occasion(finding: finding, known: known, state: state, consent: consents))
            guard finding.kind == .unknown, finding.adjournment.isNone else { continue }
            // The finding itself begins the wait for a word; the alarm of the same hearing comes when it is over.
            let first = moment.releases.firstCovering(finding.hearing) ?? finding.hearing
            add(
                Occasion(
                    OccasionKey(.hearingWithoutWord, finding.scheduleID), occurred: .day(finding.hearing),
                    known: times.known(courtOn: first), related: finding.scheduleID, court: finding.court,
                    state: state, result: first))
        }
    }

    private mutating func addAlarms(_ evaluated: EvaluatedCase) {
        for alarm in evaluated.findings.alarms where alarm.kind != .noWord {
            if alarm.kind != .unknownCode {
                // An order is looked for once a release covers its day: before that its hearing cannot be past.
                guard let covering = moment.releases.firstCovering(alarm.about), covering <= scope.today else {
                    continue
                }
            }
            let court =
                evaluated.file.proceedings.first { $0.id == alarm.rowKey }?.court
                ?? evaluated.file.schedule.first { $0.id == alarm.rowKey }?.court ?? .none
            add(Occasion(alarm: alarm, known: times.known(courtOn: alarm.since), court: court, state: state))
        }
    }

    private mutating func addHearingsToCome(_ evaluated: EvaluatedCase, representedFrom: Day?) {
        let first = scope.start.adding(days: -Self.lookBack)
        var seen: [HearingSlot: Int64] = [:]
        for hearing in evaluated.file.schedule where hearing.isHearing {
            guard let day = hearing.heldOn, day >= first else { continue }
            let slot = HearingSlot(proceeding: hearing.proceedingID ?? 0, day: day, time: hearing.startsAt)
            seen[slot] = max(seen[slot] ?? hearing.id, hearing.id)
        }
        for hearing in evaluated.file.schedule where hearing.isHearing {
            guard let day = hearing.heldOn, day >= first else { continue }
            let slot = HearingSlot(proceeding: hearing.proceedingID ?? 0, day: day, time: hearing.startsAt)
            guard seen[slot] == hearing.id else { continue }
            let meaning = AdjournmentCodes.version1.meaning(of: hearing.adjournment)
            guard hearing.adjournment.isNone || meaning != .notHeld && meaning != .recordedInError else { continue }
            let known = times.known(hearing.source.snapshot.rawValue)
            let isRepresented = representedFrom.map { $0 <= max(day, scope.today) } ?? false
            add(
                Occasion(
                    OccasionKey(.hearingScheduled, hearing.id), occurred: .instant(known), known: known,
                    related: hearing.id, traits: traits(on: day).union(counsel(isRepresented)), court: hearing.court,
                    state: state, ends: day))
        }
    }

    private struct HearingSlot: Hashable {
        var proceeding: Int64
        var day: Day
        var time: HearingTime
    }

    private func counsel(_ isRepresented: Bool) -> Traits { Self.trait(.counsel, isRepresented ? "yes" : "no") }

    /// A change of a hearing whose case does not count as a child's is nobody's duty here.
    private mutating func add(_ change: CourtRowOccasions.Change, representedFrom: Day?) {
        guard let representedFrom else { return }
        let traits = traits(on: change.day).union(Self.trait(.change, change.word))
            .union(counsel(representedFrom <= scope.today))
        add(
            Occasion(
                OccasionKey(.hearingChanged, change.seq), occurred: .day(times.date(change.snapshot)),
                known: times.known(change.snapshot), related: change.schedule, traits: traits, court: change.court,
                state: state, ends: change.day))
    }

    /// A motion concerns the latest order or closure of its case on or before it (MISSED-HEARING.md, rule 5): it is about the
    /// hearing that carries that one.
    private mutating func addMotions(_ evaluated: EvaluatedCase) {
        for motion in evaluated.file.motions where Self.isAgainstOrder(motion.motionClass) {
            guard let received = motion.receivedOn else { continue }
            let ordered = evaluated.findings.hearings.filter { $0.orderedOn.map { $0 <= received } ?? false }
            guard let hearing = ordered.max(by: { ($0.orderedOn ?? $0.hearing) < ($1.orderedOn ?? $1.hearing) }) else {
                continue
            }
            add(
                Occasion(
                    OccasionKey(.motionFiled, motion.id), occurred: .day(received),
                    known: times.known(motion.source.snapshot.rawValue), related: hearing.scheduleID,
                    court: hearing.court, state: state))
        }
    }

    /// To reopen in absentia, reopen, rescind, vacate.
    private static func isAgainstOrder(_ code: CourtCode) -> Bool {
        code == "MA" || code == "O" || code == "RD" || code == "VO"
    }
}
