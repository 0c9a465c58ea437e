/// Somebody who has only the public document and knows the definitions: what each suppressed number can still be, by tightening
/// bounds over the relations until nothing moves.
///
/// The bounds hold the truth and are never too narrow; where relations run in circles they may be wider than a better attacker's.
/// That is why publishing asks for a `Witness` as well.
struct Attacker {
    /// What a variable can be; no upper bound is `unlimited`.
    struct Bound: Equatable {
        var low: Int
        var high: Int
    }

    /// Larger than any sum of counts, and small enough that many of them can be added.
    static let unlimited = 1 << 50

    private let relations: Relations
    /// The bounds found, by variable.
    private(set) var bounds: [Bound]

    init(_ relations: Relations, isHidden: [Bool]) {
        self.relations = relations
        bounds = relations.variables.indices.map { index in
            let variable = relations.variables[index]
            return isHidden[index]
                ? Bound(low: variable.floor, high: Attacker.unlimited)
                : Bound(low: variable.value, high: variable.value)
        }
        _ = settle(Array(relations.equations.indices))
    }

    /// Adds that a variable is `value`, and what follows; false when that cannot be.
    mutating func suppose(_ variable: Int, is value: Int) -> Bool {
        guard bounds[variable].low <= value, value <= bounds[variable].high else { return false }
        bounds[variable] = Bound(low: value, high: value)
        return settle(relations.equationsOf[variable])
    }

    /// Tightens by these equations and by all that this concerns; false when they contradict each other.
    private mutating func settle(_ equations: [Int]) -> Bool {
        var queue = equations
        var isQueued = Set(queue)
        var next = 0
        // Bounds that creep up one by one without end are left wider than they could be.
        while next < queue.count, next < 20_000 {
            let equation = queue[next]
            next += 1
            isQueued.remove(equation)
            guard let moved = tighten(relations.equations[equation]) else { return false }
            for variable in moved {
                for other in relations.equationsOf[variable] where isQueued.insert(other).inserted {
                    queue.append(other)
                }
            }
        }
        return true
    }

    /// Tightens the bounds of every variable of one equation by the others; the variables that moved, nil when nothing is left of one.
    private mutating func tighten(_ terms: [Relations.Term]) -> [Int]? {
        var low = 0
        var high = 0
        var unlimitedLow = 0
        var unlimitedHigh = 0
        for term in terms {
            let bound = bounds[term.variable]
            if term.sign > 0 {
                low += bound.low
                if bound.high < Attacker.unlimited { high += bound.high } else { unlimitedHigh += 1 }
            } else {
                high -= bound.low
                if bound.high < Attacker.unlimited { low -= bound.high } else { unlimitedLow += 1 }
            }
        }
        var moved: [Int] = []
        for term in terms {
            let old = bounds[term.variable]
            var new = old
            let isUnlimited = old.high >= Attacker.unlimited
            // What the others can add up to; the variable is minus that, seen from its sign.
            if term.sign > 0 {
                if unlimitedHigh - (isUnlimited ? 1 : 0) == 0 {
                    new.low = max(old.low, -(high - (isUnlimited ? 0 : old.high)))
                }
                if unlimitedLow == 0 { new.high = min(old.high, -(low - old.low)) }
            } else {
                if unlimitedLow - (isUnlimited ? 1 : 0) == 0 {
                    new.low = max(old.low, low + (isUnlimited ? 0 : old.high))
                }
                if unlimitedHigh == 0 { new.high = min(old.high, high + old.low) }
            }
            guard new.low <= new.high else { return nil }
            // Bounds are changed after the sums were taken: the next round sees what this one found.
            if new != old {
                pending.append((term.variable, new))
                moved.append(term.variable)
            }
        }
        for (variable, bound) in pending { bounds[variable] = bound }
        pending.removeAll(keepingCapacity: true)
        return moved
    }

    private var pending: [(Int, Bound)] = []
}
