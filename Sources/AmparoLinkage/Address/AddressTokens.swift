/// A word, number or sign of an address line. Kept at 32 bytes: it is copied often.
struct AddressToken {
    /// What is known of its characters.
    struct Traits: OptionSet {
        let rawValue: UInt8

        static let hasDigit = Self(rawValue: 1)
        static let hasLetter = Self(rawValue: 2)
        static let isOrdinal = Self(rawValue: 4)
        static let isHouseNumber = Self(rawValue: 8)
        static let isOnLineOne = Self(rawValue: 16)
    }

    private var first: UInt32
    private var length: UInt32
    /// Lines are cut into segments at commas, brackets and line breaks; counted over both lines.
    let segment: UInt32
    var traits: Traits
    /// Already understood as part of a box, a unit and so on.
    var isTaken = false
    var word = PostalWord()

    init(start: Int, count: Int, segment: UInt32, traits: Traits) {
        first = UInt32(truncatingIfNeeded: start)
        length = UInt32(truncatingIfNeeded: count)
        self.segment = segment
        self.traits = traits
    }

    /// Where its bytes begin in `AddressTokens.text`.
    var start: Int { Int(first) }
    var count: Int { Int(length) }
    var end: Int { Int(first) + Int(length) }
    /// 1 or 2.
    var line: Int { traits.contains(.isOnLineOne) ? 1 : 2 }
    var hasDigit: Bool { traits.contains(.hasDigit) }
    var hasLetter: Bool { traits.contains(.hasLetter) }
    /// Digits with ST, ND, RD or TH: 5TH.
    var isOrdinal: Bool { traits.contains(.isOrdinal) }
    /// Begins like a house number: a digit, and no ordinal.
    var isHouseNumber: Bool { traits.contains(.isHouseNumber) }
    var isNumber: Bool { hasDigit && !hasLetter }

    /// The same without its first byte.
    func withoutFirstByte() -> Self {
        var token = self
        token.first += 1
        token.length -= 1
        return token
    }
}

/// The tokens of both lines. A reusable buffer.
struct AddressTokens {
    var text: [UInt8] = []
    var list: [AddressToken] = []
    /// The line read last, folded.
    private(set) var folded: [UInt8] = []
    private let words: PostalWords
    private var segment: UInt32 = 0

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

    /// Writes a token without leading zeros and without the ending of an ordinal.
    func write(_ token: AddressToken, to bytes: inout [UInt8]) {
        var from = token.start
        let end = token.isOrdinal ? token.end - 2 : token.end
        while from + 1 < end, text[from] == UInt8(ascii: "0"), AddressFolding.isDigit(text[from + 1]) { from += 1 }
        for place in from..<end { bytes.append(text[place]) }
    }

    /// Appends the tokens of a line.
    mutating func read(_ field: Span<UInt8>, line: Int) {
        folded.removeAll(keepingCapacity: true)
        AddressFolding.fold(field, into: &folded)
        segment += 1
        var whole: [UInt8] = []
        swap(&whole, &folded)
        whole.withUnsafeBufferPointer { split($0, line) }
        swap(&whole, &folded)
    }

    private mutating func split(_ folded: UnsafeBufferPointer<UInt8>, _ line: Int) {
        var start = text.count
        var isInitials = false
        var place = 0
        while place < folded.count {
            let byte = folded[place]
            if AddressFolding.isWordByte(byte) {
                text.append(byte)
                place += 1
                continue
            }
            if text.count > start {
                if byte != 0x20 {
                    let junction = junction(folded, place, count: text.count - start, isInitials)
                    if junction != .cut {
                        if junction == .sign { text.append(byte) }
                        if junction == .initials { isInitials = true }
                        place += 1
                        continue
                    }
                }
                close(from: start, line: line)
                start = text.count
                isInitials = false
            }
            if byte != 0x20 { readSign(byte, line) }
            start = text.count
            place += 1
        }
        close(from: start, line: line)
    }

    /// Reads a sign that is no part of a word.
    private mutating func readSign(_ byte: UInt8, _ line: Int) {
        let start = text.count
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "|"), UInt8(ascii: "("), UInt8(ascii: ")"),
            UInt8(ascii: "["), UInt8(ascii: "]"), 0x0A:
            segment += 1
        case UInt8(ascii: "#"), UInt8(ascii: "%"):
            text.append(byte)
            close(from: start, line: line)
        case UInt8(ascii: "&"):
            for letter in "AND".utf8 { text.append(letter) }
            close(from: start, line: line)
        default: break
        }
    }

    /// What a sign between two characters does: end the word, join both, join both as initials, or stay between them.
    private enum Junction { case cut, join, initials, sign }

    private func junction(
        _ folded: UnsafeBufferPointer<UInt8>, _ place: Int, count: Int, _ isInitials: Bool
    ) -> Junction {
        guard place + 1 < folded.count, AddressFolding.isWordByte(folded[place + 1]) else { return .cut }
        let before = folded[place - 1]
        let after = folded[place + 1]
        let next: UInt8 = place + 2 < folded.count ? folded[place + 2] : 0x20
        let areDigits = AddressFolding.isDigit(before) && AddressFolding.isDigit(after)
        let areSingle =
            AddressFolding.isLetter(before) && AddressFolding.isLetter(after) && !AddressFolding.isWordByte(next)
        switch folded[place] {
        case UInt8(ascii: "'"), UInt8(ascii: "`"): return .join
        case UInt8(ascii: "."): return areDigits ? .sign : areSingle && (count == 1 || isInitials) ? .initials : .cut
        case UInt8(ascii: "-"): return areDigits ? .sign : hyphenJoins(before, after, count: count, next) ? .join : .cut
        case UInt8(ascii: "/"): return areDigits || areSingle && count == 1 ? .sign : .cut
        default: return .cut
        }
    }

    /// `59-17`, `4-B` and `B-4` are one token; `WINSTON-SALEM` and `APT-4` are two.
    private func hyphenJoins(_ before: UInt8, _ after: UInt8, count: Int, _ next: UInt8) -> Bool {
        switch (AddressFolding.isDigit(before), AddressFolding.isDigit(after)) {
        case (true, true): true
        case (true, false): !AddressFolding.isLetter(next)
        case (false, true): count == 1 || AddressFolding.isDigit(text[text.count - 2])
        case (false, false): false
        }
    }

    /// Ends the token that began at `start`; splits `APT4` and `123MAIN`.
    private mutating func close(from start: Int, line: Int) {
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
        if digits > 0, count - digits >= 3, isLetters(start + digits, start + count) {
            append(start, digits, line)
            append(start + digits, count - digits, line)
            return
        }
        append(start, count, line)
    }

    private func isLetters(_ from: Int, _ to: Int) -> Bool {
        for place in from..<to where !(65...90 ~= text[place]) { return false }
        return true
    }

    private mutating func append(_ start: Int, _ count: Int, _ line: Int) {
        var traits: AddressToken.Traits = line == 1 ? .isOnLineOne : []
        for place in start..<start + count {
            if AddressFolding.isDigit(text[place]) {
                traits.insert(.hasDigit)
            } else if AddressFolding.isLetter(text[place]) {
                traits.insert(.hasLetter)
            }
        }
        if traits.contains(.hasDigit), AddressFolding.isDigit(text[start]) {
            traits.insert(isOrdinal(start, count) ? .isOrdinal : .isHouseNumber)
        }
        var token = AddressToken(start: start, count: count, segment: segment, traits: traits)
        if !token.hasDigit { token.word = words.word(text, from: start, count: count) }
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
