import AmparoCourt
import AmparoModel
import Testing

@Suite("Rule 5: which hearing an order or closure makes an absence")
struct AbsenceTests {
    struct Decision: Sendable {
        var caseType: CourtCode
        var decision: CourtCode
        var orders: Bool
    }

    static let decisions: [Decision] = [
        Decision(caseType: "RMV", decision: "X", orders: true), Decision(caseType: "DEP", decision: "D", orders: true),
        Decision(caseType: "EXC", decision: "E", orders: true), Decision(caseType: "RMV", decision: "D", orders: false),
        Decision(caseType: "RMV", decision: "E", orders: false),
        Decision(caseType: "DEP", decision: "X", orders: false),
        Decision(caseType: "EXC", decision: "D", orders: false),
        Decision(caseType: "RMV", decision: "T", orders: false),
        Decision(caseType: "RMV", decision: "V", orders: false),
        Decision(caseType: "WHO", decision: "D", orders: false),
        Decision(caseType: "", decision: "X", orders: false), Decision(caseType: "RMV", decision: "", orders: false),
    ]

    @Test("A decision orders removal only together with its case type", arguments: decisions)
    func joined(_ row: Decision) {
        var world = World("11", decision: row.decision, completed: "2024-03-11", absentia: "Y")
        world.file.courtCase?.caseType = "RMV"
        world.file.proceedings[0].caseType = row.caseType
        if row.caseType.isNone { world.file.courtCase?.caseType = .none }
        #expect(world.kind == (row.orders ? .missedOrdered : .missedReset))
        #expect(world.findings.orders.count == (row.orders ? 1 : 0))
        world.file.proceedings[0].caseType = .none
        world.file.courtCase?.caseType = row.caseType
        #expect(
            world.kind == (row.orders ? .missedOrdered : .missedReset), "the case's type speaks where there is none")
    }

    @Test(
        "In absentia is exactly Y",
        arguments: [
            ("Y", true), (" Y ", true), ("N", false), ("X", false), ("DEP", false),
            ("5", false), ("y", false), ("", false), ("2015-01-01", false),
        ])
    func absentia(_ text: String, _ isOrder: Bool) {
        let world = World("11", decision: "X", completed: "2024-03-11", absentia: CourtCode(text))
        #expect((world.kind == .missedOrdered) == isOrder)
    }

    @Test("An order completed after the as-of day is not looked at")
    func future() {
        var world = World.ordered("11", completed: "2024-03-20")
        world.asOf = "2024-04-10"
        #expect(world.kind == .missedOrdered)
        world.releases = [.init(snapshot: 2, date: "2024-03-15")]
        world.asOf = "2024-03-20"
        #expect(world.kind == .missedOrdered)
        world.asOf = "2024-03-19"
        #expect(world.kind == .missedReset)
        #expect(world.findings.orders.isEmpty)
    }

    @Test(
        "The hearing lies at most 30 days before the order",
        arguments: [
            ("2024-03-11", true), ("2024-03-12", true), ("2024-04-10", true), ("2024-04-11", false),
            ("2024-03-10", false),
        ])
    func thirtyDays(_ completed: String, _ carries: Bool) {
        let completed = Day(completed) ?? Day(number: 0)
        for code in ["", "11", "ZZ"] {
            let ordered = World.ordered(CourtCode(code), completed: completed)
            #expect((ordered.kind == .missedOrdered) == carries)
            #expect(ordered.findings.latestOrder?.hasHearing == carries)
            #expect((ordered.finding()?.orderedOn == completed) == carries)
            let closed = World.closed(CourtCode(code), completed: completed)
            #expect((closed.kind == .missedClosed) == carries)
        }
    }

    @Test(
        "A hearing coded as held or excused carries an order only of its own day; 8B does as any other",
        arguments: [
            ("13", false), ("01", false), ("38", false), ("17", false), ("7A", false), ("8B", true), ("", true),
            ("11", true),
            ("ZZ", true),
        ])
    func codedHearings(_ code: String, _ carriesLater: Bool) {
        let code = CourtCode(code)
        #expect(World.ordered(code).kind == .missedOrdered)
        #expect((World.ordered(code, completed: "2024-03-12").kind == .missedOrdered) == carriesLater)
        #expect(World.closed(code).kind == .missedClosed)
        #expect((World.closed(code, completed: "2024-03-12").kind == .missedClosed) == carriesLater)
    }

    @Test("The last past hearing carries, and none before it takes its place when it cannot")
    func last() {
        var world = World.ordered("11", completed: "2024-03-20")
        world.addHearing("2024-03-18", code: "13")
        #expect(world.kind == .missedReset)
        #expect(world.findings.latestOrder?.hasHearing == false)
        #expect(world.findings.alarms.map(\.kind) == [.orderWithoutHearing])
        world.file.schedule[1].adjournment = "11"
        #expect(world.kind == .missedReset)
        #expect(world.finding("2024-03-18")?.kind == .missedOrdered)
        #expect(world.findings.alarms.isEmpty)
    }

    @Test("Hearings settled by rules 1 to 4 are stepped over", arguments: ["99", "9A", "09", "10"])
    func steppedOver(_ code: String) {
        var world = World.ordered(completed: "2024-03-20")
        world.addHearing("2024-03-18", code: CourtCode(code))
        #expect(world.kind == .missedOrdered)
        world.file.schedule[1].adjournment = .none
        world.file.schedule[1].medium = "H"
        #expect(world.kind == .missedOrdered)
    }

    @Test("Hearings after the order, of another proceeding, or not yet past carry nothing")
    func others() {
        var world = World.ordered(completed: "2024-03-15")
        world.addHearing("2024-03-18")
        world.addHearing("2024-03-15", proceeding: 11)
        #expect(world.kind == .missedOrdered)
        #expect(world.finding("2024-03-18")?.kind == .unknown)
        world.addHearing("2024-03-15", at: "0800")
        world.releases = [.init(snapshot: 2, date: "2024-03-15")]
        #expect(world.kind == .missedOrdered, "the hearing of the order's own day is not yet past")
        world.releases = [.init(snapshot: 2, date: "2024-03-16")]
        #expect(world.kind == .unknown)
    }

    @Test("Of two hearings of one day the later carries")
    func twoOfOneDay() {
        var world = World.ordered()
        world.addHearing("2024-03-11", at: "1300")
        let kinds = world.findings.hearings.map(\.kind)
        #expect(kinds == [.heldPresenceUnknown, .missedOrdered])
    }

    @Test("An order comes before a closure, a closure before a reset")
    func precedence() {
        let both = World("11", decision: "X", other: "B", completed: "2024-03-11", absentia: "Y")
        #expect(both.kind == .missedOrdered)
        #expect(both.finding()?.basis == [.ordered, .closed, .noShowCode])
        #expect(World.closed("11").kind == .missedClosed)
        #expect(World("11").kind == .missedReset)
    }

    @Test("A closure that no hearing carries is an alarm and no in absentia order")
    func closureAlone() {
        var world = World.closed("13", completed: "2024-05-20")
        #expect(world.findings.alarms.map(\.kind) == [.closureWithoutHearing])
        #expect(world.findings.latestOrder == nil)
        world.file.schedule.removeAll()
        #expect(world.findings.alarms.first?.about == "2024-05-20")
        #expect(world.findings.alarms.first?.rowKey == 10)
    }

    @Test("The failures to appear are the three missed kinds, and only they say how the notice stands")
    func failures() {
        let failures = FindingKind.allCases.filter(\.isFailureToAppear)
        #expect(failures == [.missedReset, .missedClosed, .missedOrdered])
        #expect(FindingKind.allCases.filter { !$0.isInDenominator } == [.notHeld, .recordedInError])
        #expect(World("11").finding()?.notice == .unproven)
        #expect(World("13").finding()?.notice == nil)
    }

    @Test("The latest failure and the latest hearing attended are told")
    func latestDays() {
        var world = World("11")
        world.addHearing("2024-04-15", code: "01")
        world.addHearing("2024-02-12", code: "11")
        #expect(world.findings.latestFailure == "2024-03-11")
        #expect(world.findings.latestAttended == "2024-04-15")
        #expect(world.findings.hasHearingInDenominator)
        #expect(World("9A").findings.hasHearingInDenominator == false)
    }
}
