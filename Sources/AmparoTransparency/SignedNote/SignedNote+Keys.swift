internal import Crypto

/// How a key signs notes: the signature type identifier bytes of C2SP `signed-note` that this program knows.
public enum SignatureType: UInt8, Sendable {
    /// An Ed25519 signature over the text, by a log.
    case ed25519 = 1
    /// An Ed25519 signature over the text and a time, by a witness (C2SP `tlog-cosignature`).
    case cosignature = 4
}

/// A key that verifies: its name, its type and 32 bytes of Ed25519 (<https://c2sp.org/signed-note>, "Verifier keys").
public struct VerifierKey: Hashable, Sendable, CustomStringConvertible {
    /// The name of whom it belongs to.
    public let name: OctetText
    /// How it signs.
    public let type: SignatureType
    /// The public key of RFC 8032.
    public let publicKey: [UInt8]
    /// The first four bytes of SHA-256 over name, newline, type and key.
    public let keyID: UInt32

    /// The key of that name. Throws `badName`, and `badKey` for a key that is not of 32 bytes.
    public init(name: OctetText, type: SignatureType, publicKey: [UInt8]) throws(TransparencyError) {
        guard name.isKeyName else { throw TransparencyError(.badName) }
        guard publicKey.count == 32 else { throw TransparencyError(.badKey) }
        self.name = name
        self.type = type
        self.publicKey = publicKey
        let named = name.bytes + [Lines.newline, type.rawValue] + publicKey
        keyID = named.withUnsafeBytes { TreeHash(sha256: $0) }.bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Reads `name+hash+key`: the hash eight hexadecimal digits, the key base64 of type and public key.
    ///
    /// Throws `badName`, `badKey`, and `unknownAlgorithm` for a key of a type this program does not know.
    public init(_ text: some Collection<UInt8>) throws(TransparencyError) {
        let parts = Array(text).split(separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[1].count == 8, let id = Self.hexadecimal(parts[1]),
            let key = Base64.decode(parts[2]), let type = key.first
        else { throw TransparencyError(.badKey) }
        guard let type = SignatureType(rawValue: type) else {
            throw TransparencyError(.unknownAlgorithm, "type \(type)")
        }
        try self.init(name: OctetText(parts[0]), type: type, publicKey: Array(key.dropFirst()))
        guard id == keyID else { throw TransparencyError(.badKey, "hash") }
    }

    /// Reads `name+hash+key` from a string.
    public init(_ text: String) throws(TransparencyError) { try self.init(Array(text.utf8)) }

    /// The key as `name+hash+key`.
    public var description: String {
        let digits = String(keyID, radix: 16)
        let key = String(decoding: Base64.encode([type.rawValue] + publicKey), as: UTF8.self)
        return "\(name)+" + String(repeating: "0", count: 8 - digits.count) + digits + "+" + key
    }

    /// Whether the key made this signature of the text of a note.
    func verifies(_ signature: [UInt8], of text: [UInt8]) -> Bool {
        switch type {
        case .ed25519: verifies(raw: signature, of: text)
        case .cosignature: TlogCosignature(signature).map { verifies(raw: $0.signature, of: $0.message(text)) } ?? false
        }
    }

    private func verifies(raw signature: [UInt8], of message: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
        return key.isValidSignature(signature, for: message)
    }

    private static func hexadecimal(_ digits: ArraySlice<UInt8>) -> UInt32? {
        guard digits.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }) else { return nil }
        return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}

/// A key that signs notes. It never prints its secret.
public struct NoteSigner: Sendable, CustomStringConvertible, CustomReflectable {
    /// The key that verifies what this one signs.
    public let verifierKey: VerifierKey
    private let seed: [UInt8]

    /// The key of a name from the 32-byte seed of RFC 8032. Throws `badName`, `badKey`.
    public init(name: OctetText, type: SignatureType, seed: [UInt8]) throws(TransparencyError) {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else {
            throw TransparencyError(.badKey)
        }
        verifierKey = try VerifierKey(
            name: name, type: type, publicKey: [UInt8](key.publicKey.rawRepresentation))
        self.seed = seed
    }

    /// Adds this key's signature to a note. Throws `badKey` when the key is a witness's: those sign with a time.
    public func sign(_ note: inout SignedNote) throws(TransparencyError) {
        guard verifierKey.type == .ed25519 else { throw TransparencyError(.badKey, "a witness's key") }
        note.signatures.append(try signature(over: note.text) { $0 })
    }

    /// This witness key's cosignature of a checkpoint at a time, in seconds since 1970-01-01T00:00:00Z.
    ///
    /// Throws `badKey` when the key is no witness's or the time is before 1970.
    public func cosign(_ checkpoint: TlogCheckpoint, at seconds: Int64) throws(TransparencyError)
        -> SignedNote.Signature
    {
        guard verifierKey.type == .cosignature, let time = UInt64(exactly: seconds) else {
            throw TransparencyError(.badKey, "no witness's key, or a time before 1970")
        }
        return try signature(over: TlogCosignature.message(checkpoint.text, time: time)) {
            TlogCosignature(time: time, signature: $0).encoded
        }
    }

    private func signature(over message: [UInt8], encoding: ([UInt8]) -> [UInt8]) throws(TransparencyError)
        -> SignedNote.Signature
    {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed),
            let signature = try? key.signature(for: message)
        else { throw TransparencyError(.badKey) }
        return SignedNote.Signature(
            name: verifierKey.name, keyID: verifierKey.keyID, bytes: encoding([UInt8](signature)))
    }

    /// The public key only.
    public var description: String { "signer of \(verifierKey)" }
    /// A mirror that shows nothing of the secret.
    public var customMirror: Mirror { Mirror(self, children: ["verifierKey": verifierKey], displayStyle: .struct) }
}
