internal import AmparoTransparency
internal import Crypto

extension EntryKind {
    /// `read_past` is going to hold these hashes and no others. Payload: `ReadPastNote`.
    public static let readPastNoted = EntryKind(rawValue: 153)
}

/// What the journal keeps of `read_past`, which cannot be made again from it: how many keyed hashes it holds and SHA-256
/// over them. It is appended in the transaction that changes the table, or in front of several that do; so a table that is
/// emptied, changed or half written is noticed, and taking the court release again makes it whole.
public struct ReadPastNote: Hashable, Sendable {
    private let count: Int64
    private let digest: TreeHash

    private static let format: UInt8 = 1

    /// The note of a table of these hashes, in rising order.
    public init(_ hashes: some Sequence<Int64>) {
        var function = SHA256()
        var count: Int64 = 0
        for hash in hashes {
            withUnsafeBytes(of: hash.bigEndian) { function.update(bufferPointer: $0) }
            count += 1
        }
        self.count = count
        digest = function.finalize().withUnsafeBytes { TreeHash($0) } ?? .zero
    }

    /// The note of the table as it stands on the connection.
    public init(on connection: any DatabaseConnection) throws {
        self.init(try Self.hashes(on: connection))
    }

    /// The hashes in the table, in rising order.
    public static func hashes(on connection: any DatabaseConnection) throws -> [Int64] {
        let row = try connection.statement("SELECT hash FROM read_past ORDER BY hash")
        defer { row.reset() }
        var hashes: [Int64] = []
        while try row.step() { hashes.append(row.int64(0)) }
        return hashes
    }

    /// The note that was appended last; nil when there is none, as in a store whose table an earlier version filled.
    public static func last(on connection: any DatabaseConnection) throws -> ReadPastNote? {
        let row = try connection.statement("SELECT payload FROM entry WHERE kind = ? ORDER BY seq DESC LIMIT 1")
        defer { row.reset() }
        row.bind(Int64(EntryKind.readPastNoted.rawValue), at: 1)
        guard try row.step() else { return nil }
        guard let note = ReadPastNote(row.bytes(0)) else { throw StoreError(.brokenEntry, "a note of read_past") }
        return note
    }

    /// The payload: format (1), count (8, big-endian), digest (32).
    public var bytes: [UInt8] {
        [Self.format] + withUnsafeBytes(of: count.bigEndian) { Array($0) } + digest.bytes
    }

    private init?(_ payload: UnsafeRawBufferPointer) {
        guard payload.count == 9 + TreeHash.byteCount, payload[0] == Self.format,
            let digest = TreeHash(UnsafeRawBufferPointer(rebasing: payload[9...]))
        else { return nil }
        count = Int64(bigEndian: payload.loadUnaligned(fromByteOffset: 1, as: Int64.self))
        self.digest = digest
    }
}

extension Journal {
    /// Whether `read_past` is what the journal says it is. True for a store whose table an earlier version filled and nobody
    /// has changed since.
    public func readPastIsAsNoted() throws -> Bool {
        try database.read { connection in
            guard let last = try ReadPastNote.last(on: connection) else { return true }
            return try ReadPastNote(on: connection) == last
        }
    }
}
