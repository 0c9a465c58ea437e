internal import AmparoModel

/// A spreadsheet file: XLSX, or CSV as UTF-8. What is in it is known by its first bytes, whatever its name.
public struct Workbook: Sendable {
    /// The largest file that is taken, in bytes.
    public static let mostBytes = 64 << 20
    /// The most cells of a sheet that are read.
    static let mostCells = 5_000_000

    /// The file's name, without folders.
    public let name: String
    /// The names of its sheets in order; a CSV file has one, named with the empty text.
    public let sheetNames: [String]
    private let bytes: [UInt8]
    private let paths: [String: String]
    private let startsIn1904: Bool

    /// Opens a file's bytes. Throws `too-large`, `bad-archive`, `bad-spreadsheet`, `empty-file`.
    public init(_ bytes: [UInt8], name: String) throws(IntakeError) {
        self.name = name
        self.bytes = bytes
        guard bytes.count <= Self.mostBytes else {
            throw IntakeError(
                .tooLarge, file: name, "is larger than 64 MiB; save the sheet as CSV and take it in parts")
        }
        guard !bytes.isEmpty else { throw IntakeError(.emptyFile, file: name, "the file is empty") }
        if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
            throw IntakeError(
                .badSpreadsheet, file: name,
                "has a password or is of the old form .xls; save it without a password as .xlsx, or as CSV (UTF-8)")
        }
        guard bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) else {
            sheetNames = [""]
            paths = [:]
            startsIn1904 = false
            return
        }
        let archive = try BoundedArchive(bytes, name: name)
        let reader = PartReader(file: name)
        guard let book = try archive.member("xl/workbook.xml"),
            let relations = try archive.member("xl/_rels/workbook.xml.rels")
        else {
            throw IntakeError(
                .badSpreadsheet, file: name, "is a ZIP archive without a workbook in it; give the .xlsx file itself")
        }
        let workbook = try reader.read(WorkbookPart.self, book)
        let targets = try reader.read(RelationsPart.self, relations)
        var paths: [String: String] = [:]
        var names: [String] = []
        for sheet in workbook.sheets?.sheet ?? [] where paths[sheet.name] == nil {
            guard let path = targets.path(sheet.relation), path.contains("worksheets/") else { continue }
            names.append(sheet.name)
            paths[sheet.name] = path
        }
        sheetNames = names
        self.paths = paths
        startsIn1904 = workbook.startsIn1904
    }

    /// A sheet by its name, without regard to case; the first for nil. Throws `bad-spreadsheet`, `not-found`, `too-large`.
    public func sheet(_ wanted: String? = nil) throws -> Sheet {
        guard !paths.isEmpty else { return try csv() }
        guard
            let sheet = wanted.map({ name in sheetNames.first { $0.lowercased() == name.lowercased() } })
                ?? sheetNames.first, let path = paths[sheet]
        else {
            throw IntakeError(
                .notFound, file: name,
                "has no sheet of that name; the mapping's `sheet` is one of its \(sheetNames.count)")
        }
        let archive = try BoundedArchive(bytes, name: name)
        let reader = PartReader(file: name)
        let formats = try archive.member("xl/styles.xml").map { try reader.read(StylesPart.self, $0).formats } ?? []
        var texts: [String] = []
        if let shared = try archive.member("xl/sharedStrings.xml") {
            try reader.each("si", of: shared, as: SharedTextsPart.self) { texts += $0.si.map(\.text) }
        }
        guard let part = try archive.member(path) else {
            throw IntakeError(.badSpreadsheet, file: name, "lacks one of its sheets; save it anew as .xlsx")
        }
        var rows = SheetRows(file: name, formats: formats, texts: texts, startsIn1904: startsIn1904)
        try reader.each("row", of: part, as: RowsPart.self) { try rows.append($0) }
        var read = Sheet(name: sheet, rows: rows.rows)
        read.merged =
            try reader.element("mergeCells", of: part, as: MergedPart.self)?.mergeCell.compactMap {
                SheetRange($0.ref)
            } ?? []
        return read
    }

    /// The file as CSV.
    private func csv() throws -> Sheet {
        var scanner = CSVScanner(read: try FeedBytes(bytes).open())
        try scanner.skipByteOrderMark()
        var rows: [Sheet.Row] = []
        var cells = 0
        while try scanner.next() {
            if scanner.isUnclosedOverLines { throw IntakeError.unclosedQuote(file: name, line: scanner.line) }
            guard FieldText.isUTF8(scanner.raw) else {
                throw IntakeError(
                    .badSpreadsheet, file: name, line: scanner.line,
                    "is neither .xlsx nor CSV in UTF-8; save it as .xlsx or as CSV (UTF-8)")
            }
            cells += max(1, scanner.fieldCount)
            guard cells <= Self.mostCells, scanner.fieldCount <= CSVScanner.fieldLimit else {
                throw IntakeError(.tooLarge, file: name, "has more than 5,000,000 cells; take it in parts")
            }
            let fields = (0..<scanner.fieldCount).map { place -> SheetCell in
                if scanner.malformedField == place { return .fault }
                let text = FieldText.trimmed(scanner[place].bytes)
                return text.isEmpty ? .empty : .text(String(decoding: text, as: UTF8.self))
            }
            guard fields.contains(where: { !$0.isEmpty }) || scanner.isTooLong else { continue }
            rows.append(Sheet.Row(number: scanner.line, cells: scanner.isTooLong ? [.fault] : fields))
        }
        return Sheet(name: "", rows: rows)
    }
}

/// Turns the rows of a sheet's part into rows of cells.
struct SheetRows {
    let file: String
    let formats: [NumberFormat]
    let texts: [String]
    let startsIn1904: Bool
    private(set) var rows: [Sheet.Row] = []
    private var cells = 0

    init(file: String, formats: [NumberFormat], texts: [String], startsIn1904: Bool) {
        self.file = file
        self.formats = formats
        self.texts = texts
        self.startsIn1904 = startsIn1904
    }

    /// Appends rows. Throws `bad-spreadsheet` for places that contradict each other, `too-large`.
    mutating func append(_ part: RowsPart) throws(IntakeError) {
        for row in part.row {
            let last = rows.last?.number ?? 0
            let number = row.r ?? last + 1
            guard number > last, number <= SheetPlace.mostRows else { throw disorder(last + 1) }
            var found: [SheetCell] = []
            for cell in row.c ?? [] {
                let place = cell.r.flatMap { SheetPlace($0) } ?? SheetPlace(column: found.count, row: number)
                guard place.row == number, place.column >= found.count, place.column < SheetPlace.mostColumns else {
                    throw disorder(number)
                }
                let value = self.value(cell)
                // Cells that have a style and no content are not worth their room.
                guard value != .empty else { continue }
                cells += place.column + 1 - found.count
                guard cells <= Workbook.mostCells else {
                    throw IntakeError(.tooLarge, file: file, "has more than 5,000,000 cells; take it in parts")
                }
                while found.count < place.column { found.append(.empty) }
                found.append(value)
            }
            rows.append(Sheet.Row(number: number, cells: found))
        }
    }

    private func disorder(_ row: Int) -> IntakeError {
        IntakeError(
            .badSpreadsheet, file: file, line: row,
            "has rows or cells out of their order; open it in a spreadsheet program and save it anew")
    }

    private func value(_ cell: RowsPart.Cell) -> SheetCell {
        switch cell.t ?? "n" {
        case "s":
            guard let text = cell.v?.value else { return cell.f == nil ? .empty : .fault }
            return Int(text).flatMap { texts.indices.contains($0) ? .text(texts[$0]) : nil } ?? .fault
        case "str": return cell.v.map { .text($0.value) } ?? (cell.f == nil ? .empty : .fault)
        case "inlineStr": return cell.is.map { .text($0.text) } ?? .empty
        case "b": return cell.v.map { .flag($0.value == "1" || $0.value == "true") } ?? .empty
        case "n":
            guard let text = cell.v?.value, !text.isEmpty else { return cell.f == nil ? .empty : .fault }
            let format = cell.s.flatMap { formats.indices.contains($0) ? formats[$0] : nil } ?? .general
            return format.cell(text, startsIn1904: startsIn1904)
        // A date as a text of ISO 8601.
        case "d": return cell.v.map { .text($0.value) } ?? .empty
        default: return .fault
        }
    }
}
