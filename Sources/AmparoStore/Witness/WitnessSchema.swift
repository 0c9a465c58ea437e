/// The tables of a witness, in a database of its own. Migrations are frozen once released.
public enum WitnessSchema {
    /// One row for each log: the checkpoint that was cosigned last, with its note as evidence; size 0 and an empty note
    /// before the first.
    static let log = TableDefinition(
        "witnessed_log", primaryKey: ["origin"],
        columns: [.text("origin"), .integer("size"), .blob("root"), .blob("note"), .integer("cosigned")])

    /// The keys that are trusted for a log.
    static let key = TableDefinition(
        "witnessed_key", primaryKey: ["origin", "verifier"], columns: [.text("origin"), .text("verifier")])

    /// A log that was caught: two checkpoints with valid signatures that cannot both be of one log.
    static let split = TableDefinition(
        "witnessed_split", primaryKey: ["digest"],
        columns: [.blob("digest"), .text("origin"), .blob("request"), .blob("known"), .integer("seen")])

    /// Finds the evidence against a log.
    static let splitByOrigin = IndexDefinition("witnessed_split_by_origin", on: "witnessed_split", columns: ["origin"])

    /// The component's schema.
    public static let schema = Schema(
        component: "witness",
        migrations: [
            Migration(
                1, "witnessed logs",
                steps: [
                    .createTable(log), .createTable(key), .createTable(split), .createIndex(splitByOrigin),
                ])
        ])
}
