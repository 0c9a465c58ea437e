public import AmparoModel

/// A snapshot of a feed that the record has taken.
public struct Snapshot: Sendable, Equatable {
    /// Its number in this store, from 1.
    public var id: Int32
    /// The feed.
    public var feed: Feed
    /// Who sent it.
    public var issuer: String
    /// The release's name.
    public var name: String
    /// The release's date in the world; its overwritten values are valid from this day.
    public var date: Day
    /// The entry that began it.
    public var begunSeq: Int64
    /// The entry that completed it, nil while an ingest is under way or was interrupted.
    public var completedSeq: Int64?
    /// The entry that took it back, nil while it stands.
    public var withdrawnSeq: Int64?

    /// A snapshot.
    public init(
        id: Int32, feed: Feed, issuer: String, name: String, date: Day, begunSeq: Int64, completedSeq: Int64?,
        withdrawnSeq: Int64?
    ) {
        self.id = id
        self.feed = feed
        self.issuer = issuer
        self.name = name
        self.date = date
        self.begunSeq = begunSeq
        self.completedSeq = completedSeq
        self.withdrawnSeq = withdrawnSeq
    }
}

extension Snapshot {
    /// Whether it had not been taken back by journal number `asKnown`.
    public func stands(asKnown: Int64) -> Bool {
        guard let withdrawnSeq else { return true }
        return withdrawnSeq > asKnown
    }
}

/// Every snapshot taken, by number, and what of them was known at a place of the journal.
public struct SnapshotBook: Sendable {
    /// The snapshots by rising number; number n stands at n - 1.
    public private(set) var all: [Snapshot]

    /// A book of these snapshots.
    public init(_ snapshots: [Snapshot]) { all = snapshots.sorted { $0.id < $1.id } }

    /// The snapshot with this number.
    public subscript(_ id: Int32) -> Snapshot? {
        id >= 1 && Int(id) <= all.count ? all[Int(id) - 1] : nil
    }

    /// Adds or replaces a snapshot; numbers are dense.
    public mutating func put(_ snapshot: Snapshot) {
        if Int(snapshot.id) <= all.count { all[Int(snapshot.id) - 1] = snapshot } else { all.append(snapshot) }
    }

    /// The snapshot of this feed, sender and name, if one was begun and not withdrawn.
    public func find(feed: Feed, issuer: String, name: String) -> Snapshot? {
        all.last { $0.feed == feed && $0.issuer == issuer && $0.name == name && $0.withdrawnSeq == nil }
    }

    /// The snapshots of a feed that stand at journal number `asKnown`, completed by then, by rising date.
    public func completed(_ feed: Feed, asKnown: Int64 = .max) -> [Snapshot] {
        all.filter { snapshot in
            guard snapshot.feed == feed, let completed = snapshot.completedSeq, completed <= asKnown else {
                return false
            }
            return snapshot.stands(asKnown: asKnown)
        }.sorted { ($0.date, $0.id) < ($1.date, $1.id) }
    }

    /// For each number from 0 to the highest: the day number of the snapshot's date, or nil when it does not count at
    /// journal number `asKnown` because it was taken back by then.
    public func dates(asKnown: Int64 = .max) -> [Int32?] {
        var dates: [Int32?] = [nil]
        for snapshot in all {
            dates.append(snapshot.stands(asKnown: asKnown) ? snapshot.date.number : nil)
        }
        return dates
    }
}

extension SnapshotBook {
    /// Reads the snapshots from the database.
    public init(reading connection: any DatabaseConnection) throws {
        let statement = try connection.statement(
            """
            SELECT snapshot, feed, issuer, name, dated, begun, completed, withdrawn FROM snapshot ORDER BY snapshot
            """)
        defer { statement.reset() }
        var all: [Snapshot] = []
        while try statement.step() {
            guard let feed = Feed(rawValue: UInt8(truncatingIfNeeded: statement.int64(1))) else {
                throw StoreError(.damaged, "snapshot")
            }
            all.append(
                Snapshot(
                    id: Int32(truncatingIfNeeded: statement.int64(0)), feed: feed, issuer: statement.text(2),
                    name: statement.text(3), date: Day(number: Int32(truncatingIfNeeded: statement.int64(4))),
                    begunSeq: statement.int64(5), completedSeq: statement.isNull(6) ? nil : statement.int64(6),
                    withdrawnSeq: statement.isNull(7) ? nil : statement.int64(7)))
        }
        self.init(all)
    }
}
