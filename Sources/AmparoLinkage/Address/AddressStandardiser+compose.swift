// Chooses the tokens that name the street, and writes the canonical bytes.

extension AddressStandardiser {
    static let separator: UInt8 = 0x1F

    mutating func compose() -> StandardAddress {
        chooseStreet()
        var start = 0
        while start < tokens.list.count {
            let end = segmentEnd(from: start)
            takeBareUnit(start..<end)
            start = end
        }
        if loneDesignators > 0 { facts.insert(.designatorAlone) }
        out.removeAll(keepingCapacity: true)
        var numberEnd = 0
        if !rest.isEmpty {
            numberEnd = writeHouse()
        } else {
            if let delivery { writeValue(delivery.box) }
            numberEnd = out.count
            out.append(Self.separator)
            if let delivery {
                writeRoute(delivery)
                if !delivery.isResidence { facts.insert(.boxOrGeneral) }
            }
        }
        writeKilometre()
        if !urbanization.isEmpty {
            for byte in " URB ".utf8 { out.append(byte) }
            out += urbanization
        }
        let streetEnd = out.count
        out.append(Self.separator)
        writeUnits()
        if !rest.isEmpty, let delivery { writeBeside(delivery) }
        out += furtherDelivery
        writeRemainder()
        let unitEnd = out.count
        out.append(Self.separator)
        out += zip
        // A copy of the right size; the buffer stays.
        let bytes = out.withUnsafeBufferPointer { Array($0) }
        return StandardAddress(
            bytes: bytes, numberEnd: numberEnd, streetEnd: streetEnd, unitEnd: unitEnd, facts: facts)
    }

    // Which tokens are the street.

    /// Fills `rest` with the tokens of number and street: of the first segment that begins with a house number, else of
    /// the first in which one follows, else, where nothing else says where mail goes, of the first line's first words.
    private mutating func chooseStreet() {
        rest.removeAll(keepingCapacity: true)
        for pass in 0..<(delivery == nil ? 3 : 2) {
            var start = 0
            while start < tokens.list.count {
                let end = segmentEnd(from: start)
                if let first = streetStart(pass, start..<end) {
                    collect(first..<end)
                    // A comma or a line's end after the house number.
                    if rest.count == 1, tokens.list[first].isHouseNumber, end < tokens.list.count {
                        let next = end..<segmentEnd(from: end)
                        if streetStart(0, next) == nil, hasWord(next) { collect(next) }
                    }
                    return
                }
                start = end
            }
        }
    }

    private func streetStart(_ pass: Int, _ segment: Range<Int>) -> Int? {
        switch pass {
        case 0: beginningWithNumber(segment)
        case 1: numberInside(segment)
        default: firstOfLineOne(segment)
        }
    }

    /// The first token of a segment that begins with a house number and goes on with a street.
    private func beginningWithNumber(_ segment: Range<Int>) -> Int? {
        guard let first = firstLeft(segment) else { return nil }
        let token = tokens.list[first]
        var others = 0
        var hasName = false
        for place in first + 1..<max(first + 1, segment.upperBound) where !tokens.list[place].isTaken {
            others += 1
            if tokens.list[place].count > 2 || tokens.list[place].word.suffix > 0 { hasName = true }
        }
        if token.isHouseNumber {
            if token.line == 2 { return hasName ? first : nil }
            return others > 0 || delivery == nil && token.isNumber ? first : nil
        }
        if token.word.role == .one { return others > 1 && hasName ? first : nil }
        return isGrid(token) && others > 0 ? first : nil
    }

    /// A house number after other words: FOREST COVE 123 MAIN ST; not the number of a road.
    private func numberInside(_ segment: Range<Int>) -> Int? {
        var before: AddressToken?
        for place in segment where !tokens.list[place].isTaken {
            let token = tokens.list[place]
            defer { before = token }
            guard let before, token.isHouseNumber, before.word.direction == 0, !before.hasDigit,
                before.word.role == .nothing, before.word.suffix == 0 || !words.isRoad(before.word.suffix)
            else { continue }
            var words = 0
            var hasSuffix = false
            for other in place + 1..<max(place + 1, segment.upperBound) where !tokens.list[other].isTaken {
                words += 1
                if tokens.list[other].word.suffix > 0 { hasSuffix = true }
            }
            if words > 1, hasSuffix { return place }
        }
        return nil
    }

    private func firstLeft(_ segment: Range<Int>) -> Int? {
        for place in segment where !tokens.list[place].isTaken { return place }
        return nil
    }

    private func firstOfLineOne(_ segment: Range<Int>) -> Int? {
        guard let first = firstLeft(segment), tokens.list[first].line == 1 else { return nil }
        return first
    }

    private func hasWord(_ segment: Range<Int>) -> Bool {
        for place in segment where !tokens.list[place].isTaken {
            if tokens.list[place].hasLetter, tokens.list[place].count > 2 { return true }
        }
        return false
    }

    private mutating func collect(_ range: Range<Int>) {
        for place in range where !tokens.list[place].isTaken {
            rest.append(place)
            tokens.list[place].isTaken = true
        }
    }

    /// A house number of the grid of Wisconsin: N165, W2123, N6W23001.
    func isGrid(_ token: AddressToken) -> Bool {
        guard token.count > 1, token.hasDigit else { return false }
        switch tokens.text[token.start] {
        case UInt8(ascii: "N"), UInt8(ascii: "S"), UInt8(ascii: "E"), UInt8(ascii: "W"):
            return AddressFolding.isDigit(tokens.text[token.start + 1])
        default: return false
        }
    }

    // Writing.

    /// Writes the kilometre of a Puerto Rican road that stands in a segment of its own.
    private mutating func writeKilometre() {
        var place = 0
        while place + 1 < tokens.list.count {
            let next = tokens.list[place + 1]
            if tokens.list[place].word.role == .kilometre, !tokens.list[place].isTaken, !next.isTaken, next.hasDigit {
                for byte in " KM ".utf8 { out.append(byte) }
                tokens.write(next, to: &out)
                tokens.list[place].isTaken = true
                tokens.list[place + 1].isTaken = true
            }
            place += 1
        }
    }

    /// Writes what else holds a number, as it stands, so that two addresses that differ in it stay two: a second street,
    /// and all numbers of the first line. What repeats the street is left out.
    private mutating func writeRemainder() {
        var start = 0
        while start < tokens.list.count {
            let end = segmentEnd(from: start)
            if hasRemainder(start..<end), !repeatsStreet(start..<end) {
                out.append(UInt8(ascii: "/"))
                for place in start..<end where !tokens.list[place].isTaken {
                    tokens.write(tokens.list[place], to: &out)
                }
            }
            start = end
        }
    }

    private func hasRemainder(_ segment: Range<Int>) -> Bool {
        for place in segment where !tokens.list[place].isTaken && tokens.list[place].hasDigit {
            if isOwnPlace(place) { continue }
            return tokens.list[place].line == 1 || beginningWithNumber(segment) != nil && hasSuffix(segment)
        }
        return false
    }

    private func hasSuffix(_ range: Range<Int>) -> Bool {
        for place in range where !tokens.list[place].isTaken && tokens.list[place].word.suffix > 0 { return true }
        return false
    }

    private func repeatsStreet(_ range: Range<Int>) -> Bool {
        var count = 0
        for place in range where !tokens.list[place].isTaken {
            guard count < rest.count else { return false }
            let left = tokens.list[place]
            let right = tokens.list[rest[count]]
            let isSame =
                left.count == right.count
                && tokens.text[left.start..<left.end].elementsEqual(tokens.text[right.start..<right.end])
                || left.word.suffix > 0 && left.word.suffix == right.word.suffix
                || left.word.direction > 0 && left.word.direction == right.word.direction
            guard isSame else { return false }
            count += 1
        }
        return count == rest.count
    }

    private mutating func writeUnits() {
        var isFirst = true
        for rank: UInt8 in 0...2 {
            for unit in units where unit.rank == rank {
                if !isFirst, let last = out.last, AddressFolding.isDigit(last),
                    AddressFolding.isDigit(unitText[unit.range.lowerBound])
                {
                    out.append(UInt8(ascii: "-"))
                }
                for place in unit.range { out.append(unitText[place]) }
                isFirst = false
            }
        }
    }

    private mutating func writeValue(_ range: Range<Int>) {
        for place in range { tokens.write(tokens.list[place], to: &out) }
    }

    private mutating func writeRoute(_ delivery: Delivery) {
        let label: StaticString =
            switch delivery.kind {
            case .box: "PO BOX"
            case .general: "GENERAL DELIVERY"
            case .rural: "RR"
            case .contract: "HC"
            case .military: ""
            }
        label.withUTF8Buffer { out.append(contentsOf: $0) }
        if delivery.kind == .military { writeValue(delivery.word) }
        if !delivery.route.isEmpty { out.append(0x20) }
        writeValue(delivery.route)
    }

    /// Writes a box or route beside a street address, or a second one, after the unit.
    mutating func writeBeside(_ delivery: Delivery) {
        out.append(UInt8(ascii: "/"))
        writeRoute(delivery)
        if !delivery.box.isEmpty { out.append(0x20) }
        writeValue(delivery.box)
    }

    /// Notes a second box or route.
    mutating func keepFurther(_ delivery: Delivery) {
        let count = out.count
        writeBeside(delivery)
        furtherDelivery += out[count...]
        out.removeLast(out.count - count)
    }
}
