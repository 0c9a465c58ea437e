internal import AmparoGate
internal import AmparoModel
internal import AmparoOversight
internal import AmparoSharing
internal import AmparoStore
internal import HTTPTypes

/// Of which day, of what was known when, and of whom the pages of oversight tell: from what their address asks for.
struct OversightQuestion {
    private let visit: CaseVisit
    private let day: Day
    private let seq: Int64?
    private let cohort: Cohort?

    /// Throws a refusal for a cohort that is none.
    init(_ visit: CaseVisit) throws {
        self.visit = visit
        day = visit.day("on") ?? visit.reader.now.day
        seq = try visit.seq(visit.query["known"] ?? "")
        let words = visit.query["cohort"] ?? ""
        cohort = Cohort(words)
        guard words.isEmpty || cohort != nil else { throw CaseRefusal(.badRequest, "refused") }
    }

    private var phrases: Phrases { visit.phrases }

    /// Every figure. Whether they may be shown is asked first: counting takes long, and nobody sets it off who may not have it.
    func figures(_ what: String) throws -> CountedFigures {
        try visit.casework.gate.permitAggregate(
            visit.request(.aggregate, fields: ["statistics.figure"]),
            query: query(what, asKnown: seq.map { "seq:\($0)" } ?? "present"))
        return try visit.casework.figures.figures(asOf: day, seq: seq, cohort: cohort, now: visit.reader.now)
    }

    /// A figure about the house itself.
    func own(_ id: OwnFigure.ID, _ seq: Int64) throws -> OverviewFigure? {
        OverviewFigure(try OwnFigures(visit.casework.store.journal).figure(id, asOf: day, seq: seq))
    }

    /// The figure of an id, of the house itself too. Throws `CaseRefusal.nothing`.
    func figure(_ id: String) throws -> (figure: OverviewFigure, counted: CountedFigures) {
        let counted = try figures(OwnFigure.ID(rawValue: id)?.rawValue ?? FigureID(rawValue: id)?.rawValue ?? "figure")
        if let own = OwnFigure.ID(rawValue: id), let figure = try self.own(own, counted.seq) {
            return (figure, counted)
        }
        guard let figure = counted.figures.first(where: { $0.id == id }) else { throw CaseRefusal.nothing }
        return (figure, counted)
    }

    /// The gate's word that these may be shown, written down: what, of when, and how many numbers.
    func receipt(for figures: [OverviewFigure], _ what: String, _ counted: CountedFigures) throws -> Int64 {
        try visit.casework.gate.aggregate(
            visit.request(.aggregate, fields: ["statistics.figure"]), query: query(what, asKnown: counted.asKnown),
            size: figures.reduce(0) { $0 + $1.size })
    }

    /// What is asked, in words that say it again and name nobody.
    private func query(_ what: String, asKnown: String) -> String {
        var words = ["oversight", what, "as-of \(day)", "as-known \(asKnown)"]
        if let cohort { words.append("cohort \(cohort)") }
        return words.joined(separator: " ")
    }

    // MARK: Addresses

    /// What an address asks for to tell of the same.
    func query(_ counted: CountedFigures) -> KeyValuePairs<String, String> {
        ["on": counted.asOf.description, "known": counted.asKnown, "cohort": cohort?.description ?? ""]
    }

    /// Where a figure's own page is.
    func path(to figure: OverviewFigure, _ counted: CountedFigures) -> String { path(to: figure.id, counted) }

    /// Where the page of the figure of an id is.
    func path(to id: String, _ counted: CountedFigures) -> String {
        visit.reader.address("/oversight/\(id)", query(counted))
    }

    // MARK: Parts of pages

    /// What the figures rest on.
    func status(_ counted: CountedFigures) -> Markup {
        func entry(_ key: String, _ value: Markup) -> Markup {
            element("div") { element("dt", [:], phrases.say(key)) + element("dd") { value } }
        }
        return element("dl", ["class": "status", "aria-label": phrases.say("status.label")]) {
            entry("status.asOf", visit.reader.time(counted.asOf))
            entry(
                "status.asKnown",
                Markup(phrases.say("status.everything", ["size": phrases.number(Int(counted.seq))])))
            if let cohort { entry("oversight.cohort", Markup(cohort.description)) }
            entry("status.root", element("code", [:], clipped(counted.root)))
        }
    }

    /// Another day, another place of the journal, other children.
    func form(_ path: String) -> Markup {
        element("form", ["class": "filters", "method": "get", "action": path]) {
            element("label") {
                phrases.say("status.asOf") + " "
                void("input", ["type": "date", "name": "on", "value": day.description])
            }
            element("label") {
                phrases.say("child.filter.known") + " "
                void(
                    "input",
                    ["type": "date", "name": "known", "value": Day(visit.query["known"] ?? "")?.description ?? ""])
            }
            element("label") {
                phrases.say("oversight.cohort") + " "
                element("select", ["name": "cohort"]) {
                    element("option", ["value": ""], phrases.say("child.filter.all"))
                    for year in (day.year - 12...day.year + 1).reversed() {
                        let words = "transferred:FY\(year)"
                        element(
                            "option",
                            ["value": words, "selected": cohort?.description == Cohort(words)?.description ? "" : nil],
                            phrases.say("oversight.cohort.year", ["year": String(year)]))
                    }
                }
            }
            visit.languageField
            element("button", ["type": "submit"], phrases.say("oversight.count"))
        }
    }

    /// A figure with everything about it.
    func view(_ figure: OverviewFigure, _ counted: CountedFigures, mark: String = "") -> FigureView {
        FigureView(
            figure: named(figure), asOf: counted.asOf, asKnown: counted.asKnown, logSize: Int(counted.seq),
            logRoot: counted.root, reader: visit.reader, isPublic: false, mark: mark)
    }

    /// The figure with the names of agencies, roles, purposes and classes in the place of their codes.
    private func named(_ figure: OverviewFigure) -> OverviewFigure {
        guard OwnFigure.ID(rawValue: figure.id) != nil else { return figure }
        var figure = figure
        let (terms, words, language) = (visit.casework.terms, visit.words, visit.language)
        for index in figure.dimensions.indices {
            let name: ((String) -> String)? =
                switch figure.dimensions[index].name {
                case "agency", "homeAgency", "recipient": { terms.name(ofParty: $0, language) }
                case "role": { words.name(ofRole: $0, language) }
                case "purpose": { terms.name(ofPurpose: $0, language) }
                case "class": { words.name(ofClass: $0, language) }
                default: nil
                }
            guard let name else { continue }
            figure.dimensions[index].cells = figure.dimensions[index].cells.map {
                FigureCell(name: name($0.name), count: $0.count)
            }
        }
        return figure
    }

    // MARK: Files

    /// Figures as a file: JSON as the command line writes it, or a line for each number.
    func file(
        _ name: String, _ figures: [OverviewFigure], _ counted: CountedFigures, _ form: ListFile.Form
    ) -> ListFile {
        let ids = Set(figures.map(\.id))
        guard form == .csv else {
            var document = counted.document
            document.figures = document.figures.filter { ids.contains($0.id.rawValue) }
            return ListFile(name: name, form: form, text: document.json.description + "\n")
        }
        var csv = CSVText(["figure", "version", "part", "cell", "number", "as_of", "as_known", "log_root"])
        for figure in figures {
            func line(_ part: String, _ cell: String, _ number: String) {
                csv.append([
                    figure.id, String(figure.version), part, cell, number, counted.asOf.description, counted.asKnown,
                    counted.root,
                ])
            }
            for (part, count) in [
                ("value", figure.value), ("denominator", figure.denominator), ("unknown", figure.unknown),
            ] as [(String, PublishedCount?)] {
                if let number = count?.number { line(part, "", String(number)) }
            }
            for dimension in figure.dimensions {
                for cell in dimension.cells { line(dimension.name, cell.name, String(cell.count.number ?? 0)) }
            }
            for measure in figure.measures {
                if let tenths = measure.tenths { line("measure", measure.name, "\(tenths / 10).\(abs(tenths % 10))") }
            }
        }
        return ListFile(name: name, form: form, text: csv.text)
    }
}
