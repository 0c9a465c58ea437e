extension Condition {
    /// Changes the facts so that the condition holds.
    func satisfy(_ facts: inout SubjectFacts) {
        switch self {
        case .stage(let stages): facts.stage = Stage.allCases.first(where: stages.contains)
        case .fact(let fact): facts[fact] = .yes
        case .hearingWithinDays: facts.hearing = .inDays(0)
        case .ageUnder(let limit): facts.age = (limit - 1)...(limit - 1)
        case .ageAtLeast(let limit): facts.age = limit...limit
        case .inPopulation(let code): facts.populations = (facts.populations ?? []).union([code])
        case .evidence(let code): facts.evidence = (facts.evidence ?? []).union([code])
        case .reportOf(let code): facts.reports = (facts.reports ?? []).union([code])
        }
    }

    /// Changes the facts so that the condition is known not to hold.
    func deny(_ facts: inout SubjectFacts) {
        switch self {
        case .stage(let stages): facts.stage = Stage.allCases.first { !stages.contains($0) }
        case .fact(let fact): facts[fact] = .no
        case .hearingWithinDays: facts.hearing = .none
        case .ageUnder(let limit): facts.age = limit...limit
        case .ageAtLeast(let limit): facts.age = (limit - 1)...(limit - 1)
        case .inPopulation(let code): facts.populations = (facts.populations ?? []).subtracting([code])
        case .evidence(let code): facts.evidence = (facts.evidence ?? []).subtracting([code])
        case .reportOf(let code): facts.reports = (facts.reports ?? []).subtracting([code])
        }
    }
}
