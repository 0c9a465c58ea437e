internal import AmparoDuties
internal import AmparoGate
internal import AmparoModel
internal import AmparoStore

/// `/today`: what the viewer's posts hold, most urgent first (SCREENS.md, "Today").
struct TodayPage {
    private let visit: CaseVisit
    private let work: TodayWork
    private let shown: [Int64: Disclosed<ChildRecord>]
    private let isFirst: Bool
    private let alarms: AlarmLines

    /// Reads a page; each child on it is a disclosure.
    init(_ visit: CaseVisit) throws { try self.init(visit, after: Self.cursor(visit)) }

    private init(_ visit: CaseVisit, after cursor: DutyPlace?) throws {
        self.visit = visit
        isFirst = cursor == nil
        work = try TodayWork(visit, after: cursor)
        shown = try visit.disclosed(work.lines.map(\.child))
        alarms = try AlarmLines(visit)
    }

    private static func cursor(_ visit: CaseVisit) -> DutyPlace? {
        guard let name = visit.query["after"].flatMap(DutyName.init),
            let day = visit.query["day"].flatMap({ Int64($0) })
        else { return nil }
        return DutyPlace(day: day, name.subject, name.duty)
    }

    private var phrases: Phrases { visit.phrases }

    /// Work on no child, and on children of whom something may be seen.
    private var lines: [TodayWork.Line] { work.lines.filter { $0.child == 0 || shown[$0.child] != nil } }

    func markup() -> Markup {
        let lines = lines
        let hidden = work.lines.count - lines.count
        return visit.page(
            phrases.say("today.title"), .today, live: isFirst ? LiveMark(.today(digest: work.digest)) : nil
        ) {
            element("h1", [:], phrases.say("today.title"))
            element("p", ["class": "lead"], phrases.day(visit.reader.now.day))
            alarms.markup()
            if work.offers > 0 {
                element("p", ["class": "behind"]) {
                    element("a", ["href": visit.reader.address("/handoffs")]) {
                        phrases.say("today.offers", count: work.offers)
                    }
                }
            }
            if !work.hasSteward {
                element("p", ["class": "empty"], phrases.say("today.no-steward"))
            } else if lines.isEmpty {
                element("p", ["class": "empty"], phrases.say("today.none"))
            }
            for section in TodayWork.Section.allCases {
                table(section, lines.filter { $0.section == section })
            }
            if !lines.isEmpty { visit.files("/today") }
            writeBack
            if hidden > 0 { element("p", ["class": "note"], phrases.say("today.hidden", count: hidden)) }
            if let next = work.next {
                element("p", ["class": "more"]) {
                    element(
                        "a",
                        [
                            "rel": "next",
                            "href": visit.reader.address(
                                "/today", ["after": next.description, "day": String(work.nextDay)]),
                        ], phrases.say("case.more"))
                }
            }
        }
    }

    /// The day's results, addresses and checks for the viewer's own system.
    private var writeBack: Markup {
        let layouts = visit.casework.layouts?.all() ?? []
        guard !layouts.isEmpty else { return Markup() }
        return element("form", ["class": "filters", "method": "get", "action": visit.reader.address("/write-back")]) {
            element("label") {
                phrases.say("writeback.layout") + " "
                element("select", ["name": "layout"]) {
                    for layout in layouts {
                        element(
                            "option", ["value": layout.name],
                            "\(layout.name) (\(phrases.say("writeback.\(layout.rows.rawValue)")))")
                    }
                }
            }
            element("label") {
                phrases.say("writeback.since") + " "
                void(
                    "input",
                    ["type": "date", "name": "since", "required": "", "value": visit.reader.now.day.description])
            }
            element("button", ["type": "submit"], phrases.say("writeback.take"))
        }
    }

    private func table(_ section: TodayWork.Section, _ lines: [TodayWork.Line]) -> Markup {
        guard !lines.isEmpty else { return Markup() }
        return element("section", ["class": "work \(section.rawValue)", "aria-labelledby": "work-\(section.rawValue)"])
        {
            element("h2", ["id": "work-\(section.rawValue)"]) {
                phrases.say("today.\(section.rawValue)")
                element("span", ["class": "of"], " " + phrases.number(lines.count))
            }
            element("table", ["class": "work"]) {
                element("thead") {
                    element("tr") {
                        for key in ["child", "what", "deadline", "why"] {
                            element("th", ["scope": "col"], phrases.say("today.column.\(key)"))
                        }
                    }
                }
                element("tbody") { for line in lines { row(line) } }
            }
        }
    }

    private func row(_ line: TodayWork.Line) -> Markup {
        element("tr") {
            element("th", ["scope": "row"]) {
                if let child = shown[line.child] {
                    ChildNames(child).link(visit.reader)
                } else {
                    phrases.say("today.record")
                }
            }
            element("td") { DutyWords(visit).what(line) }
            element("td", ["class": "when"]) {
                if let deadline = line.owed.deadline {
                    visit.reader.time(deadline)
                } else {
                    phrases.say("today.paused")
                }
                if line.owed.escalated > 0 {
                    element("span", ["class": "mark"], phrases.say("today.escalated", count: line.owed.escalated))
                }
            }
            element("td") {
                DutyWords(visit).why(line)
                snooze(line)
            }
        }
    }
}

extension TodayPage {
    /// Until when it is put off, or where that is done: of what is not due yet.
    @MarkupBuilder
    private func snooze(_ line: TodayWork.Line) -> Markup {
        if let until = line.snoozedUntil {
            element("span", ["class": "issuer"]) {
                phrases.say("snooze.until-when") + " "
                visit.reader.time(until.day)
            }
        } else if line.child != 0, ![.overdue, .due].contains(line.section) {
            element("a", ["class": "issuer", "href": visit.reader.address("/duties/\(line.name)/snooze")]) {
                phrases.say("snooze.link")
                element(
                    "span", ["class": "unseen"],
                    ": " + DutyWords(visit).what(line.step, isCorrection: line.isCorrection))
            }
        }
    }
}

extension TodayPage {
    /// The most lines of a file.
    private static let longestFile = 2000

    /// The whole list as a file, most urgent first.
    static func file(_ visit: CaseVisit, _ form: ListFile.Form) throws -> ListFile? {
        guard form == .csv else { return nil }
        var csv = CSVText(
            ChildNames.columns + ["what", "deadline", "section", "occasion", "procedure", "duty", "receipt"])
        var cursor: DutyPlace?
        var count = 0
        repeat {
            let page = try TodayPage(visit, after: cursor)
            for line in page.lines {
                csv.append(page.cells(line))
                count += 1
            }
            cursor = page.work.next.map { DutyPlace(day: page.work.nextDay, $0.subject, $0.duty) }
        } while cursor != nil && count < longestFile
        return ListFile(name: "today", form: form, text: csv.text)
    }

    private func cells(_ line: TodayWork.Line) -> [String] {
        let child = shown[line.child]
        return (child.map { ChildNames($0).cells } ?? ["", "", ""]) + [
            DutyWords(visit).what(line.step, isCorrection: line.isCorrection), line.owed.deadline?.description ?? "",
            phrases.say("today.\(line.section.rawValue)"),
            phrases.say("occasion.\(line.owed.id.occasion.kind.code)"), line.step?.procedure ?? "",
            line.name.description, child.map { String($0.receipt) } ?? "",
        ]
    }
}
