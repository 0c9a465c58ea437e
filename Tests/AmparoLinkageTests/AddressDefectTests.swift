import AmparoLinkage
import Testing

/// Fields of an address, and the defect they decide.
struct DefectCase: Sendable, CustomTestStringConvertible {
    var line1: String
    var line2: String
    var city: String
    var state: String
    var zip: String
    var defect: AddressDefect?

    init(
        _ line1: String, _ line2: String = "", city: String = "Chicago", state: String = "IL", zip: String = "60601",
        is defect: AddressDefect?
    ) {
        self.line1 = line1
        self.line2 = line2
        self.city = city
        self.state = state
        self.zip = zip
        self.defect = defect
    }

    var testDescription: String { "\(line1) / \(line2) / \(city) / \(state) / \(zip)" }
}

@Suite("What is wrong with an address")
struct AddressDefectTests {
    @Test("Every sentence of address.defective holds", arguments: DefectCase.all)
    func classifies(_ row: DefectCase) {
        let address = StandardAddress(
            line1: row.line1, line2: row.line2, city: row.city, state: row.state, zip: row.zip)
        #expect(address.defect == row.defect)
        #expect(AddressDefect.classify(address) == row.defect)
    }

    @Test("The first defect that applies is the one that counts, returned mail and other children included")
    func finalOrder() {
        typealias Row = (own: AddressDefect?, returned: Bool, inferred: Bool, final: AddressDefect?)
        let rows: [Row] = [
            (nil, false, false, nil),
            (nil, true, false, .undeliverable),
            (nil, true, true, .undeliverable),
            (nil, false, true, .missingUnitInferred),
            (.blank, true, true, .blank),
            (.blank, false, false, .blank),
            (.undeliverable, false, true, .undeliverable),
            (.missingUnit, true, false, .undeliverable),
            (.missingUnit, false, true, .missingUnit),
            (.notAResidence, false, false, .notAResidence),
            (.notAResidence, true, false, .undeliverable),
            (.notAResidence, false, true, .missingUnitInferred),
        ]
        for row in rows {
            #expect(AddressDefect.final(own: row.own, returned: row.returned, inferred: row.inferred) == row.final)
        }
    }

    @Test("The cells are named as the figure names them, in its order, and three are the inspectors'")
    func cells() {
        #expect(
            AddressDefect.allCases.map(\.rawValue)
                == ["blank", "undeliverable", "missing-unit", "missing-unit-inferred", "not-a-residence"])
        #expect(AddressDefect.allCases.filter(\.isInspectors) == [.blank, .undeliverable, .missingUnit])
        #expect(AddressWarning.cityNotOfZIP.rawValue == "city-not-of-zip")
    }

    @Test(
        "A city that is not among its ZIP's names is a warning and no defect",
        arguments: [
            ("Chicago", "60601", false), ("CHICAGO", "60601", false), (" chicago. ", "60601", false),
            ("Springfield", "60601", true), ("", "60601", false), ("Chicago", "00000", false),
            ("Chicago", "6060", false), ("Saint Louis", "63101", false), ("St. Louis", "63101", false),
            ("Fort Worth", "76102", false), ("Ft. Worth", "76102", false), ("N Miami", "33161", false),
            ("North Miami", "33161", false), ("O'Fallon", "63366", false), ("O Fallon", "63366", false),
            ("Mayagüez", "00680", false), ("Winston Salem", "27101", false), ("Winston-Salem", "27101", false),
        ])
    func cityWarning(city: String, zip: String, isWarned: Bool) {
        let address = StandardAddress(line1: "123 Main St", city: city, zip: zip)
        #expect(address.warnings == (isWarned ? [.cityNotOfZIP] : []))
        #expect(address.defect == (zip == "00000" || zip == "6060" ? .undeliverable : nil))
    }

    @Test("An address without a unit says so, whatever else is wrong with it")
    func noUnit() {
        #expect(StandardAddress(line1: "123 Main St", zip: "60601").noUnitGiven)
        #expect(StandardAddress(line1: "123 Main St Apt", zip: "60601").noUnitGiven)
        #expect(!StandardAddress(line1: "123 Main St Apt 4", zip: "60601").noUnitGiven)
    }
}

extension DefectCase {
    /// A run of the letter X.
    private static func exes(_ count: Int) -> String { String(repeating: "X", count: count) }

    static let all: [DefectCase] = [
        // Nothing wrong.
        .init("123 Main St", is: nil),
        .init("123 Main St", "Apt 4", is: nil),
        .init("123 Main St Apt 4", zip: "60601-1234", is: nil),
        .init("123 Main St Apt 4", zip: "606011234", is: nil),
        .init("123 Main St Apt 4", zip: "`60601", is: nil),
        // blank: line1 has no letter and no digit...
        .init("", is: .blank),
        .init("   ", is: .blank),
        .init("-", is: .blank),
        .init("...", "123 Main St", is: .blank),
        .init("—", is: .blank),
        .init("#", is: .blank),
        .init("", "Apt 4", is: .blank),
        // ...or both city and ZIP are empty.
        .init("123 Main St", city: "", zip: "", is: .blank),
        .init("123 Main St", city: " ", state: "IL", zip: "--", is: .blank),
        .init("123 Main St Apt", city: "", zip: "", is: .blank),
        .init("PO Box 7", city: "", zip: "", is: .blank),
        .init("123 Main St", city: "", is: nil),
        // undeliverable: ZIP not 5 or 9 digits...
        .init("123 Main St", zip: "", is: .undeliverable),
        .init("123 Main St", zip: "6060", is: .undeliverable),
        .init("123 Main St", state: "MA", zip: "2138", is: .undeliverable),
        .init("123 Main St", zip: "606011", is: .undeliverable),
        .init("123 Main St", zip: "60601123", is: .undeliverable),
        .init("123 Main St", zip: "6O601", is: .undeliverable),
        .init("123 Main St", zip: "K1A 0B6", is: .undeliverable),
        .init("123 Main St", city: "Chicago", state: "", zip: "UNKNOWN", is: .undeliverable),
        // ...or no such ZIP...
        .init("123 Main St", zip: "00000", is: .undeliverable),
        .init("123 Main St", zip: "99999", is: .undeliverable),
        .init("123 Main St", state: "", zip: "00000", is: .undeliverable),
        // ...or the ZIP's state is not the state given.
        .init("123 Main St", state: "CA", is: .undeliverable),
        .init("123 Main St", state: "ZZ", is: .undeliverable),
        .init("123 Main St", state: "Atlantis", is: .undeliverable),
        .init("123 Main St", state: "il", is: nil),
        .init("123 Main St", state: "Illinois", is: nil),
        .init("123 Main St", city: "New York", state: "N.Y.", zip: "10001", is: nil),
        .init("123 Main St", city: "New York", state: "New York", zip: "10001", is: nil),
        .init("123 Main St", city: "Washington", state: "District of Columbia", zip: "20003", is: nil),
        // An empty state contradicts nothing.
        .init("123 Main St", state: "", is: nil),
        .init("123 Main St", state: " - ", is: nil),
        // Inactive ZIPs exist.
        .init("123 Main St", city: "Springfield", state: "MA", zip: "01133", is: nil),
        // line1 or line2 is, as a whole after trimming punctuation, one of...
        .init("UNKNOWN", is: .undeliverable),
        .init("Unknown.", is: .undeliverable),
        .init("unk", is: .undeliverable),
        .init("NONE", is: .undeliverable),
        .init("na", is: .undeliverable),
        .init("N/A", is: .undeliverable),
        .init("n.a.", is: .undeliverable),
        .init("N A", is: .undeliverable),
        .init("TBD", is: .undeliverable),
        .init("homeless", is: .undeliverable),
        .init("Same", is: .undeliverable),
        .init("Same as above", is: .undeliverable),
        .init("(same as above)", is: .undeliverable),
        .init("No address", is: .undeliverable),
        .init("No-Address", is: .undeliverable),
        .init(exes(3), is: .undeliverable),
        .init(exes(12), is: .undeliverable),
        .init("\(exes(2))-\(exes(2))", is: .undeliverable),
        .init("123 Main St", "N/A", is: .undeliverable),
        .init("123 Main St", "none", is: .undeliverable),
        .init("123 Main St", exes(4), is: .undeliverable),
        .init("123 Main St", "Same as above.", is: .undeliverable),
        // As a whole only.
        .init("123 None St", is: nil),
        .init("123 Unknown Rd", is: nil),
        .init("123 Same As Above Ln", is: nil),
        .init("123 \(exes(3)) St", is: nil),
        .init("123 Main St", "Homeless shelter", is: nil),
        // line1 has no digit and is neither a route nor general delivery nor a box.
        .init("Main St", is: .undeliverable),
        .init("One Main St", is: .undeliverable),
        .init("Maria Lopez", "123 Main St", is: .undeliverable),
        .init("Maria Lopez", "PO Box 7", is: .undeliverable),
        .init("X", is: .undeliverable),
        .init("RR A Box B", is: nil),
        .init("Rural Route A Box B", is: nil),
        .init("HC A Box B", is: nil),
        .init("Star Route Box B", is: nil),
        .init("General Delivery", is: .notAResidence),
        .init("PO Box A", is: .notAResidence),
        .init("PO Box", is: .notAResidence),
        // State FA, MX or CN.
        .init("Calle 5 12", city: "Tijuana", state: "MX", zip: "22000", is: .undeliverable),
        .init("123 Main St", state: "CN", is: .undeliverable),
        .init("123 Main St", state: "fa", is: .undeliverable),
        // missing-unit: a designator stands without a value.
        .init("123 Main St Apt", is: .missingUnit),
        .init("123 Main St Apt.", is: .missingUnit),
        .init("123 Main St", "APARTMENT", is: .missingUnit),
        .init("123 Main St", "Unit", is: .missingUnit),
        .init("123 Main St Unit", is: .missingUnit),
        .init("123 Main St Ste", is: .missingUnit),
        .init("123 Main St, Suite", is: .missingUnit),
        .init("123 Main St #", is: .missingUnit),
        .init("123 Main St", "#", is: .missingUnit),
        .init("123 Main St", "Apt #", is: .missingUnit),
        .init("123 Main St", "Lot", is: .missingUnit),
        .init("123 Main St", "Rm", is: .missingUnit),
        .init("123 Main St", "Room", is: .missingUnit),
        .init("123 Main St", "FL", is: .missingUnit),
        .init("123 Main St", "Floor", is: .missingUnit),
        .init("123 Main St", "Trlr", is: .missingUnit),
        .init("123 Main St Trailer", is: .missingUnit),
        .init("123 Main St", "Apt N/A", is: .missingUnit),
        .init("123 Main St", "Apt None", is: .missingUnit),
        .init("123 Main St", "Floor 2 Apt", is: .missingUnit),
        .init("Apt, 123 Main St", is: .missingUnit),
        .init("PO Box 7", "Apt", is: .missingUnit),
        // A value, before or after, by whatever word.
        .init("123 Main St Apt", "4B", is: nil),
        .init("123 Main St Apt,", "4B", is: nil),
        .init("123 Main St Apt", "Forest Cove", is: .missingUnit),
        .init("123 Main St Hialeah FL", city: "Miami", state: "FL", zip: "33101", is: nil),
        .init("123 Main St FL", city: "Miami", state: "FL", zip: "33101", is: .missingUnit),
        .init("123 Main St", "# Apt 4", is: nil),
        .init("123 Main St", "Apt # 4", is: nil),
        .init("123 Main St", "2nd Floor", is: nil),
        .init("123 Main St", "Rear Apt", is: nil),
        .init("123 Main St", "Apt Rear", is: nil),
        .init("123 Main St", "Apt X", is: nil),
        .init("123 Main St", "Apt above garage", is: nil),
        .init("123 Lot Ln", is: nil),
        .init("123 Trailer Park Rd", is: nil),
        .init("123 Main St, Miami, FL", city: "Miami", state: "FL", zip: "33101", is: nil),
        .init("123 Main St", "Miami FL 33101", city: "Miami", state: "FL", zip: "33101", is: nil),
        // not-a-residence: PO box or general delivery.
        .init("PO Box 7", is: .notAResidence),
        .init("P.O. Box 7, Apt 4", is: .notAResidence),
        .init("7", "PO Box 7", is: .notAResidence),
        .init("Gen Del", is: .notAResidence),
        .init("123 Main St", "PO Box 7", is: nil),
        .init("RR 1 Box 7", is: nil),
        .init("HC 1 Box 7", is: nil),
        // The order of the defects.
        .init("Unknown", city: "", zip: "", is: .blank),
        .init("PO Box 7", state: "CA", is: .undeliverable),
        .init("123 Main St Apt", zip: "00000", is: .undeliverable),
        .init("Unknown Apt", is: .undeliverable),
    ]
}
