/// Somebody who has only the public document and knows the definitions: what each suppressed number can still be, by tightening
/// bounds over the relations until nothing moves.
///
/// The intervals hold the truth and are never too narrow; where relations run in circles they may be wider than a better attacker's.
/// That is why publishing asks for a `Witness` as well.
struct Attacker {
    /// The bounds found, by variable; nil is no upper bound.
    private(set) var bounds: [(low: Int, high: Int?)]

    init(_ relations: Relations, isHidden: [Bool], rounds: Int = 200) {
        bounds = relations.variables.indices.map { index in
            let variable = relations.variables[index]
            return isHidden[index] ? (variable.floor, nil) : (variable.value, variable.value)
        }
        for _ in 0..<rounds {
            var isMoving = false
            for terms in relations.equations {
                for term in terms where tighten(term, in: terms) { isMoving = true }
            }
            if !isMoving { return }
        }
    }

    /// Tightens one variable by one equation: it is minus the others.
    private mutating func tighten(_ term: Relations.Term, in terms: [Relations.Term]) -> Bool {
        var low: Int? = 0
        var high: Int? = 0
        for other in terms where other.variable != term.variable {
            let bound = bounds[other.variable]
            // The variable is the sum of the others with the opposite sign of theirs, seen from its own sign.
            if other.sign == term.sign {
                high = high.map { $0 - bound.low }
                low = low.flatMap { low in bound.high.map { low - $0 } }
            } else {
                low = low.map { $0 + bound.low }
                high = high.flatMap { high in bound.high.map { high + $0 } }
            }
        }
        var isTighter = false
        let old = bounds[term.variable]
        if let low, low > old.low {
            bounds[term.variable].low = low
            isTighter = true
        }
        if let high, old.high.map({ high < $0 }) ?? true {
            bounds[term.variable].high = high
            isTighter = true
        }
        return isTighter
    }
}
