internal import AmparoModel
internal import AmparoSharing
public import AmparoStore

/// What somebody typed to sign in, and where it comes from.
public struct SignInAttempt: Sendable {
    /// The account's id, as typed.
    public var account: String
    /// The password.
    public var password: Sensitive<String>
    /// The app's code, or a recovery code.
    public var code: String
    /// The token of the device's cookie; nil when it has none.
    public var device: String?
    /// The address that it comes from; empty when it cannot be told.
    public var address: String

    /// An attempt.
    public init(account: String, password: Sensitive<String>, code: String, device: String?, address: String) {
        self.account = account
        self.password = password
        self.code = code
        self.device = device
        self.address = address
    }
}

/// A session that was opened.
public struct OpenedSession: Sendable {
    /// The session's token.
    public var token: String
    /// The token by which this device is known from now on.
    public var device: String
}

extension SignInDesk {
    /// Opens a session.
    ///
    /// For an account that there is not the same work is done as for one whose password is wrong, and the answer is the same.
    /// That an account is locked or not attested is told only to whoever knows password and code. Throws `refused`, `slowed`,
    /// `busy`, `locked`, `notAttested`.
    public func signIn(_ attempt: SignInAttempt) async throws -> OpenedSession {
        let known = try await apart { try begin(attempt) }
        let isPassword: Bool
        do {
            isPassword = try await work.check(attempt.password, known.credential?.password)
        } catch {
            // Nothing was tried.
            limits.succeeded(known.source)
            throw error
        }
        return try await apart { try finish(attempt, known, isPassword: isPassword) }
    }

    private struct Known {
        var source: AttemptLimits.Source
        var access: AccountAccess?
        var credential: Credential?
    }

    private func begin(_ attempt: SignInAttempt) throws -> Known {
        let id = attempt.account.utf8.count <= 64 ? attempt.account : ""
        let access = try store.read { try $0.access(id) }
        let device = try access.flatMap { access in
            try attempt.device.flatMap { try sessions.device($0, account: access.account.number) }
        }
        let source = AttemptLimits.Source(account: id, address: attempt.address, device: device)
        let (isAdmitted, fills) = limits.admit(source, seconds: store.now().microseconds / 1_000_000)
        guard isAdmitted else { throw SignInError(.slowed) }
        // Once each time that the count fills: a flood of guesses is no flood of entries.
        if fills, let access { try ledger.note(.signInSlowed, account: access.account.number) }
        return Known(source: source, access: access, credential: try credentials.credential(access))
    }

    private func finish(_ attempt: SignInAttempt, _ known: Known, isPassword: Bool) throws -> OpenedSession {
        // The code is looked at after the password, so that a wrong password uses no code up.
        guard isPassword, let access = known.access, let credential = known.credential,
            let seq = access.credential?.seq, try isRight(attempt.code, credential, access)
        else { throw SignInError(.refused) }
        limits.succeeded(known.source)
        return try open(access.account.number, grant: seq, device: attempt.device)
    }

    /// Opens a session for an account that proved itself. Throws `locked`, `notAttested`, `refused`.
    func open(
        _ number: Int64, grant: Int64, device: String?, steppedUp: Bool = false
    ) throws -> OpenedSession {
        // Once more: it may have been locked while the password was worked out.
        let (access, day) = try store.read { (try $0.access(number: number), WashingtonTime.day(of: $0.now)) }
        guard let access, !access.account.isLocked else { throw SignInError(.locked) }
        guard access.stands(grant: grant) else { throw SignInError(.refused) }
        guard access.account.isAttested(on: day) else { throw SignInError(.notAttested) }
        try ledger.note(.signedIn, account: number)
        let now = store.now()
        return OpenedSession(
            token: try sessions.open(account: number, grant: grant, at: now, steppedUp: steppedUp),
            device: try sessions.know(device, account: number, at: now))
    }

    /// The id of the account that a link is for, as long as it may be used. Throws `link`.
    public func account(of link: SignInLink) throws -> String { try credentials.account(of: link) }

    /// Sets password and codes by a one-time link. `code` shows that the app has the secret. Answers the recovery codes, which
    /// are shown once. Throws `link`, `code`, the faults of the password, `busy`.
    public func set(
        password: Sensitive<String>, codes: OneTimeCode, code: String, by link: SignInLink
    ) async throws -> [String] {
        let account = try await apart { try credentials.account(of: link) }
        let made = try await credential(password, codes, code: code, account: account)
        try await apart {
            try credentials.set(made.credential, by: link)
            try sessions.endAll(ofAccount: link.account)
            try sessions.forgetDevices(ofAccount: link.account)
        }
        return made.recovery
    }

    /// Gives the session's account another password, or other codes, or both; every other session of it ends. Answers the
    /// session's new token, and new recovery codes when the app's secret is another. Throws `ended`, `refused`, `code`, the
    /// faults of the password, `busy`.
    public func change(
        _ token: String, present: Sensitive<String>, code: String, password: Sensitive<String>?,
        codes: (secret: OneTimeCode, code: String)?
    ) async throws -> (token: String, recovery: [String]) {
        let (access, old) = try await apart {
            guard let signedIn = try signedIn(token),
                let access = try store.read({ try $0.access(number: signedIn.account.number) }),
                let old = try credentials.credential(access)
            else { throw SignInError(.ended) }
            return (access, old)
        }
        if let password, let fault = PasswordRule.fault(password.exposed, account: access.account.id) {
            throw SignInError(fault)
        }
        guard try await work.check(present, old.password) else {
            try await apart { try countFailure(token) }
            throw SignInError(.refused)
        }
        _ = try await apart { try requireCode(code, token) }
        var fresh = old
        if let password { fresh.password = try await work.make(password) }
        var recovery: [String] = []
        if let codes {
            try requireProof(codes.secret, codes.code)
            recovery = try RecoveryCode.make(random: store.random)
            fresh = Credential(password: fresh.password, codes: codes.secret, recovery: recovery)
        }
        let (next, seq) = (fresh, access.credential?.seq ?? 0)
        let renewed = try await apart {
            let grant = try credentials.change(next, ofAccount: access.account.number, present: seq)
            let renewed = try sessions.renew(token, grant: grant)
            try sessions.endAll(ofAccount: access.account.number, but: renewed)
            return renewed
        }
        return (renewed, recovery)
    }

    func countFailure(_ token: String) throws {
        try sessions.fail(token)
        let failures = try sessions.find(token, at: store.now())?.failures ?? 0
        guard failures >= Self.mostFailures else { return }
        try sessions.end(token)
        throw SignInError(.ended)
    }

    private func credential(
        _ password: Sensitive<String>, _ codes: OneTimeCode, code: String, account: String
    ) async throws -> (credential: Credential, recovery: [String]) {
        if let fault = PasswordRule.fault(password.exposed, account: account) { throw SignInError(fault) }
        try requireProof(codes, code)
        let recovery = try RecoveryCode.make(random: store.random)
        let hash = try await work.make(password)
        return (Credential(password: hash, codes: codes, recovery: recovery), recovery)
    }

    private func requireProof(_ codes: OneTimeCode, _ code: String) throws {
        guard codes.step(of: code, atSeconds: store.now().microseconds / 1_000_000) != nil else {
            throw SignInError(.code)
        }
    }
}
