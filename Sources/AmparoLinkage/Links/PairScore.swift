/// One field of a compared pair: how well it agrees and what that weighs.
public struct FieldComparison: Equatable, Sendable {
    /// The field.
    public let field: LinkageField
    /// How well it agrees.
    public let level: ComparisonLevel
    /// log2(m/u) of the level: positive speaks for one person, negative against; 0 when not compared, and where a field that
    /// goes with this one has said more: a sponsor's name, address and telephone count once.
    public let weight: Double
    /// What the rarity of the value that agrees adds (Hernández little, Tambriz much); negative for common ones.
    public let frequencyAdjustment: Double

    /// A comparison with its weights in bits.
    public init(field: LinkageField, level: ComparisonLevel, weight: Double, frequencyAdjustment: Double) {
        self.field = field
        self.level = level
        self.weight = weight
        self.frequencyAdjustment = frequencyAdjustment
    }

    /// Weight and adjustment together, in bits.
    public var total: Double { weight + frequencyAdjustment }
}

/// What is to be done with a pair.
public enum LinkOutcome: String, CaseIterable, Hashable, Sendable {
    /// The pair may be linked without a person looking at it.
    case automatic
    /// A person must look at it.
    case review
    /// The two are not to be linked.
    case none
}

/// What a model says of a pair: a sum of named weights, so the explanation is the score.
public struct PairScore: Equatable, Sendable {
    /// The sum of the weights of all fields in bits, without the prior.
    public let weight: Double
    /// The probability that both are one person, 0 to 1, with the prior that the sizes of the lists give.
    public let probability: Double
    /// Field by field, in the model's order.
    public let comparisons: [FieldComparison]
    /// What is to be done with it. A pair that contradicts itself (`doubts`) is never automatic.
    public let outcome: LinkOutcome
    /// The fields that keep a pair from being linked automatically, however high its weight: two different valid
    /// A-numbers, given names that have nothing in common (a twin), another sex.
    public let doubts: [LinkageField]

    /// A score put together from its parts.
    public init(
        weight: Double, probability: Double, comparisons: [FieldComparison], outcome: LinkOutcome,
        doubts: [LinkageField]
    ) {
        self.weight = weight
        self.probability = probability
        self.comparisons = comparisons
        self.outcome = outcome
        self.doubts = doubts
    }
}
