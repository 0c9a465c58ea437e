#if Postgres
import AmparoModel
import AmparoStore
import AmparoStorePostgres
import AmparoStoreSQLite
import AmparoTransparency
import Dispatch
import Foundation

/// Writes a line at once, without a buffer that a kill would lose.
func say(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = bytes.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
}

/// What the process does until it is killed: it never stops by itself.
struct Exercise: Sendable {
    let random = RandomSource.system()
    let journal: Journal

    init(_ address: String) throws {
        let database = try PostgresDatabase(
            PostgresAddress(address),
            options: PostgresDatabase.Options(patience: .seconds(30), commitLimit: .seconds(3)), random: random,
            timing: .system())
        let clock = ContinuousClock()
        let began = clock.now
        journal = try Journal(database, schemas: [LogSchema.schema], timing: .system()) {
            let passed = began.duration(to: clock.now).components
            return Instant(
                microseconds: 1_700_000_000_000_000 + passed.seconds * 1_000_000
                    + passed.attoseconds / 1_000_000_000_000)
        }
    }

    /// Appends one receipt after the other on each thread, and tells number and name of each that is durable.
    func acknowledge(threads: Int) {
        DispatchQueue.concurrentPerform(iterations: threads) { _ in while true { append() } }
    }

    private func append() {
        var batch = EntryBatch(random: random)
        do {
            _ = try [UInt8](repeating: 7, count: 120).withUnsafeBytes {
                try batch.append(kind: EntryKind(rawValue: 240), payload: $0)
            }
            let name = batch.withEntries { $0[0].id }
            let appended = try journal.sequencer.append(&batch)
            say("acknowledged \(appended.lastSeq) \(name)")
        } catch let error as StoreError {
            say("error \(error.code.rawValue)")
        } catch {
            say("error \(error)")
        }
    }

    /// Signs and publishes checkpoints one after the other, and tells size and root of each. The log's keys are in a folder.
    func sign(folder: String) async throws {
        let file = KeyFile(path: folder + "-key", dataFolder: folder)
        if !file.exists { try file.create(random: random) }
        let keys = try KeyStore(
            try SQLiteDatabase(path: folder + "/keys.sqlite", options: .init(create: true)), file: file, random: random)
        let log = PublishedLog(journal, keys: keys) { Instant(microseconds: 1_700_000_000_000_000) }
        try log.found(origin: "log.example.org/failover")
        while true {
            do {
                let checkpoint = try await log.publish { _, _ in (404, []) }.checkpoint.checkpoint
                say("signed \(checkpoint.size) \(checkpoint.root)")
            } catch let error as StoreError {
                say("error \(error.code.rawValue)")
            }
        }
    }
}
#endif
