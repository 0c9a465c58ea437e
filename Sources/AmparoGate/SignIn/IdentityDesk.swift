internal import AmparoModel
internal import AmparoSharing
public import AmparoStore

/// Links accounts to people of an OpenID provider. The provider says who sits there; which account that is, and what it may,
/// stands here and is signed like a one-time link (`CredentialDesk`).
///
/// The subject's identifier is sealed to the account and found again by a keyed hash, so the database does not tell whose it is.
public struct IdentityDesk: Sendable {
    private static let kind = IdentifierType(rawValue: "openid-subject")

    private let store: GovernanceStore

    /// The identities of a store.
    public init(_ store: GovernanceStore) { self.store = store }

    /// Says that a subject of an issuer is the holder of an account, in place of any other. Throws `exists` when the subject is
    /// another account's, else as `CredentialDesk.invite`.
    public func link(
        _ id: String, issuer: String, subject: Sensitive<String>, by signers: [Signer]
    ) throws {
        guard issuer.utf8.count <= 500, !subject.exposed.isEmpty, subject.exposed.utf8.count <= 255 else {
            throw GovernanceError(.unknownWord, "An issuer is an address, a subject a text of at most 255 characters.")
        }
        try store.append { moment in
            let account = try moment.account(id)
            guard !account.isLocked else {
                throw GovernanceError(.locked, "The account \(id) is locked; a privacy officer can open it again.")
            }
            let hash = hash(issuer: issuer, subject: subject.exposed)
            if let other = try holder(of: hash, moment), other.account.number != account.number {
                throw GovernanceError(.exists, "That person holds the account \(other.account.id) already.")
            }
            var draft = GovernanceDraft(kind: .identityLinked, occurred: .at(moment.now))
            draft.payload[number: .subject] = account.number
            draft.payload[text: .text] = issuer
            draft.payload[bytes: .hash] = hash
            draft.sealed = SealedWords(Person(.account, account.number), [.name: subject.exposed])
            if signers.count == 1, signers[0].account == id {
                try moment.sign(&draft, by: try moment.actor(id), signers[0].source, about: id)
            } else {
                try moment.grant(
                    &draft, agencies: [account.agency], to: account.number, among: try moment.accounts(), by: signers,
                    about: id)
            }
            return [draft]
        }
    }

    /// The account that a subject holds, and the entry that says so; nil when it holds none.
    func holder(issuer: String, subject: String) throws -> (number: Int64, seq: Int64)? {
        try store.read { moment in
            guard let access = try holder(of: hash(issuer: issuer, subject: subject), moment),
                let seq = access.identity?.seq
            else { return nil }
            return (access.account.number, seq)
        }
    }

    private func holder(of hash: [UInt8], _ moment: GovernanceMoment) throws -> AccountAccess? {
        let facts = try moment.facts.all(.account).recorded(by: moment.now)
        let linked = Set(
            facts.filter { $0.kind == .identityLinked && $0.payload[bytes: .hash] == hash }.map(\.subject))
        return try linked.sorted().compactMap { try moment.access(number: $0) }
            .first { $0.identity?.payload[bytes: .hash] == hash }
    }

    private func hash(issuer: String, subject: String) -> [UInt8] {
        // The length in front keeps issuer and subject apart.
        Array("\(issuer.utf8.count) \(issuer) \(subject)".utf8).withUnsafeBytes {
            store.keys.secrets.blindIndex(Self.kind).value(of: $0).bytes
        }
    }
}

extension SignInDesk {
    /// Opens a session for a person of an OpenID provider, who proved themselves there. Throws `refused` when they hold no
    /// account, `locked`, `notAttested`.
    public func signIn(
        issuer: String, subject: Sensitive<String>, device: String?, steppedUp: Bool
    ) throws -> OpenedSession {
        guard let holder = try IdentityDesk(store).holder(issuer: issuer, subject: subject.exposed) else {
            throw SignInError(.refused)
        }
        return try open(holder.number, grant: holder.seq, device: device, steppedUp: steppedUp)
    }

    /// Ends every session that a person of an OpenID provider opened, because the provider has signed them out. Does nothing for a
    /// subject that holds no account.
    public func endSessions(issuer: String, subject: Sensitive<String>) throws {
        guard let holder = try IdentityDesk(store).holder(issuer: issuer, subject: subject.exposed) else { return }
        try sessions.endAll(grantedBy: holder.seq, account: holder.number)
        try ledger.note(.signedOut, account: holder.number)
    }

    /// Whether a session was given by an OpenID provider: a step-up is then asked of it, not of an authenticator.
    public func isOfProvider(_ signedIn: SignedIn) throws -> Bool {
        try store.read { try $0.access(number: signedIn.account.number)?.identity?.seq == signedIn.session.grant }
    }
}
