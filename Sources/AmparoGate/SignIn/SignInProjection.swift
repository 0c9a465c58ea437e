public import AmparoStore

/// The view of who signed in, when, and for which purpose: one row for each such entry, by account.
public struct SignInProjection: Projection {
    /// One row for each entry. `purpose` is empty where the entry tells of none.
    public static let event = TableDefinition(
        "sign_in", primaryKey: ["account", "seq"],
        columns: [.integer("account"), .integer("seq"), .integer("kind"), .integer("recorded"), .text("purpose")])

    /// By kind: when each account last signed in, and what happened since an instant.
    private static let byKind = [
        IndexDefinition("sign_in_by_account", on: "sign_in", columns: ["kind", "account", "recorded"]),
        IndexDefinition("sign_in_by_time", on: "sign_in", columns: ["kind", "recorded"]),
    ]

    /// The schema, to be given to `Journal`.
    public static let schema = Schema(
        component: "sign-in",
        migrations: [
            Migration(1, "sign-ins", steps: [.createTable(event)] + byKind.map { .createIndex($0) })
        ])

    /// `sign-in`.
    public let name = "sign-in"
    /// Changes with what the table holds.
    public let version = 1
    /// The table.
    public var tables: [TableDefinition] { [Self.event] }
    /// Its indexes.
    public var indexes: [IndexDefinition] { Self.byKind }
    /// The kinds of entries it is derived from.
    public var kinds: ClosedRange<UInt8>? { 216...219 }

    /// The view.
    public init() {}

    /// Adds entries, in order.
    public func apply(_ entries: EntrySlice, on connection: any DatabaseConnection) throws {
        for entry in entries where kinds?.contains(entry.kind.rawValue) == true {
            let payload = GovernancePayload(entry.payload)
            let row = try connection.statement(Self.event.insert)
            row.bind(payload[number: .subject] ?? 0, at: 1)
            row.bind(entry.seq, at: 2)
            row.bind(Int64(entry.kind.rawValue), at: 3)
            row.bind(entry.recorded, at: 4)
            row.bind(payload[text: .purposes], at: 5)
            try row.run()
        }
    }
}
