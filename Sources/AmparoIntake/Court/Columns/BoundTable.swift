internal import AmparoModel

/// A table's columns as the header of one file names them: bound by name without regard to case, never by position.
struct BoundTable: Sendable {
    /// A known column of the file.
    struct Column: Sendable {
        /// The field's place in each record.
        let position: Int
        let field: Field
        let shape: ColumnShape
        /// The longest code, where the field is one.
        let width: Int
        /// Whether it is one of the columns whose ZIP codes are repaired.
        let isZip: Bool
        /// What means NULL here besides nothing.
        let nulls: NullLikeness
    }

    let kind: RecordKind
    let file: String
    /// The known columns, by rising field id: the order of a payload.
    let columns: [Column]
    /// Columns nobody knows, by position, with their names as UTF-8. The unnamed surplus fields of the motions are
    /// among them.
    let unknown: [(position: Int, name: [Byte])]
    /// The shape of every position, `text` where nobody knows.
    let shapes: [ColumnShape]
    /// How likely every position is to be empty and to be filled.
    let emptiness: [ColumnEmptiness]
    /// How many fields a sound record has.
    let fieldCount: Int
    /// How many of them the header does not name.
    let surplus: Int
    /// How many columns were bound by another name than their own.
    let aliases: Int
    /// Positions of the primary key and of the case's number.
    let key: Int
    let subject: Int

    /// What the report says of unknown columns.
    var unknownNames: [String] {
        unknown.filter { $0.position < fieldCount - surplus }.map {
            ColumnName.shown(String(decoding: $0.name, as: UTF8.self), place: $0.position)
        }
    }

    /// Where a column stands in the file; nil when the file does not have it.
    func position(of name: String) -> Int? { columns.first { $0.field.name == name }?.position }

    /// The primary key at the beginning of a record that cannot be read, when it is a number in spite of the damage.
    func leadingKey(of raw: [Byte]) -> Int64? {
        guard key == 0 else { return nil }
        let first = raw.prefix { $0 != Mark.tab && $0 != Mark.newline }.filter { $0 > Mark.blank }
        return first.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return nil }
            let number = plainNumber(base, buffer.count)
            return number >= 0 ? number : nil
        }
    }

    /// Binds a header. `surplus` is how many fields the records have beyond it.
    init(kind: RecordKind, file: String, header: [Byte], surplus: Int) throws(IntakeError) {
        let table = kind.table
        var columns: [Int: Column] = [:]
        var unknown: [(position: Int, name: [Byte])] = []
        var aliases = 0
        let names = BoundTable.names(of: header)
        var shapes = [ColumnShape](repeating: .text, count: names.count + surplus)
        var emptiness = [ColumnEmptiness](repeating: ColumnEmptiness(percent: 99), count: shapes.count)
        for (position, name) in names.enumerated() {
            guard let index = table.index(ofColumn: name) else {
                guard !ColumnName.isValue(name.utf8) else {
                    throw IntakeError(
                        .badHeader, file: file,
                        "Field \(position + 1) of the first line is not a column's name but looks like a value. The first "
                            + "line must hold the names of the columns and nothing else; fetch the release again.")
                }
                unknown.append((position, Array(name.utf8)))
                continue
            }
            let field = table.fields[index]
            guard columns[index] == nil else {
                throw IntakeError(
                    .duplicateColumn, file: file,
                    "The header names the column \(field.name.uppercased()) twice, so its values cannot be told apart. "
                        + "Fetch the release again.")
            }
            if name.lowercased() != field.name { aliases += 1 }
            let shape = ColumnShape.of(field, in: kind)
            shapes[position] = shape
            emptiness[position] = ColumnEmptiness.of(field.name, in: kind)
            columns[index] = Column(
                position: position, field: field, shape: shape, width: ColumnShape.longestCode(field),
                isZip: field.name.hasSuffix("zipcode"), nulls: NullLikeness.of(field))
        }
        for (index, field) in table.fields.enumerated() where field.columnRequired && columns[index] == nil {
            throw IntakeError(
                .missingColumn, file: file,
                "The header has no column \(field.name.uppercased()), and the file is not read without it. It names "
                    + "\(names.count) column\(names.count == 1 ? "; are its fields separated by tabs?" : "s.")")
        }
        for extra in 0..<surplus { unknown.append((names.count + extra, Array("surplus-\(extra + 1)".utf8))) }
        self.kind = kind
        self.file = file
        self.columns = columns.values.sorted { $0.field.id < $1.field.id }
        self.unknown = unknown
        self.shapes = shapes
        self.emptiness = emptiness
        self.aliases = aliases
        self.surplus = surplus
        fieldCount = names.count + surplus
        key = BoundTable.position(of: table.keyColumns[0], in: self.columns)
        subject = BoundTable.position(of: table.subjectColumn, in: self.columns)
    }

    private static func position(of name: String, in columns: [Column]) -> Int {
        columns.first { $0.field.name == name || $0.field.aliases.contains(name) }?.position ?? 0
    }

    /// The names of a header line: NUL bytes, blanks and a byte order mark taken off.
    private static func names(of header: [Byte]) -> [String] {
        var bytes = header.filter { $0 != 0 }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        if bytes.last == Mark.carriageReturn { bytes.removeLast() }
        return bytes.split(separator: Mark.tab, omittingEmptySubsequences: false).map { name in
            let first = name.firstIndex { $0 > Mark.blank } ?? name.endIndex
            let last = name.lastIndex { $0 > Mark.blank } ?? first
            return first == name.endIndex ? "" : Windows1252.text(name[first...last])
        }
    }
}

/// Which values mean NULL in a column that otherwise holds text or codes (court-data-format 2: per column). The
/// redaction marks mean it everywhere.
struct NullLikeness: OptionSet, Sendable {
    let rawValue: UInt8

    /// `N/A`.
    static let notAvailable = NullLikeness(rawValue: 1)
    /// Runs of `?`.
    static let questionMarks = NullLikeness(rawValue: 2)
    /// Runs of two zeros or more.
    static let zeros = NullLikeness(rawValue: 4)

    /// `N/A` is a real case priority, `??` a real nationality, and zeros are real but in ZIP codes and the legacy
    /// release month and year.
    static func of(_ field: Field) -> NullLikeness {
        switch field.name {
        case "casepriority_code": [.questionMarks]
        case "nat", "deported_1", "deported_2": [.notAvailable]
        case "release_month", "release_year", "alien_zipcode", "updated_zipcode":
            [.notAvailable, .questionMarks, .zeros]
        default: [.notAvailable, .questionMarks]
        }
    }

    @inline(__always)
    func contains(_ bytes: UnsafePointer<Byte>, _ count: Int) -> Bool {
        switch bytes[0] {
        case 0x62, 0x41: isRedacted(bytes, count)
        case 0x4E: contains(.notAvailable) && isNotAvailable(bytes, count)
        case 0x3F: contains(.questionMarks) && isRun(of: 0x3F, bytes, count)
        case 0x30: contains(.zeros) && count > 1 && isRun(of: 0x30, bytes, count)
        default: false
        }
    }
}
