/// Changes of `work_block` that wait for their places.
///
/// The work of one child lies in a dozen blocks all over that table. When the work of many children changes, each commit
/// would rewrite pages everywhere; so in the transaction that changes `work_item` the changes of its blocks are only written
/// down, in the order in which they come, and `settle` puts many of them into the table in key order, each page once. A kill
/// loses none: whoever brings the worklist up to date next settles first. Until then a page shows the old blocks.
enum WaitingBlocks {
    /// So many changes are settled together; some 100 bytes of memory each.
    static let together = 1 << 20
    private static let commit = 16_384

    private struct Change {
        /// Its number: of changes of one row the last counts.
        var number: Int64
        var isAdded: Bool
        var row: BlockRow
    }

    /// How many changes wait, at most: numbers begin at 1 after each settling.
    static func count(on connection: any DatabaseConnection) throws -> Int64 {
        let statement = try connection.statement("SELECT MAX(number) FROM work_waiting")
        defer { statement.reset() }
        return try statement.step() && !statement.isNull(0) ? statement.int64(0) : 0
    }

    /// Puts everything that waits into its place, in short transactions; `check` is asked in each. Broken off, it is done
    /// again: what is in its place already stays as it is.
    static func settle(in database: any Database, check: (any DatabaseConnection) throws -> Void) throws {
        let changes = try database.read { try last(on: $0) }
        guard let highest = changes.map(\.number).max() else { return }
        for start in stride(from: 0, to: changes.count, by: commit) {
            try database.write { connection in
                try check(connection)
                let (adding, deleting) = (
                    try connection.statement(addBlock), try connection.statement(WorkTable.deleteBlock)
                )
                for change in changes[start..<min(changes.count, start + commit)] {
                    let statement = change.isAdded ? adding : deleting
                    change.row.bind(to: statement, from: 1)
                    try statement.run()
                }
            }
            try database.upkeep()
        }
        for end in stride(from: min(highest, 1 << 16), through: highest + 65_535, by: 1 << 16) {
            try database.write { connection in
                try check(connection)
                let statement = try connection.statement("DELETE FROM work_waiting WHERE number <= ?")
                statement.bind(end, at: 1)
                try statement.run()
            }
        }
    }

    /// Of each row the last change, in key order.
    private static func last(on connection: any DatabaseConnection) throws -> [Change] {
        let statement = try connection.statement(WorklistSchema.waiting.selectInKeyOrder)
        defer { statement.reset() }
        var changes: [Change] = []
        changes.reserveCapacity(Int(try count(on: connection)))
        while try statement.step() {
            changes.append(
                Change(
                    number: statement.int64(0), isAdded: statement.int64(1) != 0,
                    row: BlockRow(statement, from: 2)))
        }
        changes.sort { $0.row == $1.row ? $0.number < $1.number : $0.row < $1.row }
        var kept = 0
        for index in changes.indices where index + 1 == changes.count || changes[index].row != changes[index + 1].row {
            changes[kept] = changes[index]
            kept += 1
        }
        changes.removeLast(changes.count - kept)
        return changes
    }

    private static let addBlock = """
        INSERT INTO work_block (block, holder, deadline, kind, child, subject, opens) VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO NOTHING
        """
}
