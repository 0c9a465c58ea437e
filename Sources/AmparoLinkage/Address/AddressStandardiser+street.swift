// House number and street (Publication 28, sections 23, 232 to 234 and appendix D).

extension AddressStandardiser {
    /// Writes house number, separator and street from the tokens in `rest`; returns where the number ends.
    mutating func writeHouse() -> Int {
        var from = 0
        var to = rest.count
        writeNumber(&from, &to)
        let numberEnd = out.count
        out.append(Self.separator)
        takeTrailingUnit(from, &to)
        writeStreet(from, to)
        return numberEnd
    }

    func token(_ place: Int) -> AddressToken { tokens.list[rest[place]] }

    // The house number.

    private mutating func writeNumber(_ from: inout Int, _ to: inout Int) {
        let first = token(0)
        if isGrid(first) {
            while from + 1 < to, isGrid(token(from)) {
                tokens.write(token(from), to: &out)
                from += 1
            }
            return
        }
        if first.word.role == .one, to > 2 {
            out.append(UInt8(ascii: "1"))
            from = 1
            return
        }
        guard first.isHouseNumber else {
            writeTrailingNumber(from, &to)
            return
        }
        writeHouseNumber(first)
        from = 1
        if from < to, token(from).isNumber, tokens.text[token(from).start..<token(from).end].contains(UInt8(ascii: "/"))
        {
            out.append(0x20)
            tokens.write(token(from), to: &out)
            from += 1
        }
        if from + 1 < to, isNumberLetter(from, to) {
            tokens.write(token(from), to: &out)
            from += 1
        }
    }

    /// `59-17` is `5917` where the block is written so, in Queens; `123-1/2` is `123 1/2`.
    private mutating func writeHouseNumber(_ token: AddressToken) {
        let start = out.count
        tokens.write(token, to: &out)
        guard let hyphen = out[start...].firstIndex(of: UInt8(ascii: "-")) else { return }
        if out[hyphen...].contains(UInt8(ascii: "/")) {
            out[hyphen] = 0x20
        } else if zip.starts(with: "11".utf8), zip.count == 5, 48...54 ~= zip[2], out.count - hyphen == 3,
            1...3 ~= hyphen - start, out[(hyphen + 1)...].allSatisfy(AddressFolding.isDigit)
        {
            out.remove(at: hyphen)
        }
    }

    /// `123 A MAIN ST` is 123A; a letter from D on is an initial more often than not, and stays with the street.
    private func isNumberLetter(_ place: Int, _ to: Int) -> Bool {
        let letter = token(place)
        guard letter.count == 1, 65...67 ~= tokens.text[letter.start] else { return false }
        let next = token(place + 1)
        let isLast = place + 2 >= to
        if next.isOrdinal { return true }
        if next.hasDigit { return false }
        if next.word.direction > 0 { return !isLast && !isOnlySuffix(place + 2, to) }
        return isLast ? next.word.suffix == 0 : !isOnlySuffix(place + 1, to)
    }

    /// CALLE LUNA 123, MAIN ST 123, CALLE 5 #23: where no number stands before the street, it may follow.
    private mutating func writeTrailingNumber(_ from: Int, _ to: inout Int) {
        if to - from > 1, token(to - 1).isHouseNumber, token(to - 1).isNumber, hasName(from, to - 1),
            !isRoadWord(to - 2, from)
        {
            tokens.write(token(to - 1), to: &out)
            to -= 1
        } else if token(0).word.role == .calle, units.count == 1, units[0].isSigned {
            out += unitText[units[0].range]
            units.removeAll(keepingCapacity: true)
            facts.remove(.unitGiven)
        }
    }

    // A unit at the end, without a word that designates it.

    private mutating func takeTrailingUnit(_ from: Int, _ to: inout Int) {
        guard to - from > 1 else { return }
        let last = token(to - 1)
        let before = token(to - 2)
        if last.hasDigit {
            guard !last.isOrdinal, hasName(from, to - 1), !isRoadWord(to - 2, from) else { return }
            addUnit(.unit, rest[to - 1]..<rest[to - 1] + 1)
            to -= 1
        } else if last.count <= 2, last.hasLetter, direction(to - 1) == 0, last.word.suffix == 0,
            last.word.role != .junior, to - from > 2
        {
            // MAIN ST B; MAIN ST 4 B; but not AVENUE B.
            if before.isNumber, to - from > 3, last.count == 1, token(to - 3).word.suffix > 0,
                hasName(from, to - 3), !isRoadWord(to - 3, from), rest[to - 1] == rest[to - 2] + 1
            {
                addUnit(.unit, rest[to - 2]..<rest[to - 1] + 1)
                to -= 2
            } else if before.word.isStrongSuffix, hasName(from, to - 2), !isRoadWord(to - 2, from) {
                addUnit(.unit, rest[to - 1]..<rest[to - 1] + 1)
                to -= 1
            }
        }
    }

    /// Whether there is a word that is the name of a street by itself.
    private func hasName(_ from: Int, _ to: Int) -> Bool {
        for place in from..<max(from, to) {
            let word = token(place).word
            switch word.role {
            case .federal, .stateRoute, .countyRoad, .farmMarket, .ranchMarket, .interstate, .kilometre, .calle:
                continue
            default:
                if word.direction == 0, !word.isStrongSuffix { return true }
            }
        }
        return false
    }

    // The street.

    private mutating func writeStreet(_ from: Int, _ to: Int) {
        var from = from
        var to = to
        guard from < to else { return }
        let start = out.count
        var before: UInt8 = 0
        if let (direction, count) = leadingDirection(from, to) {
            before = direction
            from += count
        }
        var after: UInt8 = 0
        if let (direction, count) = trailingDirection(from, to) {
            after = direction
            to -= count
        }
        var suffix: UInt16 = 0
        if to - from > 1 {
            suffix = token(to - 1).word.suffix
            if suffix > 0 { to -= 1 }
        }
        if before > 0 {
            writeDirection(before)
            out.append(0x20)
        }
        if let (label, next) = numberedRoad(from, suffix == 0 ? to : to + 1), next < to {
            label.withUTF8Buffer { out.append(contentsOf: $0) }
            for place in next..<to {
                out.append(0x20)
                let part = token(place)
                if part.word.role == .business {
                    for byte in "BUS".utf8 { out.append(byte) }
                } else if part.word.direction > 0 {
                    writeDirection(part.word.direction)
                } else {
                    writeRoadNumber(part)
                }
            }
        } else {
            writeName(from, to)
        }
        if suffix > 0 {
            if out.count > start { out.append(0x20) }
            words.append(suffix, to: &out)
        }
        if after > 0 {
            out.append(0x20)
            writeDirection(after)
        }
    }

    /// The directional of a token before or after a name: NO and SO stand for north and south there.
    private func direction(_ place: Int) -> UInt8 {
        let token = token(place)
        if token.count != 2 || token.word.direction > 0 { return token.word.direction }
        let range = rest[place]..<rest[place] + 1
        return isLetters(rest[place], "NO", range) ? 1 : isLetters(rest[place], "SO", range) ? 5 : 0
    }

    private func leadingDirection(_ from: Int, _ to: Int) -> (UInt8, Int)? {
        let first = direction(from)
        guard first > 0, to - from > 1, !isOnlySuffix(from + 1, to) else { return nil }
        let second = token(from + 1).word.direction
        if to - from > 2, let both = combined(first, second), !isOnlySuffix(from + 2, to) { return (both, 2) }
        return (first, 1)
    }

    private func trailingDirection(_ from: Int, _ to: Int) -> (UInt8, Int)? {
        guard to - from > 1 else { return nil }
        let last = direction(to - 1)
        guard last > 0 else { return nil }
        let before = token(to - 2).word
        if to - from == 2, before.isStrongSuffix || before.role == .calle { return nil }
        if to - from > 2, let both = combined(before.direction, last) { return (both, 2) }
        return (last, 1)
    }

    /// A strong suffix, and after it directionals alone: what stands before is then the name.
    private func isOnlySuffix(_ from: Int, _ to: Int) -> Bool {
        guard token(from).word.isStrongSuffix else { return false }
        for place in from + 1..<max(from + 1, to) where token(place).word.direction == 0 { return false }
        return true
    }

    /// North or south with east or west.
    private func combined(_ first: UInt8, _ second: UInt8) -> UInt8? {
        switch (first, second) {
        case (1, 3): 2
        case (1, 7): 8
        case (5, 3): 4
        case (5, 7): 6
        default: nil
        }
    }

    mutating func writeDirection(_ direction: UInt8) {
        let letters: StaticString =
            switch direction {
            case 1: "N"
            case 2: "NE"
            case 3: "E"
            case 4: "SE"
            case 5: "S"
            case 6: "SW"
            case 7: "W"
            default: "NW"
            }
        letters.withUTF8Buffer { out.append(contentsOf: $0) }
    }
}
