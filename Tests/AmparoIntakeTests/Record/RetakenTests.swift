import AmparoIntake
import AmparoModel
import AmparoStore
import Foundation
import Testing

@Suite("A snapshot that stands completed, taken again from a damaged copy")
struct RetakenTests {
    private let record: SmallRecord

    private static let cases = [Sample.courtCase("7", "A200000033"), Sample.courtCase("8", "A200000044")]

    private static func hearings(_ code: String) -> SmallRecord.Rows {
        (1...40).map { Sample.hearing("\($0)", of: "70", "7", on: "2026-03-\(10 + $0 % 20)", code: code) }
    }

    private func tables(_ code: String, custody day: String) -> [RecordKind: SmallRecord.Rows] {
        [
            .courtCase: Self.cases, .proceeding: [Sample.proceeding("70", of: "7")], .schedule: Self.hearings(code),
            // So many that the quarantine is written before the table's end.
            .custody: (1...600).map { ["idncustody": "\($0)", "idncase": "7", "datdetained": day] },
        ]
    }

    init() throws { record = try SmallRecord() }

    /// The digests of everything that is worked out from the journal.
    private func views() throws -> [TableDigest] {
        try record.database.read { connection in
            try RecordSchema.derived.map { try TableDigest($0, on: connection) }
        }
    }

    @Test("changes nothing when a table is refused at its very end, and can be taken again whole")
    func court() throws {
        try record.court("2026-06-01", tables("", custody: "2020-01-02 00:00:00.000"))
        let (size, views) = (try record.entries(), try views())
        let refusal = #expect(throws: IntakeError.self) {
            try record.court("2026-06-01", tables("12", custody: "1/2/2020"))
        }
        #expect(refusal?.code == .tooManyDefects && refusal?.file == "tbl_CustodyHistory.csv")
        #expect(try record.entries() == size)
        #expect(try self.views() == views)
        let whole = try record.court("2026-06-01", tables("12", custody: "2020-01-02 00:00:00.000"))
        #expect(whole.changes.changed == 40)
    }

    @Test("is taken back when it was not completed yet: nothing of it counts")
    func first() throws {
        #expect(throws: IntakeError.self) { try record.court("2026-06-01", tables("12", custody: "1/2/2020")) }
        #expect(try record.record.snapshots().completed(.court).isEmpty)
        #expect(try record.number("SELECT COUNT(*) FROM snapshot WHERE withdrawn IS NULL") == 0)
    }

    @Test("changes nothing of the care feed, the notices or the results when one file is refused")
    func others() throws {
        func children(_ surname: String) -> SmallRecord.Rows {
            (0..<60).map { Sample.referral("c\($0)", "A20000010\($0 % 10)", surname: surname) }
        }
        func calls(_ due: String) -> SmallRecord.Rows {
            (0..<60).map { ["child_id": "c\($0)", "call_id": "l\($0)", "due_on": due] }
        }
        func rows(_ system: String, _ day: String) -> SmallRecord.Rows {
            (0..<60).map { ["a_number": "A2000\(10_000 + $0)", "system": system, "hearing_date": day] }
        }
        func notices(_ on: String, _ served: String) -> SmallRecord.Rows {
            (0..<60).map {
                ["a_number": "A2000\(10_000 + $0)", "issued_on": on, "served_on": $0 < 30 ? "2026-02-01" : served]
            }
        }
        try record.care("2026-06-01", [.referral: children("Lopez"), .call: calls("2026-01-05")])
        try record.file(.notice, "2026-06-01", notices("2026-01-01", "2026-02-01"))
        try record.file(.agencyResult, "2026-06-01", rows("ero", "2026-01-05"))
        let (size, views) = (try record.entries(), try views())
        #expect(throws: IntakeError.self) {
            try record.care("2026-06-01", [.referral: children("Perez"), .call: calls("soon")])
        }
        #expect(throws: IntakeError.self) {
            try record.file(.notice, "2026-06-01", notices("2026-01-02", "later"))
        }
        #expect(throws: IntakeError.self) { try record.file(.agencyResult, "2026-06-01", rows("opla", "soon")) }
        #expect(try record.entries() == size)
        #expect(try self.views() == views)
    }
}
