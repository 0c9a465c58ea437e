internal import AmparoGate
internal import AmparoModel
internal import AmparoSharing
internal import AmparoStore

/// `/preview`: the page that somebody else would see, each field with its reason (SCREENS.md, "Share preview").
struct PreviewPage {
    private let visit: CaseVisit
    private let preview: Disclosed<SharePreview>?

    init(_ visit: CaseVisit) throws {
        self.visit = visit
        guard let child = visit.query["child"].flatMap({ Int64($0) }), let agency = visit.query["agency"],
            let role = visit.query["role"], let purpose = visit.query["purpose"], !agency.isEmpty, !role.isEmpty,
            !purpose.isEmpty
        else {
            preview = nil
            return
        }
        func given(_ name: String) -> String? { visit.query[name].flatMap { $0.isEmpty ? nil : $0 } }
        let party = Party(code: agency)
        let other = Requester(
            account: "preview", agency: party, homeAgency: party, role: role, office: given("office"),
            area: given("area"), attestedOn: WashingtonTime.day(of: visit.reader.now))
        preview = try visit.casework.gate.preview(visit.request(.view), as: other, purpose: purpose, child: child)
    }

    private var phrases: Phrases { visit.phrases }
    private var terms: SharingTerms { visit.casework.terms }

    func markup() -> Markup {
        visit.page(phrases.say("preview.title"), .preview) {
            element("h1", [:], phrases.say("preview.title"))
            element("p", ["class": "note"], phrases.say("preview.note"))
            form
            if let preview { answer(preview) }
        }
    }

    private var form: Markup {
        element("form", ["class": "filters", "method": "get", "action": "/preview"]) {
            element("label") {
                phrases.say("preview.child") + " "
                void(
                    "input",
                    [
                        "name": "child", "inputmode": "numeric", "required": "", "size": "8",
                        "value": visit.query["child"] ?? "",
                    ])
            }
            choice(
                "agency",
                terms.parties.parties.map { ($0.party.code, terms.name(ofParty: $0.party.code, visit.language)) })
            choice("role", terms.parties.roles.map { ($0.code, visit.words.name(ofRole: $0.code, visit.language)) })
            choice("purpose", terms.purposes.leaves.map { ($0.code, terms.name(ofPurpose: $0.code, visit.language)) })
            for name in ["office", "area"] as [String] {
                element("label") {
                    phrases.say("preview.\(name)") + " "
                    void("input", ["name": name, "size": "6", "value": visit.query[name] ?? ""])
                }
            }
            visit.languageField
            element("button", ["type": "submit"], phrases.say("preview.show"))
        }
    }

    private func choice(_ name: String, _ options: [(code: String, text: String)]) -> Markup {
        element("label") {
            phrases.say("preview.\(name)") + " "
            element("select", ["name": name, "required": ""]) {
                element("option", ["value": ""], "\u{2013}")
                for option in options {
                    element(
                        "option",
                        ["value": option.code, "selected": visit.query[name] == option.code ? "selected" : nil],
                        option.text)
                }
            }
        }
    }

    private func answer(_ preview: Disclosed<SharePreview>) -> Markup {
        let value = preview.value
        let words = FieldWords(visit: visit)
        let decided = DisclosedFields(value.groups)
        return element("h2", [:], phrases.say("preview.page"))
            + element("div", ["class": "child"]) {
                element("section", ["class": "middle", "aria-label": phrases.say("preview.page")]) {
                    if value.rows.isEmpty { element("p", ["class": "empty"], phrases.say("preview.nothing")) }
                    for row in value.rows {
                        element("h3", [:], words.table(row.table))
                        element("dl", ["class": "fields"]) {
                            for field in row.fields {
                                element("dt", [:], visit.words.field(field.name, visit.language))
                                element("dd") {
                                    words.value(field)
                                    if let group = decided.group(of: field.name) {
                                        element(
                                            "span", ["class": "issuer"], visit.words.reason(group, visit.language))
                                    }
                                }
                            }
                        }
                    }
                    if !value.hidden.isEmpty {
                        element("p", ["class": "behind"]) {
                            phrases.say("preview.hidden") + " "
                            Set(value.hidden.map { visit.words.field($0, visit.language) }).sorted()
                                .joined(separator: ", ") + "."
                        }
                    }
                }
                element("div", ["class": "right"]) {
                    WithheldView(visit: visit, decided: decided, key: "preview.withheld").markup()
                }
            }
            + element(
                "p", ["class": "note receipt"], phrases.say("preview.receipt", ["number": String(preview.receipt)]))
    }
}
