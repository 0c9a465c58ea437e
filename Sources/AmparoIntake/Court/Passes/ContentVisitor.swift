internal import AmparoModel

/// The second pass over one chunk: rows of children's cases are read in full, all others read past and counted.
struct ContentVisitor: RecordVisitor {
    struct Columns: Sendable {
        let bound: BoundTable
        let index: CaseIndex
        /// Whether the release has A_TblCase, so that a case without a row there is an orphan's.
        let knowsCases: Bool
        /// The proceeding's column, where a row without its proceeding is an orphan: charges and schedule, of a release
        /// that has B_TblProceeding.
        let proceeding: Int?
        /// The A-number's column, when somebody wants those of the cases read past.
        var aNumber: Int?
        /// Whether the record must be asked for cases the release has no row of.
        let asks: Bool
        /// Only rows with these keys, when repeated keys are compared.
        var only: Set<Int64>?

        /// The same, for rows with these keys only.
        func only(_ keys: Set<Int64>) -> Columns {
            var columns = self
            columns.only = keys
            columns.aNumber = nil
            return columns
        }
    }

    private let columns: Columns
    // Read for every record, so kept at hand.
    private let key: Int
    private let subject: Int
    private let cases: NumberSet
    private let children: NumberSet
    private let room: FieldRoom
    private var parser: RowParser
    /// The rows of children's cases.
    var batch: RowBatch
    /// The primary key of each row of `batch`.
    var keys: [Int64] = []
    /// Where each row of `batch` stands in the chunk.
    var places: [Range<Int>] = []
    var notAChild = 0
    var orphans = 0
    /// Children's rows whose case or proceeding the release does not have; taken all the same.
    var keptOrphans = 0
    /// How often each repair was made, by bit.
    var repairs = [Int](repeating: 0, count: RowRepairs.words.count)
    /// The A-numbers of the cases read past, nine digits each.
    var aNumbers: [Byte] = []
    /// Values with bytes that the code page does not define.
    var undefined: Int { parser.undefined }

    init(_ columns: Columns) {
        self.columns = columns
        let bound = columns.bound
        key = bound.key
        subject = bound.subject
        cases = columns.index.cases
        children = columns.index.children
        room = FieldRoom(max(bound.key, bound.subject, columns.proceeding ?? 0, columns.aNumber ?? 0) + 1)
        parser = RowParser(bound)
        batch = RowBatch(kind: bound.kind)
    }

    mutating func visit(_ record: Record) -> RecordFault? {
        let fields = RecordFields(record, room)
        let key = fields.number(self.key)
        guard key >= 0 else { return .key(self.key) }
        let subject = fields.number(self.subject)
        guard subject >= 0 else { return .key(self.subject) }
        if let only = columns.only, !only.contains(key) { return nil }
        let hasNoCase = columns.knowsCases && !cases.contains(subject)
        var isChild = children.contains(subject)
        if !isChild, hasNoCase, columns.asks {
            guard let answer = record.answer else { return .question(subject) }
            isChild = answer
        }
        let isOrphan = hasNoCase || hasNoProceeding(fields)
        guard isChild else {
            if isOrphan { orphans &+= 1 } else { notAChild &+= 1 }
            if let position = columns.aNumber { notePast(fields, position) }
            count(record.repairs)
            return nil
        }
        if let fault = parser.append(record, key: key, number: subject, to: &batch) { return fault }
        if isOrphan { keptOrphans &+= 1 }
        keys.append(key)
        places.append(record.offset..<(record.offset + record.count))
        count(record.repairs.union(parser.repairs))
        return nil
    }

    @inline(__always)
    private func hasNoProceeding(_ fields: RecordFields) -> Bool {
        guard let position = columns.proceeding else { return false }
        let number = fields.number(position)
        return number >= 0 && !columns.index.proceedings.contains(number)
    }

    private mutating func notePast(_ fields: RecordFields, _ position: Int) {
        let value = fields.value(position)
        guard let digits = aNumberDigits(value.bytes, value.count) else { return }
        for index in 0..<9 { aNumbers.append(digits[index]) }
    }

    @inline(__always)
    private mutating func count(_ made: RowRepairs) {
        guard made.rawValue != 0 else { return }
        for bit in 0..<repairs.count where made.rawValue >> UInt8(bit) & 1 == 1 { repairs[bit] &+= 1 }
    }
}
