import struct AmparoModel.Day
import struct AmparoModel.Instant
import Testing

@testable import AmparoSimulator

@Suite("Truth: which court cases are a child's")
struct GradeTests {
    private func grade(_ change: (inout ReadCase) -> Void, isInCare: Bool = false) -> CaseGrade? {
        var blank = InventedCase()
        blank.juvenile = []
        var read = blank.read
        change(&read)
        return read.grade(isInCare: isInCare)
    }

    private func juvenile(_ code: Int, made: String? = nil) -> RowHistory<JuvenileRow> {
        history(code, JuvenileRow(idnJuvenileHistory: code, idnCase: 7, idnJuvenile: code, datcreatedon: made.map(day)))
    }

    @Test("A case without any signal is read past, and codes 5 and empty say nothing")
    func noSignal() {
        #expect(grade { _ in } == nil)
        #expect(grade { $0.juvenile = [juvenile(5)] } == nil)
        #expect(grade { $0.juvenile = [history(1, JuvenileRow(idnJuvenileHistory: 1, idnCase: 7))] } == nil)
    }

    @Test("The A-number of a child in care makes any case certain, even one with code 6")
    func inCare() {
        #expect(grade({ $0.juvenile = [juvenile(6)] }, isInCare: true) == .certain)
    }

    @Test("Codes 3 and 4 are certain, 1 and 2 only when made before 2017-10-20")
    func juvenileCodes() {
        #expect(grade { $0.juvenile = [juvenile(3)] } == .certain)
        #expect(grade { $0.juvenile = [juvenile(4)] } == .certain)
        #expect(grade { $0.juvenile = [juvenile(1, made: "2017-10-19")] } == .certain)
        #expect(grade { $0.juvenile = [juvenile(2, made: "2017-10-20")] } == .likely)
        #expect(grade { $0.juvenile = [juvenile(1)] } == .likely)
    }

    @Test("Code 6, an active rider row and identifier FA are accompanied, before any likely signal and after certain")
    func accompanied() {
        let rider = RiderRow(idnLeadRider: 1, idnLeadCase: 6, idnRiderCase: 7, blnActive: true)
        #expect(grade { $0.juvenile = [juvenile(1), juvenile(6)] } == nil)
        #expect(grade { $0.juvenile = [juvenile(4), juvenile(6)] } == .certain)
        #expect(
            grade {
                $0.juvenile = [juvenile(1)]
                $0.riders = [history(1, rider)]
            } == nil)
        #expect(
            grade {
                $0.juvenile = [juvenile(1)]
                $0.riders = [history(1, RiderRow(idnLeadRider: 1, idnLeadCase: 6, idnRiderCase: 7, blnActive: false))]
            } == .likely)
        #expect(
            grade {
                $0.juvenile = [juvenile(1)]
                $0.identifiers = [history(1, IdentifierRow(idncaseid: 1, idncase: 7, caseID: "FA"))]
            } == nil)
    }

    @Test("Priority UC, now, in its history or in an earlier release, and the legacy identifiers are likely")
    func prioritiesAndIdentifiers() {
        let urgent = CourtCase(idncase: 7, casepriorityCode: "UC")
        let other = CourtCase(idncase: 7, casepriorityCode: "N/A")
        #expect(
            grade {
                $0.row = RowHistory(
                    key: 7, states: [.readable(urgent, repaired: false), .readable(other, repaired: false)])
            } == .likely)
        #expect(
            grade {
                $0.priorities = [
                    history(1, PriorityRow(idnCasePriHistory: 1, casePriorityCode: "UC", idnCase: 7))
                ]
            } == .likely)
        for identifier in ["J", "J1", "J2", "UJ"] {
            #expect(
                grade {
                    $0.identifiers = [history(1, IdentifierRow(idncaseid: 1, idncase: 7, caseID: identifier))]
                } == .likely)
        }
        #expect(
            grade { $0.identifiers = [history(1, IdentifierRow(idncaseid: 1, idncase: 7, caseID: "EC"))] } == nil)
    }

    @Test("A juvenile location counts while the child is not certainly 18 by the last day of the birth month")
    func locations() {
        func at(_ on: String, calendar: String = "M", born: BirthMonth? = BirthMonth(year: 2000, month: 6))
            -> CaseGrade?
        {
            grade {
                $0.row = history(7, CourtCase(idncase: 7, cBirthdate: born))
                $0.schedule = [
                    history(
                        1,
                        ScheduleRow(
                            idnschedule: 1, idnproceeding: 70, idncase: 7, hearingLocCode: "JUV", calType: calendar,
                            adjDate: day(on), scheduleType: "MM"))
                ]
            }
        }
        #expect(at("2018-06-29") == .likely)
        #expect(at("2018-06-30") == nil)
        #expect(at("2024-06-30", born: nil) == .likely)
        #expect(at("2018-06-29", calendar: "C") == nil)
        #expect(
            grade {
                $0.row = history(7, CourtCase(idncase: 7, cBirthdate: BirthMonth(year: 2000, month: 6)))
                $0.proceedings = [
                    history(
                        70,
                        Proceeding(
                            idnproceeding: 70, idncase: 7, inputDate: day("2015-01-01"), hearingLocCode: "SWK"))
                ]
            } == .likely)
    }

    @Test("The age at a hearing is certain only if the whole birth month agrees")
    func ages() {
        let month = BirthMonth(year: 2006, month: 5)
        #expect(AgeBand.of(birth: month, on: day("2024-04-30")) == .under18)
        #expect(AgeBand.of(birth: month, on: day("2024-05-01")) == .unknown)
        #expect(AgeBand.of(birth: month, on: day("2024-05-30")) == .unknown)
        #expect(AgeBand.of(birth: month, on: day("2024-05-31")) == .from18)
        #expect(AgeBand.of(birth: day("2006-05-16"), on: day("2024-05-15")) == .under18)
        #expect(AgeBand.of(birth: day("2006-05-16"), on: day("2027-05-16")) == .from21)
    }
}
