internal import AmparoStore
internal import GRDBSQLite

/// A statement of SQLite, used through its own calls: a bind costs some nanoseconds, no more.
final class SQLitePreparedStatement: PreparedStatement {
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    private let handle: OpaquePointer
    private var failure: Int32 = SQLITE_OK
    /// Whether the present access has asked for it.
    var isTaken = false

    /// Prepares a statement; one that is kept is worth more work.
    init(_ sql: String, on connection: OpaquePointer?, isKept: Bool) throws {
        var handle: OpaquePointer?
        let flags = isKept ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0
        let code = sqlite3_prepare_v3(connection, sql, -1, flags, &handle, nil)
        guard code == SQLITE_OK else { throw StoreError(connection: connection, code: code) }
        guard let handle else { throw StoreError(.refused, "an empty statement") }
        self.handle = handle
    }

    deinit { sqlite3_finalize(handle) }

    var isBusy: Bool { sqlite3_stmt_busy(handle) != 0 }

    private func check(_ code: Int32) { if code != SQLITE_OK, failure == SQLITE_OK { failure = code } }

    func bind(_ value: Int64, at parameter: Int) { check(sqlite3_bind_int64(handle, Int32(parameter), value)) }

    func bind(real value: Double, at parameter: Int) { check(sqlite3_bind_double(handle, Int32(parameter), value)) }

    func bind(_ bytes: [UInt8], at parameter: Int) {
        bytes.withUnsafeBytes { bind($0, at: parameter, destructor: Self.copied) }
    }

    func bind(borrowing bytes: UnsafeRawBufferPointer, at parameter: Int) {
        bind(bytes, at: parameter, destructor: nil)
    }

    private func bind(_ bytes: UnsafeRawBufferPointer, at parameter: Int, destructor: sqlite3_destructor_type?) {
        // A null pointer would bind NULL; an empty blob is not NULL.
        guard let start = bytes.baseAddress, bytes.count > 0 else {
            check(sqlite3_bind_zeroblob(handle, Int32(parameter), 0))
            return
        }
        check(sqlite3_bind_blob64(handle, Int32(parameter), start, UInt64(bytes.count), destructor))
    }

    func bind(_ text: String, at parameter: Int) {
        // A C string has a place in memory even when it is empty.
        let count = UInt64(text.utf8.count)
        text.withCString { characters in
            check(
                sqlite3_bind_text64(
                    handle, Int32(parameter), characters, count, Self.copied, UInt8(SQLITE_UTF8)))
        }
    }

    func bindNull(at parameter: Int) { check(sqlite3_bind_null(handle, Int32(parameter))) }

    func step() throws -> Bool {
        guard failure == SQLITE_OK else { throw error(failure) }
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw error(code)
        }
    }

    func run() throws {
        defer { reset() }
        while try step() {}
    }

    func reset() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
        failure = SQLITE_OK
    }

    private func error(_ code: Int32) -> StoreError {
        let connection = sqlite3_db_handle(handle)
        let extended = sqlite3_extended_errcode(connection)
        return StoreError(connection: connection, code: extended & 0xff == code & 0xff ? extended : code)
    }

    func isNull(_ column: Int) -> Bool { sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL }

    func int64(_ column: Int) -> Int64 { sqlite3_column_int64(handle, Int32(column)) }

    func double(_ column: Int) -> Double { sqlite3_column_double(handle, Int32(column)) }

    func bytes(_ column: Int) -> UnsafeRawBufferPointer {
        let start = sqlite3_column_blob(handle, Int32(column))
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, Int32(column))))
    }

    func text(_ column: Int) -> String { String(decoding: bytes(column), as: UTF8.self) }
}
