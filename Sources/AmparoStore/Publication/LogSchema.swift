/// The tables of the published log. Migrations are frozen once released.
public enum LogSchema {
    /// One row: the origin of the log, for ever.
    static let identity = TableDefinition(
        "log_identity", primaryKey: ["id"], columns: [.integer("id"), .text("origin"), .integer("made")])

    /// The log's signing keys, numbered from 1; their secrets are in the key store. `state` is 1 for the present key, 2
    /// for one that still signs beside it, 3 for one that signs no more.
    static let key = TableDefinition(
        "log_key", primaryKey: ["number"],
        columns: [.integer("number"), .text("verifier"), .integer("state"), .integer("made")])

    /// One row for each size that was ever going to be signed. The row is durable before the signature exists, and its
    /// root never changes: so no size is signed with two roots. `note` is empty until signed, `published` is NULL
    /// until the quorum is there.
    static let checkpoint = TableDefinition(
        "log_checkpoint", primaryKey: ["size"],
        columns: [.integer("size"), .blob("root"), .blob("note"), .integer("published").orNull])

    /// Verified cosignatures, each as its line.
    static let cosignature = TableDefinition(
        "log_cosignature", primaryKey: ["size", "witness"],
        columns: [.integer("size"), .text("witness"), .blob("line"), .integer("received")])

    /// Finds what a witness has cosigned last.
    static let cosignatureByWitness = IndexDefinition(
        "log_cosignature_by_witness", on: "log_cosignature", columns: ["witness", "size"], unique: true)

    /// One row: the policy file as it was given.
    static let policy = TableDefinition(
        "log_policy", primaryKey: ["id"], columns: [.integer("id"), .blob("policy"), .integer("given")])

    /// The component's schema.
    public static let schema = Schema(
        component: "log",
        migrations: [
            Migration(
                1, "published log",
                steps: [
                    .createTable(identity), .createTable(key), .createTable(checkpoint), .createTable(cosignature),
                    .createTable(policy),
                    .createIndex(cosignatureByWitness),
                ])
        ])
}
