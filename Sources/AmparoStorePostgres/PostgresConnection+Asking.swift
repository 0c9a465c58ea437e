#if Postgres
internal import AmparoStore
internal import CPostgres

extension PostgresConnection {
    /// How many sets of values go to the server together.
    private static let setsAtOnce = 1024

    func ask(
        _ sql: String, count: Int, bind: (_ index: Int, _ statement: any PreparedStatement) throws -> Void,
        each body: (_ index: Int, _ row: any PreparedStatement) throws -> Void
    ) throws {
        let statement = known(sql)
        defer { statement.reset() }
        if count == 1 {
            try bind(0, statement)
            while try statement.step() { try body(0, statement) }
            return
        }
        for start in stride(from: 0, to: count, by: Self.setsAtOnce) {
            let range = start..<min(count, start + Self.setsAtOnce)
            let rows = try explaining { try answers(to: statement, range, bind) }
            defer { for result in rows { PQclear(result) } }
            try statement.forEachAnswer(in: rows) { try body(start + $0, $1) }
        }
    }

    func foretell(_ sql: String, bind: (any PreparedStatement) throws -> Void) throws {
        guard !isWriting else { return }
        let statement = known(sql)
        defer { statement.reset() }
        try bind(statement)
        try statement.requireParameters()
        try explaining {
            try conversation.requireSound()
            try leaveReading()
            try foretold.send(statement)
        }
    }

    /// The answers to a question for a range of sets, which go to the server as a list for each parameter.
    private func answers(
        to statement: PostgresStatement, _ range: Range<Int>,
        _ bind: (_ index: Int, _ statement: any PreparedStatement) throws -> Void
    ) throws -> [OpaquePointer] {
        try conversation.requireSound()
        try leaveReading()
        let sets = ValueLists(columns: statement.text.parameters)
        for index in range {
            try bind(index, statement)
            try statement.requireParameters()
            try sets.add(types: statement.types, values: statement.values, lengths: statement.lengths)
            statement.reset()
        }
        try gathering.send(before: statement.text)
        try sets.withLists { values, lengths in
            try conversation.sendAsking(
                statement.text.forLists(of: sets.types), values: values, lengths: lengths,
                types: sets.types.map { PostgresType.list(of: $0) ?? 0 })
        }
        try line.requestAnswers()
        try foretold.collect()
        let answers = try conversation.takeRows()
        do { try conversation.requireSound() } catch {
            for result in answers { PQclear(result) }
            throw error
        }
        return answers
    }
}
#endif
