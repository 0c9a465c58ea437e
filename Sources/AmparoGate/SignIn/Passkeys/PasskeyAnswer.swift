internal import AmparoOversight
internal import Crypto

/// What a browser answered, field by field as base64url (WebAuthn 5.2).
public struct PasskeyAnswer: Sendable {
    /// The passkey's id.
    public var id: String
    /// What the browser says of the ceremony.
    public var clientData: String
    /// Of a passkey that was made, the attestation object; else what the authenticator says.
    public var authenticator: String
    /// The signature; empty when a passkey was made.
    public var signature: String
    /// Whom the passkey was made for; empty where the authenticator does not say.
    public var user: String

    /// An answer.
    public init(id: String, clientData: String, authenticator: String, signature: String = "", user: String = "") {
        self.id = id
        self.clientData = clientData
        self.authenticator = authenticator
        self.signature = signature
        self.user = user
    }

    /// What the browser says of the ceremony (WebAuthn 5.8.1), as it was signed; nil unless it is of this kind and site.
    func browserData(_ type: String, _ site: PasskeySite) -> (challenge: String, bytes: [UInt8])? {
        guard let bytes = Base64URL.bytes(clientData), bytes.count <= 16_384, let json = try? JSON(utf8: bytes),
            json["type"]?.string == type, json["origin"]?.string == site.origin,
            let challenge = json["challenge"]?.string, json["crossOrigin"].map({ $0 == .bool(false) }) ?? true,
            json["topOrigin"] == nil
        else { return nil }
        return (challenge, bytes)
    }
}

extension PasskeyKey {
    /// Whether an answer was signed by this key (WebAuthn 7.2, steps 19 and 20).
    func hasSigned(authenticator: [UInt8], browserData: [UInt8], _ signature: [UInt8]) -> Bool {
        hasSigned(authenticator + Array(SHA256.hash(data: browserData)), signature)
    }
}
