// Roads that are known by their number (Publication 28, appendix F).

extension AddressStandardiser {
    /// The canonical words of a road that is known by its number, and where the number stands.
    func numberedRoad(_ from: Int, _ to: Int) -> (StaticString, Int)? {
        func isRoad(_ place: Int) -> Bool {
            guard place < to else { return false }
            let suffix = token(place).word.suffix
            return suffix > 0 && (suffix == words.highway || suffix == words.route || suffix == words.road)
        }
        func isNumber(_ place: Int) -> Bool { place < to && token(place).hasDigit && !token(place).isOrdinal }
        func isNumberOrLetters(_ place: Int) -> Bool {
            isNumber(place) || place < to && token(place).count <= 3 && token(place).word.suffix == 0
        }
        func letter(_ place: Int, _ letter: Unicode.Scalar) -> Bool {
            place < to && token(place).count == 1 && tokens.text[token(place).start] == UInt8(ascii: letter)
        }
        /// The number after the words for a road, of which there may be none.
        func number(_ place: Int) -> Int? {
            let next = isRoad(place) ? place + 1 : place
            return isNumber(next) ? next : nil
        }
        guard from < to else { return nil }
        let next = from + 1
        let word = token(from).word
        switch word.role {
        case .federal: return number(next).map { ("US HWY", $0) }
        case .state: return isRoad(next) && isNumberOrLetters(next + 1) ? ("STATE HWY", next + 1) : nil
        case .stateRoute: return number(next).map { ("STATE HWY", $0) }
        case .county: return isRoad(next) && isNumberOrLetters(next + 1) ? ("COUNTY RD", next + 1) : nil
        case .countyRoad: return isNumber(next) || isNumberOrLetters(next) && next + 1 == to ? ("COUNTY RD", next) : nil
        case .farmMarket: return number(next).map { ("FM", $0) }
        case .farm:
            if next + 1 < to, token(next).word.role == .to, token(next + 1).word.role == .market {
                return number(next + 2).map { ("FM", $0) }
            }
            return isRoad(next) && isNumber(next + 1) ? ("FM", next + 1) : nil
        case .ranchMarket, .ruralRoute: return number(next).map { ("RM", $0) }
        case .interstate: return number(next).map { ("I", $0) }
        case .privateRoad: return isRoad(next) && isNumber(next + 1) ? ("PR", next + 1) : nil
        case .township: return isRoad(next) && isNumber(next + 1) ? ("TWP RD", next + 1) : nil
        default: break
        }
        if isInterstateNumber(token(from)) { return ("I", from) }
        if letter(from, "I"), isNumber(next) { return ("I", next) }
        if letter(from, "U"), letter(next, "S") { return number(next + 1).map { ("US HWY", $0) } }
        if letter(from, "C"), letter(next, "R"), isNumber(next + 1) { return ("COUNTY RD", next + 1) }
        if letter(from, "F"), letter(next, "M"), isNumber(next + 1) { return ("FM", next + 1) }
        if word.suffix == 0 { return nil }
        if word.suffix == words.ranch {
            if next + 1 < to, token(next).word.role == .to, token(next + 1).word.role == .market {
                return number(next + 2).map { ("RM", $0) }
            }
            return isRoad(next) && isNumber(next + 1) ? ("RM", next + 1) : nil
        }
        if word.suffix == words.prairie, token(from).count == 2, isNumber(next) { return ("PR", next) }
        if word.suffix == words.trail, token(from).count == 2, isNumber(next) { return ("TWP RD", next) }
        if word.suffix == words.street, isRoad(next), isNumber(next + 1) { return ("STATE HWY", next + 1) }
        if word.suffix == words.highway || word.suffix == words.route {
            let isLetters = next + 1 == to && next < to && token(next).count <= 2
            return isNumber(next) || isLetters ? ("HWY", next) : nil
        }
        return nil
    }

    /// I10, from I-10.
    func isInterstateNumber(_ token: AddressToken) -> Bool {
        guard 2...4 ~= token.count, tokens.text[token.start] == UInt8(ascii: "I") else { return false }
        return tokens.text[token.start + 1..<token.end].allSatisfy(AddressFolding.isDigit)
    }

    /// The number of a road; I10 is 10 after its label.
    mutating func writeRoadNumber(_ part: AddressToken) {
        tokens.write(isInterstateNumber(part) ? part.withoutFirstByte() : part, to: &out)
    }

    /// Whether a number after this word is the road's: HWY 5, OLD STATE ROAD 5.
    func isRoadWord(_ place: Int, _ from: Int) -> Bool {
        let word = token(place).word
        if word.suffix > 0, word.suffix != words.road, words.isRoad(word.suffix) { return true }
        if token(place).count == 2, word.suffix > 0, word.suffix == words.prairie || word.suffix == words.trail {
            return place == from
        }
        switch word.role {
        case .federal, .stateRoute, .countyRoad, .farmMarket, .ranchMarket, .interstate, .kilometre, .calle: return true
        case .business: return place == from
        case .market: return place > from && token(place - 1).word.role == .to
        default: break
        }
        guard word.suffix == words.road, place > from else { return false }
        switch token(place - 1).word.role {
        case .state, .county, .farm, .privateRoad, .township, .market: return true
        default: return token(place - 1).word.suffix == words.ranch
        }
    }
}
