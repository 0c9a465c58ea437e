/// A number of a published document.
enum PublishedItem: Hashable {
    case value(FigureID)
    case denominator(FigureID)
    case unknown(FigureID)
    case cell(FigureID, dimension: String, cell: String)
}

/// Everything that anybody can know of how the numbers of one document hang together: variables and sums of them.
///
/// A variable is a number of the document or one that follows from it without being written: what a denominator has beyond its
/// value, a list beyond its cells. An equation is a sum that is zero.
struct Relations {
    struct Variable {
        /// The true number.
        var value: Int
        /// Where it is written; nil when it is not.
        var item: PublishedItem?
        /// The least it can be, as everybody knows. A suppressed value, denominator or unknown is not 0, because 0 is shown; a
        /// suppressed cell is left out as an empty one is, and can be 0.
        var floor: Int
        /// Whether a number of 1 to 10 here must not be known. Not so for the slack of an inequality.
        var isCounted: Bool
    }

    struct Term {
        var variable: Int
        var sign: Int
    }

    private(set) var variables: [Variable] = []
    private(set) var equations: [[Term]] = []
    /// The equations of each variable.
    private(set) var equationsOf: [[Int]] = []
    private(set) var index: [PublishedItem: Int] = [:]

    /// The variable of a written number.
    mutating func variable(_ item: PublishedItem, _ value: Int) -> Int {
        if let found = index[item] { return found }
        index[item] = variables.count
        let isCell = if case .cell = item { true } else { false }
        variables.append(Variable(value: value, item: item, floor: isCell ? 0 : 1, isCounted: true))
        equationsOf.append([])
        return variables.count - 1
    }

    /// A number that is written nowhere.
    mutating func latent(_ value: Int) -> Int {
        variables.append(Variable(value: value, item: nil, floor: 0, isCounted: true))
        equationsOf.append([])
        return variables.count - 1
    }

    /// States that `total` is the sum of `parts` and of a rest that is written nowhere, and returns the rest; nil, and nothing is
    /// stated, when the rest would be negative, because then the relation does not hold in these data.
    @discardableResult
    mutating func state(_ total: Int, isAtLeast parts: [Int], restIsCounted: Bool) -> Int? {
        let rest = variables[total].value - parts.reduce(0) { $0 + variables[$1].value }
        guard rest >= 0 else { return nil }
        variables.append(Variable(value: rest, item: nil, floor: 0, isCounted: restIsCounted))
        equationsOf.append([])
        let variable = variables.count - 1
        equate(total, parts + [variable])
        return variable
    }

    /// States that `total` is the sum of `parts`, when it is.
    mutating func state(_ total: Int, is parts: [Int]) {
        guard variables[total].value == parts.reduce(0, { $0 + variables[$1].value }) else { return }
        equate(total, parts)
    }

    /// States that each of `parts` is at most `total` and all together at least that: a list in which one child may stand in
    /// several cells.
    mutating func state(_ total: Int, isCoveredBy parts: [Int]) {
        guard !parts.isEmpty else { return }
        for part in parts { state(total, isAtLeast: [part], restIsCounted: false) }
        let surplus = parts.reduce(0) { $0 + variables[$1].value } - variables[total].value
        guard surplus >= 0 else { return }
        variables.append(Variable(value: surplus, item: nil, floor: 0, isCounted: false))
        equationsOf.append([])
        let terms =
            parts.map { Term(variable: $0, sign: 1) } + [
                Term(variable: total, sign: -1), Term(variable: variables.count - 1, sign: -1),
            ]
        add(terms)
    }

    private mutating func equate(_ total: Int, _ parts: [Int]) {
        add(parts.map { Term(variable: $0, sign: 1) } + [Term(variable: total, sign: -1)])
    }

    private mutating func add(_ terms: [Term]) {
        for term in terms { equationsOf[term.variable].append(equations.count) }
        equations.append(terms)
    }
}
