public import AmparoModel

/// The court releases taken, by date: when the court's word of a day could first be known.
public struct CourtReleases: Sendable {
    /// One release.
    public struct Release: Hashable, Sendable {
        /// The snapshot it was taken as.
        public var snapshot: SnapshotID
        /// Its date, of `RELEASE.txt` or given by hand.
        public var date: Day

        /// A release.
        public init(snapshot: SnapshotID, date: Day) {
            self.snapshot = snapshot
            self.date = date
        }
    }

    /// The releases, earliest first.
    public let all: [Release]
    private let bySnapshot: [Release]

    /// Releases in any order.
    public init(_ releases: [Release]) {
        all = releases.sorted { ($0.date, $0.snapshot) < ($1.date, $1.snapshot) }
        bySnapshot = releases.sorted { ($0.snapshot, $0.date) < ($1.snapshot, $1.date) }
    }

    /// The releases dated by `day`: nothing later is looked at (COUNTING.md).
    public func taken(by day: Day) -> CourtReleases { CourtReleases(all.filter { $0.date <= day }) }

    /// The date of the latest release; nil when there is none.
    public var latest: Day? { all.last?.date }

    /// The date of a release; nil for a snapshot that is none of them.
    public func date(of snapshot: SnapshotID) -> Day? {
        var low = 0
        var high = bySnapshot.count
        while low < high {
            let middle = (low + high) / 2
            if bySnapshot[middle].snapshot < snapshot { low = middle + 1 } else { high = middle }
        }
        guard low < bySnapshot.count, bySnapshot[low].snapshot == snapshot else { return nil }
        return bySnapshot[low].date
    }

    /// The date of the first release that covers a day, which is one dated after it; nil while there is none.
    public func firstCovering(_ day: Day) -> Day? {
        var low = 0
        var high = all.count
        while low < high {
            let middle = (low + high) / 2
            if all[middle].date <= day { low = middle + 1 } else { high = middle }
        }
        return low < all.count ? all[low].date : nil
    }
}
