internal import AmparoModel

/// One reading of a file from its first byte to its last.
struct FeedPass: ~Copyable {
    private let table: FeedTable
    private let file: String
    private var scanner: CSVScanner
    private var writer: FeedRowWriter
    private var seen: SeenRows
    private let hash: RowHash
    private var report: FileReport
    /// Defects by kind and by field, the last place for those without a field.
    private var defects: [[Int]]
    private var unlisted: [Int]
    private var blankRows = 0

    init(
        table: FeedTable, file: String, bytes: FeedBytes, sizes: FeedFile.Sizes,
        rowKey: @escaping @Sendable (RecordKind, UnsafeRawBufferPointer) -> UInt64
    ) throws {
        var scanner = CSVScanner(read: try bytes.open(), capacity: sizes.buffer, limit: sizes.record)
        let header = try Self.header(&scanner, table: table, file: file)
        var report = FileReport(file: file)
        report.unknownColumns = header.unknown.map(\.name)
        if header.aliases > 0 { report.repaired["header-alias"] = header.aliases }
        let salt: [UInt8] = Array("rows of one file".utf8)
        self.table = table
        self.file = file
        self.report = report
        self.scanner = scanner
        writer = FeedRowWriter(table: table, header: header, rowKey: rowKey)
        seen = SeenRows()
        hash = RowHash(seed: salt.withUnsafeBytes { rowKey(table.kind, $0) })
        defects = FeedDefect.allCases.map { _ in [Int](repeating: 0, count: table.fields.count + 1) }
        unlisted = [Int](repeating: 0, count: table.fields.count)
    }

    private static func header(
        _ scanner: inout CSVScanner, table: FeedTable, file: String
    ) throws -> FeedHeader {
        try scanner.skipByteOrderMark()
        while try scanner.next() {
            if scanner.isUnclosedOverLines { throw FeedError.unclosedQuote(file: file, line: scanner.line) }
            if scanner.raw.contains(where: { !Byte.isBlank($0) && $0 != 0 }) {
                return try FeedHeader(scanner, table: table, file: file)
            }
        }
        throw FeedError(
            .emptyFile, file: file, "the file is empty; its first line must name the columns of \(table.file)")
    }

    /// Reads every record behind the header.
    mutating func run(
        isChecking: Bool, progress: ((FeedFile.Progress) -> Void)?, rows: (RowBatch) throws -> Void,
        quarantine: (QuarantinedRecord) throws -> Void
    ) throws -> FileReport {
        var batch = RowBatch(kind: table.kind)
        var repairedNul = 0
        var repairedPadding = 0
        var duplicates = 0
        while try scanner.next() {
            if scanner.isUnclosedOverLines { throw FeedError.unclosedQuote(file: file, line: scanner.line) }
            var verdict = writer.write(scanner)
            if case .row = verdict {
                switch meet() {
                case .first:
                    report.taken += 1
                    if !isChecking { append(to: &batch) }
                case .equal: duplicates += 1
                case .different: verdict = .bad(.badKey, nil)
                }
            }
            switch verdict {
            case .blank:
                blankRows += 1
                continue
            case .row:
                if scanner.hadNul { repairedNul += 1 }
                if writer.wasPadded { repairedPadding += 1 }
                for index in writer.unlisted { unlisted[index] += 1 }
            case .bad(let defect, let field):
                defects[defect.rawValue][field ?? table.fields.count] += 1
                if !isChecking { try quarantine(quarantined(defect, field)) }
            }
            report.rows += 1
            if let progress, report.rows & 0x3FFF == 0 {
                progress(.init(isChecking: isChecking, bytes: scanner.bytesRead, rows: report.rows))
            }
            if batch.rows.count == FeedFile.batchRows || batch.bytes.count >= FeedFile.batchBytes {
                try rows(batch)
                batch.removeAll()
            }
        }
        if !batch.rows.isEmpty { try rows(batch) }
        progress?(.init(isChecking: isChecking, bytes: scanner.bytesRead, rows: report.rows))
        if repairedNul > 0 { report.repaired["nul"] = repairedNul }
        if repairedPadding > 0 { report.repaired["padding"] = repairedPadding }
        if duplicates > 0 { report.past["duplicate"] = duplicates }
        finishReport()
        return report
    }

    /// How the row stands to the earlier rows of the file; gives it its ordinal where the table counts equals.
    private mutating func meet() -> SeenRows.Meeting {
        let content = writer.plain.bytes.withUnsafeBytes { plain in
            writer.sealed.bytes.withUnsafeBytes { hash.content(plain, $0) }
        }
        let key = writer.head.withUnsafeBytes {
            hash.key($0, subjectCount: writer.subjectCount, number: writer.number)
        }
        guard table.keyHasOrdinal else { return seen.meet(key: key, content: content) }
        // Equal in everything: the same row twice. Equal in key only: the next of its equals.
        let whole = RowHash.Wide(high: key.high ^ content, low: key.low)
        if case .equal = seen.meet(key: whole, content: content) { return .equal }
        let equals = writer.head.withUnsafeBytes {
            hash.key($0, subjectCount: writer.subjectCount, number: writer.number, salt: 1 << 40)
        }
        writer.append(ordinal: seen.tally(key: equals))
        return .first
    }

    private func append(to batch: inout RowBatch) {
        let start = batch.bytes.count
        batch.bytes.append(contentsOf: writer.head)
        let plain = batch.bytes.count
        batch.bytes.append(contentsOf: writer.plain.bytes)
        let sealed = batch.bytes.count
        batch.bytes.append(contentsOf: writer.sealed.bytes)
        let key = start + writer.subjectCount
        batch.rows.append(
            RowBatch.Row(
                line: scanner.line, number: writer.number, subject: start..<key, key: key..<plain,
                plain: plain..<sealed, sealed: sealed..<batch.bytes.count))
    }

    private func quarantined(_ defect: FeedDefect, _ field: Int?) -> QuarantinedRecord {
        QuarantinedRecord(
            kind: table.kind, file: file, line: scanner.line, reason: defect.word,
            column: field.map { table.fields[$0].name }, raw: Array(scanner.raw.prefix(CSVScanner.rawLimit)),
            length: scanner.length)
    }

    private mutating func finishReport() {
        for defect in FeedDefect.allCases {
            let counts = defects[defect.rawValue]
            let total = counts.reduce(0, +)
            if total > 0 { report.quarantined[defect.word] = total }
            for (index, field) in table.fields.enumerated() where counts[index] > 0 {
                report.notes.append("\(defect.word) in \(field.name): \(counts[index])")
            }
        }
        for (index, field) in table.fields.enumerated() where unlisted[index] > 0 {
            report.unknownCodes[field.name] = unlisted[index]
        }
        if blankRows > 0 { report.notes.append("blank rows read past: \(blankRows)") }
    }
}
