internal import AmparoModel
internal import HTTPTypes

/// `/import`: a file is handed in, its columns are mapped once, it is tried out with the errors on its rows, taken, and taken back
/// (SCREENS.md, "Import desk").
struct ImportPage {
    /// How far somebody is.
    enum Step {
        /// Choose a file.
        case choose
        /// Say which column is which.
        case map(ticket: String, SheetLook, header: Int)
        /// See what would become of it.
        case tried(ticket: String, mapping: String, SheetLook, ImportOutcome)
        /// See what became of it.
        case taken(ImportOutcome)
    }

    private let visit: CaseVisit
    private let step: Step
    private let fault: ImportFault?
    private let feeds: [ImportFeed]
    private let mappings: [ImportMapping]
    private let batches: [ImportBatch]

    /// Throws `CaseRefusal` for whoever may not import.
    init(_ visit: CaseVisit, _ desk: any ImportDesk, step: Step = .choose, fault: ImportFault? = nil) throws {
        self.visit = visit
        self.step = step
        self.fault = fault
        feeds = try desk.feeds(of: visit.viewer.account)
        guard !feeds.isEmpty else { throw CaseRefusal(.forbidden, "entitled") }
        mappings = try desk.mappings(for: visit.viewer.account)
        batches = try desk.batches(for: visit.viewer.account)
    }

    private var phrases: Phrases { visit.phrases }

    func markup() -> Markup {
        visit.page(phrases.say("import.title"), .elsewhere) {
            element("h1", [:], phrases.say("import.title"))
            if let fault { formFault(words(fault)) }
            switch step {
            case .choose: choose()
            case .map(let ticket, let look, let header): map(ticket, look, header)
            case .tried(let ticket, let mapping, let look, let outcome): tried(ticket, mapping, look, outcome)
            case .taken(let outcome):
                element(
                    "p", ["class": "done", "role": "status"], phrases.say("import.taken", ["batch": outcome.batch]))
                result(outcome)
                element("p", [:]) {
                    element("a", ["href": visit.reader.address("/import")], phrases.say("import.next"))
                }
            }
            if case .choose = step { list() }
        }
    }

    private func words(_ fault: ImportFault) -> String {
        var words = phrases.find("import.fault.\(fault.reason)") ?? phrases.say("import.fault.other")
        if let row = fault.row { words += " " + phrases.say("import.at.row", ["row": String(row)]) }
        if let column = fault.column { words += " " + phrases.say("import.at.column", ["column": column]) }
        return words
    }

    // MARK: The steps

    private func choose() -> Markup {
        element("p", ["class": "note"], phrases.say("import.note"))
            + element(
                "form",
                [
                    "class": "entry", "method": "post", "enctype": "multipart/form-data",
                    "action": visit.reader.address("/import/try"),
                ]
            ) {
                formToken(visit.viewer.formToken)
                element("div", ["class": "field"]) {
                    element("label", ["for": "file"], phrases.say("import.file"))
                    void(
                        "input",
                        [
                            "type": "file", "id": "file", "name": "file", "required": "", "accept": ".xlsx,.csv",
                            "aria-describedby": "file-hint",
                        ])
                    element("p", ["class": "note", "id": "file-hint"], phrases.say("import.file.hint"))
                }
                element("div", ["class": "field"]) {
                    element("label", ["for": "mapping"], phrases.say("import.mapping"))
                    element("select", ["id": "mapping", "name": "mapping"]) {
                        element("option", ["value": ""], phrases.say("import.mapping.new"))
                        for mapping in mappings {
                            element(
                                "option", ["value": mapping.name],
                                "\(mapping.name) · \(mapping.feed) · \(mapping.issuer)")
                        }
                    }
                }
                FormField(label: "import.sheet", name: "sheet", hint: "import.sheet.hint", isRequired: false)
                    .markup(phrases)
                FormField(label: "import.header", name: "header", value: "1", isNumeric: true).markup(phrases)
                element("button", ["type": "submit", "class": "main"], phrases.say("import.try"))
            }
    }

    private func map(_ ticket: String, _ look: SheetLook, _ header: Int) -> Markup {
        let headings = look.rows.first { $0.number == header }?.cells ?? []
        return element("p", ["class": "note"], phrases.say("import.map.note"))
            + rows(look, header: header)
            + element(
                "form", ["class": "entry wide", "method": "post", "action": visit.reader.address("/import/map")]
            ) {
                formToken(visit.viewer.formToken)
                hidden("ticket", ticket)
                hidden("sheet", look.sheet)
                hidden("header", String(header))
                FormField(label: "import.name", name: "name", hint: "import.name.hint").markup(phrases)
                element("div", ["class": "field"]) {
                    element("label", ["for": "dates"], phrases.say("import.dates"))
                    element("select", ["id": "dates", "name": "dates"]) {
                        element("option", ["value": ""], "2026-12-31")
                        element("option", ["value": "m/d/y"], "12/31/2026")
                        element("option", ["value": "d/m/y"], "31/12/2026")
                        element("option", ["value": "y/m/d"], "2026/12/31")
                    }
                }
                element("fieldset") {
                    element("legend", [:], phrases.say("import.columns"))
                    for (index, heading) in headings.enumerated() where !heading.isEmpty {
                        column(index, heading)
                    }
                }
                element("button", ["type": "submit", "class": "main"], phrases.say("import.try"))
            }
    }

    private func column(_ index: Int, _ heading: String) -> Markup {
        element("div", ["class": "field"]) {
            element("label", ["for": "column-\(index)"]) { foreign(heading) }
            hidden("heading", heading)
            element("select", ["id": "column-\(index)", "name": "target"]) {
                element("option", ["value": ""], phrases.say("import.column.none"))
                for feed in feeds {
                    for table in feed.tables {
                        element("optgroup", ["label": table.file]) {
                            for column in table.columns {
                                element(
                                    "option", ["value": "\(table.file)/\(column.name)"],
                                    column.name + (column.isRequired ? " *" : ""))
                            }
                        }
                    }
                }
            }
        }
    }

    private func tried(_ ticket: String, _ mapping: String, _ look: SheetLook, _ outcome: ImportOutcome) -> Markup {
        element("p", ["class": "sentence"], phrases.say(outcome.isRefused ? "import.refused" : "import.tried"))
            + result(outcome)
            + element("div", ["class": "answers"]) {
                if !outcome.isRefused {
                    element("form", ["method": "post", "action": visit.reader.address("/import/take")]) {
                        formToken(visit.viewer.formToken)
                        hidden("ticket", ticket)
                        hidden("mapping", mapping)
                        element("button", ["type": "submit", "class": "main"], phrases.say("import.take"))
                    }
                }
                element("a", ["href": visit.reader.address("/import")], phrases.say("import.leave"))
            }
            + element("h2", [:], phrases.say("import.preview")) + rows(look, header: 0)
    }

    // MARK: Parts

    private func result(_ outcome: ImportOutcome) -> Markup {
        element("dl", ["class": "status counts"]) {
            for count in outcome.counts {
                element("div") {
                    element("dt", [:], phrases.say("import.count.\(count.word)"))
                    element("dd", [:], phrases.number(count.count))
                }
            }
        }
            + (outcome.defects.isEmpty ? Markup() : defects(outcome))
    }

    private func defects(_ outcome: ImportOutcome) -> Markup {
        element("div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-labelledby": "defects"]) {
            element("table", ["class": "defects"]) {
                element("caption", ["id": "defects"], phrases.say("import.defects"))
                element("thead") {
                    element("tr") {
                        for name in ["row", "place", "reason"] {
                            element("th", ["scope": "col"], phrases.say("import.defect.\(name)"))
                        }
                    }
                }
                element("tbody") {
                    for defect in outcome.defects {
                        element("tr") {
                            element("th", ["scope": "row", "class": "number"], String(defect.row))
                            element("td") { element("code", [:], defect.place) }
                            element("td", [:], phrases.find("defect.\(defect.reason)") ?? defect.reason)
                        }
                    }
                }
            }
        }
    }

    /// The first rows of the sheet, as the spreadsheet program shows them.
    private func rows(_ look: SheetLook, header: Int) -> Markup {
        let width = look.rows.map(\.cells.count).max() ?? 0
        return element("div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-labelledby": "look"]) {
            element("table", ["class": "look"]) {
                element("caption", ["id": "look"]) {
                    phrases.say("import.look")
                    if !look.sheet.isEmpty { Markup(": ") + foreign(look.sheet) }
                }
                element("tbody") {
                    for row in look.rows {
                        element("tr", ["class": row.number == header ? "header" : nil]) {
                            element("th", ["scope": "row", "class": "number"], String(row.number))
                            for index in 0..<width {
                                element("td") { foreign(index < row.cells.count ? row.cells[index] : "") }
                            }
                        }
                    }
                }
            }
        }
    }

    private func list() -> Markup {
        element("h2", [:], phrases.say("import.batches"))
            + (batches.isEmpty
                ? element("p", ["class": "empty"], phrases.say("import.batches.none"))
                : element("ul", ["class": "handoffs"]) { for batch in batches { item(batch) } })
    }

    private func item(_ batch: ImportBatch) -> Markup {
        element("li") {
            element("h3", [:], batch.name)
            element("p", [:]) {
                phrases.say(
                    "import.batch", ["feed": batch.feed, "rows": phrases.number(batch.rows)])
                " · "
                visit.reader.time(batch.date)
            }
            if batch.canBeUndone {
                element("form", ["method": "post", "action": visit.reader.address("/import/undo")]) {
                    formToken(visit.viewer.formToken)
                    hidden("batch", String(batch.id))
                    element("button", ["type": "submit"], phrases.say("import.undo"))
                }
            } else {
                element("p", ["class": "note"], phrases.say("import.undo.later"))
            }
        }
    }
}
