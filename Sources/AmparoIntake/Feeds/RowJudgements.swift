/// What was found out about the well-formed rows of a file by looking at them together: which are there twice, which
/// contradict an earlier one, and how rows of equal keys are numbered. Rows that nothing is to be said of are left out.
struct RowJudgements: Sendable {
    enum Judgement: Equatable {
        /// Equal to an earlier row in everything.
        case duplicate
        /// The key of an earlier row with another content.
        case contradiction
        /// The second or a later one of its equals.
        case ordinal(Int)
    }

    private struct Entry {
        /// The row's place among the well-formed rows of the file.
        var row: Int
        /// 0 a duplicate, -1 a contradiction, else an ordinal.
        var code: Int
    }

    private var entries: [Entry] = []

    mutating func add(_ judgement: Judgement, row: Int) {
        switch judgement {
        case .duplicate: entries.append(Entry(row: row, code: 0))
        case .contradiction: entries.append(Entry(row: row, code: -1))
        case .ordinal(let ordinal): entries.append(Entry(row: row, code: ordinal))
        }
    }

    /// Reads the judgements in the order of the rows.
    struct Cursor {
        private let entries: [Entry]
        private var position = 0

        init(_ judgements: RowJudgements) { entries = judgements.entries }

        /// What was found about this row; rows must be asked for in rising order.
        mutating func judgement(row: Int) -> Judgement? {
            guard position < entries.count, entries[position].row == row else { return nil }
            defer { position += 1 }
            switch entries[position].code {
            case 0: return .duplicate
            case -1: return .contradiction
            default: return .ordinal(entries[position].code)
            }
        }
    }
}

/// Looks at the rows of a file together, a thousand at a time: the table of rows seen is larger than any cache, and a
/// thousand look-ups together take little longer than ten one by one.
struct RowJudge: ~Copyable {
    /// A well-formed row.
    struct Row {
        var key: RowHash.Wide
        var content: UInt64
        var repairs: FeedRowRepairs
    }

    private(set) var judgements = RowJudgements()
    private(set) var duplicates = 0
    private(set) var contradictions = 0
    /// What was repaired in rows that then turned out to contradict an earlier one; rows without repair left out.
    private(set) var contradictedRepairs: [FeedRowRepairs] = []

    private let countsEquals: Bool
    private let hash: RowHash
    private var seen = SeenRows()
    private var waiting: [Row] = []
    private var judged = 0
    private var touched: UInt64 = 0
    private static let together = 1024

    /// A judge for a table in which equal keys are counted, or in which they contradict each other.
    init(countsEquals: Bool, hash: RowHash) {
        self.countsEquals = countsEquals
        self.hash = hash
        waiting.reserveCapacity(Self.together)
    }

    mutating func add(_ row: Row) {
        waiting.append(row)
        if waiting.count == Self.together { settle() }
    }

    /// Judges the rows that still wait.
    mutating func settle() {
        for row in waiting {
            touched ^= seen.touch(key: meetingKey(row))
            if countsEquals { touched ^= seen.touch(key: hash.other(row.key)) }
        }
        for row in waiting {
            switch seen.meet(key: meetingKey(row), content: row.content) {
            case .equal:
                duplicates += 1
                judgements.add(.duplicate, row: judged)
            case .different:
                contradictions += 1
                if !row.repairs.isEmpty { contradictedRepairs.append(row.repairs) }
                judgements.add(.contradiction, row: judged)
            case .first:
                if countsEquals {
                    let ordinal = seen.tally(key: hash.other(row.key))
                    if ordinal > 1 { judgements.add(.ordinal(ordinal), row: judged) }
                }
            }
            judged += 1
        }
        waiting.removeAll(keepingCapacity: true)
    }

    /// Where equal keys are counted, only rows that are equal in everything meet.
    @inline(__always)
    private func meetingKey(_ row: Row) -> RowHash.Wide {
        countsEquals ? RowHash.Wide(high: row.key.high ^ row.content, low: row.key.low) : row.key
    }
}

/// What was repaired in one row.
struct FeedRowRepairs {
    var nul = false
    var padding = false
    /// The fields, as bits, whose word no list holds.
    var unlisted: UInt64 = 0
    /// Whether there is nothing to count.
    var isEmpty: Bool { !nul && !padding && unlisted == 0 }
}
