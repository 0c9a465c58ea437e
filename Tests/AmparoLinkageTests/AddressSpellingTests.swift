import AmparoLinkage
import Testing

/// An address as somebody wrote it, and what it says. Invented, after the forms of Publication 28.
struct LabelledAddress: Sendable, CustomTestStringConvertible {
    var line1: String
    var line2: String
    var zip: String
    var number: String
    var street: String
    var unit: String

    init(
        _ line1: String, _ line2: String = "", zip: String = "60601", is number: String, _ street: String,
        _ unit: String = ""
    ) {
        self.line1 = line1
        self.line2 = line2
        self.zip = zip
        self.number = number
        self.street = street
        self.unit = unit
    }

    var testDescription: String { "\(line1) / \(line2)" }
}

@Suite("How an address is read")
struct AddressSpellingTests {
    @Test("Number, street and unit are found in hard addresses", arguments: LabelledAddress.hard)
    func reads(_ row: LabelledAddress) {
        let address = StandardAddress(line1: row.line1, line2: row.line2, city: "Chicago", state: "IL", zip: row.zip)
        #expect(address.number == row.number)
        #expect(address.street == row.street)
        #expect(address.unit == row.unit)
    }

    @Test("There are as many hard addresses as promised")
    func countsRows() { #expect(LabelledAddress.hard.count >= 120) }

    @Test(
        "Five ZIP digits are read from what is left of them",
        arguments: [
            ("60601", "60601"), ("60601-1234", "60601"), ("606011234", "60601"), ("60601 1234", "60601"),
            ("`60601", "60601"), ("'60601", "60601"), ("60601-", "60601"), (" 60601 ", "60601"), ("60601.0", "60601"),
            ("2138", "02138"), ("`2138", "02138"), ("2138-1234", "02138"), ("21381234", "02138"), ("601", "00601"),
            ("6011234", "00601"), ("00601", "00601"), ("", ""), ("-", ""), ("606001", "606001"), ("12", "12"),
            ("K1A 0B6", "K1A0B6"), ("k1a0b6", "K1A0B6"), ("6O601", "6O601"), ("60601–1234", "60601"),
        ])
    func readsZIP(written: String, is zip: String) {
        #expect(StandardAddress(line1: "1 Main St", zip: written).zip == zip)
    }

    @Test("What an address holds is never printed")
    func isSealed() {
        let address = StandardAddress(line1: "123 Main St", line2: "Apt 4", city: "Chicago", state: "IL", zip: "60601")
        var dumped = ""
        dump(address, to: &dumped)
        for text in ["\(address)", String(reflecting: address), dumped, "\([address])"] {
            #expect(!text.uppercased().contains("MAIN"))
            #expect(!text.contains("123"))
            #expect(!text.contains("49"))
        }
    }

    @Test("An address with nothing in it is blank, and one with a ZIP alone is not")
    func isBlank() {
        #expect(StandardAddress().isBlank)
        #expect(StandardAddress(line1: " - ", line2: "..", city: "Chicago", state: "IL", zip: "-").isBlank)
        #expect(!StandardAddress(zip: "60601").isBlank)
        #expect(!StandardAddress(line2: "4B").isBlank)
    }

    @Test("The building key is that of all units of a building and of no other")
    func buildingKeys() {
        func keys(_ line1: String, _ line2: String = "") -> (key: [UInt8], building: [UInt8]) {
            let address = StandardAddress(line1: line1, line2: line2, zip: "60601")
            var key: [UInt8] = []
            var building: [UInt8] = []
            address.key(into: &key)
            address.buildingKey(into: &building)
            return (key, building)
        }
        let plain = keys("123 N Main St")
        let first = keys("123 N Main St Apt 1")
        let second = keys("123 North Main Street", "#2")
        #expect(plain.building == first.building && first.building == second.building)
        #expect(Set([plain.key, first.key, second.key]).count == 3)
        #expect(keys("124 N Main St").building != plain.building)
        #expect(keys("123 S Main St").building != plain.building)
        #expect(keys("123 N Main St", "PO Box 5").building == plain.building)
        #expect(keys("123 N Main St", "PO Box 5").key != plain.key)
        #expect(StandardAddress(line1: "123 N Main St", zip: "60601").namesBuilding)
        #expect(!StandardAddress(line1: "N Main St", zip: "60601").namesBuilding)
        #expect(!StandardAddress(line1: "123 N Main St").namesBuilding)
        #expect(!StandardAddress(line1: "PO Box 7", zip: "60601").namesBuilding)
    }

    @Test(
        "A unit is given by a value or by a word that needs none, not by a building",
        arguments: [
            ("123 Main St Apt 4", "", true), ("123 Main St", "4B", true), ("123 Main St", "Rear", true),
            ("123 Main St", "", false), ("123 Main St", "Bldg 4", false), ("123 Main St", "Bldg 4 Apt 2", true),
            ("123 Main St Apt", "", false), ("123 Main St", "PO Box 7", false), ("123 Main St", "c/o Ana Sol", false),
        ])
    func unitGiven(line1: String, line2: String, isGiven: Bool) {
        #expect(StandardAddress(line1: line1, line2: line2, zip: "60601").hasUnit == isGiven)
    }

    @Test("Bytes that are no text are read like any others and never stop the reader")
    func readsAnyBytes() {
        var random = SplitMix(seed: 20_260_101)
        var standardiser = AddressStandardiser()
        let alphabet =
            Array("0123456789 ABENSW#-./,;'&%XPORRHCBOXAPT\n\t\u{0}é½—".utf8) + [0xD1, 0xF0, 0xFF, 0x80, 0xC3]
        for _ in 0..<4_000 {
            let fields = (0..<5).map { _ in
                (0..<Int(random.next() % 40)).map { _ in
                    random.next() % 3 == 0
                        ? UInt8(random.next() % 256) : alphabet[Int(random.next() % UInt64(alphabet.count))]
                }
            }
            let address = standardiser.standardise(
                line1: fields[0], line2: fields[1], city: fields[2], state: fields[3], zip: fields[4])
            var fresh = AddressStandardiser()
            _ = (address.number, address.street, address.unit, address.zip, address.defect, address.warnings)
            #expect(
                address
                    == fresh.standardise(
                        line1: fields[0], line2: fields[1], city: fields[2], state: fields[3], zip: fields[4]))
        }
    }

    @Test("Random words of the vocabulary in any order never stop the reader")
    func readsAnyWords() {
        var random = SplitMix(seed: 77)
        var standardiser = AddressStandardiser()
        let words = [
            "PO", "BOX", "APT", "#", "UNIT", "RR", "HC", "ST", "AVE", "N", "W", "1", "22", "5TH", "B", "FLOOR", "FL",
            "NO",
            "US", "HWY", "STATE", "ROUTE", "COUNTY", "RD", "CALLE", "URB", "C/O", "ONE", "TWENTY", "FIRST", "MARTIN",
            "M",
            "L", "K", "JR", "DR", "REAR", "PH", "GENERAL", "DELIVERY", "STAR", "HIGHWAY", "CONTRACT", "I", "I-10", "KM",
            "P", "O", "R", "F", "D", "H", "C", "A", "1/2", "N165", ",", "USA", "60601", "IL", "CHICAGO", "NONE", "POB",
            "TO",
            "FARM", "MARKET", "RANCH", "U", "S", "%", "AND", "SUITE", "LOT", "BLDG", "POST", "OFFICE", "UNIT4", "PSC",
        ]
        for _ in 0..<20_000 {
            func line() -> String {
                (0..<Int(random.next() % 9)).map { _ in words[Int(random.next() % UInt64(words.count))] }
                    .joined(separator: " ")
            }
            let address = standardiser.standardise(
                line1: line(), line2: line(), city: "Chicago", state: "IL", zip: "60601")
            _ = (address.number, address.street, address.unit, address.zip, address.defect)
        }
    }

    @Test("Very long lines are read in time and in full")
    func readsLongLines() {
        let long = "123 " + String(repeating: "VERY LONG ", count: 800) + "STREET"
        let other = "123 " + String(repeating: "VERY LONG ", count: 799) + "STREET"
        #expect(StandardAddress(line1: long, zip: "60601") == StandardAddress(line1: long.lowercased(), zip: "60601"))
        #expect(StandardAddress(line1: long, zip: "60601") != StandardAddress(line1: other, zip: "60601"))
    }
}

/// A small generator whose seed is in the test.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
