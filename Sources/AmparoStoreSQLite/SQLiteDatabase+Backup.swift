internal import AmparoStore
internal import GRDBSQLite

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

extension SQLiteDatabase {
    /// Copies the database, as it stands now, into a new file readable to its owner only, while others go on writing.
    ///
    /// The copy is one snapshot: everything committed before, nothing after. It is made beside its name, flushed to the
    /// disk, and only then given it, so a broken-off copy is never taken for a backup. `progress` is told pages copied and
    /// in all; what it throws breaks the copy off. Throws `folderNotEmpty` when there is a file of that name, `diskFull` before anything is written when the
    /// copy would not fit.
    public func backup(to path: String, progress: (Int64, Int64) throws -> Void = { _, _ in }) throws {
        guard access(path, F_OK) != 0 else { throw StoreError(.folderNotEmpty, path) }
        let part = path + ".part"
        unlink(part)
        let file = open(part, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw StoreError(errno == ENOSPC ? .diskFull : errno == ENOENT ? .notFound : .readOnly, part)
        }
        defer { close(file) }
        do {
            try copyPages(to: part, progress: progress)
            guard fsync(file) == 0, rename(part, path) == 0 else { throw StoreError(.inputOutput, "error \(errno)") }
            DurableFolder.flush(of: path)
        } catch {
            unlink(part)
            throw error
        }
    }

    private func copyPages(to target: String, progress: (Int64, Int64) throws -> Void) throws {
        let source = try RawConnection(path, flags: SQLITE_OPEN_READWRITE)
        let copy = try RawConnection(target, flags: SQLITE_OPEN_READWRITE)
        // The file is flushed when it is complete, and thrown away when it is not.
        try copy.execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
        // With a read transaction open, every step sees the same snapshot, whoever writes meanwhile.
        try source.execute("BEGIN; SELECT 1 FROM sqlite_master")
        let pages = try source.integer("PRAGMA page_count")
        try DurableFolder.requireFree(UInt64(pages) * UInt64(Self.pageSize), at: target)
        guard let backup = sqlite3_backup_init(copy.handle, "main", source.handle, "main") else {
            throw StoreError(connection: copy.handle, code: sqlite3_extended_errcode(copy.handle))
        }
        defer { sqlite3_backup_finish(backup) }
        var code = SQLITE_OK
        repeat {
            code = sqlite3_backup_step(backup, 2048)
            let count = Int64(sqlite3_backup_pagecount(backup))
            try progress(count - Int64(sqlite3_backup_remaining(backup)), count)
        } while code == SQLITE_OK
        guard code == SQLITE_DONE else { throw StoreError(connection: copy.handle, code: code) }
    }
}

/// A connection for a copy, beside the pool.
private final class RawConnection {
    let handle: OpaquePointer

    init(_ path: String, flags: Int32) throws {
        var handle: OpaquePointer?
        let code = sqlite3_open_v2(path, &handle, flags, nil)
        guard code == SQLITE_OK, let handle else {
            let error = StoreError(connection: handle, code: code)
            sqlite3_close_v2(handle)
            throw error
        }
        sqlite3_busy_timeout(handle, 10_000)
        sqlite3_wal_autocheckpoint(handle, 0)
        self.handle = handle
    }

    deinit { sqlite3_close_v2(handle) }

    func execute(_ sql: String) throws {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw StoreError(connection: handle, code: code) }
    }

    func integer(_ sql: String) throws -> Int64 {
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK,
            sqlite3_step(statement) == SQLITE_ROW
        else { throw StoreError(connection: handle, code: sqlite3_extended_errcode(handle)) }
        return sqlite3_column_int64(statement, 0)
    }
}

/// What a copy needs to know of folders.
enum DurableFolder {
    /// The folder a path is in.
    static func of(_ path: String) -> String {
        path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    }

    /// Makes the names in the folder of `path` durable.
    static func flush(of path: String) {
        let folder = open(of(path), O_RDONLY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    /// Throws `diskFull` unless that many bytes, and a tenth more, are free in the folder of `path`.
    static func requireFree(_ bytes: UInt64, at path: String) throws {
        var status = statvfs()
        guard statvfs(of(path), &status) == 0 else { return }
        let free = UInt64(status.f_bavail) * UInt64(status.f_frsize)
        guard free < bytes + bytes / 10 else { return }
        throw StoreError(.diskFull, "\((bytes + bytes / 10) >> 20) MiB are needed, \(free >> 20) MiB are free")
    }
}
