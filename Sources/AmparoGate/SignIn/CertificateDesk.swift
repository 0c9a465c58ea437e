public import AmparoModel
public import AmparoSharing
internal import AmparoStore

/// A machine's client certificate as it stands: whose it is, for which purposes it asks, until when.
public struct MachineCertificate: Hashable, Sendable {
    /// The account's number.
    public var account: Int64
    /// The account's id.
    public var id: String
    /// SHA-256 of the certificate as DER, 32 bytes.
    public var fingerprint: [UInt8]
    /// The codes of the purposes it may ask for; the account's role must hold each as well.
    public var purposes: [String]
    /// The last day on which it is taken, Washington time.
    public var until: Day
}

/// Registers the client certificates by which machines are known (mutual TLS).
///
/// **Who may.** It opens access, so it is signed by those who may attest the account, never by the account alone. That the
/// machine has the certificate's key, TLS proves with each connection; who vouches for the certificate in the world does not
/// matter, because its fingerprint is what was registered. Another holder of the account or a lock ends all of them.
public struct CertificateDesk: Sendable {
    /// The most days for which a certificate can be registered.
    public static let mostDays = 397

    private let store: GovernanceStore
    private let terms: SharingTerms

    /// The certificates of a store.
    public init(_ store: GovernanceStore, terms: SharingTerms) {
        self.store = store
        self.terms = terms
    }

    /// Registers a certificate for an account and some of its purposes, up to and with a day.
    ///
    /// Throws `exists` when another account has it, `unknownWord` for a purpose that the role does not hold, for none, and for a
    /// day that is past or more than 397 days away; else as `AccountDesk.attest`.
    public func register(
        _ fingerprint: [UInt8], for id: String, purposes: [String], until: Day, by signers: [Signer]
    ) throws {
        guard fingerprint.count == 32 else {
            throw GovernanceError(.unknownWord, "A fingerprint is the SHA-256 of a certificate: 64 hexadecimal digits.")
        }
        try store.append { moment in
            let account = try moment.account(id)
            guard !account.isLocked else {
                throw GovernanceError(.locked, "The account \(id) is locked; a privacy officer can open it again.")
            }
            let today = WashingtonTime.day(of: moment.now)
            guard (0...Self.mostDays).contains(until.days(since: today)) else {
                throw GovernanceError(
                    .unknownWord,
                    "A certificate is registered up to a day from today on, \(Self.mostDays) days at most.")
            }
            let role = terms.parties.role(account.role)
            guard !purposes.isEmpty, purposes.allSatisfy({ code in role.map { terms.holds($0, code) } ?? false }) else {
                throw GovernanceError(.unknownWord, "Name purposes that the role \(account.role) holds.")
            }
            guard
                try Self.standing(moment).allSatisfy({ $0.fingerprint != fingerprint || $0.account == account.number })
            else { throw GovernanceError(.exists, "Another account has this certificate.") }
            var draft = GovernanceDraft(kind: .certificateRegistered, occurred: .at(moment.now))
            draft.payload[number: .subject] = account.number
            draft.payload[bytes: .hash] = fingerprint
            draft.payload[codes: .purposes] = Set(purposes).sorted()
            draft.payload[day: .day] = until
            try moment.grant(
                &draft, agencies: [account.agency], to: account.number, among: try moment.accounts(), by: signers,
                about: id)
            return [draft]
        }
    }

    /// Ends a certificate from here on. No signature is needed for what closes access. Throws `notFound`.
    public func end(_ fingerprint: [UInt8]) throws {
        try store.append { moment in
            guard let known = try Self.standing(moment).first(where: { $0.fingerprint == fingerprint }) else {
                throw GovernanceError(.notFound, "No account has this certificate.")
            }
            var draft = GovernanceDraft(kind: .certificateRegistered, occurred: .at(moment.now))
            draft.payload[number: .subject] = known.account
            draft.payload[bytes: .hash] = fingerprint
            draft.payload.flag = true
            return [draft]
        }
    }

    /// The certificates that stand now, by account and fingerprint.
    public func all() throws -> [MachineCertificate] {
        try store.read { moment in
            let today = WashingtonTime.day(of: moment.now)
            return try Self.standing(moment).filter { $0.until >= today }
        }
    }

    /// All that were registered and neither ended nor lost with the account's holder, whatever the day.
    fileprivate static func standing(_ moment: GovernanceMoment) throws -> [MachineCertificate] {
        try moment.facts.all(.account).recorded(by: moment.now).bySubject().flatMap { _, history in
            guard let account = Account(history), !account.isLocked else { return [MachineCertificate]() }
            var found: [[UInt8]: MachineCertificate] = [:]
            var key: [UInt8]?
            for fact in history {
                switch fact.kind {
                case .accountAdded, .accountChanged:
                    if fact.payload[bytes: .signingKey] != key { found = [:] }
                    key = fact.payload[bytes: .signingKey]
                case .accountLocked: found = [:]
                case .certificateRegistered:
                    guard let hash = fact.payload[bytes: .hash] else { continue }
                    found[hash] =
                        fact.payload.flag
                        ? nil
                        : MachineCertificate(
                            account: account.number, id: account.id, fingerprint: hash,
                            purposes: fact.payload[codes: .purposes], until: fact.payload[day: .day] ?? Day(number: 0))
                default: break
                }
            }
            return found.values.sorted { $0.fingerprint.lexicographicallyPrecedes($1.fingerprint) }
        }.sorted { $0.account < $1.account }
    }
}

/// Finds the account of a certificate: worked out once for a state of governance, so that a request costs one look-up.
public final class CertificateDirectory: Sendable {
    private let store: GovernanceStore
    private let byFingerprint = KeptByVersion<Int64, [[UInt8]: MachineCertificate]>()

    /// The directory of a store.
    public init(_ store: GovernanceStore) { self.store = store }

    /// Whose certificate it is now; nil when it is nobody's, was ended, or its last day is past.
    public func find(_ fingerprint: [UInt8]) throws -> MachineCertificate? {
        try store.read { moment in
            let known = try byFingerprint.value(at: moment.facts.version()) {
                () throws -> [[UInt8]: MachineCertificate] in
                let all = try CertificateDesk.standing(moment).map { ($0.fingerprint, $0) }
                return Dictionary(all, uniquingKeysWith: { first, _ in first })
            }
            return known[fingerprint].flatMap { $0.until >= WashingtonTime.day(of: moment.now) ? $0 : nil }
        }
    }
}
