#if Postgres
import AmparoGate
import AmparoServer
import AmparoStore
import AmparoStorePostgres
import AmparoTestSupport
import Testing

@Suite("The program's statements", .enabled(if: TestCluster.programs != nil))
struct StatementTests {
    @Test("PostgreSQL takes every statement of the program, on the tables that the program declares")
    func all() throws {
        let cluster = try #require(TestCluster.shared)
        let name = try cluster.makeDatabase()
        try Migrator([
            JournalSchema.schema, Projections.schema, RecordSchema.schema, WorklistSchema.schema, KeyStore.schema,
            KeyStore.sharedSchema,
            LogSchema.schema, WitnessSchema.schema, DisclosureSchema.schema, GovernanceProjection.schema,
            ClockMends.schema, DutySchema.schema, DeliverySchema.schema, SignInProjection.schema, SessionBook.schema,
            AnswerBook.schema, AttachmentProjection.schema,
        ]).migrate(Place.open(name, on: cluster))
        // Texts with a name put in at run time cannot be prepared; those names come from the declarations.
        let statements = try ProgramStatements.read(inserts: true).filter { sql in
            !["SELECT", "INSERT", "UPDATE", "DELETE"].contains(sql) && !sql.hasPrefix("SELECT x ")
                && !sql.contains(" FROM x") && !sql.contains("INTO x ")
        }
        #expect(statements.count > 250, "the scan finds the statements")
        let prepared = statements.enumerated().map { "PREPARE s\($0) AS \(numbered($1))" }
        // All at once; where one is refused, each by itself, to say which.
        if (try? cluster.ask(prepared.joined(separator: ";"), in: name)) != nil { return }
        for sql in prepared {
            do { try cluster.ask(sql, in: name) } catch { Issue.record("\(sql): \(error)") }
        }
    }

    private func numbered(_ sql: String) -> String {
        var count = 0
        return sql.map { character in
            guard character == "?" else { return String(character) }
            count += 1
            return "$\(count)"
        }.joined()
    }
}
#endif
