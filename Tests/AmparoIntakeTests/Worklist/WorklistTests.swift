import AmparoModel
@testable import AmparoStore
import Testing

@Suite("The worklist")
struct WorklistTests {
    /// One released child whose hearing of 2026-05-20 the court says was missed, with a letter mailed for it.
    static func missed(
        code: String = "11", born: String = "2012-05-01", mailed: Bool = true
    ) throws -> SmallRecord {
        let record = try SmallRecord()
        try record.care(
            "2026-04-01",
            [
                .referral: [Sample.referral("c1", "012345678", born: born)],
                .release: [Sample.release("c1", "2025-02-01")],
            ])
        try record.court(
            "2026-06-01",
            [
                .courtCase: [Sample.courtCase("7", "012345678")],
                .proceeding: [
                    Sample.proceeding(
                        "70", of: "7",
                        ["osc_date": "2025-03-01 00:00:00.000", "input_date": "2025-03-10 00:00:00.000"])
                ],
                .schedule: [Sample.hearing("700", of: "70", "7", on: "2026-05-20", code: code)],
            ]
        ) { fixture in
            if mailed {
                fixture.files["mail.csv"] = Array(
                    "idncase,hearing_date,mailed_on,addressee\n7,2026-05-20,2026-04-15,respondent\n".utf8)
            }
        }
        return record
    }

    private func kinds(_ items: [WorkItem]) -> [String] { items.map(\.kind.name) }

    @Test("A provisional failure to appear lies with ORR until the last day of its window")
    func window() throws {
        let record = try Self.missed()
        // 15 business days after 2026-06-01, without counsel: Juneteenth is none.
        let first = try #require(try record.work("2026-06-01").first)
        #expect(first.kind == .verifyFailure)
        #expect(first.kind.holder.agency == "hhs.orr")
        #expect(first.deadline.description == "2026-06-23")
        #expect(first.state(asOf: Day("2026-06-10")!) == "provisional")
        #expect(first.reason == "rule 5.5 missedReset, notice mailed")
        #expect(try kinds(record.work("2026-06-23")) == ["finding.verify"])
        #expect(try record.work("2026-05-31").isEmpty)
    }

    @Test("One that outlived its window goes on, a step of the procedure each: the child's safety, OPLA, ERO")
    func outlived() throws {
        let record = try Self.missed()
        let work = try record.work("2026-06-24")
        #expect(
            kinds(work) == [
                "finding.tell-trial-attorney", "finding.tell-juvenile-coordinator", "finding.check-safety",
            ])
        #expect(work.map(\.deadline.description) == ["2026-06-24", "2026-06-24", "2026-06-30"])
        #expect(work[0].state(asOf: Day("2026-06-24")!) == "due")
        #expect(work[0].state(asOf: Day("2026-06-25")!) == "overdue")
        #expect(work.allSatisfy { $0.caseNumber == 7 && $0.subject == 700 })
    }

    @Test("An unproven notice never reaches the juvenile coordinator, and nobody checks on an adult")
    func unproven() throws {
        let record = try Self.missed(born: "2001-01-01", mailed: false)
        #expect(try kinds(record.work("2026-07-20")) == ["finding.tell-trial-attorney"])
    }

    @Test("A hearing without any word is the court's to answer in ten business days; an unknown code is named")
    func withoutWord() throws {
        let silent = try #require(try Self.missed(code: "").work("2026-06-02").first)
        #expect(silent.kind == .hearingWithoutWord)
        #expect(silent.deadline.description == "2026-06-15")
        #expect(silent.kind.holder.agency == "doj.eoir")
        let unknown = try Self.missed(code: "Z9").work("2026-06-02")
        #expect(kinds(unknown) == ["hearing.unknown-code"])
        #expect(unknown[0].reason == "rule 9, code Z9")
    }

    @Test("An order that no hearing carries is looked for once a release covers its day")
    func orderAlone() throws {
        let record = try SmallRecord()
        try record.court(
            "2026-06-01",
            [
                .courtCase: [Sample.courtCase("7", "012345678")],
                .proceeding: [
                    Sample.proceeding(
                        "70", of: "7",
                        [
                            "comp_date": "2026-03-02 00:00:00.000", "absentia": "Y", "dec_code": "X",
                            "dec_type": "O",
                        ])
                ],
                .juvenileHistory: [
                    ["idnjuvenilehistory": "1", "idncase": "7", "idnproceeding": "70", "idnjuvenile": "3"]
                ],
            ])
        let work = try record.work("2026-06-01")
        #expect(kinds(work) == ["order.without-hearing"])
        #expect(work[0].about?.description == "2026-03-02")
        #expect(try record.work("2026-05-31").isEmpty)
    }

    @Test("A released child without a served notice is overdue until a notice is served, on every day in between")
    func notice() throws {
        let record = try SmallRecord()
        try record.care(
            "2026-04-01",
            [
                .referral: [Sample.referral("c1", "012345678"), Sample.referral("c2", "", surname: "Ruiz")],
                .release: [Sample.release("c1", "2025-02-01"), Sample.release("c2", "2025-02-02")],
            ])
        #expect(try kinds(record.work("2025-02-01")) == ["notice.overdue"])
        #expect(try record.work("2025-01-31").isEmpty)
        try record.file(
            .notice, "2026-05-01",
            [
                [
                    "a_number": "012345678", "charging_document": "I-862", "issued_on": "2025-03-01",
                    "not_served_reason": "backlog",
                ],
                [
                    "a_number": "012345678", "charging_document": "I-862", "issued_on": "2025-04-01",
                    "served_on": "2025-04-09",
                ],
            ])
        #expect(try record.work("2025-03-05").map(\.reason) == ["notice.none-yet, backlog"])
        #expect(try record.work("2025-02-28").map(\.reason) == ["notice.none-yet, none-given"])
        #expect(try record.work("2025-04-08").count == 1)
        #expect(try record.work("2025-04-09").isEmpty)
    }

    @Test("Disputes and quarantine lie with whoever runs the record")
    func record() throws {
        let record = try SmallRecord()
        try record.care(
            "2026-04-01",
            [
                .referral: [
                    Sample.referral("c1", "012345678", born: "2012-05-01", surname: "Lopez"),
                    Sample.referral("c2", "012345678", born: "2006-05-01", surname: "Ruiz"),
                ],
                .release: [Sample.release("c1", "soon")],
            ])
        let work = try record.work("2026-04-02")
        #expect(kinds(work) == ["dispute.open", "quarantine.waiting"])
        #expect(work.allSatisfy { $0.child == 0 && $0.kind.holder.agency == "record.operator" })
        #expect(work[1].reason == "bad-type, 1 record of care release 2026-04-01")
    }

    @Test("Pages join up: each piece of work is on exactly one of them, in order of urgency", arguments: [1, 2, 3, 50])
    func pages(limit: Int) throws {
        let record = try ManyChildren(seed: 3).record()
        try record.upkeep()
        let day = Day("2026-07-01")!
        let whole = try Worklist(record.database).page(asOf: day, limit: 1000).items
        #expect(whole.count > 20)
        #expect(whole.map(\.place) == whole.map(\.place).sorted { $0 < $1 })
        var items: [WorkItem] = []
        var cursor: Worklist.Cursor?
        repeat {
            let page = try Worklist(record.database).page(asOf: day, limit: limit, after: cursor)
            #expect(page.items.count <= limit)
            items += page.items
            cursor = try page.next.map { try #require(Worklist.Cursor($0.description)) }
        } while cursor != nil
        #expect(items == whole)
        let parts = try WorkHolder.allCases.flatMap {
            try Worklist(record.database).page(asOf: day, holders: [$0], limit: 1000).items
        }
        #expect(Set(parts) == Set(whole) && parts.count == whole.count)
    }

    @Test("A page reads its tables by their own keys: no scan, no sort")
    func plan() throws {
        let record = try SmallRecord()
        for sql in [Worklist.listStatement, Worklist.itemStatement] {
            let plan = try record.database.read { connection in
                let statement = try connection.statement("EXPLAIN QUERY PLAN " + sql)
                defer { statement.reset() }
                var lines: [String] = []
                while try statement.step() { lines.append(statement.text(3)) }
                return lines
            }
            #expect(plan.count == 1 && plan[0].hasPrefix("SEARCH") && plan[0].contains("USING PRIMARY KEY"), "\(plan)")
        }
    }

    @Test("A cursor that nobody wrote is refused", arguments: ["", "1.2.3", "a.b.c.d", "1.2.3.4.5", "1..3.4"])
    func cursor(text: String) { #expect(Worklist.Cursor(text) == nil) }

    @Test("An agency's part is found by its name or that of the whole")
    func holders() {
        #expect(WorkHolder.matching(agency: "dhs", role: nil) == [.trialAttorney, .juvenileCoordinator])
        #expect(WorkHolder.matching(agency: "dhs.ice.ero", role: "juvenile-coordinator") == [.juvenileCoordinator])
        #expect(WorkHolder.matching(agency: "dh", role: nil).isEmpty)
        #expect(WorkHolder.matching(agency: nil, role: nil).count == WorkHolder.allCases.count)
    }
}
