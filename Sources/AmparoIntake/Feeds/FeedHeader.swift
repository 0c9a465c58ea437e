internal import AmparoModel

/// Where in a file the columns of its table stand.
struct FeedHeader {
    /// For each field of the table, the place of its column; nil when the file has no such column.
    let places: [Int?]
    /// The columns that the table does not know: place and name as the header writes it.
    let unknown: [(place: Int, name: String)]
    /// How many columns the header names.
    let count: Int
    /// How many of them go by another name of theirs.
    let aliases: Int

    /// Binds the record on which the scanner stands, the first of the file.
    init(_ scanner: borrowing CSVScanner, table: FeedTable, file: String) throws(FeedError) {
        guard !scanner.isTooLong, scanner.fieldCount <= CSVScanner.fieldLimit else {
            throw FeedError(
                .badHeader, file: file, line: scanner.line,
                "the first line is longer than any header; it must name the columns, separated by commas")
        }
        guard FieldText.isUTF8(scanner.raw) else {
            throw FeedError(
                .badHeader, file: file, line: scanner.line, "the header is not UTF-8; save the file as UTF-8 (CSV)")
        }
        if scanner.raw.contains(CSVByte.carriageReturn), !scanner.raw.contains(CSVByte.lineFeed) {
            throw FeedError(
                .badHeader, file: file, line: scanner.line,
                "lines end with a bare carriage return; save the file with LF or CRLF line ends")
        }
        guard scanner.malformedField == nil else {
            throw FeedError(
                .badHeader, file: file, line: scanner.line,
                "a quotation mark in the header is not closed properly; correct the first line")
        }
        try Self.checkDelimiter(scanner, file: file)
        var places = [Int?](repeating: nil, count: table.fields.count)
        var unknown: [(place: Int, name: String)] = []
        var unknownPlaces: [String: Int] = [:]
        var aliases = 0
        for place in 0..<scanner.fieldCount {
            let name = String(decoding: FieldText.trimmed(scanner[place].bytes), as: UTF8.self)
            if let index = table.index(ofColumn: name) {
                let field = table.fields[index]
                if let other = places[index] {
                    throw FeedError(
                        .duplicateColumn, file: file, column: field.name, line: scanner.line,
                        "columns \(other + 1) and \(place + 1) are both \(field.name); take one of them out")
                }
                places[index] = place
                if name.lowercased() != field.name { aliases += 1 }
                continue
            }
            if name.isEmpty {
                unknown.append((place, "column \(place + 1)"))
                continue
            }
            if let other = unknownPlaces[name.lowercased()] {
                throw FeedError(
                    .duplicateColumn, file: file, line: scanner.line,
                    "columns \(other + 1) and \(place + 1) have the same name; take one of them out or rename it")
            }
            unknownPlaces[name.lowercased()] = place
            unknown.append((place, name))
        }
        let missing = table.fields.indices.filter { table.fields[$0].columnRequired && places[$0] == nil }
        if let first = missing.first {
            let names = missing.map { table.fields[$0].name }.joined(separator: ", ")
            throw FeedError(
                .missingColumn, file: file, column: table.fields[first].name, line: scanner.line,
                "the header does not name \(names); the first line must name every required column of \(table.file)")
        }
        self.places = places
        self.unknown = unknown
        self.aliases = aliases
        count = scanner.fieldCount
    }

    private static func checkDelimiter(_ scanner: borrowing CSVScanner, file: String) throws(FeedError) {
        guard scanner.fieldCount == 1 else { return }
        for (byte, name) in [(UInt8(0x3B), "semicolons"), (CSVByte.tab, "tabs"), (UInt8(0x7C), "bars")]
        where FieldText.trimmed(scanner[0].bytes).contains(byte) {
            throw FeedError(
                .wrongDelimiter, file: file, line: scanner.line,
                "the columns are separated by \(name); save the file with commas between the columns")
        }
    }
}
