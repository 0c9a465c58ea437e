internal import AmparoModel

/// The episodes of care of one child (COUNTING.md, `children.in-care`): a placement or release belongs to its `referral_id`,
/// else to the child's referral with the latest `transferred_at` ≤ its start, else to an episode of its own.
///
/// Only placements that began by as-of are looked at, and an end after as-of is none. Kept and filled again for each child.
struct Episodes: Sendable {
    struct Episode: Sendable {
        /// The row key of the referral; nil for an episode of its own, which nothing else joins.
        var referral: UInt64?
        /// The first `from`.
        var first: Day
        /// The `from` of the last placement.
        var lastFrom: Day
        /// The `to` of the last placement; nil while it lasts.
        var lastTo: Day?
        /// The last `to` of any placement.
        var to: Day?
    }

    private(set) var all: [Episode] = []

    /// Finds the child's episodes by the end of the day `asOf`.
    mutating func fill(_ child: ChildFile, asOf: Day) {
        all.removeAllKeepingRoom()
        for placement in child.placements where placement.from <= asOf {
            let to = placement.to.flatMap { $0 <= asOf ? $0 : nil }
            let referral = placement.referral ?? Episodes.referral(of: child, on: placement.from)
            if let referral, let index = all.firstIndex(where: { $0.referral == referral }) {
                all[index].add(from: placement.from, to: to)
            } else {
                all.append(
                    Episode(referral: referral, first: placement.from, lastFrom: placement.from, lastTo: to, to: to))
            }
        }
    }

    /// The first `from` of the episode of a placement or release that names `referral` and starts on `day`; nil when no
    /// placement belongs to it.
    func first(of child: ChildFile, referral: UInt64?, on day: Day) -> Day? {
        guard let referral = referral ?? Episodes.referral(of: child, on: day) else { return nil }
        return all.first { $0.referral == referral }?.first
    }

    /// The child's referral with the latest `transferred_at` on or before `day`; of one moment the greatest row key.
    static func referral(of child: ChildFile, on day: Day) -> UInt64? {
        var latest: (at: Instant, key: UInt64)?
        for referral in child.referrals {
            guard let at = referral.transferredAt, at.day <= day else { continue }
            if let found = latest, (at, referral.rowKey) <= (found.at, found.key) { continue }
            latest = (at, referral.rowKey)
        }
        return latest?.key
    }
}

extension Episodes.Episode {
    /// The last placement is the one that began last; of one day one that still lasts, else the one that ended last.
    mutating func add(from: Day, to end: Day?) {
        first = min(first, from)
        if let end { to = to.map { max($0, end) } ?? end }
        if from > lastFrom {
            lastFrom = from
            lastTo = end
        } else if from == lastFrom, let last = lastTo {
            lastTo = end.map { max($0, last) }
        }
    }
}
