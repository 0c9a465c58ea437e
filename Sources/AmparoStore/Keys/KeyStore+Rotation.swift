extension KeyStore {
    /// Puts a new key-encryption key in the place of the present one.
    ///
    /// First the key file holds both keys, then everything is wrapped anew in one transaction, then the file holds the
    /// new one only. Broken off anywhere, the store opens, and the next `rotate` goes on where it stopped. Throws
    /// `busy` when another process rotates.
    public func rotate() throws {
        try file.withLock {
            var keys = try file.load()
            let present = try database.read { try Self.keyID(on: $0) }
            if keys.count == 2, keys[1].id == present {
                // The last rotation was broken off after its transaction: only the old key is left to be forgotten.
                keys.removeFirst()
                try file.store(keys)
            }
            if keys.count == 1 {
                keys.append(try KeyFile.makeKey(random: random))
                try file.store(keys)
            }
            let old = KeyWrapping(keys[0])
            let new = KeyWrapping(keys[1])
            try database.write { connection in
                guard try Self.keyID(on: connection) == old.id else { throw StoreError(.wrongKey) }
                try self.rewrapPersons(from: old, to: new, on: connection)
                try self.rewrapSecrets(from: old, to: new, on: connection)
                let row = try connection.statement("UPDATE wrapping SET key_id = ? WHERE id = 1")
                row.bind(new.id, at: 1)
                try row.run()
            }
            use(new)
            try database.scrub()
            try file.store([keys[1]])
        }
    }

    private func rewrapPersons(from old: KeyWrapping, to new: KeyWrapping, on connection: any DatabaseConnection) throws
    {
        let select = try connection.statement(
            """
            SELECT person, wrapped FROM person_key WHERE person > ? AND destroyed = 0 ORDER BY person LIMIT 4096
            """)
        let update = try connection.statement("UPDATE person_key SET wrapped = ? WHERE person = ?")
        var last = Int64.min
        while true {
            var rows: [(person: Person, wrapped: [UInt8])] = []
            select.bind(last, at: 1)
            while try select.step() { rows.append((Person(rawValue: select.int64(0)), [UInt8](select.bytes(1)))) }
            select.reset()
            guard let end = rows.last else { return }
            for row in rows {
                let bound = KeyWrapping.bound(row.person)
                let key = try row.wrapped.withUnsafeBytes { try old.unwrap($0, bound: bound) }
                update.bind(try new.wrap(key, bound: bound, random: random), at: 1)
                update.bind(row.person.rawValue, at: 2)
                try update.run()
            }
            last = end.person.rawValue
        }
    }

    private func rewrapSecrets(from old: KeyWrapping, to new: KeyWrapping, on connection: any DatabaseConnection) throws
    {
        let secrets = try Self.readSecrets(old, on: connection)
        let update = try connection.statement("UPDATE store_secret SET wrapped = ? WHERE name = ?")
        for (name, key) in secrets {
            update.bind(try new.wrap(key, bound: KeyWrapping.bound(secret: name), random: random), at: 1)
            update.bind(name, at: 2)
            try update.run()
        }
    }
}
