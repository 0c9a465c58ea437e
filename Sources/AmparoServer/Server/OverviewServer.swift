internal import HTTPTypes
package import Hummingbird
internal import HummingbirdCore
public import Logging
internal import NIOCore
internal import ServiceLifecycle

/// The web application: the overview in its public form, health and metrics.
///
/// ```swift
/// let server = try OverviewServer(source: store, configuration: ServerConfiguration(port: 8080), clock: clock, logger: logger)
/// try await server.run { print("listening on port \($0)") }
/// ```
public struct OverviewServer: Sendable {
    private(set) var site: Site
    let configuration: ServerConfiguration
    private let logger: Logger

    /// A server that is not yet listening.
    ///
    /// - Throws: `.badConfiguration`, `.badPhrases`.
    public init(
        source: any OverviewSource, log: (any LogSource)? = nil, configuration: ServerConfiguration,
        clock: ServerClock, logger: Logger
    ) throws(ServerError) {
        try self.init(
            source: source, log: log, viewers: nil, signIn: nil, configuration: configuration, clock: clock,
            logger: logger)
    }

    /// A server for viewers too, with the screens of casework where there are any.
    package init(
        source: any OverviewSource, log: (any LogSource)? = nil, viewers: (any ViewerSource)? = nil,
        signIn: SignInOffice?,
        casework: Casework? = nil,
        configuration: ServerConfiguration, clock: ServerClock, logger: Logger
    ) throws(ServerError) {
        try configuration.validate()
        let desk = OverviewDesk(source: source, clock: clock, configuration: configuration)
        site = try Site(
            desk: desk, log: log, viewers: viewers, signIn: signIn, casework: casework, clock: clock)
        self.configuration = configuration
        self.logger = logger
    }

    /// The same server with the API.
    package func with(api: APIOffice?) -> OverviewServer {
        var server = self
        server.site.api = api
        return server
    }

    /// The same server with an import desk.
    package func with(imports: any ImportDesk) -> OverviewServer {
        var server = self
        server.site.imports = imports
        return server
    }

    /// Listens and answers until the process is told to end (SIGTERM, SIGINT) or the task is cancelled; requests under way are
    /// answered before it returns.
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
            router: site.router(configuration), server: try configuration.channels(),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: port), serverName: nil,
                availableConnectionsDelegate: MaximumAvailableConnections(configuration.mostConnections)),
            onServerRunning: { channel in await listening(channel.localAddress?.port ?? port) }, logger: logger)
    }
}
