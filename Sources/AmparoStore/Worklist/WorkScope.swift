internal import AmparoModel

/// Whose work may be other than it was, by the entries since the worklist was last current.
struct WorkScope {
    /// Everybody's.
    var isAll = false
    /// That of every child with a court case: a court release was completed.
    var courtChildren = false
    /// Children that entries are about, or under whom something stood before.
    private(set) var children: Set<Int64> = []
    /// The same in rising order.
    private(set) var sorted: [Int64] = []
    /// Disputes or the quarantine.
    var record = false

    /// Whether a child with these dossiers is meant.
    func contains(_ child: Int64, _ dossiers: [ChildDossier]) -> Bool {
        isAll || children.contains(child) || (courtChildren && dossiers.contains { $0.kind == .courtCase })
    }

    /// The children of a run of numbers.
    func children(in range: Range<Int64>) -> ArraySlice<Int64> {
        func place(of number: Int64) -> Int {
            var (low, high) = (0, sorted.count)
            while low < high {
                let middle = (low + high) / 2
                if sorted[middle] < number { low = middle + 1 } else { high = middle }
            }
            return low
        }
        return sorted[place(of: range.lowerBound)..<place(of: range.upperBound)]
    }

    /// Whether more children than a few are meant, so that walking over all of them is less work than finding each.
    var isWide: Bool { isAll || courtChildren || children.count > 4096 }

    /// What the entries from `first` to `last` touch.
    init(from first: Int64, to last: Int64, on connection: any DatabaseConnection) throws {
        guard first > 1 else {
            isAll = true
            record = true
            return
        }
        let book = try SnapshotBook(reading: connection)
        let entries = try connection.statement(
            "SELECT seq, kind, child, anchor, snapshot FROM entry WHERE seq >= ? AND seq <= ? ORDER BY seq")
        defer { entries.reset() }
        entries.bind(first, at: 1)
        entries.bind(last, at: 2)
        while try entries.step() {
            let kind = EntryKind(rawValue: UInt8(truncatingIfNeeded: entries.int64(1)))
            // What was shown to whom, governance and duties say nothing of the record itself, but for a dispute of a finding.
            guard kind.rawValue < EntryKind.firstBesideTheRecord || kind == .dutyReported else { continue }
            if entries.int64(2) != 0 { children.insert(entries.int64(2)) }
            switch kind {
            case .snapshotWithdrawn: isAll = true
            case .snapshotCompleted:
                let snapshot = Int32(truncatingIfNeeded: entries.int64(4))
                if book[snapshot]?.feed == .court { courtChildren = true }
            case .anchorLinked:
                if let child = try Self.child(of: entries.int64(3), before: entries.int64(0), on: connection) {
                    children.insert(child)
                }
            default: break
            }
            switch kind {
            case .disputeOpened, .disputeAdopted, .quarantined, .quarantineRetried, .quarantineDismissed,
                .snapshotWithdrawn:
                record = true
            default: break
            }
        }
        sorted = children.sorted()
    }

    /// The child under whom an anchor stood before an entry.
    private static func child(
        of anchor: Int64, before seq: Int64, on connection: any DatabaseConnection
    ) throws -> Int64? {
        let link = try connection.statement(
            "SELECT child FROM anchor_link WHERE anchor = ? AND seq < ? ORDER BY seq DESC LIMIT 1")
        defer { link.reset() }
        link.bind(anchor, at: 1)
        link.bind(seq, at: 2)
        return try link.step() ? link.int64(0) : nil
    }
}

extension EntryKind {
    /// Entries of this number and above say nothing of the record: receipts, governance, duties, deliveries.
    static let firstBesideTheRecord: UInt8 = 150
}
