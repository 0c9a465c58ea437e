internal import AmparoGate
internal import AmparoLinkage
internal import AmparoModel
internal import AmparoSharing
internal import AmparoStore
internal import HTTPTypes

/// A name that was searched for, with the hits: a fixed number at most, and no count of others.
struct TypedName {
    let given: String
    let surnames: String
    let birth: String
    /// nil when what was typed is no name to search by.
    private let hits: [Disclosed<NameHit>]?

    init(_ visit: CaseVisit, _ form: FormBody, isFile: Bool) throws {
        (given, surnames, birth) = (form["given"] ?? "", form["surnames"] ?? "", form["birth"] ?? "")
        // The page says that nobody can be searched for by name here, or not yet.
        guard let index = visit.casework.names, index.isReady,
            let query = NameQuery(given: given, surnames: surnames, birth: birth)
        else {
            hits = nil
            return
        }
        guard index.admits(visit.viewer.account, at: visit.reader.now) else {
            throw CaseRefusal(.tooManyRequests, "pace")
        }
        let request = try visit.request(isFile ? .export : .searchHit, fields: ChildNames.fields)
        do throws(GateError) {
            hits = try visit.casework.gate.search(request, names: query, in: index)
        } catch {
            guard CaseRefusal(error).reason == "nothing" else { throw error }
            hits = []
        }
    }

    func markup(_ visit: CaseVisit) -> Markup? {
        let phrases = visit.phrases
        guard let index = visit.casework.names, index.isReady else { return nil }
        guard let hits else { return formFault(phrases.say("search.name.fault")) }
        return element("div", ["role": "status"]) {
            if hits.isEmpty {
                element("p", ["class": "empty"], phrases.say("search.name.none"))
            } else {
                element("ul", ["class": "hits"]) {
                    for hit in hits { element("li") { line(hit.value, visit) } }
                }
                visit.searchFile([("by", "name"), ("given", given), ("surnames", surnames), ("birth", birth)])
            }
        }
    }

    @MarkupBuilder private func line(_ hit: NameHit, _ visit: CaseVisit) -> Markup {
        let language: LinkageLanguage = visit.language == .english ? .english : .spanish
        ChildNames(hit.record).link(visit.reader)
        element(
            "p", ["class": "note"],
            visit.phrases.say("search.because", ["reasons": hit.reasons(language).joined(separator: "; ")]))
    }

    /// The hits as a file.
    var file: ListFile {
        var csv = CSVText(ChildNames.columns + ["matched", "receipt"])
        for hit in hits ?? [] {
            let matched = hit.value.comparisons.map { "\($0.field.rawValue) \($0.level.rawValue)" }
            csv.append(
                ChildNames(hit.value.record).cells + [matched.joined(separator: "; "), String(hit.receipt)])
        }
        return ListFile(name: "search", form: .csv, text: csv.text)
    }
}
