public import AmparoModel
public import AmparoSharing
public import AmparoStore

/// Opens emergencies, brings the second person and the oversight party in, and reviews them.
public struct EmergencyDesk: Sendable {
    private let store: GovernanceStore
    private let codes: SharingTerms

    /// The emergencies of a store.
    public init(_ store: GovernanceStore, codes: SharingTerms) {
        self.store = store
        self.codes = codes
    }

    /// Every emergency, by number.
    public func all() throws -> [Emergency] { try store.read { try $0.emergencies() } }

    /// Opens an emergency for one child. `telling` is the oversight account to which notice is sent at once, if any; it
    /// counts as told when it takes note (`takeNote`).
    ///
    /// Answers its number. Throws `unknownWord` for a purpose or hours that there are not, `notEntitled` for a purpose that
    /// the account's role cannot hold, `capped` when the account has opened too many or owes a review, `notFound`,
    /// `signature`.
    @discardableResult
    public func open(
        _ record: Int64, hours: Int64, purpose: String, reason: Sensitive<String>, isHealthOrSafety: Bool,
        telling oversight: String? = nil, by signer: Signer
    ) throws -> Int64 {
        try codes.check(purposes: [purpose])
        guard (1...Emergency.longestHours).contains(hours) else {
            throw GovernanceError(.unknownWord, "An emergency lasts 1 to \(Emergency.longestHours) hours.")
        }
        guard reason.exposed.contains(where: { !$0.isWhitespace }) else {
            throw GovernanceError(.unknownWord, "Say why it cannot wait; the reason is sealed to the child.")
        }
        return try store.append { moment in
            let account = try moment.actor(signer.account)
            guard let role = codes.parties.role(account.role), codes.holds(role, purpose) else {
                throw GovernanceError(
                    .notEntitled, "The account's role cannot hold the purpose \(purpose), in an emergency neither.")
            }
            try moment.requireRoom(for: account)
            var draft = GovernanceDraft(kind: .emergencyOpened, child: record, occurred: .at(moment.now))
            draft.payload[number: .count] = hours
            draft.payload[codes: .purposes] = [purpose]
            draft.payload.flag = isHealthOrSafety
            draft.payload[number: .other] = try oversight.map { try moment.oversight($0).number }
            draft.sealed = SealedWords(try moment.person(ofRecord: record), [.reason: reason.exposed])
            try moment.sign(&draft, by: account, signer.source, about: "record \(record)")
            return [draft]
        }[0]
    }

    /// A second person says that it is one. Throws `secondPerson` for the one who opened it, or somebody with a review
    /// overdue.
    public func second(_ id: Int64, by signer: Signer) throws {
        try step(id, .secondPerson) { moment, emergency, draft in
            let account = try moment.actor(signer.account)
            guard account.number != emergency.account else {
                throw GovernanceError(.secondPerson, "The second person must be another than the one who opened it.")
            }
            try moment.sign(&draft, by: account, signer.source, about: "emergency \(id)")
        }
    }

    /// Sends notice to an oversight party, the account of an inspector or auditor: from then on it is among the notices
    /// that wait for it (`notices`). It counts as told when it takes note.
    public func notify(_ id: Int64, oversight: String, by actor: String) throws {
        try step(id, .oversightNotified) { moment, _, draft in
            draft.actor = try moment.actor(actor).number
            draft.payload[number: .other] = try moment.oversight(oversight).number
        }
    }

    /// The oversight party takes note, with its own signature: it is told from this second. Throws `notEntitled` for an account
    /// that is none, `state` when no notice was sent to it.
    public func takeNote(_ id: Int64, by signer: Signer) throws {
        try step(id, .oversightTold) { moment, emergency, draft in
            let account = try moment.oversight(signer.account)
            guard emergency.notified.contains(account.number), emergency.account != account.number else {
                throw GovernanceError(.state, "No notice of emergency \(id) was sent to \(account.id).")
            }
            draft.payload[number: .other] = account.number
            try moment.sign(&draft, by: account, signer.source, about: "emergency \(id)")
        }
    }

    /// The emergencies of which an oversight party was sent notice and has not taken note, by number. Throws `notEntitled`.
    public func notices(for oversight: String) throws -> [Emergency] {
        try store.read { moment in
            let account = try moment.oversight(oversight)
            return try moment.emergencies().filter {
                $0.notified.contains(account.number) && $0.oversightTold == nil
            }
        }
    }

    /// The person it is about was told, on that day.
    public func subjectTold(_ id: Int64, on day: Day, by actor: String) throws {
        try step(id, .subjectTold) { moment, emergency, draft in
            guard (WashingtonTime.day(of: emergency.opened)...WashingtonTime.day(of: moment.now)).contains(day) else {
                throw GovernanceError(
                    .state, "The subject is told after the emergency was opened, and not in the future.")
            }
            draft.actor = try moment.actor(actor).number
            draft.payload[day: .day] = day
        }
    }

    /// Looks at an emergency afterwards. Only an oversight account or a privacy officer may, who had no part in it.
    /// Throws `state` when it was reviewed.
    public func review(_ id: Int64, _ outcome: Emergency.Outcome, reason: Sensitive<String>, by signer: Signer) throws {
        try store.append { moment in
            let history = try moment.facts.history(.emergency, id).recorded(by: moment.now)
            let emergency = try moment.emergency(id)
            guard emergency.reviewed == nil else {
                throw GovernanceError(.state, "Emergency \(id) was reviewed already.")
            }
            let reviewer = try moment.actor(signer.account)
            guard reviewer.isOversight || reviewer.isPrivacyOfficer,
                // To take note is to oversee it, not to have a part in it.
                !history.contains(where: { $0.actor == reviewer.number && !EmergencyStep.isNote($0) })
            else {
                throw GovernanceError(
                    .notEntitled, "An inspector, auditor or privacy officer reviews it, who had no part in it.")
            }
            var draft = GovernanceDraft(kind: .emergencyReviewed, child: emergency.record, occurred: .at(moment.now))
            draft.payload[number: .subject] = id
            draft.payload[number: .word] = outcome.rawValue
            draft.sealed = SealedWords(try moment.person(ofRecord: emergency.record), [.reason: reason.exposed])
            try moment.sign(&draft, by: reviewer, signer.source, about: "emergency \(id)")
            return [draft]
        }
    }

    private func step(
        _ id: Int64, _ step: EmergencyStep, _ fill: (GovernanceMoment, Emergency, inout GovernanceDraft) throws -> Void
    ) throws {
        try store.append { moment in
            let emergency = try moment.emergency(id)
            var draft = GovernanceDraft(kind: .emergencySeconded, child: emergency.record, occurred: .at(moment.now))
            draft.payload[number: .subject] = id
            draft.payload[number: .word] = step.rawValue
            try fill(moment, emergency, &draft)
            return [draft]
        }
    }
}

extension Account {
    /// Whether its role is to look at what others did.
    public var isOversight: Bool { role == "inspector" || role == "auditor" }
}

extension GovernanceMoment {
    /// Every emergency as it stands now.
    func emergencies() throws -> [Emergency] {
        try facts.all(.emergency).recorded(by: now).bySubject().compactMap { Emergency($0.facts) }
    }

    fileprivate func emergency(_ id: Int64) throws -> Emergency {
        guard let emergency = Emergency(try facts.history(.emergency, id).recorded(by: now)) else {
            throw GovernanceError(.notFound, "There is no emergency \(id); `amparo emergency list` shows them.")
        }
        return emergency
    }

    fileprivate func oversight(_ id: String) throws -> Account {
        let account = try actor(id)
        guard account.isOversight else {
            throw GovernanceError(.notEntitled, "\(id) is no oversight account; name an inspector's or auditor's.")
        }
        return account
    }

    /// Refuses an account that has opened too many, owes a review, or was found to misuse one.
    fileprivate func requireRoom(for account: Account) throws {
        let own = try emergencies().filter { $0.account == account.number }
        guard !own.contains(where: { $0.isReviewOverdue(at: now) }) else {
            throw GovernanceError(
                .capped,
                "An emergency of this account was not reviewed within \(Emergency.reviewHours) hours; that comes first."
            )
        }
        guard !own.contains(where: { $0.outcome == .misuse }) else {
            throw GovernanceError(.capped, "An emergency of this account was found to be misuse; it opens no other.")
        }
        let since = now.microseconds - Emergency.capDays * 86_400_000_000
        guard own.count(where: { $0.opened.microseconds > since }) < Emergency.cap else {
            throw GovernanceError(
                .capped,
                "This account has opened \(Emergency.cap) emergencies in \(Emergency.capDays) days; ask a colleague.")
        }
    }
}
