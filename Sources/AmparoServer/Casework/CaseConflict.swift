internal import AmparoGate
internal import AmparoModel
internal import AmparoStore

/// Two people said something of the same thing: what stands, and what this one wanted to say, side by side. Nothing that was
/// typed is lost by it.
struct CaseConflict: Error {
    let visit: CaseVisit
    /// What stands now, in words by label.
    var stands: [(key: String, content: Markup)]
    /// What was sent.
    var sent: [(key: String, content: Markup)]
    /// Where to look at it again.
    var path: String

    func markup() -> Markup {
        let phrases = visit.phrases
        return visit.page(phrases.say("case.refused.over.title"), .elsewhere) {
            element("h1", [:], phrases.say("case.refused.over.title"))
            element("p", ["class": "sentence"], phrases.say("case.refused.over.text"))
            element("div", ["class": "sides"]) {
                side("stands", stands)
                side("sent", sent)
            }
            element("p") { element("a", ["href": visit.reader.address(path)], phrases.say("conflict.again")) }
        }
    }

    private func side(_ key: String, _ lines: [(key: String, content: Markup)]) -> Markup {
        element("section", ["aria-labelledby": key]) {
            element("h2", ["id": key], visit.phrases.say("conflict.\(key)"))
            element("dl", ["class": "fields"]) {
                for line in lines {
                    element("dt", [:], visit.phrases.say("conflict.line.\(line.key)"))
                    element("dd") { line.content }
                }
            }
        }
    }
}
