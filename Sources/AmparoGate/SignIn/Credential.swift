internal import AmparoStore
internal import Crypto

/// By what somebody signs in: a password, the secret of an authenticator app, and recovery codes of which hashes are kept.
public struct Credential: Sendable {
    /// What is kept of the password.
    var password: PasswordHash
    /// The secret of the app.
    var codes: OneTimeCode
    /// The hashes of the recovery codes, in order.
    var recovery: [[UInt8]]

    /// A credential. `recovery` are the codes themselves.
    public init(password: PasswordHash, codes: OneTimeCode, recovery: [String]) {
        self.password = password
        self.codes = codes
        self.recovery = recovery.map(RecoveryCode.hash)
    }

    /// Reads what was sealed; nil when it is not whole.
    init?(_ sealed: SealedWords) {
        guard let password = sealed.words[.password].flatMap(PasswordHash.init(text:)),
            let codes = sealed.words[.codeSecret].flatMap(OneTimeCode.init(text:))
        else { return nil }
        self.password = password
        self.codes = codes
        recovery = (sealed.words[.recovery] ?? "").split(separator: ",").compactMap { Hexadecimal.bytes($0) }
    }

    /// What is sealed to the account.
    func sealed(_ account: Int64) -> SealedWords {
        SealedWords(
            Person(.account, account),
            [
                .password: password.text, .codeSecret: codes.text,
                .recovery: recovery.map { Hexadecimal.text($0) }.joined(separator: ","),
            ])
    }

    /// The place of a recovery code, from 1; nil when it is none of them, or was used.
    func place(ofRecoveryCode typed: String, used: Set<Int64>) -> Int64? {
        let hash = RecoveryCode.hash(typed)
        var found: Int64?
        for (index, known) in recovery.enumerated() where constantTimeEqual(known, hash) { found = Int64(index + 1) }
        return found.flatMap { used.contains($0) ? nil : $0 }
    }
}

/// A one-time link with which the holder of an account sets password and codes.
public struct SignInLink: Hashable, Sendable {
    /// The account's number.
    public let account: Int64
    /// 32 random bytes. The store keeps only their hash.
    let secret: [UInt8]

    init(account: Int64, random: RandomSource) throws {
        self.account = account
        secret = try random.bytes(32)
    }

    /// Reads `text`; nil for anything else.
    public init?(text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count <= 18, let account = Int64(parts[0]), account > 0,
            let secret = Hexadecimal.bytes(parts[1]), secret.count == 32
        else { return nil }
        self.account = account
        self.secret = secret
    }

    /// The account's number, a dash, and the bytes as hexadecimal digits: the last part of the link's path.
    public var text: String { "\(account)-\(Hexadecimal.text(secret))" }

    /// What the store keeps.
    var hash: [UInt8] { [UInt8](SHA256.hash(data: secret)) }
}
