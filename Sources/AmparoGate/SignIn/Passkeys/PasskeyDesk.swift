public import AmparoModel
public import AmparoStore

extension EntryKind {
    /// A passkey opens an account from here on. Its id, its public key and the name that the holder gave it are sealed to the account.
    public static let passkeyAdded = EntryKind(rawValue: 164)
    /// A passkey opens nothing any more, and its sessions have ended.
    public static let passkeyRemoved = EntryKind(rawValue: 165)
}

/// A passkey as its holder sees it.
public struct Passkey: Hashable, Sendable {
    /// The entry that added it: its number.
    public var seq: Int64
    /// What the holder calls it.
    public var label: String
    /// When it was added.
    public var added: Instant
}

/// A passkey, opened.
struct KnownPasskey: Sendable {
    var seq: Int64
    var account: Int64
    var id: [UInt8]
    var key: PasskeyKey
    /// The name of the site it is bound to.
    var site: String
}

/// The passkeys of accounts (WebAuthn Level 3, sections 7.1 and 7.2): an authenticator that made sure who sits there is password and
/// code in one, for this site only. What an account may be opened by is an entry, sealed to it, like password and codes; the
/// count of an authenticator lies beside the sessions.
struct PasskeyDesk: Sendable {
    /// The most passkeys of one account.
    static let most = 10
    /// The longest name of one, in Unicode scalars.
    static let longestLabel = 60
    private static let idKind = IdentifierType(rawValue: "passkey-id")
    private static let userKind = IdentifierType(rawValue: "passkey-user")

    let store: GovernanceStore

    /// By what an account is known to authenticators: nobody learns its number or id from it.
    func user(_ account: Int64) -> String {
        Base64URL.text(blind(Array(String(account).utf8), Self.userKind))
    }

    private func blind(_ bytes: [UInt8], _ kind: IdentifierType) -> [UInt8] {
        bytes.withUnsafeBytes { store.keys.secrets.blindIndex(kind).value(of: $0).bytes }
    }

    /// Adds one that was made just now. Throws `SignInError` `passkey` when it may not be added.
    func add(_ made: AuthenticatorData.Made, label: String, site: PasskeySite, to account: Int64) throws -> Int64 {
        let label = String(label.unicodeScalars.prefix(Self.longestLabel).map(Character.init))
        let hash = blind(made.id, Self.idKind)
        return try store.append { moment in
            guard let access = try moment.access(number: account), access.credential != nil,
                access.passkeys.count < Self.most, try holder(of: hash, moment) == nil
            else { throw SignInError(.passkey) }
            var draft = GovernanceDraft(kind: .passkeyAdded, actor: account, occurred: .at(moment.now))
            draft.payload[number: .subject] = account
            draft.payload[bytes: .hash] = hash
            draft.sealed = SealedWords(
                Person(.account, account),
                [.name: label, .keyID: Hexadecimal.text(made.id), .publicKey: made.key.text, .site: site.name])
            return [draft]
        }[0]
    }

    /// Takes one away. Throws `SignInError` `passkey` when the account has none of that number.
    func remove(_ seq: Int64, from account: Int64) throws {
        try store.append { moment in
            guard try moment.access(number: account)?.passkeys.contains(where: { $0.seq == seq }) ?? false else {
                throw SignInError(.passkey)
            }
            var draft = GovernanceDraft(kind: .passkeyRemoved, actor: account, occurred: .at(moment.now))
            draft.payload[number: .subject] = account
            draft.payload[number: .other] = seq
            return [draft]
        }
    }

    /// The passkeys of an account, the first added first.
    func all(_ account: Int64) throws -> [Passkey] {
        let facts = try store.read { try $0.access(number: account)?.passkeys ?? [] }
        return try facts.map { fact in
            Passkey(
                seq: fact.seq, label: try store.sealedText(of: fact.seq)?.words[.name] ?? "", added: fact.recorded)
        }
    }

    /// The ids of an account's passkeys as base64url, so that an authenticator makes no second one.
    func ids(_ account: Int64) throws -> [String] {
        let facts = try store.read { try $0.access(number: account)?.passkeys ?? [] }
        return try facts.compactMap { try open($0, of: account).map { Base64URL.text($0.id) } }
    }

    /// The passkey of an id; nil when it opens nothing.
    func find(_ id: [UInt8]) throws -> KnownPasskey? {
        let hash = blind(id, Self.idKind)
        guard let found = try store.read({ try holder(of: hash, $0) }) else { return nil }
        return try open(found.fact, of: found.account).flatMap { constantTimeEqual($0.id, id) ? $0 : nil }
    }

    private func open(_ fact: GovernanceFact, of account: Int64) throws -> KnownPasskey? {
        guard let words = try store.sealedText(of: fact.seq)?.words,
            let id = words[.keyID].flatMap({ Hexadecimal.bytes($0) }),
            let key = words[.publicKey].flatMap(PasskeyKey.init(text:))
        else { return nil }
        return KnownPasskey(seq: fact.seq, account: account, id: id, key: key, site: words[.site] ?? "")
    }

    private func holder(
        of hash: [UInt8], _ moment: GovernanceMoment
    ) throws -> (account: Int64, fact: GovernanceFact)? {
        let facts = try moment.facts.all(.account).recorded(by: moment.now)
        let holders = Set(
            facts.filter { $0.kind == .passkeyAdded && $0.payload[bytes: .hash] == hash }.map(\.subject))
        for account in holders.sorted() {
            let known = try moment.access(number: account)?.passkeys ?? []
            if let fact = known.first(where: { $0.payload[bytes: .hash] == hash }) { return (account, fact) }
        }
        return nil
    }
}
