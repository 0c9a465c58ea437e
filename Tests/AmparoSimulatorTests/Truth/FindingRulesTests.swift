import struct AmparoModel.Day
import struct AmparoModel.Instant
import Testing

@testable import AmparoSimulator

@Suite("Truth: from the court's rows to a finding")
struct FindingRulesTests {
    private func one(_ change: (inout InventedCase) -> Void) -> [String] {
        var invented = InventedCase()
        change(&invented)
        return invented.words()
    }

    @Test("Rows that are no hearing give no finding: bond, custody, other schedule types, impossible days")
    func noHearing() {
        for change: (inout ScheduleRow) -> Void in [
            { $0.calType = "C" }, { $0.recType = "B" }, { $0.scheduleType = "CY" }, { $0.adjDate = nil },
            { $0.adjDate = day("1949-12-31") },
        ] {
            #expect(
                one {
                    $0.hearing("2025-03-03", code: "01")
                    change(&$0.schedule[0])
                }.isEmpty)
        }
        for type in ["", "--", "ID"] {
            #expect(
                one {
                    $0.hearing("2025-03-03", code: "01")
                    $0.schedule[0].scheduleType = type
                } == ["attended 7"])
        }
    }

    @Test("Rows of one proceeding, day and time are one hearing; the greatest IDNSCHEDULE speaks")
    func sameHearing() {
        let found = one {
            $0.hearing("2025-03-03", "9:30", code: "01", number: 800)
            $0.hearing("2025-03-03", "0930", code: "13", number: 801)
            $0.hearing("2025-03-03", "1300", code: "45", number: 799)
        }
        #expect(found == ["heldPresenceUnknown 8", "attended 7"])
    }

    @Test("A hearing is past only before as-of and before the release's day")
    func past() {
        #expect(one { $0.hearing("2026-05-31", code: "01") } == ["attended 7"])
        #expect(one { $0.hearing("2026-06-01", code: "01") } == [])
        var invented = InventedCase()
        invented.hearing("2026-05-10", code: "01")
        let child = ReadChild(cases: [invented.read])
        let found = CaseFindings(
            invented.read, of: child, evidence: NoticeEvidence(of: child), asOf: asOf, releaseDate: day("2026-05-02"))
        #expect(found?.findings == [])
        #expect(found?.notYetReported == 1)
    }

    @Test("A vanished row still speaks with its last reading")
    func vanishedRow() {
        var invented = InventedCase()
        invented.hearing("2025-03-03", code: "01")
        var read = invented.read
        read.schedule[0].states[1] = .absent
        let child = ReadChild(cases: [read])
        let found = CaseFindings(
            read, of: child, evidence: NoticeEvidence(of: child), asOf: asOf, releaseDate: asOf)
        #expect(found?.findings.map(\.finding) == [.attended])
    }

    @Test("Rules 1 to 4: entered by mistake, not held, not produced, the court itself says the notice was bad")
    func courtsOwnAct() {
        #expect(one { $0.hearing("2025-03-03", code: "99", medium: "H") } == ["recordedInError 1"])
        #expect(one { $0.hearing("2025-03-03", code: "01", medium: "H") } == ["notHeld 2"])
        #expect(one { $0.hearing("2025-03-03", code: "9V") } == ["notHeld 2"])
        #expect(one { $0.hearing("2025-03-03", code: "09") } == ["notProduced 3"])
        #expect(one { $0.hearing("2025-03-03", code: "10") } == ["defectiveNotice 4"])
        for completion in ["C", "T"] {
            #expect(
                one {
                    $0.hearing("2025-03-03")
                    $0.proceedings[0].otherComp = completion
                    $0.proceedings[0].compDate = day("2025-03-03")
                } == ["notHeld 2"])
        }
        #expect(
            one {
                $0.hearing("2025-03-03")
                $0.proceedings[0].otherComp = "C"
                $0.proceedings[0].compDate = day("2025-03-04")
            } == ["unknown 9"])
    }

    @Test("Rule 5: an order is carried by the last hearing at most 30 days before it")
    func thirtyDays() {
        func words(_ on: String, code: String = "") -> [String] {
            one {
                $0.hearing(on, code: code)
                $0.order(on: "2025-03-31")
            }
        }
        #expect(words("2025-03-31") == ["missedOrdered 5.5"])
        #expect(words("2025-03-01") == ["missedOrdered 5.5"])
        #expect(words("2025-02-28") == ["unknown 9"])
        #expect(words("2025-04-01") == ["unknown 9"])
        #expect(words("2025-03-01", code: "8B") == ["missedOrdered 5.5"])
    }

    @Test("A hearing coded as held or excused carries an order only of its own day")
    func ownDay() {
        for code in ["01", "13", "38"] {
            let same = one {
                $0.hearing("2025-03-31", code: code)
                $0.order(on: "2025-03-31")
            }
            #expect(same == ["missedOrdered 5.5"])
        }
        #expect(
            one {
                $0.hearing("2025-03-30", code: "01")
                $0.order(on: "2025-03-31")
            } == ["attended 7"])
        // The last hearing stands in the way; the one before it does not carry the order instead.
        #expect(
            one {
                $0.hearing("2025-03-10")
                $0.hearing("2025-03-20", code: "13")
                $0.order(on: "2025-03-31")
            } == ["unknown 9", "heldPresenceUnknown 8"])
    }

    @Test("Hearings that rules 1 to 4 settle are passed over when the order looks for its hearing")
    func passedOver() {
        #expect(
            one {
                $0.hearing("2025-03-10")
                $0.hearing("2025-03-20", code: "8A")
                $0.order(on: "2025-03-31")
            } == ["missedOrdered 5.5", "notHeld 2"])
    }

    @Test("Of two hearings on the order's day the later one carries it")
    func twoOnOneDay() {
        #expect(
            one {
                $0.hearing("2025-03-31", "0900")
                $0.hearing("2025-03-31", "1300")
                $0.order(on: "2025-03-31")
            } == ["heldPresenceUnknown 8", "missedOrdered 5.5"])
    }

    @Test("Only ABSENTIA Y with the removal code of the case type is an order; the case's type stands in for a blank")
    func whatIsAnOrder() {
        func words(_ absentia: String, _ dec: String, _ proceedingType: String, _ caseType: String) -> [String] {
            one {
                $0.caseRow.caseType = caseType
                $0.hearing("2025-03-31")
                $0.order(on: "2025-03-31")
                $0.proceedings[0].absentia = absentia
                $0.proceedings[0].decCode = dec
                $0.proceedings[0].caseType = proceedingType
            }
        }
        #expect(words("Y", "X", "RMV", "") == ["missedOrdered 5.5"])
        #expect(words("Y", "D", "", "DEP") == ["missedOrdered 5.5"])
        #expect(words("Y", "E", "EXC", "RMV") == ["missedOrdered 5.5"])
        #expect(words("Y", "X", "DEP", "RMV") == ["heldPresenceUnknown 8"])
        #expect(words("Y", "T", "RMV", "") == ["heldPresenceUnknown 8"])
        #expect(words("N", "X", "RMV", "") == ["attended 7"])
        #expect(words("DEP", "X", "RMV", "") == ["attended 7"])
    }

    @Test("A closure for failure to appear follows the same rule, and code 11 alone is a reset")
    func closedAndReset() {
        #expect(
            one {
                $0.hearing("2025-03-20")
                $0.closure(on: "2025-03-31")
            } == ["missedClosed 5.5"])
        #expect(one { $0.hearing("2025-03-20", code: "11") } == ["missedReset 5.5"])
        #expect(
            one {
                $0.hearing("2025-03-20", code: "11")
                $0.order(on: "2025-03-20")
            } == ["missedOrdered 5.5"])
    }

    @Test("Rules 6 to 9: excused, attended, held, unknown")
    func presence() {
        for code in ["38", "39", "40", "50"] { #expect(one { $0.hearing("2025-03-03", code: code) } == ["excused 6"]) }
        #expect(one { $0.hearing("2025-03-03", code: "8B") } == ["attended 7"])
        #expect(one { $0.hearing("2025-03-03", code: "33") } == ["heldPresenceUnknown 8"])
        #expect(one { $0.hearing("2025-03-03", code: "7E") } == ["heldPresenceUnknown 8"])
        #expect(one { $0.hearing("2025-03-03", code: "Q9") } == ["unknown 9"])
        #expect(one { $0.hearing("2025-03-03") } == ["unknown 9"])
        #expect(
            one {
                $0.hearing("2025-03-03")
                $0.proceedings[0].compDate = day("2025-03-03")
                $0.proceedings[0].decCode = "V"
            } == ["attended 7"])
        #expect(
            one {
                $0.hearing("2025-03-03")
                $0.proceedings[0].compDate = day("2025-03-03")
                $0.proceedings[0].otherComp = "A"
            } == ["heldPresenceUnknown 8"])
    }

    @Test("A waiver counts for the next hearing after it was granted, not for the one it came after")
    func waiver() {
        #expect(
            one {
                $0.hearing("2025-01-10", code: "01")
                $0.hearing("2025-03-10", code: "13")
                $0.hearing("2025-05-10", code: "13")
                $0.motion("WV", received: "2025-01-05", decided: "2025-02-01", "G")
            } == ["attended 7", "excused 6", "heldPresenceUnknown 8"])
        #expect(
            one {
                $0.hearing("2025-01-10", code: "01")
                $0.hearing("2025-03-10", code: "01")
                $0.motion("WV", received: "2025-01-05", decided: "2025-01-10", "D")
            } == ["attended 7", "attended 7"])
        #expect(
            one {
                $0.hearing("2025-01-10", code: "01")
                $0.motion("WV", received: "2025-01-05", decided: "2025-01-10", "G")
            } == ["excused 6"])
    }
}
