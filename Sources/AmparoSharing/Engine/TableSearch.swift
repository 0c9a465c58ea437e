internal import AmparoModel

/// Finds, for one request, which rules of which blocks hold.
struct TableSearch {
    let tables: CompiledTables
    let facts: SubjectFacts
    let moment: Int64
    let role: Int
    let purpose: Int
    let subject: Int
    let operation: Int
    /// The answers to conditions that were asked already; 255 for not yet.
    let answers: UnsafeMutableBufferPointer<UInt8>

    /// The rules of a block that hold for certain, and those that hold or may hold.
    struct Live {
        let block: Int
        let certain: UInt64
        let possible: UInt64
    }

    /// Finds the live rules of a block; nil when there are none.
    func live(_ index: Int) -> Live? {
        let block = tables.blocks[index]
        let widths = tables.widths
        let base = Int(block.words)
        var possible = tables.words[base + role] & tables.words[base + widths.roles + purpose]
        guard possible != 0 else { return nil }
        let things = base + widths.roles + widths.purposes
        possible &= tables.words[things + subject] & tables.words[things + widths.subjects + operation]
        possible &= inForce(block)
        guard possible != 0 else { return nil }
        var unsure: UInt64 = 0
        for offset in 0..<Int(block.conditionCount) {
            let rules = tables.words[Int(block.conditionWords) + offset]
            guard rules & possible != 0 else { continue }
            switch answer(tables.conditions[Int(block.conditions) + offset]) {
            case .no: possible &= ~rules
            case .yes: break
            case .unknown: unsure |= rules
            }
        }
        for offset in 0..<Int(block.exceptionCount) {
            let exception = tables.exceptions[Int(block.exceptions) + offset]
            guard exception.rule & possible != 0, exception.roles & 1 << UInt64(role) != 0 else { continue }
            var lifted = Tristate.yes
            for place in exception.conditions {
                lifted = Tristate.and(lifted, answer(tables.exceptionConditions[place]))
            }
            switch lifted {
            case .no: break
            case .yes: possible &= ~exception.rule
            case .unknown: unsure |= exception.rule
            }
        }
        return possible == 0 ? nil : Live(block: index, certain: possible & ~unsure, possible: possible)
    }

    /// The rules of a block that are in force: those of the last moment that is not after the request's.
    private func inForce(_ block: CompiledTables.Block) -> UInt64 {
        let start = Int(block.moments)
        var (low, high) = (0, Int(block.momentCount) - 1)
        while low < high {
            let middle = (low + high + 1) / 2
            if tables.moments[start + middle] <= moment { low = middle } else { high = middle - 1 }
        }
        return tables.words[Int(block.momentWords) + low]
    }

    private func answer(_ atom: UInt16) -> Tristate {
        if let known = Tristate(rawValue: answers[Int(atom)]) { return known }
        let answer = tables.atoms[Int(atom)].holds(facts)
        answers[Int(atom)] = answer.rawValue
        return answer
    }

    /// The rules of a block that speak of a group of fields.
    func rules(of live: Live, group: Int) -> UInt64 {
        let widths = tables.widths
        let groups = widths.roles + widths.purposes + widths.subjects + widths.operations
        return tables.words[Int(tables.blocks[live.block].words) + groups + group]
    }

    /// The place in the book of the first rule of a block among these bits.
    func first(_ rules: UInt64, of live: Live) -> Int32 {
        tables.ruleNumbers[Int(tables.blocks[live.block].rules) + rules.trailingZeroBitCount]
    }
}
