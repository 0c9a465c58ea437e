public import AmparoModel
public import AmparoStore
internal import Synchronization

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
    private let beginning: SnapshotBeginning
    private var quarantine: QuarantineWriter

    /// Begins a snapshot, or goes on with one that was begun before under the same name.
    ///
    /// With `onlyIfChanged` the snapshot begins with its first new entry: a file whose content the record already holds
    /// leaves no trace. A court release always begins, because its date alone says which hearings it covers.
    public init(
        store: RecordStore, feed: Feed, issuer: String, name: String, date: Day, onlyIfChanged: Bool, isDryRun: Bool
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
            beginning = SnapshotBeginning(store: store, snapshot: known, isBegun: true, isDryRun: isDryRun)
        } else {
            let new = Snapshot(
                id: Int32(books.all.count + 1), feed: feed, issuer: issuer, name: name, date: date, begunSeq: 0,
                completedSeq: nil, withdrawnSeq: nil)
            beginning = SnapshotBeginning(store: store, snapshot: new, isBegun: false, isDryRun: isDryRun)
            if !onlyIfChanged { try beginning.ensure() }
            snapshot = new
            isNew = !onlyIfChanged
        }
        recorder = try Recorder(store: store, snapshot: snapshot, beginning: beginning, isDryRun: isDryRun)
        quarantine = try QuarantineWriter(
            store: store, snapshot: snapshot, beginning: beginning, isDryRun: isDryRun)
    }

    /// Puts a record in quarantine, unless it is there already.
    public func quarantine(_ record: QuarantinedRecord) throws { try quarantine.add(record) }

    /// Runs `body`; when a file turns out to be refused after some of it was recorded (too many defects at its end, an archive
    /// that is damaged further on, a file that changes while it is read), takes the snapshot back, so that nothing of it
    /// counts. A snapshot that was completed before is not taken back: `Ingest` reads such a release through before it comes
    /// here.
    func takingBackWhatIsRefused<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error where error is IntakeError {
            guard !isDryRun, snapshot.completedSeq == nil, beginning.begunSeq != 0 else { throw error }
            var batch = EntryBatch(random: store.random)
            try [UInt8]().withUnsafeBytes {
                _ = try batch.append(
                    kind: .snapshotWithdrawn, snapshot: Int64(snapshot.id), replaces: beginning.begunSeq, payload: $0)
            }
            try store.append(&batch)
            throw error
        }
    }

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
        changes.entries += beginning.appended + quarantine.appended
        guard !isDryRun, isNew || changes.entries > 0 else { return changes }
        var final = changes
        final.entries += 1
        var batch = EntryBatch(random: store.random)
        try Array(report(final).utf8).withUnsafeBytes {
            _ = try batch.append(
                kind: .snapshotCompleted, snapshot: Int64(snapshot.id), occurred: .on(snapshot.date),
                replaces: beginning.begunSeq, payload: $0)
        }
        try store.append(&batch)
        return final
    }
}

/// The entry that begins a snapshot, appended once and not before it is needed.
final class SnapshotBeginning: Sendable {
    private struct State {
        var begunSeq: Int64
        var appended = 0
        var isBegun: Bool
    }

    private let store: RecordStore
    private let snapshot: Snapshot
    private let isDryRun: Bool
    private let state: Mutex<State>

    init(store: RecordStore, snapshot: Snapshot, isBegun: Bool, isDryRun: Bool) {
        self.store = store
        self.snapshot = snapshot
        self.isDryRun = isDryRun
        state = Mutex(State(begunSeq: snapshot.begunSeq, isBegun: isBegun))
    }

    /// Entries appended, 0 or 1.
    var appended: Int { state.withLock { $0.appended } }
    /// The number of the entry that begins the snapshot; 0 while there is none.
    var begunSeq: Int64 { state.withLock { $0.begunSeq } }

    /// Appends the beginning if it is not in the journal. A dry run appends nothing.
    func ensure() throws {
        guard !isDryRun else { return }
        try state.withLock { state in
            guard !state.isBegun else { return }
            var batch = EntryBatch(random: store.random)
            let payload = SnapshotPayload(
                feed: snapshot.feed, date: snapshot.date, issuer: snapshot.issuer, name: snapshot.name)
            try payload.bytes.withUnsafeBytes {
                _ = try batch.append(
                    kind: .snapshotBegun, snapshot: Int64(snapshot.id), occurred: .on(snapshot.date), payload: $0)
            }
            state.begunSeq = try store.append(&batch).firstSeq
            state.appended = 1
            state.isBegun = true
        }
    }
}
