/// A model made ready for scoring: every weight looked up by field and level.
struct ScoringPlan: Sendable {
    /// One field.
    struct Field: Sendable {
        let comparator: Comparator
        let offset: Int
        /// How much of the adjustment for rare values counts.
        let share: Float
        /// Levels (by `ComparisonLevel.index`) whose pairs are never linked automatically.
        let doubts: UInt32
        /// The most that its levels can weigh, rarity apart.
        let mostWeight: Float
    }

    /// The most that rare values can add to one field, in bits, and the most that common ones can take off.
    static let mostAdjustment: Float = 16
    static let leastAdjustment: Float = -16
    /// The room that one field's levels have in `weights`, `logU` and `resolved`.
    static let levels = 32

    private(set) var fields: [Field] = []
    /// log2(m/u) by field and level, resolved to a listed one.
    private(set) var weights: [Float] = []
    /// log2(u) likewise.
    private(set) var logU: [Float] = []
    /// The listed level that stands for each.
    private(set) var resolved: [UInt8] = []
    /// The fields in the order in which they are compared: what costs least first.
    let order: [Int]
    /// Where the names are; -1 where the model does not compare them.
    let givenNames: Int
    let surnames: Int
    /// Whether both name fields list `exchanged`.
    let comparesExchanged: Bool
    /// The fields that go together (`LinkageField.together`); empty for fewer than two.
    let together: [Int]

    init(_ model: LinkageModel) {
        let layout = RowLayout(model)
        givenNames = layout.fields.firstIndex(of: .givenNames) ?? -1
        surnames = layout.fields.firstIndex(of: .surnames) ?? -1
        comparesExchanged =
            model.comparisons.filter { comparison in
                (comparison.field == .givenNames || comparison.field == .surnames)
                    && comparison.levels.contains { $0.level == .exchanged }
            }.count == 2
        let going = layout.fields.indices.filter { LinkageField.together.contains(layout.fields[$0]) }
        together = going.count > 1 ? going : []
        order = layout.fields.indices.sorted {
            (Comparator(layout.fields[$0]).cost, $0) < (Comparator(layout.fields[$1]).cost, $1)
        }
        for (index, comparison) in model.comparisons.enumerated() { add(comparison, offset: layout.offsets[index]) }
    }

    private mutating func add(_ comparison: LinkageModel.Comparison, offset: Int) {
        let comparator = Comparator(comparison.field)
        var standsFor = Array(repeating: UInt8(0), count: ScoringPlan.levels)
        var weight = Array(repeating: Float(0), count: ScoringPlan.levels)
        var chance = weight
        var doubts: UInt32 = 0
        var standing: LinkageModel.Level?
        for level in comparator.levels {
            if let listed = comparison.levels.first(where: { $0.level == level }) { standing = listed }
            guard let standing else { continue }
            put(standing, at: level.index)
        }
        let exchanged = comparison.levels.first { $0.level == .exchanged }
        if let level = exchanged ?? comparison.levels.first { put(level, at: ComparisonLevel.exchanged.index) }
        fields.append(
            Field(
                comparator: comparator, offset: offset, share: Float(comparison.frequencyShare), doubts: doubts,
                mostWeight: max(0, weight.max() ?? 0)))
        weights += weight
        logU += chance
        resolved += standsFor

        func put(_ listed: LinkageModel.Level, at index: Int) {
            standsFor[index] = UInt8(listed.level.index)
            weight[index] = Float(listed.weight)
            chance[index] = Float(Logarithm.log2(listed.u))
            if listed.doubt { doubts |= 1 << UInt32(index) }
        }
    }
}

/// A plan as the scorer reads it.
struct LentPlan {
    let fields: UnsafeBufferPointer<ScoringPlan.Field>
    let weights: UnsafeBufferPointer<Float>
    let logU: UnsafeBufferPointer<Float>
    let resolved: UnsafeBufferPointer<UInt8>
    let order: UnsafeBufferPointer<Int>
    let givenNames: Int
    let surnames: Int
    let comparesExchanged: Bool
    let together: UnsafeBufferPointer<Int>
}

extension ScoringPlan {
    /// Lends the plan to a scorer.
    func lend<Result>(_ body: (LentPlan) throws -> Result) rethrows -> Result {
        try fields.withUnsafeBufferPointer { fields in
            try weights.withUnsafeBufferPointer { weights in
                try logU.withUnsafeBufferPointer { logU in
                    try resolved.withUnsafeBufferPointer { resolved in
                        try order.withUnsafeBufferPointer { order in
                            try together.withUnsafeBufferPointer { together in
                                try body(
                                    LentPlan(
                                        fields: fields, weights: weights, logU: logU, resolved: resolved, order: order,
                                        givenNames: givenNames, surnames: surnames,
                                        comparesExchanged: comparesExchanged, together: together))
                            }
                        }
                    }
                }
            }
        }
    }
}

extension ComparisonLevel {
    /// Its place among all levels, 0 for `notCompared`.
    var index: Int { ComparisonLevel.places[self] ?? 0 }

    private static let places = Dictionary(uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })
}
