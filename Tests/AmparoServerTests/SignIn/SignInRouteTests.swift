internal import AmparoGate
internal import AmparoModel
@testable internal import AmparoServer
internal import AmparoStore
internal import AmparoTestSupport
internal import Foundation
internal import HTTPTypes
internal import HummingbirdTesting
internal import NIOCore
internal import Testing

@Suite("Signing in by the pages")
struct SignInRouteTests {
    private func text(_ response: TestResponse) -> String { String(buffer: response.body) }

    @Test("A one-time link sets password and authenticator, shows recovery codes once, and signs nobody in by itself")
    func link() async throws {
        let site = try SignInSite()
        let link = try CredentialDesk(site.governance).invite("manager-1", by: [SignInSite.signer("manager-1")]).link
        try await site.run { client async throws in
            let browser = Browser(client)
            let address = "/sign-in/link/\(link.text)"
            let page = try await browser.open(address)
            #expect(page.status == .ok)
            #expect(page.headers[.cacheControl] == "no-store")
            // Looking at it, as a mail program does, uses nothing up.
            #expect(try await Browser(client).open(address).status == .ok)
            let html = text(page)
            let start = try #require(html.range(of: "name=\"secret\" value=\"")).upperBound
            let secret = try #require(OneTimeCode(text: String(html[start...].prefix { $0 != "\"" })))
            #expect(html.contains("otpauth://totp/Amparo:manager-1?secret=\(secret.text)"))
            func set(_ password: String, _ again: String, _ code: String) async throws -> TestResponse {
                try await browser.post(
                    address,
                    [
                        "form": Browser.token(page, action: address), "password": password, "again": again,
                        "secret": secret.text, "code": code,
                    ])
            }
            let good = SignInSite.password
            for (password, again, code) in [
                (good, good, "000000"), (good, good + "x", site.code(secret)), ("short", "short", site.code(secret)),
                ("password1234", "password1234", site.code(secret)),
            ] {
                let refused = try await set(password, again, code)
                #expect(refused.status == .unprocessableContent)
                #expect(text(refused).contains(secret.text))
                #expect(!text(refused).contains("value=\"\(password)\""))
            }
            let done = try await set(good, good, site.code(secret))
            #expect(done.status == .ok)
            #expect(text(done).matches(of: /<code>[a-z2-7]{4}-[a-z2-7]{4}-[a-z2-7]{4}-[a-z2-7]{4}<\/code>/).count == 10)
            #expect(browser.cookies["amparo-session"] == nil)
            #expect(try await browser.open(address).status == .gone)
            #expect(try await set(good, good, site.code(secret)).status == .gone)
            try await browser.enter(site, secret)
        }
    }

    @Test("A link that is none, or another account's, is answered like a used one or not at all")
    func noLink() async throws {
        let site = try SignInSite()
        let link = try CredentialDesk(site.governance).invite("manager-1", by: [SignInSite.signer("manager-1")]).link
        let secret = link.text.split(separator: "-")[1]
        try await site.run { client async throws in
            for text in ["1-\(secret)", "99-\(secret)", "2-" + String(repeating: "0", count: 64)] {
                #expect(try await Browser(client).open("/sign-in/link/" + text).status == .gone)
            }
            for text in ["", "2", "2-", "x-\(secret)", "-\(secret)", "2-\(secret)0", "2-\(secret)-"] {
                #expect(try await Browser(client).open("/sign-in/link/" + text).status == .notFound)
            }
        }
    }

    @Test("Signed in, every page shows account and purpose, and is kept by nobody")
    func header() async throws {
        let site = try SignInSite()
        let (secret, _) = try await site.setUp()
        try await site.run { client async throws in
            let browser = Browser(client)
            try await browser.enter(site, secret)
            for path in ["/account", "/", "/ingests", "/account/codes", "/sign-in/purpose"] {
                let page = try await browser.open(path)
                #expect(page.status == .ok)
                #expect(page.headers[.cacheControl] == "no-store")
                let html = text(page)
                #expect(html.contains("manager-1"))
                #expect(html.contains("Purpose: "))
                #expect(html.contains("action=\"/sign-out\""))
                #expect(!html.contains(try #require(browser.cookies["amparo-session"])))
            }
            let other = try await Browser(client).open("/")
            #expect(!text(other).contains("manager-1"))
            #expect(text(other).contains("href=\"/sign-in\""))
            #expect(other.headers[.cacheControl] == "no-cache")
        }
    }

    @Test("Wrong account, password and code get one and the same page")
    func sameAnswer() async throws {
        let site = try SignInSite()
        let (secret, _) = try await site.setUp()
        try await site.run { client async throws in
            var answers: Set<String> = []
            for (account, password, isCode) in [
                ("manager-1", "another long password", true), ("manager-1", SignInSite.password, false),
                ("nobody-77", SignInSite.password, true), ("orr-privacy", SignInSite.password, true),
            ] {
                let browser = Browser(client)
                let page = try await browser.open("/sign-in")
                let token = try Browser.token(page, action: "/sign-in")
                let code = site.code(secret)
                let refused = try await browser.post(
                    "/sign-in",
                    ["form": token, "account": account, "password": password, "code": isCode ? code : "000000"])
                #expect(refused.status == .unauthorized)
                #expect(browser.cookies["amparo-session"] == nil)
                #expect(!text(refused).contains(password))
                // The challenge of a passkey is another on each page.
                let steady = text(refused).replacing(/data-challenge="[A-Za-z0-9_-]+"/, with: "")
                answers.insert(steady.replacing(account, with: "?").replacing(token, with: "!"))
            }
            #expect(answers.count == 1)
        }
    }

    @Test("Without its cookie, its token, or from another site, the sign-in form signs nobody in")
    func forged() async throws {
        let site = try SignInSite()
        let (secret, _) = try await site.setUp()
        try await site.run { client async throws in
            let browser = Browser(client)
            let token = try Browser.token(try await browser.open("/sign-in"), action: "/sign-in")
            let fields: KeyValuePairs = [
                "account": "manager-1", "password": SignInSite.password, "code": site.code(secret), "form": token,
            ]
            let stranger = try await Browser(client).post("/sign-in", fields)
            #expect(stranger.status == .forbidden)
            #expect(text(stranger).contains("manager-1"))
            let body = FormBody.encode(fields.map { ($0.key, $0.value) })
            let visit = try #require(browser.cookies["amparo-visit"])
            let response = try await client.executeRequest(
                uri: "/sign-in", method: .post,
                headers: [
                    .contentType: "application/x-www-form-urlencoded", .cookie: "amparo-visit=\(visit)",
                    .origin: "http://evil.example",
                ], body: ByteBuffer(string: body))
            #expect(response.status == .forbidden)
            #expect(response.headers[values: .setCookie].allSatisfy { !$0.contains("amparo-session") })
        }
    }

    @Test("Cookies are for this site alone and read by no script; under TLS they have the __Host- prefix")
    func cookies() async throws {
        for isSecure in [false, true] {
            let site = try SignInSite(isSecure: isSecure)
            try await site.run { client async throws in
                let page = try await Browser(client).open("/sign-in")
                let cookie = try #require(page.headers[values: .setCookie].first)
                #expect(cookie.hasPrefix(isSecure ? "__Host-amparo-visit=" : "amparo-visit="))
                #expect(cookie.contains("; Path=/; HttpOnly; SameSite=Strict"))
                #expect(cookie.contains("; Secure") == isSecure)
                #expect(!cookie.contains("Domain"))
                #expect((page.headers[.strictTransportSecurity] != nil) == isSecure)
            }
        }
    }

    @Test("Before a purpose is chosen no page for viewers is shown; one of another role is refused")
    func purpose() async throws {
        let site = try SignInSite()
        let (secret, _) = try await site.setUp()
        try await site.run { client async throws in
            let browser = Browser(client)
            let page = try await browser.open("/sign-in")
            let entered = try await browser.post(
                "/sign-in",
                [
                    "form": Browser.token(page, action: "/sign-in"), "account": "manager-1",
                    "password": SignInSite.password, "code": site.code(secret), "next": "https://evil.example/",
                ])
            #expect(entered.headers[.location] == "/sign-in/purpose?next=%2F")
            #expect(try await browser.open("/accounts").headers[.location] == "/sign-in?next=%2Faccounts")
            let choosing = try await browser.open("/sign-in/purpose")
            let token = try Browser.token(choosing, action: "/sign-in/purpose")
            #expect(!text(choosing).contains("value=\"removal\""))
            for purpose in ["removal", "", "nonsense"] {
                #expect(
                    try await browser.post("/sign-in/purpose", ["form": token, "purpose": purpose]).status
                        == .badRequest)
            }
            let chosen = try await browser.post("/sign-in/purpose", ["form": token, "purpose": "safety-check"])
            #expect(chosen.headers[.location] == "/")
        }
    }

    @Test("Signing out needs the form's token, ends the session, and takes the cookie away")
    func signOut() async throws {
        let site = try SignInSite()
        let (secret, _) = try await site.setUp()
        try await site.run { client async throws in
            let browser = Browser(client)
            try await browser.enter(site, secret)
            let session = try #require(browser.cookies["amparo-session"])
            #expect(try await browser.post("/sign-out", ["form": "x"]).status == .forbidden)
            let page = try await browser.open("/account")
            let out = try await browser.post("/sign-out", ["form": Browser.token(page, action: "/sign-out")])
            #expect(out.status == .seeOther)
            #expect(browser.cookies["amparo-session"] == nil)
            #expect(try site.office.desk.signedIn(session) == nil)
            #expect(try await browser.open("/account").headers[.location] == "/sign-in?next=%2Faccount")
        }
    }

    @Test("A program without a session is told 401, a browser is sent to sign in")
    func unauthorized() async throws {
        let site = try SignInSite()
        try await site.run { client async throws in
            let program = try await client.get("/accounts")
            #expect(program.status == .unauthorized)
            #expect(program.headers[.wwwAuthenticate] != nil)
            let browser = try await Browser(client).open("/accounts?lang=es")
            #expect(browser.status == .seeOther)
            #expect(browser.headers[.location] == "/sign-in?next=%2Faccounts%3Flang%3Des&lang=es")
        }
    }

    @Test("What was typed when the session ended is shown after the sign-in, and sent with one button")
    func interrupted() async throws {
        let site = try SignInSite()
        let (secret, _) = try await site.setUp("orr-privacy")
        try await site.run { client async throws in
            let browser = Browser(client)
            try await browser.enter(site, secret, "orr-privacy", purpose: "audit")
            let page = try await browser.open("/accounts")
            let token = try Browser.token(page, action: "/accounts")
            site.clock.advance(microseconds: 3_600_000_000)
            let late = try await browser.post(
                "/accounts", ["form": token, "act": "lock", "account": "manager-1", "reason": "Ñandú <lost> & gone"])
            #expect(late.status == .unauthorized)
            let kept = String(try #require(text(late).firstMatch(of: /name="kept" value="([^"]+)"/)).1)
            let choosing = try await browser.post(
                "/sign-in",
                [
                    "form": Browser.token(late, action: "/sign-in"), "account": "orr-privacy",
                    "password": SignInSite.password, "code": site.code(secret), "next": "/accounts",
                    "kept": kept.replacing("&amp;", with: "&"),
                ])
            #expect(choosing.status == .ok)
            let again = try await browser.post(
                "/sign-in/purpose",
                [
                    "form": Browser.token(choosing, action: "/sign-in/purpose"), "purpose": "audit",
                    "next": "/accounts", "kept": kept.replacing("&amp;", with: "&"),
                ])
            #expect(text(again).contains("name=\"reason\" value=\"Ñandú &lt;lost&gt; &amp; gone\""))
            #expect(text(again).contains("action=\"/accounts\""))
            #expect(try site.accounts.account("manager-1").isLocked == false)
            let sent = try await browser.post(
                "/accounts",
                [
                    "form": Browser.token(again, action: "/accounts"), "act": "lock", "account": "manager-1",
                    "reason": "Ñandú <lost> & gone",
                ])
            #expect(sent.status == .ok)
            #expect(try site.accounts.account("manager-1").isLocked)
            // A form of the session before: shown again, not lost.
            let stale = try await browser.post("/accounts", ["form": token, "act": "lock", "reason": "kept"])
            #expect(stale.status == .forbidden)
            #expect(text(stale).contains("name=\"reason\" value=\"kept\""))
        }
    }

    @Test("No page for viewers answers somebody without a session, whatever is sent to it")
    func closed() async throws {
        let site = try SignInSite()
        _ = try await site.setUp()
        let paths = [
            "/account", "/account/password", "/account/codes", "/accounts", "/accounts/attest", "/sign-in/purpose",
            "/sign-in/step-up",
        ]
        try await site.run { client async throws in
            for path in paths {
                for cookie in [nil, "", "00", String(repeating: "0", count: 64), "../../etc/passwd"] {
                    let browser = Browser(client)
                    if let cookie { browser.keep("amparo-session", cookie) }
                    for response in [
                        try await browser.open(path),
                        try await browser.post(
                            path, ["form": "x", "account": "manager-1", "act": "lock", "reason": "y"]),
                    ] {
                        #expect([303, 401, 404].contains(response.status.code), "\(path)")
                        #expect(!text(response).contains("hhs.orr"))
                    }
                }
            }
            #expect(try site.accounts.account("manager-1").isLocked == false)
        }
    }

    @Test("Behind a proxy the last address it tells is the one that is slowed, whatever stands before it")
    func proxy() async throws {
        let site = try SignInSite(isSecure: true)
        try await site.run { client async throws in
            func guess(_ forwarded: String, _ account: String) async throws -> HTTPResponse.Status {
                let page = try await Browser(client).open("/sign-in")
                let cookie = try #require(page.headers[values: .setCookie].first).prefix { $0 != ";" }
                var headers: HTTPFields = [
                    .contentType: "application/x-www-form-urlencoded", .cookie: String(cookie),
                ]
                headers[try #require(HTTPField.Name("X-Forwarded-For"))] = forwarded
                let body = FormBody.encode([
                    ("form", try Browser.token(page, action: "/sign-in")), ("account", account), ("password", "x"),
                ])
                return try await client.executeRequest(
                    uri: "/sign-in", method: .post, headers: headers, body: ByteBuffer(string: body)
                ).status
            }
            for attempt in 0..<20 {
                #expect(try await guess("10.0.0.\(attempt), 192.0.2.1", "a\(attempt)") == .unauthorized)
            }
            #expect(try await guess("10.0.0.99, 192.0.2.1", "b") == .tooManyRequests)
            #expect(try await guess("192.0.2.1, 192.0.2.2", "b") == .unauthorized)
        }
    }

    @Test("Sign-ins are counted for the operator, without a person")
    func metrics() async throws {
        let site = try SignInSite()
        let (secret, _) = try await site.setUp()
        try await site.run { client async throws in
            let browser = Browser(client)
            try await browser.enter(site, secret)
            let page = try await Browser(client).open("/sign-in")
            let other = Browser(client)
            let token = try Browser.token(try await other.open("/sign-in"), action: "/sign-in")
            _ = try await other.post("/sign-in", ["form": token, "account": "manager-1", "password": "x", "code": "1"])
            let metrics = try await client.text("/metrics")
            #expect(metrics.contains("amparo_sign_ins_total{outcome=\"entered\"} 1"))
            #expect(metrics.contains("amparo_sign_ins_total{outcome=\"refused\"} 1"))
            #expect(!metrics.contains("manager-1"))
            #expect(page.status == .ok)
        }
    }
}
