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

    /// Writes what is new, in key order, in short transactions.
    func finish() throws {
        guard !isDryRun, !hashes.isEmpty else { return }
        hashes.sort()
        let known = try Self.known(store)
        let new = hashes.filter { !known.contains($0) }.map { Int64(bitPattern: $0) }.sorted()
        for start in stride(from: 0, to: new.count, by: 4_000) {
            try store.database.write { connection in
                let statement = try connection.statement(
                    "INSERT INTO read_past (hash) VALUES (?) ON CONFLICT (hash) DO NOTHING")
                for hash in new[start..<min(new.count, start + 4_000)] {
                    statement.bind(hash, at: 1)
                    try statement.run()
                }
            }
        }
    }
}
