internal import AmparoTransparency
internal import Crypto

extension EntryKind {
    /// The log's keys or its policy were changed. Payload: `LogAccount` without its counts.
    public static let logSettled = EntryKind(rawValue: 151)
    /// A checkpoint is going to be signed, whose last entry is this one. Payload: `LogAccount`.
    public static let checkpointReserved = EntryKind(rawValue: 152)
}

/// What the journal keeps of the log's own tables, which cannot be made again from it: so that a row that was taken away or
/// changed is noticed (`PublishedLog.faults`). Nothing in it is secret, and nothing of it names a person.
struct LogAccount: Hashable, Sendable {
    /// SHA-256 over the digests of `log_identity`, `log_key` and `log_policy`.
    var settings: TreeHash
    /// How many checkpoints there were.
    var checkpoints: Int64
    /// The largest size that was published; 0 for none.
    var published: Int64
    /// How many cosignatures there were.
    var cosignatures: Int64

    private static let format: UInt8 = 1
    private static let settled = [LogSchema.identity, LogSchema.key, LogSchema.policy]

    /// What the tables say on the connection.
    init(on connection: any DatabaseConnection) throws {
        var function = SHA256()
        for table in Self.settled {
            try TableDigest(table, on: connection).digest.withUnsafeBytes { function.update(bufferPointer: $0) }
        }
        settings = function.finalize().withUnsafeBytes { TreeHash($0) } ?? .zero
        func number(_ sql: String) throws -> Int64 {
            let row = try connection.statement(sql)
            defer { row.reset() }
            return try row.step() ? row.int64(0) : 0
        }
        checkpoints = try number("SELECT COUNT(*) FROM log_checkpoint")
        published = try number("SELECT size FROM log_checkpoint WHERE published IS NOT NULL ORDER BY size DESC LIMIT 1")
        cosignatures = try number("SELECT COUNT(*) FROM log_cosignature")
    }

    /// The payload: format (1), settings (32), then the three counts, 8 bytes each, big-endian.
    var bytes: [UInt8] {
        var bytes = [Self.format] + settings.bytes
        for number in [checkpoints, published, cosignatures] {
            withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
        }
        return bytes
    }

    /// Reads a payload; nil when no writer could have written it.
    init?(_ payload: UnsafeRawBufferPointer) {
        guard payload.count == 1 + TreeHash.byteCount + 24, payload[0] == Self.format,
            let settings = TreeHash(UnsafeRawBufferPointer(rebasing: payload[1..<33]))
        else { return nil }
        func number(_ place: Int) -> Int64 {
            Int64(bigEndian: payload.loadUnaligned(fromByteOffset: 33 + 8 * place, as: Int64.self))
        }
        self.settings = settings
        checkpoints = number(0)
        published = number(1)
        cosignatures = number(2)
    }

    /// A batch of one entry that says what the tables say on the connection.
    static func entry(
        _ kind: EntryKind, random: RandomSource, on connection: any DatabaseConnection
    ) throws -> EntryBatch {
        var batch = EntryBatch(random: random)
        try LogAccount(on: connection).bytes.withUnsafeBytes { _ = try batch.append(kind: kind, payload: $0) }
        return batch
    }
}
