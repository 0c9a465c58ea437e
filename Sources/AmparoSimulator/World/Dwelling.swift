internal import AmparoModel

/// A real place to live in the invented world: number, street and unit invented, ZIP, city and state real.
struct Dwelling: Sendable, Hashable {
    var number: Int
    /// `N`, `S`, `E`, `W` or empty.
    var direction = ""
    var street: String
    /// Index into `suffixes`.
    var suffix: Int
    /// Empty for a house.
    var unit = ""
    var zip: String
    var city: String
    var state: String

    static let suffixes = [
        (short: "St", long: "Street"), (short: "Ave", long: "Avenue"), (short: "Dr", long: "Drive"),
        (short: "Ln", long: "Lane"), (short: "Rd", long: "Road"), (short: "Blvd", long: "Boulevard"),
        (short: "Ct", long: "Court"), (short: "Cir", long: "Circle"), (short: "Pl", long: "Place"),
    ]

    /// A house or flat in one of the cities of `state` (nil: any state, by its share of releases).
    init(state index: Int? = nil, flat: Bool, chance: inout Chance) {
        let facts = PlaceFacts.states[index ?? chance.weighted(PlaceFacts.shares)]
        let place = chance.pick(facts.zips)
        number = chance.among(100, 12_999)
        direction = chance.hit(2200) ? chance.pick(["N", "S", "E", "W"]) : ""
        street = chance.pick(NameLists.streets)
        suffix = chance.below(Dwelling.suffixes.count)
        zip = place.zip
        city = place.city
        state = facts.code
        if flat { unit = Dwelling.unit(chance: &chance) }
    }

    static func unit(chance: inout Chance) -> String {
        let number = String(chance.among(1, 39) * (chance.hit(5000) ? 1 : 11))
        return chance.hit(3000) ? number + chance.pick(["A", "B", "C", "D"]) : number
    }

    /// The standardised spelling.
    var place: Place {
        let suffix = Dwelling.suffixes[suffix].short.uppercased()
        let prefix = direction.isEmpty ? "" : direction + " "
        return Place(
            number: String(number), street: prefix + street.uppercased() + " " + suffix, unit: unit, zip5: zip)
    }

    /// The state's row in `PlaceFacts.states`.
    var stateIndex: Int { PlaceFacts.states.firstIndex { $0.code == state } ?? 0 }

    /// One of the ways in which people write this address. All are the same address.
    func written(chance: inout Chance) -> WrittenAddress {
        var address = WrittenAddress(city: city, state: state, zip: zip, place: place)
        let long = chance.hit(3500)
        let names = Dwelling.suffixes[suffix]
        let directions = ["N": "North", "S": "South", "E": "East", "W": "West"]
        var line = String(number)
        if !direction.isEmpty { line += " " + (long ? directions[direction] ?? direction : direction) }
        line += " " + street + " " + (long ? names.long : names.short)
        if !long, chance.hit(2000) { line += "." }
        if !unit.isEmpty {
            let designator = chance.pick(["Apt ", "Apt ", "Apt. ", "#", "Unit ", "APT ", "Apartment ", "# "]) + unit
            switch chance.below(4) {
            case 0: address.line2 = designator
            case 1: line += ", " + designator
            default: line += " " + designator
            }
        }
        switch chance.below(10) {
        case 0, 1: line = line.uppercased()
        case 2: line = line.lowercased()
        case 3: line = line.uppercased().filter { $0 != "." && $0 != "," }
        default: break
        }
        address.line1 = line
        if chance.hit(1500) { address.city = city.uppercased() }
        if chance.hit(600) { address.zip = zip + "-" + String(chance.among(1000, 9999)) }
        return address
    }
}
