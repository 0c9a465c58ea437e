import AmparoCourt
import AmparoModel
import AmparoOversight

/// The figures again, sentence by sentence of COUNTING.md, as slow and as plain as can be: lists, filters and sets over all children at
/// once, nothing shared with the books.
struct Reference {
    let population: Population
    var asOf: Day { population.question.asOf }

    /// The children the cohort leaves.
    var entries: [(child: ChildFile, court: CourtFile)] {
        population.children.filter { entry in
            guard let cohort = population.question.cohort else { return true }
            guard let first = transfers(entry.child).min() else { return false }
            return cohort.fiscalYears.contains(year(first))
        }
    }

    func year(_ day: Day) -> Int { day.month >= 10 ? day.year + 1 : day.year }
    func transfers(_ child: ChildFile) -> [Day] {
        child.referrals.compactMap { $0.transferredAt?.day }.filter { $0 <= asOf }
    }
    func releases(_ child: ChildFile) -> [Release] { child.releases.filter { $0.releasedOn <= asOf } }
    func attempts(_ child: ChildFile) -> [Call] {
        child.calls.filter { $0.attemptedAt != nil && $0.attemptedAt!.day <= asOf }
    }

    func count<Cell: Hashable>(_ cells: [Cell], _ name: (Cell) -> String) -> [String: Int] {
        Dictionary(grouping: cells) { name($0) }.mapValues(\.count)
    }
    func count(_ cells: [String]) -> [String: Int] { count(cells) { $0 } }

    func word<Term: CareTerm>(_ said: Said<Term>, upper: Bool = false) -> String? {
        switch said {
        case .notSaid: nil
        case .unknown: "unknown"
        case .refused: "refused"
        case .unlisted: "unlisted"
        case .value(let term): upper ? term.word.uppercased() : term.word
        }
    }

    func tenths(_ numerator: Int, _ denominator: Int) -> Tenths {
        // The candidate with one decimal that is nearest, the even one of two equally near.
        let down = Int((Double(numerator) * 10 / Double(denominator)).rounded(.down))
        let candidates = [down - 1, down, down + 1, down + 2]
        let nearest = candidates.map { abs($0 * denominator - numerator * 10) }.min()!
        let best = candidates.filter { abs($0 * denominator - numerator * 10) == nearest }
        return Tenths(count: best.count == 1 ? best[0] : best.first { $0 % 2 == 0 }!)
    }

    // MARK: Episodes

    func referral(_ child: ChildFile, _ named: UInt64?, _ start: Day) -> UInt64? {
        if let named { return named }
        let earlier = child.referrals.filter { $0.transferredAt != nil && $0.transferredAt!.day <= start }
        return earlier.max { ($0.transferredAt!, $0.rowKey) < ($1.transferredAt!, $1.rowKey) }?.rowKey
    }

    func episodes(_ child: ChildFile) -> [[Placement]] {
        let placements = child.placements.filter { $0.from <= asOf }
        let own = placements.filter { referral(child, $0.referral, $0.from) == nil }.map { [$0] }
        let named = placements.filter { referral(child, $0.referral, $0.from) != nil }
        return own + Dictionary(grouping: named) { referral(child, $0.referral, $0.from)! }.values
    }

    func isOpen(_ placement: Placement) -> Bool { placement.to == nil || placement.to! > asOf }

    // MARK: Figures

    var inCare: Figure {
        var days: [Int] = []
        var lengths: [Int] = []
        for (child, _) in entries {
            let all = episodes(child)
            let open = all.flatMap { episode in
                episode.filter(isOpen).map { (from: $0.from, first: episode.map(\.from).min()!) }
            }
            if let last = open.map(\.from).max() {
                days.append(asOf.days(since: open.filter { $0.from == last }.map(\.first).min()!))
            }
            for episode in all {
                let last = episode.map(\.from).max()!
                let lasting = episode.filter { $0.from == last }
                guard !lasting.contains(where: isOpen) else { continue }
                let ended = lasting.map { $0.to! }.max()!
                guard ended >= asOf.adding(days: -364) else { continue }
                let to = episode.filter { !isOpen($0) }.map { $0.to! }.max()!
                lengths.append(to.days(since: episode.map(\.from).min()!))
            }
        }
        var measures: [String: Measure] = [:]
        if !days.isEmpty { measures["averageDays"] = Measure(tenths(days.reduce(0, +), days.count), over: days.count) }
        if !lengths.isEmpty {
            measures["averageDaysDischarged"] = Measure(
                tenths(lengths.reduce(0, +), lengths.count), over: lengths.count)
        }
        return Figure(.childrenInCare, value: days.count, measures: measures)
    }

    var released: Figure {
        let all = entries.flatMap { releases($0.child) }
        var lengths: [Int] = []
        for (child, _) in entries {
            for release in releases(child) {
                guard let key = referral(child, release.referral, release.releasedOn) else { continue }
                let placements = child.placements.filter {
                    $0.from <= asOf && referral(child, $0.referral, $0.from) == key
                }
                guard let first = placements.map(\.from).min() else { continue }
                lengths.append(release.releasedOn.days(since: first))
            }
        }
        lengths.sort()
        var measures: [String: Measure] = [:]
        if !lengths.isEmpty {
            let middle = lengths[(lengths.count - 1) / 2] + lengths[lengths.count / 2]
            measures["medianDaysToRelease"] = Measure(tenths(middle, 2), over: lengths.count)
        }
        return Figure(
            .childrenReleased, value: entries.filter { !releases($0.child).isEmpty }.count,
            by: [
                "fiscalYear": count(all.map { String(year($0.releasedOn)) }),
                "state": count(all.map(\.state.text).filter { !$0.isEmpty }),
                "category": count(all.compactMap { word($0.category, upper: $0.category.value != nil) }),
            ], measures: measures)
    }

    var withdrawn: Figure {
        let opened = entries.flatMap(\.child.applications).filter { $0.openedOn <= asOf }
        let gone = opened.filter { $0.withdrawnOn != nil && $0.withdrawnOn! <= asOf }
        return Figure(
            .applicationWithdrawn, value: gone.count, denominator: opened.count,
            by: [
                "reason": count(gone.compactMap { word($0.withdrawnReason) }),
                "month": count(gone.map { String($0.withdrawnOn!.description.prefix(7)) }),
            ])
    }

    func isServed(_ child: ChildFile) -> Bool { child.notices.contains { $0.servedOn != nil && $0.servedOn! <= asOf } }

    var noneYet: Figure {
        let numbered = entries.filter(\.child.hasANumber)
        let without = numbered.filter { !isServed($0.child) && !$0.court.hasFiledCase }
        let released = without.filter { !releases($0.child).isEmpty }
        let reasons = released.map { entry -> String in
            let notices = entry.child.notices.filter {
                $0.notServedReason != nil && ($0.issuedOn == nil || $0.issuedOn! <= asOf)
            }
            let order = notices.map {
                ($0.issuedOn?.number ?? Int32.min, $0.notServedReason!.rawValue, $0.notServedReason!.text)
            }
            return order.max { ($0.0, $0.1) < ($1.0, $1.1) }?.2 ?? "none-given"
        }
        let transferred = without.filter { !transfers($0.child).isEmpty }
        return Figure(
            .noticeNoneYet, value: released.count,
            denominator: numbered.filter { !releases($0.child).isEmpty }.count,
            unknown: entries.filter { !$0.child.hasANumber && !releases($0.child).isEmpty }.count,
            by: [
                "reason": count(reasons),
                "of": ["released": released.count, "transferred": transferred.count].filter { $0.value > 0 },
            ])
    }

    var notFiled: Figure {
        let served = entries.filter { $0.child.isInCareRecord && isServed($0.child) }
        let value = served.filter { entry in
            !entry.court.hasFiledCase && !entry.child.notices.contains { $0.filedOn != nil && $0.filedOn! <= asOf }
        }
        return Figure(.noticeNotFiled, value: value.count, denominator: served.count)
    }

    var defective: Figure {
        let kinds = entries.flatMap { entry in releases(entry.child).map { defect($0, entry) } }
        return Figure(
            .addressDefective, value: kinds.filter { ["blank", "undeliverable", "missing-unit"].contains($0) }.count,
            denominator: kinds.count, by: ["defect": count(kinds.compactMap { $0 })])
    }

    func defect(_ release: Release, _ entry: (child: ChildFile, court: CourtFile)) -> String? {
        if release.defect == .blank { return "blank" }
        if release.defect == .undeliverable { return "undeliverable" }
        if let address = release.address,
            entry.court.returnedMail.contains(where: { $0.address == address && $0.returnedOn <= asOf })
        {
            return "undeliverable"
        }
        if release.defect == .missingUnit { return "missing-unit" }
        if release.unit == .none, let building = release.building {
            let others = population.children.map(\.child).filter { $0.child != entry.child.child }
            let isKnown = others.contains { other in
                releases(other).contains { $0.building == building && $0.unit == .given }
                    || other.addresses.contains {
                        $0.reportedOn <= asOf && $0.building == building && $0.unit == .given
                    }
            }
            if isKnown { return "missing-unit-inferred" }
        }
        return release.defect == .notAResidence ? "not-a-residence" : nil
    }

    func hearings(_ court: CourtFile) -> [HearingResult] {
        court.hearings.filter { [.certain, .likely].contains($0.grade) }
    }
    func failures(_ court: CourtFile) -> [HearingResult] {
        hearings(court).filter { [.missedReset, .missedClosed, .missedOrdered].contains($0.kind) }
    }

    var past: Figure {
        let all = entries.flatMap { hearings($0.court) }
        return Figure(
            .hearingPast, value: all.count,
            by: [
                "finding": count(all.map(\.kind.rawValue)), "grade": count(all.map(\.grade.rawValue)),
                "ageAtHearing": count(all.map(\.age.rawValue)),
            ])
    }

    var failed: Figure {
        let children = entries.map { failures($0.court) }.filter { !$0.isEmpty }
        func distinct(_ cell: (HearingResult) -> String) -> [String: Int] {
            count(children.flatMap { Set($0.map(cell)) })
        }
        return Figure(
            .hearingFailedToAppear, value: children.count,
            denominator: entries.filter { entry in
                hearings(entry.court).contains { $0.kind != .notHeld && $0.kind != .recordedInError }
            }.count, unknown: entries.reduce(0) { $0 + $1.court.notYetReported },
            by: [
                "fiscalYear": distinct { String(year($0.hearing)) }, "finding": distinct(\.kind.rawValue),
                "notice": distinct { $0.notice?.rawValue ?? "unproven" }, "ageAtHearing": distinct(\.age.rawValue),
            ])
    }

    var notTold: Figure {
        let all = entries.flatMap { failures($0.court) }
        let names: [HandoffState: String] = [.notOffered: "not-offered", .offered: "offered", .accepted: "accepted"]
        return Figure(
            .hearingNotTold, value: all.filter { $0.orr != .accepted && $0.ice != .accepted }.count,
            denominator: all.count,
            by: ["orr": count(all.map { names[$0.orr]! }), "ice": count(all.map { names[$0.ice]! })])
    }

    var agencyGap: Figure {
        let systems = population.question.resultSystems
        var missing: [String] = []
        var contradicting: [String] = []
        var value = 0
        var denominator = 0
        for (child, court) in entries where child.isInCareRecord {
            for hearing in failures(court) + hearings(court).filter({ $0.kind == .rescinded }) {
                denominator += 1
                var gap = false
                for system in systems {
                    let findings = child.results.filter {
                        $0.system == .value(system) && $0.hearingDate == hearing.hearing
                            && ($0.enteredOn == nil || $0.enteredOn! <= asOf)
                    }.compactMap(\.result.value).filter { $0 != .unknown }
                    if findings.isEmpty {
                        missing.append(system.word)
                        gap = true
                    }
                    if findings.contains(.appeared) || findings.contains(.continued) {
                        contradicting.append(system.word)
                    }
                }
                if gap { value += 1 }
            }
        }
        return Figure(
            .hearingNotInAgencySystem, value: value, denominator: denominator,
            unknown: systems.isEmpty ? denominator : 0,
            by: ["system": count(missing), "contradicts": count(contradicting)])
    }

    var orders: Figure {
        let all = entries.flatMap(\.court.orders)
        return Figure(
            .orderInAbsentia, value: all.count,
            by: [
                "status": count(all.map(\.status.rawValue)),
                "hearing": count(all.map { $0.hasHearing ? "found" : "none" }),
            ])
    }

    var late: Figure {
        var denominator = 0
        var attempted: [String] = []
        for (child, _) in entries {
            let days = attempts(child).map { $0.attemptedAt!.day }
            for release in releases(child) where release.releasedOn.adding(days: 37) < asOf {
                denominator += 1
                let window = release.releasedOn.adding(days: 1)...release.releasedOn.adding(days: 37)
                if days.contains(where: window.contains) { continue }
                let next = child.releases.map(\.releasedOn).filter { $0 > release.releasedOn }.min()
                let isLate = days.contains { $0 > window.upperBound && (next == nil || $0 < next!) }
                attempted.append(isLate ? "late" : "none")
            }
        }
        return Figure(.callLate, value: attempted.count, denominator: denominator, by: ["attempts": count(attempted)])
    }

    var undocumented: Figure {
        let all = entries.flatMap { attempts($0.child) }.filter { $0.outcome != .notSaid }
        return Figure(
            .callUndocumented, value: all.filter { $0.documentedOn == nil || $0.documentedOn! > asOf }.count,
            denominator: all.count)
    }

    var notReached: Figure {
        let past = entries.map(\.child).filter { child in
            guard let first = releases(child).map(\.releasedOn).min() else { return false }
            return first.adding(days: 37) < asOf
        }
        let reached = past.map { attempts($0).filter { $0.outcome == .value(.reached) } }
        let best = reached.filter { !$0.isEmpty }.map { calls -> String in
            if calls.contains(where: { $0.spokeWith == .value(.childAlone) }) { return "child-alone" }
            if calls.contains(where: { $0.spokeWith == .value(.child) }) { return "child" }
            return calls.contains { $0.spokeWith == .value(.sponsor) } ? "sponsor-only" : "unknown"
        }
        return Figure(
            .childNotReached, value: reached.filter(\.isEmpty).count, denominator: past.count,
            by: ["spokeWith": count(best)])
    }

    func contacts(_ child: ChildFile, _ court: CourtFile) -> [Day] {
        let calls = attempts(child).filter {
            $0.outcome == .value(.reached) && [.value(.child), .value(.childAlone)].contains($0.spokeWith)
        }
        let services = child.services.filter {
            [.value(.postRelease1), .value(.postRelease2), .value(.postRelease3)].contains($0.kind)
        }
        let days =
            calls.map { $0.attemptedAt!.day } + services.compactMap(\.startedOn) + services.compactMap(\.endedOn)
            + hearings(court).filter { $0.kind == .attended }.map(\.hearing)
        return days.filter { $0 <= asOf }
    }

    var lastConfirmed: Figure {
        let young = entries.filter { entry in
            guard let birth = entry.child.birth else { return false }
            return birth.earliest.adding(years: 18) > asOf && !releases(entry.child).isEmpty
        }
        let cells = young.map { entry -> String in
            guard let last = contacts(entry.child, entry.court).max() else { return "never" }
            let days = asOf.days(since: last)
            return days <= 30 ? "0-30" : days <= 90 ? "31-90" : days <= 365 ? "91-365" : "over-365"
        }
        return Figure(
            .childLastConfirmed, value: cells.filter { $0 == "over-365" || $0 == "never" }.count,
            denominator: young.count, by: ["days": count(cells)])
    }

    var unaccounted: Figure {
        let missed = entries.filter { !failures($0.court).isEmpty }
        let value = missed.filter { entry in
            let latest = failures(entry.court).map(\.hearing).max()!
            return !contacts(entry.child, entry.court).contains { $0 > latest }
        }
        return Figure(.childMissedUnaccounted, value: value.count, denominator: missed.count)
    }

    var separated: Figure {
        var relations: [String] = []
        var value = 0
        for (child, _) in entries {
            let rows = child.family.filter { $0.separatedOn == nil || $0.separatedOn! <= asOf }
            let apart = rows.filter {
                ($0.separatedOn != nil || $0.isSeparatedBySomebody) && ($0.reunitedOn == nil || $0.reunitedOn! > asOf)
            }
            let says = child.referrals.contains {
                $0.separatedFromFamily == .value(true) && ($0.transferredAt == nil || $0.transferredAt!.day <= asOf)
            }
            if !apart.isEmpty {
                value += 1
                relations += Set(apart.map { word($0.relation) ?? "unknown" })
            } else if rows.isEmpty, says {
                value += 1
                relations.append("unknown")
            }
        }
        return Figure(.familySeparatedOpen, value: value, by: ["relation": count(relations)])
    }

    var vanished: Figure {
        let rows = entries.flatMap(\.court.absentRows)
        return Figure(
            .courtVanished, value: rows.filter { !$0.isQuarantined }.count, unknown: rows.filter(\.isQuarantined).count,
            by: ["table": count(rows.filter { !$0.isQuarantined }.map { String($0.table.table.file.dropLast(4)) })])
    }

    var transferred: Figure {
        let days = entries.map { transfers($0.child) }
        return Figure(
            .childrenTransferred, value: days.filter { !$0.isEmpty }.count,
            by: ["fiscalYear": count(days.flatMap { Set($0.map { String(year($0)) }) })])
    }

    var all: [Figure] {
        [
            transferred, inCare, released, withdrawn, noneYet, notFiled, defective, past, failed, notTold, agencyGap,
            orders, late, undocumented, notReached, lastConfirmed, unaccounted, unresolved, separated, vanished,
        ]
    }
}
