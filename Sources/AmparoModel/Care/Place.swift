/// What is wrong with an address in itself, decided once at intake (COUNTING.md, `address.defective`); the first that
/// applies, in this order. The raw value is written into payloads: never renumbered.
public enum AddressDefect: UInt8, CaseIterable, Hashable, Sendable {
    /// Nothing that the address itself shows.
    case none = 0
    /// Line 1 has no letter and no digit, or both city and ZIP are empty.
    case blank = 1
    /// No such ZIP, a ZIP of another state, a word for no address, and the other signs of the definition.
    case undeliverable = 2
    /// A unit designator stands without a value.
    case missingUnit = 3
    /// A post office box or general delivery.
    case notAResidence = 4
}

/// Whether an address says a unit.
public enum UnitGiven: UInt8, Hashable, Sendable {
    /// No designator and no value.
    case none = 0
    /// A unit with its value.
    case given = 1
    /// A designator without a value.
    case designatorOnly = 2
}

/// A standardised number, street and ZIP without unit, as a surrogate that says nothing of the place: two are equal
/// exactly when all three are equal.
public struct BuildingKey: RawRepresentable, Hashable, Sendable {
    /// The surrogate.
    public let rawValue: Int64

    /// The key with this surrogate.
    @inlinable public init(rawValue: Int64) { self.rawValue = rawValue }
}
