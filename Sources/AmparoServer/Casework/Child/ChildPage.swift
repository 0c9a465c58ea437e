internal import AmparoDuties
internal import AmparoGate
internal import AmparoModel
internal import AmparoSharing
internal import AmparoStore

/// `/child/{n}`: one child's record as the gate disclosed it (SCREENS.md, "Child").
struct ChildPage {
    private let visit: CaseVisit
    private let disclosed: Disclosed<ChildRecord>
    private let decided: DisclosedFields
    private let duties: ChildDuties
    private let entered: EnteredOccasions
    private let asKnown: String
    private let lastEntry: Int64

    /// Asks the gate. A number that is nobody's, one that is no number and one of a child who may not be seen are the same.
    init(_ visit: CaseVisit, number: String) throws {
        self.visit = visit
        let child = Int64(number) ?? 0
        asKnown = visit.query["known"] ?? ""
        // Read first: what comes in between is told as newer, never missed.
        let picture = try visit.casework.duties.picture(ofChild: child, for: visit.viewer.account)
        lastEntry = picture.lastEntry
        disclosed = try visit.casework.gate.disclose(
            visit.request(.view, fields: DisclosedFields.all), child: child, asOf: visit.day("on"),
            asKnown: try visit.seq(asKnown), withHistory: true)
        decided = visit.decided(disclosed)
        duties = try ChildDuties(visit, child: child, decided, picture)
        entered = try EnteredOccasions(
            visit, child: child, decided, picture.reported, isEnforcement: duties.isEnforcement,
            asKnown: disclosed.value.asKnown)
    }

    private var phrases: Phrases { visit.phrases }
    private var number: String { String(disclosed.value.child) }

    func markup() -> Markup {
        let names = ChildNames(disclosed)
        let title = phrases.say("case.child", ["number": number])
        return visit.page(title, .elsewhere, live: live) {
            element("h1") {
                if names.names.isEmpty { title } else { foreign(names.names) }
                if !names.names.isEmpty { element("span", ["class": "of"], " " + title) }
            }
            if !asKnown.isEmpty, disclosed.value.asKnown < ((try? visit.casework.store.journal.lastSeq()) ?? 0) {
                element("p", ["class": "behind", "role": "status"]) {
                    phrases.say("child.past", ["entry": phrases.number(Int(disclosed.value.asKnown))]) + " "
                    element("a", ["href": visit.reader.address("/child/\(number)")], phrases.say("child.present"))
                }
            }
            element("div", ["class": "child"]) {
                element("section", ["class": "left", "aria-labelledby": "strip"]) {
                    element("h2", ["id": "strip"], phrases.say("child.strip"))
                    ChildStrip(visit: visit, disclosed: disclosed, decided: decided).markup()
                    links
                }
                element("section", ["class": "middle", "aria-labelledby": "timeline"]) { timeline }
                element("div", ["class": "right"]) {
                    duties.markup()
                    WithheldView(visit: visit, decided: decided).markup()
                }
            }
            receipt
        }
    }

    /// What the page is a picture of; nil for a picture of the past.
    private var live: LiveMark? {
        guard asKnown.isEmpty, visit.query["on"] == nil else { return nil }
        return LiveMark(
            .child(disclosed.value.child, receipt: disclosed.receipt, entries: duties.isEnforcement ? 0 : lastEntry))
    }

    private var links: Markup {
        element("ul", ["class": "links"]) {
            element("li") {
                element("a", ["href": visit.reader.address("/child/\(number)/enter")], phrases.say("enter.title"))
            }
            if decided.classes.contains("check.result") {
                element("li") {
                    element(
                        "a", ["href": visit.reader.address("/child/\(number)/sponsors")], phrases.say("sponsors.link"))
                }
            }
            if visit.casework.attachments != nil {
                element("li") {
                    element(
                        "a", ["href": visit.reader.address("/child/\(number)/attachments")],
                        phrases.say("attachments.title"))
                }
            }
            element("li") {
                element(
                    "a", ["href": visit.reader.address("/child/\(number)/disclosures")],
                    phrases.say("child.disclosures"))
            }
            if isCounsel {
                element("li") {
                    element("a", ["href": visit.reader.address("/child/\(number)/packet")], phrases.say("packet.link"))
                }
            }
            element("li") {
                element(
                    "a", ["href": visit.reader.address("/preview", ["child": number])], phrases.say("child.preview"))
            }
            for finding in disclosed.value.rows(of: "findings") {
                if case .flag(true)? = finding["court.failureToAppear"],
                    case .number(let court)? = finding["court.case"],
                    case .day(let day)? = finding["court.hearingDate"]
                {
                    element("li") {
                        element("a", ["href": visit.reader.address("/hearing/\(court)/\(finding.number)")]) {
                            phrases.say("child.hearing", ["day": phrases.day(day)])
                        }
                    }
                }
            }
        }
    }

    private var isCounsel: Bool {
        Post.isPart(duties.actor.post.party, of: "counsel")
    }

    private var timeline: Markup {
        let part = visit.query["only"].flatMap(Timeline.Part.init)
        let order = visit.query["order"].flatMap(Timeline.Order.init) ?? .occurred
        let timeline = Timeline(disclosed.value, only: part, order: order)
        let page = max(1, visit.query["page"].flatMap { Int($0) } ?? 1)
        let view = TimelineView(visit: visit, timeline: timeline, decided: decided, page: min(page, 10_000))
        return element("h2", ["id": "timeline"], phrases.say("child.timeline"))
            + filters(part, order) + (page == 1 && part == nil ? entered.markup() : Markup()) + view.markup()
            + {
                guard page * TimelineView.length < timeline.items.count else { return Markup() }
                return element("p", ["class": "more"]) {
                    element(
                        "a",
                        [
                            "rel": "next",
                            "href": visit.reader.address(
                                "/child/\(number)",
                                [
                                    "only": part?.rawValue ?? "", "order": order.rawValue, "known": asKnown,
                                    "page": String(page + 1),
                                ]),
                        ], phrases.say("case.more"))
                }
            }()
    }

    private func filters(_ part: Timeline.Part?, _ order: Timeline.Order) -> Markup {
        element("form", ["class": "filters", "method": "get", "action": "/child/\(number)"]) {
            element("label") {
                phrases.say("child.filter.only") + " "
                element("select", ["name": "only"]) {
                    element("option", ["value": ""], phrases.say("child.filter.all"))
                    for one in Timeline.Part.allCases {
                        element(
                            "option", ["value": one.rawValue, "selected": one == part ? "selected" : nil],
                            phrases.say("child.filter.\(one.rawValue)"))
                    }
                }
            }
            element("label") {
                phrases.say("child.filter.order") + " "
                element("select", ["name": "order"]) {
                    for one in [Timeline.Order.occurred, .recorded] {
                        element(
                            "option", ["value": one.rawValue, "selected": one == order ? "selected" : nil],
                            phrases.say("child.filter.order.\(one.rawValue)"))
                    }
                }
            }
            element("label") {
                phrases.say("child.filter.known") + " "
                void("input", ["type": "date", "name": "known", "value": Day(asKnown) == nil ? "" : asKnown])
            }
            visit.languageField
            element("button", ["type": "submit"], phrases.say("child.filter.show"))
        }
    }

    private var receipt: Markup {
        element("p", ["class": "note receipt"]) {
            phrases.say("case.receipt", ["number": String(disclosed.receipt)])
            if !disclosed.obligations.isEmpty {
                " "
                element("strong", [:], phrases.say("case.obligations") + " ")
                disclosed.obligations.map { phrases.find("obligation.\($0.split(separator: ":").first ?? "")") ?? $0 }
                    .joined(separator: "; ") + "."
            }
        }
    }
}

/// What is not shown, class by class, with the layer and rule in plain words. It is the same whatever the record says.
struct WithheldView {
    let visit: CaseVisit
    let decided: DisclosedFields
    /// The heading.
    var key = "child.withheld"

    func markup() -> Markup { decided.markup("\(key) \(visit.language.rawValue)", make) }

    private func make() -> Markup {
        let withheld = decided.withheld(visit.words, visit.language)
        guard !withheld.isEmpty else { return Markup() }
        let phrases = visit.phrases
        let classes = decided.classes
        return element("section", ["aria-labelledby": "withheld"]) {
            element("h2", ["id": "withheld"], phrases.say(key))
            element("p", ["class": "note"], phrases.say("child.withheld.note"))
            element("dl", ["class": "withheld"]) {
                for part in withheld {
                    element("dt", [:], visit.words.name(ofClass: part.fieldClass, visit.language))
                    element("dd") {
                        // Of a class of which something else is shown, the fields are named.
                        if classes.contains(part.fieldClass) { fields(part) }
                        part.reason
                        element("span", ["class": "issuer"]) {
                            phrases.say("layer.\(part.group.layer)") + ": "
                            element("code", [:], part.group.rule)
                        }
                    }
                }
            }
        }
    }

    private func fields(_ part: DisclosedFields.Withheld) -> Markup {
        let names = Set(part.fields.map { visit.words.field($0, visit.language) }).sorted()
        return element("details") {
            element("summary", [:], visit.phrases.say("child.withheld.part", count: names.count))
            element("p", [:], names.joined(separator: ", "))
        }
    }
}
