internal import AmparoModel

/// `/figures/{id}`: one figure with its definition, every cell as chart and table, and how it was counted.
struct FigurePage {
    let figure: OverviewFigure
    let answer: OverviewDesk.Answer
    let reader: Reader

    private var model: OverviewModel { answer.model }
    private var phrases: Phrases { reader.phrases }

    func markup() -> Markup {
        let title = figure.title.text(in: phrases.language)
        return Page(title: title, record: answer).markup(reader) {
            element("p", ["class": "back"]) {
                element("a", ["href": reader.address("/#figures")], phrases.say("figure.back"))
            }
            element("h1", [:], title)
            element("p", ["class": "lead"]) {
                phrases.say(
                    "figure.lead", ["id": clipped(figure.id), "version": String(figure.version)])
                " · "
                phrases.say("status.asOf")
                " "
                reader.time(model.asOf)
            }
            element("p", ["class": "sentence"], phrases.sentence(figure))
            if let unknown = figure.unknown, unknown != .number(0) {
                element("p", ["class": "unknown"]) {
                    phrases.say("unknown.sentence", ["n": phrases.count(unknown)])
                }
            }
            definition
            measures
            cells
            counted
        }
    }

    private var definition: Markup {
        let language = phrases.language
        return element("section", ["aria-labelledby": "definition"]) {
            element("h2", ["id": "definition"], phrases.say("figure.definition"))
            element("p", ["class": "definition"], figure.definition.text(in: language))
            element("dl", ["class": "terms"]) {
                term("figure.denominator", figure.denominatorDefinition?.text(in: language))
                term("figure.unknown", figure.unknownDefinition?.text(in: language))
                term("figure.rule", figure.rule.isEmpty ? nil : figure.rule)
                term("figure.basis", figure.basis.isEmpty ? nil : figure.basis.joined(separator: "; "))
            }
        }
    }

    @MarkupBuilder
    private func term(_ key: String, _ text: String?) -> Markup {
        if let text {
            element("dt", [:], phrases.say(key))
            element("dd", [:], text)
        }
    }

    @MarkupBuilder
    private var measures: Markup {
        if !figure.measures.isEmpty {
            element("section", ["aria-labelledby": "measures"]) {
                element("h2", ["id": "measures"], phrases.say("figure.measures"))
                element("table", ["class": "counts"]) {
                    element("caption", [:], phrases.say("figure.measures"))
                    element("thead") {
                        element("tr") {
                            element("th", ["scope": "col"], phrases.say("figure.measure"))
                            element("th", ["scope": "col", "class": "number"], phrases.say("figure.value"))
                            element("th", ["scope": "col"], phrases.say("figure.meaning"))
                        }
                    }
                    element("tbody") {
                        for measure in figure.measures {
                            element("tr") {
                                element("th", ["scope": "row"], phrases.measure(measure.name))
                                element(
                                    "td", ["class": measure.tenths == nil ? "number held" : "number"],
                                    measure.tenths.map { phrases.say("measure.days", ["n": phrases.tenths($0)]) }
                                        ?? phrases.say("withheld"))
                                element("td", [:], measure.definition?.text(in: phrases.language) ?? "")
                            }
                        }
                    }
                }
            }
        }
    }

    @MarkupBuilder
    private var cells: Markup {
        if !figure.dimensions.isEmpty {
            element("section", ["class": "charts", "aria-labelledby": "cells"]) {
                element("h2", ["id": "cells"], phrases.say("figure.cells"))
                for (index, dimension) in figure.dimensions.enumerated() {
                    let title = phrases.say("figure.by", ["dimension": phrases.dimension(dimension.name)])
                    let meaning = dimension.definition?.text(in: phrases.language) ?? ""
                    phrases.chart(dimension, id: "cells-\(index)", title: title, note: Markup(meaning))
                        ?? element("div", ["class": "chart"]) {
                            element("h3", [:], title)
                            element("p", ["class": "note"], meaning)
                            element("p", ["class": "empty"], phrases.say("figure.empty"))
                        }
                }
            }
        }
    }

    private var counted: Markup {
        element("section", ["class": "counted", "aria-labelledby": "counted"]) {
            element("h2", ["id": "counted"], phrases.say("figure.counted"))
            element("p") {
                phrases.say(
                    "figure.counted.text",
                    ["day": phrases.day(model.asOf), "size": phrases.number(model.logSize)])
            }
            element("pre") {
                element("code", [:], command)
            }
            element("dl", ["class": "terms"]) {
                if let hash = figure.definitionHash {
                    element("dt", [:], phrases.say("figure.hash"))
                    element("dd") { element("code", [:], clipped(hash)) }
                }
                element("dt", [:], phrases.say("figure.root"))
                element("dd") { element("code", [:], clipped(model.logRoot)) }
            }
            element("p", ["class": "note"], phrases.say("figure.suppressed"))
        }
    }

    private var command: String {
        let known = model.asKnown?.description ?? "seq:\(model.logSize)"
        return "amparo figures --definition \(figure.id)@\(figure.version) --as-of \(model.asOf) --as-known \(known)"
            + " --public --json"
    }
}
