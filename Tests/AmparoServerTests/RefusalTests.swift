@testable internal import AmparoServer
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdTesting
internal import NIOCore
internal import Foundation
internal import Testing

@Suite("Refusals and headers")
struct RefusalTests {
    @Test(
        "Every answer, a fault's too, forbids inline code, other hosts, frames and referrers",
        arguments: ["/", "/nope", "/healthz", "/metrics", "/figures.json", "/ingests/7"])
    func headers(path: String) async throws {
        try await World().run { client async throws in
            let headers = try await client.get(path).headers
            let policy = try #require(headers[.contentSecurityPolicy])
            #expect(policy.contains("default-src 'none'"))
            #expect(policy.contains("frame-ancestors 'none'"))
            #expect(!policy.contains("unsafe"))
            #expect(headers[.xContentTypeOptions] == "nosniff")
            #expect(headers[try #require(HTTPField.Name("Referrer-Policy"))] == "same-origin")
            #expect(headers[try #require(HTTPField.Name("Permissions-Policy"))]?.contains("geolocation=()") == true)
            #expect(headers[.strictTransportSecurity] == nil)
            #expect(headers[.setCookie] == nil)
        }
    }

    @Test("No page has inline style or code, or asks another host", arguments: RouteTests.pages)
    func nothingInline(path: String) async throws {
        try await World().run { client async throws in
            let html = try await client.text(path)
            #expect(!html.contains(" style="))
            #expect(!html.contains("<style"))
            #expect(!html.contains("http://"))
            #expect(!html.contains("https://"))
            #expect(html.components(separatedBy: "<script").count == 2)
            #expect(html.contains("<script type=\"module\" src=\"/assets/app."))
        }
    }

    @Test("A long address is refused")
    func longAddress() async throws {
        try await World().run { client async throws in
            let long = String(repeating: "a", count: 3000)
            #expect(try await client.get("/" + long).status == .uriTooLong)
            #expect(try await client.get("/?lang=" + long).status == .uriTooLong)
        }
    }

    @Test("A body is refused, also with GET")
    func body() async throws {
        try await World().run { client async throws in
            let response = try await client.executeRequest(
                uri: "/", method: .get, headers: [:], body: ByteBuffer(string: "x"))
            #expect(response.status == .contentTooLarge)
            #expect(response.headers[.connection] == "close")
        }
    }

    @Test("A body on a real connection is not read: the answer says that the connection ends")
    func bodyIsNotRead() async throws {
        try await World().run(.live) { client async throws in
            let body = ByteBuffer(repeating: 0x78, count: 100_000)
            let response = try await client.executeRequest(uri: "/", method: .post, headers: [:], body: body)
            #expect(response.status == .methodNotAllowed)
            #expect(response.headers[.connection] == "close")
        }
    }

    @Test("A host the server does not answer for is refused")
    func host() async throws {
        var world = World()
        world.configuration.allowedHosts = ["Amparo.Example"]
        try await world.run { client async throws in
            #expect(try await client.get("/").status == .misdirectedRequest)
        }
        world.configuration.allowedHosts = nil
        world.configuration.host = "0.0.0.0"
        try await world.run { client async throws in #expect(try await client.get("/").status == .ok) }
    }

    @Test(
        "Hosts are read without their ports",
        arguments: [
            ("localhost:8080", "localhost"), ("LOCALHOST", "localhost"), ("[::1]:80", "::1"),
            ("a-b.example", "a-b.example"),
            ("", nil), ("a b", nil), ("a:b", nil), ("[::1", nil), ("[x]", nil), ("a/b", nil), ("evil\"", nil),
            ("localhost:123456", nil),
        ] as [(String, String?)])
    func hosts(authority: String, host: String?) {
        #expect(Limits.host(authority) == host)
    }

    @Test("A configuration out of range is refused with what to do")
    func configuration() {
        let error = #expect(throws: ServerError.self) { try ServerConfiguration(port: 70_000).validate() }
        #expect(error?.code == .badConfiguration)
        #expect(error?.message.contains("--port") == true)
    }
}
