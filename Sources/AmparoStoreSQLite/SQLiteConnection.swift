internal import AmparoStore
internal import GRDBSQLite

/// A connection of SQLite with the statements that were prepared on it, for one access after another.
///
/// Whoever has it uses it alone: the writing one inside the pool's queue, a reading one while it is taken out of
/// `SQLiteReaders`.
final class SQLiteConnection: DatabaseConnection, @unchecked Sendable {
    // @unchecked: handed from one access to the next, never used by two at once.
    private static let statementLimit = 512

    let handle: OpaquePointer?
    private var statements: [String: SQLitePreparedStatement] = [:]
    private var used: [SQLitePreparedStatement] = []

    init(_ handle: OpaquePointer?) { self.handle = handle }

    func statement(_ sql: String) throws -> any PreparedStatement {
        if let known = statements[sql] {
            if known.isBusy { return try SQLitePreparedStatement(sql, on: handle, isKept: false) }
            take(known)
            return known
        }
        if statements.count >= Self.statementLimit { statements.removeAll() }
        let statement = try SQLitePreparedStatement(sql, on: handle, isKept: true)
        statements[sql] = statement
        take(statement)
        return statement
    }

    private func take(_ statement: SQLitePreparedStatement) {
        guard !statement.isTaken else { return }
        statement.isTaken = true
        used.append(statement)
    }

    /// Resets every statement that the access left in the middle, so that its transaction can end.
    func resetAll() {
        for statement in used {
            statement.reset()
            statement.isTaken = false
        }
        used.removeAll(keepingCapacity: true)
    }

    /// Lets go of all statements, before the connection is closed.
    func finalizeAll() {
        resetAll()
        statements.removeAll()
    }

    /// Runs statements without parameters.
    func run(_ sql: String) throws {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw StoreError(connection: handle, code: sqlite3_extended_errcode(handle)) }
    }

    func create(_ table: TableDefinition) throws { try run(SQLiteDialect.create(table)) }

    func create(_ index: IndexDefinition) throws { try run(index.createStatement) }

    func drop(table: String) throws { try run("DROP TABLE IF EXISTS \(table)") }

    func drop(index: String) throws { try run("DROP INDEX IF EXISTS \(index)") }

    func hasTable(_ name: String) throws -> Bool {
        let row = try statement("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?")
        defer { row.reset() }
        row.bind(name, at: 1)
        return try row.step()
    }
}

/// What SQLite adds to the portable declarations.
enum SQLiteDialect {
    /// Tables are STRICT. A key of one integer is the row number itself; any other table is kept in key order
    /// (WITHOUT ROWID), as PostgreSQL's rows would be found through the key's index.
    static func create(_ table: TableDefinition) -> String {
        let rowNumber =
            table.primaryKey.count == 1
            && table.columns.contains { $0.name == table.primaryKey[0] && $0.kind == .integer }
        let columns: [String] = table.columns.map { column in
            let type: String =
                switch column.kind {
                case .integer: "INTEGER"
                case .blob: "BLOB"
                case .text: "TEXT"
                case .real: "REAL"
                }
            return "\(column.name) \(type)\(column.nullable ? "" : " NOT NULL")"
        }
        let key = "PRIMARY KEY (\(table.primaryKey.joined(separator: ", ")))"
        let body = (columns + [key]).joined(separator: ", ")
        let suffix = rowNumber ? "STRICT" : "STRICT, WITHOUT ROWID"
        return "CREATE TABLE \(table.name) (\(body)) \(suffix)"
    }
}
