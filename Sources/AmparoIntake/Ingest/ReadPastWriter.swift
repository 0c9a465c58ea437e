internal import AmparoModel
internal import AmparoStore

/// Keeps keyed hashes of the A-numbers of cases that were read past, and nothing else of them (MISSED-HEARING.md).
final class ReadPastWriter {
    private let store: RecordStore
    private let isDryRun: Bool
    private var hashes: [UInt64] = []

    init(_ store: RecordStore, isDryRun: Bool) {
        self.store = store
        self.isDryRun = isDryRun
    }

    func add(_ number: UnsafeRawBufferPointer) { hashes.append(Self.hash(number, store.secrets)) }

    static func hash(_ number: UnsafeRawBufferPointer, _ secrets: StoreSecrets) -> UInt64 {
        RowKeys(secrets).key(.courtCase, number)
    }

    /// The hashes that are kept.
    static func known(_ store: RecordStore) throws -> Set<UInt64> {
        try store.database.read { connection in
            let statement = try connection.statement("SELECT hash FROM read_past")
            defer { statement.reset() }
            var known: Set<UInt64> = []
            while try statement.step() { known.insert(UInt64(bitPattern: statement.int64(0))) }
            return known
        }
    }

    /// Writes what is new, in key order, in short transactions. The journal is told first what the table will hold: broken
    /// off in between, `verify` says that the release must be taken again. Answers how many entries were appended.
    func finish() throws -> Int {
        guard !isDryRun, !hashes.isEmpty else { return 0 }
        let known = try Self.known(store)
        let new = Set(hashes).subtracting(known).map { Int64(bitPattern: $0) }.sorted()
        guard !new.isEmpty else { return 0 }
        let all = (known.map { Int64(bitPattern: $0) } + new).sorted()
        var batch = EntryBatch(random: store.random)
        try ReadPastNote(all).bytes.withUnsafeBytes { _ = try batch.append(kind: .readPastNoted, payload: $0) }
        try store.sequencer.append(&batch) { connection, _ in try Self.insert(new.prefix(Self.together), on: connection)
        }
        for start in stride(from: Self.together, to: new.count, by: Self.together) {
            try store.database.write {
                try Self.insert(new[start..<min(new.count, start + Self.together)], on: $0)
            }
        }
        return batch.count
    }

    /// So many are written in one transaction.
    private static let together = 4_000

    private static func insert(_ new: ArraySlice<Int64>, on connection: any DatabaseConnection) throws {
        let statement = try connection.statement(
            "INSERT INTO read_past (hash) VALUES (?) ON CONFLICT (hash) DO NOTHING")
        for hash in new {
            statement.bind(hash, at: 1)
            try statement.run()
        }
    }
}
