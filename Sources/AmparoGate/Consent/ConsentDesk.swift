internal import AmparoModel
public import AmparoSharing
internal import AmparoStore

/// Records consents, their withdrawal, and that recipients have heard of it.
public struct ConsentDesk: Sendable {
    private let store: GovernanceStore
    private let codes: SharingTerms

    /// The consents of a store.
    public init(_ store: GovernanceStore, codes: SharingTerms) {
        self.store = store
        self.codes = codes
    }

    /// Every consent about a record, by number.
    public func all(about record: Int64) throws -> [Consent] {
        try store.read { try $0.consents(about: record) }
    }

    /// Records a consent. It is recorded by those who have the child in their care, HHS and its providers, and never by whom
    /// it opens something to. Answers its number. Throws `unknownWord`, `notFound`, `notEntitled`, `state` when it has
    /// ended already.
    @discardableResult
    public func give(_ request: ConsentRequest, by signer: Signer) throws -> Int64 {
        try check(request)
        return try store.append { moment in
            guard moment.now.microseconds < request.until.microseconds else {
                throw GovernanceError(.state, "The consent would have ended already; --until must be later than now.")
            }
            let officer = try moment.actor(signer.account)
            let isOfCare = [officer.agency, officer.homeAgency].allSatisfy { Account.department(of: $0) == "hhs" }
            guard isOfCare, request.representative != officer.id else {
                throw GovernanceError(
                    .notEntitled,
                    "A consent is recorded by an account of HHS or its providers, not by whom it opens to.")
            }
            var draft = GovernanceDraft(kind: .consentGiven, child: request.record)
            draft.payload[number: .word] = request.capacity.rawValue
            draft.payload[text: .language] = request.language
            draft.payload[codes: .parties] = request.recipients
            draft.payload[codes: .purposes] = request.purposes
            draft.payload[codes: .classes] = request.classes
            draft.payload[number: .other] = try request.representative.map { try moment.account($0).number }
            draft.payload[instant: .until] = request.until
            draft.sealed = SealedWords(
                try moment.person(ofRecord: request.record),
                [.name: request.giver.exposed, .paper: request.paper.exposed])
            try moment.sign(&draft, by: officer, signer.source, about: "record \(request.record)")
            return [draft]
        }[0]
    }

    /// Withdraws a consent from here on. Nothing stands in the way of that: no signature, no reason. Throws `notFound`.
    public func withdraw(_ id: Int64, by actor: String?) throws {
        try store.append { moment in
            let consent = try moment.consent(id)
            guard consent.withdrawn == nil else { return [] }
            var draft = GovernanceDraft(kind: .consentWithdrawn, child: consent.record, occurred: .at(moment.now))
            draft.payload[number: .subject] = id
            draft.actor = try actor.map { try moment.account($0).number } ?? 0
            return [draft]
        }
    }

    /// Records that a recipient has heard of a withdrawal and stopped. Throws `notFound`, `state` when it was not
    /// withdrawn.
    public func confirm(_ id: Int64, by actor: String) throws {
        try store.append { moment in
            let consent = try moment.consent(id)
            guard consent.withdrawn != nil else {
                throw GovernanceError(.state, "Consent \(id) was not withdrawn; there is nothing to confirm.")
            }
            let account = try moment.actor(actor, lapsed: true)
            guard consent.confirmed[account.number] == nil else { return [] }
            var draft = GovernanceDraft(kind: .withdrawalConfirmed, actor: account.number, child: consent.record)
            draft.occurred = .at(moment.now)
            draft.payload[number: .subject] = id
            return [draft]
        }
    }

    private func check(_ request: ConsentRequest) throws {
        guard (2...3).contains(request.language.utf8.count),
            request.language.utf8.allSatisfy({ (0x61...0x7A).contains($0) })
        else { throw GovernanceError(.unknownWord, "--language is a code of two or three letters, such as es or mam.") }
        guard request.giver.exposed.contains(where: { !$0.isWhitespace }) else {
            throw GovernanceError(.unknownWord, "Say who gives the consent.")
        }
        guard request.representative != nil || !(request.recipients.isEmpty || request.purposes.isEmpty) else {
            throw GovernanceError(
                .unknownWord, "A consent names at least one recipient and one purpose, or a representative.")
        }
        try codes.check(parties: request.recipients, purposes: request.purposes, classes: request.classes)
    }
}

extension GovernanceMoment {
    /// The consents about a record and the records that are one with it now.
    func consents(about record: Int64) throws -> [Consent] {
        try facts.records(oneWith: record).flatMap { try facts.about($0, .consent) }.recorded(by: now).bySubject()
            .compactMap { Consent($0.facts) }
    }

    fileprivate func consent(_ id: Int64) throws -> Consent {
        guard let consent = Consent(try facts.history(.consent, id).recorded(by: now)) else {
            throw GovernanceError(
                .notFound, "There is no consent \(id); `amparo consent list` shows those of a record.")
        }
        return consent
    }
}
