internal import AmparoModel

/// Reads one record into a row: every known column checked against its type and written to the plain payload or the
/// sealed text, in the order of the field ids; columns nobody knows sealed under their names.
struct RowParser: Sendable {
    /// One column, as plain numbers so that the loop over a record's fields touches nothing that is counted.
    private struct Step: Sendable {
        let position: Int
        let id: UInt8
        let type: FieldType
        let isSealed: Bool
        let isRequired: Bool
        let isZip: Bool
        let width: Int
        let nulls: NullLikeness
    }

    private let steps: [Step]
    private let unknown: [(position: Int, name: [Byte])]
    private let room: FieldRoom
    private var plain = PayloadWriter()
    private var sealed = SealedTextWriter()
    private var text: [Byte] = []
    /// What was mended in the record read last.
    private(set) var repairs: RowRepairs = []
    /// How many values held a byte that the code page does not define.
    private(set) var undefined = 0

    init(_ bound: BoundTable) {
        steps = bound.columns.map { column in
            Step(
                position: column.position, id: column.field.id, type: column.field.type,
                isSealed: column.field.storage == .sealed, isRequired: column.field.required, isZip: column.isZip,
                width: column.width, nulls: column.nulls)
        }
        unknown = bound.unknown
        room = FieldRoom(bound.fieldCount)
    }

    /// Appends the record to a batch as the row with this key and case number, or says what does not fit.
    mutating func append(_ record: Record, key: Int64, number: Int64, to batch: inout RowBatch) -> RecordFault? {
        plain.bytes.removeAll(keepingCapacity: true)
        sealed.bytes.removeAll(keepingCapacity: true)
        repairs = []
        let fields = RecordFields(record, room)
        for step in steps {
            let raw = fields.raw(step.position)
            if raw.count == 0 {
                if step.isRequired { return .key(step.position) }
                continue
            }
            let value = trimmed(raw.bytes, raw.count)
            if value.1 != raw.count { repairs.insert(.padding) }
            if value.1 == 0 {
                if step.isRequired { return .key(step.position) }
                continue
            }
            guard write(step, value.0, value.1) else { return .type(step.position) }
        }
        for column in unknown {
            let raw = fields.raw(column.position)
            let value = trimmed(raw.bytes, raw.count)
            if value.1 != raw.count { repairs.insert(.padding) }
            if value.1 > 0 { sealUnknown(column.name, value.0, value.1) }
        }
        let start = batch.bytes.count
        appendDecimal(key, to: &batch.bytes)
        let keyEnd = batch.bytes.count
        batch.bytes.append(contentsOf: plain.bytes)
        let plainEnd = batch.bytes.count
        batch.bytes.append(contentsOf: sealed.bytes)
        batch.rows.append(
            RowBatch.Row(
                line: record.line, number: number, subject: start..<start, key: start..<keyEnd,
                plain: keyEnd..<plainEnd, sealed: plainEnd..<batch.bytes.count))
        return nil
    }

    /// Writes a value that is there; false when it is not of its column's type.
    @inline(__always)
    private mutating func write(_ step: Step, _ bytes: UnsafePointer<Byte>, _ count: Int) -> Bool {
        switch step.type {
        case .integer:
            let number = plainNumber(bytes, count)
            guard number >= 0 else { return isNullLike(bytes, count) && !step.isRequired }
            plain.number(step.id, number)
        case .stamp:
            guard let stamp = Stamp(bytes, count) else { return isNullLike(bytes, count) }
            plain.stamp(step.id, stamp.day, milliseconds: stamp.milliseconds)
        case .time:
            guard var digits = timeDigits(bytes, count)?.littleEndian else { return isNullLike(bytes, count) }
            withUnsafeBytes(of: &digits) { plain.bytes(step.id, $0) }
        case .birthMonth:
            guard let month = birthMonthNumber(bytes, count) else { return isNullLike(bytes, count) }
            plain.number(step.id, Int64(month))
        case .aNumber:
            guard aNumberDigits(bytes, count) != nil else { return isNullLike(bytes, count) }
            seal(step.id, bytes, count)
        case .code, .term, .flag, .reference, .key:
            if step.nulls.contains(bytes, count) { return true }
            guard count <= step.width, !beginsWithDate(bytes, count) else { return false }
            if step.isSealed { seal(step.id, bytes, count) } else { code(step.id, bytes, count) }
        case .text, .day, .instant, .birthDate:
            if step.nulls.contains(bytes, count) { return true }
            if step.isZip, sealZip(step.id, bytes, count) { return true }
            seal(step.id, bytes, count)
        }
        return true
    }

    private mutating func code(_ id: UInt8, _ bytes: UnsafePointer<Byte>, _ count: Int) {
        if Windows1252.isASCII(bytes, count) {
            plain.bytes(id, UnsafeRawBufferPointer(start: bytes, count: count))
        } else {
            decode(bytes, count)
            text.withUnsafeBytes { plain.bytes(id, $0) }
        }
    }

    private mutating func seal(_ id: UInt8, _ bytes: UnsafePointer<Byte>, _ count: Int) {
        if Windows1252.isASCII(bytes, count) {
            sealed.field(id, UnsafeRawBufferPointer(start: bytes, count: count))
        } else {
            decode(bytes, count)
            text.withUnsafeBytes { sealed.field(id, $0) }
        }
    }

    private mutating func sealUnknown(_ name: [Byte], _ bytes: UnsafePointer<Byte>, _ count: Int) {
        decode(bytes, count)
        name.withUnsafeBytes { name in text.withUnsafeBytes { sealed.unknownColumn(name, $0) } }
    }

    private mutating func decode(_ bytes: UnsafePointer<Byte>, _ count: Int) {
        text.removeAll(keepingCapacity: true)
        if !Windows1252.append(bytes, count, to: &text) { undefined += 1 }
    }

    /// A ZIP code: a backtick in front is taken off and three or four digits get their leading zeros back
    /// (court-data-format 2). False for anything else, which is kept as it is.
    private mutating func sealZip(_ id: UInt8, _ bytes: UnsafePointer<Byte>, _ count: Int) -> Bool {
        var start = 0
        while start < count, bytes[start] == 0x60 { start += 1 }
        var digits = 0
        while start + digits < count, isDigit(bytes[start + digits]) { digits += 1 }
        let rest = count - start - digits
        let hasPlusFour =
            rest == 5 && bytes[start + digits] == 0x2D && (1...4).allSatisfy { isDigit(bytes[start + digits + $0]) }
        guard (3...5).contains(digits), rest == 0 || hasPlusFour, start > 0 || digits < 5 else { return false }
        text.removeAll(keepingCapacity: true)
        for _ in digits..<5 { text.append(0x30) }
        text.append(contentsOf: UnsafeBufferPointer(start: bytes + start, count: count - start))
        text.withUnsafeBytes { sealed.field(id, $0) }
        repairs.insert(.zip)
        return true
    }

    private func appendDecimal(_ number: Int64, to bytes: inout [Byte]) {
        withUnsafeTemporaryAllocation(of: Byte.self, capacity: 20) { digits in
            var rest = number
            var first = 20
            repeat {
                first -= 1
                digits[first] = 0x30 + Byte(truncatingIfNeeded: rest % 10)
                rest /= 10
            } while rest > 0
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: digits[first..<20]))
        }
    }
}
