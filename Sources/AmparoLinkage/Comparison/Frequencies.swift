/// How often each value of each field occurs in the rows that are there, so that a rare name weighs more than a common
/// one.
struct Frequencies: Sendable {
    /// What is known of one field as a whole.
    struct Totals: Sendable {
        /// How many values were counted.
        var values = 0.0
        /// The sum of the squared counts of values: how often two drawn at random are equal.
        var squares = 0.0
        /// The same for parts of values and keys of sound.
        var parts = 0.0
        var partSquares = 0.0
        /// How many rows have 0, 1, 2, 3 words.
        var widths = SIMD4<Double>.zero
    }

    private let fields: Int
    /// Counts of each word in each field: `word * fields + field`.
    private(set) var words: [UInt32] = []
    /// Counts of dates of birth by `PackedDate.bucket`.
    private(set) var dates: [UInt32]
    /// Field by field.
    private(set) var totals: [Totals]

    init(fields: Int) {
        self.fields = fields
        dates = Array(repeating: 0, count: 1 << 16)
        totals = Array(repeating: Totals(), count: fields)
    }

    /// Counts a value `by` times; fewer when negative.
    mutating func count(_ word: UInt32, in field: Int, by times: Int) {
        let before = Double(add(word, field, times))
        totals[field].values += Double(times)
        totals[field].squares += Double(times) * (2 * before + Double(times))
    }

    /// Counts a part of a value or a key of sound.
    mutating func countPart(_ word: UInt32, in field: Int, by times: Int) {
        let before = Double(add(word, field, times))
        totals[field].parts += Double(times)
        totals[field].partSquares += Double(times) * (2 * before + Double(times))
    }

    /// Counts a date of birth.
    mutating func countDate(_ packed: UInt32, in field: Int, by times: Int) {
        let bucket = Int(PackedDate.bucket(packed))
        let before = Double(dates[bucket])
        dates[bucket] = UInt32(max(0, Int(dates[bucket]) + times))
        totals[field].values += Double(times)
        totals[field].squares += Double(times) * (2 * before + Double(times))
    }

    /// Counts a row with so many words, at most three.
    mutating func countWidth(_ words: Int, in field: Int, by times: Int) {
        totals[field].widths[min(3, words)] += Double(times)
    }

    private mutating func add(_ word: UInt32, _ field: Int, _ times: Int) -> UInt32 {
        let index = Int(word) * fields + field
        if index >= words.count {
            let wanted = max(index + fields, words.count * 3 / 2, 1024)
            words.append(contentsOf: repeatElement(0, count: wanted - words.count))
        }
        let before = words[index]
        words[index] = UInt32(max(0, Int(before) + times))
        return before
    }
}

/// log2 of whole numbers, looked up.
enum CountLogarithms {
    static let table: [Float] = (0..<4096).map { $0 == 0 ? 0 : Float(Logarithm.log2(Double($0))) }

    /// log2 of a count, of 0 as of 1; above 4,095 good to a thousandth.
    @inline(__always)
    static func of(_ count: UInt32, _ table: UnsafeBufferPointer<Float>) -> Float {
        if count < 4096 { return table[Int(count)] }
        let shift = 20 - count.leadingZeroBitCount
        return table[Int(count >> UInt32(shift))] + Float(shift)
    }
}
