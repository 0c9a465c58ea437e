internal import AmparoModel

/// People that are known already, found by a description that is new: the incremental side of the linkage.
///
///     var index = LinkIndex<Anchor>(model: .shipped)
///     for anchor in anchors { index.insert(anchor.description, id: anchor.id) }
///     let likely = index.candidates(for: newChild)    // best first
///
/// What it says of a candidate it says of that one alone: where several are likely, whoever links must ask which.
/// Work per query is bounded, however many descriptions are alike: each pass of the model's blocking offers a few blocks
/// of bounded size.
public struct LinkIndex<ID: Hashable & Sendable>: Sendable {
    /// The model that scores.
    public let model: LinkageModel

    private let plan: ScoringPlan
    private var table: PersonTable
    private var blocks: [BlockIndex]
    private var ids: [ID] = []
    private var rows: [ID: Int] = [:]
    private var search: CandidateSearch

    /// An empty index.
    public init(model: LinkageModel) {
        self.model = model
        plan = ScoringPlan(model)
        table = PersonTable(model)
        blocks = model.blocking.map { [layout = table.layout] in BlockIndex($0, layout) }
        search = CandidateSearch(rows: 0, passes: blocks)
    }

    /// How many descriptions it holds.
    public var count: Int { rows.count }

    /// Takes a description in. One that is there under the same id is replaced.
    public mutating func insert(_ description: PersonDescription, id: ID) {
        remove(id)
        let row = table.append(description)
        ids.append(id)
        rows[id] = row
        search.makeRoom(table.count + 2)
        var blocks = self.blocks
        self.blocks = []
        table.withRows { view in for index in blocks.indices { blocks[index].insert(row, view) } }
        self.blocks = blocks
    }

    /// Forgets a description; nothing happens when there is none under the id.
    public mutating func remove(_ id: ID) {
        guard let row = rows.removeValue(forKey: id) else { return }
        table.remove(row)
    }

    /// The people most likely described, heaviest first, those that the model would not even review left out.
    ///
    /// - Parameter limit: how many at most.
    public mutating func candidates(
        for description: PersonDescription, limit: Int = 20
    ) -> [(id: ID, score: PairScore)] {
        let asking = table.appendAsking(description)
        defer { table.forgetLast() }
        return candidates(of: asking, limit: limit)
    }

    /// The people most like one whom the index holds, as `candidates(for:limit:)`, without that one: whoever has handed a
    /// description over need not keep it. Nobody for an id that is not there.
    public mutating func candidates(like id: ID, limit: Int = 20) -> [(id: ID, score: PairScore)] {
        guard let row = rows[id] else { return [] }
        return candidates(of: row, limit: limit)
    }

    private mutating func candidates(of asking: Int, limit: Int) -> [(id: ID, score: PairScore)] {
        let prior = LinkageModel.priorWeight(1, count)
        let floor = Float(-prior + Logarithm.log2(model.review / max(1e-9, 1 - model.review)))
        var search = self.search
        self.search = CandidateSearch(rows: 0, passes: [])
        search.makeRoom(table.count)
        var found: [CandidateSearch.Found] = []
        var scores: [(id: ID, score: PairScore)] = []
        let gone = table.isGone
        table.withRows { view in
            table.withScorer(plan) { scorer in
                search.search(
                    asking, blocks, view, scorer, floor: floor, accepts: { !gone[$0] && $0 != asking }, into: &found)
                found.sort { ($0.weight, $1.row) > ($1.weight, $0.row) }
                for candidate in found.prefix(max(0, limit)) {
                    let score = PairScore(scorer, asking, Int(candidate.row), model: model, prior: prior)
                    scores.append((id: ids[Int(candidate.row)], score: score))
                }
            }
        }
        self.search = search
        return scores
    }

    /// What the model says of two whom the index holds; nil when it does not hold both.
    public func score(_ left: ID, _ right: ID) -> PairScore? {
        guard let left = rows[left], let right = rows[right] else { return nil }
        let prior = LinkageModel.priorWeight(1, count)
        return table.withScorer(plan) { PairScore($0, left, right, model: model, prior: prior) }
    }

    /// What the model says of two descriptions, known to the index or not.
    public mutating func score(_ left: PersonDescription, _ right: PersonDescription) -> PairScore {
        let rows = (table.appendAsking(left), table.appendAsking(right))
        defer {
            table.forgetLast()
            table.forgetLast()
        }
        let prior = LinkageModel.priorWeight(1, count)
        return table.withScorer(plan) { PairScore($0, rows.0, rows.1, model: model, prior: prior) }
    }
}

extension PairScore {
    /// The score of two rows, field by field.
    init(_ scorer: PairScorer, _ left: Int, _ right: Int, model: LinkageModel, prior: Double) {
        _ = scorer.weight(left, right)
        var comparisons: [FieldComparison] = []
        var doubts: [LinkageField] = []
        let leading = scorer.leading
        for (index, comparison) in model.comparisons.enumerated() {
            let level = ComparisonLevel.allCases[Int(scorer.levels[index])]
            let listed = comparison.levels.first { $0.level == level }
            // What goes with something that says more for one person has nothing to add.
            let isRepeated =
                index != leading && scorer.bits(index) > 0 && LinkageField.together.contains(comparison.field)
                && leading != nil
            comparisons.append(
                FieldComparison(
                    field: comparison.field, level: level, weight: isRepeated ? 0 : listed?.weight ?? 0,
                    frequencyAdjustment: isRepeated ? 0 : Double(scorer.adjustments[index])))
            if let listed, listed.doubt { doubts.append(comparison.field) }
        }
        let weight = comparisons.reduce(0) { $0 + $1.total }
        let probability = LinkageModel.probability(weight: weight + prior)
        self.init(
            weight: weight, probability: probability, comparisons: comparisons,
            outcome: model.outcome(probability: probability, doubted: !doubts.isEmpty), doubts: doubts)
    }
}

extension PersonTable {
    /// What a model says of two rows, field by field.
    public func score(_ left: Int, _ right: Int, by model: LinkageModel) -> PairScore {
        withScorer(ScoringPlan(model)) {
            PairScore($0, left, right, model: model, prior: LinkageModel.priorWeight(1, count))
        }
    }
}
