internal import AmparoGate
internal import Crypto
internal import Foundation

/// One way to the provider and back. Everything of it follows from 32 random bytes that a cookie carries, so the server keeps
/// nothing of those who went away and did not come back.
struct OpenIDFlow {
    /// The random bytes as 64 hexadecimal digits.
    var secret: String
    /// Where the reader wanted to go.
    var next: String
    /// Whether the provider must ask for the person's proof once more.
    var isStepUp: Bool

    /// What the cookie holds.
    var cookie: String { "\(secret).\(isStepUp ? 1 : 0).\(FormBody.encode([("n", next)]))" }

    init(secret: String, next: String, isStepUp: Bool) {
        self.secret = secret
        self.next = next
        self.isStepUp = isStepUp
    }

    /// Reads `cookie`; nil for anything else.
    init?(cookie: String) {
        let parts = cookie.split(separator: ".", maxSplits: 2).map(String.init)
        guard parts.count == 3, parts[0].utf8.count == 64, ["0", "1"].contains(parts[1]),
            let next = FormBody.decode(parts[2].utf8)?.first?.value
        else { return nil }
        self.init(secret: parts[0], next: ownAddress(next), isStepUp: parts[1] == "1")
    }

    /// Ties the answer to this browser.
    var state: String { derived("state") }
    /// Ties the token to this way.
    var nonce: String { derived("nonce") }
    /// Ties the code to this way (RFC 7636, 4.1).
    var verifier: String { derived("verifier") }
    /// What the provider is told of the verifier: its SHA-256 in base64url (RFC 7636, 4.2).
    var challenge: String {
        Data(SHA256.hash(data: Array(verifier.utf8))).base64EncodedString().replacing("+", with: "-")
            .replacing("/", with: "_").replacing("=", with: "")
    }

    private func derived(_ use: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("amparo openid \(use)".utf8), using: SymmetricKey(data: Array(secret.utf8)))
        return Hexadecimal.text(Array(code))
    }
}
