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

    /// The statement is the child's own. It is given to the child and to counsel, and to HHS and to whoever answers for privacy,
    /// who hand it over; reports to protective authorities stand in it only when one of the former, or ORR's privacy officer,
    /// says that it reaches nobody else.
    init(_ visit: CaseVisit, number: String) throws {
        self.visit = visit
        audience = visit.query["for"] == "counsel" ? "counsel" : "child"
        let account = try AccountDesk(visit.casework.store, codes: visit.casework.terms).account(visit.viewer.account)
        let isOwn = ["subject", "subject-counsel", "counsel-of-record"].contains(account.role)
        let isHolder = Party(code: account.agency).isPart(of: Party(code: "hhs"))
        guard isOwn || isHolder || account.isPrivacyOfficer else { throw CaseRefusal.nothing }
        let isChecked = visit.query["checked"] == "yes" && (isOwn || account.role == "orr-privacy-officer")
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
