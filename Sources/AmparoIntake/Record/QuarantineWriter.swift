internal import AmparoModel
internal import AmparoStore

/// Puts the records of one snapshot in quarantine: their bytes sealed under a key of the release's own, each once.
struct QuarantineWriter {
    /// Entries appended.
    private(set) var appended = 0
    /// Primary keys of records that are in quarantine, by table.
    private(set) var primaryKeys: [RecordKind: Set<Int64>] = [:]

    private let store: RecordStore
    private let snapshot: Snapshot
    private let isDryRun: Bool
    private let beginning: SnapshotBeginning
    private let key: PersonKey?
    private var known: Set<UInt64> = []
    private var batch: EntryBatch

    init(store: RecordStore, snapshot: Snapshot, beginning: SnapshotBeginning, isDryRun: Bool) throws {
        self.beginning = beginning
        self.store = store
        self.snapshot = snapshot
        self.isDryRun = isDryRun
        batch = EntryBatch(random: store.random)
        let person = Person(.quarantineRelease, Int64(snapshot.id))
        key =
            try snapshot.id == 0 || isDryRun
            ? store.keys.key(for: person, creatingMissing: false) : store.keys.key(for: person, creatingMissing: true)
        known = try store.database.read { connection in
            let statement = try connection.statement("SELECT fingerprint FROM quarantine WHERE snapshot = ?")
            defer { statement.reset() }
            statement.bind(Int64(snapshot.id), at: 1)
            var found: Set<UInt64> = []
            while try statement.step() { found.insert(UInt64(bitPattern: statement.int64(0))) }
            return found
        }
    }

    mutating func add(_ record: QuarantinedRecord) throws {
        if let kind = record.kind, let primaryKey = record.primaryKey {
            primaryKeys[kind, default: []].insert(primaryKey)
        }
        guard let key, !isDryRun else { return }
        let fingerprint = record.raw.withUnsafeBytes { key.fingerprint($0) }
        guard known.insert(fingerprint).inserted else { return }
        let payload = QuarantinePayload(
            file: record.file, reason: record.reason, column: record.column ?? "", length: Int64(record.length),
            fingerprint: fingerprint, primaryKey: record.primaryKey, headerLength: Int64(record.header.count))
        try payload.bytes.withUnsafeBytes { payload in
            try (record.header + record.raw).withUnsafeBytes { raw in
                _ = try batch.append(
                    kind: .quarantined, snapshot: Int64(snapshot.id), line: Int64(record.line), payload: payload,
                    sealing: EntryBatch.Sealing(raw, to: key, field: .quarantine))
            }
        }
        if batch.count >= 512 || batch.byteCount > 8 << 20 { try finish() }
    }

    mutating func finish() throws {
        guard batch.count > 0 else { return }
        try beginning.ensure()
        try store.append(&batch)
        appended += batch.count
        batch.removeAll()
    }
}
