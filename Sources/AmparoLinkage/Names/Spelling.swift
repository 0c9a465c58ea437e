/// How far two words are apart.
enum Spelling {
    /// Whether at most `most` letters must be put in, left out, changed or exchanged with their neighbour to make one word
    /// of the other (optimal string alignment). Words longer than 48 bytes are never
    /// nearly alike.
    @inline(__always)
    static func isNear(_ a: WordFacts, _ b: WordFacts, most: Int, _ words: WordView) -> Bool {
        let difference = Int(a.length) - Int(b.length)
        guard difference <= most, -difference <= most, a.length <= 48, b.length <= 48 else { return false }
        // One edit changes at most two of the bits.
        guard (a.letters ^ b.letters).nonzeroBitCount <= 2 * most else { return false }
        return distance(Letters(a, words), Letters(b, words), most: most) <= most
    }

    /// A word's letters where they lie.
    private struct Letters {
        let bytes: UnsafeBufferPointer<UInt8>
        let start: Int
        let length: Int

        init(_ facts: WordFacts, _ words: WordView) {
            bytes = words.arena
            start = Int(facts.start)
            length = Int(facts.length)
        }

        subscript(_ index: Int) -> UInt8 { bytes[start + index] }
    }

    /// The number of edits, or more than `most`.
    private static func distance(_ a: Letters, _ b: Letters, most: Int) -> Int {
        // What begins and ends alike needs no look.
        var start = 0
        var endA = a.length
        var endB = b.length
        while start < endA, start < endB, a[start] == b[start] { start += 1 }
        while endA > start, endB > start, a[endA - 1] == b[endB - 1] {
            endA -= 1
            endB -= 1
        }
        let lengthA = endA - start
        let lengthB = endB - start
        if lengthA == 0 || lengthB == 0 { return max(lengthA, lengthB) }
        if max(lengthA, lengthB) == 1 { return 1 }
        if most == 1 {
            let swapped =
                lengthA == 2 && lengthB == 2 && a[start] == b[start + 1]
                && a[start + 1] == b[start]
            return swapped ? 1 : 2
        }
        return table(a, b, start, lengthA, lengthB, most: most)
    }

    /// The middle of two words that are no longer than they may differ: only cells near the diagonal can be small enough.
    private static func table(
        _ a: Letters, _ b: Letters, _ start: Int, _ lengthA: Int, _ lengthB: Int, most: Int
    ) -> Int {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 3 * 50) { rows in
            let far = UInt8(most + 1)
            rows.initialize(repeating: far)
            var before = 0
            var last = 50
            var now = 100
            for j in 0...min(lengthB, most) { rows[last + j] = UInt8(j) }
            for i in 1...lengthA {
                let from = max(1, i - most)
                let to = min(lengthB, i + most)
                if from > to { return most + 1 }
                rows[now + from - 1] = from == 1 ? UInt8(min(i, most + 1)) : far
                let letter = a[start + i - 1]
                var least = rows[now + from - 1]
                for j in from...to {
                    let other = b[start + j - 1]
                    var best = rows[last + j - 1] + (letter == other ? 0 : 1)
                    best = min(best, rows[last + j] + 1, rows[now + j - 1] + 1)
                    if i > 1, j > 1, letter == b[start + j - 2], a[start + i - 2] == other {
                        best = min(best, rows[before + j - 2] + 1)
                    }
                    rows[now + j] = min(best, far)
                    least = min(least, best)
                }
                if to < lengthB { rows[now + to + 1] = far }
                // An exchange of neighbours may still reach back one row, so two rows must be too far.
                if least >= far, i > 1, (max(0, from - 1)...to).allSatisfy({ rows[last + $0] >= far }) {
                    return most + 1
                }
                (before, last, now) = (last, now, before)
            }
            return Int(rows[last + lengthB])
        }
    }
}
