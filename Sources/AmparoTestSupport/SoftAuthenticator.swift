public import AmparoGate
internal import Crypto
internal import Foundation

/// An authenticator and browser for tests: makes a passkey and signs with it as WebAuthn says, or wrongly in a way that a test names.
public struct SoftAuthenticator {
    /// Whether its key is Ed25519; else P-256.
    public let isEdwards: Bool
    /// How often it has signed; nil for one that does not count.
    public var count: UInt32? = 0
    /// What it is told of the site; the origin that the browser says.
    public var origin: String
    /// The name that it hashes.
    public var name: String
    /// Flags: somebody was there (1), and made sure who (4).
    public var flags: UInt8 = 5
    /// The id of its passkey.
    public let id: [UInt8]
    private let p256: P256.Signing.PrivateKey
    private let edwards: Curve25519.Signing.PrivateKey

    /// An authenticator whose key follows from `seed`.
    public init(origin: String, name: String, seed: UInt8 = 1, isEdwards: Bool = false) throws {
        (self.origin, self.name, self.isEdwards) = (origin, name, isEdwards)
        id = [UInt8](repeating: seed, count: 32)
        p256 = try P256.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: seed, count: 32))
        edwards = try Curve25519.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: seed, count: 32))
    }

    /// Bytes as base64url.
    public static func text(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    private func clientData(_ type: String, _ challenge: String) -> [UInt8] {
        Array(
            "{\"type\":\"\(type)\",\"challenge\":\"\(challenge)\",\"origin\":\"\(origin)\",\"crossOrigin\":false}".utf8)
    }

    private func data(_ extra: UInt8) -> [UInt8] {
        let count = count ?? 0
        return [UInt8](SHA256.hash(data: Array(name.utf8))) + [flags | extra]
            + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) }
    }

    /// The public key as COSE writes it.
    public var key: [UInt8] {
        if isEdwards { return [0xA4, 1, 1, 3, 0x27, 0x20, 6, 0x21, 0x58, 32] + edwards.publicKey.rawRepresentation }
        let point = [UInt8](p256.publicKey.rawRepresentation)
        return [0xA5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32] + point[..<32] + [0x22, 0x58, 32] + point[32...]
    }

    /// The attestation object of the passkey, in the format `none`.
    public func attestation() -> [UInt8] {
        let made = data(0x40) + [UInt8](repeating: 0, count: 16) + [0, UInt8(id.count)] + id + key
        return [0xA3, 0x63] + Array("fmt".utf8) + [0x64] + Array("none".utf8) + [0x67] + Array("attStmt".utf8) + [
            0xA0, 0x68,
        ]
            + Array("authData".utf8) + [0x58, UInt8(made.count)] + made
    }

    /// Makes its passkey.
    public func make(_ challenge: String) -> PasskeyAnswer {
        PasskeyAnswer(
            id: Self.text(id), clientData: Self.text(clientData("webauthn.create", challenge)),
            authenticator: Self.text(attestation()))
    }

    /// Signs a challenge.
    public mutating func sign(_ challenge: String, user: String = "") throws -> PasskeyAnswer {
        if let count { self.count = count + 1 }
        let client = clientData("webauthn.get", challenge)
        let message = data(0) + [UInt8](SHA256.hash(data: client))
        let signature =
            try isEdwards
            ? [UInt8](edwards.signature(for: message))
            : [UInt8](p256.signature(for: SHA256.hash(data: message)).derRepresentation)
        return PasskeyAnswer(
            id: Self.text(id), clientData: Self.text(client), authenticator: Self.text(data(0)),
            signature: Self.text(signature), user: user)
    }
}
