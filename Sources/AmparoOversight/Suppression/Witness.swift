/// Shows that a document could as well be about other numbers: another assignment that agrees with everything written and with
/// every relation.
///
/// Sound: what it finds is checked by construction, every equation holds at every step. Not finding one proves nothing, and is
/// taken as a leak.
struct Witness {
    let relations: Relations
    /// Which variables nobody can read.
    let isHidden: [Bool]
    /// How many steps one search may take.
    let patience: Int

    private var values: [Int]
    private var changed: [Int]
    private var steps = 0

    init(_ relations: Relations, isHidden: [Bool], patience: Int = 4000) {
        self.relations = relations
        self.isHidden = isHidden
        self.patience = patience
        values = relations.variables.map(\.value)
        changed = Array(repeating: 0, count: values.count)
    }

    /// Whether the hidden variable can be taken to be anything in the range, for all that is shown: there is a witness that it is
    /// the lower bound or less, and one that it is the upper bound or more.
    mutating func protects(_ variable: Int, over range: ClosedRange<Int>) -> Bool {
        reaches(variable, range.lowerBound, by: -1) && reaches(variable, range.upperBound, by: 1)
    }

    private mutating func reaches(_ variable: Int, _ target: Int, by step: Int) -> Bool {
        values = relations.variables.map(\.value)
        while step > 0 ? values[variable] < target : values[variable] > target {
            for index in changed.indices { changed[index] = 0 }
            steps = 0
            guard move(variable, step, then: []) else { return false }
        }
        return true
    }

    /// Moves a variable and mends the equations this breaks, each by moving other hidden variables that have not moved.
    private mutating func move(_ variable: Int, _ step: Int, then broken: [Int]) -> Bool {
        steps += 1
        guard steps <= patience, isHidden[variable], changed[variable] == 0,
            values[variable] + step >= relations.variables[variable].floor
        else { return false }
        values[variable] += step
        changed[variable] = step
        if mend(broken + relations.equationsOf[variable].filter { !broken.contains($0) }) { return true }
        values[variable] -= step
        changed[variable] = 0
        return false
    }

    private mutating func mend(_ broken: [Int]) -> Bool {
        guard let first = broken.first else { return true }
        let rest = Array(broken.dropFirst())
        let terms = relations.equations[first]
        let sum = terms.reduce(0) { $0 + $1.sign * values[$1.variable] }
        guard sum != 0 else { return mend(rest) }
        // Those with few equations first: they end the search soonest.
        let choices = terms.filter { isHidden[$0.variable] && changed[$0.variable] == 0 }
            .sorted { relations.equationsOf[$0.variable].count < relations.equationsOf[$1.variable].count }
        for term in choices where move(term.variable, -sum * term.sign, then: rest) { return true }
        guard sum.magnitude > 1 else { return false }
        // No one of them can take it all: one takes one, and the others the rest.
        for term in choices where move(term.variable, -sum.signum() * term.sign, then: broken) { return true }
        return false
    }
}
