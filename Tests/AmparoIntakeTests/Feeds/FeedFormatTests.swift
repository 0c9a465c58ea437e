import AmparoModel
import Testing

@testable import AmparoIntake

@Suite("Comma-separated values, as RFC 4180 has them")
struct FeedFormatTests {
    private static let header = "sponsor_id,given_names,surnames,phone"

    private func names(_ body: String) throws -> [String?] {
        try ReadFeed.read(.sponsor, Self.header + "\n" + body).rows.map { $0.sealedFields(.sponsor)["given_names"] }
    }

    @Test("Quoted commas, line ends and doubled marks are part of the field")
    func quoting() throws {
        let body = "S1,\"Ana, María\",X,\nS2,\"two\nlines\",X,\nS3,\"say \"\"hi\"\"\",X,\nS4,\"\"\"\",X,\nS5,\"\",X,\n"
        #expect(try names(body) == ["Ana, María", "two\nlines", "say \"hi\"", "\"", nil])
    }

    @Test("A quotation mark that does not open its field is data")
    func innerMark() throws {
        #expect(try names("S1,Ana \"Nena\" M,X,\nS2,5'2\",X,\n") == ["Ana \"Nena\" M", "5'2\""])
    }

    @Test("Lines end with LF or CRLF, the last with nothing", arguments: ["\n", "\r\n"])
    func lineEnds(_ end: String) throws {
        let text = [Self.header, "S1,A,B,1", "S2,\"C\",D,\"2\"", "S3,E,F,3"].joined(separator: end)
        let read = try ReadFeed.read(.sponsor, text)
        #expect(read.rows.map { $0.sealedFields(.sponsor)["phone"] } == ["1", "2", "3"])
        #expect(read.report.repaired.isEmpty)
        #expect(try ReadFeed.read(.sponsor, text + end) == read)
    }

    @Test("A row says the line on which its record begins, lines inside of fields counted")
    func lines() throws {
        let read = try ReadFeed.read(.sponsor, Self.header + "\n\nS1,\"a\nb\nc\",,\n\nS2,x,,\nS3\n")
        #expect(read.rows.map(\.line) == [3, 7])
        #expect(read.defects.map(\.line) == [8])
    }

    @Test("A byte order mark before the header is no part of it")
    func byteOrderMark() throws {
        let read = try ReadFeed.read(.sponsor, [0xEF, 0xBB, 0xBF] + Array((Self.header + "\nS1,A,B,1\n").utf8))
        #expect(read.report.taken == 1)
        #expect(read.report.unknownColumns.isEmpty)
    }

    @Test("NUL bytes are taken out wherever they stand, and the row counts as repaired once")
    func nul() throws {
        let read = try ReadFeed.read(
            .sponsor, Self.header + "\r\nS1,A\0n\0a,\0\"B,\0C\"\0,1\r\0\nS2,D,E,2\nS3,\0,,\n\0\0\n")
        #expect(read.rows.map(\.subject) == ["S1", "S2", "S3"])
        #expect(
            read.rows[0].sealedFields(.sponsor) == [
                "sponsor_id": "S1", "given_names": "Ana", "surnames": "B,C", "phone": "1",
            ])
        #expect(read.report.repaired == ["nul": 2])
        #expect(read.report.rows == 3)
        #expect(read.report.addsUp)
    }

    @Test("Blanks around values are taken off and counted once a row, in quotation marks too")
    func padding() throws {
        let read = try ReadFeed.read(
            .sponsor, Self.header + "\n S1,A ,\"\t B \",1\nS2,\"C\" ,D,2\nS3,E F,G,3\nS4,,\"H\",  \n")
        #expect(read.rows.map(\.subject) == ["S1", "S2", "S3", "S4"])
        #expect(read.rows[0].sealedFields(.sponsor)["surnames"] == "B")
        #expect(read.report.repaired == ["padding": 3])
    }

    @Test("Something behind a closing mark puts the record into quarantine, with the column")
    func behindTheMark() throws {
        let read = try ReadFeed.read(.sponsor, Self.header + "\nS1,\"A\"x,B,1\nS2,C,D,2\n")
        #expect(read.defects.map(\.reason) == ["bad-type"])
        #expect(read.defects.map(\.column) == ["given_names"])
        #expect(read.defects.map { String(decoding: $0.raw, as: UTF8.self) } == ["S1,\"A\"x,B,1"])
        #expect(read.rows.map(\.subject) == ["S2"])
    }

    @Test("A mark that is never closed stops the file, with its line, when it swallows lines")
    func unclosed() throws {
        let error = #expect(throws: IntakeError.self) {
            _ = try ReadFeed.read(.sponsor, Self.header + "\nS1,A,B,1\nS2,\"C,D,2\nS3,E,F,3\n")
        }
        #expect(error?.code == .unclosedQuote)
        #expect(error?.line == 3)
        #expect(error?.message.contains("C") == false)
        let cut = try ReadFeed.read(.sponsor, Self.header + "\nS1,A,B,1\nS2,C,D,\"2\n")
        #expect(cut.defects.map(\.reason) == ["bad-type"])
        #expect(cut.report.taken == 1)
    }

    @Test("A record longer than 1 MiB is kept by its first 64 KiB and its length, and the next one is read")
    func tooLong() throws {
        let long = String(repeating: "x", count: 1 << 20)
        let quoted = "S2,\"" + String(repeating: "y\n", count: 700_000) + "\",C,1"
        let read = try ReadFeed.read(.sponsor, Self.header + "\nS1,\(long),B,1\n\(quoted)\r\nS3,A,B,1\n")
        #expect(read.defects.map(\.reason) == ["too-long", "too-long"])
        #expect(read.defects.map(\.raw.count) == [65_536, 65_536])
        #expect(read.defects.map(\.length) == [(1 << 20) + 7, 1_400_000 + 9])
        #expect(read.rows.map(\.line) == [700_004])
        #expect(read.report.addsUp)
    }

    @Test("A record of exactly 1 MiB is taken")
    func exactlyTheLimit() throws {
        let long = String(repeating: "x", count: (1 << 20) - 7)
        let read = try ReadFeed.read(.sponsor, Self.header + "\nS1,\(long),B,1\r\nS2,\(long)x,B,1\r\n")
        #expect(read.rows.map(\.subject) == ["S1"])
        #expect(read.defects.map(\.length) == [(1 << 20) + 1])
    }

    @Test("Rows of nothing but blanks are no records, and are noted")
    func blankRows() throws {
        let read = try ReadFeed.read(.sponsor, Self.header + "\n\n,,,\nS1,A,B,1\n \t\n,\"\",,\n")
        #expect(read.report.rows == 1)
        #expect(read.report.notes == ["blank rows read past: 4"])
    }
}
