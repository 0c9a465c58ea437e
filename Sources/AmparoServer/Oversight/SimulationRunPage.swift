internal import AmparoGate
internal import AmparoModel
internal import AmparoOversight
internal import AmparoSharing
internal import AmparoStore

/// `/simulation/{n}`: what one recorded run counted: who would newly see what, and who no longer. Counts from 1 to 10 were held
/// back when it was recorded; nobody can make them out here.
struct SimulationRunPage {
    /// One line of the counts.
    private struct Line {
        var agency: String
        var role: String
        var purpose: String
        var fieldClass: String
        var isMore: Bool
        var children: PublishedCount
        var sponsors: PublishedCount
        var household: PublishedCount

        init(_ json: JSON) {
            func count(_ name: String) -> PublishedCount { json[name]?.int.map(PublishedCount.number) ?? .suppressed }
            func text(_ name: String) -> String { json[name]?.string ?? "" }
            (agency, role, purpose, fieldClass) = (text("agency"), text("role"), text("purpose"), text("class"))
            isMore = text("direction") == Disclosure.Change.Direction.more.rawValue
            (children, sponsors, household) = (count("children"), count("sponsors"), count("householdMembers"))
        }
    }

    /// How many bars are drawn.
    private static let bars = 14

    private let visit: CaseVisit
    private let run: SimulationRun
    private let lines: [Line]

    init(_ visit: CaseVisit, number: String) throws {
        self.visit = visit
        let desk = AgreementDesk(visit.casework.store, terms: visit.casework.terms)
        guard let run = try desk.simulationRuns().first(where: { String($0.seq) == number }) else {
            throw CaseRefusal.nothing
        }
        self.run = run
        lines = run.counts["rows"]?.elements.map(Line.init) ?? []
    }

    private var phrases: Phrases { visit.phrases }

    func markup() -> Markup {
        let title = phrases.say("simulation.run.title", ["agreement": clipped(run.agreement)])
        return visit.page(title, .agreements) {
            element("p", ["class": "back"]) {
                element("a", ["href": visit.reader.address("/simulation")], phrases.say("simulation.title"))
            }
            element("h1", [:], title)
            element("dl", ["class": "status", "aria-label": phrases.say("status.label")]) {
                entry("status.asOf", Markup(run.counts["asOf"]?.string.flatMap { Day($0) }.map(phrases.day) ?? ""))
                entry("simulation.recorded", visit.reader.time(run.recorded))
                entry("simulation.instead", Markup(instead))
                entry(
                    "simulation.by",
                    Markup(run.agency.map { visit.casework.terms.name(ofParty: $0, visit.language) } ?? "\u{2013}"))
            }
            element("p", ["class": "sentence"], sentence)
            chart
            table("more", lines.filter(\.isMore))
            table("less", lines.filter { !$0.isMore })
            element("p", ["class": "note"]) {
                phrases.say("simulation.held", ["withheld": phrases.say("withheld")]) + " "
                element("a", ["href": "/log/proof/\(run.seq)", "download": "\(run.seq).tlog-proof"]) {
                    phrases.say("statement.proof")
                }
            }
        }
    }

    private var instead: String {
        let names = run.counts["insteadOf"]?.elements.compactMap(\.string) ?? []
        return names.isEmpty ? phrases.say("simulation.instead.none") : names.joined(separator: ", ")
    }

    private func entry(_ key: String, _ value: Markup) -> Markup {
        element("div") { element("dt", [:], phrases.say(key)) + element("dd") { value } }
    }

    /// How many agencies would see more, and how many less.
    private var sentence: String {
        let (more, less) = (lines.filter(\.isMore), lines.filter { !$0.isMore })
        guard !lines.isEmpty else { return phrases.say("simulation.nobody") }
        return [("more", more), ("less", less)].compactMap { key, lines in
            lines.isEmpty
                ? nil
                : phrases.say(
                    "simulation.sum.\(key)", count: Set(lines.map(\.agency)).count,
                    ["classes": phrases.number(Set(lines.map(\.fieldClass)).count)])
        }.joined(separator: " ")
    }

    /// For each agency and class the most children that any role of it would newly see for one purpose, the greatest first.
    @MarkupBuilder
    private var chart: Markup {
        let cells = Dictionary(grouping: lines.filter(\.isMore)) { [$0.agency, $0.fieldClass] }
        let rows = cells.map { key, lines in
            BarChart.Row(
                label: visit.casework.terms.name(ofParty: key[0], visit.language) + ": "
                    + visit.words.name(ofClass: key[1], visit.language),
                count: lines.compactMap(\.children.number).max().map(PublishedCount.number) ?? .suppressed,
                isMarked: true)
        }.sorted { a, b in (b.count.number ?? -1, a.label) < (a.count.number ?? -1, b.label) }
        if !rows.isEmpty {
            element("section", ["class": "charts", "aria-labelledby": "newly"]) {
                element("h2", ["id": "newly"], phrases.say("simulation.newly"))
                BarChart(
                    frame: ChartFrame(
                        id: "newly-chart", title: phrases.say("simulation.newly.children"),
                        description: phrases.describe(Array(rows.prefix(Self.bars))),
                        note: Markup(phrases.say("simulation.newly.note")), isWide: true),
                    rows: Array(rows.prefix(Self.bars)),
                    columns: (phrases.say("simulation.column.who"), phrases.say("simulation.column.children"))
                ).markup(phrases)
            }
        }
    }

    @MarkupBuilder
    private func table(_ key: String, _ lines: [Line]) -> Markup {
        if !lines.isEmpty {
            element("section", ["aria-labelledby": "lines-\(key)"]) {
                element("h2", ["id": "lines-\(key)"], phrases.say("simulation.lines.\(key)"))
                element(
                    "div",
                    [
                        "class": "scroll", "role": "region", "tabindex": "0",
                        "aria-label": phrases.say("simulation.lines.\(key)"),
                    ]
                ) {
                    element("table", ["class": "simulation"]) {
                        element("thead") {
                            element("tr") {
                                for column in ["who", "purpose", "class"] {
                                    element("th", ["scope": "col"], phrases.say("simulation.column.\(column)"))
                                }
                                for column in ["children", "sponsors", "household"] {
                                    element(
                                        "th", ["scope": "col", "class": "number"],
                                        phrases.say("simulation.column.\(column)"))
                                }
                            }
                        }
                        element("tbody") { for line in lines { row(line) } }
                    }
                }
            }
        }
    }

    private func row(_ line: Line) -> Markup {
        let (terms, words, language) = (visit.casework.terms, visit.words, visit.language)
        return element("tr") {
            element("th", ["scope": "row"]) {
                words.name(ofRole: line.role, language)
                element("span", ["class": "issuer"], terms.name(ofParty: line.agency, language))
            }
            element("td", [:], terms.name(ofPurpose: line.purpose, language))
            element("td", [:], words.name(ofClass: line.fieldClass, language))
            countCell(line.children, phrases)
            countCell(line.sponsors, phrases)
            countCell(line.household, phrases)
        }
    }
}
