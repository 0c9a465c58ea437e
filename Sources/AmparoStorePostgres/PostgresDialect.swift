#if Postgres
internal import AmparoStore

/// The server's types that the store's columns have, by their numbers in the system's catalogue.
enum PostgresType {
    static let integer: UInt32 = 20
    static let blob: UInt32 = 17
    static let text: UInt32 = 25
    static let real: UInt32 = 701
    /// Left to the server, for NULL.
    static let unspecified: UInt32 = 0

    static let bool: UInt32 = 16
    static let shortInteger: UInt32 = 21
    static let mediumInteger: UInt32 = 23
    static let numeric: UInt32 = 1700

    /// The type of a list of values of a type.
    static func list(of type: UInt32) -> UInt32? {
        switch type {
        case integer: 1016
        case blob: 1001
        case text: 1009
        case real: 1022
        default: nil
        }
    }

    /// The name of a type in a cast.
    static func name(_ type: UInt32) -> String {
        switch type {
        case integer: "bigint"
        case blob: "bytea"
        case real: "double precision"
        default: "text"
        }
    }
}

/// What PostgreSQL makes of the portable dialect.
enum PostgresDialect {
    /// The declaration of a table. Text is compared byte by byte (`COLLATE "C"`), as in every engine. Rows stay in one piece
    /// up to a page: what is in them is sealed or packed and would not be made smaller.
    static func create(_ table: TableDefinition) -> String {
        let columns: [String] = table.columns.map { column in
            let type: String =
                switch column.kind {
                case .integer: "bigint"
                case .blob: "bytea"
                case .text: "text COLLATE \"C\""
                case .real: "double precision"
                }
            return "\(column.name) \(type)\(column.nullable ? "" : " NOT NULL")"
        }
        let key = "PRIMARY KEY (\(table.primaryKey.joined(separator: ", ")))"
        return
            "CREATE TABLE \(table.name) (\((columns + [key]).joined(separator: ", "))) WITH (toast_tuple_target = 8160)"
    }

    /// That the bytes of a table's columns are kept as they are, without a try to make them smaller.
    static func store(_ table: TableDefinition) -> String? {
        let changes = table.columns.filter { $0.kind == .blob }
            .map { "ALTER COLUMN \($0.name) SET STORAGE EXTERNAL" }
        return changes.isEmpty ? nil : "ALTER TABLE \(table.name) \(changes.joined(separator: ", "))"
    }

    /// A statement with `$1`, `$2`, … for its `?`, and how many there are.
    static func numbered(_ sql: String) -> (sql: String, parameters: Int) {
        var count = 0
        let text = replacing(sql) {
            count = $0
            return "$\($0)"
        }
        return (text, count)
    }

    /// A statement with other words for its `?`, which are numbered from 1.
    private static func replacing(_ sql: String, by word: (Int) -> String) -> String {
        var text = ""
        var count = 0
        var isQuoted = false
        for character in sql {
            if character == "'" { isQuoted.toggle() }
            if character == "?", !isQuoted {
                count += 1
                text += word(count)
            } else {
                text.append(character)
            }
        }
        return text
    }

    /// A question asked for each set of values in lists: the number of the set, and what is answered.
    ///
    /// `OFFSET 0` keeps the question in one piece, so that the server answers it by its index set by set, and does not make
    /// one large join of all, for which it would have to know how large the tables have become.
    static func forLists(_ sql: String, _ types: [UInt32]) -> String {
        let lists = types.enumerated().map { "$\($0 + 1)::\(PostgresType.name($1))[]" }
        let names = types.indices.map { "p\($0 + 1)" } + ["place"]
        let question = replacing(sql) { number in
            types[number - 1] == PostgresType.text ? "(asked.p\(number) COLLATE \"C\")" : "asked.p\(number)"
        }
        return "SELECT asked.place, answer.* FROM unnest(\(lists.joined(separator: ", "))) WITH ORDINALITY"
            + " AS asked(\(names.joined(separator: ", "))) CROSS JOIN LATERAL (\(question) OFFSET 0) AS answer"
    }

    /// The words of a statement: names and keywords, in lower case.
    static func words(_ sql: String) -> Set<String> {
        Set(sql.lowercased().split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init))
    }
}

/// An `INSERT` of one row, all of whose values are parameters: many rows of it can be sent at once.
struct InsertShape {
    var table: String
    var columns: [String]
    /// What follows the values.
    var ending: String
    /// The columns whose values may be in a batch only once, because the row that is there is updated.
    var distinct: [Int]

    /// The shape of a statement; nil for any other.
    init?(_ sql: String) {
        let line = sql.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard line.hasPrefix("INSERT INTO "), let open = line.firstIndex(of: "("),
            let close = line[open...].firstIndex(of: ")")
        else { return nil }
        table = line[line.index(line.startIndex, offsetBy: 12)..<open].trimmed
        columns = line[line.index(after: open)..<close].split(separator: ",").map { String($0).trimmed }
        var rest = line[line.index(after: close)...].trimmed
        let values = "VALUES (" + repeatElement("?", count: columns.count).joined(separator: ", ") + ")"
        guard !table.contains(" "), rest.hasPrefix(values) else { return nil }
        rest = String(rest.dropFirst(values.count)).trimmed
        ending = rest
        distinct = []
        guard !rest.isEmpty else { return }
        guard rest.hasPrefix("ON CONFLICT"), !rest.contains("?"), !rest.contains("RETURNING") else { return nil }
        guard rest.contains("DO UPDATE") else { return }
        guard let from = rest.firstIndex(of: "("), let to = rest[from...].firstIndex(of: ")") else { return nil }
        let target = rest[rest.index(after: from)..<to].split(separator: ",").map { String($0).trimmed }
        distinct = target.compactMap { columns.firstIndex(of: $0) }
        guard distinct.count == target.count else { return nil }
    }

    /// That rows of it follow in the server's binary form.
    var copy: String { "COPY \(table) (\(columns.joined(separator: ", "))) FROM STDIN (FORMAT binary)" }

    /// The same with a list of values for each column.
    func ofLists(_ types: [UInt32]) -> String {
        let lists = types.enumerated().map { "$\($0 + 1)::\(PostgresType.name($1))[]" }.joined(separator: ", ")
        let names = columns.joined(separator: ", ")
        return "INSERT INTO \(table) (\(names)) SELECT * FROM unnest(\(lists)) \(ending)"
    }
}

extension StringProtocol {
    /// Without spaces at both ends.
    fileprivate var trimmed: String {
        var text = self[...]
        while text.first == " " { text = text.dropFirst() }
        while text.last == " " { text = text.dropLast() }
        return String(text)
    }
}
#endif
