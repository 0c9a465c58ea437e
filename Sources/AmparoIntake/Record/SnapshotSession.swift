public import AmparoModel
public import AmparoStore

/// Takes one snapshot of a feed from beginning to end, or leaves it to be taken again: what was recorded before an
/// interruption is found again by comparison, so the same command finishes the work.
public final class SnapshotSession {
    /// The snapshot as it stands in the record; number 0 in a dry run of a new one.
    public let snapshot: Snapshot
    /// Writes the rows.
    public let recorder: Recorder
    private let store: RecordStore
    private let isNew: Bool
    private let isDryRun: Bool
    private var quarantine: QuarantineWriter
    private var appended = 0

    /// Begins a snapshot, or goes on with one that was begun before under the same name.
    public init(
        store: RecordStore, feed: Feed, issuer: String, name: String, date: Day, isDryRun: Bool
    ) throws {
        self.store = store
        self.isDryRun = isDryRun
        let books = try store.snapshots()
        if let known = books.find(feed: feed, issuer: issuer, name: name) {
            guard known.date == date else {
                throw IntakeError(
                    .releaseDate,
                    "release \(name) of this feed was taken with the date \(known.date); give that date, another"
                        + " --release name, or withdraw it first")
            }
            snapshot = known
            isNew = known.completedSeq == nil
        } else {
            let id = Int32(books.all.count + 1)
            var begun = Snapshot(
                id: id, feed: feed, issuer: issuer, name: name, date: date, begunSeq: 0, completedSeq: nil,
                withdrawnSeq: nil)
            if !isDryRun {
                var batch = EntryBatch(random: store.random)
                let payload = SnapshotPayload(feed: feed, date: date, issuer: issuer, name: name).bytes
                try payload.withUnsafeBytes {
                    _ = try batch.append(
                        kind: .snapshotBegun, snapshot: Int64(id), occurred: .on(date), payload: $0)
                }
                begun.begunSeq = try store.append(&batch).firstSeq
                appended += 1
            }
            snapshot = begun
            isNew = true
        }
        recorder = try Recorder(store: store, snapshot: snapshot, isDryRun: isDryRun)
        quarantine = try QuarantineWriter(store: store, snapshot: snapshot, isDryRun: isDryRun)
    }

    /// Puts a record in quarantine, unless it is there already.
    public func quarantine(_ record: QuarantinedRecord) throws { try quarantine.add(record) }

    /// Ends the snapshot: finds vanished rows, closes the quarantine, and records the report if anything is new.
    ///
    /// - Parameters:
    ///   - tables: see `Recorder.finish`.
    ///   - report: makes the report's JSON from what was done.
    /// - Returns: what was done; `entries` counts everything appended.
    public func finish(
        tables: Set<RecordKind>, report: (Recorder.Changes) -> String
    ) throws -> Recorder.Changes {
        try quarantine.finish()
        try recorder.finish(tables: tables, unreadable: quarantine.primaryKeys)
        var changes = recorder.changes
        changes.entries += appended + quarantine.appended
        guard !isDryRun, isNew || changes.entries > 0 else { return changes }
        var final = changes
        final.entries += 1
        var batch = EntryBatch(random: store.random)
        try Array(report(final).utf8).withUnsafeBytes {
            _ = try batch.append(
                kind: .snapshotCompleted, snapshot: Int64(snapshot.id), occurred: .on(snapshot.date),
                replaces: snapshot.begunSeq, payload: $0)
        }
        try store.append(&batch)
        return final
    }
}
