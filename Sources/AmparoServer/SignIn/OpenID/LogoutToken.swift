internal import AmparoGate
internal import JWTKit

/// What a provider says when it has signed somebody out (OpenID Connect Back-Channel Logout 1.0, 2.4).
struct LogoutToken: JWTPayload {
    /// What happened.
    struct Events: Codable {
        struct Nothing: Codable {}

        var loggedOut: Nothing

        enum CodingKeys: String, CodingKey {
            case loggedOut = "http://schemas.openid.net/event/backchannel-logout"
        }
    }

    var iss: String
    var sub: String?
    var aud: IDToken.Audience
    var exp: Double?
    var iat: Double
    var jti: String
    var events: Events
    var nonce: String?

    /// Nothing: `subject` looks at the claims, by the clock that is passed in.
    func verify(using algorithm: some JWTAlgorithm) async throws {}

    /// Who was signed out. Throws `SignInError` `provider` unless the token is this issuer's, for this client, of now, and names a
    /// subject: of one that names a session of the provider only, nothing is known here. With a nonce it is an ID token.
    func subject(issuer: String, client: String, seconds: Int64) throws -> String {
        let now = Double(seconds)
        guard iss == issuer, aud.value.contains(client), nonce == nil, let sub, !sub.isEmpty, sub.utf8.count <= 255,
            iat - IDToken.drift <= now, now - iat < 600, (exp ?? .infinity) + IDToken.drift > now
        else { throw SignInError(.provider) }
        return sub
    }
}
