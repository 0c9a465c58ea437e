public import AmparoModel

/// One file of the care feed, of the notices, of the agency results, or `mail.csv`: read as FEEDS.md says, with every
/// rule of its columns taken from its `FeedTable`.
///
/// A file is read twice: `check` counts it through, `take` then hands out its rows. So a file that must be refused
/// (unreadable header, too many defects) is refused before the first of its rows was handed out, in bounded memory.
public struct FeedFile: Sendable {
    /// What the file's rows are.
    public let kind: RecordKind
    /// The file's name for reports, without folders.
    public let name: String

    /// How far a reading is.
    public struct Progress: Sendable {
        /// Whether the file is still being counted through.
        public let isChecking: Bool
        /// Bytes of the file behind us.
        public let bytes: Int
        /// Records behind us.
        public let rows: Int
    }

    /// A file is refused when more of its records than this cannot be read, and more than one in twenty.
    public static let defectLimit = 20
    /// The most rows of a batch; a batch of long rows holds fewer, so that it stays near `batchBytes`.
    public static let batchRows = 65_536
    /// Bytes after which a batch is handed out.
    public static let batchBytes = 32 << 20

    /// Sizes that only tests change.
    struct Sizes {
        var buffer = 256 << 10
        var record = CSVScanner.recordLimit
    }

    private let bytes: FeedBytes
    private let rowKey: @Sendable (RecordKind, UnsafeRawBufferPointer) -> UInt64
    private let table: FeedTable
    private let sizes: Sizes

    /// A file with the rows of `kind`.
    ///
    /// `rowKey` gives the keyed row key of a row by its kind and its key's text, as the record itself keeps it; it must
    /// be the same function for the whole life of a store. Throws `IntakeError.Code.otherTable` for the court's tables.
    public init(
        kind: RecordKind, name: String, bytes: FeedBytes,
        rowKey: @escaping @Sendable (RecordKind, UnsafeRawBufferPointer) -> UInt64
    ) throws(IntakeError) {
        try self.init(kind: kind, name: name, bytes: bytes, sizes: Sizes(), rowKey: rowKey)
    }

    init(
        kind: RecordKind, name: String, bytes: FeedBytes, sizes: Sizes,
        rowKey: @escaping @Sendable (RecordKind, UnsafeRawBufferPointer) -> UInt64
    ) throws(IntakeError) {
        guard [.care, .notices, .results, .mail, .hearingEvents].contains(kind.feed) else {
            throw IntakeError(
                .otherTable, file: name, "is a table of the court release; take it with `ingest court`")
        }
        self.kind = kind
        self.name = name
        self.bytes = bytes
        self.rowKey = rowKey
        self.sizes = sizes
        table = kind.table
    }

    /// What a first reading found out.
    public struct Checked: Sendable {
        /// What `take` will report.
        public let report: FileReport
        /// The error with which `take` will refuse the file, nil when it will take it.
        public var refusal: IntakeError? { FeedFile.refusal(of: report) }

        let judgements: RowJudgements
        let digest: UInt64
    }

    /// Counts the file through and writes nothing: what `--dry-run` shows. A file with too many defects is counted like
    /// any other and carries its refusal. Throws `IntakeError` for a file without a readable header, with an unclosed
    /// quotation mark, or that cannot be read. Needs at most 64 bytes of memory for each row (of `addresses.csv` 128),
    /// and 16 for each duplicate, whatever is in the rows.
    public func check(progress: ((Progress) -> Void)? = nil) throws -> Checked {
        var pass = try FeedPass(table: table, file: name, bytes: bytes, sizes: sizes, rowKey: rowKey)
        return try pass.check(progress: progress)
    }

    /// Hands out the file's rows in file order, about 64k at a time, and its defective records between them.
    ///
    /// Throws `IntakeError` before anything is handed out when the file is refused; `checked` is what `check` found of the
    /// same file, which then is not counted through again. Throws `IntakeError.Code.changedWhileReading` at the end when
    /// the bytes were not those that were checked: then nothing of the file may be kept. An error thrown by `rows` or
    /// `quarantine` ends the reading and comes through.
    public func take(
        checked: Checked? = nil, progress: ((Progress) -> Void)? = nil, rows: (RowBatch) throws -> Void,
        quarantine: (QuarantinedRecord) throws -> Void
    ) throws -> FileReport {
        let expected = try checked ?? check(progress: progress)
        if let refusal = expected.refusal { throw refusal }
        var pass = try FeedPass(table: table, file: name, bytes: bytes, sizes: sizes, rowKey: rowKey)
        let (report, digest) = try pass.take(
            expected.judgements, progress: progress, rows: rows, quarantine: quarantine)
        guard report == expected.report, digest == expected.digest else {
            throw IntakeError(
                .changedWhileReading, file: name,
                "the file changed while it was being read; take it again when its sender has finished writing it")
        }
        return report
    }

    /// Reads a checked file once more and hands out its defective records only, also of a file that is to be refused.
    func readAgain(_ checked: Checked, quarantine: (QuarantinedRecord) throws -> Void) throws {
        var pass = try FeedPass(table: table, file: name, bytes: bytes, sizes: sizes, rowKey: rowKey)
        _ = try pass.take(checked.judgements, progress: nil, rows: { _ in }, quarantine: quarantine)
    }

    /// The error with which a file of this report is refused: more than 5 % and more than 20 of its records are
    /// defective (FEEDS.md); nil when it may be taken.
    public static func refusal(of report: FileReport) -> IntakeError? {
        let defects = report.quarantined.values.reduce(0, +)
        guard defects > defectLimit, defects * 20 > report.rows else { return nil }
        let reasons = report.quarantined.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        return IntakeError(
            .tooManyDefects, file: report.file,
            """
            \(defects) of \(report.rows) records cannot be read (\(reasons)), more than 5 %; nothing was taken. \
            Check the file with --dry-run and ask its sender for a corrected one
            """)
    }
}
