public import AmparoStore

/// The tables of receipts, derived from the journal: for the accounting of a child's disclosures, for what an account was
/// shown, for corrections. Numbers and codes only; the receipts themselves stay in the journal.
public enum DisclosureSchema {
    /// One row for each receipt about a child or sponsor, denials too.
    ///
    /// `granted` is 1 when anything was shown. `sameness` tells equal rows of a list apart from others (`Sameness`), 0
    /// where each receipt stands for itself. `version` is the number of the last entry that the subject's record had.
    public static let disclosure = TableDefinition(
        "disclosure", primaryKey: ["child", "seq"],
        columns: [
            .integer("child"), .integer("seq"), .integer("anchor"), .integer("account"), .integer("recorded"),
            .integer("granted"), .integer("sameness"), .integer("version"),
        ])

    /// Receipts by the sponsors of whom they tell.
    public static let bySponsor = TableDefinition(
        "disclosure_sponsor", primaryKey: ["sponsor", "seq"],
        columns: [.integer("sponsor"), .integer("seq"), .integer("child")])

    /// Counts that were shown.
    public static let aggregate = TableDefinition(
        "aggregate_disclosure", primaryKey: ["seq"],
        columns: [.integer("seq"), .integer("account"), .integer("recorded"), .integer("size")])

    /// Corrections owed to recipients; delivery settles them.
    public static let correction = TableDefinition(
        "correction_owed", primaryKey: ["child", "seq"],
        columns: [
            .integer("child"), .integer("seq"), .integer("receipt"), .integer("account"), .integer("corrected"),
            .integer("told"), .integer("rely_not"),
        ])

    /// Statements of disclosures that were given.
    public static let statement = TableDefinition(
        "statement_given", primaryKey: ["child", "seq"],
        columns: [.integer("child"), .integer("seq"), .integer("account"), .integer("recorded")])

    /// Not derived: up to which entry `CorrectionDesk` has looked (1), and a keyed mark of that (2). If it is lost or not what
    /// was written, everything is looked at once more and nothing is owed twice.
    static let correctionState = TableDefinition(
        "correction_state", primaryKey: ["id"], columns: [.integer("id"), .integer("seq")])

    /// The tables that follow from the journal.
    public static let derived = [disclosure, bySponsor, aggregate, correction, statement]

    /// By account and by time, beside the order by child that the table's own key gives.
    static let indexes = [
        IndexDefinition("disclosure_by_account", on: "disclosure", columns: ["account", "seq"]),
        IndexDefinition("disclosure_by_time", on: "disclosure", columns: ["seq"]),
    ]

    /// The schema, to be given to `Journal` beside the record's.
    public static let schema = Schema(
        component: "gate",
        migrations: [
            Migration(
                1, "receipts, corrections, statements",
                steps: (derived + [correctionState]).map { .createTable($0) } + indexes.map { .createIndex($0) })
        ])
}
