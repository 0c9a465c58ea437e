import AmparoModel
import Testing

@Suite("Days and instants")
struct TimeTests {
    @Test("Every day of six centuries is written and read back")
    func roundTrip() {
        var day = Day(year: 1700, month: 1, day: 1)!
        let last = Day(year: 2300, month: 12, day: 31)!
        while day <= last {
            let date = day.date
            #expect(Day(year: date.year, month: date.month, day: date.day) == day)
            if day.number % 97 == 0 { #expect(Day(day.description) == day) }
            day = day.adding(days: 1)
        }
    }

    @Test(
        "Dates that do not exist are refused", arguments: ["2023-02-29", "2024-13-01", "2024-00-10", "2024-1-01", ""])
    func refused(_ text: String) { #expect(Day(text) == nil) }

    @Test("A fiscal year carries the year it ends in")
    func fiscalYear() {
        #expect(Day("2023-09-30")?.fiscalYear == 2023)
        #expect(Day("2023-10-01")?.fiscalYear == 2024)
    }

    @Test("A child born on 29 February is 18 on 1 March")
    func leapBirthday() { #expect(Day("2004-02-29")?.adding(years: 18) == Day("2022-03-01")) }

    @Test("Weekdays follow ISO 8601")
    func weekday() {
        #expect(Day("1970-01-01")?.weekday == 4)
        #expect(Day("2026-11-21")?.weekday == 6)
        #expect(Day("1969-12-28")?.weekday == 7)
    }

    @Test("The day of an instant is the day in its own offset")
    func instantDay() {
        #expect(Instant("2024-01-01T23:30:00-05:00")?.day == Day("2024-01-01"))
        #expect(Instant("2024-01-02T04:30:00Z")?.day == Day("2024-01-02"))
        #expect(Instant("1969-12-31T23:59:59Z")?.day == Day("1969-12-31"))
    }

    @Test(
        "Instants are written back as they were read",
        arguments: ["2024-05-01T13:45:00-05:00", "2024-05-01T13:45:00Z", "1965-02-03T04:05:06.000007+05:30"])
    func instantRoundTrip(_ text: String) { #expect(Instant(text)?.description == text) }

    @Test(
        "What is not RFC 3339 is refused",
        arguments: [
            "2024-05-01", "2024-05-01T13:45Z", "2024-05-01T25:00:00Z", "2024-05-01T13:45:00", "2024-05-01T13:45:00.Z",
        ])
    func instantRefused(_ text: String) { #expect(Instant(text) == nil) }
}
