import AmparoModel
import Testing

@testable import AmparoIntake

@Suite("The values of a feed's columns")
struct FeedValueTests {
    /// One row of a table with the given columns set.
    private func read(_ kind: RecordKind, _ values: KeyValuePairs<String, String>) throws -> ReadFeed {
        try ReadFeed.read(
            kind, values.map(\.key).joined(separator: ",") + "\n" + values.map(\.value).joined(separator: ",") + "\n")
    }

    private func call(_ column: String, _ value: String) throws -> ReadFeed {
        try read(.call, ["child_id": "C1", "call_id": "K1", "due_on": "2024-01-31", column: value])
    }

    private func referral(_ column: String, _ value: String) throws -> ReadFeed {
        try read(.referral, ["child_id": "C1", "referral_id": "R1", column: value])
    }

    @Test("A row's plain fields are typed, its names and numbers sealed, its subject and key text")
    func everyPart() throws {
        let read = try read(
            .placement,
            [
                "child_id": "C1", "placement_id": "P9", "referral_id": "R1", "facility_id": "F-2",
                "facility_name": "Casa", "facility_type": "LTFC", "state": "tx", "from": "2024-02-29", "to": "unknown",
                "exit_reason": "",
            ])
        let row = try #require(read.rows.first)
        #expect(row.subject == "C1")
        #expect(row.key == "P9")
        #expect(row.line == 2)
        #expect(
            row.plainFields(.placement) == [
                "referral_id": String(ReadFeed.rowKey(.referral, "R1"), radix: 16), "facility_type": "7",
                "state": "tx", "from": "2024-02-29", "to": "‹unknown›",
            ])
        #expect(
            row.sealedFields(.placement) == [
                "child_id": "C1", "placement_id": "P9", "referral_id": "R1", "facility_id": "F-2",
                "facility_name": "Casa",
            ])
    }

    @Test("A check's member is referred to by the key of the household row")
    func memberReference() throws {
        let read = try read(
            .check,
            ["check_id": "K1", "sponsor_id": "S1", "member_id": "M1", "type": "dna", "ordered_on": "2025-01-01"])
        #expect(read.rows.first?.subject == "S1")
        #expect(
            read.rows.first?.plainFields(.check)["member_id"]
                == String(ReadFeed.rowKey(.householdMember, "M1"), radix: 16))
    }

    @Test("A word that its list does not hold is taken as unlisted, kept sealed and counted")
    func unlisted() throws {
        let read = try call("outcome", "Voicemail")
        #expect(read.rows.first?.plainFields(.call)["outcome"] == "255")
        #expect(read.rows.first?.sealedFields(.call)["outcome"] == "Voicemail")
        #expect(read.report.unknownCodes == ["outcome": 1])
        let sealed = try referral("sex", "Q")
        #expect(sealed.rows.first?.plainFields(.referral) == [:])
        #expect(sealed.rows.first?.sealedFields(.referral)["sex"] == "Q")
        #expect(sealed.report.unknownCodes == ["sex": 1])
    }

    @Test("`unknown` and `refused` are values, but a list's own word comes first")
    func notKnown() throws {
        #expect(try call("safe", "Refused").rows.first?.plainFields(.call)["safe"] == "‹refused›")
        #expect(try call("spoke_with", "UNKNOWN").rows.first?.plainFields(.call)["spoke_with"] == "‹unknown›")
        #expect(try call("outcome", "refused").rows.first?.plainFields(.call)["outcome"] == "4")
        #expect(try call("attempted_at", "unknown").rows.first?.plainFields(.call)["attempted_at"] == "‹unknown›")
        #expect(
            try referral("date_of_birth", "unknown").rows.first?.sealedFields(.referral)["date_of_birth"] == "unknown")
        let due = try read(.call, ["child_id": "C1", "call_id": "K1", "due_on": "unknown"])
        #expect(due.rows.first?.plainFields(.call)["due_on"] == "‹unknown›")
    }

    @Test("Nothing is written of a value that was not said")
    func empty() throws {
        #expect(try call("safe", "").rows.first?.plainFields(.call) == ["due_on": "2024-01-31"])
    }

    @Test(
        "A value that is not of its column's type puts the record into quarantine, with the column",
        arguments: [
            ("attempted_at", "2024-13-01"), ("attempted_at", "2024-05-01T25:00:00Z"), ("documented_on", "1/2/2024"),
            ("documented_on", "2023-02-29"), ("documented_on", "2024-05-01T10:00:00Z"), ("safe", "yes"),
        ])
    func badType(_ column: String, _ value: String) throws {
        let read = try call(column, value)
        #expect(read.defects.map(\.reason) == ["bad-type"])
        #expect(read.defects.map(\.column) == [column])
        #expect(read.report.notes == ["bad-type in \(column): 1"])
        #expect(read.report.addsUp)
    }

    @Test("An instant may be a bare day, which is its midnight in UTC")
    func bareDay() throws {
        #expect(
            try call("attempted_at", "2024-05-01").rows.first?.plainFields(.call)["attempted_at"]
                == "2024-05-01T00:00:00Z")
        #expect(
            try call("attempted_at", "2024-05-01T23:00:00-05:00").rows.first?.plainFields(.call)["attempted_at"]
                == "2024-05-01T23:00:00-05:00")
    }

    @Test(
        "A birth date may be uncertain by month or year, and is always sealed",
        arguments: ["2009", "2009-05", "2009-05-17"])
    func birthDate(_ text: String) throws {
        let row = try #require(try referral("date_of_birth", text).rows.first)
        #expect(row.plain.isEmpty)
        #expect(row.sealedFields(.referral)["date_of_birth"] == text)
    }

    @Test("No birth date", arguments: ["2009-13", "0000", "09", "2009-5", "May 2009", "2009-02-30"])
    func noBirthDate(_ text: String) throws {
        #expect(try referral("date_of_birth", text).defects.map(\.column) == ["date_of_birth"])
    }

    @Test("A code is at most 20 bytes, sealed or not")
    func codes() throws {
        #expect(try referral("language", String(repeating: "x", count: 21)).defects.map(\.column) == ["language"])
        let long = try read(
            .release,
            [
                "child_id": "C", "release_id": "L", "released_on": "2024-01-01", "sponsor_id": "S",
                "state": "Texas, United States",
            ])
        #expect(long.defects.map(\.reason) == ["too-many-fields"])
    }

    @Test(
        "An A-number is nine digits, however it is written",
        arguments: [
            ("A212345678", "212345678"), ("212-345-678", "212345678"), ("a 212 345 678", "212345678"),
            ("12345678", "012345678"), ("A12-345-678", "012345678"),
        ])
    func aNumber(_ text: String, _ digits: String) throws {
        #expect(try referral("a_number", text).rows.first?.sealedFields(.referral)["a_number"] == digits)
        #expect(try read(.notice, ["a_number": text]).rows.first?.subject == digits)
    }

    @Test(
        "What is no A-number is kept sealed and counted where it may be missing, and quarantined where it may not",
        arguments: ["1234567", "A2123456789", "000000000", "AA12345678", "21234567A", "pending"])
    func noANumber(_ text: String) throws {
        let optional = try referral("a_number", text)
        #expect(optional.rows.first?.sealedFields(.referral)["a_number"] == text)
        #expect(optional.report.unknownCodes == ["a_number": 1])
        let required = try read(.notice, ["a_number": text])
        #expect(required.defects.map(\.reason) == ["bad-type"])
    }

    @Test("A mailing is known by its case's number, its hearing, its day and its addressee")
    func mailing() throws {
        let read = try read(
            .mailing,
            ["idncase": "0012345", "hearing_date": "2024-06-01", "mailed_on": "", "addressee": "Custodian"])
        #expect(read.rows.map(\.number) == [12_345])
        #expect(read.rows.map(\.subject) == [""])
        #expect(read.rows.map(\.key) == ["2024-06-01\u{1F}\u{1F}custodian"])
        #expect(read.rows.first?.plainFields(.mailing)["addressee"] == "1")
        let noNumber = try self.read(.mailing, ["idncase": "12 345", "hearing_date": "2024-06-01"])
        #expect(noNumber.defects.map(\.column) == ["idncase"])
        #expect(noNumber.defects.map(\.reason) == ["bad-type"])
    }
}
