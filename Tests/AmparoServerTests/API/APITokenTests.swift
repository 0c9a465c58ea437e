import AmparoModel
import AmparoOversight
import Crypto
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@testable import AmparoServer

@Suite("Tokens of machines")
struct APITokenTests {
    @Test("A good token is taken once; the purpose and the id go along")
    func once() async throws {
        let stub = StubAPI()
        try await stub.run { client async throws in
            let token = try stub.bearer(["jti": "request-0001"])
            #expect(try await client.api("/mailboxes", token).status == 200)
            let caller = try #require(stub.last?.caller)
            #expect(
                caller
                    == APICaller(account: "machine", purpose: "safety-check", request: "request-0001", isMachine: true))
            let again = try await client.api("/mailboxes", token)
            #expect(again.status == 401 && again.problem == "token-refused")
            #expect(again.response.headers[.wwwAuthenticate]?.hasPrefix("Bearer") ?? false)
            #expect(stub.count == 1)
        }
    }

    @Test("Nobody gets nothing, and is told how to sign in")
    func nobody() async throws {
        let stub = StubAPI()
        try await stub.run { client async throws in
            for route in APIRoute.all {
                let path = route.path.replacing("{n}", with: "1").replacing("{ref}", with: "1.1").replacing(
                    "{name}", with: "x")
                let answer = try await client.api(path, method: route.method)
                #expect(answer.status == 401 && answer.problem == "sign-in-needed", "\(route.operation)")
                #expect(answer.response.headers[.wwwAuthenticate] == "Bearer realm=\"amparo\"")
            }
            #expect(stub.count == 0)
        }
    }

    @Test("Claims that are not as they must be are refused")
    func claims() async throws {
        let stub = StubAPI()
        try await stub.run { client async throws in
            let now = Int(Sample.now.microseconds / 1_000_000)
            let wrong: [[String: Any]] = [
                ["aud": "elsewhere"], ["aud": NSNull()], ["aud": ["a", "b"]], ["sub": "another"], ["iss": NSNull()],
                ["exp": now], ["exp": now - 1], ["exp": now + 301], ["exp": NSNull()], ["iat": NSNull()],
                ["iat": now + 31, "exp": now + 60], ["iat": now - 1, "exp": now + 60], ["nbf": now + 31],
                ["jti": NSNull()], ["jti": "short"], ["jti": "María de los Ángeles"], ["purpose": NSNull()],
                ["iat": "\(now)"], ["exp": Double(now) + 0.5],
            ]
            for claims in wrong {
                let answer = try await client.api("/mailboxes", try stub.bearer(claims))
                #expect(answer.status == 401 && answer.problem == "token-refused", "\(claims)")
            }
            #expect(try await client.api("/mailboxes", try stub.bearer(["aud": ["x", StubAPI.name]])).status == 200)
            #expect(stub.count == 1)
        }
    }

    @Test("No other algorithm, no other key, no change")
    func signatures() async throws {
        let stub = StubAPI()
        let other = Curve25519.Signing.PrivateKey()
        let claims = stub.claims()
        var parts = try stub.token(claims).split(separator: ".").map(String.init)
        let empty = parts[0] + "." + parts[1] + "."
        parts[1] = Base64URL.text(
            [UInt8](try JSONSerialization.data(withJSONObject: stub.claims(["purpose": "audit"]))))
        let mac = HMAC<SHA256>.authenticationCode(
            for: Array("x.y".utf8), using: SymmetricKey(data: stub.key.publicKey.rawRepresentation))
        let tokens = try [
            stub.token(claims, header: ["alg": "none"]), stub.token(claims, header: ["alg": "HS256"]),
            stub.token(claims, header: ["alg": "eddsa"]),
            stub.token(claims, header: ["alg": "EdDSA", "crit": ["exp"]]),
            stub.token(claims, header: ["alg": "EdDSA", "typ": "at+jwt"]), stub.token(claims, signedBy: other), empty,
            parts.joined(separator: "."), parts[0] + "." + parts[1] + "." + Base64URL.text(Array(mac)), "", ".", "..",
            "a.b.c", String(repeating: "a", count: 5000), stub.token(claims) + "=", stub.token(claims) + ".x",
        ]
        try await stub.run { client async throws in
            for token in tokens {
                let answer = try await client.api("/mailboxes", [.authorization: "Bearer " + token])
                #expect(answer.status == 401 && answer.problem == "token-refused")
            }
            for field in ["Basic YTpi", "Bearer", "Token x"] {
                #expect(try await client.api("/mailboxes", [.authorization: field]).problem == "token-refused")
            }
            #expect(stub.count == 0)
        }
    }

    @Test("An account that there is not is refused as a signature that is not its own")
    func unknown() async throws {
        let stub = StubAPI()
        try await stub.run { client async throws in
            let unknown = try stub.bearer(["iss": "nobody", "sub": "nobody"])
            let forged: HTTPFields = [
                .authorization: "Bearer " + (try stub.token(stub.claims(), signedBy: Curve25519.Signing.PrivateKey()))
            ]
            let answers = [try await client.api("/mailboxes", unknown), try await client.api("/mailboxes", forged)]
            #expect(String(buffer: answers[0].response.body) == String(buffer: answers[1].response.body))
            #expect(answers.map(\.status) == [401, 401])
        }
    }

    @Test("Bytes and their text are one to one", arguments: 0..<40)
    func text(count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 151 &+ count) }
        let text = Base64URL.text(bytes)
        #expect(Base64URL.bytes(text) == bytes)
        let padded = Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
        #expect(text == padded.filter { $0 != "=" })
        #expect(Base64URL.bytes(text + "=") == nil)
    }

    @Test("A text that nobody would have written has no bytes", arguments: ["A", "AB", "AAB", "A+", "A/", "a b", "é"])
    func otherText(text: String) { #expect(Base64URL.bytes(text) == nil) }
}
