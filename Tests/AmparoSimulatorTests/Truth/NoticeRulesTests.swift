import struct AmparoModel.Day
import struct AmparoModel.Instant
import Testing

@testable import AmparoSimulator

@Suite("Truth: absence, notice and what became of the order")
struct NoticeRulesTests {
    /// A missed hearing on 2025-03-31, reset, unless `change` says more.
    private func missed(
        care record: CareRecord? = nil, notices: [Notice] = [], _ change: (inout InventedCase) -> Void = { _ in }
    ) -> String {
        var invented = InventedCase()
        invented.hearing("2025-03-31", code: "11")
        change(&invented)
        let finding = invented.findings(care: record, notices: notices)[0]
        return "\(finding.finding.rawValue) \(finding.rule) \(finding.notice?.rawValue ?? "-")"
    }

    private func notice(served: String, at place: Place?) -> Notice {
        Notice(aNumber: "200000001", servedOn: day(served), address: place.map(written) ?? WrittenAddress())
    }

    @Test("A letter to another address than the last one given to the court is defective notice")
    func wrongAddress() {
        let record = care { $0.report("2025-01-01", .court, elm) }
        #expect(missed(care: record) { $0.letter(for: "2025-03-31", mailed: "2025-02-01") } == "defectiveNotice 5.2 -")
        #expect(
            missed(care: record) { $0.letter(for: "2025-03-31", mailed: "2025-02-01", at: elm) }
                == "missedReset 5.5 mailed")
    }

    @Test("A missing unit is a difference; an address given after the letter, or only to ORR, is none")
    func whatDiffers() {
        var noUnit = oak
        noUnit.unit = ""
        let letter: (inout InventedCase) -> Void = { $0.letter(for: "2025-03-31", mailed: "2025-02-01", at: noUnit) }
        #expect(missed(care: care { $0.report("2025-01-01", .eoir33, oak) }, letter) == "defectiveNotice 5.2 -")
        #expect(missed(care: care { $0.report("2025-02-01", .eoir33, oak) }, letter) == "defectiveNotice 5.2 -")
        #expect(missed(care: care { $0.report("2025-02-02", .eoir33, oak) }, letter) == "missedReset 5.5 mailed")
        #expect(missed(care: care { $0.report("2025-01-01", .safetyCall, oak) }, letter) == "missedReset 5.5 mailed")
    }

    @Test("Of addresses given on one day the EOIR-33 outranks the court's, and that the notice's")
    func oneDay() {
        let letter: (inout InventedCase) -> Void = { $0.letter(for: "2025-03-31", mailed: "2025-02-01", at: oak) }
        let record = care {
            $0.report("2025-01-01", .eoir33, oak)
            $0.report("2025-01-01", .court, elm)
        }
        #expect(missed(care: record, letter) == "missedReset 5.5 mailed")
        let court = care { $0.report("2025-01-01", .court, oak) }
        #expect(
            missed(care: court, notices: [notice(served: "2025-01-01", at: elm)], letter) == "missedReset 5.5 mailed")
        #expect(
            missed(care: court, notices: [notice(served: "2025-01-02", at: elm)], letter) == "defectiveNotice 5.2 -")
        #expect(
            missed(care: court, notices: [notice(served: "2025-01-02", at: nil)], letter) == "missedReset 5.5 mailed")
    }

    @Test("The last letter before the hearing speaks, of one day the one not to counsel")
    func whichLetter() {
        let record = care { $0.report("2025-01-01", .court, elm) }
        #expect(
            missed(care: record) {
                $0.letter(for: "2025-03-31", mailed: "2025-02-01", at: oak)
                $0.letter(for: "2025-03-31", mailed: "2025-02-10", at: elm)
                $0.letter(for: "2025-03-31", mailed: "2025-03-31", at: oak)
                $0.letter(for: "2025-04-30", mailed: "2025-03-01", at: oak)
            } == "missedReset 5.5 mailed")
        #expect(
            missed(care: record) {
                $0.letter(for: "2025-03-31", mailed: "2025-02-01", to: nil, at: oak)
                $0.letter(for: "2025-03-31", mailed: "2025-02-01", to: .counsel, at: elm)
            } == "defectiveNotice 5.2 -")
    }

    @Test("A letter to counsel is good notice: never compared, and its return contests nothing")
    func counsel() {
        let record = care { $0.report("2025-01-01", .court, elm) }
        #expect(
            missed(care: record) {
                $0.letter(for: "2025-03-31", mailed: "2025-02-01", to: .counsel, at: oak, returned: "2025-03-01")
            } == "missedReset 5.5 counsel")
    }

    @Test("Returned mail contests the notice, also when it came back after the hearing")
    func returned() {
        #expect(
            missed { $0.letter(for: "2025-03-31", mailed: "2025-02-01", returned: "2026-06-01") }
                == "noticeContested 5.3 -")
        #expect(
            missed { $0.letter(for: "2025-03-31", mailed: "2025-02-01", returned: "2026-06-02") }
                == "missedReset 5.5 mailed")
    }

    @Test("Less than 10 days after the last notice to appear served before the hearing, the notice is contested")
    func tenDays() {
        #expect(missed(care: care(), notices: [notice(served: "2025-03-22", at: nil)]) == "noticeContested 5.3 -")
        #expect(missed(care: care(), notices: [notice(served: "2025-03-21", at: nil)]) == "missedReset 5.5 unproven")
        #expect(missed(care: care(), notices: [notice(served: "2025-03-31", at: nil)]) == "missedReset 5.5 unproven")
        #expect(
            missed(
                care: care(), notices: [notice(served: "2024-03-21", at: nil), notice(served: "2025-03-25", at: nil)])
                == "noticeContested 5.3 -")
    }

    @Test("A no-show by respondent or attorney says nothing of the child when it had counsel that day")
    func counselOfTheDay() {
        func represented(_ from: String, level: String = "COURT", type: String = "ALIEN") -> String {
            missed {
                $0.reps = [
                    RepRow(
                        idnrepsassigned: 1, idncase: 7, strattylevel: level, strattytype: type, e28Date: day(from))
                ]
            }
        }
        #expect(represented("2025-03-31") == "absenceUnclear 5.4 -")
        #expect(represented("2025-04-01") == "missedReset 5.5 unproven")
        #expect(represented("2025-01-01", level: "BOARD") == "missedReset 5.5 unproven")
        #expect(represented("2025-01-01", type: "INS") == "missedReset 5.5 unproven")
        #expect(
            missed {
                $0.reps = [
                    RepRow(
                        idnrepsassigned: 1, idncase: 7, strattylevel: "COURT", strattytype: "ALIEN",
                        e28Date: day("2025-01-01"))
                ]
                $0.order(on: "2025-03-31")
            } == "missedOrdered 5.5 unproven")
    }

    @Test("Without a letter the notice is oral, in person, or unproven")
    func proof() {
        #expect(missed() == "missedReset 5.5 unproven")
        #expect(missed { $0.caseRow.siteType = "I" } == "missedReset 5.5 in-person")
        #expect(
            missed {
                $0.caseRow.siteType = "I"
                $0.letter(for: "2025-03-31", mailed: nil, at: nil, language: "spa")
            } == "missedReset 5.5 oral")
        #expect(missed { $0.letter(for: "2025-03-31", mailed: nil, at: nil) } == "missedReset 5.5 unproven")
    }

    /// The finding and status of an order of 2025-03-31 after some motions.
    private func ordered(closed: Bool = false, _ change: (inout InventedCase) -> Void) -> String {
        var invented = InventedCase()
        invented.hearing("2025-03-31")
        if closed { invented.closure(on: "2025-03-31") } else { invented.order(on: "2025-03-31") }
        change(&invented)
        let finding = invented.findings()[0]
        return "\(finding.finding.rawValue) \(finding.status?.rawValue ?? "-")"
    }

    @Test("A granted motion of class MA, RD or VO rescinds, an order as well as a closure")
    func rescinded() {
        for type in ["MA", "RD", "VO"] {
            #expect(
                ordered { $0.motion(type, received: "2025-04-10", decided: "2025-05-01", "G") }
                    == "rescinded rescinded")
            #expect(
                ordered(closed: true) { $0.motion(type, received: "2025-04-10", decided: "2025-05-01", "G") }
                    == "rescinded rescinded")
        }
        #expect(
            ordered { $0.motion("MA", received: "2025-03-30", decided: "2025-05-01", "G") } == "missedOrdered standing")
        #expect(
            ordered { $0.motion("MA", received: "2025-04-10", decided: "2025-05-01", "D") } == "missedOrdered standing")
    }

    @Test("An undecided motion to rescind or reopen stays an order, and a closure too")
    func stayed() {
        for type in ["MA", "RD", "O"] {
            #expect(ordered { $0.motion(type, received: "2025-04-10") } == "missedOrdered stayed")
        }
        #expect(ordered { $0.motion("VO", received: "2025-04-10") } == "missedOrdered standing")
        #expect(ordered(closed: true) { $0.motion("O", received: "2025-04-10") } == "missedClosed stayed")
    }

    @Test("A granted O or a later proceeding reopens an order; a granted C recalendars a closure")
    func reopened() {
        #expect(
            ordered { $0.motion("O", received: "2025-04-10", decided: "2025-05-01", "G") } == "missedOrdered reopened")
        #expect(
            ordered(closed: true) { $0.motion("C", received: "2025-04-10", decided: "2025-05-01", "G") }
                == "missedClosed recalendared")
        #expect(
            ordered { $0.motion("C", received: "2025-04-10", decided: "2025-05-01", "G") } == "missedOrdered standing")
        func later(_ on: String, otherComp: String = "", closed: Bool = false) -> String {
            ordered(closed: closed) {
                if !closed { $0.proceedings[0].otherComp = otherComp }
                $0.proceedings.append(Proceeding(idnproceeding: 71, idncase: 7, inputDate: day(on)))
            }
        }
        #expect(later("2025-04-01") == "missedOrdered reopened")
        #expect(later("2025-03-31") == "missedOrdered standing")
        #expect(later("2025-04-01", closed: true) == "missedClosed standing")
    }

    @Test("A motion concerns the latest order or closure of the case on or before the day it was received")
    func concerns() {
        var invented = InventedCase()
        invented.hearing("2024-03-29")
        invented.order(on: "2024-03-29")
        invented.proceedings[0].otherComp = "T"
        invented.proceedings.append(
            Proceeding(
                idnproceeding: 71, idncase: 7, inputDate: day("2024-06-01"), decCode: "X", compDate: day("2025-03-31"),
                absentia: "Y", caseType: "RMV"))
        invented.schedule[0].adjRsn = "11"
        invented.hearing("2025-03-31", proceeding: 71)
        invented.motion("MA", received: "2025-04-10", decided: "2025-05-01", "G")
        #expect(invented.findings().map(\.finding) == [.missedOrdered, .rescinded])
        #expect(invented.findings().map(\.status) == [.standing, .rescinded])
    }

    @Test("The status stands beside every finding that rests on an order, also a contested one")
    func statusBeside() {
        #expect(
            ordered {
                $0.letter(for: "2025-03-31", mailed: "2025-02-01", returned: "2025-02-20")
                $0.motion("MA", received: "2025-04-10")
            } == "noticeContested stayed")
    }
}
