import AmparoLinkage
import AmparoModel
import Testing

@Suite("Grades of addresses")
struct AddressCheckTests {
    private func check(
        _ line1: String, _ line2: String = "", _ city: String = "HOUSTON", _ state: String = "TX",
        _ zip: String = "77002",
        known: KnownOfAddress = KnownOfAddress()
    ) -> AddressCheck {
        var text = AddressText()
        text.line1 = Array(line1.utf8)
        text.line2 = Array(line2.utf8)
        text.city = Array(city.utf8)
        text.state = Array(state.utf8)
        text.zip = Array(zip.utf8)
        var checker = AddressChecker()
        return checker.check(checker.standardise(text), known: known)
    }

    @Test("Each grade has its reason, and the inspectors' defect beside it")
    func grades() {
        let good = check("123 Main St")
        #expect(good.grade == .deliverable && good.defect == nil && good.reasons.isEmpty)
        #expect(good.postalCity == "HOUSTON" && good.postalState == "TX")
        let box = check("PO Box 7")
        #expect(box.grade == .mailOnly && box.defect == .notAResidence && box.reasons == [.boxOrGeneral])
        let unit = check("123 Main St Apt")
        #expect(unit.grade == .doubtful && unit.defect == .missingUnit && unit.reasons == [.unitValueMissing])
        let elsewhere = check("123 Main St", "", "Dallas")
        #expect(elsewhere.grade == .doubtful && elsewhere.defect == nil && elsewhere.reasons == [.cityNotOfZIP])
        let state = check("123 Main St", "", "HOUSTON", "CA")
        #expect(state.grade == .undeliverable && state.reasons == [.stateContradictsZIP])
        let nowhere = check("", "", "", "", "")
        #expect(nowhere.grade == .blank && nowhere.defect == .blank)
    }

    @Test("Returned mail and a certified service speak where the fields do not")
    func known() {
        var known = KnownOfAddress()
        known.isReturned = true
        let back = check("123 Main St", known: known)
        #expect(back.grade == .undeliverable && back.defect == .undeliverable && back.reasons == [.mailReturned])
        known = KnownOfAddress()
        known.hasUnitOfOthers = true
        #expect(check("123 Main St", known: known).defect == .missingUnitInferred)
        #expect(check("123 Main St Apt 4", known: known).defect == nil)
        known = KnownOfAddress()
        known.point = DeliveryPoint(confirmation: "Y", isVacant: true, isAgency: false)
        #expect(check("123 Main St", known: known).reasons == [.vacant])
        #expect(DeliveryPoint(confirmation: "?", isVacant: false, isAgency: false) == nil)
    }

    @Test("A building's units are learned from others, not from the child's own address")
    func buildings() {
        var table = BuildingTable()
        let withUnit = StandardAddress(line1: "9 Oak Ave Apt 2", city: "Houston", state: "TX", zip: "77002")
        let without = StandardAddress(line1: "9 OAK AVENUE", city: "Houston", state: "TX", zip: "77002")
        table.learn(withUnit, of: Array("A".utf8))
        #expect(!table.hasUnit(without, besides: Array("A".utf8)))
        #expect(table.hasUnit(without, besides: Array("B".utf8)) && table.hasUnit(without, besides: nil))
        table.learn(withUnit, of: nil)
        #expect(table.hasUnit(without, besides: Array("A".utf8)) && table.count == 1)
    }

    @Test("Nothing that holds an address prints it")
    func sealed() {
        let text = String(reflecting: AddressText()) + "\(AddressText())"
        var reader = AddressLineReader()
        let line = reader.read(Array("9 Oak Ave, Houston TX 77002".utf8))
        #expect(!(text + "\(line)" + String(reflecting: line)).contains("Oak"))
    }
}

@Suite("Four registers of one address")
struct AddressRegistersTests {
    private func day(_ text: String) throws -> Day { try #require(Day(text)) }

    @Test("Each register has what it was last told; one that was told nothing is not there; none is picked")
    func sideBySide() throws {
        let registers = AddressRegisters(
            [
                RegisterStatement(way: .release, day: try day("2025-01-10"), address: 1, state: "TX"),
                RegisterStatement(way: .notice, day: try day("2025-01-05"), address: 2, state: "TX"),
                RegisterStatement(way: .eoir33, day: try day("2025-03-01"), address: 3, state: "NY"),
                RegisterStatement(way: .school, day: try day("2025-04-01"), address: 3, state: "NY"),
                RegisterStatement(way: .ar11, day: try day("2026-01-01"), address: 9, state: "CA"),
            ], asOf: try day("2025-06-01"))
        #expect(registers.entries.map(\.register) == [.court, .ice, .orr])
        #expect(registers[.court]?.statement.address == 3 && registers[.ice]?.statement.way == .release)
        #expect(registers[.court]?.group == registers[.orr]?.group && registers[.ice]?.group == 2)
        #expect(registers.diverges && registers.movedToState == nil && registers[.uscis] == nil)
    }

    @Test("A newer address in another state than the court's suggests a change of venue")
    func venue() throws {
        let notice = RegisterStatement(way: .notice, day: try day("2025-01-05"), address: 2, state: "TX")
        let moved = RegisterStatement(way: .ar11, day: try day("2025-05-05"), address: 4, state: "FL")
        let asOf = try day("2025-06-01")
        #expect(AddressRegisters([notice, moved], asOf: asOf).movedToState == "FL")
        #expect(AddressRegisters([notice], asOf: asOf).movedToState == nil)
        let told = RegisterStatement(way: .eoir33, day: try day("2025-05-06"), address: 4, state: "FL")
        #expect(AddressRegisters([notice, moved, told], asOf: asOf).movedToState == nil)
        #expect(!AddressRegisters([], asOf: asOf).diverges)
    }
}
