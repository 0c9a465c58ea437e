internal import AmparoModel

/// Reads the public daily series of HHS as it is published: newest first, thousands in quoted groups, long English
/// dates, blank rows, column names with footnote stars.
public struct CensusFile: Sendable {
    /// The file's name for reports, without folders.
    public let name: String
    private let bytes: FeedBytes

    /// The columns of figures, without footnote stars, in the order of `CensusDay`.
    private static let columns = [
        "children apprehended and placed in cbp custody", "children in cbp custody",
        "children transferred out of cbp custody", "children in hhs care", "children discharged from hhs care",
    ]

    /// A file of this name with these bytes.
    public init(name: String, bytes: FeedBytes) {
        self.name = name
        self.bytes = bytes
    }

    /// The whole series, by rising day. Throws `IntakeError` for a file without the six columns, or with more than 5 % and
    /// more than 20 records that cannot be read.
    public func read() throws -> Census {
        var scanner = CSVScanner(read: try bytes.open())
        try scanner.skipByteOrderMark()
        guard try scanner.next() else {
            throw IntakeError(.emptyFile, file: name, "the file is empty; its first line must name the columns")
        }
        let places = try bind(scanner)
        let width = scanner.fieldCount
        var census = Census(report: FileReport(file: name))
        var byDay: [Day: CensusDay] = [:]
        while try scanner.next() {
            if scanner.isUnclosedOverLines { throw IntakeError.unclosedQuote(file: name, line: scanner.line) }
            switch Self.row(scanner, places, width: width) {
            case .blank:
                census.blankRows += 1
                continue
            case .bad(let defect, let column):
                census.quarantine(scanner, defect, column)
            case .day(let row):
                if let other = byDay[row.day] {
                    if other == row {
                        census.report.past["duplicate", default: 0] += 1
                    } else {
                        census.conflicts += 1
                        census.quarantine(scanner, .badKey, "date")
                    }
                } else {
                    byDay[row.day] = row
                    census.report.taken += 1
                }
            }
            census.report.rows += 1
        }
        if let refusal = FeedFile.refusal(of: census.report) { throw refusal }
        census.days = byDay.values.sorted { $0.day < $1.day }
        census.note()
        return census
    }

    /// Whether a header has all columns of the series.
    static func hasColumns(_ names: [String]) -> Bool {
        Set(names.map(bare)).isSuperset(of: ["date"] + columns)
    }

    /// A column's name without case, footnote stars and double blanks.
    private static func bare(_ name: String) -> String {
        name.lowercased().filter { $0 != "*" }.split(separator: " ").joined(separator: " ")
    }

    private func bind(_ scanner: borrowing CSVScanner) throws(IntakeError) -> [Int] {
        let texts = (0..<min(scanner.fieldCount, CSVScanner.fieldLimit)).map {
            String(decoding: FieldText.trimmed(scanner[$0].bytes), as: UTF8.self)
        }
        if !Self.hasColumns(texts), let content = HeaderContent(texts, otherThan: nil) {
            throw content.refusal(of: name, line: scanner.line)
        }
        var names: [String: Int] = [:]
        for (place, text) in texts.enumerated() {
            let bare = Self.bare(text)
            if names.updateValue(place, forKey: bare) != nil, !bare.isEmpty {
                throw IntakeError(
                    .duplicateColumn, file: name, line: scanner.line,
                    "column \(place + 1) has the name of an earlier one; take one of them out")
            }
        }
        var places: [Int] = []
        for column in ["date"] + Self.columns {
            guard let place = names[column] else {
                throw IntakeError(
                    .missingColumn, file: name, column: column, line: scanner.line,
                    "the header does not name “\(column)”; give the daily series as HHS publishes it")
            }
            places.append(place)
        }
        return places
    }

    private enum Row {
        case day(CensusDay)
        case blank
        case bad(FeedDefect, String?)
    }

    private static func row(_ scanner: borrowing CSVScanner, _ places: [Int], width: Int) -> Row {
        if scanner.isTooLong { return .bad(.tooLong, nil) }
        guard FieldText.isUTF8(scanner.raw) else { return .bad(.badEncoding, nil) }
        let count = min(scanner.fieldCount, CSVScanner.fieldLimit)
        if scanner.malformedField == nil,
            (0..<count).allSatisfy({ FieldText.trimmed(scanner[$0].bytes).isEmpty })
        {
            return .blank
        }
        if scanner.fieldCount != width {
            return .bad(scanner.fieldCount < width ? .tooFewFields : .tooManyFields, nil)
        }
        if scanner.malformedField != nil { return .bad(.badType, nil) }
        let date = FieldText.trimmed(scanner[places[0]].bytes)
        if date.isEmpty { return .bad(.badKey, "date") }
        guard let day = LongDate.day(date) else { return .bad(.badType, "date") }
        var figures = [Int?](repeating: nil, count: columns.count)
        for (index, column) in columns.enumerated() {
            let text = FieldText.trimmed(scanner[places[index + 1]].bytes)
            if text.isEmpty { continue }
            guard let value = groupedNumber(text) else { return .bad(.badType, column) }
            figures[index] = value
        }
        return .day(
            CensusDay(
                day: day, apprehended: figures[0], inCBPCustody: figures[1], transferredOut: figures[2],
                inHHSCare: figures[3], discharged: figures[4]))
    }

    /// A number without sign, its thousands in groups of three behind commas or not grouped at all.
    static func groupedNumber(_ bytes: UnsafeRawBufferPointer) -> Int? {
        var value = 0
        var sinceComma: Int?
        var total = 0
        for byte in bytes {
            if byte == CSVByte.comma {
                guard sinceComma == 3 || (sinceComma == nil && (1...3).contains(total)) else { return nil }
                sinceComma = 0
                continue
            }
            guard (0x30...0x39).contains(byte), total < 15 else { return nil }
            value = value * 10 + Int(byte - 0x30)
            total += 1
            sinceComma = sinceComma.map { $0 + 1 }
        }
        return total > 0 && (sinceComma ?? 3) == 3 ? value : nil
    }
}

extension Census {
    fileprivate mutating func quarantine(_ scanner: borrowing CSVScanner, _ defect: FeedDefect, _ column: String?) {
        report.quarantined[defect.word, default: 0] += 1
        quarantined.append(
            QuarantinedRecord(
                kind: nil, file: report.file, line: scanner.line, reason: defect.word, column: column,
                raw: Array(scanner.raw.prefix(CSVScanner.rawLimit)), length: scanner.length))
    }

    fileprivate mutating func note() {
        if conflicts > 0 { report.notes.append("days given twice with different figures: \(conflicts)") }
        let gaps = gaps
        if !gaps.isEmpty {
            let missing = gaps.reduce(0) { $0 + $1.count }
            report.notes.append("days without figures: \(missing) in \(gaps.count) gaps")
        }
        if blankRows > 0 { report.notes.append("blank rows read past: \(blankRows)") }
    }
}
