import AmparoModel
import AmparoStore
import AmparoStoreSQLite
import AmparoTestSupport
import Foundation
import Testing

@Suite("Durability", .serialized)
struct DurabilityTests {
    private func acknowledged(_ line: String?) -> Int64? {
        guard let line, line.hasPrefix("acknowledged ") else { return nil }
        return Int64(line.dropFirst("acknowledged ".count))
    }

    private func journal(in folder: TemporaryFolder) throws -> Journal {
        try Journal(try SQLiteDatabase(path: folder.path + "/journal.sqlite"), timing: .system()) {
            TemporaryStore.start
        }
    }

    @Test("Killed anywhere, a store opens dense and sound, and every acknowledged entry is there")
    func killed() throws {
        let seed = UInt64(Date().timeIntervalSince1970)
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        let folder = try TemporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder.path + "-key") }
        var last: Int64 = 0
        for round in 0..<6 {
            let process = try ExerciseProcess(["forever", folder.path, "\(round * 7)"])
            for _ in 0..<Int.random(in: 1...12, using: &generator) {
                last = try #require(acknowledged(process.line()))
            }
            process.kill()
            while let more = process.line() { last = acknowledged(more) ?? last }
            process.wait()
            let journal = try journal(in: folder)
            let verified = try journal.verify()
            #expect(verified.broken == nil)
            #expect(verified.entries >= last, "acknowledged \(last), there are \(verified.entries)")
            last = verified.entries
        }
    }

    @Test("Two processes append at once; both acknowledge only what is there, and a small write never waits long")
    func twoProcesses() throws {
        let folder = try TemporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder.path + "-key") }
        let process = try ExerciseProcess(["bulk", folder.path, "1000000"])
        while try #require(process.line()) != "appending" {}
        let journal = try journal(in: folder)
        let random = RandomSource.seeded(1)
        let clock = ContinuousClock()
        var waits: [Duration] = []
        var seqs: [Int64] = []
        while waits.count < 40 {
            var batch = EntryBatch(random: random)
            try [UInt8]("small".utf8).withUnsafeBytes {
                _ = try batch.append(kind: TemporaryStore.kind, payload: $0)
            }
            waits.append(try clock.measure { seqs.append(try journal.sequencer.append(&batch).lastSeq) })
        }
        process.kill()
        process.wait()
        waits.sort()
        print("small writes beside a long one: median \(waits[20]), slowest \(waits[39])")
        #expect(seqs == seqs.sorted() && Set(seqs).count == 40)
        #expect(try #require(seqs.last) > 100, "the other process appended meanwhile")
        // One of forty may meet a machine that is busy with other things.
        #expect(waits[38] < .milliseconds(100))
        let verified = try journal.verify()
        #expect(verified.broken == nil)
        for seq in seqs {
            #expect(try journal.withEntry(seq) { String(decoding: $0.payload, as: UTF8.self) } == "small")
        }
    }

    @Test("The disk has an entry before it is acknowledged", .enabled(if: ExerciseProcess.hasStrace))
    func syncBeforeAcknowledgement() throws {
        let folder = try TemporaryFolder()
        let trace = folder.path + "-trace"
        defer {
            try? FileManager.default.removeItem(atPath: folder.path + "-key")
            try? FileManager.default.removeItem(atPath: trace)
        }
        let process = try ExerciseProcess(["acknowledge", folder.path, "8"], traceTo: trace)
        while process.line() != nil {}
        #expect(process.wait() == 0)
        var unsynced: Set<Substring> = []
        var synced = 0
        var acknowledgements = 0
        for line in try String(contentsOfFile: trace, encoding: .utf8).split(separator: "\n") {
            guard let file = line.firstMatch(of: /<(\/[^>]*)>/)?.1 else {
                if line.contains("\"acknowledged") {
                    #expect(unsynced.isEmpty, "acknowledged before \(unsynced) was on the disk")
                    acknowledgements += 1
                    #expect(synced >= acknowledgements)
                }
                continue
            }
            if line.contains("\"acknowledged") {
                #expect(unsynced.isEmpty, "acknowledged before \(unsynced) was on the disk")
                acknowledgements += 1
            } else if file.hasSuffix("journal.sqlite-wal") {
                if line.contains("pwrite64(") || line.contains(" write(") {
                    unsynced.insert(file)
                } else if line.contains("fdatasync(") || line.contains("fsync(") {
                    unsynced.remove(file)
                    synced += 1
                }
            }
        }
        #expect(acknowledgements == 8)
        #expect(synced >= 8)
    }

    @Test("A full store is a clear error, nothing is half done, and it goes on when there is room")
    func full() throws {
        let store = try TemporaryStore(seed: 41, maximumPages: 40)
        var appended: Int64 = 0
        #expect(throws: StoreError(.diskFull)) {
            for _ in 0..<100 { appended = try store.append(50).lastSeq }
        }
        #expect(appended > 0)
        #expect(try store.journal.lastSeq() == appended)
        #expect(try store.journal.verify().broken == nil)
        let roomy = try store.reopened()
        var batch = EntryBatch(random: store.random)
        try [UInt8](repeating: 1, count: 100_000).withUnsafeBytes {
            _ = try batch.append(kind: TemporaryStore.kind, payload: $0)
        }
        #expect(try roomy.sequencer.append(&batch).firstSeq == appended + 1)
        #expect(try roomy.verify().broken == nil)
    }

    @Test("A disk that refuses to write in the middle of a commit leaves every acknowledged entry and no other")
    func writeFails() throws {
        let folder = try TemporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder.path + "-key") }
        let process = try ExerciseProcess(["limited", folder.path, "3000000"])
        var last: Int64 = 0
        var failure = ""
        while let line = process.line() {
            if let seq = acknowledged(line) { last = seq } else { failure = line }
        }
        #expect(process.wait() == 1)
        #expect(failure.contains("disk"), "\(failure)")
        #expect(last > 0)
        let journal = try journal(in: folder)
        #expect(try journal.lastSeq() == last)
        #expect(try journal.verify().broken == nil)
    }

    @Test("A folder that cannot be written is a clear error")
    func readOnly() throws {
        let store = try TemporaryStore(seed: 42)
        try store.append(3)
        let files = FileManager.default
        try files.setAttributes([.posixPermissions: 0o644], ofItemAtPath: store.database.path)
        try files.setAttributes([.posixPermissions: 0o555], ofItemAtPath: store.folder.path)
        let process = try ExerciseProcess(["unprivileged", store.folder.path])
        var lines: [String] = []
        while let line = process.line() { lines.append(line) }
        try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: store.folder.path)
        #expect(lines.count == 3)
        #expect(lines.prefix(2) == ["code read-only", "code read-only"])
        #expect(["opened with 3 entries", "code read-only"].contains(lines.last))
        #expect(try store.journal.lastSeq() == 3)
    }

    @Test("What is no store, and a store of another version, is refused with the reason")
    func refused() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/journal.sqlite"
        #expect(throws: StoreError(.notFound)) { try SQLiteDatabase(path: path) }
        #expect(throws: StoreError(.notFound)) {
            try SQLiteDatabase(path: folder.path + "/none/journal.sqlite", options: .init(create: true))
        }
        try Data("this is not a database, whatever it is called ".utf8 + [UInt8](repeating: 1, count: 9000))
            .write(to: URL(filePath: path))
        #expect(throws: StoreError(.damaged)) { try SQLiteDatabase(path: path) }
        let store = try TemporaryStore(seed: 43)
        #expect(throws: StoreError(.schemaOlder)) {
            let later = Schema(
                component: "journal", migrations: JournalSchema.schema.migrations + [Migration(3, "x", steps: [])])
            try Migrator([later]).check(store.database)
        }
        try store.database.write { connection in
            try connection.execute("UPDATE schema_version SET version = 99 WHERE component = 'journal'")
        }
        #expect(throws: StoreError(.schemaNewer)) { try store.reopened() }
        let empty = try SQLiteDatabase(path: folder.path + "/empty.sqlite", options: .init(create: true))
        #expect(throws: StoreError(.notFound)) {
            try Journal(empty, migrating: false, timing: .system()) { TemporaryStore.start }
        }
    }

    @Test("A process that had the store open before another migrated it writes no more")
    func migratedMeanwhile() throws {
        let store = try TemporaryStore(seed: 44)
        let later = Schema(
            component: "later",
            migrations: [
                Migration(
                    1, "one",
                    steps: [.createTable(TableDefinition("later", primaryKey: ["id"], columns: [.integer("id")]))])
            ])
        let clock = store.clock
        let newer = try Journal(
            try SQLiteDatabase(path: store.database.path), schemas: [Projections.schema, later], timing: .system()
        ) { clock.now }
        #expect(throws: StoreError(.storeChanged)) { try store.append(1) }
        var batch = EntryBatch(random: store.random)
        try [UInt8]([1]).withUnsafeBytes { _ = try batch.append(kind: TemporaryStore.kind, payload: $0) }
        #expect(try newer.sequencer.append(&batch).lastSeq == 1)
    }

    @Test("Free room is told, and long work without it is refused before it begins")
    func freeRoom() throws {
        let store = try TemporaryStore(seed: 45)
        #expect(try #require(try store.database.freeBytes()) > 0)
        try store.database.requireFree(bytes: 1)
        #expect(throws: StoreError(.diskFull)) { try store.database.requireFree(bytes: .max) }
    }

    @Test("The file has the declared form: pages of 8 KiB, WAL, FULL, strict tables")
    func form() throws {
        let store = try TemporaryStore(seed: 46)
        try store.append(1)
        func value(_ sql: String) throws -> String {
            try store.database.write { connection in
                let row = try connection.statement(sql)
                defer { row.reset() }
                return try row.step() ? row.text(0) : ""
            }
        }
        #expect(try value("PRAGMA page_size") == "8192")
        #expect(try value("PRAGMA journal_mode") == "wal")
        #expect(try value("PRAGMA synchronous") == "2")
        #expect(try value("PRAGMA secure_delete") == "1")
        #expect(
            try value(
                "SELECT COUNT(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name <> 'sqlite_schema'"
            ) == "0")
    }
}
