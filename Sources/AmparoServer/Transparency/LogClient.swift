public import AmparoTransparency
internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1

/// Asks witnesses and reads logs over HTTP. Follows no redirect, reads no more than the format allows. Its connections end
/// with it.
public final class LogClient: Sendable {
    private let client: HTTPClient
    private let timeout: TimeAmount

    /// A client that gives each request that long.
    public init(timeout: Duration = .seconds(10)) {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        self.timeout = TimeAmount(timeout)
    }

    // A client that nobody shut down would end the process.
    deinit { _ = client.shutdown() as EventLoopFuture<Void> }

    /// Submits a body to a witness (C2SP `tlog-witness`, `add-checkpoint`); `url` is its submission prefix.
    public func submit(_ url: String, _ body: [UInt8]) async throws -> (status: Int, body: [UInt8]) {
        var request = HTTPClientRequest(url: Self.below(url, TlogWitness.path))
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "text/plain; charset=utf-8")
        request.body = .bytes(body)
        let response = try await client.execute(request, timeout: timeout)
        let answer = try await response.body.collect(upTo: TlogWitness.longestRequest)
        return (Int(response.status.code), Array(answer.readableBytesView))
    }

    /// The bytes of a resource of a log (C2SP `tlog-tiles`) whose prefix is `url`; nil when the log has none of that name.
    ///
    /// Throws `ServerError` `.badAnswer` for any other status than 200, 404 and 410.
    public func fetch(_ url: String, _ resource: TlogResource) async throws -> [UInt8]? {
        var request = HTTPClientRequest(url: Self.below(url, resource.description))
        request.headers.add(name: "Accept-Encoding", value: "identity")
        let response = try await client.execute(request, timeout: timeout)
        switch response.status {
        case .ok: return Array(try await response.body.collect(upTo: Self.longestResource).readableBytesView)
        case .notFound, .gone: return nil
        default:
            throw ServerError(
                .badAnswer, "the log answered with \(response.status.code) for \(resource); ask its operator")
        }
    }

    private static let longestResource = 256 * 65_537

    private static func below(_ prefix: String, _ path: String) -> String {
        prefix.hasSuffix("/") ? prefix + path : prefix + "/" + path
    }
}
