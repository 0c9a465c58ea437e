import AmparoGate
import AmparoModel
import AmparoOversight
import AmparoStore
import AmparoStoreSQLite
import AmparoTestSupport
import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Synchronization

@testable import AmparoServer

/// A desk under the test's control, behind the API of a server in a world that stands still.
final class StubAPI: APIDesk, ViewerSource {
    struct State {
        var calls: [(operation: APIOperation, call: APICall)] = []
        var answer: @Sendable (APICall) throws -> APIAnswer = { _ in .plain(.object([])) }
        var viewer: Viewer?
    }

    static let name = "amparo.example/0011223344556677"
    let key = Curve25519.Signing.PrivateKey()
    let state = Mutex(State())
    private let folder = NSTemporaryDirectory() + "amparo-api-" + UUID().uuidString

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func signingKey(ofAccount account: String) async throws -> [UInt8]? {
        account == "machine" ? [UInt8](key.publicKey.rawRepresentation) : nil
    }

    func certificate(_ fingerprint: [UInt8]) async throws -> MachineCertificate? { nil }

    func admit(_ operation: APIOperation, _ call: APICall) async throws {}

    func answer(_ operation: APIOperation, _ call: APICall) async throws -> APIAnswer {
        try state.withLock { state in
            state.calls.append((operation, call))
            return try state.answer(call)
        }
    }

    func viewer(_ request: Request) throws -> Viewer? { state.withLock { $0.viewer } }

    var count: Int { state.withLock { $0.calls.count } }
    var last: APICall? { state.withLock { $0.calls.last?.call } }

    func set(_ answer: @escaping @Sendable (APICall) throws -> APIAnswer) { state.withLock { $0.answer = answer } }

    func run(_ test: @Sendable (any TestClientProtocol) async throws -> Void) async throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let random = RandomSource.seeded(5)
        let book = try AnswerBook(
            SQLiteDatabase(path: folder + "/api.sqlite", options: SQLiteDatabase.Options(create: true)))
        let office = APIOffice(
            name: Self.name, desk: self, keys: APIKeys(seed: [UInt8](repeating: 7, count: 32), random: random),
            book: book, random: random, started: Sample.now)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let server = try OverviewServer(
            source: StubSource(), viewers: self, signIn: nil, configuration: ServerConfiguration(port: 0),
            clock: ServerClock(now: { Sample.now }, nanoseconds: { 1 }), logger: logger
        ).with(api: office)
        try await server.application().test(.router) { client in try await test(client) }
    }

    /// Claims of a good token; each is another token.
    func claims(_ more: [String: Any] = [:]) -> [String: Any] {
        let now = Int(Sample.now.microseconds / 1_000_000)
        let all: [String: Any] = [
            "iss": "machine", "sub": "machine", "aud": Self.name, "iat": now, "exp": now + 60,
            "jti": UUID().uuidString, "purpose": "safety-check",
        ]
        return all.merging(more) { $1 }
    }

    func token(
        _ claims: [String: Any], header: [String: Any] = ["alg": "EdDSA", "typ": "JWT"],
        signedBy key: Curve25519.Signing.PrivateKey? = nil
    ) throws -> String {
        let parts = try [header, claims].map {
            Base64URL.text([UInt8](try JSONSerialization.data(withJSONObject: $0.filter { !($0.value is NSNull) })))
        }
        let signed = parts.joined(separator: ".")
        let signature = try (key ?? self.key).signature(for: Array(signed.utf8))
        return signed + "." + Base64URL.text([UInt8](signature))
    }

    func bearer(_ claims: [String: Any] = [:]) throws -> HTTPFields {
        [.authorization: "Bearer " + (try token(self.claims(claims)))]
    }
}

extension TestClientProtocol {
    /// The code of a problem, and the answer.
    func api(
        _ path: String, _ headers: HTTPFields = [:], method: HTTPRequest.Method = .get, body: String? = nil
    ) async throws -> (status: Int, problem: String?, response: TestResponse) {
        let response = try await executeRequest(
            uri: "/api/v1" + path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
        let type = (try? JSON(String(buffer: response.body)))?["type"]?.string
        return (response.status.code, type.map { String($0.dropFirst("/problems/".count)) }, response)
    }
}
