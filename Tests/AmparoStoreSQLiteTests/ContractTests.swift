import AmparoStore
import AmparoStoreSQLite
import AmparoTestSupport
import Testing

@Suite("SQLite keeps the storage contract")
struct ContractTests {
    @Test("SQLite:", arguments: StorageContract.clauses)
    func keeps(_ clause: StorageContract.Clause) throws {
        let folder = try TemporaryFolder()
        let other = try TemporaryFolder()
        // The second place a clause asks for lies in the second folder.
        let engine = StorageEngine(name: "SQLite") { [folder, other] in
            let path = folder.path + "/store.sqlite"
            let taken = try folder.files()["store.sqlite"] != nil
            let place = taken ? other.path + "/store.sqlite" : path
            return { try SQLiteDatabase(path: place, options: .init(create: true)) }
        }
        try clause.check(engine)
    }
}
