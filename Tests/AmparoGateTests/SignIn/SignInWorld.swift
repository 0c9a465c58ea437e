@testable import AmparoGate
import AmparoModel
import AmparoStore
import AmparoStoreSQLite
import AmparoTestSupport
import Testing

/// A store with a privacy officer and a case manager who can sign in, and a clock that stands still.
final class SignInWorld {
    static let password = "seven green otters hum"

    let store: GovernedStore
    let accounts: AccountDesk
    let credentials: CredentialDesk
    let sessions: SessionBook
    let limits: AttemptLimits
    let desk: SignInDesk

    init(limits sessionLimits: SessionLimits = SessionLimits()) throws {
        store = try GovernedStore()
        let random = RandomSource.seeded(77)
        accounts = AccountDesk(store.governance, codes: TestWords.terms)
        credentials = CredentialDesk(store.governance)
        sessions = try SessionBook(
            SQLiteDatabase(path: store.folder + "/data/sessions.sqlite", options: .init(create: true)), random: random,
            limits: sessionLimits)
        limits = try AttemptLimits(random: random)
        desk = SignInDesk(
            store.governance, terms: TestWords.terms, sessions: sessions,
            work: PasswordWork(random: random, cost: .init(logRounds: 4, blockSize: 1, parallelism: 1)), limits: limits,
            challenges: try PasskeyChallenges(random: random))
        try accounts.add(Officer.orr.request, by: [])
        try accounts.add(Officer.manager.request, by: [Officer.orr.signer])
    }

    var seconds: Int64 { store.clock.now.microseconds / 1_000_000 }

    /// Sets password and codes of an account by a link; answers the secret and the recovery codes.
    func setUp(_ officer: Officer = .manager, password: String = SignInWorld.password) async throws -> (
        secret: OneTimeCode, recovery: [String]
    ) {
        let link = try credentials.invite(officer.id, by: [officer.signer]).link
        let secret = try OneTimeCode(random: .seeded(5))
        let recovery = try await desk.set(
            password: Sensitive(password), codes: secret, code: secret.code(atSeconds: seconds), by: link)
        return (secret, recovery)
    }

    /// Tries to sign in; the clock goes on by a step first, so that the app shows a new code.
    func enter(
        _ account: String = "manager-1", _ password: String = SignInWorld.password, code: String? = nil,
        secret: OneTimeCode? = nil, device: String? = nil, address: String = "203.0.113.7"
    ) async throws -> OpenedSession {
        store.pass(seconds: 30)
        let typed = try code ?? #require(secret).code(atSeconds: seconds)
        return try await desk.signIn(
            SignInAttempt(
                account: account, password: Sensitive(password), code: typed, device: device, address: address))
    }
}
