import AmparoIntake
import AmparoModel
import Testing

@Suite("Which court cases are a child's")
struct SignalTests {
    /// A release of one case with other rows; whether the case was taken.
    private func isTaken(
        _ courtCase: [String: String] = [:], _ kind: RecordKind? = nil, _ row: [String: String] = [:],
        questions: CaseQuestions = CaseQuestions()
    ) throws -> Bool {
        var fixture = CourtFixture()
        let columns = CourtFixture.columns(.courtCase) + ["ALIEN_NUMBER"]
        fixture.table(.courtCase, columns: columns, [["idncase": "7"].merging(courtCase) { $1 }])
        if let kind {
            let key = kind.table.keyColumns[0]
            fixture.table(kind, [[key: "1", kind.table.subjectColumn: "7"].merging(row) { $1 }])
        }
        let outcome = try fixture.read(questions: questions)
        #expect(outcome.addsUp)
        #expect(outcome.survey.isChilds(7) == (outcome.rows[.courtCase]?.count == 1))
        return outcome.survey.isChilds(7)
    }

    @Test(
        "Juvenile codes 1, 2, 3, 4 and 6 say it; 5 and empty say nothing",
        arguments: ["1", "2", "3", "4", "5", "6", ""])
    func juvenileCode(_ code: String) throws {
        #expect(try isTaken([:], .juvenileHistory, ["idnjuvenile": code]) == !["5", ""].contains(code))
    }

    @Test("An active rider row says it of the rider, not of the lead")
    func riders() throws {
        #expect(try isTaken([:], .leadRider, ["idnleadcase": "9", "blnactive": "1"]))
        #expect(try !isTaken([:], .leadRider, ["idnleadcase": "9", "blnactive": "0"]))
        #expect(try !isTaken([:], .leadRider, ["idnridercase": "9", "idnleadcase": "7", "blnactive": "1"]))
    }

    @Test("Identifiers J, J1, J2, UJ and FA say it", arguments: ["J", "J1", "J2", "UJ", "FA", "DD", "EC", "MP", ""])
    func identifiers(_ identifier: String) throws {
        #expect(
            try isTaken([:], .caseIdentifier, ["case_id": identifier]) == !["DD", "EC", "MP", ""].contains(identifier))
    }

    @Test("Case priority UC says it, now or in its history")
    func priorities() throws {
        #expect(try isTaken(["casepriority_code": "UC"]))
        #expect(try !isTaken(["casepriority_code": "N/A"]))
        #expect(try isTaken([:], .casePriority, ["casepriority_code": "UC "]))
    }

    @Test("A hearing at a listed location says it while the respondent is not certainly 18")
    func hearingLocation() throws {
        let row = ["hearing_loc_code": "SWK", "cal_type": "M", "adj_date": "2018-06-30 00:00:00.000"]
        #expect(try isTaken([:], .schedule, row))
        #expect(try isTaken(["c_birthdate": "6/2000"], .schedule, row.merging(["adj_date": "2018-06-29"]) { $1 }))
        #expect(try !isTaken(["c_birthdate": "6/2000"], .schedule, row))
        #expect(try isTaken(["c_birthdate": "2/2000"], .schedule, row.merging(["adj_date": "2018-02-28"]) { $1 }))
        #expect(try !isTaken(["c_birthdate": "2/2000"], .schedule, row.merging(["adj_date": "2018-03-01"]) { $1 }))
        for change in [
            ["hearing_loc_code": "MIA"], ["cal_type": "C"], ["rec_type": "B"], ["schedule_type": "CY"],
            ["adj_date": "2036-01-01"], ["adj_date": "1949-12-31"], ["adj_date": ""],
        ] { #expect(try !isTaken([:], .schedule, row.merging(change) { $1 })) }
    }

    @Test("A proceeding at a listed location says it on the day it was entered, and without a day too")
    func proceedingLocation() throws {
        #expect(try isTaken(["c_birthdate": "1/1990"], .proceeding, ["hearing_loc_code": "JUV"]))
        #expect(
            try !isTaken(
                ["c_birthdate": "1/1990"], .proceeding, ["hearing_loc_code": "JUV", "input_date": "2015-01-01"]))
    }

    @Test("Whoever was certainly under 18 when a charging document was issued is a child")
    func underEighteen() throws {
        #expect(try isTaken(["c_birthdate": "6/2000"], .proceeding, ["osc_date": "2018-05-31 00:00:00.000"]))
        #expect(try !isTaken(["c_birthdate": "6/2000"], .proceeding, ["osc_date": "2018-06-01 00:00:00.000"]))
        #expect(try !isTaken(["c_birthdate": "6/2000"], .proceeding, ["osc_date": ""]))
        #expect(try !isTaken([:], .proceeding, ["osc_date": "1990-01-01"]))
    }

    @Test("Asylum type J says it")
    func asylumType() throws {
        #expect(try isTaken(["c_asy_type": "J"]))
        #expect(try !isTaken(["c_asy_type": "E"]))
    }

    @Test("A padded value with a NUL in it says the same")
    func dirtySignals() throws {
        #expect(try isTaken([:], .juvenileHistory, ["idnjuvenile": " 4\u{0}"]))
        #expect(try isTaken(["c_birthdate": " 6/20\u{0}00 "], .proceeding, ["osc_date": " 2018-05-31"]))
        #expect(try isTaken([:], .proceeding, ["hearing_loc_code": "SW\u{0}K "]))
    }

    @Test("A record whose lines were split or shifted says the same once it is mended")
    func mendedSignals() throws {
        var fixture = CourtFixture()
        fixture.table(.courtCase, [["idncase": "7"]])
        let line = String(
            decoding: CourtFixture.line(
                .proceeding,
                ["idnproceeding": "1", "idncase": "7", "hearing_loc_code": "SWK", "crim_ind": "N", "ihp": "a|b"]),
            as: UTF8.self)
        fixture.raw(.proceeding, [Array(line.replacing("a|b", with: "a\nb").utf8)])
        let outcome = try fixture.read()
        #expect(outcome.survey.isChilds(7) && outcome.rows[.proceeding]?.count == 1)
    }

    @Test("The A-number of a child in the care record says it; A-numbers of cases read past are handed over")
    func aNumbers() throws {
        var fixture = CourtFixture()
        fixture.table(
            .courtCase, columns: CourtFixture.columns(.courtCase) + ["ALIEN_NUMBER"],
            [
                ["idncase": "7", "alien_number": "A200-100-300"], ["idncase": "8", "alien_number": "A 87654321"],
                ["idncase": "9"],
            ])
        let questions = CaseQuestions(isCareChild: { String(decoding: $0, as: UTF8.self) == "200100300" })
        let outcome = try fixture.read(questions: questions, wantsReadPast: true)
        #expect(outcome.rows[.courtCase]?.map(\.number) == [7])
        #expect(outcome.rows[.courtCase]?.first?.sealed["alien_number"] == "A200-100-300")
        #expect(outcome.readPast == ["087654321"])
    }

    @Test("A case that an earlier release brought in is taken again, even when the release has no row of it")
    func alreadyInRecord() throws {
        var fixture = CourtFixture()
        fixture.table(.courtCase, [["idncase": "8"]])
        fixture.table(.custody, [["idncustody": "1", "idncase": "8"], ["idncustody": "2", "idncase": "9"]])
        let outcome = try fixture.read(questions: CaseQuestions(alreadyInRecord: { $0 >= 8 }))
        #expect(outcome.rows[.courtCase]?.count == 1 && outcome.rows[.custody]?.count == 2)
        let other = try fixture.read(questions: CaseQuestions(alreadyInRecord: { $0 == 8 }))
        #expect(other.rows[.custody]?.map(\.key) == ["1"] && other.report(.custody).past == ["orphan": 1])
    }

    @Test("Orphans are read past and counted, but a child's are taken and noted")
    func orphans() throws {
        var fixture = CourtFixture.childAndAdult()
        fixture.table(.proceeding, [["idnproceeding": "1", "idncase": "7"], ["idnproceeding": "2", "idncase": "8"]])
        fixture.table(
            .charge,
            [
                ["idnprcdchg": "1", "idncase": "8", "idnproceeding": "2"],
                ["idnprcdchg": "2", "idncase": "8", "idnproceeding": "5"],
                ["idnprcdchg": "3", "idncase": "9", "idnproceeding": "2"],
                ["idnprcdchg": "4", "idncase": "7", "idnproceeding": "5"],
            ])
        fixture.table(.juvenileHistory, [["idnjuvenilehistory": "1", "idncase": "11", "idnjuvenile": "4"]])
        let outcome = try fixture.read()
        #expect(outcome.report(.charge).past == ["not-a-child": 1, "orphan": 2])
        #expect(outcome.rows[.charge]?.map(\.key) == ["4"] && outcome.report(.charge).notes.count == 1)
        #expect(outcome.rows[.juvenileHistory]?.map(\.number) == [11])
        #expect(outcome.addsUp)
    }

    @Test("Absurdly large case numbers are read like others")
    func absurdNumbers() throws {
        var fixture = CourtFixture()
        let numbers = ["7", "4294967296", "999999999999999999", "70000000000"]
        fixture.table(.courtCase, numbers.map { ["idncase": $0, "c_asy_type": "J"] })
        #expect(try fixture.read().rows[.courtCase]?.map(\.key) == numbers)
    }
}
