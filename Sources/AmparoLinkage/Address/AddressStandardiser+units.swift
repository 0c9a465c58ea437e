// Units: apartments, lots, floors and the like, whatever word designates them (Publication 28, section 213).

/// The value of a unit.
struct UnitValue: Sendable {
    /// 0 a building, 1 a floor, 2 all else: the order in which they are written.
    var rank: UInt8
    /// Its place in `AddressStandardiser.unitText`.
    var range: Range<Int>
    /// Whether # alone designates it, which in Puerto Rico may stand before a house number.
    var isSigned = false
}

extension AddressStandardiser {
    /// Finds and takes the units of a segment.
    mutating func takeUnits(_ segment: Range<Int>) {
        var at = segment.lowerBound
        while at < segment.upperBound {
            let token = tokens.list[at]
            if token.isTaken || token.word.designator == .nothing {
                at += 1
            } else {
                at = max(at + 1, takeUnit(at, segment))
            }
        }
    }

    /// Takes the unit a designator stands for; returns its end, or the token where it designates nothing.
    private mutating func takeUnit(_ at: Int, _ segment: Range<Int>) -> Int {
        let kind = tokens.list[at].word.designator
        let place = place(of: at, segment)
        if place == .start, isSign(at, segment), isHouseNumber(afterSign: at, segment) {
            tokens.list[at].isTaken = true
            return at + 1
        }
        if kind == .floor, let before = floorBefore(at, segment) {
            addUnit(.floor, before..<before + 1)
            tokens.list[at].isTaken = true
            return at + 1
        }
        if kind.needsNoValue { return takeStanding(kind, at, segment, place) }
        // A medium word directly after the house number is the street's name: 12 FLOOR RD, 12 RM 620.
        if !kind.isStrong, place == .afterNumber || place == .afterDirection { return at }
        let end = takeValue(of: kind, after: at, segment, isStart: place == .start)
        if end > at { return end }
        return takeAlone(kind, at, segment, place)
    }

    /// A designator without a value: a defect, or a word of the street's name.
    private mutating func takeAlone(
        _ kind: UnitDesignator, _ at: Int, _ segment: Range<Int>, _ place: Place
    ) -> Int {
        let next = at + 1
        let isEnd = next >= segment.upperBound || tokens.list[next].isTaken
        let stands = isEnd || tokens.list[next].word.designator != .nothing || isPlaceholder(next, segment)
        // 123 MAIN ST MIAMI FL: Florida.
        if kind == .floor, isEnd, place == .afterName, tokens.list[at].count == 2, state == Self.florida {
            tokens.list[at].isTaken = true
            return next
        }
        guard kind.isDefectiveAlone, stands || kind.isStrong && place != .afterNumber && place != .afterDirection else {
            return at
        }
        // STE GENEVIEVE: a saint, not a suite.
        if kind == .suite, !stands, tokens.list[next].hasLetter { return at }
        tokens.list[at].isTaken = true
        if !isEnd, isPlaceholder(next, segment) { tokens.list[next].isTaken = true }
        // REAR APT and # APT 4 say which; APT alone does not.
        let saysElsewhere =
            at > segment.lowerBound && tokens.list[at - 1].isTaken && tokens.list[at - 1].word.designator.needsNoValue
        let isPrefix =
            !isEnd && tokens.list[next].word.designator != .nothing && (kind == .sign || isSign(next, segment))
        if !saysElsewhere, !isPrefix {
            loneDesignators += 1
            lastLoneDesignator = at
        }
        return next
    }

    private static let florida = PostalState(first: UInt8(ascii: "F"), second: UInt8(ascii: "L"))

    /// Takes a word such as REAR, which needs no value.
    private mutating func takeStanding(
        _ kind: UnitDesignator, _ at: Int, _ segment: Range<Int>, _ place: Place
    ) -> Int {
        let next = at + 1
        let isEnd = next >= segment.upperBound || tokens.list[next].isTaken
        let isLast = isEnd || tokens.list[next].word.designator != .nothing
        guard place == .start && (isLast || kind == .penthouse) || place == .afterStreet else { return at }
        if kind == .penthouse, !isEnd, tokens.list[next].hasDigit || tokens.list[next].count == 1 {
            let from = unitText.count
            for byte in "PH".utf8 { unitText.append(byte) }
            appendUnitText(tokens.list[next])
            tokens.list[at].isTaken = true
            tokens.list[next].isTaken = true
            addUnitText(kind, from: from)
            return next + 1
        }
        guard isLast else { return at }
        let from = unitText.count
        kind.standing.withUTF8Buffer { unitText.append(contentsOf: $0) }
        tokens.list[at].isTaken = true
        addUnitText(kind, from: from)
        return next
    }

    /// Takes the value that follows a designator, over signs and further designators; returns its end, or `at`.
    private mutating func takeValue(
        of kind: UnitDesignator, after at: Int, _ segment: Range<Int>, isStart: Bool
    ) -> Int {
        var value = at + 1
        var kind = kind
        while value < segment.upperBound, !tokens.list[value].isTaken,
            isSign(value, segment)
                || kind == .sign && !tokens.list[value].word.designator.needsNoValue
                    && tokens.list[value].word.designator != .nothing
        {
            if kind == .sign { kind = tokens.list[value].word.designator }
            value += 1
        }
        guard value < segment.upperBound, !tokens.list[value].isTaken else { return at }
        let token = tokens.list[value]
        let next = value + 1
        let isLast = next >= segment.upperBound || tokens.list[next].isTaken
        let isBeforeOther = !isLast && tokens.list[next].word.designator != .nothing
        if token.word.designator.needsNoValue, kind == .apartment || kind == .unit || kind == .sign {
            // APT REAR
            for place in at..<value { tokens.list[place].isTaken = true }
            let from = unitText.count
            token.word.designator.standing.withUTF8Buffer { unitText.append(contentsOf: $0) }
            tokens.list[value].isTaken = true
            addUnitText(kind, from: from)
            return next
        }
        guard token.word.designator == .nothing, !isPlaceholder(value, segment) else { return at }
        if token.isOrdinal, isBeforeOther, tokens.list[next].word.designator == .floor { return at }
        if kind == .floor, isOwnPlace(value) { return at }
        let isPlain = token.word.suffix == 0 && token.word.direction == 0
        let fits =
            token.hasDigit || token.count == 1 && (isPlain || kind != .other && kind != .building)
            || token.count == 2 && (kind.isStrong || isPlain && (isLast || isBeforeOther))
            || kind.isStrong && (isLast || isBeforeOther)
        var end = next
        if fits {
            // 4 B and B 4 are one value at the end of a segment.
            let isEnd = end + 1 >= segment.upperBound || tokens.list[end + 1].isTaken
            let isOther = !isEnd && !isStart && tokens.list[end + 1].word.designator != .nothing
            if !isLast, isEnd || isOther, joins(token, tokens.list[end]) { end += 1 }
        } else if kind.isStrong, token.line == 2, segment.upperBound - value <= 3 {
            // APT ABOVE GARAGE
            while end < segment.upperBound, !tokens.list[end].isTaken { end += 1 }
        } else {
            return at
        }
        let isSign = tokens.list[at].word.designator == .sign && kind == .sign
        for place in at..<value { tokens.list[place].isTaken = true }
        addUnit(kind, value..<end)
        if isSign, !units.isEmpty { units[units.count - 1].isSigned = true }
        return end
    }

    private func joins(_ left: AddressToken, _ right: AddressToken) -> Bool {
        guard !right.isTaken, right.word.designator == .nothing else { return false }
        let isLetter = right.hasLetter && right.count == 1
        return left.isNumber && (isLetter || right.isNumber) || left.hasLetter && left.count == 1 && right.isNumber
    }

    /// Adds the value of one or two tokens and takes them.
    mutating func addUnit(_ kind: UnitDesignator, _ range: Range<Int>) {
        let from = unitText.count
        for place in range {
            appendUnitText(tokens.list[place])
            tokens.list[place].isTaken = true
        }
        addUnitText(kind, from: from)
    }

    /// Appends a token as part of a unit's value: no leading zeros, no ordinal ending, a hyphen between numbers.
    private mutating func appendUnitText(_ token: AddressToken) {
        if token.word.ordinal > 0, !token.word.isTens {
            AddressFolding.appendDecimal(Int(token.word.ordinal), to: &unitText)
            return
        }
        var from = token.start
        let end = token.isOrdinal ? token.end - 2 : token.end
        while from + 1 < end, tokens.text[from] == UInt8(ascii: "0"), AddressFolding.isDigit(tokens.text[from + 1]) {
            from += 1
        }
        if let last = unitText.last, AddressFolding.isDigit(last), let start = openUnitStart, start < unitText.count,
            AddressFolding.isDigit(tokens.text[from])
        {
            unitText.append(UInt8(ascii: "-"))
        }
        for place in from..<end { unitText.append(tokens.text[place]) }
    }

    /// Where the unit that is being written begins in `unitText`.
    private var openUnitStart: Int? { units.last.map(\.range.upperBound) ?? 0 }

    private mutating func addUnitText(_ kind: UnitDesignator, from: Int) {
        let range = from..<unitText.count
        guard !range.isEmpty else { return }
        if kind != .building { facts.insert(.unitGiven) }
        // The same value in both lines is one unit.
        for unit in units where unitText[unit.range] == unitText[range] {
            unitText.removeLast(range.count)
            return
        }
        units.append(UnitValue(rank: kind == .building ? 0 : kind == .floor ? 1 : 2, range: range))
    }

    /// Takes a short value that stands alone in a segment, `4B`, `2-14`, `B 12`, or after a word of its own, `STALL 4`.
    mutating func takeBareUnit(_ segment: Range<Int>) {
        var first = segment.lowerBound
        while first < segment.upperBound, tokens.list[first].isTaken { first += 1 }
        var end = first
        while end < segment.upperBound, !tokens.list[end].isTaken { end += 1 }
        guard 1...2 ~= end - first else { return }
        for place in end..<segment.upperBound where !tokens.list[place].isTaken { return }
        let last = tokens.list[end - 1]
        if tokens.list[first].word.role == .kilometre { return }
        if end - first == 2, last.line == 2, tokens.list[first].count > 2, !tokens.list[first].hasDigit, last.hasDigit,
            !last.isOrdinal, last.count <= 5, !isOwnPlace(end - 1)
        {
            tokens.list[first].isTaken = true
            addUnit(.other, end - 1..<end)
            return
        }
        var count = 0
        var hasDigit = false
        for place in first..<end {
            let token = tokens.list[place]
            count += token.count
            hasDigit = hasDigit || token.hasDigit
            if token.word.role == .placeholder || !token.hasDigit && token.count > 2 { return }
        }
        guard count <= 8, hasDigit || count <= 2 && end - first == 1, !isOwnZIPOrState(first) else { return }
        addUnit(.unit, first..<end)
        // APT at the end of the first line, its value in the second.
        if first == segment.lowerBound, loneDesignators > 0, lastLoneDesignator == first - 1 { loneDesignators -= 1 }
    }

    private func isOwnZIPOrState(_ at: Int) -> Bool {
        let token = tokens.list[at]
        if isOwnPlace(at) { return true }
        guard let state, token.count == 2, token.hasLetter, !token.hasDigit else { return false }
        return PostalState(first: tokens.text[token.start], second: tokens.text[token.start + 1]) == state
    }
}
