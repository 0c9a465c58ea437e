internal import AmparoGate
internal import AmparoModel

/// On Today, for whoever oversees access: which accounts asked in an unusual way in the last seven days. No person is in it.
struct AlarmLines {
    private let visit: CaseVisit
    private let alarms: [(alarm: AccessAlarm, account: String)]

    init(_ visit: CaseVisit) throws {
        self.visit = visit
        let casework = visit.casework
        let since = Instant(microseconds: visit.reader.now.microseconds - 7 * 86_400_000_000)
        guard visit.viewer.purpose == "audit" else {
            alarms = []
            return
        }
        alarms =
            try AccountDesk(casework.store, codes: casework.terms).alarms(
                for: visit.viewer.account, purpose: visit.viewer.purpose, since: since, terms: casework.terms) ?? []
    }

    func markup() -> Markup {
        guard !alarms.isEmpty else { return Markup() }
        let phrases = visit.phrases
        return element("details", ["class": "behind"]) {
            element("summary", [:], phrases.say("alarms.title", count: alarms.count))
            element("ul") {
                for (alarm, account) in alarms {
                    element("li") {
                        visit.reader.time(alarm.recorded)
                        " · "
                        foreign(account)
                        " · "
                        phrases.say(alarm)
                    }
                }
            }
        }
    }
}

extension Phrases {
    /// What was unusual, without whose account it is.
    func say(_ alarm: AccessAlarm) -> String {
        say("alarms.\(alarm.reason.rawValue)", count: Int(alarm.limit), ["window": say("alarms.\(alarm.window)")])
    }
}
