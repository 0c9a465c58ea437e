internal import AmparoDuties
internal import AmparoGate
internal import AmparoModel
internal import AmparoSharing
internal import AmparoStore
internal import HTTPTypes

/// `/child/{n}/enter`: what no feed tells is written down by a named person, with the evidence. A new address goes to nobody by
/// that: it begins the duties to help the family with the forms.
struct EnterPage {
    /// What can be entered.
    static let kinds: [OccasionKind] = [
        .callMade, .addressChanged, .mailReturned, .concernRaised, .findingConfirmed, .findingDisputed, .familyTold,
        .welfareChecked,
    ]
    /// The longest text that is taken, in characters.
    static let longest = 8000

    private let visit: CaseVisit
    private let child: Int64
    private let disclosed: Disclosed<ChildRecord>
    private let decided: DisclosedFields
    private let typed: [String: String]
    private let fault: String?

    /// The form; with what was typed and why it was not taken, when it is shown again.
    init(_ visit: CaseVisit, number: String, typed: [String: String] = [:], fault: String? = nil) throws {
        self.visit = visit
        self.typed = typed
        self.fault = fault
        child = Int64(number) ?? 0
        disclosed = try visit.casework.gate.disclose(
            visit.request(.view, fields: DisclosedFields.all), child: child)
        decided = visit.decided(disclosed)
    }

    private var phrases: Phrases { visit.phrases }

    /// What this viewer can enter: of a class of which they may see something; only ORR and counsel confirm or dispute a
    /// finding (MISSED-HEARING.md, procedure, step 3).
    func kinds() throws -> [OccasionKind] {
        let classes = decided.classes
        let post = try visit.casework.duties.actor(visit.viewer.account).post
        let isParty = Post.isPart(post.party, of: "hhs.orr") || Post.isPart(post.party, of: "counsel")
        return Self.kinds.filter { kind in
            classes.contains(kind.fieldClass) && (isParty || ![.findingConfirmed, .findingDisputed].contains(kind))
        }
    }

    func markup() throws -> Markup {
        let kinds = try kinds()
        guard !kinds.isEmpty else { throw CaseRefusal.nothing }
        let number = String(child)
        return visit.page(phrases.say("enter.title"), .elsewhere) {
            element("p", ["class": "back"]) { ChildNames(disclosed).link(visit.reader) }
            element("h1", [:], phrases.say("enter.title"))
            element("p", ["class": "note"], phrases.say("enter.note"))
            if let fault {
                element("p", ["class": "behind", "role": "alert"], phrases.say("enter.fault.\(fault)"))
            }
            element(
                "form", ["class": "enter", "method": "post", "action": visit.reader.address("/child/\(number)/enter")]
            ) {
                formToken(visit.viewer.formToken)
                choice("kind", kinds.map { ($0.code, phrases.say("occasion.\($0.code)")) }, isRequired: true)
                element("label") {
                    phrases.say("enter.day")
                    void(
                        "input",
                        [
                            "type": "date", "name": "day", "required": "", "max": visit.reader.now.day.description,
                            "value": typed["day"] ?? visit.reader.now.day.description,
                        ])
                }
                choice("about", hearings, isRequired: false)
                choice(
                    "outcome", TraitDimension.outcome.words.map { ($0, phrases.find("trait.\($0)") ?? $0) },
                    isRequired: false)
                choice(
                    "concern", TraitDimension.concern.words.map { ($0, phrases.find("trait.\($0)") ?? $0) },
                    isRequired: false)
                element("label") {
                    phrases.say("enter.words")
                    element("textarea", ["name": "words", "required": "", "maxlength": "8000"], typed["words"] ?? "")
                }
                element("button", ["type": "submit"], phrases.say("enter.send"))
            }
            element("section", ["aria-labelledby": "forms"]) {
                element("h2", ["id": "forms"], phrases.say("enter.forms"))
                element("p", [:], phrases.say("enter.forms.court"))
                element("p", [:], phrases.say("enter.forms.agency"))
            }
        }
    }

    private var hearings: [(code: String, text: String)] {
        disclosed.value.rows(of: "findings").reversed().compactMap { row in
            guard case .day(let day)? = row["court.hearingDate"] else { return nil }
            let kind = row["court.finding"].flatMap { phrases.find("finding.\($0.text)") } ?? ""
            return (String(row.number), "\(phrases.day(day)) \(kind)")
        }
    }

    private func choice(_ name: String, _ options: [(code: String, text: String)], isRequired: Bool) -> Markup {
        element("label") {
            phrases.say("enter.\(name)")
            element("select", ["name": name, "required": isRequired ? "" : nil]) {
                element("option", ["value": ""], "\u{2013}")
                for option in options {
                    element(
                        "option",
                        ["value": option.code, "selected": typed[name] == option.code ? "selected" : nil], option.text)
                }
            }
        }
    }

    // MARK: Taking it

    /// Why what was typed is not taken: `enter.fault.<reason>` has the words.
    struct Fault: Error {
        let reason: String
    }

    /// Writes down what was typed, and draws the conclusions for this child. Throws `Fault`.
    func take() throws {
        guard let kind = typed["kind"].flatMap(OccasionKind.init(code:)), try kinds().contains(kind) else {
            throw Fault(reason: "kind")
        }
        guard let day = typed["day"].flatMap({ Day($0) }), day <= visit.reader.now.day else {
            throw Fault(reason: "day")
        }
        let words = (typed["words"] ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !words.isEmpty, words.count <= Self.longest else { throw Fault(reason: "words") }
        var occasion = ReportedOccasion(kind, occurred: .day(day))
        if let about = typed["about"].flatMap({ Int64($0) }) {
            guard hearings.contains(where: { $0.code == String(about) }) else { throw Fault(reason: "about") }
            occasion.related = about
        }
        switch kind {
        case .findingConfirmed, .findingDisputed, .mailReturned:
            guard occasion.related != 0 else { throw Fault(reason: "about") }
        case .callMade:
            guard let trait = typed["outcome"].flatMap({ Traits(.outcome, $0) }) else { throw Fault(reason: "outcome") }
            occasion.traits = trait
        case .concernRaised:
            guard let trait = typed["concern"].flatMap({ Traits(.concern, $0) }) else { throw Fault(reason: "concern") }
            occasion.traits = trait
            let post = try visit.casework.duties.actor(visit.viewer.account).post
            (occasion.party, occasion.role) = (post.party, post.role)
        default: break
        }
        let desk = visit.casework.duties
        let subject = DutySubject(.child, child)
        _ = try desk.report(subject, occasion, evidence: Sensitive(typed["words"] ?? ""), by: visit.viewer.account)
        if try MyPosts(visit).hasSteward { try desk.act(subject, [Act]()) }
    }
}

/// What a named person says of a duty of their post.
struct DutyActs {
    let visit: CaseVisit

    /// Says that it is done, with the evidence. Answers where to go on.
    func report(_ id: String, words: String) throws -> String {
        guard let name = DutyName(id), name.subject.child != 0 else { throw CaseRefusal.nothing }
        guard words.contains(where: { !$0.isWhitespace }), words.count <= EnterPage.longest else {
            throw CaseRefusal(.badRequest, "refused")
        }
        let desk = visit.casework.duties
        // Whose duty it is not hears of none; evidence is written down for those only whose it is.
        let posts = try MyPosts(visit)
        let ledger = try desk.people.ledger(of: name.subject).ledger
        guard let duty = ledger[name.duty], posts.contains(duty.holder.post) else { throw CaseRefusal.nothing }
        let entry = try desk.report(
            name.subject, ReportedOccasion(nil, occurred: .instant(visit.reader.now)), evidence: Sensitive(words),
            by: visit.viewer.account)
        let acted = try desk.act(name.subject, by: visit.viewer.account) {
            .reported(duty: name.duty, by: $0, evidence: entry)
        }
        if acted.refusal == .dutyIsOver, let duty = acted.ledger[name.duty] {
            throw try conflict(name, duty, words: words, entry: entry)
        }
        if let refusal = acted.refusal { throw CaseRefusal(refusal) }
        return visit.reader.address("/child/\(name.subject.child)")
    }

    /// Somebody was quicker: what they said, and what was said here, which is kept as an entry too.
    private func conflict(_ name: DutyName, _ duty: Duty, words: String, entry: Int64) throws -> CaseConflict {
        var stands: [(key: String, content: Markup)] = [
            ("state", Markup(visit.phrases.say("duty.state.\(duty.state)")))
        ]
        if let closed = duty.closedAt { stands.append(("when", visit.reader.time(closed))) }
        if case .report(let person, let evidence)? = duty.ending {
            stands.append(("who", foreign(person)))
            let notes = try? visit.casework.gate.notes(visit.request(.view), child: name.subject.child)
            let note = notes?.value.first { $0.entry == evidence }?.words
            stands.append(("words", note.map(foreign) ?? Markup(visit.phrases.say("child.entered.sealed"))))
        }
        return CaseConflict(
            visit: visit, stands: stands,
            sent: [("words", element("bdi", [:], words)), ("entry", Markup(String(entry)))],
            path: "/child/\(name.subject.child)")
    }
}
