import AmparoCourt
import AmparoModel
import Testing

@Suite("Random signals against a slow reference")
struct GradePropertyTests {
    /// The grade sentence by sentence, over the rows themselves.
    static func grade(of file: CaseFile, care: Bool) -> CaseGrade {
        let codes = file.juvenileRows.map { ($0.code, $0.createdOn?.description ?? "9999") }
        if care || codes.contains(where: { [3, 4].contains($0.0) }) { return .certain }
        if codes.contains(where: { [1, 2].contains($0.0) && $0.1 < "2017-10-20" }) { return .certain }
        let identifiers = file.identifiers.map(\.code.description)
        if codes.contains(where: { $0.0 == 6 }) || identifiers.contains("FA") { return .accompanied }
        if file.riderRows.contains(where: { $0.isActive && $0.riderCaseID == file.id }) { return .accompanied }
        if codes.contains(where: { [1, 2].contains($0.0) }) { return .likely }
        if file.courtCase?.priority == "UC" || file.priorities.contains(where: { $0.code == "UC" }) { return .likely }
        if !Set(identifiers).isDisjoint(with: ["J", "J1", "J2", "UJ"]) { return .likely }
        let month = file.courtCase?.birthMonth
        func isCertainly18(_ day: Day?) -> Bool {
            guard let day, let month else { return false }
            return month.lastDay.adding(years: 18) <= day
        }
        let list = ["JUV", "SWK"]
        if file.schedule.contains(where: {
            ["M", "I"].contains($0.calendarType.description) && list.contains($0.location.description)
                && !isCertainly18($0.heldOn)
        }) {
            return .likely
        }
        if file.proceedings.contains(where: { list.contains($0.location.description) && !isCertainly18($0.enteredOn) })
        {
            return .likely
        }
        if let first = file.proceedings.compactMap(\.issuedOn).min(), let month,
            month.firstDay.adding(years: 18) > first
        {
            return .juvenile
        }
        return file.courtCase?.asylumType == "J" ? .juvenile : .notAChild
    }

    /// A case with few signals, so that every grade occurs.
    static func file(_ dice: inout Dice) -> CaseFile {
        var file = CaseFile(id: 7, courtCase: CourtCase(id: 7, source: 1))
        func day(_ dice: inout Dice) -> Day? {
            dice.chance(15) ? nil : Day("2017-09-01").adding(days: Int.random(in: 0...200, using: &dice))
        }
        if dice.chance(70) {
            file.courtCase?.birthMonth = BirthMonth(dice.pick(["10/1999", "12/1999", "2/2000", "1/1990"]))
        }
        if dice.chance(5) { file.courtCase?.priority = "UC" }
        if dice.chance(10) { file.courtCase?.asylumType = dice.pick(["J", "E"]) }
        for id in 0..<Int64.random(in: 0...2, using: &dice) {
            let location = dice.pick(["JUV", "SWK", "WAS", "WAS", "WAS"] as [CourtCode])
            file.proceedings.append(
                Proceeding(
                    id: id, caseID: 7, issuedOn: day(&dice), enteredOn: day(&dice), location: location, source: 1))
            file.schedule.append(
                ScheduledHearing(
                    id: id, proceedingID: id, caseID: 7, calendarType: dice.pick(["M", "I", "C"]),
                    heldOn: day(&dice) ?? "2018-01-01", location: dice.pick(["JUV", "WAS", "WAS", "WAS"]), source: 1))
        }
        if dice.chance(40) {
            file.juvenileRows = [
                JuvenileRow(
                    id: 1, caseID: 7, code: Int16.random(in: 0...6, using: &dice), createdOn: day(&dice), source: 1)
            ]
        }
        if dice.chance(20) {
            file.identifiers = [
                CaseIdentifierRow(id: 1, caseID: 7, code: dice.pick(["FA", "J", "J2", "EC", "DD"]), source: 1)
            ]
        }
        if dice.chance(10) {
            file.riderRows = [
                RiderRow(
                    id: 1, leadCaseID: dice.pick([7, 8]), riderCaseID: dice.pick([7, 9]), isActive: dice.chance(50),
                    source: 1)
            ]
        }
        if dice.chance(5) { file.priorities = [CasePriorityRow(id: 1, caseID: 7, code: "UC", source: 1)] }
        return file
    }

    @Test("The grade is the reference's, and signals may come in any order", arguments: Array(UInt64(1)...4))
    func grades(_ seed: UInt64) {
        var dice = Dice(seed: seed)
        var counts: [CaseGrade: Int] = [:]
        for round in 0..<1000 {
            var file = GradePropertyTests.file(&dice)
            let care = dice.chance(5)
            GradeRules.version1.noteAll(in: &file)
            let found = GradeRules.version1.grading(of: file.signals, belongsToCareChild: care).grade
            #expect(found == GradePropertyTests.grade(of: file, care: care), "seed \(seed), round \(round)")
            var shuffled = CaseSignals()
            for signal in file.signals.all.shuffled(using: &dice) { shuffled.insert(signal) }
            #expect(shuffled == file.signals, "seed \(seed), round \(round)")
            counts[found, default: 0] += 1
        }
        #expect(counts.count == CaseGrade.allCases.count, "\(counts)")
    }

    @Test("A code in two lists of other data is in neither")
    func ambiguousLists() {
        let codes = AdjournmentCodes(
            version: 2, citation: "test", lists: [.attended: "01 02", .excused: "02 03", .noShow: "11 too-long"])
        #expect(codes.meaning(of: "01") == .attended)
        #expect(codes.meaning(of: "02") == .unknown)
        #expect(codes.meaning(of: "03") == .excused)
        #expect(codes.meaning(of: "too-long") == .unknown)
    }
}
