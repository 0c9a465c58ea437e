import AmparoGate
import AmparoIntake
import AmparoModel
import AmparoServer
import AmparoSharing
import AmparoStore
import AmparoStoreSQLite
import Logging

extension OpenStore {
    /// The book of sessions beside the store.
    func sessionBook(_ limits: SessionLimits = SessionLimits()) throws -> SessionBook {
        try SessionBook(
            SQLiteDatabase(
                path: folder + "/" + Self.sessionFile, options: SQLiteDatabase.Options(create: true, longLog: 4096)),
            random: record.random, limits: limits)
    }

    /// The sign-in of this store's accounts; nil as long as no account can be signed in to, or when passwords would cross a
    /// network in plain.
    func signInOffice(
        _ configuration: ServerConfiguration, sessions limits: SessionLimits, openID: OpenIDProvider.Client?,
        site: PasskeySite? = nil, clock: ServerClock, logger: Logger
    ) throws -> SignInOffice? {
        guard try CredentialDesk(governance).isUsed() else { return nil }
        guard configuration.isPrivate else {
            logger.warning(
                "nobody can sign in: passwords would cross the network in plain; give --tls-cert and --tls-key, or --tls-at-proxy"
            )
            return nil
        }
        let terms = try SharingTerms.shipped()
        let random = record.random
        let desk = SignInDesk(
            governance, terms: terms, sessions: try sessionBook(limits), work: PasswordWork(random: random),
            limits: try AttemptLimits(random: random), challenges: try PasskeyChallenges(random: random))
        return SignInOffice(
            desk: desk, accounts: AccountDesk(governance, codes: terms), random: random, clock: clock,
            isSecure: configuration.isSecure, isBehindProxy: configuration.isBehindTLS,
            provider: openID.map { OpenIDProvider(client: $0, transport: .http(), now: now) }, site: site)
    }
}
