import AmparoLinkage
import Testing

@Suite("Random respellings")
struct AddressRespellingTests {
    @Test("A random respelling of a random address keeps the key", arguments: [1, 2, 3, 4, 5] as [UInt64])
    func keepsKey(seed: UInt64) {
        var random = SplitMix(seed: seed)
        var standardiser = AddressStandardiser()
        for _ in 0..<600 {
            let address = InventedAddress(&random)
            let first = address.spelling(&random)
            let second = address.spelling(&random)
            let left = standardiser.standardise(line1: first.0, line2: first.1, city: "", state: "", zip: first.2)
            let right = standardiser.standardise(line1: second.0, line2: second.1, city: "", state: "", zip: second.2)
            #expect(left == right, "seed \(seed): \(first) is not \(second)")
            #expect(left.number == address.number, "seed \(seed): \(first)")
            #expect(left.hasUnit == !address.unit.isEmpty, "seed \(seed): \(first)")
        }
    }

    @Test("Random addresses that differ in one part do not share a key", arguments: [6, 7, 8] as [UInt64])
    func separates(seed: UInt64) {
        var random = SplitMix(seed: seed)
        var standardiser = AddressStandardiser()
        for _ in 0..<600 {
            let address = InventedAddress(&random)
            let other = address.changed(&random)
            let first = address.spelling(&random)
            let second = other.spelling(&random)
            let left = standardiser.standardise(line1: first.0, line2: first.1, city: "", state: "", zip: first.2)
            let right = standardiser.standardise(line1: second.0, line2: second.1, city: "", state: "", zip: second.2)
            #expect(left != right, "seed \(seed): \(first) is \(second)")
        }
    }

    @Test("No number of the first line is lost, whatever words stand around it", arguments: [9, 10] as [UInt64])
    func keepsNumbers(seed: UInt64) throws {
        let words = [
            "PO BOX", "APT", "#", "UNIT", "ST", "AVE", "N", "W", "5TH", "B", "FLOOR", "HWY", "STATE ROUTE", "COUNTY RD",
            "MAIN", "OAK", "PARK", "LAKE", "REAR", "BLDG", "RR", "SUITE", "MIAMI", ",", "ROAD", "CALLE", "OLD", "SAINT",
            "LOT", "C/O", "KM", "URB", "PH", "NO", "22", "314", "7",
        ]
        var random = SplitMix(seed: seed)
        var standardiser = AddressStandardiser()
        for _ in 0..<6_000 {
            var line = (0..<Int(random.next() % 6 + 2)).map { _ in words[Int(random.next() % UInt64(words.count))] }
            guard let number = line.indices.filter({ Int(line[$0]) != nil }).randomElement(using: &random) else {
                continue
            }
            let first = standardiser.standardise(line1: line.joined(separator: " "), zip: "60601")
            line[number] = "98"
            let second = standardiser.standardise(line1: line.joined(separator: " "), zip: "60601")
            #expect(first != second, "seed \(seed): \(line)")
        }
    }
}

/// An address of which every part can be spelled in several ways.
struct InventedAddress {
    var number: String
    var before: Int
    var name: Int
    var suffix: Int
    var after: Int
    /// Empty: none.
    var unit: String
    var zip: String

    private static let directions = [
        [""], ["N", "North", "N."], ["S", "South", "S."], ["E", "East"], ["W", "West", "west"],
        ["NW", "Northwest", "N.W.", "N W"], ["SE", "Southeast", "S.E."],
    ]
    private static let names = [
        ["Main"], ["Oak Hill"], ["5th", "Fifth", "5TH"], ["22nd", "Twenty Second", "Twenty-Second"],
        ["St. John", "Saint John", "ST JOHN"], ["O'Brien", "OBrien", "O BRIEN"], ["Peña", "Pena"],
        ["Martin Luther King Jr", "MLK", "Dr. Martin Luther King", "M L King"], ["Mt Hope", "Mount Hope"],
        ["Mill Creek", "Mill Crk", "Millcreek"], ["La Salle", "LaSalle"], ["Washington"],
        ["Ft Hamilton", "Fort Hamilton"],
        ["Lake Shore", "Lakeshore", "Lk Shore"], ["112th", "112TH"], ["Winston-Salem", "Winston Salem"],
    ]
    private static let suffixes = [
        ["St", "Street", "St.", "Str", "STRT"], ["Ave", "Avenue", "Av.", "AVENU"], ["Blvd", "Boulevard", "Boul"],
        ["Rd", "Road"], ["Ct", "Court", "Crt"], ["Pkwy", "Parkway", "Pky"], ["Ln", "Lane"], ["Ter", "Terrace", "Terr"],
        ["Cir", "Circle"], ["Pl", "Place"], ["Xing", "Crossing"], ["Hwy", "Highway"],
    ]
    private static let units = ["", "4", "4B", "12", "B", "B2", "201", "53-201", "1A"]
    private static let designators = [
        "Apt", "Apartment", "APT.", "#", "Apt #", "Unit", "Unit #", "Ste", "Suite", "No.", "Rm", "Room", "Lot", "Apto",
    ]

    init(_ random: inout SplitMix) {
        number = String(random.next() % 9_900 + 1)
        if random.next() % 10 == 0 { number += "A" }
        before = Self.index(Self.directions, &random, orNone: true)
        name = Self.index(Self.names, &random)
        suffix = Self.index(Self.suffixes, &random)
        after = Self.index(Self.directions, &random, orNone: true)
        unit = Self.units[Self.index(Self.units.map { [$0] }, &random)]
        zip = String(String(random.next() % 100_000 + 100_000).dropFirst())
    }

    /// The same address with one part changed.
    func changed(_ random: inout SplitMix) -> Self {
        var other = self
        while other.parts == parts {
            let fresh = InventedAddress(&random)
            switch random.next() % 7 {
            case 0: other.number = fresh.number
            case 1: other.before = fresh.before
            case 2: other.name = fresh.name
            case 3: other.suffix = fresh.suffix
            case 4: other.after = fresh.after
            case 5: other.unit = fresh.unit
            default: other.zip = fresh.zip
            }
        }
        return other
    }

    private var parts: [String] { [number, "\(before)", "\(name)", "\(suffix)", "\(after)", unit, zip] }

    /// line1, line2 and ZIP, spelled at random.
    func spelling(_ random: inout SplitMix) -> (String, String, String) {
        func pick(_ options: [String]) -> String { options[Int(random.next() % UInt64(options.count))] }
        var number = number
        if number.hasSuffix("A"), random.next() % 2 == 0 { number = number.dropLast() + pick(["-A", " A"]) }
        let street = [
            number, pick(Self.directions[before]), pick(Self.names[name]), pick(Self.suffixes[suffix]),
            pick(Self.directions[after]),
        ].filter { !$0.isEmpty }.joined(separator: pick([" ", " ", "  "]))
        var lines = (street, "")
        if !unit.isEmpty {
            var value = unit
            if value == "4B" { value = pick(["4B", "4-B", "4 B", "4b"]) }
            if value == "B2" { value = pick(["B2", "B-2", "B 2"]) }
            let designator = pick(Self.designators)
            let glue = designator == "#" || designator.hasSuffix("#") ? pick(["", " "]) : " "
            let designated = designator + glue + value
            switch random.next() % 4 {
            case 0: lines = (street + pick([" ", ", "]) + designated, "")
            case 1: lines = (street, designated)
            case 2: lines = (designated, street)
            default: lines = (street, value)
            }
        }
        let zip = pick([zip, zip + "-1234", zip + "1234", "`" + zip, zip + " "])
        switch random.next() % 3 {
        case 0: return (lines.0.uppercased(), lines.1.uppercased(), zip)
        case 1: return (lines.0.lowercased(), lines.1.lowercased(), zip)
        default: return (lines.0, lines.1, zip)
        }
    }

    private static func index(_ options: [[String]], _ random: inout SplitMix, orNone: Bool = false) -> Int {
        if orNone, random.next() % 2 == 0 { return 0 }
        return Int(random.next() % UInt64(options.count))
    }
}
