public import AmparoModel
internal import Yams

/// Which column of a sheet is which column of a feed: written once by the operator, as YAML, and used for every file of the
/// same form (FEEDS.md 5). docs/import.md has the form.
///
/// ```yaml
/// mapping: field-office-calls
/// sheet: Calls
/// header: 2
/// tables:
///   calls.csv:
///     child_id: Child number
///     call_id: { columns: [Child number, Due], with: / }
///     due_on: { column: Due, dates: m/d/y }
///     outcome: { column: Result, words: { "yes": reached, "no": no-answer } }
/// ```
public struct SheetMapping: Sendable {
    /// The largest mapping, in bytes.
    public static let mostBytes = 65_536
    /// The feeds that come as spreadsheets.
    public static let feeds: [Feed] = [.care, .notices, .results]

    /// Where the values of a field come from.
    struct Source: Sendable {
        /// The headings whose cells are put together; none when every row has the same value.
        var headings: [String]
        /// What stands between the cells' texts; or, without headings, the value itself.
        var text = ""
        /// The words of the sheet, in lower case, and those of the feed.
        var words: [String: String] = [:]
        /// The order of day, month and year in dates that are written as text; nil for `YYYY-MM-DD` only.
        var dates: DateOrder?
        /// The offset from Greenwich of times, such as `-06:00`; nil when the sheet's times have none.
        var offset: String?
    }

    /// How a date is written as text.
    enum DateOrder: String, Sendable, CaseIterable {
        case monthDayYear = "m/d/y"
        case dayMonthYear = "d/m/y"
        case yearMonthDay = "y/m/d"
    }

    /// One table of a feed that the sheet's rows become.
    struct Table: Sendable {
        let kind: RecordKind
        /// The sources of its fields, by the field's place in the table.
        let sources: [(field: Int, source: Source)]
    }

    /// The mapping's name: small letters, digits and hyphens.
    public let name: String
    /// The sheet's name; nil for the first.
    public let sheet: String?
    /// The row that has the headings.
    public let header: Int
    /// The feed that the rows belong to.
    public let feed: Feed
    /// Who the rows are from: whose numbers of children they have.
    public let issuer: String
    /// The text that was read.
    public let yaml: String
    let tables: [Table]

    /// Reads a mapping. Throws `bad-mapping` with the line.
    public init(yaml text: String) throws(IntakeError) {
        guard text.utf8.count <= Self.mostBytes else { throw Self.fault("is longer than 64 KiB; shorten it", nil) }
        var root: Node?
        // The parser's own words can hold pieces of the text.
        do { root = try Yams.compose(yaml: text) } catch { throw Self.fault("is no YAML; correct it", nil) }
        let top = try Self.members(root, ["mapping", "sheet", "header", "issuer", "tables"])
        yaml = text
        name = try Self.text(top["mapping"]) ?? ""
        guard Self.isName(name) else {
            throw Self.fault("needs a name: `mapping:` with up to 40 small letters, digits and hyphens", root)
        }
        sheet = try Self.text(top["sheet"])
        let header = try Self.text(top["header"]).map { Int($0) ?? 0 } ?? 1
        guard (1...10_000).contains(header) else { throw Self.fault("`header` is the number of a row", top["header"]) }
        self.header = header
        guard case .mapping(let named)? = top["tables"], !named.isEmpty else {
            throw Self.fault("needs `tables:`, with a file of FEEDS.md and its columns below it", root)
        }
        var tables: [Table] = []
        for (key, node) in named {
            let file = key.scalar?.string.lowercased() ?? ""
            guard let table = Self.table(file), !tables.contains(where: { $0.kind == table.kind }) else {
                throw Self.fault("names a table that no spreadsheet can be taken as, or one twice", key)
            }
            tables.append(try Self.read(table, node))
        }
        let order = CareFolder.order + [.notice, .agencyResult]
        self.tables = tables.sorted { (order.firstIndex(of: $0.kind) ?? 0) < (order.firstIndex(of: $1.kind) ?? 0) }
        feed = tables[0].kind.feed
        guard tables.allSatisfy({ [feed] in $0.kind.feed == feed }) else {
            throw Self.fault("has tables of several feeds; write a mapping for each feed", top["tables"])
        }
        issuer = try Self.text(top["issuer"]) ?? feed.defaultIssuer
        guard !issuer.isEmpty, issuer.utf8.count <= 64, issuer.utf8.allSatisfy({ Self.isPlain($0) || $0 == 0x2E })
        else {
            throw Self.fault("`issuer` is a party's code such as hhs.orr", top["issuer"])
        }
    }

    /// The table of a file that can come as a spreadsheet.
    public static func table(_ file: String) -> FeedTable? {
        FeedTable.all.values.first { feeds.contains($0.feed) && $0.file == file }
    }

    private static func read(_ table: FeedTable, _ node: Node) throws(IntakeError) -> Table {
        guard case .mapping(let columns) = node, !columns.isEmpty else {
            throw fault("\(table.file) needs columns below it", node)
        }
        var sources: [(field: Int, source: Source)] = []
        for (key, node) in columns {
            guard let name = key.scalar?.string, let field = table.index(ofColumn: name),
                !sources.contains(where: { $0.field == field })
            else { throw fault("names a column that \(table.file) does not have, or one twice", key) }
            sources.append((field, try source(node)))
        }
        let missing = table.fields.indices.filter { index in
            table.fields[index].columnRequired && !sources.contains { $0.field == index }
        }
        guard missing.isEmpty else {
            let names = missing.map { table.fields[$0].name }.joined(separator: ", ")
            throw fault("\(table.file) needs \(names) as well", node)
        }
        return Table(kind: table.kind, sources: sources.sorted { $0.field < $1.field })
    }

    private static func source(_ node: Node) throws(IntakeError) -> Source {
        if node.scalar != nil { return Source(headings: [try heading(node)]) }
        let members = try members(node, ["column", "columns", "with", "value", "words", "dates", "offset"])
        var source = Source(headings: [])
        switch (members["column"], members["columns"], members["value"]) {
        case (let column?, nil, nil): source.headings = [try heading(column)]
        case (nil, .sequence(let columns)?, nil):
            guard (1...8).contains(columns.count) else { throw fault("`columns` are one to eight headings", node) }
            for column in columns { source.headings.append(try heading(column)) }
            source.text = try text(members["with"]) ?? " "
        case (nil, nil, let value?): source.text = try text(value) ?? ""
        default: throw fault("a column takes a heading, or one of `column`, `columns` and `value`", node)
        }
        if let words = members["words"] {
            guard case .mapping(let words) = words, words.count <= 1000 else {
                throw fault("`words` has the sheet's words, each with the feed's", node)
            }
            for (key, value) in words {
                guard let from = key.scalar?.string, let to = value.scalar?.string else {
                    throw fault("`words` has the sheet's words, each with the feed's", key)
                }
                source.words[from.lowercased()] = to
            }
        }
        if let dates = members["dates"] {
            source.dates = try text(dates).flatMap(DateOrder.init(rawValue:))
            guard source.dates != nil else { throw fault("`dates` is m/d/y, d/m/y or y/m/d", dates) }
        }
        if let offset = members["offset"] {
            source.offset = try text(offset)
            guard source.offset.map({ Instant("2026-01-01T00:00:00" + $0) != nil }) == true else {
                throw fault("`offset` is the time's distance from Greenwich, such as \"-06:00\" or Z", offset)
            }
        }
        return source
    }

    private static func heading(_ node: Node) throws(IntakeError) -> String {
        guard let text = try text(node), !text.isEmpty else { throw fault("write the heading of a column", node) }
        // A heading that is a value of somebody is no heading.
        guard !ColumnName.isValue(text.utf8) else {
            throw fault("has a heading that looks like a value: a date, a long number or an address", node)
        }
        return heading(text)
    }

    /// A heading as it is compared: without regard to case, and with one blank for any.
    static func heading(_ text: String) -> String {
        text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private static func members(_ node: Node?, _ known: Set<String>) throws(IntakeError) -> [String: Node] {
        guard case .mapping(let mapping)? = node else { throw fault("takes keys with values here", node) }
        var members: [String: Node] = [:]
        for (key, value) in mapping {
            guard let name = key.scalar?.string, known.contains(name), members[name] == nil else {
                throw fault(
                    "has a key that is unknown here or stands twice; known are \(known.sorted().joined(separator: ", "))",
                    key)
            }
            members[name] = value
        }
        return members
    }

    private static func text(_ node: Node?) throws(IntakeError) -> String? {
        guard let node else { return nil }
        guard let text = node.scalar?.string, text.utf8.count <= 1000 else { throw fault("takes one value here", node) }
        return text
    }

    private static func fault(_ message: String, _ node: Node?) -> IntakeError {
        IntakeError(.badMapping, file: "mapping", line: node?.mark?.line, message)
    }

    /// Whether a text can name a mapping.
    public static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 40 && text.utf8.allSatisfy(isPlain) && text.first != "-"
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D
    }
}

extension SheetMapping {
    /// A column of a sheet as a column of a feed: what somebody chose at the import desk.
    public struct Choice: Sendable, Equatable {
        /// The column's heading.
        public var heading: String
        /// The file and column of FEEDS.md, such as `calls.csv` and `due_on`.
        public var file: String
        /// See `file`.
        public var column: String

        /// A choice.
        public init(heading: String, file: String, column: String) {
            self.heading = heading
            self.file = file
            self.column = column
        }
    }

    /// The mapping of choices, as YAML. Dates that are written as text are read as `dates` says.
    public static func yaml(
        name: String, sheet: String?, header: Int, issuer: String?, dates: String?, _ choices: [Choice]
    ) -> String {
        func quoted(_ text: String) -> String {
            "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: " ") + "\""
        }
        var lines = ["mapping: \(quoted(name))"]
        if let sheet, !sheet.isEmpty { lines.append("sheet: \(quoted(sheet))") }
        lines.append("header: \(header)")
        if let issuer { lines.append("issuer: \(quoted(issuer))") }
        lines.append("tables:")
        for file in Set(choices.map(\.file)).sorted() {
            lines.append("  \(file):")
            for choice in choices where choice.file == file {
                let type = table(file)?.fields.first { $0.name == choice.column }?.type
                let order = dates.map { ", dates: \($0)" } ?? ""
                let isDate = [.day, .birthDate, .instant].contains(type)
                lines.append(
                    "    \(choice.column): "
                        + (isDate && !order.isEmpty
                            ? "{ column: \(quoted(choice.heading))\(order) }" : quoted(choice.heading)))
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
