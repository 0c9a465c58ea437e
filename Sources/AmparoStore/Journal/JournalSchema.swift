/// The tables of the journal. Migrations are frozen once released.
public enum JournalSchema {
    /// The journal: one row for each entry, in the order of `seq`, which is dense from 1.
    ///
    /// The leaf of entry `seq` has the index `seq` - 1 in the log's tree, so the tree of size N holds the entries up to
    /// `seq` N.
    public static let entry = TableDefinition(
        "entry", primaryKey: ["seq"],
        columns: [
            .integer("seq"), .integer("format"), .blob("entry_id"), .integer("recorded"), .integer("kind"),
            .integer("child"), .integer("anchor"), .integer("actor"), .integer("snapshot"), .integer("line"),
            .integer("occurred_unit"), .integer("occurred_offset"), .integer("occurred_from"), .integer("occurred_to"),
            .integer("replaces"), .blob("payload"), .integer("sealed_person"), .blob("sealed"), .blob("salt"),
            .blob("leaf"),
        ])

    /// The tree's hashes at multiples of eight levels (C2SP `tlog-tiles`); level 0 is the journal itself.
    public static let treeNode = TableDefinition(
        "tree_node", primaryKey: ["level", "position"],
        columns: [.integer("level"), .integer("position"), .blob("hash")])

    /// The nodes halfway between two levels of `tree_node`, each over sixteen hashes of `level`, so that the proof of an
    /// entry hashes some thirty nodes a tile and not 511.
    public static let treeHalf = TableDefinition(
        "tree_half", primaryKey: ["level", "position"],
        columns: [.integer("level"), .integer("position"), .blob("hash")])

    /// One row: how many entries there are, when the last was recorded, the tree's edge, a number that grows with
    /// every migration, and whether the projections are being made again (1) or are sound (0).
    public static let sequencer = TableDefinition(
        "sequencer", primaryKey: ["id"],
        columns: [
            .integer("id"), .integer("size"), .integer("recorded"), .blob("frontier"), .integer("generation"),
            .integer("rebuilding"),
        ])

    /// The journal's schema.
    public static let schema = Schema(
        component: "journal",
        migrations: [
            Migration(
                1, "journal, tree and sequencer",
                steps: [
                    .createTable(entry), .createTable(treeNode), .createTable(sequencer),
                    .insert(
                        sequencer,
                        [.integer(1), .integer(0), .integer(.min), .blob([]), .integer(1), .integer(0)]),
                ]),
            // Filled by `TreeHalves`: SQL cannot hash.
            Migration(2, "nodes halfway up the tiles", steps: [.createTable(treeHalf)]),
        ])
}
