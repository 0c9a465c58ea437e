internal import AmparoGate
internal import AmparoModel
internal import AmparoStore

/// `/account`: the viewer's own account: sessions, last sign-ins, password and authenticator.
struct AccountPage {
    var signedIn: SignedIn
    var sessions: [Session]
    var events: [SignInEvent]
    var token: String
    /// What went wrong with the change of the password.
    var fault: SignInError.Code?
    /// The key of what was done; nil for nothing.
    var done: String?

    func markup(_ reader: Reader) -> Markup {
        let phrases = reader.phrases
        return Page(title: phrases.say("accounts.own.title")).markup(reader) {
            element("h1", [:], phrases.say("accounts.own.title"))
            if let done { element("p", ["class": "done", "role": "status"], phrases.say(done)) }
            formFault(fault.map { phrases.say("signin.error.\($0.rawValue)") })
            facts(reader)
            sessionTable(reader)
            eventTable(reader)
            passwordForm(reader)
            element("p") {
                element("a", ["href": reader.address("/account/codes")], phrases.say("accounts.codes.title"))
            }
            element("p") {
                element("a", ["href": reader.address("/account/passkeys")], phrases.say("accounts.passkeys.title"))
            }
            if signedIn.account.isPrivacyOfficer {
                element("p") { element("a", ["href": reader.address("/accounts")], phrases.say("accounts.title")) }
            }
        }
    }

    private func facts(_ reader: Reader) -> Markup {
        let (phrases, account) = (reader.phrases, signedIn.account)
        return element("dl", ["class": "terms"]) {
            element("dt", [:], phrases.say("signin.account"))
            element("dd", [:], account.id)
            element("dt", [:], phrases.say("accounts.agency"))
            element("dd", [:], account.agency)
            element("dt", [:], phrases.say("accounts.role"))
            element("dd", [:], account.role)
            element("dt", [:], phrases.say("accounts.attested.until"))
            element("dd") { reader.time(account.attestedOn.adding(days: Account.attestationDays)) }
            element("dt", [:], phrases.say("accounts.session.ends"))
            element("dd") { reader.time(signedIn.session.ends) }
        }
    }

    private func sessionTable(_ reader: Reader) -> Markup {
        let phrases = reader.phrases
        return element("section", ["aria-labelledby": "sessions"]) {
            element("h2", ["id": "sessions"], phrases.say("accounts.sessions"))
            element("div", ["class": "scroll", "role": "region", "tabindex": "0", "aria-labelledby": "sessions"]) {
                element("table") {
                    element("thead") {
                        element("tr") {
                            for key in ["accounts.session.made", "accounts.session.used", "accounts.purpose"] {
                                element("th", ["scope": "col"], phrases.say(key))
                            }
                        }
                    }
                    element("tbody") {
                        for session in sessions {
                            element("tr") {
                                element("td") {
                                    reader.time(session.made)
                                    if session.made == signedIn.session.made {
                                        " "
                                        element("strong", [:], phrases.say("accounts.session.this"))
                                    }
                                }
                                element("td") { reader.time(session.used) }
                                element("td", [:], purposeName(session.purpose, phrases.language))
                            }
                        }
                    }
                }
            }
            element("form", ["method": "post", "action": reader.address("/sign-out")]) {
                formToken(token)
                hidden("everywhere", "1")
                element("button", ["type": "submit"], phrases.say("accounts.out.everywhere"))
            }
        }
    }

    private func eventTable(_ reader: Reader) -> Markup {
        let phrases = reader.phrases
        return element("section", ["aria-labelledby": "events"]) {
            element("h2", ["id": "events"], phrases.say("accounts.events"))
            element("p", ["class": "note"], phrases.say("accounts.events.note"))
            element("div", ["class": "scroll", "role": "region", "tabindex": "0", "aria-labelledby": "events"]) {
                element("table") {
                    element("thead") {
                        element("tr") {
                            element("th", ["scope": "col"], phrases.say("accounts.event.when"))
                            element("th", ["scope": "col"], phrases.say("accounts.event.what"))
                        }
                    }
                    element("tbody") {
                        for event in events {
                            element("tr") {
                                element("td") { reader.time(event.recorded) }
                                element("td", [:], Self.words(event, phrases))
                            }
                        }
                    }
                }
            }
        }
    }

    private static func words(_ event: SignInEvent, _ phrases: Phrases) -> String {
        switch event.kind {
        case .signedIn: phrases.say("accounts.event.in")
        case .purposeDeclared:
            phrases.say("accounts.event.purpose", ["purpose": purposeName(event.purpose, phrases.language)])
        case .signedOut: phrases.say("accounts.event.out")
        default: phrases.say("accounts.event.slowed")
        }
    }

    private func passwordForm(_ reader: Reader) -> Markup {
        let phrases = reader.phrases
        return element("section", ["aria-labelledby": "password-head"]) {
            element("h2", ["id": "password-head"], phrases.say("accounts.password.title"))
            element("form", ["method": "post", "action": reader.address("/account/password"), "class": "entry"]) {
                formToken(token)
                Proof().markup(phrases)
                NewPassword().markup(phrases)
                element("button", ["type": "submit", "class": "main"], phrases.say("accounts.password.change"))
            }
        }
    }
}

/// The present password and a code: what a change of either asks for.
struct Proof {
    func markup(_ phrases: Phrases) -> Markup {
        element("fieldset") {
            element("legend", [:], phrases.say("accounts.present"))
            FormField(
                label: "accounts.present.password", name: "present", type: "password", autocomplete: "current-password"
            ).markup(phrases)
            FormField(
                label: "signin.code", name: "proof", autocomplete: "one-time-code", hint: "signin.code.hint"
            ).markup(phrases)
        }
    }
}

/// `/account/codes`: another authenticator, and new recovery codes with it.
struct CodesPage {
    var account: String
    var secret: OneTimeCode
    var token: String
    var fault: SignInError.Code?

    func markup(_ reader: Reader) -> Markup {
        let phrases = reader.phrases
        return Page(title: phrases.say("accounts.codes.title")).markup(reader) {
            element("h1", [:], phrases.say("accounts.codes.title"))
            formFault(fault.map { phrases.say("signin.error.\($0.rawValue)") })
            element("form", ["method": "post", "action": reader.address("/account/codes"), "class": "entry"]) {
                formToken(token)
                Proof().markup(phrases)
                Authenticator(account: account, secret: secret).markup(phrases)
                element("button", ["type": "submit", "class": "main"], phrases.say("accounts.codes.change"))
            }
        }
    }
}
