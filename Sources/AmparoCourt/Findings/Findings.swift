public import AmparoModel

/// The findings of court cases: a pure function of the record (MISSED-HEARING.md, version 1).
public enum Findings {
    /// Derives everything for one case into `report`, which loses what it held and keeps its room.
    ///
    /// - Parameters:
    ///   - file: The case's rows as they are valid on the as-of day, and every signal ever seen. The order of rows never matters.
    ///   - day: The as-of day with the releases taken.
    ///   - evidence: What others than the court say.
    ///   - report: Takes the grade, findings, orders and alarms. They are derived whatever the grade is; `findings` and figures
    ///     show only cases whose grade `isCounted`.
    public static func evaluate(
        _ file: CaseFile, on day: FindingsDay, evidence: CareEvidence, into report: inout CaseFindings
    ) {
        let grading = day.rules.grades.grading(
            of: file.signals, belongsToCareChild: evidence.belongsToCareChild)
        report.start(caseID: file.id, grading: grading)
        let work = CaseWork(file: file, day: day, evidence: evidence, grade: grading.grade)
        work.collectOrders(&report)
        work.collectHearings(&report)
        work.assignOrders(&report)
        work.settleOrders(&report)
        work.find(&report)
        work.alarmOfOrders(&report)
    }
}

/// One past hearing while its case is worked on.
struct HearingSlot {
    /// The place of its row in the schedule.
    var row: Int
    /// The place of its proceeding; -1 when the file holds none.
    var proceeding: Int
    /// The day.
    var day: Day
    /// What its code says.
    var meaning: AdjournmentMeaning
    /// The rule of 1 to 4 that settles it; nil when none does.
    var early: FindingRule?
    /// The place of the order or closure it carries; -1 when it carries none.
    var order: Int
}

/// The work on one case, step by step.
struct CaseWork {
    let file: CaseFile
    let day: FindingsDay
    let evidence: CareEvidence
    let grade: CaseGrade

    private var caseType: CourtCode { file.courtCase?.caseType ?? .none }

    /// The orders and closures by the as-of day, by `COMP_DATE` and proceeding.
    func collectOrders(_ report: inout CaseFindings) {
        for proceeding in file.proceedings {
            let basis = OrderRules.basis(of: proceeding, caseType: caseType, asOf: day.asOf)
            guard !basis.isEmpty, let completedOn = proceeding.completedOn else { continue }
            let order = OrderFinding(
                caseID: file.id, proceedingID: proceeding.id, basis: basis, completedOn: completedOn,
                status: .standing, hearingID: nil, source: proceeding.source)
            let place = report.orders.firstIndex {
                (completedOn, proceeding.id) < ($0.completedOn, $0.proceedingID)
            }
            report.orders.insert(order, at: place ?? report.orders.count)
        }
    }

    /// The hearings before the as-of day, each once: of rows equal in proceeding, day and time the greatest `IDNSCHEDULE` speaks.
    func collectHearings(_ report: inout CaseFindings) {
        for index in file.schedule.indices {
            guard let hearingDay = file.schedule[index].heldOn, hearingDay < day.asOf,
                HearingRules.isHearing(file.schedule[index])
            else { continue }
            report.slots.append(
                HearingSlot(row: index, proceeding: -1, day: hearingDay, meaning: .none, early: nil, order: -1))
        }
        sort(&report.slots)
        var kept = 0
        for index in report.slots.indices {
            let slot = report.slots[index]
            if index + 1 < report.slots.count, isSameHearing(slot.row, report.slots[index + 1].row) { continue }
            if day.isPast(slot.day, reportedOn: file.schedule[slot.row].reportedOn) {
                report.slots[kept] = slot
                kept += 1
            } else {
                let row = file.schedule[slot.row]
                report.notYetReported.append(
                    UnreportedHearing(
                        proceedingID: row.proceedingID, scheduleID: row.id, hearing: slot.day, time: row.startsAt))
            }
        }
        report.slots.removeLast(report.slots.count - kept)
    }

    /// Finds each hearing's proceeding, settles rules 1 to 4, and lets the last hearing of each proceeding that they do not settle
    /// carry its order or closure.
    func assignOrders(_ report: inout CaseFindings) {
        var start = 0
        while start < report.slots.count {
            let proceedingID = file.schedule[report.slots[start].row].proceedingID
            var end = start + 1
            while end < report.slots.count, file.schedule[report.slots[end].row].proceedingID == proceedingID {
                end += 1
            }
            let proceeding = proceedingID.flatMap { id in file.proceedings.firstIndex { $0.id == id } } ?? -1
            for index in start..<end {
                report.slots[index].proceeding = proceeding
                settleEarly(&report.slots[index])
            }
            if let order = report.orders.firstIndex(where: { $0.proceedingID == proceedingID }) {
                assign(order: order, slots: start..<end, &report)
            }
            start = end
        }
    }

    /// How every order and closure stands.
    func settleOrders(_ report: inout CaseFindings) {
        guard !report.orders.isEmpty else { return }
        for _ in report.orders { report.motions.append(MotionsOfOrder()) }
        for motion in file.motions {
            guard let order = OrderRules.orderConcerned(by: motion, among: report.orders, asOf: day.asOf) else {
                continue
            }
            report.motions[order].add(motion, completedOn: report.orders[order].completedOn, asOf: day.asOf)
        }
        for index in report.orders.indices {
            if let ordered = file.proceedings.first(where: { $0.id == report.orders[index].proceedingID }) {
                report.motions[index].laterProceeding = file.proceedings.contains {
                    OrderRules.reopens($0, ordered: ordered, asOf: day.asOf)
                }
            }
            report.orders[index].status = OrderRules.status(
                of: report.orders[index].basis, motions: report.motions[index])
        }
    }

    /// An alarm for every order and closure that no past hearing carries.
    func alarmOfOrders(_ report: inout CaseFindings) {
        for order in report.orders where !order.hasHearing {
            report.alarms.append(
                CourtAlarm(
                    kind: order.isOrder ? .orderWithoutHearing : .closureWithoutHearing, table: .proceedings,
                    rowKey: order.proceedingID, code: .none, about: order.completedOn,
                    since: max(day.releases.date(of: order.source.snapshot) ?? order.completedOn, order.completedOn)))
        }
    }

    private func settleEarly(_ slot: inout HearingSlot) {
        let row = file.schedule[slot.row]
        slot.meaning = day.rules.adjournments.meaning(of: row.adjournment)
        if HearingRules.rule1(slot.meaning) {
            slot.early = .entryError
        } else if HearingRules.rule2(slot.meaning, medium: row.medium) {
            slot.early = .notHeld
        } else if slot.proceeding >= 0,
            HearingRules.rule2(slot.meaning, proceeding: file.proceedings[slot.proceeding], on: slot.day)
        {
            slot.early = .notHeld
        } else if HearingRules.rule3(slot.meaning) {
            slot.early = .notProduced
        } else if HearingRules.rule4(slot.meaning) {
            slot.early = .courtSaysDefective
        }
    }

    private func assign(order: Int, slots: Range<Int>, _ report: inout CaseFindings) {
        let completedOn = report.orders[order].completedOn
        guard let last = slots.last(where: { report.slots[$0].early == nil && report.slots[$0].day <= completedOn })
        else { return }
        let slot = report.slots[last]
        let row = file.schedule[slot.row]
        guard
            OrderRules.carries(
                hearing: slot.day, code: row.adjournment, meaning: slot.meaning, completedOn: completedOn,
                rules: day.rules)
        else { return }
        report.slots[last].order = order
        report.orders[order].hearingID = row.id
    }

    /// By proceeding (none first), day, time and `IDNSCHEDULE`.
    private func sort(_ slots: inout [HearingSlot]) {
        guard slots.count > 1 else { return }
        guard slots.count <= 24 else {
            slots.sort { precedes($0.row, $1.row) }
            return
        }
        for index in 1..<slots.count {
            var place = index
            while place > 0, precedes(slots[place].row, slots[place - 1].row) {
                slots.swapAt(place, place - 1)
                place -= 1
            }
        }
    }

    private func precedes(_ a: Int, _ b: Int) -> Bool {
        let first = file.schedule[a].proceedingID
        let second = file.schedule[b].proceedingID
        if first != second {
            guard let first else { return true }
            guard let second else { return false }
            return first < second
        }
        let days = (file.schedule[a].heldOn?.number ?? 0, file.schedule[b].heldOn?.number ?? 0)
        if days.0 != days.1 { return days.0 < days.1 }
        let times = (file.schedule[a].startsAt, file.schedule[b].startsAt)
        if times.0 != times.1 { return times.0 < times.1 }
        return file.schedule[a].id < file.schedule[b].id
    }

    private func isSameHearing(_ a: Int, _ b: Int) -> Bool {
        file.schedule[a].proceedingID == file.schedule[b].proceedingID
            && file.schedule[a].heldOn == file.schedule[b].heldOn
            && file.schedule[a].startsAt == file.schedule[b].startsAt
    }
}
