internal import Crypto

extension KeyStore {
    /// What the table says of a person.
    enum Row: Equatable {
        case missing
        case destroyed
        case key(SymmetricKey)
    }

    static func keyID(on connection: any DatabaseConnection) throws -> [UInt8]? {
        let row = try connection.statement("SELECT key_id FROM wrapping WHERE id = 1")
        defer { row.reset() }
        return try row.step() ? [UInt8](row.bytes(0)) : nil
    }

    static func wrapping(among keys: [KeyFile.Key], on connection: any DatabaseConnection) throws -> KeyWrapping {
        guard let id = try keyID(on: connection) else { throw StoreError(.notFound, "key store") }
        guard let key = keys.first(where: { $0.id == id }) else { throw StoreError(.wrongKey) }
        return KeyWrapping(key)
    }

    /// Makes the secrets of a new key store.
    static func found(_ wrapping: KeyWrapping, random: RandomSource, on connection: any DatabaseConnection) throws {
        guard try keyID(on: connection) == nil else { return }
        let row = try connection.statement(Self.wrapping.insert)
        row.bind(1, at: 1)
        row.bind(wrapping.id, at: 2)
        try row.run()
        for name in StoreSecrets.names {
            let key = SymmetricKey(data: try random.bytes(32))
            let row = try connection.statement(Self.secret.insert)
            row.bind(name, at: 1)
            row.bind(try wrapping.wrap(key, bound: KeyWrapping.bound(secret: name), random: random), at: 2)
            try row.run()
        }
    }

    static func readSecrets(_ wrapping: KeyWrapping, on connection: any DatabaseConnection) throws
        -> [String: SymmetricKey]
    {
        let row = try connection.statement("SELECT name, wrapped FROM store_secret ORDER BY name")
        defer { row.reset() }
        var secrets: [String: SymmetricKey] = [:]
        while try row.step() {
            let name = row.text(0)
            secrets[name] = try wrapping.unwrap(row.bytes(1), bound: KeyWrapping.bound(secret: name))
        }
        return secrets
    }

    static func find(_ persons: ArraySlice<Person>, wrapping: KeyWrapping, on connection: any DatabaseConnection) throws
        -> [Row]
    {
        var found = [Row](repeating: .missing, count: persons.count)
        let persons = Array(persons)
        try connection.ask(select, count: persons.count) {
            $1.bind(persons[$0].rawValue, at: 1)
        } each: { index, row in
            found[index] = try known(persons[index], wrapping: wrapping, row)
        }
        return found
    }

    /// Whether the table has no row of a person.
    func isMissing(_ person: Person?) throws -> Bool {
        guard let person else { return false }
        return try database.read { connection in
            let row = try connection.statement(Self.select)
            defer { row.reset() }
            row.bind(person.rawValue, at: 1)
            return try !row.step()
        }
    }

    private static let select = "SELECT destroyed, wrapped FROM person_key WHERE person = ?"

    /// What the present row says of a person.
    private static func known(_ person: Person, wrapping: KeyWrapping, _ row: any PreparedStatement) throws -> Row {
        if row.int64(0) != 0 { return .destroyed }
        return .key(try wrapping.unwrap(row.bytes(1), bound: KeyWrapping.bound(person)))
    }

    /// Makes the keys that were missing when the others were found, or all were left to be found now; one that another process
    /// has made since is taken.
    func complete(
        _ known: [Row], of persons: ArraySlice<Person>, wrapping: KeyWrapping, on connection: any DatabaseConnection
    ) throws -> [Row] {
        var found = known.isEmpty ? [Row](repeating: .missing, count: persons.count) : known
        let missing = zip(found.indices, persons).filter { found[$0.0] == .missing }
        // This is the only writer now, so what is missing still is nobody else's to make.
        let still = try Self.find(missing.map(\.1)[...], wrapping: wrapping, on: connection)
        let insert = try connection.statement(
            "INSERT INTO person_key (person, class, destroyed, wrapped) VALUES (?, ?, 0, ?)")
        defer { insert.reset() }
        var made: [Person: SymmetricKey] = [:]
        for ((index, person), row) in zip(missing, still) {
            found[index] = made[person].map(Row.key) ?? row
            guard found[index] == .missing else { continue }
            let key = SymmetricKey(data: try random.bytes(32))
            insert.bind(person.rawValue, at: 1)
            insert.bind(person.rawValue & 15, at: 2)
            insert.bind(try wrapping.wrap(key, bound: KeyWrapping.bound(person), random: random), at: 3)
            try insert.run()
            made[person] = key
            found[index] = .key(key)
        }
        return found
    }
}
