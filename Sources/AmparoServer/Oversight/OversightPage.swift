internal import AmparoGate
internal import AmparoModel
internal import AmparoOversight
internal import AmparoSharing
internal import AmparoStore

/// `/oversight`: every figure in full, what changed about access and agreements, and who may ask (SCREENS.md, "Oversight").
///
/// Counts that are not suppressed are a disclosure of `statistics.figure` (`Gate.aggregate`): the gate decides who has them, and
/// the receipt says which were shown.
struct OversightPage {
    private let visit: CaseVisit
    private let question: OversightQuestion
    private let counted: CountedFigures
    private let ourselves: [OverviewFigure]
    private let access: AccessReview?
    private let receipt: Int64

    init(_ visit: CaseVisit) throws {
        self.visit = visit
        let question = try OversightQuestion(visit)
        let counted = try question.figures("figures")
        (self.question, self.counted) = (question, counted)
        ourselves = try [OwnFigure.ID.accounts, .agreementChanges].compactMap { try question.own($0, counted.seq) }
        receipt = try question.receipt(for: counted.figures + ourselves, "figures", counted)
        access = try AccessReview(visit)
    }

    private var phrases: Phrases { visit.phrases }

    func markup() -> Markup {
        visit.page(phrases.say("oversight.title"), .oversight) {
            element("h1", [:], phrases.say("oversight.title"))
            element("p", ["class": "note"], phrases.say("oversight.note"))
            question.status(counted)
            question.form("/oversight")
            access?.alerts()
            element("section", ["class": "figures", "aria-labelledby": "figures"]) {
                element("h2", ["id": "figures"], phrases.say("figures.head"))
                FiguresTables(figures: counted.figures, reader: visit.reader) { question.path(to: $0, counted) }
                    .markup()
            }
            own
            compare
            access?.accounts()
            visit.files("/oversight", question.query(counted), forms: [.csv, .json])
            element("p", ["class": "note receipt"], phrases.say("oversight.receipt", ["number": String(receipt)]))
        }
    }

    private var own: Markup {
        element("section", ["class": "figures", "aria-labelledby": "ourselves"]) {
            element("h2", ["id": "ourselves"], phrases.say("oversight.ourselves"))
            element("table", ["class": "figures"]) {
                element("thead") {
                    element("tr") {
                        element("th", ["scope": "col"], phrases.say("figures.figure"))
                        element("th", ["scope": "col", "class": "number"], phrases.say("figures.count"))
                        element("th", ["scope": "col", "class": "number"], phrases.say("figures.unknown"))
                    }
                }
                element("tbody") {
                    for figure in ourselves {
                        element("tr") {
                            element("th", ["scope": "row"]) { link(figure) }
                            countCell(figure.value, phrases)
                            countCell(figure.unknown, phrases)
                        }
                    }
                }
            }
            element("p", ["class": "more"]) {
                element("a", ["href": question.path(to: OwnFigure.ID.disclosures.rawValue, counted)]) {
                    phrases.say("oversight.decisions")
                }
            }
        }
    }

    private func link(_ figure: OverviewFigure) -> Markup {
        element("a", ["href": question.path(to: figure, counted)], figure.title.text(in: phrases.language))
    }

    /// Two definitions side by side.
    private var compare: Markup {
        element("section", ["aria-labelledby": "compare"]) {
            element("h2", ["id": "compare"], phrases.say("oversight.compare"))
            element("form", ["class": "filters", "method": "get", "action": "/oversight/compare"]) {
                for name in ["a", "b"] as [String] {
                    element("label") {
                        phrases.say("oversight.compare.\(name)") + " "
                        element("select", ["name": name, "required": ""]) {
                            for (index, figure) in counted.figures.enumerated() {
                                element(
                                    "option",
                                    ["value": figure.id, "selected": index == (name == "a" ? 0 : 1) ? "" : nil],
                                    figure.title.text(in: phrases.language))
                            }
                        }
                    }
                }
                hidden("on", counted.asOf.description)
                hidden("known", counted.asKnown)
                visit.languageField
                element("button", ["type": "submit"], phrases.say("oversight.compare.show"))
            }
        }
    }
}

extension OversightPage {
    /// Every figure as a file: a line for each number.
    static func file(_ visit: CaseVisit, _ form: ListFile.Form) throws -> ListFile? {
        let question = try OversightQuestion(visit)
        let counted = try question.figures("figures \(form.rawValue)")
        guard form != .ics else { return nil }
        _ = try question.receipt(for: counted.figures, "figures \(form.rawValue)", counted)
        return question.file("figures", counted.figures, counted, form)
    }
}

/// `/oversight/{id}`: one figure in full.
struct OversightFigurePage {
    private let visit: CaseVisit
    private let question: OversightQuestion
    private let counted: CountedFigures
    private let figure: OverviewFigure
    private let receipt: Int64

    init(_ visit: CaseVisit, id: String) throws {
        self.visit = visit
        question = try OversightQuestion(visit)
        (figure, counted) = try question.figure(id)
        receipt = try question.receipt(for: [figure], id, counted)
    }

    func markup() -> Markup {
        let phrases = visit.phrases
        let title = figure.title.text(in: visit.language)
        return visit.page(title, .oversight) {
            element("p", ["class": "back"]) {
                element("a", ["href": visit.reader.address("/oversight", question.query(counted))]) {
                    phrases.say("oversight.title")
                }
            }
            element("h1", [:], title)
            question.view(figure, counted).markup()
            visit.files("/oversight/\(figure.id)", question.query(counted), forms: [.csv, .json])
            element("p", ["class": "note receipt"], phrases.say("oversight.receipt", ["number": String(receipt)]))
        }
    }

    /// The figure as a file.
    static func file(_ visit: CaseVisit, id: String, _ form: ListFile.Form) throws -> ListFile? {
        let page = try OversightFigurePage(visit, id: id)
        guard form != .ics else { return nil }
        return page.question.file(page.figure.id, [page.figure], page.counted, form)
    }
}

/// `/oversight/compare`: two figures with their definitions side by side, counted at the same place of the journal.
struct ComparisonPage {
    private let visit: CaseVisit
    private let question: OversightQuestion
    private let counted: CountedFigures
    private let figures: [OverviewFigure]
    private let receipt: Int64

    init(_ visit: CaseVisit) throws {
        self.visit = visit
        question = try OversightQuestion(visit)
        let ids = ["a", "b"].map { visit.query[$0] ?? "" }
        let first = try question.figure(ids[0])
        counted = first.counted
        figures = [first.figure, try question.figure(ids[1]).figure]
        receipt = try question.receipt(for: figures, ids.joined(separator: " beside "), counted)
    }

    func markup() -> Markup {
        let phrases = visit.phrases
        return visit.page(phrases.say("oversight.compare"), .oversight) {
            element("p", ["class": "back"]) {
                element("a", ["href": visit.reader.address("/oversight", question.query(counted))]) {
                    phrases.say("oversight.title")
                }
            }
            element("h1", [:], phrases.say("oversight.compare"))
            element("div", ["class": "sides"]) {
                for (mark, figure) in zip(["a-", "b-"], figures) {
                    element("section", ["aria-labelledby": "\(mark)title"]) {
                        element("h2", ["id": "\(mark)title"], figure.title.text(in: visit.language))
                        question.view(figure, counted, mark: mark).markup()
                    }
                }
            }
            element("p", ["class": "note receipt"], phrases.say("oversight.receipt", ["number": String(receipt)]))
        }
    }
}
