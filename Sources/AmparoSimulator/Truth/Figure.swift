internal import AmparoModel

/// One figure of COUNTING.md while it is being counted.
struct Figure: Sendable, Equatable {
    let id: String
    var value = 0
    /// nil where the definition names none.
    var denominator: Int?
    var unknown = 0
    /// Every dimension of the definition, with the cells that are not empty.
    private(set) var by: [String: [String: Int]] = [:]
    /// In tenths; a mean or median of nothing is left out.
    var measures: [String: Int] = [:]

    init(_ id: String, denominator: Int? = nil, by dimensions: String...) {
        self.id = id
        self.denominator = denominator
        for dimension in dimensions { by[dimension] = [:] }
    }

    /// Counts one more (or `count` more) in a cell.
    mutating func count(_ dimension: String, _ cell: String, _ count: Int = 1) {
        if count != 0 { by[dimension, default: [:]][cell, default: 0] += count }
    }

    /// Counts one child in each cell of a set: a child counts once per cell.
    mutating func count(_ dimension: String, eachOf cells: Set<String>) {
        for cell in cells { count(dimension, cell) }
    }
}

/// Means and medians of whole numbers, rounded half-even to one decimal, without floating point.
enum Tenths {
    /// `sum / count` in tenths; `count` is positive.
    static func mean(sum: Int, count: Int) -> Int {
        let (floor, rest) = flooredDivision(sum * 10, count)
        if rest * 2 == count { return floor + (floor & 1) }
        return rest * 2 > count ? floor + 1 : floor
    }

    /// The median of a histogram (value to how many), in tenths; nil when it is empty.
    static func median(of histogram: [Int: Int]) -> Int? {
        let total = histogram.values.reduce(0, +)
        guard total > 0 else { return nil }
        let sorted = histogram.sorted { $0.key < $1.key }
        func element(_ index: Int) -> Int {
            var seen = 0
            for (value, count) in sorted {
                seen += count
                if index < seen { return value }
            }
            return 0
        }
        return mean(sum: element((total - 1) / 2) + element(total / 2), count: 2)
    }

    /// `12.0`, `-3.5`.
    static func text(_ tenths: Int) -> String {
        (tenths < 0 ? "-" : "") + "\(tenths.magnitude / 10).\(tenths.magnitude % 10)"
    }

    private static func flooredDivision(_ a: Int, _ b: Int) -> (quotient: Int, rest: Int) {
        let rest = ((a % b) + b) % b
        return ((a - rest) / b, rest)
    }
}

extension Figure {
    /// The figure in the JSON shape of FEEDS.md ("Figures"), keys in a fixed order, cells by name.
    var json: String {
        func object(_ members: [(String, String)]) -> String {
            "{" + members.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
        }
        let cells = by.sorted { $0.key < $1.key }.map { dimension, cells in
            (dimension, object(cells.sorted { $0.key < $1.key }.map { (Figure.escaped($0.key), String($0.value)) }))
        }
        return object([
            ("id", "\"\(id)\""), ("version", "1"), ("value", String(value)),
            ("denominator", denominator.map { String($0) } ?? "null"), ("unknown", String(unknown)),
            ("by", object(cells)),
            ("measures", object(measures.sorted { $0.key < $1.key }.map { ($0.key, Tenths.text($0.value)) })),
        ])
    }

    /// Cell names come from the feeds, so a quotation mark may stand in one.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": escaped += "\\\""
            case "\\": escaped += "\\\\"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                escaped += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
