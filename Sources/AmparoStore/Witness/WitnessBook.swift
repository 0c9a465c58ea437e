public import AmparoModel
public import AmparoTransparency

/// A witness: what it has cosigned of each log, and its key. C2SP `tlog-witness` (<https://c2sp.org/tlog-witness>).
///
/// What it knows of a log and the decision to cosign are one transaction, durable before the cosignature leaves. So it
/// never cosigns two views of one log, nor a smaller one after a larger, through crashes and in several processes.
public struct WitnessBook: Sendable {
    /// What is answered to a request.
    public struct Answer: Hashable, Sendable {
        /// The status of the HTTP answer.
        public var status: Int
        /// The media type of the body.
        public var mediaType: String
        /// The body.
        public var body: [UInt8]
    }

    /// What is known of a log, for people.
    public struct Log: Hashable, Sendable {
        /// Its name.
        public var origin: OctetText
        /// The size of the checkpoint that was cosigned last; 0 before the first.
        public var size: UInt64
        /// The keys that are trusted for it.
        public var keys: [VerifierKey]
        /// How many contradictory checkpoints of it were refused and kept.
        public var splits: Int
    }

    private let database: any Database
    private let signer: NoteSigner
    private let now: @Sendable () -> Instant

    /// The witness of a database, made or migrated if need be, that cosigns with `signer`.
    public init(_ database: any Database, signer: NoteSigner, now: @escaping @Sendable () -> Instant) throws {
        try Migrator([WitnessSchema.schema]).migrate(database)
        self.database = database
        self.signer = signer
        self.now = now
    }

    /// The key that others put into their policies.
    public var verifierKey: VerifierKey { signer.verifierKey }

    /// Trusts a key for the log of the key's name; what was cosigned of that log stays. For a rotation, trust the new
    /// key beside the old one. Throws a `TransparencyError` of code `badKey` for a key that is no log's.
    public func trust(_ key: VerifierKey) throws {
        guard key.type == .ed25519 else { throw TransparencyError(.badKey, "no log's key") }
        try database.write { connection in
            let log = try connection.statement(
                """
                INSERT INTO witnessed_log (origin, size, root, note, cosigned) VALUES (?, 0, ?, ?, 0)
                ON CONFLICT (origin) DO NOTHING
                """)
            log.bind(key.name.description, at: 1)
            log.bind(RFC6962.emptyRoot.bytes, at: 2)
            log.bind([], at: 3)
            try log.run()
            let row = try connection.statement(
                """
                INSERT INTO witnessed_key (origin, verifier) VALUES (?, ?) ON CONFLICT (origin, verifier) DO NOTHING
                """)
            row.bind(key.name.description, at: 1)
            row.bind(key.description, at: 2)
            try row.run()
        }
    }

    /// The logs, in the order of their names.
    public func logs() throws -> [Log] {
        try database.read { connection in
            let row = try connection.statement(
                """
                SELECT origin, size, (SELECT COUNT(*) FROM witnessed_split WHERE origin = witnessed_log.origin)
                FROM witnessed_log ORDER BY origin
                """)
            defer { row.reset() }
            var logs: [Log] = []
            while try row.step() {
                let origin = OctetText(row.bytes(0))
                logs.append(
                    Log(
                        origin: origin, size: UInt64(max(row.int64(1), 0)),
                        keys: try Self.keys(of: origin, on: connection),
                        splits: Int(row.int64(2))))
            }
            return logs
        }
    }

    /// Answers the body of an `add-checkpoint` request.
    ///
    /// Whoever is not the log cannot make it write: the request is decided on a snapshot first, and once more in the
    /// transaction that records it.
    public func addCheckpoint(_ body: [UInt8]) throws -> Answer {
        guard let request = TlogWitness.Request(parsing: body) else { return Self.answer(.badRequest) }
        let seconds = now().microseconds / 1_000_000
        var decision = try database.read { try Self.decide(request, on: $0) }
        if case .success = decision {
            decision = try database.write { connection in
                let decision = try Self.decide(request, on: connection)
                if case .success(let checkpoint) = decision {
                    try Self.record(checkpoint, request.checkpoint, seconds, on: connection)
                }
                return decision
            }
        }
        switch decision {
        case .success(let checkpoint):
            let line = try signer.cosign(checkpoint, at: seconds)
            return Answer(status: 200, mediaType: "text/plain; charset=utf-8", body: line.line)
        case .failure(let refusal):
            if refusal == .unprocessable || refusal.isSplit(of: request) {
                try keepEvidence(request, body, seconds)
            }
            return Self.answer(refusal)
        }
    }

    private static func answer(_ refusal: TlogWitness.Refusal) -> Answer {
        guard case .conflict(let size) = refusal else {
            return Answer(status: refusal.status, mediaType: "text/plain; charset=utf-8", body: [])
        }
        return Answer(status: refusal.status, mediaType: TlogWitness.sizeMediaType, body: Array("\(size)\n".utf8))
    }

    private static func decide(_ request: TlogWitness.Request, on connection: any DatabaseConnection) throws
        -> Result<TlogCheckpoint, TlogWitness.Refusal>
    {
        try TlogWitness.decide(request) { origin in
            let row = try connection.statement("SELECT size, root FROM witnessed_log WHERE origin = ?")
            defer { row.reset() }
            row.bind(origin.description, at: 1)
            guard try row.step() else { return nil }
            guard let size = UInt64(exactly: row.int64(0)), let root = TreeHash(row.bytes(1)) else {
                throw StoreError(.damaged, "witnessed_log")
            }
            return TlogWitness.KnownLog(keys: try keys(of: origin, on: connection), size: size, root: root)
        }
    }

    private static func keys(of origin: OctetText, on connection: any DatabaseConnection) throws -> [VerifierKey] {
        let row = try connection.statement("SELECT verifier FROM witnessed_key WHERE origin = ? ORDER BY verifier")
        defer { row.reset() }
        row.bind(origin.description, at: 1)
        var keys: [VerifierKey] = []
        while try row.step() { keys.append(try VerifierKey(Array(row.bytes(0)))) }
        return keys
    }

    private static func record(
        _ checkpoint: TlogCheckpoint, _ note: SignedNote, _ seconds: Int64, on connection: any DatabaseConnection
    ) throws {
        let row = try connection.statement(
            "UPDATE witnessed_log SET size = ?, root = ?, note = ?, cosigned = ? WHERE origin = ? AND size <= ?")
        row.bind(Int64(checkpoint.size), at: 1)
        row.bind(checkpoint.root.bytes, at: 2)
        row.bind(note.encoded, at: 3)
        row.bind(seconds, at: 4)
        row.bind(checkpoint.origin.description, at: 5)
        row.bind(Int64(checkpoint.size), at: 6)
        try row.run()
    }

    /// Keeps a contradictory request beside what was cosigned: two signatures of the log that convict it. The same one
    /// is kept once, and at most a thousand of a log.
    private func keepEvidence(_ request: TlogWitness.Request, _ body: [UInt8], _ seconds: Int64) throws {
        let digest = request.checkpoint.text.withUnsafeBytes { TreeHash(sha256: $0) }
        let origin = try TlogCheckpoint(text: request.checkpoint.text).origin.description
        try database.write { connection in
            let row = try connection.statement(
                """
                INSERT INTO witnessed_split (digest, origin, request, known, seen)
                SELECT ?, origin, ?, note, ? FROM witnessed_log
                WHERE origin = ? AND (SELECT COUNT(*) FROM witnessed_split WHERE origin = ?) < 1000
                ON CONFLICT (digest) DO NOTHING
                """)
            row.bind(digest.bytes, at: 1)
            row.bind(body, at: 2)
            row.bind(seconds, at: 3)
            row.bind(origin, at: 4)
            row.bind(origin, at: 5)
            try row.run()
        }
    }
}

extension TlogWitness.Refusal {
    /// Whether the same size was asked for with another root.
    fileprivate func isSplit(of request: TlogWitness.Request) -> Bool {
        guard case .conflict(let size) = self, let checkpoint = try? TlogCheckpoint(text: request.checkpoint.text)
        else { return false }
        return request.old == size && checkpoint.size == size
    }
}
