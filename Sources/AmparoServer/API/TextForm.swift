internal import AmparoModel

/// How a text of the API is written: the same value makes the pattern of the document and checks what comes in.
enum TextForm: Hashable, Sendable {
    /// Any text of so many characters.
    case free(ClosedRange<Int>)
    /// One of these words.
    case oneOf([String])
    /// A day, YYYY-MM-DD.
    case day
    /// A date of birth: a day, a month YYYY-MM, or a year.
    case birth
    /// A moment, RFC 3339 with its offset.
    case moment
    /// What had been recorded by then: a moment, or `seq:` and a number of the journal.
    case asKnown
    /// A code of the deployment, as of an account, a receiver or a court: letters, digits and a few signs.
    case code(longest: Int)
    /// A sender's own number of a message: printable signs but quotes and commas.
    case messageID
    /// A code of the court: at most eight letters, digits, `-` and `:`.
    case courtCode
    /// Names of fields, separated by commas.
    case fields
    /// A duty: SUBJECT.DUTY.
    case duty
    /// A handoff, as a message or a list names it.
    case handoff
    /// A post: PARTY/ROLE, or PARTY/ROLE@OFFICE.
    case post
    /// What the server made and gives back unread: a cursor, a ticket.
    case opaque
    /// The bytes of a file in base64 (RFC 4648, 4), of at most so many characters.
    case base64(longest: Int)

    /// The pattern (ECMA-262) that such a text matches; nil for free text and for words.
    var pattern: String? {
        let name = "[A-Za-z0-9-]{1,60}(\\.[A-Za-z0-9-]{1,60}){1,3}"
        let day = "(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
        let moment =
            day + "T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,6})?(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9])"
        return switch self {
        case .free, .oneOf: nil
        case .day: "^\(day)$"
        case .birth: "^(\(day)|(?!0000)[0-9]{4}(-(0[1-9]|1[0-2]))?)$"
        case .moment: "^\(moment)$"
        case .asKnown: "^(seq:[1-9][0-9]{0,14}|\(moment))$"
        case .code(let longest): "^[A-Za-z0-9][A-Za-z0-9._-]{0,\(longest - 1)}$"
        case .messageID: "^[!#-+\\--~]{1,128}$"
        case .courtCode: "^[A-Za-z0-9:-]{1,8}$"
        case .fields: "^\(name)(,\(name)){0,99}$"
        case .duty: "^[0-9]{1,18}\\.[0-9a-f]{16}-[0-9]{1,5}-(-?)[0-9]{1,18}-[0-9]{1,5}$"
        case .handoff: "^(H-[1-9][0-9]{0,17}|[0-9]{1,18}\\.[0-9]{1,9})$"
        case .post: "^[a-z][a-z.-]{0,60}/[a-z][a-z-]{0,60}(@[A-Za-z0-9-]{1,40})?$"
        case .opaque: "^[A-Za-z0-9_-]{1,600}$"
        case .base64: "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"
        }
    }

    /// Whether a text is written so.
    func matches(_ text: String) -> Bool {
        switch self {
        case .free(let length): length.contains(text.unicodeScalars.count)
        case .oneOf(let words): words.contains(text)
        case .day: Day(text) != nil
        case .birth:
            switch text.utf8.count {
            case 4: Day(text + "-01-01") != nil
            case 7: Day(text + "-01") != nil
            default: Day(text) != nil
            }
        case .moment: Instant(text) != nil
        case .asKnown:
            text.hasPrefix("seq:") ? Self.isNumber(text.dropFirst(4), longest: 15, from: 0x31) : Instant(text) != nil
        case .code(let longest):
            text.utf8.count <= longest && text.utf8.first.map(Self.isLetterOrDigit) ?? false
                && text.utf8.allSatisfy { Self.isLetterOrDigit($0) || [0x2E, 0x5F, 0x2D].contains($0) }
        case .messageID:
            (1...128).contains(text.utf8.count)
                && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x22 && $0 != 0x2C }
        case .courtCode:
            (1...8).contains(text.utf8.count)
                && text.utf8.allSatisfy { Self.isLetterOrDigit($0) || $0 == 0x3A || $0 == 0x2D }
        case .fields: Self.areFields(text)
        case .duty: Self.isDuty(text)
        case .handoff:
            text.hasPrefix("H-")
                ? Self.isNumber(text.dropFirst(2), longest: 18, from: 0x31) : Self.isPair(text)
        case .post: Self.isPost(text)
        case .base64(let longest): Self.isBase64(text, longest)
        case .opaque:
            (1...600).contains(text.utf8.count)
                && text.utf8.allSatisfy { Self.isLetterOrDigit($0) || $0 == 0x2D || $0 == 0x5F }
        }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    /// Digits, the first of which is at least `first`.
    private static func isNumber(_ text: some StringProtocol, longest: Int, from first: UInt8 = 0x30) -> Bool {
        (1...longest).contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
            && text.utf8.first.map { $0 >= first } ?? false
    }

    private static func isPair(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 2 && isNumber(parts[0], longest: 18) && isNumber(parts[1], longest: 9)
    }

    private static func isDuty(_ text: String) -> Bool {
        let halves = text.split(separator: ".", omittingEmptySubsequences: false)
        guard halves.count == 2, isNumber(halves[0], longest: 18) else { return false }
        // What the duty is about may be a negative number.
        let parts = halves[1].split(separator: "-", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].utf8.count == 16,
            parts[0].utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }),
            isNumber(parts[1], longest: 5), let dash = parts[2].lastIndex(of: "-")
        else { return false }
        let about = parts[2][..<dash]
        return isNumber(about.hasPrefix("-") ? about.dropFirst() : about, longest: 18)
            && isNumber(parts[2][parts[2].index(after: dash)...], longest: 5)
    }

    private static func isBase64(_ text: String, _ longest: Int) -> Bool {
        guard text.utf8.count <= longest, text.utf8.count % 4 == 0 else { return false }
        let signs = text.utf8.count - text.utf8.suffix(2).count { $0 == 0x3D }
        // A padded end is one or two signs, at the very end.
        return text.utf8.prefix(signs).allSatisfy { isLetterOrDigit($0) || $0 == 0x2B || $0 == 0x2F }
    }

    private static func areFields(_ text: String) -> Bool {
        let names = text.split(separator: ",", omittingEmptySubsequences: false)
        return names.count <= 100
            && names.allSatisfy { name in
                let parts = name.split(separator: ".", omittingEmptySubsequences: false)
                return (2...4).contains(parts.count)
                    && parts.allSatisfy { part in
                        (1...60).contains(part.utf8.count)
                            && part.utf8.allSatisfy { isLetterOrDigit($0) || $0 == 0x2D }
                    }
            }
    }

    private static func isPost(_ text: String) -> Bool {
        let halves = text.split(separator: "@", omittingEmptySubsequences: false)
        let names = halves[0].split(separator: "/", omittingEmptySubsequences: false)
        func isName(_ text: Substring, dots: Bool) -> Bool {
            (1...61).contains(text.utf8.count) && text.utf8.first.map { (0x61...0x7A).contains($0) } ?? false
                && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x2D || dots && $0 == 0x2E }
        }
        guard names.count == 2, isName(names[0], dots: true), isName(names[1], dots: false), halves.count <= 2 else {
            return false
        }
        return halves.dropFirst().allSatisfy { office in
            (1...40).contains(office.utf8.count) && office.utf8.allSatisfy { isLetterOrDigit($0) || $0 == 0x2D }
        }
    }
}
