import struct AmparoModel.Day
import struct AmparoModel.Instant
import Foundation

@testable import AmparoSimulator

/// The slowest obvious reader of a court table: every rule of court-data-format.md 2.1 written down once, no care for
/// speed. It shares nothing with the simulator but the columns' names, which it takes from the header.
struct SlowTable {
    var header: [String]
    /// Readable records, by column name in upper case.
    var rows: [[String: String]] = []
    var repaired: [String: Int] = [:]
    var quarantined: [String: Int] = [:]
    /// First field of each quarantined record.
    var quarantinedKeys: [String] = []
    var records = 0

    init(_ data: Data, surplus: Int = 0) {
        var lines = data.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
            line.last == 0x0D ? line.dropLast() : line
        }
        if lines.last?.isEmpty == true { lines.removeLast() }
        header = String(decoding: lines[0], as: UTF8.self).split(separator: "\t").map { $0.uppercased() }
        header += (0..<surplus).map { "SURPLUS\($0)" }
        let width = header.count
        var at = 1
        while at < lines.count {
            var fields = Self.fields(lines[at])
            records += 1
            if fields.count < width, at + 1 < lines.count {
                let next = Self.fields(lines[at + 1])
                if next.count < width, fields.count + next.count - 1 == width, Int(next[0]) == nil {
                    fields[fields.count - 1] += next[0]
                    fields += next.dropFirst()
                    repaired["joined-lines", default: 0] += 1
                    at += 1
                }
            }
            at += 1
            take(fields, width: width)
        }
    }

    private static func fields(_ line: Data.SubSequence) -> [String] {
        line.split(separator: 0x09, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
    }

    private mutating func take(_ fields: [String], width: Int) {
        var fields = fields
        if fields.contains(where: { $0.contains("\0") }) {
            repaired["nul", default: 0] += 1
            fields = fields.map { $0.filter { $0 != "\0" } }
        }
        if fields.count > width {
            guard let whole = repair(fields, width: width) else {
                return quarantine("too-many-fields", fields)
            }
            repaired["extra-tab", default: 0] += 1
            fields = whole
        }
        guard fields.count == width else { return quarantine("too-few-fields", fields) }
        guard Int(fields[0]) != nil else { return quarantine("bad-key", fields) }
        fields = fields.map { $0.trimmingCharacters(in: .whitespaces) }
        rows.append(Dictionary(zip(header, fields), uniquingKeysWith: { first, _ in first }))
    }

    private mutating func quarantine(_ reason: String, _ fields: [String]) {
        quarantined[reason, default: 0] += 1
        quarantinedKeys.append(fields[0])
    }

    /// A date where no date stands, or the other way round, shows where the shift begins.
    private func repair(_ fields: [String], width: Int) -> [String]? {
        guard fields.count <= width + 3 else { return nil }
        var fields = fields
        if header[1] == "ALIEN_CITY", fields.count == width + 1, fields[3].count == 2,
            fields[3].allSatisfy(\.isUppercase)
        {
            if fields[1].isEmpty {
                fields.remove(at: 1)
            } else {
                fields.replaceSubrange(1...2, with: [fields[1] + " " + fields[2]])
            }
        }
        while fields.count > width {
            let wrong = fields.indices.first { $0 >= width || !fits(fields[$0], header[$0]) } ?? width
            guard let empty = fields[...min(wrong, fields.count - 1)].lastIndex(of: "") else { return nil }
            fields.remove(at: empty)
        }
        return zip(fields, header).allSatisfy(fits) ? fields : nil
    }

    private func fits(_ field: String, _ column: String) -> Bool {
        let isDate = field.wholeMatch(of: /\d{4}-\d{2}-\d{2} .*/) != nil
        let dates = [
            "LATEST_HEARING", "TRANS_IN_DATE", "VENUE_CHG_GRANTED", "ADDRESS_CHANGEDON", "DATE_APPEAL_DUE_STATUS",
            "DATE_OF_ENTRY", "DATE_DETAINED", "DATE_RELEASED",
        ]
        let no = ["UP_BOND_DATE", "C_BIRTHDATE", "DETENTION_DATE"]
        if (column.hasSuffix("_DATE") && !no.contains(column)) || dates.contains(column) {
            return field.isEmpty || isDate
        }
        if column.hasPrefix("IDN") { return field.isEmpty || Int(field) != nil }
        return !isDate
    }
}

/// A comma-separated file, read as RFC 4180 says, with what a strict reader must quarantine set aside.
struct SlowSheet {
    var header: [String]
    var rows: [[String: String]] = []
    var quarantined = 0
    var duplicates = 0

    init(_ data: Data, required: [String]) {
        var records: [[String]] = [[]]
        var field = ""
        var isQuoted = false
        var characters = String(decoding: data, as: UTF8.self).unicodeScalars.makeIterator()
        var pending: Unicode.Scalar?
        while let scalar = pending ?? characters.next() {
            pending = nil
            switch (isQuoted, scalar) {
            case (true, "\""):
                let next = characters.next()
                if next == "\"" {
                    field.unicodeScalars.append("\"")
                } else {
                    isQuoted = false
                    pending = next
                }
            case (false, "\"") where field.isEmpty: isQuoted = true
            case (false, ","):
                records[records.count - 1].append(field)
                field = ""
            case (false, "\n"):
                records[records.count - 1].append(field)
                field = ""
                records.append([])
            default: field.unicodeScalars.append(scalar)
            }
        }
        if records.last?.isEmpty == true { records.removeLast() }
        header = records[0].map { $0.lowercased() }
        var seen: Set<[String]> = []
        for record in records.dropFirst() {
            guard record.count == header.count else {
                quarantined += 1
                continue
            }
            let row = Dictionary(zip(header, record), uniquingKeysWith: { first, _ in first })
            let isBad = row.contains { column, value in
                if required.contains(column), value.isEmpty { return true }
                guard !value.isEmpty else { return false }
                if column.hasSuffix("_on") || ["from", "to", "date_of_birth"].contains(column) {
                    return Day(value) == nil
                }
                return column.hasSuffix("_at") && Instant(value) == nil
            }
            guard !isBad else {
                quarantined += 1
                continue
            }
            guard seen.insert(record).inserted else {
                duplicates += 1
                continue
            }
            rows.append(row)
        }
    }
}
