/// Brings the bytes of a field into one alphabet: capitals A to Z without accents, digits, and ASCII punctuation.
///
/// UTF-8 is read as such; a byte that is no UTF-8 is read as Windows-1252, as in older court files. Letters of other
/// alphabets stay as they are. Control characters are blanks.
enum AddressFolding {
    /// Appends the folded field.
    static func fold(_ field: Span<UInt8>, into out: inout [UInt8]) {
        let start = out.count
        out.append(contentsOf: repeatElement(0x20, count: field.count))
        let ascii = out.withUnsafeMutableBufferPointer { out in
            var at = 0
            while at < field.count, field[at] < 0x80 {
                out[start + at] = foldASCII(field[at])
                at += 1
            }
            return at
        }
        if ascii == field.count { return }
        out.removeLast(field.count - ascii)
        var at = ascii
        while at < field.count {
            if field[at] < 0x80 {
                out.append(foldASCII(field[at]))
                at += 1
            } else {
                at += other(field, at, into: &out)
            }
        }
    }

    private static func foldASCII(_ byte: UInt8) -> UInt8 {
        switch byte {
        case 0x61...0x7A: byte - 32
        case 0x20...0x7E: byte
        case 0x0A, 0x0D: 0x0A
        default: 0x20
        }
    }

    /// Folds one character that is not ASCII and returns how many bytes it had.
    private static func other(_ field: Span<UInt8>, _ at: Int, into out: inout [UInt8]) -> Int {
        let byte = field[at]
        func following(_ offset: Int) -> UInt8? {
            guard at + offset < field.count, field[at + offset] & 0xC0 == 0x80 else { return nil }
            return field[at + offset]
        }
        let length = byte >= 0xF0 && byte < 0xF8 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC2 ? 2 : 1
        guard length > 1, byte < 0xF8, (1..<length).allSatisfy({ following($0) != nil }), let second = following(1)
        else {
            windows(byte, into: &out)
            return 1
        }
        switch (byte, second) {
        case (0xC2, _):
            symbol(second, into: &out)
        case (0xC3, _):
            latin(second | 0x40, into: &out)
        case (0xCC, _), (0xCD, 0x80...0xAF):
            break  // Accents that follow their letter.
        case (0xE2, 0x80):
            switch field[at + 2] {
            case 0x90...0x95: out.append(UInt8(ascii: "-"))
            case 0x98, 0x99, 0x9B: out.append(UInt8(ascii: "'"))
            case 0x8B...0x8F: break  // Marks without width.
            default: out.append(0x20)
            }
        case (0xE3, 0x80):
            out.append(0x20)
        case (0xEF, 0xBB) where field[at + 2] == 0xBF:
            break  // Byte order mark.
        default:
            for offset in 0..<length { out.append(field[at + offset]) }
        }
        return length
    }

    private static func windows(_ byte: UInt8, into out: inout [UInt8]) {
        switch byte {
        case 0x91, 0x92: out.append(UInt8(ascii: "'"))
        case 0x96, 0x97: out.append(UInt8(ascii: "-"))
        case 0xC0...: latin(byte, into: &out)
        default: symbol(byte, into: &out)
        }
    }

    /// The characters U+0080 to U+00BF by their last byte.
    private static func symbol(_ byte: UInt8, into out: inout [UInt8]) {
        switch byte {
        case 0xBD:  // One half.
            for part in " 1/2 ".utf8 { out.append(part) }
        case 0xAA, 0xB0, 0xBA:  // Ordinal signs and the degree that stands for one: `2º` is 2, `Nº` is NO.
            if let last = out.last, last == UInt8(ascii: "N") { out.append(UInt8(ascii: "O")) }
        case 0xAD: break
        default: out.append(0x20)
        }
    }

    /// The letters U+00C0 to U+00FF by their last byte.
    private static func latin(_ byte: UInt8, into out: inout [UInt8]) {
        switch byte {
        case 0xC0...0xC6, 0xE0...0xE6: out.append(UInt8(ascii: "A"))
        case 0xC7, 0xE7: out.append(UInt8(ascii: "C"))
        case 0xC8...0xCB, 0xE8...0xEB: out.append(UInt8(ascii: "E"))
        case 0xCC...0xCF, 0xEC...0xEF: out.append(UInt8(ascii: "I"))
        case 0xD0, 0xF0: out.append(UInt8(ascii: "D"))
        case 0xD1, 0xF1: out.append(UInt8(ascii: "N"))
        case 0xD2...0xD6, 0xD8, 0xF2...0xF6, 0xF8: out.append(UInt8(ascii: "O"))
        case 0xD9...0xDC, 0xF9...0xFC: out.append(UInt8(ascii: "U"))
        case 0xDD, 0xFD, 0xFF: out.append(UInt8(ascii: "Y"))
        case 0xDE, 0xFE: out.append(UInt8(ascii: "P"))
        case 0xDF: out.append(UInt8(ascii: "S"))
        default: out.append(0x20)
        }
    }

    /// Whether a folded byte is a letter or digit of any alphabet.
    static func isWordByte(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) }

    /// Whether a folded byte is a letter of any alphabet.
    static func isLetter(_ byte: UInt8) -> Bool { 65...90 ~= byte || byte >= 0x80 }

    /// Whether a folded byte is an ASCII digit.
    static func isDigit(_ byte: UInt8) -> Bool { 48...57 ~= byte }

    /// Appends a whole number in decimal digits.
    static func appendDecimal(_ number: Int, to bytes: inout [UInt8]) {
        if number >= 10 { appendDecimal(number / 10, to: &bytes) }
        bytes.append(UInt8(48 + number % 10))
    }
}
