import AmparoModel

@testable import AmparoIntake

/// The same reading as `FeedFile`, written as plainly as possible: the whole file in memory, one character after the
/// other, a dictionary for what was there before. Slow; the property tests compare with it.
struct ReferenceReader {
    let kind: RecordKind
    let recordLimit: Int

    struct Record {
        var line: Int
        var raw: [UInt8]
        var fields: [[UInt8]] = []
        var malformed: Int?
        var hasBlanksAfterMark = false
        var isUnclosed = false
    }

    struct Refused: Error, Equatable {
        var code: String
        var line: Int?
    }

    // MARK: Records

    /// Takes the file apart: first where each record ends, then what its fields are.
    func records(_ file: [UInt8]) -> [Record] {
        var bytes = file[...]
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        var records: [Record] = []
        var line = 1
        var lineOfRecord = 1
        var raw: [UInt8] = []
        var isInside = false
        var isFieldStart = true
        var previousWasMark = false
        for byte in bytes {
            if byte == 10 { line += 1 }
            if byte == 10, !isInside {
                records.append(split(raw, line: lineOfRecord))
                raw = []
                lineOfRecord = line
                (isFieldStart, previousWasMark) = (true, false)
                continue
            }
            raw.append(byte)
            if byte == 0 { continue }
            if byte == 34, isInside {
                isInside = false
                previousWasMark = true
            } else if byte == 34, isFieldStart || previousWasMark {
                isInside = true
                (isFieldStart, previousWasMark) = (false, false)
            } else if !isInside {
                isFieldStart = byte == 44
                previousWasMark = false
            }
        }
        if !raw.isEmpty { records.append(split(raw, line: lineOfRecord)) }
        return records
    }

    private func split(_ rawWithReturn: [UInt8], line: Int) -> Record {
        var text = rawWithReturn.filter { $0 != 0 }
        var record = Record(line: line, raw: rawWithReturn)
        var index = 0
        /// Whether a closing mark is missing, found while splitting.
        while true {
            var field: [UInt8] = []
            if index < text.count, text[index] == 34 {
                index += 1
                while true {
                    guard index < text.count else {
                        record.isUnclosed = true
                        if record.malformed == nil { record.malformed = record.fields.count }
                        break
                    }
                    if text[index] == 34 {
                        if index + 1 < text.count, text[index + 1] == 34 {
                            field.append(34)
                            index += 2
                            continue
                        }
                        index += 1
                        break
                    }
                    field.append(text[index])
                    index += 1
                }
                var rest: [UInt8] = []
                while index < text.count, text[index] != 44 {
                    rest.append(text[index])
                    index += 1
                }
                if index == text.count, rest.last == 13 { rest.removeLast() }
                if rest.contains(where: { ![9, 13, 32].contains($0) }) {
                    if record.malformed == nil { record.malformed = record.fields.count }
                } else if !rest.isEmpty {
                    record.hasBlanksAfterMark = true
                }
            } else {
                if index < text.count, text.last == 13, !text[index...].contains(44) { text.removeLast() }
                while index < text.count, text[index] != 44 {
                    field.append(text[index])
                    index += 1
                }
            }
            record.fields.append(field)
            if index >= text.count { break }
            index += 1
        }
        if !record.isUnclosed, record.raw.last == 13 { record.raw.removeLast() }
        return record
    }

    // MARK: Rows

    func read(_ file: [UInt8]) throws -> ReadFeed {
        let table = kind.table
        var records = records(file)[...]
        for record in records where record.isUnclosed {
            let afterFirstLine = record.raw.drop { $0 != 10 }
            if afterFirstLine.contains(where: { $0 != 0 && !blank($0) }) {
                throw Refused(code: "unclosed-quote", line: record.line)
            }
        }
        records = records.drop { $0.raw.allSatisfy { blank($0) || $0 == 0 } }
        guard let header = records.popFirst() else { throw Refused(code: "empty-file") }
        let names = header.fields.map { string(trim($0)).lowercased() }
        var read = ReadFeed(report: FileReport(file: table.file))
        var contents: [String: [UInt8]] = [:]
        var ordinals: [String: Int] = [:]
        var blanks = 0
        read.report.unknownColumns = header.fields.map { string(trim($0)) }
            .filter { table.index(ofColumn: $0) == nil }
        for record in records {
            var defect: (String, String?)?
            var row: ReadFeed.Row?
            var notes: (padded: Bool, unlisted: [String]) = (false, [])
            if record.raw.count > recordLimit {
                defect = ("too-long", nil)
            } else if String(validating: record.raw, as: UTF8.self) == nil {
                defect = ("bad-encoding", nil)
            } else if record.fields.allSatisfy({ trim($0).isEmpty }), record.malformed == nil {
                blanks += 1
                continue
            } else if record.fields.count != names.count {
                defect = (record.fields.count < names.count ? "too-few-fields" : "too-many-fields", nil)
            } else {
                (row, defect, notes) = self.row(record, header: header.fields.map(trim), names)
            }
            if var new = row {
                let key = new.subject + "\u{0}" + String(new.number) + "\u{0}" + new.key
                let content = new.plain + [0xFF, 0xFF] + new.sealed
                if table.keyHasOrdinal {
                    if contents.updateValue([], forKey: key + string(hex(content))) == nil {
                        ordinals[key, default: 0] += 1
                        new.key += "\u{1F}\(ordinals[key] ?? 0)"
                        row = new
                    } else {
                        row = nil
                    }
                } else if let earlier = contents[key] {
                    row = nil
                    if earlier != content { defect = ("bad-key", nil) }
                } else {
                    contents[key] = content
                }
            }
            read.report.rows += 1
            if let defect {
                read.report.quarantined[defect.0, default: 0] += 1
                read.defects.append(
                    .init(
                        line: record.line, reason: defect.0, column: defect.1, raw: Array(record.raw.prefix(65_536)),
                        length: record.raw.count))
                continue
            }
            if record.raw.contains(0) { read.report.repaired["nul", default: 0] += 1 }
            if notes.padded { read.report.repaired["padding", default: 0] += 1 }
            for name in notes.unlisted { read.report.unknownCodes[name, default: 0] += 1 }
            if let row {
                read.rows.append(row)
                read.report.taken += 1
            } else {
                read.report.past["duplicate", default: 0] += 1
            }
        }
        for reason in ["too-few-fields", "too-many-fields", "bad-key", "bad-type", "too-long", "bad-encoding"] {
            for field in table.fields {
                let count = read.defects.filter { $0.reason == reason && $0.column == field.name }.count
                if count > 0 { read.report.notes.append("\(reason) in \(field.name): \(count)") }
            }
        }
        let contradictions = read.defects.filter { $0.reason == "bad-key" && $0.column == nil }.count
        if contradictions > 0 { read.report.notes.append("keys given again with other content: \(contradictions)") }
        if blanks > 0 { read.report.notes.append("blank rows read past: \(blanks)") }
        return read
    }

    private func row(
        _ record: Record, header: [[UInt8]], _ names: [String]
    ) -> (ReadFeed.Row?, (String, String?)?, (padded: Bool, unlisted: [String])) {
        let table = kind.table
        var plain = PayloadWriter()
        var sealed = SealedTextWriter()
        var row = ReadFeed.Row(line: record.line, number: 0, subject: "", key: "", plain: [], sealed: [])
        var parts: [String: String] = [:]
        var unlisted: [String] = []
        for field in table.fields {
            guard let place = names.firstIndex(of: field.name) else { continue }
            if record.malformed == place { return (nil, ("bad-type", field.name), (false, [])) }
            let bytes = trim(record.fields[place])
            if bytes.isEmpty {
                if field.required { return (nil, ("bad-key", field.name), (false, [])) }
                continue
            }
            var text = string(bytes)
            let isKnown = !["unknown", "refused"].contains(ascii(text))
            let isPartOfKey = field.name == table.subjectColumn || table.keyColumns.contains(field.name)
            var isReadable = true
            var sealsText = field.storage == .sealed
            switch field.type {
            case .text: break
            case .key:
                if !isKnown || bytes.count > 255 || bytes.contains(where: { $0 < 32 || $0 == 127 }) {
                    return (nil, ("bad-key", field.name), (false, []))
                }
            case .day: if let day = Day(text) { plain.day(field.id, day) } else { isReadable = false }
            case .birthDate:
                isReadable = ["", "-01", "-01-01"].contains { Day(text + $0) != nil && (text + $0).count == 10 }
            case .instant:
                if let instant = Instant(text) ?? Instant(text + "T00:00:00Z") {
                    plain.instant(field.id, instant)
                } else {
                    isReadable = false
                }
            case .term:
                if let number = field.vocabulary?.number(of: ascii(text)) {
                    if !sealsText { plain.number(field.id, Int64(number)) }
                } else if !isKnown {
                    isReadable = false
                } else {
                    if !sealsText { plain.number(field.id, 255) }
                    sealsText = true
                    unlisted.append(field.name)
                }
            case .flag:
                isReadable = ["y", "n"].contains(ascii(text))
                if isReadable { plain.number(field.id, ascii(text) == "y" ? 1 : 0) }
            case .integer:
                if let value = Int64(text) {
                    plain.number(field.id, value)
                    row.number = value
                } else {
                    isReadable = false
                }
            case .code:
                if bytes.count > 20 { return (nil, ("bad-type", field.name), (false, [])) }
                isReadable = isKnown || sealsText
                if isReadable, !sealsText {
                    bytes.withUnsafeBytes { plain.bytes(field.id, $0) }
                }
            case .reference:
                if isKnown {
                    if bytes.count > 255 || bytes.contains(where: { $0 < 32 || $0 == 127 }) {
                        return (nil, ("bad-type", field.name), (false, []))
                    }
                    let target: RecordKind = field.name == "referral_id" ? .referral : .householdMember
                    plain.word(field.id, ReadFeed.rowKey(target, text))
                    sealsText = true
                } else {
                    isReadable = false
                }
            case .aNumber:
                var digits = text.filter { $0 != " " && $0 != "-" }
                if digits.lowercased().hasPrefix("a") { digits.removeFirst() }
                if digits.utf8.count == 8 { digits = "0" + digits }
                if digits.utf8.count == 9, digits.utf8.allSatisfy({ (48...57).contains($0) }), digits != "000000000" {
                    text = digits
                } else if isKnown, !field.required {
                    unlisted.append(field.name)
                } else {
                    isReadable = false
                }
            default: return (nil, ("?", nil), (false, []))
            }
            if !isReadable {
                if isKnown { return (nil, ("bad-type", field.name), (false, [])) }
                if isPartOfKey, field.required { return (nil, ("bad-key", field.name), (false, [])) }
                if !sealsText { plain.notKnown(field.id, refused: ascii(text) == "refused") }
            }
            if sealsText { Array(text.utf8).withUnsafeBytes { sealed.field(field.id, $0) } }
            if field.name == table.subjectColumn, field.type != .integer { row.subject = text }
            parts[field.name] = field.type == .key ? text : ascii(text)
        }
        if let malformed = record.malformed {
            let name = table.index(ofColumn: names[malformed]).map { table.fields[$0].name }
            return (nil, ("bad-type", name), (false, []))
        }
        for (place, name) in names.enumerated() where table.index(ofColumn: name) == nil {
            let text = trim(record.fields[place])
            if text.isEmpty { continue }
            header[place].withUnsafeBytes { name in text.withUnsafeBytes { sealed.unknownColumn(name, $0) } }
        }
        row.key = table.keyColumns.map { parts[$0] ?? "" }.joined(separator: "\u{1F}")
        row.plain = plain.bytes
        row.sealed = sealed.bytes
        let isPadded = record.hasBlanksAfterMark || record.fields.contains { trim($0).count != $0.count }
        return (row, nil, (isPadded, unlisted))
    }

    private func blank(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
    private func trim(_ bytes: [UInt8]) -> [UInt8] {
        let head = bytes.drop(while: blank)
        return Array(head.prefix((head.lastIndex { !blank($0) } ?? head.startIndex - 1) + 1 - head.startIndex))
    }
    private func string(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
    private func hex(_ bytes: [UInt8]) -> [UInt8] { Array(bytes.map { String($0, radix: 16) }.joined().utf8) }
    private func ascii(_ text: String) -> String {
        string(text.utf8.map { (65...90).contains($0) ? $0 + 32 : $0 })
    }
}
