internal import AmparoGate
internal import AmparoModel
internal import AmparoStore
internal import AmparoTransparency

/// `/log`: how large the log is, what is published of it, and how far behind each witness is (SCREENS.md, "Log"). Nothing in
/// it names or describes anybody.
struct LogPage {
    private let visit: CaseVisit
    private let size: Int64
    private let newest: PublishedLog.Checkpoint?
    private let published: PublishedLog.Checkpoint?
    private let policy: TlogPolicy
    private let waiting: Instant?
    private let origin: OctetText?

    init(_ visit: CaseVisit) throws {
        self.visit = visit
        guard let log = visit.casework.log else { throw CaseRefusal.nothing }
        size = try visit.casework.store.journal.lastSeq()
        newest = try log.newest()
        published = try log.latest()
        policy = try log.policy()
        waiting = try log.waitingSince()
        origin = try log.origin()
    }

    private var phrases: Phrases { visit.phrases }

    func markup() -> Markup {
        visit.page(phrases.say("log.title"), .log) {
            element("h1", [:], phrases.say("log.title"))
            element("p", ["class": "note"], phrases.say("log.note"))
            element("dl", ["class": "terms"]) {
                line("origin", origin.map { foreign($0.description) })
                line("size", Markup(phrases.number(Int(size))))
                line("published", published.map { Markup(phrases.number(Int($0.checkpoint.size))) })
                line("root", published.map { element("code", [:], $0.checkpoint.root.description) })
                line("when", published?.published.map(visit.reader.time))
                line("waiting", waiting.map(visit.reader.time) ?? Markup(phrases.say("log.waiting.none")))
            }
            element("p") { element("a", ["href": "/log/checkpoint"], phrases.say("log.checkpoint")) }
            witnesses
        }
    }

    private func line(_ key: String, _ value: Markup?) -> Markup {
        element("dt", [:], phrases.say("log.term.\(key)"))
            + element("dd") { value ?? Markup(phrases.say("log.none")) }
    }

    private var witnesses: Markup {
        let newestBy = newest.flatMap { try? policy.cosigners(of: $0.note) } ?? []
        let publishedBy = published.flatMap { try? policy.cosigners(of: $0.note) } ?? []
        let outside = policy.witnesses(in: TlogPolicy.outsideGroup)
        return element("h2", [:], phrases.say("log.witnesses"))
            + {
                guard !policy.witnesses.isEmpty else {
                    return element("p", ["class": "empty"], phrases.say("log.witnesses.none"))
                }
                return element("table", ["class": "counts"]) {
                    element("thead") {
                        element("tr") {
                            for key in ["name", "outside", "behind"] {
                                element("th", ["scope": "col"], phrases.say("log.witness.\(key)"))
                            }
                        }
                    }
                    element("tbody") {
                        for witness in policy.witnesses {
                            element("tr") {
                                element("th", ["scope": "row"]) { foreign(witness.name.description) }
                                element("td", [:], phrases.say(outside.contains(witness.name) ? "case.yes" : "case.no"))
                                element("td") { behind(witness.name, newestBy, publishedBy) }
                            }
                        }
                    }
                }
            }()
    }

    /// How far behind the end of the journal the last checkpoint is that a witness has cosigned, as far as this log keeps it.
    private func behind(_ name: OctetText, _ newestBy: Set<OctetText>, _ publishedBy: Set<OctetText>) -> String {
        let cosigned =
            newestBy.contains(name)
            ? newest?.checkpoint.size : publishedBy.contains(name) ? published?.checkpoint.size : nil
        guard let cosigned else { return phrases.say("log.behind.never") }
        return phrases.say("log.behind", count: max(0, Int(size) - Int(cosigned)))
    }
}
