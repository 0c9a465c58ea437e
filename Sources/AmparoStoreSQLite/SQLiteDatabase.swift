public import AmparoStore
internal import CSQLite
internal import GRDB
internal import GRDBSQLite

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// A database of SQLite: one file with its write-ahead log beside it.
///
/// Pages of 8 KiB; WAL with `synchronous = FULL`, so a commit is on the disk before it is acknowledged; freed bytes are
/// overwritten (`secure_delete`). Several processes may have it open. Waiting for another writer is tried again about
/// every quarter of a millisecond up to `Options.patience`.
public final class SQLiteDatabase: AmparoStore.Database {
    /// How a database is opened.
    public struct Options: Sendable {
        /// Only for reading; nothing is made or changed.
        public var readOnly: Bool
        /// Whether the file is made when it is not there.
        public var create: Bool
        /// How long to wait for another process that is writing.
        public var patience: Duration
        /// The most pages of 8 KiB the file may have; nil for no limit.
        public var maximumPages: Int64?
        /// At how many pages of 8 KiB the write-ahead log is long, so that `upkeep` moves it to the database. The longer, the
        /// fewer pages that change again and again are written twice.
        public var longLog: Int
        /// How much of the file each connection that writes or reads beside one keeps in memory, in KiB.
        public var cache: Int

        /// Options, by default for an existing database that is written.
        public init(
            readOnly: Bool = false, create: Bool = false, patience: Duration = .seconds(10), maximumPages: Int64? = nil,
            longLog: Int = 65_536, cache: Int = 65_536
        ) {
            self.readOnly = readOnly
            self.create = create
            self.patience = patience
            self.maximumPages = maximumPages
            self.longLog = longLog
            self.cache = cache
        }
    }

    /// The size of a page, in bytes.
    public static let pageSize = 8192

    /// SQLite is told once, before the process opens its first database, not to count its memory: the lock of that count is
    /// the only one that threads with connections of their own share.
    private static let withoutMemoryStatistics = csqlite_without_memory_statistics()

    /// The path of the database file.
    public let path: String
    // In this order: statements are let go before their connection is closed, and the pool's connection before the
    // checkpointer that it tells of commits.
    private let readers: SQLiteReaders
    private let writer: SQLiteConnection
    private let pool: DatabasePool
    private let checkpointer: Checkpointer?

    /// Opens a database.
    ///
    /// Throws `notFound`, `readOnly`, `damaged`, `busy`, `inputOutput` or `diskFull`, as the names say.
    public init(path: String, options: Options = Options()) throws {
        self.path = path
        _ = Self.withoutMemoryStatistics
        let exists = access(path, F_OK) == 0
        guard exists || (options.create && !options.readOnly) else { throw StoreError(.notFound, path) }
        if exists, access(path, R_OK) != 0 { throw StoreError(.readOnly, path) }
        if !options.readOnly {
            try Self.requireWritable(path: path, exists: exists)
            if !exists { try Self.make(path: path) }
        }
        let patience = max(1, Int(options.patience / .milliseconds(1)))
        var configuration = Configuration()
        configuration.readonly = options.readOnly
        configuration.maximumReaderCount = 1
        // A transaction that cannot even be rolled back, on a broken disk, must be an error and not a crash.
        configuration.allowsUnsafeTransactions = true
        configuration.acceptsDoubleQuotedStringLiterals = false
        configuration.busyMode = .callback { attempts in
            guard attempts < patience * 4 else { return false }
            usleep(250)
            return true
        }
        let cache = options.readOnly ? 8192 : options.cache
        configuration.prepareDatabase { database in
            sqlite3_wal_autocheckpoint(database.sqliteConnection, 0)
            try database.execute(
                sql: "PRAGMA secure_delete = ON; PRAGMA cache_size = -\(cache); PRAGMA temp_store = MEMORY")
            if let pages = options.maximumPages, !options.readOnly {
                _ = try Row.fetchOne(database, sql: "PRAGMA max_page_count = \(pages)")
            }
        }
        let settings = configuration
        let checkpointer = options.readOnly ? nil : try Checkpointer(path: path, longLog: options.longLog)
        self.checkpointer = checkpointer
        let pool = try Self.explaining(path) {
            let pool = try DatabasePool(path: path, configuration: settings)
            if !options.readOnly {
                // GRDB sets NORMAL for WAL; a receipt must survive a power cut.
                try pool.writeWithoutTransaction { database in
                    try database.execute(sql: "PRAGMA synchronous = FULL")
                    checkpointer?.watch(database.sqliteConnection)
                }
            }
            return pool
        }
        self.pool = pool
        readers = SQLiteReaders(path: path, patience: Int32(clamping: patience), cacheSize: cache)
        writer = pool.writeWithoutTransaction { SQLiteConnection($0.sqliteConnection) }
    }

    /// Runs `body` on a snapshot, on one of several reading connections.
    public func read<Result>(_ body: (any DatabaseConnection) throws -> Result) throws -> Result {
        try readers.read(body)
    }

    /// Runs `body` in `BEGIN IMMEDIATE` … `COMMIT` on the one writing connection. It is never run again: waiting for the
    /// lock comes before it.
    public func write<Result>(_ body: (any DatabaseConnection) throws -> Result) throws -> Result {
        try storeErrors {
            try pool.writeWithoutTransaction { _ in
                try writer.run("BEGIN IMMEDIATE")
                do {
                    let result: Result
                    do {
                        defer { writer.resetAll() }
                        result = try body(writer)
                    }
                    try writer.run("COMMIT")
                    return result
                } catch {
                    // SQLite has rolled back by itself after some errors.
                    if sqlite3_get_autocommit(writer.handle) == 0 { try? writer.run("ROLLBACK") }
                    throw error
                }
            }
        }
    }

    /// Waits for the disk when the write-ahead log has become long.
    public func upkeep() throws { try checkpointer?.catchUp() }

    /// Empties the write-ahead log into the database file.
    public func scrub() throws { try checkpointer?.truncate() }

    /// What `statvfs` says is free to this user.
    public func freeBytes() throws -> UInt64? {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { throw StoreError(.inputOutput, "error \(errno)") }
        return UInt64(status.f_bavail) * UInt64(status.f_frsize)
    }

    /// Errors as the store's; a file that is there and cannot be opened is one of permissions.
    private static func explaining<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as DatabaseError {
            if error.resultCode == .SQLITE_CANTOPEN, access(path, F_OK) == 0 { throw StoreError(.readOnly, path) }
            throw StoreError(error)
        }
    }

    private static func requireWritable(path: String, exists: Bool) throws {
        if exists, access(path, W_OK) != 0 { throw StoreError(.readOnly, path) }
        let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        guard access(folder, F_OK) == 0 else { throw StoreError(.notFound, folder) }
        guard access(folder, W_OK | X_OK) == 0 else { throw StoreError(.readOnly, folder) }
    }

    /// Makes the file, readable to its owner only, with the page size, which must be set before anything is written.
    private static func make(path: String) throws {
        let file = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        if file < 0 {
            // Another process was quicker; it makes the database.
            if errno == EEXIST { return }
            throw errno == EACCES || errno == EROFS || errno == EPERM
                ? StoreError(.readOnly, path) : StoreError(errno == ENOSPC ? .diskFull : .inputOutput, path)
        }
        close(file)
        var handle: OpaquePointer?
        defer { sqlite3_close_v2(handle) }
        let code = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE, nil)
        guard code == SQLITE_OK else { throw StoreError(connection: handle, code: code) }
        sqlite3_busy_timeout(handle, 10_000)
        try SQLiteConnection(handle).run(
            "PRAGMA page_size = \(pageSize); PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
    }
}
