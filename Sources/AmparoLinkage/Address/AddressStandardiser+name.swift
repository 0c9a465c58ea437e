// The name of a street: ordinals, saints, abbreviations, and no blank between words of letters.

extension AddressStandardiser {
    mutating func writeName(_ from: Int, _ to: Int) {
        let start = out.count
        var place = from
        while place < to {
            if let end = kingName(place, from, to) {
                join("MARTINLUTHERKING", start)
                place = end
                continue
            }
            let part = token(place)
            let word = part.word
            let hasNext = place + 1 < to
            if word.ordinal > 0, !word.isTens {
                joinDecimal(Int(word.ordinal), start)
            } else if word.isTens, hasNext, let units = ordinalUnits(token(place + 1)) {
                joinDecimal(Int(word.ordinal) + units, start)
                place += 1
            } else if part.hasDigit {
                separate(start, tokens.text[part.start])
                tokens.write(part, to: &out)
                // 5 TH
                if hasNext, part.isNumber, isLetters(rest[place + 1], "TH", rest[place + 1]..<rest[place + 1] + 1) {
                    place += 1
                }
            } else if word.suffix > 0, word.suffix == words.street, part.count == 2 {
                join(hasNext ? "SAINT" : "STREET", start)
            } else if place == from, hasNext, word.suffix == words.drive, part.count == 2 {
                join("DOCTOR", start)
            } else if word.direction > 0, place > from {
                separate(start, UInt8(ascii: "N"))
                writeDirection(word.direction)
            } else if word.plain > 0 {
                separate(start, words.firstLetter(word.plain))
                words.append(word.plain, to: &out)
            } else {
                separate(start, tokens.text[part.start])
                for place in part.start..<part.end { out.append(tokens.text[place]) }
            }
            place += 1
        }
    }

    /// The many spellings of Martin Luther King, with DR before and JR after; where they end.
    private func kingName(_ place: Int, _ from: Int, _ to: Int) -> Int? {
        func letter(_ place: Int, _ letter: Unicode.Scalar) -> Bool {
            place < to && token(place).count == 1 && tokens.text[token(place).start] == UInt8(ascii: letter)
        }
        func role(_ place: Int) -> PostalWord.Role { place < to ? token(place).word.role : .nothing }
        var at = place
        if at < to, token(at).word.suffix == words.drive || role(at) == .doctor, at == from { at += 1 }
        if role(at) == .mlk {
            at += 1
        } else if role(at) == .martin || letter(at, "M"), role(at + 1) == .luther || letter(at + 1, "L"),
            role(at + 2) == .king || letter(at + 2, "K")
        {
            at += 3
        } else if at < to, isLetters(rest[at], "ML", rest[at]..<rest[at] + 1), role(at + 1) == .king {
            at += 2
        } else {
            return nil
        }
        return role(at) == .junior ? at + 1 : at
    }

    private func ordinalUnits(_ token: AddressToken) -> Int? {
        if token.word.ordinal > 0, token.word.ordinal < 10 { return Int(token.word.ordinal) }
        guard token.isOrdinal, token.count == 3 else { return nil }
        return Int(tokens.text[token.start]) - 48
    }

    private mutating func join(_ text: StaticString, _ start: Int) {
        text.withUTF8Buffer { text in
            separate(start, text[0])
            out.append(contentsOf: text)
        }
    }

    private mutating func joinDecimal(_ number: Int, _ start: Int) {
        separate(start, UInt8(ascii: "0"))
        AddressFolding.appendDecimal(number, to: &out)
    }

    /// A blank between two parts of a name, but none between letters: MAC ARTHUR and MACARTHUR are one.
    private mutating func separate(_ start: Int, _ next: UInt8) {
        guard out.count > start, let last = out.last else { return }
        if !(AddressFolding.isLetter(last) && AddressFolding.isLetter(next)) { out.append(0x20) }
    }
}
