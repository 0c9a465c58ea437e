internal import AmparoModel

/// Counts in numbered cells.
struct Tally: Sendable, Hashable {
    private(set) var cells: [Int]

    init(_ count: Int) { cells = Array(repeating: 0, count: count) }

    @inline(__always) mutating func add(_ cell: Int) { cells[cell] += 1 }

    /// Counts one in every cell whose bit is set.
    @inline(__always) mutating func add(bits: UInt32) {
        var bits = bits
        while bits != 0 {
            cells[bits.trailingZeroBitCount] += 1
            bits &= bits - 1
        }
    }

    mutating func merge(_ other: Tally) {
        for index in cells.indices { cells[index] += other.cells[index] }
    }

    var sum: Int { cells.reduce(0, +) }

    /// The cells that are not empty, by name. Cells of one name are one cell.
    func named(_ name: (Int) -> String) -> [String: Int] {
        var named: [String: Int] = [:]
        for (index, count) in cells.enumerated() where count != 0 { named[name(index), default: 0] += count }
        return named
    }

    func named(_ names: [String]) -> [String: Int] { named { names[$0] } }
}

/// Counts in cells numbered by years or months: a flat table for the usual ones, a dictionary for the others.
struct SpanTally: Sendable, Hashable {
    private let first: Int
    private var usual: [Int]
    private var others: [Int: Int] = [:]

    init(_ range: Range<Int>) {
        first = range.lowerBound
        usual = Array(repeating: 0, count: range.count)
    }

    /// Fiscal or calendar years.
    static var years: SpanTally { SpanTally(1960..<2088) }
    /// Months, numbered `year * 12 + month - 1`.
    static var months: SpanTally { SpanTally(1960 * 12..<2088 * 12) }
    /// Lengths in days; negative where the rows contradict each other.
    static var days: SpanTally { SpanTally(-1024..<8192) }

    @inline(__always) mutating func add(_ cell: Int) {
        let index = cell - first
        if index >= 0, index < usual.count { usual[index] += 1 } else { others[cell, default: 0] += 1 }
    }

    mutating func merge(_ other: SpanTally) {
        for index in usual.indices { usual[index] += other.usual[index] }
        others.merge(other.others, uniquingKeysWith: +)
    }

    /// The cells that are not empty, in rising order.
    var cells: [(cell: Int, count: Int)] {
        let flat = usual.enumerated().filter { $0.element != 0 }.map { (cell: $0.offset + first, count: $0.element) }
        guard !others.isEmpty else { return flat }
        return (flat + others.map { (cell: $0.key, count: $0.value) }).sorted { $0.cell < $1.cell }
    }

    func named(_ name: (Int) -> String) -> [String: Int] {
        Dictionary(uniqueKeysWithValues: cells.map { (name($0.cell), $0.count) })
    }

    var count: Int { usual.reduce(0, +) + others.values.reduce(0, +) }

    /// The exact median in half units: twice the middle value, or the sum of the two in the middle. Nil without any.
    var doubledMedian: Int? {
        let total = count
        guard total > 0 else { return nil }
        var low: Int?
        var passed = 0
        for (cell, count) in cells {
            passed += count
            if low == nil, passed > (total - 1) / 2 { low = cell }
            if let low, passed > total / 2 { return low + cell }
        }
        return nil
    }
}

/// Years already seen of one child, without memory of its own for the usual ones.
struct DistinctYears {
    private var usual: (UInt64, UInt64) = (0, 0)
    private var others: [Int] = []

    /// Whether the year is seen for the first time.
    @inline(__always) mutating func insert(_ year: Int) -> Bool {
        let index = year - 1960
        switch index {
        case 0..<64:
            let bit = UInt64(1) << UInt64(index)
            defer { usual.0 |= bit }
            return usual.0 & bit == 0
        case 64..<128:
            let bit = UInt64(1) << UInt64(index - 64)
            defer { usual.1 |= bit }
            return usual.1 & bit == 0
        default:
            guard !others.contains(year) else { return false }
            others.append(year)
            return true
        }
    }
}

extension Said where Value: CareTerm {
    /// The number of the cell in a tally of `SaidCells.count(words)` cells; nil when nothing is said.
    @inline(__always) func cell(of words: Int) -> Int? {
        switch self {
        case .notSaid: nil
        case .value(let term): Int(term.rawValue)
        case .unknown: words
        case .refused: words + 1
        case .unlisted: words + 2
        }
    }
}

/// Cells of a closed column: its words, then `unknown`, `refused` and `unlisted`, which are values too (FEEDS.md 2).
enum SaidCells {
    static func count(_ words: Int) -> Int { words + 3 }
    static func names(_ vocabulary: Vocabulary) -> [String] { vocabulary.words + ["unknown", "refused", "unlisted"] }
}
