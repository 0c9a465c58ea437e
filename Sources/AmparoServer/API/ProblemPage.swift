internal import HTTPTypes

/// What a problem of the API means and what to do: the page that a problem's `type` names.
struct ProblemPage {
    let code: APIProblem.Code
    let reader: Reader

    func markup() -> Markup {
        let phrases = reader.phrases
        let title = phrases.say("problem.\(code.rawValue).title")
        return Page(title: title).markup(reader) {
            element("h1", [:], title)
            element("p", ["class": "sentence"], phrases.say("problem.\(code.rawValue).text"))
            element("p", ["class": "note"]) {
                phrases.say("problem.code", ["status": String(code.status.code), "code": code.rawValue])
            }
        }
    }
}
