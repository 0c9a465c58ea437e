/// The tables of duties. A ledger is the sum of its events; the others say the same in the order in which somebody asks.
public enum DutySchema {
    /// The events of one subject, packed (`LedgerWriter`): a ledger loads with one read.
    static let ledger = TableDefinition(
        "duty_ledger", primaryKey: ["subject"],
        columns: [.integer("subject"), .integer("last_seq"), .blob("events")])

    /// Posts, by number in the order in which they first held or received anything.
    static let post = TableDefinition(
        "duty_post", primaryKey: ["post"],
        columns: [.integer("post"), .text("party"), .text("role"), .text("place")])

    private static let duty: [TableDefinition.Column] = [
        .integer("subject"), .integer("kind"), .integer("matter"), .integer("round"), .integer("rule"),
    ]
    private static let dutyKey = ["subject", "kind", "matter", "round", "rule"]

    /// Duties as they stand. `holder` is never NULL: each has exactly one. `person_seq` is the entry that named the
    /// person of the holder, 0 while it is the post's as such.
    static let standing = TableDefinition(
        "duty", primaryKey: dutyKey,
        columns: duty + [
            .integer("version"), .integer("state"), .integer("holder"), .integer("person_seq"),
            .integer("holder_since"), .integer("created"), TableDefinition.Column.integer("opens_at").orNull,
            TableDefinition.Column.integer("due_at").orNull, .integer("due_offset"),
            TableDefinition.Column.integer("breached").orNull, TableDefinition.Column.integer("closed").orNull,
            .integer("escalated"),
        ])

    /// Who has held a duty from which entry on. There is no end to a row: whoever comes next ends it. So the key alone
    /// leaves neither a gap nor two holders at any place of the journal.
    static let holding = TableDefinition(
        "duty_holding", primaryKey: dutyKey + ["seq"], columns: duty + [.integer("seq"), .integer("holder")])

    /// The duties that are owed, by holder and urgency: what a page of the worklist reads. `day` is that of the deadline
    /// where the case is, `DutyList.noDay` while the clock stands.
    static let owed = TableDefinition(
        "duty_owed", primaryKey: ["holder", "day"] + dutyKey, columns: [.integer("holder"), .integer("day")] + duty)

    /// Handoffs as they stand. `answer_seq` is the entry of the answer, 0 while there is none.
    static let handoff = TableDefinition(
        "handoff", primaryKey: ["subject", "number"],
        columns: [
            .integer("subject"), .integer("number"), .integer("kind"), .integer("matter"), .integer("round"),
            .integer("rule"), .integer("sender"), .integer("receiver"), .integer("state"), .text("purpose"),
            .text("reason"), .integer("content"), .integer("level"), .integer("offered"), .integer("accept_by"),
            TableDefinition.Column.integer("sent").orNull, TableDefinition.Column.integer("delivered").orNull,
            TableDefinition.Column.integer("opened").orNull, TableDefinition.Column.integer("answered").orNull,
            .integer("answer_seq"), .text("withheld_by"), .text("declined"),
        ])

    /// What the deployment decided of its duties: posts, deputies, the first day, procedures; entries 232 to 236.
    static let office = TableDefinition(
        "duty_office", primaryKey: ["seq"],
        columns: [
            .integer("seq"), .integer("kind"), .integer("actor"), .integer("recorded"), .blob("payload"),
        ])

    /// What was entered by hand for a subject (231): evidence, and occasions that no feed tells.
    static let reported = TableDefinition(
        "duty_reported", primaryKey: ["subject", "seq"],
        columns: [
            .integer("subject"), .integer("seq"), .integer("actor"), .integer("recorded"), .blob("payload"),
        ])

    /// Disputes and confirmations of findings that parties entered by hand, by the number of the hearing's row in the court's
    /// schedule: the rules of findings look at them. Days are those in Washington.
    static let statement = TableDefinition(
        "hearing_statement", primaryKey: ["seq"],
        columns: [
            .integer("seq"), .integer("subject"), .integer("hearing"), .integer("kind"), .integer("party"),
            .integer("entered"), TableDefinition.Column.integer("ended").orNull,
        ])

    /// Not derived: when time alone will do something to a subject's duties. If it is lost, everybody is looked at once
    /// more and nothing happens twice.
    static let wake = TableDefinition(
        "duty_wake", primaryKey: ["subject"], columns: [.integer("subject"), .integer("due")])

    /// Not derived: up to which entry the duties are up to date, by which book, and on which day they were last looked at.
    static let state = TableDefinition(
        "duty_state", primaryKey: ["id"],
        columns: [.integer("id"), .integer("seq"), .text("rules"), .text("historic")])

    private static let first = [ledger, post, standing, holding, owed, handoff, office, reported]
    static let derived = first + [statement]

    /// Those that the tables were made with first.
    private static let firstIndexes = [
        IndexDefinition("duty_post_by_name", on: "duty_post", columns: ["party", "role", "place"], unique: true),
        IndexDefinition("handoff_by_receiver", on: "handoff", columns: ["receiver", "state", "offered"]),
    ]

    /// What a post has sent, in the order of offering.
    private static let handoffBySender = IndexDefinition(
        "handoff_by_sender", on: "handoff", columns: ["sender", "state", "offered"])

    static let indexes = firstIndexes + [handoffBySender]

    private static let wakeByTime = IndexDefinition("duty_wake_by_time", on: "duty_wake", columns: ["due", "subject"])

    /// The schema, to be given to `Journal` beside the record's.
    public static let schema = Schema(
        component: "duties",
        migrations: [
            Migration(
                1, "duties, handoffs, posts",
                steps: (first + [wake, state]).map { .createTable($0) }
                    + (firstIndexes + [wakeByTime]).map {
                        .createIndex($0)
                    } + [.insert(state, [.integer(1), .integer(0), .text(""), .text("")])]),
            Migration(
                2, "handoffs by sender, disputes and confirmations of findings",
                steps: [.createIndex(handoffBySender), .createTable(statement)]),
        ])
}
