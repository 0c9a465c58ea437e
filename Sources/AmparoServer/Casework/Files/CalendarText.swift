internal import AmparoDuties
internal import AmparoModel

/// Hearings as a calendar (RFC 5545), each in the time zone of its court.
struct CalendarText {
    /// One hearing.
    struct Event {
        /// What makes it the same event in every file: the court's number of the row.
        var id: String
        var day: Day
        /// The court's wall-clock time, minutes after midnight; nil when none is said, and then it is the whole day.
        var minute: Int?
        /// The court's zone; nil for a court whose zone is not known, and then it is the whole day.
        var zone: Zone?
        var summary: String
        var place: String
        var isCancelled = false
    }

    private(set) var text = ""
    /// How a component opens; put together, because the same word opens a transaction in SQL.
    private static let opening = "begin".uppercased()

    /// The calendar of some hearings, made at `now`.
    init(_ events: [Event], named name: String, now: Instant) {
        line(Self.opening, "VCALENDAR")
        line("VERSION", "2.0")
        line("PRODID", "-//Amparo//hearings//EN")
        line("CALSCALE", "GREGORIAN")
        line("METHOD", "PUBLISH")
        line("X-WR-CALNAME", Self.escaped(name))
        let zones = Set(events.compactMap { $0.minute == nil ? nil : $0.zone })
        for zone in zones.sorted(by: { Self.name($0) < Self.name($1) }) { add(zone) }
        for event in events { add(event, now) }
        line("END", "VCALENDAR")
    }

    private mutating func add(_ event: Event, _ now: Instant) {
        line(Self.opening, "VEVENT")
        line("UID", "\(event.id)@amparo")
        line("DTSTAMP", Self.moment(Instant(microseconds: now.microseconds)) + "Z")
        if let minute = event.minute, let zone = event.zone {
            line("DTSTART;TZID=\(Self.name(zone))", Self.day(event.day) + "T" + Self.time(minute))
        } else {
            line("DTSTART;VALUE=DATE", Self.day(event.day))
        }
        line("SUMMARY", Self.escaped(event.summary))
        if !event.place.isEmpty { line("LOCATION", Self.escaped(event.place)) }
        line("STATUS", event.isCancelled ? "CANCELLED" : "CONFIRMED")
        line("CLASS", "CONFIDENTIAL")
        line("END", "VEVENT")
    }

    /// A zone's rules since 2007 (15 USC 260a); hearings of a calendar are later.
    private mutating func add(_ zone: Zone) {
        line(Self.opening, "VTIMEZONE")
        line("TZID", Self.name(zone))
        let (winter, summer) = (Self.offset(zone.standardMinutes), Self.offset(zone.standardMinutes + 60))
        if zone.keepsSummerTime {
            line(Self.opening, "DAYLIGHT")
            line("DTSTART", "20070311T020000")
            line("RRULE", "FREQ=YEARLY;BYMONTH=3;BYDAY=2SU")
            line("TZOFFSETFROM", winter)
            line("TZOFFSETTO", summer)
            line("END", "DAYLIGHT")
        }
        line(Self.opening, "STANDARD")
        line("DTSTART", zone.keepsSummerTime ? "20071104T020000" : "19700101T000000")
        if zone.keepsSummerTime { line("RRULE", "FREQ=YEARLY;BYMONTH=11;BYDAY=1SU") }
        line("TZOFFSETFROM", zone.keepsSummerTime ? summer : winter)
        line("TZOFFSETTO", winter)
        line("END", "STANDARD")
        line("END", "VTIMEZONE")
    }

    /// A line, folded at 75 bytes (RFC 5545, 3.1) and never within a sign.
    private mutating func line(_ name: String, _ value: String) {
        var count = 0
        for scalar in "\(name):\(value)".unicodeScalars {
            let length = UTF8.width(scalar)
            if count + length > 75 {
                text += "\r\n "
                count = 1
            }
            text.unicodeScalars.append(scalar)
            count += length
        }
        text += "\r\n"
    }

    /// A text value (RFC 5545, 3.3.11).
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\", ";", ",": escaped += "\\\(scalar)"
            case "\n": escaped += "\\n"
            case "\u{0}"..."\u{1F}", "\u{7F}": escaped += " "
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// The name of a zone in the zone database, which calendars know.
    static func name(_ zone: Zone) -> String {
        switch zone {
        case .atlantic: "America/Puerto_Rico"
        case .eastern: "America/New_York"
        case .central: "America/Chicago"
        case .mountain: "America/Denver"
        case .arizona: "America/Phoenix"
        case .pacific: "America/Los_Angeles"
        case .alaska: "America/Anchorage"
        case .hawaii: "Pacific/Honolulu"
        case .samoa: "Pacific/Pago_Pago"
        case .chamorro: "Pacific/Guam"
        default: "Etc/GMT" + (zone.standardMinutes > 0 ? "-" : "+") + String(abs(zone.standardMinutes) / 60)
        }
    }

    private static func day(_ day: Day) -> String { day.description.filter { $0 != "-" } }

    private static func time(_ minute: Int) -> String { two(minute / 60) + two(minute % 60) + "00" }

    private static func moment(_ instant: Instant) -> String {
        let minute = Int((instant.microseconds / 60_000_000) % 1440)
        let second = Int((instant.microseconds / 1_000_000) % 60)
        return day(instant.day) + "T" + two(minute / 60) + two(minute % 60) + two(second)
    }

    private static func offset(_ minutes: Int16) -> String {
        (minutes < 0 ? "-" : "+") + two(abs(Int(minutes)) / 60) + two(abs(Int(minutes)) % 60)
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// A court's time of day, `HHMM`, as minutes after midnight.
    static func minute(_ text: String?) -> Int? {
        guard let text, text.utf8.count == 4, let number = Int(text), number >= 0, number / 100 < 24, number % 100 < 60
        else { return nil }
        return number / 100 * 60 + number % 100
    }
}
