/// How the text of a column is read, and how its value is written in a payload.
public enum FieldType: UInt8, Sendable {
    /// The sender's own number of this row; text, at most 255 bytes. Part of the row key; kept sealed.
    case key
    /// The sender's number of another row of the same subject (`placements.referral_id`); in the payload as the keyed
    /// row key of that row, the text itself sealed.
    case reference
    /// A civil day: `YYYY-MM-DD`.
    case day
    /// A date of birth: `YYYY-MM-DD`, or an uncertain one as `YYYY-MM` or `YYYY`. Always sealed.
    case birthDate
    /// An instant as RFC 3339; a bare day is taken as that day at 00:00Z of unknown time.
    case instant
    /// One of a closed list of words (the field's `vocabulary`), read case-insensitively.
    case term
    /// Text of up to 1 MiB.
    case text
    /// Y or N, also `unknown` and `refused`.
    case flag
    /// A whole number that fits 64 bits.
    case integer
    /// A short code of the court: trimmed, at most 20 bytes, kept in its own letters.
    case code
    /// A court date column: `YYYY-MM-DD[ HH:MM:SS[.mmm]]`.
    case stamp
    /// A court time of day, `HHMM`; also `9:30`, `930` and `930.0`, normalised to four digits.
    case time
    /// The court's birth month, `M/YYYY` or `MM/YYYY`.
    case birthMonth
    /// An A-number: nine digits after taking off `A`, blanks and hyphens; eight digits get a leading zero.
    case aNumber
}

/// Where the value of a field is kept.
public enum FieldStorage: UInt8, Sendable {
    /// In the entry's payload, readable by the projections: says nothing of who the person is.
    case plain
    /// In the entry's ciphertext, under the key of the person it is about (ARCHITECTURE law 5).
    case sealed
}

/// One column of a feed table: its names, type, class and where its value is kept.
public struct Field: Sendable {
    /// 1 to 127, unique in its table, written into payloads: never reused, never renumbered.
    public let id: UInt8
    /// The column's name in lower case, as in FEEDS.md or in the court's own header.
    public let name: String
    /// Other names of the same column, in lower case.
    public let aliases: [String]
    /// How it is read and written.
    public let type: FieldType
    /// What it is, for sharing decisions.
    public let fieldClass: FieldClass
    /// Where its value is kept.
    public let storage: FieldStorage
    /// Whether a file without this column is refused, and a row without its value is quarantined.
    public let required: Bool
    /// Whether the column must be in the header, though its value may be empty.
    public let columnRequired: Bool
    /// The words of a `term`, in the order of their payload numbers.
    public let vocabulary: Vocabulary?

    init(
        _ id: UInt8, _ name: String, _ type: FieldType, _ fieldClass: FieldClass, _ storage: FieldStorage = .plain,
        required: Bool = false, column: Bool = false, aliases: [String] = [], words vocabulary: Vocabulary? = nil
    ) {
        self.id = id
        self.name = name
        self.aliases = aliases
        self.type = type
        self.fieldClass = fieldClass
        self.storage = storage
        self.required = required
        self.columnRequired = required || column
        self.vocabulary = vocabulary
    }
}

/// A closed list of words. A word's place is its number in payloads, so lists only ever grow at the end.
public struct Vocabulary: Sendable {
    /// The payload number of a word that the list does not hold: kept sealed as given, counted, and an alarm.
    public static let unlisted: UInt8 = 255
    /// The words, in lower case.
    public let words: [String]
    private let numbers: [String: UInt8]

    init(_ words: String...) {
        self.words = words
        var numbers: [String: UInt8] = [:]
        for (index, word) in words.enumerated() { numbers[word] = UInt8(index) }
        self.numbers = numbers
    }

    /// The number of a word (compared in lower case), or nil when the list does not hold it.
    public func number(of word: String) -> UInt8? { numbers[word] ?? numbers[word.lowercased()] }

    /// The word of a number, or `unlisted`.
    public func word(_ number: UInt8) -> String { Int(number) < words.count ? words[Int(number)] : "unlisted" }
}
