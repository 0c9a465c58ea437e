import AmparoStore
import AmparoStoreSQLite
import AmparoTestSupport
import Testing

@Suite("SQLite keeps the storage contract")
struct ContractTests {
    /// An engine that makes its places in two folders; no clause asks for more.
    private func engine(
        _ name: String, _ folders: [TemporaryFolder], wrapping: @escaping @Sendable (SQLiteDatabase) -> any Database
    ) -> StorageEngine {
        StorageEngine(name: name) {
            let folder = try folders.first { try $0.files().isEmpty } ?? folders[0]
            return {
                wrapping(try SQLiteDatabase(path: folder.path + "/store.sqlite", options: .init(create: true)))
            }
        }
    }

    @Test("SQLite:", arguments: StorageContract.clauses)
    func keeps(_ clause: StorageContract.Clause) throws {
        let folders = [try TemporaryFolder(), try TemporaryFolder()]
        try clause.check(engine("SQLite", folders) { $0 })
    }

    @Test("SQLite, every write run twice:", arguments: StorageContract.clauses)
    func keepsRetried(_ clause: StorageContract.Clause) throws {
        let folders = [try TemporaryFolder(), try TemporaryFolder()]
        try clause.check(engine("SQLite, retried", folders) { RetriedDatabase($0) })
    }
}
