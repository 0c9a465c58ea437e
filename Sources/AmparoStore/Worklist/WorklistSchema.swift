/// The tables of the worklist: derived from the record, thrown away and made again at will (ARCHITECTURE law 3).
public enum WorklistSchema {
    /// Pieces of work with the days on which they are open. `closes` is the first day on which it is not.
    public static let item = TableDefinition(
        "work_item", primaryKey: ["child", "kind", "subject", "opens"],
        columns: [
            .integer("child"), .integer("kind"), .integer("subject"), .integer("opens"), .integer("closes"),
            .integer("deadline"), TableDefinition.Column.integer("case_number").orNull,
            TableDefinition.Column.integer("about").orNull, .text("reason"),
        ])

    /// The same by block of days, holder and urgency: what a page of the worklist reads.
    public static let block = TableDefinition(
        "work_block", primaryKey: ["block", "holder", "deadline", "kind", "child", "subject", "opens"],
        columns: [
            .integer("block"), .integer("holder"), .integer("deadline"), .integer("kind"), .integer("child"),
            .integer("subject"), .integer("opens"),
        ])

    /// Changes of `work_block` that wait for their places (`WaitingBlocks`), in the order in which they came; empty but while
    /// the worklist is brought up to date, or after that was broken off.
    static let waiting = TableDefinition(
        "work_waiting", primaryKey: ["number"],
        columns: [
            .integer("number"), .integer("added"), .integer("block"), .integer("holder"), .integer("deadline"),
            .integer("kind"), .integer("child"), .integer("subject"), .integer("opens"),
        ])

    /// One row: up to which journal number the other tables are current, and which run is writing them.
    static let state = TableDefinition(
        "work_state", primaryKey: ["id"], columns: [.integer("id"), .integer("seq"), .integer("run")])

    /// The tables whose rows follow from the journal.
    public static let derived = [item, block]

    /// The schema, to be given to `Journal` beside the record's.
    public static let schema = Schema(
        component: "worklist",
        migrations: [
            Migration(
                1, "open work by day and urgency",
                steps: [
                    .createTable(item), .createTable(block), .createTable(state),
                    .insert(state, [.integer(1), .integer(0), .integer(0)]),
                ]),
            Migration(2, "blocks that wait for their places", steps: [.createTable(waiting)]),
        ])
}
