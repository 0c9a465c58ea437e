import AmparoIntake
import AmparoModel
import Foundation
import Testing

@Suite("A court release as a whole")
struct ReleaseTests {
    private func code(_ body: () throws -> Void) -> IntakeError.Code? {
        do {
            try body()
            return nil
        } catch { return (error as? IntakeError)?.code }
    }

    private func expectRefusal(_ fixture: CourtFixture, _ expected: IntakeError.Code) {
        let found = code { _ = try fixture.read() }
        #expect(found == expected)
    }

    @Test("RELEASE.txt gives the date, else the given one, else the release is refused")
    func releaseDate() throws {
        var fixture = CourtFixture.childAndAdult()
        let given = Day("2025-01-01")
        #expect(try fixture.withFolder { try CourtRelease(at: $0, releaseDate: given).date } == Day("2026-09-01"))
        fixture.files["RELEASE.txt"] = Array("soon\n".utf8)
        fixture.withRefusal { #expect($0 == .noReleaseDate) }
        fixture.files["RELEASE.txt"] = nil
        #expect(try fixture.withFolder { try CourtRelease(at: $0, releaseDate: given).date } == given)
        fixture.withRefusal { #expect($0 == .noReleaseDate) }
    }

    @Test("Files are found anywhere, whatever the case of their names; two of one name are refused")
    func names() throws {
        var fixture = CourtFixture.childAndAdult()
        fixture.files["deep/er/a_TBLcase.CSV"] = fixture.files.removeValue(forKey: "A_TblCase.csv")
        #expect(try fixture.read().reports["a_TBLcase.CSV"]?.taken == 1)
        fixture.files["A_TblCase.csv"] = []
        fixture.withRefusal { #expect($0 == .duplicateFile) }
    }

    @Test(
        "A header with a required column missing or twice, or no header, refuses its file before anything is taken"
    )
    func headers() throws {
        for (bytes, expected) in [
            ([UInt8](), IntakeError.Code.emptyFile), (Array("IDNPROCEEDING,IDNCASE\n1,7\n".utf8), .missingColumn),
            ((0...255).map { UInt8($0) }, .missingColumn), ([UInt8](repeating: 0x58, count: 3 << 20), .badHeader),
            (
                Array(CourtFixture.columns(.proceeding).joined(separator: "\t").utf8) + Array("\tIDNCASE\n".utf8),
                .duplicateColumn
            ),
        ] {
            var fixture = CourtFixture.childAndAdult()
            fixture.files["B_TblProceeding.csv"] = bytes
            try fixture.withFolder { folder in
                let reader = CourtReleaseReader(try CourtRelease(at: folder))
                let survey = try reader.survey()
                #expect(survey.refused.map(\.code) == [expected] && survey.refused.first?.file == "B_TblProceeding.csv")
                var handedOver = 0
                let sink = CourtReleaseSink(rows: { handedOver += $0.rows.count }, quarantined: { _ in })
                let refusal = code { _ = try reader.read(survey, into: sink) }
                #expect(refusal == expected)
                #expect(handedOver == 0)
                #expect(try reader.read(survey, leavingOutRefused: true, into: sink).map(\.file) == ["A_TblCase.csv"])
                #expect(handedOver == 1)
            }
        }
    }

    @Test("Count.txt may differ by four rows; five are noted")
    func counts() throws {
        var fixture = CourtFixture.childAndAdult()
        fixture.files["Count.txt"] = Array("A_TblCase\t6\n".utf8)
        #expect(try fixture.read().report(.courtCase).notes.isEmpty)
        fixture.files["Count.txt"] = Array("a_tblCASE\t7\r\nother\t1\n".utf8)
        #expect(try fixture.read().report(.courtCase).notes == ["Count.txt differs by 5 rows"])
    }

    @Test("Lookups and tables nobody needs are read past; the mailings are left to their reader")
    func otherTables() throws {
        var fixture = CourtFixture.childAndAdult()
        fixture.files["Lookup/tblLookupHloc.csv"] = Array("a\tb\n1\t2\n3\t4".utf8)
        fixture.files["mail.csv"] = Array("idncase\n".utf8)
        fixture.files["Readme.txt"] = Array("words".utf8)
        let outcome = try fixture.read()
        #expect(outcome.reports["tblLookupHloc.csv"]?.past == ["other-table": 2])
        #expect(outcome.reports.count == 2 && outcome.addsUp)
        #expect(try fixture.withFolder { try CourtRelease(at: $0).mail?.path } == "mail.csv")
    }

    @Test("A file of which more than 5 % and more than 20 records are quarantined is refused, in the survey already")
    func tooManyDefects() throws {
        var fixture = CourtFixture()
        let sound = (1...400).map { CourtFixture.line(.courtCase, ["idncase": String($0), "c_asy_type": "J"]) }
        func broken(_ count: Int) -> [[UInt8]] {
            (0..<count).map { Array("x\(String(repeating: "\t", count: 60))y\($0)".utf8) }
        }
        fixture.raw(.courtCase, sound + broken(21))
        #expect(try fixture.read().report(.courtCase).quarantined == ["too-many-fields": 21])
        fixture.raw(.courtCase, sound + broken(22))
        expectRefusal(fixture, .tooManyDefects)
        fixture.raw(.courtCase, Array(sound[..<10]) + broken(20))
        #expect(try fixture.read().report(.courtCase).taken == 10)
    }

    @Test("A file whose children's rows do not fit their columns is refused at its end")
    func refusedAtEnd() throws {
        var fixture = CourtFixture.childAndAdult()
        fixture.table(.custody, (1...30).map { ["idncustody": String($0), "idncase": "7", "datdetained": "1/2/2020"] })
        expectRefusal(fixture, .tooManyDefects)
    }

    @Test("A folder of the care feed is told before anybody asks for the date of a release")
    func careFolder() {
        var fixture = CourtFixture()
        fixture.files = ["referrals.csv": Array("child_id\n".utf8), "notes.txt": []]
        expectRefusal(fixture, .wrongFeed)
    }

    @Test("A ZIP archive gives what the folder gives; a cut-off one is refused")
    func archive() throws {
        var fixture = CourtFixture.childAndAdult()
        fixture.table(.custody, (1...5000).map { ["idncustody": String($0), "idncase": "\(7 + $0 % 2)"] })
        let folder = try fixture.read()
        try fixture.withArchive { path in
            let archive = try CourtOutcome.reading(path)
            #expect(archive.rows == folder.rows && archive.reports == folder.reports)
            let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            try bytes.prefix(bytes.count / 2).write(to: URL(fileURLWithPath: path))
            let cutOff = code { _ = try CourtOutcome.reading(path) }
            #expect(cutOff == .badArchive)
            var damaged = bytes
            // In the middle of the compressed custody table.
            for index in (bytes.count / 2)..<(bytes.count / 2 + 64) { damaged[index] ^= 0xFF }
            try damaged.write(to: URL(fileURLWithPath: path))
            let broken = code { _ = try CourtOutcome.reading(path) }
            #expect(broken == .badArchive)
        }
        let absent = code { _ = try CourtRelease(at: "/nowhere/at/all") }
        #expect(absent == .notFound)
    }

    @Test("Progress rises to the total of both passes")
    func progress() throws {
        try CourtFixture.childAndAdult().withFolder { folder in
            let release = try CourtRelease(at: folder)
            let reader = CourtReleaseReader(release)
            var last: (Int64, Int64) = (0, 0)
            func note(_ done: Int64, _ total: Int64) {
                #expect(done >= last.0 && done <= total)
                last = (done, total)
            }
            let survey = try reader.survey(progress: note)
            _ = try reader.read(survey, into: CourtReleaseSink(rows: { _ in }, quarantined: { _ in }), progress: note)
            // The header lines are read once more than they are counted.
            #expect(last.1 == release.bytesToRead && last.0 > 0)
        }
    }

    @Test("An error of the sink ends the reading and comes back as it is")
    func sinkError() throws {
        try CourtFixture.childAndAdult().withFolder { folder in
            let reader = CourtReleaseReader(try CourtRelease(at: folder))
            let survey = try reader.survey()
            let sink = CourtReleaseSink(rows: { _ in throw FixtureFailure() }, quarantined: { _ in })
            #expect(throws: FixtureFailure.self) { try reader.read(survey, into: sink) }
        }
    }
}

extension CourtFixture {
    /// The code with which looking the release over is refused.
    fileprivate func withRefusal(_ check: (IntakeError.Code?) -> Void) {
        do {
            try withFolder { _ = try CourtRelease(at: $0) }
            check(nil)
        } catch { check((error as? IntakeError)?.code) }
    }
}
