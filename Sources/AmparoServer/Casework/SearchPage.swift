internal import AmparoGate
internal import AmparoModel
internal import AmparoSharing
internal import AmparoStore

/// `/search`: a child by A-number or by the record's number. What was typed is in no address, because addresses are kept by
/// browsers; each hit is a disclosure.
struct SearchPage {
    private let visit: CaseVisit
    /// The hits; nil before anything was asked.
    private let hits: [Disclosed<ChildRecord>]?
    private let asked: String

    /// The page before a search.
    init(_ visit: CaseVisit) {
        self.visit = visit
        (hits, asked) = (nil, "")
    }

    /// Searches. A text that is no number finds nothing, like a number that is nobody's.
    init(_ visit: CaseVisit, for text: String, isFile: Bool = false) throws {
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
            element("p", ["class": "note", "id": "search-note"], phrases.say("search.note"))
            if let hits {
                element("div", ["role": "status"]) {
                    if hits.isEmpty {
                        element("p", ["class": "empty"], phrases.say("search.none"))
                    } else {
                        element("ul", ["class": "hits"]) {
                            for hit in hits { element("li") { ChildNames(hit).link(visit.reader) } }
                        }
                        element("form", ["method": "post", "action": visit.reader.address("/search")]) {
                            formToken(visit.viewer.formToken)
                            hidden("q", asked)
                            hidden("as", "csv")
                            element("button", ["type": "submit"], phrases.say("file.csv"))
                        }
                    }
                }
            }
        }
    }
}

extension SearchPage {
    /// The hits as a file.
    var file: ListFile {
        var csv = CSVText(ChildNames.columns + ["receipt"])
        for hit in hits ?? [] { csv.append(ChildNames(hit).cells + [String(hit.receipt)]) }
        return ListFile(name: "search", form: .csv, text: csv.text)
    }
}
