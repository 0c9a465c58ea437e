internal import AmparoModel
public import AmparoSharing
public import AmparoStore

/// Takes requests for amendment, decides them, and takes statements of disagreement.
public struct AmendmentDesk: Sendable {
    private let store: GovernanceStore
    private let codes: SharingTerms

    /// The requests of a store.
    public init(_ store: GovernanceStore, codes: SharingTerms) {
        self.store = store
        self.codes = codes
    }

    /// Every request, by number.
    public func all() throws -> [Amendment] {
        try store.read { moment in
            try moment.facts.all(.amendment).recorded(by: moment.now).bySubject().compactMap { Amendment($0.facts) }
        }
    }

    /// Takes a request. Answers its number. Throws `unknownWord`, `notFound`.
    @discardableResult
    public func request(
        _ record: Int64, capacity: Consent.Capacity, classes: [String], text: Sensitive<String>, by actor: String?
    ) throws -> Int64 {
        try codes.check(classes: classes)
        try Self.requireWords(text)
        return try store.append { moment in
            var draft = GovernanceDraft(kind: .amendmentRequested, child: record, occurred: .at(moment.now))
            draft.actor = try actor.map { try moment.account($0).number } ?? 0
            draft.payload[number: .word] = capacity.rawValue
            draft.payload[codes: .classes] = classes
            draft.sealed = SealedWords(try moment.person(ofRecord: record), [.statement: text.exposed])
            return [draft]
        }[0]
    }

    /// Decides a request. Only a privacy officer of an agency that holds records may. Throws `notFound`, `state`,
    /// `signature`.
    public func decide(
        _ id: Int64, _ decision: Amendment.Decision, reason: Sensitive<String>, by signer: Signer
    ) throws {
        try Self.requireWords(reason)
        try store.append { moment in
            let amendment = try moment.amendment(id)
            guard amendment.decision == nil else {
                throw GovernanceError(.state, "Request \(id) was decided already; a new request can be made.")
            }
            let officer = try moment.actor(signer.account)
            guard officer.isPrivacyOfficer else {
                throw GovernanceError(.notEntitled, "A privacy officer decides requests for amendment.")
            }
            var draft = GovernanceDraft(kind: .amendmentDecided, child: amendment.record, occurred: .at(moment.now))
            draft.payload[number: .subject] = id
            draft.payload[number: .word] = decision.rawValue
            draft.sealed = SealedWords(try moment.person(ofRecord: amendment.record), [.reason: reason.exposed])
            try moment.sign(&draft, by: officer, signer.source, about: "amendment \(id)")
            return [draft]
        }
    }

    /// Takes a statement of disagreement with a decision; it travels with the record from here on. Throws `notFound`,
    /// `state` when nothing was refused.
    public func disagree(_ id: Int64, text: Sensitive<String>, by actor: String?) throws {
        try Self.requireWords(text)
        try store.append { moment in
            let amendment = try moment.amendment(id)
            guard amendment.decision == .refused || amendment.decision == .partly else {
                throw GovernanceError(.state, "Request \(id) was not refused; there is nothing to disagree with.")
            }
            var draft = GovernanceDraft(kind: .disagreementStated, child: amendment.record, occurred: .at(moment.now))
            draft.actor = try actor.map { try moment.account($0).number } ?? 0
            draft.payload[number: .subject] = id
            draft.sealed = SealedWords(try moment.person(ofRecord: amendment.record), [.statement: text.exposed])
            return [draft]
        }
    }

    private static func requireWords(_ text: Sensitive<String>) throws {
        guard text.exposed.contains(where: { !$0.isWhitespace }), text.exposed.utf8.count <= 100_000 else {
            throw GovernanceError(.unknownWord, "Say it in words; they are sealed to the person they are about.")
        }
    }
}

extension GovernanceMoment {
    fileprivate func amendment(_ id: Int64) throws -> Amendment {
        guard let amendment = Amendment(try facts.history(.amendment, id).recorded(by: now)) else {
            throw GovernanceError(.notFound, "There is no request \(id); `amparo amendment list` shows them.")
        }
        return amendment
    }
}
