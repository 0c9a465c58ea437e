internal import AmparoModel

/// Whom a page is made for: language, time, and how addresses are written.
struct Reader: Sendable {
    /// The strings of the reader's language.
    var phrases: Phrases
    /// Those of the other languages, for what is handed to somebody else.
    var others: [Phrases] = []
    /// Whether the address named the language; links then name it too.
    var languageIsAsked: Bool
    /// The present moment.
    var now: Instant
    /// The path of the page, for the links to its other language.
    var path: String
    /// What the page's address asks for, without the language, for the same links; ready to be sent.
    var query = ""
    /// The files that pages load.
    var assets: Assets
    /// Who is signed in; nil on a page for everybody.
    var viewer: Viewer?
    /// Whether people can sign in here.
    var canSignIn = false

    /// The strings of a language.
    func phrases(in language: Language) -> Phrases { others.first { $0.language == language } ?? phrases }

    /// An address of this site in the reader's language.
    func address(_ path: String) -> String {
        languageIsAsked ? Reader.address(path, in: phrases.language) : path
    }

    /// An address of this site with parts of a query, each ready to be sent, in the reader's language.
    func address(_ path: String, _ query: [String]) -> String {
        let language = languageIsAsked ? ["lang=\(phrases.language.rawValue)"] : []
        let parts = query + language
        return parts.isEmpty ? path : "\(path)?\(parts.joined(separator: "&"))"
    }

    /// An address of this site in a language; a fragment stays at the end.
    static func address(_ path: String, in language: Language) -> String {
        let parts = path.split(separator: "#", maxSplits: 1)
        let fragment = parts.count > 1 ? "#\(parts[1])" : ""
        return "\(parts.first ?? "/")?lang=\(language.rawValue)\(fragment)"
    }

    /// The page itself in a language, with what it was asked for.
    func address(in language: Language) -> String {
        "\(path)?" + (query.isEmpty ? "" : query + "&") + "lang=\(language.rawValue)"
    }

    /// A day, absolute and relative.
    func time(_ day: Day) -> Markup {
        var markup = Markup(capacity: 96)
        phrases.times.write(day, to: &markup, on: now.day)
        return markup
    }

    /// An instant, absolute and relative.
    func time(_ instant: Instant) -> Markup {
        var markup = Markup(capacity: 128)
        phrases.times.write(instant, to: &markup, at: now)
        return markup
    }
}

/// What is the same on every page: head, navigation, footer.
struct Page {
    /// The pages that the navigation names.
    enum Place {
        case overview, ingests, elsewhere
    }

    /// The title in the browser's bar, without the program's name.
    var title: String
    /// Which link of the navigation is the page itself.
    var place = Place.elsewhere
    /// Where the page leads by itself; nil for nowhere.
    var leadsTo: String?
    /// Where the page is told that there is something newer; nil where it is not.
    var live: String?
    /// The record that the page shows; nil on a page of an error.
    var record: OverviewDesk.Answer?

    /// The whole page.
    func markup(_ reader: Reader, @MarkupBuilder content: () -> Markup) -> Markup {
        let phrases = reader.phrases
        let content = content()
        return Markup(trusted: "<!DOCTYPE html>\n")
            + element(
                "html", ["lang": phrases.language.rawValue, "data-log-size": record.map { String($0.model.logSize) }]
            ) {
                head(reader)
                element("body") {
                    element("a", ["class": "skip", "href": "#content"], phrases.say("skip"))
                    banner(reader)
                    element("main", ["id": "content", "tabindex": "-1", "data-live": live]) {
                        if let record, record.isBehind {
                            element("p", ["class": "behind", "role": "status"]) {
                                phrases.say("behind", ["size": phrases.number(record.model.logSize)])
                            }
                        }
                        content
                    }
                    footer(reader)
                }
            }
    }

    private func head(_ reader: Reader) -> Markup {
        return element("head") {
            void("meta", ["charset": "utf-8"])
            if let leadsTo { void("meta", ["http-equiv": "refresh", "content": "0; url=\(leadsTo)"]) }
            element("title", [:], "\(title) \u{2013} Amparo")
            void("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
            void("meta", ["name": "color-scheme", "content": "light dark"])
            void("link", ["rel": "stylesheet", "href": reader.assets.style.address])
            void("link", ["rel": "icon", "type": "image/svg+xml", "href": reader.assets.icon.address])
            for language in Language.allCases where record != nil {
                void(
                    "link",
                    [
                        "rel": "alternate", "hreflang": language.rawValue,
                        "href": reader.address(in: language),
                    ])
            }
            reader.phrases.scriptWords
            element("script", ["type": "module", "src": reader.assets.script.address]) {}
        }
    }

    private func banner(_ reader: Reader) -> Markup {
        let phrases = reader.phrases
        return element("header", ["class": "banner"]) {
            element("div", ["class": "inner"]) {
                element("p", ["class": "brand"]) {
                    element("a", ["href": reader.address("/"), "rel": "home"], "Amparo")
                    if reader.viewer == nil {
                        element("span", ["class": "tagline"], phrases.say("brand.tagline"))
                    }
                }
                element("nav", ["aria-label": phrases.say("nav.label")]) {
                    element("ul") {
                        item(reader, "/", "nav.overview", isHere: place == .overview)
                        item(reader, "/ingests", "nav.ingests", isHere: place == .ingests)
                        element("li") { element("a", ["href": "/figures.json"], phrases.say("nav.json")) }
                    }
                }
                if reader.canSignIn { viewerBar(reader) }
                element("nav", ["class": "languages", "aria-label": phrases.say("language.label")]) {
                    element("ul") {
                        for language in Language.allCases {
                            element("li") {
                                element(
                                    "a",
                                    [
                                        "href": reader.address(in: language), "lang": language.rawValue,
                                        "hreflang": language.rawValue,
                                        "aria-current": language == phrases.language ? "true" : nil,
                                    ], phrases.say("language.\(language.rawValue)"))
                            }
                        }
                    }
                }
            }
        }
    }

    /// Who is signed in and for what purpose, always in sight; else the way in.
    private func viewerBar(_ reader: Reader) -> Markup {
        let phrases = reader.phrases
        guard let viewer = reader.viewer else {
            return element("p", ["class": "viewer"]) {
                element("a", ["href": reader.address("/sign-in")], phrases.say("signin.title"))
            }
        }
        return element("div", ["class": "viewer", "role": "group", "aria-label": phrases.say("signin.who")]) {
            element("span") {
                element("a", ["href": reader.address("/account")], viewer.account)
                " · "
                element("a", ["href": reader.address("/sign-in/purpose", ["next=\(escapedQuery(reader.path))"])]) {
                    phrases.say("signin.purpose.is", ["purpose": purposeName(viewer.purpose, phrases.language)])
                }
            }
            element("form", ["method": "post", "action": reader.address("/sign-out")]) {
                formToken(viewer.formToken)
                element("button", ["type": "submit"], phrases.say("signin.out"))
            }
        }
    }

    private func item(_ reader: Reader, _ path: String, _ key: String, isHere: Bool) -> Markup {
        element("li") {
            element(
                "a", ["href": reader.address(path), "aria-current": isHere ? "page" : nil], reader.phrases.say(key))
        }
    }

    private func footer(_ reader: Reader) -> Markup {
        let phrases = reader.phrases
        return element("footer") {
            element("div", ["class": "inner"]) {
                element("p", [:], phrases.say(reader.viewer == nil ? "footer.public" : "footer.viewer"))
                if let model = record?.model {
                    element("p", ["class": "root"]) {
                        phrases.say(
                            "footer.root", ["size": phrases.number(model.logSize), "root": clipped(model.logRoot)])
                    }
                }
            }
        }
    }
}

/// A name that came in from outside, at most 200 characters of it.
func clipped(_ text: String) -> String {
    // Counting characters is dear, and nothing has more characters than bytes.
    text.utf8.count > 200 && text.count > 200 ? text.prefix(199) + "\u{2026}" : text
}

/// A name that came in from outside, kept from turning the direction of what stands beside it.
func foreign(_ text: String) -> Markup { element("bdi", [:], clipped(text)) }
