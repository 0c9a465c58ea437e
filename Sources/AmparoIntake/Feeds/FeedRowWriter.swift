internal import AmparoModel

/// Why a record goes into quarantine; the words of FEEDS.md.
enum FeedDefect: Int, CaseIterable {
    case tooFewFields, tooManyFields, badKey, badType, tooLong, badEncoding

    var word: String {
        switch self {
        case .tooFewFields: "too-few-fields"
        case .tooManyFields: "too-many-fields"
        case .badKey: "bad-key"
        case .badType: "bad-type"
        case .tooLong: "too-long"
        case .badEncoding: "bad-encoding"
        }
    }
}

/// Turns the record on which a scanner stands into the parts of a row: subject, key, plain payload, sealed text.
///
/// Fields are read by rising id, as payloads are written; the first that cannot be read decides the row's defect.
struct FeedRowWriter: ~Copyable {
    enum Verdict {
        case row
        /// Nothing but blanks.
        case blank
        /// A defect and, where one is to blame, the place in the table's fields.
        case bad(FeedDefect, Int?)
    }

    /// What must be known of a column for every row; no references, so that reading it costs nothing.
    private struct Slot {
        var id: UInt8
        var type: FieldType
        var isSealed: Bool
        var isRequired: Bool
        var isSubject: Bool
        /// The place among the key columns, or -1.
        var keyPart: Int
        /// The place in the record, or -1.
        var place: Int
    }

    /// The longest text of a `key`, in bytes.
    static let keyLimit = 255
    /// The longest text of a `code`, in bytes.
    static let codeLimit = 20

    /// The subject's text followed by the row key's.
    private(set) var head = RowBytes()
    /// How much of `head` is the subject.
    private(set) var subjectCount = 0
    /// The subject where it is a number.
    private(set) var number: Int64 = 0
    /// The plain payload.
    private(set) var plain = RowBytes()
    /// The sealed text.
    private(set) var sealed = RowBytes()
    /// Whether blanks were taken off a field.
    private(set) var wasPadded = false
    /// The fields of this row, as bits, whose word no list holds.
    private(set) var unlisted: UInt64 = 0

    private let columns: Int
    /// What a row may take besides the text of its record.
    private let overhead: Int
    private let subjectIsNumber: Bool
    /// Which parts of the key keep the case of their letters.
    private let keyPartIsText: [Bool]
    private let slots: UnsafeMutableBufferPointer<Slot>
    private let words: UnsafeMutableBufferPointer<TermWords>
    private let references: [RecordKind]
    private let unknown: [(place: Int, name: [UInt8])]
    private let rowKey: @Sendable (RecordKind, UnsafeRawBufferPointer) -> UInt64
    private let keyParts: UnsafeMutableBufferPointer<UnsafeRawBufferPointer>
    private var subject = UnsafeRawBufferPointer(start: nil, count: 0)
    private let digits: UnsafeMutablePointer<UInt8>

    init(
        table: FeedTable, header: FeedHeader,
        rowKey: @escaping @Sendable (RecordKind, UnsafeRawBufferPointer) -> UInt64
    ) {
        columns = header.count
        slots = .allocate(capacity: table.fields.count)
        words = .allocate(capacity: table.fields.count)
        for (index, field) in table.fields.enumerated() {
            slots.initializeElement(
                at: index,
                to: Slot(
                    id: field.id, type: field.type, isSealed: field.storage == .sealed, isRequired: field.required,
                    isSubject: field.name == table.subjectColumn,
                    keyPart: table.keyColumns.firstIndex(of: field.name) ?? -1, place: header.places[index] ?? -1))
            words.initializeElement(at: index, to: TermWords(field.vocabulary))
        }
        references = table.fields.map { field in
            FeedTable.all.values.first { $0.feed == table.feed && $0.keyColumns == [field.name] }?.kind ?? table.kind
        }
        unknown = header.unknown.map { ($0.place, Array($0.name.utf8)) }
        overhead =
            RowBytes.fieldOverhead * (table.fields.count + 2 * header.unknown.count)
            + header.unknown.reduce(64) { $0 + $1.name.utf8.count }
        subjectIsNumber = slots.contains { $0.isSubject && $0.type == .integer }
        keyPartIsText = table.keyColumns.map { name in
            table.fields.contains { $0.name == name && [.key, .text].contains($0.type) }
        }
        self.rowKey = rowKey
        keyParts = .allocate(capacity: table.keyColumns.count)
        keyParts.initialize(repeating: UnsafeRawBufferPointer(start: nil, count: 0))
        digits = .allocate(capacity: 9)
    }

    deinit {
        slots.deallocate()
        words.deinitialize()
        words.deallocate()
        keyParts.deallocate()
        digits.deallocate()
    }

    /// Reads the record; what it found stands in the properties until the next one.
    mutating func write(_ record: borrowing CSVScanner) -> Verdict {
        if record.isTooLong { return .bad(.tooLong, nil) }
        guard FieldText.isUTF8(record.raw) else { return .bad(.badEncoding, nil) }
        if record.fieldCount != columns {
            if isBlank(record) { return .blank }
            return .bad(record.fieldCount < columns ? .tooFewFields : .tooManyFields, nil)
        }
        let room = record.raw.count + overhead
        head.removeAll()
        head.reserve(room)
        plain.removeAll()
        plain.reserve(room)
        sealed.removeAll()
        sealed.reserve(room)
        unlisted = 0
        subject = UnsafeRawBufferPointer(start: nil, count: 0)
        for part in keyParts.indices { keyParts[part] = subject }
        number = 0
        wasPadded = record.hadBlanksAfterQuote
        for index in slots.indices where slots[index].place >= 0 {
            if let defect = write(record, index) {
                return isBlank(record) ? .blank : .bad(defect, index)
            }
        }
        if let malformed = record.malformedField {
            // A column nobody knows: there is no name of a field to blame.
            return .bad(.badType, slots.firstIndex { $0.place == malformed })
        }
        for column in unknown {
            let text = trimmed(record[column.place].bytes)
            if text.count > 0 { sealed.sealed(unknownColumn: column.name, text) }
        }
        writeHead()
        return .row
    }

    private func isBlank(_ record: borrowing CSVScanner) -> Bool {
        guard record.fieldCount <= CSVScanner.fieldLimit, record.malformedField == nil else { return false }
        for place in 0..<record.fieldCount where FieldText.trimmed(record[place].bytes).count > 0 { return false }
        return true
    }

    @inline(__always)
    private mutating func trimmed(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        let text = FieldText.trimmed(bytes)
        if text.count != bytes.count { wasPadded = true }
        return text
    }

    @inline(__always)
    private mutating func write(_ record: borrowing CSVScanner, _ index: Int) -> FeedDefect? {
        let slot = slots[index]
        if record.malformedField == slot.place { return .badType }
        let text = trimmed(record[slot.place].bytes)
        if text.count == 0 { return slot.isRequired ? .badKey : nil }
        if slot.keyPart >= 0 { keyParts[slot.keyPart] = text }
        if slot.isSubject { subject = text }
        switch slot.type {
        case .text:
            if slot.isSealed { sealed.sealed(slot.id, text) } else { plain.run(slot.id, text) }
            return nil
        case .key:
            guard Self.isKey(text), FieldText.notKnown(text) == nil else { return .badKey }
            if slot.isSealed { sealed.sealed(slot.id, text) } else { plain.run(slot.id, text) }
            return nil
        case .day:
            guard let day = Day(utf8: text) else { return notKnown(text, slot) }
            if !slot.isSealed { plain.number(slot.id, Int64(day.number)) }
        case .instant:
            guard let instant = FieldText.instant(text) else { return notKnown(text, slot) }
            if !slot.isSealed { plain.instant(slot.id, instant) }
        case .term:
            return term(text, slot, index)
        case .flag:
            let letter = text.count == 1 ? FieldText.lower(text[0]) : 0
            guard letter == 0x79 || letter == 0x6E else { return notKnown(text, slot) }
            if !slot.isSealed { plain.number(slot.id, letter == 0x79 ? 1 : 0) }
        case .integer:
            guard let value = FieldText.integer(text) else { return notKnown(text, slot) }
            if slot.isSubject { number = value }
            if !slot.isSealed { plain.number(slot.id, value) }
        case .code:
            if !slot.isSealed, FieldText.notKnown(text) != nil { return notKnown(text, slot) }
            guard text.count <= Self.codeLimit else { return .badType }
            if !slot.isSealed { plain.run(slot.id, text) }
        case .reference:
            if FieldText.notKnown(text) != nil { return notKnown(text, slot) }
            guard Self.isKey(text) else { return .badType }
            plain.word(slot.id, rowKey(references[index], text))
            sealed.sealed(slot.id, text)
            return nil
        case .birthDate:
            guard FieldText.isBirthDate(text) else { return notKnown(text, slot) }
        case .aNumber:
            return aNumber(text, slot, index)
        case .stamp, .time, .birthMonth:
            // Columns of the court's own tables, which FeedFile does not take.
            return .badType
        }
        if slot.isSealed { sealed.sealed(slot.id, text) }
        return nil
    }

    /// Text that can name a row: not too long, and without control characters.
    @inline(__always)
    private static func isKey(_ text: UnsafeRawBufferPointer) -> Bool {
        text.count <= keyLimit && !text.contains { $0 < CSVByte.blank || $0 == 0x7F }
    }

    /// A value that is not of its type: `unknown` and `refused` are values, but never of what a row is known by.
    private mutating func notKnown(_ text: UnsafeRawBufferPointer, _ slot: Slot) -> FeedDefect? {
        guard let word = FieldText.notKnown(text) else { return .badType }
        if slot.isRequired, slot.keyPart >= 0 || slot.isSubject { return .badKey }
        if slot.isSealed { sealed.sealed(slot.id, text) } else { plain.notKnown(slot.id, refused: word == .refused) }
        return nil
    }

    private mutating func term(_ text: UnsafeRawBufferPointer, _ slot: Slot, _ index: Int) -> FeedDefect? {
        let known = words[index].number(of: text)
        if known == nil, FieldText.notKnown(text) != nil { return notKnown(text, slot) }
        if known == nil { unlisted |= 1 << UInt64(index) }
        if !slot.isSealed { plain.number(slot.id, Int64(known ?? Vocabulary.unlisted)) }
        if slot.isSealed || known == nil { sealed.sealed(slot.id, text) }
        return nil
    }

    private mutating func aNumber(_ text: UnsafeRawBufferPointer, _ slot: Slot, _ index: Int) -> FeedDefect? {
        guard FieldText.aNumber(text, into: digits) else {
            if FieldText.notKnown(text) != nil { return notKnown(text, slot) }
            if slot.isRequired { return .badType }
            unlisted |= 1 << UInt64(index)
            if slot.isSealed { sealed.sealed(slot.id, text) } else { plain.run(slot.id, text) }
            return nil
        }
        let nine = UnsafeRawBufferPointer(start: digits, count: 9)
        if slot.isSubject { subject = nine }
        if slot.isSealed { sealed.sealed(slot.id, nine) } else { plain.run(slot.id, nine) }
        return nil
    }

    /// Subject and key: key columns joined by 0x1F, with words of closed lists in lower case.
    private mutating func writeHead() {
        // A subject that is a number has no text.
        if !subjectIsNumber { head.text(subject) }
        subjectCount = head.count
        for part in keyParts.indices {
            if part > 0 { head.byte(0x1F) }
            if keyPartIsText[part] {
                head.text(keyParts[part])
            } else {
                for byte in keyParts[part] { head.byte(FieldText.lower(byte)) }
            }
        }
    }

    /// Adds an ordinal to the key.
    mutating func append(ordinal: Int) {
        head.reserve(21)
        head.byte(0x1F)
        for digit in String(ordinal).utf8 { head.byte(digit) }
    }
}
