import AmparoDuties
import AmparoModel
import Testing

@Suite("Zones of the United States, without a zone database")
struct ZoneTests {
    private static let zones: [String: Zone] = [
        "eastern": .eastern, "central": .central, "mountain": .mountain, "arizona": .arizona, "pacific": .pacific,
        "alaska": .alaska, "hawaii": .hawaii, "atlantic": .atlantic, "chamorro": .chamorro, "samoa": .samoa,
    ]

    @Test("Both sides of a change of the clock agree with the zone database", arguments: zoneWitness)
    func witness(line: String) throws {
        let words = line.split(separator: " ").map(String.init).filter { !$0.isEmpty }
        let zone = try #require(ZoneTests.zones[words[0]])
        let instant = try #require(Instant(words[1]))
        #expect(zone.offsetMinutes(at: instant) == Int16(words[2]))
    }

    @Test("A time that the clocks skip is read an hour later, one they show twice is the first")
    func gapAndOverlap() {
        #expect(Zone.eastern.instant(day("2026-03-08"), minute: 150) == at("2026-03-08T03:30:00-04:00"))
        #expect(Zone.eastern.instant(day("2026-11-01"), minute: 90) == at("2026-11-01T01:30:00-04:00"))
        #expect(Zone.eastern.instant(day("2026-11-01"), minute: 120) == at("2026-11-01T02:00:00-05:00"))
        #expect(Zone.arizona.instant(day("2026-03-08"), minute: 150) == at("2026-03-08T02:30:00-07:00"))
    }

    @Test("The day of the change has 23 hours in spring and 25 in autumn")
    func lengths() {
        func hours(_ text: String, _ zone: Zone) -> Int64 {
            (zone.start(of: day(text).adding(days: 1)).microseconds - zone.start(of: day(text)).microseconds)
                / 3_600_000_000
        }
        #expect(hours("2026-03-08", .pacific) == 23)
        #expect(hours("2026-11-01", .pacific) == 25)
        #expect(hours("2026-03-08", .hawaii) == 24)
    }

    @Test("A hearing at 23:30 in Los Angeles is on the next day in Washington and in Guam")
    func lateHearing() {
        let hearing = Zone.pacific.instant(day("2026-02-10"), minute: 23 * 60 + 30)
        #expect(hearing == at("2026-02-10T23:30:00-08:00"))
        #expect(Zone.pacific.day(of: hearing) == day("2026-02-10"))
        #expect(Zone.eastern.day(of: hearing) == day("2026-02-11"))
        #expect(Zone.chamorro.day(of: hearing) == day("2026-02-11"))
    }

    @Test("Courts that sit in the smaller part of a state have the zone of their city")
    func courts() {
        #expect(Zone(court: "ELP") == .mountain)
        #expect(Zone(court: "LOU") == .eastern)
        #expect(Zone(court: "PHO") == .arizona)
        #expect(Zone(court: "OAK") == .central)
        #expect(Zone(court: "SAI") == .chamorro)
        #expect(Zone(court: "ZZZ") == nil)
        #expect(Zone(court: "ZZZ", state: StateCode("TX")) == .central)
        #expect(Zone(court: .none, state: .unknown) == .washington)
    }

    @Test("Midnight begins a day in every zone on every day of sixty years")
    func everyMidnight() {
        for zone in ZoneTests.zones.values {
            for number in Day("1987-01-01")!.number...Day("2046-12-31")!.number {
                let start = zone.start(of: Day(number: number))
                let isFirst =
                    zone.day(of: start).number == number
                    && zone.day(of: Instant(microseconds: start.microseconds - 1)).number == number - 1
                if !isFirst { Issue.record("\(zone) \(Day(number: number))") }
            }
        }
    }
}
