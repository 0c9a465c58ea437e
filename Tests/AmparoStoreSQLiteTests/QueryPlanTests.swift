import AmparoGate
import AmparoServer
import AmparoStore
import AmparoStoreSQLite
import AmparoTestSupport
import Foundation
import Testing

@Suite("Query plans")
struct QueryPlanTests {
    /// An empty store with every component's tables in one database.
    private func store() throws -> (TemporaryFolder, SQLiteDatabase) {
        let folder = try TemporaryFolder()
        let database = try SQLiteDatabase(path: folder.path + "/all.sqlite", options: .init(create: true))
        try Migrator([
            JournalSchema.schema, Projections.schema, RecordSchema.schema, WorklistSchema.schema, KeyStore.schema,
            KeyStore.sharedSchema,
            LogSchema.schema, WitnessSchema.schema, DisclosureSchema.schema, GovernanceProjection.schema,
            ClockMends.schema,
            DutySchema.schema, DeliverySchema.schema, SignInProjection.schema, SessionBook.schema, AnswerBook.schema,
            AttachmentProjection.schema,
        ]).migrate(database)
        return (folder, database)
    }

    private static let known = Result { try ProgramStatements.read() }

    private func statements() throws -> [String] { try Self.known.get() }

    private func plan(_ sql: String, _ database: SQLiteDatabase) throws -> [String] {
        try database.read { connection in
            let statement = try connection.statement("EXPLAIN QUERY PLAN " + sql)
            defer { statement.reset() }
            var steps: [String] = []
            while try statement.step() { steps.append(statement.text(3)) }
            return steps
        }
    }

    /// Statements that read a whole table, and why that is meant. Anything else must find its rows by a key.
    private static let wholeReads: [String: String] = [
        "DELETE FROM address_key WHERE surrogate = ?": "an erasure, once for each address of one person",
        "SELECT anchor, facts FROM dossier WHERE anchor NOT IN (SELECT anchor FROM erased_anchor)":
            "an erasure asks which addresses others use",
        "SELECT subject FROM duty WHERE kind = ? AND state <= 3":
            "an officer has certified a deletion; a certificate names no children",
        "SELECT person FROM erased_person ORDER BY person": "erasures are few",
        "SELECT anchor FROM erased_anchor": "erasures are few; read once for an ingest",
        "SELECT 1 FROM erased_anchor LIMIT 1": "one row",
        """
        DELETE FROM identifier WHERE (blind, kind, anchor) IN (SELECT n.blind, n.kind, n.anchor FROM erased_anchor e JOIN \
        anchor_identifier n ON n.anchor = e.anchor)
        """: "erasures are few",
        "SELECT blind FROM erased_mark": "erasures are few; read once for an ingest",
        "SELECT payload, address_seq, sent, last, beat_at, beat_sent FROM delivery_receiver ORDER BY receiver":
            "the list of receivers is asked for, or one of them is changed",
        "SELECT name, value FROM delivery_setting ORDER BY name": "a dozen settings",
        "SELECT post, name FROM delivery_post ORDER BY name": "the dead letters of all posts are asked for",
        """
        SELECT seq, subject, handoff, number, report, reason, at FROM delivery_unreported WHERE at <= ? ORDER BY seq \
        LIMIT ?
        """: "what a killed program left, read once at the start",
        """
        SELECT r.receiver FROM delivery_receiver r LEFT JOIN delivery_work w ON w.receiver = r.receiver WHERE r.state = 1 \
        AND w.receiver IS NULL ORDER BY r.receiver
        """: "the receivers, once at the start",
        "DELETE FROM session WHERE ends < ? OR used < ?": "the open sessions of one server, at a sign-in",
        "DELETE FROM device WHERE used < ?": "the known devices of one server, at a sign-in",
        "DELETE FROM device WHERE account = ?": "a password is changed",
        "SELECT snapshot, quarantine FROM quarantine ORDER BY snapshot": "an erasure opens every quarantined record",
        "SELECT blind FROM identifier WHERE kind = 3": "read once for a court release, into memory",
        "SELECT idncase FROM court_case": "read once for a court release, into memory",
        "SELECT hash FROM read_past ORDER BY hash": "verification, and once for a court release or an erasure",
        "SELECT payload FROM entry WHERE kind = ? ORDER BY seq DESC LIMIT 1": "verification",
        "SELECT seq, kind, payload FROM entry WHERE kind >= ? AND kind <= ? ORDER BY seq": "verification",
        "SELECT size, root, note, published FROM log_checkpoint ORDER BY size": "verification",
        "SELECT size, witness, line FROM log_cosignature ORDER BY size, witness": "verification",
        "SELECT size, COUNT(*) FROM log_cosignature GROUP BY size ORDER BY size": "verification",
        "SELECT verifier FROM log_key ORDER BY number": "a row for each rotation",
        "SELECT COUNT(*) FROM log_checkpoint": "once for a checkpoint",
        "SELECT COUNT(*) FROM log_cosignature": "once for a checkpoint",
        "SELECT hash FROM read_past LIMIT 1": "one row",
        """
        SELECT h.anchor, d.adopted_child FROM dispute d JOIN dispute_holder h ON h.dispute = d.dispute WHERE d.kind = 1 ORDER \
        BY d.dispute
        """: "disputes are few; read once for an ingest",
        "SELECT dated, apprehended, in_cbp, transferred, in_care, discharged FROM census_day": "a row for each day",
        "SELECT dated, in_care FROM census_day WHERE in_care IS NOT NULL ORDER BY dated": "a row for each day",
        "SELECT snapshot, feed, issuer, name, dated, begun, completed, withdrawn FROM snapshot ORDER BY snapshot":
            "the list of snapshots is asked for",
        "UPDATE snapshot SET withdrawn = ? WHERE begun = ?": "a row for each snapshot",
        "SELECT name, wrapped FROM store_secret ORDER BY name": "four rows",
        "SELECT number, verifier, state FROM log_key ORDER BY number": "a row for each rotation",
        "UPDATE log_key SET state = ? WHERE state = ?": "a row for each rotation",
        "SELECT size, root FROM log_checkpoint ORDER BY size DESC LIMIT 1": "stops at the first row",
        "SELECT size, root, note, published FROM log_checkpoint ORDER BY size DESC LIMIT 1": "stops at the first row",
        """
        SELECT size, root, note, published FROM log_checkpoint WHERE published IS NOT NULL ORDER BY size DESC LIMIT 1
        """: "stops at the newest that is published",
        """
        SELECT origin, size, (SELECT COUNT(*) FROM witnessed_split WHERE origin = witnessed_log.origin) FROM \
        witnessed_log ORDER BY origin
        """: "the list of logs is asked for",
        "SELECT seq FROM entry WHERE kind = ? ORDER BY seq": "verification",
        "SELECT COUNT(*) FROM tree_node": "verification", "SELECT COUNT(*) FROM tree_half": "verification",
        "SELECT position FROM tree_half LIMIT 1": "one row, once for a migrated store",
        "SELECT snapshot FROM snapshot WHERE begun = ?": "a row for each snapshot",
        "SELECT seq FROM disclosure WHERE granted = 1 ORDER BY seq LIMIT 1": "stops at the first that was granted",
        "SELECT seq FROM disclosure WHERE granted = 1 ORDER BY seq": "the daily look at what had to be deleted by now",
        "SELECT seq FROM disclosure WHERE recorded >= ? AND recorded < ? ORDER BY seq": "a replay of past requests",
        "SELECT seq, recorded FROM clock_mend ORDER BY seq": "a row for each time the clock was set right",
        "SELECT size FROM log_checkpoint WHERE published IS NOT NULL ORDER BY size DESC LIMIT 1":
            "stops at the newest that is published",
        """
        SELECT policy, given, (SELECT size FROM log_checkpoint WHERE published IS NOT NULL ORDER BY size DESC LIMIT 1) \
        FROM log_policy WHERE id = 1
        """: "one row; stops at the newest that is published",
        "SELECT seq FROM entry WHERE kind >= ? AND kind <= ? LIMIT 1": "once, when an old store gets a new view",
        "SELECT sponsor, facts FROM sponsor_dossier ORDER BY sponsor": "a simulation counts every sponsor",
        "SELECT COUNT(*) FROM work_block": "verification",
        "SELECT COUNT(*) FROM work_item": "verification",
        "SELECT dispute, kind, adopted, adopted_child FROM dispute ORDER BY dispute":
            "the list of disputes is asked for",
        "SELECT seq FROM entry WHERE seq < 1 OR seq > ? ORDER BY seq LIMIT 1": "verification",
        """
        SELECT a.anchor, a.child FROM anchor_link a JOIN anchor_link b ON b.anchor = a.anchor WHERE a.seq <= ? \
        AND b.seq > ? ORDER BY a.anchor, a.seq
        """: "a question as of the past, once for a whole scan of the record",
        """
        SELECT snapshot, reason, COUNT(*), MIN(quarantine) FROM quarantine WHERE quarantine <= ? AND (state = 0 OR \
        settled > ?) GROUP BY snapshot, reason ORDER BY snapshot, reason
        """: "the worklist counts the whole quarantine",
        "SELECT post, party, role, place FROM duty_post ORDER BY post": "a row for each post",
        "SELECT kind, actor, recorded, payload FROM duty_office ORDER BY seq":
            "what the deployment decided, read whole",
        """
        SELECT (SELECT MAX(seq) FROM duty_office), MAX(snapshot), MAX(completed), MAX(withdrawn), \
        (SELECT MAX(seq) FROM hearing_statement) FROM snapshot
        """: "a row for each snapshot",
        "SELECT DISTINCT d.subject FROM duty d WHERE d.holder = ? AND d.state <= 3":
            "a whole caseload is handed over, seldom",
        """
        SELECT SUM(CASE WHEN state = ? THEN 0 ELSE 1 END), SUM(CASE WHEN state = ? THEN 1 ELSE 0 END) FROM duty WHERE \
        kind <> ? AND rule = ?
        """: "counts every duty of a rule, for a report",
        """
        SELECT p.party, p.role, p.place, COUNT(*) FROM duty d JOIN duty_post p ON p.post = d.holder WHERE d.state <= ? \
        AND d.breached IS NOT NULL GROUP BY p.party, p.role, p.place ORDER BY COUNT(*) DESC, p.party, p.role, p.place
        """: "counts every duty, for a report",
        """
        SELECT snapshot, MIN(quarantine), SUM(CASE WHEN state = 0 THEN 1 ELSE 0 END), MAX(settled) FROM quarantine GROUP \
        BY snapshot, reason ORDER BY snapshot, reason
        """: "the duties of the record count the whole quarantine",
        """
        SELECT d.dispute, o.recorded, d.adopted, a.recorded FROM dispute d JOIN entry o ON o.seq = d.dispute LEFT JOIN \
        entry a ON a.seq = d.adopted ORDER BY d.dispute
        """: "the duties of the record look at every dispute",
        "SELECT anchor, child, facts FROM dossier WHERE kind = 1 ORDER BY child, anchor":
            "what recurs at sponsors is asked of every release",
        "SELECT kind, thing, role, anchor FROM network_member": "what recurs is compared with what did",
        "SELECT DISTINCT child FROM dossier WHERE kind = 4 ORDER BY child": "whose hearings are ahead",
        "SELECT DISTINCT subject FROM duty WHERE kind >= ? AND kind <= ?":
            "once after a comparison that found something",
        """
        SELECT m.anchor FROM network_alarm a JOIN network_member m ON m.kind = a.kind AND m.thing = a.thing WHERE a.seq >= ? \
        AND a.seq <= ? AND m.role = 1
        """: "the few things that recur, once after a comparison that found something",
    ]

    /// Texts with a name put in at run time cannot be explained; table names come from the declarations.
    private static func isComplete(_ sql: String) -> Bool {
        sql != "SELECT" && !sql.hasPrefix("SELECT x ") && !sql.contains(" FROM x")
    }

    @Test("Every statement of the program finds its rows by a key, but those that are meant to read a whole table")
    func plans() throws {
        let (_, database) = try store()
        var read: Set<String> = []
        for sql in try statements() where Self.isComplete(sql) {
            let steps = try plan(sql, database)
            guard steps.contains(where: { $0.hasPrefix("SCAN") && !$0.hasPrefix("SCAN CONSTANT ROW") }) else {
                continue
            }
            read.insert(sql)
            #expect(Self.wholeReads[sql] != nil, "\(sql): \(steps)")
        }
        #expect(read.count > 10, "the scan finds the statements")
        // A reason for a statement that is no more, or has a key now, is out of date.
        #expect(Set(Self.wholeReads.keys).subtracting(read) == [])
    }

    @Test(
        "The queries that are run for every row of a feed are searches by the key they are meant to use",
        arguments: [
            (
                "WHERE i.blind = ? AND i.kind = ?",
                "SEARCH i USING PRIMARY KEY (blind=? AND kind=?)"
            ),
            ("WHERE i.blind = ?", "SEARCH i USING PRIMARY KEY (blind=?"),
            ("LEFT JOIN anchor a ON a.anchor = i.anchor", "SEARCH a USING INTEGER PRIMARY KEY (rowid=?)"),
            (
                "FROM anchor_identifier WHERE anchor = ? AND kind = ? AND blind = ?",
                "SEARCH anchor_identifier USING PRIMARY KEY (anchor=? AND kind=? AND blind=?)"
            ),
            ("FROM read_past WHERE hash = ?", "SEARCH read_past USING INTEGER PRIMARY KEY (rowid=?)"),
            (
                "FROM name_word WHERE anchor = ? AND kind = 6",
                "SEARCH name_word USING PRIMARY KEY (anchor=? AND kind=?)"
            ),
            ("FROM dossier WHERE child = ? AND anchor = ?", "SEARCH dossier USING PRIMARY KEY (child=? AND anchor=?)"),
            ("FROM dossier WHERE child >= ? AND child < ?", "SEARCH dossier USING PRIMARY KEY (child>? AND child<?)"),
            ("FROM sponsor_dossier WHERE sponsor = ?", "SEARCH sponsor_dossier USING INTEGER PRIMARY KEY (rowid=?)"),
            ("WHERE c.idncase = ?", "SEARCH c USING INTEGER PRIMARY KEY (rowid=?)"),
            ("FROM anchor WHERE anchor = ?", "SEARCH anchor USING INTEGER PRIMARY KEY (rowid=?)"),
            ("FROM quarantine WHERE snapshot = ?", "SEARCH quarantine USING"),
            ("FROM address_key WHERE blind = ? AND scope = ?", "address_key USING PRIMARY KEY (blind=? AND scope=?)"),
            ("FROM person_key WHERE person = ?", "SEARCH person_key USING INTEGER PRIMARY KEY (rowid=?)"),
            ("FROM snapshot WHERE snapshot = ?", "SEARCH snapshot USING INTEGER PRIMARY KEY (rowid=?)"),
            ("FROM entry WHERE seq >= ? AND seq <", "SEARCH entry USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"),
        ])
    func hot(ending: String, step: String) throws {
        let (_, database) = try store()
        let matching = try statements().filter { $0.contains(ending) && Self.isComplete($0) }
        #expect(!matching.isEmpty, "the program has no such statement any more")
        for sql in matching {
            let steps = try plan(sql, database)
            #expect(steps.contains { $0.contains(step) }, "\(sql): \(steps)")
        }
    }
}
