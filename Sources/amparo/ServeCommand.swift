import AmparoModel
import AmparoServer
import ArgumentParser
import Foundation
import Logging

struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serves the overview: public figures, census, ingests with their defects; health and metrics.",
        discussion: """
            No page shows a person. Stop it with Ctrl-C.
            Example: amparo serve --data ./amparo-data --port 8080
            """)

    @OptionGroup var store: StoreOptions
    @Option(help: "The address to listen on.") var host = "127.0.0.1"
    @Option(help: "The port to listen on.") var port = 8080
    @Option(name: .long, help: "A PEM file with the certificate chain, to serve TLS.") var tlsCert: String?
    @Option(name: .long, help: "A PEM file with its private key.") var tlsKey: String?
    @Option(name: .long, help: "The day in the world that figures are shown for, YYYY-MM-DD (default: today).")
    var asOf: Day?

    func validate() throws {
        guard (tlsCert == nil) == (tlsKey == nil) else {
            throw ValidationError("--tls-cert and --tls-key belong together.")
        }
        guard (0...65535).contains(port) else { throw ValidationError("--port is 0 to 65535.") }
    }

    func run() throws {
        let tls = tlsCert.flatMap { certificate in
            tlsKey.map { ServerConfiguration.TLS(certificate: certificate, key: $0) }
        }
        try Self.serve(
            try store.open(), ServerConfiguration(host: host, port: port, tls: tls), asOf: asOf)
    }

    /// Serves until the process is told to stop.
    static func serve(_ store: OpenStore, _ configuration: ServerConfiguration, asOf: Day?) throws {
        var logger = Logger(label: "amparo") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .notice
        let server = try OverviewServer(
            source: StoreOverview(store: store, asOf: asOf), configuration: configuration,
            clock: ServerClock.system(now: Clock.now), logger: logger)
        let scheme = configuration.tls == nil ? "http" : "https"
        try wait {
            try await server.run { port in Terminal.print("Open \(scheme)://\(configuration.host):\(port)/") }
        }
    }

    /// Runs an asynchronous job to its end from a command that is not asynchronous.
    private static func wait(_ body: @escaping @Sendable () async throws -> Void) throws {
        let outcome = Outcome()
        let done = DispatchSemaphore(value: 0)
        Task {
            do { try await body() } catch { outcome.set(error) }
            done.signal()
        }
        done.wait()
        if let error = outcome.error { throw error }
    }
}

/// What an asynchronous job ended with.
private final class Outcome: @unchecked Sendable {
    // @unchecked: written before the semaphore is signalled, read after.
    private(set) var error: (any Error)?
    func set(_ error: any Error) { self.error = error }
}
