internal import AmparoTransparency

/// The sequencer's row, inside a transaction.
struct SequencerState {
    var recorded: Int64
    var frontier: Frontier

    /// Takes `count` numbers, which also locks the row in engines that lock rows, and answers the state before them.
    static func take(_ count: Int, generation: Int64, on connection: any DatabaseConnection) throws -> SequencerState {
        let statement = try connection.statement(
            """
            UPDATE sequencer SET size = size + ? WHERE id = 1
            RETURNING size, recorded, frontier, generation, rebuilding
            """)
        defer { statement.reset() }
        statement.bind(Int64(count), at: 1)
        guard try statement.step() else { throw StoreError(.damaged, "no sequencer") }
        let size = statement.int64(0) - Int64(count)
        guard statement.int64(3) == generation else { throw StoreError(.storeChanged) }
        guard statement.int64(4) == 0 else { throw StoreError(.rebuilding) }
        guard size >= 0, let frontier = Frontier(size: UInt64(size), serialized: statement.bytes(2)) else {
            throw StoreError(.damaged, "sequencer")
        }
        return SequencerState(recorded: statement.int64(1), frontier: frontier)
    }

    /// Writes the state after the entries were appended.
    func store(on connection: any DatabaseConnection) throws {
        let statement = try connection.statement("UPDATE sequencer SET recorded = ?, frontier = ? WHERE id = 1")
        statement.bind(recorded, at: 1)
        statement.bind(frontier.serialized, at: 2)
        try statement.run()
    }

    /// Writes the state and the number of entries: for entries that have their numbers already.
    func storeWithSize(on connection: any DatabaseConnection) throws {
        let statement = try connection.statement(
            "UPDATE sequencer SET size = ?, recorded = ?, frontier = ? WHERE id = 1")
        statement.bind(Int64(frontier.size), at: 1)
        statement.bind(recorded, at: 2)
        statement.bind(frontier.serialized, at: 3)
        try statement.run()
    }

    /// The state as committed, and the schema's generation.
    static func read(on connection: any DatabaseConnection) throws -> (state: SequencerState, generation: Int64) {
        let statement = try connection.statement(
            "SELECT size, recorded, frontier, generation FROM sequencer WHERE id = 1")
        defer { statement.reset() }
        guard try statement.step() else { throw StoreError(.damaged, "no sequencer") }
        let size = statement.int64(0)
        guard size >= 0, let frontier = Frontier(size: UInt64(size), serialized: statement.bytes(2)) else {
            throw StoreError(.damaged, "sequencer")
        }
        return (SequencerState(recorded: statement.int64(1), frontier: frontier), statement.int64(3))
    }
}
