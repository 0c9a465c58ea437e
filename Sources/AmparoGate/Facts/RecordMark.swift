internal import AmparoStore

/// How far a state of the store is: its last entry, and what tells whether a moment of the record's present is still right.
struct RecordMark: Sendable {
    /// The snapshots taken, completed and taken back, and the last statement about a hearing.
    struct Snapshots: Hashable, Sendable {
        var taken: Int64
        var completed: Int64
        var withdrawn: Int64
        var statements: Int64
    }

    /// The number of the last entry.
    let seq: Int64
    /// When it was recorded.
    let recorded: Int64
    let snapshots: Snapshots

    private static let question =
        """
        SELECT size, recorded, (SELECT MAX(snapshot) FROM snapshot), (SELECT MAX(completed) FROM snapshot),
        (SELECT MAX(withdrawn) FROM snapshot), (SELECT MAX(seq) FROM hearing_statement) FROM sequencer WHERE id = 1
        """

    /// Says that the connection's state is going to be read.
    static func foretell(on connection: any DatabaseConnection) throws {
        try connection.foretell(question) { _ in }
    }

    /// Reads the connection's state: one question for everything that each disclosure asks first.
    init(on connection: any DatabaseConnection) throws {
        let row = try connection.statement(Self.question)
        defer { row.reset() }
        guard try row.step() else { throw StoreError(.damaged, "no sequencer") }
        (seq, recorded) = (row.int64(0), row.int64(1))
        snapshots = Snapshots(
            taken: row.int64(2), completed: row.int64(3), withdrawn: row.int64(4), statements: row.int64(5))
    }
}
