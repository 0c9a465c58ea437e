internal import AmparoGate
internal import AmparoModel
internal import AmparoOversight
internal import AmparoSharing
internal import AmparoStore

/// `/child/{n}/sponsors`: the sponsor desk: applications at the left, the grid of adults by required checks at the right
/// (SCREENS.md, "Sponsor desk"). What is closed says why it is closed; the decision itself is not made here.
///
/// Everything stands in the child's own disclosure: the gate shows sponsors, household and checks of that child or does not.
struct SponsorPage {
    private let visit: CaseVisit
    private let disclosed: Disclosed<SponsorReview>
    private let decided: DisclosedFields

    init(_ visit: CaseVisit, number: String) throws {
        self.visit = visit
        disclosed = try visit.casework.gate.sponsors(
            visit.request(.view, fields: Self.fields), child: Int64(number) ?? 0)
        decided = visit.decided(disclosed)
    }

    /// What the desk asks for: who the child is, and everything of sponsors, their households and checks.
    private static let fields =
        ChildNames.fields
        + FieldCatalogue.shipped.fields.filter { field in
            let code = field.fieldClass.code
            return code.hasPrefix("sponsor.")
                || ["household", "biometric", "check.result", "criminal-history"].contains(code)
        }.map(\.name) + ["placement.releasedOn"]

    private var phrases: Phrases { visit.phrases }
    private var words: FieldWords { FieldWords(visit: visit) }
    private var record: ChildRecord { disclosed.value.record }
    private var grids: [SponsorReview.Grid] { disclosed.value.grids ?? [] }
    private var number: String { String(record.child) }

    func markup() -> Markup {
        let title = phrases.say("sponsors.title", ["number": number])
        return visit.page(title, .elsewhere) {
            element("p", ["class": "back"]) { ChildNames(record).link(visit.reader) }
            element("h1", [:], title)
            element("div", ["class": "desk"]) {
                element("section", ["aria-labelledby": "applications"]) {
                    element("h2", ["id": "applications"], phrases.say("sponsors.applications"))
                    applications
                }
                element("section", ["aria-labelledby": "grid"]) {
                    element("h2", ["id": "grid"], phrases.say("sponsors.grid"))
                    element("p", ["class": "note"]) {
                        phrases.say("sponsors.grid.note", ["grid": CheckGrid.grid1.id]) + " "
                        visit.reader.time(record.asOf)
                    }
                    if grids.isEmpty { element("p", ["class": "empty"], phrases.say("sponsors.none")) }
                    for grid in grids { table(grid) }
                    decision
                }
            }
            WithheldView(visit: visit, decided: decided).markup()
            element("p", ["class": "note receipt"], phrases.say("case.receipt", ["number": String(disclosed.receipt)]))
        }
    }

    private var applications: Markup {
        let rows = record.rows(of: "applications") + record.rows(of: "sponsors")
        guard !rows.isEmpty else { return element("p", ["class": "empty"], phrases.say("sponsors.applications.none")) }
        var markup = Markup()
        for row in rows {
            markup += element("h3", [:], words.table(row.table))
            markup += element("dl", ["class": "fields"]) {
                for field in row.fields {
                    element("dt", [:], visit.words.field(field.name, visit.language))
                    element("dd") { words.value(field) }
                }
            }
        }
        return markup
    }

    private func table(_ grid: SponsorReview.Grid) -> Markup {
        element(
            "div", ["class": "scroll", "role": "region", "tabindex": "0", "aria-label": phrases.say("sponsors.grid")]
        ) {
            element("table", ["class": "checks"]) {
                element("thead") {
                    element("tr") {
                        element("th", ["scope": "col"], phrases.say("sponsors.adult"))
                        for type in grid.types { element("th", ["scope": "col"], name(type)) }
                    }
                }
                element("tbody") {
                    for adult in grid.adults {
                        element("tr") {
                            element("th", ["scope": "row"]) { name(adult) }
                            for type in grid.types { cell(adult.states[type] ?? .notRequired) }
                        }
                    }
                }
            }
        }
    }

    private func name(_ type: CheckType) -> String { phrases.say("sponsors.check.\(type)") }

    /// Who it is, by as much of the name as was disclosed, and what they are.
    private func name(_ adult: SponsorReview.Adult) -> Markup {
        let role = phrases.say(adult.isSponsor ? "sponsors.sponsor" : "sponsors.member")
        let (table, fields) =
            adult.isSponsor
            ? ("sponsors", ["sponsor.identity.givenNames", "sponsor.identity.surnames"])
            : ("household", ["household.givenNames", "household.surnames"])
        let row = record.rows(of: table).first { $0.number == adult.row }
        let names = fields.compactMap { row?[$0]?.text }.joined(separator: " ")
        guard !names.isEmpty else { return Markup(role) }
        return foreign(names) + element("span", ["class": "issuer"], role)
    }

    /// A cell says in words what its colour says.
    private func cell(_ state: CheckGrid.State) -> Markup {
        element("td", ["class": state.isOpen ? "check open" : "check"]) {
            element(
                "span", ["aria-hidden": "true"],
                state.isOpen ? "\u{2717} " : state.code == "not-required" ? "" : "\u{2713} ")
            phrases.say("sponsors.state.\(state.code)")
            if let day = state.day { element("span", ["class": "issuer"]) { visit.reader.time(day) } }
        }
    }

    /// Why the decision is closed here, whatever the grid says.
    private var decision: Markup {
        let open = grids.flatMap { grid in
            grid.adults.flatMap { adult in
                grid.types.compactMap { type in
                    adult.states[type].flatMap { $0.isOpen ? (adult: adult, type: type, state: $0) : nil }
                }
            }
        }
        return element("div", ["class": "decision"]) {
            element(
                "button", ["type": "button", "disabled": "", "aria-describedby": "closed"],
                phrases.say("sponsors.decide"))
            element("div", ["id": "closed"]) {
                if disclosed.value.grids == nil {
                    element("p", [:], phrases.say("sponsors.closed.unseen"))
                } else if open.isEmpty {
                    element("p", [:], phrases.say("sponsors.closed.elsewhere"))
                } else {
                    element("p", [:], phrases.say("sponsors.closed", count: open.count))
                    element("ul") {
                        for one in open {
                            element("li") {
                                name(one.adult)
                                " " + name(one.type) + ": " + phrases.say("sponsors.state.\(one.state.code)")
                            }
                        }
                    }
                }
            }
        }
    }
}

extension CheckGrid.State {
    /// The word of its phrase.
    fileprivate var code: String {
        switch self {
        case .notRequired: "not-required"
        case .ageUnknown: "age-unknown"
        case .missing: "missing"
        case .pending: "pending"
        case .adverse: "adverse"
        case .expired: "expired"
        case .waived: "waived"
        case .clear: "clear"
        }
    }

    /// The day it expired, or will.
    fileprivate var day: Day? {
        switch self {
        case .expired(let day): day
        case .clear(let day): day
        default: nil
        }
    }
}
