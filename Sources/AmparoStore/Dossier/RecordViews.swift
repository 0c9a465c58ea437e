/// The record's tables with erasures obeyed: `RecordProjection`, and at each `personErased` the forgetting, in the order of
/// the journal. It has the name and version of `RecordProjection` and takes its place wherever tables are made again.
///
/// After an erasure no identifier of an erased anchor is kept, whoever's row it comes from: a release of another child
/// still names an erased sponsor by number, and the number must not come back with it.
public struct RecordViews: Projection {
    private let record: any Projection

    /// Views that ask `deriving` for blind indexes.
    public init(deriving: any BlindDeriving) { self.init(RecordProjection(deriving: deriving)) }

    private init(_ record: any Projection) { self.record = record }

    /// That of `RecordProjection`.
    public var name: String { record.name }
    /// That of `RecordProjection`.
    public var version: Int { record.version }
    /// The tables derived from the journal, those of erasures among them.
    public var tables: [TableDefinition] { record.tables }
    /// Their indexes.
    public var indexes: [IndexDefinition] { record.indexes }

    /// Applies entries in order.
    public func apply(_ entries: EntrySlice, on connection: any DatabaseConnection) throws {
        var start = entries.startIndex
        for index in entries.indices where entries[index].kind == .personErased {
            try record.apply(entries.part(start..<index), on: connection)
            // What waits and is of before must be in its place to be forgotten.
            try WaitingIndexes.settle(on: connection)
            try Self.forget(entries[index], on: connection)
            start = index + 1
        }
        try record.apply(entries.part(start..<entries.endIndex), on: connection)
        let erased = try connection.statement("SELECT 1 FROM erased_anchor LIMIT 1")
        defer { erased.reset() }
        // In nearly every store and slice there is nothing to forget.
        guard try erased.step() else { return }
        try connection.execute(
            """
            DELETE FROM identifier WHERE (blind, kind, anchor) IN (SELECT n.blind, n.kind, n.anchor FROM erased_anchor e
            JOIN anchor_identifier n ON n.anchor = e.anchor)
            """)
        try connection.execute("DELETE FROM anchor_identifier WHERE anchor IN (SELECT anchor FROM erased_anchor)")
        try connection.execute("DELETE FROM name_word WHERE anchor IN (SELECT anchor FROM erased_anchor)")
    }

    /// The same; blind indexes wait until `settle`, which leaves those of erased anchors out.
    public func forManySlices() -> any Projection { RecordViews(record.forManySlices()) }

    /// That of `RecordProjection`.
    public func settle(in database: any Database) throws { try record.settle(in: database) }

    private static func forget(_ entry: EntryView, on connection: any DatabaseConnection) throws {
        guard let erased = ErasurePayload(entry.payload) else {
            throw StoreError(.brokenEntry, "entry \(entry.seq)")
        }
        let anchors = try connection.statement(
            "INSERT INTO erased_anchor (anchor, seq) VALUES (?, ?) ON CONFLICT (anchor) DO NOTHING")
        for anchor in erased.anchors {
            anchors.bind(anchor, at: 1)
            anchors.bind(entry.seq, at: 2)
            try anchors.run()
        }
        let persons = try connection.statement(
            "INSERT INTO erased_person (person, seq) VALUES (?, ?) ON CONFLICT (person) DO NOTHING")
        for person in erased.persons {
            persons.bind(person.rawValue, at: 1)
            persons.bind(entry.seq, at: 2)
            try persons.run()
        }
        let marks = try connection.statement(
            "INSERT INTO erased_mark (blind) VALUES (?) ON CONFLICT (blind) DO NOTHING")
        for mark in erased.marks {
            marks.bind(mark.bytes, at: 1)
            try marks.run()
        }
        // A key of every address in the table would cost each ingest more than a scan costs these few.
        let addresses = try connection.statement("DELETE FROM address_key WHERE surrogate = ?")
        for surrogate in erased.surrogates {
            addresses.bind(surrogate, at: 1)
            try addresses.run()
        }
    }
}
