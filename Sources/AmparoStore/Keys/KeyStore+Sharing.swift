// Keys that several machines share lie in a database of their own, which says whose they are.
extension KeyStore {
    /// One row: the journal to which the keys belong.
    static let owner = TableDefinition("key_owner", primaryKey: ["id"], columns: [.integer("id"), .text("journal")])

    /// The schema of a key store that several machines share, beside its own.
    public static let sharedSchema = Schema(
        component: "shared-keys", migrations: [Migration(1, "whose keys they are", steps: [.createTable(owner)])])

    /// Whether a database has a key store.
    public static func isThere(on connection: any DatabaseConnection) throws -> Bool {
        try connection.hasTable(personKey.name) && connection.hasTable(wrapping.name)
    }

    /// Whether the keys are those of a journal, named by its first entry. The first to ask says whose they are.
    public func belong(to journal: String) throws -> Bool {
        try Migrator([Self.sharedSchema]).migrate(database)
        if let known = try database.read({ try Self.owner(on: $0) }) { return known == journal }
        return try database.write { connection in
            if let known = try Self.owner(on: connection) { return known == journal }
            let row = try connection.statement(Self.owner.insert)
            row.bind(1, at: 1)
            row.bind(journal, at: 2)
            try row.run()
            return true
        }
    }

    private static func owner(on connection: any DatabaseConnection) throws -> String? {
        let row = try connection.statement("SELECT journal FROM key_owner WHERE id = 1")
        defer { row.reset() }
        return try row.step() ? row.text(0) : nil
    }

    /// Copies everything, wrapped as it is, into a database that has no keys yet, in one transaction; answers of how many
    /// persons, the destroyed ones too. Nobody may make keys meanwhile. Throws `refused` when there are keys already.
    public func copy(into target: any Database) throws -> Int {
        guard try !target.read({ try Self.isThere(on: $0) }) else {
            throw StoreError(.refused, "there is a key store already")
        }
        try Migrator([Self.schema]).migrate(target)
        return try database.read { source in
            try target.write { connection in
                for table in [Self.secret, Self.wrapping] { _ = try Self.copy(table, from: source, to: connection) }
                return try Self.copy(Self.personKey, from: source, to: connection)
            }
        }
    }

    private static func copy(
        _ table: TableDefinition, from source: any DatabaseConnection, to target: any DatabaseConnection
    ) throws -> Int {
        let row = try source.statement(table.selectInKeyOrder)
        defer { row.reset() }
        let insert = try target.statement(table.insert)
        var count = 0
        while try row.step() {
            for (index, column) in table.columns.enumerated() {
                switch column.kind {
                case .integer: insert.bind(row.int64(index), at: index + 1)
                case .text: insert.bind(row.text(index), at: index + 1)
                case .blob: insert.bind([UInt8](row.bytes(index)), at: index + 1)
                case .real: insert.bind(real: row.double(index), at: index + 1)
                }
            }
            try insert.run()
            count += 1
        }
        return count
    }
}
