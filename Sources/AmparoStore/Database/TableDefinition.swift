/// A table as the store declares it; each engine adds its own suffixes (law 9).
public struct TableDefinition: Hashable, Sendable {
    /// A column with its explicit type.
    public struct Column: Hashable, Sendable {
        /// The types both engines have.
        public enum Kind: String, Sendable {
            /// A 64-bit signed integer.
            case integer
            /// Bytes.
            case blob
            /// UTF-8 text, compared byte by byte.
            case text
            /// A 64-bit floating-point number.
            case real
        }

        /// The column's name.
        public var name: String
        /// Its type.
        public var kind: Kind
        /// Whether it may be NULL.
        public var nullable: Bool

        /// A column that is never NULL.
        public static func integer(_ name: String) -> Column { Column(name: name, kind: .integer, nullable: false) }
        /// A column that is never NULL.
        public static func blob(_ name: String) -> Column { Column(name: name, kind: .blob, nullable: false) }
        /// A column that is never NULL.
        public static func text(_ name: String) -> Column { Column(name: name, kind: .text, nullable: false) }
        /// A column that is never NULL.
        public static func real(_ name: String) -> Column { Column(name: name, kind: .real, nullable: false) }
        /// The same column, which may be NULL.
        public var orNull: Column { Column(name: name, kind: kind, nullable: true) }
    }

    /// The table's name.
    public var name: String
    /// Its columns in order.
    public var columns: [Column]
    /// The columns of its primary key, in order; none may be NULL. Rows are kept in this order where the engine can.
    public var primaryKey: [String]

    /// A table with a primary key.
    public init(_ name: String, primaryKey: [String], columns: [Column]) {
        self.name = name
        self.primaryKey = primaryKey
        self.columns = columns
    }

    /// `SELECT` of all columns in order, rows in key order.
    public var selectInKeyOrder: String {
        "SELECT \(columns.map(\.name).joined(separator: ", ")) FROM \(name) ORDER BY "
            + primaryKey.joined(separator: ", ")
    }

    /// `INSERT` of one row with a parameter for every column, in order.
    public var insert: String {
        "INSERT INTO \(name) (\(columns.map(\.name).joined(separator: ", "))) VALUES ("
            + repeatElement("?", count: columns.count).joined(separator: ", ") + ")"
    }
}

/// An index as the store declares it.
public struct IndexDefinition: Hashable, Sendable {
    /// The index's name.
    public var name: String
    /// The table it is on.
    public var table: String
    /// Its columns in order.
    public var columns: [String]
    /// Whether two rows may not have the same values.
    public var unique: Bool

    /// An index on the columns of a table.
    public init(_ name: String, on table: String, columns: [String], unique: Bool = false) {
        self.name = name
        self.table = table
        self.columns = columns
        self.unique = unique
    }

    /// The statement that makes it, the same for every engine.
    public var createStatement: String {
        "CREATE \(unique ? "UNIQUE " : "")INDEX \(name) ON \(table) (\(columns.joined(separator: ", ")))"
    }
}
