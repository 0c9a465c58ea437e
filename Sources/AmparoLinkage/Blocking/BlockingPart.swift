/// What two descriptions must have in common to be compared at all: one link of a `BlockingPass`.
public enum BlockingPart: Hashable, Sendable {
    /// The same day of birth, or day and month exchanged; placeholders included, ranges not.
    case birthDay
    /// The same day and month of birth in whatever year; placeholders not.
    case birthDayAndMonth
    /// The same year of birth, or the next.
    case birthYear
    /// A name of one, given name or surname, that sounds like a name of the other.
    case anyName
    /// Two names of one that sound like two of the other.
    case twoNames
    /// A given name that sounds the same.
    case givenName
    /// A surname that sounds the same.
    case surname
    /// The same two surnames by sound, in any order.
    case surnamePair
    /// The same value of a field.
    case value(LinkageField)
    /// A word in common.
    case word(LinkageField)
    /// The same day, or the day before or after it.
    case near(LinkageField)

    /// How it stands in a model's text.
    public var text: String {
        switch self {
        case .birthDay: "birth-day"
        case .birthDayAndMonth: "birth-day-and-month"
        case .birthYear: "birth-year"
        case .anyName: "any-name"
        case .twoNames: "two-names"
        case .givenName: "given-name"
        case .surname: "surname"
        case .surnamePair: "surname-pair"
        case .value(let field): "value:\(field.rawValue)"
        case .word(let field): "word:\(field.rawValue)"
        case .near(let field): "near:\(field.rawValue)"
        }
    }

    private static let plain: [BlockingPart] = [
        .birthDay, .birthDayAndMonth, .birthYear, .anyName, .twoNames, .givenName, .surname, .surnamePair,
    ]

    /// Reads what `text` writes.
    public init?(_ text: some StringProtocol) {
        if let part = BlockingPart.plain.first(where: { $0.text == text }) {
            self = part
            return
        }
        let halves = text.split(separator: ":", maxSplits: 1)
        guard halves.count == 2, let field = LinkageField(rawValue: String(halves[1])) else { return nil }
        switch halves[0] {
        case "value": self = .value(field)
        case "word": self = .word(field)
        case "near": self = .near(field)
        default: return nil
        }
    }
}

/// One way to find pairs that are worth comparing: those that have the first part in common. A block that holds more than
/// `most` descriptions is split by the next part, and so on; of a block that is too large after the last one, every
/// description is compared with `most` others.
public struct BlockingPass: Hashable, Sendable {
    /// The parts, the next most selective behind each.
    public let parts: [BlockingPart]
    /// The largest block that is compared as a whole.
    public let most: Int

    /// A pass from its parts, at least one.
    public init(_ parts: BlockingPart..., most: Int = 150) { self.init(parts: parts, most: most) }

    /// A pass from its parts, at least one.
    public init(parts: [BlockingPart], most: Int) {
        self.parts = parts
        self.most = max(2, most)
    }
}
