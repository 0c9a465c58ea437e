internal import AmparoModel

extension Dwelling {
    /// How the release address is entered when it is entered badly: one text for each sort of COUNTING.md
    /// `address.defective`, so that every branch of the rule occurs.
    func defective(_ defect: AddressDefect, chance: inout Chance) -> WrittenAddress {
        var address = written(chance: &chance)
        address.defect = defect
        switch defect {
        case .blank: blank(&address, chance: &chance)
        case .undeliverable: undeliverable(&address, chance: &chance)
        case .missingUnit: missingUnit(&address, chance: &chance)
        case .notAResidence:
            let number = String(chance.among(10, 9999))
            address.line2 = ""
            if chance.hit(8500) {
                address.line1 = chance.pick(["PO Box ", "P.O. Box ", "P O BOX ", "Po box "]) + number
                address.place = Place(number: number, street: "PO BOX", unit: "", zip5: zip)
            } else {
                address.line1 = chance.pick(["General Delivery", "GENERAL DELIVERY"])
                address.place = Place(number: "", street: "GENERAL DELIVERY", unit: "", zip5: zip)
            }
        }
        return address
    }

    private func blank(_ address: inout WrittenAddress, chance: inout Chance) {
        address.place = nil
        switch chance.below(6) {
        case 0, 1, 2:
            let defect = address.defect
            address = WrittenAddress()
            address.defect = defect
        case 3:
            address.line1 = ""
            address.line2 = ""
        case 4:
            address.line1 = chance.pick(["-", ".", "--", "*"])
            address.line2 = ""
        default:
            address.city = ""
            address.zip = ""
        }
    }

    private func undeliverable(_ address: inout WrittenAddress, chance: inout Chance) {
        func whole(_ words: [String], _ chance: inout Chance) {
            let word = chance.pick(words)
            address.line1 = chance.hit(5000) ? word : word.lowercased()
            address.line2 = ""
            address.place = nil
        }
        switch chance.below(12) {
        case 0: whole(["UNKNOWN", "UNK", "NONE", "NA", "N/A", "TBD", "NONE."], &chance)
        case 1: whole(["HOMELESS", "NO ADDRESS", "XXXX", "XXXXXXXX", "X"], &chance)
        case 2: whole(["SAME", "SAME AS ABOVE", "Same as above."], &chance)
        case 3:
            var house = self
            house.unit = ""
            address = house.written(chance: &chance)
            address.line2 = chance.pick(["N/A", "SAME", "UNKNOWN", "Same as above"])
            address.defect = .undeliverable
        case 4:
            address.zip = String(zip.prefix(4))
            address.place = nil
        case 5:
            address.zip = chance.pick(["ABCDE", "7777", "770777", "0", "?????"])
            address.place = nil
        case 6, 7:
            address.zip = chance.pick(PlaceFacts.unassignedPrefixes) + "12"
            address.place?.zip5 = address.zip
        case 8, 9:
            let others = PlaceFacts.states.filter { $0.code != state }
            address.state = chance.pick(others).code
        case 10:
            address.line1 = street.first?.isNumber == true ? "Oak Street" : street + " Street"
            address.line2 = ""
            address.place = nil
        default:
            address.state = chance.pick(["FA", "MX", "CN"])
            address.city = chance.pick(["TIJUANA", "GUATEMALA CITY", "TORONTO", "SAN PEDRO SULA"])
            address.zip = ""
            address.place = nil
        }
    }

    private func missingUnit(_ address: inout WrittenAddress, chance: inout Chance) {
        var house = self
        house.unit = ""
        address = house.written(chance: &chance)
        address.defect = .missingUnit
        let designator = chance.pick([
            "Apt", "APT", "apt.", "Unit", "#", "Apartment", "Ste", "Lot", "Rm", "Trlr", "Apt #",
        ])
        if chance.hit(6000) {
            address.line1 += " " + designator
        } else {
            address.line2 = designator
        }
    }
}
