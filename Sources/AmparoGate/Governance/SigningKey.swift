internal import Crypto

/// An officer's own signing key (Ed25519, RFC 8032). The store holds only the public part.
public struct SigningKey: Sendable {
    private let key: Curve25519.Signing.PrivateKey

    /// The key whose private part stands in these 32 bytes; nil when they are not 32.
    public init?(privateBytes bytes: [UInt8]) {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes) else { return nil }
        self.key = key
    }

    /// The public part, 32 bytes.
    public var publicBytes: [UInt8] { [UInt8](key.publicKey.rawRepresentation) }

    /// Signs bytes that are no statement, such as a token. Throws `signature` when the operating system gives no random bytes.
    public func sign(bytes: [UInt8]) throws -> [UInt8] {
        do {
            return [UInt8](try key.signature(for: bytes))
        } catch {
            throw GovernanceError(.signature, "Nothing could be signed; try again.")
        }
    }

    /// Signs a statement. Throws `signature` when the operating system gives no random bytes.
    public func sign(_ statement: Statement) throws -> [UInt8] {
        try sign(bytes: Array(statement.text.utf8))
    }
}

/// What an officer signs: a short text that says the act, by whom, about what, and the hash of what exactly. The same
/// act always has the same text, so that a signature can be made on another machine.
public struct Statement: Hashable, Sendable {
    /// The act: the name of an entry kind.
    public var act: String
    /// The account that acts.
    public var account: String
    /// What it acts on, in words: `orr-opla-court-appearance@1`, `erasure 530`.
    public var about: String
    /// SHA-256 of what exactly: an agreement's content hash, or the plain part of the entry without its signatures.
    public var content: [UInt8]

    /// A statement.
    public init(act: String, account: String, about: String, content: [UInt8]) {
        self.act = act
        self.account = account
        self.about = about
        self.content = content
    }

    /// The bytes that are signed: UTF-8, lines ended by a line feed.
    public var text: String {
        """
        amparo statement 1
        act: \(act)
        account: \(account)
        about: \(about)
        content: \(Hexadecimal.text(content))
        I do this in my own name and for the agency whose account this is.

        """
    }

    /// Whether a signature is that of a public key over this statement.
    public func isSigned(_ signature: [UInt8], by publicKey: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
        return key.isValidSignature(signature, for: Array(text.utf8))
    }

    static func digest(_ bytes: [UInt8]) -> [UInt8] { [UInt8](SHA256.hash(data: bytes)) }
}

/// How an act is signed.
public enum SignatureSource: Sendable {
    /// With the key itself.
    case key(SigningKey)
    /// With a signature that was made elsewhere, 64 bytes.
    case made([UInt8])
    /// Not yet: the act is refused with `SignatureNeeded`, which has the statement.
    case asked
}

/// Who acts, and how that is signed.
public struct Signer: Sendable {
    /// The account's id.
    public var account: String
    /// How it is signed.
    public var source: SignatureSource

    /// A signer.
    public init(_ account: String, _ source: SignatureSource) {
        self.account = account
        self.source = source
    }
}

/// An act that was asked for without a signature: this is the statement to be signed.
public struct SignatureNeeded: Error, Sendable {
    /// The statement.
    public var statement: Statement
}

/// Bytes as lower-case hexadecimal digits.
public enum Hexadecimal {
    /// The digits of bytes.
    public static func text(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// The bytes of an even number of digits, in either case; anything else is nil.
    public static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        let digits = text.utf8.map { digit -> UInt8? in
            switch digit {
            case 0x30...0x39: digit - 0x30
            case 0x61...0x66: digit - 0x57
            case 0x41...0x46: digit - 0x37
            default: nil
            }
        }
        guard digits.count.isMultiple(of: 2), !digits.contains(nil) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { (digits[$0] ?? 0) << 4 | (digits[$0 + 1] ?? 0) }
    }
}
