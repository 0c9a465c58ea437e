public import AmparoDuties
internal import AmparoModel

/// What concerns the record as a whole: disputes, and records of a release in quarantine.
public enum RecordOccasions {
    /// Everything known now, in no order.
    public static func all(_ times: KnownTimes, on connection: any DatabaseConnection) throws -> [Occasion] {
        try disputes(on: connection) + quarantines(times, on: connection)
    }

    private static func disputes(on connection: any DatabaseConnection) throws -> [Occasion] {
        let row = try connection.statement(
            """
            SELECT d.dispute, o.recorded, d.adopted, a.recorded FROM dispute d JOIN entry o ON o.seq = d.dispute
            LEFT JOIN entry a ON a.seq = d.adopted ORDER BY d.dispute
            """)
        defer { row.reset() }
        var found: [Occasion] = []
        while try row.step() {
            let opened = Instant(microseconds: row.int64(1))
            found.append(
                Occasion(
                    OccasionKey(.disputeOpened, row.int64(0)), occurred: .instant(opened), known: opened,
                    related: row.int64(0)))
            guard !row.isNull(2) else { continue }
            let decided = Instant(microseconds: row.int64(3))
            found.append(
                Occasion(
                    OccasionKey(.disputeDecided, row.int64(2)), occurred: .instant(decided), known: decided,
                    related: row.int64(0)))
        }
        return found
    }

    /// One occasion for each reason of each release, by the first record that came in for it.
    private static func quarantines(_ times: KnownTimes, on connection: any DatabaseConnection) throws -> [Occasion] {
        let book = try SnapshotBook(reading: connection)
        let row = try connection.statement(
            """
            SELECT snapshot, MIN(quarantine), SUM(CASE WHEN state = 0 THEN 1 ELSE 0 END), MAX(settled)
            FROM quarantine GROUP BY snapshot, reason ORDER BY snapshot, reason
            """)
        defer { row.reset() }
        var found: [Occasion] = []
        var settled: [(about: Int64, entry: Int64)] = []
        while try row.step() {
            let id = Int32(truncatingIfNeeded: row.int64(0))
            guard let snapshot = book[id], snapshot.stands(asKnown: .max) else { continue }
            let about = row.int64(1)
            found.append(
                Occasion(
                    OccasionKey(.quarantineOpened, about), occurred: .day(snapshot.date), known: times.known(id),
                    related: about))
            if row.int64(2) == 0 { settled.append((about, row.int64(3))) }
        }
        let entry = try connection.statement("SELECT recorded FROM entry WHERE seq = ?")
        defer { entry.reset() }
        for (about, seq) in settled {
            entry.reset()
            entry.bind(seq, at: 1)
            guard try entry.step() else { continue }
            let at = Instant(microseconds: entry.int64(0))
            found.append(
                Occasion(OccasionKey(.quarantineSettled, about), occurred: .instant(at), known: at, related: about))
        }
        return found
    }
}
