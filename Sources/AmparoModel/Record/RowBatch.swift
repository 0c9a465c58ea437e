/// A run of rows of one table as a reader hands them to the record: already bound by header name, type-checked and
/// split into plain payload and sealed text. One arena of bytes; a row is a set of ranges in it.
public struct RowBatch: Sendable {
    /// One row of a feed, record by record (a record joined from two lines is one row).
    public struct Row: Sendable {
        /// The line of the file on which the record begins, from 1 (the header is line 1).
        public var line: Int
        /// The subject: the court's case number where the table's subject is a court case, else 0.
        public var number: Int64
        /// The subject's number as text (`child_id`, `sponsor_id`, the nine digits of the A-number), else empty.
        public var subject: Range<Int>
        /// The row key's text: the key columns joined by 0x1F, an ordinal appended in decimal where the table has one;
        /// for a court table the primary key in decimal.
        public var key: Range<Int>
        /// The plain payload (`PayloadWriter`), without any derived field.
        public var plain: Range<Int>
        /// The sealed text (`SealedTextWriter`); empty when there is none.
        public var sealed: Range<Int>

        /// A row at these places of the arena.
        public init(
            line: Int, number: Int64, subject: Range<Int>, key: Range<Int>, plain: Range<Int>, sealed: Range<Int>
        ) {
            self.line = line
            self.number = number
            self.subject = subject
            self.key = key
            self.plain = plain
            self.sealed = sealed
        }
    }

    /// What the rows are.
    public let kind: RecordKind
    /// The arena.
    public var bytes: [UInt8] = []
    /// The rows in file order.
    public var rows: [Row] = []

    /// An empty batch.
    public init(kind: RecordKind) { self.kind = kind }

    /// Empties the batch and keeps its memory.
    public mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        rows.removeAll(keepingCapacity: true)
    }
}
