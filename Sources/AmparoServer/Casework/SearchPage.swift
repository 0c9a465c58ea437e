internal import AmparoGate
internal import AmparoModel
internal import AmparoSharing
internal import AmparoStore

/// `/search`: a child by A-number, by the record's number, or by name. What was typed is in no address, because addresses are kept
/// by browsers, and in no log; each hit is a disclosure.
struct SearchPage {
    private let visit: CaseVisit
    /// What was typed of a name; nil when a number was asked for, or nothing.
    private var name: TypedName?
    /// The hits of a number; nil before one was asked for.
    private var hits: [Disclosed<ChildRecord>]?
    private var asked = ""

    /// The page before a search.
    init(_ visit: CaseVisit) { self.visit = visit }

    /// Searches by name when the form is that of names, else by number.
    init(_ visit: CaseVisit, _ form: FormBody, isFile: Bool = false) throws {
        if form["by"] == "name" {
            self.init(visit)
            name = try TypedName(visit, form, isFile: isFile)
        } else {
            try self.init(visit, for: form["q"] ?? "", isFile: isFile)
        }
    }

    /// Searches. A text that is no number finds nothing, like a number that is nobody's.
    private init(_ visit: CaseVisit, for text: String, isFile: Bool) throws {
        self.visit = visit
        asked = text
        let request = try visit.request(isFile ? .export : .searchHit, fields: ChildNames.fields)
        let digits = text.filter { $0.isASCII && $0.isNumber }
        let isANumber = digits.count >= 8 || text.contains { $0 == "A" || $0 == "a" }
        let whole = digits.count == 8 ? "0" + digits : digits
        do throws(GateError) {
            hits =
                isANumber
                ? try visit.casework.gate.search(request, aNumber: Sensitive(whole.count == 9 ? whole : ""))
                : try visit.casework.gate.discloseList(request, children: [Int64(digits) ?? 0])
        } catch {
            guard CaseRefusal(error).reason == "nothing" else { throw error }
            hits = []
        }
    }

    private var phrases: Phrases { visit.phrases }

    func markup() -> Markup {
        visit.page(phrases.say("search.title"), .search) {
            element("h1", [:], phrases.say("search.title"))
            numberForm
            element("p", ["class": "note", "id": "search-note"], phrases.say("search.note"))
            if let hits { numberHits(hits) }
            element("section", ["aria-labelledby": "by-name"]) {
                element("h2", ["id": "by-name"], phrases.say("search.name.title"))
                nameForm
                name?.markup(visit)
            }
        }
    }

    private var numberForm: Markup {
        element(
            "form",
            ["class": "search", "role": "search", "method": "post", "action": visit.reader.address("/search")]
        ) {
            formToken(visit.viewer.formToken)
            element("label", ["for": "q"], phrases.say("search.label"))
            void(
                "input",
                [
                    "id": "q", "name": "q", "type": "search", "required": "", "autocomplete": "off", "size": "14",
                    "aria-describedby": "search-note",
                ])
            element("button", ["type": "submit"], phrases.say("search.go"))
        }
    }

    private func numberHits(_ hits: [Disclosed<ChildRecord>]) -> Markup {
        element("div", ["role": "status"]) {
            if hits.isEmpty {
                element("p", ["class": "empty"], phrases.say("search.none"))
            } else {
                element("ul", ["class": "hits"]) {
                    for hit in hits { element("li") { ChildNames(hit).link(visit.reader) } }
                }
                visit.searchFile([("q", asked)])
            }
        }
    }

    @MarkupBuilder private var nameForm: Markup {
        switch visit.casework.names?.isReady {
        case nil: element("p", ["class": "note"], phrases.say("search.name.off"))
        case false?: element("p", ["class": "note"], phrases.say("search.name.waiting"))
        case true?:
            element("form", ["class": "entry", "method": "post", "action": visit.reader.address("/search")]) {
                formToken(visit.viewer.formToken)
                hidden("by", "name")
                FormField(label: "search.given", name: "given", value: name?.given, isRequired: false).markup(phrases)
                FormField(label: "search.surnames", name: "surnames", value: name?.surnames, isRequired: false)
                    .markup(phrases)
                FormField(
                    label: "search.birth", name: "birth", value: name?.birth, hint: "search.birth.hint",
                    isRequired: false
                ).markup(phrases)
                element("button", ["type": "submit"], phrases.say("search.name.go"))
            }
            element("p", ["class": "note"], phrases.say("search.name.note"))
        }
    }
}

extension CaseVisit {
    /// The form that asks for the hits of a search as a file: what was typed goes with it once more.
    func searchFile(_ typed: [(name: String, value: String)]) -> Markup {
        element("form", ["method": "post", "action": reader.address("/search")]) {
            formToken(viewer.formToken)
            for field in typed { hidden(field.name, field.value) }
            hidden("as", ListFile.Form.csv.rawValue)
            element("button", ["type": "submit"], phrases.say("file.csv"))
        }
    }
}

extension SearchPage {
    /// The hits as a file.
    var file: ListFile {
        if let name { return name.file }
        var csv = CSVText(ChildNames.columns + ["receipt"])
        for hit in hits ?? [] { csv.append(ChildNames(hit).cells + [String(hit.receipt)]) }
        return ListFile(name: "search", form: .csv, text: csv.text)
    }
}
