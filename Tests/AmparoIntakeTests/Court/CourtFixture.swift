import AmparoIntake
import AmparoModel
import CZip
import Foundation

/// A small court release that a test writes, with everything a test wants wrong in it.
struct CourtFixture {
    /// Bytes of each file by its path in the release.
    var files: [String: [UInt8]] = ["RELEASE.txt": Array("2026-09-01\n".utf8)]

    /// The public columns of a table, in the file's order and spelling.
    static func columns(_ kind: RecordKind) -> [String] {
        kind.table.fields.map(\.name).filter { $0 != "alien_number" }.map { $0.uppercased() }
    }

    /// Sets a table to rows given as column and value; columns that are not named are empty.
    mutating func table(_ kind: RecordKind, columns: [String]? = nil, _ rows: [[String: String]]) {
        let names = columns ?? CourtFixture.columns(kind)
        let lines = rows.map { row in names.map { row[$0.lowercased()] ?? "" } }
        raw(kind, header: names, lines.map { Array($0.joined(separator: "\t").utf8) })
    }

    /// Sets a table to lines as they stand.
    mutating func raw(_ kind: RecordKind, header: [String]? = nil, _ lines: [[UInt8]], end: [UInt8] = [0x0A]) {
        let header = header ?? CourtFixture.columns(kind)
        var bytes = Array(header.joined(separator: "\t").utf8) + end
        for line in lines { bytes += line + end }
        files[kind.table.file] = bytes
    }

    /// One line of a table.
    static func line(_ kind: RecordKind, _ values: [String: String]) -> [UInt8] {
        Array(columns(kind).map { values[$0.lowercased()] ?? "" }.joined(separator: "\t").utf8)
    }

    /// A child's case 7 and an adult's case 8: the beginning of most tests.
    static func childAndAdult() -> CourtFixture {
        var fixture = CourtFixture()
        fixture.table(.courtCase, [["idncase": "7", "c_asy_type": "J"], ["idncase": "8", "c_asy_type": "I"]])
        return fixture
    }

    /// Writes the release into a folder for as long as `body` runs.
    func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
        let folder = NSTemporaryDirectory() + "/amparo-court-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for (path, bytes) in files {
            let url = URL(fileURLWithPath: folder + "/" + path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: url)
        }
        return try body(folder)
    }

    /// Writes the release into a ZIP archive, below a dated folder, for as long as `body` runs.
    func withArchive<Result>(_ body: (String) throws -> Result) throws -> Result {
        let path = NSTemporaryDirectory() + "/amparo-court-" + UUID().uuidString + ".zip"
        defer { try? FileManager.default.removeItem(atPath: path) }
        guard let archive = zip_open(path, Int32(ZIP_CREATE), nil) else { throw FixtureFailure() }
        // libzip reads the bytes when the archive is closed, so they must live until then.
        var kept: [UnsafeMutablePointer<UInt8>] = []
        defer { kept.forEach { $0.deallocate() } }
        for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
            let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, bytes.count))
            copy.initialize(repeating: 0, count: max(1, bytes.count))
            bytes.withUnsafeBufferPointer { if let base = $0.baseAddress { copy.update(from: base, count: $0.count) } }
            kept.append(copy)
            let source = zip_source_buffer(archive, copy, UInt64(bytes.count), 0)
            guard zip_file_add(archive, "090126/" + name, source, 0) >= 0 else { throw FixtureFailure() }
        }
        guard zip_close(archive) == 0 else { throw FixtureFailure() }
        return try body(path)
    }

    /// Reads the release from a folder.
    func read(
        threads: Int = 2, chunkBytes: Int = 1 << 20, questions: CaseQuestions = CaseQuestions(),
        wantsReadPast: Bool = false
    ) throws -> CourtOutcome {
        try withFolder {
            try CourtOutcome.reading(
                $0, threads: threads, chunkBytes: chunkBytes, questions: questions, wantsReadPast: wantsReadPast)
        }
    }
}

struct FixtureFailure: Error {}

/// A row as a test reads it: every field that was said, by name, as text.
struct ReadRow: Equatable, CustomStringConvertible {
    var line: Int
    var number: Int64
    var key: String
    var plain: [String: String] = [:]
    var sealed: [String: String] = [:]

    subscript(_ column: String) -> String? { plain[column] ?? sealed[column] }

    var description: String {
        let fields = plain.merging(sealed) { a, _ in a }.sorted { $0.key < $1.key }
        return "line \(line) case \(number) key \(key) "
            + fields.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    }
}

/// Everything a reader handed over.
struct CourtOutcome {
    var rows: [RecordKind: [ReadRow]] = [:]
    var quarantined: [QuarantinedRecord] = []
    var reports: [String: FileReport] = [:]
    var readPast: [String] = []
    var survey: CourtSurvey

    static func reading(
        _ path: String, threads: Int = 2, chunkBytes: Int = 1 << 20, questions: CaseQuestions = CaseQuestions(),
        wantsReadPast: Bool = false
    ) throws -> CourtOutcome {
        let release = try CourtRelease(at: path)
        let reader = CourtReleaseReader(release, threads: threads, chunkBytes: chunkBytes)
        var outcome = CourtOutcome(survey: try reader.survey(asking: questions))
        let readPast: ((UnsafeRawBufferPointer) -> Void)? =
            wantsReadPast ? { outcome.readPast.append(String(decoding: $0, as: UTF8.self)) } : nil
        let sink = CourtReleaseSink(
            rows: { batch in outcome.rows[batch.kind, default: []] += batch.rows.map { decode($0, of: batch) } },
            quarantined: { outcome.quarantined.append($0) }, readPast: readPast,
            fileEnded: { report in outcome.reports[report.file] = report })
        _ = try reader.read(outcome.survey, asking: questions, into: sink)
        return outcome
    }

    func report(_ kind: RecordKind) -> FileReport { reports[kind.table.file] ?? FileReport(file: "none") }

    /// Whether every file's counts add up, and rows taken are the rows handed over.
    var addsUp: Bool {
        reports.values.allSatisfy(\.addsUp)
            && CourtRelease.kinds.allSatisfy {
                reports[$0.table.file] == nil || report($0).taken == rows[$0]?.count ?? 0
            }
    }

    private static func decode(_ row: RowBatch.Row, of batch: RowBatch) -> ReadRow {
        batch.bytes.withUnsafeBytes { arena in
            func bytes(_ range: Range<Int>) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: arena[range]) }
            var read = ReadRow(line: row.line, number: row.number, key: String(decoding: bytes(row.key), as: UTF8.self))
            var plain = PayloadReader(bytes(row.plain))
            while let item = plain.next() {
                guard let field = batch.kind.table.field(item.id) else { continue }
                switch field.type {
                case .stamp:
                    read.plain[field.name] = (item.stampDay?.description ?? "") + (item.number & 1 == 1 ? "+" : "")
                case .integer, .birthMonth: read.plain[field.name] = String(item.number)
                default: read.plain[field.name] = String(decoding: item.bytes, as: UTF8.self)
                }
            }
            var sealed = SealedTextReader(bytes(row.sealed))
            while let item = sealed.next() {
                let name =
                    item.id == 0
                    ? "?" + String(decoding: item.name, as: UTF8.self) : batch.kind.table.field(item.id)?.name ?? ""
                read.sealed[name] = String(decoding: item.text, as: UTF8.self)
            }
            return read
        }
    }
}
