internal import AmparoGate
internal import JWTKit

/// The claims of an ID token that are looked at (OpenID Connect Core 1.0, section 2).
struct IDToken: JWTPayload {
    var iss: String
    var sub: String
    var aud: Audience
    var azp: String?
    var exp: Double
    var iat: Double
    var nbf: Double?
    var nonce: String?
    var auth_time: Double?

    /// For whom the token is: one text, or several.
    struct Audience: Codable {
        let value: [String]

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            value = try (try? container.decode(String.self)).map { [$0] } ?? container.decode([String].self)
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(value)
        }
    }

    /// How many seconds the provider's clock may be off.
    static let drift: Double = 60

    /// Nothing: `check` looks at the claims, by the clock that is passed in.
    func verify(using algorithm: some JWTAlgorithm) async throws {}

    /// Throws `SignInError` `provider` unless the token is this issuer's, for this client and this way, and of now (Core 1.0,
    /// 3.1.3.7). After a step-up the person must have proved themselves within the last two minutes.
    func check(issuer: String, client: String, nonce: String, seconds: Int64, isStepUp: Bool) throws {
        let now = Double(seconds)
        let isForUs = aud.value.contains(client) && (aud.value.count == 1 || azp == client) && (azp ?? client) == client
        let isOfNow =
            exp + Self.drift > now && iat - Self.drift <= now && now - iat < 600 && (nbf ?? 0) - Self.drift <= now
        let isFresh = !isStepUp || (auth_time.map { now - $0 <= 120 } ?? false)
        guard iss == issuer, isForUs, isOfNow, isFresh, let given = self.nonce, isSame(given, nonce), !sub.isEmpty,
            sub.utf8.count <= 255
        else { throw SignInError(.provider) }
    }
}
