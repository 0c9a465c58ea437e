import AmparoModel
@testable import AmparoStore
import AmparoStoreSQLite
import AmparoTestSupport
import AmparoTransparency
import Testing

@Suite("The log's own tables")
struct LogFaultTests {
    /// Three published checkpoints with two witnesses, a rotated key between them.
    private func world(seed: UInt64) async throws -> LogWorld {
        let world = try LogWorld(seed: seed, entries: 30)
        try world.log.setPolicy(world.policy)
        _ = try await world.log.publish(sending: world.sending())
        try world.append(5)
        _ = try await world.log.publish(sending: world.sending())
        try world.log.rotateKey()
        for book in world.witnesses.values { for key in try world.log.verifierKeys() { try book.trust(key) } }
        try world.append(5)
        _ = try await world.log.publish(sending: world.sending())
        return world
    }

    @Test("A sound log has no fault, at every step of a publication, and before it is founded")
    func sound() async throws {
        let store = try TemporaryStore(seed: 901)
        #expect(try PublishedLog(store.journal, keys: store.keys, now: { store.clock.now }).faults().isEmpty)
        let world = try await world(seed: 902)
        #expect(try world.log.faults() == [])
        for step in PublishedLog.Step.allCases {
            try world.append(1)
            let failing = try world.reopened { if $0 == step { throw LogWorld.BrokenOff() } }
            await #expect(throws: LogWorld.BrokenOff.self) { try await failing.publish(sending: world.sending()) }
            #expect(try world.log.faults() == [], "after \(step)")
        }
        _ = try await world.log.publish(sending: world.sending(["inspector"]))
        #expect(try world.log.faults() == [])
        try world.log.retireKeys()
        #expect(try world.log.faults() == [])
    }

    @Test(
        "Whatever is taken away or changed by hand is a fault",
        arguments: [
            "DELETE FROM log_identity", "UPDATE log_identity SET origin = 'other.example/log'",
            "UPDATE log_identity SET made = made + 1", "DELETE FROM log_key", "DELETE FROM log_key WHERE number = 1",
            "UPDATE log_key SET verifier = (SELECT verifier FROM log_key WHERE number = 1) WHERE number = 2",
            "UPDATE log_key SET state = 1", "UPDATE log_key SET state = 9", "UPDATE log_key SET made = made + 1",
            "UPDATE log_key SET verifier = 'x' WHERE number = 1", "DELETE FROM log_policy",
            "UPDATE log_policy SET policy = CAST('quorum none' || x'0a' AS BLOB)",
            "UPDATE log_policy SET policy = x'00'",
            "UPDATE log_policy SET given = given + 1", "DELETE FROM log_checkpoint",
            "DELETE FROM log_checkpoint WHERE size = (SELECT MAX(size) FROM log_checkpoint)",
            "DELETE FROM log_checkpoint WHERE size = (SELECT MIN(size) FROM log_checkpoint)",
            "UPDATE log_checkpoint SET root = zeroblob(32) WHERE size = (SELECT MIN(size) FROM log_checkpoint)",
            "UPDATE log_checkpoint SET note = x'' WHERE size = (SELECT MAX(size) FROM log_checkpoint)",
            "UPDATE log_checkpoint SET note = x'00' WHERE size = (SELECT MAX(size) FROM log_checkpoint)",
            "UPDATE log_checkpoint SET note = (SELECT note FROM log_checkpoint WHERE size = (SELECT MIN(size) FROM "
                + "log_checkpoint)) WHERE size = (SELECT MAX(size) FROM log_checkpoint)",
            "UPDATE log_checkpoint SET size = size + 1000", "UPDATE log_checkpoint SET published = NULL",
            "UPDATE log_checkpoint SET size = size - 1 WHERE size = (SELECT MAX(size) FROM log_checkpoint)",
            "DELETE FROM log_cosignature", "UPDATE log_cosignature SET line = x'00'",
            "DELETE FROM log_cosignature WHERE size = (SELECT MAX(size) FROM log_cosignature)",
            "DELETE FROM log_cosignature WHERE size = (SELECT MIN(size) FROM log_cosignature)",
            "UPDATE log_cosignature SET witness = witness || 'x'", "UPDATE log_cosignature SET size = size + 500",
            "UPDATE log_cosignature SET line = (SELECT MIN(line) FROM log_cosignature)",
        ])
    func changed(sql: String) async throws {
        let world = try await world(seed: 903)
        try world.store.database.write { try $0.execute(sql) }
        #expect(try !world.log.faults().isEmpty)
    }

    @Test("A checkpoint of an earlier version, of which no entry tells, is checked by root and signature")
    func earlier() async throws {
        // As an earlier version had it: the size without the entry that announces it.
        let older = try LogWorld(seed: 904, entries: 30)
        let root = try older.store.journal.root(at: 20)
        let note = try TlogCheckpoint(origin: LogWorld.origin, size: 20, root: root).signed(by: try older.log.signers())
        try older.store.database.write { connection in
            let row = try connection.statement(
                "INSERT INTO log_checkpoint (size, root, note, published) VALUES (20, ?, ?, 5)")
            row.bind(root.bytes, at: 1)
            row.bind(note.encoded, at: 2)
            try row.run()
        }
        #expect(try older.log.faults() == [])
        _ = try await older.log.publish(sending: older.sending())
        #expect(try older.log.faults() == [])
        try older.store.database.write { try $0.execute("DELETE FROM log_checkpoint WHERE size = 20") }
        #expect(try !older.log.faults().isEmpty)
    }
}
