/// One thing a court release once said about whether a case is a child's, and where it said so.
///
/// Which signals count, and for what, is decided in `AmparoCourt` (MISSED-HEARING.md, "Which court cases are a child's").
public struct CaseSignal: Hashable, Comparable, Sendable {
    /// What was said.
    public enum Kind: UInt8, Hashable, Sendable, CaseIterable {
        /// `idnJuvenile` of a juvenile row; `number` is the code, `day` its `DATCREATEDON`.
        case juvenileCode
        /// An active rider row; `number` is the lead case.
        case activeRider
        /// A case identifier; `code` is it.
        case identifier
        /// A case priority, of the case or its history; `code` is it.
        case priority
        /// A hearing at a location; `code` is the location, `day` the hearing's.
        case hearingLocation
        /// A proceeding at a location; `code` is the location, `day` the one it was entered on.
        case proceedingLocation
        /// A birth month of the case; `day` is its first day.
        case birthMonth
        /// The day a charging document was issued; `day` is it.
        case issued
        /// The asylum type of the case; `code` is it.
        case asylumType
    }

    /// What was said.
    public var kind: Kind
    /// The code, where the kind has one.
    public var code: CourtCode
    /// The number, where the kind has one; otherwise 0.
    public var number: Int64
    /// The day, where the kind has one and the row gave it.
    public var day: Day?
    /// The file it stood in.
    public var table: CourtTable
    /// The primary key of the row.
    public var rowKey: Int64
    /// The first snapshot that said so.
    public var snapshot: SnapshotID

    /// A signal.
    public init(
        kind: Kind, code: CourtCode = .none, number: Int64 = 0, day: Day? = nil, table: CourtTable, rowKey: Int64,
        snapshot: SnapshotID
    ) {
        self.kind = kind
        self.code = code
        self.number = number
        self.day = day
        self.table = table
        self.rowKey = rowKey
        self.snapshot = snapshot
    }

    /// By kind, code, number, day (none first), file, row and snapshot: an order that depends on nothing else.
    public static func < (a: CaseSignal, b: CaseSignal) -> Bool {
        a.isSameStatement(as: b) ? a.snapshot < b.snapshot : a.precedes(b)
    }

    /// Whether both say the same of the same row.
    func isSameStatement(as other: CaseSignal) -> Bool {
        kind == other.kind && code == other.code && number == other.number && day == other.day
            && table == other.table && rowKey == other.rowKey
    }

    private func precedes(_ other: CaseSignal) -> Bool {
        if kind != other.kind { return kind.rawValue < other.kind.rawValue }
        if code != other.code { return code < other.code }
        if number != other.number { return number < other.number }
        if day != other.day {
            guard let day else { return true }
            guard let otherDay = other.day else { return false }
            return day < otherDay
        }
        if table != other.table { return table.rawValue < other.table.rawValue }
        return rowKey < other.rowKey
    }
}

/// The union of all signals ever seen for one case, over all releases and all versions of its rows.
///
/// The order in which signals arrive never matters: two collections of the same signals are equal.
public struct CaseSignals: Hashable, Sendable {
    /// The signals, each statement once with the first snapshot that made it, in the order of `CaseSignal`.
    public private(set) var all: [CaseSignal] = []

    /// No signal yet.
    public init() {}

    /// Adds a signal. The same statement of the same row is kept once, with its earliest snapshot.
    public mutating func insert(_ signal: CaseSignal) {
        var low = 0
        var high = all.count
        while low < high {
            let middle = (low + high) / 2
            if all[middle] < signal { low = middle + 1 } else { high = middle }
        }
        if low < all.count, all[low].isSameStatement(as: signal) {
            all[low].snapshot = min(all[low].snapshot, signal.snapshot)
        } else if low > 0, all[low - 1].isSameStatement(as: signal) {
            // The one before has an earlier snapshot, else it would not be before.
        } else {
            all.insert(signal, at: low)
        }
    }

    /// Adds every signal of `other`.
    public mutating func formUnion(_ other: CaseSignals) {
        for signal in other.all { insert(signal) }
    }

    /// Forgets everything, for the next case.
    public mutating func removeAll() {
        all.removeAllKeepingRoom()
    }
}
