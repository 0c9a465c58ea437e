import AmparoModel
import AmparoStore
import AmparoStoreSQLite
import AmparoTestSupport
import Foundation
import Synchronization
import Testing

@Suite("Backup and restore")
struct BackupTests {
    private func restore(
        _ backup: String, keyStore: String? = nil, into folder: TemporaryFolder
    ) throws -> VerifiedJournal {
        try StoreRestore(into: folder.path, schemas: [Projections.schema]).restore(journal: backup, keyStore: keyStore)
    }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test("A backup is one file that only its owner reads, without any key, and restores to the same journal")
    func roundTrip() throws {
        let store = try TemporaryStore(seed: 71)
        let key = try #require(try store.keys.key(for: Person(.child, 1), creatingMissing: true))
        try store.append(700, sealing: "the text of a person", to: key)
        let copies = try TemporaryFolder()
        let file = copies.path + "/b.amparo"
        let steps = Mutex<[Int64]>([])
        try store.database.backup(to: file) { done, all in steps.withLock { $0 += [done, all] } }
        #expect(steps.withLock { $0.count >= 2 && $0[$0.count - 2] == $0[$0.count - 1] })
        #expect(try copies.files().keys.sorted() == ["b.amparo"])
        #expect(try mode(file) == 0o600)
        #expect(try copies.files()["b.amparo"]?.range(of: Data("the text of a person".utf8)) == nil)
        let target = try TemporaryFolder()
        let verified = try restore(file, into: target)
        let root = try store.journal.root()
        #expect(verified.broken == nil && verified.entries == 700 && verified.root == root.root)
        #expect(try target.files().keys.sorted() == ["journal.sqlite"])
        #expect(try mode(target.path + "/journal.sqlite") == 0o600)
        let restored = try Journal(
            SQLiteDatabase(path: target.path + "/journal.sqlite"), schemas: [Projections.schema], migrating: false,
            timing: .system()
        ) { TemporaryStore.start }
        #expect(try restored.root().root == root.root)
    }

    @Test("A backup taken while another thread appends is one sound place of the journal")
    func whileOthersWrite() throws {
        let store = try TemporaryStore(seed: 72)
        try store.append(2000)
        let before = try store.journal.lastSeq()
        let copies = try TemporaryFolder()
        let isDone = Atomic(false)
        let failure = Mutex<(any Error)?>(nil)
        let group = DispatchGroup()
        DispatchQueue.global().async(group: group) {
            while !isDone.load(ordering: .relaxed) {
                do { try store.append(20) } catch { return failure.withLock { $0 = error } }
            }
        }
        for round in 0..<5 {
            try store.database.backup(to: copies.path + "/\(round)")
        }
        isDone.store(true, ordering: .relaxed)
        group.wait()
        #expect(failure.withLock { $0 } == nil)
        var sizes: [Int64] = []
        for round in 0..<5 {
            let target = try TemporaryFolder()
            let verified = try restore(copies.path + "/\(round)", into: target)
            #expect(verified.broken == nil)
            #expect(verified.root == (try store.journal.root(at: verified.entries)))
            sizes.append(verified.entries)
        }
        #expect(sizes == sizes.sorted() && (sizes.first ?? 0) >= before)
    }

    @Test("The key store is copied by itself and opens the restored seals with the key file only")
    func keyStore() throws {
        let store = try TemporaryStore(seed: 73)
        let person = Person(.child, 5)
        let key = try #require(try store.keys.key(for: person, creatingMissing: true))
        try store.append(3, sealing: "secret", to: key)
        let copies = try TemporaryFolder()
        try store.database.backup(to: copies.path + "/journal")
        try SQLiteDatabase(path: store.folder.path + "/keys.sqlite").backup(to: copies.path + "/keystore")
        #expect(try mode(copies.path + "/keystore") == 0o600)
        let target = try TemporaryFolder()
        #expect(try restore(copies.path + "/journal", keyStore: copies.path + "/keystore", into: target).broken == nil)
        #expect(try target.files().keys.sorted() == ["journal.sqlite", "keys.sqlite"])
        let keys = try KeyStore(
            SQLiteDatabase(path: target.path + "/keys.sqlite"),
            file: KeyFile(path: store.keyFile.path, dataFolder: target.path), random: .seeded(1))
        let journal = try Journal(
            SQLiteDatabase(path: target.path + "/journal.sqlite"), schemas: [Projections.schema], timing: .system()
        ) { TemporaryStore.start }
        let opened = try #require(try keys.key(for: person, creatingMissing: false))
        let text = try journal.withEntry(2) {
            try Seal.open($0.sealed, with: opened, entry: $0.id, field: .identity)
        }
        #expect(text == Array("secret".utf8))
    }

    @Test("A backup that was changed is told of and nothing is put in place; a file that is no store neither")
    func unsound() throws {
        let store = try TemporaryStore(seed: 74)
        try store.append(300)
        let copies = try TemporaryFolder()
        let file = copies.path + "/b"
        try store.database.backup(to: file)
        try SQLiteDatabase(path: file).write { try $0.execute("UPDATE entry SET line = 9 WHERE seq = 77") }
        let target = try TemporaryFolder()
        #expect(try restore(file, into: target).broken == .init(seq: 77, fault: .leaf))
        #expect(try target.files().isEmpty)
        try Data("no database at all, only some text that is long enough".utf8)
            .write(to: URL(fileURLWithPath: copies.path + "/text"))
        #expect(throws: StoreError.self) { try restore(copies.path + "/text", into: target) }
        #expect(throws: StoreError(.notFound)) { try restore(copies.path + "/none", into: target) }
        #expect(throws: StoreError.self) { try restore(file, keyStore: copies.path + "/text", into: target) }
        #expect(try target.files().isEmpty)
    }

    @Test("Nothing is ever overwritten: neither a backup nor a folder that holds something")
    func noOverwriting() throws {
        let store = try TemporaryStore(seed: 75)
        try store.append(3)
        let copies = try TemporaryFolder()
        let file = copies.path + "/b"
        try store.database.backup(to: file)
        #expect(throws: StoreError(.folderNotEmpty)) { try store.database.backup(to: file) }
        #expect(throws: StoreError(.notFound)) { try store.database.backup(to: copies.path + "/none/b") }
        let target = try TemporaryFolder()
        let other = URL(fileURLWithPath: target.path + "/notes.txt")
        try Data("x".utf8).write(to: other)
        #expect(throws: StoreError(.folderNotEmpty)) { try restore(file, into: target) }
        try FileManager.default.removeItem(at: other)
        // What a broken-off try left is no obstacle, and neither is a key store that survived the journal's disk.
        try Data("half".utf8).write(to: URL(fileURLWithPath: target.path + "/journal.sqlite.restoring"))
        try FileManager.default.copyItem(
            atPath: store.folder.path + "/keys.sqlite", toPath: target.path + "/keys.sqlite")
        #expect(throws: StoreError(.folderNotEmpty)) { try restore(file, keyStore: file, into: target) }
        #expect(try restore(file, into: target).entries == 3)
        #expect(throws: StoreError(.folderNotEmpty)) { try restore(file, into: target) }
    }

    @Test("A copy that was broken off leaves nothing of that name")
    func brokenOff() throws {
        struct Stop: Error {}
        let store = try TemporaryStore(seed: 76)
        try store.append(3)
        let copies = try TemporaryFolder()
        try Data("of an earlier try".utf8).write(to: URL(fileURLWithPath: copies.path + "/b.part"))
        #expect(throws: Stop.self) { try store.database.backup(to: copies.path + "/b") { _, _ in throw Stop() } }
        #expect(try copies.files().isEmpty)
        try store.database.backup(to: copies.path + "/b")
        #expect(try copies.files().keys.sorted() == ["b"])
    }
}
