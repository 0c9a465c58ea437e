public import AmparoModel

/// The place of a field in the catalogue of this program. What is kept for longer, a receipt say, is the field's name.
public struct FieldNumber: Hashable, Comparable, Sendable {
    /// The place.
    public let rawValue: UInt16

    /// A number as it was given out; the catalogue knows whether it is one.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// The number of no field: asked for, it is withheld.
    public static let unknown = FieldNumber(rawValue: .max)

    /// In the order of the catalogue.
    public static func < (a: FieldNumber, b: FieldNumber) -> Bool { a.rawValue < b.rawValue }
}

/// A form of a field that says less than the field.
///
/// In rising order of what they say, so that of two permitted forms the later is given.
public enum Transform: UInt8, CaseIterable, Comparable, Sendable {
    /// Whether there is a value.
    case yesNo = 1
    /// How many values there are.
    case count = 2
    /// The state of an address.
    case region = 3
    /// `under18`, `18-20`, `21+` or `unknown` (COUNTING.md).
    case ageBand = 4
    /// The year of a date.
    case year = 5

    /// The word in agreements and requests.
    public var code: String {
        switch self {
        case .yesNo: "yes-no"
        case .count: "count"
        case .region: "region"
        case .ageBand: "age-band"
        case .year: "year"
        }
    }

    /// The form of a word.
    public init?(code: String) {
        guard let found = Transform.allCases.first(where: { $0.code == code }) else { return nil }
        self = found
    }

    /// By what they say.
    public static func < (a: Transform, b: Transform) -> Bool { a.rawValue < b.rawValue }
}

/// A set of field classes in one word of bits.
public struct FieldClassSet: Hashable, Sendable {
    /// One bit for each class, by its raw value.
    public var bits: UInt64

    /// A set of these classes.
    public init(_ classes: some Sequence<FieldClass> = []) {
        bits = classes.reduce(0) { $0 | 1 << UInt64($1.rawValue) }
    }

    /// Every class.
    public static let all = FieldClassSet(FieldClass.allCases)

    /// Whether the class is in the set.
    public func contains(_ fieldClass: FieldClass) -> Bool { bits & 1 << UInt64(fieldClass.rawValue) != 0 }

    /// The classes, by raw value.
    public var classes: [FieldClass] { FieldClass.allCases.filter(contains) }
}
