/// A page that says what went wrong and what to do next, and nothing about how the server works.
struct ErrorPage {
    /// The status, one of those there are words for; any other is shown as 500.
    let status: Int
    let reader: Reader

    func markup() -> Markup {
        let phrases = reader.phrases
        let code = phrases.entries["error.\(status).title"] == nil ? 500 : status
        let title = phrases.say("error.\(code).title")
        return Page(title: title).markup(reader) {
            element("h1", [:], title)
            element("p", ["class": "sentence"], phrases.say("error.\(code).text"))
            element("p", ["class": "note"], phrases.say("error.status", ["status": String(status)]))
            element("p") { element("a", ["href": reader.address("/")], phrases.say("nav.overview")) }
        }
    }
}
