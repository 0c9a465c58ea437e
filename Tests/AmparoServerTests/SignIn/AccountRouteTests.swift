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

@Suite("Accounts by the pages")
struct AccountRouteTests {
    private func text(_ response: TestResponse) -> String { String(buffer: response.body) }

    @Test("A viewer sees the own sessions and sign-ins, and changes password and authenticator")
    func own() async throws {
        let site = try SignInSite()
        let (secret, _) = try await site.setUp()
        try await site.run { client async throws in
            let (browser, other) = (Browser(client), Browser(client))
            try await other.enter(site, secret)
            try await browser.enter(site, secret, purpose: "safety-check")
            let page = try await browser.open("/account")
            #expect(words(text(page)).contains("Purpose declared: "))
            #expect(text(page).matches(of: /<tr><td><time/).count >= 5)
            func change(_ present: String, _ code: String) async throws -> TestResponse {
                let page = try await browser.open("/account")
                return try await browser.post(
                    "/account/password",
                    [
                        "form": Browser.token(page, action: "/account/password"), "present": present, "proof": code,
                        "password": "nine brown herons fly", "again": "nine brown herons fly",
                    ])
            }
            #expect(try await change("wrong", site.code(secret)).status == .unprocessableContent)
            #expect(try await change(SignInSite.password, "000000").status == .unprocessableContent)
            #expect(try await change(SignInSite.password, site.code(secret)).status == .ok)
            #expect(try await browser.open("/account").status == .ok)
            #expect(try await other.open("/account").status == .seeOther)
            let codes = try await browser.open("/account/codes")
            let start = try #require(text(codes).range(of: "name=\"secret\" value=\"")).upperBound
            let fresh = try #require(OneTimeCode(text: String(text(codes)[start...].prefix { $0 != "\"" })))
            let proof = site.code(secret)
            let changed = try await browser.post(
                "/account/codes",
                [
                    "form": Browser.token(codes, action: "/account/codes"), "present": "nine brown herons fly",
                    "proof": proof, "secret": fresh.text,
                    "code": fresh.code(atSeconds: site.clock.now.microseconds / 1_000_000),
                ])
            #expect(changed.status == .ok)
            #expect(text(changed).matches(of: /<code>[a-z2-7]{4}-/).count == 10)
        }
    }

    @Test("Only a privacy officer sees accounts, and only those of agencies that it answers for")
    func officers() async throws {
        let site = try SignInSite()
        try site.accounts.add(
            SignInSite.request("ice-privacy", "privacy-officer", "dhs.ice"),
            by: [SignInSite.signer("orr-privacy"), SignInSite.signer("manager-1")])
        let (secret, _) = try await site.setUp()
        let (officerSecret, _) = try await site.setUp("orr-privacy")
        try await site.run { client async throws in
            let manager = Browser(client)
            try await manager.enter(site, secret)
            #expect(try await manager.open("/accounts").status == .notFound)
            let officer = Browser(client)
            try await officer.enter(site, officerSecret, "orr-privacy", purpose: "audit")
            let page = text(try await officer.open("/accounts"))
            #expect(page.contains("manager-1"))
            #expect(!page.contains("ice-privacy"))
            #expect(!page.contains("Holder of"))
        }
    }

    @Test("Attesting shows the statement, takes a signature made elsewhere, and refuses any other")
    func attest() async throws {
        let site = try SignInSite()
        let (secret, _) = try await site.setUp("orr-privacy")
        site.clock.advance(microseconds: 5 * 86_400_000_000)
        let key = try #require(SignInSite.key("orr-privacy"))
        try await site.run { client async throws in
            let browser = Browser(client)
            try await browser.enter(site, secret, "orr-privacy", purpose: "audit")
            func choose(_ account: String) async throws -> TestResponse {
                let page = try await browser.open("/accounts")
                return try await browser.post(
                    "/accounts",
                    ["form": Browser.token(page, action: "/accounts"), "account": account, "act": "attest"])
            }
            #expect(try await choose("orr-privacy").status == .unprocessableContent)
            #expect(try await choose("nobody").status == .unprocessableContent)
            let page = try await choose("manager-1")
            let html = text(page)
            let open = try #require(html.range(of: "id=\"statements\">")).upperBound
            let shown = String(html[open...].prefix { $0 != "<" })
            let statement = try #require(try Statement.all(in: shown).first)
            func sign(_ signature: String) async throws -> TestResponse {
                try await browser.post(
                    "/accounts/attest",
                    [
                        "form": Browser.token(page, action: "/accounts/attest"), "account": "manager-1",
                        "signature": signature,
                    ])
            }
            #expect(try await sign("").status == .unprocessableContent)
            #expect(try await sign(String(repeating: "0", count: 128)).status == .unprocessableContent)
            #expect(try site.accounts.account("manager-1").attestedOn.description == "2026-03-01")
            let done = try await sign("\n" + Hexadecimal.text(try key.sign(statement)) + "\r\n")
            #expect(done.status == .ok)
            #expect(try site.accounts.account("manager-1").attestedOn.description == "2026-03-06")
        }
    }

    @Test("Locking needs a reason and no signature; the locked account's session ends at once")
    func lock() async throws {
        let site = try SignInSite()
        let (secret, _) = try await site.setUp()
        let (officerSecret, _) = try await site.setUp("orr-privacy")
        try await site.run { client async throws in
            let (manager, officer) = (Browser(client), Browser(client))
            try await manager.enter(site, secret)
            try await officer.enter(site, officerSecret, "orr-privacy", purpose: "audit")
            func lock(_ reason: String) async throws -> TestResponse {
                let page = try await officer.open("/accounts")
                return try await officer.post(
                    "/accounts",
                    [
                        "form": Browser.token(page, action: "/accounts"), "account": "manager-1", "act": "lock",
                        "reason": reason,
                    ])
            }
            #expect(try await lock(" ").status == .unprocessableContent)
            #expect(try await manager.open("/account").status == .ok)
            #expect(try await lock("The key was lost").status == .ok)
            #expect(try await manager.open("/account").status == .seeOther)
        }
    }
}
