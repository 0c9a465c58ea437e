internal import AmparoModel
public import AmparoTransparency

extension PublishedLog {
    /// A signing key of the log.
    struct LogKey: Hashable, Sendable {
        enum State: Int64 {
            /// The present key.
            case present = 1
            /// Signs beside the present key, until everybody knows that one.
            case retiring = 2
            /// Signs no more; what it signed stays signed.
            case retired = 3
        }

        var number: Int64
        var verifier: VerifierKey
        var state: State
    }

    /// The keys that sign, the present one first: what others are told to trust.
    public func verifierKeys() throws -> [VerifierKey] {
        try logKeys().filter { $0.state != .retired }.reversed().map(\.verifier)
    }

    /// Makes a new signing key. From now on it and the keys before it sign side by side, so that witnesses and readers
    /// have time to learn it; `retireKeys` ends that. Answers the new key.
    ///
    /// Broken off, the next call takes the key that was made. Throws `notPublished` before `found`.
    @discardableResult
    public func rotateKey() throws -> VerifierKey {
        guard let origin = try origin() else { throw StoreError(.notPublished, "the log has no origin") }
        let number = (try logKeys().last?.number ?? 0) + 1
        // The secret first: a key that is told to others can always sign.
        guard let seed = try keys.logKeySeed(number, creatingMissing: true) else { throw StoreError(.noKey) }
        let verifier = try NoteSigner(name: origin, type: .ed25519, seed: seed).verifierKey
        let made = now().microseconds
        func put(_ connection: any DatabaseConnection) throws {
            try Self.setState(.retiring, ofKeysIn: .present, on: connection)
            let row = try connection.statement(LogSchema.key.insert)
            row.bind(number, at: 1)
            row.bind(verifier.description, at: 2)
            row.bind(LogKey.State.present.rawValue, at: 3)
            row.bind(made, at: 4)
            try row.run()
        }
        // The first key comes with the log; it is told of with the first checkpoint.
        if number == 1 { try database.write(put) } else { try settle(put) }
        return verifier
    }

    /// Lets the keys before the present one sign no more.
    public func retireKeys() throws {
        try settle { try Self.setState(.retired, ofKeysIn: .retiring, on: $0) }
    }

    /// All keys in the order of their numbers.
    func logKeys() throws -> [LogKey] {
        try database.read { connection in
            let row = try connection.statement("SELECT number, verifier, state FROM log_key ORDER BY number")
            defer { row.reset() }
            var keys: [LogKey] = []
            while try row.step() {
                guard let state = LogKey.State(rawValue: row.int64(2)) else { throw StoreError(.damaged, "log_key") }
                keys.append(
                    LogKey(number: row.int64(0), verifier: try VerifierKey(Array(row.bytes(1))), state: state))
            }
            return keys
        }
    }

    /// The signers of the keys that sign. Throws `noKey` when a secret is gone, `wrongKey` when it is not that of the
    /// key others were told.
    func signers() throws -> [NoteSigner] {
        try logKeys().filter { $0.state != .retired }.reversed().map { key in
            guard let seed = try keys.logKeySeed(key.number, creatingMissing: false) else { throw StoreError(.noKey) }
            let signer = try NoteSigner(name: key.verifier.name, type: .ed25519, seed: seed)
            guard signer.verifierKey == key.verifier else { throw StoreError(.wrongKey, "log key \(key.number)") }
            return signer
        }
    }

    private static func setState(
        _ state: LogKey.State, ofKeysIn before: LogKey.State, on connection: any DatabaseConnection
    ) throws {
        let row = try connection.statement("UPDATE log_key SET state = ? WHERE state = ?")
        row.bind(state.rawValue, at: 1)
        row.bind(before.rawValue, at: 2)
        try row.run()
    }
}
