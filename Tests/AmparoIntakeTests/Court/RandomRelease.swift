import AmparoModel

/// A random release with damage in it, and what a reader must make of it, worked out the slow way: from the rows as
/// they were before the damage, with dictionaries and strings.
struct RandomRelease {
    var fixture = CourtFixture()
    /// Rows that must be taken, by table, in the order of the file.
    var expected: [RecordKind: [ReadRow]] = [:]
    /// Reasons by line.
    var quarantined: [RecordKind: [Int: String]] = [:]
    var past: [RecordKind: [String: Int]] = [:]
    var repaired: [RecordKind: [String: Int]] = [:]

    /// One row before it is damaged.
    private struct Row {
        var values: [String: String]
        var line = 0
        var reason: String?
        var repairs: Set<String> = []
        var isDuplicate = false
    }

    private static let kinds: [RecordKind] = [.courtCase, .juvenileHistory, .proceeding, .schedule, .charge, .custody]
    private var state: UInt64

    init(seed: UInt64, cases: Int = 40) {
        state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        var tables: [RecordKind: [Row]] = [:]
        for kind in Self.kinds {
            let count = kind == .courtCase ? cases : cases * (1 + next(3))
            tables[kind] = (1...count).map { Row(values: values(kind, key: $0, cases: cases)) }
            write(kind, &tables[kind]!)
        }
        judge(tables)
    }

    private mutating func next(_ bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(truncatingIfNeeded: (state >> 11) % UInt64(bound))
    }

    private mutating func pick(_ words: [String]) -> String { words[next(words.count)] }

    /// Every column filled, so that a surplus empty field can only be one.
    private mutating func values(_ kind: RecordKind, key: Int, cases: Int) -> [String: String] {
        var values: [String: String] = [:]
        for field in kind.table.fields where field.name != "alien_number" {
            values[field.name] =
                switch field.type {
                case .integer:
                    field.name == kind.table.keyColumns[0]
                        ? String(key)
                        : field.name == "idnjuvenile" ? pick(["1", "4", "5", "6"]) : String(next(cases + 3) + 1)
                case .stamp: "\(1990 + next(40))-0\(1 + next(9))-1\(next(10)) 00:00:00.000"
                case .time: pick(["0830", "1300"])
                case .birthMonth: "\(1 + next(12))/\(1985 + next(30))"
                case .text: pick(["NEW YORK", "LAS VEGAS", "SAO PAULO"])
                default: pick(["A", "M", "N"])
                }
        }
        for (column, words) in [
            "alien_state": ["TX", "NY"], "alien_zipcode": ["77001", "10001"], "updated_zipcode": ["77002"],
            "updated_state": ["CA"], "lpr": ["0"], "case_type": ["RMV"], "absentia": ["Y", "N"], "crim_ind": ["N"],
            "aggravate_felon": ["0", "1"], "hearing_loc_code": ["MIA", "NYC", "NYC", "MIA", "DAL", "SWK"],
            "blnclockoverride": ["0"], "c_asy_type": ["E", "I", "E", "I", "E", "J"], "casepriority_code": ["N/A"],
            "eoirattorneyid": ["0B6F5D3E-7A41-4C55-9E0D-3F2A1B4C5D6E"], "schedule_type": ["MM", "CY"],
        ] where values[column] != nil { values[column] = pick(words) }
        return values
    }

    private mutating func write(_ kind: RecordKind, _ rows: inout [Row]) {
        var lines: [[UInt8]] = []
        var copies: [Row] = []
        for index in rows.indices {
            // Line 1 is the header.
            rows[index].line = lines.count + 2
            lines += damaged(&rows[index], kind)
            if rows[index].reason == nil, rows[index].repairs.isEmpty, next(20) == 0 {
                var copy = rows[index]
                copy.line = lines.count + 2
                copy.isDuplicate = true
                copies.append(copy)
                lines.append(CourtFixture.line(kind, copy.values))
            }
        }
        rows += copies
        fixture.raw(kind, lines, end: next(2) == 0 ? [0x0A] : [0x0D, 0x0A])
        if next(2) == 0 {
            while [0x0A, 0x0D].contains(fixture.files[kind.table.file]!.last!) {
                fixture.files[kind.table.file]!.removeLast()
            }
        }
    }

    /// The lines of a row, perhaps damaged in one way.
    private mutating func damaged(_ row: inout Row, _ kind: RecordKind) -> [[UInt8]] {
        var fields = CourtFixture.line(kind, row.values).split(separator: 0x09, omittingEmptySubsequences: false)
            .map(Array.init)
        var separate: [[UInt8]]?
        let last = fields.count - 1
        switch next(36) {
        case 0:
            fields.insert([], at: 1 + next(last))
            row.repairs = ["extra-tab"]
        case 1 where kind == .courtCase:
            fields.replaceSubrange(1...1, with: fields[1].split(separator: 0x20).map(Array.init))
            row.repairs = ["extra-tab"]
        case 2:
            // Split inside a field that is neither the first nor the last, before its first byte.
            let place = 1 + next(last - 1)
            let first = fields[..<place] + [[]]
            separate = [Array(first.joined(separator: [0x09])), Array(fields[place...].joined(separator: [0x09]))]
            row.repairs = ["joined-lines"]
            // What stood before the line break is empty, so a text column is trimmed.
            let field = kind.table.fields[place]
            if field.type == .text, !field.name.hasSuffix("zipcode") { row.repairs.insert("padding") }
        case 3:
            let place = next(fields.count)
            fields[place].insert(0, at: next(fields[place].count + 1))
            row.repairs = ["nul"]
        case 4:
            let place = next(fields.count)
            fields[place] = [0x20] + fields[place] + [0x20]
            // Keys of adults are trimmed without counting.
            row.repairs = ["padding"]
        case 5:
            separate = [Array("\(row.values[kind.table.keyColumns[0]] ?? "")\tcut".utf8)]
            row.reason = "too-few-fields"
        case 6:
            fields.insert(contentsOf: Array(repeating: Array("see file".utf8), count: 5), at: 1)
            row.reason = "too-many-fields"
        case 7:
            fields[0] = Array("FC".utf8)
            row.reason = "bad-key"
        default: break
        }
        return separate ?? [Array(fields.joined(separator: [0x09]))]
    }

    // MARK: what must come out

    private mutating func judge(_ tables: [RecordKind: [Row]]) {
        func readable(_ kind: RecordKind) -> [Row] { (tables[kind] ?? []).filter { $0.reason == nil } }
        let births = Dictionary(
            readable(.courtCase).map { ($0.values["idncase"]!, month($0.values["c_birthdate"]!)) },
            uniquingKeysWith: { first, _ in first })
        var children = Set(readable(.courtCase).filter { $0.values["c_asy_type"] == "J" }.map { $0.values["idncase"]! })
        for row in readable(.juvenileHistory) where row.values["idnjuvenile"] != "5" {
            children.insert(row.values["idncase"]!)
        }
        for row in readable(.proceeding) {
            let number = row.values["idncase"]!
            if let birth = births[number], month(of: row.values["osc_date"]!) < birth + 216 { children.insert(number) }
            if row.values["hearing_loc_code"] == "SWK", !isAdult(births[number], on: row.values["input_date"]!) {
                children.insert(number)
            }
        }
        for row in readable(.schedule)
        where row.values["hearing_loc_code"] == "SWK" && row.values["cal_type"] == "M"
            && row.values["schedule_type"] == "MM"
            && !isAdult(births[row.values["idncase"]!], on: row.values["adj_date"]!)
        { children.insert(row.values["idncase"]!) }
        // A row in quarantine is in the release all the same, when its key can be read.
        let cases = Set(tables[.courtCase]!.filter { $0.reason != "bad-key" }.map { $0.values["idncase"]! })
        let proceedings = Set(
            tables[.proceeding]!.filter { $0.reason != "bad-key" }.map { $0.values["idnproceeding"]! })
        for kind in Self.kinds {
            var rows: [ReadRow] = []
            for row in (tables[kind] ?? []).sorted(by: { $0.line < $1.line }) {
                if let reason = row.reason {
                    quarantined[kind, default: [:]][row.line] = reason
                    continue
                }
                let number = row.values["idncase"]!
                let isChild = children.contains(number)
                for repair in row.repairs where isChild || repair != "padding" {
                    repaired[kind, default: [:]][repair, default: 0] += 1
                }
                if row.isDuplicate, isChild {
                    past[kind, default: [:]]["duplicate", default: 0] += 1
                } else if isChild {
                    rows.append(expectedRow(row, kind))
                } else {
                    let namesProceeding = kind == .charge || kind == .schedule
                    let isOrphan =
                        !cases.contains(number)
                        || namesProceeding && !proceedings.contains(row.values["idnproceeding"]!)
                    past[kind, default: [:]][isOrphan ? "orphan" : "not-a-child", default: 0] += 1
                }
            }
            expected[kind] = rows
        }
    }

    private func expectedRow(_ row: Row, _ kind: RecordKind) -> ReadRow {
        var read = ReadRow(
            line: row.line, number: Int64(row.values["idncase"]!)!, key: row.values[kind.table.keyColumns[0]]!)
        for field in kind.table.fields {
            guard let value = row.values[field.name], value != "N/A" || field.name == "casepriority_code" else {
                continue
            }
            let text =
                switch field.type {
                case .stamp: String(value.prefix(10))
                case .birthMonth: String(month(value))
                default: value
                }
            if field.storage == .sealed { read.sealed[field.name] = text } else { read.plain[field.name] = text }
        }
        return read
    }

    /// Months from year 0 of `M/YYYY`.
    private func month(_ text: String) -> Int {
        let parts = text.split(separator: "/").compactMap { Int($0) }
        return parts[1] * 12 + parts[0] - 1
    }

    private func month(of stamp: String) -> Int { Int(stamp.prefix(4))! * 12 + Int(stamp.dropFirst(5).prefix(2))! - 1 }

    /// Certainly 18: born on the last day of the month, and the eighteenth birthday is past.
    private func isAdult(_ birth: Int?, on stamp: String) -> Bool {
        guard let birth else { return false }
        let day = Day(stamp.prefix(10))!
        let length = Day.daysInMonth(year: birth / 12, month: birth % 12 + 1)
        return Day(year: birth / 12, month: birth % 12 + 1, day: length)!.adding(years: 18) <= day
    }
}
