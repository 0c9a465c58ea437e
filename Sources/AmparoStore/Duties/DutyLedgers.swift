public import AmparoDuties
internal import AmparoModel

/// A subject's ledger as it was read, and by what it is seen whether it still stands.
public struct StoredLedger: Sendable {
    /// The ledger.
    public var ledger: SubjectLedger
    /// The number of its last event; 0 when it has none.
    public var lastSeq: Int64

    /// A ledger without anything.
    public static let empty = StoredLedger(ledger: SubjectLedger(), lastSeq: 0)
}

/// Reads ledgers on one connection.
public struct DutyLedgers {
    private let connection: any DatabaseConnection

    /// The ledgers as a connection sees them.
    public init(_ connection: any DatabaseConnection) { self.connection = connection }

    /// The ledger of a subject. Everybody in it is nobody: accounts are sealed (`DutyPeople`).
    public func ledger(of subject: DutySubject) throws -> StoredLedger {
        try withEvents(of: subject) { bytes, last in
            StoredLedger(ledger: SubjectLedger(packed: bytes), lastSeq: last)
        } ?? .empty
    }

    /// The number of the last event of a subject's ledger; 0 when it has none.
    public func lastSeq(of subject: DutySubject) throws -> Int64 {
        let row = try connection.statement("SELECT last_seq FROM duty_ledger WHERE subject = ?")
        defer { row.reset() }
        row.bind(subject.rawValue, at: 1)
        return try row.step() ? row.int64(0) : 0
    }

    /// The subjects of a run of numbers that have a ledger.
    public func subjects(in range: Range<Int64>) throws -> [Int64] {
        let row = try connection.statement("SELECT subject FROM duty_ledger WHERE subject >= ? AND subject < ?")
        defer { row.reset() }
        row.bind(range.lowerBound, at: 1)
        row.bind(range.upperBound, at: 2)
        var found: [Int64] = []
        while try row.step() { found.append(row.int64(0)) }
        return found
    }

    /// The ledgers of a run of subjects, by number.
    public func ledgers(in range: Range<Int64>) throws -> [Int64: StoredLedger] {
        let row = try connection.statement(
            "SELECT subject, last_seq, events FROM duty_ledger WHERE subject >= ? AND subject < ? ORDER BY subject")
        defer { row.reset() }
        row.bind(range.lowerBound, at: 1)
        row.bind(range.upperBound, at: 2)
        var found: [Int64: StoredLedger] = [:]
        while try row.step() {
            found[row.int64(0)] = StoredLedger(ledger: SubjectLedger(packed: row.bytes(2)), lastSeq: row.int64(1))
        }
        return found
    }

    /// The events of a subject in order, each with the number of its entry; everybody in them is nobody.
    public func events(of subject: DutySubject) throws -> [(seq: Int64, payload: EncodedDutyEvent)] {
        try withEvents(of: subject) { bytes, _ in
            var reader = LedgerReader(bytes)
            var events: [(seq: Int64, payload: EncodedDutyEvent)] = []
            while let (seq, payload) = reader.next() {
                events.append((seq, EncodedDutyEvent(payload: payload)))
            }
            return events
        } ?? []
    }

    private func withEvents<Result>(
        of subject: DutySubject, _ body: (UnsafeRawBufferPointer, Int64) throws -> Result
    ) throws -> Result? {
        let row = try connection.statement("SELECT last_seq, events FROM duty_ledger WHERE subject = ?")
        defer { row.reset() }
        row.bind(subject.rawValue, at: 1)
        return try row.step() ? try body(row.bytes(1), row.int64(0)) : nil
    }
}
