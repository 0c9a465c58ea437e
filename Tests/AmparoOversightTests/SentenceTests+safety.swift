import AmparoModel
import AmparoOversight
import Testing

@Suite("COUNTING.md, sentence by sentence: calls, contact, checks")
struct SafetySentenceTests {
    @Test("The window is past when day 37 is before as-of")
    func window() throws {
        #expect(try child(.callLate, #""releases":[{"released_on":"2024-05-24"}]"#).denominator == 0)
        #expect(try child(.callLate, #""releases":[{"released_on":"2024-05-23"}]"#).denominator == 1)
    }

    @Test(
        "An attempt on day 1 or day 37 is in time, on the day of release or on day 38 it is not",
        arguments: [
            ("2024-01-01", 1, "none"), ("2024-01-02", 0, nil), ("2024-02-07", 0, nil), ("2024-02-08", 1, "late"),
        ])
    func attempts(_ day: String, _ value: Int, _ cell: String?) throws {
        let figure = try child(
            .callLate, #""releases":[{"released_on":"2024-01-01"}],"calls":[{"attempted_at":"\#(day)T23:30:00-05:00"}]"#
        )
        #expect(figure.value == value && figure.by["attempts"] == (cell.map { [$0: 1] } ?? [:]))
    }

    @Test("A late attempt on or after the child's next release is not this release's")
    func nextRelease() throws {
        let rows =
            #""releases":[{"released_on":"2024-01-01"},{"released_on":"2024-04-01"}],"calls":[{"attempted_at":"2024-04-01T12:00:00Z"}]"#
        #expect(try child(.callLate, rows).by["attempts"] == ["none": 2])
        #expect(
            try child(.callLate, rows.replacing("04-01T", with: "03-31T")).by["attempts"] == ["late": 1, "none": 1])
    }

    @Test("A call that was due and never attempted is no attempt")
    func dueOnly() throws {
        #expect(try child(.callUndocumented, #""calls":[{"outcome":"reached"}]"#).denominator == 0)
        #expect(
            try child(.callUndocumented, #""calls":[{"attempted_at":"2024-01-01T12:00:00Z","outcome":"unknown"}]"#)
                .value == 1)
    }

    @Test("The best of the calls that reached says with whom it spoke")
    func best() throws {
        let rows =
            #""releases":[{"released_on":"2024-01-01"}],"calls":[{"attempted_at":"2024-02-01T12:00:00Z","outcome":"reached","spoke_with":"other"},{"attempted_at":"2024-02-02T12:00:00Z","outcome":"reached","spoke_with":"sponsor"},{"attempted_at":"2024-02-03T12:00:00Z","outcome":"refused","spoke_with":"child"}]"#
        #expect(try child(.childNotReached, rows).by["spokeWith"] == ["sponsor-only": 1])
    }

    @Test(
        "Days since the last contact fall into their cells at the borders",
        arguments: [
            ("2024-05-31", "0-30"), ("2024-05-30", "31-90"), ("2024-04-01", "31-90"), ("2024-03-31", "91-365"),
            ("2023-07-01", "91-365"), ("2023-06-30", "over-365"), ("2024-07-01", "never"),
        ])
    func contactCells(_ day: String, _ cell: String) throws {
        let figure = try child(
            .childLastConfirmed,
            #""born":"2010-01-01","releases":[{"released_on":"2023-01-01"}],"services":[{"kind":"prs-1","started_on":"\#(day)"}]"#
        )
        #expect(figure.by["days"] == [cell: 1])
        #expect(figure.value == (cell == "over-365" || cell == "never" ? 1 : 0))
    }

    @Test("A school or legal service, a call with the sponsor and a hearing of unknown presence confirm nothing")
    func noContact() throws {
        let rows =
            #""born":"2010-01-01","releases":[{"released_on":"2023-01-01"}],"services":[{"kind":"school","started_on":"2024-06-01"}],"calls":[{"attempted_at":"2024-06-01T12:00:00Z","outcome":"reached","spoke_with":"sponsor"}],"court":{"hearings":[{"hearing":"2024-06-01","finding":"heldPresenceUnknown"}]}"#
        #expect(try child(.childLastConfirmed, rows).by["days"] == ["never": 1])
    }

    @Test("Under 18 on as-of means certainly: not on the birthday, not when the range reaches it, not without a date")
    func under18() throws {
        let rows = #""releases":[{"released_on":"2023-01-01"}]"#
        #expect(try child(.childLastConfirmed, #""born":"2006-06-30","# + rows).denominator == 0)
        #expect(try child(.childLastConfirmed, #""born":"2006-07-01","# + rows).denominator == 1)
        #expect(
            try child(.childLastConfirmed, #""born":"2006-01-01","bornLast":"2006-12-31","# + rows).denominator == 0)
        #expect(try child(.childLastConfirmed, rows).denominator == 0)
    }

    @Test("Only contact after the day of the latest failure accounts for the child")
    func unaccounted() throws {
        let rows =
            #""services":[{"kind":"prs-3","ended_on":"2024-03-02"}],"court":{"hearings":[{"hearing":"2024-01-01","finding":"missedReset"},{"hearing":"2024-03-01","finding":"missedOrdered"}]}"#
        #expect(try child(.childMissedUnaccounted, rows).value == 0)
        #expect(try child(.childMissedUnaccounted, rows.replacing("2024-03-02", with: "2024-03-01")).value == 1)
    }

    /// One release on a day, to a sponsor with these checks besides the four always required, and these members.
    func why(_ day: String, _ checks: String, _ members: String = "", base: String = "") throws -> Figure {
        let four = ["identity", "relationship", "public-records", "sex-offender"].map {
            #"{"type":"\#($0)","ordered_on":"2024-01-01","resulted_on":"2024-01-02","result":"clear"\#(base)}"#
        }
        let all = (four + (checks.isEmpty ? [] : [checks])).joined(separator: ",")
        return try figure(
            .checkUnresolvedAtRelease,
            #""asOf":"2025-12-31","children":[{"child":1,"releases":[{"released_on":"\#(day)","sponsor":1}]}],"sponsors":[{"number":1,"members":[\#(members)],"checks":[\#(all)]}]"#
        )
    }
    let fingerprint =
        #"{"type":"fbi-fingerprint","ordered_on":"2025-01-01","resulted_on":"2025-01-02","result":"clear"}"#

    @Test("Fingerprints are required from 2025-02-14, of the sponsor and of adults of the household present then")
    func fingerprints() throws {
        #expect(try why("2025-02-13", "").value == 0)
        #expect(try why("2025-02-14", "").by["why"] == ["missing": 1])
        #expect(try why("2025-02-14", fingerprint).value == 0)
        #expect(try why("2025-02-14", fingerprint, #"{"id":1,"born":"2007-02-14"}"#).by["why"] == ["missing": 1])
        #expect(try why("2025-02-14", fingerprint, #"{"id":1,"born":"2007-02-15"}"#).value == 0)
        #expect(try why("2025-02-14", fingerprint, #"{"id":1,"born":"1980-01-01","from":"2025-02-15"}"#).value == 0)
        #expect(try why("2025-02-14", fingerprint, #"{"id":1,"born":"1980-01-01","from":"2025-02-14"}"#).value == 1)
        #expect(try why("2025-02-14", fingerprint, #"{"id":1,"born":"1980-01-01","to":"2025-02-14"}"#).value == 0)
    }

    @Test(
        "A member without a birth date makes the release unknown where the grid asks an age, unless something else is unresolved"
    )
    func withoutBirthDate() throws {
        let unknown = try why("2025-03-01", fingerprint, #"{"id":1}"#)
        #expect(unknown.value == 0 && unknown.unknown == 1 && unknown.denominator == 1)
        let missing = try why("2025-03-01", "", #"{"id":1}"#)
        #expect(missing.value == 1 && missing.unknown == 0)
        #expect(try why("2024-03-01", "", #"{"id":1}"#).unknown == 0)
    }

    @Test(
        "A result is looked at as it stood on the day of release",
        arguments: [
            (#""result":"clear","resulted_on":"2024-03-01""#, [:]),
            (#""result":"clear","resulted_on":"2024-03-02""#, ["pending": 1]),
            (#""result":"clear""#, [:]), (#""result":"pending""#, ["pending": 1]),
            ("\"resulted_on\":\"2024-02-01\"", ["pending": 1]),
            (#""result":"hit""#, ["adverse": 1]), (#""result":"inconclusive","waived":true"#, [:]),
            (#""result":"waived""#, ["adverse": 1]), (#""result":"waived","waived":true"#, [:]),
            (#""result":"clear","expires_on":"2024-02-29""#, ["expired": 1]),
            (#""result":"clear","expires_on":"2024-03-01""#, [:]),
            (#""result":"hit","expires_on":"2024-02-01""#, ["adverse": 1, "expired": 1]),
        ])
    func results(_ result: String, _ expected: [String: Int]) throws {
        let figure = try why("2024-03-01", #"{"type":"home-study","ordered_on":"2024-02-01",\#(result)}"#)
        #expect(figure.by["why"] == expected)
        #expect(figure.value == (expected.isEmpty ? 0 : 1))
    }

    @Test("The latest check ordered by then speaks for its person, type and jurisdiction alone")
    func latest() throws {
        let hit = #"{"type":"child-abuse","jurisdiction":"TX","ordered_on":"2024-02-01","result":"hit"}"#
        func later(_ place: String, _ day: String) -> String {
            #"\#(hit),{"type":"child-abuse","jurisdiction":"\#(place)","ordered_on":"\#(day)","result":"clear"}"#
        }
        #expect(try why("2024-03-01", later("TX", "2024-03-01")).value == 0)
        #expect(try why("2024-03-01", later("TX", "2024-03-02")).value == 1)
        #expect(try why("2024-03-01", later("CA", "2024-03-01")).value == 1)
        // Two ordered on one day are both the latest.
        #expect(try why("2024-03-01", later("TX", "2024-02-01")).value == 1)
        // A check of somebody who does not live there then is nobody's.
        let absent = #"{"member":1,"type":"child-abuse","ordered_on":"2024-02-01","result":"hit"}"#
        #expect(try why("2024-03-01", absent, #"{"id":1,"born":"2015-01-01","to":"2024-03-01"}"#).value == 0)
        #expect(try why("2024-03-01", absent, #"{"id":1,"born":"2015-01-01"}"#).value == 1)
    }

    @Test("A release whose sponsor is not in the feed is unknown and not in the denominator")
    func withoutSponsor() throws {
        let figure = try child(.checkUnresolvedAtRelease, #""releases":[{"released_on":"2024-01-01","sponsor":7}]"#)
        #expect(figure.value == 0 && figure.denominator == 0 && figure.unknown == 1)
    }

    @Test("The shipped grid is the one in the data")
    func grid() throws {
        let grid = try CheckGrid(JSON(utf8: file("grids/grid-1.json")))
        #expect(grid == .grid1)
    }
}
