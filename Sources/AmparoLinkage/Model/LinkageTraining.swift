/// Learns the shares of a model from the lists at hand, without being told a single link: u from pairs drawn at random, m
/// by expectation and maximisation over the pairs that blocking finds for a sample of rows.
struct LinkageTraining {
    /// How many pairs are drawn at random for u.
    static let randomPairs = 250_000
    /// How many rows of the left list are searched for m.
    static let sampleRows = 10_000
    /// How much the model that one starts from counts: as so many pairs.
    static let faithInU = 20.0
    static let faithInM = 10.0
    static let rounds = 12

    /// A pair that may be one person: the levels of all fields and what rarity adds.
    private struct Pair {
        let levels: SIMD32<UInt8>
        let rarity: Float
        /// The row, and which of its pairs it is.
        let row: UInt32
        let order: UInt32
    }

    private let start: LinkageModel
    private let prior: Float
    private var pairs: [Pair] = []

    /// - Parameter prior: log2 of the odds of a random pair.
    init(_ start: LinkageModel, prior: Double) {
        self.start = start
        self.prior = Float(prior)
    }

    /// The shares of levels among pairs drawn at random from two ranges of rows.
    func withRandomPairs(_ table: PersonTable, _ left: Range<Int>, _ right: Range<Int>, seed: UInt64) -> LinkageModel {
        guard !left.isEmpty, !right.isEmpty else { return start }
        let room = ScoringPlan.levels
        var counts = Array(repeating: 0.0, count: start.comparisons.count * room)
        var state = seed
        func next(_ range: Range<Int>) -> Int {
            state = BlockKey.mixed(state)
            return range.lowerBound + Int(state.multipliedFullWidth(by: UInt64(range.count)).high)
        }
        table.withScorer(ScoringPlan(start)) { scorer in
            for _ in 0..<LinkageTraining.randomPairs {
                let (a, b) = (next(left), next(right))
                if a == b { continue }
                _ = scorer.weight(a, b)
                for index in start.comparisons.indices { counts[index * room + Int(scorer.levels[index])] += 1 }
            }
        }
        var model = start
        for index in model.comparisons.indices {
            var compared = 0.0
            for level in model.comparisons[index].levels { compared += counts[index * room + level.level.index] }
            for place in model.comparisons[index].levels.indices {
                let level = model.comparisons[index].levels[place]
                // Too rare to be seen at random; what is rare about it is said by the names themselves.
                if level.level == .exchanged { continue }
                let seen = counts[index * room + level.level.index]
                let share = (seen + LinkageTraining.faithInU * level.u) / (compared + LinkageTraining.faithInU)
                model.comparisons[index].levels[place].u = min(1, max(1e-9, share))
            }
        }
        return model
    }

    /// Takes in what was found for one row of the sample.
    mutating func take(_ row: Int, _ found: [CandidateSearch.Found], _ scorer: PairScorer) {
        for (order, candidate) in found.enumerated() {
            _ = scorer.weight(row, Int(candidate.row))
            var levels = SIMD32<UInt8>.zero
            var rarity: Float = 0
            for index in start.comparisons.indices.prefix(32) {
                levels[index] = scorer.levels[index]
                rarity += scorer.adjustments[index]
            }
            pairs.append(Pair(levels: levels, rarity: rarity, row: UInt32(row), order: UInt32(order)))
        }
    }

    /// Takes in what others took in, so that the order does not depend on who took what.
    mutating func take(_ others: [LinkageTraining]) {
        for other in others { pairs += other.pairs }
        pairs.sort { ($0.row, $0.order) < ($1.row, $1.order) }
    }

    /// The model with the m that explain the pairs best. At most one of a row's pairs is one person.
    func maximised(_ model: LinkageModel) -> LinkageModel {
        guard pairs.count >= 20 else { return model }
        var model = model
        let room = ScoringPlan.levels
        for _ in 0..<LinkageTraining.rounds {
            let weights = ScoringPlan(model).weights
            var expected = Array(repeating: 0.0, count: model.comparisons.count * room)
            var odds: [Double] = []
            var first = 0
            for (place, pair) in pairs.enumerated() {
                var weight = pair.rarity + prior
                for index in model.comparisons.indices { weight += weights[index * room + Int(pair.levels[index])] }
                odds.append(Logarithm.exp2(Double(weight)))
                guard place + 1 == pairs.count || pairs[place + 1].row != pair.row else { continue }
                let all = odds.reduce(1, +)
                for (offset, odd) in odds.enumerated() where odd / all > 1e-4 {
                    let levels = pairs[first + offset].levels
                    for index in model.comparisons.indices { expected[index * room + Int(levels[index])] += odd / all }
                }
                odds.removeAll(keepingCapacity: true)
                first = place + 1
            }
            for index in model.comparisons.indices {
                var compared = 0.0
                for level in model.comparisons[index].levels { compared += expected[index * room + level.level.index] }
                for place in model.comparisons[index].levels.indices {
                    let begin = start.comparisons[index].levels[place]
                    let seen = expected[index * room + begin.level.index]
                    model.comparisons[index].levels[place].m = min(
                        1,
                        max(
                            1e-6,
                            (seen + LinkageTraining.faithInM * begin.m) / (compared + LinkageTraining.faithInM)))
                }
            }
        }
        return model
    }
}
