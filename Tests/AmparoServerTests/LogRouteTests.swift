@testable internal import AmparoServer
internal import AmparoTransparency
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdTesting
internal import Logging
internal import NIOCore
internal import Synchronization
internal import Testing

@Suite("The published log over HTTP")
struct LogRouteTests {
    /// A log of 300 entries whose resources say their own names.
    private struct StubLog: LogSource {
        func resource(_ resource: TlogResource) async throws -> [UInt8]? {
            resource.exists(atSize: 300) ? Array(resource.description.utf8) : nil
        }
    }

    private var world: World {
        var world = World()
        world.log = StubLog()
        return world
    }

    @Test("The checkpoint is text and asked for each time")
    func checkpoint() async throws {
        try await world.run { client async throws in
            let response = try await client.get("/log/checkpoint")
            #expect(response.status == .ok)
            #expect(response.headers[.contentType] == "text/plain; charset=utf-8")
            #expect(response.headers[.cacheControl] == "no-cache")
            let tag = try #require(response.headers[.eTag])
            #expect(try await client.get("/log/checkpoint", [.ifNoneMatch: tag]).status == .notModified)
        }
    }

    @Test(
        "Tiles and bundles are bytes that may be kept for ever",
        arguments: [
            "tile/0/000", "tile/0/001.p/44", "tile/0/001.p/7", "tile/1/000.p/1", "tile/entries/000",
            "tile/entries/001.p/44",
        ])
    func tiles(path: String) async throws {
        try await world.run { client async throws in
            let response = try await client.get("/log/" + path)
            #expect(response.status == .ok)
            #expect(String(buffer: response.body) == path)
            #expect(response.headers[.contentType] == "application/octet-stream")
            #expect(response.headers[.cacheControl] == "public, max-age=31536000, immutable")
        }
    }

    @Test(
        "What is not there, or not spelled as the specification says, is not found",
        arguments: [
            "tile/0/001", "tile/0/001.p/45", "tile/1/000", "tile/2/000.p/1", "tile/entries/002.p/1", "tile/0/0", "tile",
            "tile/0/000/", "tile/0//000", "tile/%30/000", "tile/0/x000/000", "tile/64/000", "tile/0/..%2f000", "keys",
        ])
    func missing(path: String) async throws {
        try await world.run { client async throws in
            #expect(try await client.get("/log/" + path).status == .notFound)
        }
    }

    @Test("A server without a log has no such place")
    func noLog() async throws {
        try await World().run { client async throws in
            #expect(try await client.get("/log/checkpoint").status == .notFound)
        }
    }
}

@Suite("A witness over HTTP")
struct WitnessServerTests {
    /// A desk that says what it was asked.
    private struct StubDesk: WitnessDesk {
        func addCheckpoint(_ body: [UInt8]) async throws -> (status: Int, mediaType: String, body: [UInt8]) {
            body.count < 10 ? (409, "text/x.tlog.size", Array("\(body.count)\n".utf8)) : (200, "text/plain", body)
        }

        func about() async throws -> String { "witness key: k\n" }
    }

    private func run(_ test: @Sendable (any TestClientProtocol) async throws -> Void) async throws {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let server = try WitnessServer(desk: StubDesk(), configuration: ServerConfiguration(port: 0), logger: logger)
        try await server.application().test(.live, test)
    }

    private func post(_ client: any TestClientProtocol, _ body: String, _ path: String = "/add-checkpoint") async throws
        -> TestResponse
    {
        try await client.executeRequest(uri: path, method: .post, headers: [:], body: ByteBuffer(string: body))
    }

    @Test("A request reaches the desk whole, and its answer goes back as it is")
    func request() async throws {
        try await run { client async throws in
            let refused = try await post(client, "short")
            #expect(refused.status.code == 409 && String(buffer: refused.body) == "5\n")
            #expect(refused.headers[.contentType] == "text/x.tlog.size")
            let long = String(repeating: "a", count: TlogWitness.longestRequest)
            let answered = try await post(client, long)
            #expect(answered.status == .ok && String(buffer: answered.body) == long)
            #expect(answered.headers[.cacheControl] == "no-store")
        }
    }

    @Test("A body beyond the limit is refused, and other paths and methods are not there")
    func limits() async throws {
        try await run { client async throws in
            let long = String(repeating: "a", count: TlogWitness.longestRequest + 1)
            #expect(try await post(client, long).status == .contentTooLarge)
        }
        try await run { client async throws in
            #expect(try await post(client, "x", "/").status == .notFound)
            #expect(try await client.get("/add-checkpoint").status == .notFound)
            #expect(try await client.get("/healthz").status == .ok)
            #expect(try await client.text("/") == "witness key: k\n")
        }
    }
}

@Suite("Asking witnesses and logs over HTTP")
struct LogClientTests {
    private struct StubDesk: WitnessDesk {
        func addCheckpoint(_ body: [UInt8]) async throws -> (status: Int, mediaType: String, body: [UInt8]) {
            (200, "text/plain", body)
        }
        func about() async throws -> String { "" }
    }

    @Test("What is submitted arrives, what is not there is nil, and nobody there is an error")
    func client() async throws {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let server = try WitnessServer(desk: StubDesk(), configuration: ServerConfiguration(port: 0), logger: logger)
        let client = LogClient()
        try await server.application().test(.live) { live async throws in
            let port = try #require(live.port)
            for prefix in ["http://127.0.0.1:\(port)", "http://127.0.0.1:\(port)/"] {
                let answer = try await client.submit(prefix, Array("old 0\n".utf8))
                #expect(answer.status == 200 && answer.body == Array("old 0\n".utf8))
                #expect(try await client.fetch(prefix, .checkpoint) == nil)
            }
        }
        await #expect(throws: (any Error).self) { try await client.submit("http://127.0.0.1:1", []) }
        await #expect(throws: (any Error).self) { try await client.submit("no address", []) }
    }
}
