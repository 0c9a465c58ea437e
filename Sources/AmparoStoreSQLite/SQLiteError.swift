internal import AmparoStore
internal import GRDB
internal import GRDBSQLite

extension StoreError {
    /// What SQLite's result code means for the store. The detail is SQLite's own text, which names tables and columns
    /// and never a value.
    init(sqlite code: Int32, message: String) {
        switch code & 0xff {
        case SQLITE_BUSY, SQLITE_LOCKED: self.init(.busy, message)
        case SQLITE_FULL: self.init(.diskFull, message)
        case SQLITE_READONLY, SQLITE_PERM: self.init(.readOnly, message)
        case SQLITE_CANTOPEN: self.init(.notFound, message)
        case SQLITE_IOERR: self.init(.inputOutput, "\(message), code \(code)")
        case SQLITE_CORRUPT, SQLITE_NOTADB: self.init(.damaged, message)
        default: self.init(.refused, "\(message), code \(code)")
        }
    }

    /// The connection's last error.
    init(connection: OpaquePointer?, code: Int32) {
        self.init(sqlite: code, message: String(cString: sqlite3_errmsg(connection)))
    }

    /// What an error of GRDB means for the store.
    init(_ error: DatabaseError) {
        self.init(sqlite: error.extendedResultCode.rawValue, message: error.message ?? "SQLite")
    }
}

/// Runs `body` and turns GRDB's errors into the store's.
func storeErrors<Result>(_ body: () throws -> Result) throws -> Result {
    do {
        return try body()
    } catch let error as DatabaseError {
        throw StoreError(error)
    }
}
