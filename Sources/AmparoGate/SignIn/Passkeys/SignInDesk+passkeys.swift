internal import AmparoModel
internal import AmparoStore

/// What a page needs to ask a browser for a passkey.
public struct PasskeyRequest: Sendable {
    /// The challenge, as base64url.
    public var challenge: String
    /// The site.
    public var site: PasskeySite
    /// By what the account is known to authenticators, as base64url; empty in a sign-in, where nobody is known yet.
    public var user = ""
    /// The account's passkeys, as base64url: those that may answer, or, when one is made, those that there are already.
    public var ids: [String] = []
}

// Passkeys. Each ceremony is for one visit or session, by its token.
extension SignInDesk {
    private var desk: PasskeyDesk { PasskeyDesk(store: store) }

    /// Asks whoever visits to sign in.
    public func requestPasskey(visit: String, _ site: PasskeySite) throws -> PasskeyRequest {
        PasskeyRequest(challenge: try challenges.make(.signIn, for: visit, at: store.now()), site: site)
    }

    /// Asks the holder of a session for a passkey, to add one or to step up.
    public func requestPasskey(
        _ use: PasskeyUse, _ token: String, of account: Account, _ site: PasskeySite
    ) throws -> PasskeyRequest {
        PasskeyRequest(
            challenge: try challenges.make(use, for: token, at: store.now()), site: site,
            user: desk.user(account.number), ids: try desk.ids(account.number))
    }

    /// The passkeys of an account.
    public func passkeys(of account: Account) throws -> [Passkey] { try desk.all(account.number) }

    /// Adds the passkey that a browser made. Throws `ended`; `refused` without a step-up; `passkey` when it cannot be taken.
    public func addPasskey(_ answer: PasskeyAnswer, label: String, _ token: String, _ site: PasskeySite) throws {
        let signedIn = try steppedUp(token)
        let now = store.now()
        guard let said = answer.browserData("webauthn.create", site),
            challenges.isGood(said.challenge, .made, for: token, at: now),
            let data = Base64URL.bytes(answer.authenticator).flatMap(AuthenticatorData.init(attestation:)),
            let made = data.made, data.isFor(site.name), data.isPresent, data.isVerified,
            Base64URL.bytes(answer.id) == made.id, challenges.use(said.challenge, at: now)
        else { throw SignInError(.passkey) }
        let seq = try desk.add(made, label: label, site: site, to: signedIn.account.number)
        _ = try sessions.use(count: data.count, passkey: seq)
    }

    /// Takes a passkey away; sessions that it opened end. Throws `ended`; `refused` without a step-up; `passkey` when there is none.
    public func removePasskey(_ seq: Int64, _ token: String) throws {
        let signedIn = try steppedUp(token)
        try desk.remove(seq, from: signedIn.account.number)
        try sessions.endAll(grantedBy: seq, account: signedIn.account.number)
    }

    private func steppedUp(_ token: String) throws -> SignedIn {
        guard let signedIn = try signedIn(token) else { throw SignInError(.ended) }
        guard signedIn.isSteppedUp else { throw SignInError(.refused) }
        return signedIn
    }

    /// Opens a session for whoever holds a passkey. Throws `refused`, `slowed`, `locked`, `notAttested`.
    public func signIn(
        _ answer: PasskeyAnswer, visit: String, _ site: PasskeySite, device: String?, address: String
    ) throws -> OpenedSession {
        let source = AttemptLimits.Source(account: "", address: address, device: nil)
        guard limits.admit(source, seconds: store.now().microseconds / 1_000_000).isAdmitted else {
            throw SignInError(.slowed)
        }
        let passkey = try proven(answer, .signIn, visit, site)
        limits.succeeded(source)
        return try open(passkey.account, grant: passkey.seq, device: device)
    }

    /// Proves with a passkey that the holder still sits there; answers the session's new token. Throws `ended`, `refused`.
    public func stepUp(_ token: String, _ answer: PasskeyAnswer, _ site: PasskeySite) throws -> String {
        guard let signedIn = try signedIn(token) else { throw SignInError(.ended) }
        do {
            guard try proven(answer, .stepUp, token, site).account == signedIn.account.number else {
                throw SignInError(.refused)
            }
        } catch let error as SignInError {
            try countFailure(token)
            throw error
        }
        let until = store.now().microseconds + sessions.limits.steppedUp * 1_000_000
        return try sessions.renew(token, steppedUntil: Instant(microseconds: until))
    }

    /// The passkey that an answer proves (WebAuthn 7.2). A count that does not rise is that of a copy: refused. Throws `refused`.
    private func proven(
        _ answer: PasskeyAnswer, _ use: PasskeyUse, _ token: String, _ site: PasskeySite
    ) throws -> KnownPasskey {
        let now = store.now()
        guard let said = answer.browserData("webauthn.get", site),
            challenges.isGood(said.challenge, use, for: token, at: now),
            let id = Base64URL.bytes(answer.id), id.count <= AuthenticatorData.longestID,
            let bytes = Base64URL.bytes(answer.authenticator), let data = AuthenticatorData(bytes), data.made == nil,
            let signature = Base64URL.bytes(answer.signature), let passkey = try desk.find(id),
            passkey.site == site.name, data.isFor(site.name), data.isPresent, data.isVerified,
            answer.user.isEmpty || answer.user == desk.user(passkey.account),
            passkey.key.hasSigned(authenticator: bytes, browserData: said.bytes, signature),
            challenges.use(said.challenge, at: now), try sessions.use(count: data.count, passkey: passkey.seq)
        else { throw SignInError(.refused) }
        return passkey
    }
}
