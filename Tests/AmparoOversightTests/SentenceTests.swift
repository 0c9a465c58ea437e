import AmparoModel
import AmparoOversight
import Testing

/// One figure of one small population written as JSON; as-of is 2024-06-30 unless the text says otherwise.
func figure(_ id: FigureID, _ text: String) throws -> Figure {
    let json = try JSON("{\(text.contains("\"asOf\"") ? "" : #""asOf":"2024-06-30","#)\(text)}")
    return try Population(json).figure(id)
}

/// One child of the care record.
func child(_ id: FigureID, _ rows: String) throws -> Figure { try figure(id, #""children":[{"child":1,\#(rows)}]"#) }

@Suite("COUNTING.md, sentence by sentence: days, cohorts, care")
struct CareSentenceTests {
    @Test("The day of an instant is the civil day in its own offset")
    func ownOffset() throws {
        let late = try child(
            .childrenTransferred, #""referrals":[{"id":1,"transferred_at":"2023-09-30T23:59:59-05:00"}]"#)
        #expect(late.by["fiscalYear"] == ["2023": 1])
        let asOf = #""referrals":[{"id":1,"transferred_at":"2024-07-01T00:30:00+03:00"}]"#
        #expect(try child(.childrenTransferred, asOf).value == 0)
        #expect(
            try child(
                .childrenTransferred, asOf.replacing("+03:00", with: "-03:00").replacing("07-01T00", with: "06-30T23")
            ).value == 1)
    }

    @Test("A fiscal year runs from 1 October to 30 September and carries the year it ends in")
    func fiscalYear() throws {
        let years = try child(
            .childrenReleased,
            #""releases":[{"released_on":"2023-09-30"},{"released_on":"2023-10-01"},{"released_on":"2024-06-30"}]"#)
        #expect(years.by["fiscalYear"] == ["2023": 1, "2024": 2])
    }

    @Test("A cohort is the children first transferred in its years")
    func cohort() throws {
        let rows = #"""
            "asOf":"2024-06-30","cohort":"transferred:FY2023..FY2024","children":[
            {"child":1,"referrals":[{"id":1,"transferred_at":"2022-09-30T12:00:00Z"},{"id":2,"transferred_at":"2023-01-01T12:00:00Z"}]},
            {"child":2,"referrals":[{"id":1,"transferred_at":"2022-10-01T12:00:00Z"},{"id":2,"transferred_at":"2024-06-30T12:00:00Z"}]},
            {"child":3},{"child":4,"care":false,"court":{"orders":[{}]}}]
            """#
        #expect(try figure(.childrenTransferred, rows).by["fiscalYear"] == ["2023": 1, "2024": 1])
        #expect(try figure(.orderInAbsentia, rows).value == 0)
        #expect(
            try figure(.orderInAbsentia, rows.replacing(#""cohort":"transferred:FY2023..FY2024","#, with: "")).value
                == 1)
    }

    @Test("A cohort is written as transferred:FY2019..FY2023 and nothing else")
    func cohortText() {
        #expect(Cohort("transferred:FY2019..FY2023")?.fiscalYears == 2019...2023)
        #expect(Cohort("transferred:FY2019")?.fiscalYears == 2019...2019)
        #expect(Cohort("transferred:FY2019..FY2023")?.description == "transferred:FY2019..FY2023")
        for text in [
            "", "transferred:", "transferred:2019", "transferred:FY2023..FY2019", "transferred:FY2019..FY2020..FY2021",
            "transferred:FY2019..", "released:FY2019", "transferred:FY20191", "transferred:FY2019-FY2020",
            "transferred:FY+019",
        ] {
            #expect(Cohort(text) == nil)
        }
    }

    @Test("A child with a placement that ends on the as-of day is no longer in care; one that starts on it is")
    func inCareBorders() throws {
        let rows = #""placements":[{"from":"2024-06-01","to":"2024-06-30"}]"#
        #expect(try child(.childrenInCare, rows).value == 0)
        #expect(try child(.childrenInCare, rows.replacing("\"2024-06-30\"", with: "\"2024-07-01\"")).value == 1)
        #expect(try child(.childrenInCare, #""placements":[{"from":"2024-06-30"}]"#).value == 1)
    }

    @Test("Days in care run from the first placement of the episode, not of the child and not of the placement")
    func episodeDays() throws {
        let rows = #"""
            "referrals":[{"id":1,"transferred_at":"2023-01-01T12:00:00Z"},{"id":2,"transferred_at":"2024-06-01T12:00:00Z"}],
            "placements":[{"from":"2023-01-01","to":"2023-02-01"},{"from":"2024-06-10","to":"2024-06-20"},{"referral":2,"from":"2024-06-20"}]
            """#
        let figure = try child(.childrenInCare, rows)
        #expect(figure.measures["averageDays"]?.value == Tenths(count: 200))
        // Named otherwise, the last placement is another referral's episode.
        let other = try child(.childrenInCare, rows.replacing(#""referral":2,"#, with: #""referral":9,"#))
        #expect(other.measures["averageDays"]?.value == Tenths(count: 100))
    }

    @Test("Without a referral, every placement is an episode of its own")
    func ownEpisode() throws {
        let rows = #""placements":[{"from":"2024-06-01","to":"2024-06-11"},{"from":"2024-06-11","to":"2024-06-30"}]"#
        let figure = try child(.childrenInCare, rows)
        #expect(figure.measures["averageDaysDischarged"]?.value == Tenths(count: 145))
        #expect(figure.measures["averageDaysDischarged"]?.over == 2)
        #expect(figure.measures["averageDays"] == nil)
    }

    @Test("The average of the discharged takes episodes whose last placement ended in the year up to as-of")
    func dischargedYear() throws {
        #expect(
            try child(.childrenInCare, #""placements":[{"from":"2023-07-01","to":"2023-07-02"}]"#).measures.count == 1)
        #expect(try child(.childrenInCare, #""placements":[{"from":"2023-06-30","to":"2023-07-01"}]"#).measures.isEmpty)
        let lasting =
            #""placements":[{"referral":1,"from":"2024-05-01","to":"2024-06-01"},{"referral":1,"from":"2024-06-01"}]"#
        #expect(try child(.childrenInCare, lasting).measures["averageDaysDischarged"] == nil)
    }

    @Test("Means and medians are rounded half-even to one decimal")
    func rounding() {
        #expect(Tenths(1, over: 20) == Tenths(count: 0))
        #expect(Tenths(3, over: 20) == Tenths(count: 2))
        #expect(Tenths(25, over: 100)?.description == "0.2")
        #expect(Tenths(35, over: 100)?.description == "0.4")
        #expect(Tenths(-25, over: 100)?.description == "-0.2")
        #expect(Tenths(-1, over: 3)?.description == "-0.3")
        #expect(Tenths(36, over: 1)?.description == "36.0")
        #expect(Tenths(1, over: 0) == nil)
        #expect(Tenths(Int.max, over: 2) == nil)
    }

    @Test("A release without a state or category is only left out of that list; words for not knowing are cells")
    func releaseCells() throws {
        let figure = try child(
            .childrenReleased,
            #""releases":[{"released_on":"2024-01-01","category":"2b"},{"released_on":"2024-01-02","state":"fl","category":"unknown"}]"#
        )
        #expect(figure.value == 1)
        #expect(figure.by == ["fiscalYear": ["2024": 2], "state": ["FL": 1], "category": ["2B": 1, "unknown": 1]])
    }

    @Test("The median of an even number of releases is the mean of the two in the middle")
    func median() throws {
        let rows = #"""
            "placements":[{"referral":1,"from":"2024-01-01"},{"referral":2,"from":"2024-03-01"}],
            "releases":[{"referral":1,"released_on":"2024-01-11"},{"referral":2,"released_on":"2024-03-16"},{"released_on":"2024-05-01"}]
            """#
        let figure = try child(.childrenReleased, rows)
        #expect(figure.measures["medianDaysToRelease"] == Measure(Tenths(count: 125), over: 2))
    }

    @Test("An application withdrawn after as-of is not withdrawn; a reason that is not given is left out")
    func applications() throws {
        let figure = try child(
            .applicationWithdrawn,
            #""applications":[{"opened_on":"2024-06-30","withdrawn_on":"2024-06-30","withdrawn_reason":"refused"},{"opened_on":"2024-01-01","withdrawn_on":"2024-07-01"}]"#
        )
        #expect(figure.value == 1 && figure.denominator == 2)
        #expect(figure.by == ["reason": ["refused": 1], "month": ["2024-06": 1]])
    }

    @Test("Separated: the referral speaks when there is no family row, a separated row until it is reunited")
    func separated() throws {
        let flag = #""referrals":[{"id":1,"transferred_at":"2024-01-01T12:00:00Z","separated_from_family":"Y"}]"#
        #expect(try child(.familySeparatedOpen, flag).by["relation"] == ["unknown": 1])
        #expect(try child(.familySeparatedOpen, flag + #","family":[{"relation":"mother"}]"#).value == 0)
        #expect(
            try child(.familySeparatedOpen, flag + #","family":[{"separated_on":"2024-01-01"}]"#).by["relation"] == [
                "unknown": 1
            ])
        #expect(
            try child(.familySeparatedOpen, flag + #","family":[{"relation":"mother","separated_on":"2024-07-01"}]"#)
                .by["relation"] == ["unknown": 1])
        #expect(
            try child(.familySeparatedOpen, #""family":[{"relation":"mother","separated_by":"CBP"}]"#).by["relation"]
                == ["mother": 1])
        let row = #""family":[{"relation":"father","separated_on":"2024-01-01","reunited_on":"2024-06-30"}]"#
        #expect(try child(.familySeparatedOpen, row).value == 0)
        #expect(try child(.familySeparatedOpen, row.replacing("06-30", with: "07-01")).by["relation"] == ["father": 1])
    }
}
