internal import AmparoGate
internal import AmparoModel
@testable internal import AmparoServer
internal import AmparoStore
internal import AmparoTestSupport
internal import Foundation
internal import HTTPTypes
internal import HummingbirdTesting
internal import JWTKit
internal import NIOCore
internal import Synchronization
internal import Testing

@Suite("Signing in by an OpenID provider")
struct OpenIDTests {
    let provider = FakeProvider()
    let site: SignInSite

    init() throws {
        site = try SignInSite(openID: provider.transport)
        try IdentityDesk(site.governance).link(
            "manager-1", issuer: FakeProvider.issuer, subject: Sensitive("subject-7"),
            by: [SignInSite.signer("manager-1")])
    }

    private func go(_ browser: Browser, _ path: String = "/sign-in/openid?next=/account") async throws -> TestResponse {
        site.clock.advance(microseconds: 120_000_000)
        let seconds = site.clock.now.microseconds / 1_000_000
        provider.state.withLock { $0.seconds = seconds }
        let start = try await browser.open(path)
        #expect(start.status == .seeOther)
        return try await browser.open(provider.authorize(try #require(start.headers[.location])))
    }

    @Test("A linked person signs in, by a page that leads on, and chooses a purpose like everybody")
    func enter() async throws {
        try await site.run { client async throws in
            let browser = Browser(client)
            let page = try await browser.open("/sign-in?next=/account")
            #expect(String(buffer: page.body).contains("href=\"/sign-in/openid?next=%2Faccount\""))
            let start = try await browser.open("/sign-in/openid?next=/account")
            let cookie = try #require(start.headers[values: .setCookie].first { $0.contains("openid") })
            #expect(cookie.contains("SameSite=Lax") && cookie.contains("HttpOnly"))
            let entered = try await go(browser)
            #expect(entered.status == .ok)
            let html = String(buffer: entered.body)
            #expect(html.contains("content=\"0; url=/sign-in/purpose?next=%2Faccount\""))
            #expect(browser.cookies["amparo-openid"] == nil)
            let choosing = try await browser.open("/sign-in/purpose?next=/account")
            let chosen = try await browser.post(
                "/sign-in/purpose",
                [
                    "form": Browser.token(choosing, action: "/sign-in/purpose"), "purpose": "placement",
                    "next": "/account",
                ])
            #expect(chosen.headers[.location] == "/account")
            #expect(try await browser.open("/account").status == .ok)
        }
    }

    @Test(
        "Whoever signs out here is led to the provider's sign-out, with the token, and comes back to a page that says so"
    )
    func leaving() async throws {
        provider.state.withLock { $0.discovery["end_session_endpoint"] = FakeProvider.issuer + "/end?x=1" }
        try await site.run { client async throws in
            let browser = Browser(client)
            _ = try await go(browser)
            let choosing = try await browser.open("/sign-in/purpose")
            let left = try await browser.post(
                "/sign-out", ["form": Browser.token(choosing, action: "/sign-out")])
            #expect(left.status == .ok && browser.cookies["amparo-session"] == nil)
            let html = String(buffer: left.body)
            let start = try #require(html.range(of: "content=\"0; url=")).upperBound
            let address = String(html[start...].prefix { $0 != "\"" }).replacing("&amp;", with: "&")
            #expect(address.hasPrefix(FakeProvider.issuer + "/end?x=1&"))
            let query = try #require(URLComponents(string: address)?.queryItems)
            func value(_ name: String) -> String { query.first { $0.name == name }?.value ?? "" }
            #expect(value("client_id") == "amparo" && value("id_token_hint").split(separator: ".").count == 3)
            #expect(value("post_logout_redirect_uri") == "http://localhost/sign-out/done")
            let both = try await browser.open("/sign-out/done?state=\(value("state"))")
            #expect(words(String(buffer: both.body)).contains("and of the provider"))
            let other = try await browser.open("/sign-out/done?state=\(value("state"))")
            #expect(words(String(buffer: other.body)).contains("may still be signed in"))
            #expect(try await browser.open("/account").status == .seeOther)
        }
    }

    @Test("A provider without a sign-out of its own, or whose sign-out others can read, is not gone to")
    func staying() async throws {
        provider.state.withLock { $0.discovery["end_session_endpoint"] = "http://provider.example/end" }
        try await site.run { client async throws in
            let browser = Browser(client)
            _ = try await go(browser)
            let choosing = try await browser.open("/sign-in/purpose")
            let left = try await browser.post("/sign-out", ["form": Browser.token(choosing, action: "/sign-out")])
            #expect(left.status == .seeOther && left.headers[.location] == "/")
        }
    }

    @Test("The provider's own word that it has signed somebody out ends their sessions; nobody else's does")
    func backChannel() async throws {
        try await site.run { client async throws in
            let browser = Browser(client)
            _ = try await go(browser)
            func say(_ change: (inout FakeProvider.Logout) -> Void = { _ in }, key: String = "k1") async throws -> Int {
                let seconds = site.clock.now.microseconds / 1_000_000
                let token = try await provider.logoutToken(at: seconds, key: key, change)
                return try await Browser(client).post("/sign-in/openid/signed-out", ["logout_token": token]).status.code
            }
            #expect(try await say { $0.aud = "another" } == 400)
            #expect(try await say { $0.iss = "http://localhost:9/other" } == 400)
            #expect(try await say { $0.sub = nil } == 400)
            #expect(try await say { $0.nonce = "n" } == 400)
            #expect(try await say { $0.iat -= 700 } == 400)
            #expect(try await say { $0.events = ["http://schemas.openid.net/event/other": [:]] } == 400)
            #expect(try await Browser(client).post("/sign-in/openid/signed-out", ["x": "y"]).status.code == 400)
            provider.state.withLock { $0.keys["k9"] = ES256PrivateKey() }
            #expect(try await say(key: "k9") == 400)
            #expect(try await say { $0.sub = "nobody" } == 200)
            #expect(try await browser.open("/sign-in/purpose").status == .ok)
            #expect(try await say() == 200)
            #expect(try await browser.open("/sign-in/purpose").status == .seeOther)
        }
    }

    @Test("Changed keys are found, and asked for at most once a minute")
    func rotation() async throws {
        try await site.run { client async throws in
            #expect(try await go(Browser(client)).status == .ok)
            #expect(try await go(Browser(client)).status == .ok)
            #expect(provider.state.withLock { $0.asked["/keys"] } == 1)
            provider.state.withLock {
                $0.keys = ["k2": ES256PrivateKey()]
                $0.signs = "k2"
            }
            #expect(try await go(Browser(client)).status == .ok)
            #expect(provider.state.withLock { $0.asked["/keys"] } == 2)
            // A key that is published nowhere: one question, however often it is tried within the minute.
            provider.state.withLock { $0.forge = { _, _ in "e30.e30.e30" } }
            for _ in 0..<3 {
                let browser = Browser(client)
                let start = try await browser.open("/sign-in/openid")
                let back = try provider.authorize(try #require(start.headers[.location]))
                #expect(try await browser.open(back).status == .unauthorized)
            }
            #expect(try #require(provider.state.withLock { $0.asked["/keys"] }) <= 3)
        }
    }

    @Test(
        "A token with a wrong claim signs nobody in",
        arguments: [
            "iss", "aud", "none", "two", "azp", "exp", "iat", "future", "nonce", "no-nonce", "sub", "stranger",
        ])
    func claims(what: String) async throws {
        provider.state.withLock { state in
            state.change = { claims in
                switch what {
                case "iss": claims.iss = "https://other.example"
                case "aud": claims.aud = ["other"]
                case "none": claims.aud = []
                case "two": claims.aud = ["amparo", "other"]
                case "azp": claims.azp = "other"
                case "exp": claims.exp = claims.iat - 100
                case "iat": claims.iat -= 4000
                case "future": claims.iat += 4000
                case "nonce": claims.nonce = String(repeating: "0", count: 64)
                case "no-nonce": claims.nonce = nil
                case "sub": claims.sub = ""
                default: claims.sub = "subject-8"
                }
            }
        }
        try await site.run { client async throws in
            let browser = Browser(client)
            #expect(try await go(browser).status == .unauthorized)
            #expect(browser.cookies["amparo-session"] == nil)
        }
    }

    @Test("A token that is unsigned, signed by another key, or by a public key as if it were a secret, signs nobody in")
    func signatures() async throws {
        @Sendable func part(_ text: String) -> String {
            Data(text.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
                .replacing("=", with: "")
        }
        let forgeries: [@Sendable (String, ES256PrivateKey) async throws -> String] = [
            { token, _ in part("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + token.split(separator: ".")[1] + "." },
            { token, _ in String(token.split(separator: ".")[0] + "." + token.split(separator: ".")[1] + ".AAAA") },
            { token, _ in
                let other = ES256PrivateKey()
                let keys = JWTKeyCollection()
                await keys.add(ecdsa: other, kid: "k1")
                let claims = try await keys.unverified(token, as: FakeProvider.Claims.self)
                return try await keys.sign(claims, kid: "k1")
            },
            { token, key in
                let keys = JWTKeyCollection()
                await keys.add(
                    hmac: HMACKey(stringLiteral: key.publicKey.pemRepresentation), digestAlgorithm: .sha256, kid: "k1")
                let claims = try await keys.unverified(token, as: FakeProvider.Claims.self)
                return try await keys.sign(claims, kid: "k1")
            },
            { token, _ in
                let keys = JWTKeyCollection()
                await keys.add(hmac: "a secret of thirty-two bytes, sa", digestAlgorithm: .sha256, kid: "oct")
                let claims = try await keys.unverified(token, as: FakeProvider.Claims.self)
                return try await keys.sign(claims, kid: "oct")
            },
        ]
        try await site.run { client async throws in
            for forge in forgeries {
                provider.state.withLock { $0.forge = forge }
                let browser = Browser(client)
                #expect(try await go(browser).status == .unauthorized)
                #expect(browser.cookies["amparo-session"] == nil)
            }
        }
    }

    @Test("An answer without the browser's own cookie and state is not taken, and a code works once")
    func state() async throws {
        try await site.run { client async throws in
            let (victim, attacker) = (Browser(client), Browser(client))
            let start = try await attacker.open("/sign-in/openid")
            let back = try provider.authorize(try #require(start.headers[.location]))
            #expect(try await victim.open(back).status == .unauthorized)
            _ = try await victim.open("/sign-in/openid")
            #expect(try await victim.open(back).status == .unauthorized)
            #expect(try await victim.open("/sign-in/openid/back").status == .unauthorized)
            #expect(victim.cookies["amparo-session"] == nil)
            #expect(try await attacker.open(back + "&iss=https%3A%2F%2Fother.example").status == .unauthorized)
        }
    }

    @Test("A provider that names itself otherwise, or whose endpoints others can read, is not asked")
    func discovery() async throws {
        try await site.run { client async throws in
            for (name, value) in [
                ("issuer", "https://other.example"), ("token_endpoint", "http://other.example/token"),
                ("jwks_uri", "ftp://localhost/keys"),
            ] {
                let right = provider.state.withLock { state in
                    let right = state.discovery[name]
                    state.discovery[name] = value
                    return right
                }
                #expect(try await Browser(client).open("/sign-in/openid").status == .unauthorized)
                provider.state.withLock { $0.discovery[name] = right }
                // Not asked again within five seconds, however often somebody tries.
                let asked = provider.state.withLock { $0.asked["/.well-known/openid-configuration"] }
                #expect(try await Browser(client).open("/sign-in/openid").status == .unauthorized)
                #expect(provider.state.withLock { $0.asked["/.well-known/openid-configuration"] } == asked)
                site.clock.advance(microseconds: 5_000_000)
            }
            #expect(try await Browser(client).open("/sign-in/openid").status == .seeOther)
        }
        #expect(throws: ServerError.self) {
            try OpenIDProvider.Client(issuer: "http://id.example", id: "a", secret: nil, site: "https://amparo.example")
        }
    }

    @Test("A step-up is asked of the provider, which must have looked at the person just now")
    func stepUp() async throws {
        try await site.run { client async throws in
            let browser = Browser(client)
            #expect(try await go(browser).status == .ok)
            let again = try await browser.open("/sign-in/step-up?next=/account")
            #expect(again.headers[.location] == "/sign-in/openid?again=1&next=%2Faccount")
            provider.state.withLock { $0.change = { $0.auth_time = $0.iat - 3600 } }
            #expect(try await go(browser, "/sign-in/openid?again=1&next=/account").status == .unauthorized)
            provider.state.withLock { $0.change = { _ in } }
            #expect(try await go(browser, "/sign-in/openid?again=1&next=/account").status == .ok)
            let session = try #require(browser.cookies["amparo-session"])
            #expect(try site.office.desk.signedIn(session)?.isSteppedUp == true)
        }
    }

    @Test("A subject holds one account; a locked account is signed in to by nobody")
    func holder() async throws {
        let desk = IdentityDesk(site.governance)
        #expect(throws: GovernanceError(.exists, "")) {
            try desk.link(
                "orr-privacy", issuer: FakeProvider.issuer, subject: Sensitive("subject-7"),
                by: [SignInSite.signer("orr-privacy")])
        }
        try site.accounts.lock("manager-1", by: nil, reason: Sensitive("gone"))
        try await site.run { client async throws in
            #expect(try await go(Browser(client)).status == .unauthorized)
        }
    }
}
