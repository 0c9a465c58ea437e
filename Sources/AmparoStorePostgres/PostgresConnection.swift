#if Postgres
internal import AmparoStore
internal import CPostgres

/// A connection with the statements that were prepared on it, for one access after another.
///
/// What answers with nothing, as an `INSERT`, is sent without waiting; the answers are read before the next rows or with the
/// commit, and a refusal shows there. Rows of the same `INSERT` are gathered and sent together, before anything else speaks
/// of their table. Whoever has the connection uses it alone.
final class PostgresConnection: DatabaseConnection, @unchecked Sendable {
    // @unchecked: handed from one access to the next, never used by two at once.
    private static let statementLimit = 512
    /// An access that has sent more rows than these asks for the answers before it asks to commit, so that a connection that
    /// is lost before has surely committed nothing, and the access is run again. A receipt spares itself that way.
    private static let manyRows = 64

    /// The words around every access.
    private struct Words {
        let read = PreparedText("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        let write = PreparedText("BEGIN ISOLATION LEVEL READ COMMITTED")
        let turn = PreparedText(PostgresTurn.take)
        let commit = PreparedText("COMMIT")
    }

    let conversation: PostgresConversation
    let gathering: InsertGathering
    let foretold: ForetoldQuestions
    private var words = Words()
    private var statements: [String: PostgresStatement] = [:]
    /// The statement that is being read row by row.
    var reading: PostgresStatement?
    private(set) var isWriting = false
    /// The statements that were read from in the present access.
    var fetched: [PostgresStatement] = []
    /// Whether the server was asked to commit in the present access.
    private(set) var hasAskedToCommit = false

    /// A connection on a line that is open.
    init(_ line: PostgresLine) {
        conversation = PostgresConversation(line)
        gathering = InsertGathering(conversation)
        foretold = ForetoldQuestions(conversation)
    }

    var line: PostgresLine { conversation.line }

    /// The first failure of the present access. All that follows in its transaction fails with it.
    var failure: PostgresFailure? { conversation.failure }

    // MARK: Access

    /// Begins to read one snapshot.
    func beginReading() throws {
        try begin(writing: false)
        try conversation.send(words.read)
    }

    /// Begins to write, alone: the turn is taken before anything is read, so that nothing which is read is out of date. It
    /// is waited for with the first rows.
    func beginWriting() throws {
        try begin(writing: true)
        try conversation.send(words.write)
        try conversation.send(words.turn)
    }

    /// Makes the engine's own tables.
    func makeOwnTables() throws {
        try begin(writing: false)
        for sql in ["BEGIN"] + PostgresOwnTables.make { try conversation.send(sql) }
        try conversation.settle()
        try conversation.send("COMMIT")
        try conversation.synchronize()
        try conversation.settle()
    }

    private func begin(writing: Bool) throws {
        conversation.begin()
        hasAskedToCommit = false
        gathering.sent = 0
        isWriting = writing
        // When there are too many statements they are let go, between two accesses.
        let isFull = statements.count >= Self.statementLimit
        if try conversation.forgetPrepared(above: 4 * Self.statementLimit, anyway: isFull) {
            statements.removeAll()
            gathering.forget()
            words = Words()
        }
    }

    /// Ends reading. Nothing was written, so how it ends makes no difference, and nobody waits for it.
    func endReading() throws {
        try resetAll()
        guard failure == nil else { return try undo() }
        try conversation.send(words.commit)
        try conversation.synchronize()
        try line.flush()
    }

    /// Commits. When this returns, the server has said that it has, as durably as it is set up to.
    func commit(within limit: Duration) throws {
        try resetAll()
        try gathering.sendAll()
        if gathering.sent > Self.manyRows { try conversation.settle() }
        try conversation.requireSound()
        try line.notice()
        line.hasWarned = false
        hasAskedToCommit = true
        // After a refusal the server passes over the commit, too.
        try conversation.send(words.commit)
        try conversation.synchronize()
        try conversation.settle(within: limit)
        if line.hasWarned { throw PostgresFailure(lost: "no standby has confirmed the commit") }
        isWriting = false
    }

    /// Ends an access that failed. Throws when the connection is of no more use.
    func undo() throws {
        try gathering.removeWaiting()
        if let reading { leave(reading) }
        letGo()
        gathering.forget()
        isWriting = false
        // After a failure the server passes over everything up to the next synchronisation.
        try conversation.synchronize()
        try conversation.receive()
        try conversation.send("ROLLBACK")
        try conversation.synchronize()
        try conversation.receive()
    }

    /// Resets the statements that the access left in the middle.
    private func resetAll() throws {
        try leaveReading()
        letGo()
    }

    private func letGo() {
        foretold.forget()
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
            conversation.note(failed)
            throw failed.storeError
        }
    }

    // MARK: Statements

    func statement(_ sql: String) throws -> any PreparedStatement { known(sql) }

    /// The statement of a text; a second one while the first is in use.
    func known(_ sql: String) -> PostgresStatement {
        if let statement = statements[sql] {
            guard statement.isBusy else { return statement }
            return PostgresStatement(statement.text, on: self)
        }
        let statement = PostgresStatement(PreparedText(sql), on: self)
        statements[sql] = statement
        return statement
    }
}
#endif
