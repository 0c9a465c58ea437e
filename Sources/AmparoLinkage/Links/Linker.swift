/// Links lists of people: trains a model on them, compares what blocking finds, and makes links.
public struct Linker: Sendable {
    /// The model that is started from.
    public let model: LinkageModel
    /// Whether shares are learned from the lists at hand; otherwise the model is taken as it is.
    public var trains = true
    /// Where the random pairs for the training begin.
    public var seed: UInt64 = 1
    /// How many threads work at a time.
    public var lanes = 2

    /// The most pairs that one row of the left list keeps.
    static let kept = 8
    /// The most pairs that one row keeps with rows behind it when duplicates are looked for.
    static let keptOfDuplicates = 64
    /// How far below the threshold of review a pair may stay and still compete, in bits.
    static let competing = 4.0

    /// A linker that starts from `model`.
    public init(_ model: LinkageModel) { self.model = model }

    /// Links two lists, so that each row is in one link at most.
    ///
    /// - Parameters:
    ///   - table: both lists, made for the same model.
    ///   - left: the rows of one list.
    ///   - right: the rows of the other; they must not overlap.
    public func link(_ table: PersonTable, _ left: Range<Int>, _ right: Range<Int>) async -> LinkageResult {
        let prior = LinkageModel.priorWeight(left.count, right.count)
        let work = await LinkageWork(table, model, indexed: right, lanes: lanes)
        let model = trains ? await work.trained(model, left, right, prior: prior, seed: seed) : model
        let floor = floor(prior, model)
        let (pairs, compared, repeated) = await work.pairs(
            model, left, floor: floor, kept: Linker.kept, onlyLater: false)
        let links = Assignment(pairs, model: model, prior: prior, left: left, right: right).links()
        return LinkageResult(links: links, model: model, counts: work.counts(compared: compared, repeated: repeated))
    }

    /// How many of the pairs that are known to be one person the model's blocking brings together: what is not compared is
    /// never linked. For measuring, where the truth is known.
    public func reached(
        _ table: PersonTable, _ left: Range<Int>, _ right: Range<Int>, known: [(left: Int, right: Int)]
    ) async -> Int {
        let work = await LinkageWork(table, model, indexed: right, lanes: lanes)
        var search = CandidateSearch(rows: table.count, passes: work.blocks)
        return table.withRows { view in
            var reached = 0
            for pair in known where left.contains(pair.left) && right.contains(pair.right) {
                reached += search.brings(pair.left, pair.right, work.blocks, view) ? 1 : 0
            }
            return reached
        }
    }

    /// The model with shares learned from one list and its pairs, for a `LinkIndex` over it.
    public func trained(on table: PersonTable) async -> LinkageModel {
        let rows = 0..<table.count
        let work = await LinkageWork(table, model, indexed: rows, lanes: lanes)
        return await work.trained(
            model, rows, rows, prior: LinkageModel.priorWeight(rows.count, rows.count), seed: seed)
    }

    /// Finds the duplicates in one list.
    ///
    /// A group grows only where most of its members fit each other and no two are in doubt of each other (two valid
    /// A-numbers, given names that have nothing in common): no chain of weak links makes one person of many.
    ///
    /// - Parameter contradicts: whether two rows cannot be one person for a reason that the descriptions do not tell, such
    ///   as two placements at one time.
    public func duplicates(
        in table: PersonTable, contradicts: (Int, Int) -> Bool = { _, _ in false }
    ) async -> DuplicateResult {
        let rows = 0..<table.count
        let prior = LinkageModel.priorWeight(rows.count, rows.count)
        let work = await LinkageWork(table, model, indexed: rows, lanes: lanes)
        let model = trains ? await work.trained(model, rows, rows, prior: prior, seed: seed) : model
        let (found, compared, repeated) = await work.pairs(
            model, rows, floor: floor(prior, model), kept: Linker.keptOfDuplicates, onlyLater: true)
        let pairs = found.sorted(by: ScoredPair.precedes)
        let least = Float(-prior + Logarithm.log2(model.review / (1 - model.review)))
        var clusters = Clusters()
        table.withScorer(ScoringPlan(model)) { scorer in
            for pair in pairs where pair.weight >= least && !pair.isDoubted {
                clusters.join(Int(pair.left), Int(pair.right)) { a, b in
                    if contradicts(a, b) { return nil }
                    let weight = scorer.weight(a, b)
                    return scorer.isDoubted ? nil : weight >= least
                }
            }
        }
        let links = pairs.filter { clusters.holdTogether(Int($0.left), Int($0.right)) }.map { pair in
            let probability = LinkageModel.probability(weight: Double(pair.weight) + prior)
            return ProposedLink(
                left: Int(pair.left), right: Int(pair.right), weight: Double(pair.weight), probability: probability,
                outcome: model.outcome(probability: probability, doubted: pair.isDoubted))
        }
        return DuplicateResult(
            clusters: clusters.all, links: links, model: model,
            counts: work.counts(compared: compared, repeated: repeated))
    }

    private func floor(_ prior: Double, _ model: LinkageModel) -> Float {
        Float(-prior + Logarithm.log2(model.review / max(1e-9, 1 - model.review)) - Linker.competing)
    }
}
