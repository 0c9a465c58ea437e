internal import Crypto

extension KeyStore {
    /// The 32-byte seed of the log's signing key of that number, wrapped in the key store like every other secret, so
    /// that `rotate` wraps it anew too; nil when there is none and none is to be made. A new one is durable when this
    /// returns, and asking again gives the same.
    func logKeySeed(_ number: Int64, creatingMissing: Bool) throws -> [UInt8]? {
        try seed(Self.logKeyName(number), creatingMissing: creatingMissing)
    }

    /// The 32-byte seed from which the keys are derived that messages are signed with, made and wrapped like the log's keys.
    public func deliverySeed() throws -> [UInt8] {
        guard let seed = try seed("delivery", creatingMissing: true) else { throw StoreError(.noKey) }
        return seed
    }

    /// The 32-byte seed from which the keys of private matching are derived, made and wrapped like the log's keys.
    public func matchSeed() throws -> [UInt8] {
        guard let seed = try seed("match", creatingMissing: true) else { throw StoreError(.noKey) }
        return seed
    }

    private func seed(_ name: String, creatingMissing: Bool) throws -> [UInt8]? {
        let found = try database.read { try self.seed(name, on: $0) }
        if found != nil || !creatingMissing { return found }
        return try database.write { connection in
            if let made = try self.seed(name, on: connection) { return made }
            let seed = SymmetricKey(data: try self.random.bytes(32))
            let row = try connection.statement(Self.secret.insert)
            row.bind(name, at: 1)
            row.bind(
                try self.wrapping(on: connection).wrap(
                    seed, bound: KeyWrapping.bound(secret: name), random: self.random), at: 2)
            try row.run()
            return seed.withUnsafeBytes { Array($0) }
        }
    }

    private func seed(_ name: String, on connection: any DatabaseConnection) throws -> [UInt8]? {
        let row = try connection.statement("SELECT wrapped FROM store_secret WHERE name = ?")
        defer { row.reset() }
        row.bind(name, at: 1)
        guard try row.step() else { return nil }
        let seed = try wrapping(on: connection).unwrap(row.bytes(0), bound: KeyWrapping.bound(secret: name))
        return seed.withUnsafeBytes { Array($0) }
    }

    private static func logKeyName(_ number: Int64) -> String { "log-key-\(number)" }
}
