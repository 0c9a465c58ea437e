import AmparoCourt
import AmparoModel
import Testing

@Suite("Which rows are hearings, and which hearings are past")
struct HearingRowsTests {
    @Test(
        "Only master and individual calendars", arguments: ["M", "I", "C", "B", "R", "S", "N", "T", "V", "A", "*", ""])
    func calendar(_ type: String) {
        var world = World("13")
        world.file.schedule[0].calendarType = CourtCode(type)
        #expect((world.kind != nil) == (type == "M" || type == "I"))
    }

    @Test(
        "Only schedule types of master and individual hearings, unknown or blank",
        arguments: [
            ("MM", true), ("MR", true), ("MA", true), ("MD", true), ("RD", true), ("MS", true), ("II", true),
            ("IA", true), ("IR", true), ("ID", true), ("--", true), ("  ", true), ("CY", false), ("RR", false),
            ("AA", false), ("CN", false), ("AL", false), ("**", false),
        ])
    func scheduleType(_ type: String, _ isHearing: Bool) {
        var world = World("13")
        world.file.schedule[0].scheduleType = CourtCode(type)
        #expect((world.kind != nil) == isHearing)
    }

    @Test("No bond rows")
    func bond() {
        var world = World("13")
        world.file.schedule[0].recordType = "B"
        #expect(world.findings.hearings.isEmpty)
        world.file.schedule[0].recordType = .none
        #expect(world.findings.hearings.count == 1)
    }

    @Test("No hearing without a day, or with an impossible one")
    func days() {
        for (day, isHearing) in [
            ("1949-12-31", false), ("1950-01-01", true), ("2035-12-31", true), ("2036-01-01", false),
        ] {
            var world = World("13", on: Day(day) ?? Day(number: 0))
            world.asOf = "2040-01-01"
            world.releases = [.init(snapshot: 2, date: "2039-01-01")]
            #expect(world.findings.hearings.count == (isHearing ? 1 : 0), "\(day)")
        }
        var world = World("13")
        world.file.schedule[0].heldOn = nil
        #expect(world.findings.hearings.isEmpty)
    }

    @Test("Rows equal in proceeding, day and normalised time are one hearing, and the greatest IDNSCHEDULE speaks")
    func merging() {
        var world = World("13")
        world.file.schedule[0].startsAt = "9:30"
        world.addHearing("2024-03-11", at: "0930", code: "11", id: 300)
        world.addHearing("2024-03-11", at: "930", code: "01", id: 200)
        #expect(world.findings.hearings.map(\.scheduleID) == [300])
        #expect(world.kind == .missedReset)
        world.addHearing("2024-03-11", at: "1330", code: "01")
        world.addHearing("2024-03-11", at: "0930", code: "01", proceeding: 11)
        world.addHearing("2024-03-11", at: "0930", code: "01", proceeding: nil)
        #expect(world.findings.hearings.count == 4)
    }

    @Test("Only rows that are hearings are merged")
    func mergingAfterChoosing() {
        var world = World("13")
        world.addHearing("2024-03-11", code: "11", id: 900)
        world.file.schedule[1].calendarType = "C"
        #expect(world.kind == .heldPresenceUnknown)
    }

    @Test(
        "A hearing is past before the as-of day and before the latest release; between the two it is not yet reported")
    func past() {
        func counts(_ hearing: Day, asOf: Day, _ dates: [Day]) -> [Int] {
            var world = World("13", on: hearing)
            world.asOf = asOf
            world.releases = dates.enumerated().map { .init(snapshot: SnapshotID(rawValue: Int32($0)), date: $1) }
            return [world.findings.hearings.count, world.findings.notYetReported.count]
        }
        #expect(counts("2024-03-11", asOf: "2024-03-12", ["2024-03-12"]) == [1, 0])
        #expect(counts("2024-03-11", asOf: "2024-03-11", ["2024-03-12"]) == [0, 0])
        #expect(counts("2024-03-11", asOf: "2024-03-20", ["2024-03-11"]) == [0, 1])
        #expect(counts("2024-03-11", asOf: "2024-03-20", ["2024-03-11", "2024-03-20"]) == [1, 0])
        #expect(counts("2024-03-11", asOf: "2024-03-20", ["2024-03-11", "2024-03-21"]) == [0, 1])
        #expect(counts("2024-03-11", asOf: "2024-03-20", []) == [0, 1])
    }

    @Test("A vanished row still speaks, and says since when it is missing")
    func vanished() {
        var world = World.ordered()
        world.file.schedule[0].source.missingSince = 3
        #expect(world.finding()?.sourceMissingSince == 3)
        #expect(world.kind == .missedOrdered)
        world.file.proceedings[0].source.missingSince = 2
        #expect(world.finding()?.sourceMissingSince == 2)
    }

    @Test(
        "Times are normalised to four digits",
        arguments: [
            ("0930", "0930"), ("930", "0930"), ("9:30", "0930"), ("09:30", "0930"), (" 930 ", "0930"),
            ("930.0", "0930"),
            ("30", "0030"), ("", ""), ("13301", "13301"), ("noon", "noon"),
        ])
    func times(_ text: String, _ normalised: String) {
        #expect(HearingTime(text).description == normalised)
    }

    @Test(
        "A code is its text without padding; what cannot be a code stays visible",
        arguments: [
            ("SP ", "SP"), ("\u{0}Y", "Y"), ("   ", ""), ("AWC/ATD", "AWC/ATD"), ("2015-01-01 00:00", "2015-01~"),
            ("é", "~~"), ("y", "y"),
        ])
    func codes(_ text: String, _ code: String) { #expect(CourtCode(text).description == code) }
}
