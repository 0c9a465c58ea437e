internal import AmparoGate
internal import AmparoModel
internal import AmparoSharing
internal import AmparoStore

/// `/child/{n}/disclosures`: the accounting of disclosures, to be printed and handed over, with a proof of each line
/// (SCREENS.md, "Disclosure statement").
struct StatementPage {
    private let visit: CaseVisit
    private let given: Disclosed<DisclosureStatement>
    private let audience: String
    /// The words of the statement: in the language of whom it is for, whatever the reader's own is.
    private let told: Phrases

    /// Who may have it, and who can say that it reaches nobody else, the gate decides (`StatementRule`).
    init(_ visit: CaseVisit, number: String) throws {
        self.visit = visit
        audience = visit.query["for"] == "counsel" ? "counsel" : "child"
        let language = visit.query["words"].flatMap(Language.init(rawValue:)) ?? visit.language
        told = visit.reader.phrases(in: language)
        let isChecked = visit.query["checked"] == "yes"
        given = try visit.casework.gate.statement(
            of: Int64(number) ?? 0,
            for: audience == "counsel" ? .counsel(deliveryChecked: isChecked) : .child(deliveryChecked: isChecked),
            language: language.rawValue, askedBy: .account(visit.viewer.account, purpose: visit.viewer.purpose))
    }

    private var phrases: Phrases { visit.phrases }

    func markup() -> Markup {
        let statement = given.value
        let number = String(statement.subject)
        let title = phrases.say("statement.title", ["number": number])
        let told = told
        return visit.page(title, .elsewhere) {
            element("p", ["class": "back"]) {
                element(
                    "a", ["href": visit.reader.address("/child/\(number)")],
                    phrases.say("case.child", ["number": number]))
            }
            element("article", ["class": "statement", "lang": told.language.rawValue]) {
                element("h1", [:], told.say("statement.title", ["number": number]))
                for paragraph in paragraphs(statement.opening) { element("p", [:], paragraph) }
                element("ol", ["class": "statement"]) {
                    for entry in statement.entries {
                        element("li") {
                            element("h2", [:], told.instant(entry.at))
                            for paragraph in paragraphs(entry.words) { element("p", [:], paragraph) }
                            element("p", ["class": "source"]) {
                                told.say("statement.receipt", ["number": String(entry.receipt)]) + " "
                                element(
                                    "a",
                                    ["href": "/log/proof/\(entry.receipt)", "download": "\(entry.receipt).tlog-proof"],
                                    told.say("statement.proof"))
                            }
                        }
                    }
                }
                for paragraph in statement.disputed { element("p", [:], paragraph) }
                for paragraph in paragraphs(statement.closing) { element("p", [:], paragraph) }
            }
            options
            visit.files("/child/\(number)/disclosures", ["for": audience, "words": told.language.rawValue])
        }
    }

    private func paragraphs(_ text: String) -> [String] {
        text.split(separator: "\n\n", omittingEmptySubsequences: true).map(String.init)
    }

    private var options: Markup {
        element("form", ["class": "filters", "method": "get"]) {
            element("label") {
                phrases.say("statement.for") + " "
                element("select", ["name": "for"]) {
                    for one in ["child", "counsel"] as [String] {
                        element(
                            "option", ["value": one, "selected": one == audience ? "selected" : nil],
                            phrases.say("statement.for.\(one)"))
                    }
                }
            }
            element("label") {
                void("input", ["type": "checkbox", "name": "checked", "value": "yes"])
                " " + phrases.say("statement.checked")
            }
            element("label") {
                phrases.say("statement.words") + " "
                element("select", ["name": "words"]) {
                    for one in Language.allCases {
                        element(
                            "option",
                            [
                                "value": one.rawValue, "lang": one.rawValue,
                                "selected": one == told.language ? "selected" : nil,
                            ], phrases.say("language.\(one.rawValue)"))
                    }
                }
            }
            visit.languageField
            element("button", ["type": "submit"], phrases.say("statement.again"))
        }
    }
}

extension StatementPage {
    /// The statement as a list.
    static func file(_ visit: CaseVisit, number: String, _ form: ListFile.Form) throws -> ListFile? {
        guard form == .csv else { return nil }
        let statement = try StatementPage(visit, number: number).given.value
        var csv = CSVText(["receipt", "at", "operation", "purpose", "name", "address", "agency", "role", "words"])
        for entry in statement.entries {
            csv.append([
                String(entry.receipt), entry.at.description, entry.operation, entry.purpose, entry.name ?? "",
                entry.address ?? "", entry.agency, entry.role, entry.words,
            ])
        }
        return ListFile(name: "disclosures-\(statement.subject)", form: form, text: csv.text)
    }
}
