/// A Fellegi-Sunter model: which fields are compared, and how often two descriptions of one person (m) and of two people
/// (u) agree at each level.
///
/// It is data: written as text, read back, trained on the lists at hand (`LinkageTraining`), saved with each link that was
/// made by it. It holds no name and nothing else of a person.
public struct LinkageModel: Equatable, Sendable {
    /// One level of a field.
    public struct Level: Equatable, Sendable {
        /// How well the field agrees.
        public let level: ComparisonLevel
        /// Share of pairs that are one person and agree at this level, among those that tell the field.
        public var m: Double
        /// Share of pairs that are two people and agree at this level, among those that tell the field.
        public var u: Double
        /// Whether a pair at this level is never linked without a person looking at it.
        public let doubt: Bool

        /// A level with its shares, each above 0 and at most 1.
        public init(_ level: ComparisonLevel, m: Double, u: Double, doubt: Bool = false) {
            self.level = level
            self.m = m
            self.u = u
            self.doubt = doubt
        }

        /// log2(m/u).
        public var weight: Double { Logarithm.log2(m) - Logarithm.log2(u) }
    }

    /// One field that is compared.
    public struct Comparison: Equatable, Sendable {
        /// The field.
        public let field: LinkageField
        /// Its levels. A level that is not listed counts as the weaker one that the comparator names next.
        public var levels: [Level]
        /// How much of the adjustment for rare values counts: 0 none, 1 all of it.
        public let frequencyShare: Double

        /// A field with its levels.
        public init(_ field: LinkageField, frequencyShare: Double = 0, levels: [Level]) {
            self.field = field
            self.levels = levels
            self.frequencyShare = frequencyShare
        }
    }

    /// What it is for, and who made it: letters, digits and hyphens.
    public let name: String
    /// Counts up with each change of levels or shares under one name.
    public let version: Int
    /// The fields, in the order in which they are explained.
    public var comparisons: [Comparison]
    /// How pairs that are worth comparing are found.
    public var blocking: [BlockingPass]
    /// A pair at least this probable, without doubts, may be linked automatically.
    public let automatic: Double
    /// A pair at least this probable is shown to a person.
    public let review: Double

    /// A model from its parts.
    public init(
        name: String, version: Int, automatic: Double, review: Double, comparisons: [Comparison],
        blocking: [BlockingPass]
    ) {
        self.name = name
        self.version = version
        self.automatic = automatic
        self.review = review
        self.comparisons = comparisons
        self.blocking = blocking
    }

    /// What becomes of a pair of this probability.
    public func outcome(probability: Double, doubted: Bool) -> LinkOutcome {
        if probability >= automatic, !doubted { return .automatic }
        return probability >= review ? .review : .none
    }

    /// log2 of the odds that a pair drawn at random from lists of these sizes is one person: half of the shorter list is
    /// taken to stand in the longer one.
    public static func priorWeight(_ left: Int, _ right: Int) -> Double {
        -Logarithm.log2(Double(max(2, left, right)) * 2)
    }

    /// The probability of a pair whose weights, prior included, sum up to `weight` bits.
    public static func probability(weight: Double) -> Double { 1 / (1 + Logarithm.exp2(-weight)) }
}
