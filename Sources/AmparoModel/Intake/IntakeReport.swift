/// What was done with the records of one file. Counting is by record, and `rows = taken + past + quarantined`.
public struct FileReport: Sendable, Equatable {
    /// The file's name, without folders.
    public var file: String
    /// Records read, the header not counted.
    public var rows = 0
    /// Records that are in the record now, changed or not.
    public var taken = 0
    /// Records read and not needed, by reason: `not-a-child`, `duplicate`, `orphan`, `other-table`,
    /// `erased` (of a person who was erased and is not taken again).
    public var past: [String: Int] = [:]
    /// Records kept in quarantine, by reason.
    public var quarantined: [String: Int] = [:]
    /// Repairs made on records that were then taken or read past, by kind; a record may have several.
    public var repaired: [String: Int] = [:]
    /// Columns of the header that the table does not know; their values are kept, sealed.
    public var unknownColumns: [String] = []
    /// Codes that no list holds, by column and how often; the code itself only where it is the court's own code.
    public var unknownCodes: [String: Int] = [:]
    /// Things worth a look that change nothing, in words: `Count.txt differs by 7 rows`.
    public var notes: [String] = []

    /// An empty report of a file.
    public init(file: String) { self.file = file }

    /// Whether the counts add up.
    public var addsUp: Bool { rows == taken + past.values.reduce(0, +) + quarantined.values.reduce(0, +) }
}

/// A record that could not be taken and is kept: where it stood, why, and its bytes.
public struct QuarantinedRecord: Sendable {
    /// What the table's rows are; nil for a file nobody knows.
    public var kind: RecordKind?
    /// The file's name, without folders.
    public var file: String
    /// The line on which the record begins, from 1.
    public var line: Int
    /// `too-many-fields`, `too-few-fields`, `bad-key`, `bad-type`, `too-long` or `bad-encoding`.
    public var reason: String
    /// The column that could not be read, where one is to blame.
    public var column: String?
    /// The first 64 KiB of the record as it stood in the file.
    public var raw: [UInt8]
    /// The record's full length in bytes.
    public var length: Int
    /// The court's primary key when the record's first field is one in spite of the damage.
    public var primaryKey: Int64?
    /// The file's header line as it stood there, without which no later reader could tell the record's columns; empty
    /// where the file has none.
    public var header: [UInt8]

    /// A record for quarantine.
    public init(
        kind: RecordKind?, file: String, line: Int, reason: String, column: String? = nil, raw: [UInt8], length: Int,
        primaryKey: Int64? = nil, header: [UInt8] = []
    ) {
        self.kind = kind
        self.file = file
        self.line = line
        self.reason = reason
        self.column = column
        self.raw = raw
        self.length = length
        self.primaryKey = primaryKey
        self.header = header
    }
}
