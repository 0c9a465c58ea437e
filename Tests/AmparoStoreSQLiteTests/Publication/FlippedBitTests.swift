import AmparoModel
import AmparoStore
import AmparoStoreSQLite
import AmparoTestSupport
import AmparoTransparency
import Foundation
import Testing

/// One flipped bit anywhere: 200 places in `make test`, 10,000 with AMPARO_TEST_LONG=1. The places lie in four stores, on
/// several threads: three small ones, and one that is large enough to have a tile of its own.
@Suite("Flipped bits")
struct FlippedBitTests {
    private static let places = (ProcessInfo.processInfo.environment["AMPARO_TEST_LONG"] == nil ? 200 : 10_000) / 4

    static let sizes = [20, 30, 40, 260]

    /// The columns in which a bit is flipped, with the key of their rows.
    private static let columns = [
        ("entry", "payload", "seq"), ("entry", "leaf", "seq"), ("entry", "salt", "seq"), ("entry", "sealed", "seq"),
        ("entry", "entry_id", "seq"), ("tree_node", "hash", "position"), ("log_checkpoint", "note", "size"),
        ("log_checkpoint", "root", "size"), ("log_cosignature", "line", "witness"), ("sequencer", "frontier", "id"),
        ("log_policy", "policy", "id"), ("log_key", "verifier", "number"), ("log_identity", "origin", "id"),
    ]

    @Test("In the store, each is found by `verify` or by the monitor", arguments: sizes)
    func store(entries: Int) async throws {
        let world = try LogWorld(seed: 801)
        let key = try world.store.keys.key(for: Person(.child, 1), creatingMissing: true)
        try world.store.append(entries, sealing: "text", to: key)
        try world.log.setPolicy(world.policy)
        _ = try await world.log.publish(sending: world.sending())
        let seed = UInt64(11 + entries)
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        #expect(try finds(world) == nil)
        // A journal of less than 256 entries has no hash of a tile.
        let columns = Self.columns.filter { entries >= 256 || $0.0 != "tree_node" }
        var flipped = 0
        while flipped < Self.places {
            let (table, column, rowKey) = columns[Int.random(in: 0..<columns.count, using: &generator)]
            let (key, bytes) = try row(table, column, rowKey, world, using: &generator)
            // An entry without a payload or a seal has no bit to flip there.
            guard !bytes.isEmpty else { continue }
            flipped += 1
            var changed = bytes
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            changed[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            try put(changed, table, column, rowKey, key, world)
            #expect(try finds(world) != nil, "\(table).\(column), byte \(place)")
            try put(bytes, table, column, rowKey, key, world)
        }
        #expect(try finds(world) == nil)
    }

    @Test("In an exported tree, each is found by the monitor", arguments: sizes)
    func tree(entries: Int) async throws {
        let world = try LogWorld(seed: 802, entries: entries)
        try world.log.setPolicy(world.policy)
        _ = try await world.log.publish(sending: world.sending())
        let folder = try TemporaryFolder()
        let tree = StaticTree(folder: folder.path)
        try tree.write(world.log)
        try tree.writeOpenings(world.log)
        let monitor = LogMonitor(
            source: tree.source, keys: try world.log.verifierKeys(), policy: try world.log.policy())
        _ = try monitor.look(openings: tree.openings)
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted().filter {
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: folder.path + "/" + $0, isDirectory: &isFolder)
                && !isFolder.boolValue
        }
        let seed = UInt64(12 + entries)
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<Self.places {
            let url = URL(
                fileURLWithPath: folder.path + "/" + paths[Int.random(in: 0..<paths.count, using: &generator)])
            let bytes = try Data(contentsOf: url)
            var changed = bytes
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            changed[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            try changed.write(to: url)
            #expect(throws: (any Error).self, "\(url.lastPathComponent), byte \(place)") {
                try monitor.look(openings: tree.openings)
            }
            try bytes.write(to: url)
        }
        _ = try monitor.look(openings: tree.openings)
        try Data().write(to: URL(fileURLWithPath: folder.path + "/checkpoint"))
        #expect(throws: TransparencyError(.badNote)) { try monitor.look() }
    }

    @Test("A truncated log and a forged checkpoint are found by who has seen an earlier one")
    func truncated() async throws {
        let world = try LogWorld(seed: 803, entries: 300)
        _ = try await world.log.publish(sending: world.sending())
        let keys = try world.log.verifierKeys()
        let first = try LogMonitor(source: world.log.source, keys: keys, policy: TlogPolicy()).look()
        // The operator has the key: a shorter log and another log of the same key are signed perfectly well.
        let secret = try NoteSigner(name: "log.example.org/c", type: .ed25519, seed: [UInt8](repeating: 1, count: 32))
        func forged(_ leaves: [TreeHash]) throws -> TlogSource {
            let hashes = leaves.map { RFC6962.leafHash($0) }
            let note = try TlogCheckpoint(
                origin: "log.example.org/c", size: UInt64(leaves.count), root: RFC6962.root(ofLeafHashes: hashes)
            ).signed(by: [secret])
            return TlogSource { resource in
                switch resource {
                case .checkpoint: note.encoded
                case .tile(0, let index, let width): HashTile.encode(hashes.dropFirst(Int(index) << 8).prefix(width))
                case .entries(let index, let width): EntryBundle.encode(leaves.dropFirst(Int(index) << 8).prefix(width))
                default: nil
                }
            }
        }
        let leaves = (0..<200).map { number in withUnsafeBytes(of: number) { TreeHash(sha256: $0) } }
        let key = [secret.verifierKey]
        let seen = try LogMonitor(source: forged(leaves), keys: key, policy: TlogPolicy()).look()
        for other in [Array(leaves.dropLast()), [leaves[1]] + leaves.dropFirst(), [leaves[1]] + leaves + leaves] {
            let short = Array(other.prefix(255))
            #expect(throws: TransparencyError(.inconsistent)) {
                try LogMonitor(source: forged(short), keys: key, policy: TlogPolicy()).look(last: seen.note)
            }
        }
        #expect(throws: TransparencyError(.inconsistent)) {
            try LogMonitor(source: forged(leaves), keys: key, policy: TlogPolicy()).look(last: first.note)
        }
        #expect(throws: TransparencyError(.unsigned)) {
            try LogMonitor(source: forged(leaves), keys: keys, policy: TlogPolicy()).look()
        }
    }

    /// What `verify` or the monitor finds; nil when all is sound.
    private func finds(_ world: LogWorld) throws -> String? {
        do {
            if let broken = try world.store.journal.verify(workers: 1).broken { return broken.description }
            if let fault = try world.log.faults().first { return fault.description }
            _ = try LogMonitor(
                source: world.log.source, keys: try world.log.verifierKeys(), policy: try world.log.policy()
            ).look { try world.log.openings(index: $0, width: $1) }
            return nil
        } catch {
            return "\(error)"
        }
    }

    private func row(
        _ table: String, _ column: String, _ rowKey: String, _ world: LogWorld, using generator: inout SeededGenerator
    ) throws -> (String, [UInt8]) {
        let rows = try world.store.database.read { connection in
            let row = try connection.statement("SELECT CAST(\(rowKey) AS TEXT), \(column) FROM \(table) ORDER BY 1")
            defer { row.reset() }
            var rows: [(String, [UInt8])] = []
            while try row.step() { rows.append((row.text(0), Array(row.bytes(1)))) }
            return rows
        }
        return rows[Int.random(in: 0..<rows.count, using: &generator)]
    }

    private func put(
        _ bytes: [UInt8], _ table: String, _ column: String, _ rowKey: String, _ key: String, _ world: LogWorld
    ) throws {
        let value = ["verifier", "origin"].contains(column) ? "CAST(? AS TEXT)" : "?"
        try world.store.database.write { connection in
            let row = try connection.statement(
                "UPDATE \(table) SET \(column) = \(value) WHERE CAST(\(rowKey) AS TEXT) = ?")
            row.bind(bytes, at: 1)
            row.bind(key, at: 2)
            try row.run()
        }
    }
}
