internal import AmparoDuties
internal import AmparoGate
internal import AmparoModel
internal import AmparoSharing
internal import AmparoStore

/// Duties of a child and who holds them, at the right of the child's page.
///
/// A duty tells of what it began with. So it is shown to whoever may see something of that class of the child and has no
/// enforcement role, and otherwise only to the posts that hold it or were offered it.
struct ChildDuties {
    private let visit: CaseVisit
    private let duties: [Duty]
    private let ledger: SubjectLedger
    private let book: ProcedureBook?
    private let posts: MyPosts
    private let child: Int64
    /// Who looks, as the desk of duties knows them.
    var actor: ActingPerson { posts.actor }
    /// Whether the viewer has an enforcement role, and sees duties of their own posts only.
    let isEnforcement: Bool

    init(_ visit: CaseVisit, child: Int64, _ decided: DisclosedFields, _ picture: DutyPicture) throws {
        self.visit = visit
        self.child = child
        posts = try MyPosts(visit, picture)
        let isEnforcement = visit.casework.terms.parties.role(posts.actor.post.role)?.isEnforcement ?? true
        self.isEnforcement = isEnforcement
        let classes = decided.classes
        guard posts.hasSteward else {
            (duties, ledger, book) = ([], SubjectLedger(), nil)
            return
        }
        let ledger = try visit.casework.duties.people.ledger(picture.ledger).ledger
        self.ledger = ledger
        book = picture.book
        let posts = posts
        duties = ledger.duties.filter { duty in
            let isOwn =
                posts.contains(duty.holder.post)
                || ledger.handoffs.contains { $0.duty == duty.id && $0.state != .withheld && posts.contains($0.to) }
            return isOwn || (!isEnforcement && classes.contains(duty.id.occasion.kind.fieldClass))
        }
    }

    private var phrases: Phrases { visit.phrases }

    func markup() -> Markup {
        let alive = duties.filter(\.state.isAlive).sorted { a, b in
            (a.deadline?.at.microseconds ?? .max) < (b.deadline?.at.microseconds ?? .max)
        }
        let open = alive.filter { $0.state != .scheduled }
        let later = alive.filter { $0.state == .scheduled }
        let over = duties.filter { !$0.state.isAlive && $0.state != .historic }
        return element("section", ["aria-labelledby": "duties"]) {
            element("h2", ["id": "duties"], phrases.say("child.duties"))
            if open.isEmpty { element("p", ["class": "empty"], phrases.say("child.duties.none")) }
            element("ul", ["class": "duties"]) { for duty in open { item(duty) } }
            if !later.isEmpty {
                element("details") {
                    element("summary", [:], phrases.say("child.duties.later", count: later.count))
                    element("ul", ["class": "duties"]) { for duty in later { item(duty) } }
                }
            }
            if !over.isEmpty {
                element("details") {
                    element("summary", [:], phrases.say("child.duties.over", count: over.count))
                    element("ul", ["class": "duties"]) { for duty in over { item(duty) } }
                }
            }
        }
    }

    private func item(_ duty: Duty) -> Markup {
        let name = DutyName(subject: DutySubject(rawValue: 0), duty: duty.id)
        let step = book?.entry(duty.id.rule, version: duty.version)
        let waiting = ledger.handoffs.last { $0.duty == duty.id && $0.state.isPending }
        return element("li", ["id": "d-\(name)"]) {
            element("strong", [:], DutyWords(visit).what(step, isCorrection: duty.id.occasion.kind == .told))
            element("span", ["class": duty.isOverdue ? "mark" : "of"]) {
                " " + phrases.say(duty.isOverdue ? "duty.state.overdue" : "duty.state.\(duty.state)")
            }
            element("p", ["class": "issuer"]) {
                visit.post(duty.holder.post)
                if !duty.holder.person.isEmpty {
                    " · "
                    foreign(duty.holder.person)
                }
            }
            if duty.state.isAlive, let deadline = duty.deadline {
                element("p", ["class": "issuer"]) {
                    phrases.say("today.column.deadline") + ": "
                    visit.reader.time(deadline.at)
                }
            }
            if duty.state.isAlive, step?.step.endsByReport ?? false, duty.id.occasion.kind != .told,
                posts.contains(duty.holder.post)
            {
                report(duty)
            }
            if let waiting {
                element("p", ["class": "issuer"]) {
                    phrases.say("today.waits-for", ["post": visit.post(waiting.to)]) + " "
                    visit.reader.time(waiting.acceptBy)
                }
            }
        }
    }
}

extension ChildDuties {
    /// Where a named person of the holding post says that a duty is done, with the evidence.
    private func report(_ duty: Duty) -> Markup {
        let name = DutyName(subject: DutySubject(.child, child), duty: duty.id)
        return element("details") {
            element("summary", [:], phrases.say("duty.report"))
            element(
                "form", ["class": "enter", "method": "post", "action": visit.reader.address("/duties/\(name)/report")]
            ) {
                formToken(visit.viewer.formToken)
                element("label") {
                    phrases.say("duty.report.evidence")
                    element("textarea", ["name": "words", "required": "", "maxlength": "8000"], "")
                }
                element("button", ["type": "submit"], phrases.say("duty.report.send"))
            }
        }
    }
}

extension OccasionKind {
    /// The class of fields that an occasion tells of: who may see nothing of it learns of no duty that it began.
    var fieldClass: String {
        let code = code
        switch code.split(separator: ".").first.map(String.init) ?? "" {
        case "custody", "release", "production", "child": return "placement"
        case "notice": return "notice"
        case "address": return code == "address.court-form-filed" ? "address.service" : "address.residence"
        case "call", "contact", "whereabouts", "welfare", "family": return "safety-call"
        case "hearing", "order", "closure", "finding", "court", "motion": return "court"
        case "screening", "concern": return "trafficking"
        case "age", "dispute", "quarantine": return "identity"
        case "suitability", "check": return "check.result"
        case "plan": return "cat4-plan"
        case "network": return "sponsor.network"
        case "care": return "incident"
        default: return "general"
        }
    }
}
