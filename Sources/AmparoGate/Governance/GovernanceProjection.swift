internal import AmparoModel
public import AmparoStore

/// The view of governance: each of its entries once, under the thing it is about, so that the history of one account,
/// one agreement, one consent is one short run of rows in order. What stands at an instant is not stored: it is worked
/// out from that history (law 3), for any instant (law 1).
public struct GovernanceProjection: Projection {
    /// One row for each governance entry. `child` is the record it is about, 0 for none.
    public static let fact = TableDefinition(
        "governance_fact", primaryKey: ["topic", "subject", "seq"],
        columns: [
            .integer("topic"), .integer("subject"), .integer("seq"), .integer("kind"), .integer("child"),
            .integer("actor"), .integer("recorded"), .text("name"), .blob("payload"),
        ])

    private static let byChild = IndexDefinition(
        "governance_fact_by_child", on: "governance_fact", columns: ["child", "topic", "subject", "seq"])
    private static let byName = IndexDefinition(
        "governance_fact_by_name", on: "governance_fact", columns: ["topic", "name", "subject"])
    private static let bySeq = IndexDefinition(
        "governance_fact_by_seq", on: "governance_fact", columns: ["seq"], unique: true)

    /// The schema, to be given to `Journal`.
    public static let schema = Schema(
        component: "governance",
        migrations: [
            Migration(
                1, "accounts, agreements, orders, consent, emergencies, holds",
                steps: [.createTable(fact), .createIndex(byChild), .createIndex(byName), .createIndex(bySeq)])
        ])

    /// `governance`.
    public let name = "governance"
    /// Changes with what the table holds.
    public let version = 1
    /// The table.
    public var tables: [TableDefinition] { [Self.fact] }
    /// Its indexes.
    public var indexes: [IndexDefinition] { [Self.byChild, Self.byName, Self.bySeq] }
    /// The kinds of entries it is derived from.
    public var kinds: ClosedRange<UInt8>? { 164...215 }

    /// The view.
    public init() {}

    /// Adds entries, in order.
    public func apply(_ entries: EntrySlice, on connection: any DatabaseConnection) throws {
        for entry in entries {
            guard let topic = entry.kind.topic else { continue }
            let payload = GovernancePayload(entry.payload)
            let row = try connection.statement(Self.fact.insert)
            row.bind(topic.rawValue, at: 1)
            row.bind(payload[number: .subject] ?? entry.seq, at: 2)
            row.bind(entry.seq, at: 3)
            row.bind(Int64(entry.kind.rawValue), at: 4)
            row.bind(entry.child, at: 5)
            row.bind(entry.actor, at: 6)
            row.bind(entry.recorded, at: 7)
            row.bind(payload[text: .name], at: 8)
            row.bind([UInt8](entry.payload), at: 9)
            try row.run()
        }
    }
}
