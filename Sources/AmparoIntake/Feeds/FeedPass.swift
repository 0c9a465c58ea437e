internal import AmparoModel

/// One reading of a file from its first byte to its last: first to count and judge its rows, then to take them.
struct FeedPass: ~Copyable {
    private let table: FeedTable
    private let file: String
    private var scanner: CSVScanner
    private var writer: FeedRowWriter
    private let hash: RowHash
    private let headerLine: [UInt8]
    private var tally: FeedTally
    /// The bytes of the batch that is being filled.
    private var arena = RowBytes()

    init(
        table: FeedTable, file: String, bytes: FeedBytes, sizes: FeedFile.Sizes,
        rowKey: @escaping @Sendable (RecordKind, UnsafeRawBufferPointer) -> UInt64
    ) throws {
        let salt: [UInt8] = Array("rows of one file".utf8)
        let hash = RowHash(seed: salt.withUnsafeBytes { rowKey(table.kind, $0) })
        var scanner = CSVScanner(read: try bytes.open(), capacity: sizes.buffer, limit: sizes.record, hash: hash)
        let header = try Self.header(&scanner, table: table, file: file)
        headerLine = Array(scanner.raw.prefix(CSVScanner.rawLimit))
        self.table = table
        self.file = file
        self.scanner = scanner
        self.hash = hash
        tally = FeedTally(table: table)
        tally.unknownColumns = header.unknown.map { ColumnName.shown($0.name, place: $0.place) }
        tally.aliases = header.aliases
        writer = FeedRowWriter(table: table, header: header, rowKey: rowKey)
    }

    private static func header(
        _ scanner: inout CSVScanner, table: FeedTable, file: String
    ) throws -> FeedHeader {
        try scanner.skipByteOrderMark()
        while try scanner.next() {
            if scanner.isUnclosedOverLines { throw IntakeError.unclosedQuote(file: file, line: scanner.line) }
            if scanner.raw.contains(where: { !CSVByte.isBlank($0) && $0 != 0 }) {
                return try FeedHeader(scanner, table: table, file: file)
            }
        }
        throw IntakeError(
            .emptyFile, file: file, "the file is empty; its first line must name the columns of \(table.file)")
    }

    /// Counts every record behind the header and judges the well-formed ones.
    mutating func check(progress: ((FeedFile.Progress) -> Void)?) throws -> FeedFile.Checked {
        var judge = RowJudge(countsEquals: table.keyHasOrdinal, hash: hash)
        while try nextRecord(isChecking: true, progress) {
            switch writer.write(scanner) {
            case .blank: tally.blankRows += 1
            case .bad(let defect, let field): tally.add(defect, field)
            case .row:
                let repairs = repairs()
                tally.addRow(repairs)
                judge.add(RowJudge.Row(key: key(), content: content(), repairs: repairs))
            }
        }
        judge.settle()
        tally.duplicates = judge.duplicates
        tally.contradicted(judge.contradictions, judge.contradictedRepairs)
        progress?(.init(isChecking: true, bytes: scanner.bytesRead, rows: tally.rows))
        return FeedFile.Checked(
            report: tally.report(file: file), judgements: judge.judgements, digest: scanner.digest)
    }

    /// Hands out rows and defective records as judged; the report and the digest of the bytes read.
    mutating func take(
        _ judgements: RowJudgements, progress: ((FeedFile.Progress) -> Void)?, rows: (RowBatch) throws -> Void,
        quarantine: (QuarantinedRecord) throws -> Void
    ) throws -> (FileReport, digest: UInt64) {
        var batch = RowBatch(kind: table.kind)
        var cursor = RowJudgements.Cursor(judgements)
        var wellFormed = 0
        while try nextRecord(isChecking: false, progress) {
            switch writer.write(scanner) {
            case .blank: tally.blankRows += 1
            case .bad(let defect, let field):
                tally.add(defect, field)
                try quarantine(quarantined(defect, field))
            case .row:
                let judgement = cursor.judgement(row: wellFormed)
                wellFormed += 1
                let repairs = repairs()
                tally.addRow(repairs)
                switch judgement {
                case .duplicate: tally.duplicates += 1
                case .contradiction:
                    tally.contradicted(1, [repairs])
                    try quarantine(quarantined(.badKey, nil))
                case .ordinal(let ordinal): append(to: &batch, ordinal: ordinal)
                case nil: append(to: &batch, ordinal: 1)
                }
                if batch.rows.count == FeedFile.batchRows || arena.count >= FeedFile.batchBytes {
                    try handOut(&batch, to: rows)
                }
            }
        }
        if !batch.rows.isEmpty { try handOut(&batch, to: rows) }
        progress?(.init(isChecking: false, bytes: scanner.bytesRead, rows: tally.rows))
        return (tally.report(file: file), scanner.digest)
    }

    private mutating func nextRecord(
        isChecking: Bool, _ progress: ((FeedFile.Progress) -> Void)?
    ) throws -> Bool {
        guard try scanner.next() else { return false }
        if scanner.isUnclosedOverLines { throw IntakeError.unclosedQuote(file: file, line: scanner.line) }
        if let progress, tally.rows & 0x3FFF == 0x3FFF {
            progress(.init(isChecking: isChecking, bytes: scanner.bytesRead, rows: tally.rows))
        }
        return true
    }

    private func repairs() -> FeedRowRepairs {
        FeedRowRepairs(nul: scanner.hadNul, padding: writer.wasPadded, unlisted: writer.unlisted)
    }

    private func key() -> RowHash.Wide {
        hash.key(writer.head.bytes, subjectCount: writer.subjectCount, number: writer.number)
    }

    private func content() -> UInt64 { hash.content(writer.plain.bytes, writer.sealed.bytes) }

    private mutating func append(to batch: inout RowBatch, ordinal: Int) {
        if table.keyHasOrdinal { writer.append(ordinal: ordinal) }
        let start = arena.count
        arena.reserve(writer.head.count + writer.plain.count + writer.sealed.count)
        arena.text(writer.head.bytes)
        let plain = arena.count
        arena.text(writer.plain.bytes)
        let sealed = arena.count
        arena.text(writer.sealed.bytes)
        let key = start + writer.subjectCount
        batch.rows.append(
            RowBatch.Row(
                line: scanner.line, number: writer.number, subject: start..<key, key: key..<plain,
                plain: plain..<sealed, sealed: sealed..<arena.count))
    }

    private mutating func handOut(_ batch: inout RowBatch, to rows: (RowBatch) throws -> Void) throws {
        batch.bytes.append(contentsOf: arena.bytes)
        arena.removeAll()
        try rows(batch)
        batch.removeAll()
    }

    private func quarantined(_ defect: FeedDefect, _ field: Int?) -> QuarantinedRecord {
        QuarantinedRecord(
            kind: table.kind, file: file, line: scanner.line, reason: defect.word,
            column: field.map { table.fields[$0].name }, raw: Array(scanner.raw.prefix(CSVScanner.rawLimit)),
            length: scanner.length, header: headerLine)
    }
}
