// Days, numbers, codes and texts.
extension PairScorer {
    /// Compares a field.
    @inline(__always)
    func compare(_ index: Int, _ a: Row, _ b: Row) {
        let offset = plan.fields[index].offset
        let comparator = plan.fields[index].comparator
        if comparator == .names { return compareNames(index, a, b) }
        if a[offset] == 0 || b[offset] == 0 { return set(index, .notCompared) }
        switch comparator {
        case .birth: compareBirth(index, a, b, offset)
        case .day: set(index, dayLevel(a, b, offset))
        case .code: compareCode(index, a[offset], b[offset])
        case .number: compareNumber(index, a[offset], b[offset])
        case .text: compareText(index, a, b, offset)
        case .path: comparePath(index, a, b, offset)
        case .names: break
        }
    }

    private func compareCode(_ index: Int, _ a: UInt32, _ b: UInt32) {
        if a == b { set(index, .same, rarity(index, a)) } else { set(index, .different) }
    }

    private func compareNumber(_ index: Int, _ a: UInt32, _ b: UInt32) {
        if a == b { return set(index, .same, rarity(index, a)) }
        let slip = min(words[a].length, words[b].length) >= 3 && Spelling.isNear(words[a], words[b], most: 1, words)
        set(index, slip ? .digitSlip : .different)
    }

    private func compareText(_ index: Int, _ a: Row, _ b: Row, _ offset: Int) {
        let (left, right) = (a[offset], b[offset])
        if left == right { return set(index, .same, rarity(index, left)) }
        let length = min(words[left].length, words[right].length)
        if length >= 4, Spelling.isNear(words[left], words[right], most: length < 7 ? 1 : length < 12 ? 2 : 3, words) {
            let common = max(logShare(index, left), logShare(index, right))
            return set(index, .close, chances[index].equal - common)
        }
        var shared = 0
        var rarest: Float = 0
        var counts = (0, 0)
        for i in 1..<5 {
            counts.0 += a[offset + i] == 0 ? 0 : 1
            counts.1 += b[offset + i] == 0 ? 0 : 1
            for j in 1..<5 where a[offset + i] != 0 && a[offset + i] == b[offset + j] {
                shared += 1
                rarest = min(rarest, logPartShare(index, a[offset + i], a[offset + i]))
            }
        }
        guard shared > 0, shared * 2 >= max(counts.0, counts.1) else { return set(index, .different) }
        set(index, .someWords, chances[index].partsEqual - rarest)
    }

    private func comparePath(_ index: Int, _ a: Row, _ b: Row, _ offset: Int) {
        let (left, right) = (a[offset], b[offset])
        if left == right { return set(index, .same, rarity(index, left)) }
        let wider = a[offset + 1]
        // Two misprints, or one where the wider part is the same: neighbours have names like each other's.
        let most = wider == b[offset + 1] ? 1 : 2
        if Spelling.isNear(words[left], words[right], most: most, words) { return set(index, .close) }
        if wider != 0, wider == b[offset + 1] {
            return set(index, .widerSame, chances[index].partsEqual - logPartShare(index, wider, wider))
        }
        set(index, .different)
    }

    /// What the rarity of a whole value that agrees adds.
    @inline(__always)
    private func rarity(_ index: Int, _ value: UInt32) -> Float { logU(index, .same) - logShare(index, value) }

    private func dayLevel(_ a: Row, _ b: Row, _ offset: Int) -> Level {
        let apart = abs(Int(a[offset]) - Int(b[offset]))
        if apart == 0 { return .same }
        if apart <= 3 { return .daysApart }
        if PackedDate.swapped(a[offset + 1]) == b[offset + 1] { return .dayMonthSwapped }
        if apart <= 31 { return .weeksApart }
        return PackedDate.yearless(a[offset + 1]) == PackedDate.yearless(b[offset + 1]) ? .otherYear : .different
    }

    private func compareBirth(_ index: Int, _ a: Row, _ b: Row, _ offset: Int) {
        let level = birthLevel(a, b, offset)
        guard level == .same else { return set(index, level) }
        // A day on which uncommonly many are said to be born says less.
        let count = dates[Int(PackedDate.bucket(a[offset + 2]))]
        set(index, .same, min(0, logU(index, .same) + chances[index].total - CountLogarithms.of(count, logarithms)))
    }

    private func birthLevel(_ a: Row, _ b: Row, _ offset: Int) -> Level {
        let (flagsA, flagsB) = (a[offset + 1], b[offset + 1])
        let (first, second) = (a[offset], b[offset])
        if (flagsA | flagsB) & BirthCell.width != 0 {
            // A range on one side at least: do they meet?
            let gap = max(
                Int(first) - Int(second) - Int(flagsB & BirthCell.width),
                Int(second) - Int(first) - Int(flagsA & BirthCell.width))
            return gap <= 0 ? .withinRange : gap <= 366 ? .nearYear : .different
        }
        if first == second { return flagsA & BirthCell.placeholder != 0 ? .placeholder : .same }
        let (dateA, dateB) = (a[offset + 2], b[offset + 2])
        let years = abs(PackedDate.year(dateA) - PackedDate.year(dateB))
        switch ((flagsA | flagsB) & BirthCell.placeholder != 0, flagsA & flagsB & BirthCell.placeholder != 0) {
        case (true, true): return years <= 1 ? .nearYear : .different
        case (true, false): return years <= 1 ? .withinRange : .different
        default: break
        }
        if PackedDate.swapped(dateA) == dateB { return .dayMonthSwapped }
        let disputed = (flagsA | flagsB) & BirthCell.disputed != 0
        if PackedDate.yearless(dateA) == PackedDate.yearless(dateB) {
            return years <= (disputed ? 8 : 5) ? .otherYear : years % 10 == 0 ? .oneDigit : .different
        }
        if years == 0 {
            let sameMonth = PackedDate.month(dateA) == PackedDate.month(dateB)
            if sameMonth || PackedDate.day(dateA) == PackedDate.day(dateB) { return .oneDigit }
        }
        return abs(Int(first) - Int(second)) <= 366 ? .nearYear : .different
    }
}
