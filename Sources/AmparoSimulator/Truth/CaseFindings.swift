internal import AmparoModel

/// What one case says of the child: its findings, its latest order, and what is still to be reported.
struct CaseFindings: Sendable {
    var grade: CaseGrade
    /// Ordered by proceeding, date, time.
    var findings: [HearingFinding] = []
    /// Hearings before as-of that no release covers yet.
    var notYetReported = 0
    /// The case's latest removal order in absentia by as-of (closures are none), by COMP_DATE, then IDNPROCEEDING.
    var latestOrder: CourtOrder?
    /// A past hearing carries `latestOrder`.
    var orderHasHearing = false

    /// nil for a case that no figure counts.
    init?(_ read: ReadCase, of child: ReadChild, evidence: NoticeEvidence, asOf: Day, releaseDate: Day) {
        guard let grade = read.grade(isInCare: child.care != nil) else { return nil }
        self.grade = grade
        let rules = FindingRules(read, evidence: evidence, asOf: asOf, releaseDate: releaseDate)
        for (index, hearing) in rules.hearings.enumerated() {
            if rules.isNotYetReported(hearing) { notYetReported += 1 }
            guard rules.isPast(hearing) else { continue }
            let outcome = rules.outcome(at: index)
            findings.append(
                HearingFinding(
                    idncase: read.idncase, idnproceeding: hearing.idnproceeding, idnschedule: hearing.idnschedule,
                    date: hearing.date, time: hearing.time, finding: outcome.finding, rule: outcome.rule,
                    status: outcome.status, notice: outcome.notice, grade: grade,
                    age: AgeBand.of(child, in: read, on: hearing.date)))
        }
        if let order = rules.view.orders.last(where: { !$0.isClosure }) {
            latestOrder = order
            orderHasHearing = rules.carriers[order.idnproceeding] != nil
        }
    }
}

extension AgeBand {
    /// The age comes from the care record's birth date, else from the court's birth month.
    static func of(_ child: ReadChild, in read: ReadCase, on day: Day) -> AgeBand {
        if let birth = child.care?.dateOfBirth { return of(birth: birth, on: day) }
        return read.birthMonth.map { of(birth: $0, on: day) } ?? .unknown
    }
}
