internal import AmparoModel

/// `children.transferred`.
struct TransferCount: Sendable {
    var value = 0
    var years = SpanTally.years

    mutating func add(_ child: ChildFile, asOf: Day) {
        var seen = DistinctYears()
        var isTransferred = false
        for referral in child.referrals {
            guard let day = referral.transferredOn, day <= asOf else { continue }
            isTransferred = true
            let year = day.fiscalYear
            if seen.insert(year) { years.add(year) }
        }
        if isTransferred { value += 1 }
    }

    mutating func merge(_ other: TransferCount) {
        value += other.value
        years.merge(other.years)
    }
}

/// `children.in-care`.
struct CareCount: Sendable {
    var value = 0
    var days = 0
    var discharged = 0
    var dischargedDays = 0

    mutating func add(_ child: ChildFile, _ episodes: Episodes, asOf: Day) {
        // Several placements at once: the one that began last says which episode lasts; of one day the longer episode.
        var open: (from: Day, first: Day)?
        for placement in child.placements where placement.from <= asOf {
            if let to = placement.to, to <= asOf { continue }
            let first =
                episodes.first(of: child, referral: placement.referral, on: placement.from) ?? placement.from
            if let found = open, found.from > placement.from || (found.from == placement.from && found.first <= first) {
                continue
            }
            open = (placement.from, first)
        }
        if let open {
            value += 1
            days += asOf.days(since: open.first)
        }
        for episode in episodes.all {
            guard let last = episode.lastTo, let to = episode.to, asOf.days(since: last) <= 364 else { continue }
            discharged += 1
            dischargedDays += to.days(since: episode.first)
        }
    }

    mutating func merge(_ other: CareCount) {
        value += other.value
        days += other.days
        discharged += other.discharged
        dischargedDays += other.dischargedDays
    }
}

/// `children.released`.
struct ReleaseCount: Sendable {
    static let categoryNames = ["1", "2A", "2B", "3", "unknown", "refused", "unlisted"]

    var value = 0
    var releases = 0
    var years = SpanTally.years
    /// By state: 0 unused, 1 `unknown`, 2 `refused`, 3 unlisted, then 26 × 26 letters.
    var states = Tally(4 + 26 * 26)
    var categories = Tally(categoryNames.count)
    var daysToRelease = SpanTally.days

    mutating func add(_ child: ChildFile, _ episodes: Episodes, asOf: Day) {
        var isReleased = false
        for release in child.releases where release.releasedOn <= asOf {
            isReleased = true
            releases += 1
            years.add(release.releasedOn.fiscalYear)
            if release.state != .notSaid { states.add(ReleaseCount.cell(of: release.state)) }
            if let cell = release.category.cell(of: 4) { categories.add(cell) }
            if let first = episodes.first(of: child, referral: release.referral, on: release.releasedOn) {
                daysToRelease.add(release.releasedOn.days(since: first))
            }
        }
        if isReleased { value += 1 }
    }

    mutating func merge(_ other: ReleaseCount) {
        value += other.value
        releases += other.releases
        years.merge(other.years)
        states.merge(other.states)
        categories.merge(other.categories)
        daysToRelease.merge(other.daysToRelease)
    }

    static func cell(of state: StateCode) -> Int {
        guard state.packed > 3 else { return Int(state.packed) }
        return 4 + (Int(state.packed >> 8) - 0x41) * 26 + Int(state.packed & 0xFF) - 0x41
    }

    static func stateName(_ cell: Int) -> String {
        guard cell > 3 else { return ["", "unknown", "refused", "unlisted"][cell] }
        let letters = [UInt8((cell - 4) / 26 + 0x41), UInt8((cell - 4) % 26 + 0x41)]
        return String(decoding: letters, as: UTF8.self)
    }
}

/// `application.withdrawn`.
struct ApplicationCount: Sendable {
    var value = 0
    var denominator = 0
    var reasons = Tally(SaidCells.count(4))
    var months = SpanTally.months

    mutating func add(_ child: ChildFile, asOf: Day) {
        for application in child.applications where application.openedOn <= asOf {
            denominator += 1
            guard let day = application.withdrawnOn, day <= asOf else { continue }
            value += 1
            let date = day.date
            months.add(date.year * 12 + date.month - 1)
            if let cell = application.withdrawnReason.cell(of: 4) { reasons.add(cell) }
        }
    }

    mutating func merge(_ other: ApplicationCount) {
        value += other.value
        denominator += other.denominator
        reasons.merge(other.reasons)
        months.merge(other.months)
    }
}

/// `family.separated-open`.
struct FamilyCount: Sendable {
    static let relationNames = SaidCells.names(CareVocabulary.relation)

    var value = 0
    var relations = Tally(SaidCells.count(6))

    mutating func add(_ child: ChildFile, asOf: Day) {
        var cells: UInt32 = 0
        for row in child.family {
            // A separated row says when, or at least by whom.
            guard row.separatedOn.map({ $0 <= asOf }) ?? row.isSeparatedBySomebody else { continue }
            if let reunited = row.reunitedOn, reunited <= asOf { continue }
            cells |= 1 << UInt32(row.relation.cell(of: 6) ?? 6)
        }
        if cells == 0, !child.family.contains(where: { $0.separatedOn.map { $0 <= asOf } ?? true }) {
            // No family row at all by as-of: the referral alone speaks.
            let says = child.referrals.contains { referral in
                guard case .value(true) = referral.separatedFromFamily else { return false }
                return referral.transferredOn.map { $0 <= asOf } ?? true
            }
            if says { cells = 1 << 6 }
        }
        guard cells != 0 else { return }
        value += 1
        relations.add(bits: cells)
    }

    mutating func merge(_ other: FamilyCount) {
        value += other.value
        relations.merge(other.relations)
    }
}
