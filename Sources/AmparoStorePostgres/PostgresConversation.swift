#if Postgres
internal import AmparoStore
internal import CPostgres

/// What is said on a line and what is still to be answered: libpq's pipeline mode.
///
/// What is sent is not waited for. Answers come in the order of what was sent, and the first failure among them stands for
/// the whole access: the server passes over everything behind it up to the next synchronisation.
final class PostgresConversation {
    /// What the server has still to answer.
    private enum Awaited {
        case nothing
        /// Rows, which whoever asked takes.
        case rows
        case preparation(PreparedText, PreparedText.Variant)
        case synchronization
    }

    let line: PostgresLine
    private var awaited: [Awaited] = []
    private var names = 0
    /// Statements that were prepared and are kept by the server.
    private var prepared = 0
    /// Whether rows are being copied, so that the line can say nothing else.
    private(set) var isCopying = false
    /// The first failure of the present access.
    private(set) var failure: PostgresFailure?

    init(_ line: PostgresLine) { self.line = line }

    /// How many answers are due.
    var due: Int { awaited.count }

    /// Another access begins.
    func begin() { failure = nil }

    /// Keeps the first failure; what was passed over because of it has no state of its own.
    func note(_ failed: PostgresFailure) {
        if failure == nil { failure = failed }
        if failed.isLost { failure?.isLost = true }
    }

    /// Throws the first failure of the access, if there was one.
    func requireSound() throws { if let failure { throw failure } }

    // MARK: Sending

    /// Sends a statement without parameters.
    func send(_ sql: String) throws {
        try line.send(sql)
        awaited.append(.nothing)
    }

    /// Sends the mark up to which the server passes over everything after a failure.
    func synchronize() throws {
        try line.synchronize()
        awaited.append(.synchronization)
    }

    /// Sends a statement without parameters that is sent again and again, and prepared therefore.
    func send(_ text: PreparedText) throws { try send(text, values: [], lengths: [], types: []) }

    /// Sends values for a statement, prepared before for values of these types or now.
    func send(
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

    /// Sends values whose rows are taken later, when it is their turn (`receiveUntilRows`).
    func sendAsking(
        _ text: PreparedText, values: [UnsafeRawPointer?], lengths: [Int32], types: [UInt32]
    ) throws {
        try send(text, values: values, lengths: lengths, types: types)
        awaited[awaited.count - 1] = .rows
    }

    /// Nobody wants the rows any more that were asked for and have not come.
    func passOverAsked() {
        for place in awaited.indices {
            if case .rows = awaited[place] { awaited[place] = .nothing }
        }
    }

    /// Lets the server forget what was prepared, when it is more than `limit` or has to be; whether it was.
    func forgetPrepared(above limit: Int, anyway: Bool) throws -> Bool {
        guard anyway || prepared >= limit else { return false }
        prepared = 0
        try send("DEALLOCATE ALL")
        try synchronize()
        return true
    }

    // MARK: Copying

    /// Begins to copy rows into a table; until `endCopying` nothing else may be sent. Everything that is due is read before.
    func beginCopying(_ sql: String) throws {
        try settle()
        if let refused = try line.beginCopying(sql) { throw refused }
        isCopying = true
        try line.copy(ValueLists.copyHead)
    }

    /// Sends rows of the table that is being copied into.
    func copy(_ rows: [UInt8]) throws { try line.copy(rows) }

    /// Ends copying, whether anything was copied or not.
    func endCopying() throws {
        guard isCopying else { return }
        try line.copy(ValueLists.copyEnd)
        isCopying = false
        if let refused = try line.endCopying() { throw refused }
    }

    /// Has the server refuse what was copied so far, in an access that has failed.
    func abandonCopying() throws {
        guard isCopying else { return }
        isCopying = false
        if let refused = try line.endCopying(refusing: "given up") { note(refused) }
    }

    // MARK: Receiving

    /// Reads every answer that is due. Throws the access's first failure.
    func settle(within limit: Duration? = nil) throws {
        if let last = awaited.last {
            if case .synchronization = last {} else { try line.requestAnswers() }
            try receive(within: limit)
        }
        try requireSound()
    }

    /// Reads every answer that is due and keeps the first failure among them.
    func receive(within limit: Duration? = nil) throws { try receive(untilRows: false, within: limit) }

    /// Reads every answer that is due before the first rows; those come next.
    func receiveUntilRows() throws { try receive(untilRows: true, within: nil) }

    private func receive(untilRows: Bool, within limit: Duration?) throws {
        try line.flush()
        var done = 0
        defer { awaited.removeFirst(done) }
        for item in awaited {
            done += 1
            switch item {
            case .rows where untilRows: return
            case .synchronization: try line.awaitSynchronization(within: limit)
            case .nothing, .rows:
                if let failed = try line.awaitEnd(within: limit) { note(failed) }
            case .preparation(let text, let variant):
                guard let failed = try line.awaitEnd(within: limit) else { continue }
                text.variants.removeAll { $0 === variant }
                note(failed)
            }
        }
    }

    /// All the rows of the statement whose turn it is, in the server's pieces. A failure is kept.
    func takeRows() throws -> [OpaquePointer] {
        try receiveUntilRows()
        var results: [OpaquePointer] = []
        while let result = try line.nextResult() {
            if let failed = line.failure(in: result) {
                PQclear(result)
                note(failed)
            } else if PQntuples(result) > 0 {
                results.append(result)
            } else {
                PQclear(result)
            }
        }
        return results
    }

    /// Hands the next rows of the statement that was asked over; answers how many, nil at its end. A failure is kept.
    func take(for statement: PostgresStatement) throws -> Int? {
        guard let result = try line.nextResult() else { return nil }
        if let failed = line.failure(in: result) {
            PQclear(result)
            note(failed)
            return 0
        }
        let count = Int(PQntuples(result))
        if count > 0 { statement.take(result) } else { PQclear(result) }
        return count
    }

    /// Passes over the rows that are left of the statement that was asked.
    func passOver() {
        do { while let result = try line.nextResult() { PQclear(result) } } catch {
            note(error as? PostgresFailure ?? PostgresFailure(lost: ""))
        }
    }
}
#endif
