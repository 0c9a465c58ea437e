internal import AmparoDuties
internal import AmparoModel
internal import AmparoStore

/// What emergencies tell as occasions of duties: that each is to be made known to a party that oversees it, and that the party
/// has taken note.
struct EmergencyOccasions: Sendable {
    /// The occasions by record.
    let byRecord: [Int64: [Occasion]]

    /// Reads every emergency; there are few.
    init(_ moment: GovernanceMoment, accounts: [Int64: Account]) throws {
        var found: [Int64: [Occasion]] = [:]
        for (_, history) in try moment.facts.all(.emergency).recorded(by: moment.now).bySubject() {
            guard let emergency = Emergency(history) else { continue }
            found[emergency.record, default: []] += Self.occasions(emergency, history, accounts)
        }
        byRecord = found
    }

    /// The party to which notice was sent when it was opened, else the inspector of the department whose account opened it;
    /// and each to which notice was sent later. Whoever takes note does so for all.
    private static func occasions(
        _ emergency: Emergency, _ history: [GovernanceFact], _ accounts: [Int64: Account]
    ) -> [Occasion] {
        var notices = [(entry: emergency.id, at: emergency.opened, to: Account?.none)]
        for fact in history {
            guard let account = fact.payload[number: .other].flatMap({ accounts[$0] }) else { continue }
            if fact.kind == .emergencyOpened {
                notices[0].to = account
            } else if fact.payload[number: .word] == EmergencyStep.oversightNotified.rawValue {
                notices.append((fact.seq, fact.recorded, account))
            }
        }
        return notices.flatMap { entry, at, oversight -> [Occasion] in
            let party = oversight?.agency ?? inspectors(of: accounts[emergency.account]?.agency ?? "")
            let opened = Occasion(
                OccasionKey(.emergencyOpened, entry), occurred: .instant(at), known: at, related: emergency.id,
                party: party, role: oversight?.role ?? "inspector")
            guard let noted = emergency.oversightTold else { return [opened] }
            return [
                opened,
                Occasion(
                    OccasionKey(.emergencyNoted, entry), occurred: .instant(noted), known: noted, related: entry),
            ]
        }
    }

    /// The inspectors of a department; those of HHS, whose record it is, for whoever has none.
    private static func inspectors(of agency: String) -> String {
        let department = Account.department(of: agency)
        return ["dhs", "doj"].contains(department) ? "\(department).oig" : "hhs.oig"
    }
}
