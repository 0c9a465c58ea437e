internal import AmparoGate
package import AmparoModel
internal import Foundation
internal import JWTKit

/// A provider of OpenID Connect (OpenID Connect Core 1.0, Discovery 1.0): the authorization code flow with PKCE (RFC 7636).
///
/// Its endpoints and keys are found where it publishes them. A key that is not known is looked for once more, at most once a
/// minute, so that the provider may change its keys at any time. Signatures are those of public keys only.
package actor OpenIDProvider {
    /// Who this site is to the provider.
    package struct Client: Sendable {
        /// The issuer: an address by https, or one of this machine.
        package var issuer: String
        /// The client's id.
        package var id: String
        /// Its secret; nil for a client that has none, and proves itself by PKCE alone.
        package var secret: String?
        /// The address of this site, without a slash at its end.
        package var site: String

        /// A client. Throws `.badConfiguration` for an issuer or site that could be read by others on the way.
        package init(issuer: String, id: String, secret: String?, site: String) throws(ServerError) {
            for address in [issuer, site] where !OpenIDProvider.isPrivate(address) {
                throw ServerError(
                    .badConfiguration, "the provider and this site must be addresses that begin with https://")
            }
            self.issuer = issuer
            self.id = id
            self.secret = secret
            self.site = site
        }

        /// Where the provider sends people back to.
        var back: String { site + "/sign-in/openid/back" }
        /// Where the provider sends people back to whom it signed out.
        var ended: String { site + "/sign-out/done" }
    }

    /// What the provider publishes of itself (Discovery 1.0, section 3).
    struct Discovery: Decodable {
        var issuer: String
        var authorization_endpoint: String
        var token_endpoint: String
        var jwks_uri: String
        var token_endpoint_auth_methods_supported: [String]?
        /// Where people are signed out (RP-Initiated Logout 1.0); nil where nobody can be.
        var end_session_endpoint: String?
    }

    /// The provider's keys; one that cannot be read, such as a key for something else than signatures, is passed over.
    private struct KeySet: Decodable {
        struct Known: Decodable {
            let key: JWK?
            init(from decoder: any Decoder) throws { key = try? JWK(from: decoder) }
        }
        var keys: [Known]
    }

    private struct Token: Decodable {
        var id_token: String
    }

    let client: Client
    private let transport: OpenIDTransport
    private let now: @Sendable () -> Instant
    private var discovery: (found: Discovery, at: Instant)?
    private var failed: Instant?
    private var keys: (found: JWTKeyCollection, at: Instant)?
    /// The ID token of each session that the provider opened, by a hash of the session's token.
    private var tokens: [String: String] = [:]

    /// A provider that nobody has asked yet.
    package init(client: Client, transport: OpenIDTransport, now: @escaping @Sendable () -> Instant) {
        self.client = client
        self.transport = transport
        self.now = now
    }

    /// Whether nobody on the way can read or change what is sent to an address: by TLS, or within this machine.
    static func isPrivate(_ address: String) -> Bool {
        guard let url = URLComponents(string: address), let host = url.host, !host.isEmpty, url.user == nil,
            url.fragment == nil
        else { return false }
        return url.scheme == "https" || (url.scheme == "http" && ServerConfiguration.ownNames.contains(host))
    }

    /// Where a browser is sent to sign in. Throws `SignInError` `provider`.
    func start(_ flow: OpenIDFlow) async throws -> String {
        let discovery = try await found()
        var fields = [
            ("response_type", "code"), ("client_id", client.id), ("redirect_uri", client.back), ("scope", "openid"),
            ("state", flow.state), ("nonce", flow.nonce), ("code_challenge", flow.challenge),
            ("code_challenge_method", "S256"),
        ]
        if flow.isStepUp { fields += [("prompt", "login"), ("max_age", "0")] }
        let separator = discovery.authorization_endpoint.contains("?") ? "&" : "?"
        return discovery.authorization_endpoint + separator + FormBody.encode(fields)
    }

    /// Exchanges a code for the subject that signed in, and the token that says so. Throws `SignInError` `provider` for whatever is not as it must be.
    func subject(code: String, _ flow: OpenIDFlow) async throws -> (claims: IDToken, token: String) {
        let discovery = try await found()
        var fields = [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", client.back),
            ("client_id", client.id), ("code_verifier", flow.verifier),
        ]
        var authorization: String?
        if let secret = client.secret {
            // RFC 6749, 2.3.1: in the header, unless the provider says that it takes the form only.
            if discovery.token_endpoint_auth_methods_supported?.contains("client_secret_basic") ?? true {
                let pair = FormBody.encode([(client.id, secret)]).replacing("=", with: ":", maxReplacements: 1)
                authorization = "Basic " + Data(pair.utf8).base64EncodedString()
            } else {
                fields.append(("client_secret", secret))
            }
        }
        let token: Token = try await ask(
            discovery.token_endpoint, FormBody.encode(fields), authorization: authorization)
        let claims = try await verified(token.id_token, as: IDToken.self, discovery)
        try claims.check(
            issuer: client.issuer, client: client.id, nonce: flow.nonce, seconds: now().microseconds / 1_000_000,
            isStepUp: flow.isStepUp)
        return (claims, token.id_token)
    }

    /// Keeps the token that opened a session, to be shown when it is signed out of: in memory only, because it says who sits there.
    func keep(_ token: String, ofSession session: String) {
        // So many at once are not people: then a sign-out names the client alone, and the provider may ask who it is.
        if tokens.count >= 4096 { tokens.removeAll() }
        if token.utf8.count <= 4096 { tokens[fingerprint(session.utf8)] = token }
    }

    /// Where a browser is sent to sign out of the provider too (OpenID Connect RP-Initiated Logout 1.0, 2); nil when the provider has
    /// no such place, or does not answer.
    func ending(ofSession session: String, state: String) async -> String? {
        let token = tokens.removeValue(forKey: fingerprint(session.utf8))
        guard let end = try? await found().end_session_endpoint, Self.isPrivate(end) else { return nil }
        var fields = [
            ("client_id", client.id), ("post_logout_redirect_uri", client.ended), ("state", state),
        ]
        if let token { fields.append(("id_token_hint", token)) }
        return end + (end.contains("?") ? "&" : "?") + FormBody.encode(fields)
    }

    /// The subject whom the provider has signed out, as it says without a browser (Back-Channel Logout 1.0, 2.6). Throws `SignInError`
    /// `provider` for whatever is not as it must be.
    func subject(loggedOutBy token: String) async throws -> String {
        let claims = try await verified(token, as: LogoutToken.self, try await found())
        return try claims.subject(issuer: client.issuer, client: client.id, seconds: now().microseconds / 1_000_000)
    }

    /// The claims of a token whose signature is one of the provider's keys.
    private func verified<Claims: JWTPayload>(
        _ token: String, as type: Claims.Type, _ discovery: Discovery
    ) async throws -> Claims {
        guard token.utf8.count <= 65_536 else { throw SignInError(.provider) }
        if let keys, let claims = try? await keys.found.verify(token, as: type) { return claims }
        // The keys may be other ones by now; whoever sends nonsense makes nobody ask for them at each request.
        if let keys, now().microseconds - keys.at.microseconds < 60_000_000 { throw SignInError(.provider) }
        let set: KeySet = try await ask(discovery.jwks_uri, nil)
        let fresh = JWTKeyCollection()
        for key in set.keys.compactMap(\.key) where [.rsa, .ecdsa, .octetKeyPair].contains(key.keyType) {
            // A key of a kind that this program does not know is another's concern.
            _ = try? await fresh.add(jwk: key)
        }
        keys = (fresh, now())
        do {
            return try await fresh.verify(token, as: type)
        } catch {
            throw SignInError(.provider)
        }
    }

    /// What the provider publishes, asked for once an hour.
    private func found() async throws -> Discovery {
        if let discovery, now().microseconds - discovery.at.microseconds < 3_600_000_000 { return discovery.found }
        // Whoever asks for the page again and again does not make this site ask the provider each time.
        if let failed, now().microseconds - failed.microseconds < 5_000_000 { throw SignInError(.provider) }
        failed = now()
        let base = client.issuer.hasSuffix("/") ? String(client.issuer.dropLast()) : client.issuer
        let found: Discovery = try await ask(base + "/.well-known/openid-configuration", nil)
        guard found.issuer == client.issuer,
            [found.authorization_endpoint, found.token_endpoint, found.jwks_uri].allSatisfy(Self.isPrivate)
        else { throw SignInError(.provider) }
        discovery = (found, now())
        failed = nil
        return found
    }

    private func ask<Answer: Decodable>(
        _ url: String, _ form: String?, authorization: String? = nil
    ) async throws -> Answer {
        do {
            let (status, body) = try await transport.ask(url, form, authorization)
            guard status == 200 else { throw SignInError(.provider) }
            return try JSONDecoder().decode(Answer.self, from: Data(body.utf8))
        } catch {
            // What another server said is told to nobody.
            throw SignInError(.provider)
        }
    }
}
