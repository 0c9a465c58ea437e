internal import AmparoModel

/// The second pass over one file: hands the rows of children's cases to the sink in the order of the file, and
/// everything that could not be read to quarantine.
struct ContentPass {
    let table: TableFile
    let scan: TableScan
    let columns: ContentVisitor.Columns
    let questions: CaseQuestions
    let sink: CourtReleaseSink

    private static let batchRows = 1 << 16
    private static let batchBytes = 16 << 20

    private var report: FileReport
    private var batch: RowBatch
    private var seen = NumberSet()
    private var repeated = RepeatedRows()
    private var repairs = [Int](repeating: 0, count: RowRepairs.words.count)
    private var keptOrphans = 0
    private var undefined = 0

    init(
        table: TableFile, scan: TableScan, columns: ContentVisitor.Columns, questions: CaseQuestions,
        sink: CourtReleaseSink
    ) {
        self.table = table
        self.scan = scan
        self.columns = columns
        self.questions = questions
        self.sink = sink
        report = FileReport(file: table.file.name)
        batch = RowBatch(kind: table.kind)
    }

    /// Reads the file and gives its report.
    ///
    /// Throws `too-many-defects` when the file is refused: what it gave the sink must then be discarded.
    mutating func run() throws -> FileReport {
        let columns = columns
        let totals = try scan.run(making: { ContentVisitor(columns) }) { chunk, _ in try take(chunk) }
        try emit(atLeast: 1)
        if !repeated.isEmpty { try settleRepeated() }
        report.rows = totals.records
        finishReport(totals)
        let quarantined = report.quarantined.values.reduce(0, +)
        if let refusal = Refusal.of(table.file.name, quarantined: quarantined, of: report.rows) { throw refusal }
        return report
    }

    private mutating func take(_ chunk: ScannedChunk<ContentVisitor>) throws {
        let visitor = chunk.visitor
        note(visitor)
        let mended = try visitMended(chunk.mended)
        note(mended.visitor)
        func keepMended(_ index: Int) throws {
            let batch = mended.visitor.batch
            try keep(batch, index, line: batch.rows[index].line, key: mended.visitor.keys[index]) { mended.raw[index] }
        }
        var next = 0
        for (index, row) in visitor.batch.rows.enumerated() {
            let line = row.line + chunk.firstLine
            while next < mended.visitor.batch.rows.count, mended.visitor.batch.rows[next].line < line {
                try keepMended(next)
                next += 1
            }
            try keep(visitor.batch, index, line: line, key: visitor.keys[index]) {
                guard let bytes = chunk.chunk?.bytes else { return [] }
                let place = visitor.places[index]
                return Array(UnsafeBufferPointer(start: bytes + place.lowerBound, count: place.count))
            }
        }
        while next < mended.visitor.batch.rows.count {
            try keepMended(next)
            next += 1
        }
        try emit(atLeast: ContentPass.batchRows)
    }

    private mutating func note(_ visitor: ContentVisitor) {
        if visitor.notAChild > 0 { report.past["not-a-child", default: 0] += visitor.notAChild }
        if visitor.orphans > 0 { report.past["orphan", default: 0] += visitor.orphans }
        for index in repairs.indices { repairs[index] += visitor.repairs[index] }
        keptOrphans += visitor.keptOrphans
        undefined += visitor.undefined
        if let readPast = sink.readPast, !visitor.aNumbers.isEmpty {
            visitor.aNumbers.withUnsafeBytes { digits in
                for start in stride(from: 0, to: digits.count, by: 9) {
                    readPast(UnsafeRawBufferPointer(rebasing: digits[start..<(start + 9)]))
                }
            }
        }
    }

    /// Reads the mended records; those that do not fit after all, and those that could not be mended, go to quarantine.
    private mutating func visitMended(
        _ mended: [MendedRecord]
    ) throws -> (visitor: ContentVisitor, raw: [[Byte]]) {
        var visitor = ContentVisitor(columns)
        var raws: [[Byte]] = []
        for item in mended {
            switch item {
            case .rejected(let line, let reason, let position):
                try quarantine([line], reason, position)
            case .record(let line, let bytes, let repairs, let lines):
                let rows = visitor.batch.rows.count
                if let fault = visit(bytes, line, repairs, &visitor) {
                    switch fault {
                    case .type(let position): try quarantine(lines, "bad-type", position)
                    case .key(let position): try quarantine(lines, "bad-key", position)
                    case .question: break
                    }
                } else if visitor.batch.rows.count > rows {
                    raws.append(ContentPass.raw(of: lines))
                }
            }
        }
        return (visitor, raws)
    }

    private func visit(
        _ bytes: [Byte], _ line: Int, _ repairs: RowRepairs, _ visitor: inout ContentVisitor
    ) -> RecordFault? {
        bytes.withUnsafeBufferPointer { buffer -> RecordFault? in
            guard let base = buffer.baseAddress else { return .key(0) }
            var record = Record(bytes: base, count: buffer.count, line: line, repairs: repairs)
            let fault = visitor.visit(record)
            guard case .question(let number) = fault else { return fault }
            record.answer = questions.alreadyInRecord?(number) ?? false
            return visitor.visit(record)
        }
    }

    /// Keeps a row for the sink, unless its key was there before in this file.
    private mutating func keep(
        _ source: RowBatch, _ index: Int, line: Int, key: Int64, raw: () -> [Byte]
    ) throws {
        let row = source.rows[index]
        guard let isNew = seen.insert(key) else { throw CaseIndex.implausible(table.file.name) }
        let content = row.plain.lowerBound..<row.sealed.upperBound
        guard isNew else {
            try repeated.note(
                key: key, line: line, raw: raw(), content: Array(source.bytes[content]), file: table.file.name)
            return
        }
        let shift = batch.bytes.count - row.key.lowerBound
        batch.bytes.append(contentsOf: source.bytes[row.key.lowerBound..<row.sealed.upperBound])
        func moved(_ range: Range<Int>) -> Range<Int> { (range.lowerBound + shift)..<(range.upperBound + shift) }
        batch.rows.append(
            RowBatch.Row(
                line: line, number: row.number, subject: moved(row.subject), key: moved(row.key),
                plain: moved(row.plain), sealed: moved(row.sealed)))
        report.taken += 1
        if batch.bytes.count >= ContentPass.batchBytes { try emit(atLeast: 1) }
    }

    private mutating func emit(atLeast rows: Int) throws {
        guard batch.rows.count >= rows else { return }
        try sink.rows(batch)
        batch.removeAll()
    }

    private mutating func quarantine(_ lines: [IrregularLine], _ reason: String, _ position: Int?) throws {
        let raw = ContentPass.raw(of: lines)
        let length = lines.reduce(lines.count - 1) { $0 + $1.length }
        try quarantine(line: lines.first?.line ?? 0, raw: raw, length: length, reason: reason, position: position)
    }

    private mutating func quarantine(line: Int, raw: [Byte], length: Int, reason: String, position: Int?) throws {
        report.quarantined[reason, default: 0] += 1
        try sink.quarantined(
            QuarantinedRecord(
                kind: table.kind, file: table.file.name, line: line, reason: reason,
                column: position.flatMap { place in
                    table.bound.columns.first { $0.position == place }?.field.name
                },
                raw: Array(raw.prefix(LineChunks.keptBytes)), length: length,
                primaryKey: table.bound.leadingKey(of: raw), header: table.header))
    }

    /// The lines of a record as they stood in the file, a newline between them.
    private static func raw(of lines: [IrregularLine]) -> [Byte] {
        Array(lines.map(\.raw).joined(separator: [Mark.newline]))
    }

    /// Compares the rows that repeat a key with the first row of that key, in one more scan for those keys only: an
    /// identical row is a duplicate and read past; one that says something else goes to quarantine, and the first
    /// stays.
    private mutating func settleRepeated() throws {
        let only = columns.only(repeated.keys)
        var search = ContentPass(table: table, scan: scan, columns: only, questions: questions, sink: .nothing)
        var first: [Int64: (line: Int, content: [Byte])] = [:]
        func look(_ visitor: ContentVisitor, firstLine: Int) {
            for (index, row) in visitor.batch.rows.enumerated() {
                let line = row.line + firstLine
                if let known = first[visitor.keys[index]], known.line < line { continue }
                let content = visitor.batch.bytes[row.plain.lowerBound..<row.sealed.upperBound]
                first[visitor.keys[index]] = (line, Array(content))
            }
        }
        _ = try scan.run(making: { ContentVisitor(only) }) { chunk, _ in
            look(chunk.visitor, firstLine: chunk.firstLine)
            look(try search.visitMended(chunk.mended).visitor, firstLine: 0)
        }
        for row in repeated.rows {
            if first[row.key]?.content == row.content {
                report.past["duplicate", default: 0] += 1
            } else {
                try quarantine(
                    line: row.line, raw: row.raw, length: row.raw.count, reason: "bad-key", position: table.bound.key)
            }
        }
    }

    private mutating func finishReport(_ totals: ScanTotals) {
        for (bit, count) in repairs.enumerated() where count > 0 { report.repaired[RowRepairs.words[bit]] = count }
        if table.bound.surplus > 0 {
            report.repaired["surplus-fields"] = report.taken + report.past.values.reduce(0, +)
        }
        if table.bound.aliases > 0 { report.repaired["header-alias"] = table.bound.aliases }
        report.unknownColumns = table.bound.unknownNames
        if totals.emptyLines > 0 { report.notes.append("\(totals.emptyLines) empty lines are no records") }
        if keptOrphans > 0 {
            report.notes.append(
                "\(keptOrphans) rows of children's cases have no case or proceeding row; taken all the same")
        }
        if undefined > 0 {
            report.notes.append("\(undefined) values hold bytes that windows-1252 does not define; written as U+FFFD")
        }
        let misfits = report.quarantined["bad-type"] ?? 0
        if misfits > 20, misfits * 20 > misfits + report.taken {
            report.notes.append(
                "\(misfits) of \(misfits + report.taken) rows of children's cases do not fit their columns; "
                    + "has the format changed?"
            )
        }
        let differing = repeated.rows.count - (report.past["duplicate"] ?? 0)
        if differing > 0 {
            report.notes.append(
                "\(differing) rows repeat the key of another row and differ from it; the first was taken")
        }
    }
}

/// Rows whose key was there before in the same file, until they have been compared with the first row of that key.
private struct RepeatedRows {
    private static let mostBytes = 64 << 20

    private(set) var rows: [(key: Int64, line: Int, raw: [Byte], content: [Byte])] = []
    private(set) var keys: Set<Int64> = []
    private var bytes = 0

    var isEmpty: Bool { rows.isEmpty }

    mutating func note(key: Int64, line: Int, raw: [Byte], content: [Byte], file: String) throws(IntakeError) {
        bytes += raw.count + content.count + 64
        guard bytes <= RepeatedRows.mostBytes else {
            throw IntakeError(
                .implausibleKeys, file: file,
                "Its rows repeat each other's keys over and over. Check that the file was not pasted together.")
        }
        rows.append((key, line, raw, content))
        keys.insert(key)
    }
}

/// The limit over which a file is refused: more than 5 % and more than 20 of its records (FEEDS.md).
enum Refusal {
    static func of(_ file: String, quarantined: Int, of rows: Int) -> IntakeError? {
        guard quarantined > 20, quarantined * 20 > rows else { return nil }
        return IntakeError(
            .tooManyDefects, file: file,
            "\(quarantined) of \(rows) records cannot be read, more than 5 %. Nothing of this file is taken; "
                + "compare its format with the one described for court releases, or fetch it again.")
    }
}
