#if Postgres
import AmparoStore
import AmparoStorePostgres
import AmparoTestSupport
import Testing

/// Databases of the cluster that the tests of this process share.
enum Place {
    static func open(_ name: String, on cluster: TestCluster, options: PostgresDatabase.Options = .init()) throws
        -> PostgresDatabase
    {
        try PostgresDatabase(
            PostgresAddress(cluster.address(name)), options: options, random: .system(), timing: .system())
    }

    static func engine(wrapping: @escaping @Sendable (PostgresDatabase) -> any Database) -> StorageEngine {
        StorageEngine(name: "PostgreSQL") {
            let cluster = try #require(TestCluster.shared)
            let name = try cluster.makeDatabase()
            return { wrapping(try open(name, on: cluster)) }
        }
    }
}

@Suite("PostgreSQL keeps the storage contract", .enabled(if: TestCluster.programs != nil))
struct ContractTests {
    @Test("PostgreSQL:", arguments: StorageContract.clauses)
    func keeps(_ clause: StorageContract.Clause) throws { try clause.check(Place.engine { $0 }) }

    @Test("PostgreSQL, every write run twice:", arguments: StorageContract.clauses)
    func keepsRetried(_ clause: StorageContract.Clause) throws {
        try clause.check(Place.engine { RetriedDatabase($0) })
    }
}
#endif
