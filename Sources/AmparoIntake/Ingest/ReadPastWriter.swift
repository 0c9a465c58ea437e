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

    /// Writes what is new, in key order, in short transactions.
    func finish() throws {
        guard !isDryRun, !hashes.isEmpty else { return }
        hashes.sort()
        try leaveOutKnown()
        for start in stride(from: 0, to: hashes.count, by: 4_000) {
            try store.database.write { connection in
                let statement = try connection.statement(
                    "INSERT INTO read_past (hash) VALUES (?) ON CONFLICT (hash) DO NOTHING")
                for hash in hashes[start..<min(hashes.count, start + 4_000)] {
                    statement.bind(hash, at: 1)
                    try statement.run()
                }
            }
            try store.database.upkeep()
        }
    }

    /// Takes out of the sorted hashes those that are kept, walking over both in key order.
    private func leaveOutKnown() throws {
        let left = try store.database.read { connection in
            let statement = try connection.statement("SELECT hash FROM read_past ORDER BY hash")
            defer { statement.reset() }
            var known: Int64? = try statement.step() ? statement.int64(0) : nil
            var left = 0
            for index in hashes.indices {
                let hash = hashes[index]
                while let present = known, present < hash { known = try statement.step() ? statement.int64(0) : nil }
                guard known != hash else { continue }
                hashes[left] = hash
                left += 1
            }
            return left
        }
        hashes.removeLast(hashes.count - left)
    }
}
