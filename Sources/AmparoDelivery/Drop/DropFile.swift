internal import Crypto

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// A file for an office that has nothing but a folder: encrypted to its key, signed with ours (docs/formats.md, "Drop files").
///
/// | bytes | what |
/// |---|---|
/// | 14 | `amparo-drop/1` and a line feed |
/// | 32 | the sender's Ed25519 public key |
/// | 32 | the recipient's X25519 public key |
/// | 32 | the encapsulated key of HPKE (RFC 9180), base mode, X25519, HKDF-SHA256, ChaCha20-Poly1305 |
/// | | the ciphertext; `info` are the first 14 bytes, the associated data the first 78 |
/// | 64 | the Ed25519 signature over everything before it |
///
/// Inside is a JSON array of CloudEvents (`application/cloudevents-batch+json`).
public enum DropFile {
    static let magic = Array("amparo-drop/1\n".utf8)
    private static let headLength = 14 + 32 + 32
    private static let suite = HPKE.Ciphersuite.Curve25519_SHA256_ChachaPoly

    /// Not longer than this is a file opened, in bytes.
    public static let longest = 16 << 20

    static func sealed(
        _ text: [UInt8], to recipient: [UInt8], by sender: Curve25519.Signing.PrivateKey
    ) throws -> [UInt8] {
        let key = try Curve25519.KeyAgreement.PublicKey(rawRepresentation: recipient)
        let head = magic + [UInt8](sender.publicKey.rawRepresentation) + recipient
        var hpke = try HPKE.Sender(recipientKey: key, ciphersuite: suite, info: Data(magic))
        let sealed = try hpke.seal(text, authenticating: head)
        let signed = head + [UInt8](hpke.encapsulatedKey) + [UInt8](sealed)
        return signed + [UInt8](try sender.signature(for: signed))
    }

    /// Opens a file.
    ///
    /// - Parameters:
    ///   - secret: the recipient's X25519 private key, 32 bytes.
    ///   - sender: the Ed25519 public key that the recipient was given out of band, 32 bytes.
    /// - Throws: `DeliveryError` `.notOpened` when it is no such file, was changed, is of another sender or for another recipient.
    public static func open(_ file: [UInt8], secret: [UInt8], sender: [UInt8]) throws(DeliveryError) -> [UInt8] {
        func refuse(_ message: String) -> DeliveryError { DeliveryError(.notOpened, message) }
        guard file.count >= headLength + 32 + 16 + 64, file.starts(with: magic) else {
            throw refuse("this is no drop file; check that it was copied whole")
        }
        guard Array(file[14..<46]) == sender else {
            throw refuse("the file is not of the sender whose key was given; ask the sender before you trust it")
        }
        let signed = file[..<(file.count - 64)]
        guard let verification = try? Curve25519.Signing.PublicKey(rawRepresentation: sender),
            verification.isValidSignature(Array(file[(file.count - 64)...]), for: Array(signed))
        else { throw refuse("the file was changed on its way; ask for it again") }
        guard let key = try? Curve25519.KeyAgreement.PrivateKey(rawRepresentation: secret),
            Array(file[46..<78]) == [UInt8](key.publicKey.rawRepresentation)
        else { throw refuse("the file is for another key; name the right key file") }
        do {
            var hpke = try HPKE.Recipient(
                privateKey: key, ciphersuite: suite, info: Data(magic), encapsulatedKey: Data(file[78..<110]))
            return [UInt8](try hpke.open(Array(signed[110...]), authenticating: Array(file[..<headLength])))
        } catch {
            throw refuse("the file does not open; ask for it again")
        }
    }
}

/// The key of a recipient of drop files: made by the recipient, whose secret half never leaves its machine.
public struct DropKey: Sendable {
    private static let prefix = "amparo-drop-key/1 "
    private let key: Curve25519.KeyAgreement.PrivateKey

    /// The key of 32 random bytes; nil for any other number.
    public init?(secret: [UInt8]) {
        guard secret.count == 32, let key = try? Curve25519.KeyAgreement.PrivateKey(rawRepresentation: secret) else {
            return nil
        }
        self.key = key
    }

    /// Reads what `text` wrote; nil for anything else.
    public init?(text: String) {
        let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        guard line.hasPrefix(Self.prefix), let bytes = Base64.bytes(String(line.dropFirst(Self.prefix.count))) else {
            return nil
        }
        self.init(secret: bytes)
    }

    /// The secret half, for the recipient's own file: one line.
    public var text: String { Self.prefix + Base64.text(secret) + "\n" }
    /// The secret half, 32 bytes.
    public var secret: [UInt8] { [UInt8](key.rawRepresentation) }
    /// The public half, which the sender is given: `amdk_` and its base64.
    public var publicText: String { "amdk_" + Base64.text([UInt8](key.publicKey.rawRepresentation)) }

    /// The 32 bytes of a public half, or of a sender's key (`whpk_`); nil for anything else.
    public static func publicBytes(_ text: String, prefix: String = "amdk_") -> [UInt8]? {
        guard text.hasPrefix(prefix), let bytes = Base64.bytes(String(text.dropFirst(prefix.count))), bytes.count == 32
        else { return nil }
        return bytes
    }
}
