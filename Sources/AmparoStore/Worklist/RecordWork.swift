internal import AmparoModel

/// Work that concerns no single child: open disputes, and records waiting in quarantine by release and reason.
///
/// What has no day of its own in the world is open from the date of the release in which it was found.
enum RecordWork {
    static func spans(upTo seq: Int64, on connection: any DatabaseConnection) throws -> [WorkSpan] {
        let book = try SnapshotBook(reading: connection)
        return try (disputes(book, seq, connection) + quarantine(book, seq, connection)).sorted {
            ($0.item.kind.rawValue, $0.item.subject) < ($1.item.kind.rawValue, $1.item.subject)
        }
    }

    private static func disputes(
        _ book: SnapshotBook, _ seq: Int64, _ connection: any DatabaseConnection
    ) throws -> [WorkSpan] {
        let statement = try connection.statement(
            """
            SELECT d.dispute, COUNT(*) FROM dispute d JOIN dispute_holder h ON h.dispute = d.dispute
            WHERE d.dispute <= ? AND (d.adopted IS NULL OR d.adopted > ?) GROUP BY d.dispute ORDER BY d.dispute
            """)
        defer { statement.reset() }
        statement.bind(seq, at: 1)
        statement.bind(seq, at: 2)
        var spans: [WorkSpan] = []
        while try statement.step() {
            let dispute = statement.int64(0)
            let found = book.all.last { $0.begunSeq < dispute }?.date ?? Day(number: 0)
            spans.append(
                WorkSpan(
                    item: WorkItem(
                        kind: .openDispute, child: 0, subject: dispute, deadline: found, about: found,
                        reason: "dispute \(dispute), \(statement.int64(1)) records of one number"),
                    opens: found.number, closes: WorkSpan.never))
        }
        return spans
    }

    private static func quarantine(
        _ book: SnapshotBook, _ seq: Int64, _ connection: any DatabaseConnection
    ) throws -> [WorkSpan] {
        let statement = try connection.statement(
            """
            SELECT snapshot, reason, COUNT(*), MIN(quarantine) FROM quarantine
            WHERE quarantine <= ? AND (state = 0 OR settled > ?) GROUP BY snapshot, reason ORDER BY snapshot, reason
            """)
        defer { statement.reset() }
        statement.bind(seq, at: 1)
        statement.bind(seq, at: 2)
        var spans: [WorkSpan] = []
        while try statement.step() {
            guard let snapshot = book[Int32(truncatingIfNeeded: statement.int64(0))], snapshot.stands(asKnown: seq)
            else { continue }
            let count = statement.int64(2)
            spans.append(
                WorkSpan(
                    item: WorkItem(
                        kind: .quarantineWaiting, child: 0, subject: statement.int64(3), deadline: snapshot.date,
                        about: snapshot.date,
                        reason: "\(statement.text(1)), \(count) record\(count == 1 ? "" : "s") of \(snapshot.feed.name)"
                            + " release \(snapshot.name)"),
                    opens: snapshot.date.number, closes: WorkSpan.never))
        }
        return spans
    }
}
