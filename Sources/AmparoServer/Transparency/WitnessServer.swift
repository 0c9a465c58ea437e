internal import AmparoTransparency
internal import HTTPTypes
package import Hummingbird
internal import HummingbirdCore
public import Logging
internal import NIOCore
internal import ServiceLifecycle

/// Who decides what a witness cosigns. The witness's side of the seam: the server knows HTTP, and nothing of its books.
public protocol WitnessDesk: Sendable {
    /// Answers the body of an `add-checkpoint` request: status, media type and body.
    ///
    /// May be called from any task, several at once; work that blocks belongs on the desk's own thread.
    func addCheckpoint(_ body: [UInt8]) async throws -> (status: Int, mediaType: String, body: [UInt8])

    /// Who the witness is and what it has seen, in lines for people. Nothing in it is a secret.
    func about() async throws -> String
}

/// A witness over HTTP: C2SP `tlog-witness` (<https://c2sp.org/tlog-witness>).
///
/// `POST /add-checkpoint` is for logs, `GET /` tells people the witness's key, `GET /healthz` tells machines that it runs.
public struct WitnessServer: Sendable {
    private let desk: any WitnessDesk
    private let configuration: ServerConfiguration
    private let logger: Logger

    /// A server that is not yet listening. Throws `.badConfiguration`.
    public init(desk: any WitnessDesk, configuration: ServerConfiguration, logger: Logger) throws(ServerError) {
        try configuration.validate()
        self.desk = desk
        self.configuration = configuration
        self.logger = logger
    }

    /// Listens and answers until the process is told to end or the task is cancelled.
    ///
    /// - Parameter listening: called once, with the port, when requests are answered.
    /// - Throws: `ServerError` `.badCertificate` or `.cannotListen`.
    public func run(listening: @escaping @Sendable (_ port: Int) async -> Void = { _ in }) async throws {
        let application = try application(listening: listening)
        try await configuration.explainingListening { try await application.runService() }
    }

    /// The application that `run` runs.
    package func application(
        listening: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) throws(ServerError) -> Application<RouterResponder<ServerContext>> {
        let port = configuration.port
        return Application(
            router: router(), server: try configuration.channels(),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: port), serverName: nil,
                availableConnectionsDelegate: MaximumAvailableConnections(configuration.mostConnections)),
            onServerRunning: { channel in await listening(channel.localAddress?.port ?? port) }, logger: logger)
    }

    private func router() -> Router<ServerContext> {
        let router = Router(context: ServerContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: SecurityHeaders(isSecure: configuration.tls != nil))
        router.post("/\(TlogWitness.path)") { request, context in
            do {
                return try await addCheckpoint(request)
            } catch let error as HTTPError {
                context.stopReading()
                throw error
            }
        }
        router.get("/") { _, _ in text(.ok, "text/plain; charset=utf-8", Array(try await desk.about().utf8)) }
        router.get("/healthz") { _, _ in text(.ok, "application/json", Array("{\"status\":\"ok\"}\n".utf8)) }
        return router
    }

    /// A body beyond the limit is refused before it is read to its end.
    private func addCheckpoint(_ request: Request) async throws -> Response {
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: TlogWitness.longestRequest)
        } catch is NIOTooManyBytesError {
            throw HTTPError(.contentTooLarge, headers: [.connection: "close"])
        }
        let answer = try await desk.addCheckpoint(Array(body.readableBytesView))
        return text(HTTPResponse.Status(code: answer.status), answer.mediaType, answer.body)
    }

    private func text(_ status: HTTPResponse.Status, _ mediaType: String, _ body: [UInt8]) -> Response {
        Response(
            status: status, headers: [.contentType: mediaType, .cacheControl: Keeping.never.rawValue],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
}
