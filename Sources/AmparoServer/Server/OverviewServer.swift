internal import HTTPTypes
package import Hummingbird
internal import HummingbirdCore
internal import HummingbirdTLS
public import Logging
internal import NIOCore
internal import NIOSSL
internal import ServiceLifecycle

/// The web application: the overview in its public form, health and metrics.
///
/// ```swift
/// let server = try OverviewServer(source: store, configuration: ServerConfiguration(port: 8080), clock: clock, logger: logger)
/// try await server.run { print("listening on port \($0)") }
/// ```
public struct OverviewServer: Sendable {
    private let site: Site
    private let configuration: ServerConfiguration
    private let logger: Logger

    /// A server that is not yet listening.
    ///
    /// - Throws: `.badConfiguration`, `.badPhrases`.
    public init(
        source: any OverviewSource, configuration: ServerConfiguration, clock: ServerClock, logger: Logger
    ) throws(ServerError) {
        try configuration.validate()
        let desk = OverviewDesk(source: source, clock: clock, configuration: configuration)
        site = try Site(desk: desk, clock: clock)
        self.configuration = configuration
        self.logger = logger
    }

    /// Listens and answers until the process is told to end (SIGTERM, SIGINT) or the task is cancelled; requests under way are
    /// answered before it returns.
    ///
    /// - Parameter listening: called once, with the port, when requests are answered.
    /// - Throws: `ServerError` `.badCertificate` or `.cannotListen`.
    public func run(listening: @escaping @Sendable (_ port: Int) async -> Void = { _ in }) async throws {
        let application = try application(listening: listening)
        do {
            try await application.runService()
        } catch let error as IOError {
            throw ServerError(
                .cannotListen,
                "cannot listen on \(configuration.host) port \(configuration.port) (error \(error.errnoCode)); choose another "
                    + "with --host or --port, or end the program that has it")
        } catch let error as SocketAddressError {
            _ = error
            throw ServerError(
                .cannotListen, "\(configuration.host) is no address of this machine; choose another with --host")
        }
    }

    /// The application that `run` runs.
    package func application(
        listening: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) throws(ServerError) -> Application<RouterResponder<ServerContext>> {
        let port = configuration.port
        return Application(
            router: site.router(configuration), server: try channels(),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: port), serverName: nil,
                availableConnectionsDelegate: MaximumAvailableConnections(configuration.mostConnections)),
            onServerRunning: { channel in await listening(channel.localAddress?.port ?? port) }, logger: logger)
    }

    private func channels() throws(ServerError) -> HTTPServerBuilder {
        var decoder = HTTP1Channel.Configuration.DecoderConfiguration()
        decoder.maxHeaderFieldSize = configuration.longestHeaders
        decoder.maxHeaderListSize = configuration.longestHeaders
        decoder.maxHeaderFieldCount = 100
        let plain = HTTPServerBuilder.http1(
            configuration: HTTP1Channel.Configuration(
                idleTimeout: TimeAmount(configuration.idleTimeout), httpDecoderConfiguration: decoder))
        guard let tls = configuration.tls else { return plain }
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(tls.certificate)
            let key = try NIOSSLPrivateKey(file: tls.key, format: .pem)
            var secure = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
            secure.minimumTLSVersion = .tlsv12
            return try .tls(plain, tlsConfiguration: secure)
        } catch {
            throw ServerError(
                .badCertificate,
                "the certificate or its key cannot be read; give PEM files with --tls-cert and --tls-key")
        }
    }
}
