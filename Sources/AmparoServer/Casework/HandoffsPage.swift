internal import AmparoDuties
internal import AmparoGate
internal import AmparoModel
internal import AmparoStore

/// `/handoffs`: what the viewer's posts were offered and what they offer, with what became of it (SCREENS.md, "Handoffs").
struct HandoffsPage {
    /// How many of each kind are shown.
    private static let length = 100

    private let visit: CaseVisit
    private let isSent: Bool
    private let open: [StandingHandoff]
    private let closed: [StandingHandoff]
    private let answeredBy: [Int64: String]
    private let shown: [Int64: Disclosed<ChildRecord>]
    private let book: ProcedureBook
    private let posts: MyPosts
    private let office: DutyOffice

    /// Reads the page; each child on it is a disclosure. What was offered to the viewer's posts counts as opened from then on.
    init(_ visit: CaseVisit) throws {
        self.visit = visit
        isSent = visit.query["list"] == "sent"
        let posts = try MyPosts(visit)
        self.posts = posts
        office = try visit.casework.duties.office()
        let desk = visit.casework.duties
        book = try desk.book()
        let isSent = isSent
        let (pending, over) = Self.states(isSent: isSent)
        var asked = HandoffList.Question(states: pending, limit: Self.length)
        if isSent { asked.isSender = posts.contains } else { asked.isReceiver = posts.contains }
        let first = asked
        asked.states = over
        asked.newestFirst = true
        let second = asked
        let found = try visit.casework.store.journal.database.read { connection in
            guard posts.hasSteward else { return ([StandingHandoff](), [StandingHandoff]()) }
            let list = HandoffList(connection)
            return (try list.list(first), try list.list(second))
        }
        open = found.0.sorted { $0.acceptBy < $1.acceptBy }
        closed = found.1
        let both = open + closed
        answeredBy = try desk.people.named(in: both.map(\.answerEntry))
        let shown = try visit.disclosed(both.map(\.subject.child))
        self.shown = shown
        guard !isSent else { return }
        let unseen = open.filter { $0.opened == nil && ($0.subject.child == 0 || shown[$0.subject.child] != nil) }
        for (subject, handoffs) in Dictionary(grouping: unseen, by: \.subject) {
            try desk.act(subject, handoffs.map { .opened(handoff: $0.number) })
        }
    }

    /// The states that somebody still has to look after, and the others. What did not arrive or was not answered is the
    /// sender's to look after; what the gate withholds never left, and its receiver knows nothing of it.
    private static func states(isSent: Bool) -> (open: Set<HandoffStanding>, over: Set<HandoffStanding>) {
        var open = Set(HandoffStanding.allCases.filter(\.isPending))
        if isSent { open.formUnion([.expired, .undeliverable]) }
        var over = Set(HandoffStanding.allCases).subtracting(open)
        if !isSent { over.remove(.withheld) }
        return (open, over)
    }

    private var phrases: Phrases { visit.phrases }

    func markup() -> Markup {
        let title = phrases.say(isSent ? "handoffs.sent" : "handoffs.received")
        return visit.page(title, .handoffs) {
            element("h1", [:], phrases.say("handoffs.title"))
            element("nav", ["class": "tabs", "aria-label": phrases.say("handoffs.title")]) {
                element("ul") {
                    tab("received", isHere: !isSent)
                    tab("sent", isHere: isSent)
                }
            }
            section("open", open)
            section("closed", closed)
            visit.files("/handoffs", ["list": isSent ? "sent" : ""])
        }
    }

    private func tab(_ list: String, isHere: Bool) -> Markup {
        element("li") {
            element(
                "a",
                [
                    "href": visit.reader.address("/handoffs", ["list": list]), "aria-current": isHere ? "page" : nil,
                ], phrases.say("handoffs.\(list)"))
        }
    }

    /// Those of whose child something may be seen, and those of no child.
    private func section(_ key: String, _ all: [StandingHandoff]) -> Markup {
        let handoffs = all.filter { $0.subject.child == 0 || shown[$0.subject.child] != nil }
        return element("section", ["class": "work", "aria-labelledby": "handoffs-\(key)"]) {
            element("h2", ["id": "handoffs-\(key)"], phrases.say("handoffs.\(key)"))
            if handoffs.isEmpty {
                element("p", ["class": "empty"], phrases.say("handoffs.none"))
            } else {
                element("ul", ["class": "handoffs"]) { for handoff in handoffs { item(handoff) } }
            }
            if all.count >= Self.length {
                element("p", ["class": "note"], phrases.say("handoffs.first", count: Self.length))
            }
        }
    }

    private func item(_ handoff: StandingHandoff) -> Markup {
        let step = book.entries.last { $0.step.rule == handoff.duty.rule }
        return element("li", ["id": "h-\(handoff.reference)"]) {
            element("h3") {
                if let child = shown[handoff.subject.child] {
                    ChildNames(child).link(visit.reader)
                    " · "
                }
                DutyWords(visit).what(step, isCorrection: handoff.duty.occasion.kind == .told)
            }
            element("dl", ["class": "terms"]) {
                detail(isSent ? "to" : "from") { Markup(visit.post(isSent ? handoff.to : handoff.from)) }
                detail("reason") {
                    Markup(
                        phrases.say("handoffs.content.\(handoff.content)") + " " + handoff.reason + ", "
                            + visit.casework.terms.name(ofPurpose: handoff.purpose, visit.language))
                }
                detail("state") { state(handoff) }
                if handoff.state.isPending { detail("answer-by") { visit.reader.time(handoff.acceptBy) } }
            }
            if !isSent, handoff.state.isPending, posts.contains(handoff.to) { answers(handoff) }
        }
    }

    /// Where somebody says yes, by name; or no, why, and perhaps whose it is.
    private func answers(_ handoff: StandingHandoff) -> Markup {
        let path = "/handoffs/\(handoff.reference)"
        let offices = office.entries.map(\.posting.post).filter {
            $0 != handoff.to && $0.role == handoff.to.role && $0.party == handoff.to.party
        }
        return element("div", ["class": "answers"]) {
            element("form", ["method": "post", "action": visit.reader.address(path + "/accept")]) {
                formToken(visit.viewer.formToken)
                element("button", ["type": "submit", "class": "yes"], phrases.say("handoffs.accept"))
            }
            element("details") {
                element("summary", [:], phrases.say("handoffs.decline"))
                element("form", ["method": "post", "action": visit.reader.address(path + "/decline")]) {
                    formToken(visit.viewer.formToken)
                    element("label") {
                        phrases.say("handoffs.decline.why") + " "
                        element("select", ["name": "reason", "required": ""]) {
                            for reason in DeclineReason.allCases {
                                element("option", ["value": reason.rawValue], phrases.say("decline.\(reason.rawValue)"))
                            }
                        }
                    }
                    if !offices.isEmpty {
                        element("label") {
                            phrases.say("handoffs.decline.whose") + " "
                            element("select", ["name": "proposal"]) {
                                element("option", ["value": ""], phrases.say("handoffs.decline.nobody"))
                                for post in offices {
                                    element("option", ["value": post.description], visit.post(post))
                                }
                            }
                        }
                    }
                    element("button", ["type": "submit"], phrases.say("handoffs.decline"))
                }
            }
        }
    }

    private func detail(_ key: String, _ content: () -> Markup) -> Markup {
        element("dt", [:], phrases.say("handoffs.\(key)")) + element("dd") { content() }
    }

    /// The three ticks: delivered, opened, accepted by a name; and how it ended when it came to nothing.
    private func state(_ handoff: StandingHandoff) -> Markup {
        element("ul", ["class": "ticks"]) {
            // What somebody there has opened has arrived, whichever way it went.
            tick("delivered", handoff.delivered ?? handoff.opened)
            tick("opened", handoff.opened)
            if handoff.state == .accepted || handoff.state == .completed {
                tick("accepted", handoff.answered, by: answeredBy[handoff.answerEntry])
            } else if handoff.state.isPending {
                tick("accepted", nil)
            }
            if ![.offered, .delivered, .opened, .accepted].contains(handoff.state) {
                element("li", ["class": "mark"]) {
                    phrases.say("handoffs.state.\(handoff.state)")
                    if !handoff.declined.isEmpty { ": " + phrases.say("decline.\(handoff.declined)") }
                    if !handoff.withheldBy.isEmpty { ": " + handoff.withheldBy }
                }
            }
        }
    }

    private func tick(_ key: String, _ moment: Instant?, by person: String? = nil) -> Markup {
        element("li", ["class": moment == nil ? "no" : "yes"]) {
            // The sign repeats the words: neither colour nor shape alone tells it.
            element("span", ["aria-hidden": "true"], moment == nil ? "\u{25CB} " : "\u{2713} ")
            if let moment {
                phrases.say("handoffs.\(key)") + " "
                if let person, !person.isEmpty {
                    phrases.say("handoffs.by", ["person": ""])
                    foreign(person)
                    " "
                }
                visit.reader.time(moment)
            } else {
                phrases.say("handoffs.not.\(key)")
            }
        }
    }
}

extension HandoffsPage {
    /// The list as a file.
    static func file(_ visit: CaseVisit, _ form: ListFile.Form) throws -> ListFile? {
        guard form == .csv else { return nil }
        let page = try HandoffsPage(visit)
        var csv = CSVText(
            ["handoff"] + ChildNames.columns + [
                "what", "from", "to", "content", "reason", "purpose", "state", "answer_by", "delivered", "opened",
                "answered", "answered_by", "receipt",
            ])
        for handoff in page.open + page.closed
        where handoff.subject.child == 0 || page.shown[handoff.subject.child] != nil {
            csv.append(page.cells(handoff))
        }
        return ListFile(name: page.isSent ? "handoffs-sent" : "handoffs-received", form: form, text: csv.text)
    }

    private func cells(_ handoff: StandingHandoff) -> [String] {
        let child = shown[handoff.subject.child]
        let step = book.entries.last { $0.step.rule == handoff.duty.rule }
        return ["\(handoff.reference)"] + (child.map { ChildNames($0).cells } ?? ["", "", ""]) + [
            DutyWords(visit).what(step, isCorrection: handoff.duty.occasion.kind == .told), visit.post(handoff.from),
            visit.post(handoff.to), phrases.say("handoffs.content.\(handoff.content)"), handoff.reason, handoff.purpose,
            phrases.find("handoffs.state.\(handoff.state)") ?? "\(handoff.state)", handoff.acceptBy.description,
            handoff.delivered?.description ?? "", handoff.opened?.description ?? "",
            handoff.answered?.description ?? "", answeredBy[handoff.answerEntry] ?? "",
            child.map { String($0.receipt) } ?? "",
        ]
    }
}
