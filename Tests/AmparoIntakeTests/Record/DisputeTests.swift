@testable import AmparoIntake
import AmparoModel
import AmparoOversight
@testable import AmparoStore
import Testing

@Suite("Disputes about a number")
struct DisputeTests {
    /// Two children with one number, six years apart and of other names; a notice and a court case of that number.
    static func disputed() throws -> SmallRecord {
        let record = try SmallRecord()
        try record.care(
            "2026-04-01",
            [
                .referral: [
                    Sample.referral("c1", "012345678", born: "2012-05-01", surname: "Lopez"),
                    Sample.referral("c2", "012345678", born: "2006-05-01", surname: "Ruiz"),
                ],
                .release: [Sample.release("c1", "2025-02-01"), Sample.release("c2", "2025-03-01")],
            ])
        try record.file(
            .notice, "2026-04-02",
            [
                [
                    "a_number": "012345678", "charging_document": "I-862", "issued_on": "2025-04-01",
                    "served_on": "2025-04-09",
                ]
            ])
        try record.court(
            "2026-06-01",
            [
                .courtCase: [Sample.courtCase("7", "012345678")],
                .proceeding: [Sample.proceeding("70", of: "7")],
                .schedule: [Sample.hearing("700", of: "70", "7", on: "2026-05-20", code: "11")],
            ])
        return record
    }

    private func child(_ record: SmallRecord, ofCase number: Int64) throws -> Int64? {
        try record.number(
            "SELECT a.child FROM court_case c JOIN anchor a ON a.anchor = c.anchor WHERE c.idncase = \(number)")
    }

    @Test("Until it is adopted the case and the notice belong to neither child; the list shows record ids only")
    func open() throws {
        let record = try Self.disputed()
        let disputes = try DisputeDesk(record.record).all()
        let dispute = try #require(disputes.first)
        #expect(disputes.count == 1 && dispute.adopted == nil)
        #expect(dispute.holders.map(\.source) == ["care", "care"])
        let children = Set(dispute.holders.map(\.child))
        #expect(children.count == 2)
        #expect(try !children.contains(#require(try child(record, ofCase: 7))))
        #expect(!dispute.json.description.contains("012345678"))
        let overdue = try record.work("2026-06-01").filter { $0.kind == .noticeOverdue }
        #expect(Set(overdue.map(\.child)) == children)
    }

    @Test("Adopted, the cases and notices of the number go to the child, with the reason sealed to it")
    func adopt() throws {
        let record = try Self.disputed()
        let desk = DisputeDesk(record.record)
        let dispute = try #require(try desk.all().first)
        let child = dispute.holders[1].child
        let before = try record.entries()
        let moved = try desk.adopt(dispute.id, child: child, reason: "Fingerprints of Zanzibar")
        #expect(moved == 2)
        #expect(try record.entries() == before + 3)
        #expect(try desk.all().first?.adopted == child)
        #expect(try self.child(record, ofCase: 7) == child)
        let other = dispute.holders[0].child
        let work = try record.work("2026-06-10")
        #expect(work.filter { $0.kind == .noticeOverdue }.map(\.child) == [other])
        #expect(work.filter { $0.kind == .verifyFailure }.map(\.child) == [child])
        #expect(work.allSatisfy { $0.kind != .openDispute })
        let key = try record.keys.key(for: Person(.child, child), creatingMissing: false)
        let reason = try record.journal.withEntry(before + 1) { entry in
            try Seal.open(entry.sealed, with: try #require(key), entry: entry.id, field: .freeText)
        }
        #expect(reason.map { String(decoding: $0, as: UTF8.self) } == "Fingerprints of Zanzibar")
        #expect(throws: IntakeError(.notFound, "")) { try desk.adopt(dispute.id, child: child, reason: "again") }
    }

    @Test("A case that comes after the adoption goes to the same child, and taking a release again changes nothing")
    func later() throws {
        let record = try Self.disputed()
        let desk = DisputeDesk(record.record)
        let dispute = try #require(try desk.all().first)
        try desk.adopt(dispute.id, child: dispute.holders[0].child, reason: "memo")
        try record.court(
            "2026-07-01",
            [
                .courtCase: [Sample.courtCase("7", "012345678"), Sample.courtCase("8", "012345678")],
                .proceeding: [Sample.proceeding("70", of: "7"), Sample.proceeding("80", of: "8")],
                .schedule: [Sample.hearing("700", of: "70", "7", on: "2026-05-20", code: "11")],
            ])
        #expect(try child(record, ofCase: 8) == dispute.holders[0].child)
        #expect(try desk.all().count == 1)
    }

    @Test("Nobody outside the dispute can be given the number")
    func outsider() throws {
        let record = try Self.disputed()
        let desk = DisputeDesk(record.record)
        let dispute = try #require(try desk.all().first)
        let before = try record.entries()
        #expect(throws: IntakeError(.notFound, "")) { try desk.adopt(dispute.id, child: 9_999, reason: "x") }
        #expect(throws: IntakeError(.notFound, "")) { try desk.adopt(1, child: dispute.holders[0].child, reason: "x") }
        #expect(try record.entries() == before)
    }
}
