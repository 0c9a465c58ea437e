#if Postgres
public import AmparoStore
internal import CPostgres
internal import Synchronization

/// A database of PostgreSQL 15 or later: one database of a cluster, used through libpq by any number of processes.
///
/// A read is one snapshot (`REPEATABLE READ READ ONLY`). A write first takes the turn, a row that every writer takes, so there
/// is one writer at a time, in any process; it commits as durably as the server is set up to, on its own disk at least, and
/// with a synchronous standby on that one's, too. Both are run again after a conflict or a lost connection, in a pause whose
/// length is drawn from the random source. Only when the connection is lost while the commit is under way is it not known
/// whether it was made: then `unconfirmed` is thrown.
public final class PostgresDatabase: Database {
    /// How a database is used.
    public struct Options: Sendable {
        /// The most connections of this process.
        public var connections: Int
        /// How long to wait for another writer, or for a server that went away in the middle.
        public var patience: Duration
        /// How long to wait for the answer to a commit.
        public var commitLimit: Duration
        /// How long a holder of the lease may be silent before another takes over.
        public var lease: Duration

        /// Options.
        public init(
            connections: Int = 16, patience: Duration = .seconds(20), commitLimit: Duration = .seconds(30),
            lease: Duration = .seconds(30)
        ) {
            self.connections = connections
            self.patience = patience
            self.commitLimit = commitLimit
            self.lease = lease
        }
    }

    private let pool: PostgresPool
    let options: Options
    private let random: RandomSource
    let timing: CommitPace.Timing
    /// The fence of the lease that this opening holds.
    let held = Mutex<Int64?>(nil)

    /// Opens a database that is there; it may be empty.
    ///
    /// Throws at once `serverAway`, `accessRefused`, `serverTooOld` and `notFound`, as the names say.
    public init(
        _ address: PostgresAddress, options: Options = Options(), random: RandomSource, timing: CommitPace.Timing
    ) throws {
        self.options = options
        self.random = random
        self.timing = timing
        pool = PostgresPool(address, limit: max(1, options.connections), patience: options.patience)
        try makeOwnTables()
    }

    /// Makes the rows of the turn and of the lease, where they are not there and may be made.
    private func makeOwnTables() throws {
        guard try !hasOwnTables() else { return }
        do {
            try retrying(isOpening: true) { try $0.makeOwnTables() }
        } catch let error as StoreError where error.code == .readOnly {
            // A replica, or a role that may not make tables: whoever may makes it.
        } catch let error as StoreError where error.code == .refused {
            // Another process may have made it at the same time.
            guard try hasOwnTables() else { throw error }
        }
    }

    private func hasOwnTables() throws -> Bool {
        try retrying(isOpening: true) { connection in
            try connection.beginReading()
            let isThere = try connection.statement(PostgresOwnTables.find).step()
            try connection.endReading()
            return isThere
        }
    }

    /// Runs `body` on one unchanging snapshot.
    public func read<Result>(_ body: (any DatabaseConnection) throws -> Result) throws -> Result {
        try retrying { connection in
            try connection.beginReading()
            let result = try body(connection)
            try connection.endReading()
            return result
        }
    }

    /// Runs `body` as the only writer of the database and commits.
    public func write<Result>(_ body: (any DatabaseConnection) throws -> Result) throws -> Result {
        let fence = held.withLock { $0 }
        return try retrying { connection in
            try connection.beginWriting()
            if let fence { try connection.requireLease(fence) }
            let result = try body(connection)
            try connection.commit(within: options.commitLimit)
            return result
        }
    }

    /// Runs `access`, again after a conflict and again after a connection that was lost before the commit.
    /// When the database is being opened, a server that is not there is told at once.
    private func retrying<Result>(
        isOpening: Bool = false, _ access: (PostgresConnection) throws -> Result
    ) throws -> Result {
        let started = timing.elapsed()
        var attempts = 0
        while true {
            do {
                return try attempt(access)
            } catch let again as Again {
                attempts += 1
                guard timing.elapsed() - started < options.patience else { throw again.cause }
                timing.pause(try pause(after: attempts))
            } catch let error as StoreError where error.code == .serverAway && !isOpening {
                // It was there when the database was opened: perhaps another one takes over.
                guard timing.elapsed() - started < options.patience else { throw error }
                timing.pause(try pause(after: 6))
            }
        }
    }

    /// An access that may be run again, and what to say when that does not help.
    private struct Again: Error {
        var cause: StoreError
    }

    /// Runs `access` once on one connection.
    private func attempt<Result>(_ access: (PostgresConnection) throws -> Result) throws -> Result {
        let outcome: Swift.Result<Result, any Error> = try pool.withConnection { connection in
            do {
                return (.success(try access(connection)), !connection.line.isLost)
            } catch {
                if let failure = error as? PostgresFailure { connection.conversation.note(failure) }
                return (.failure(explained(error, connection)), end(connection))
            }
        }
        return try outcome.get()
    }

    /// What an error means, looking at what the connection knows of it.
    private func explained(_ error: any Error, _ connection: PostgresConnection) -> any Error {
        guard let failure = error as? PostgresFailure ?? connection.failure else { return error }
        let isGone = failure.isLost || connection.line.isLost || failure.state.hasPrefix("57P")
        if isGone {
            pool.forgetIdle()
            if connection.hasAskedToCommit { return StoreError(.unconfirmed, failure.detail) }
            return Again(cause: failure.storeError)
        }
        if failure.isConflict { return Again(cause: failure.storeError) }
        return error is PostgresFailure ? failure.storeError : error
    }

    /// Ends a failed access; whether the connection can be used again.
    private func end(_ connection: PostgresConnection) -> Bool {
        guard !connection.line.isLost, connection.failure?.isLost != true else { return false }
        do { try connection.undo() } catch { return false }
        return !connection.line.isLost
    }

    /// A pause that grows with the attempts and is not the same for two that got in each other's way: up to 2, 4, 8, … 256 ms.
    private func pause(after attempts: Int) throws -> Duration {
        let longest = 2000 << min(attempts - 1, 7)
        let drawn = try random.bytes(4).reduce(0) { $0 << 8 | Int($1) }
        return .microseconds(1 + drawn % longest)
    }

    /// Which running server the database is on: databases whose answers are equal share one, and its backups.
    public func server() throws -> String {
        try read { connection in
            let row = try connection.statement(PostgresCatalogue.server)
            defer { row.reset() }
            guard try row.step() else { throw StoreError(.serverAway, "it does not say who it is") }
            return "\(row.text(0))/\(row.int64(1))"
        }
    }

    /// Nothing: the server does its own.
    public func upkeep() throws {}

    /// Nothing: older versions of rows lie in the server's files, its log and its backups until it writes over them, which
    /// no client can hasten. What is about a person is sealed in all of them, and keys are kept elsewhere (law 5).
    public func scrub() throws {}

    /// The server does not tell.
    public func freeBytes() throws -> UInt64? { nil }

    /// No: its log takes rows, and a page as a whole once after each of the server's checkpoints.
    public var writesPages: Bool { false }
}
#endif
