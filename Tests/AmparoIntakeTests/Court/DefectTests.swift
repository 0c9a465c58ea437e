import AmparoIntake
import AmparoModel
import Testing

@Suite("Defects of the court's files")
struct DefectTests {
    private static let sound = [
        "idncase": "7", "alien_city": "HOUSTON", "alien_state": "TX", "alien_zipcode": "77001", "nat": "GT",
        "lang": "SP", "custody": "N", "site_type": "M", "case_type": "RMV", "c_asy_type": "J", "sex": "F",
        "c_birthdate": "5/2010", "latest_hearing": "2026-03-01 00:00:00.000", "latest_time": "0930",
        "casepriority_code": "UC",
    ]

    private func cases(_ lines: [UInt8]..., end: [UInt8] = [0x0A]) throws -> CourtOutcome {
        var fixture = CourtFixture()
        fixture.raw(.courtCase, lines, end: end)
        let outcome = try fixture.read()
        #expect(outcome.addsUp)
        return outcome
    }

    private func line(_ changes: [String: String] = [:]) -> [UInt8] {
        CourtFixture.line(.courtCase, Self.sound.merging(changes) { $1 })
    }

    @Test("A sound row is taken with every field")
    func soundRow() throws {
        let outcome = try cases(line())
        let row = try #require(outcome.rows[.courtCase]?.first)
        #expect(row.line == 2 && row.number == 7 && row.key == "7")
        #expect(row["alien_city"] == "HOUSTON" && row.sealed["alien_zipcode"] == "77001")
        #expect(row["latest_hearing"] == "2026-03-01" && row["latest_time"] == "0930")
        #expect(row["c_birthdate"] == String(2010 * 12 + 4))
        #expect(row["casepriority_code"] == "UC" && row["lpr"] == nil)
        #expect(outcome.report(.courtCase).repaired.isEmpty)
    }

    @Test("An extra empty field before the first column that does not fit is taken out")
    func extraTab() throws {
        var fields = line().split(separator: 0x09, omittingEmptySubsequences: false)
        fields.insert([], at: 12)
        let outcome = try cases(Array(fields.joined(separator: [0x09])))
        #expect(outcome.rows[.courtCase]?.first?["case_type"] == "RMV")
        #expect(outcome.rows[.courtCase]?.first?["latest_hearing"] == "2026-03-01")
        #expect(outcome.report(.courtCase).repaired == ["extra-tab": 1])
    }

    @Test("A tab inside the city is told by two capitals where the ZIP code belongs")
    func tabInCity() throws {
        let text = String(decoding: line(["alien_city": "SAN\tANTONIO"]), as: UTF8.self)
        let outcome = try cases(Array(text.utf8))
        let row = try #require(outcome.rows[.courtCase]?.first)
        #expect(row["alien_city"] == "SAN ANTONIO" && row["alien_state"] == "TX" && row["alien_zipcode"] == "77001")
        #expect(outcome.report(.courtCase).repaired == ["extra-tab": 1])
    }

    @Test("A tab before the city leaves it empty, and the shift is undone from there")
    func tabBeforeCity() throws {
        let outcome = try cases(line(["alien_city": "\tHOUSTON"]))
        #expect(outcome.rows[.courtCase]?.first?["alien_city"] == "HOUSTON")
        #expect(outcome.rows[.courtCase]?.first?["alien_state"] == "TX")
    }

    @Test("Four surplus tabs are more than is mended: the record is quarantined with its bytes")
    func tooManyFields() throws {
        var fields = line().split(separator: 0x09, omittingEmptySubsequences: false)
        fields.insert(contentsOf: [[], [], [], []], at: 12)
        let raw = Array(fields.joined(separator: [0x09]))
        let outcome = try cases(raw)
        let record = try #require(outcome.quarantined.first)
        #expect(record.reason == "too-many-fields" && record.raw == raw && record.line == 2)
        #expect(record.primaryKey == 7 && record.length == raw.count && record.kind == .courtCase)
        #expect(outcome.report(.courtCase).quarantined == ["too-many-fields": 1])
    }

    @Test("A record split over two lines is joined, and counts as one")
    func joinedLines() throws {
        let outcome = try cases(line(["alien_city": "HOUS\nTON"]), line(["idncase": "9"]))
        let rows = try #require(outcome.rows[.courtCase])
        #expect(rows.count == 2 && rows[0]["alien_city"] == "HOUS\nTON" && rows[0].line == 2 && rows[1].line == 4)
        #expect(outcome.report(.courtCase).rows == 2)
        #expect(outcome.report(.courtCase).repaired == ["joined-lines": 1])
    }

    @Test("A short record that nothing completes is quarantined, and so is what follows it when that is short too")
    func tooFewFields() throws {
        let outcome = try cases(Array(line().prefix(20)), Array("foo\tbar".utf8), line())
        #expect(outcome.quarantined.map(\.reason) == ["too-few-fields", "too-few-fields"])
        #expect(outcome.quarantined.map(\.line) == [2, 3])
        #expect(outcome.quarantined.map(\.primaryKey) == [7, nil])
        #expect(outcome.rows[.courtCase]?.map(\.line) == [4])
    }

    @Test("Two short records in a row that only add up by chance are not joined")
    func joinThatDoesNotFit() throws {
        let fields = line().split(separator: 0x09, omittingEmptySubsequences: false)
        let first = Array(fields[..<10].joined(separator: [0x09]))
        let second = Array(fields[..<(fields.count - 9)].joined(separator: [0x09]))
        let outcome = try cases(first, second)
        #expect(outcome.quarantined.map(\.reason) == ["too-few-fields", "too-few-fields"])
    }

    @Test("NUL bytes are stripped, inside values and as whole values, in keys too")
    func nuls() throws {
        let outcome = try cases(line(["idncase": "\u{0}7", "lang": "S\u{0}P", "sex": "\u{0}"]))
        let row = try #require(outcome.rows[.courtCase]?.first)
        #expect(row.number == 7 && row["lang"] == "SP" && row["sex"] == nil)
        #expect(outcome.report(.courtCase).repaired == ["nul": 1])
    }

    @Test("Padding is trimmed at both ends and counted once per row; a blank code is no code")
    func padding() throws {
        let outcome = try cases(line(["lang": "SP ", "nat": " GT ", "custody": " ", "idncase": " 7 "]))
        let row = try #require(outcome.rows[.courtCase]?.first)
        #expect(row["lang"] == "SP" && row["nat"] == "GT" && row["custody"] == nil && row.number == 7)
        #expect(outcome.report(.courtCase).repaired == ["padding": 1])
    }

    @Test(
        "ZIP codes lose their backtick and get their zeros back; anything else stays as it is",
        arguments: [
            ("`77001", "77001", true), ("2138", "02138", true), ("501", "00501", true),
            ("2138-1234", "02138-1234", true),
            ("77001", "77001", false), ("77001-1234", "77001-1234", false), ("ABC", "ABC", false), ("12", "12", false),
        ])
    func zip(written: String, read: String, isRepaired: Bool) throws {
        let outcome = try cases(line(["alien_zipcode": written]))
        #expect(outcome.rows[.courtCase]?.first?["alien_zipcode"] == read)
        #expect(outcome.report(.courtCase).repaired == (isRepaired ? ["zip": 1] : [:]))
    }

    @Test("Lines may end in CR LF, and the last in nothing")
    func lineEnds() throws {
        var fixture = CourtFixture()
        fixture.raw(.courtCase, [line(), line(["idncase": "9"])], end: [0x0D, 0x0A])
        fixture.files["A_TblCase.csv"]?.removeLast(2)
        let outcome = try fixture.read()
        #expect(outcome.rows[.courtCase]?.count == 2)
        #expect(outcome.rows[.courtCase]?.last?["casepriority_code"] == "UC")
        #expect(outcome.report(.courtCase).repaired.isEmpty)
    }

    @Test(
        "A blank key, a key that is no number and a row without its case are quarantined", arguments: ["", "FC", "1.0"])
    func badKey(_ key: String) throws {
        var fixture = CourtFixture.childAndAdult()
        fixture.table(
            .proceeding,
            [
                ["idnproceeding": key, "idncase": "8"], ["idnproceeding": "3", "idncase": ""],
                ["idnproceeding": "4", "idncase": "7"],
            ])
        let outcome = try fixture.read()
        #expect(outcome.addsUp)
        #expect(outcome.report(.proceeding).quarantined == ["bad-key": 2])
        #expect(outcome.quarantined.map(\.column) == ["idnproceeding", "idncase"])
        #expect(outcome.rows[.proceeding]?.map(\.key) == ["4"])
    }

    @Test("A child's row with the right number of fields and a value that does not fit is quarantined by its column")
    func badType() throws {
        for (column, value) in [
            ("latest_hearing", "SFR"), ("c_birthdate", "E"), ("date_detained", "M"), ("custody", "2014-01-01"),
            ("latest_time", "M"), ("case_type", "A CODE LONGER THAN ANY"), ("e_28_date", "2026-02-30"),
        ] {
            let outcome = try cases(line([column: value]))
            #expect(outcome.quarantined.map(\.reason) == ["bad-type"], "\(column)")
            #expect(outcome.quarantined.first?.column == column)
        }
    }

    @Test("Values that mean nothing are nothing, by column: N/A is a priority, ?? a nationality, 0 a bit")
    func nullLike() throws {
        let outcome = try cases(
            line([
                "latest_hearing": "N/A", "c_birthdate": "b6", "latest_time": "A.2.a", "lang": "??", "custody": "N/A",
                "nat": "??", "casepriority_code": "N/A", "lpr": "0", "release_year": "0000", "release_month": "00",
                "alien_zipcode": "00000", "e_28_date": "0000",
            ]))
        let row = try #require(outcome.rows[.courtCase]?.first)
        for column in [
            "latest_hearing", "c_birthdate", "latest_time", "lang", "custody", "release_year", "release_month",
            "alien_zipcode", "e_28_date",
        ] { #expect(row[column] == nil, "\(column)") }
        #expect(row["nat"] == "??" && row["casepriority_code"] == "N/A" && row["lpr"] == "0")
    }

    @Test(
        "Times become four digits",
        arguments: [("0930", "0930"), ("930", "0930"), ("9:30", "0930"), ("930.0", "0930"), ("0000", "0000")])
    func times(written: String, read: String) throws {
        #expect(try cases(line(["latest_time": written])).rows[.courtCase]?.first?["latest_time"] == read)
    }

    @Test("Absurd dates that the calendar has stay as they are; a time of day is kept")
    func absurdDates() throws {
        let outcome = try cases(line(["latest_hearing": "1900-01-01", "e_28_date": "9999-12-31 19:24:46.373"]))
        #expect(outcome.rows[.courtCase]?.first?["latest_hearing"] == "1900-01-01")
        #expect(outcome.rows[.courtCase]?.first?["e_28_date"] == "9999-12-31+")
    }

    @Test("Text is read as windows-1252; the five bytes it lacks become U+FFFD and are noted")
    func encoding() throws {
        var bytes = line(["alien_city": "XX"])
        let place = try #require(bytes.firstIndex(of: 0x58))
        bytes.replaceSubrange(place..<(place + 2), with: [0x44, 0xD1, 0x80, 0x81])
        let outcome = try cases(bytes)
        #expect(outcome.rows[.courtCase]?.first?["alien_city"] == "DÑ€\u{FFFD}")
        #expect(outcome.report(.courtCase).notes.count == 1)
    }

    @Test("A column by another name is the same column and counted; GENDER is Sex")
    func headerAlias() throws {
        var fixture = CourtFixture()
        let columns = CourtFixture.columns(.courtCase).map { $0 == "SEX" ? "GENDER" : $0.lowercased() }
        fixture.table(.courtCase, columns: columns, [["idncase": "7", "c_asy_type": "J", "gender": "F"]])
        let outcome = try fixture.read()
        #expect(outcome.rows[.courtCase]?.first?["sex"] == "F")
        #expect(outcome.report(.courtCase).repaired == ["header-alias": 1])
    }

    @Test("A header that runs into its first row is refused and says nothing of it")
    func headerRunsOn() throws {
        var fixture = CourtFixture()
        let row = ["idncase": "7", "alien_city": "MIAMI", "alien_zipcode": "33101", "c_birthdate": "5/2012"]
        fixture.raw(.courtCase, [])
        let header = fixture.files["A_TblCase.csv"] ?? []
        fixture.files["A_TblCase.csv"] = header.dropLast() + CourtFixture.line(.courtCase, row) + [0x0A]
        let refusal = #expect(throws: IntakeError.self) { _ = try fixture.read() }
        #expect(refusal?.code == .badHeader)
        #expect(refusal?.description.contains("MIAMI") == false && refusal?.description.contains("33101") == false)
    }

    @Test("A column nobody knows is kept sealed under its name and reported; order does not matter")
    func unknownColumn() throws {
        var fixture = CourtFixture()
        let columns = ["NEW_CODE"] + CourtFixture.columns(.courtCase).reversed() + ["MIAMI"]
        fixture.table(
            .courtCase, columns: columns, [["idncase": "7", "c_asy_type": "J", "new_code": "x", "miami": "y"]])
        let outcome = try fixture.read()
        #expect(outcome.rows[.courtCase]?.first?.sealed["?NEW_CODE"] == "x")
        #expect(outcome.rows[.courtCase]?.first?.sealed["?MIAMI"] == "y")
        let place = columns.count
        #expect(outcome.report(.courtCase).unknownColumns == ["NEW_CODE", "column \(place), name not shown"])
        #expect(outcome.rows[.courtCase]?.first?.key == "7")
    }

    @Test("Motions have two unnamed fields more than their header, kept sealed, and headers ending in _Remove")
    func motions() throws {
        var fixture = CourtFixture.childAndAdult()
        let header = CourtFixture.columns(.motion).map { $0 == "REJ" ? "REJ_Remove" : $0 }
        func motion(_ values: [String: String], _ surplus: String) -> [UInt8] {
            CourtFixture.line(.motion, values) + Array(surplus.utf8)
        }
        fixture.raw(
            .motion, header: header,
            [
                motion(["idnmotion": "1", "idncase": "7", "rej": "X"], "\tabc\t"),
                motion(["idnmotion": "2", "idncase": "8"], "\t\t"),
            ])
        let outcome = try fixture.read()
        #expect(outcome.addsUp)
        #expect(outcome.rows[.motion]?.first?["rej"] == "X")
        #expect(outcome.rows[.motion]?.first?.sealed["?surplus-1"] == "abc")
        #expect(outcome.report(.motion).repaired == ["surplus-fields": 2, "header-alias": 1])
    }

    @Test("A record longer than 1 MiB is quarantined with its first 64 KiB, and reading goes on")
    func tooLong() throws {
        let long = Array("9\t".utf8) + [UInt8](repeating: 0x58, count: (1 << 20) + 10)
        let outcome = try cases(line(), long, line(["idncase": "10"]))
        let record = try #require(outcome.quarantined.first)
        #expect(record.reason == "too-long" && record.length == long.count && record.raw.count == 64 << 10)
        #expect(outcome.rows[.courtCase]?.map(\.number) == [7, 10])
    }

    @Test("Defects of adults' rows are mended and counted too")
    func adults() throws {
        var fields = CourtFixture.line(
            .courtCase, ["idncase": "8", "case_type": "RMV", "latest_hearing": "2026-03-01"]
        )
        .split(separator: 0x09, omittingEmptySubsequences: false)
        fields.insert([], at: 12)
        let outcome = try cases(Array(fields.joined(separator: [0x09])), Array("9\tX".utf8))
        #expect(outcome.report(.courtCase).past == ["not-a-child": 1])
        #expect(outcome.report(.courtCase).repaired == ["extra-tab": 1])
        #expect(outcome.report(.courtCase).quarantined == ["too-few-fields": 1])
    }

    @Test(
        "A row that repeats another word for word is a duplicate; one that differs is quarantined and the first stays")
    func duplicates() throws {
        let outcome = try cases(line(), line(), line(["nat": "HO"]), line(["idncase": "9"]))
        #expect(outcome.rows[.courtCase]?.map(\.line) == [2, 5])
        #expect(outcome.report(.courtCase).past == ["duplicate": 1])
        #expect(outcome.quarantined.map(\.reason) == ["bad-key"])
        #expect(outcome.quarantined.first?.raw == line(["nat": "HO"]) && outcome.quarantined.first?.primaryKey == 7)
    }

    @Test("Empty lines are no records")
    func emptyLines() throws {
        let outcome = try cases(line(), [], [])
        #expect(outcome.report(.courtCase).rows == 1)
        #expect(outcome.report(.courtCase).notes == ["2 empty lines are no records"])
    }
}
