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

@Suite("Passkeys by the pages")
struct PasskeyRouteTests {
    private func text(_ response: TestResponse) -> String { String(buffer: response.body) }

    /// An attribute of the form that goes to `action`.
    private func data(_ response: TestResponse, _ name: String, _ action: String) throws -> String {
        let html = text(response)
        let form = try #require(html.range(of: "action=\"\(action)\""), "no form to \(action)").upperBound
        let value = try #require(html.range(of: "data-\(name)=\"", range: form..<html.endIndex)).upperBound
        return String(html[value...].prefix { $0 != "\"" })
    }

    private func fields(_ answer: PasskeyAnswer, _ page: TestResponse, _ action: String) throws -> KeyValuePairs<
        String, String
    > {
        [
            "form": try Browser.token(page, action: action), "key": answer.id, "client": answer.clientData,
            "authenticator": answer.authenticator, "signature": answer.signature, "user": answer.user,
            "label": "laptop",
            "next": "/account",
        ]
    }

    @Test("A passkey is added after a step-up, signs in, steps up, and is removed; each page says what it asks for")
    func whole() async throws {
        let site = try SignInSite(passkeys: "http://localhost:8080")
        let (secret, _) = try await site.setUp()
        try await site.run { client async throws in
            let browser = Browser(client)
            try await browser.enter(site, secret)
            let before = try await browser.open("/account/passkeys")
            #expect(text(before).contains("/sign-in/step-up?next=%2Faccount%2Fpasskeys"))
            #expect(!text(before).contains("data-passkey"))
            let proving = try await browser.open("/sign-in/step-up?next=/account/passkeys")
            #expect(!text(proving).contains("data-passkey"))
            let stepped = try await browser.post(
                "/sign-in/step-up",
                [
                    "form": Browser.token(proving, action: "/sign-in/step-up"), "code": site.code(secret),
                    "next": "/account/passkeys",
                ])
            #expect(stepped.headers[.location] == "/account/passkeys")
            let page = try await browser.open("/account/passkeys")
            #expect(try data(page, "site", "/account/passkeys") == "localhost")
            #expect(try data(page, "passkey", "/account/passkeys") == "create")
            var device = try SoftAuthenticator(origin: "http://localhost:8080", name: "localhost")
            let made = device.make(try data(page, "challenge", "/account/passkeys"))
            let added = try await browser.post("/account/passkeys", fields(made, page, "/account/passkeys"))
            #expect(added.status == .seeOther)
            let twice = try await browser.post("/account/passkeys", fields(made, page, "/account/passkeys"))
            #expect(twice.status == .unprocessableContent)
            let listed = try await browser.open("/account/passkeys")
            #expect(text(listed).contains("laptop"))

            let other = Browser(client)
            let door = try await other.open("/sign-in?next=/account")
            let answer = try device.sign(
                try data(door, "challenge", "/sign-in/passkey"), user: try data(page, "user", "/account/passkeys"))
            let entered = try await other.post("/sign-in/passkey", fields(answer, door, "/sign-in/passkey"))
            #expect(entered.status == .seeOther)
            #expect(entered.headers[.location] == "/sign-in/purpose?next=%2Faccount")
            let choosing = try await other.open("/sign-in/purpose?next=/account")
            _ = try await other.post(
                "/sign-in/purpose",
                [
                    "form": Browser.token(choosing, action: "/sign-in/purpose"), "purpose": "placement",
                    "next": "/account",
                ])
            #expect(try await other.open("/account").status == .ok)
            // The same answer once more opens nothing.
            let third = Browser(client)
            let again = try await third.open("/sign-in")
            #expect(
                try await third.post("/sign-in/passkey", fields(answer, again, "/sign-in/passkey")).status
                    == .unauthorized)

            let step = "/sign-in/step-up/passkey"
            let asked = try await other.open("/sign-in/step-up?next=/account/passkeys")
            let wrong = try await other.post(step, fields(answer, asked, step))
            #expect(wrong.status == .unauthorized)
            let proof = try device.sign(try data(asked, "challenge", step))
            #expect(try await other.post(step, fields(proof, asked, step)).status == .seeOther)
            let own = try await other.open("/account/passkeys")
            let number = try #require(text(own).range(of: "name=\"passkey\" value=\"")).upperBound
            let removed = try await other.post(
                "/account/passkeys/remove",
                [
                    "form": Browser.token(own, action: "/account/passkeys/remove"),
                    "passkey": String(text(own)[number...].prefix { $0 != "\"" }),
                ])
            #expect(removed.status == .seeOther)
            #expect(try await other.open("/account").status == .seeOther)
            #expect(try await browser.open("/account").status == .ok)
        }
    }

    @Test("The site that the operator named is the one passkeys are for, whatever name a request has")
    func named() async throws {
        let site = try SignInSite(isSecure: true, passkeys: "https://amparo.example")
        try await site.run { client async throws in
            let page = try await Browser(client).open("/sign-in")
            #expect(try data(page, "site", "/sign-in/passkey") == "amparo.example")
        }
    }
}
