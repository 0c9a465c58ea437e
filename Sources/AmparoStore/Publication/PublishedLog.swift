public import AmparoModel
public import AmparoTransparency

/// The journal as a transparency log: what has been signed, cosigned and published of it.
///
/// A checkpoint goes through four steps, each durable before the next: its size and root are reserved, it is signed, it
/// is cosigned, it is published. Broken off anywhere, `publish` goes on. Sizes only grow; the clock decides nothing.
public struct PublishedLog: Sendable {
    /// The steps of a publication, for tests that break it off after each of them.
    public enum Step: Sendable, CaseIterable {
        /// Size and root stand in the table.
        case reserved
        /// The signed note stands in the table.
        case signed
        /// A witness has answered; nothing of it is stored.
        case cosigned
        /// Its cosignature is stored.
        case recorded
        /// The checkpoint counts as published.
        case published
    }

    /// A checkpoint with what witnesses have added to it.
    public struct Checkpoint: Hashable, Sendable {
        /// Size, root and origin.
        public var checkpoint: TlogCheckpoint
        /// The note with all signatures.
        public var note: SignedNote
        /// When it was published; nil when it is not.
        public var published: Instant?
    }

    /// The journal whose entries are the leaves.
    public let journal: Journal
    let keys: KeyStore
    let now: @Sendable () -> Instant
    let afterStep: @Sendable (Step) throws -> Void
    let cache = TileCache()

    /// The log of a journal whose database has `LogSchema`, with signing keys in `keys`.
    public init(
        _ journal: Journal, keys: KeyStore, now: @escaping @Sendable () -> Instant,
        afterStep: @escaping @Sendable (Step) throws -> Void = { _ in }
    ) {
        self.journal = journal
        self.keys = keys
        self.now = now
        self.afterStep = afterStep
    }

    var database: any Database { journal.database }

    // MARK: Who the log is

    /// The log's name in its checkpoints; nil before `found`.
    public func origin() throws -> OctetText? {
        try database.read { try Self.origin(on: $0) }
    }

    /// Gives the log its origin and first key, unless it has them; the origin never changes after that.
    ///
    /// Without `origin` it is `amparo.example/` and sixteen random hexadecimal digits. Throws a `TransparencyError` of
    /// code `badName` for an origin with spaces or a plus sign, `refused` when the log has another one already.
    @discardableResult
    public func found(origin wanted: OctetText? = nil) throws -> OctetText {
        if let wanted, !wanted.isKeyName { throw TransparencyError(.badName) }
        let random = try keys.random.bytes(8)
        let drawn = random.reduce(into: "amparo.example/") { text, byte in
            text += (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        let made = now().microseconds
        let origin = try database.write { connection in
            if let present = try Self.origin(on: connection) { return present }
            let chosen = wanted ?? OctetText(drawn)
            let row = try connection.statement(LogSchema.identity.insert)
            row.bind(1, at: 1)
            row.bind(chosen.description, at: 2)
            row.bind(made, at: 3)
            try row.run()
            return chosen
        }
        if let wanted, wanted != origin { throw StoreError(.refused, "the log's origin is \(origin)") }
        if try logKeys().isEmpty { try rotateKey() }
        return origin
    }

    static func origin(on connection: any DatabaseConnection) throws -> OctetText? {
        let row = try connection.statement("SELECT origin FROM log_identity WHERE id = 1")
        defer { row.reset() }
        return try row.step() ? OctetText(row.bytes(0)) : nil
    }

    // MARK: What is published

    /// The largest checkpoint that is published; nil before the first.
    public func latest() throws -> Checkpoint? {
        try database.read { connection in
            let row = try connection.statement(
                """
                SELECT size, root, note, published FROM log_checkpoint WHERE published IS NOT NULL
                ORDER BY size DESC LIMIT 1
                """)
            defer { row.reset() }
            guard try row.step() else { return nil }
            return try Self.checkpoint(row, on: connection)
        }
    }

    /// The checkpoint that was reserved last, whether it is published or not; nil before the first or as long as it is
    /// not signed.
    public func newest() throws -> Checkpoint? {
        try database.read { connection in
            let row = try connection.statement(
                "SELECT size, root, note, published FROM log_checkpoint ORDER BY size DESC LIMIT 1")
            defer { row.reset() }
            guard try row.step(), !row.bytes(2).isEmpty else { return nil }
            return try Self.checkpoint(row, on: connection)
        }
    }

    /// The checkpoint of a size that was signed. Throws `notPublished` when it was not.
    func checkpoint(size: UInt64) throws -> Checkpoint {
        try database.read { connection in
            let row = try connection.statement("SELECT size, root, note, published FROM log_checkpoint WHERE size = ?")
            defer { row.reset() }
            row.bind(Int64(size), at: 1)
            guard try row.step(), !row.bytes(2).isEmpty else { throw StoreError(.notPublished) }
            return try Self.checkpoint(row, on: connection)
        }
    }

    /// Since when an entry has been waiting to be in a published checkpoint; nil when all are. How long the log has been
    /// without a quorum (SHARING.md, "Proof") is the time since then.
    public func waitingSince() throws -> Instant? {
        let published = Int64(try latest()?.checkpoint.size ?? 0)
        return try journal.withEntry(published + 1) { Instant(microseconds: $0.recorded) }
    }

    /// The present row with the cosignatures that are stored for it. Throws a `TransparencyError` when the note in the
    /// table is none or not of the row's size and root.
    private static func checkpoint(_ row: any PreparedStatement, on connection: any DatabaseConnection) throws
        -> Checkpoint
    {
        let size = row.int64(0)
        var note = try SignedNote(parsing: Array(row.bytes(2)))
        let checkpoint = try TlogCheckpoint(text: note.text)
        guard checkpoint.size == UInt64(exactly: size), checkpoint.root == TreeHash(row.bytes(1)) else {
            throw TransparencyError(.badCheckpoint, "size \(size)")
        }
        let lines = try connection.statement("SELECT line FROM log_cosignature WHERE size = ? ORDER BY witness")
        defer { lines.reset() }
        lines.bind(size, at: 1)
        while try lines.step() { note.signatures += try SignedNote.parseSignatures(Array(lines.bytes(0))[...]) }
        let published = row.isNull(3) ? nil : Instant(microseconds: row.int64(3))
        return Checkpoint(checkpoint: checkpoint, note: note, published: published)
    }

    /// Changes the log's keys or policy, and says so in the journal.
    func settle(_ change: (any DatabaseConnection) throws -> Void) throws {
        try journal.sequencer.append { connection in
            try change(connection)
            return try LogAccount.entry(.logSettled, random: keys.random, on: connection)
        }
    }

    // MARK: Policy

    /// Which witnesses are asked, and how many are enough. `quorum none` until one was given.
    public func policy() throws -> TlogPolicy {
        try database.read { connection in
            let row = try connection.statement("SELECT policy FROM log_policy WHERE id = 1")
            defer { row.reset() }
            return try row.step() ? try TlogPolicy(parsing: Array(row.bytes(0))) : TlogPolicy()
        }
    }

    /// Puts a policy in the place of the present one; it counts from the next checkpoint on.
    ///
    /// Unless `allowingGovernmentOnly`, its quorum must need a witness of the group `outside-government` (SHARING.md,
    /// "Proof"). Throws a `TransparencyError` of code `badPolicy`.
    public func setPolicy(_ text: [UInt8], allowingGovernmentOnly: Bool = false) throws {
        let policy = try TlogPolicy(parsing: text)
        guard allowingGovernmentOnly || policy.needsMember(of: TlogPolicy.outsideGroup) else {
            throw TransparencyError(
                .badPolicy, "the quorum can do without a witness of the group \(TlogPolicy.outsideGroup)")
        }
        let given = now().microseconds
        try settle { connection in
            let row = try connection.statement(
                """
                INSERT INTO log_policy (id, policy, given) VALUES (1, ?, ?)
                ON CONFLICT (id) DO UPDATE SET policy = excluded.policy, given = excluded.given
                """)
            row.bind(text, at: 1)
            row.bind(given, at: 2)
            try row.run()
        }
    }
}
