internal import AmparoModel

/// `/ingests/{n}`: the defect report of one ingest.
struct IngestPage {
    let ingest: IngestReport
    let answer: OverviewDesk.Answer
    let reader: Reader

    private var phrases: Phrases { reader.phrases }

    func markup() -> Markup {
        let title = phrases.say("ingest.title", ["number": String(ingest.number)])
        return Page(title: title, place: .elsewhere, record: answer).markup(reader) {
            element("p", ["class": "back"]) {
                element("a", ["href": reader.address("/ingests")], phrases.say("ingest.back"))
            }
            element("h1", [:], title)
            if ingest.withdrawn { element("p", ["class": "behind"], phrases.say("ingest.withdrawn")) }
            summary
            changes
            files
            defects
        }
    }

    private var summary: Markup {
        element("dl", ["class": "status"]) {
            entry("ingest.feed", foreign(ingest.feed))
            entry("ingest.issuer", foreign(ingest.issuer))
            entry("ingest.release", foreign(ingest.release))
            if let date = ingest.releaseDate { entry("ingest.releaseDate", reader.time(date)) }
            entry("ingest.takenAt", reader.time(ingest.takenAt))
            entry("ingest.entries", Markup(phrases.number(ingest.entriesAppended)))
            if let seconds = ingest.seconds, seconds.isFinite, seconds >= 0, seconds < 1e9 {
                entry(
                    "ingest.seconds",
                    Markup(phrases.say("ingest.seconds.value", ["n": phrases.tenths(Int((seconds * 10).rounded()))])))
            }
        }
    }

    private func entry(_ key: String, _ value: Markup) -> Markup {
        element("div") {
            element("dt", [:], phrases.say(key))
            element("dd") { value }
        }
    }

    private var changes: Markup {
        element("section", ["aria-labelledby": "changes"]) {
            element("h2", ["id": "changes"], phrases.say("ingest.changes"))
            element("p", ["class": "note"], phrases.say("ingest.changes.note"))
            element("dl", ["class": "status counts"]) {
                entry("ingest.added", Markup(phrases.number(ingest.added)))
                entry("ingest.changed", Markup(phrases.number(ingest.changed)))
                entry("ingest.vanished", Markup(phrases.number(ingest.vanished)))
                entry("ingest.reappeared", Markup(phrases.number(ingest.reappeared)))
                entry("ingest.unmatched", Markup(phrases.number(ingest.unmatched)))
            }
        }
    }

    private static let columns = ["rows", "taken", "past", "quarantined", "repaired"]

    private var files: Markup {
        element("section", ["aria-labelledby": "files"]) {
            element("h2", ["id": "files"], phrases.say("ingest.files"))
            element(
                "div",
                [
                    "class": "scroll", "role": "region", "tabindex": "0",
                    "aria-label": phrases.say("ingest.files.caption"),
                ]
            ) {
                element("table") {
                    element("caption", [:], phrases.say("ingest.files.caption"))
                    element("thead") {
                        element("tr") {
                            element("th", ["scope": "col"], phrases.say("ingest.file"))
                            for column in IngestPage.columns {
                                element("th", ["scope": "col", "class": "number"], phrases.say("ingest.\(column)"))
                            }
                        }
                    }
                    element("tbody") {
                        for file in ingest.files {
                            line(
                                foreign(file.name),
                                [file.rows, file.taken, file.pastTotal, file.quarantinedTotal, file.repairedTotal])
                        }
                    }
                    element("tfoot") {
                        line(
                            Markup(phrases.say("ingest.total")),
                            [ingest.rows, ingest.taken, ingest.past, ingest.quarantined, ingest.repaired])
                    }
                }
            }
            if ingest.addsUp {
                element("p", ["class": "note"], phrases.say("ingest.addsUp"))
            } else {
                element("p", ["class": "behind"], phrases.say("ingest.addsUp.not"))
            }
        }
    }

    private func line(_ name: Markup, _ counts: [Int]) -> Markup {
        element("tr") {
            element("th", ["scope": "row"]) { name }
            for count in counts { element("td", ["class": "number"], phrases.number(count)) }
        }
    }

    /// Every reason and kind with its count, greatest first.
    private var defects: Markup {
        let files = ingest.files.filter { !($0.past.isEmpty && $0.quarantined.isEmpty && $0.repaired.isEmpty) }
        return element("section", ["aria-labelledby": "defects"]) {
            element("h2", ["id": "defects"], phrases.say("ingest.defects"))
            if files.isEmpty { element("p", ["class": "empty"], phrases.say("ingest.defects.none")) }
            for file in files {
                element("table", ["class": "defects"]) {
                    element("caption") { foreign(file.name) }
                    element("thead") {
                        element("tr") {
                            element("th", ["scope": "col"], phrases.say("ingest.defects.reason"))
                            element("th", ["scope": "col"], phrases.say("ingest.defects.kind"))
                            element("th", ["scope": "col", "class": "number"], phrases.say("ingest.defects.count"))
                        }
                    }
                    element("tbody") {
                        for (key, counts) in [
                            ("ingest.quarantined", file.quarantined), ("ingest.repaired", file.repaired),
                            ("ingest.past", file.past),
                        ] {
                            for (reason, count) in counts.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
                                element("tr") {
                                    element("th", ["scope": "row"]) { words(reason) }
                                    element("td", [:], phrases.say(key))
                                    element("td", ["class": "number"], phrases.number(count))
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// A reason in the reader's words beside the word of the format, or that alone.
    @MarkupBuilder
    private func words(_ reason: String) -> Markup {
        if let words = phrases.find("defect.\(reason)") {
            words
            " "
        }
        element("code") { foreign(reason) }
    }
}
