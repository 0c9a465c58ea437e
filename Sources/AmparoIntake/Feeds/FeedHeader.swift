internal import AmparoModel

/// Where in a file the columns of its table stand.
struct FeedHeader {
    /// For each field of the table, the place of its column; nil when the file has no such column.
    let places: [Int?]
    /// The columns that the table does not know: place and name as the header writes it. Only sealed text may hold that name.
    let unknown: [(place: Int, name: String)]
    /// How many columns the header names.
    let count: Int
    /// How many of them go by another name of theirs.
    let aliases: Int

    /// Binds the record on which the scanner stands, the first of the file.
    init(_ scanner: borrowing CSVScanner, table: FeedTable, file: String) throws(IntakeError) {
        guard !scanner.isTooLong, scanner.fieldCount <= CSVScanner.fieldLimit else {
            throw IntakeError(
                .badHeader, file: file, line: scanner.line,
                "the first line is longer than any header; it must name the columns, separated by commas")
        }
        guard FieldText.isUTF8(scanner.raw) else {
            throw IntakeError(
                .badHeader, file: file, line: scanner.line, "the header is not UTF-8; save the file as UTF-8 (CSV)")
        }
        if scanner.raw.contains(CSVByte.carriageReturn), !scanner.raw.contains(CSVByte.lineFeed) {
            throw IntakeError(
                .badHeader, file: file, line: scanner.line,
                "lines end with a bare carriage return; save the file with LF or CRLF line ends")
        }
        guard scanner.malformedField == nil else {
            throw IntakeError(
                .badHeader, file: file, line: scanner.line,
                "a quotation mark in the header is not closed properly; correct the first line")
        }
        try Self.checkDelimiter(scanner, file: file)
        let names = (0..<scanner.fieldCount).map {
            String(decoding: FieldText.trimmed(scanner[$0].bytes), as: UTF8.self)
        }
        if let content = HeaderContent(names, otherThan: table.kind) {
            throw content.refusal(of: file, line: scanner.line)
        }
        var places = [Int?](repeating: nil, count: table.fields.count)
        var unknown: [(place: Int, name: String)] = []
        var unknownPlaces: [String: Int] = [:]
        var aliases = 0
        for (place, name) in names.enumerated() {
            if let index = table.index(ofColumn: name) {
                let field = table.fields[index]
                if let other = places[index] {
                    throw IntakeError(
                        .duplicateColumn, file: file, column: field.name, line: scanner.line,
                        "columns \(other + 1) and \(place + 1) are both \(field.name); take one of them out")
                }
                places[index] = place
                if name.lowercased() != field.name { aliases += 1 }
                continue
            }
            if name.isEmpty {
                unknown.append((place, ColumnName.unnamed(place: place)))
                continue
            }
            if ColumnName.isValue(name.utf8) {
                throw Self.holdsRecord(file, line: scanner.line, place: place)
            }
            if let other = unknownPlaces[name.lowercased()] {
                throw IntakeError(
                    .duplicateColumn, file: file, line: scanner.line,
                    "columns \(other + 1) and \(place + 1) have the same name; take one of them out or rename it")
            }
            unknownPlaces[name.lowercased()] = place
            unknown.append((place, name))
        }
        if let place = Self.joint(names, places, table) {
            throw Self.holdsRecord(file, line: scanner.line, place: place)
        }
        let missing = table.fields.indices.filter { table.fields[$0].columnRequired && places[$0] == nil }
        if let first = missing.first {
            let names = missing.map { table.fields[$0].name }.joined(separator: ", ")
            throw IntakeError(
                .missingColumn, file: file, column: table.fields[first].name, line: scanner.line,
                "the header does not name \(names); the first line must name every required column of \(table.file)")
        }
        self.places = places
        self.unknown = unknown
        self.aliases = aliases
        count = scanner.fieldCount
    }

    /// Where the header's last name and the first record's first value stand in one field, because the line end between them
    /// is missing: as many fields before it as behind it, only the former known, and a known name at its front.
    private static func joint(_ names: [String], _ places: [Int?], _ table: FeedTable) -> Int? {
        let joint = names.count / 2
        guard names.count % 2 == 1, joint > 0, places.allSatisfy({ ($0 ?? 0) < joint }) else { return nil }
        let isJoined = table.fields.indices.contains { index in
            let known = table.fields[index].name
            return places[index] == nil && names[joint].count > known.count
                && names[joint].lowercased().hasPrefix(known)
        }
        return isJoined ? joint : nil
    }

    private static func holdsRecord(_ file: String, line: Int, place: Int) -> IntakeError {
        IntakeError(
            .badHeader, file: file, line: line,
            """
            column \(place + 1) of the header is not a name but looks like a value; nothing was taken. The first line must \
            hold the names of the columns and nothing else: see that it ends with a line end, that its quotation marks are \
            closed and that no name holds a date, a long number or an address
            """)
    }

    private static func checkDelimiter(_ scanner: borrowing CSVScanner, file: String) throws(IntakeError) {
        guard scanner.fieldCount == 1 else { return }
        for (byte, name) in [(UInt8(0x3B), "semicolons"), (CSVByte.tab, "tabs"), (UInt8(0x7C), "bars")]
        where FieldText.trimmed(scanner[0].bytes).contains(byte) {
            // A court's table is separated by tabs, and rightly so.
            let names = scanner.raw.split(separator: byte).map {
                String(decoding: FieldText.trimmed(UnsafeRawBufferPointer(rebasing: $0)), as: UTF8.self)
            }
            if byte == CSVByte.tab, case .table(let table)? = HeaderContent(names, otherThan: nil), table.feed == .court
            {
                throw HeaderContent.table(table).refusal(of: file, line: scanner.line)
            }
            throw IntakeError(
                .wrongDelimiter, file: file, line: scanner.line,
                "the columns are separated by \(name); save the file with commas between the columns")
        }
    }
}
