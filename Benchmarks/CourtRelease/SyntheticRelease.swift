internal import AmparoModel
internal import Foundation

/// Writes an invented court release of about a given size: cheap random rows of the right shape in the proportions of
/// the public file (court-data-format 1), a given share of the cases a child's. No row is about anybody.
struct SyntheticRelease {
    /// Bytes of all tables together.
    let bytes: Int
    /// Percent of cases that are a child's.
    let childPercent: Int
    /// Whether A_TblCase has A-numbers.
    let hasANumbers: Bool

    private var state: UInt64 = 42
    private var line: [UInt8] = []

    init(bytes: Int, childPercent: Int, hasANumbers: Bool) {
        self.bytes = bytes
        self.childPercent = childPercent
        self.hasANumbers = hasANumbers
    }

    /// Records of each table per case, after the row counts of September 2026.
    private static let perCase: [(RecordKind, Double)] = [
        (.courtCase, 1), (.proceeding, 1.31), (.schedule, 3.6), (.juvenileHistory, 0.234), (.representation, 2.05),
        (.charge, 1.48), (.courtApplication, 1.26), (.custody, 0.78), (.motion, 0.67), (.leadRider, 0.205),
        (.caseIdentifier, 0.2), (.casePriority, 0.0116),
    ]

    /// Writes the files into a folder; returns their length.
    mutating func write(to folder: String) throws -> Int {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data("2026-09-01\n".utf8).write(to: URL(fileURLWithPath: folder + "/RELEASE.txt"))
        // About 1.3 KB of rows of all tables belong to one case.
        let cases = max(100, bytes / 1310)
        var total = 0
        for (kind, share) in SyntheticRelease.perCase {
            total += try writeTable(kind, rows: Int(Double(cases) * share), cases: cases, folder: folder)
        }
        return total
    }

    private mutating func next(_ bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(truncatingIfNeeded: (state >> 11) % UInt64(bound))
    }

    private mutating func writeTable(_ kind: RecordKind, rows: Int, cases: Int, folder: String) throws -> Int {
        let table = kind.table
        let path = folder + "/" + table.file
        try Data().write(to: URL(fileURLWithPath: path))
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        defer { file.closeFile() }
        var block: [UInt8] = []
        let fields = table.fields.filter { hasANumbers || $0.name != "alien_number" }
        block += Array(fields.map { $0.name.uppercased() }.joined(separator: "\t").utf8) + [0x0A]
        var total = 0
        for row in 1...max(1, rows) {
            // Every child's case has one juvenile row; the other juvenile rows say `N/A`.
            let number =
                kind == .courtCase || kind == .juvenileHistory && row <= cases * childPercent / 100
                ? row : next(cases) + 1
            appendRow(fields, row: row, number: number, cases: cases, kind: kind)
            if kind == .motion { line += [0x09, 0x09] }
            block += line
            block.append(0x0A)
            if block.count > 1 << 22 {
                total += block.count
                try file.write(contentsOf: Data(block))
                block.removeAll(keepingCapacity: true)
            }
        }
        total += block.count
        try file.write(contentsOf: Data(block))
        return total
    }

    private mutating func appendRow(_ fields: [Field], row: Int, number: Int, cases: Int, kind: RecordKind) {
        let table = kind.table
        line.removeAll(keepingCapacity: true)
        let isChild = row <= cases * childPercent / 100
        for (index, field) in fields.enumerated() {
            if index > 0 { line.append(0x09) }
            switch field.type {
            case .integer:
                if field.name == table.keyColumns[0] {
                    text(String(row))
                } else if field.name.hasSuffix("case") {
                    text(String(number))
                } else if field.name == "idnjuvenile" {
                    text(isChild ? "4" : "5")
                } else {
                    text(String(next(cases) + 1))
                }
            case .stamp: if next(10) < 4 { date() }
            case .time: if next(10) < 4 { text(["0830", "0930", "1300", "1000"][next(4)]) }
            case .birthMonth: if next(10) < 6 { text("\(next(12) + 1)/\(1950 + next(35))") }
            case .aNumber: text(String(200_000_000 + number))
            case .text: if next(3) == 0 { text(["HOUSTON", "MIAMI", "LOS ANGELES", "SAN ANTONIO"][next(4)]) }
            default: code(field)
            }
        }
    }

    private mutating func code(_ field: Field) {
        switch field.name {
        case "blnactive", "lpr", "blnprimeatty", "blnclockoverride", "aggravate_felon": text("0")
        case "eoirattorneyid": if next(10) < 4 { text("0B6F5D3E-7A41-4C55-9E0D-3F2A1B4C5D6E") }
        case "case_type": text("RMV")
        case "strattytype": text(next(2) == 0 ? "ALIEN" : "INS")
        case "case_id": text("DD")
        case "casepriority_code": text("N/A")
        case "c_asy_type": text(["I", "E", ""][next(3)])
        case "hearing_loc_code", "base_city_code", "ij_code": text(["MIA", "NYC", "SFR", "SNA", "DAL", "HOU"][next(6)])
        default: if next(3) == 0 { text(["N", "R", "D", "M", "SP", "I"][next(6)]) }
        }
    }

    private mutating func date() {
        text("20\(10 + next(16))-0\(1 + next(9))-\(10 + next(19)) 00:00:00.000")
    }

    private mutating func text(_ value: String) {
        var value = value
        value.withUTF8 { line.append(contentsOf: $0) }
    }
}
