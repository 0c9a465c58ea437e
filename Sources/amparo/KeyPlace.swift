import AmparoIntake
import AmparoStore
import AmparoStoreSQLite
import Foundation

#if Postgres
import AmparoStorePostgres
#endif

/// Where the wrapped keys of persons lie: in a file of the data folder, or, where `AMPARO_KEY_DATABASE` names one, in a
/// database of PostgreSQL, so that several machines share them.
///
/// That database has a server of its own: a backup of a server and its write-ahead log hold everything on it, and what
/// destroys a person's key must not leave the key in the backups of the journal (ARCHITECTURE.md, law 5). The key-encryption
/// key is in neither: each machine has the key file.
enum KeyPlace: Sendable {
    case file(String)
    case server(String)

    /// The place that the environment chooses for a data folder.
    static func chosen(folder: String) -> KeyPlace {
        guard let address = ProcessInfo.processInfo.environment["AMPARO_KEY_DATABASE"], !address.isEmpty else {
            return .file(folder + "/" + OpenStore.keyStoreFile)
        }
        return .server(address)
    }

    /// Whether keys are there already.
    func isTaken() throws -> Bool {
        switch self {
        case .file(let path): FileManager.default.fileExists(atPath: path)
        case .server(let address): try Self.holdsKeys(StoreEngine.server(address).connect())
        }
    }

    /// The database of the keys beside a journal's. Throws `notFound` where there is none and none is to be made.
    func open(beside journal: any AmparoStore.Database, creating: Bool) throws -> any AmparoStore.Database {
        switch self {
        case .file(let path):
            // Keys are written once: a log of 32 MiB is long enough.
            return try SQLiteDatabase(
                path: path, options: SQLiteDatabase.Options(create: creating, longLog: 4096, cache: 16_384))
        case .server(let address):
            let database = try StoreEngine.server(address).connect()
            try Self.requireApart(database, journal)
            guard try creating || Self.holdsKeys(database) else {
                throw StoreError(.notFound, "there is no key store in the database that AMPARO_KEY_DATABASE names")
            }
            return database
        }
    }

    /// Refuses keys on the server of the journal, in another database of it too.
    private static func requireApart(_ keys: any AmparoStore.Database, _ journal: any AmparoStore.Database) throws {
        #if Postgres
        guard let keys = keys as? PostgresDatabase, let journal = journal as? PostgresDatabase,
            try keys.server() == journal.server()
        else { return }
        throw Refusal(
            """
            The keys must not be on the server of the journal: its backups would hold them, and an erasure could be undone \
            from there. Give them a server of their own (AMPARO_KEY_DATABASE).
            """)
        #endif
    }

    private static func holdsKeys(_ database: any AmparoStore.Database) throws -> Bool {
        try database.read { try KeyStore.isThere(on: $0) }
    }
}
