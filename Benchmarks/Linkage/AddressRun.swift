import AmparoLinkage

/// Addresses checked as `amparo address check` does it: every one is learned from, then every one is graded.
enum AddressRun {
    private static let streets = [
        "Main St", "Old Mill Rd", "Calle Luna", "N 16th Avenue", "Martin Luther King Jr Blvd",
    ]
    private static let places = [
        ("Houston", "TX", "77072"), ("Los Angeles", "CA", "90011"), ("Miami", "FL", "33125"),
        ("San Juan", "PR", "00907"),
        ("Brentwood", "NY", "11717"), ("Langley Park", "MD", "20783"),
    ]

    static func measure(_ count: Int, seed: UInt64) {
        let texts = invented(count, seed: seed)
        var checker = AddressChecker()
        var buildings = BuildingTable()
        var grades: [AddressGrade: Int] = [:]
        let time = ContinuousClock().measure {
            for (row, text) in texts.enumerated() {
                buildings.learn(checker.standardise(text), of: subject(row))
            }
            for (row, text) in texts.enumerated() {
                let address = checker.standardise(text)
                var known = KnownOfAddress()
                if address.noUnitGiven { known.hasUnitOfOthers = buildings.hasUnit(address, besides: subject(row)) }
                grades[checker.check(address, known: known).grade, default: 0] += 1
            }
        }
        let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
        let counts = AddressGrade.allCases.map { "\"\($0.rawValue)\": \(grades[$0] ?? 0)" }.joined(separator: ", ")
        print(
            "{\"what\": \"addresses\", \"checked\": \(count), \"seconds\": \(seconds), \(counts), "
                + "\"peakMiB\": \(Memory.peak() >> 20)}")
    }

    private static func subject(_ row: Int) -> [UInt8] { Array(String(row / 2).utf8) }

    private static func invented(_ count: Int, seed: UInt64) -> [AddressText] {
        var chance = Chance(seed)
        return (0..<count).map { _ in
            var text = AddressText()
            let place = chance.pick(places)
            var line = "\(1 + chance.below(9000)) \(chance.pick(streets))"
            if chance.hit(0.03) { line = "PO Box \(chance.below(9000))" }
            if chance.hit(0.02) { line = chance.pick(["UNKNOWN", "", "Oak Street"]) }
            if chance.hit(0.35) { line += chance.pick([" Apt ", " #", " UNIT "]) + "\(1 + chance.below(40))" }
            (text.line1, text.city, text.state) = (Array(line.utf8), Array(place.0.utf8), Array(place.1.utf8))
            text.zip = Array((chance.hit(0.01) ? "00000" : place.2).utf8)
            if chance.hit(0.2) { text.line2 = Array("APT \(1 + chance.below(40))".utf8) }
            return text
        }
    }
}
