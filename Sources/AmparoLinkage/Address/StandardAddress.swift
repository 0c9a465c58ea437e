/// An address in one spelling, however it was written: house number, street, unit value and five ZIP digits after USPS
/// Publication 28. Two spellings of one address are equal; city and state do not count (MISSED-HEARING.md, rule 5.2).
///
///     var standardiser = AddressStandardiser()
///     let old = standardiser.standardise(line1: "123 North Main Street, Apt. #4-B", zip: "60601")
///     old == standardiser.standardise(line1: "123 N MAIN ST", line2: "UNIT 4B", zip: "60601-2345")    // true
///
/// What it holds names where a person lives: it prints as `‹sealed›`.
public struct StandardAddress: Sendable {
    /// The version of the rules that make the spelling. Fingerprints made under two versions must not be compared.
    public static let rulesVersion = 1

    /// Number, street, unit and ZIP, each ended by the byte 1F but the last.
    private let bytes: [UInt8]
    private let numberEnd: Int
    private let streetEnd: Int
    private let unitEnd: Int

    /// What the fields themselves say for `AddressDefect`.
    let facts: AddressFacts

    init(bytes: [UInt8], numberEnd: Int, streetEnd: Int, unitEnd: Int, facts: AddressFacts) {
        self.bytes = bytes
        self.numberEnd = numberEnd
        self.streetEnd = streetEnd
        self.unitEnd = unitEnd
        self.facts = facts
    }

    /// The house number; of a box or a route the box number; empty where there is none.
    public var number: String { String(decoding: bytes[..<numberEnd], as: UTF8.self) }

    /// The street with directionals and suffix abbreviated, without blanks between words of letters within its name; or
    /// `PO BOX`, `RR 1`, `HC 4`, `GENERAL DELIVERY`; empty where there is none.
    public var street: String { String(decoding: bytes[numberEnd + 1..<streetEnd], as: UTF8.self) }

    /// The value of the unit without the word that designates it, several joined, a box beside a street address
    /// included; empty where there is none.
    public var unit: String { String(decoding: bytes[streetEnd + 1..<unitEnd], as: UTF8.self) }

    /// Five digits, lost leading zeros put back; letters and digits as they were where no ZIP can be read; empty where
    /// there is none.
    public var zip: String { String(decoding: bytes[(unitEnd + 1)...], as: UTF8.self) }

    /// The ZIP, where one can be read.
    public var zipCode: ZIPCode? { ZIPCode(bytes[(unitEnd + 1)...]) }

    /// Whether a unit is given: a value of any designator but a building's, or a word such as REAR that needs none.
    public var hasUnit: Bool { facts.contains(.unitGiven) }

    /// Whether number, street and ZIP are all there and are no box, so that the address can be compared with others of
    /// its building (`missing-unit-inferred`).
    public var namesBuilding: Bool {
        numberEnd > 0 && streetEnd > numberEnd + 1 && unitEnd + 1 < bytes.count && !facts.contains(.boxOrGeneral)
    }

    /// Nothing in number, street, unit and ZIP.
    public var isBlank: Bool { bytes.count == 3 }

    /// Appends the bytes that two addresses share when they are one: number, street, unit and ZIP. For a keyed
    /// fingerprint; the bytes themselves name a home and must not be stored unsealed.
    public func key(into key: inout [UInt8]) { key += bytes }

    /// Appends number, street and ZIP, which all units of one building share. Meaningful where `namesBuilding`.
    public func buildingKey(into key: inout [UInt8]) {
        key += bytes[...streetEnd]
        key += bytes[(unitEnd + 1)...]
    }
}

extension StandardAddress: Hashable {
    /// Number, street, unit and ZIP are the same.
    public static func == (left: Self, right: Self) -> Bool { left.bytes == right.bytes }

    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) { hasher.combine(bytes) }
}

extension StandardAddress: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// `‹sealed›` (ARCHITECTURE.md, law 5).
    public var description: String { "‹sealed›" }

    /// `‹sealed›`.
    public var debugDescription: String { description }

    /// Nothing: a dump must not show an address.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
