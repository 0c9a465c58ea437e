internal import AmparoModel

/// Whose duties may be other than they were, by the entries since they were last looked at.
public struct DutyScope {
    /// Children by what the record says of them.
    let work: WorkScope
    /// Children of whom something else was said: a receipt, a consent, a correction, a report by hand.
    private var others: Set<Int64> = []
    /// Accounts and agreements.
    public private(set) var subjects: Set<DutySubject> = []
    /// Whether disputes or the quarantine may be other than they were.
    public var record: Bool { isAll || work.record || subjects.contains(.record) }
    /// Everybody's: another book, another first day, or a release was taken back.
    public var isAll: Bool

    /// Whether every child with a court case is meant: a court release was completed.
    public var courtChildren: Bool { work.courtChildren }

    /// The children looked for one by one, in rising order.
    public var children: [Int64] { work.children.union(others).sorted() }

    /// Whether more children than a few are meant, so that walking over all of them is less work than finding each.
    public var isWide: Bool { isAll || work.courtChildren || work.children.count + others.count > 4096 }

    /// What the entries from `first` to `last` touch; everybody when `isAll`.
    public init(from first: Int64, to last: Int64, isAll: Bool, on connection: any DatabaseConnection) throws {
        work = try WorkScope(from: first, to: last, on: connection)
        self.isAll = isAll || work.isAll
        let row = try connection.statement(
            "SELECT seq, kind, child, anchor FROM entry WHERE seq >= ? AND seq <= ? AND kind >= ? ORDER BY seq")
        defer { row.reset() }
        row.bind(first, at: 1)
        row.bind(last, at: 2)
        row.bind(Int64(EntryKind.firstBesideTheRecord), at: 3)
        var hasNetworkChanged = false
        while try row.step() {
            let kind = EntryKind(rawValue: UInt8(truncatingIfNeeded: row.int64(1)))
            guard kind != .dutyEvent else { continue }
            if row.int64(2) != 0 { others.insert(row.int64(2)) }
            if kind == .networkNoted { hasNetworkChanged = true }
            if kind == .dutyReported, row.int64(2) == 0 { subjects.insert(DutySubject(rawValue: row.int64(3))) }
        }
        row.reset()
        if hasNetworkChanged {
            others.formUnion(try NetworkOccasions.children(on: connection))
            others.formUnion(try Self.recurring(from: first, to: last, on: connection))
        }
    }

    /// The children at whom something recurs by an entry of the range.
    private static func recurring(
        from first: Int64, to last: Int64, on connection: any DatabaseConnection
    ) throws -> Set<Int64> {
        let row = try connection.statement(
            """
            SELECT m.anchor FROM network_alarm a JOIN network_member m ON m.kind = a.kind AND m.thing = a.thing
            WHERE a.seq >= ? AND a.seq <= ? AND m.role = 1
            """)
        defer { row.reset() }
        row.bind(first, at: 1)
        row.bind(last, at: 2)
        var found: Set<Int64> = []
        while try row.step() { found.insert(row.int64(0)) }
        return found
    }

    /// Adds a subject that is to be looked at.
    public mutating func insert(_ subject: DutySubject) {
        switch subject.kind {
        case .child where subject != .record: others.insert(subject.child)
        default: subjects.insert(subject)
        }
    }
}
