internal import AmparoModel
public import AmparoStore
internal import AmparoTransparency

/// Derives the tables of receipts from the journal (`DisclosureSchema`).
public struct DisclosureProjection: Projection {
    /// `disclosure`.
    public let name = "disclosure"
    /// Changes with what the tables hold.
    public let version = 1
    /// The tables.
    public var tables: [TableDefinition] { DisclosureSchema.derived }
    /// Their indexes.
    public var indexes: [IndexDefinition] { DisclosureSchema.indexes }
    /// Receipts, aggregates, corrections, statements.
    public var kinds: ClosedRange<UInt8>? { EntryKind.disclosed.rawValue...EntryKind.statementGiven.rawValue }

    /// The projection; it holds nothing.
    public init() {}

    /// Adds entries, in the order of their numbers.
    public func apply(_ entries: EntrySlice, on connection: any DatabaseConnection) throws {
        for entry in entries {
            switch entry.kind {
            case .disclosed: try receipt(entry, on: connection)
            case .aggregateDisclosed: try aggregate(entry, on: connection)
            case .correctionOwed: try correction(entry, on: connection)
            case .statementGiven:
                try insert(
                    DisclosureSchema.statement, [entry.child, entry.seq, entry.actor, entry.recorded], on: connection)
            default: break
            }
        }
    }

    private func receipt(_ entry: EntryView, on connection: any DatabaseConnection) throws {
        guard let receipt = Receipt(entry.payload) else { throw StoreError(.brokenEntry, "entry \(entry.seq)") }
        let sameness = Sameness(receipt, account: entry.actor, child: entry.child, anchor: entry.anchor)
        try insert(
            DisclosureSchema.disclosure,
            [
                entry.child, entry.seq, entry.anchor, entry.actor, entry.recorded, receipt.isGranted ? 1 : 0,
                sameness.number, receipt.version,
            ], on: connection)
        for sponsor in receipt.sponsors {
            try insert(DisclosureSchema.bySponsor, [sponsor, entry.seq, entry.child], on: connection)
        }
    }

    private func aggregate(_ entry: EntryView, on connection: any DatabaseConnection) throws {
        guard let receipt = AggregateReceipt(entry.payload) else {
            throw StoreError(.brokenEntry, "entry \(entry.seq)")
        }
        try insert(
            DisclosureSchema.aggregate, [entry.seq, entry.actor, entry.recorded, receipt.size], on: connection)
    }

    private func correction(_ entry: EntryView, on connection: any DatabaseConnection) throws {
        guard let owed = CorrectionOwed(entry.payload) else { throw StoreError(.brokenEntry, "entry \(entry.seq)") }
        try insert(
            DisclosureSchema.correction,
            [entry.child, entry.seq, entry.replaces, entry.actor, owed.corrected, owed.told, owed.relyNot ? 1 : 0],
            on: connection)
    }

    private func insert(_ table: TableDefinition, _ values: [Int64], on connection: any DatabaseConnection) throws {
        let row = try connection.statement(table.insert)
        for (index, value) in values.enumerated() { row.bind(value, at: index + 1) }
        try row.run()
    }
}

/// Tells rows of lists and search hits that were shown to the same viewer, for the same purpose, with the same fields, of the
/// same version of the record: within 15 minutes they have one receipt (ARCHITECTURE law 4).
struct Sameness: Hashable, Sendable {
    /// A hash of all that; 0 for operations of which each is a disclosure of its own.
    let number: Int64

    /// How long one receipt stands for equal rows, in microseconds.
    static let span: Int64 = 15 * 60 * 1_000_000

    /// Operations that are repeated whenever a list is drawn.
    static let repeated: Set<String> = ["list", "search-hit"]

    init(_ receipt: Receipt, account: Int64, child: Int64, anchor: Int64) {
        guard Self.repeated.contains(receipt.operation) else {
            number = 0
            return
        }
        var same = receipt
        // What differs between two showings of the same thing. A past day or place of the record is another thing.
        same.request = ""
        same.asKnown = receipt.asKnown == receipt.position ? -1 : receipt.asKnown
        same.position = 0
        var writer = ReceiptBytesWriter()
        writer.number(account)
        writer.number(child)
        writer.number(anchor)
        let hash = (writer.bytes + same.bytes).withUnsafeBytes { TreeHash(sha256: $0) }
        let word = hash.withUnsafeBytes { UInt64(bigEndian: $0.loadUnaligned(as: UInt64.self)) }
        number = max(1, Int64(word >> 1))
    }
}
