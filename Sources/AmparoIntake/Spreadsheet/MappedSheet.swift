internal import AmparoModel

/// A sheet's rows as the CSV of a feed's table, so that a spreadsheet goes the way of every other feed.
///
/// The record of row n stands on line n. What cannot be read as the column wants it stays as it is, and the feed's own reader
/// says so, with the row; a cell with an error value becomes a field that no reader takes.
struct MappedSheet {
    private struct Column {
        let source: SheetMapping.Source
        let places: [Int]
        let type: FieldType
    }

    /// The table's bytes.
    let bytes: [UInt8]

    /// Throws `bad-mapping` when a heading is not in the sheet, or twice; `merged-cells`.
    init(_ sheet: Sheet, _ mapping: SheetMapping, _ table: SheetMapping.Table, file: String) throws(IntakeError) {
        if let range = sheet.merged.first(where: { $0.last.row >= mapping.header }) {
            throw IntakeError(
                .mergedCells, file: file, line: range.first.row,
                """
                has merged cells from \(SheetPlace.letters(range.first.column))\(range.first.row) to \
                \(SheetPlace.letters(range.last.column))\(range.last.row): whose value they hold cannot be told. Take the merging \
                off, fill in each cell, and save the file
                """)
        }
        let columns = try Self.columns(sheet, mapping, table, file)
        var bytes: [UInt8] = []
        var line = 1
        func write(_ fields: [[UInt8]], at row: Int) {
            bytes += [UInt8](repeating: CSVByte.lineFeed, count: row - line)
            bytes += fields.joined(separator: [CSVByte.comma])
            bytes.append(CSVByte.lineFeed)
            line = row + 1
        }
        let fields = table.kind.table.fields
        write(table.sources.map { Array(fields[$0.field].name.utf8) }, at: mapping.header)
        for row in sheet.rows where row.number > mapping.header {
            // A row without anything of this table is none, though other rows have a fixed value.
            guard columns.contains(where: { $0.places.contains { !row[$0].isEmpty } }) else { continue }
            write(columns.map { Self.field($0, row) }, at: row.number)
        }
        self.bytes = bytes
    }

    private static func columns(
        _ sheet: Sheet, _ mapping: SheetMapping, _ table: SheetMapping.Table, _ file: String
    ) throws(IntakeError) -> [Column] {
        let headings = (sheet.row(mapping.header)?.cells ?? []).map { SheetMapping.heading($0.shown) }
        var columns: [Column] = []
        for (field, source) in table.sources {
            let name = table.kind.table.fields[field].name
            var places: [Int] = []
            for heading in source.headings {
                let found = headings.indices.filter { headings[$0] == heading }
                guard found.count == 1 else {
                    throw IntakeError(
                        .badMapping, file: file, column: name, line: mapping.header,
                        found.isEmpty
                            ? "row \(mapping.header) has no heading that the mapping names for \(name); correct `header` or the mapping"
                            : "row \(mapping.header) has the heading for \(name) \(found.count) times; rename one of them"
                    )
                }
                places.append(found[0])
            }
            columns.append(Column(source: source, places: places, type: table.kind.table.fields[field].type))
        }
        return columns
    }

    private static func field(_ column: Column, _ row: Sheet.Row) -> [UInt8] {
        guard !column.places.isEmpty else { return csv(column.source.text) }
        let cells = column.places.map { row[$0] }
        // Something behind the closing mark: no reader takes the field, whatever its type.
        if cells.contains(.fault) { return Array("\"#\"#".utf8) }
        let texts = cells.filter { !$0.isEmpty }.map { text($0, column) }
        // Half of what makes a number up is no number.
        guard texts.count == cells.count else { return [] }
        return csv(texts.joined(separator: column.source.text))
    }

    private static func text(_ cell: SheetCell, _ column: Column) -> String {
        let isInstant = column.type == .instant
        switch cell {
        case .moment(let day, let second):
            guard isInstant, let second else { return day.description }
            return day.description + "T" + SheetCell.time(second) + (column.source.offset ?? "")
        default:
            let shown = cell.shown.split(whereSeparator: \.isNewline).joined(separator: " ")
            let text = shown.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            if let word = column.source.words[text.lowercased()] { return word }
            guard [.day, .birthDate, .instant].contains(column.type), let order = column.source.dates else {
                return shown
            }
            return day(text, order)?.description ?? shown
        }
    }

    /// A date written as text, with a year of four digits; nil for anything else.
    private static func day(_ text: String, _ order: SheetMapping.DateOrder) -> Day? {
        let parts = text.split { "/-.".contains($0) }
        guard parts.count == 3 else { return nil }
        let numbers = parts.compactMap { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int($0) : nil }
        guard numbers.count == 3 else { return nil }
        let year = order == .yearMonthDay ? 0 : 2
        guard parts[year].utf8.count == 4 else { return nil }
        return switch order {
        case .monthDayYear: Day(year: numbers[2], month: numbers[0], day: numbers[1])
        case .dayMonthYear: Day(year: numbers[2], month: numbers[1], day: numbers[0])
        case .yearMonthDay: Day(year: numbers[0], month: numbers[1], day: numbers[2])
        }
    }

    private static func csv(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        guard bytes.contains(where: { $0 == CSVByte.comma || $0 == CSVByte.quote || $0 < CSVByte.blank }) else {
            return bytes
        }
        var quoted: [UInt8] = [CSVByte.quote]
        for byte in bytes {
            if byte == CSVByte.quote { quoted.append(byte) }
            quoted.append(byte == CSVByte.lineFeed || byte == CSVByte.carriageReturn ? CSVByte.blank : byte)
        }
        return quoted + [CSVByte.quote]
    }
}
