import AmparoCourt
import AmparoModel
import Testing

@Suite("Which court cases are a child's")
struct GradeTests {
    let rules = GradeRules.version1

    func grading(care: Bool = false, _ fill: (inout CaseFile) -> Void) -> CaseGrading {
        var file = CaseFile(id: 7, courtCase: CourtCase(id: 7, source: 1))
        fill(&file)
        rules.noteAll(in: &file)
        return rules.grading(of: file.signals, belongsToCareChild: care)
    }

    func juvenile(_ code: Int16, _ created: Day? = nil) -> JuvenileRow {
        JuvenileRow(id: Int64(code) * 10, caseID: 7, code: code, createdOn: created, source: 1)
    }

    @Test(
        "Juvenile codes",
        arguments: [
            (1, "2017-10-19", CaseGrade.certain), (1, "2017-10-20", .likely), (1, "", .likely),
            (2, "2014-09-06", .certain),
            (2, "2018-01-01", .likely), (3, "2024-01-01", .certain), (4, "", .certain), (5, "2014-09-06", .notAChild),
            (6, "2018-01-01", .accompanied), (0, "", .notAChild), (7, "", .notAChild),
        ])
    func codes(_ code: Int, _ created: String, _ grade: CaseGrade) {
        #expect(grading { $0.juvenileRows = [juvenile(Int16(code), Day(created))] }.grade == grade)
    }

    @Test("A child of the care record is certain, whatever else is said")
    func care() {
        #expect(grading(care: true) { _ in }.grade == .certain)
        #expect(grading(care: true) { $0.juvenileRows = [juvenile(6)] }.grade == .certain)
        #expect(grading { _ in }.grade == .notAChild)
    }

    @Test(
        "Identifiers",
        arguments: [
            ("FA", CaseGrade.accompanied), ("J", .likely), ("J1", .likely), ("J2", .likely), ("UJ", .likely),
            ("EC", .notAChild), ("DD", .notAChild), ("MP", .notAChild),
        ])
    func identifiers(_ code: String, _ grade: CaseGrade) {
        #expect(
            grading { $0.identifiers = [CaseIdentifierRow(id: 1, caseID: 7, code: CourtCode(code), source: 1)] }.grade
                == grade)
    }

    @Test("Priority UC, now or in the history")
    func priority() {
        #expect(grading { $0.courtCase?.priority = "UC" }.grade == .likely)
        #expect(grading { $0.courtCase?.priority = "AWC/D" }.grade == .notAChild)
        #expect(
            grading { $0.priorities = [CasePriorityRow(id: 1, caseID: 7, code: "UC", source: 1)] }.grade == .likely)
    }

    @Test("An active rider is accompanied; a lead, or an inactive rider, is not")
    func riders() {
        func rider(_ lead: Int64, _ rider: Int64, _ active: Bool) -> CaseGrade {
            grading {
                $0.riderRows = [RiderRow(id: 1, leadCaseID: lead, riderCaseID: rider, isActive: active, source: 1)]
                $0.courtCase?.priority = "UC"
            }.grade
        }
        #expect(rider(8, 7, true) == .accompanied)
        #expect(rider(8, 7, false) == .likely)
        #expect(rider(7, 8, true) == .likely)
    }

    @Test(
        "A hearing at a juvenile location counts while not certainly 18",
        arguments: [
            ("3/2000", "2018-03-31", CaseGrade.notAChild), ("3/2000", "2018-03-30", .likely),
            ("3/2000", "2018-03-01", .likely),
            ("", "2018-04-01", .likely), ("3/2000", "2017-01-01", .likely),
        ])
    func hearingLocation(_ birth: String, _ day: String, _ grade: CaseGrade) {
        let found = grading {
            $0.courtCase?.birthMonth = BirthMonth(birth)
            $0.schedule = [
                ScheduledHearing(
                    id: 1, proceedingID: 1, caseID: 7, calendarType: "M", heldOn: Day(day), location: "JUV", source: 1)
            ]
        }
        #expect(found.grade == grade)
    }

    @Test("So does a proceeding, on the day it was entered; a day nobody gave proves no age")
    func proceedingLocation() {
        func grade(_ entered: Day?, location: CourtCode = "WJD") -> CaseGrade {
            grading {
                $0.courtCase?.birthMonth = BirthMonth("3/2000")
                $0.proceedings = [Proceeding(id: 1, caseID: 7, enteredOn: entered, location: location, source: 1)]
            }.grade
        }
        #expect(grade("2018-03-30") == .likely)
        #expect(grade("2018-03-31") == .notAChild)
        #expect(grade(nil) == .likely)
        #expect(grade("2018-03-30", location: "WAS") == .notAChild)
    }

    @Test("A custody hearing at a juvenile location is no hearing")
    func custodyHearing() {
        let found = grading {
            $0.schedule = [
                ScheduledHearing(
                    id: 1, proceedingID: 1, caseID: 7, calendarType: "C", scheduleType: "CY", heldOn: "2018-01-01",
                    location: "JUV", source: 1)
            ]
        }
        #expect(found.grade == .notAChild)
    }

    @Test("The list of locations is data with a version and a date")
    func list() {
        let list = JuvenileLocations.version1
        #expect(list.version == 1)
        #expect(list.codes.count == 39)
        #expect(list.drawnUpOn == "2026-11-21")
        #expect(list.codes == list.codes.sorted())
        #expect(["ADJ", "NYJ", "WJD"].allSatisfy { list.contains(CourtCode($0)) })
        #expect(!list.contains("WAS") && !list.contains("") && !list.contains("ZZZ"))
    }

    @Test(
        "Certainly under 18 when the first charging document was issued",
        arguments: [
            ("3/2000", "2018-02-28", CaseGrade.juvenile), ("3/2000", "2018-03-01", .notAChild),
            ("3/2000", "2018-03-15", .notAChild), ("", "2010-01-01", .notAChild),
        ])
    func underEighteen(_ birth: String, _ issued: String, _ grade: CaseGrade) {
        let found = grading {
            $0.courtCase?.birthMonth = BirthMonth(birth)
            $0.proceedings = [
                Proceeding(id: 2, caseID: 7, issuedOn: "2020-01-01", source: 1),
                Proceeding(id: 1, caseID: 7, issuedOn: Day(issued), source: 1),
            ]
        }
        #expect(found.grade == grade)
    }

    @Test("Asylum type J")
    func asylumType() {
        #expect(grading { $0.courtCase?.asylumType = "J" }.grade == .juvenile)
        #expect(grading { $0.courtCase?.asylumType = "E" }.grade == .notAChild)
    }

    @Test("Contradictions are listed")
    func contradictions() {
        let found = grading { $0.juvenileRows = [juvenile(4), juvenile(6)] }
        #expect(found.grade == .certain)
        #expect(found.isContradicted)
        #expect(found.contradictions.map(\.unaccompanied) == [.unaccompaniedCode])
        #expect(found.contradictions.map(\.accompanied) == [.accompaniedCode])
        #expect(!grading { $0.juvenileRows = [juvenile(4), juvenile(1)] }.isContradicted)
    }

    @Test("A code seen once is never lost, and the order of arrival does not matter")
    func union() {
        var signals = CaseSignals()
        let rows = [juvenile(4), juvenile(1, "2016-01-01"), juvenile(6), juvenile(4)]
        let all = rows.compactMap { rules.signal(of: $0) }
        var sets: Set<CaseSignals> = []
        for shift in 0..<4 {
            signals.removeAll()
            for index in 0..<4 { signals.insert(all[(index + shift) % 4]) }
            sets.insert(signals)
        }
        #expect(sets.count == 1)
        #expect(signals.all.count == 3)
        var later = all[0]
        later.snapshot = 9
        signals.insert(later)
        #expect(signals.all.count == 3)
        #expect(signals.all.allSatisfy { $0.snapshot == 1 }, "the earliest snapshot is kept")
        var earlier = all[0]
        earlier.snapshot = 0
        signals.insert(earlier)
        #expect(signals.all.filter { $0.snapshot == 0 }.count == 1)
        var other = CaseSignals()
        other.insert(all[2])
        other.formUnion(signals)
        #expect(other == signals)
    }

    @Test("Where versions disagree on the birth month, the latest month speaks")
    func birthMonths() {
        func grade(_ months: [String]) -> CaseGrade {
            var signals = CaseSignals()
            for (index, month) in months.enumerated() {
                rules.note(
                    CourtCase(
                        id: 7, birthMonth: BirthMonth(month),
                        source: RowSource(snapshot: SnapshotID(rawValue: Int32(index)))),
                    in: &signals)
            }
            rules.note(Proceeding(id: 1, caseID: 7, issuedOn: "2018-01-01", source: 1), in: &signals)
            return rules.grading(of: signals, belongsToCareChild: false).grade
        }
        #expect(grade(["3/1999", "3/2000"]) == .juvenile)
        #expect(grade(["3/2000", "3/1999"]) == .juvenile)
        #expect(grade(["3/1999"]) == .notAChild)
    }
}
