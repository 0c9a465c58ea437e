/// Brings facts to what the rules of some books can tell apart, so that a whole population becomes a few hundred kinds.
struct FactProjection {
    private var stages: Set<Stage> = []
    private var hearings: [Int] = []
    private var ages: [Int] = []
    private var populations: Set<String> = []
    private var evidence: Set<String> = []
    private var reports: Set<String> = []
    private var facts: Set<Condition.Fact> = []

    init(_ rules: [Rule]) {
        var (hearings, ages): (Set<Int>, Set<Int>) = ([], [])
        for condition in rules.flatMap({ $0.conditions + $0.exceptions.flatMap(\.conditions) }) {
            switch condition {
            case .stage(let named): stages.formUnion(named)
            case .fact(let fact): facts.insert(fact)
            case .hearingWithinDays(let limit): hearings.insert(limit)
            case .ageUnder(let limit), .ageAtLeast(let limit): ages.insert(limit)
            case .inPopulation(let code): populations.insert(code)
            case .evidence(let code): evidence.insert(code)
            case .reportOf(let code): reports.insert(code)
            }
        }
        self.hearings = hearings.sorted()
        self.ages = ages.sorted()
    }

    /// Facts that every rule answers in the same way as the ones given.
    func project(_ given: SubjectFacts) -> SubjectFacts {
        var facts = given
        for fact in Condition.Fact.allCases where !self.facts.contains(fact) { facts[fact] = .no }
        facts.stage = given.stage.map { stage in
            stages.contains(stage) ? stage : Stage.allCases.first { !stages.contains($0) } ?? stage
        }
        if case .inDays(let days) = given.hearing {
            facts.hearing = days < 0 ? .inDays(-1) : hearings.first { days <= $0 }.map { .inDays($0) } ?? .none
        }
        facts.age = given.age.map { stretch($0.lowerBound)...stretch($0.upperBound) }
        facts.populations = given.populations?.intersection(populations)
        facts.evidence = given.evidence?.intersection(evidence)
        facts.reports = given.reports?.intersection(reports)
        return facts
    }

    /// The greatest limit that is not above an age; 0 below all.
    private func stretch(_ age: Int) -> Int { ages.last { $0 <= age } ?? 0 }
}
