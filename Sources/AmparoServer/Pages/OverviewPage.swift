internal import AmparoModel

/// `/`: what the figures rest on, the most asked-for of them large, charts, every figure by heading, and the last ingests.
struct OverviewPage {
    /// The figures that stand large, where there are any of them.
    static let glance = [
        "children.in-care", "notice.none-yet", "address.defective", "hearing.failed-to-appear",
        "hearing.not-in-agency-system", "child.last-confirmed",
    ]
    /// How many ingests are listed here.
    static let ingestsShown = 8

    let answer: OverviewDesk.Answer
    let reader: Reader

    private var model: OverviewModel { answer.model }
    private var phrases: Phrases { reader.phrases }

    func markup() -> Markup {
        let day = phrases.day(model.asOf)
        return Page(title: phrases.say("overview.title", ["day": day]), place: .overview, record: answer)
            .markup(reader) {
                element("h1", [:], phrases.say("overview.head", ["day": day]))
                status
                if model.figures.isEmpty {
                    element("p", ["class": "empty"], phrases.say("figures.none"))
                } else {
                    glance
                    charts
                    figures
                }
                ingests
                reading
            }
    }

    private var status: Markup {
        element("dl", ["class": "status", "aria-label": phrases.say("status.label")]) {
            entry("status.asOf", reader.time(model.asOf))
            entry(
                "status.asKnown",
                Markup(
                    model.asKnown.map { phrases.say("status.known", ["instant": phrases.instant($0)]) }
                        ?? phrases.say("status.everything", ["size": phrases.number(model.logSize)])))
            entry(
                "status.ingest",
                model.ingests.first.map { reader.time($0.takenAt) } ?? Markup(phrases.say("status.ingest.none")))
            entry("status.root", element("code", [:], clipped(model.logRoot)))
        }
    }

    private func entry(_ key: String, _ value: Markup) -> Markup {
        element("div") {
            element("dt", [:], phrases.say(key))
            element("dd") { value }
        }
    }

    @MarkupBuilder
    private var glance: Markup {
        let figures = OverviewPage.glance.compactMap { model.figure($0) }
        if !figures.isEmpty {
            element("section", ["class": "glance", "aria-labelledby": "glance"]) {
                element("h2", ["id": "glance"], phrases.say("glance.head"))
                element("ul", ["class": "tiles"]) {
                    for figure in figures {
                        element("li") {
                            element("h3") {
                                element("a", ["href": reader.address(model.path(of: figure))]) {
                                    figure.title.text(in: phrases.language)
                                }
                            }
                            element("p", ["class": "big"]) {
                                element("strong", ["class": figure.value.number == nil ? "held" : nil]) {
                                    phrases.count(figure.value)
                                }
                                " "
                                element("span", ["class": "tail"], phrases.tail(figure))
                            }
                            ShareBar(figure).markup()
                            measures(figure)
                        }
                    }
                }
            }
        }
    }

    @MarkupBuilder
    private func measures(_ figure: OverviewFigure) -> Markup {
        if let measure = figure.measures.first {
            element("p", ["class": "measure"]) {
                phrases.measure(measure.name) + ": "
                element("b", [:], measure.tenths.map(phrases.tenths) ?? phrases.say("withheld"))
            }
        }
    }

    @MarkupBuilder
    private var charts: Markup {
        let missing: (String) -> Markup = { key in
            element("p", ["class": "empty"], phrases.say("chart.none", ["what": phrases.say(key)]))
        }
        element("section", ["class": "charts", "aria-labelledby": "charts"]) {
            element("h2", ["id": "charts"], phrases.say("charts.head"))
            CensusChart(own: model.ownCensus, hhs: model.publicCensus, phrases: phrases)?.markup()
                ?? missing("census.title")
            model.figure("hearing.past").flatMap { phrases.findingsChart($0, reader, day: model.asOf) }
                ?? missing("findings.title")
            model.figure("notice.none-yet").flatMap { phrases.noticeChart($0, reader, day: model.asOf) }
                ?? missing("notice.title")
            model.figure("hearing.not-in-agency-system").flatMap { phrases.systemChart($0, reader, day: model.asOf) }
                ?? missing("system.title")
        }
    }

    private var figures: Markup {
        element("section", ["class": "figures", "aria-labelledby": "figures"]) {
            element("h2", ["id": "figures"], phrases.say("figures.head"))
            element("p", ["class": "note"], phrases.say("figures.note"))
            FiguresTables(figures: model.figures, reader: reader) { model.path(of: $0) }.markup()
        }
    }

    private var ingests: Markup {
        element("section", ["class": "ingests", "aria-labelledby": "ingests"]) {
            element("h2", ["id": "ingests"], phrases.say("ingests.head"))
            element("p", ["class": "note"], phrases.say("ingests.note"))
            IngestsTable(ingests: Array(model.ingests.prefix(OverviewPage.ingestsShown)), reader: reader).markup()
            if !model.ingests.isEmpty {
                element("p", ["class": "more"]) {
                    element("a", ["href": reader.address("/ingests")], phrases.say("ingests.all"))
                }
            }
        }
    }

    private var reading: Markup {
        element("section", ["class": "reading", "aria-labelledby": "reading"]) {
            element("h2", ["id": "reading"], phrases.say("read.head"))
            element("ul") {
                element("li", [:], phrases.say("read.withheld", ["withheld": phrases.say("withheld")]))
                element("li", [:], phrases.say("read.days"))
                element("li", [:], phrases.say("read.unknown"))
                element("li", [:], phrases.say("read.finding"))
            }
        }
    }
}

extension OverviewModel {
    /// Where a figure's page is: by id, with the version when it is not the latest.
    func path(of figure: OverviewFigure) -> String {
        let isLatest = self.figure(figure.id)?.version == figure.version
        return "/figures/\(figure.id)\(isLatest ? "" : "@\(figure.version)")"
    }

    /// The figure of a page's address, `id` or `id@version`; nil when there is none.
    func figure(at address: String) -> OverviewFigure? {
        let parts = address.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return figure(address) }
        return figures.first { $0.id == parts[0] && String($0.version) == parts[1] }
    }
}

extension Phrases {
    /// The name of a measure.
    func measure(_ name: String) -> String { find("measure.\(name)") ?? clipped(name) }
}
