internal import AmparoGate
internal import AmparoModel

/// One line of `/accounts`.
struct AccountLine {
    var account: Account
    var lastUsed: Instant?
    /// Alarms of the last thirty days.
    var alarms: [Instant]
}

/// `/accounts`: of the agencies that a privacy officer answers for, who, which role, last used, attested when; to attest or
/// lock in one sweep.
struct AccountsPage {
    var lines: [AccountLine]
    var today: Day
    var token: String
    var faultText: String?
    var done: String?

    func markup(_ reader: Reader) -> Markup {
        let phrases = reader.phrases
        return Page(title: phrases.say("accounts.title")).markup(reader) {
            element("h1", [:], phrases.say("accounts.title"))
            element("p", ["class": "note"], phrases.say("accounts.note"))
            if let done { element("p", ["class": "done", "role": "status"], phrases.say(done)) }
            formFault(faultText)
            element("form", ["method": "post", "action": reader.address("/accounts"), "class": "entry wide"]) {
                formToken(token)
                element(
                    "div",
                    ["class": "scroll", "role": "region", "tabindex": "0", "aria-label": phrases.say("accounts.title")]
                ) {
                    element("table", ["class": "accounts"]) {
                        element("caption", [:], phrases.say("accounts.caption", count: lines.count))
                        head(phrases)
                        element("tbody") { for line in lines { row(line, reader) } }
                    }
                }
                FormField(label: "accounts.reason", name: "reason", hint: "accounts.reason.hint", isRequired: false)
                    .markup(phrases)
                element("p", ["class": "acts"]) {
                    element(
                        "button", ["type": "submit", "name": "act", "value": "attest", "class": "main"],
                        phrases.say("accounts.attest"))
                    " "
                    element(
                        "button", ["type": "submit", "name": "act", "value": "lock"], phrases.say("accounts.lock"))
                }
            }
        }
    }

    private func head(_ phrases: Phrases) -> Markup {
        element("thead") {
            element("tr") {
                for key in [
                    "signin.account", "accounts.agency", "accounts.role", "accounts.used", "accounts.attested.until",
                    "accounts.alarms",
                ] { element("th", ["scope": "col"], phrases.say(key)) }
            }
        }
    }

    private func row(_ line: AccountLine, _ reader: Reader) -> Markup {
        let (phrases, account) = (reader.phrases, line.account)
        let state = account.isLocked ? "accounts.locked" : account.isAttested(on: today) ? nil : "accounts.lapsed"
        return element("tr") {
            element("th", ["scope": "row"]) {
                element("span", ["class": "choice"]) {
                    void(
                        "input",
                        ["type": "checkbox", "name": "account", "value": account.id, "id": "account-\(account.id)"])
                    element("label", ["for": "account-\(account.id)"], account.id)
                }
            }
            element("td") {
                account.agency
                if account.homeAgency != account.agency {
                    element("span", ["class": "issuer"], phrases.say("accounts.home", ["agency": account.homeAgency]))
                }
            }
            element("td") {
                account.role
                if !account.office.isEmpty { element("span", ["class": "issuer"], account.office) }
            }
            element("td") {
                if let used = line.lastUsed { reader.time(used) } else { phrases.say("accounts.never") }
            }
            element("td") {
                if let state { element("strong", [:], phrases.say(state)) }
                if !account.isLocked { reader.time(account.attestedOn.adding(days: Account.attestationDays)) }
            }
            element("td") {
                for alarm in line.alarms.prefix(3) { element("span", ["class": "issuer"]) { reader.time(alarm) } }
                if line.alarms.isEmpty { phrases.say("accounts.alarms.none") }
            }
        }
    }
}

/// The statements that a privacy officer signs, one for each account, and the field for the signatures.
struct AttestPage {
    var statements: [Statement]
    var accounts: [String]
    var token: String
    var faultText: String?

    func markup(_ reader: Reader) -> Markup {
        let phrases = reader.phrases
        return Page(title: phrases.say("accounts.sign.title")).markup(reader) {
            element("h1", [:], phrases.say("accounts.sign.title"))
            element("p", [:], phrases.say("accounts.sign.text"))
            formFault(faultText)
            element("pre", ["class": "statements", "tabindex": "0", "id": "statements"]) {
                for statement in statements { statement.text }
            }
            element("p", [:], phrases.say("accounts.sign.how"))
            element("pre", [:], "amparo account sign statements.txt --signing-key ~/keys/my.key")
            element("form", ["method": "post", "action": reader.address("/accounts/attest"), "class": "entry wide"]) {
                formToken(token)
                for account in accounts { hidden("account", account) }
                element("div", ["class": "field"]) {
                    element("label", ["for": "signature"], phrases.say("accounts.signatures"))
                    element(
                        "textarea",
                        [
                            "id": "signature", "name": "signature", "rows": String(max(3, min(accounts.count, 12))),
                            "required": "", "spellcheck": "false", "autocomplete": "off",
                        ]
                    ) {}
                }
                element("button", ["type": "submit", "class": "main"], phrases.say("accounts.attest"))
            }
        }
    }
}
