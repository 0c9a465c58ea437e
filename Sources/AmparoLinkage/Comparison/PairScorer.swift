/// Scores pairs of rows: the hot path. Everything is looked up by number; text is read only where two words are neither
/// equal nor quite different.
struct PairScorer {
    typealias Row = UnsafeBufferPointer<UInt32>

    /// What the frequencies say of a field at this moment, as logarithms.
    struct Chances {
        /// Of how many values were counted; of parts.
        let total: Float
        let parts: Float
        /// Of the chance that two values drawn at random are equal; two parts.
        let equal: Float
        let partsEqual: Float
        /// Of the share of rows with 0, 1, 2, 3 words.
        let widths: SIMD4<Float>

        init(_ totals: Frequencies.Totals) {
            func log(_ value: Double) -> Float { Float(Logarithm.log2(max(value, 1e-12))) }
            total = log(max(1, totals.values))
            parts = log(max(1, totals.parts))
            equal = log(totals.squares / max(1, totals.values * totals.values))
            partsEqual = log(totals.partSquares / max(1, totals.parts * totals.parts))
            let rows = max(1, totals.widths.sum())
            widths = SIMD4(
                log(totals.widths[0] / rows), log(totals.widths[1] / rows), log(totals.widths[2] / rows),
                log(totals.widths[3] / rows))
        }
    }

    let cells: UnsafeBufferPointer<UInt32>
    let stride: Int
    let words: WordView
    let counts: UnsafeBufferPointer<UInt32>
    let dates: UnsafeBufferPointer<UInt32>
    let plan: LentPlan
    let chances: UnsafeBufferPointer<Chances>
    let logarithms: UnsafeBufferPointer<Float>
    /// The level of each field of the pair scored last, and what rarity added to it.
    let levels: UnsafeMutableBufferPointer<UInt8>
    let adjustments: UnsafeMutableBufferPointer<Float>
    /// What the fields from each place of the plan's order on can still add.
    let toCome: UnsafeMutableBufferPointer<Float>

    /// The sum of the weights of two rows.
    func weight(_ left: Int, _ right: Int) -> Float {
        for index in plan.fields.indices { toCome[index] = 0 }
        return weight(left, right, floor: -.infinity) ?? 0
    }

    /// The sum of the weights of two rows; nil as soon as it cannot reach `floor` any more. `prepare` comes first.
    @inline(__always)
    func weight(_ left: Int, _ right: Int, floor: Float) -> Float? {
        let a = row(left)
        let b = row(right)
        var sum: Float = 0
        for place in plan.order.indices {
            if sum + toCome[place] < floor { return nil }
            let index = plan.order[place]
            compare(index, a, b)
            sum += bits(index)
        }
        return sum - repeated
    }

    /// What a field of the pair scored last weighs.
    @inline(__always)
    func bits(_ index: Int) -> Float {
        plan.weights[index * ScoringPlan.levels + Int(levels[index])] + adjustments[index]
    }

    /// Of the fields that go together, the one that says most for one person in the pair scored last; nil where none does.
    var leading: Int? {
        plan.together.filter { bits($0) > 0 }.max { (bits($0), $1) < (bits($1), $0) }
    }

    /// What fields that go together have said more than once of the pair scored last: so many bits are not counted.
    @inline(__always)
    private var repeated: Float {
        var (sum, most): (Float, Float) = (0, 0)
        for index in plan.together {
            let bits = max(0, bits(index))
            sum += bits
            most = max(most, bits)
        }
        return sum - most
    }

    /// Reckons the most that the fields of a row can still add, for all pairs with it.
    func prepare(_ left: Int) {
        let a = row(left)
        var most: Float = 0
        for place in plan.order.indices.reversed() {
            most += mostOf(plan.order[place], a)
            toCome[place] = most
        }
    }

    private func row(_ row: Int) -> Row { UnsafeBufferPointer(rebasing: cells[row * stride..<(row + 1) * stride]) }

    /// The most that a field of this row can weigh.
    private func mostOf(_ index: Int, _ a: Row) -> Float {
        let field = plan.fields[index]
        if a[field.offset] == 0 { return 0 }
        let bound = field.mostWeight + field.share * ScoringPlan.mostAdjustment
        guard field.comparator == .names, field.share == 1 else { return bound }
        // No agreement says more than that somebody else has these very names.
        var names: Float = 4
        for word in 0..<3 where a[field.offset + word] != 0 { names -= logShare(index, a[field.offset + word]) }
        return min(bound, names - chances[index].widths.min())
    }

    /// Whether the pair scored last has a level that keeps it from being linked automatically.
    var isDoubted: Bool {
        for index in plan.fields.indices where plan.fields[index].doubts >> UInt32(levels[index]) & 1 == 1 {
            return true
        }
        return false
    }

    @inline(__always)
    func set(_ index: Int, _ level: Level, _ adjustment: Float = 0) {
        levels[index] = plan.resolved[index * ScoringPlan.levels + level.rawValue]
        let clamped = max(ScoringPlan.leastAdjustment, min(ScoringPlan.mostAdjustment, adjustment))
        adjustments[index] = clamped * plan.fields[index].share
    }

    /// How often a word occurs in a field.
    @inline(__always)
    func count(_ field: Int, _ word: UInt32) -> UInt32 {
        let index = Int(word) * plan.fields.count + field
        return index < counts.count ? counts[index] : 0
    }

    /// log2 of the share of a word among the values of a field.
    @inline(__always)
    func logShare(_ field: Int, _ word: UInt32) -> Float {
        CountLogarithms.of(count(field, word), logarithms) - chances[field].total
    }

    /// log2 of the share of the commoner of two parts, or keys of sound, among those of a field.
    @inline(__always)
    func logPartShare(_ field: Int, _ a: UInt32, _ b: UInt32) -> Float {
        CountLogarithms.of(max(count(field, a), count(field, b)), logarithms) - chances[field].parts
    }

    /// log2(u) of a level.
    @inline(__always)
    func logU(_ field: Int, _ level: Level) -> Float { plan.logU[field * ScoringPlan.levels + level.rawValue] }

    /// The levels as numbers: `ComparisonLevel.index`.
    enum Level: Int {
        case notCompared, different, same, sameOtherOrder, sameOtherMissing, soundsAlike, soundsAlikeOtherMissing
        case oneOfSeveral, nickname, close, initial, exchanged, dayMonthSwapped, otherYear, oneDigit, placeholder
        case withinRange, nearYear, daysApart, weeksApart, digitSlip, widerSame, someWords
    }
}

extension PersonTable {
    /// Lends the rows to a scorer.
    func withScorer<Result>(_ plan: ScoringPlan, _ body: (PairScorer) throws -> Result) rethrows -> Result {
        let chances = frequencies.totals.map(PairScorer.Chances.init)
        let room = plan.fields.count
        return try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: room) { levels in
            try withUnsafeTemporaryAllocation(of: Float.self, capacity: room * 2) { bits in
                levels.initialize(repeating: 0)
                bits.initialize(repeating: 0)
                let adjustments = UnsafeMutableBufferPointer(rebasing: bits[..<room])
                let toCome = UnsafeMutableBufferPointer(rebasing: bits[room...])
                return try withPointers { cells, words, counts, dates in
                    try plan.lend { plan in
                        try chances.withUnsafeBufferPointer { chances in
                            try CountLogarithms.table.withUnsafeBufferPointer { logarithms in
                                try body(
                                    PairScorer(
                                        cells: cells, stride: layout.stride, words: words, counts: counts, dates: dates,
                                        plan: plan, chances: chances, logarithms: logarithms, levels: levels,
                                        adjustments: adjustments, toCome: toCome))
                            }
                        }
                    }
                }
            }
        }
    }

    private func withPointers<Result>(
        _ body: (
            UnsafeBufferPointer<UInt32>, WordView, UnsafeBufferPointer<UInt32>, UnsafeBufferPointer<UInt32>
        ) throws -> Result
    ) rethrows -> Result {
        try book.withView { words in
            try cells.withUnsafeBufferPointer { cells in
                try frequencies.words.withUnsafeBufferPointer { counts in
                    try frequencies.dates.withUnsafeBufferPointer { try body(cells, words, counts, $0) }
                }
            }
        }
    }
}
