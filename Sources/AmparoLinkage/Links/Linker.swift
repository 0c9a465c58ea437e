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

    /// Finds the duplicates in one list.
    public func duplicates(in table: PersonTable) async -> DuplicateResult {
        let rows = 0..<table.count
        let prior = LinkageModel.priorWeight(rows.count, rows.count)
        let work = await LinkageWork(table, model, indexed: rows, lanes: lanes)
        let model = trains ? await work.trained(model, rows, rows, prior: prior, seed: seed) : model
        let floor = floor(prior, model)
        var (pairs, compared, repeated) = await work.pairs(model, rows, floor: floor, kept: 64, onlyLater: true)
        pairs.sort(by: ScoredPair.precedes)
        var clusters = Clusters()
        table.withScorer(ScoringPlan(model)) { scorer in
            let least = Float(-prior + Logarithm.log2(model.review / (1 - model.review)))
            for pair in pairs where pair.weight >= least && !pair.isDoubted {
                clusters.join(Int(pair.left), Int(pair.right)) { a, b in
                    let weight = scorer.weight(a, b)
                    return scorer.isDoubted ? nil : weight >= least
                }
            }
        }
        return DuplicateResult(
            clusters: clusters.all, model: model, counts: work.counts(compared: compared, repeated: repeated))
    }

    private func floor(_ prior: Double, _ model: LinkageModel) -> Float {
        Float(-prior + Logarithm.log2(model.review / max(1e-9, 1 - model.review)) - Linker.competing)
    }
}
