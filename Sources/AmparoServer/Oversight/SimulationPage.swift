internal import AmparoGate
internal import AmparoModel
internal import AmparoOversight
internal import AmparoSharing
internal import AmparoStore
internal import HTTPTypes

/// `/simulation`: the runs of simulations that were recorded, and where those who may run another do so (SCREENS.md,
/// "Agreements": the simulation page).
///
/// A run is a published entry in its runner's name, so it is signed like everything else that opens something: the page shows the
/// statement, the signature is made where the key is, and counts are shown only when the entry is there.
struct SimulationPage {
    private let visit: CaseVisit
    private let runs: [SimulationRun]
    private let choices: [Choice]
    private let shelf: AgreementShelf
    private let fault: String?
    private let typed: [String: String]

    /// Something that can be simulated.
    struct Choice {
        /// `proposal:NAME` or `regime:YEAR`.
        var code: String
        var title: String
        var agreement: Agreement
    }

    init(_ visit: CaseVisit, typed: [String: String] = [:], fault: String? = nil) throws {
        self.visit = visit
        self.typed = typed
        self.fault = fault
        let desk = AgreementDesk(visit.casework.store, terms: visit.casework.terms)
        runs = try desk.simulationRuns().reversed()
        shelf = try desk.shelf()
        choices = try Self.choices(visit, desk, shelf)
    }

    /// What this viewer may simulate: what is proposed and every past regime, as far as they answer for what it lets out.
    static func choices(_ visit: CaseVisit, _ desk: AgreementDesk, _ shelf: AgreementShelf) throws -> [Choice] {
        let account = try AccountDesk(visit.casework.store, codes: visit.casework.terms).account(visit.viewer.account)
        let waiting = shelf.items.filter {
            [.proposed, .approved, .published].contains(shelf.calendar.state($0.history.id, at: visit.reader.now))
        }
        var found = waiting.map {
            Choice(code: "proposal:\($0.history.name)", title: $0.agreement.title, agreement: $0.agreement)
        }
        for regime in ShippedAgreements.sets where regime != ShippedAgreements.defaultSet {
            guard let agreement = try ShippedAgreements.agreements(regime).first else { continue }
            found.append(Choice(code: "regime:\(regime)", title: agreement.title, agreement: agreement))
        }
        return found.filter { desk.maySimulate($0.agreement, account) }
    }

    private var phrases: Phrases { visit.phrases }

    func markup() -> Markup {
        visit.page(phrases.say("simulation.title"), .agreements) {
            element("p", ["class": "back"]) {
                element("a", ["href": visit.reader.address("/agreements")], phrases.say("agreements.title"))
            }
            element("h1", [:], phrases.say("simulation.title"))
            element("p", ["class": "note"], phrases.say("simulation.note"))
            formFault(fault.map { phrases.say("simulation.fault.\($0)") })
            form
            element("h2", [:], phrases.say("simulation.runs"))
            if runs.isEmpty { element("p", ["class": "empty"], phrases.say("simulation.none")) }
            element("ul", ["class": "links"]) {
                for run in runs {
                    element("li") {
                        element("a", ["href": visit.reader.address("/simulation/\(run.seq)")]) {
                            foreign(run.agreement)
                        }
                        " · "
                        visit.reader.time(run.recorded)
                        if let agency = run.agency {
                            " · " + visit.casework.terms.name(ofParty: agency, visit.language)
                        }
                    }
                }
            }
        }
    }

    @MarkupBuilder
    private var form: Markup {
        if choices.isEmpty {
            element("p", ["class": "empty"], phrases.say("simulation.not-yours"))
        } else {
            element("form", ["class": "enter", "method": "post", "action": visit.reader.address("/simulation")]) {
                formToken(visit.viewer.formToken)
                element("label") {
                    phrases.say("simulation.which")
                    element("select", ["name": "which", "required": ""]) {
                        for choice in choices {
                            element(
                                "option",
                                ["value": choice.code, "selected": typed["which"] == choice.code ? "" : nil],
                                clipped(choice.title) + " (\(choice.agreement.name))")
                        }
                    }
                }
                element("label") {
                    phrases.say("simulation.instead")
                    element("select", ["name": "instead"]) {
                        element("option", ["value": ""], phrases.say("simulation.instead.none"))
                        for item in shelf.items {
                            element(
                                "option",
                                [
                                    "value": item.history.name,
                                    "selected": typed["instead"] == item.history.name ? "" : nil,
                                ], item.history.name)
                        }
                    }
                }
                element("label") {
                    phrases.say("status.asOf")
                    void(
                        "input",
                        [
                            "type": "date", "name": "on", "required": "",
                            "value": typed["on"] ?? visit.reader.now.day.description,
                        ])
                }
                element("button", ["type": "submit"], phrases.say("simulation.count"))
            }
        }
    }
}

/// A simulation that somebody asks for: first the statement to be signed, then, with the signature, the run.
struct SimulationAct {
    let visit: CaseVisit
    let form: FormBody

    init(_ visit: CaseVisit, _ form: FormBody) {
        self.visit = visit
        self.form = form
    }

    /// Counts, and records the count when it is signed. Counts that nobody signed are shown to nobody.
    func take() throws -> SignedOutcome {
        let desk = AgreementDesk(visit.casework.store, terms: visit.casework.terms)
        let typed = Dictionary(form.fields.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        func again(_ fault: String) throws -> SignedOutcome {
            .page(try SimulationPage(visit, typed: typed, fault: fault).markup(), .unprocessableContent)
        }
        let choices = try SimulationPage.choices(visit, desk, try desk.shelf())
        guard let choice = choices.first(where: { $0.code == typed["which"] }) else { return try again("which") }
        guard let day = typed["on"].flatMap({ Day($0) }), day <= visit.reader.now.day else { return try again("day") }
        let instead = typed["instead"].flatMap { $0.isEmpty ? nil : [$0] } ?? []
        let given = (typed["signature"] ?? "").filter { !$0.isWhitespace }
        let signature = Hexadecimal.bytes(given).flatMap { $0.count == 64 ? $0 : nil }
        func run(_ source: SignatureSource) throws -> Int64 {
            try desk.simulate(
                [choice.agreement], insteadOf: instead, asOf: day, by: Signer(visit.viewer.account, source)
            ).entry
        }
        var isWrong = !given.isEmpty && signature == nil
        if let signature {
            do {
                return .path("/simulation/\(try run(.made(signature)))")
            } catch let error as GovernanceError where error.code == .signature {
                isWrong = true
            }
        }
        do {
            return .path("/simulation/\(try run(.asked))")
        } catch let needed as SignatureNeeded {
            return .page(
                signing(needed.statement, typed, isWrong: isWrong), isWrong ? .unprocessableContent : .ok)
        }
    }

    private func signing(_ statement: Statement, _ typed: [String: String], isWrong: Bool) -> Markup {
        let phrases = visit.phrases
        return visit.page(phrases.say("simulation.sign"), .agreements) {
            element("h1", [:], phrases.say("simulation.sign"))
            element("p", [:], phrases.say("simulation.sign.text"))
            formFault(isWrong ? phrases.say("simulation.fault.signature") : nil)
            SigningForm(
                statements: [statement], action: "/simulation", button: "simulation.run",
                fields: ["which", "instead", "on"].map { ($0, typed[$0] ?? "") }, visit: visit
            ).markup()
        }
    }
}

/// What comes of an act that is signed.
enum SignedOutcome {
    /// It is done: the page to go on to.
    case path(String)
    /// Something is missing yet: a word, or the signature.
    case page(Markup, HTTPResponse.Status)
}

/// Statements that are signed where the key is, and the field for the signatures.
struct SigningForm {
    let statements: [Statement]
    /// Where the form goes.
    let action: String
    /// The key of the button's words.
    let button: String
    /// What the form carries along.
    let fields: [(name: String, value: String)]
    let visit: CaseVisit

    func markup() -> Markup {
        let phrases = visit.phrases
        return element("pre", ["class": "statements", "tabindex": "0"]) {
            for statement in statements { statement.text }
        } + element("p", [:], phrases.say("accounts.sign.how"))
            + element("pre", [:], "amparo account sign statements.txt --signing-key ~/keys/my.key")
            + element("form", ["class": "entry", "method": "post", "action": visit.reader.address(action)]) {
                formToken(visit.viewer.formToken)
                for field in fields { hidden(field.name, field.value) }
                element("div", ["class": "field"]) {
                    element("label", ["for": "signature"], phrases.say("accounts.signatures"))
                    element(
                        "textarea",
                        [
                            "id": "signature", "name": "signature", "rows": "3", "required": "", "spellcheck": "false",
                            "autocomplete": "off",
                        ]
                    ) {}
                }
                element("button", ["type": "submit", "class": "main"], phrases.say(button))
            }
    }
}
