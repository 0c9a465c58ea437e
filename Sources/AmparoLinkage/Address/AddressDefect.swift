/// What is wrong with an address as one to reach a child at: the cells of `address.defective` (COUNTING.md), in the order
/// in which the first that applies counts. The raw value is the cell's name.
public enum AddressDefect: String, CaseIterable, Hashable, Sendable {
    /// The first line has no letter and no digit, or both city and ZIP are empty.
    case blank
    /// No mail can arrive, or mail came back.
    case undeliverable
    /// APT, UNIT, # or the like stands without a value.
    case missingUnit = "missing-unit"
    /// No unit is given where another child's address in the same building has one.
    case missingUnitInferred = "missing-unit-inferred"
    /// A post office box or general delivery, and no street.
    case notAResidence = "not-a-residence"

    /// Whether the inspectors counted it: `blank`, `undeliverable` and `missing-unit` make the figure's value.
    public var isInspectors: Bool {
        switch self {
        case .blank, .undeliverable, .missingUnit: true
        case .missingUnitInferred, .notAResidence: false
        }
    }

    /// The first defect that applies of those the fields of the address alone decide; nil if none does.
    ///
    /// It is never `missingUnitInferred`, and `undeliverable` only for what the fields say: `final` adds the rest.
    public static func classify(_ address: StandardAddress) -> AddressDefect? {
        let facts = address.facts
        if !facts.isDisjoint(with: [.lineOneEmpty, .placeEmpty]) { return .blank }
        if !facts.isDisjoint(with: .undeliverable) { return .undeliverable }
        if facts.contains(.designatorAlone) { return .missingUnit }
        if facts.contains(.boxOrGeneral) { return .notAResidence }
        return nil
    }

    /// The defect once the other facts are known: the first that applies.
    ///
    /// - Parameters:
    ///   - own: what `classify` answered.
    ///   - returned: a court mailing for this child to this address was returned by as-of.
    ///   - inferred: no unit is given (`StandardAddress.hasUnit` is false) and its building occurs with a unit in a
    ///     release or reported address, recorded by as-of, of another child.
    public static func final(own: AddressDefect?, returned: Bool, inferred: Bool) -> AddressDefect? {
        if own == .blank { return .blank }
        if own == .undeliverable || returned { return .undeliverable }
        if own == .missingUnit { return .missingUnit }
        if inferred { return .missingUnitInferred }
        return own
    }
}

/// What is odd about an address and is no defect.
public enum AddressWarning: String, CaseIterable, Hashable, Sendable {
    /// The city is none of the names of its ZIP.
    case cityNotOfZIP = "city-not-of-zip"
}

extension StandardAddress {
    /// The first defect its own fields decide; see `AddressDefect.classify`.
    public var defect: AddressDefect? { AddressDefect.classify(self) }

    /// No unit is given. With the same building known with a unit from another child this is `missing-unit-inferred`.
    public var noUnitGiven: Bool { !hasUnit }

    /// What is odd about it; an address without a city or with a ZIP that does not exist has no such warning.
    public var warnings: [AddressWarning] { facts.contains(.cityNotOfZIP) ? [.cityNotOfZIP] : [] }
}

/// What the fields of an address say by themselves, each a sentence of `address.defective`.
struct AddressFacts: OptionSet, Sendable {
    let rawValue: UInt16

    /// The first line has no letter and no digit.
    static let lineOneEmpty = Self(rawValue: 1 << 0)
    /// City and ZIP both have no letter and no digit.
    static let placeEmpty = Self(rawValue: 1 << 1)
    /// The ZIP as given is not 5 or 9 digits.
    static let zipMalformed = Self(rawValue: 1 << 2)
    /// There is no such ZIP.
    static let zipUnknown = Self(rawValue: 1 << 3)
    /// The ZIP lies in another state than the one given.
    static let stateContradicts = Self(rawValue: 1 << 4)
    /// The state is FA, MX or CN.
    static let stateForeign = Self(rawValue: 1 << 5)
    /// A line says that there is no address: UNKNOWN, N/A, HOMELESS...
    static let placeholder = Self(rawValue: 1 << 6)
    /// The first line has no digit and is no route, general delivery or box.
    static let lineOneWithoutNumber = Self(rawValue: 1 << 7)
    /// A designator stands without a value.
    static let designatorAlone = Self(rawValue: 1 << 8)
    /// A box or general delivery, and no street.
    static let boxOrGeneral = Self(rawValue: 1 << 9)
    /// A unit is given.
    static let unitGiven = Self(rawValue: 1 << 10)
    /// The city is none of the ZIP's names.
    static let cityNotOfZIP = Self(rawValue: 1 << 11)

    static let undeliverable: Self = [
        .zipMalformed, .zipUnknown, .stateContradicts, .stateForeign, .placeholder, .lineOneWithoutNumber,
    ]
}
