import AmparoModel
import AmparoOversight
import Testing

@Suite("COUNTING.md, sentence by sentence: notices, addresses, hearings")
struct CourtSentenceTests {
    let released = #""aNumber":true,"releases":[{"released_on":"2024-01-01"}]"#

    @Test("A notice served after as-of, or a case without a proceeding entered, leaves the child without a notice")
    func noneYet() throws {
        #expect(try child(.noticeNoneYet, released + #","notices":[{"served_on":"2024-07-01"}]"#).value == 1)
        #expect(try child(.noticeNoneYet, released + #","notices":[{"served_on":"2024-06-30"}]"#).value == 0)
        #expect(try child(.noticeNoneYet, released + #","court":{"filed":true}"#).value == 0)
    }

    @Test(
        "The reason is the latest one by the day of issue; a notice without a reason or issued later does not take it away"
    )
    func latestReason() throws {
        let figure = try child(
            .noticeNoneYet,
            released
                + #","notices":[{"issued_on":"2024-02-01","not_served_reason":"backlog"},{"not_served_reason":"other"},{"issued_on":"2024-03-01"},{"issued_on":"2024-07-01","not_served_reason":"address-unknown"}]"#
        )
        #expect(figure.by["reason"] == ["backlog": 1])
    }

    @Test("Without an A-number a released child is unknown, and is in no list")
    func withoutNumber() throws {
        let figure = try child(
            .noticeNoneYet,
            #""referrals":[{"id":1,"transferred_at":"2024-01-01T12:00:00Z"}],"releases":[{"released_on":"2024-01-01"}]"#
        )
        #expect(figure.value == 0 && figure.denominator == 0 && figure.unknown == 1)
        #expect(figure.by == ["reason": [:], "of": [:]])
    }

    @Test("Any notice filed, or a case, is filing; a child outside the care record is not counted")
    func notFiled() throws {
        let served =
            #""aNumber":true,"notices":[{"issued_on":"2024-01-01","served_on":"2024-01-02"},{"issued_on":"2024-02-01","filed_on":"2024-02-02"}]"#
        #expect(try child(.noticeNotFiled, served).value == 0)
        #expect(try child(.noticeNotFiled, served.replacing("2024-02-02", with: "2024-07-02")).value == 1)
        #expect(try child(.noticeNotFiled, #""care":false,"# + served).denominator == 0)
    }

    @Test(
        "Each release has one defect, the first that applies",
        arguments: [
            ("blank", true, "given", "blank"), ("undeliverable", false, "none", "undeliverable"),
            ("missing-unit", false, "designator-only", "missing-unit"),
            ("missing-unit", true, "designator-only", "undeliverable"),
            ("none", true, "none", "undeliverable"), ("none", false, "none", "missing-unit-inferred"),
            ("not-a-residence", false, "none", "missing-unit-inferred"),
            ("not-a-residence", false, "given", "not-a-residence"),
            ("none", false, "given", nil),
        ])
    func firstDefect(_ defect: String, _ isReturned: Bool, _ unit: String, _ expected: String?) throws {
        let mail = isReturned ? #","court":{"returnedMail":[{"address":1,"returned_on":"2024-06-30"}]}"# : ""
        let figure = try figure(
            .addressDefective,
            #""children":[{"child":1,"releases":[{"released_on":"2024-01-01","defect":"\#(defect)","address":1,"building":1,"unit":"\#(unit)"}]\#(mail)},{"child":2,"addresses":[{"reported_on":"2024-06-30","building":1,"unit":"given"}]}]"#
        )
        #expect(figure.by["defect"] == (expected.map { [$0: 1] } ?? [:]))
        #expect(figure.value == (["blank", "undeliverable", "missing-unit"].contains(expected) ? 1 : 0))
        #expect(figure.denominator == 1)
    }

    @Test("A unit is inferred from another child's address only, also one outside the cohort, and none reported later")
    func inferred() throws {
        func defects(_ other: String, _ more: String = "") throws -> [String: Int]? {
            try figure(
                .addressDefective,
                #""asOf":"2024-06-30",\#(more)"children":[{"child":1,"referrals":[{"id":1,"transferred_at":"2024-01-01T12:00:00Z"}],"releases":[{"released_on":"2024-01-01","building":1},{"released_on":"2024-02-01","building":1,"unit":"given"}]}\#(other)]"#
            ).by["defect"]
        }
        #expect(try defects("") == [:])
        #expect(
            try defects(
                #",{"child":2,"releases":[{"released_on":"2024-06-30","building":1,"unit":"given"}]}"#,
                #""cohort":"transferred:FY2024","#) == ["missing-unit-inferred": 1])
        #expect(
            try defects(#",{"child":2,"releases":[{"released_on":"2024-07-01","building":1,"unit":"given"}]}"#) == [:])
        #expect(
            try defects(#",{"child":2,"releases":[{"released_on":"2024-06-30","building":2,"unit":"given"}]}"#) == [:])
    }

    @Test("Mail to another address, or returned after as-of, says nothing of this one")
    func otherMail() throws {
        let rows =
            #""releases":[{"released_on":"2024-01-01","address":1,"unit":"given"}],"court":{"returnedMail":[{"address":2,"returned_on":"2024-02-01"},{"address":1,"returned_on":"2024-07-01"}]}"#
        #expect(try child(.addressDefective, rows).by["defect"] == [:])
    }

    @Test("Cases graded neither certain nor likely do not count")
    func grades() throws {
        let rows =
            #""court":{"hearings":[{"hearing":"2024-01-01","finding":"missedReset","grade":"accompanied"},{"hearing":"2024-01-01","finding":"attended","grade":"juvenile"}]}"#
        #expect(try child(.hearingPast, rows).value == 0)
        #expect(try child(.hearingFailedToAppear, rows).denominator == 0)
        #expect(try child(.hearingNotTold, rows).denominator == 0)
        #expect(try child(.childMissedUnaccounted, rows).denominator == 0)
    }

    @Test("A child with two failures counts once in a cell and once in each cell")
    func distinctChildren() throws {
        let figure = try child(
            .hearingFailedToAppear,
            #""court":{"hearings":[{"hearing":"2024-01-01","finding":"missedReset","notice":"mailed"},{"hearing":"2024-02-01","finding":"missedReset","notice":"oral"}]}"#
        )
        #expect(figure.value == 1 && figure.denominator == 1)
        #expect(figure.by["fiscalYear"] == ["2024": 1] && figure.by["finding"] == ["missedReset": 1])
        #expect(figure.by["notice"] == ["mailed": 1, "oral": 1])
    }

    @Test("Told means accepted, by ORR or by an ICE office")
    func told() throws {
        func value(_ states: String) throws -> Int {
            try child(
                .hearingNotTold, #""court":{"hearings":[{"hearing":"2024-01-01","finding":"missedReset"\#(states)}]}"#
            ).value
        }
        #expect(try value("") == 1)
        #expect(try value(#","orr":"offered","ice":"offered""#) == 1)
        #expect(try value(#","orr":"accepted""#) == 0)
        #expect(try value(#","ice":"accepted""#) == 0)
    }

    @Test("Without any results file every hearing is unknown, and none is missing")
    func withoutResults() throws {
        let rows = #""court":{"hearings":[{"hearing":"2024-01-01","finding":"missedReset"}]}"#
        let figure = try child(.hearingNotInAgencySystem, rows)
        #expect(figure.value == 0 && figure.denominator == 1 && figure.unknown == 1)
        #expect(figure.by == ["system": [:], "contradicts": [:]])
    }

    @Test(
        "A result of another day, unknown, empty or entered after as-of is none",
        arguments: [
            (#"{"system":"opla","hearing_date":"2024-01-02","result":"failed-to-appear"}"#, 1),
            (#"{"system":"opla","hearing_date":"2024-01-01","result":"unknown"}"#, 1),
            (#"{"system":"opla","hearing_date":"2024-01-01"}"#, 1),
            (#"{"system":"opla","hearing_date":"2024-01-01","result":"continued","entered_on":"2024-07-01"}"#, 1),
            (#"{"system":"ero","hearing_date":"2024-01-01","result":"continued"}"#, 1),
            (
                #"{"system":"opla","hearing_date":"2024-01-01","result":"order-in-absentia","entered_on":"2024-06-30"}"#,
                0
            ),
            (#"{"system":"opla","hearing_date":"2024-01-01","result":"failed-to-appear"}"#, 0),
        ])
    func results(_ result: String, _ value: Int) throws {
        let figure = try figure(
            .hearingNotInAgencySystem,
            #""resultSystems":["opla"],"children":[{"child":1,"results":[\#(result)],"court":{"hearings":[{"hearing":"2024-01-01","finding":"missedReset"}]}}]"#
        )
        #expect(figure.value == value && figure.unknown == 0)
        #expect(figure.by["contradicts"] == [:])
    }
}
