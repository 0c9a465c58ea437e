/// Shows that a document could as well be about other numbers: another assignment that agrees with everything written and with
/// every relation.
///
/// Sound: what it finds is checked, equation by equation. Not finding one proves nothing, and is taken as a leak.
struct Witness {
    private let relations: Relations
    private let isHidden: [Bool]
    private let attacker: Attacker

    init(_ relations: Relations, isHidden: [Bool]) {
        self.relations = relations
        self.isHidden = isHidden
        attacker = Attacker(relations, isHidden: isHidden)
    }

    /// Whether the hidden variable can be taken to be anything in the range, for all that is shown: there is a witness of each.
    func protects(_ variable: Int, over range: ClosedRange<Int>) -> Bool {
        guard isHidden[variable] else { return false }
        let around = hidden(around: variable)
        let back = [variable] + around.dropFirst().reversed()
        return range.allSatisfy { hasWitness(variable, $0, around) || hasWitness(variable, $0, back) }
    }

    /// The hidden variables that hang together with one, nearest first.
    private func hidden(around variable: Int) -> [Int] {
        var found = [variable]
        var isFound: Set<Int> = [variable]
        var next = 0
        while next < found.count {
            for equation in relations.equationsOf[found[next]] {
                for term in relations.equations[equation] where isHidden[term.variable] {
                    if isFound.insert(term.variable).inserted { found.append(term.variable) }
                }
            }
            next += 1
        }
        return found
    }

    /// Supposes the value, and then of each other variable that it is as near to the truth as still can be.
    private func hasWitness(_ variable: Int, _ value: Int, _ around: [Int]) -> Bool {
        var world = attacker
        guard world.suppose(variable, is: value) else { return false }
        for other in around {
            let bound = world.bounds[other]
            let nearest = min(max(relations.variables[other].value, bound.low), bound.high)
            if bound.low != bound.high, !world.suppose(other, is: nearest) { return false }
        }
        var equations: Set<Int> = []
        for other in around { equations.formUnion(relations.equationsOf[other]) }
        return equations.allSatisfy { equation in
            var sum = 0
            for term in relations.equations[equation] {
                let bound = world.bounds[term.variable]
                guard bound.low == bound.high else { return false }
                sum += term.sign * bound.low
            }
            return sum == 0
        }
    }
}
