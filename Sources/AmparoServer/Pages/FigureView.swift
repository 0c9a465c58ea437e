internal import AmparoModel

/// One figure with its definition, every cell as chart and table, and how it was counted; without a page around it.
struct FigureView {
    let figure: OverviewFigure
    /// The day in the world.
    let asOf: Day
    /// What had been recorded, as the command line takes it.
    let asKnown: String
    /// How many entries the log had.
    let logSize: Int
    /// The root of the log at that size.
    let logRoot: String
    let reader: Reader
    /// Whether small numbers are held back; else the counts are full.
    var isPublic = true
    /// What ids on the page begin with, so that two figures can stand on one.
    var mark = ""

    private var phrases: Phrases { reader.phrases }

    func markup() -> Markup {
        element("p", ["class": "lead"]) {
            phrases.say("figure.lead", ["id": clipped(figure.id), "version": String(figure.version)])
            " · "
            phrases.say("status.asOf")
            " "
            reader.time(asOf)
        }
            + element("p", ["class": "sentence"], phrases.sentence(figure))
            + unknown + definition + measures + cells + counted
    }

    @MarkupBuilder
    private var unknown: Markup {
        if let unknown = figure.unknown, unknown != .number(0) {
            element("p", ["class": "unknown"]) {
                phrases.say("unknown.sentence", ["n": phrases.count(unknown)])
                if let share { " " + share }
            }
        }
    }

    /// How much that is beside the number that the figure is a part of.
    private var share: String? {
        guard let unknown = figure.unknown?.number, let of = figure.denominator?.number,
            let share = phrases.share(unknown, of: of)
        else { return nil }
        return phrases.say("unknown.share", ["share": share, "of": phrases.number(of)])
    }

    private var definition: Markup {
        let language = phrases.language
        return element("section", ["aria-labelledby": mark + "definition"]) {
            element("h2", ["id": mark + "definition"], phrases.say("figure.definition"))
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
            element("section", ["aria-labelledby": mark + "measures"]) {
                element("h2", ["id": mark + "measures"], phrases.say("figure.measures"))
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
            element("section", ["class": "charts", "aria-labelledby": mark + "cells"]) {
                element("h2", ["id": mark + "cells"], phrases.say("figure.cells"))
                for (index, dimension) in figure.dimensions.enumerated() {
                    let title = phrases.say("figure.by", ["dimension": phrases.dimension(dimension.name)])
                    let meaning = dimension.definition?.text(in: phrases.language) ?? ""
                    phrases.chart(dimension, id: mark + "cells-\(index)", title: title, note: Markup(meaning))
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
        element("section", ["class": "counted", "aria-labelledby": mark + "counted"]) {
            element("h2", ["id": mark + "counted"], phrases.say("figure.counted"))
            element("p") {
                phrases.say(
                    "figure.counted.text",
                    ["day": phrases.day(asOf), "size": phrases.number(logSize)])
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
                element("dd") { element("code", [:], clipped(logRoot)) }
            }
            element("p", ["class": "note"], phrases.say(isPublic ? "figure.suppressed" : "figure.full"))
        }
    }

    private var command: String {
        "amparo figures --definition \(figure.id)@\(figure.version) --as-of \(asOf) --as-known \(asKnown)"
            + (isPublic ? " --public" : "") + " --json"
    }
}
