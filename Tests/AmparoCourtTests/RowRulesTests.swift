import AmparoCourt
import AmparoModel
import Testing

@Suite("Rules 1 to 4 and 6 to 9: what the hearing's own row says")
struct RowRulesTests {
    /// Every code of the court's table, by the rule in whose list MISSED-HEARING.md has it.
    static let lists: [(codes: String, kind: FindingKind, rule: FindingRule)] = [
        ("99", .recordedInError, .entryError),
        (
            "14 19 1A 1B 25 34 35 3A 3B 41 46 4A 52 55 59 5A 64 74 8A 96 97 98 9A 9B 9C 9V RO TQ", .notHeld,
            .notHeld
        ),
        ("09", .notProduced, .notProduced),
        ("10", .defectiveNotice, .courtSaysDefective),
        ("11", .missedReset, .missed),
        ("38 39 40 50", .excused, .excused),
        (
            "01 02 05 06 17 20 21 22 23 26 29 36 42 45 51 54 8B AB AS CA CB OT RD RE RR ST SU WA", .attended,
            .attended
        ),
        (
            """
            03 04 07 08 12 13 16 18 24 27 28 30 31 32 33 37 43 44 47 48 49 4B 4C 4D 4E 4F 53 56 57 58 5B 5C 60 61 62 \
            63 7A 7B 7C 7D 7E 7F 7G 7H DD IA IB MR PD SR
            """, .heldPresenceUnknown, .heldPresenceUnknown
        ),
        ("15 3C 7I 9D ZZ 1 9 RMV", .unknown, .unknown),
    ]

    static let codes = lists.flatMap { list in
        list.codes.split(separator: " ").map { (CourtCode($0), list.kind, list.rule) }
    }

    @Test("Every adjournment code gives the finding of its list", arguments: codes)
    func code(_ code: CourtCode, _ kind: FindingKind, _ rule: FindingRule) {
        let world = World(code)
        #expect(world.kind == kind)
        #expect(world.rule == rule)
        #expect(world.finding()?.rules == 1)
    }

    @Test("All 114 codes that the court publishes have a meaning")
    func complete() {
        let known = RowRulesTests.codes.filter { AdjournmentCodes.version1.meaning(of: $0.0) != .unknown }
        #expect(known.count == 114)
    }

    @Test(
        "Medium H is not held, whatever the code says but 99",
        arguments: ["", "11", "09", "10", "38", "8B", "13", "ZZ"])
    func noHearing(_ code: String) {
        #expect(World(CourtCode(code), medium: "H").kind == .notHeld)
        #expect(World("99", medium: "H").kind == .recordedInError)
    }

    @Test(
        "A proceeding that moved away on the hearing's day means not held, if there is no code", arguments: ["C", "T"])
    func moved(_ other: String) {
        let other = CourtCode(other)
        #expect(World(other: other, completed: "2024-03-11").kind == .notHeld)
        #expect(World(other: other, completed: "2024-03-12").kind == .unknown)
        #expect(World("13", other: other, completed: "2024-03-11").kind == .heldPresenceUnknown)
        #expect(World("11", other: other, completed: "2024-03-11").kind == .missedReset)
    }

    struct Completion: Sendable {
        var decision: CourtCode
        var other: CourtCode
        var absentia: CourtCode
        var kind: FindingKind
    }

    @Test(
        "Without a code, the completion on the hearing's day speaks",
        arguments: [
            Completion(decision: "X", other: "", absentia: "N", kind: .attended),
            Completion(decision: "T", other: "", absentia: "", kind: .attended),
            Completion(decision: "V", other: "", absentia: "DEP", kind: .attended),
            Completion(decision: "T", other: "", absentia: "Y", kind: .heldPresenceUnknown),
            Completion(decision: "", other: "A", absentia: "", kind: .heldPresenceUnknown),
            Completion(decision: "", other: "", absentia: "Y", kind: .heldPresenceUnknown),
            Completion(decision: "X", other: "", absentia: "Y", kind: .missedOrdered),
            Completion(decision: "", other: "B", absentia: "", kind: .missedClosed),
        ])
    func completion(_ row: Completion) {
        let world = World(
            decision: row.decision, other: row.other, completed: "2024-03-11", absentia: row.absentia)
        #expect(world.kind == row.kind)
    }

    @Test("A completion on another day, and no code, is unknown")
    func otherDay() {
        #expect(World(decision: "X", completed: "2024-03-12", absentia: "N").kind == .unknown)
        #expect(World(decision: "X", completed: "2024-03-10", absentia: "N").kind == .unknown)
    }

    @Test("A waiver granted after the previous hearing and by the hearing's day excuses it")
    func waiver() {
        func world(granted: Day?, decision: CourtCode = "G", proceeding: Int64? = 10) -> World {
            var world = World("13")
            world.addHearing("2024-02-12", code: "13")
            world.addMotion("WV", received: nil, decision: decision, decided: granted, proceeding: proceeding)
            return world
        }
        #expect(world(granted: "2024-03-11").kind == .excused)
        #expect(world(granted: "2024-02-13").rule == .excused)
        #expect(world(granted: "2024-02-12").kind == .heldPresenceUnknown)
        #expect(world(granted: "2024-02-12").finding("2024-02-12")?.kind == .excused)
        #expect(world(granted: "2024-03-12").kind == .heldPresenceUnknown)
        #expect(world(granted: nil).kind == .heldPresenceUnknown)
        #expect(world(granted: "2024-03-01", decision: "D").kind == .heldPresenceUnknown)
        #expect(world(granted: "2024-03-01", proceeding: 11).kind == .heldPresenceUnknown)
    }

    @Test("A waiver does not undo a no-show, a reset or an entry error")
    func waiverComesAfterAbsence() {
        for (code, kind) in [("11", FindingKind.missedReset), ("9A", .notHeld), ("99", .recordedInError)] {
            var world = World(CourtCode(code))
            world.addMotion("WV", decision: "G", decided: "2024-03-01")
            #expect(world.kind == kind)
        }
    }

    @Test("An unknown code raises an alarm that names it, under any rule")
    func unknownCode() throws {
        let alarm = try #require(World("7I").findings.alarms.first)
        #expect(alarm.kind == .unknownCode)
        #expect(alarm.code == "7I")
        #expect(alarm.since == "2024-04-01")
        var ordered = World.ordered("7I")
        #expect(ordered.kind == .missedOrdered)
        #expect(ordered.findings.alarms.map(\.kind) == [.unknownCode])
        ordered.file.schedule[0].medium = "H"
        #expect(ordered.findings.alarms.map(\.kind) == [.unknownCode, .orderWithoutHearing])
    }

    @Test("A hearing without any word raises an alarm ten business days after the first release that covers it")
    func noWord() {
        var world = World()
        // Ten business days after Monday 2024-04-01: Monday 2024-04-15.
        world.releases = [.init(snapshot: 2, date: "2024-04-01")]
        world.asOf = "2024-04-14"
        #expect(world.findings.alarms.isEmpty)
        #expect(world.kind == .unknown)
        world.asOf = "2024-04-15"
        #expect(world.findings.alarms.map(\.kind) == [.noWord])
        #expect(world.findings.alarms.first?.since == "2024-04-15")
        world.releases.append(.init(snapshot: 1, date: "2024-03-11"))
        #expect(world.findings.alarms.count == 1, "a release of the hearing's own day does not cover it")
        world.releases.append(.init(snapshot: 4, date: "2024-03-12"))
        #expect(world.findings.alarms.first?.since == "2024-03-26")
    }
}
