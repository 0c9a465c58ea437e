internal import AmparoModel
internal import AmparoStore

/// By what an account can be signed in to, folded from its history.
///
/// A lock ends everything that was set before it. So does another signing key: then the account has another holder, and what
/// the former one knew is worth nothing. A changed office or role leaves it, because the holder is the same.
struct AccountAccess {
    /// The account as it stands.
    var account: Account
    /// What set the present password and codes.
    private(set) var credential: GovernanceFact?
    /// What linked the present person of an OpenID provider.
    private(set) var identity: GovernanceFact?
    /// The passkeys that open the account, the first added first.
    private(set) var passkeys: [GovernanceFact] = []
    /// The one-time link that was made last and not used.
    private(set) var invitation: GovernanceFact?
    /// How many links were ever made.
    private(set) var invitations: Int64 = 0
    /// The places of the present recovery codes that were used.
    private(set) var usedCodes: Set<Int64> = []

    /// Nil when the history does not begin by opening an account.
    init?(_ history: [GovernanceFact]) {
        guard let account = Account(history) else { return nil }
        self.account = account
        var key: [UInt8]?
        for fact in history {
            switch fact.kind {
            case .accountAdded, .accountChanged:
                if fact.payload[bytes: .signingKey] != key { end() }
                key = fact.payload[bytes: .signingKey]
            case .accountLocked: end()
            case .accountInvited:
                invitation = fact
                invitations += 1
            case .credentialSet:
                // Set by a link, it is a new beginning: whoever lost a password may have lost a passkey too.
                if fact.payload[number: .other] != nil { passkeys = [] }
                credential = fact
                invitation = nil
                usedCodes = []
            case .recoveryCodeUsed:
                if fact.payload[number: .other] == credential?.seq {
                    usedCodes.insert(fact.payload[number: .count] ?? 0)
                }
            case .identityLinked: identity = fact
            case .passkeyAdded: passkeys.append(fact)
            case .passkeyRemoved: passkeys.removeAll { $0.seq == fact.payload[number: .other] }
            default: break
            }
        }
    }

    private mutating func end() {
        (credential, identity, invitation, usedCodes, passkeys) = (nil, nil, nil, [], [])
    }

    /// Whether a session that this entry gave still stands.
    func stands(grant: Int64) -> Bool {
        credential?.seq == grant || identity?.seq == grant || passkeys.contains { $0.seq == grant }
    }

    /// The open link, when `hash` is its hash and its last day has not passed.
    func invitation(_ hash: [UInt8], on day: Day) -> GovernanceFact? {
        guard let invitation, !account.isLocked, let until = invitation.payload[day: .day], day <= until,
            constantTimeEqual(invitation.payload[bytes: .link] ?? [], hash)
        else { return nil }
        return invitation
    }
}

extension GovernanceMoment {
    /// By what the account of that number can be signed in to now.
    func access(number: Int64) throws -> AccountAccess? {
        AccountAccess(try facts.history(.account, number).recorded(by: now))
    }

    /// By what the account of that id can be signed in to now.
    func access(_ id: String) throws -> AccountAccess? {
        try facts.subjects(.account, named: id).first.flatMap { try access(number: $0) }
    }
}
