/// Two rows that the linkage takes for one person, or would have a person look at.
public struct ProposedLink: Equatable, Sendable {
    /// The row in the left list; of a single list, the earlier one.
    public let left: Int
    /// The row in the right list.
    public let right: Int
    /// The sum of the weights in bits, without the prior.
    public let weight: Double
    /// The probability that both are one person, all others that compete for either of them considered.
    public let probability: Double
    /// What is to be done with it.
    public let outcome: LinkOutcome
}

/// What a linkage did, so that skew is seen and not suffered.
public struct LinkageCounts: Equatable, Sendable {
    /// Pairs whose fields were compared.
    public var compared = 0
    /// Pairs that another pass had found already.
    public var repeated = 0
    /// Blocks of all passes.
    public var blocks = 0
    /// Blocks that were too large and were split.
    public var split = 0
    /// Blocks that stayed too large after the last part: their members were compared with a part of it.
    public var uncut = 0
    /// How often a row fell out of a block that was split, for it tells nothing of the next part.
    public var leftOut = 0

    /// Nothing done.
    public init() {}
}

/// The outcome of linking lists.
public struct LinkageResult: Sendable {
    /// The links, most probable first, each row of a list in one link at most.
    public let links: [ProposedLink]
    /// The model that made them, as trained on these lists.
    public let model: LinkageModel
    /// What was done.
    public let counts: LinkageCounts
}

/// The outcome of looking for duplicates in one list.
public struct DuplicateResult: Sendable {
    /// Rows that are one person, two or more in each, in order of their first row.
    public let clusters: [[Int]]
    /// The pairs within the clusters that were compared, heaviest first: what may be linked without a person looking at it
    /// (`automatic`), and what may not (`review`).
    public let links: [ProposedLink]
    /// The model that found them, as trained on this list.
    public let model: LinkageModel
    /// What was done.
    public let counts: LinkageCounts
}

/// A pair of rows with its weight, while links are being made.
struct ScoredPair: Sendable {
    let left: UInt32
    let right: UInt32
    let weight: Float
    let isDoubted: Bool

    /// The heavier first; of equal ones, the earlier rows.
    static func precedes(_ a: ScoredPair, _ b: ScoredPair) -> Bool {
        if a.weight != b.weight { return a.weight > b.weight }
        return (a.left, a.right) < (b.left, b.right)
    }
}
