internal import AmparoCourt
internal import AmparoModel

/// `call.late`.
struct LateCallCount: Sendable {
    var value = 0
    var denominator = 0
    var late = 0

    mutating func add(_ child: ChildFile, _ calls: CallSchedule, asOf: Day) {
        for release in child.releases where asOf.days(since: release.releasedOn) > calls.windowEnd {
            denominator += 1
            var isInWindow = false
            var isAfter = false
            for call in child.calls {
                guard let day = call.attemptedOn, day <= asOf else { continue }
                let since = day.days(since: release.releasedOn)
                if since >= calls.firstDay, since <= calls.windowEnd {
                    isInWindow = true
                } else if since > calls.windowEnd, !isAfter {
                    // Before the child's next release: no release after this one on or before the attempt.
                    isAfter = !child.releases.contains {
                        $0.releasedOn > release.releasedOn && $0.releasedOn <= day
                    }
                }
            }
            guard !isInWindow else { continue }
            value += 1
            if isAfter { late += 1 }
        }
    }

    mutating func merge(_ other: LateCallCount) {
        value += other.value
        denominator += other.denominator
        late += other.late
    }
}

/// `call.undocumented`.
struct UndocumentedCallCount: Sendable {
    var value = 0
    var denominator = 0

    mutating func add(_ child: ChildFile, asOf: Day) {
        for call in child.calls {
            guard let day = call.attemptedOn, day <= asOf, call.outcome.isSaid else { continue }
            denominator += 1
            if let documented = call.documentedOn, documented <= asOf { continue }
            value += 1
        }
    }

    mutating func merge(_ other: UndocumentedCallCount) {
        value += other.value
        denominator += other.denominator
    }
}

/// `child.not-reached`.
struct NotReachedCount: Sendable {
    static let spokeWithNames = ["child-alone", "child", "sponsor-only", "unknown"]

    var value = 0
    var denominator = 0
    var spokeWith = Tally(spokeWithNames.count)

    mutating func add(_ child: ChildFile, _ calls: CallSchedule, asOf: Day) {
        // A release whose window is past exists exactly when the first release's window is past.
        guard child.releases.contains(where: { asOf.days(since: $0.releasedOn) > calls.windowEnd }) else { return }
        denominator += 1
        var best: Int?
        for call in child.calls {
            guard let day = call.attemptedOn, day <= asOf, case .value(.reached) = call.outcome else { continue }
            let cell =
                switch call.spokeWith {
                case .value(.childAlone): 0
                case .value(.child): 1
                case .value(.sponsor): 2
                default: 3
                }
            best = min(best ?? cell, cell)
        }
        if let best { spokeWith.add(best) } else { value += 1 }
    }

    mutating func merge(_ other: NotReachedCount) {
        value += other.value
        denominator += other.denominator
        spokeWith.merge(other.spokeWith)
    }
}

/// The last day by as-of on which somebody confirmed contact with the child.
enum ConfirmedContact {
    /// A call `reached` with the child, a post-release service started or ended, a hearing `attended`.
    static func last(_ child: ChildFile, _ court: CourtFile, asOf: Day) -> Day? {
        var last: Day?
        func see(_ day: Day?) {
            guard let day, day <= asOf else { return }
            if let found = last, found >= day { return }
            last = day
        }
        for call in child.calls {
            guard case .value(.reached) = call.outcome else { continue }
            switch call.spokeWith {
            case .value(.childAlone), .value(.child): see(call.attemptedOn)
            default: break
            }
        }
        for service in child.services {
            guard case .value(let kind) = service.kind, kind.isPostRelease else { continue }
            see(service.startedOn)
            see(service.endedOn)
        }
        for hearing in court.hearings where hearing.grade.isCounted && hearing.kind == .attended {
            see(hearing.hearing)
        }
        return last
    }
}

/// `child.last-confirmed`.
struct LastConfirmedCount: Sendable {
    static let dayNames = ["0-30", "31-90", "91-365", "over-365", "never"]

    var denominator = 0
    var days = Tally(dayNames.count)
    var value: Int { days.cells[3] + days.cells[4] }

    mutating func add(_ child: ChildFile, lastContact: Day?, asOf: Day) {
        guard let birth = child.birth, birth.isCertainly(under: 18, on: asOf),
            child.releases.contains(where: { $0.releasedOn <= asOf })
        else { return }
        denominator += 1
        guard let lastContact else {
            days.add(4)
            return
        }
        switch asOf.days(since: lastContact) {
        case ...30: days.add(0)
        case ...90: days.add(1)
        case ...365: days.add(2)
        default: days.add(3)
        }
    }

    mutating func merge(_ other: LastConfirmedCount) {
        denominator += other.denominator
        days.merge(other.days)
    }
}

/// `child.missed-unaccounted`.
struct UnaccountedCount: Sendable {
    var value = 0
    var denominator = 0

    mutating func add(_ court: CourtFile, lastContact: Day?) {
        var failure: Day?
        for hearing in court.hearings where hearing.grade.isCounted && hearing.kind.isFailureToAppear {
            failure = max(failure ?? hearing.hearing, hearing.hearing)
        }
        guard let failure else { return }
        denominator += 1
        if let lastContact, lastContact > failure { return }
        value += 1
    }

    mutating func merge(_ other: UnaccountedCount) {
        value += other.value
        denominator += other.denominator
    }
}
