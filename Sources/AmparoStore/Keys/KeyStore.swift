internal import Crypto
internal import Synchronization

/// The keys of persons, each wrapped by the key-encryption key, in a database of their own that is in no ordinary
/// backup. Destroying a key erases the person (law 5).
///
/// Keys are durable before they are handed out, so no entry can be sealed with a key that a crash takes away.
public final class KeyStore: Sendable {
    /// One row for each person. A destroyed key's row stays, overwritten with zeros, so that none is made again.
    static let personKey = TableDefinition(
        "person_key", primaryKey: ["person"],
        columns: [.integer("person"), .integer("class"), .integer("destroyed"), .blob("wrapped")])
    /// The store's own secrets, wrapped.
    static let secret = TableDefinition(
        "store_secret", primaryKey: ["name"], columns: [.text("name"), .blob("wrapped")])
    /// One row: the id of the key-encryption key under which everything is wrapped.
    static let wrapping = TableDefinition(
        "wrapping", primaryKey: ["id"], columns: [.integer("id"), .blob("key_id")])

    /// The key store's schema.
    public static let schema = Schema(
        component: "keys",
        migrations: [
            Migration(
                1, "person keys and store secrets",
                steps: [.createTable(personKey), .createTable(secret), .createTable(wrapping)])
        ])

    /// The store's own keys: blind indexes, row keys, masks of days.
    public let secrets: StoreSecrets

    let database: any Database
    let file: KeyFile
    let random: RandomSource
    private let present: Mutex<KeyWrapping>

    /// Opens the key store in `database`; the first time it makes the store's secrets.
    ///
    /// Throws `keyFile`, `keyFileInsideData`, `keyFileMode`, `wrongKey`, and what a migration throws.
    public init(_ database: any Database, file: KeyFile, random: RandomSource, migrating: Bool = true) throws {
        let keys = try file.load()
        if migrating {
            try Migrator([Self.schema]).migrate(database)
            // The first process to come makes the secrets under the file's key.
            if try database.read({ try Self.keyID(on: $0) }) == nil {
                let fresh = KeyWrapping(keys[0])
                try database.write { try Self.found(fresh, random: random, on: $0) }
            }
        } else {
            try Migrator([Self.schema]).check(database)
        }
        self.database = database
        self.file = file
        self.random = random
        let (wrapping, secrets) = try database.read { connection in
            let wrapping = try Self.wrapping(among: keys, on: connection)
            return (wrapping, try Self.readSecrets(wrapping, on: connection))
        }
        present = Mutex(wrapping)
        self.secrets = try StoreSecrets(secrets)
    }

    /// The keys of persons, in the order of `persons`; nil for one whose key was destroyed or, without
    /// `creatingMissing`, never made. New keys are durable when this returns. Fastest when `persons` are sorted.
    public func keys(for persons: [Person], creatingMissing: Bool) throws -> [PersonKey?] {
        var keys: [PersonKey?] = []
        keys.reserveCapacity(persons.count)
        for start in stride(from: 0, to: persons.count, by: 16_384) {
            let part = persons[start..<min(start + 16_384, persons.count)]
            // Persons are numbered as they come, so the last shows whether keys are to be made: then all are looked for where
            // they are made, once.
            var found: [Row] = []
            if try !creatingMissing || !isMissing(part.last) {
                found = try database.read { connection in
                    try Self.find(part, wrapping: try self.wrapping(on: connection), on: connection)
                }
            }
            if creatingMissing, found.isEmpty || found.contains(where: { $0 == .missing }) {
                let known = found
                found = try database.write { connection in
                    try self.complete(known, of: part, wrapping: try self.wrapping(on: connection), on: connection)
                }
                try database.upkeep()
            }
            for (person, row) in zip(part, found) {
                if case .key(let key) = row {
                    keys.append(PersonKey(person: person, key: key))
                } else {
                    keys.append(nil)
                }
            }
        }
        return keys
    }

    /// The key of one person, as `keys(for:creatingMissing:)`.
    public func key(for person: Person, creatingMissing: Bool) throws -> PersonKey? {
        try keys(for: [person], creatingMissing: creatingMissing)[0]
    }

    /// Destroys the key of a person, for ever: the wrapped key is overwritten, in the engine's log too, and no key will
    /// be made for the person again. Doing it twice changes nothing.
    ///
    /// Whoever holds the key in memory keeps it; programs ask for keys anew for each job. Copies of the disk made before keep the wrapped key; `rotate` makes those worthless. Throws `busy` when the
    /// key is destroyed but a reader kept the engine's log from being emptied: then do it again.
    public func destroy(_ person: Person) throws {
        try database.write { connection in
            let row = try connection.statement(
                """
                INSERT INTO person_key (person, class, destroyed, wrapped) VALUES (?, ?, 1, ?)
                ON CONFLICT (person) DO UPDATE SET destroyed = 1, wrapped = excluded.wrapped
                """)
            row.bind(person.rawValue, at: 1)
            row.bind(person.rawValue & 15, at: 2)
            row.bind([UInt8](repeating: 0, count: KeyWrapping.length), at: 3)
            try row.run()
        }
        try database.scrub()
    }

    /// Whether a person's key was destroyed.
    public func isDestroyed(_ person: Person) throws -> Bool {
        try database.read { connection in
            let row = try connection.statement("SELECT destroyed FROM person_key WHERE person = ?")
            defer { row.reset() }
            row.bind(person.rawValue, at: 1)
            return try row.step() && row.int64(0) != 0
        }
    }

    /// The wrapping the database is under; another process may have rotated it since.
    func wrapping(on connection: any DatabaseConnection) throws -> KeyWrapping {
        let id = try Self.keyID(on: connection)
        let known = present.withLock { $0 }
        if known.id == id { return known }
        let fresh = try Self.wrapping(among: try file.load(), on: connection)
        present.withLock { $0 = fresh }
        return fresh
    }

    func use(_ wrapping: KeyWrapping) { present.withLock { $0 = wrapping } }
}
