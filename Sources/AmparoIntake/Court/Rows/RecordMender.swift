internal import AmparoModel

/// What became of an irregular line.
enum MendedRecord {
    /// A record with the right number of fields, as bytes without NULs, and what was mended.
    case record(line: Int, bytes: [Byte], repairs: RowRepairs, lines: [IrregularLine])
    /// A record that stays as it is.
    case rejected(line: IrregularLine, reason: String, position: Int?)
}

/// Mends the lines that the fast way does not take, in the order of the file: joins records that were split over two
/// lines, takes out surplus tabs, strips NUL bytes and padding from keys (court-data-format 2.1).
struct RecordMender {
    private let bound: BoundTable
    /// A short line that waits for the next one.
    private var waiting: (line: IrregularLine, fields: Int)?

    init(_ bound: BoundTable) { self.bound = bound }

    /// Mends the irregular lines of a chunk whose first line is `firstLine` of the file and which has `lines` lines. A
    /// short line at the chunk's end waits for the next chunk.
    mutating func mend(_ irregular: [IrregularLine], firstLine: Int, lines: Int) -> [MendedRecord] {
        var mended: [MendedRecord] = []
        if let short = waiting, irregular.first.map({ $0.line + firstLine != short.line.line + 1 }) ?? (lines > 0) {
            mended.append(tooFew(short.line))
            waiting = nil
        }
        for item in irregular {
            var item = item
            item.line += firstLine
            if let short = waiting {
                waiting = nil
                if let joined = join(short, item) {
                    mended.append(joined)
                    continue
                }
                mended.append(tooFew(short.line))
            }
            switch item.cause {
            case .tooLong: mended.append(.rejected(line: item, reason: "too-long", position: nil))
            case .fieldCount(let fields) where fields < bound.fieldCount: waiting = (item, fields)
            case .fieldCount(let fields) where fields > bound.fieldCount + ShiftRepair.mostTabs:
                mended.append(.rejected(line: item, reason: "too-many-fields", position: nil))
            case .fieldCount: mended.append(withoutSurplusTabs(item))
            case .fault(.type(let position)):
                mended.append(.rejected(line: item, reason: "bad-type", position: position))
            case .fault(.key(let position)):
                mended.append(.rejected(line: item, reason: "bad-key", position: position))
            case .fault(.question):
                let (bytes, repairs) = cleaned(item.raw)
                mended.append(.record(line: item.line, bytes: bytes, repairs: repairs, lines: [item]))
            }
        }
        if let short = waiting, short.line.line != firstLine + lines - 1 {
            mended.append(tooFew(short.line))
            waiting = nil
        }
        return mended
    }

    /// What is left when the file has ended.
    mutating func finish() -> [MendedRecord] {
        guard let short = waiting else { return [] }
        waiting = nil
        return [tooFew(short.line)]
    }

    private func tooFew(_ line: IrregularLine) -> MendedRecord {
        .rejected(line: line, reason: "too-few-fields", position: nil)
    }

    /// Two short lines in a row whose fields add up to one record are one record, if every field then fits its column.
    private func join(_ short: (line: IrregularLine, fields: Int), _ item: IrregularLine) -> MendedRecord? {
        guard case .fieldCount(let fields) = item.cause, item.line == short.line.line + 1,
            fields < bound.fieldCount, short.fields + fields - 1 == bound.fieldCount,
            short.line.length + item.length <= LineChunks.longestRecord
        else { return nil }
        var (bytes, repairs) = cleaned(short.line.raw)
        let (rest, more) = cleaned(item.raw)
        // A line break belongs to a text; a code, number or date never holds one.
        if bound.shapes[short.fields - 1].isText { bytes.append(Mark.newline) }
        bytes += rest
        repairs.formUnion(more)
        guard firstViolation(in: fieldRanges(bytes), of: bytes) == nil else { return nil }
        return .record(
            line: short.line.line, bytes: bytes, repairs: repairs.union(.joinedLines), lines: [short.line, item])
    }

    private func withoutSurplusTabs(_ item: IrregularLine) -> MendedRecord {
        let (bytes, repairs) = cleaned(item.raw)
        guard let mended = ShiftRepair(bound).repaired(bytes) else {
            return .rejected(line: item, reason: "too-many-fields", position: nil)
        }
        return .record(line: item.line, bytes: mended, repairs: repairs.union(.extraTab), lines: [item])
    }

    /// The line without its CR and its NUL bytes.
    private func cleaned(_ raw: [Byte]) -> ([Byte], RowRepairs) {
        var bytes = raw
        var repairs: RowRepairs = []
        if bytes.contains(0) {
            bytes.removeAll { $0 == 0 }
            repairs.insert(.nul)
        }
        if bytes.last == Mark.carriageReturn { bytes.removeLast() }
        return (bytes, repairs)
    }

    private func fieldRanges(_ bytes: [Byte]) -> [Range<Int>] { ShiftRepair.fields(of: bytes) }

    private func firstViolation(in fields: [Range<Int>], of bytes: [Byte]) -> Int? {
        ShiftRepair(bound).firstViolation(in: fields, of: bytes)
    }
}
