package import AmparoGate
internal import AmparoCourt
internal import AmparoDuties
package import AmparoModel

/// The hearings of one child as a calendar: today's and later ones, as far as they were disclosed.
package enum ChildCalendar {
    /// What is asked of the gate for it.
    package static let fields = [
        "existence.record", "court.case", "court.hearingDate", "court.hearingTime", "court.scheduleBaseCityCode",
        "court.hearingLocation", "court.scheduleIdnschedule",
    ]

    private static let words = Result { try Phrases(.english) }

    /// The calendar (RFC 5545), in English. A calendar is seen by whoever looks over a shoulder: it has the record's number, and
    /// no name.
    package static func text(_ child: Disclosed<ChildRecord>, now: Instant) throws -> String {
        let phrases = try words.get()
        let events = child.value.rows(of: "tbl_schedule").compactMap { row -> CalendarText.Event? in
            guard case .day(let day)? = row["court.hearingDate"], day >= now.day else { return nil }
            return CalendarText.Event(row, of: child, on: day, phrases)
        }
        let number = String(child.value.child)
        return CalendarText(events, named: phrases.say("case.child", ["number": number]), now: now).text
    }
}

extension CalendarText.Event {
    /// A row of the court's schedule as an event.
    init(_ row: RecordRow, of child: Disclosed<ChildRecord>, on day: Day, _ phrases: Phrases) {
        let court = row["court.scheduleBaseCityCode"]?.text ?? ""
        self.init(
            id: "hearing-\(row["court.scheduleIdnschedule"]?.text ?? String(row.number))", day: day,
            minute: CalendarText.minute(row["court.hearingTime"]?.text), zone: Zone(court: CourtCode(court)),
            summary: phrases.say("week.event", ["number": String(child.value.child)]),
            place: [court, row["court.hearingLocation"]?.text ?? ""].filter { !$0.isEmpty }.joined(separator: " "),
            isCancelled: row.source.missingSince != nil)
    }
}
