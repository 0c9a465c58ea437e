/// Brings a database to the schemas of this program.
public struct Migrator: Sendable {
    /// The table of versions, one row for each component.
    public static let versionTable = TableDefinition(
        "schema_version", primaryKey: ["component"], columns: [.text("component"), .integer("version")])

    /// The schemas in the order in which they are migrated.
    public let schemas: [Schema]

    /// A migrator for these schemas.
    public init(_ schemas: [Schema]) { self.schemas = schemas }

    /// Checks that the database has exactly these schemas.
    ///
    /// Throws `notFound` for a database that has none of them, `schemaOlder` and `schemaNewer` as the names say.
    public func check(_ database: any Database) throws {
        try database.read { connection in
            guard try connection.hasTable(Self.versionTable.name) else { throw StoreError(.notFound) }
            for schema in schemas {
                let version = try Self.version(of: schema.component, in: connection)
                try refuseNewer(schema, version)
                if version < schema.version { throw StoreError(.schemaOlder, Self.detail(schema, version)) }
            }
        }
    }

    /// Migrates what is older. All pending migrations are one transaction.
    ///
    /// Throws `schemaNewer`, before anything is changed, when a component is newer than this program. Answers whether
    /// anything was changed; `changing` runs in the same transaction when so.
    @discardableResult
    public func migrate(
        _ database: any Database, changing: (any DatabaseConnection) throws -> Void = { _ in }
    ) throws -> Bool {
        let upToDate = try database.read { connection in
            guard try connection.hasTable(Self.versionTable.name) else { return false }
            var same = true
            for schema in schemas {
                let version = try Self.version(of: schema.component, in: connection)
                try refuseNewer(schema, version)
                if version != schema.version { same = false }
            }
            return same
        }
        if upToDate { return false }
        return try database.write { connection in
            if try !connection.hasTable(Self.versionTable.name) { try connection.create(Self.versionTable) }
            var changed = false
            for schema in schemas {
                let version = try Self.version(of: schema.component, in: connection)
                try refuseNewer(schema, version)
                for migration in schema.migrations where migration.number > version {
                    try Self.apply(migration, to: connection)
                    changed = true
                }
                try Self.record(schema.version, of: schema.component, in: connection)
            }
            if changed { try changing(connection) }
            return changed
        }
    }

    private func refuseNewer(_ schema: Schema, _ version: Int) throws {
        if version > schema.version { throw StoreError(.schemaNewer, Self.detail(schema, version)) }
    }

    private static func detail(_ schema: Schema, _ version: Int) -> String {
        "\(schema.component): the store has version \(version), this program has \(schema.version)"
    }

    private static func version(of component: String, in connection: any DatabaseConnection) throws -> Int {
        let statement = try connection.statement("SELECT version FROM schema_version WHERE component = ?")
        defer { statement.reset() }
        statement.bind(component, at: 1)
        return try statement.step() ? Int(statement.int64(0)) : 0
    }

    private static func record(_ version: Int, of component: String, in connection: any DatabaseConnection) throws {
        let statement = try connection.statement(
            """
            INSERT INTO schema_version (component, version) VALUES (?, ?)
            ON CONFLICT (component) DO UPDATE SET version = excluded.version
            """)
        statement.bind(component, at: 1)
        statement.bind(Int64(version), at: 2)
        try statement.run()
    }

    private static func apply(_ migration: Migration, to connection: any DatabaseConnection) throws {
        for step in migration.steps {
            switch step {
            case .createTable(let table): try connection.create(table)
            case .createIndex(let index): try connection.create(index)
            case .dropIndex(let index): try connection.drop(index: index.name)
            case .insert(let table, let values):
                let statement = try connection.statement(table.insert)
                for (index, value) in values.enumerated() {
                    switch value {
                    case .integer(let number): statement.bind(number, at: index + 1)
                    case .text(let text): statement.bind(text, at: index + 1)
                    case .blob(let bytes): statement.bind(bytes, at: index + 1)
                    }
                }
                try statement.run()
            case .statement(let sql): try connection.execute(sql)
            }
        }
    }
}
