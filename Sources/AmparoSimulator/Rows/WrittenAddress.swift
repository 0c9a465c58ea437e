internal import AmparoModel

/// An address as a feed writes it, with what its writer meant by it.
///
/// `line1` to `zip` are the bytes of the row. `place` and `defect` are the simulator's own knowledge, so that the truth
/// never has to parse what it wrote: two spellings of one address have equal `place`s.
struct WrittenAddress: Hashable, Sendable {
    var line1 = ""
    var line2 = ""
    var city = ""
    var state = ""
    var zip = ""
    /// What number, street, unit and ZIP a careful clerk reads from the text; nil when the text holds no address
    /// (blank, UNKNOWN, a foreign or undecipherable line).
    var place: Place?
    /// The defect of COUNTING.md that the text carries by itself, the first that applies; nil for a sound one.
    /// `missing-unit-inferred` and a returned mailing depend on other rows and are never said here.
    var defect: AddressDefect?

    /// All five columns empty: no address was said at all.
    var isEmpty: Bool { line1.isEmpty && line2.isEmpty && city.isEmpty && state.isEmpty && zip.isEmpty }
}

/// Number, street, unit and five ZIP digits in one standardised spelling (upper case, USPS abbreviations).
///
/// MISSED-HEARING.md 5.2 compares exactly these four; COUNTING.md `missing-unit-inferred` the three without the unit.
struct Place: Hashable, Sendable {
    /// House number, or the box number of a PO box; empty for general delivery.
    var number: String
    /// Street with directional and suffix (`N OAK ST`), `PO BOX`, `GENERAL DELIVERY`, or `RR 3`.
    var street: String
    /// Unit value without its designator (`4B`); empty when none is given.
    var unit: String
    /// First five digits of the ZIP as written.
    var zip5: String

    /// The building: the same place without its unit.
    var building: Place { Place(number: number, street: street, unit: "", zip5: zip5) }
}

/// The address defects of COUNTING.md `address.defective` that stand in the text itself.
enum AddressDefect: String, Sendable, CaseIterable {
    case blank
    case undeliverable
    case missingUnit = "missing-unit"
    case notAResidence = "not-a-residence"
}
