internal import AmparoGate

/// `/sign-in/link/…`: the holder of an account sets password and authenticator.
struct LinkPage {
    var account: String
    /// The part of the path that is the link.
    var link: String
    /// The secret of the authenticator.
    var secret: OneTimeCode
    var fault: SignInError.Code?

    func markup(_ reader: Reader, token: String) -> Markup {
        let phrases = reader.phrases
        return Page(title: phrases.say("signin.link.title")).markup(reader) {
            element("h1", [:], phrases.say("signin.link.title"))
            element("p", [:], phrases.say("signin.link.text", ["account": account]))
            formFault(fault.map { phrases.say("signin.error.\($0.rawValue)") })
            element("form", ["method": "post", "action": reader.address("/sign-in/link/\(link)"), "class": "entry"]) {
                formToken(token)
                // For password stores of browsers, which want to know whose password it is.
                void("input", ["type": "hidden", "name": "username", "autocomplete": "username", "value": account])
                NewPassword().markup(phrases)
                Authenticator(account: account, secret: secret).markup(phrases)
                element("button", ["type": "submit", "class": "main"], phrases.say("signin.link.set"))
            }
        }
    }
}

/// Two fields for a new password.
struct NewPassword {
    func markup(_ phrases: Phrases) -> Markup {
        element("fieldset") {
            element("legend", [:], phrases.say("signin.new.password"))
            FormField(
                label: "signin.password", name: "password", type: "password", autocomplete: "new-password",
                hint: "signin.new.rule"
            ).markup(phrases)
            FormField(
                label: "signin.new.again", name: "again", type: "password", autocomplete: "new-password"
            ).markup(phrases)
        }
    }
}

/// The secret of a new authenticator, as text and as a link, and the field for its first code.
struct Authenticator {
    var account: String
    var secret: OneTimeCode

    func markup(_ phrases: Phrases) -> Markup {
        element("fieldset") {
            element("legend", [:], phrases.say("signin.app"))
            element("p", [:], phrases.say("signin.app.text"))
            QRCode(secret.link(account: account))?.markup(label: phrases.say("signin.app.qr"))
            element("p", ["class": "secret"]) { element("code", [:], grouped(secret.text)) }
            element("p") {
                element("a", ["href": secret.link(account: account)], phrases.say("signin.app.link"))
            }
            hidden("secret", secret.text)
            FormField(
                label: "signin.app.code", name: "code", autocomplete: "one-time-code", isNumeric: true
            ).markup(phrases)
        }
    }

    private func grouped(_ text: String) -> String {
        let signs = Array(text)
        return stride(from: 0, to: signs.count, by: 4).map { String(signs[$0..<min($0 + 4, signs.count)]) }
            .joined(separator: " ")
    }
}

/// The recovery codes, shown once.
struct RecoveryPage {
    var codes: [String]
    /// Where the page leads.
    var path: String

    func markup(_ reader: Reader) -> Markup {
        let phrases = reader.phrases
        return Page(title: phrases.say("signin.recovery.title")).markup(reader) {
            element("h1", [:], phrases.say("signin.recovery.title"))
            element("p", [:], phrases.say("signin.recovery.text"))
            element("ol", ["class": "recovery"]) {
                for code in codes { element("li") { element("code", [:], code) } }
            }
            element("p") { element("a", ["href": reader.address(path)], phrases.say("signin.recovery.done")) }
        }
    }
}
