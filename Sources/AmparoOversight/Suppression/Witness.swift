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

    /// Whether the hidden variable can be seen to be anything from 1 to `limit`: there is a witness that it is 1 or less, and one
    /// that it is `limit` or more.
    mutating func protects(_ variable: Int, upTo limit: Int) -> Bool {
        reaches(variable, 1, by: -1) && reaches(variable, limit, by: 1)
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

    /// Moves a variable by one and mends the equations this breaks, each by moving one other hidden variable that has not moved.
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
        guard sum == 1 || sum == -1 else { return false }
        // Those with few equations first: they end the search soonest.
        let choices = terms.filter { isHidden[$0.variable] && changed[$0.variable] == 0 }
            .sorted { relations.equationsOf[$0.variable].count < relations.equationsOf[$1.variable].count }
        for term in choices where move(term.variable, -sum * term.sign, then: rest) { return true }
        return false
    }
}
