// Boxes, rural and highway contract routes, general delivery, care-of lines and urbanizations (Publication 28, sections
// 24, 25, 26, 28 and 29).

/// A way of delivery other than to a house.
struct Delivery: Sendable {
    /// The canonical words that stand in place of the street.
    enum Kind: Sendable { case box, general, rural, contract, military }

    var kind: Kind
    /// The first word, which of military addresses (PSC, CMR, UNIT) is kept.
    var word: Range<Int> = 0..<0
    /// Tokens of the route's number and of the box's.
    var route: Range<Int> = 0..<0
    var box: Range<Int> = 0..<0

    /// Neither a box nor general delivery is a residence; a route is.
    var isResidence: Bool { kind != .box && kind != .general }
}

extension AddressStandardiser {
    /// Finds and takes what a segment says of boxes, routes and persons.
    mutating func takeDelivery(_ segment: Range<Int>) {
        var at = segment.lowerBound
        var isFirst = true
        while at < segment.upperBound {
            if tokens.list[at].isTaken {
                at += 1
                continue
            }
            let next: Int
            switch tokens.list[at].word.role {
            case .careOf: next = takeCareOf(from: at, segment.upperBound)
            case .care where role(at + 1, segment) == .of: next = takeCareOf(from: at, segment.upperBound)
            case .urbanization: next = takeUrbanization(from: at, segment.upperBound)
            default: next = takeDelivery(at: at, isFirst: isFirst, segment)
            }
            if next > at { at = next } else { at += 1 }
            isFirst = false
        }
    }

    /// Takes a delivery that begins at a token; returns its end, or the token where there is none.
    private mutating func takeDelivery(at: Int, isFirst: Bool, _ segment: Range<Int>) -> Int {
        let token = tokens.list[at]
        let word = token.word
        if word.role == .nothing, token.count > 1, word.designator != .unit,
            word.suffix == 0 || !isFirst || !words.isRoad(word.suffix)
        {
            return at
        }
        let next = role(at + 1, segment)
        let afterNext = role(at + 2, segment)
        switch word.role {
        case .general where next == .delivery:
            return add(Delivery(kind: .general), at..<at + 2)
        case .po where next == .box || next == .drawer, .post where next == .box, .lock where next == .box:
            return takeBox(at, id: at + 2, segment)
        case .post where next == .office && (afterNext == .box || afterNext == .drawer):
            return takeBox(at, id: at + 3, segment)
        case .pobox where next == .postal || next == .box:
            return takeBox(at, id: at + 2, segment)
        case .pobox:
            return takeBox(at, id: at + 1, segment)
        case .drawer where isFirst && isValue(at + 1, segment), .box where isFirst && isValue(at + 1, segment):
            return takeBox(at, id: at + 1, segment)
        case .box where isValue(at + 1, segment) && !isFirst:
            return takeBox(at, id: at + 1, segment)
        case .ruralRoute where isFirst:
            return takeRoute(.rural, at, id: at + 1, segment, needsBox: false)
        case .rural where isFirst && isRoad(at + 1, segment):
            return takeRoute(.rural, at, id: at + 2, segment, needsBox: false)
        case .contractRoute where isFirst:
            let isSpelled = isRoad(at + 1, segment) || isLetter(at + 1, "R", segment)
            return takeRoute(.contract, at, id: isSpelled ? at + 2 : at + 1, segment, needsBox: false)
        case .star where isFirst && isRoad(at + 1, segment):
            return takeRoute(.contract, at, id: at + 2, segment, needsBox: false)
        case .stateRoute where isFirst:
            return takeRoute(.contract, at, id: at + 1, segment, needsBox: true)
        case .military where isFirst:
            return takeRoute(.military, at, id: at + 1, segment, needsBox: false)
        default: break
        }
        if isFirst, word.suffix == words.highway, next == .contract {
            return takeRoute(.contract, at, id: isRoad(at + 2, segment) ? at + 3 : at + 2, segment, needsBox: false)
        }
        if isFirst, word.suffix == words.route || word.suffix == words.road {
            return takeRoute(.rural, at, id: at + 1, segment, needsBox: true)
        }
        if isFirst, word.designator == .unit {
            return takeRoute(.military, at, id: at + 1, segment, needsBox: true)
        }
        if isLetter(at, "P", segment), isLetter(at + 1, "O", segment), afterNext == .box || afterNext == .drawer {
            return takeBox(at, id: at + 3, segment)
        }
        if isFirst, isLetter(at, "R", segment), isLetter(at + 1, "R", segment) {
            return takeRoute(.rural, at, id: at + 2, segment, needsBox: false)
        }
        if isFirst, isLetter(at, "R", segment), isLetter(at + 1, "F", segment), isLetter(at + 2, "D", segment) {
            return takeRoute(.rural, at, id: at + 3, segment, needsBox: false)
        }
        if isFirst, isLetter(at, "H", segment), isLetter(at + 1, "C", segment) {
            return takeRoute(.contract, at, id: at + 2, segment, needsBox: false)
        }
        return at
    }

    private mutating func takeBox(_ at: Int, id: Int, _ segment: Range<Int>) -> Int {
        let box = value(id, segment)
        if tokens.list[at].word.role == .box, delivery?.isResidence == true, delivery?.box.isEmpty == true {
            // RR 1, BOX 54
            for place in at..<box.upperBound { tokens.list[place].isTaken = true }
            delivery?.box = box
            return box.upperBound
        }
        return add(Delivery(kind: .box, box: box), at..<max(box.upperBound, min(id, segment.upperBound)))
    }

    private mutating func takeRoute(
        _ kind: Delivery.Kind, _ at: Int, id: Int, _ segment: Range<Int>, needsBox: Bool
    ) -> Int {
        var id = id
        while isSign(id, segment) { id += 1 }
        var route = 0..<0
        if id < segment.upperBound, tokens.list[id].hasDigit || tokens.list[id].count == 1 {
            route = id..<id + 1
            id += 1
        }
        var box = 0..<0
        let hasBox = role(id, segment) == .box
        if hasBox { box = value(id + 1, segment) }
        // A highway that is followed by something else than a box is a street: ROUTE 9 NORTH, HC SMITH RD.
        guard hasBox || !needsBox && (!route.isEmpty || id >= segment.upperBound) else { return at }
        let word = at..<at + 1
        return add(
            Delivery(kind: kind, word: word, route: route, box: box), at..<max(id + (hasBox ? 1 : 0), box.upperBound))
    }

    /// The tokens of a box's number, after a sign; empty where there is none.
    private func value(_ at: Int, _ segment: Range<Int>) -> Range<Int> {
        var at = at
        while isSign(at, segment) { at += 1 }
        guard isValue(at, segment) else { return at..<at }
        let follows = at + 1
        if follows == segment.upperBound - 1, tokens.list[at].isNumber, tokens.list[follows].count == 1,
            tokens.list[follows].hasLetter
        {
            return at..<at + 2
        }
        return at..<at + 1
    }

    private mutating func add(_ found: Delivery, _ range: Range<Int>) -> Int {
        for place in range { tokens.list[place].isTaken = true }
        if tokens.list[range.lowerBound].line == 1 { lineOneHasDelivery = true }
        if let first = delivery {
            // A route says more than a box.
            if found.isResidence, !first.isResidence {
                keepFurther(first)
                delivery = found
            } else {
                keepFurther(found)
            }
        } else {
            delivery = found
        }
        return range.upperBound
    }

    /// Takes a person's name up to a house number, a unit or the end of the segment.
    private mutating func takeCareOf(from start: Int, _ end: Int) -> Int {
        var at = start
        while at < end {
            let token = tokens.list[at]
            if at > start, token.isHouseNumber || token.word.designator.isStrong || token.word.role == .po { break }
            tokens.list[at].isTaken = true
            at += 1
        }
        return at
    }

    /// Takes the name of an urbanization, up to a number, a unit or the word for a street.
    private mutating func takeUrbanization(from start: Int, _ end: Int) -> Int {
        tokens.list[start].isTaken = true
        var at = start + 1
        while at < end {
            let token = tokens.list[at]
            let isStreet = token.word.role == .calle || token.word.isStrongSuffix && at > start + 1
            if token.hasDigit || isStreet || token.word.designator.isStrong { break }
            for place in token.start..<token.end { urbanization.append(tokens.text[place]) }
            tokens.list[at].isTaken = true
            at += 1
        }
        return at
    }

    // Questions about a token that may not be there.

    func role(_ at: Int, _ segment: Range<Int>) -> PostalWord.Role {
        at < segment.upperBound && !tokens.list[at].isTaken ? tokens.list[at].word.role : .nothing
    }

    func isSign(_ at: Int, _ segment: Range<Int>) -> Bool {
        guard at < segment.upperBound else { return false }
        return tokens.list[at].word.designator == .sign || isLetters(at, "NO", segment)
    }

    func isLetter(_ at: Int, _ letter: Unicode.Scalar, _ segment: Range<Int>) -> Bool {
        guard at < segment.upperBound, tokens.list[at].count == 1 else { return false }
        return tokens.text[tokens.list[at].start] == UInt8(ascii: letter)
    }

    func isLetters(_ at: Int, _ letters: StaticString, _ segment: Range<Int>) -> Bool {
        guard at < segment.upperBound, tokens.list[at].count == letters.utf8CodeUnitCount else { return false }
        let start = tokens.list[at].start
        for place in 0..<letters.utf8CodeUnitCount where tokens.text[start + place] != letters.utf8Start[place] {
            return false
        }
        return true
    }

    private func isRoad(_ at: Int, _ segment: Range<Int>) -> Bool {
        guard at < segment.upperBound else { return false }
        return tokens.list[at].word.suffix == words.route
    }

    /// Whether a token can be the number of a box: it has a digit, or is one or two letters, or ends the segment.
    private func isValue(_ at: Int, _ segment: Range<Int>) -> Bool {
        guard at < segment.upperBound, !tokens.list[at].isTaken, !isSign(at, segment) else {
            return at + 1 < segment.upperBound && isSign(at, segment) && isValue(at + 1, segment)
        }
        let token = tokens.list[at]
        if token.hasDigit { return !token.isOrdinal }
        return token.word.designator == .nothing && token.word.suffix == 0
            && (token.count <= 2 || at == segment.upperBound - 1 && tokens.list[at - 1].word.role == .box)
    }
}
