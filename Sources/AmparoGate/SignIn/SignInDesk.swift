internal import AmparoModel
public import AmparoSharing
internal import AmparoStore
internal import Foundation

/// Who asks, as a session tells it.
public struct SignedIn: Sendable {
    /// The account, neither locked nor out of its attestation.
    public var account: Account
    /// The session.
    public var session: Session
    /// The purpose that was declared and that the role holds; nil when one must be chosen first.
    public var purpose: String?
    /// Whether a step-up holds.
    public var isSteppedUp: Bool
}

/// Lets people in and out: sessions, their purposes, step-ups, and changes of password and codes.
///
/// Everything but the password's work blocks for a few reads of the store; nothing waits for it on an event loop.
public struct SignInDesk: Sendable {
    let store: GovernanceStore
    let terms: SharingTerms
    let credentials: CredentialDesk
    /// The sessions that are open.
    public let sessions: SessionBook
    /// Who signed in when.
    public let ledger: SignInLedger
    let work: PasswordWork
    let limits: AttemptLimits
    let challenges: PasskeyChallenges
    /// Wrong codes after which a session ends.
    static let mostFailures: Int64 = 5

    /// The desk of a store.
    ///
    /// - Parameter challenges: what passkeys are asked with, of this process.
    public init(
        _ store: GovernanceStore, terms: SharingTerms, sessions: SessionBook, work: PasswordWork,
        limits: AttemptLimits, challenges: PasskeyChallenges
    ) {
        self.challenges = challenges
        self.store = store
        self.terms = terms
        self.sessions = sessions
        self.work = work
        self.limits = limits
        credentials = CredentialDesk(store)
        ledger = SignInLedger(store)
    }

    /// The purposes that an account's role may declare, in the order of the tree.
    public func purposes(of account: Account) -> [PurposeTree.Purpose] {
        guard let role = terms.parties.role(account.role) else { return [] }
        return terms.purposes.leaves.filter { terms.holds(role, $0.code) }
    }

    /// Who asks with a token; nil when nobody does. A session of an account that was locked, that is out of its attestation, or
    /// whose password was changed elsewhere, is ended with all others of that account.
    ///
    /// - Parameter isUsing: whether the session is used by that, so that its idle time begins anew.
    public func signedIn(_ token: String, isUsing: Bool = true) throws -> SignedIn? {
        let now = store.now()
        guard let session = try sessions.find(token, at: now, isUsing: isUsing) else { return nil }
        let (access, day) = try store.read {
            (try $0.access(number: session.account), WashingtonTime.day(of: $0.now))
        }
        guard let access, access.stands(grant: session.grant), !access.account.isLocked,
            access.account.isAttested(on: day)
        else {
            try sessions.endAll(ofAccount: session.account)
            return nil
        }
        let role = terms.parties.role(access.account.role)
        let isHeld = role.map { terms.holds($0, session.purpose) } ?? false
        return SignedIn(
            account: access.account, session: session, purpose: isHeld ? session.purpose : nil,
            isSteppedUp: now < session.steppedUntil)
    }

    /// Declares the purpose of a session. Throws `ended`, `purpose`.
    public func declare(_ purpose: String, _ token: String) throws {
        guard let signedIn = try signedIn(token) else { throw SignInError(.ended) }
        guard purposes(of: signedIn.account).contains(where: { $0.code == purpose }) else {
            throw SignInError(.purpose)
        }
        guard signedIn.purpose != purpose else { return }
        // The entry first: no page is shown for a purpose that nobody wrote down.
        try ledger.note(.purposeDeclared, account: signedIn.account.number, purpose: purpose)
        try sessions.declare(purpose, token)
    }

    /// Ends the session, or every one of its account. Does nothing when it has ended.
    public func signOut(_ token: String, everywhere: Bool = false) throws {
        guard let session = try sessions.find(token, at: store.now()) else { return }
        if everywhere {
            try sessions.endAll(ofAccount: session.account)
            try sessions.forgetDevices(ofAccount: session.account)
        } else {
            try sessions.end(token)
        }
        try ledger.note(.signedOut, account: session.account)
    }

    /// Proves with a code that the holder still sits there; answers the session's new token. Throws `ended`, `refused`.
    public func stepUp(_ token: String, code: String) throws -> String {
        let present = try requireCode(code, token)
        let until = store.now().microseconds + sessions.limits.steppedUp * 1_000_000
        return try sessions.renew(present, steppedUntil: Instant(microseconds: until))
    }

    /// Answers `token` when the code is right. Throws `refused`, and `ended` when there is no session, or too many codes were
    /// wrong.
    func requireCode(_ code: String, _ token: String) throws -> String {
        guard let signedIn = try signedIn(token) else { throw SignInError(.ended) }
        guard let access = try store.read({ try $0.access(number: signedIn.account.number) }),
            let credential = try credentials.credential(access), try isRight(code, credential, access)
        else {
            try sessions.fail(token)
            if signedIn.session.failures + 1 >= Self.mostFailures {
                try sessions.end(token)
                throw SignInError(.ended)
            }
            throw SignInError(.refused)
        }
        return token
    }

    /// Whether a code is the app's of this half minute, or a recovery code; either is used by that.
    func isRight(_ code: String, _ credential: Credential, _ access: AccountAccess) throws -> Bool {
        let seconds = store.now().microseconds / 1_000_000
        let number = access.account.number
        if let step = credential.codes.step(of: code, atSeconds: seconds) {
            return try sessions.use(step: step, account: number)
        }
        guard let seq = access.credential?.seq,
            let place = credential.place(ofRecoveryCode: code, used: access.usedCodes)
        else { return false }
        do {
            try credentials.use(recoveryCode: place, ofAccount: number, credential: seq)
            return true
        } catch let error as SignInError where error.code == .refused {
            return false
        }
    }
}
