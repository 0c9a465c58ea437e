/// One numbered step of a component's schema. Once released it is frozen: a test holds its digest (law 11).
public struct Migration: Sendable {
    /// One change.
    public enum Step: Hashable, Sendable {
        /// Makes a table.
        case createTable(TableDefinition)
        /// Makes an index.
        case createIndex(IndexDefinition)
        /// Drops an index.
        case dropIndex(IndexDefinition)
        /// Puts a row into a table, a value for every column in order.
        case insert(TableDefinition, [Value])
        /// Runs a statement of the portable dialect without parameters.
        case statement(String)
    }

    /// A value of a row that a migration puts in.
    public enum Value: Hashable, Sendable {
        /// An integer.
        case integer(Int64)
        /// Text.
        case text(String)
        /// Bytes.
        case blob([UInt8])
    }

    /// The version the schema has after it; the first is 1.
    public let number: Int
    /// What it is for.
    public let name: String
    /// Its changes in order.
    public let steps: [Step]

    /// A migration.
    public init(_ number: Int, _ name: String, steps: [Step]) {
        self.number = number
        self.name = name
        self.steps = steps
    }

    /// The migration as text, of which a test keeps the digest.
    public var frozenText: String {
        var lines = ["\(number) \(name)"]
        for step in steps {
            switch step {
            case .createTable(let table):
                let columns = table.columns.map { "\($0.name) \($0.kind.rawValue)\($0.nullable ? "?" : "")" }
                lines.append("table \(table.name) (\(columns.joined(separator: ", "))) key \(table.primaryKey)")
            case .createIndex(let index): lines.append(index.createStatement)
            case .dropIndex(let index): lines.append("drop index \(index.name)")
            case .insert(let table, let values): lines.append("row \(table.name) \(values)")
            case .statement(let sql): lines.append(sql)
            }
        }
        return lines.joined(separator: "\n")
    }
}

/// The schema of one component of a database: its migrations, numbered from 1 without a gap.
public struct Schema: Sendable {
    /// The component's name in the version table.
    public let component: String
    /// Its migrations in order.
    public let migrations: [Migration]

    /// A schema.
    public init(component: String, migrations: [Migration]) {
        self.component = component
        self.migrations = migrations
    }

    /// The version a database has after all migrations.
    public var version: Int { migrations.last?.number ?? 0 }
}
