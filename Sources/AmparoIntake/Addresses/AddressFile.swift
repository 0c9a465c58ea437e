public import AmparoLinkage

/// A comma-separated file that has addresses in it: a release's `releases.csv`, `addresses.csv`, `notices.csv` or `mail.csv`,
/// or any list of an operator's. Read row by row, in bounded memory, as often as wanted.
///
/// Columns are known by name: `line1`, `line2`, `city`, `state`, `zip` (and what lists outside call them), or `address` for
/// all in one line; `child_id` or `id` for whose it is; `dpv`, `vacant` and `cmra` for a certified service's answer. Any
/// other column is passed over.
public struct AddressFile: Sendable {
    /// One row.
    public struct Row: Sendable {
        /// The line on which it begins, from 1.
        public var line = 0
        /// Its address.
        public var text = AddressText()
        /// Whose it is, as the file says; nil where it does not.
        public var subject: [UInt8]?
        /// What a certified service answered; nil where the file has no answer.
        public var point: DeliveryPoint?
    }

    /// What a column is, by its name in lower case without blanks and underlines.
    private enum Column: CaseIterable {
        case line1, line2, city, state, zip, whole, subject, confirmation, vacant, agency

        var names: [String] {
            switch self {
            case .line1: ["line1", "address1", "addressline1", "street", "streetaddress"]
            case .line2: ["line2", "address2", "addressline2", "unit", "apartment", "apt"]
            case .city: ["city", "town"]
            case .state: ["state"]
            case .zip: ["zip", "zipcode", "zip5", "postalcode"]
            case .whole: ["address", "fulladdress"]
            case .subject: ["childid", "id", "recordid"]
            case .confirmation: ["dpv", "dpvconfirmation", "dpvfootnote"]
            case .vacant: ["vacant", "dpvvacant"]
            case .agency: ["cmra", "dpvcmra"]
            }
        }
    }

    /// The file's name, without folders.
    public let name: String
    private let bytes: FeedBytes

    /// A file.
    public init(name: String, bytes: FeedBytes) {
        self.name = name
        self.bytes = bytes
    }

    /// The file at a path.
    public init(path: String) { self.init(name: fileName(ofPath: path), bytes: FeedBytes(file: path)) }

    /// Calls `body` with each row in file order; answers how many there were. A blank line is no row, and what cannot be
    /// split into fields is a row without an address.
    ///
    /// Throws `IntakeError` for a file without a header or without a column for addresses, and with an unclosed quotation
    /// mark.
    @discardableResult
    public func forEach(_ body: (Row) throws -> Void) throws -> Int {
        var scanner = CSVScanner(read: try bytes.open())
        try scanner.skipByteOrderMark()
        let places = try header(&scanner)
        var lines = AddressLineReader()
        var count = 0
        while try scanner.next() {
            if scanner.isUnclosedOverLines { throw IntakeError.unclosedQuote(file: name, line: scanner.line) }
            guard scanner.raw.contains(where: { !CSVByte.isBlank($0) && $0 != 0 }) else { continue }
            var row = Row(line: scanner.line)
            if !scanner.isTooLong, scanner.malformedField == nil { read(&row, scanner, places, &lines) }
            count += 1
            try body(row)
        }
        return count
    }

    private func header(_ scanner: inout CSVScanner) throws -> [Column: Int] {
        while try scanner.next() {
            guard scanner.raw.contains(where: { !CSVByte.isBlank($0) && $0 != 0 }) else { continue }
            guard !scanner.isTooLong, scanner.malformedField == nil, scanner.fieldCount <= CSVScanner.fieldLimit else {
                throw IntakeError(
                    .badHeader, file: name, line: scanner.line,
                    "the first line cannot be read; it must name the columns, separated by commas")
            }
            var places: [Column: Int] = [:]
            for place in 0..<scanner.fieldCount {
                let word = Self.folded(scanner[place].bytes)
                for column in Column.allCases where column.names.contains(word) && places[column] == nil {
                    places[column] = place
                }
            }
            guard places[.line1] != nil || places[.whole] != nil else {
                throw IntakeError(
                    .missingColumn, file: name, column: "line1", line: scanner.line,
                    "no column holds addresses; name the columns line1, line2, city, state and zip, or one address")
            }
            return places
        }
        throw IntakeError(.emptyFile, file: name, "the file is empty; its first line must name the columns")
    }

    /// A column's name in lower case, letters and digits only.
    private static func folded(_ bytes: UnsafeRawBufferPointer) -> String {
        let letters = bytes.prefix(64).map(FieldText.lower).filter {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0)
        }
        return String(decoding: letters, as: UTF8.self)
    }

    private func read(
        _ row: inout Row, _ scanner: borrowing CSVScanner, _ places: [Column: Int], _ lines: inout AddressLineReader
    ) {
        func bytes(_ column: Column) -> UnsafeRawBufferPointer? {
            guard let place = places[column], place < scanner.fieldCount else { return nil }
            return FieldText.trimmed(scanner[place].bytes)
        }
        func text(_ column: Column) -> [UInt8] { bytes(column).map { [UInt8]($0) } ?? [] }
        func flag(_ column: Column) -> Bool { bytes(column).map { FieldText.equals($0, "y") } ?? false }
        row.text.line1 = text(.line1)
        row.text.line2 = text(.line2)
        row.text.city = text(.city)
        row.text.state = text(.state)
        row.text.zip = text(.zip)
        if row.text.line1.isEmpty, let whole = bytes(.whole), !whole.isEmpty {
            let line = lines.read([UInt8](whole))
            row.text.line1 = line.delivery
            // A column of its own says better what the place is.
            if row.text.city.isEmpty { row.text.city = line.city }
            if row.text.state.isEmpty { row.text.state = line.state }
            if row.text.zip.isEmpty { row.text.zip = line.zip }
        }
        row.subject = bytes(.subject).flatMap { $0.isEmpty ? nil : [UInt8]($0) }
        row.point = bytes(.confirmation).flatMap {
            DeliveryPoint(
                confirmation: String(decoding: $0, as: UTF8.self), isVacant: flag(.vacant), isAgency: flag(.agency))
        }
    }
}
