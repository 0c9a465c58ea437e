internal import AmparoGate

/// A form that a script fills with what an authenticator answers (WebAuthn). Without script, or in a browser without passkeys, it is
/// not there; nothing hangs on it alone.
struct PasskeyForm {
    /// What the browser is asked for.
    enum Kind: String { case create, get }

    var kind: Kind
    var request: PasskeyRequest
    /// Where it goes.
    var action: String
    /// The key of its button.
    var button: String
    /// What else it sends.
    var fields: [(name: String, value: String)] = []
    /// The account's id, which an authenticator shows to its holder; for `create`.
    var account = ""

    /// What a browser's answer is sent as.
    static let answer = ["key", "client", "authenticator", "signature", "user"]

    func markup(_ reader: Reader, token: String, @MarkupBuilder more: () -> Markup = { Markup() }) -> Markup {
        let more = more()
        return element(
            "form",
            [
                "method": "post", "action": reader.address(action), "class": "entry", "hidden": "",
                "data-passkey": kind.rawValue, "data-challenge": request.challenge, "data-site": request.site.name,
                "data-user": request.user, "data-account": account, "data-ids": request.ids.joined(separator: " "),
            ]
        ) {
            formToken(token)
            for field in fields { hidden(field.name, field.value) }
            for name in Self.answer { hidden(name, "") }
            more
            element("button", ["type": "submit"], reader.phrases.say(button))
            element(
                "p", ["class": "fault", "role": "alert", "hidden": "", "data-fault": ""],
                reader.phrases.say("signin.passkey.none"))
        }
    }
}

extension PasskeyAnswer {
    /// What a form says that a browser answered.
    init(_ form: FormBody) {
        func said(_ name: String) -> String { form[name] ?? "" }
        self.init(
            id: said("key"), clientData: said("client"), authenticator: said("authenticator"),
            signature: said("signature"), user: said("user"))
    }
}

/// `/account/passkeys`: the holder's passkeys.
struct PasskeysPage {
    var account: String
    var passkeys: [Passkey]
    /// What a new one is asked with; nil where this site has no name that a passkey could be bound to.
    var request: PasskeyRequest?
    /// Whether a step-up holds: without one nothing is changed.
    var isSteppedUp: Bool
    var token: String
    var fault: SignInError.Code?

    func markup(_ reader: Reader) -> Markup {
        let phrases = reader.phrases
        return Page(title: phrases.say("accounts.passkeys.title")).markup(reader) {
            element("h1", [:], phrases.say("accounts.passkeys.title"))
            element("p", [:], phrases.say("accounts.passkeys.text"))
            formFault(fault.map { phrases.say("signin.error.\($0.rawValue)") })
            if passkeys.isEmpty {
                element("p", ["class": "empty"], phrases.say("accounts.passkeys.none"))
            } else {
                element("ul") { for one in passkeys { element("li") { line(one, reader) } } }
            }
            if !isSteppedUp {
                element("p") {
                    element(
                        "a",
                        ["href": reader.address("/sign-in/step-up", ["next=%2Faccount%2Fpasskeys"]), "class": "act"],
                        phrases.say("accounts.passkeys.prove"))
                }
            } else if let request {
                PasskeyForm(
                    kind: .create, request: request, action: "/account/passkeys", button: "accounts.passkeys.add",
                    account: account
                ).markup(reader, token: token) {
                    FormField(label: "accounts.passkeys.label", name: "label", hint: "accounts.passkeys.label.hint")
                        .markup(phrases)
                }
            } else {
                element("p", ["class": "note"], phrases.say("accounts.passkeys.nowhere"))
            }
        }
    }

    @MarkupBuilder private func line(_ one: Passkey, _ reader: Reader) -> Markup {
        element("strong") { foreign(one.label) }
        " "
        reader.time(one.added)
        if isSteppedUp {
            element("form", ["method": "post", "action": reader.address("/account/passkeys/remove")]) {
                formToken(token)
                hidden("passkey", String(one.seq))
                element("button", ["type": "submit"], reader.phrases.say("accounts.passkeys.remove"))
            }
        }
    }
}
