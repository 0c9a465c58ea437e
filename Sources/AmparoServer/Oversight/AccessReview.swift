internal import AmparoGate
internal import AmparoModel
internal import AmparoSharing

/// Who may ask, and what to look at: accounts with access, offices and roles that gained some, accounts that reached a limit.
/// For oversight, of every agency; for a privacy officer, of the agencies they answer for. No account names anybody.
struct AccessReview {
    /// How far back alerts go, in days.
    private static let days: Int64 = 90
    /// The most alerts that are shown.
    private static let most = 50

    private let visit: CaseVisit
    private let lines: [Account]
    private let changes: [AccessChange]
    private let alarms: [(alarm: AccessAlarm, account: String)]

    /// Nil for an account that reviews nobody's access.
    init?(_ visit: CaseVisit) throws {
        let desk = AccountDesk(visit.casework.store, codes: visit.casework.terms)
        let own = try desk.account(visit.viewer.account)
        guard own.isOversight || own.isPrivacyOfficer else { return nil }
        self.visit = visit
        let mine = try desk.all().filter { own.isOversight || own.answersForPrivacy(of: $0.agency) }
        let numbers = Set(mine.map(\.number))
        let since = Instant(microseconds: visit.reader.now.microseconds - Self.days * 86_400_000_000)
        lines = mine.filter { !$0.isLocked }.sorted { ($0.agency, $0.role, $0.id) < ($1.agency, $1.role, $1.id) }
        changes = try desk.changes(since: since).filter {
            ($0.isNewOffice || $0.isNewRole) && numbers.contains($0.account.number)
        }.reversed()
        // The rule that every telling of alarms asks: an inspector hears of their own department's accounts only.
        alarms =
            try desk.alarms(
                for: own.id, purpose: visit.viewer.purpose, since: since, terms: visit.casework.terms) ?? []
    }

    private var phrases: Phrases { visit.phrases }

    /// What somebody should look at.
    func alerts() -> Markup {
        element("section", ["aria-labelledby": "alerts"]) {
            element("h2", ["id": "alerts"], phrases.say("oversight.alerts"))
            if alarms.isEmpty, changes.isEmpty {
                element("p", ["class": "empty"], phrases.say("oversight.alerts.none"))
            }
            element("ul", ["class": "alerts"]) {
                for (alarm, account) in alarms.prefix(Self.most) {
                    element("li") {
                        element("strong", ["class": "mark"], phrases.say("oversight.alarm")) + Markup(" ")
                        foreign(account.isEmpty ? String(alarm.account) : account)
                        Markup(" ")
                        phrases.say(alarm) + " "
                        visit.reader.time(alarm.recorded)
                    }
                }
                for change in changes.prefix(Self.most) {
                    element("li") {
                        phrases.say(
                            change.isNewRole ? "oversight.gained.role" : "oversight.gained.office",
                            [
                                "agency": visit.casework.terms.name(ofParty: change.account.agency, visit.language),
                                "role": visit.words.name(ofRole: change.account.role, visit.language),
                                "office": change.account.office.isEmpty ? "\u{2013}" : change.account.office,
                                "account": change.account.id,
                            ]) + " "
                        visit.reader.time(change.recorded)
                    }
                }
            }
        }
    }

    /// Accounts with access.
    func accounts() -> Markup {
        let today = WashingtonTime.day(of: visit.reader.now)
        return element("section", ["aria-labelledby": "accounts"]) {
            element("h2", ["id": "accounts"], phrases.say("oversight.accounts"))
            element("p", ["class": "note"], phrases.say("oversight.accounts.note"))
            element(
                "div",
                ["class": "scroll", "role": "region", "tabindex": "0", "aria-label": phrases.say("oversight.accounts")]
            ) {
                element("table", ["class": "accounts"]) {
                    element("thead") {
                        element("tr") {
                            for key in [
                                "signin.account", "accounts.agency", "accounts.role", "oversight.granted",
                                "accounts.attested.until",
                            ] { element("th", ["scope": "col"], phrases.say(key)) }
                        }
                    }
                    element("tbody") { for account in lines { row(account, today) } }
                }
            }
        }
    }

    private func row(_ account: Account, _ today: Day) -> Markup {
        element("tr") {
            element("th", ["scope": "row"], account.id)
            element("td") {
                visit.casework.terms.name(ofParty: account.agency, visit.language)
                if account.homeAgency != account.agency {
                    element("span", ["class": "issuer"]) {
                        phrases.say(
                            "accounts.home",
                            ["agency": visit.casework.terms.name(ofParty: account.homeAgency, visit.language)])
                    }
                }
            }
            element("td") {
                visit.words.name(ofRole: account.role, visit.language)
                if !account.office.isEmpty { element("span", ["class": "issuer"], account.office) }
            }
            element("td") { visit.reader.time(account.grantedOn) }
            element("td") {
                if !account.isAttested(on: today) { element("strong", [:], phrases.say("accounts.lapsed") + " ") }
                visit.reader.time(account.attestedOn.adding(days: Account.attestationDays))
            }
        }
    }
}
