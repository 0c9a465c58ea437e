import AmparoLinkage
import Testing

/// One spelling of an address, and another.
struct AddressPair: Sendable, CustomTestStringConvertible {
    /// line1, line2, ZIP.
    typealias Spelling = (String, String, String)

    var left: Spelling
    var right: Spelling

    /// Two spellings with the same ZIP.
    init(_ left: String, _ right: String, zip: String = "60601") {
        self.left = (left, "", zip)
        self.right = (right, "", zip)
    }

    init(_ left: Spelling, _ right: Spelling) {
        self.left = left
        self.right = right
    }

    var testDescription: String { "\(left) ~ \(right)" }

    static func read(_ spelling: Spelling) -> StandardAddress {
        StandardAddress(line1: spelling.0, line2: spelling.1, city: "Chicago", state: "IL", zip: spelling.2)
    }
}

@Suite("Which addresses are one")
struct AddressPairTests {
    @Test("Two spellings of one address are equal", arguments: AddressPair.same)
    func same(_ pair: AddressPair) {
        let left = AddressPair.read(pair.left)
        let right = AddressPair.read(pair.right)
        #expect(
            left == right, "\(left.number)|\(left.street)|\(left.unit) ≠ \(right.number)|\(right.street)|\(right.unit)")
    }

    @Test("Two different addresses are not equal", arguments: AddressPair.different)
    func different(_ pair: AddressPair) {
        let left = AddressPair.read(pair.left)
        #expect(left != AddressPair.read(pair.right), "\(left.number)|\(left.street)|\(left.unit)")
    }

    @Test("City and state do not count")
    func ignoresCityAndState() {
        let left = StandardAddress(line1: "123 Main St", city: "Chicago", state: "IL", zip: "60601")
        let right = StandardAddress(line1: "123 Main St", city: "Loop", state: "Illinois", zip: "60601")
        #expect(left == right)
    }

    @Test("There are as many pairs as promised")
    func countsPairs() { #expect(AddressPair.same.count >= 60 && AddressPair.different.count >= 60) }
}

extension AddressPair {
    static let same: [AddressPair] = [
        .init("123 Main St", "123 MAIN STREET."),
        .init("123 Main St", "123  main   str"),
        .init("123 N Main St", "123 North Main Street"),
        .init("123 N. Main St. N.W.", "123 North Main Street Northwest"),
        .init("123 NW 3rd Ave", "123 N W Third Avenue"),
        .init("123 5th Ave", "123 FIFTH AV"),
        .init("123 5 Ave", "123 5TH AVENUE"),
        .init("1 21st St", "1 Twenty First Street"),
        .init("1 42nd St", "1 FORTY-SECOND ST"),
        .init("9 St. Johns Pl", "9 Saint John's Place"),
        .init("9 Mt Hope Ct", "9 Mount Hope Court"),
        .init("9 Ft Hamilton Pkwy", "9 Fort Hamilton Parkway"),
        .init("9 MacArthur Blvd", "9 Mac Arthur Boulevard"),
        .init("9 O'Neil Dr", "9 ONeil Drive"),
        .init("9 Winston-Salem Rd", "9 Winston Salem Road"),
        .init("9 MLK Jr Blvd", "9 Dr. Martin Luther King Boulevard"),
        .init("9 M.L. King Blvd", "9 MARTIN LUTHER KING JR BLVD"),
        .init("9 Peña Cir", "9 PENA CIRCLE"),
        .init("9 Peña Cir", "9 Pen\u{0303}a Circle"),
        .init("9 Mill Crk Rd", "9 Mill Creek Rd"),
        .init("9 Oak Hts", "9 Oak Heights"),
        .init("9 Center St", "9 Centre St"),
        .init("9 Due West Rd", "9 Due W Rd"),
        .init("10 East Lake", "10 E Lake"),
        .init("10 Hwy 9", "10 Highway 9"),
        .init("10 US 50 W", "10 U.S. Highway 50 West"),
        .init("10 SR 7", "10 State Road 7"),
        .init("10 State Hwy 7", "10 State Route 7"),
        .init("10 CR 7", "10 County Road 7"),
        .init("10 Co Rd 7", "10 CNTY RD 7"),
        .init("10 FM 544", "10 Farm to Market Rd 544"),
        .init("10 I-10", "10 Interstate 10"),
        .init("10 Ave B", "10 Avenue B"),
        .init("123A Main St", "123-A Main St"),
        .init("123A Main St", "123 A Main St"),
        .init("123 1/2 Main St", "123½ Main St"),
        .init("59-17 Junction Blvd", "5917 Junction Blvd", zip: "11368"),
        .init("1 Liberty Plz", "One Liberty Plaza"),
        .init("123 Main St Apt 4", "123 Main St #4"),
        .init("123 Main St Apt 4", "123 Main St Unit 4"),
        .init("123 Main St Apt 4", "123 Main St, Suite 4"),
        .init("123 Main St Apt 4-B", "123 Main St # 4B"),
        .init("123 Main St Apt 4 B", "123 Main St 4B"),
        .init("123 Main St Apt B-4", "123 Main St Apt B 4"),
        .init("123 Main St Apt 4", "Apt 4 123 Main St"),
        .init("123 Main St Apt 4", "Apt. 4, 123 Main Street"),
        .init("123 Main St Apt 4", "123 Main St Apt 04"),
        .init("123 Main St 2nd Floor", "123 Main St FL 2"),
        .init("123 Main St 2nd Floor", "123 Main St, Second Fl."),
        .init("123 Main St Bldg 3 Apt 4", "123 Main St Apt 4 Building 3"),
        .init("123 Main St Bldg 3 Apt 4", "123 Main St Apt 3-4"),
        .init("123 Main St Rear", "123 Main St, Apt Rear"),
        .init("123 Main St Bsmt", "123 Main St Basement Apt"),
        .init("123 Main St Lot 7", "123 Main St Space 7"),
        .init("123 Main St Trlr 7", "123 Main St Trailer #7"),
        .init("123 Main St Penthouse", "123 Main St PH"),
        .init("PO Box 7", "P.O. BOX 7"),
        .init("PO Box 7", "POB 7"),
        .init("PO Box 7", "Post Office Box #7"),
        .init("PO Box 7", "Box 7"),
        .init("RR 1 Box 5", "Rural Route 1 Box 5"),
        .init("RR 1 Box 5", "R.R. #1, Box 5"),
        .init("HC 1 Box 5", "Highway Contract Route 1 Box 5"),
        .init("HC 1 Box 5", "Star Rt 1 Box 5"),
        .init("General Delivery", "GEN DEL"),
        .init("1234 Calle Aurora", "Calle Aurora #1234", zip: "00901"),
        .init("123 Main St", "123 Main St, Chicago, IL 60601"),
        .init("123 Main St", "C/O Ana Sol, 123 Main St"),
        .init(("123 Main St Apt 4", "", "60601"), ("123 Main St", "4", "60601")),
        .init(("123 Main St Apt 4", "", "60601"), ("123 Main St", "Apt 4", "60601-1234")),
        .init(("123 Main St Apt 4", "", "60601"), ("Apt 4", "123 Main St", "606011234")),
        .init(("123 Main St Apt 4", "", "60601"), ("123 Main St Apt 4", "#4", "`60601")),
        .init(("123 Main St", "", "02138"), ("123 Main St", "c/o Ana Sol", "2138")),
        .init(("123 Main St", "", "02138"), ("123 Main St", "Hill Apartments", "2138-0001")),
        .init(("150 Calle A", "Urb Las Gladiolas", "00901"), ("Urbanización Las Gladiolas", "150 Calle A", "00901")),
        .init(("123 Main St", "PO Box 7", "60601"), ("PO Box 7", "123 Main St", "60601")),
        .init(("123 Main St", "Bldg A Apt 12", "60601"), ("123 Main St", "Apt A12", "60601")),
    ]

    static let different: [AddressPair] = [
        .init("123 Main St", "124 Main St"),
        .init("123 Main St", "123 Maine St"),
        .init("123 Main St", "123 Main Ave"),
        .init("123 Main St", "123 Main"),
        .init("123 Main St", "1234 Main St"),
        .init("123 Main St", "Main St"),
        .init("123 N Main St", "123 S Main St"),
        .init("123 N Main St", "123 Main St"),
        .init("123 N Main St", "123 Main St N"),
        .init("123 Main St NW", "123 Main St SW"),
        .init("123 N St", "123 North St"),
        .init("123 W St NW", "123 West St NW"),
        .init("123 5th Ave", "123 5th St"),
        .init("123 5th Ave", "123 15th Ave"),
        .init("123 5th Ave", "123 6th Ave"),
        .init("123 2nd St", "123 22nd St"),
        .init("12 34th St", "123 4th St"),
        .init("1 23rd St", "12 3rd St"),
        .init("123 Park Ave", "123 Parks Ave"),
        .init("123 Park Pl", "123 Park St"),
        .init("123 Saint John St", "123 John St"),
        .init("123 Avenue B", "123 Avenue C"),
        .init("123 Avenue B", "123B Avenue"),
        .init("123 A St", "123A St"),
        .init("123A Main St", "123 Main St"),
        .init("123A Main St", "123B Main St"),
        .init("123 1/2 Main St", "123 Main St"),
        .init("1-23 Main St", "12-3 Main St"),
        .init("1-23 Main St", "12-3 Main St", zip: "11368"),
        .init("123-125 Main St", "123 Main St"),
        .init("N165 W2123 Tartan Ct", "N16 W52123 Tartan Ct"),
        .init("10 US Hwy 50", "10 State Hwy 50"),
        .init("10 State Hwy 50", "10 County Rd 50"),
        .init("10 Hwy 50", "10 Hwy 5"),
        .init("10 Hwy 50 # 4", "10 Hwy 504"),
        .init("10 Hwy 50 W", "10 Hwy 50 E"),
        .init("10 FM 544", "10 RM 544"),
        .init("123 Main St Apt 4", "123 Main St Apt 5"),
        .init("123 Main St Apt 4", "123 Main St"),
        .init("123 Main St Apt 4", "123 Main St Apt 4B"),
        .init("123 Main St Apt B4", "123 Main St Apt 4B"),
        .init("123 Main St Apt 14", "123 Main St Bldg 1 Apt 4"),
        .init("123 Main St Apt 1", "123 Main St Apt 11"),
        .init("123 Main St Apt A", "123 Main St Apt B"),
        .init("123 Main St Apt 53-201", "123 Main St Apt 532-01"),
        .init("123 Main St Rear", "123 Main St"),
        .init("123 Main St Rear", "123 Main St Front"),
        .init("123 Main St Bsmt", "123 Main St PH"),
        .init("123 Main St PH 1", "123 Main St PH 2"),
        .init("123 Main St 2nd Floor", "123 Main St 3rd Floor"),
        .init("123 Main St Bldg 3", "123 Main St Bldg 4"),
        .init("123 Main St B", "123 Main St C"),
        .init("PO Box 7", "PO Box 8"),
        .init("PO Box 7", "7 PO St"),
        .init("PO Box 7", "PO Box"),
        .init("PO Box 7", "RR 7"),
        .init("RR 1 Box 5", "RR 2 Box 5"),
        .init("RR 1 Box 5", "RR 1 Box 6"),
        .init("RR 1 Box 5", "HC 1 Box 5"),
        .init("PSC 1 Box 5", "CMR 1 Box 5"),
        .init("General Delivery", "PO Box 7"),
        .init("123 Main St, PO Box 7", "123 Main St, PO Box 8"),
        .init("Calle 5 #23", "Calle 52 #3", zip: "00901"),
        .init("Carr 2 Km 5.4", "Carr 2 Km 5.5", zip: "00901"),
        .init(("Carr 2", "Km 5.4", "00901"), ("Carr 2", "Km 5.5", "00901")),
        .init(("123 Main St", "456 Oak Ave", "60601"), ("123 Main St", "457 Oak Ave", "60601")),
        .init(("123 Main St", "", "60601"), ("123 Main St", "", "60602")),
        .init(("123 Main St", "", "60601"), ("123 Main St", "", "")),
        .init(("123 Main St", "", "02138"), ("123 Main St", "", "21380")),
        .init(("123 Main St", "", "K1A 0B6"), ("123 Main St", "", "V6B 1A1")),
        .init(("123 Main St", "4", "60601"), ("123 Main St", "5", "60601")),
        .init(("123 Main St", "4", "60601"), ("123 Main St", "", "60601")),
        .init(("150 Calle A", "Urb Las Gladiolas", "00901"), ("150 Calle A", "Urb Las Lomas", "00901")),
        .init(("150 Calle A", "Urb Las Gladiolas", "00901"), ("150 Calle A", "", "00901")),
    ]
}
