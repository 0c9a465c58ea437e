public import AmparoModel
internal import AmparoSharing
internal import AmparoStore

/// Sets by what accounts can be signed in to.
///
/// **Who may make a link.** It opens access, so it is signed: by the holder with the account's own signing key, which shows that
/// it is they; or by those who may attest the account (`AccountDesk`). So whoever runs the machine cannot make one alone. A
/// signature is good for one link: the statement has the link's number and last day.
public struct CredentialDesk: Sendable {
    /// The most days after today that a link may stand.
    public static let mostDays = 7

    private let store: GovernanceStore

    /// The credentials of a store.
    public init(_ store: GovernanceStore) { self.store = store }

    /// Whether any account can be signed in to, or is about to be.
    public func isUsed() throws -> Bool {
        try store.read { moment in
            try moment.facts.all(.account).contains {
                [.credentialSet, .accountInvited, .identityLinked].contains($0.kind)
            }
        }
    }

    /// Makes a one-time link, good to the end of a day (Washington time), and ends an earlier one that was not used.
    ///
    /// Throws `notFound`, `locked`, `notAttested`, `notEntitled`, `signature`, `SignatureNeeded`.
    public func invite(_ id: String, days: Int = 2, by signers: [Signer]) throws -> (link: SignInLink, until: Day) {
        guard (0...Self.mostDays).contains(days) else {
            throw GovernanceError(.unknownWord, "A link stands for 0 to \(Self.mostDays) days after today.")
        }
        var made: (SignInLink, Day)?
        try store.append { moment in
            let account = try moment.account(id)
            guard !account.isLocked else {
                throw GovernanceError(.locked, "The account \(id) is locked; a privacy officer can open it again.")
            }
            let link = try SignInLink(account: account.number, random: store.random)
            let until = WashingtonTime.day(of: moment.now).adding(days: days)
            var draft = GovernanceDraft(kind: .accountInvited, occurred: .at(moment.now))
            draft.payload[number: .subject] = account.number
            draft.payload[number: .count] = (try moment.access(number: account.number)?.invitations ?? 0) + 1
            draft.payload[day: .day] = until
            if signers.count == 1, signers[0].account == id {
                try moment.sign(&draft, by: try moment.actor(id), signers[0].source, about: id)
            } else {
                try moment.grant(
                    &draft, agencies: [account.agency], to: account.number, among: try moment.accounts(), by: signers,
                    about: id)
            }
            draft.payload[bytes: .link] = link.hash
            made = (link, until)
            return [draft]
        }
        guard let made else { throw GovernanceError(.state, "The link could not be made; try again.") }
        return made
    }

    /// The id of the account that a link is for, as long as it may be used. Throws `SignInError` `link`.
    public func account(of link: SignInLink) throws -> String {
        try store.read { moment in
            guard let access = try moment.access(number: link.account),
                access.invitation(link.hash, on: WashingtonTime.day(of: moment.now)) != nil
            else { throw SignInError(.link) }
            return access.account.id
        }
    }

    /// Sets password and codes by a link, which is used by that. Throws `SignInError` `link`.
    public func set(_ credential: Credential, by link: SignInLink) throws {
        try store.append { moment in
            guard let access = try moment.access(number: link.account),
                let invitation = access.invitation(link.hash, on: WashingtonTime.day(of: moment.now))
            else { throw SignInError(.link) }
            var draft = Self.draft(credential, link.account, at: moment.now)
            draft.payload[number: .other] = invitation.seq
            return [draft]
        }
    }

    /// Sets other password and codes for an account that has some; answers the entry's number. Throws `SignInError` `ended` when
    /// they are no longer those of the entry `present`.
    func change(_ credential: Credential, ofAccount number: Int64, present: Int64) throws -> Int64 {
        let made = try store.append { moment in
            guard let access = try moment.access(number: number), access.credential?.seq == present else {
                throw SignInError(.ended)
            }
            return [Self.draft(credential, number, at: moment.now)]
        }
        return made[0]
    }

    /// The present password and codes, opened. Not inside a read or write of the store.
    func credential(_ access: AccountAccess?) throws -> Credential? {
        guard let fact = access?.credential, let sealed = try store.sealedText(of: fact.seq) else { return nil }
        return Credential(sealed)
    }

    /// Marks a recovery code as used. Throws `SignInError` `refused` when it was used meanwhile.
    func use(recoveryCode place: Int64, ofAccount number: Int64, credential seq: Int64) throws {
        try store.append { moment in
            guard let access = try moment.access(number: number), access.credential?.seq == seq,
                !access.usedCodes.contains(place)
            else { throw SignInError(.refused) }
            var draft = GovernanceDraft(kind: .recoveryCodeUsed, actor: number, occurred: .at(moment.now))
            draft.payload[number: .subject] = number
            draft.payload[number: .other] = seq
            draft.payload[number: .count] = place
            return [draft]
        }
    }

    private static func draft(_ credential: Credential, _ number: Int64, at now: Instant) -> GovernanceDraft {
        var draft = GovernanceDraft(kind: .credentialSet, actor: number, occurred: .at(now))
        draft.payload[number: .subject] = number
        draft.sealed = credential.sealed(number)
        return draft
    }
}
