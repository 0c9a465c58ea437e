import AmparoModel
import AmparoSharing
import Testing

@Suite("Washington time")
struct WashingtonTimeTests {
    @Test(
        "A bare day begins and ends by the rule in force since 2007",
        arguments: [
            ("2026-01-01", "2026-01-01T05:00:00Z", "2026-01-02T05:00:00Z"),
            ("2026-03-08", "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z"),
            ("2026-07-04", "2026-07-04T04:00:00Z", "2026-07-05T04:00:00Z"),
            ("2026-11-01", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z"),
            ("2027-03-14", "2027-03-14T05:00:00Z", "2027-03-15T04:00:00Z"),
            ("2032-11-07", "2032-11-07T04:00:00Z", "2032-11-08T05:00:00Z"),
        ])
    func days(_ day: String, _ start: String, _ end: String) throws {
        let day = try #require(Day(day))
        #expect(WashingtonTime.start(of: day).microseconds == Instant(start)?.microseconds)
        #expect(WashingtonTime.end(of: day).microseconds == Instant(end)?.microseconds)
    }

    @Test("Every moment of fifty years belongs to the day that it is within")
    func everyDay() throws {
        let first = try #require(Day("2007-01-01"))
        for number in 0..<18_000 {
            let day = first.adding(days: number)
            let (start, end) = (WashingtonTime.start(of: day), WashingtonTime.end(of: day))
            #expect(WashingtonTime.day(of: start) == day)
            #expect(WashingtonTime.day(of: Instant(microseconds: end.microseconds - 1)) == day)
            #expect([23, 24, 25].contains((end.microseconds - start.microseconds) / 3_600_000_000))
        }
    }
}
