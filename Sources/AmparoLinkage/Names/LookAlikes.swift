/// Characters beyond ASCII and the plain letters they stand for.
enum LookAlikes {
    /// What becomes of a character.
    enum Folded: Equatable {
        /// An ASCII capital or digit.
        case `as`(UInt8)
        /// Nothing: a mark, an apostrophe, a character without width.
        case vanish
        /// It parts words.
        case part
        /// A letter of another alphabet, kept as it is.
        case keep
    }

    /// U+00C0 to U+017F, without accents; a blank where it is no letter.
    private static let latin = Array(
        ("AAAAAAACEEEEIIIIDNOOOOO OUUUUYPSAAAAAAACEEEEIIIIDNOOOOO OUUUUYPY" + "AAAAAACCCCCCCCDDDDEEEEEEEEEE"
            + "GGGGGGGGHHHHIIIIIIIIIIIIJJKKKLLLLLLLLLLNNNNNNNNNOOOOOOOORRRRRRSSSSSSSSTTTTTTUUUUUUUUUUUUWWYYYZZZZZZS")
            .utf8)

    /// Cyrillic and Greek letters that cannot be told from Latin ones.
    private static let twins: [UInt32: UInt8] = {
        let pairs: [(String, String)] = [
            ("АВЕКМНОРСТУХІЈЅ", "ABEKMHOPCTYXIJS"), ("аеорсухіјѕ", "AEOPCYXIJS"),
            ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX"), ("οαι", "OAI"),
        ]
        var twins: [UInt32: UInt8] = [:]
        for (strange, plain) in pairs {
            for (letter, byte) in zip(strange.unicodeScalars, plain.utf8) { twins[letter.value] = byte }
        }
        return twins
    }()

    /// What becomes of a character that is not ASCII.
    static func fold(_ scalar: UInt32) -> Folded {
        switch scalar {
        case 0xC0...0x17F:
            let byte = latin[Int(scalar) - 0xC0]
            return byte == 0x20 ? .part : .as(byte)
        case 0xAD, 0xB4, 0x2B0...0x36F, 0x180E, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x200B...0x200F, 0x2018...0x201B,
            0x202A...0x202E, 0x2032, 0x2060...0x206F, 0x20D0...0x20FF, 0xA78B...0xA78C, 0xFE00...0xFE0F,
            0xFE20...0xFE2F,
            0xFEFF, 0xFF07, 0xFFFD, 0xE0000...0xE01EF:
            return .vanish
        case 0xAA: return .as(UInt8(ascii: "A"))
        case 0xBA: return .as(UInt8(ascii: "O"))
        case 0x80...0xBF, 0x2000...0x206F, 0x2212, 0x3000...0x3003, 0xFE63, 0xFF0D: return .part
        case 0x1EA0...0x1EB7: return .as(UInt8(ascii: "A"))
        case 0x1EB8...0x1EC7: return .as(UInt8(ascii: "E"))
        case 0x1EC8...0x1ECB: return .as(UInt8(ascii: "I"))
        case 0x1ECC...0x1EE3: return .as(UInt8(ascii: "O"))
        case 0x1EE4...0x1EF1: return .as(UInt8(ascii: "U"))
        case 0x1EF2...0x1EF9: return .as(UInt8(ascii: "Y"))
        case 0xFF10...0xFF19: return .as(UInt8(scalar - 0xFF10 + 0x30))
        case 0xFF21...0xFF3A: return .as(UInt8(scalar - 0xFF21 + 0x41))
        case 0xFF41...0xFF5A: return .as(UInt8(scalar - 0xFF41 + 0x41))
        case 0x24B6...0x24E9: return .as(UInt8((scalar - 0x24B6) % 26 + 0x41))
        case 0x1D400...0x1D6A3: return .as(UInt8((scalar - 0x1D400) % 26 + 0x41))
        case 0x370...0x458:
            if let byte = twins[scalar] { return .as(byte) }
            return .keep
        default: return .keep
        }
    }

    /// The byte 80 to BF that a character stood for before UTF-8 was taken for Windows-1252.
    static func lostByte(_ scalar: UInt32) -> UInt8? {
        switch scalar {
        case 0x80...0xBF: UInt8(scalar)
        case 0x2018: 0x91
        case 0x201C: 0x93
        case 0x2030: 0x89
        case 0x0161, 0x0160: 0x9A
        case 0x0153: 0x9C
        default: nil
        }
    }
}
