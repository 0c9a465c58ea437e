internal import AmparoModel
public import AmparoSharing
public import AmparoStore

/// Proposes, approves, suspends and withdraws agreements, and puts the shipped set in force in a new store.
///
/// **Shipped set.** The agreements that come with the program are part of it: `adoptShipped` enters them without
/// approvals, and an entry that says so counts only for a text whose hash the program knows. So whoever runs the
/// machine cannot enact a text of their own that way, and anything wider needs approvals.
public struct AgreementDesk: Sendable {
    /// The longest text of an agreement, in bytes.
    public static let longestText = 262_144

    let store: GovernanceStore
    let terms: SharingTerms
    let reading: AgreementReading

    /// The agreements of a store.
    public init(_ store: GovernanceStore, terms: SharingTerms) {
        self.init(store, terms: terms, reading: AgreementReading())
    }

    init(_ store: GovernanceStore, terms: SharingTerms, reading: AgreementReading) {
        self.store = store
        self.terms = terms
        self.reading = reading
    }

    /// Every agreement as it stands now. Throws `agreement` when one of them was tampered with.
    public func shelf() throws -> AgreementShelf { try store.read { try shelf($0) } }

    func shelf(_ moment: GovernanceMoment) throws -> AgreementShelf {
        try AgreementShelf(moment.facts, reading: reading, terms: terms)
    }

    /// Proposes the agreement that a text says. Answers its number. Throws `SharingError` with line and column for a
    /// text that cannot be read; `exists`, `agreement` when it cannot be enacted beside those there are.
    @discardableResult
    public func propose(text: String, file: String, by actor: String?) throws -> Int64 {
        guard text.utf8.count <= Self.longestText else {
            throw GovernanceError(.agreement, "An agreement's text has at most \(Self.longestText) bytes.")
        }
        let agreement = try Agreement.parse(yaml: text, file: file)
        return try store.append { moment in
            let shelf = try shelf(moment)
            guard shelf.item(named: agreement.name.description) == nil else {
                throw GovernanceError(
                    .exists, "\(agreement.name) is there already; what was proposed never changes, raise the version.")
            }
            try require(agreement, fits: shelf, at: moment.now)
            var draft = GovernanceDraft(kind: .agreementProposed, occurred: .at(moment.now))
            draft.actor = try actor.map { try moment.actor($0).number } ?? 0
            draft.payload = Self.payload(agreement, text)
            return [draft]
        }[0]
    }

    /// Approves a proposed agreement with a signature over its name, version and content hash. When that is the last
    /// approval it needed, it is enacted in the same step. `text`, when given, is what the approver has read: it must
    /// say the same.
    ///
    /// Answers whether it is enacted now. Throws `notFound`, `state`, `approvers`, `signature`, `agreement`.
    @discardableResult
    public func approve(_ name: String, text: String? = nil, by signer: Signer) throws -> Bool {
        var isEnacted = false
        try store.append { moment in
            let shelf = try shelf(moment)
            let item = try Self.item(name, shelf)
            guard shelf.calendar.state(item.history.id, at: moment.now) == .proposed else {
                throw GovernanceError(
                    .state, "\(name) is not waiting for approvals; `amparo agreement list` tells how it stands.")
            }
            if let text, try Agreement.parse(yaml: text, file: name).contentHash != item.agreement.contentHash {
                throw GovernanceError(.agreement, "The text you have read is not the one that was proposed as \(name).")
            }
            try require(item.agreement, fits: shelf, at: moment.now)
            let account = try moment.actor(signer.account)
            let enacting = Enacting(item.agreement, terms)
            let approvers = try moment.approvers(item.history)
            guard !approvers.contains(where: { $0.number == account.number }) else {
                throw GovernanceError(.approvers, "The account \(account.id) has approved \(name) already.")
            }
            try enacting.requireUseful(account, beside: approvers)
            let approval = try Self.approval(of: item, by: account, signer.source, moment)
            guard enacting.isEnough(approvers + [account], at: moment.now) else { return [approval] }
            isEnacted = true
            return [approval, enactment(item, enacting, shelf, at: moment.now)]
        }
        return isEnacted
    }

    private static func approval(
        of item: AgreementShelf.Item, by account: Account, _ source: SignatureSource, _ moment: GovernanceMoment
    ) throws -> GovernanceDraft {
        var draft = GovernanceDraft(kind: .agreementApproved, actor: account.number, occurred: .at(moment.now))
        draft.payload[number: .subject] = item.history.id
        draft.payload[bytes: .hash] = item.history.contentHash
        draft.payload[bytes: .signature] = try moment.signature(
            of: account, source, over: item.history.statement(of: account))
        return draft
    }

    private func enactment(
        _ item: AgreementShelf.Item, _ enacting: Enacting, _ shelf: AgreementShelf, at now: Instant
    ) -> GovernanceDraft {
        var draft = GovernanceDraft(kind: .agreementEnacted)
        draft.payload[number: .subject] = item.history.id
        draft.payload[bytes: .hash] = item.history.contentHash
        draft.payload.flag = enacting.isWidening(beside: shelf.enacted(), at: now)
        return draft
    }

    /// Suspends an agreement, or one clause of it, at once. A privacy officer of a party to it or an oversight account
    /// does; no signature is needed to close something. The reason is sealed. Throws `notFound`, `state`,
    /// `notEntitled`.
    public func suspend(_ name: String, clause: String? = nil, reason: Sensitive<String>, by actor: String) throws {
        try store.append { moment in
            let shelf = try shelf(moment)
            let item = try Self.item(name, shelf)
            let state = shelf.calendar.state(item.history.id, at: moment.now)
            guard [.approved, .published, .inForce].contains(state) else {
                throw GovernanceError(.state, "\(name) is \(state.rawValue); there is nothing to suspend.")
            }
            if let clause, !item.agreement.clauses.contains(where: { $0.clause == clause && $0.effect == .permit }) {
                throw GovernanceError(.notFound, "\(name) has no clause \(clause) that permits something.")
            }
            let account = try moment.actor(actor)
            let isParty = item.agreement.parties.contains { Account.covers(account.agency, $0.code) }
            guard account.isOversight || account.isPrivacyOfficer && isParty else {
                throw GovernanceError(
                    .notEntitled, "A privacy officer of a party to it, or an oversight account, suspends it.")
            }
            var draft = GovernanceDraft(kind: .agreementSuspended, actor: account.number, occurred: .at(moment.now))
            draft.payload[number: .subject] = item.history.id
            draft.payload[text: .clause] = clause ?? ""
            draft.sealed = SealedWords(Person(.account, account.number), [.reason: reason.exposed])
            return [draft]
        }
    }

    /// Takes a proposal back before it was in force. Its proposer or a privacy officer of a party does.
    public func withdraw(_ name: String, by actor: String) throws {
        try store.append { moment in
            let shelf = try shelf(moment)
            let item = try Self.item(name, shelf)
            guard [.proposed, .approved, .published].contains(shelf.calendar.state(item.history.id, at: moment.now))
            else {
                throw GovernanceError(.state, "\(name) was in force or is gone; it can be suspended, not withdrawn.")
            }
            let account = try moment.actor(actor)
            let isParty = item.agreement.parties.contains { Account.covers(account.agency, $0.code) }
            guard account.number == item.history.proposer || account.isPrivacyOfficer && isParty else {
                throw GovernanceError(
                    .notEntitled, "Its proposer, or a privacy officer of a party to it, takes it back.")
            }
            var draft = GovernanceDraft(kind: .agreementWithdrawn, actor: account.number, occurred: .at(moment.now))
            draft.payload[number: .subject] = item.history.id
            return [draft]
        }
    }

    /// Puts the shipped default set in force, as far as the store does not have it. Answers the names.
    @discardableResult
    public func adoptShipped() throws -> [String] {
        try adopt(ShippedAgreements.texts(ShippedAgreements.defaultSet) ?? [])
    }

    /// Puts shipped texts in force; an entry of any other text would not count.
    func adopt(_ texts: [(file: String, text: String)]) throws -> [String] {
        var names: [String] = []
        for (file, text) in texts {
            let agreement = try Agreement.parse(yaml: text, file: file)
            try store.append { moment in
                guard try moment.facts.subjects(.agreement, named: agreement.name.description).isEmpty else {
                    return []
                }
                var draft = GovernanceDraft(kind: .agreementEnacted, occurred: .at(moment.now))
                draft.payload = Self.payload(agreement, text)
                draft.payload[number: .word] = 1
                names.append(agreement.name.description)
                return [draft]
            }
        }
        return names
    }

    static func item(_ name: String, _ shelf: AgreementShelf) throws -> AgreementShelf.Item {
        guard let item = shelf.item(named: name) else {
            throw GovernanceError(
                .notFound, "There is no agreement \(name); write it as orr-opla-court@1, as the list does.")
        }
        return item
    }

    private static func payload(_ agreement: Agreement, _ text: String) -> GovernancePayload {
        var payload = GovernancePayload()
        payload[text: .name] = agreement.name.description
        payload[number: .version] = Int64(agreement.version)
        payload[bytes: .hash] = agreement.contentHash.bytes
        payload[text: .text] = text
        return payload
    }
}

extension AgreementHistory {
    /// What an approver signs: name and version, the content hash, and the statement itself.
    func statement(of account: Account) -> Statement {
        Statement(act: "agreement-approved", account: account.id, about: name, content: contentHash)
    }
}

extension GovernanceMoment {
    /// The accounts whose approvals of an agreement count: those that are not locked since.
    fileprivate func approvers(_ history: AgreementHistory) throws -> [Account] {
        try history.approvals.compactMap { try account(number: $0.account) }.filter { !$0.isLocked }
    }
}
