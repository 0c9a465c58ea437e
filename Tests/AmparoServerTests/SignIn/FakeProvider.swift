@testable internal import AmparoServer
internal import AmparoTestSupport
internal import Crypto
internal import Foundation
internal import JWTKit
internal import Synchronization
internal import Testing

/// An OpenID provider under the test's control, that checks what a provider checks: code, verifier, client.
final class FakeProvider: Sendable {
    static let issuer = "http://localhost:9/id"

    struct State {
        var keys: [String: ES256PrivateKey] = ["k1": ES256PrivateKey()]
        var signs = "k1"
        /// What a token claims, after the right claims were put in.
        var change: @Sendable (inout Claims) -> Void = { _ in }
        /// What becomes of a token before it is handed out.
        var forge: @Sendable (String, ES256PrivateKey) async throws -> String = { token, _ in token }
        var discovery: [String: String] = [
            "issuer": FakeProvider.issuer, "authorization_endpoint": FakeProvider.issuer + "/authorize",
            "token_endpoint": FakeProvider.issuer + "/token", "jwks_uri": FakeProvider.issuer + "/keys",
        ]
        var asked: [String: Int] = [:]
        var pending: [String: String] = [:]
        var seconds: Int64 = 0
    }

    struct Claims: JWTPayload {
        var iss = FakeProvider.issuer
        var sub = "subject-7"
        var aud = ["amparo"]
        var azp: String?
        var exp: Int64
        var iat: Int64
        var nonce: String?
        var auth_time: Int64?
        func verify(using algorithm: some JWTAlgorithm) async throws {}
    }

    /// What a provider says of a sign-out.
    struct Logout: JWTPayload {
        var iss = FakeProvider.issuer
        var sub: String? = "subject-7"
        var aud = "amparo"
        var iat: Int64
        var jti = "j1"
        var nonce: String?
        var events: [String: [String: String]] = ["http://schemas.openid.net/event/backchannel-logout": [:]]
        func verify(using algorithm: some JWTAlgorithm) async throws {}
    }

    /// A logout token, signed with a key of the provider or with one that it does not publish.
    func logoutToken(at seconds: Int64, key: String, _ change: (inout Logout) -> Void) async throws -> String {
        var claims = Logout(iat: seconds)
        change(&claims)
        let signer = JWTKeyCollection()
        let known = try #require(state.withLock { $0.keys[key] })
        await signer.add(ecdsa: known, kid: JWKIdentifier(string: key))
        return try await signer.sign(claims, kid: JWKIdentifier(string: key))
    }

    let state = Mutex(State())

    var transport: OpenIDTransport { OpenIDTransport { try await self.answer($0, $1, $2) } }

    /// What the browser brings back from the provider.
    func authorize(_ location: String) throws -> String {
        let query = try #require(URLComponents(string: location)?.queryItems)
        func value(_ name: String) -> String { query.first { $0.name == name }?.value ?? "" }
        #expect(value("response_type") == "code" && value("scope") == "openid" && value("client_id") == "amparo")
        #expect(value("code_challenge_method") == "S256")
        #expect(value("redirect_uri") == "http://localhost/sign-in/openid/back")
        let code = "code-\(state.withLock { $0.pending.count })"
        state.withLock { $0.pending[code] = value("code_challenge") + " " + value("nonce") }
        return "/sign-in/openid/back?code=\(code)&state=\(value("state"))"
    }

    private func answer(_ url: String, _ form: String?, _ authorization: String?) async throws -> (Int, String) {
        let path = String(url.dropFirst(Self.issuer.count))
        state.withLock { $0.asked[path, default: 0] += 1 }
        switch path {
        case "/.well-known/openid-configuration":
            return (200, String(decoding: try JSONEncoder().encode(state.withLock { $0.discovery }), as: UTF8.self))
        case "/keys": return (200, keys())
        case "/token": return try await token(form ?? "", authorization)
        default: return (404, "")
        }
    }

    private func keys() -> String {
        let keys = state.withLock { $0.keys }.map { id, key in
            let parameters = key.parameters
            return """
                {"kty":"EC","crv":"P-256","kid":"\(id)","use":"sig","x":"\(parameters?.x ?? "")","y":"\(parameters?.y ?? "")"}
                """
        }
        let others = [
            #"{"kty":"RSA","kid":"enc","use":"enc","alg":"RSA-OAEP","n":"AQAB","e":"AQAB"}"#,
            #"{"kty":"oct","kid":"oct","alg":"HS256","k":"YSBzZWNyZXQgb2YgdGhpcnR5LXR3byBieXRlcywgc2E"}"#,
            #"{"kty":"XYZ","kid":"odd"}"#,
        ]
        return "{\"keys\":[" + (others + keys).joined(separator: ",") + "]}"
    }

    private func token(_ form: String, _ authorization: String?) async throws -> (Int, String) {
        let fields = try #require(FormBody.decode(form.utf8))
        func value(_ name: String) -> String { fields.first { $0.name == name }?.value ?? "" }
        #expect(authorization == "Basic " + Data("amparo:s".utf8).base64EncodedString())
        let (pending, seconds, change, forge, id, key) = state.withLock {
            (
                $0.pending.removeValue(forKey: value("code")), $0.seconds, $0.change, $0.forge, $0.signs,
                $0.keys[$0.signs]
            )
        }
        let challenge = Data(SHA256.hash(data: Array(value("code_verifier").utf8))).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        guard let parts = pending?.split(separator: " "), parts[0] == challenge, let key else { return (400, "{}") }
        var claims = Claims(exp: seconds + 300, iat: seconds, nonce: String(parts[1]), auth_time: seconds)
        change(&claims)
        let signer = JWTKeyCollection()
        await signer.add(ecdsa: key, kid: JWKIdentifier(string: id))
        let token = try await forge(signer.sign(claims, kid: JWKIdentifier(string: id)), key)
        return (200, "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"id_token\":\"\(token)\"}")
    }
}
