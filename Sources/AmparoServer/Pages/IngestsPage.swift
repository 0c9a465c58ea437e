internal import AmparoModel

/// `/ingests`: what was taken in, newest first.
struct IngestsPage {
    let answer: OverviewDesk.Answer
    let reader: Reader

    func markup() -> Markup {
        let phrases = reader.phrases
        return Page(title: phrases.say("ingests.title"), place: .ingests, record: answer).markup(reader) {
            element("h1", [:], phrases.say("ingests.title"))
            element("p", ["class": "note"], phrases.say("ingests.note"))
            if reader.viewer != nil {
                element("p", ["class": "more"]) {
                    element("a", ["href": reader.address("/import")], phrases.say("import.link"))
                }
            }
            IngestsTable(ingests: answer.model.ingests, reader: reader).markup()
        }
    }
}

/// Ingests as a table, one line each.
struct IngestsTable {
    let ingests: [IngestReport]
    let reader: Reader

    func markup() -> Markup {
        let phrases = reader.phrases
        guard !ingests.isEmpty else { return element("p", ["class": "empty"], phrases.say("ingests.none")) }
        return element(
            "div", ["class": "scroll", "role": "region", "tabindex": "0", "aria-label": phrases.say("ingests.title")]
        ) {
            element("table", ["class": "ingests"]) {
                element("caption", [:], phrases.say("ingests.head"))
                element("thead") {
                    element("tr") {
                        element("th", ["scope": "col"], phrases.say("ingests.feed"))
                        element("th", ["scope": "col"], phrases.say("ingests.taken"))
                        for key in ["rows", "quarantined", "repaired", "vanished"] {
                            element("th", ["scope": "col", "class": "number"], phrases.say("ingests.\(key)"))
                        }
                    }
                }
                element("tbody") { for ingest in ingests { row(ingest) } }
            }
        }
    }

    private func row(_ ingest: IngestReport) -> Markup {
        let phrases = reader.phrases
        return element("tr") {
            element("th", ["scope": "row"]) {
                foreign(ingest.feed)
                " "
                foreign(ingest.release)
                element("span", ["class": "issuer"]) {
                    foreign(ingest.issuer)
                    " · "
                    element("a", ["href": reader.address("/ingests/\(ingest.number)")]) {
                        phrases.say("ingests.report", ["number": String(ingest.number)])
                    }
                    if ingest.withdrawn {
                        " · "
                        element("strong", [:], phrases.say("ingests.withdrawn"))
                    }
                }
            }
            element("td", ["class": "when"]) { reader.time(ingest.takenAt) }
            for count in [ingest.rows, ingest.quarantined, ingest.repaired, ingest.vanished] {
                element("td", ["class": "number"], phrases.number(count))
            }
        }
    }
}
