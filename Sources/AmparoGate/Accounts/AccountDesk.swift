public import AmparoModel
public import AmparoSharing
public import AmparoStore

/// Opens, attests, changes and locks accounts.
///
/// **Who may.** The first account of a store is opened by whoever runs it, and must be a privacy officer's. Every other
/// is opened, attested or changed by the signature of a privacy officer of the same agency (or of one that it is part
/// of), who is not on detail there and not the account itself; or by the signatures of two accounts, none of them the
/// account itself, of two home agencies as soon as the store has accounts of more than one. One of the two is then a
/// privacy officer of that agency; where it has no other, a privacy officer of any: so no two officers of one agency open
/// the records of another to themselves. For two signatures a lapsed
/// attestation does not matter: otherwise a store whose reviews were missed could never be used again. Locking needs no
/// signature; the account itself, a privacy officer of its agency or whoever runs the store may do it.
public struct AccountDesk: Sendable {
    private let store: GovernanceStore
    private let codes: SharingTerms

    /// The accounts of a store.
    public init(_ store: GovernanceStore, codes: SharingTerms) {
        self.store = store
        self.codes = codes
    }

    /// Every account as it stands now, by number.
    public func all() throws -> [Account] { try store.read { try $0.accounts() } }

    /// The account of that id as it stands now. Throws `notFound`.
    public func account(_ id: String) throws -> Account { try store.read { try $0.account(id) } }

    /// Opens an account. Answers its number. Throws `unknownWord`, `exists`, `notEntitled`, `signature`.
    @discardableResult
    public func add(_ request: AccountRequest, by signers: [Signer]) throws -> Int64 {
        try request.check(codes)
        var number: Int64 = 0
        try store.append { moment in
            let accounts = try moment.accounts()
            guard !accounts.contains(where: { $0.id == request.id }) else {
                throw GovernanceError(
                    .exists, "There is an account \(request.id) already; `amparo account change` changes it.")
            }
            try Self.requireOwnKey(request.signingKey, among: accounts, except: nil)
            number = Int64(accounts.count) + 1
            var draft = GovernanceDraft(kind: .accountAdded, payload: request.payload)
            draft.payload[number: .subject] = number
            draft.payload[day: .day] = WashingtonTime.day(of: moment.now)
            draft.occurred = .on(WashingtonTime.day(of: moment.now))
            draft.sealed = request.sealed(number: number)
            if accounts.isEmpty {
                guard request.role == "privacy-officer" || request.role == "orr-privacy-officer" else {
                    throw GovernanceError(
                        .notEntitled, "The first account of a store is a privacy officer's; the others follow from it.")
                }
            } else {
                try moment.grant(
                    &draft, agencies: [request.agency], to: number, among: accounts, by: signers, about: request.id)
            }
            return [draft]
        }
        return number
    }

    /// Gives an account another agency, role, office, area, key or holder from here on; a locked one is open again.
    /// Throws as `add`.
    public func change(_ request: AccountRequest, by signers: [Signer]) throws {
        try request.check(codes)
        try store.append { moment in
            let account = try moment.account(request.id)
            let accounts = try moment.accounts()
            try Self.requireOwnKey(request.signingKey, among: accounts, except: account.number)
            var draft = GovernanceDraft(kind: .accountChanged, payload: request.payload)
            draft.payload[number: .subject] = account.number
            draft.payload[day: .day] = WashingtonTime.day(of: moment.now)
            draft.occurred = .on(WashingtonTime.day(of: moment.now))
            draft.sealed = request.sealed(number: account.number)
            try moment.grant(
                &draft, agencies: [account.agency, request.agency], to: account.number, among: accounts, by: signers,
                about: request.id)
            return [draft]
        }
    }

    /// Says that an account's office, role and need for it are right today. Throws `notFound`, `locked`, `notEntitled`.
    public func attest(_ id: String, by signers: [Signer]) throws {
        try store.append { moment in
            let account = try moment.account(id)
            guard !account.isLocked else {
                throw GovernanceError(
                    .locked,
                    "The account \(id) is locked; `amparo account change` opens it again, by the rule for new ones.")
            }
            var draft = GovernanceDraft(kind: .accountAttested, occurred: .on(WashingtonTime.day(of: moment.now)))
            draft.payload[number: .subject] = account.number
            draft.payload[day: .day] = WashingtonTime.day(of: moment.now)
            try moment.grant(
                &draft, agencies: [account.agency], to: account.number, among: try moment.accounts(), by: signers,
                about: id)
            return [draft]
        }
    }

    /// Locks an account from here on; one that is locked stays so. `actor` nil is whoever runs the store. The reason is
    /// sealed.
    public func lock(_ id: String, by actor: String?, reason: Sensitive<String>) throws {
        try store.append { moment in
            let account = try moment.account(id)
            guard !account.isLocked else { return [] }
            var draft = GovernanceDraft(kind: .accountLocked, occurred: .at(moment.now))
            draft.payload[number: .subject] = account.number
            draft.sealed = SealedWords(Person(.account, account.number), [.reason: reason.exposed])
            if let actor {
                let officer = try moment.actor(actor, lapsed: actor == id)
                let isOfAgency = officer.isPrivacyOfficer && Account.covers(officer.agency, account.agency)
                guard officer.number == account.number || isOfAgency else {
                    throw GovernanceError(
                        .notEntitled,
                        "An account is locked by its holder, by a privacy officer of its agency, or without --as.")
                }
                draft.actor = officer.number
            }
            return [draft]
        }
    }

    /// The offices and roles that gained access since an instant (nil: ever), in the order in which they did.
    public func changes(since instant: Instant? = nil) throws -> [AccessChange] {
        let facts = try store.read { moment in try moment.facts.all(.account).recorded(by: moment.now) }
        return AccessChange.all(in: facts).filter { change in
            instant.map { change.recorded.microseconds >= $0.microseconds } ?? true
        }
    }

    /// Every alarm of an account that reached its limit of records, in the order of the journal.
    public func alarms() throws -> [AccessAlarm] {
        try store.read { moment in
            try moment.facts.all(.account).recorded(by: moment.now).sorted { $0.seq < $1.seq }.compactMap(
                AccessAlarm.init)
        }
    }

    /// The alarms since an instant that an account may be told of for a purpose (`AlarmReaders`), each with the id of the account
    /// it is about, the last first; nil when it is told of none at all.
    public func alarms(
        for reader: String, purpose: String, since instant: Instant, terms: SharingTerms
    ) throws -> [(alarm: AccessAlarm, account: String)]? {
        let reader = try account(reader)
        let accounts = try all()
        let ids = Dictionary(accounts.map { ($0.number, $0.id) }) { first, _ in first }
        let known = try alarms().filter { $0.recorded > instant }
        return AlarmReaders(terms: terms).alarms(of: known, accounts: accounts, for: reader, purpose: purpose)?
            .reversed().map { ($0, ids[$0.account] ?? "") }
    }

    private static func requireOwnKey(_ key: [UInt8], among accounts: [Account], except number: Int64?) throws {
        guard !accounts.contains(where: { $0.signingKey == key && $0.number != number }) else {
            throw GovernanceError(
                .exists, "Another account has this signing key; each person needs a key of their own.")
        }
    }
}

extension AccessChange {
    /// Every opening and change of an account, in the order of the journal, with what was new about it.
    static func all(in facts: [GovernanceFact]) -> [AccessChange] {
        var offices: Set<[String]> = []
        var roles: Set<[String]> = []
        var histories: [Int64: [GovernanceFact]] = [:]
        var changes: [AccessChange] = []
        for fact in facts.sorted(by: { $0.seq < $1.seq }) {
            histories[fact.subject, default: []].append(fact)
            guard fact.kind == .accountAdded || fact.kind == .accountChanged,
                let account = Account(histories[fact.subject] ?? [])
            else { continue }
            changes.append(
                AccessChange(
                    seq: fact.seq, recorded: fact.recorded, account: account,
                    isNewOffice: offices.insert([account.agency, account.office]).inserted,
                    isNewRole: roles.insert([account.agency, account.role]).inserted))
        }
        return changes
    }
}

extension GovernanceMoment {
    /// Signs what opens access for the account `target` by the rule of `AccountDesk`. Throws `notEntitled`,
    /// `secondPerson`, `signature`.
    func grant(
        _ draft: inout GovernanceDraft, agencies: [String], to target: Int64, among accounts: [Account],
        by signers: [Signer], about: String
    ) throws {
        guard let first = signers.first, signers.count <= 2 else {
            throw GovernanceError(
                .signature, "Name who grants this with --as and --signing-key; only the first account needs nobody.")
        }
        let officer = try actor(first.account, lapsed: signers.count == 2)
        guard signers.count == 2 else {
            guard officer.number != target, agencies.allSatisfy(officer.answersForPrivacy) else {
                throw GovernanceError(
                    .notEntitled,
                    "This takes another privacy officer of the same agency, not on detail there, or two accounts (--second)."
                )
            }
            try sign(&draft, by: officer, first.source, about: about)
            return
        }
        let second = try actor(signers[1].account, lapsed: true)
        guard officer.number != second.number, officer.number != target, second.number != target else {
            throw GovernanceError(.secondPerson, "Two different accounts must sign, and neither for itself.")
        }
        let open = accounts.filter { !$0.isLocked }
        guard try isOneHouse() || !officer.sharesHome(with: second) else {
            throw GovernanceError(.secondPerson, "The two who sign must be of two home agencies.")
        }
        for agency in agencies {
            let own = open.filter { $0.number != target && $0.answersForPrivacy(of: agency) }
            let entitled = own.isEmpty ? open.filter(\.isPrivacyOfficer) : own
            guard entitled.contains(where: { [officer.number, second.number].contains($0.number) }) else {
                throw GovernanceError(
                    .notEntitled,
                    "One of the two must be a privacy officer of the account's agency; where it has none, of another.")
            }
        }
        try sign(&draft, by: officer, first.source, about: about)
        draft.payload[number: .secondSigner] = second.number
        draft.payload[bytes: .secondSignature] = try signature(
            of: second, signers[1].source, over: draft.statement(of: second, about: about))
    }
}
