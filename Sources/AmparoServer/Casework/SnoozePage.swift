internal import AmparoDuties
internal import AmparoGate
internal import AmparoModel
internal import AmparoSharing
internal import AmparoStore

/// `/duties/{name}/snooze`: puts a duty off on the viewer's own list, with the reason (SCREENS.md, "Today"). It is an entry; the
/// duty keeps its holder and its clock, colleagues of the post see it as before, and on the day it is due it is back.
struct SnoozePage {
    /// The longest time, in days.
    private static let longest = 14

    private let visit: CaseVisit
    private let name: DutyName
    private let duty: Duty
    private let shown: Disclosed<ChildRecord>
    private let typed: [String: String]
    private let fault: String?

    /// Of a duty of a post of the viewer's. Of any other, and of a child who may not be seen, the answer is the same.
    init(_ visit: CaseVisit, id: String, typed: [String: String] = [:], fault: String? = nil) throws {
        guard let name = DutyName(id), name.subject.child != 0 else { throw CaseRefusal.nothing }
        let posts = try MyPosts(visit)
        let ledger = try visit.casework.duties.people.ledger(of: name.subject).ledger
        guard let duty = ledger[name.duty], duty.state.isAlive, posts.contains(duty.holder.post),
            let shown = try visit.disclosed([name.subject.child])[name.subject.child]
        else { throw CaseRefusal.nothing }
        (self.visit, self.name, self.duty, self.shown) = (visit, name, duty, shown)
        (self.typed, self.fault) = (typed, fault)
    }

    private var phrases: Phrases { visit.phrases }
    private var today: Day { visit.reader.now.day }

    /// The last day until which it can be put off: the day it is due, or two weeks from now.
    private var last: Day {
        let latest = today.adding(days: Self.longest)
        return duty.deadline.map { min($0.at.day, latest) } ?? latest
    }

    func markup() -> Markup {
        let book = try? visit.casework.duties.book()
        let step = book?.entry(duty.id.rule, version: duty.version)
        return visit.page(phrases.say("snooze.title"), .today) {
            element("p", ["class": "back"]) {
                element("a", ["href": visit.reader.address("/today")], phrases.say("today.title"))
            }
            element("h1", [:], phrases.say("snooze.title"))
            element("p", ["class": "lead"]) {
                ChildNames(shown).link(visit.reader)
                " · " + DutyWords(visit).what(step, isCorrection: duty.id.occasion.kind == .told)
            }
            element("p", ["class": "note"], phrases.say("snooze.note"))
            formFault(fault.map { phrases.say("snooze.fault.\($0)") })
            element(
                "form", ["class": "enter", "method": "post", "action": visit.reader.address("/duties/\(name)/snooze")]
            ) {
                formToken(visit.viewer.formToken)
                element("label") {
                    phrases.say("snooze.until")
                    void(
                        "input",
                        [
                            "type": "date", "name": "until", "required": "", "min": today.adding(days: 1).description,
                            "max": last.description, "value": typed["until"] ?? last.description,
                        ])
                }
                element("label") {
                    phrases.say("snooze.reason")
                    element("textarea", ["name": "reason", "required": "", "maxlength": "8000"], typed["reason"] ?? "")
                }
                element("button", ["type": "submit"], phrases.say("snooze.send"))
            }
        }
    }

    /// Writes it down. Answers why it is not taken; nil when it is.
    func take() throws -> String? {
        guard let until = typed["until"].flatMap({ Day($0) }), today < until, until <= last else { return "until" }
        let reason = typed["reason"] ?? ""
        guard reason.contains(where: { !$0.isWhitespace }), reason.count <= EnterPage.longest else { return "reason" }
        let moment = Instant(
            microseconds: WashingtonTime.start(of: until).microseconds, offsetMinutes: visit.reader.now.offsetMinutes)
        var said = ReportedOccasion(nil, occurred: .instant(visit.reader.now))
        said.snooze = ReportedOccasion.Snooze(duty.id, until: moment)
        _ = try visit.casework.duties.report(
            name.subject, said, evidence: Sensitive(reason), by: visit.viewer.account)
        return nil
    }
}
