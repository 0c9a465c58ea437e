internal import AmparoDuties
internal import AmparoGate
internal import AmparoModel
internal import AmparoSharing
internal import AmparoStore

/// `/court-week`: the hearings of a week by court and day, on one printed page (SCREENS.md, "Court week").
///
/// The children are those with a duty that a hearing of about that time began, held at the viewer's office by whichever agency, or
/// by the viewer's own posts; who of them is shown, and what, the gate decides.
struct CourtWeekPage {
    /// How many children at most.
    private static let limit = 200
    /// A duty's deadline lies at most so many days before or after its hearing.
    private static let reach = 8
    /// What a hearing is shown with.
    private static let fields = [
        "existence.record", "general.recordId", "general.language", "identity.givenNames", "identity.surnames",
        "court.case", "court.hearingDate", "court.hearingTime", "court.scheduleBaseCityCode", "court.hearingLocation",
        "court.calendarType", "court.scheduleIdnschedule", "court.scheduleInterpreterCode", "court.hearingMedium",
        "court.adjournmentReason", "court.representationE28Date", "notice.returnedOn",
    ]

    /// A hearing of the week.
    private struct Line {
        var child: Disclosed<ChildRecord>
        var row: RecordRow
        var day: Day
        var court: String
        /// The day it was set for before, when that was another one.
        var before: Day?
    }

    private let visit: CaseVisit
    private let monday: Day
    private let lines: [Line]
    private let isCut: Bool

    init(_ visit: CaseVisit) throws {
        self.visit = visit
        let asked = visit.day("week") ?? visit.reader.now.day
        monday = asked.adding(days: 1 - asked.weekday)
        let children = try Self.children(visit, monday)
        isCut = children.count >= Self.limit
        let shown = try visit.disclosed(children, fields: Self.fields, withHistory: true)
        let week = monday...monday.adding(days: 6)
        lines = shown.values.flatMap { Self.hearings($0, week) }.sorted {
            ($0.court, $0.day, $0.row["court.hearingTime"]?.text ?? "", $0.row.number)
                < ($1.court, $1.day, $1.row["court.hearingTime"]?.text ?? "", $1.row.number)
        }
    }

    /// Children with a hearing of about that week, by the record's numbers.
    private static func children(_ visit: CaseVisit, _ monday: Day) throws -> [Int64] {
        let posts = try MyPosts(visit)
        guard posts.hasSteward else { return [] }
        let last = Int64(monday.adding(days: 6 + reach).number)
        return try visit.casework.store.journal.database.read { connection in
            let list = DutyList(connection)
            var cursor: DutyPlace? = DutyPlace(
                day: Int64(monday.adding(days: -reach).number), DutySubject(rawValue: .min),
                DutyID(rule: RuleID(rawValue: 0), occasion: OccasionKey(.apprehended, .min)))
            var found: Set<Int64> = []
            while let start = cursor, found.count < limit {
                let owed = try list.page(knownBy: visit.reader.now, limit: 500, after: start) {
                    $0.place == posts.actor.post.place || posts.contains($0)
                }
                cursor = owed.count == 500 ? owed.last?.place : nil
                for duty in owed where duty.place.day <= last && found.count < limit {
                    let kind = duty.id.occasion.kind
                    if kind == .hearingScheduled || kind == .hearingChanged { found.insert(duty.subject.child) }
                }
                if let end = owed.last?.place.day, end > last { cursor = nil }
            }
            return found.subtracting([0]).sorted()
        }
    }

    private static func hearings(_ child: Disclosed<ChildRecord>, _ week: ClosedRange<Day>) -> [Line] {
        child.value.rows(of: "tbl_schedule").compactMap { row in
            guard case .day(let day)? = row["court.hearingDate"], week.contains(day) else { return nil }
            let earlier = child.value.rows.first {
                $0.table == row.table && $0.number == row.number && $0.isReplaced
            }
            var before: Day?
            if case .day(let was)? = earlier?["court.hearingDate"], was != day { before = was }
            return Line(
                child: child, row: row, day: day, court: row["court.scheduleBaseCityCode"]?.text ?? "",
                before: before)
        }
    }

    private var phrases: Phrases { visit.phrases }

    func markup() -> Markup {
        let title = phrases.say("week.title", ["day": phrases.day(monday)])
        return visit.page(title, .week) {
            element("h1", [:], title)
            element("nav", ["class": "tabs", "aria-label": phrases.say("week.others")]) {
                element("ul") {
                    step("week.before", -7)
                    step("week.after", 7)
                }
            }
            if lines.isEmpty { element("p", ["class": "empty"], phrases.say("week.none")) }
            for court in courts { table(court) }
            if !lines.isEmpty {
                visit.files("/court-week", ["week": monday.description], forms: [.csv, .ics])
            }
            if isCut { element("p", ["class": "note"], phrases.say("week.first", count: Self.limit)) }
            element("p", ["class": "note"], phrases.say("week.note"))
        }
    }

    private func step(_ key: String, _ days: Int) -> Markup {
        element("li") {
            element(
                "a",
                ["href": visit.reader.address("/court-week", ["week": monday.adding(days: days).description])],
                phrases.say(key))
        }
    }

    private var courts: [String] {
        lines.map(\.court).reduce(into: []) { if $0.last != $1 { $0.append($1) } }
    }

    private func table(_ court: String) -> Markup {
        element("section", ["aria-labelledby": "court-\(court)"]) {
            element("h2", ["id": "court-\(court)"]) {
                phrases.say("week.court") + " "
                foreign(court)
            }
            element("table", ["class": "week"]) {
                element("thead") {
                    element("tr") {
                        for key in ["day", "time", "child", "kind", "marks"] {
                            element("th", ["scope": "col"], phrases.say("week.column.\(key)"))
                        }
                    }
                }
                element("tbody") { for line in lines where line.court == court { row(line) } }
            }
        }
    }

    private func row(_ line: Line) -> Markup {
        element("tr") {
            element("td") { element("time", ["datetime": line.day.description], phrases.day(line.day)) }
            element("td", [:], line.row["court.hearingTime"]?.text ?? "")
            element("th", ["scope": "row"]) { ChildNames(line.child).link(visit.reader) }
            element("td") { foreign(line.row["court.calendarType"]?.text ?? "") }
            element("td") {
                element("ul", ["class": "marks"]) { for mark in marks(line) { element("li", [:], mark) } }
            }
        }
    }

    /// What somebody should look at. Nothing is said of what may not be seen.
    private func marks(_ line: Line) -> [String] {
        let decided = visit.decided(line.child)
        let record = line.child.value
        var marks: [String] = []
        if let before = line.before {
            marks.append(
                phrases.say(before > line.day ? "week.advanced" : "week.moved", ["day": phrases.day(before)]))
        }
        if let missing = line.row.source.missingSince {
            marks.append(phrases.say("week.missing", ["release": missing]))
        }
        let hasCounsel = record.rows(of: "tbl_RepsAssigned").contains { $0["court.representationE28Date"] != nil }
        if !hasCounsel, decided.mayBeSeen("court.representationE28Date") {
            marks.append(phrases.say("week.no-counsel"))
        }
        if line.row["court.scheduleInterpreterCode"] == nil, decided.mayBeSeen("court.scheduleInterpreterCode") {
            marks.append(phrases.say("week.no-interpreter"))
        }
        if record.rows(of: "mail").contains(where: { $0["notice.returnedOn"] != nil }) {
            marks.append(phrases.say("week.returned"))
        }
        return marks
    }
}

extension CourtWeekPage {
    /// The week as a list, or as a calendar.
    static func file(_ visit: CaseVisit, _ form: ListFile.Form) throws -> ListFile? {
        guard form != .json else { return nil }
        let page = try CourtWeekPage(visit)
        let text =
            switch form {
            case .csv, .json: page.csv
            case .ics:
                CalendarText(
                    page.lines.map(page.event),
                    named: page.phrases.say("week.title", ["day": page.phrases.day(page.monday)]),
                    now: visit.reader.now
                ).text
            }
        return ListFile(name: "court-week-\(page.monday)", form: form, text: text)
    }

    private var csv: String {
        var csv = CSVText(["court", "day", "time"] + ChildNames.columns + ["case", "kind", "marks", "receipt"])
        for line in lines {
            csv.append(
                [line.court, line.day.description, line.row["court.hearingTime"]?.text ?? ""]
                    + ChildNames(line.child).cells + [
                        line.row["court.case"]?.text ?? "", line.row["court.calendarType"]?.text ?? "",
                        marks(line).joined(separator: "; "), String(line.child.receipt),
                    ])
        }
        return csv.text
    }

    private func event(_ line: Line) -> CalendarText.Event {
        CalendarText.Event(line.row, of: line.child, on: line.day, phrases)
    }
}
