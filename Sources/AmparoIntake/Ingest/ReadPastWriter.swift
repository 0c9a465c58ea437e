internal import AmparoModel
internal import AmparoStore

/// Keeps keyed hashes of the A-numbers of cases that were read past, and nothing else of them (MISSED-HEARING.md).
final class ReadPastWriter {
    private let store: RecordStore
    private let isDryRun: Bool
    private var hashes: [Int64] = []

    init(_ store: RecordStore, isDryRun: Bool) {
        self.store = store
        self.isDryRun = isDryRun
    }

    func add(_ number: UnsafeRawBufferPointer) { hashes.append(Int64(bitPattern: Self.hash(number, store.secrets))) }

    static func hash(_ number: UnsafeRawBufferPointer, _ secrets: StoreSecrets) -> UInt64 {
        RowKeys(secrets).key(.courtCase, number)
    }

    /// Whether any hash is kept.
    static func isAnyKnown(_ store: RecordStore) throws -> Bool {
        try store.database.read { connection in
            let statement = try connection.statement("SELECT hash FROM read_past LIMIT 1")
            defer { statement.reset() }
            return try statement.step()
        }
    }

    /// Whether a hash is kept.
    static func isKnown(_ hash: UInt64, on connection: any DatabaseConnection) throws -> Bool {
        let statement = try connection.statement("SELECT hash FROM read_past WHERE hash = ?")
        defer { statement.reset() }
        statement.bind(Int64(bitPattern: hash), at: 1)
        return try statement.step()
    }

    /// Writes what is new, in key order, in short transactions. The journal is told first what the table will hold: broken
    /// off in between, `verify` says that the release must be taken again. Answers how many entries were appended.
    func finish() throws -> Int {
        guard !isDryRun, !hashes.isEmpty else { return 0 }
        let known = try store.database.read { try ReadPastNote.hashes(on: $0) }
        let new = leftOut(known)
        guard !new.isEmpty else { return 0 }
        var batch = EntryBatch(random: store.random)
        try ReadPastNote((known + new).sorted()).bytes.withUnsafeBytes {
            _ = try batch.append(kind: .readPastNoted, payload: $0)
        }
        try store.sequencer.append(&batch) { connection, _ in
            try Self.insert(new.prefix(Self.together), on: connection)
        }
        for start in stride(from: Self.together, to: new.count, by: Self.together) {
            try store.database.write {
                try Self.insert(new[start..<min(new.count, start + Self.together)], on: $0)
            }
            try store.database.upkeep()
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

    /// The hashes that are not among the `known`, which are in rising order; each once, in rising order.
    private func leftOut(_ known: [Int64]) -> [Int64] {
        var new: [Int64] = []
        var place = 0
        for hash in hashes.sorted() {
            while place < known.count, known[place] < hash { place += 1 }
            guard place == known.count || known[place] != hash, new.last != hash else { continue }
            new.append(hash)
        }
        return new
    }
}
