public import AmparoTransparency
internal import Crypto

/// The digest of a table: SHA-256 over its rows in key order.
///
/// Each value is a byte for its type and the value: 0 NULL; 1 integer and 2 real, 8 bytes big-endian; 3 text and 4 blob,
/// 8 bytes of length and the bytes. So two tables with the same digest have the same rows.
public struct TableDigest: Hashable, Sendable {
    /// The table's name.
    public let table: String
    /// How many rows it has.
    public let rows: Int64
    /// The digest.
    public let digest: TreeHash

    /// The digest of a table as it stands on the connection.
    public init(_ table: TableDefinition, on connection: any DatabaseConnection) throws {
        self.table = table.name
        let statement = try connection.statement(table.selectInKeyOrder)
        defer { statement.reset() }
        var function = SHA256()
        var buffer: [UInt8] = []
        buffer.reserveCapacity(80_000)
        var rows: Int64 = 0
        func flush() {
            buffer.withUnsafeBytes { function.update(bufferPointer: $0) }
            buffer.removeAll(keepingCapacity: true)
        }
        func append(_ type: UInt8, _ word: UInt64) {
            buffer.append(type)
            Swift.withUnsafeBytes(of: word.bigEndian) { buffer.append(contentsOf: $0) }
        }
        while try statement.step() {
            rows += 1
            for (index, column) in table.columns.enumerated() {
                if statement.isNull(index) {
                    buffer.append(0)
                    continue
                }
                switch column.kind {
                case .integer: append(1, UInt64(bitPattern: statement.int64(index)))
                case .real: append(2, statement.double(index).bitPattern)
                case .text, .blob:
                    let bytes = statement.bytes(index)
                    append(column.kind == .text ? 3 : 4, UInt64(bytes.count))
                    buffer.append(contentsOf: bytes)
                }
            }
            if buffer.count > 65_536 { flush() }
        }
        flush()
        self.rows = rows
        digest = function.finalize().withUnsafeBytes { TreeHash($0) } ?? .zero
    }
}

extension Projections {
    /// The digests of all tables of all projections, on one snapshot, and the number of the last entry they show.
    public func digests(in database: any Database) throws -> (lastSeq: Int64, digests: [TableDigest]) {
        try database.read { connection in
            let size = try SequencerState.read(on: connection).state.frontier.size
            return (Int64(size), try digests(on: connection))
        }
    }

    func digests(on connection: any DatabaseConnection) throws -> [TableDigest] {
        try list.flatMap { projection in try projection.tables.map { try TableDigest($0, on: connection) } }
    }
}
