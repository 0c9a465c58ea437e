import AmparoStore
import AmparoStoreSQLite
import Foundation

#if Postgres
import AmparoStorePostgres
#endif

/// In which engine a store's journal and views lie: a file in the data folder, or, where `AMPARO_DATABASE` names one, a
/// database of PostgreSQL.
///
/// Keys have a place of their own (`KeyPlace`), because they must not be in the database's backups; sessions and the answers
/// of the API stay in the data folder, because they need not outlive the machine.
enum StoreEngine: Sendable {
    case file(String)
    case server(String)

    /// The engine that the environment chooses for a data folder.
    static func chosen(folder: String) -> StoreEngine {
        guard let address = ProcessInfo.processInfo.environment["AMPARO_DATABASE"], !address.isEmpty else {
            return .file(folder + "/" + OpenStore.journalFile)
        }
        return .server(address)
    }

    /// The engine that a word of the command line names: an address, or a folder.
    static func named(_ word: String) -> StoreEngine {
        guard !word.contains("://") else { return .server(word) }
        let folder = URL(fileURLWithPath: word).standardizedFileURL.path
        return .file(folder + "/" + OpenStore.journalFile)
    }

    /// The database, made if need be.
    func openMaking() throws -> any AmparoStore.Database {
        switch self {
        case .file(let path): try SQLiteDatabase(path: path, options: SQLiteDatabase.Options(create: true))
        case .server: try connect()
        }
    }

    /// The database of a store that is there. Throws `notFound` where there is none: an empty one is not made into one.
    func open() throws -> any AmparoStore.Database {
        switch self {
        case .file(let path): return try SQLiteDatabase(path: path)
        case .server:
            let database = try connect()
            guard try Self.holdsStore(database) else { throw StoreError(.notFound, "the database is empty") }
            return database
        }
    }

    /// Whether there is a store already.
    func isTaken() throws -> Bool {
        switch self {
        case .file(let path): FileManager.default.fileExists(atPath: path)
        case .server: try Self.holdsStore(connect())
        }
    }

    private static func holdsStore(_ database: any AmparoStore.Database) throws -> Bool {
        try database.read { try $0.hasTable(JournalSchema.sequencer.name) }
    }

    /// The database as it is, perhaps empty; only of a server.
    func connect() throws -> any AmparoStore.Database {
        guard case .server(let address) = self else { return try openMaking() }
        #if Postgres
        return try PostgresDatabase(PostgresAddress(address), random: .system(), timing: .system())
        #else
        throw Refusal("This program was built without PostgreSQL; build it with the package trait Postgres.")
        #endif
    }
}

/// That a data folder's keys belong to the journal of a database: the folder keeps the random name of the first entry.
struct StoreBinding {
    let path: String

    init(folder: String) { path = folder + "/journal.name" }

    /// Refuses another journal than the one that the folder was used with first.
    func require(_ journal: Journal) throws {
        guard let name = try journal.withEntry(1, { "\($0.id)\n" }) else { return }
        if let known = try DurableFile.read(path, limit: 256) {
            guard known == Array(name.utf8) else {
                throw Refusal(
                    "This data folder has the keys of another store than the one in the database; check AMPARO_DATABASE and --data."
                )
            }
            return
        }
        try DurableFile.write(Array(name.utf8), to: path, mode: 0o600, syncing: true)
    }
}
