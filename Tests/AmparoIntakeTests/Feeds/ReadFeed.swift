import AmparoModel
import Testing

@testable import AmparoIntake

/// What a reading of a feed file gave, in a form that can be compared and looked at.
struct ReadFeed: Equatable {
    struct Row: Equatable, Hashable {
        var line: Int
        var number: Int64
        var subject: String
        var key: String
        var plain: [UInt8]
        var sealed: [UInt8]
    }
    struct Defect: Equatable, Hashable {
        var line: Int
        var reason: String
        var column: String?
        var raw: [UInt8]
        var length: Int
    }
    var rows: [Row] = []
    var defects: [Defect] = []
    var report: FileReport

    /// The keyed row key of the tests: anything that depends on kind and text.
    static func rowKey(_ kind: RecordKind, _ text: UnsafeRawBufferPointer) -> UInt64 {
        text.reduce(UInt64(kind.rawValue) &+ 0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    static func rowKey(_ kind: RecordKind, _ text: String) -> UInt64 {
        Array(text.utf8).withUnsafeBytes { rowKey(kind, $0) }
    }

    /// Reads bytes that arrive `chunk` at a time.
    static func read(
        _ kind: RecordKind, _ bytes: [UInt8], chunk: Int = .max, sizes: FeedFile.Sizes = .init(),
        refusing: Bool = true
    ) throws -> ReadFeed {
        let source = FeedBytes(opening: {
            var position = 0
            return { room in
                let count = min(room.count, bytes.count - position, chunk)
                for index in 0..<count { room[index] = bytes[position + index] }
                position += count
                return count
            }
        })
        var read = ReadFeed(report: FileReport(file: ""))
        let take: (@escaping (RowBatch) -> Void, @escaping (QuarantinedRecord) -> Void) throws -> FileReport = {
            let table = kind.table
            if refusing {
                let file = try FeedFile(
                    kind: kind, name: table.file, bytes: source, sizes: sizes, rowKey: { rowKey($0, $1) })
                return try file.take(rows: $0, quarantine: $1)
            }
            func pass() throws -> FeedPass {
                try FeedPass(table: table, file: table.file, bytes: source, sizes: sizes, rowKey: { rowKey($0, $1) })
            }
            var first = try pass()
            let checked = try first.check(progress: nil)
            var second = try pass()
            let (report, digest) = try second.take(checked.judgements, progress: nil, rows: $0, quarantine: $1)
            // Both readings say the same.
            #expect(report == checked.report)
            #expect(digest == checked.digest)
            return report
        }
        read.report = try take(
            { batch in
                for row in batch.rows {
                    read.rows.append(
                        Row(
                            line: row.line, number: row.number,
                            subject: String(decoding: batch.bytes[row.subject], as: UTF8.self),
                            key: String(decoding: batch.bytes[row.key], as: UTF8.self),
                            plain: Array(batch.bytes[row.plain]), sealed: Array(batch.bytes[row.sealed])))
                }
            },
            { record in
                read.defects.append(
                    Defect(
                        line: record.line, reason: record.reason, column: record.column, raw: record.raw,
                        length: record.length))
            })
        return read
    }

    static func read(_ kind: RecordKind, _ text: String) throws -> ReadFeed {
        try read(kind, Array(text.utf8))
    }
}

extension ReadFeed.Row {
    /// The plain fields by column name: numbers as they are, bytes as text, words in hexadecimal.
    func plainFields(_ kind: RecordKind) -> [String: String] {
        var fields: [String: String] = [:]
        plain.withUnsafeBytes { bytes in
            var reader = PayloadReader(bytes)
            while let field = reader.next() {
                guard let column = kind.table.field(field.id) else { continue }
                switch (field.form, column.type) {
                case (0, .day): fields[column.name] = field.day?.description
                case (0, _): fields[column.name] = String(field.number)
                case (1, _): fields[column.name] = String(field.bits, radix: 16)
                case (2, .instant): fields[column.name] = field.instant?.description
                case (2, _): fields[column.name] = String(decoding: field.bytes, as: UTF8.self)
                default: fields[column.name] = field.bits == 1 ? "‹refused›" : "‹unknown›"
                }
            }
        }
        return fields
    }

    /// The sealed fields by column name, columns nobody knows under the header's name.
    func sealedFields(_ kind: RecordKind) -> [String: String] {
        var fields: [String: String] = [:]
        sealed.withUnsafeBytes { bytes in
            var reader = SealedTextReader(bytes)
            while let field = reader.next() {
                let name =
                    field.id == 0 ? String(decoding: field.name, as: UTF8.self) : kind.table.field(field.id)?.name
                fields[name ?? "?"] = String(decoding: field.text, as: UTF8.self)
            }
        }
        return fields
    }
}
