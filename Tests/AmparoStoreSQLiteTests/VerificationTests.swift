import AmparoModel
import AmparoStore
import AmparoStoreSQLite
import AmparoTestSupport
import AmparoTransparency
import Testing

@Suite("Verification of the journal")
struct VerificationTests {
    /// A journal of 700 sealed entries in which `sql` was run by hand.
    private func tampered(_ sql: String, seed: UInt64) throws -> VerifiedJournal {
        let store = try TemporaryStore(seed: seed)
        let key = try #require(try store.keys.key(for: Person(.child, 1), creatingMissing: true))
        for _ in 0..<7 {
            try store.append(100, sealing: "text", to: key)
            store.clock.advance(microseconds: 1000)
        }
        #expect(try store.journal.verify().broken == nil)
        try store.database.write { try $0.execute(sql) }
        return try store.journal.verify()
    }

    @Test(
        "A change by hand of any column is found at its entry",
        arguments: [
            "entry_id = salt", "recorded = recorded + 1", "kind = kind + 1", "child = child + 1", "anchor = 1",
            "actor = 1", "snapshot = 1", "line = 1", "occurred_unit = 1", "occurred_offset = 5", "occurred_from = 1",
            "occurred_to = 1", "replaces = 1", "payload = CAST('other' AS BLOB)", "sealed_person = 2",
            "sealed = salt", "salt = entry_id", "leaf = CAST(payload || leaf AS BLOB)", "format = 2", "kind = 1000",
            "occurred_unit = 9",
        ])
    func columns(change: String) throws {
        let verified = try tampered("UPDATE entry SET \(change) WHERE seq = 333", seed: 21)
        #expect(verified.broken?.seq == 333, "\(change): \(String(describing: verified.broken))")
    }

    @Test("Swapped content, a missing entry and a surplus one are found")
    func rows() throws {
        #expect(
            try tampered("DELETE FROM entry WHERE seq = 400", seed: 22).broken == .init(seq: 400, fault: .missing))
        #expect(
            try tampered("DELETE FROM entry WHERE seq = 700", seed: 23).broken == .init(seq: 700, fault: .missing))
        #expect(
            try tampered("UPDATE entry SET seq = 701 WHERE seq = 5", seed: 24).broken == .init(seq: 5, fault: .missing))
        #expect(try tampered("UPDATE entry SET seq = 0 WHERE seq = 1", seed: 25).broken?.seq == 1)
        #expect(
            try tampered("UPDATE sequencer SET size = 699 WHERE id = 1", seed: 26).broken
                == .init(seq: 700, fault: .edge))
    }

    @Test("A changed, missing or surplus hash of the tree is found")
    func tree() throws {
        #expect(
            try tampered(
                "UPDATE tree_node SET hash = (SELECT leaf FROM entry WHERE seq = 1) WHERE position = 1", seed: 27
            )
            .broken == .init(seq: 512, fault: .tree))
        #expect(
            try tampered("DELETE FROM tree_node WHERE position = 0", seed: 28).broken == .init(seq: 256, fault: .tree))
        #expect(
            try tampered("UPDATE tree_node SET level = 2 WHERE position = 1", seed: 29).broken?.fault == .tree)
        #expect(
            try tampered(
                "INSERT INTO tree_node (level, position, hash) SELECT 1, 9, hash FROM tree_node WHERE position = 0",
                seed: 30
            ).broken?.fault == .surplus)
        #expect(
            try tampered(
                "UPDATE tree_half SET hash = (SELECT leaf FROM entry WHERE seq = 1) WHERE position = 20", seed: 37
            )
            .broken == .init(seq: 336, fault: .tree))
        #expect(
            try tampered("DELETE FROM tree_half WHERE position = 42", seed: 38).broken == .init(seq: 688, fault: .tree))
        #expect(
            try tampered(
                "INSERT INTO tree_half (level, position, hash) SELECT 0, 43, hash FROM tree_half WHERE position = 0",
                seed: 39
            ).broken?.fault == .surplus)
        #expect(
            try tampered(
                "UPDATE sequencer SET frontier = (SELECT CAST(leaf || frontier AS BLOB) FROM entry WHERE seq = 1)",
                seed: 31
            )
            .broken != nil)
    }

    @Test("Two entries that changed places are found although both are sound")
    func swapped() throws {
        let store = try TemporaryStore(seed: 32)
        try store.append(300)
        try store.database.write { connection in
            try connection.execute("UPDATE entry SET seq = 900 WHERE seq = 10")
            try connection.execute("UPDATE entry SET seq = 10 WHERE seq = 11")
            try connection.execute("UPDATE entry SET seq = 11 WHERE seq = 900")
        }
        #expect(try store.journal.verify().broken == .init(seq: 256, fault: .tree))
        let small = try TemporaryStore(seed: 33)
        try small.append(30)
        try small.database.write { connection in
            try connection.execute("UPDATE entry SET seq = 900 WHERE seq = 10")
            try connection.execute("UPDATE entry SET seq = 10 WHERE seq = 11")
            try connection.execute("UPDATE entry SET seq = 11 WHERE seq = 900")
        }
        #expect(try small.journal.verify().broken == .init(seq: 16, fault: .tree))
    }

    @Test("A journal over several parts, levels and workers is sound, and its first broken place is named")
    func large() throws {
        let store = try TemporaryStore(seed: 34)
        var batch = EntryBatch(random: store.random)
        for _ in 0..<66_000 {
            try [UInt8]([1, 2, 3]).withUnsafeBytes { _ = try batch.append(kind: TemporaryStore.kind, payload: $0) }
        }
        try store.journal.sequencer.appendInSlices(&batch)
        let sound = try store.journal.verify(workers: 3)
        #expect(sound.broken == nil && sound.entries == 66_000)
        #expect(sound.root == (try store.journal.root().root))
        try store.database.write { connection in
            let leaf = "(SELECT leaf FROM entry WHERE seq = 1)"
            try connection.execute("UPDATE tree_node SET hash = \(leaf) WHERE level = 2 AND position = 0")
        }
        #expect(try store.journal.verify().broken == .init(seq: 65_536, fault: .tree))
        try store.database.write { connection in
            try connection.execute("UPDATE entry SET line = 9 WHERE seq IN (2001, 65537, 65999)")
        }
        #expect(try store.journal.verify(workers: 1).broken == .init(seq: 2001, fault: .leaf))
    }

    @Test("A journal from before the nodes halfway up the tiles were kept gets them when it is opened")
    func filled() throws {
        let store = try TemporaryStore(seed: 40)
        try store.append(4200)
        func halves() throws -> [String] {
            try store.database.read { connection in
                let row = try connection.statement(
                    "SELECT level, position, hash FROM tree_half ORDER BY level, position")
                defer { row.reset() }
                var lines: [String] = []
                while try row.step() { lines.append("\(row.int64(0)) \(row.int64(1)) \(Array(row.bytes(2)))") }
                return lines
            }
        }
        let kept = try halves()
        #expect(kept.count == 262 + 1)
        try store.database.write { connection in
            try connection.drop(table: "tree_half")
            try connection.execute("UPDATE schema_version SET version = 1 WHERE component = 'journal'")
        }
        let opened = try store.reopened()
        #expect(try halves() == kept)
        #expect(try opened.verify().broken == nil)
    }

    @Test("An empty journal is sound and has the empty root")
    func empty() throws {
        let store = try TemporaryStore(seed: 35)
        let verified = try store.journal.verify()
        #expect(verified.entries == 0 && verified.broken == nil)
        #expect(verified.root.description == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    @Test("A read of a journal with a gap is an error, not a shorter answer")
    func gap() throws {
        let store = try TemporaryStore(seed: 36)
        try store.append(50)
        try store.database.write { try $0.execute("DELETE FROM entry WHERE seq = 20") }
        #expect(throws: StoreError(.brokenEntry)) { try store.journal.forEachSlice(1...50) { _ in } }
    }
}
