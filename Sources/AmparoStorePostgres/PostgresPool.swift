#if Postgres
internal import AmparoStore
internal import CPostgres
internal import Dispatch
internal import Synchronization

/// Connections to one cluster, each taken out for one access and put back.
///
/// Of several hosts the one that is written to is taken: no standby, and of two that both think so the one with the later
/// line of history. Once a later line was seen, a server of an earlier one is refused for as long as this process lives: the
/// old primary, which was left behind and came back.
final class PostgresPool: Sendable {
    private struct State {
        var idle: [PostgresConnection] = []
        /// The host that was connected to last.
        var host: PostgresAddress.Host?
        var timeline: Int64 = 0
    }

    let address: PostgresAddress
    private let patience: Duration
    private let state = Mutex(State())
    private let places: DispatchSemaphore

    /// A pool of at most `limit` connections, each of which waits for another writer up to `patience`.
    init(_ address: PostgresAddress, limit: Int, patience: Duration) {
        self.address = address
        self.patience = patience
        places = DispatchSemaphore(value: limit)
    }

    /// Runs `body` with a connection; it is kept when `body` answers that it is sound.
    func withConnection<Result>(_ body: (PostgresConnection) throws -> (Result, isSound: Bool)) throws -> Result {
        places.wait()
        defer { places.signal() }
        let connection = try idle() ?? open()
        let (result, isSound) = try body(connection)
        if isSound { state.withLock { $0.idle.append(connection) } }
        return result
    }

    private func idle() -> PostgresConnection? {
        while let connection = state.withLock({ $0.idle.popLast() }) {
            if !connection.line.isLost { return connection }
        }
        return nil
    }

    /// Lets go of the connections nobody uses: where one was lost, the others are. The next one looks at every host.
    func forgetIdle() {
        state.withLock { state in
            state.idle.removeAll()
            state.host = nil
        }
    }

    private func open() throws -> PostgresConnection {
        let (known, timeline) = state.withLock { ($0.host, $0.timeline) }
        if address.hosts.count == 1 {
            let (line, server) = try PostgresOpening.open(address, address.hosts[0], patience: patience)
            try accept(server, address.hosts[0])
            return PostgresConnection(line)
        }
        if let known, let (line, server) = try? PostgresOpening.open(address, known, patience: patience),
            !server.isStandby, server.timeline == timeline
        {
            return PostgresConnection(line)
        }
        return try elect()
    }

    /// Looks at every host and takes the one that is written to.
    private func elect() throws -> PostgresConnection {
        var best: (line: PostgresLine, server: PostgresOpening.Server, host: PostgresAddress.Host)?
        var failures: [StoreError] = []
        for host in address.hosts {
            do {
                let (line, server) = try PostgresOpening.open(address, host, patience: patience)
                if !server.isStandby, server.timeline > best?.server.timeline ?? 0 { best = (line, server, host) }
            } catch let error as StoreError { failures.append(error) }
        }
        guard let best else {
            // What somebody has to put right comes before what may pass.
            throw failures.first { $0.code != .serverAway }
                ?? StoreError(.serverAway, "no host of \(address) takes writes")
        }
        try accept(best.server, best.host)
        return PostgresConnection(best.line)
    }

    private func accept(_ server: PostgresOpening.Server, _ host: PostgresAddress.Host) throws {
        try state.withLock { state in
            guard server.isStandby || server.timeline >= state.timeline else {
                throw StoreError(.serverAway, "\(host.name) is an old primary that was left behind")
            }
            state.host = host
            state.timeline = max(state.timeline, server.timeline)
        }
    }
}
#endif
