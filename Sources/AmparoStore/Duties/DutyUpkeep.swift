public import AmparoModel

/// The book-keeping of whoever keeps the duties up to date: up to which entry, by which rules, and who is to be looked at when
/// time alone will do something. If it is lost, everybody is looked at once more and nothing happens twice.
public struct DutyUpkeep {
    /// How far the duties are.
    public struct State: Hashable, Sendable {
        /// The entry up to which they are up to date.
        public var seq: Int64
        /// What stands for the procedures and settings by which they were worked out; empty at the beginning.
        public var rules: String
        /// What was left out because it was over before the first day: a text of the caller's.
        public var historic: String
        /// The last entry of the journal.
        public var last: Int64

        /// A state.
        public init(seq: Int64, rules: String, historic: String, last: Int64) {
            self.seq = seq
            self.rules = rules
            self.historic = historic
            self.last = last
        }
    }

    private let connection: any DatabaseConnection

    /// The book-keeping as a connection sees it.
    public init(_ connection: any DatabaseConnection) { self.connection = connection }

    /// How far the duties are.
    public func state() throws -> State {
        let row = try connection.statement(
            """
            SELECT d.seq, d.rules, d.historic, s.size FROM duty_state d JOIN sequencer s ON s.id = d.id WHERE d.id = 1
            """)
        defer { row.reset() }
        guard try row.step() else { throw StoreError(.damaged, "duty_state") }
        return State(seq: row.int64(0), rules: row.text(1), historic: row.text(2), last: row.int64(3))
    }

    /// Notes how far they are.
    public func store(_ state: State) throws {
        let row = try connection.statement("UPDATE duty_state SET seq = ?, rules = ?, historic = ? WHERE id = 1")
        row.bind(state.seq, at: 1)
        row.bind(state.rules, at: 2)
        row.bind(state.historic, at: 3)
        try row.run()
    }

    /// Forgets how far they are, after a rebuild: everybody is looked at once more.
    public func forget() throws {
        try connection.execute("UPDATE duty_state SET seq = 0 WHERE id = 1")
        try connection.execute("DELETE FROM duty_wake")
    }

    /// Notes when a subject is to be looked at again; nil for never.
    public func wake(_ subject: DutySubject, at moment: Instant?) throws {
        guard let moment else {
            let row = try connection.statement("DELETE FROM duty_wake WHERE subject = ?")
            row.bind(subject.rawValue, at: 1)
            return try row.run()
        }
        let row = try connection.statement(
            """
            INSERT INTO duty_wake (subject, due) VALUES (?, ?)
            ON CONFLICT (subject) DO UPDATE SET due = excluded.due
            """)
        row.bind(subject.rawValue, at: 1)
        row.bind(moment.microseconds, at: 2)
        try row.run()
    }

    /// The subjects that are to be looked at by a moment, in order.
    public func due(by moment: Instant, limit: Int = .max) throws -> [DutySubject] {
        let row = try connection.statement(
            "SELECT subject FROM duty_wake WHERE due <= ? ORDER BY due, subject LIMIT ?")
        defer { row.reset() }
        row.bind(moment.microseconds, at: 1)
        row.bind(Int64(limit), at: 2)
        var subjects: [DutySubject] = []
        while try row.step() { subjects.append(DutySubject(rawValue: row.int64(0))) }
        return subjects.sorted()
    }

    /// When the subjects of a run of numbers are to be looked at again.
    public func due(in range: Range<Int64>) throws -> [Int64: Instant] {
        let row = try connection.statement("SELECT subject, due FROM duty_wake WHERE subject >= ? AND subject < ?")
        defer { row.reset() }
        row.bind(range.lowerBound, at: 1)
        row.bind(range.upperBound, at: 2)
        var due: [Int64: Instant] = [:]
        while try row.step() { due[row.int64(0)] = Instant(microseconds: row.int64(1)) }
        return due
    }

    /// The next moment at which somebody is to be looked at; nil when nobody is.
    public func next() throws -> Instant? {
        let row = try connection.statement("SELECT MIN(due) FROM duty_wake")
        defer { row.reset() }
        return try row.step() && !row.isNull(0) ? Instant(microseconds: row.int64(0)) : nil
    }
}
