internal import AmparoGate
internal import AmparoModel
internal import AmparoSharing
internal import AmparoStore

/// `/agreements`: those in force, proposed and ended; and of one what it opens, in plain words (SCREENS.md, "Agreements").
struct AgreementsPage {
    private let visit: CaseVisit
    private let shelf: AgreementShelf
    private let chosen: AgreementShelf.Item?
    private let diff: [String]

    init(_ visit: CaseVisit, name: String? = nil) throws {
        self.visit = visit
        let desk = AgreementDesk(visit.casework.store, terms: visit.casework.terms)
        shelf = try desk.shelf()
        guard let name else {
            (chosen, diff) = (nil, [])
            return
        }
        guard let item = shelf.item(named: name) else { throw CaseRefusal.nothing }
        chosen = item
        diff = try visit.words.sentences.diff(
            desk.changes(by: item, at: visit.reader.now), visit.language.sharing)
    }

    private var phrases: Phrases { visit.phrases }

    private func state(_ item: AgreementShelf.Item) -> AgreementCalendar.State {
        shelf.calendar.state(item.history.id, at: visit.reader.now)
    }

    func markup() -> Markup {
        if let chosen { return page(of: chosen) }
        let sections: [(key: String, states: Set<AgreementCalendar.State>)] = [
            ("in-force", [.inForce]), ("proposed", [.proposed, .approved, .published]),
            ("ended", [.expired, .suspended, .replaced, .withdrawn]),
        ]
        return visit.page(phrases.say("agreements.title"), .agreements) {
            element("h1", [:], phrases.say("agreements.title"))
            element("p", ["class": "note"], phrases.say("agreements.note"))
            element("p", ["class": "more"]) {
                element("a", ["href": visit.reader.address("/simulation")], phrases.say("agreements.simulation"))
            }
            for section in sections {
                let items = shelf.items.filter { section.states.contains(state($0)) }
                element("h2", [:], phrases.say("agreements.\(section.key)"))
                if items.isEmpty {
                    element("p", ["class": "empty"], phrases.say("agreements.none"))
                } else {
                    table(items)
                }
            }
        }
    }

    private func table(_ items: [AgreementShelf.Item]) -> Markup {
        element("table", ["class": "agreements"]) {
            element("thead") {
                element("tr") {
                    for key in ["name", "parties", "begins", "ends", "approved"] {
                        element("th", ["scope": "col"], phrases.say("agreements.column.\(key)"))
                    }
                }
            }
            element("tbody") {
                for item in items {
                    let span = shelf.calendar.span(item.history.id)
                    element("tr") {
                        element("th", ["scope": "row"]) {
                            element("a", ["href": visit.reader.address("/agreements/\(item.history.name)")]) {
                                foreign(item.agreement.title)
                            }
                            element("span", ["class": "issuer"]) { foreign(item.history.name) }
                        }
                        element("td", [:], parties(item))
                        element("td") { span.map { visit.reader.time($0.begins) } ?? Markup("\u{2013}") }
                        element("td") { span.map { visit.reader.time($0.ends) } ?? Markup("\u{2013}") }
                        element("td") { approvals(item) }
                    }
                }
            }
        }
    }

    private func parties(_ item: AgreementShelf.Item) -> String {
        item.agreement.parties.map { visit.casework.terms.name(ofParty: $0.code, visit.language) }
            .joined(separator: "; ")
    }

    private func approvals(_ item: AgreementShelf.Item) -> String {
        item.history.isShipped
            ? phrases.say("agreements.shipped")
            : phrases.say("agreements.approvals", count: item.history.approvals.count)
    }

    private func page(of item: AgreementShelf.Item) -> Markup {
        visit.page(clipped(item.agreement.title), .agreements) {
            element("p", ["class": "back"]) {
                element("a", ["href": visit.reader.address("/agreements")], phrases.say("agreements.title"))
            }
            element("h1") { foreign(item.agreement.title) }
            element("p", ["class": "lead"]) {
                foreign(item.history.name)
                " · " + phrases.say("agreements.state.\(state(item).rawValue)") + " · " + parties(item)
            }
            element("h2", [:], phrases.say("agreements.diff"))
            element("p", ["class": "note"], phrases.say("agreements.diff.note"))
            if diff.isEmpty { element("p", ["class": "empty"], phrases.say("agreements.diff.none")) }
            element("ul", ["class": "diff"]) { for line in diff { element("li", [:], line) } }
            element("h2", [:], phrases.say("agreements.text"))
            element("pre", ["tabindex": "0"], item.history.text)
        }
    }
}
