internal import AmparoModel

/// The day somebody last confirmed contact with the child, or saw the child in court (COUNTING.md,
/// `child.last-confirmed` and `child.missed-unaccounted`).
struct ContactDays: Sendable {
    /// nil: never.
    private(set) var latest: Day?

    /// A call reached with the child, a post-release service started or ended, a hearing attended; all by as-of.
    init(of child: ReadChild, cases: [CaseFindings], asOf: Day) {
        if let care = child.care {
            for call in care.calls where call.outcome == .reached {
                if call.spokeWith == .childAlone || call.spokeWith == .child { note(call.attemptedAt?.day, asOf) }
            }
            for service in care.services where ["prs-1", "prs-2", "prs-3"].contains(service.kind) {
                note(service.startedOn, asOf)
                note(service.endedOn, asOf)
            }
        }
        for one in cases {
            for finding in one.findings where finding.finding == .attended { note(finding.date, asOf) }
        }
    }

    private mutating func note(_ day: Day?, _ asOf: Day) {
        guard let day, day <= asOf else { return }
        latest = latest.map { max($0, day) } ?? day
    }
}

extension FigureCounter {
    /// The last day of the window of the 30-day safety call, procedure `safety-call-30`.
    private static let windowDays = 37

    /// call.late, call.undocumented and child.not-reached.
    mutating func countCalls(_ care: CareRecord) {
        let attempts = care.calls.filter { $0.attemptedAt.map { $0.day <= asOf } ?? false }
        let days = attempts.compactMap { $0.attemptedAt?.day }
        let releases = care.releases(by: asOf)
        for release in releases {
            let windowEnd = release.releasedOn.adding(days: Self.windowDays)
            guard windowEnd < asOf else { continue }
            callLate.denominator? += 1
            if days.contains(where: { $0 > release.releasedOn && $0 <= windowEnd }) { continue }
            callLate.value += 1
            let next = releases.first { $0.releasedOn > release.releasedOn }?.releasedOn
            let isLate = days.contains { day in day > windowEnd && (next.map { day < $0 } ?? true) }
            callLate.count("attempts", isLate ? "late" : "none")
        }
        for attempt in attempts where attempt.outcome != nil {
            undocumented.denominator? += 1
            if !(attempt.documentedOn.map { $0 <= asOf } ?? false) { undocumented.value += 1 }
        }
        if let first = releases.first, first.releasedOn.adding(days: Self.windowDays) < asOf {
            notReached.denominator? += 1
            let reached = attempts.filter { $0.outcome == .reached }
            if reached.isEmpty {
                notReached.value += 1
            } else {
                notReached.count("spokeWith", bestConversation(reached))
            }
        }
    }

    /// The best of the reached calls; `other` and nothing said are `unknown`.
    private func bestConversation(_ reached: [Call]) -> String {
        let spoke = Set(reached.compactMap(\.spokeWith))
        if spoke.contains(.childAlone) { return "child-alone" }
        if spoke.contains(.child) { return "child" }
        return spoke.contains(.sponsor) ? "sponsor-only" : "unknown"
    }

    /// child.last-confirmed: released children who are under 18 on as-of; without a birth date nobody can say that.
    mutating func countContact(_ care: CareRecord, _ days: ContactDays) {
        guard care.releases.contains(where: { $0.releasedOn <= asOf }), let birth = care.dateOfBirth,
            AgeBand.of(birth: birth, on: asOf) == .under18
        else { return }
        lastConfirmed.denominator? += 1
        let cell =
            switch days.latest.map({ asOf.days(since: $0) }) {
            case nil: "never"
            case .some(...30): "0-30"
            case .some(31...90): "31-90"
            case .some(91...365): "91-365"
            case .some: "over-365"
            }
        lastConfirmed.count("days", cell)
        if cell == "never" || cell == "over-365" { lastConfirmed.value += 1 }
    }
}
