/// A word, number or sign of an address line.
struct AddressToken {
    /// Where its bytes stand in `AddressTokens.text`.
    var start: Int
    var count: Int
    /// Lines are cut into segments at commas, brackets and line breaks; counted over both lines.
    var segment: Int
    /// 1 or 2.
    var line: UInt8
    var hasDigit = false
    var hasLetter = false
    /// Digits with ST, ND, RD or TH: 5TH.
    var isOrdinal = false
    /// Already understood as part of a box, a unit and so on.
    var isTaken = false
    var word = PostalWord()

    var end: Int { start + count }
    var isNumber: Bool { hasDigit && !hasLetter }
    /// Begins like a house number: a digit, and no ordinal.
    var isHouseNumber = false
}

/// The tokens of both lines. A reusable buffer.
struct AddressTokens {
    var text: [UInt8] = []
    var list: [AddressToken] = []
    /// The line read last, folded.
    private(set) var folded: [UInt8] = []
    private let words: PostalWords
    private var segment = 0

    init(words: PostalWords) {
        self.words = words
        text.reserveCapacity(256)
        list.reserveCapacity(48)
        folded.reserveCapacity(256)
    }

    mutating func removeAll() {
        text.removeAll(keepingCapacity: true)
        list.removeAll(keepingCapacity: true)
        segment = 0
    }

    /// Appends the tokens of a line.
    mutating func read(_ field: Span<UInt8>, line: UInt8) {
        folded.removeAll(keepingCapacity: true)
        AddressFolding.fold(field, into: &folded)
        segment += 1
        var start = text.count
        var isInitials = false
        func at(_ place: Int) -> UInt8 { place >= 0 && place < folded.count ? folded[place] : 0x20 }
        var place = 0
        while place < folded.count {
            let byte = folded[place]
            if AddressFolding.isWordByte(byte) {
                text.append(byte)
                place += 1
                continue
            }
            let before = at(place - 1)
            let after = at(place + 1)
            var joins = false
            let count = text.count - start
            if count > 0, AddressFolding.isWordByte(after) {
                switch byte {
                case UInt8(ascii: "'"), UInt8(ascii: "`"):
                    joins = true
                case UInt8(ascii: "."):
                    if AddressFolding.isDigit(before), AddressFolding.isDigit(after) {
                        text.append(byte)
                        joins = true
                    } else if count == 1 || isInitials, AddressFolding.isLetter(before), AddressFolding.isLetter(after),
                        !AddressFolding.isWordByte(at(place + 2))
                    {
                        isInitials = true
                        joins = true
                    }
                case UInt8(ascii: "-"):
                    joins = hyphenJoins(before, after, count: count, next: at(place + 2))
                    if joins, AddressFolding.isDigit(before), AddressFolding.isDigit(after) { text.append(byte) }
                case UInt8(ascii: "/"):
                    let isFraction = AddressFolding.isDigit(before) && AddressFolding.isDigit(after)
                    let isCareOf =
                        count == 1 && AddressFolding.isLetter(before) && AddressFolding.isLetter(after)
                        && !AddressFolding.isWordByte(at(place + 2))
                    if isFraction || isCareOf {
                        text.append(byte)
                        joins = true
                    }
                default: break
                }
            }
            place += 1
            if joins { continue }
            close(from: start, line: line)
            start = text.count
            isInitials = false
            switch byte {
            case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "|"), UInt8(ascii: "("), UInt8(ascii: ")"),
                UInt8(ascii: "["), UInt8(ascii: "]"), 0x0A:
                segment += 1
            case UInt8(ascii: "#"), UInt8(ascii: "%"):
                text.append(byte)
                close(from: start, line: line)
                start = text.count
            case UInt8(ascii: "&"):
                for letter in "AND".utf8 { text.append(letter) }
                close(from: start, line: line)
                start = text.count
            default: break
            }
        }
        close(from: start, line: line)
    }

    /// `59-17`, `4-B` and `B-4` are one token; `WINSTON-SALEM` and `APT-4` are two.
    private func hyphenJoins(_ before: UInt8, _ after: UInt8, count: Int, next: UInt8) -> Bool {
        switch (AddressFolding.isDigit(before), AddressFolding.isDigit(after)) {
        case (true, true): true
        case (true, false): !AddressFolding.isLetter(next)
        case (false, true): count == 1 || AddressFolding.isDigit(text[text.count - 2])
        case (false, false): false
        }
    }

    /// Ends the token that began at `start`; splits `APT4` and `123MAIN`.
    private mutating func close(from start: Int, line: UInt8) {
        let count = text.count - start
        guard count > 0 else { return }
        var digits = 0
        while digits < count, AddressFolding.isDigit(text[start + digits]) { digits += 1 }
        var letters = 0
        while letters < count, 65...90 ~= text[start + letters] { letters += 1 }
        if letters >= 2, letters < count, AddressFolding.isDigit(text[start + letters]) {
            let word = words.word(text, from: start, count: letters)
            if word.designator != .nothing || word.role != .nothing || word.suffix == words.highway
                || word.suffix == words.route
            {
                append(start, letters, line)
                append(start + letters, count - letters, line)
                return
            }
        }
        if digits > 0, count - digits >= 3, text[start + digits..<start + count].allSatisfy({ 65...90 ~= $0 }) {
            append(start, digits, line)
            append(start + digits, count - digits, line)
            return
        }
        append(start, count, line)
    }

    private mutating func append(_ start: Int, _ count: Int, _ line: UInt8) {
        var token = AddressToken(start: start, count: count, segment: segment, line: line)
        for place in start..<start + count {
            if AddressFolding.isDigit(text[place]) { token.hasDigit = true }
            if AddressFolding.isLetter(text[place]) { token.hasLetter = true }
        }
        if !token.hasDigit {
            token.word = words.word(text, from: start, count: count)
        } else if AddressFolding.isDigit(text[start]) {
            token.isOrdinal = isOrdinal(start, count)
            token.isHouseNumber = !token.isOrdinal
        }
        list.append(token)
    }

    private func isOrdinal(_ start: Int, _ count: Int) -> Bool {
        guard count > 2 else { return false }
        for place in start..<start + count - 2 where !AddressFolding.isDigit(text[place]) { return false }
        switch (text[start + count - 2], text[start + count - 1]) {
        case (UInt8(ascii: "S"), UInt8(ascii: "T")), (UInt8(ascii: "N"), UInt8(ascii: "D")),
            (UInt8(ascii: "R"), UInt8(ascii: "D")), (UInt8(ascii: "T"), UInt8(ascii: "H")):
            return true
        default:
            return false
        }
    }
}
