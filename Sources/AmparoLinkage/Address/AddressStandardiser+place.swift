// City, state and ZIP.

extension AddressStandardiser {
    mutating func readPlace(city cityField: Span<UInt8>, state stateField: Span<UInt8>, zip zipField: Span<UInt8>) {
        readState(stateField)
        let zipIsEmpty = readZIP(zipField)
        field.removeAll(keepingCapacity: true)
        AddressFolding.fold(cityField, into: &field)
        words.writeCity(field, to: &city)
        if city.isEmpty, zipIsEmpty { facts.insert(.placeEmpty) }
        guard !facts.contains(.zipMalformed) else { return }
        guard let code = ZIPCode(zip), let zipState = zips.state(of: code) else {
            facts.insert(.zipUnknown)
            return
        }
        if let state, state != zipState { facts.insert(.stateContradicts) }
        if !city.isEmpty, !isCity(of: code) { facts.insert(.cityNotOfZIP) }
    }

    private mutating func readState(_ stateField: Span<UInt8>) {
        field.removeAll(keepingCapacity: true)
        AddressFolding.fold(stateField, into: &field)
        var key = PostalWords.Key()
        var count = 0
        var first: UInt8 = 0
        var second: UInt8 = 0
        for byte in field where AddressFolding.isWordByte(byte) {
            key.append(byte)
            count += 1
            if count == 1 { first = byte } else if count == 2 { second = byte }
        }
        guard count > 0 else { return }
        // A name nobody knows is a state that no ZIP lies in.
        state = words.state(key) ?? (count == 2 ? PostalState(first: first, second: second) : Self.noState)
        if state?.isForeign == true { facts.insert(.stateForeign) }
    }

    private static let noState = PostalState(first: 0, second: 0)

    /// Reads the ZIP for the answer, leniently, and notes whether it is one as given, literally. Returns whether it is
    /// empty.
    private mutating func readZIP(_ zipField: Span<UInt8>) -> Bool {
        field.removeAll(keepingCapacity: true)
        AddressFolding.fold(zipField, into: &field)
        var digits = 0
        var hasLetter = false
        var cut = 0
        for byte in field {
            if AddressFolding.isWordByte(byte) {
                if AddressFolding.isDigit(byte) { digits += 1 } else { hasLetter = true }
                zip.append(byte)
            } else if cut == 0 {
                cut = zip.count
            }
        }
        if hasLetter || digits != 5 && digits != 9 { facts.insert(.zipMalformed) }
        if hasLetter || digits == 0 { return zip.isEmpty }
        if cut == digits { cut = 0 }
        let kept: Int
        let lost: Int
        if cut > 0 {
            guard 3...5 ~= cut, digits - cut <= 4 else { return false }
            kept = cut
            lost = 5 - cut
        } else {
            switch digits {
            case 3...5: (kept, lost) = (digits, 5 - digits)
            case 7...9: (kept, lost) = (5 - (9 - digits), 9 - digits)
            default: return false
            }
        }
        zip.removeLast(digits - kept)
        for _ in 0..<lost { zip.insert(UInt8(ascii: "0"), at: 0) }
        return false
    }

    /// Whether the city is one of the ZIP's names. `field` holds the city as folded.
    private mutating func isCity(of code: ZIPCode) -> Bool {
        var name: [UInt8] = []
        swap(&name, &field)
        defer { swap(&name, &field) }
        var first = 0
        var end = name.count
        while first < end, !AddressFolding.isWordByte(name[first]) { first += 1 }
        while end > first, !AddressFolding.isWordByte(name[end - 1]) { end -= 1 }
        let isSame = zips.anyCityName(of: code) { [name] bytes in
            guard bytes.count == end - first else { return false }
            for place in 0..<bytes.count where bytes[place] != name[first + place] { return false }
            return true
        }
        if isSame { return true }
        var other: [UInt8] = []
        swap(&other, &otherCity)
        defer { swap(&other, &otherCity) }
        return zips.anyCityName(of: code) { [words, city] bytes in
            name.removeAll(keepingCapacity: true)
            name.append(contentsOf: bytes)
            words.writeCity(name, to: &other)
            return other == city
        }
    }

    /// Takes a city, state and ZIP off the end of a line that repeats the fields of their own, and a trailing USA.
    mutating func dropPlace(_ line: Range<Int>) {
        var end = line.upperBound
        if end - line.lowerBound > 2, tokens.list[end - 1].word.role == .country {
            tokens.list[end - 1].isTaken = true
            end -= 1
        }
        guard end - line.lowerBound > 2 else { return }
        let whole = end
        let hasZIP = isOwnZIP(tokens.list[end - 1])
        if hasZIP { end -= 1 }
        let stateCount = end > line.lowerBound ? ownStateCount(before: end, from: line.lowerBound) : 0
        let beforeState = end - stateCount
        let cityCount = ownCityCount(before: beforeState, from: line.lowerBound)
        if !hasZIP, stateCount == 0, cityCount > 0, !endsAddress(end - cityCount, line.lowerBound) { return }
        if cityCount > 0 {
            end = beforeState - cityCount
        } else if hasZIP, stateCount > 0 {
            end = beforeState
        }
        guard end < whole, end > line.lowerBound else { return }
        for place in end..<whole { tokens.list[place].isTaken = true }
    }

    /// Whether what stands before a city can be the end of number, street and unit: MAIN ST, APT 4.
    private func endsAddress(_ end: Int, _ start: Int) -> Bool {
        guard end - start > 2 else { return false }
        return tokens.list[end - 1].word.isStrongSuffix || end - start > 3 && tokens.list[end - 1].hasDigit
    }

    private func isOwnZIP(_ token: AddressToken) -> Bool {
        guard zip.count == 5, token.isNumber, token.count == 5 || token.count > 8 else { return false }
        for place in 0..<5 where tokens.text[token.start + place] != zip[place] { return false }
        return true
    }

    private func ownStateCount(before end: Int, from start: Int) -> Int {
        guard let state else { return 0 }
        var key = PostalWords.Key()
        let last = tokens.list[end - 1]
        if last.hasDigit { return 0 }
        for place in last.start..<last.end { key.append(tokens.text[place]) }
        if words.state(key) == state, end - 2 < start || last.count == 2 || !isTwoWordState(end, start, state) {
            return 1
        }
        return end - 2 >= start && isTwoWordState(end, start, state) ? 2 : 0
    }

    private func isTwoWordState(_ end: Int, _ start: Int, _ state: PostalState) -> Bool {
        var key = PostalWords.Key()
        for token in tokens.list[max(start, end - 2)..<end] {
            for place in token.start..<token.end { key.append(tokens.text[place]) }
        }
        return words.state(key) == state
    }

    private mutating func ownCityCount(before end: Int, from start: Int) -> Int {
        guard !city.isEmpty, end > start else { return 0 }
        // Most lines end in another word than the city does.
        let last = tokens.list[end - 1]
        otherCity.removeAll(keepingCapacity: true)
        words.appendCityWord(tokens.text, last.start..<last.end, to: &otherCity)
        guard otherCity.count <= city.count else { return 0 }
        let offset = city.count - otherCity.count
        for place in 0..<otherCity.count where otherCity[place] != city[offset + place] { return 0 }
        for count in 1...5 where end - count > start {
            otherCity.removeAll(keepingCapacity: true)
            for place in end - count..<end {
                let token = tokens.list[place]
                words.appendCityWord(tokens.text, token.start..<token.end, to: &otherCity)
            }
            if otherCity == city { return count }
        }
        return 0
    }
}
