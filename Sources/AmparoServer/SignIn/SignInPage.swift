internal import AmparoGate

/// `/sign-in`: account, password, code.
struct SignInPage {
    /// Where the reader wanted to go.
    var next: String
    /// What was typed into a form that the end of a session interrupted, encoded; empty for nothing.
    var kept = ""
    /// Whether a form was interrupted.
    var isInterrupted = false
    /// The account that was typed.
    var account = ""
    /// What went wrong.
    var fault: SignInError.Code?
    /// Whether a provider can be asked instead.
    var hasProvider = false
    /// What a passkey is asked with; nil where there can be none.
    var passkey: PasskeyRequest?

    func markup(_ reader: Reader, token: String) -> Markup {
        let phrases = reader.phrases
        return Page(title: phrases.say("signin.title")).markup(reader) {
            element("h1", [:], phrases.say("signin.title"))
            if isInterrupted {
                element("p", ["class": "sentence", "role": "status"], phrases.say("signin.interrupted"))
            }
            formFault(fault.map { phrases.say("signin.error.\($0.rawValue)") })
            if hasProvider {
                element("p") {
                    element(
                        "a",
                        ["href": reader.address("/sign-in/openid", ["next=\(escapedQuery(next))"]), "class": "act"]
                    ) {
                        phrases.say("signin.provider")
                    }
                }
            }
            element("form", ["method": "post", "action": reader.address("/sign-in"), "class": "entry"]) {
                formToken(token)
                hidden("next", next)
                if !kept.isEmpty { hidden("kept", kept) }
                FormField(
                    label: "signin.account", name: "account", value: account, autocomplete: "username",
                    hint: "signin.account.hint"
                ).markup(phrases)
                FormField(
                    label: "signin.password", name: "password", type: "password", autocomplete: "current-password"
                ).markup(phrases)
                FormField(
                    label: "signin.code", name: "code", autocomplete: "one-time-code", hint: "signin.code.hint"
                ).markup(phrases)
                element("button", ["type": "submit", "class": "main"], phrases.say("signin.title"))
            }
            if let passkey {
                PasskeyForm(
                    kind: .get, request: passkey, action: "/sign-in/passkey", button: "signin.passkey",
                    fields: [("next", next)] + (kept.isEmpty ? [] : [("kept", kept)])
                ).markup(reader, token: token)
            }
            element("p", ["class": "note"], phrases.say("signin.help"))
        }
    }
}

/// `/sign-in/purpose`: for what the viewer asks from now on.
struct PurposePage {
    /// Codes of the purposes that the role holds.
    var purposes: [String]
    /// The present one.
    var present: String?
    var account: String
    var next: String
    var kept = ""
    var token: String
    /// Whether the form was sent without a purpose.
    var isMissing = false

    func markup(_ reader: Reader) -> Markup {
        let phrases = reader.phrases
        return Page(title: phrases.say("signin.purpose.title")).markup(reader) {
            element("h1", [:], phrases.say("signin.purpose.title"))
            element("p", [:], phrases.say("signin.purpose.text", ["account": account]))
            formFault(isMissing ? phrases.say("signin.error.purpose") : nil)
            if purposes.isEmpty {
                element("p", ["class": "fault"], phrases.say("signin.purpose.none"))
            } else {
                element("form", ["method": "post", "action": reader.address("/sign-in/purpose"), "class": "entry"]) {
                    formToken(token)
                    hidden("next", next)
                    if !kept.isEmpty { hidden("kept", kept) }
                    element("fieldset") {
                        element("legend", [:], phrases.say("signin.purpose.legend"))
                        for code in purposes { choice(code, phrases) }
                    }
                    element("button", ["type": "submit", "class": "main"], phrases.say("signin.purpose.choose"))
                }
            }
            // With a purpose the way out stands at the head of the page.
            if reader.viewer == nil {
                element("form", ["method": "post", "action": reader.address("/sign-out")]) {
                    formToken(token)
                    element("button", ["type": "submit"], phrases.say("signin.out"))
                }
            }
        }
    }

    private func choice(_ code: String, _ phrases: Phrases) -> Markup {
        element("div", ["class": "choice"]) {
            void(
                "input",
                [
                    "type": "radio", "name": "purpose", "id": "purpose-\(code)", "value": code, "required": "",
                    "checked": code == present || purposes.count == 1 ? "" : nil,
                ])
            element("label", ["for": "purpose-\(code)"], purposeName(code, phrases.language))
        }
    }
}

/// `/sign-in/step-up`: the code once more, before what is sealed most.
struct StepUpPage {
    var next: String
    var isWrong = false
    /// What a passkey is asked with; nil where the account has none.
    var passkey: PasskeyRequest?

    func markup(_ reader: Reader, token: String) -> Markup {
        let phrases = reader.phrases
        return Page(title: phrases.say("signin.stepup.title")).markup(reader) {
            element("h1", [:], phrases.say("signin.stepup.title"))
            element("p", [:], phrases.say("signin.stepup.text"))
            formFault(isWrong ? phrases.say("signin.stepup.wrong") : nil)
            element("form", ["method": "post", "action": reader.address("/sign-in/step-up"), "class": "entry"]) {
                formToken(token)
                hidden("next", next)
                FormField(
                    label: "signin.code", name: "code", autocomplete: "one-time-code", hint: "signin.code.hint"
                ).markup(phrases)
                element("button", ["type": "submit", "class": "main"], phrases.say("signin.stepup.prove"))
            }
            if let passkey {
                PasskeyForm(
                    kind: .get, request: passkey, action: "/sign-in/step-up/passkey", button: "signin.stepup.passkey",
                    fields: [("next", next)]
                ).markup(reader, token: token)
            }
        }
    }
}

/// What was typed into a form that could not be taken, to be looked at and sent again.
struct AgainPage {
    /// Where the form goes.
    var path: String
    var typed: [(name: String, value: String)]
    /// Whether the form was one of another session; else the session had ended.
    var isStale = false
    var reader: Reader

    func markup() -> Markup {
        let phrases = reader.phrases
        return Page(title: phrases.say("signin.again.title")).markup(reader) {
            element("h1", [:], phrases.say("signin.again.title"))
            element("p", [:], phrases.say(isStale ? "signin.again.stale" : "signin.again.text"))
            element("form", ["method": "post", "action": reader.address(path), "class": "entry"]) {
                formToken(reader.viewer?.formToken ?? "")
                element("dl", ["class": "terms"]) {
                    for field in typed {
                        element("dt", [:], clipped(field.name))
                        element("dd") { foreign(field.value) }
                    }
                }
                for field in typed { hidden(field.name, field.value) }
                element("button", ["type": "submit", "class": "main"], phrases.say("signin.again.send"))
            }
        }
    }
}
