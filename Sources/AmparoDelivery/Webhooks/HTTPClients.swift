internal import AsyncHTTPClient
internal import NIOCore
internal import NIOSSL
internal import Synchronization

/// HTTP clients, one for each host and the address that was checked for it: what connects goes to that address and to no other,
/// while the certificate has to be the host's.
final class HTTPClients: Sendable {
    private struct Entry {
        var client: HTTPClient
        var users = 0
        var lastUse: UInt64 = 0
    }

    private struct Shelf {
        var entries: [String: Entry] = [:]
        var uses: UInt64 = 0
    }

    private static let most = 256
    private let shelf = Mutex(Shelf())
    private let trusted: [NIOSSLCertificate]

    /// Clients that trust the system's roots, and these certificates besides.
    init(trusting trusted: [NIOSSLCertificate]) { self.trusted = trusted }

    // A client that nobody shut down would end the process.
    deinit {
        for entry in shelf.withLock({ $0.entries.values }) { _ = entry.client.shutdown() as EventLoopFuture<Void> }
    }

    /// Calls `body` with the client for a host at an address.
    func with<Result: Sendable>(
        _ host: String, at address: String, _ body: (HTTPClient) async throws -> Result
    ) async throws -> Result {
        let key = "\(host) \(address)"
        let (client, idle) = take(key, host, address)
        for client in idle { try? await client.shutdown() }
        defer { giveBack(key) }
        return try await body(client)
    }

    /// Ends all clients.
    func shutdown() async {
        let all = shelf.withLock { shelf in
            defer { shelf.entries = [:] }
            return shelf.entries.values.map(\.client)
        }
        for client in all { try? await client.shutdown() }
    }

    private func take(_ key: String, _ host: String, _ address: String) -> (HTTPClient, idle: [HTTPClient]) {
        shelf.withLock { shelf in
            shelf.uses += 1
            var idle: [HTTPClient] = []
            if shelf.entries[key] == nil {
                if shelf.entries.count >= Self.most {
                    let unused = shelf.entries.filter { $0.value.users == 0 }.sorted {
                        $0.value.lastUse < $1.value.lastUse
                    }
                    for (name, entry) in unused.prefix(Self.most / 4) {
                        idle.append(entry.client)
                        shelf.entries[name] = nil
                    }
                }
                shelf.entries[key] = Entry(client: make(host, address))
            }
            shelf.entries[key]?.users += 1
            shelf.entries[key]?.lastUse = shelf.uses
            // It was put there three lines above.
            return (shelf.entries[key]?.client ?? make(host, address), idle)
        }
    }

    private func giveBack(_ key: String) { shelf.withLock { $0.entries[key]?.users -= 1 } }

    private func make(_ host: String, _ address: String) -> HTTPClient {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.httpVersion = .http1Only
        configuration.timeout.connect = .seconds(5)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
        configuration.connectionPool.idleTimeout = .seconds(20)
        configuration.connectionPool.retryConnectionEstablishment = false
        if host != address { configuration.dnsOverride = [host: address] }
        if !trusted.isEmpty {
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.additionalTrustRoots = [.certificates(trusted)]
            configuration.tlsConfiguration = tls
        }
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }
}
