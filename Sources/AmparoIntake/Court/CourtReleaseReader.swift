public import AmparoModel

/// What the reader asks about a case. Called on the calling thread, one call at a time.
public struct CaseQuestions {
    /// Whether an A-number, nine ASCII digits, is that of a child in the care record. Asked for every case of an agency
    /// profile.
    public var isCareChild: ((UnsafeRawBufferPointer) -> Bool)?
    /// Whether an earlier release brought this case into the record. Asked for every case of the release, and for rows
    /// of cases it does not have.
    public var alreadyInRecord: ((Int64) -> Bool)?

    /// The questions; nil where nobody answers.
    public init(
        isCareChild: ((UnsafeRawBufferPointer) -> Bool)? = nil, alreadyInRecord: ((Int64) -> Bool)? = nil
    ) {
        self.isCareChild = isCareChild
        self.alreadyInRecord = alreadyInRecord
    }
}

/// Where a release goes. Everything is called on the calling thread, file after file, rows in the order of the file.
public struct CourtReleaseSink {
    /// Rows of children's cases of one table: about 64k rows or 16 MiB at a time.
    public var rows: (RowBatch) throws -> Void
    /// A record that could not be read.
    public var quarantined: (QuarantinedRecord) throws -> Void
    /// The A-number, nine ASCII digits, of a case that was read past; nil when nobody wants them.
    public var readPast: ((UnsafeRawBufferPointer) -> Void)?
    /// A file has been read to its end. What it gave stands only now.
    public var fileEnded: (FileReport) throws -> Void

    /// A sink.
    public init(
        rows: @escaping (RowBatch) throws -> Void, quarantined: @escaping (QuarantinedRecord) throws -> Void,
        readPast: ((UnsafeRawBufferPointer) -> Void)? = nil,
        fileEnded: @escaping (FileReport) throws -> Void = { _ in }
    ) {
        self.rows = rows
        self.quarantined = quarantined
        self.readPast = readPast
        self.fileEnded = fileEnded
    }

    /// Forgets everything.
    static var nothing: CourtReleaseSink { CourtReleaseSink(rows: { _ in }, quarantined: { _ in }) }
}

/// Reads a court release in two passes (FEEDS.md 1; MISSED-HEARING.md, "Which court cases are a child's"): `survey`
/// finds the cases that are a child's, `read` hands over their rows. It changes nothing but through the closures it is
/// given, holds one bit or two per case and a few chunks of a file, and gives the same rows in the same order whatever
/// the threads and chunks.
public struct CourtReleaseReader {
    /// The release.
    public let release: CourtRelease
    /// Threads, the calling one included.
    public let threads: Int
    /// Bytes read at a time.
    public let chunkBytes: Int

    /// A reader of a release.
    public init(_ release: CourtRelease, threads: Int = 2, chunkBytes: Int = 1 << 20) {
        self.release = release
        self.threads = max(1, threads)
        self.chunkBytes = chunkBytes
    }

    /// The first pass: which cases are a child's. Nothing is handed over yet, so a release can be refused before any of
    /// it is taken: see `CourtSurvey.refused`.
    ///
    /// `progress` is told bytes done and bytes of both passes together. Throws what a file cannot be read for.
    public func survey(
        asking questions: CaseQuestions = CaseQuestions(), progress: @escaping (Int64, Int64) -> Void = { _, _ in }
    ) throws -> CourtSurvey {
        let index = CaseIndex()
        let meter = ProgressMeter(total: release.bytesToRead, tell: progress)
        let pass = SignalPass(
            tables: release.tables, scan: { scan($0, meter) }, rules: .version1, questions: questions, index: index)
        let totals = try pass.run()
        var refused = release.refused
        for kind in CourtRelease.kinds {
            guard let total = totals[kind], let table = release.tables[kind] else { continue }
            let rejected = total.rejected.values.reduce(0, +)
            if let refusal = Refusal.of(table.file.name, quarantined: rejected, of: total.records) {
                refused.append(refusal)
            }
        }
        return CourtSurvey(
            index: index, refused: refused, records: totals.mapValues(\.records), bytesDone: meter.done)
    }

    /// The second pass: hands the rows of children's cases to the sink, table after table in the order of
    /// `CourtRelease.kinds`, then reads past what is left. Returns the reports, which add up.
    ///
    /// Throws the survey's first refusal before anything is handed over, unless refused files are to be left out. A
    /// file can also turn out to be refused at its end (`too-many-defects`): what it gave must then be discarded.
    public func read(
        _ survey: CourtSurvey, asking questions: CaseQuestions = CaseQuestions(), leavingOutRefused: Bool = false,
        into sink: CourtReleaseSink, progress: @escaping (Int64, Int64) -> Void = { _, _ in }
    ) throws -> [FileReport] {
        if let refusal = survey.refused.first, !leavingOutRefused { throw refusal }
        let refusedFiles = Set(survey.refused.compactMap(\.file))
        let meter = ProgressMeter(total: release.bytesToRead, tell: progress)
        meter.done = survey.bytesDone
        var reports: [FileReport] = []
        for kind in CourtRelease.kinds {
            guard let table = release.tables[kind], !refusedFiles.contains(table.file.name) else { continue }
            var pass = ContentPass(
                table: table, scan: scan(table, meter), columns: columns(table, survey, questions, sink),
                questions: questions, sink: sink)
            var report = try pass.run()
            compareWithCount(&report)
            reports.append(report)
            try sink.fileEnded(report)
        }
        for file in release.otherTables {
            var report = try readPast(file, meter)
            compareWithCount(&report)
            reports.append(report)
            try sink.fileEnded(report)
        }
        return reports
    }

    private func scan(_ table: TableFile, _ meter: ProgressMeter) -> TableScan {
        TableScan(
            table: table, files: release.files, threads: threads, chunkBytes: chunkBytes,
            progress: { meter.add($0) })
    }

    private func columns(
        _ table: TableFile, _ survey: CourtSurvey, _ questions: CaseQuestions, _ sink: CourtReleaseSink
    ) -> ContentVisitor.Columns {
        let namesProceedings = table.kind == .charge || table.kind == .schedule
        return ContentVisitor.Columns(
            bound: table.bound, index: survey.index, knowsCases: release.tables[.courtCase] != nil,
            proceeding: namesProceedings && release.tables[.proceeding] != nil
                ? table.bound.position(of: "idnproceeding") : nil,
            aNumber: table.kind == .courtCase && sink.readPast != nil
                ? table.bound.position(of: "alien_number") : nil,
            asks: questions.alreadyInRecord != nil && table.kind != .courtCase)
    }

    /// Counts the records of a table that nobody reads.
    private func readPast(_ file: ReleaseFile, _ meter: ProgressMeter) throws -> FileReport {
        let stream = try release.files.stream(of: file)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { buffer.deallocate() }
        let bytes = UnsafePointer(buffer.baseAddress!.assumingMemoryBound(to: Byte.self))
        var lines = 0
        var endsInLine = false
        while true {
            let count = try stream.read(into: buffer)
            if count == 0 { break }
            meter.add(count)
            var position = newline(in: bytes, from: 0, end: count)
            while position < count {
                lines += 1
                position = newline(in: bytes, from: position + 1, end: count)
            }
            endsInLine = bytes[count - 1] != Mark.newline
        }
        if endsInLine { lines += 1 }
        var report = FileReport(file: file.name)
        report.rows = max(0, lines - 1)
        if report.rows > 0 { report.past["other-table"] = report.rows }
        return report
    }

    /// Count.txt and the file may differ by less than five rows (court-data-format 1).
    private func compareWithCount(_ report: inout FileReport) {
        guard let declared = release.declaredRows[CourtRelease.tableName(report.file)] else { return }
        let difference = report.rows - declared
        if abs(difference) >= 5 { report.notes.append("Count.txt differs by \(abs(difference)) rows") }
    }
}

/// What the first pass found.
public struct CourtSurvey: Sendable {
    let index: CaseIndex
    /// Files that are refused, with the reason: a header without a required column, more than 5 % unreadable records.
    public let refused: [IntakeError]
    /// How many records each table has that the first pass reads.
    public let records: [RecordKind: Int]
    let bytesDone: Int64

    /// How many cases A_TblCase has.
    public var caseCount: Int { index.cases.count }
    /// How many cases are a child's by any signal, or in the record already.
    public var childCaseCount: Int { index.children.count }
    /// Whether a case is a child's by any signal of this release, or in the record already.
    public func isChilds(_ number: Int64) -> Bool { index.children.contains(number) }
}

/// Bytes done of bytes to do.
private final class ProgressMeter {
    let total: Int64
    var done: Int64 = 0
    private let tell: (Int64, Int64) -> Void

    init(total: Int64, tell: @escaping (Int64, Int64) -> Void) {
        self.total = total
        self.tell = tell
    }

    func add(_ bytes: Int) {
        guard bytes > 0 else { return }
        done += Int64(bytes)
        tell(min(done, total), total)
    }
}
