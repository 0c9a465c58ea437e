/// What a sender wrote in a column: a value, or one of the ways of having none.
///
/// An empty field, the word `unknown` and the word `refused` are three different things (FEEDS.md 2) and stay apart. A
/// word that the column's list does not hold is kept sealed at intake and is `unlisted` here.
public enum Said<Value> {
    /// The field was empty.
    case notSaid
    /// The sender wrote `unknown`.
    case unknown
    /// The sender wrote `refused`.
    case refused
    /// The sender wrote a word that the column's list does not hold.
    case unlisted
    /// The sender wrote this.
    case value(Value)

    /// The value, or nil when there is none of any kind.
    @inlinable public var value: Value? {
        guard case .value(let value) = self else { return nil }
        return value
    }

    /// Whether the field was not empty.
    @inlinable public var isSaid: Bool {
        if case .notSaid = self { return false }
        return true
    }
}

extension Said: Sendable where Value: Sendable {}
extension Said: Equatable where Value: Equatable {
    /// Whether both say the same; two words that the column's list does not hold cannot be told apart.
    @inlinable public static func == (a: Said, b: Said) -> Bool {
        switch (a, b) {
        case (.value(let a), .value(let b)): a == b
        case (.notSaid, .notSaid), (.unknown, .unknown), (.refused, .refused), (.unlisted, .unlisted): true
        default: false
        }
    }
}
extension Said: Hashable where Value: Hashable {}

/// A word of a closed column of the care feed. The raw value is its place in the column's `Vocabulary`, which is its
/// number in payloads: lists only ever grow at the end.
public protocol CareTerm: RawRepresentable, CaseIterable, Hashable, Sendable where RawValue == UInt8 {
    /// The column's words, in payload order.
    static var vocabulary: Vocabulary { get }
    /// The term that the word `unknown` is, where the column's own list holds it.
    static var unknownTerm: Self? { get }
    /// The term that the word `refused` is, where the column's own list holds it.
    static var refusedTerm: Self? { get }
}

extension CareTerm {
    /// Most lists do not hold `unknown`.
    public static var unknownTerm: Self? { nil }
    /// Most lists do not hold `refused`.
    public static var refusedTerm: Self? { nil }
    /// The word in lower case, as the vocabulary has it.
    public var word: String { Self.vocabulary.word(rawValue) }
}

extension Said where Value: CareTerm {
    /// Reads a `term` field of a payload. A field that is not in the payload at all is `.notSaid`.
    @inlinable public init(_ field: PayloadField) {
        switch field.form {
        case 0:
            if let term = Value(rawValue: UInt8(truncatingIfNeeded: field.number)) {
                self = .value(term)
            } else {
                self = .unlisted
            }
        case 3 where field.bits == 0:
            self = Value.unknownTerm.map(Said.value) ?? .unknown
        case 3:
            self = Value.refusedTerm.map(Said.value) ?? .refused
        default:
            self = .unlisted
        }
    }
}

extension Said where Value == Bool {
    /// Reads a `flag` field of a payload. A field that is not in the payload at all is `.notSaid`.
    @inlinable public init(_ field: PayloadField) {
        switch field.form {
        case 0: self = .value(field.number != 0)
        case 3: self = field.bits == 0 ? .unknown : .refused
        default: self = .unlisted
        }
    }
}
