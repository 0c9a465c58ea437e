/// Which numbers of a document nobody may read: every number of 1 to 10 (the CMS cell policy, "<11"), and as many others as it
/// takes so that none of them can be worked out from the rest, within a figure or between two of the same document.
///
/// A number is safe when what is left agrees with its being 1 as well as with its being 10: a reader learns nothing of it but that it
/// is small. (Where a total has parts that are suppressed and not 0, it can be no less than there are such parts; then that many
/// stands for 1, and may not be more than half of 10.) The same holds of numbers that are written nowhere and follow from two that are, such as a denominator less its value.
struct Suppression {
    /// Numbers from 1 up to this one are suppressed.
    static let limit = 10

    private let relations: Relations
    private let limit: Int
    /// The least each variable could be if nothing but what is 0 were shown.
    private let least: [Int]
    private(set) var isHidden: [Bool]

    /// Chooses what is suppressed. Always ends: at worst everything is.
    init(_ figures: [Figure], limit: Int = Suppression.limit) {
        relations = Relations(figures)
        self.limit = limit
        least = Suppression.least(relations)
        isHidden = relations.variables.map { variable in
            variable.item == nil || (1...limit).contains(variable.value)
        }
        complete()
    }

    /// Suppresses the numbers in a range and nothing beside them, as a careless publisher would; for tests of `isSafe`.
    init(_ figures: [Figure], hidingOnly range: ClosedRange<Int>) {
        relations = Relations(figures)
        limit = range.upperBound
        least = Suppression.least(relations)
        isHidden = relations.variables.map { $0.item == nil || range.contains($0.value) }
    }

    /// Whether a written number is suppressed.
    func hides(_ item: PublishedItem) -> Bool { relations.index[item].map { isHidden[$0] } ?? true }

    /// Whether the choice holds: for every number of 1 to 10 there are witnesses, and the attacker's bounds are no narrower.
    var isSafe: Bool {
        let witness = Witness(relations, isHidden: isHidden)
        let attacker = Attacker(relations, isHidden: isHidden)
        return relations.variables.indices.allSatisfy { index in
            guard isSensitive(index) else { return true }
            let bound = attacker.bounds[index]
            let range = range(of: index)
            return isHidden[index] && range.lowerBound <= max(2, limit / 2) && bound.low <= range.lowerBound
                && bound.high >= limit && witness.protects(index, over: range)
        }
    }

    private static func least(_ relations: Relations) -> [Int] {
        let isHidden = relations.variables.map { $0.item == nil || $0.value != 0 }
        return Attacker(relations, isHidden: isHidden).bounds.map(\.low)
    }

    /// What a small number must be able to be, for all that is shown.
    private func range(of variable: Int) -> ClosedRange<Int> { min(max(1, least[variable]), limit)...limit }

    private func isSensitive(_ index: Int) -> Bool {
        relations.variables[index].isCounted && (1...limit).contains(relations.variables[index].value)
    }

    private mutating func complete() {
        for index in relations.variables.indices where isSensitive(index) { protect(index) }
        // Hiding more never makes a number known, so one pass is enough; `isSafe` is asked before anything is published.
    }

    private mutating func protect(_ variable: Int) {
        let range = range(of: variable)
        while true {
            let witness = Witness(relations, isHidden: isHidden)
            if witness.protects(variable, over: range) { return }
            let choices = candidates(near: variable)
            guard let nearest = choices.first else { return }
            let helpful = choices.prefix(24).first { choice in
                var trial = isHidden
                trial[choice] = true
                return Witness(relations, isHidden: trial).protects(variable, over: range)
            }
            isHidden[helpful ?? nearest] = true
        }
    }

    /// The written numbers that could be suppressed to protect a variable: nearest first along the relations, cells before unknown,
    /// denominator and value, small before large. A 0 is never suppressed.
    private func candidates(near variable: Int) -> [Int] {
        var distance: [Int: Int] = [variable: 0]
        var frontier = [variable]
        var found: [Int] = []
        while let next = frontier.first {
            frontier.removeFirst()
            for equation in relations.equationsOf[next] {
                for term in relations.equations[equation] where distance[term.variable] == nil {
                    distance[term.variable] = distance[next, default: 0] + 1
                    if isHidden[term.variable] {
                        frontier.append(term.variable)
                    } else if relations.variables[term.variable].value > 0 {
                        found.append(term.variable)
                    }
                }
            }
        }
        func rank(_ variable: Int) -> (Int, Int, Int, Int) {
            let kind =
                switch relations.variables[variable].item {
                case .cell: 0
                case .unknown: 1
                case .denominator: 2
                case .value, nil: 3
                }
            return (distance[variable, default: 0], kind, relations.variables[variable].value, variable)
        }
        return found.sorted { rank($0) < rank($1) }
    }
}
