/// Figures by heading: count, of what, share, and what could not be placed.
struct FiguresTables {
    let figures: [OverviewFigure]
    let reader: Reader
    /// Where a figure's own page is.
    let path: (OverviewFigure) -> String

    private var phrases: Phrases { reader.phrases }

    @MarkupBuilder
    func markup() -> Markup {
        for (key, figures) in FigureGroup.sort(figures) {
            element("div", ["class": "scroll", "role": "region", "tabindex": "0", "aria-label": phrases.say(key)]) {
                element("table", ["class": "figures"]) {
                    element("caption", [:], phrases.say(key))
                    element("thead") {
                        element("tr") {
                            element("th", ["scope": "col"], phrases.say("figures.figure"))
                            element("th", ["scope": "col", "class": "number"], phrases.say("figures.count"))
                            element("th", ["scope": "col"], phrases.say("figures.of"))
                            element("th", ["scope": "col", "class": "number"], phrases.say("figures.share"))
                            element("th", ["scope": "col", "class": "number"], phrases.say("figures.unknown"))
                        }
                    }
                    element("tbody") { for figure in figures { row(figure) } }
                }
            }
        }
    }

    private func row(_ figure: OverviewFigure) -> Markup {
        element("tr") {
            element("th", ["scope": "row"]) {
                element("a", ["href": path(figure)]) {
                    figure.title.text(in: phrases.language)
                }
                " "
                element("code", [:], "\(clipped(figure.id))@\(figure.version)")
            }
            countCell(figure.value, phrases)
            element("td", ["class": "of"], of(figure))
            if let value = figure.value.number, let of = figure.denominator?.number,
                let share = phrases.share(value, of: of)
            {
                element("td", ["class": "number share"]) {
                    share
                    ShareBar(figure).markup()
                }
            } else {
                countCell(nil, phrases)
            }
            countCell(figure.unknown, phrases)
        }
    }

    private func of(_ figure: OverviewFigure) -> String {
        switch figure.denominator {
        case nil: figure.value.number.map { phrases.unit(figure, for: $0) } ?? phrases.unit(figure, for: 2)
        case .number(let of): "\(phrases.number(of)) \(phrases.unit(figure, for: of))"
        case .suppressed: "\(phrases.say("withheld")) (\(phrases.unit(figure, for: 2)))"
        }
    }
}

/// A share as a bar, for those who see it: the same is said in words beside it.
struct ShareBar {
    private let figure: OverviewFigure

    init(_ figure: OverviewFigure) { self.figure = figure }

    @MarkupBuilder
    func markup() -> Markup {
        if let value = figure.value.number, let of = figure.denominator?.number, of > 0 {
            element("svg", ["class": "share", "aria-hidden": "true", "focusable": "false"]) {
                shape("rect", ["class": "all", "width": "100%", "height": "100%"])
                shape(
                    "rect",
                    [
                        "class": "part", "width": Length.percent(min(1, max(0, Double(value) / Double(of))) * 100),
                        "height": "100%",
                    ])
            }
        }
    }
}
