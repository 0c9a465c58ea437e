internal import AmparoStore
internal import GRDB

/// A connection of GRDB inside one access.
final class SQLiteConnection: DatabaseConnection {
    private let database: GRDB.Database
    private var statements: [String: SQLitePreparedStatement] = [:]

    init(_ database: GRDB.Database) { self.database = database }

    func statement(_ sql: String) throws -> any PreparedStatement {
        if let known = statements[sql], !known.isBusy { return known }
        let inUse = statements[sql] != nil
        return try storeErrors {
            let prepared =
                inUse ? try database.makeStatement(sql: sql) : try database.cachedStatement(sql: sql)
            let statement = SQLitePreparedStatement(handle: prepared.sqliteStatement, owner: prepared)
            if !inUse { statements[sql] = statement }
            return statement
        }
    }

    /// Resets every statement that the access left in the middle, so that its transaction can end.
    func resetAll() { for statement in statements.values { statement.reset() } }

    func create(_ table: AmparoStore.TableDefinition) throws {
        try storeErrors { try database.execute(sql: SQLiteDialect.create(table)) }
    }

    func create(_ index: IndexDefinition) throws {
        try storeErrors { try database.execute(sql: index.createStatement) }
    }

    func drop(table: String) throws { try storeErrors { try database.execute(sql: "DROP TABLE IF EXISTS \(table)") } }

    func drop(index: String) throws { try storeErrors { try database.execute(sql: "DROP INDEX IF EXISTS \(index)") } }

    func hasTable(_ name: String) throws -> Bool {
        try storeErrors {
            try Row.fetchOne(
                database, sql: "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", arguments: [name])
                != nil
        }
    }
}

/// What SQLite adds to the portable declarations.
enum SQLiteDialect {
    /// Tables are STRICT. A key of one integer is the row number itself; any other table is kept in key order
    /// (WITHOUT ROWID), as PostgreSQL's rows would be found through the key's index.
    static func create(_ table: AmparoStore.TableDefinition) -> String {
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
