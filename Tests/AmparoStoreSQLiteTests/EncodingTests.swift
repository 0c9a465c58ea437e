import AmparoModel
import AmparoStore
import AmparoStoreSQLite
import AmparoTestSupport
import AmparoTransparency
import Testing

@Suite("The canonical encoding")
struct EncodingTests {
    /// The leaf of an entry, put together as the documentation of format 1 says and not as the store does.
    private func leaf(of entry: EntryView) -> TreeHash {
        func big(_ value: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: value.bigEndian) { Array($0) } }
        var bytes = Array("amparo-entry-v1".utf8) + [0]
        bytes += Array(entry.salt)
        bytes += [1, entry.kind.rawValue, entry.occurred.unit.rawValue, 0]
        bytes += big(entry.occurred.offsetMinutes)
        bytes += big(entry.id.high) + big(entry.id.low)
        for number in [
            entry.recorded, entry.child, entry.anchor, entry.actor, entry.snapshot, entry.line, entry.occurred.from,
            entry.occurred.to, entry.replaces, entry.sealedPerson?.rawValue ?? 0,
        ] { bytes += big(number) }
        bytes += big(UInt32(entry.payload.count)) + big(UInt32(entry.sealed.count))
        #expect(bytes.count == 142)
        bytes += Array(entry.payload)
        bytes += entry.sealed.isEmpty ? [UInt8](repeating: 0, count: 32) : TreeHash(sha256: entry.sealed).bytes
        return bytes.withUnsafeBytes { TreeHash(sha256: $0) }
    }

    @Test(
        "The leaf of every entry is what the documentation says, before and after the database",
        arguments: [1, 2] as [UInt64])
    func documented(seed: UInt64) throws {
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        let store = try TemporaryStore(seed: seed)
        let key = try #require(try store.keys.key(for: Person(.sponsor, 3), creatingMissing: true))
        var batch = EntryBatch(random: store.random)
        func number() -> Int64 { Int64(bitPattern: generator.next()) >> Int64.random(in: 0...63, using: &generator) }
        for _ in 0..<200 {
            let payload = (0..<Int.random(in: 0...200, using: &generator)).map { UInt8(truncatingIfNeeded: $0) }
            let plaintext = (0..<Int.random(in: 0...200, using: &generator)).map { UInt8(truncatingIfNeeded: $0) }
            let occurred = Occurred(
                unit: .instant, from: number(), to: number(),
                offsetMinutes: Int16.random(in: -840...840, using: &generator))
            let sealed = Bool.random(using: &generator)
            try payload.withUnsafeBytes { payload in
                try plaintext.withUnsafeBytes { plaintext in
                    _ = try batch.append(
                        kind: EntryKind(rawValue: UInt8.random(in: 1...255, using: &generator)), child: number(),
                        anchor: number(), actor: number(), snapshot: number(), line: number(),
                        occurred: Bool.random(using: &generator) ? occurred : .unknown, replaces: number(),
                        payload: payload,
                        sealing: sealed ? EntryBatch.Sealing(plaintext, to: key, field: .freeText) : nil)
                }
            }
        }
        var seen = 0
        try store.journal.sequencer.append(&batch) { _, entries in
            for entry in entries { #expect(leaf(of: entry) == entry.leaf) }
        }
        try store.journal.forEachSlice(1...200, entries: 17) { entries in
            for entry in entries {
                seen += 1
                #expect(entry.seq == Int64(seen))
                #expect(leaf(of: entry) == entry.leaf)
            }
        }
        #expect(seen == 200)
    }

    @Test("Hot reads go through the key, never over a whole table")
    func plans() throws {
        let store = try TemporaryStore(seed: 3)
        for sql in [
            "SELECT leaf FROM entry WHERE seq >= ? AND seq < ? ORDER BY seq",
            "SELECT recorded FROM entry WHERE seq = ?",
            "SELECT hash FROM tree_node WHERE position >= ? AND position < ? AND level = ? ORDER BY position",
            "SELECT hash FROM tree_half WHERE position >= ? AND position < ? AND level = ? ORDER BY position",
            "UPDATE sequencer SET size = size + ? WHERE id = 1 RETURNING size",
        ] {
            let plan = try store.database.write { connection in
                let row = try connection.statement("EXPLAIN QUERY PLAN " + sql)
                defer { row.reset() }
                var lines: [String] = []
                while try row.step() { lines.append(row.text(3)) }
                return lines
            }
            #expect(plan.count == 1 && plan[0].hasPrefix("SEARCH"), "\(sql): \(plan)")
        }
    }
}
