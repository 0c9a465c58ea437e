internal import AmparoStore
internal import Dispatch
internal import GRDBSQLite
internal import Synchronization

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// Connections that only read, each with its prepared statements, taken out for one snapshot and put back: a read costs
/// two short statements more than what it reads. The gate makes two for every disclosure.
final class SQLiteReaders: Sendable {
    /// More than these do not read at once.
    private static let limit = 8

    private let path: String
    private let patience: Int32
    private let cacheSize: Int
    private let idle = Mutex<[SQLiteConnection]>([])
    private let places = DispatchSemaphore(value: limit)

    /// Readers of a database, which wait for another process up to `patience` milliseconds and keep `cacheSize` KiB of
    /// pages each.
    init(path: String, patience: Int32, cacheSize: Int) {
        self.path = path
        self.patience = patience
        self.cacheSize = cacheSize
    }

    deinit {
        for connection in idle.withLock({ $0 }) {
            connection.finalizeAll()
            sqlite3_close_v2(connection.handle)
        }
    }

    /// Runs `body` on one unchanging snapshot.
    func read<Result>(_ body: (SQLiteConnection) throws -> Result) throws -> Result {
        places.wait()
        defer { places.signal() }
        let connection = try idle.withLock { $0.popLast() } ?? open()
        defer { idle.withLock { $0.append(connection) } }
        try connection.run("BEGIN DEFERRED")
        defer {
            connection.resetAll()
            // Nothing was written, so how it ends makes no difference.
            if sqlite3_get_autocommit(connection.handle) == 0 { try? connection.run("ROLLBACK") }
        }
        return try body(connection)
    }

    private func open() throws -> SQLiteConnection {
        var handle: OpaquePointer?
        let code = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nil)
        let connection = SQLiteConnection(handle)
        do {
            guard code == SQLITE_OK else { throw StoreError(connection: handle, code: code) }
            sqlite3_extended_result_codes(handle, 1)
            sqlite3_busy_timeout(handle, patience)
            try connection.run("PRAGMA cache_size = -\(cacheSize); PRAGMA temp_store = MEMORY")
            // Shows now, and not in the middle of a job, what cannot be read.
            try connection.run("SELECT 1 FROM sqlite_master LIMIT 1")
        } catch {
            sqlite3_close_v2(handle)
            // A file that is there and cannot be opened is one of permissions.
            if (error as? StoreError)?.code == .notFound, access(path, F_OK) == 0 { throw StoreError(.readOnly, path) }
            throw error
        }
        return connection
    }
}
