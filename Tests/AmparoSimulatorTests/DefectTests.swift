import struct AmparoModel.Day
import struct AmparoModel.Instant
import Testing

@testable import AmparoSimulator

@Suite("Every published defect occurs among 5,000 children, at about its rate")
struct DefectTests {
    let told: Told

    init() throws { told = try Told.shared.get() }

    private func repairs(_ table: CourtTable, _ kind: String) -> Int {
        told.tables.map { $0[table]?.repaired[kind] ?? 0 }.reduce(0, +)
    }

    private func quarantined(_ table: CourtTable, _ reason: String) -> Int {
        told.tables.map { $0[table]?.quarantined[reason] ?? 0 }.reduce(0, +)
    }

    @Test("Extra tabs, broken lines, NULs and rows beyond repair")
    func structure() {
        #expect(repairs(.cases, "extra-tab") >= 4)
        #expect(repairs(.proceedings, "extra-tab") >= 2)
        #expect(repairs(.schedule, "extra-tab") >= 2)
        #expect(repairs(.applications, "extra-tab") >= 2)
        #expect(repairs(.charges, "extra-tab") >= 2)
        #expect(repairs(.proceedings, "joined-lines") >= 2)
        #expect(repairs(.schedule, "joined-lines") >= 2)
        #expect(repairs(.schedule, "nul") >= 4)
        #expect(quarantined(.cases, "too-many-fields") >= 2)
        #expect(quarantined(.charges, "too-many-fields") >= 2)
        #expect(quarantined(.schedule, "too-few-fields") >= 2)
        #expect(quarantined(.applications, "too-few-fields") >= 1)
        #expect(quarantined(.schedule, "bad-key") >= 2)
    }

    @Test("Orphans, days that cannot be, unknown codes, disagreeing case types, cases without a proceeding")
    func values() {
        let last = told.tables.count - 1
        func rows(_ table: CourtTable) -> [[String: String]] { told.table(table, last)?.rows ?? [] }
        let cases = Set(rows(.cases).compactMap { $0["IDNCASE"] })
        let proceedings = Set(rows(.proceedings).compactMap { $0["IDNPROCEEDING"] })
        for table in [CourtTable.proceedings, .reps, .applications, .juvenile] {
            #expect(rows(table).contains { !cases.contains($0["IDNCASE"] ?? "") }, "\(table.name)")
        }
        #expect(rows(.charges).contains { !proceedings.contains($0["IDNPROCEEDING"] ?? "") })
        let days = rows(.schedule).compactMap { $0["ADJ_DATE"]?.prefix(4) }
        #expect(days.contains("1900") && days.contains("2099"))
        let codes = Set(rows(.schedule).compactMap { $0["ADJ_RSN"] })
        #expect(!codes.isDisjoint(with: HearingOutcome.strangeCodes))
        let types = Dictionary(grouping: rows(.proceedings)) { $0["IDNCASE"] ?? "" }
            .values.filter { Set($0.map { $0["CASE_TYPE"] }).count > 1 }
        #expect(types.count >= 2)
        let withProceeding = Set(rows(.proceedings).compactMap { $0["IDNCASE"] })
        #expect(cases.subtracting(withProceeding).count >= 2)
        let zips = rows(.cases).compactMap { $0["ALIEN_ZIPCODE"] }
        #expect(zips.contains { $0.hasPrefix("`") })
        #expect(zips.contains { $0.count == 4 })
        let parents = Set(rows(.reps).compactMap { $0["PARENT_TABLE"] })
        #expect(parents.isSuperset(of: ["a_tblcase", "A_Tblcase", "A_TblCase", "B_TblProceeding"]))
        #expect(rows(.cases).compactMap { $0["ALIEN_CITY"]?.count }.max() == 15)
    }

    @Test("Every adjournment code of the rules occurs, and rows of one time where the greater key speaks")
    func codes() {
        let rows = told.read.flatMap(\.cases).flatMap(\.schedule).compactMap(\.latest)
        let codes = Set(rows.map(\.adjRsn))
        let all =
            HearingOutcome.attendedCodes + HearingOutcome.presenceUnknownCodes + HearingOutcome.notHeldCodes
            + HearingOutcome.excusedCodes + ["09", "10", "11", "99", ""]
        #expect(codes.isSuperset(of: all), "missing: \(Set(all).subtracting(codes).sorted())")
        let hours = Dictionary(grouping: rows) { "\($0.idnproceeding)/\($0.adjDate?.number ?? 0)/\($0.adjTimeStart)" }
        #expect(hours.values.filter { $0.count > 1 }.count >= 10)
    }

    @Test("Rows vanish, come back, cannot be read, and are overwritten from release to release")
    func snapshots() {
        let cases = told.read.flatMap(\.cases)
        func pattern<Row>(_ history: RowHistory<Row>) -> String {
            history.states.map {
                switch $0 {
                case .absent: "-"
                case .readable(_, let repaired): repaired ? "r" : "x"
                case .unreadable: "?"
                }
            }.joined()
        }
        let schedule = cases.flatMap(\.schedule).map(pattern)
        #expect(schedule.contains("xx-") && schedule.contains("x-x") && schedule.contains("x--"))
        #expect(schedule.contains { $0.contains("?") } && schedule.contains { $0.contains("r") })
        #expect(cases.map { pattern($0.row) }.contains { $0.hasPrefix("x") && $0.contains("-") })
        let changed = cases.flatMap(\.juvenile).filter { Set($0.readings.map(\.row.idnJuvenile)).count > 1 }
        #expect(!changed.isEmpty)
        #expect(cases.contains { Set($0.row.readings.map(\.row.alienZipcode)).count > 1 })
        #expect(cases.flatMap(\.reps).contains { pattern($0) == "-xx" })
    }

    @Test("The header follows the date of the release")
    func header() {
        let before = CourtTable.cases.header(on: Calendar.day(2025, 5, 1), profile: .agency)
        let after = CourtTable.cases.header(on: Calendar.day(2025, 7, 1), profile: .public)
        #expect(before.contains("GENDER") && !before.contains("Sex") && before.last == "ALIEN_NUMBER")
        #expect(after.contains("Sex") && !after.contains("GENDER") && after.count == 39)
    }

    @Test("Numbers are shared, missing, doubtful and unknown")
    func numbers() {
        #expect(told.read.filter(\.numberIsDisputed).count >= 4)
        #expect(told.read.contains { ($0.care?.childIDs.count ?? 0) > 1 })
        #expect(told.unmatched > 0)
        let care = told.read.compactMap(\.care)
        rate("no A-number", care.filter(\.aNumber.isEmpty).count, care.count, 0.015...0.045)
        #expect(told.read.contains { $0.care == nil && !$0.cases.isEmpty })
    }

    @Test("Addresses, notices and calls go wrong as often as the inspectors found")
    func rates() {
        let care = told.read.compactMap(\.care)
        let releases = care.flatMap(\.releases)
        for defect in AddressDefect.allCases {
            #expect(releases.filter { $0.address.defect == defect }.count > 5, "\(defect.rawValue)")
        }
        let bad = releases.filter { $0.address.defect != nil && $0.address.defect != .notAResidence }.count
        rate("address defect in the text", bad, releases.count, 0.04...0.075)
        let children = told.read.filter { $0.care?.releases.isEmpty == false && $0.care?.aNumber.isEmpty == false }
        let none = children.filter { child in
            !child.notices.contains { $0.servedOn != nil } && !child.cases.contains { !$0.proceedings.isEmpty }
        }
        rate("no notice", none.count, children.count, 0.50...0.66)
        let attempts = care.flatMap(\.calls).filter { $0.attemptedAt != nil }
        rate("undocumented", attempts.filter { $0.documentedOn == nil }.count, attempts.count, 0.15...0.21)
        let sources = Set(care.flatMap(\.addresses).map(\.source))
        #expect(sources == Set(AddressSource.allCases))
    }

    @Test("The world's findings use every word a judge of the whole truth would use")
    func worldFindings() {
        let findings = Set(told.world.flatMap(\.hearings).map(\.finding))
        #expect(
            findings == [
                "attended", "heldPresenceUnknown", "notHeld", "notProduced", "excused", "defectiveNotice",
                "missedReset",
                "missedClosed", "missedOrdered", "rescinded", "recordedInError",
            ])
        let status = Set(told.world.flatMap(\.hearings).compactMap(\.status))
        #expect(status.isSuperset(of: ["rescinded", "stayed", "reopened", "recalendared", "standing"]))
    }

    private func rate(_ what: String, _ part: Int, _ whole: Int, _ range: ClosedRange<Double>) {
        let rate = Double(part) / Double(max(1, whole))
        #expect(range.contains(rate), "\(what): \(part) of \(whole)")
    }
}

@Suite("Written addresses")
struct WrittenAddressTests {
    @Test("A defect stands in the text that carries it", arguments: 0..<400)
    func defects(_ index: Int) {
        var chance = Chance(seed: 11, stream: 1, index: index)
        let home = Dwelling(flat: true, chance: &chance)
        let blank = home.defective(.blank, chance: &chance)
        #expect(!blank.line1.contains { $0.isLetter || $0.isNumber } || (blank.city.isEmpty && blank.zip.isEmpty))
        let noUnit = home.defective(.missingUnit, chance: &chance)
        #expect(noUnit.place?.unit == "" && noUnit.place?.building == home.place.building)
        let sound = home.written(chance: &chance)
        #expect(sound.place == home.place && sound.defect == nil)
        let text = (sound.line1 + " " + sound.line2).uppercased()
        #expect(text.hasPrefix(home.place.number + " ") && text.contains(home.unit))
        let known = PlaceFacts.states.first { $0.code == home.state }?.zips.contains { $0.zip == home.zip }
        #expect(known == true)
    }
}

@Suite("Chance")
struct ChanceTests {
    @Test("Streams are the same every time and differ from each other")
    func streams() {
        var first = Chance(seed: 1, stream: 2, index: 3)
        var again = Chance(seed: 1, stream: 2, index: 3)
        var other = Chance(seed: 1, stream: 2, index: 4)
        let numbers = (0..<100).map { _ in first.next() }
        #expect(numbers == (0..<100).map { _ in again.next() })
        #expect(numbers != (0..<100).map { _ in other.next() })
    }

    @Test("A number below a bound is below it and reaches all of them")
    func below() {
        var chance = Chance(seed: 5, stream: 1)
        var seen = Set<Int>()
        for _ in 0..<2000 { seen.insert(chance.below(16)) }
        #expect(seen == Set(0..<16))
        #expect(chance.below(0) == 0)
    }
}
