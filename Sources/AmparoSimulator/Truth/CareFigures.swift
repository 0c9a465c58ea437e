internal import AmparoModel

/// The way of one child through care, cut into episodes (COUNTING.md, `children.in-care`).
struct Episodes: Sendable {
    private struct Transfer: Sendable {
        var referralID: String
        var at: Instant
    }

    private let transfers: [Transfer]
    /// Placements that began by as-of with the referral they belong to; nil is an episode of its own.
    private let placements: [(placement: Placement, referralID: String?)]

    init(of care: CareRecord, asOf: Day) {
        let transfers = care.referrals.compactMap { referral in
            referral.transferredAt.map { Transfer(referralID: referral.referralID, at: $0) }
        }
        self.transfers = transfers
        self.placements = care.placements.filter { $0.from <= asOf }.map {
            ($0, Episodes.referral(named: $0.referralID, start: $0.from, transfers))
        }
    }

    /// Its own referral_id, else the referral with the latest transferred_at on or before its start.
    private static func referral(named id: String, start: Day, _ transfers: [Transfer]) -> String? {
        if !id.isEmpty { return id }
        return transfers.filter { $0.at.day <= start }.max { $0.at < $1.at }?.referralID
    }

    /// The first `from` of the episode that the placement at `index` belongs to.
    private func firstDay(ofEpisodeAt index: Int) -> Day {
        let own = placements[index]
        guard let referralID = own.referralID else { return own.placement.from }
        return placements.filter { $0.referralID == referralID }.map(\.placement.from).min() ?? own.placement.from
    }

    /// Days in care by `asOf`, from the start of the episode; nil when the child is not in care. Of several open
    /// placements the one begun last counts.
    func daysInCare(asOf: Day) -> Int? {
        let open = placements.indices.filter { placements[$0].placement.to.map { $0 > asOf } ?? true }
        guard let index = open.max(by: { placements[$0].placement.from < placements[$1].placement.from }) else {
            return nil
        }
        return asOf.days(since: firstDay(ofEpisodeAt: index))
    }

    /// The lengths of the episodes whose last placement ended in the year up to `asOf`.
    func lengthsDischarged(asOf: Day) -> [Int] {
        var lengths: [Int] = []
        var seen: Set<String> = []
        for own in placements {
            if let referralID = own.referralID, !seen.insert(referralID).inserted { continue }
            let all =
                own.referralID == nil
                ? [own.placement] : placements.filter { $0.referralID == own.referralID }.map(\.placement)
            // The last placement is the one begun last; of one day the one that ends last, an open one never.
            func end(_ placement: Placement) -> Int32 { placement.to.map(\.number) ?? Int32.max }
            guard let last = all.max(by: { ($0.from, end($0)) < ($1.from, end($1)) }), let ended = last.to,
                ended <= asOf, ended >= asOf.adding(days: -364), let first = all.map(\.from).min(),
                let lastTo = all.compactMap(\.to).filter({ $0 <= asOf }).max()
            else { continue }
            lengths.append(lastTo.days(since: first))
        }
        return lengths
    }

    /// Days from the first placement of the release's episode to the release; nil when the episode has none.
    func daysToRelease(_ release: Release) -> Int? {
        guard let id = Episodes.referral(named: release.referralID, start: release.releasedOn, transfers) else {
            return nil
        }
        let first = placements.filter { $0.referralID == id }.map(\.placement.from).min()
        return first.map { release.releasedOn.days(since: $0) }
    }
}

/// Sums for the means and the median of the care figures.
struct LengthsOfCare: Sendable {
    var inCareDays = 0
    var dischargedDays = 0
    var dischargedEpisodes = 0
    var daysToRelease: [Int: Int] = [:]

    func measure(inCare: inout Figure, released: inout Figure) {
        if inCare.value > 0 { inCare.measures["averageDays"] = Tenths.mean(sum: inCareDays, count: inCare.value) }
        if dischargedEpisodes > 0 {
            inCare.measures["averageDaysDischarged"] = Tenths.mean(sum: dischargedDays, count: dischargedEpisodes)
        }
        released.measures["medianDaysToRelease"] = Tenths.median(of: daysToRelease)
    }
}

extension CareRecord {
    /// The releases by a day, the earliest first.
    func releases(by asOf: Day) -> [Release] {
        releases.filter { $0.releasedOn <= asOf }.sorted { $0.releasedOn < $1.releasedOn }
    }

    /// A referral of the child was transferred by a day.
    func isTransferred(by asOf: Day) -> Bool {
        referrals.contains { $0.transferredAt.map { $0.day <= asOf } ?? false }
    }
}

extension FigureCounter {
    /// children.transferred and children.in-care.
    mutating func countCare(_ care: CareRecord) {
        let transfers = care.referrals.compactMap(\.transferredAt).map(\.day).filter { $0 <= asOf }
        if !transfers.isEmpty {
            transferred.value += 1
            transferred.count("fiscalYear", eachOf: Set(transfers.map { String($0.fiscalYear) }))
        }
        let episodes = Episodes(of: care, asOf: asOf)
        if let days = episodes.daysInCare(asOf: asOf) {
            inCare.value += 1
            lengths.inCareDays += days
        }
        for length in episodes.lengthsDischarged(asOf: asOf) {
            lengths.dischargedDays += length
            lengths.dischargedEpisodes += 1
        }
        for release in care.releases where release.releasedOn <= asOf {
            if let days = episodes.daysToRelease(release) { lengths.daysToRelease[days, default: 0] += 1 }
        }
    }

    /// children.released; the cells count releases, an empty state or category has no cell.
    mutating func countReleases(_ care: CareRecord) {
        let releases = care.releases.filter { $0.releasedOn <= asOf }
        if !releases.isEmpty { released.value += 1 }
        for release in releases {
            released.count("fiscalYear", String(release.releasedOn.fiscalYear))
            if !release.address.state.isEmpty { released.count("state", release.address.state) }
            if !release.category.isEmpty { released.count("category", release.category) }
        }
    }

    /// application.withdrawn; a withdrawal without a reason has no cell in `by.reason`.
    mutating func countApplications(_ care: CareRecord) {
        for application in care.applications where application.openedOn <= asOf {
            withdrawn.denominator? += 1
            guard let day = application.withdrawnOn, day <= asOf else { continue }
            withdrawn.value += 1
            if !application.withdrawnReason.isEmpty { withdrawn.count("reason", application.withdrawnReason) }
            withdrawn.count("month", String(day.description.prefix(7)))
        }
    }

    /// family.separated-open.
    mutating func countFamily(_ care: CareRecord) {
        let separated = care.family.filter { row in
            row.separatedOn.map { $0 <= asOf } ?? !row.separatedBy.isEmpty
        }
        var open = Set(
            separated.filter { row in row.reunitedOn.map { $0 > asOf } ?? true }
                .map { $0.relation.isEmpty ? "unknown" : $0.relation })
        if care.family.isEmpty && care.referrals.contains(where: { $0.separatedFromFamily == "Y" }) {
            open = ["unknown"]
        }
        guard !open.isEmpty else { return }
        separatedOpen.value += 1
        separatedOpen.count("relation", eachOf: open)
    }
}
