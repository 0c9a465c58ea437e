internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1

/// How a provider is asked: one request, one answer, no redirect followed.
package struct OpenIDTransport: Sendable {
    /// Asks one thing: where, with what form (nil to get), and with what `Authorization`; answers status and body.
    package typealias Ask =
        @Sendable (_ url: String, _ form: String?, _ authorization: String?) async throws -> (
            status: Int, body: String
        )

    let ask: Ask

    /// The most bytes of an answer that are read.
    private static let longest = 1 << 20

    /// A transport.
    package init(ask: @escaping Ask) { self.ask = ask }

    /// Over HTTP, ten seconds for each request.
    package static func http() -> OpenIDTransport {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        let client = OwnedClient(HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration))
        return OpenIDTransport { url, form, authorization in
            var request = HTTPClientRequest(url: url)
            request.headers.add(name: "Accept", value: "application/json")
            if let authorization { request.headers.add(name: "Authorization", value: authorization) }
            if let form {
                request.method = .POST
                request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
                request.body = .bytes(ByteBuffer(string: form))
            }
            let response = try await client.client.execute(request, timeout: .seconds(10))
            let body = try await response.body.collect(upTo: longest)
            return (Int(response.status.code), String(buffer: body))
        }
    }

    /// Ends its client when nobody holds it any more.
    private final class OwnedClient: Sendable {
        let client: HTTPClient
        init(_ client: HTTPClient) { self.client = client }
        deinit { client.shutdown { _ in } }
    }
}
