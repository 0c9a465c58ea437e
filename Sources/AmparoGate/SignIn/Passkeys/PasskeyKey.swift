internal import Crypto
internal import Foundation

/// The public key of a passkey, as COSE writes it (RFC 9053): ES256 on P-256, or Ed25519.
enum PasskeyKey: Equatable, Sendable {
    /// ES256: the two coordinates, 32 bytes each.
    case es256(x: [UInt8], y: [UInt8])
    /// Ed25519: 32 bytes.
    case ed25519([UInt8])

    /// What is asked of a browser, in the order of preference (IANA, "COSE Algorithms").
    static let algorithms: [Int] = [-7, -8]

    /// nil for a key of another kind, or one that is no point of its curve.
    init?(_ cose: CBORValue) {
        switch (cose[1]?.number, cose[3]?.number) {
        case (2, -7):
            guard cose[-1]?.number == 1, let x = cose[-2]?.bytes, let y = cose[-3]?.bytes, x.count == 32, y.count == 32
            else { return nil }
            self = .es256(x: x, y: y)
        case (1, -8):
            guard cose[-1]?.number == 6, let x = cose[-2]?.bytes, x.count == 32 else { return nil }
            self = .ed25519(x)
        default: return nil
        }
        guard isOfItsCurve else { return nil }
    }

    /// Reads `text`; nil for anything else.
    init?(text: String) {
        let parts = text.split(separator: ":")
        guard parts.count == 2, let bytes = Hexadecimal.bytes(parts[1]) else { return nil }
        switch (parts[0], bytes.count) {
        case ("es256", 64): self = .es256(x: Array(bytes[..<32]), y: Array(bytes[32...]))
        case ("ed25519", 32): self = .ed25519(bytes)
        default: return nil
        }
        guard isOfItsCurve else { return nil }
    }

    /// How it is kept.
    var text: String {
        switch self {
        case .es256(let x, let y): "es256:" + Hexadecimal.text(x + y)
        case .ed25519(let bytes): "ed25519:" + Hexadecimal.text(bytes)
        }
    }

    private static func p256(_ x: [UInt8], _ y: [UInt8]) -> P256.Signing.PublicKey? {
        try? P256.Signing.PublicKey(x963Representation: [4] + x + y)
    }

    private var isOfItsCurve: Bool {
        switch self {
        case .es256(let x, let y): Self.p256(x, y) != nil
        case .ed25519(let bytes): (try? Curve25519.Signing.PublicKey(rawRepresentation: bytes)) != nil
        }
    }

    /// Whether a signature of `message` is this key's.
    func hasSigned(_ message: [UInt8], _ signature: [UInt8]) -> Bool {
        switch self {
        case .es256(let x, let y):
            guard let key = Self.p256(x, y), let signed = try? P256.Signing.ECDSASignature(derRepresentation: signature)
            else { return false }
            return key.isValidSignature(signed, for: SHA256.hash(data: message))
        case .ed25519(let bytes):
            guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes) else { return false }
            return key.isValidSignature(signature, for: message)
        }
    }
}
