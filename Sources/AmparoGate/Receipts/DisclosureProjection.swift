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
        for entry in entries { try apply(entry, on: connection) }
    }

    /// Adds one entry.
    func apply(_ entry: EntryView, on connection: any DatabaseConnection) throws {
        switch entry.kind {
        case .disclosed: try receipt(entry, on: connection)
        case .aggregateDisclosed: try aggregate(entry, on: connection)
        case .correctionOwed: try correction(entry, on: connection)
        case .statementGiven:
            try insert(
                DisclosureSchema.statement.insert, [entry.child, entry.seq, entry.actor, entry.recorded], on: connection
            )
        default: break
        }
    }

    private func receipt(_ entry: EntryView, on connection: any DatabaseConnection) throws {
        guard let receipt = Receipt(entry.payload) else { throw StoreError(.brokenEntry, "entry \(entry.seq)") }
        let view = DisclosureView(receipt, account: entry.actor, child: entry.child, anchor: entry.anchor)
        try add(view, of: entry, on: connection)
    }

    /// Adds a receipt of which it is known already what its payload says.
    func add(_ view: DisclosureView, of entry: EntryView, on connection: any DatabaseConnection) throws {
        try insert(
            Self.insertReceipt,
            [
                entry.child, entry.seq, entry.anchor, entry.actor, entry.recorded, view.isGranted ? 1 : 0,
                view.sameness, view.version,
            ], on: connection)
        for sponsor in view.sponsors {
            try insert(Self.insertSponsor, [sponsor, entry.seq, entry.child], on: connection)
        }
    }

    private func aggregate(_ entry: EntryView, on connection: any DatabaseConnection) throws {
        guard let receipt = AggregateReceipt(entry.payload) else {
            throw StoreError(.brokenEntry, "entry \(entry.seq)")
        }
        try insert(
            DisclosureSchema.aggregate.insert, [entry.seq, entry.actor, entry.recorded, receipt.size], on: connection)
    }

    private func correction(_ entry: EntryView, on connection: any DatabaseConnection) throws {
        guard let owed = CorrectionOwed(entry.payload) else { throw StoreError(.brokenEntry, "entry \(entry.seq)") }
        try insert(
            DisclosureSchema.correction.insert,
            [entry.child, entry.seq, entry.replaces, entry.actor, owed.corrected, owed.told, owed.relyNot ? 1 : 0],
            on: connection)
    }

    // Written out once: they are asked for with every receipt.
    private static let insertReceipt = DisclosureSchema.disclosure.insert
    private static let insertSponsor = DisclosureSchema.bySponsor.insert

    private func insert(_ sql: String, _ values: [Int64], on connection: any DatabaseConnection) throws {
        let row = try connection.statement(sql)
        for (index, value) in values.enumerated() { row.bind(value, at: index + 1) }
        try row.run()
    }
}

/// What the tables say of a receipt: a function of its header and payload, so that it need not be read again in the
/// transaction that writes it.
struct DisclosureView: Sendable {
    let isGranted: Bool
    let version: Int64
    let sponsors: [Int64]
    /// `Sameness`, 0 for none.
    let sameness: Int64

    init(_ receipt: Receipt, account: Int64, child: Int64, anchor: Int64) {
        isGranted = receipt.isGranted
        version = receipt.version
        sponsors = receipt.sponsors
        sameness = Sameness(receipt, account: account, child: child, anchor: anchor).number
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
