import AmparoModel
import Testing

@testable import AmparoServer

@Suite("Days and instants on a page")
struct TimeFormTests {
    @Test("They are written straight into a page as the phrases say them", arguments: Language.allCases)
    func same(language: Language) throws {
        let phrases = try Phrases(language)
        let now = try #require(Instant("2026-06-03T14:30:00Z"))
        let reader = Reader(
            phrases: phrases, languageIsAsked: false, now: now, path: "/", assets: Assets())
        var days = (-800...800).map { now.day.adding(days: $0) }
        days += ["0001-01-01", "0999-12-31", "1000-01-01", "9999-12-31", "2024-02-29"].compactMap { Day($0) }
        for day in days {
            let plain = element("time", ["datetime": day.description]) {
                phrases.say(
                    "date.both", ["absolute": phrases.day(day), "relative": phrases.relative(day, to: now.day)])
            }
            #expect(reader.time(day).text == plain.text)
        }
        let microseconds: [Int64] = [
            0, 59_999_999, 60_000_000, 3_599_000_000, 3_600_000_000, 86_399_999_999, 86_400_000_000, -1, 12_345,
            -90_000_000_000, 7_776_000_000_000,
        ]
        for offset in [0, -300, 330, 60, -570] as [Int] {
            for distance in microseconds {
                let text = "\(Instant(microseconds: now.microseconds - distance))"
                let instant = try #require(Instant(text.replacing("Z", with: Self.zone(offset))))
                let plain = element("time", ["datetime": instant.description]) {
                    phrases.say(
                        "date.both",
                        ["absolute": phrases.instant(instant), "relative": phrases.relative(instant, to: now)])
                }
                #expect(reader.time(instant).text == plain.text)
            }
        }
    }

    private static func zone(_ minutes: Int) -> String {
        guard minutes != 0 else { return "Z" }
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return (minutes < 0 ? "-" : "+") + two(Int(minutes.magnitude) / 60) + ":" + two(Int(minutes.magnitude) % 60)
    }

    @Test(
        "What is escaped is escaped by code points, wherever it stands", arguments: ["a", "é", "\u{20AC}", "\u{1F600}"])
    func escaping(around: String) {
        let table: [(UInt32, String)] =
            [(0x26, "&amp;"), (0x3C, "&lt;"), (0x3E, "&gt;"), (0x22, "&quot;"), (0x27, "&#39;")]
            + [0x00, 0x08, 0x0B, 0x0D, 0x1F, 0x7F, 0x80, 0x9F, 0x202A, 0x202E, 0x2066, 0x2069].map { ($0, "\u{FFFD}") }
            + [0x09, 0x0A, 0x20, 0xA0, 0xC2, 0xE2, 0x2029, 0x202F, 0x2065, 0x206A, 0x0301].map {
                ($0, String(String.UnicodeScalarView([UnicodeScalar($0) ?? " "])))
            }
        for (value, escaped) in table {
            let scalar = String(String.UnicodeScalarView([UnicodeScalar(value) ?? " "]))
            for (before, after) in [("", ""), (around, ""), ("", around), (around, around), ("<", ">")] {
                let (head, tail) = (before == "<" ? "&lt;" : before, after == ">" ? "&gt;" : after)
                let bytes = Array(Markup(before + scalar + after).text.utf8)
                #expect(bytes == Array((head + escaped + tail).utf8), "U+\(String(value, radix: 16))")
            }
        }
    }
}
