#if Postgres
internal import AmparoStore
internal import CPostgres

/// A connection in libpq's pipeline mode, with the statements that were prepared on it, for one access after another.
///
/// What answers with nothing, as an `INSERT`, is sent without waiting; the answers are read before the next rows or the
/// commit, and a refusal shows there. Rows of the same `INSERT` are gathered and sent together, before anything else speaks
/// of their table. Whoever has the connection uses it alone.
final class PostgresConnection: DatabaseConnection, @unchecked Sendable {
    // @unchecked: handed from one access to the next, never used by two at once.
    private static let statementLimit = 512
    /// More answers than these are not left unread.
    private static let unreadLimit = 1024

    /// What the server has still to answer.
    private enum Awaited {
        case nothing
        case preparation(PreparedText, PreparedText.Variant)
        case synchronization
    }

    let line: PostgresLine
    private var statements: [String: PostgresStatement] = [:]
    private var batches: [String: InsertBatch] = [:]
    private var waiting: [InsertBatch] = []
    private var columnTypes: [String: [String: UInt32]] = [:]
    private var awaited: [Awaited] = []
    private var names = 0
    private var prepared = 0
    private var reading: PostgresStatement?
    private var isWriting = false
    /// The statements that were read from in the present access.
    private var fetched: [PostgresStatement] = []
    /// The first failure of the present access. All that follows in its transaction fails with it.
    private(set) var failure: PostgresFailure?
    /// Whether the server was asked to commit in the present access.
    private(set) var hasAskedToCommit = false

    /// A connection on a line that is open.
    init(_ line: PostgresLine) { self.line = line }

    // MARK: Access

    /// Begins to read one snapshot.
    func beginReading() throws {
        try begin(writing: false)
        try send("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    }

    /// Begins to write, alone: the turn is taken before anything is read, so that nothing which is read is out of date.
    func beginWriting() throws {
        try begin(writing: true)
        try send("BEGIN ISOLATION LEVEL READ COMMITTED")
        try send(PostgresTurn.take)
        try settle()
    }

    /// Makes the row of the turn.
    func makeTurn() throws {
        try begin(writing: false)
        for sql in ["BEGIN", PostgresTurn.make, PostgresTurn.fill] { try send(sql) }
        try settle()
        try send("COMMIT")
        try synchronize()
        try settle()
    }

    private func begin(writing: Bool) throws {
        failure = nil
        hasAskedToCommit = false
        isWriting = writing
        try tidy()
    }

    /// Ends reading. Nothing was written, so how it ends makes no difference, and nobody waits for it.
    func endReading() throws {
        try resetAll()
        guard failure == nil else { return try undo() }
        try send("COMMIT")
        try synchronize()
        try line.flush()
    }

    /// Commits. When this returns, the server has said that it has, as durably as it is set up to.
    func commit(within limit: Duration) throws {
        try resetAll()
        try sendWaiting { _ in true }
        try settle()
        line.hasWarned = false
        hasAskedToCommit = true
        try send("COMMIT")
        try synchronize()
        try settle(within: limit)
        if line.hasWarned { throw PostgresFailure(lost: "no standby has confirmed the commit") }
        isWriting = false
    }

    /// Ends an access that failed. Throws when the connection is of no more use.
    func undo() throws {
        for batch in waiting { batch.removeAll() }
        waiting.removeAll()
        if let reading { leave(reading) }
        letGo()
        columnTypes.removeAll()
        batches.removeAll()
        isWriting = false
        // After a failure the server passes over everything up to the next synchronisation.
        try synchronize()
        try receive()
        try send("ROLLBACK")
        try synchronize()
        try receive()
    }

    /// Resets the statements that the access left in the middle.
    private func resetAll() throws {
        try leaveReading()
        letGo()
    }

    private func letGo() {
        for statement in fetched {
            statement.reset()
            statement.isListed = false
        }
        fetched.removeAll(keepingCapacity: true)
    }

    /// Runs `body`, keeps its failure for whoever ends the access, and tells it as the store's.
    func explaining<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let failed as PostgresFailure {
            note(failed)
            throw failed.storeError
        }
    }

    // MARK: Sending

    private func send(_ sql: String) throws {
        try line.send(sql)
        awaited.append(.nothing)
    }

    private func synchronize() throws {
        try line.synchronize()
        awaited.append(.synchronization)
    }

    private func send(
        _ text: PreparedText, values: [UnsafeRawPointer?], lengths: [Int32], types: [UInt32]
    ) throws {
        let variant: PreparedText.Variant
        if let known = text.variants.first(where: { $0.takes(types) }) {
            variant = known
        } else {
            names += 1
            prepared += 1
            variant = PreparedText.Variant(name: "s\(names)", types: types)
            try line.prepare(variant, text.sql)
            text.variants.append(variant)
            awaited.append(.preparation(text, variant))
        }
        try line.run(variant.name, values: values, lengths: lengths)
        awaited.append(.nothing)
    }

    // MARK: Receiving

    /// Reads every answer that is due. Throws the access's first failure.
    private func settle(within limit: Duration? = nil) throws {
        if !awaited.isEmpty {
            if case .synchronization? = awaited.last {} else { try line.requestAnswers() }
            try line.flush()
            try receive(within: limit)
        }
        if let failure { throw failure }
    }

    /// Reads every answer that is due and keeps the first failure among them.
    private func receive(within limit: Duration? = nil) throws {
        try line.flush()
        var done = 0
        defer { awaited.removeFirst(done) }
        for item in awaited {
            done += 1
            switch item {
            case .synchronization: try line.awaitSynchronization(within: limit)
            case .nothing:
                if let failed = try line.awaitEnd(within: limit) { note(failed) }
            case .preparation(let text, let variant):
                guard let failed = try line.awaitEnd(within: limit) else { continue }
                text.variants.removeAll { $0 === variant }
                note(failed)
            }
        }
    }

    /// Keeps the first failure; what was passed over because of it has no state of its own.
    func note(_ failed: PostgresFailure) {
        if failure == nil { failure = failed }
        if failed.isLost { failure?.isLost = true }
    }

    // MARK: Statements

    func statement(_ sql: String) throws -> any PreparedStatement { known(sql) }

    private func known(_ sql: String) -> PostgresStatement {
        if let statement = statements[sql] {
            guard statement.isBusy else { return statement }
            return PostgresStatement(statement.text, on: self)
        }
        let statement = PostgresStatement(PreparedText(sql), on: self)
        statements[sql] = statement
        return statement
    }

    /// Lets go of statements when there are too many of them. Between two accesses.
    private func tidy() throws {
        guard statements.count >= Self.statementLimit || prepared >= 4 * Self.statementLimit else { return }
        statements.removeAll()
        batches.removeAll()
        prepared = 0
        try send("DEALLOCATE ALL")
        try synchronize()
    }

    /// Runs a statement whose rows nobody wants.
    func run(_ statement: PostgresStatement) throws {
        if let failure { throw failure }
        try leaveReading()
        if isWriting, statement.text.insert != nil, try gather(statement) { return }
        try sendWaiting { statement.text.mentions($0.shape.table) }
        try send(statement.text, values: statement.values, lengths: statement.lengths, types: statement.types)
        // A reader hears at once that it cannot write.
        if !isWriting || awaited.count >= Self.unreadLimit { try settle() }
    }

    /// Runs a statement and takes its rows, all of them or, where there may be a whole table of them, one after the other.
    func fetch(_ statement: PostgresStatement) throws {
        if let failure { throw failure }
        if !statement.isListed {
            statement.isListed = true
            fetched.append(statement)
        }
        try leaveReading()
        try sendWaiting { statement.text.mentions($0.shape.table) }
        try send(statement.text, values: statement.values, lengths: statement.lengths, types: statement.types)
        // Its own answer is read here.
        awaited.removeLast()
        try line.requestAnswers()
        try line.flush()
        try receive()
        if statement.text.isWhole {
            line.readRowByRow()
            reading = statement
            return
        }
        while let result = try line.nextResult() { try take(result, for: statement) }
        if let failure { throw failure }
    }

    private func take(_ result: OpaquePointer, for statement: PostgresStatement) throws {
        if let failed = line.failure(in: result) {
            PQclear(result)
            note(failed)
        } else if PQntuples(result) > 0 {
            statement.take(result)
        } else {
            PQclear(result)
        }
    }

    /// Takes the next rows of a statement that is read row by row; false when there are no more.
    func fetchMore(_ statement: PostgresStatement) throws -> Bool {
        guard reading === statement else {
            if let failure { throw failure }
            return false
        }
        while let result = try line.nextResult() {
            let count = PQntuples(result)
            try take(result, for: statement)
            if count > 0 { return true }
        }
        reading = nil
        if let failure { throw failure }
        return false
    }

    /// The statement wants no more rows: those that are on the way are passed over.
    func leave(_ statement: PostgresStatement) {
        guard reading === statement else { return }
        do { while let result = try line.nextResult() { PQclear(result) } } catch {
            note(error as? PostgresFailure ?? PostgresFailure(lost: ""))
        }
        reading = nil
    }

    /// Takes all the rows that are left of the statement that is being read, before another one is sent.
    private func leaveReading() throws {
        guard let statement = reading else { return }
        while let result = try line.nextResult() { try take(result, for: statement) }
        reading = nil
    }

    // MARK: Gathering

    /// Keeps a row to be sent with others; false when it has to be sent by itself.
    private func gather(_ statement: PostgresStatement) throws -> Bool {
        guard let batch = try batch(for: statement.text) else { return false }
        for (column, type) in statement.types.enumerated()
        where type != batch.types[column] && type != PostgresType.unspecified {
            throw StoreError(.refused, "\(batch.shape.table).\(batch.shape.columns[column]) has another type")
        }
        try sendWaiting { $0 !== batch && $0.shape.table == batch.shape.table }
        if batch.count == 0 { waiting.append(batch) }
        if !batch.add(values: statement.values, lengths: statement.lengths) {
            try sendWaiting { $0 === batch }
            waiting.append(batch)
            _ = batch.add(values: statement.values, lengths: statement.lengths)
        }
        if batch.isFull { try sendWaiting { $0 === batch } }
        return true
    }

    private func batch(for text: PreparedText) throws -> InsertBatch? {
        if let known = batches[text.sql] { return known }
        guard let shape = text.insert else { return nil }
        let types = try typesOfColumns(shape.table)
        let known = shape.columns.compactMap { types[$0] }
        guard known.count == shape.columns.count, known.allSatisfy({ PostgresType.list(of: $0) != nil }) else {
            return nil
        }
        let batch = InsertBatch(shape, text, types: known)
        batches[text.sql] = batch
        return batch
    }

    private func typesOfColumns(_ table: String) throws -> [String: UInt32] {
        if let known = columnTypes[table] { return known }
        let row = known(PostgresCatalogue.columns)
        defer { row.reset() }
        row.bind(table, at: 1)
        var types: [String: UInt32] = [:]
        while try row.step() { types[row.text(0)] = UInt32(truncatingIfNeeded: row.int64(1)) }
        columnTypes[table] = types
        return types
    }

    private func sendWaiting(_ isChosen: (InsertBatch) -> Bool) throws {
        guard !waiting.isEmpty else { return }
        let chosen = waiting.filter(isChosen)
        guard !chosen.isEmpty else { return }
        waiting.removeAll(where: isChosen)
        for batch in chosen {
            defer { batch.removeAll() }
            try send(batch)
        }
    }

    private func send(_ batch: InsertBatch) throws {
        guard batch.count >= 4 else {
            return try batch.forEachRow { try send(batch.text, values: $0, lengths: $1, types: $2) }
        }
        let lists = batch.types.indices.map { batch.list($0) }
        var values: [UnsafeRawPointer?] = []
        func withPointers(_ index: Int) throws {
            guard index < lists.count else {
                return try send(
                    batch.many, values: values, lengths: lists.map { Int32(clamping: $0.count) },
                    types: batch.types.map { PostgresType.list(of: $0) ?? 0 })
            }
            try lists[index].withUnsafeBytes { bytes in
                values.append(bytes.baseAddress)
                try withPointers(index + 1)
            }
        }
        try withPointers(0)
    }

    // MARK: Tables

    private func change(_ sql: String) throws {
        try explaining {
            if let failure { throw failure }
            try leaveReading()
            try sendWaiting { _ in true }
            columnTypes.removeAll()
            batches.removeAll()
            try send(sql)
            try settle()
        }
    }

    func create(_ table: TableDefinition) throws {
        try change(PostgresDialect.create(table))
        if let storage = PostgresDialect.store(table) { try change(storage) }
    }

    func create(_ index: IndexDefinition) throws { try change(index.createStatement) }

    func drop(table: String) throws { try change("DROP TABLE IF EXISTS \(table)") }

    func drop(index: String) throws { try change("DROP INDEX IF EXISTS \(index)") }

    func hasTable(_ name: String) throws -> Bool {
        let row = known(PostgresCatalogue.table)
        defer { row.reset() }
        row.bind(name, at: 1)
        return try row.step()
    }
}

/// Questions to the server's own tables.
enum PostgresCatalogue {
    static let table = """
        SELECT 1 FROM pg_catalog.pg_class WHERE relname = CAST(? AS name) AND relkind IN ('r', 'p')
        AND relnamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = current_schema())
        """
    static let columns = """
        SELECT a.attname, CAST(a.atttypid AS bigint) FROM pg_catalog.pg_attribute a
        JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relname = CAST(? AS name) AND c.relkind IN ('r', 'p') AND n.nspname = current_schema()
        AND a.attnum > 0 AND NOT a.attisdropped
        """
}

/// The one row of the database that whoever writes holds until the commit, so that writers come one after the other.
enum PostgresTurn {
    static let find = "SELECT 1 FROM pg_catalog.pg_class WHERE oid = to_regclass('amparo_turn')"
    static let make = "CREATE TABLE IF NOT EXISTS amparo_turn (id bigint PRIMARY KEY)"
    static let fill = "INSERT INTO amparo_turn (id) VALUES (1) ON CONFLICT DO NOTHING"
    static let take = "SELECT id FROM amparo_turn WHERE id = 1 FOR UPDATE"
}
#endif
