#if Postgres
internal import AmparoStore
internal import CPostgres

extension PostgresConnection {
    /// More answers than these are not left unread.
    private static let unreadLimit = 1024

    /// Runs a statement whose rows nobody wants.
    func run(_ statement: PostgresStatement) throws {
        try conversation.requireSound()
        try leaveReading()
        if isWriting, statement.text.insert != nil, try gathering.add(statement, columns: columns) { return }
        try gathering.send(before: statement.text)
        try conversation.send(
            statement.text, values: statement.values, lengths: statement.lengths, types: statement.types)
        // A reader hears at once that it cannot write.
        if !isWriting {
            try line.requestAnswers()
            try foretold.collect()
        }
        if !isWriting || conversation.due >= Self.unreadLimit { try conversation.settle() }
    }

    /// Runs a statement and takes its rows, all of them or, where there may be a whole table of them, one after the other.
    func fetch(_ statement: PostgresStatement) throws {
        try conversation.requireSound()
        if !statement.isListed {
            statement.isListed = true
            fetched.append(statement)
        }
        try leaveReading()
        if let answers = try foretold.answers(to: statement) {
            for answer in answers { statement.take(answer) }
            return try conversation.requireSound()
        }
        try gathering.send(before: statement.text)
        try conversation.sendAsking(
            statement.text, values: statement.values, lengths: statement.lengths, types: statement.types)
        try line.requestAnswers()
        try foretold.collect()
        try conversation.receiveUntilRows()
        if statement.text.isWhole {
            line.readRowByRow()
            reading = statement
            return
        }
        while try conversation.take(for: statement) != nil {}
        try conversation.requireSound()
    }

    /// Takes the next rows of a statement that is read row by row; false when there are no more.
    func fetchMore(_ statement: PostgresStatement) throws -> Bool {
        if reading === statement {
            while let count = try conversation.take(for: statement) { if count > 0 { return true } }
            reading = nil
        }
        try conversation.requireSound()
        return false
    }

    /// The statement wants no more rows: those that are on the way are passed over.
    func leave(_ statement: PostgresStatement) {
        guard reading === statement else { return }
        conversation.passOver()
        reading = nil
    }

    /// Takes all the rows that are left of the statement that is being read, before another one is sent.
    func leaveReading() throws {
        guard let statement = reading else { return }
        while try conversation.take(for: statement) != nil {}
        reading = nil
    }

    private func columns(of table: String) throws -> [String: UInt32] {
        let row = known(PostgresCatalogue.columns)
        defer { row.reset() }
        row.bind(table, at: 1)
        var types: [String: UInt32] = [:]
        while try row.step() { types[row.text(0)] = UInt32(truncatingIfNeeded: row.int64(1)) }
        return types
    }

    /// Refuses to go on when another process holds the lease.
    func requireLease(_ fence: Int64) throws {
        let row = known(PostgresLease.check)
        defer { row.reset() }
        guard try row.step(), row.int64(0) == fence else { throw StoreError(.takenOver) }
    }

    // MARK: Tables

    private func change(_ sql: String) throws {
        try explaining {
            try conversation.requireSound()
            try leaveReading()
            try gathering.sendAll()
            gathering.forget()
            try conversation.send(sql)
            try conversation.settle()
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
#endif
