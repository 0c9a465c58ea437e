/// Every way the facts can stand, as far as some conditions can tell: what is enumerated to compare two books.
struct FactDomain {
    /// One thing that can stand in several ways.
    private struct Variable {
        let count: Int
        let set: (Int, inout DecisionRequest) -> Void
    }

    private var variables: [Variable] = []
    /// How many ways there are; nil when they cannot be counted.
    private(set) var count: Int? = 1

    /// The domain that these rules can tell apart.
    init(_ rules: [Rule]) {
        let conditions = Set(rules.flatMap { $0.conditions + $0.exceptions.flatMap(\.conditions) })
        var stages: Set<Stage> = []
        var (hearings, ages): (Set<Int>, Set<Int>) = ([], [])
        var codes: [Condition] = []
        for condition in conditions.sorted(by: { $0.sortKey < $1.sortKey }) {
            switch condition {
            case .stage(let named): stages.formUnion(named)
            case .fact(let fact): add(3) { $1.facts[fact] = Tristate.allCases[$0] }
            case .hearingWithinDays(let limit): hearings.insert(limit)
            case .ageUnder(let limit), .ageAtLeast(let limit): ages.insert(limit)
            case .inPopulation, .evidence, .reportOf: codes.append(condition)
            }
        }
        if !stages.isEmpty { addStages(stages) }
        if !hearings.isEmpty { addHearings(hearings) }
        if !ages.isEmpty { addAges(ages) }
        addCodes(codes)
        if rules.contains(where: { !$0.subjects.isEmpty }) {
            add(SubjectKind.allCases.count) { $1.subject = SubjectKind.allCases[$0] }
        }
        if rules.contains(where: { !$0.operations.isEmpty }) {
            add(Operation.allCases.count) { $1.operation = Operation.allCases[$0] }
        }
    }

    private mutating func add(_ ways: Int, _ set: @escaping (Int, inout DecisionRequest) -> Void) {
        variables.append(Variable(count: ways, set: set))
        count = count.flatMap { known in
            let (product, overflow) = known.multipliedReportingOverflow(by: ways)
            return overflow ? nil : product
        }
    }

    /// The stages that are named, one that is not, and none known.
    private mutating func addStages(_ named: Set<Stage>) {
        var stages: [Stage?] = [nil] + Stage.allCases.filter(named.contains)
        if let other = Stage.allCases.first(where: { !named.contains($0) }) { stages.append(other) }
        add(stages.count) { $1.facts.stage = stages[$0] }
    }

    /// Unknown, none, past, and one day of each stretch between the limits.
    private mutating func addHearings(_ limits: Set<Int>) {
        let days = [-1, 0] + limits.flatMap { [$0, $0 + 1] }
        let hearings = [.unknown, .none] + Set(days).sorted().map(SubjectFacts.Hearing.inDays)
        add(hearings.count) { $1.facts.hearing = hearings[$0] }
    }

    /// Unknown, and every stretch from one side of a limit to the same or a later one.
    private mutating func addAges(_ limits: Set<Int>) {
        let ages = [0] + limits.sorted()
        var ranges: [ClosedRange<Int>?] = [nil]
        for from in ages.indices { ranges += ages[from...].map { ages[from]...$0 } }
        add(ranges.count) { $1.facts.age = ranges[$0] }
    }

    /// For each list of codes: unknown, or any set of those that are named.
    private mutating func addCodes(_ conditions: [Condition]) {
        var (populations, evidence, reports): ([String], [String], [String]) = ([], [], [])
        for condition in conditions {
            switch condition {
            case .inPopulation(let code): populations.append(code)
            case .evidence(let code): evidence.append(code)
            case .reportOf(let code): reports.append(code)
            default: break
            }
        }
        addSubsets(populations, \.facts.populations)
        addSubsets(evidence, \.facts.evidence)
        addSubsets(reports, \.facts.reports)
    }

    private mutating func addSubsets(
        _ codes: [String], _ path: WritableKeyPath<DecisionRequest, SubjectFacts.Codes?>
    ) {
        guard !codes.isEmpty else { return }
        guard codes.count < 20 else { return add(Int.max) { _, _ in } }
        add(1 << codes.count + 1) { way, request in
            request[keyPath: path] =
                way == 0
                ? nil : Set(codes.enumerated().filter { (way - 1) & 1 << $0.offset != 0 }.map(\.element))
        }
    }

    /// Sets the facts of a request to one of the ways.
    func set(_ way: Int, _ request: inout DecisionRequest) {
        var rest = way
        for variable in variables {
            variable.set(rest % variable.count, &request)
            rest /= variable.count
        }
    }
}
