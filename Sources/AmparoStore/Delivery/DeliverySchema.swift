/// The tables of delivery: a view of the messages to be sent, and beside it the work on them. Migrations are frozen once
/// released.
public enum DeliverySchema {
    /// Where a message stands in the view. The raw value is stored and never reused.
    public enum Standing: Int64, Sendable, CaseIterable {
        /// It is to be sent, or to be collected.
        case waiting = 1
        /// It arrived.
        case delivered = 2
        /// It was given up: a dead letter.
        case dead = 3
        /// The gate does not let it go.
        case withheld = 4
        /// There is nothing to say any more: it was taken back before it left, or answered.
        case moot = 5
    }

    /// Receivers as they stand, with the entry that last gave the address. `sent` and `last` count what arrived; `beat_…` is the
    /// last heartbeat.
    public static let receiver = TableDefinition(
        "delivery_receiver", primaryKey: ["receiver"],
        columns: [
            .integer("receiver"), .text("name"), .integer("state"), .integer("address_seq"), .blob("payload"),
            .integer("sent"), .integer("last"), .integer("beat_at"), .integer("beat_sent"),
        ])
    /// Which active receiver stands for a pattern of posts.
    static let route = TableDefinition(
        "delivery_route", primaryKey: ["posts"], columns: [.text("posts"), .integer("receiver")])
    /// The posts that messages go to, each with its receiver; 0 while it has none. A post is numbered by the first entry that
    /// names it.
    static let post = TableDefinition(
        "delivery_post", primaryKey: ["name"], columns: [.text("name"), .integer("post"), .integer("receiver")])
    static let postByReceiver = IndexDefinition(
        "delivery_post_by_receiver", on: "delivery_post", columns: ["receiver", "post", "name"], unique: true)
    static let postByNumber = IndexDefinition(
        "delivery_post_by_number", on: "delivery_post", columns: ["post"], unique: true)
    /// The messages. `number` is that of the entry that made the message, `since` when it was made or replayed, `has_left` whether
    /// the receiver may have it. Rows lie in the order in which they are sent, so that what is settled together lies together.
    public static let message = TableDefinition(
        "delivery_message", primaryKey: ["number"],
        columns: [
            .integer("number"), .integer("subject"), .integer("handoff"), .integer("kind"), .integer("post"),
            .integer("state"), .integer("since"), .integer("has_left"), .integer("receiver"), .integer("settled"),
            .integer("attempts"), .text("settled_as"), .blob("payload"),
        ])
    static let byHandoff = IndexDefinition(
        "delivery_message_by_handoff", on: "delivery_message", columns: ["subject", "handoff", "kind"], unique: true)
    /// The queue of each post, in the journal's order.
    static let queue = IndexDefinition(
        "delivery_message_queue", on: "delivery_message", columns: ["post", "state", "number"], unique: true)

    /// The view's tables.
    static let derived = [receiver, route, post, message]
    /// The view's indexes.
    static let indexes = [postByReceiver, postByNumber, byHandoff, queue]

    /// When to turn to a receiver next: one row for each that something waits for, or that is sent heartbeats. Work, no view: what
    /// is lost here is tried again. `standing` is 0 for one that took something lately, 1 for one not yet tried, 2 for one in
    /// trouble; `turn_at` is also the end of a lease, which `token` names; `woken` counts the times that something new came.
    public static let work = TableDefinition(
        "delivery_work", primaryKey: ["receiver"],
        columns: [
            .integer("receiver"), .integer("standing"), .integer("turn_at"), .integer("idle"), .integer("token"),
            .integer("failures"), .integer("trouble_since"), .integer("window_start"), .integer("window_count"),
            .integer("last_sent"), .integer("woken"),
        ])
    static let due = IndexDefinition(
        "delivery_work_due", on: "delivery_work", columns: ["standing", "turn_at"])
    /// Messages that their receiver refused while it took others.
    public static let attempt = TableDefinition(
        "delivery_attempt", primaryKey: ["subject", "handoff", "kind"],
        columns: [
            .integer("subject"), .integer("handoff"), .integer("kind"), .integer("attempts"), .integer("next_at"),
        ])
    /// What the duties have not been told yet: written with the entry that says so, taken away once they know.
    public static let unreported = TableDefinition(
        "delivery_unreported", primaryKey: ["seq"],
        columns: [
            .integer("seq"), .integer("subject"), .integer("handoff"), .integer("number"), .integer("report"),
            .text("reason"), .integer("at"),
        ])
    /// Settings of the deployment, by name.
    public static let setting = TableDefinition(
        "delivery_setting", primaryKey: ["name"], columns: [.text("name"), .text("value")])

    /// The component's schema, to be given to `Journal`.
    public static let schema = Schema(
        component: "delivery",
        migrations: [
            Migration(
                1, "outbox, receivers, work on them",
                steps: (derived + [work, attempt, unreported, setting]).map { .createTable($0) }
                    + (indexes + [due]).map { .createIndex($0) })
        ])

    /// Makes receivers due, unless somebody is at them or they are parked. Without the table, as in a copy that is only compared,
    /// nothing is due.
    public static func wake(_ receivers: Set<Int64>, on connection: any DatabaseConnection) throws {
        guard !receivers.isEmpty, try connection.hasTable(work.name) else { return }
        let row = try connection.statement(
            """
            INSERT INTO delivery_work (receiver, standing, turn_at, idle, token, failures, trouble_since, window_start,
            window_count, last_sent, woken) VALUES (?, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0)
            ON CONFLICT (receiver) DO UPDATE SET woken = delivery_work.woken + 1, idle = 0,
            turn_at = CASE WHEN delivery_work.idle = 1 THEN 0 ELSE delivery_work.turn_at END
            """)
        for receiver in receivers.sorted() where receiver != 0 {
            row.bind(receiver, at: 1)
            try row.run()
        }
    }
}
