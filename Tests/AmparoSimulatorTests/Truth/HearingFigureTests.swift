import struct AmparoModel.Day
import struct AmparoModel.Instant
import Testing

@testable import AmparoSimulator

@Suite("Truth: figures of hearings and orders")
struct HearingFigureTests {
    /// A case with one hearing, attended, missed or not held.
    private func one(_ hearings: (String, code: String)..., order: String? = nil) -> ReadCase {
        var invented = InventedCase()
        for hearing in hearings { invented.hearing(hearing.0, code: hearing.code) }
        if let order { invented.order(on: order) }
        return invented.read
    }

    @Test("hearing.past counts hearings of certain and likely cases, by finding, grade and age")
    func past() {
        var adult = InventedCase()
        adult.juvenile = []
        adult.hearing("2025-03-03", code: "01")
        var likely = InventedCase()
        likely.juvenile[0].idnJuvenile = 1
        likely.caseRow.cBirthdate = BirthMonth(year: 2007, month: 3)
        likely.hearing("2025-03-03", code: "11")
        let found = figures([
            ReadChild(care: care(), cases: [one(("2025-03-03", "01"), ("2025-04-03", "9V"))]),
            ReadChild(cases: [likely.read]), ReadChild(cases: [adult.read]),
        ])["hearing.past"]
        #expect(numbers(found) == "3/-/0")
        #expect(
            found?.by == [
                "finding": ["attended": 1, "notHeld": 1, "missedReset": 1], "grade": ["certain": 2, "likely": 1],
                "ageAtHearing": ["under18": 2, "unknown": 1],
            ])
    }

    @Test("hearing.failed-to-appear counts a child once per cell; a case without a care record is its own child")
    func failedToAppear() {
        let found = figures([
            ReadChild(
                care: care(),
                cases: [
                    one(("2024-09-30", "11"), ("2024-10-01", "11"), ("2024-11-01", "11")), one(("2025-03-03", "")),
                ]),
            ReadChild(cases: [one(("2025-03-31", ""), order: "2025-03-31")]),
            ReadChild(cases: [one(("2025-03-03", "01"))]),
            ReadChild(cases: [one(("2025-03-03", "9V"), ("2025-04-03", "99"))]),
        ])["hearing.failed-to-appear"]
        #expect(numbers(found) == "2/3/0")
        #expect(
            found?.by == [
                "fiscalYear": ["2024": 1, "2025": 2], "finding": ["missedReset": 1, "missedOrdered": 1],
                "notice": ["unproven": 2], "ageAtHearing": ["under18": 1, "unknown": 1],
            ])
    }

    @Test("hearing.not-told: before handoffs exist nobody has been told of any failure to appear")
    func notTold() {
        let found = figures([ReadChild(cases: [one(("2025-03-03", "11"), ("2025-04-03", "11"), ("2025-05-03", "01"))])]
        )[
            "hearing.not-told"]
        #expect(numbers(found) == "2/2/0")
        #expect(found?.by == ["orr": ["not-offered": 2], "ice": ["not-offered": 2]])
    }

    private func result(
        _ system: AgencySystem, _ on: String, _ result: AgencyResultKind, entered: String? = "2025-04-01"
    ) -> AgencyResult {
        AgencyResult(
            system: system, aNumber: "200000001", hearingDate: day(on), result: result, enteredOn: entered.map(day))
    }

    @Test("hearing.not-in-agency-system: at least one system has nothing of that child and day")
    func notInSystem() {
        let missed = one(("2025-03-03", "11"), ("2025-04-03", "11"), ("2025-05-05", "11"), ("2025-06-03", "01"))
        let results = [
            result(.opla, "2025-03-03", .failedToAppear), result(.ero, "2025-03-03", .appeared),
            result(.opla, "2025-04-03", .unknown), result(.ero, "2025-04-03", .continued, entered: nil),
            result(.opla, "2025-05-05", .failedToAppear, entered: "2026-06-02"),
        ]
        let found = figures([
            ReadChild(care: care(), results: results, cases: [missed]), ReadChild(cases: [one(("2025-03-03", "11"))]),
        ])["hearing.not-in-agency-system"]
        #expect(numbers(found) == "2/3/0")
        #expect(found?.by == ["system": ["opla": 2, "ero": 1], "contradicts": ["ero": 2]])
    }

    @Test("Only systems that sent a file can miss a hearing; without any file all are unknown")
    func systemsTaken() {
        let missed = ReadChild(care: care(), cases: [one(("2025-03-03", "11"), ("2025-04-03", "11"))])
        let nothing = figures([missed])["hearing.not-in-agency-system"]
        #expect(numbers(nothing) == "0/2/2")
        #expect(nothing?.by == ["system": [:], "contradicts": [:]])
        var truth = Truth(releaseDates: releaseDates, asOf: asOf)
        truth.add(read: missed)
        truth.add(unmatched: result(.ero, "2025-03-03", .unknown))
        let found = truth.figures().first { $0.id == "hearing.not-in-agency-system" }
        #expect(numbers(found) == "2/2/0")
        #expect(found?.by["system"] == ["ero": 2])
    }

    @Test("order.in-absentia counts cases, by the status and hearing of the latest order")
    func inAbsentia() {
        var two = InventedCase()
        two.order(on: "2024-01-10")
        two.hearing("2024-01-10")
        two.proceedings.append(
            Proceeding(
                idnproceeding: 71, idncase: 7, inputDate: day("2024-06-01"), decCode: "X", compDate: day("2025-03-31"),
                absentia: "Y", caseType: "RMV"))
        var closed = InventedCase()
        closed.closure(on: "2025-03-31")
        var future = InventedCase()
        future.order(on: "2026-06-01")
        future.hearing("2026-06-01")
        let found = figures([
            ReadChild(cases: [one(("2025-03-31", ""), order: "2025-03-31")]), ReadChild(cases: [two.read]),
            ReadChild(cases: [closed.read]), ReadChild(cases: [future.read]),
        ])["order.in-absentia"]
        #expect(numbers(found) == "3/-/0")
        #expect(found?.by == ["status": ["standing": 3], "hearing": ["found": 1, "none": 2]])
    }

    @Test(
        "court.vanished: in an earlier release and not in the latest; repaired is present, quarantined unknown"
    )
    func vanished() {
        var read = one(("2025-03-03", "01"), ("2025-04-03", "01"), ("2025-05-03", "01"), ("2025-06-03", "01"))
        func row(_ index: Int) -> SnapshotState<ScheduleRow> { read.schedule[index].states[0] }
        read.schedule[0].states = [row(0), .absent]
        read.schedule[1].states = [row(1), .unreadable(keyReadable: true)]
        read.schedule[2].states = [row(2), .unreadable(keyReadable: false)]
        read.schedule[3].states = [.absent, row(3)]
        read.proceedings[0].states[1] = .absent
        let found = figures([ReadChild(cases: [read])])["court.vanished"]
        #expect(numbers(found) == "3/-/1")
        #expect(found?.by == ["table": ["tbl_schedule": 2, "B_TblProceeding": 1]])
        var adult = read
        adult.juvenile = []
        #expect(numbers(figures([ReadChild(cases: [adult])])["court.vanished"]) == "0/-/0")
    }
}
