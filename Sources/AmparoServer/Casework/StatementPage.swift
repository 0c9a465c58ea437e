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

    /// Who may have it, and who can say that it reaches nobody else, the gate decides (`StatementRule`).
    init(_ visit: CaseVisit, number: String) throws {
        self.visit = visit
        audience = visit.query["for"] == "counsel" ? "counsel" : "child"
        let isChecked = visit.query["checked"] == "yes"
        given = try visit.casework.gate.statement(
            of: Int64(number) ?? 0,
            for: audience == "counsel" ? .counsel(deliveryChecked: isChecked) : .child(deliveryChecked: isChecked),
            language: visit.language.rawValue, askedBy: .account(visit.viewer.account, purpose: visit.viewer.purpose))
    }

    private var phrases: Phrases { visit.phrases }

    func markup() -> Markup {
        let statement = given.value
        let number = String(statement.subject)
        let title = phrases.say("statement.title", ["number": number])
        return visit.page(title, .elsewhere) {
            element("p", ["class": "back"]) {
                element(
                    "a", ["href": visit.reader.address("/child/\(number)")],
                    phrases.say("case.child", ["number": number]))
            }
            element("article", ["class": "statement"]) {
                element("h1", [:], title)
                for paragraph in paragraphs(statement.opening) { element("p", [:], paragraph) }
                element("ol", ["class": "statement"]) {
                    for entry in statement.entries {
                        element("li") {
                            element("h2", [:], phrases.instant(entry.at))
                            for paragraph in paragraphs(entry.words) { element("p", [:], paragraph) }
                            element("p", ["class": "source"]) {
                                phrases.say("statement.receipt", ["number": String(entry.receipt)]) + " "
                                element(
                                    "a",
                                    ["href": "/log/proof/\(entry.receipt)", "download": "\(entry.receipt).tlog-proof"],
                                    phrases.say("statement.proof"))
                            }
                        }
                    }
                }
                for paragraph in statement.disputed { element("p", [:], paragraph) }
                for paragraph in paragraphs(statement.closing) { element("p", [:], paragraph) }
            }
            options
            visit.files("/child/\(number)/disclosures", ["for": audience])
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
            void("input", ["type": "hidden", "name": "lang", "value": visit.language.rawValue])
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
