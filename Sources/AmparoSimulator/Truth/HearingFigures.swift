internal import AmparoModel

extension FigureCounter {
    /// hearing.past and hearing.not-told. A definition that names no `unknown` has none (COUNTING.md); hearings not yet
    /// reported are those of hearing.failed-to-appear.
    mutating func countHearings(_ cases: [CaseFindings]) {
        for one in cases {
            for finding in one.findings {
                past.value += 1
                past.count("finding", finding.finding.rawValue)
                past.count("grade", finding.grade.rawValue)
                past.count("ageAtHearing", finding.age.rawValue)
                guard finding.finding.isFailureToAppear else { continue }
                // No handoff exists in the feeds, so nobody has been told of any.
                notTold.denominator? += 1
                notTold.value += 1
                notTold.count("orr", "not-offered")
                notTold.count("ice", "not-offered")
            }
        }
    }

    /// hearing.failed-to-appear and child.missed-unaccounted; `cases` are all of one child.
    mutating func countFailures(_ cases: [CaseFindings], _ days: ContactDays) {
        for one in cases { failedToAppear.unknown += one.notYetReported }
        let findings = cases.flatMap(\.findings)
        if findings.contains(where: { $0.finding != .notHeld && $0.finding != .recordedInError }) {
            failedToAppear.denominator? += 1
        }
        let failures = findings.filter { $0.finding.isFailureToAppear }
        guard let latest = failures.map(\.date).max() else { return }
        failedToAppear.value += 1
        failedToAppear.count("fiscalYear", eachOf: Set(failures.map { String($0.date.fiscalYear) }))
        failedToAppear.count("finding", eachOf: Set(failures.map(\.finding.rawValue)))
        failedToAppear.count("notice", eachOf: Set(failures.compactMap { $0.notice?.rawValue }))
        failedToAppear.count("ageAtHearing", eachOf: Set(failures.map(\.age.rawValue)))
        missedUnaccounted.denominator? += 1
        if !(days.latest.map { $0 > latest } ?? false) { missedUnaccounted.value += 1 }
    }

    /// order.in-absentia: one per case.
    mutating func countOrders(_ cases: [CaseFindings]) {
        for one in cases {
            guard let order = one.latestOrder else { continue }
            inAbsentia.value += 1
            inAbsentia.count("status", order.status.rawValue)
            inAbsentia.count("hearing", one.orderHasHearing ? "found" : "none")
        }
    }

    /// hearing.not-in-agency-system.
    mutating func countAgencyGaps(_ child: ReadChild, _ cases: [CaseFindings]) {
        for result in child.results { agencyGaps.systems.insert(result.system) }
        for finding in cases.flatMap(\.findings)
        where finding.finding.isFailureToAppear || finding.finding == .rescinded {
            let results = child.results.filter { result in
                result.hearingDate == finding.date && result.result != .unknown
                    && (result.enteredOn.map { $0 <= asOf } ?? true)
            }
            agencyGaps.count(Set(results.map(\.system)))
            let contradicting = results.filter { $0.result == .appeared || $0.result == .continued }
            notInSystem.count("contradicts", eachOf: Set(contradicting.map(\.system.rawValue)))
        }
    }
}

/// Which systems know of each hearing, until it is clear which systems sent a file at all.
struct AgencyGaps: Sendable {
    /// The systems of which a result was taken, of whomever.
    var systems: Set<AgencySystem> = []
    private var hearings: [Set<AgencySystem>: Int] = [:]

    /// One hearing that the systems of `knowing` have a result of.
    mutating func count(_ knowing: Set<AgencySystem>) { hearings[knowing, default: 0] += 1 }

    func settle(_ figure: inout Figure) {
        let all = hearings.values.reduce(0, +)
        figure.denominator = all
        guard !systems.isEmpty else {
            figure.unknown = all
            return
        }
        for (knowing, count) in hearings {
            let missing = systems.subtracting(knowing)
            if !missing.isEmpty { figure.value += count }
            for system in missing { figure.count("system", system.rawValue, count) }
        }
    }
}
