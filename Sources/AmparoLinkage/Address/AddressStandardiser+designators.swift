// Where a word that may designate a unit stands, and whether it does.

extension AddressStandardiser {
    enum Place { case start, afterNumber, afterDirection, afterName, afterStreet }

    /// What stands before a token in its segment.
    func place(of at: Int, _ segment: Range<Int>) -> Place {
        var seen = Place.start
        var hasName = false
        for place in segment.lowerBound..<at where !tokens.list[place].isTaken {
            let token = tokens.list[place]
            if seen == .start, token.isHouseNumber {
                seen = .afterNumber
            } else if !hasName, token.word.direction > 0 {
                seen = .afterDirection
            } else if hasName, token.word.direction > 0 || token.word.suffix > 0 {
                seen = .afterStreet
            } else {
                hasName = true
                seen = .afterName
            }
        }
        return seen
    }

    /// Whether the sign at the start of a line stands before the house number: `#12 MAIN ST`, not `#4 12 MAIN ST`.
    func isHouseNumber(afterSign at: Int, _ segment: Range<Int>) -> Bool {
        guard tokens.list[at].line == 1, at + 2 < segment.upperBound, tokens.list[at + 1].isHouseNumber else {
            return false
        }
        let next = tokens.list[at + 2]
        guard !next.hasDigit && next.word.designator == .nothing || next.isOrdinal else { return false }
        for place in at + 2..<segment.upperBound
        where tokens.list[place].count > 2 || tokens.list[place].word.suffix > 0 {
            return true
        }
        return false
    }

    /// The ordinal or number before FLOOR: 2ND FLOOR, SECOND FLOOR; at the start of a segment or after the street.
    func floorBefore(_ at: Int, _ segment: Range<Int>) -> Int? {
        let before = at - 1
        guard before >= segment.lowerBound, !tokens.list[before].isTaken else { return nil }
        let token = tokens.list[before]
        let next = at + 1
        let isLast = next >= segment.upperBound || tokens.list[next].isTaken
        let isOrdinal = token.isOrdinal || token.word.ordinal > 0 && !token.word.isTens
        let isFirst = before == segment.lowerBound || tokens.list[before - 1].isTaken
        if !isOrdinal {
            guard isLast || tokens.list[next].word.designator != .nothing else { return nil }
            // 2 FLOOR and GROUND FLOOR, but not 123 FLOOR.
            guard token.isNumber && token.count <= 2 || !token.hasDigit && token.count > 2 else { return nil }
        }
        if isFirst { return before }
        if place(of: before, segment) == .afterStreet { return before }
        return isOrdinal && isLast && place(of: before, segment) == .afterName ? before : nil
    }

    /// FL before the address's own ZIP is Florida.
    func isOwnPlace(_ at: Int) -> Bool {
        let token = tokens.list[at]
        guard token.isNumber, token.count == 5, zip.count == 5 else { return false }
        return tokens.text[token.start..<token.end].elementsEqual(zip)
    }

    /// NONE, N/A and the like where a value should stand.
    func isPlaceholder(_ at: Int, _ segment: Range<Int>) -> Bool {
        guard at < segment.upperBound else { return false }
        let token = tokens.list[at]
        if token.word.role == .placeholder { return true }
        return token.count > 1 && tokens.text[token.start..<token.end].allSatisfy { $0 == UInt8(ascii: "X") }
    }
}
