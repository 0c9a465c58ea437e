import AmparoLinkage
import AmparoModel
import Foundation

/// Comma-separated files without quotes, which is all that these feeds need.
enum FeedFile {
    static let header = "row,given,surnames,birth,sex,country,language,origin,entered,a_number\n"

    static func write(_ rows: [FeedRow], to path: String) throws {
        var text = Array(header.utf8)
        for (index, row) in rows.enumerated() {
            let line =
                "\(index),\(row.given),\(row.surnames),\(row.birth?.description ?? ""),\(row.sex),\(row.country),"
                + "\(row.language),\(row.origin),\(row.entered?.description ?? ""),\(row.aNumber)\n"
            text.append(contentsOf: line.utf8)
        }
        try Data(text).write(to: URL(filePath: path))
    }

    static func write(_ truth: [(Int, Int)], to path: String) throws {
        var text = Array("left,right\n".utf8)
        for (left, right) in truth { text.append(contentsOf: "\(left),\(right)\n".utf8) }
        try Data(text).write(to: URL(filePath: path))
    }

    /// Calls `body` with the fields of each line but the first.
    static func read(_ path: String, _ body: ([Substring.UTF8View.SubSequence]) -> Void) throws {
        let data = try Data(contentsOf: URL(filePath: path), options: .mappedIfSafe)
        let text = String(decoding: data, as: UTF8.self)
        var fields: [Substring.UTF8View.SubSequence] = []
        var isFirst = true
        let bytes = text.utf8
        var start = bytes.startIndex
        var at = start
        while at < bytes.endIndex {
            let byte = bytes[at]
            if byte == 0x2C || byte == 0x0A {
                fields.append(bytes[start..<at])
                start = bytes.index(after: at)
                if byte == 0x0A {
                    if !isFirst { body(fields) }
                    isFirst = false
                    fields.removeAll(keepingCapacity: true)
                }
            }
            at = bytes.index(after: at)
        }
        if start < bytes.endIndex, !isFirst {
            fields.append(bytes[start...])
            body(fields)
        }
    }

    /// Takes a feed into a table.
    static func read(_ path: String, into table: inout PersonTable) throws {
        try read(path) { fields in
            guard fields.count >= 10 else { return }
            var person = PersonDescription(given: string(fields[1]), surnames: string(fields[2]))
            person.birth = Day(string(fields[3])).map { BirthRange($0) }
            person.sex = string(fields[4])
            person.country = string(fields[5])
            person.language = string(fields[6])
            person.origin = string(fields[7])
            person.entered = Day(string(fields[8]))
            person.aNumber = string(fields[9])
            table.append(person)
        }
    }

    static func truth(_ path: String) throws -> [(Int, Int)] {
        var truth: [(Int, Int)] = []
        try read(path) { fields in
            if fields.count == 2, let left = Int(string(fields[0])), let right = Int(string(fields[1])) {
                truth.append((left, right))
            }
        }
        return truth
    }

    static func string(_ field: Substring.UTF8View.SubSequence) -> String { String(Substring(field)) }
}
