import AmparoGate
import AmparoModel
import AmparoServer
import AmparoSharing
import AmparoStore
import ArgumentParser
import Foundation
import Logging

struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serves the overview, and the screens of casework for whoever signs in; health and metrics.",
        discussion: """
            Beside its pages it publishes the log, keeps the duties up to date and delivers what they offer. People sign in as
            soon as an account has a one-time link (amparo account invite). Passwords cross a network under TLS only: give a
            certificate, or say that a proxy has one. Stop it with Ctrl-C.
            Example: amparo serve --data ./amparo-data --port 8080
            """)

    @OptionGroup var store: StoreOptions
    @Option(help: "The address to listen on.") var host = "127.0.0.1"
    @Option(help: "The port to listen on.") var port = 8080
    @Option(name: .long, help: "A PEM file with the certificate chain, to serve TLS.") var tlsCert: String?
    @Option(name: .long, help: "A PEM file with its private key.") var tlsKey: String?
    @Flag(help: "Machines may show a client certificate (amparo account certificate) in place of a signed token.")
    var clientCertificates = false
    @Flag(
        help: "A proxy in front of this server speaks TLS with browsers, refuses plain HTTP, and sets X-Forwarded-For.")
    var tlsAtProxy = false
    @Option(help: "After how many minutes without use a session ends, 1 to 60.") var idleMinutes: Int64 = 20
    @Option(help: "After how many hours a session ends in any case, 1 to 24.") var sessionHours: Int64 = 10
    @Option(
        help: """
            The address at which browsers reach this site, such as https://amparo.example: passkeys are bound to its name. \
            Without it they are for http://localhost only.
            """)
    var site: String?
    @Flag(
        help: """
            Let people search children by name. All names are read and kept in the memory of this process, never on disk: some \
            hundred megabytes for half a million children.
            """)
    var nameSearch = false
    @OptionGroup var openID: OpenIDOptions
    @Flag(help: "Log every request with its route, status and time; no address that was asked for, and no person.")
    var logRequests = false
    @Option(name: .long, help: "The day in the world that figures are shown for, YYYY-MM-DD (default: today).")
    var asOf: Day?

    func validate() throws {
        guard (tlsCert == nil) == (tlsKey == nil) else {
            throw ValidationError("--tls-cert and --tls-key belong together.")
        }
        guard !clientCertificates || tlsCert != nil else {
            throw ValidationError("--client-certificates needs --tls-cert and --tls-key.")
        }
        guard passkeySite() != nil || site == nil else {
            throw ValidationError("--site is an address such as https://amparo.example, without a path.")
        }
        guard (0...65535).contains(port) else { throw ValidationError("--port is 0 to 65535.") }
        guard (1...60).contains(idleMinutes), (1...24).contains(sessionHours) else {
            throw ValidationError("--idle-minutes is 1 to 60, --session-hours is 1 to 24.")
        }
    }

    private func passkeySite() -> PasskeySite? {
        site.flatMap { PasskeySite(origin: $0.hasSuffix("/") ? String($0.dropLast()) : $0) }
    }

    func run() throws {
        let tls = tlsCert.flatMap { certificate in
            tlsKey.map {
                ServerConfiguration.TLS(certificate: certificate, key: $0, asksForCertificates: clientCertificates)
            }
        }
        try Self.serve(
            try store.open(), ServerConfiguration(host: host, port: port, tls: tls, isBehindTLS: tlsAtProxy),
            asOf: asOf,
            sessions: SessionLimits(idle: idleMinutes * 60, longest: sessionHours * 3600),
            isLoggingRequests: logRequests, openID: try openID.client(), searchesNames: nameSearch, site: passkeySite())
    }

    /// Serves until the process is told to stop.
    ///
    /// - Parameter keepsDuties: whether time goes on for the duties. A demonstration has played its own time, and nobody of it
    ///   answers any more.
    static func serve(
        _ store: OpenStore, _ configuration: ServerConfiguration, asOf: Day?, sessions: SessionLimits = SessionLimits(),
        keepsDuties: Bool = true, isLoggingRequests: Bool = false, openID: OpenIDProvider.Client? = nil,
        searchesNames: Bool = false, site: PasskeySite? = nil
    ) throws {
        var logger = Logger(label: "amparo") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = isLoggingRequests ? .info : .notice
        let clock = ServerClock.system(now: Clock.now)
        let log = try store.publishedLog()
        var casework = try store.casework()
        let names = searchesNames ? NameIndex(store.journal, keys: store.keys, random: .system()) : nil
        casework.names = names
        casework.links = StoreLinks(store: store)
        casework.layouts = WriteBackShelf(folder: store.folder + "/layouts")
        let server = try OverviewServer(
            source: StoreOverview(store: store, asOf: asOf), log: StoredLog(log: log),
            signIn: try store.signInOffice(
                configuration, sessions: sessions, openID: openID, site: site, clock: clock, logger: logger),
            casework: casework,
            configuration: configuration, clock: clock, logger: logger
        ).with(api: try configuration.isPrivate ? store.apiOffice(configuration: configuration, names: names) : nil)
            .with(
                imports: StoreImports(store))
        let scheme = configuration.tls == nil ? "http" : "https"
        let publishing = LogPublishing(log: log, clock: clock, logger: logger)
        let duties = keepsDuties ? try DutyKeeping(store, clock: clock, logger: logger) : nil
        let shared = logger
        try waiting {
            let upkeep: [Task<Void, Never>] = [
                Task { await publishing.run() }, Task { if let duties { await duties.run() } },
                Task { await store.deliver(clock: clock, logger: shared) },
                Task { await CredentialMails(store: store, clock: clock, logger: shared).run() },
                Task { if let names { await NameKeeping(index: names, clock: clock, logger: shared).run() } },
            ]
            defer { for task in upkeep { task.cancel() } }
            try await server.run { port in Terminal.print("Open \(scheme)://\(configuration.host):\(port)/") }
        }
    }
}
