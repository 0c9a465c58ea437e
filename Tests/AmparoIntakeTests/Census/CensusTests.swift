import AmparoModel
import Foundation
import Testing

@testable import AmparoIntake

@Suite("The public daily census of HHS")
struct CensusTests {
    private static let header = """
        Date,Children apprehended and placed in CBP custody*,Children in CBP custody,Children transferred out of CBP \
        custody,Children in HHS Care,Children discharged from HHS Care

        """

    private func read(_ text: String) throws -> Census {
        try CensusFile(name: "daily.csv", bytes: FeedBytes(Array(text.utf8))).read()
    }

    private func day(_ text: String) throws -> Day { try #require(Day(text)) }

    @Test("Long dates, quoted thousands, blank rows and newest-first become typed days in order")
    func published() throws {
        let census = try read(
            Self.header
                + "\"December 21, 2025\",6,18,11,\"2,484\",14\n,,,,,\n\"December 09, 2025\",10,54,5,\"12,439\",\n,,,,,\n"
        )
        #expect(
            census.days == [
                CensusDay(
                    day: try day("2025-12-09"), apprehended: 10, inCBPCustody: 54, transferredOut: 5,
                    inHHSCare: 12_439),
                CensusDay(
                    day: try day("2025-12-21"), apprehended: 6, inCBPCustody: 18, transferredOut: 11,
                    inHHSCare: 2484, discharged: 14),
            ])
        #expect(census.blankRows == 2)
        #expect(census.report.rows == 2)
        #expect(census.gaps.map(\.count) == [11])
        #expect(
            census.report.notes == ["days without figures: 11 in 1 gaps", "blank rows read past: 2"])
    }

    @Test("Columns are bound by name, without stars, case and spare blanks, in any order")
    func columns() throws {
        let census = try read(
            "children discharged from HHS care **, DATE,Children in HHS Care,Children in  CBP custody,Children "
                + "transferred out of CBP custody,children apprehended and placed in cbp custody*,Note\n"
                + "14,2025-12-21,\"2,484\",18,11,6,x\n")
        #expect(census.days.map(\.inHHSCare) == [2484])
        #expect(census.days.map(\.discharged) == [14])
    }

    @Test("The same day again is a duplicate, with other figures a conflict in which the first stands")
    func conflicts() throws {
        let census = try read(
            Self.header + "\"May 2, 2025\",1,2,3,4,5\n\"May 02, 2025\",1,2,3,4,5\n2025-05-02,1,2,3,4,6\n")
        #expect(census.days.map(\.discharged) == [5])
        #expect(census.report.past == ["duplicate": 1])
        #expect(census.conflicts == 1)
        #expect(census.quarantined.map(\.reason) == ["bad-key"])
        #expect(census.quarantined.map(\.line) == [4])
        #expect(census.report.addsUp)
    }

    @Test(
        "What cannot be read is quarantined, with its column",
        arguments: [
            ("\"May 32, 2025\",1,2,3,4,5", "bad-type", "date"), ("5/2/2025,1,2,3,4,5", "bad-type", "date"),
            (",1,2,3,4,5", "bad-key", "date"), ("\"May 2, 2025\",1,2,3,\"1,23\",5", "bad-type", "children in hhs care"),
            ("\"May 2, 2025\",1,2,3,-4,5", "bad-type", "children in hhs care"),
            ("May 2, 2025,1,2,3,4,5", "too-many-fields", nil), ("\"May 2, 2025\",1", "too-few-fields", nil),
            ("\"May 2, 2025\",1,2,3,4,n/a", "bad-type", "children discharged from hhs care"),
        ] as [(String, String, String?)])
    func defects(_ record: String, _ reason: String, _ column: String?) throws {
        let census = try read(Self.header + record + "\n\"May 3, 2025\",1,2,3,4,5\n")
        #expect(census.quarantined.map(\.reason) == [reason])
        #expect(census.quarantined.map(\.column) == [column])
        #expect(census.days.count == 1)
        #expect(census.report.addsUp)
    }

    @Test("A file without one of the columns, or with too many defects, is refused")
    func refused() {
        #expect(throws: IntakeError(.missingColumn, file: "daily.csv", column: "children in hhs care", line: 1, "")) {
            _ = try read(Self.header.replacing("Children in HHS Care", with: "In care") + "x\n")
        }
        #expect(throws: IntakeError(.tooManyDefects, file: "daily.csv", "")) {
            _ = try read(Self.header + String(repeating: "x\n", count: 21))
        }
        #expect(throws: IntakeError(.emptyFile, file: "daily.csv", "")) { _ = try read("") }
    }

    @Test("The series as HHS published it until 21 December 2025 is read whole", .enabled(if: SharedCensus.isThere))
    func realFile() throws {
        let census = try CensusFile(name: "hhs_uac_daily.csv", bytes: FeedBytes(file: SharedCensus.path)).read()
        #expect(census.report.taken == 720)
        #expect(census.report.rows == 720)
        #expect(census.blankRows == 450)
        #expect(
            census.days.first
                == CensusDay(
                    day: try day("2023-01-12"), apprehended: 33, inCBPCustody: 53, transferredOut: 34, inHHSCare: 6566,
                    discharged: 436))
        #expect(census.days.last?.day == (try day("2025-12-21")))
        #expect(census.gaps.count == 161)
        #expect(census.gaps.reduce(0) { $0 + $1.count } == 355)
        #expect(census.days.reduce(0) { $0 + ($1.apprehended ?? 0) } == 67_337)
        #expect(census.days.reduce(0) { $0 + ($1.inCBPCustody ?? 0) } == 123_476)
        #expect(census.days.reduce(0) { $0 + ($1.transferredOut ?? 0) } == 92_641)
        #expect(census.days.reduce(0) { $0 + ($1.inHHSCare ?? 0) } == 4_364_118)
        #expect(census.days.reduce(0) { $0 + ($1.discharged ?? 0) } == 124_853)
        #expect(zip(census.days, census.days.dropFirst()).allSatisfy { $0.day < $1.day })
    }
}

/// The real file, which is no part of the project: beside it in `../shared/data`, or in the folder that
/// `AMPARO_SHARED_DATA` names.
private enum SharedCensus {
    static var path: String {
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let folder =
            ProcessInfo.processInfo.environment["AMPARO_SHARED_DATA"]
            ?? package.deletingLastPathComponent().appending(path: "shared/data").path
        return folder + "/hhs_orr/hhs_uac_daily.csv"
    }

    static var isThere: Bool {
        if FileManager.default.isReadableFile(atPath: path) { return true }
        print("SKIPPED: hhs_orr/hhs_uac_daily.csv is not there; set AMPARO_SHARED_DATA to the folder with the data.")
        return false
    }
}
