import AmparoTestSupport
import Foundation
import Testing

@Suite("Keys of persons on a server of their own", .enabled(if: TestCluster.programs != nil))
struct SharedKeyTests {
    /// Another machine: a data folder of its own, the same addresses, a copy of the key file.
    private func machine(beside store: TestStore) throws -> TestStore {
        let other = try TestStore(isMade: false, isOnServer: false)
        other.move(to: store.server)
        other.keyAddress = store.keyAddress
        try copyKeyFile(of: store, to: other)
        return other
    }

    private func copyKeyFile(of store: TestStore, to other: TestStore) throws {
        try? FileManager.default.removeItem(atPath: other.folder + "/keys")
        try FileManager.default.copyItem(atPath: store.folder + "/keys", toPath: other.folder + "/keys")
    }

    private func refused(_ store: TestStore, _ words: String...) throws -> String {
        let run = try store.run(words)
        #expect(run.status == 1 && run.message.hasPrefix("amparo: "), "\(words) \(run.message) \(run.text)")
        return run.message + run.text
    }

    @Test("Two machines share a record and its keys; a rotated key has to be on both")
    func twoMachines() throws {
        let keys = try TestCluster()
        let here = try TestStore(isMade: false, isOnServer: false)
        here.move(to: try #require(TestCluster.shared).makeDatabase())
        here.keyAddress = keys.address("postgres")
        try here.expect("init")
        #expect(try !FileManager.default.contentsOfDirectory(atPath: here.data).contains("keys.sqlite"))
        // From here on with the role that can take no key away.
        let roles = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "../../Packaging/postgres/key-roles.sql")
        try keys.ask(String(contentsOf: roles, encoding: .utf8))
        here.keyAddress = keys.address("postgres", user: "amparo_keys")
        for change in ["DELETE FROM person_key", "DROP TABLE person_key", "TRUNCATE person_key"] {
            #expect(throws: TestCluster.Failed.self) { try keys.ask("SET ROLE amparo_keys; \(change)") }
        }
        let feeds = try SimulatedFeeds(in: here, children: 120, seed: 31)
        try here.ingest(feeds.inOrder[0])
        let there = try machine(beside: here)
        try there.ingestAll(Array(feeds.inOrder.dropFirst()))
        try here.expectTruth(of: feeds)
        try here.expectVerified()
        try there.expectVerified()
        // What one machine has sealed the other knows again: the same feed changes nothing.
        let root = try here.root()
        try here.ingestAll(feeds.inOrder)
        #expect(try there.root() == root)
        try here.expect("keys", "rotate")
        #expect(try refused(there, "verify").contains("key"))
        try copyKeyFile(of: here, to: there)
        try there.expectVerified()
        #expect(try refused(here, "init").contains("There is a store in this place already"))
    }

    @Test("Keys on the journal's own server, those of another record, and none at all are each refused")
    func wrongKeys() throws {
        let keys = try TestCluster()
        let cluster = try #require(TestCluster.shared)
        let store = try TestStore(isMade: false, isOnServer: false)
        store.move(to: try cluster.makeDatabase())
        store.keyAddress = cluster.address(try cluster.makeDatabase())
        #expect(try refused(store, "init").contains("must not be on the server of the journal"))
        let fresh = try TestStore(isMade: false, isOnServer: false)
        fresh.move(to: try cluster.makeDatabase())
        fresh.keyAddress = keys.address("postgres")
        try fresh.expect("init")
        let other = try machine(beside: fresh)
        other.move(to: try cluster.makeDatabase(copying: try #require(TestStore(isOnServer: true).server)))
        #expect(try refused(other, "figures").contains("those of another store"))
        other.move(to: fresh.server)
        other.keyAddress = keys.address(try keys.makeDatabase())
        #expect(try refused(other, "figures").contains("no key store"))
        #expect(try refused(fresh, "backup", fresh.folder + "/copy").contains("pg_basebackup"))
    }

    @Test("Keys are moved from the data folder to a server, and the folder's can go")
    func moved() throws {
        let keys = try TestCluster()
        let store = try TestStore(isOnServer: true)
        let feeds = try SimulatedFeeds(in: store, children: 80, seed: 32)
        try store.ingestAll(Array(feeds.inOrder.prefix(3)))
        let address = keys.address("postgres")
        #expect(try store.expect("keys", "move", "--to", address).text.contains("AMPARO_KEY_DATABASE"))
        #expect(try refused(store, "keys", "move", "--to", address).contains("already"))
        for name in try FileManager.default.contentsOfDirectory(atPath: store.data) where name.hasPrefix("keys.sqlite")
        {
            try FileManager.default.removeItem(atPath: store.data + "/" + name)
        }
        store.keyAddress = address
        try store.ingestAll(feeds.inOrder)
        try store.expectTruth(of: feeds)
        try store.expectVerified()
        #expect(try store.expect("keys", "settle").text.contains("0 keys"))
    }
}
