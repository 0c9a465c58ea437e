import AmparoGate
import AmparoModel
import AmparoOversight
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Synchronization
import Testing

@testable import AmparoServer

@Suite("Requests of the API")
struct APIRouteTests {
    let stub = StubAPI()
    private let act = "/handoffs/7.0/accept"

    private func post(_ key: String, _ more: HTTPFields = [:]) throws -> HTTPFields {
        var fields = try stub.bearer()
        fields[.contentType] = "application/json"
        fields[.idempotencyKey] = key
        fields[.ifMatch] = "\"v1\""
        for field in more { fields[field.name] = field.value }
        return fields
    }

    @Test("Names that are not known, twice or not well written are refused before anything is asked")
    func parameters() async throws {
        let wrong = [
            ("/children/17?x=1", "unknown-parameter"), ("/children/17?asof=2026-01-01", "unknown-parameter"),
            ("/children/17?asOf=2026-02-30", "bad-parameter"),
            ("/children/17?asOf=2026-01-01&asOf=2026-01-01", "bad-parameter"),
            ("/children/0", "bad-parameter"), ("/children/-1", "bad-parameter"), ("/children/1e3", "bad-parameter"),
            ("/children/01", "bad-parameter"), ("/children/%2B1", "bad-parameter"),
            ("/children/99999999999999999999", "bad-parameter"),
            ("/children/x", "bad-parameter"), ("/children/17?asKnown=now", "bad-parameter"),
            ("/children/17?fields=", "bad-parameter"),
            ("/children/17?fields=a.b,,c.d", "bad-parameter"), ("/worklist?limit=0", "bad-parameter"),
            ("/worklist?limit=201", "bad-parameter"), ("/worklist?cursor=AAAA", "cursor"),
            ("/worklist?cursor=%00", "bad-parameter"),
            ("/handoffs/x", "bad-parameter"), ("/handoffs/H-0", "bad-parameter"), ("/duties/1.2", "bad-parameter"),
            ("/children/17/disclosures?language=fr", "bad-parameter"), ("/events?after=-1", "bad-parameter"),
            ("/children/17/disclosures?deliveryChecked=yes", "bad-parameter"),
            ("/mailboxes/..%2Fx/messages", "bad-parameter"),
        ]
        try await stub.run { client async throws in
            for (path, code) in wrong {
                let answer = try await client.api(path, try stub.bearer())
                #expect(answer.status == 400 && answer.problem == code, "\(path): \(answer.problem ?? "")")
                #expect(answer.response.headers[.contentType] == "application/problem+json")
            }
            #expect(stub.count == 0)
        }
    }

    @Test("Places and methods that there are not have problems of their own")
    func places() async throws {
        try await stub.run { client async throws in
            for path in ["/nothing", "/children", "/children/1/x", "/duties", "/openapi"] {
                #expect(try await client.api(path, try stub.bearer()).problem == "no-such-address")
            }
            let wrong = try await client.api("/children/1", try stub.bearer(), method: .post)
            #expect(wrong.status == 405 && wrong.problem == "method" && wrong.response.headers[.allow] == "GET, HEAD")
            let put = try await client.api(act, try stub.bearer(), method: .put)
            #expect(put.status == 405 && put.response.headers[.allow] == "POST")
            #expect(try await client.api(act, try stub.bearer()).status == 405)
        }
    }

    @Test("An act needs a key, a type, a version and a body that is what it must be")
    func acts() async throws {
        try await stub.run { client async throws in
            func send(_ fields: HTTPFields, _ body: String = "{}", _ path: String? = nil) async throws -> String? {
                try await client.api(path ?? act, fields, method: .post, body: body).problem
            }
            var fields = try post("key-0001")
            fields[.idempotencyKey] = nil
            #expect(try await send(fields) == "key-needed")
            #expect(try await send(try post("short")) == "key-needed")
            #expect(try await send(try post("key-0002", [.contentType: "text/plain"])) == "body-type")
            fields = try post("key-0003")
            fields[.ifMatch] = nil
            #expect(try await send(fields) == "version-needed")
            for tag in ["*", "v1", "W/\"v1\"", "\"a\", \"b\""] {
                #expect(try await send(try post("key-0003", [.ifMatch: tag])) == "version-needed")
            }
            for body in ["", "{", "{}x", "{\"a\":1,\"a\":1}", "\u{FEFF}{}"] {
                #expect(try await send(try post("key-0004"), body) == "bad-body")
            }
            for body in ["[]", "1", "null", "{\"María\":1}"] {
                let answer = try await client.api(act, try post("key-0005"), method: .post, body: body)
                #expect(answer.problem == "body-refused")
                #expect(!String(buffer: answer.response.body).contains("María"))
            }
            let large = "\"" + String(repeating: "x", count: APIOffice.mostBody) + "\""
            #expect(try await send(try post("key-0006"), large) == "too-large")
            #expect(stub.count == 0)
            #expect(try await send(try post("key-0007")) == nil)
            #expect(stub.last?.ifMatch == "v1" && stub.last?.body == .object([]))
        }
    }

    @Test("The same key has the same answer, another request with it none; what failed may be asked again")
    func keys() async throws {
        stub.set { _ in throw APIProblem(.actRefused, reason: "not-theirs") }
        try await stub.run { client async throws in
            let refused = try await client.api(act, try post("key-0001"), method: .post, body: "{}")
            #expect(refused.status == 409 && refused.problem == "act-refused")
            stub.set { _ in .plain(.object([.init("state", .string("accepted"))]), version: "v2") }
            let first = try await client.api(act, try post("key-0001"), method: .post, body: "{}")
            #expect(first.status == 200 && first.response.headers[.eTag] == "\"v2\"")
            stub.set { _ in .plain(.object([.init("state", .string("another"))])) }
            let again = try await client.api(act, try post("key-0001"), method: .post, body: "{}")
            #expect(again.response.body == first.response.body && again.response.headers[.eTag] == "\"v2\"")
            #expect(again.response.headers[.idempotencyReplayed] == "true")
            #expect(stub.count == 2)
            let other = try await client.api(act, try post("key-0001"), method: .post, body: "{ }")
            #expect(other.status == 422 && other.problem == "key-reused")
            let elsewhere = try await client.api(
                "/handoffs/8.0/accept", try post("key-0001"), method: .post, body: "{}")
            #expect(elsewhere.problem == "key-reused")
        }
    }

    @Test("A cursor is good for its question only, and tells nothing")
    func cursors() async throws {
        stub.set { _ in
            .told(
                Told([] as [Disclosed<Nothing>]) { _ in .object([.init("items", .array([]))]) },
                next: "20614.3.17.200981")
        }
        try await stub.run { client async throws in
            let page = try await client.api("/worklist?asOf=2026-01-01&limit=5", try stub.bearer())
            let cursor = try #require(try JSON(String(buffer: page.response.body))["next"]?.string)
            #expect(!cursor.contains("20614"))
            #expect(try await client.api("/worklist?asOf=2026-01-01&cursor=\(cursor)", try stub.bearer()).status == 200)
            #expect(stub.last?.position == "20614.3.17.200981")
            for path in [
                "/worklist?cursor=\(cursor)", "/handoffs?cursor=\(cursor)",
                "/worklist?asOf=2026-01-01&cursor=\(cursor.dropFirst())",
            ] {
                #expect(try await client.api(path, try stub.bearer()).problem == "cursor")
            }
            let purpose = try stub.bearer(["purpose": "audit"])
            #expect(try await client.api("/worklist?asOf=2026-01-01&cursor=\(cursor)", purpose).problem == "cursor")
        }
    }

    @Test("What tells of persons is made of disclosed values, or it does not leave")
    func law() async throws {
        stub.set { _ in .plain(.object([.init("name", .string("María"))])) }
        try await stub.run { client async throws in
            for route in APIRoute.all where route.tellsOfPersons {
                let path = route.path.replacing("{n}", with: "1").replacing("{entry}", with: "1")
                    .replacing("{ref}", with: route.operation == .duty ? "1.0000000000000000-1-1-0" : "1.1")
                let needed = route.parameters.filter(\.isRequired).map { "\($0.name)=1" }.joined(separator: "&")
                var fields = try stub.bearer()
                fields[.contentType] = route.isQuestion ? "application/json" : nil
                let answer = try await client.api(
                    path + (needed.isEmpty ? "" : "?" + needed), fields, method: route.method,
                    body: route.isQuestion ? "{\"surnames\":\"Pérez\"}" : "")
                #expect(answer.status == 503 && answer.problem == "unavailable", "\(route.operation)")
                #expect(!String(buffer: answer.response.body).contains("María"))
            }
        }
    }

    @Test("A browser's session asks; its acts need the form token, and come from this site")
    func session() async throws {
        stub.state.withLock {
            $0.viewer = Viewer(
                account: "maria", purpose: "audit", isSteppedUp: false, formToken: "token", sessionEnds: Sample.now)
        }
        try await stub.run { client async throws in
            #expect(try await client.api("/mailboxes").status == 200)
            #expect(stub.last?.caller.account == "maria" && stub.last?.caller.isMachine == false)
            var fields = try post("key-0001")
            fields[.authorization] = nil
            #expect(try await client.api(act, fields, method: .post, body: "{}").problem == "form-token")
            fields[.formToken] = "tokem"
            #expect(try await client.api(act, fields, method: .post, body: "{}").problem == "form-token")
            fields[.formToken] = "token"
            #expect(try await client.api(act, fields, method: .post, body: "{}").status == 200)
            fields[.origin] = "https://evil.example"
            #expect(try await client.api(act, fields, method: .post, body: "{}").problem == "form-token")
            // A token that is not good is not made good by a session.
            #expect(try await client.api("/mailboxes", [.authorization: "Bearer x"]).problem == "token-refused")
        }
    }

    @Test("Every problem has a page that says what to do, in both languages")
    func pages() async throws {
        try await stub.run { client async throws in
            for code in APIProblem.Code.allCases {
                let english = try await client.text("/problems/\(code.rawValue)")
                let spanish = try await client.text("/problems/\(code.rawValue)?lang=es")
                #expect(english.contains(code.rawValue) && english != spanish)
                #expect(!words(english).contains("problem.") && !words(spanish).contains("problem."))
            }
            #expect(try await client.get("/problems/other").status == .notFound)
        }
    }

    @Test("A fault of the store says nothing of it")
    func fault() async throws {
        struct Broken: Error { var text = "SELECT María" }
        stub.set { _ in throw Broken() }
        try await stub.run { client async throws in
            let answer = try await client.api("/mailboxes", try stub.bearer())
            #expect(answer.status == 503 && answer.problem == "unavailable")
            #expect(!String(buffer: answer.response.body).contains("María"))
            #expect(answer.response.headers[.retryAfter] == "60")
        }
    }
}

/// A value that nobody can disclose: it stands for the empty list only.
private enum Nothing: Sendable {}
