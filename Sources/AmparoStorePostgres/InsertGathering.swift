#if Postgres
internal import AmparoStore
internal import CPostgres

/// The rows of inserts that wait to be sent together, a batch for each text.
final class InsertGathering {
    /// Fewer rows than these are sent one by one.
    private static let fewest = 4
    /// Copying is begun for so many: it costs two more answers to wait for, and halves what the server has to do for a row.
    private static let worthCopying = 200

    private let conversation: PostgresConversation
    private var batches: [String: InsertBatch] = [:]
    private var waiting: [InsertBatch] = []
    /// The batch whose rows are being copied.
    private var copied: InsertBatch?
    private var columnTypes: [String: [String: UInt32]] = [:]
    /// How many rows were sent since this was last set.
    var sent = 0

    init(_ conversation: PostgresConversation) { self.conversation = conversation }

    /// Keeps the row that is bound to a statement; false when it has to be sent by itself. `columns` answers the names and
    /// types of a table's columns.
    func add(
        _ statement: PostgresStatement, columns: (_ table: String) throws -> [String: UInt32]
    ) throws -> Bool {
        guard let batch = try batch(for: statement.text, columns) else { return false }
        for (column, type) in statement.types.enumerated()
        where type != batch.rows.types[column] && type != PostgresType.unspecified {
            throw StoreError(.refused, "\(batch.shape.table).\(batch.shape.columns[column]) has another type")
        }
        // Another insert into the same table keeps its place in the order.
        try send { $0 !== batch && $0.shape.table == batch.shape.table }
        if batch.rows.count == 0 { waiting.append(batch) }
        func add() throws -> Bool {
            try batch.add(types: statement.types, values: statement.values, lengths: statement.lengths)
        }
        if try !add() {
            try send { $0 === batch }
            waiting.append(batch)
            _ = try add()
        }
        if batch.isFull { try send { $0 === batch } }
        return true
    }

    private func batch(
        for text: PreparedText, _ columns: (_ table: String) throws -> [String: UInt32]
    ) throws -> InsertBatch? {
        if let known = batches[text.sql] { return known }
        guard let shape = text.insert else { return nil }
        let types = try types(of: shape.table, columns)
        let known = shape.columns.compactMap { types[$0] }
        guard known.count == shape.columns.count, known.allSatisfy({ PostgresType.list(of: $0) != nil }) else {
            return nil
        }
        let batch = InsertBatch(shape, text, types: known)
        batches[text.sql] = batch
        return batch
    }

    private func types(
        of table: String, _ columns: (_ table: String) throws -> [String: UInt32]
    ) throws -> [String: UInt32] {
        if let known = columnTypes[table] { return known }
        let types = try columns(table)
        columnTypes[table] = types
        return types
    }

    /// Sends the rows that wait for a table of which a statement speaks, so that it sees them. Called before any statement
    /// is sent: the line can say nothing else while rows are being copied.
    func send(before text: PreparedText) throws {
        try send { text.mentions($0.shape.table) }
        try endCopying()
    }

    /// Sends all rows that wait.
    func sendAll() throws {
        try send { _ in true }
        try endCopying()
    }

    private func send(_ isChosen: (InsertBatch) -> Bool) throws {
        guard !waiting.isEmpty else { return }
        let chosen = waiting.filter(isChosen)
        guard !chosen.isEmpty else { return }
        waiting.removeAll(where: isChosen)
        for batch in chosen {
            defer { batch.removeAll() }
            sent += batch.rows.count
            try send(batch)
        }
    }

    /// Many rows of a table are copied, and the table stays open for more of them until something else is sent; fewer go as
    /// lists, for which nobody has to wait; a few go one by one.
    private func send(_ batch: InsertBatch) throws {
        if copied === batch { return try conversation.copy(batch.rows.rows) }
        try endCopying()
        if batch.isCopied, batch.rows.count >= Self.worthCopying {
            try conversation.beginCopying(batch.shape.copy)
            copied = batch
            return try conversation.copy(batch.rows.rows)
        }
        guard batch.rows.count >= Self.fewest else {
            return try batch.rows.forEachSet {
                try conversation.send(batch.text, values: $0, lengths: $1, types: $2)
            }
        }
        try batch.rows.withLists { values, lengths in
            try conversation.send(
                batch.many, values: values, lengths: lengths,
                types: batch.rows.types.map { PostgresType.list(of: $0) ?? 0 })
        }
    }

    private func endCopying() throws {
        guard copied != nil else { return }
        copied = nil
        try conversation.endCopying()
    }

    /// Lets go of the rows that wait, in an access that has failed.
    func removeWaiting() throws {
        for batch in waiting { batch.removeAll() }
        waiting.removeAll()
        copied = nil
        try conversation.abandonCopying()
    }

    /// Lets go of the batches and of what is known of the tables, which may be others from now on.
    func forget() {
        batches.removeAll()
        columnTypes.removeAll()
    }
}
#endif
