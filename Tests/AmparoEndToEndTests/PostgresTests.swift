import AmparoTestSupport
import Foundation
import Testing

@Suite("The program on a server of PostgreSQL", .enabled(if: TestCluster.programs != nil))
struct PostgresTests {
    @Test("The figures and findings are the truth, verify holds, and a rebuild changes nothing")
    func truth() throws {
        let store = try TestStore(isOnServer: true)
        let feeds = try SimulatedFeeds(in: store, children: 250, seed: 21)
        try store.ingestAll(feeds.inOrder)
        try store.expectTruth(of: feeds)
        try store.expectVerified()
        let digest = try store.expect("rebuild").text
        #expect(!digest.contains("was different before"), "\(digest)")
        #expect(try !FileManager.default.contentsOfDirectory(atPath: store.data).contains("journal.sqlite"))
    }

    @Test("A copy to the server and one back are the same record, broken off or brought up to date")
    func copy() throws {
        let store = try TestStore(isOnServer: false)
        let feeds = try SimulatedFeeds(in: store, children: 150, seed: 22)
        try store.ingestAll(Array(feeds.inOrder.prefix(3)))
        let cluster = try #require(TestCluster.shared)
        let name = try cluster.makeDatabase()
        let address = cluster.address(name)
        // Broken off somewhere; the same command goes on.
        let running = try store.start(["copy", "--to", address])
        _ = running.kill(after: .milliseconds(700))
        _ = try store.finish(running, killed: true)
        #expect(try store.expect("copy", "--to", address).text.contains("equal: "))
        // Brought up to date with what came since.
        try store.ingest(feeds.inOrder[3])
        #expect(try !store.expect("copy", "--to", address).text.contains("copied: 0 of"))
        let root = try store.root()
        // The server's copy goes on by itself with the same keys.
        store.move(to: name)
        #expect(try store.root() == root)
        try store.ingest(feeds.inOrder[4])
        try store.expectTruth(of: feeds)
        try store.expectVerified()
        let moved = try store.root()
        // The file knows nothing of that, and cannot be copied over it.
        store.move(to: nil)
        let refused = try store.run("copy", "--to", address)
        #expect(refused.status == 1 && refused.message.hasPrefix("amparo: "), "\(refused.message)")
        // Back, into another folder.
        store.move(to: name)
        let back = try TestStore(isMade: false, isOnServer: false)
        try store.expect("copy", "--to", back.data)
        try FileManager.default.copyItem(atPath: store.data + "/keys.sqlite", toPath: back.data + "/keys.sqlite")
        try FileManager.default.copyItem(atPath: store.folder + "/keys", toPath: back.folder + "/keys")
        #expect(try back.root() == moved)
        try back.expectTruth(of: feeds)
        try back.expectVerified()
    }

    @Test("A server that goes away in the middle of an ingest and comes back costs nothing")
    func comesBack() throws {
        let cluster = try TestCluster()
        let store = try TestStore(isMade: false, isOnServer: false)
        store.move(toAddress: cluster.address("postgres"))
        try store.expect("init")
        let feeds = try SimulatedFeeds(in: store, children: 200, seed: 23)
        let running = try store.start(feeds.inOrder[0])
        try cluster.ask("SELECT pg_sleep(0.5)")
        cluster.kill()
        try cluster.start()
        let run = try store.finish(running)
        // A commit that was under way is not known to have been made; then the same command finds out.
        #expect(run.status == 0 || run.message.contains("run the command again"), "\(run.message)")
        try store.ingestAll(feeds.inOrder)
        try store.expectTruth(of: feeds)
        try store.expectVerified()
    }

    @Test(
        "A server that is away, a wrong database and a wrong folder are each said, with exit code 1, and nothing is made"
    )
    func refused() throws {
        let store = try TestStore(isOnServer: true)
        let other = try TestStore(isOnServer: true)
        let empty = try #require(TestCluster.shared).makeDatabase()
        let own = try #require(store.server)
        func said(_ words: String...) throws -> String {
            let run = try store.run(words)
            #expect(run.status == 1 && run.message.hasPrefix("amparo: "), "\(words) \(run.message) \(run.text)")
            return run.message
        }
        store.move(toAddress: "postgres://x:secret@127.0.0.1:1/x")
        #expect(try said("figures").contains("does not answer"))
        #expect(try !said("figures").contains("secret"))
        store.move(toAddress: "postgres://x:sec%ret@host/x")
        #expect(try said("figures").contains("no address"))
        store.move(to: empty)
        #expect(try said("figures").contains("no store"))
        #expect(
            try TestCluster.shared?.ask("SELECT COUNT(*) FROM pg_tables WHERE tablename = 'entry'", in: empty) == "0")
        store.move(to: other.server)
        #expect(try said("figures").contains("check AMPARO_DATABASE and --data"))
        #expect(try said("init").contains("There is a store in this place already"))
        store.move(to: own)
        #expect(try said("backup", store.folder + "/backup").contains("pg_basebackup"))
        #expect(try said("restore", "nothing", "--data", store.folder + "/new").contains("amparo copy"))
        try store.change("UPDATE schema_version SET version = 99 WHERE component = 'record'")
        #expect(try said("figures").contains("newer program"))
    }

    @Test(
        "Over TLS the program works with a server that proves its name, and says nothing to one that does not",
        .enabled(if: ServerCertificates.isThere))
    func transport() throws {
        let certificates = try ServerCertificates()
        let port = try TestCluster.freePort()
        let cluster = try TestCluster(
            settings: ["listen_addresses=127.0.0.1", "port=\(port)"],
            rules: ["hostnossl all all all reject", "host all all all trust"])
        // Some builds of the server, as those in Python packages, know no TLS.
        guard try !cluster.control("postgres", ["-D", cluster.data, "-C", "ssl_library"]).isEmpty else { return }
        try cluster.secure(certificate: certificates.path("present.crt"), key: certificates.path("present.key"))
        func address(_ host: String, _ authority: String) -> String {
            "postgres://postgres@\(host):\(port)/postgres?hostaddr=127.0.0.1&sslmode=verify-full&sslrootcert="
                + certificates.path(authority + ".crt")
        }
        let store = try TestStore(isMade: false, isOnServer: false)
        store.move(toAddress: address("localhost", "authority"))
        try store.expect("init")
        let feeds = try SimulatedFeeds(in: store, children: 100, seed: 25)
        try store.ingest(feeds.inOrder[0])
        try store.expectVerified()
        for (host, authority) in [("localhost", "stranger"), ("db.example.org", "authority")] {
            store.move(toAddress: address(host, authority))
            let run = try store.run("figures")
            #expect(run.status == 1 && run.message.hasPrefix("amparo: "), "\(run.message)")
            #expect(run.message.contains("did not prove"), "\(run.message)")
        }
    }

    @Test("A full disk is said, and nothing of it is kept")
    func fullDisk() throws {
        // No file of this server may grow beyond 17 MiB and a little, as on a disk that has no more room.
        let cluster = try TestCluster(settings: ["max_wal_size=1GB", "autovacuum=off"], fileLimit: 17_412)
        let store = try TestStore(isMade: false, isOnServer: false)
        store.move(toAddress: cluster.address("postgres"))
        try store.expect("init")
        let size = try store.logSize()
        try cluster.ask(
            """
            CREATE TABLE ballast (id bigint, content text);
            ALTER TABLE entry ADD COLUMN ballast text NOT NULL DEFAULT repeat('x', 7000);
            """)
        let feeds = try SimulatedFeeds(in: store, children: 200, seed: 24)
        let run = try store.run(feeds.inOrder[0])
        #expect(run.status == 1 && run.message.contains("disk is full"), "\(run.message)")
        try cluster.ask("ALTER TABLE entry DROP COLUMN ballast")
        #expect(try store.logSize() >= size)
        let verified = try store.run("verify")
        #expect(verified.status == 0, "\(verified.message)")
    }

    /// A script that is shipped.
    private func script(_ name: String) throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: "Packaging/postgres/\(name).sql"), encoding: .utf8)
    }

    @Test("With the journal in ranges of its number and the dossiers by hash of the child, everything is as it was")
    func partitions() throws {
        let store = try TestStore(isOnServer: true)
        let feeds = try SimulatedFeeds(in: store, children: 120, seed: 26)
        try store.ingestAll(feeds.inOrder.prefix(2))
        try TestCluster.shared?.ask(script("partitions"), in: #require(store.server))
        try store.ingestAll(feeds.inOrder.dropFirst(2))
        try store.expectTruth(of: feeds)
        try store.expectVerified()
    }

    @Test("The server's role does the day's work and can change no entry, no signature and no table")
    func roles() throws {
        let cluster = try TestCluster()
        try cluster.ask("CREATE DATABASE amparo ENCODING 'UTF8' TEMPLATE template0")
        let store = try TestStore(isMade: false, isOnServer: false)
        store.move(toAddress: cluster.address("amparo"))
        try store.expect("init")
        try cluster.ask(script("roles"), in: "amparo")
        store.move(toAddress: cluster.address("amparo", user: "amparo_server"))
        let feeds = try SimulatedFeeds(in: store, children: 60, seed: 25)
        try store.ingestAll(feeds.inOrder)
        try store.expectTruth(of: feeds)
        try store.expectVerified()
        func refusal(_ sql: String, _ role: String) -> Bool {
            do {
                try cluster.ask("SET ROLE \(role); \(sql)", in: "amparo")
                return false
            } catch { return "\(error)".contains("permission denied") || "\(error)".contains("must be owner") }
        }
        let forbidden = [
            "DELETE FROM entry", "UPDATE entry SET payload = ''", "TRUNCATE entry", "DROP TABLE entry",
            "ALTER TABLE entry ADD COLUMN x bigint", "DELETE FROM tree_node", "DELETE FROM tree_half",
            "UPDATE tree_node SET hash = ''",
            "DELETE FROM sequencer", "DELETE FROM log_checkpoint", "DELETE FROM log_key", "CREATE TABLE x (x bigint)",
            "UPDATE schema_version SET version = 0", "DROP TABLE dossier", "TRUNCATE dossier",
            "CREATE FUNCTION x() RETURNS bigint LANGUAGE sql AS 'SELECT 1'",
        ]
        for sql in forbidden { #expect(refusal(sql, "amparo_server"), "\(sql)") }
        for sql in forbidden + ["UPDATE sequencer SET size = 0", "INSERT INTO read_past VALUES (1)"] {
            #expect(refusal(sql, "amparo_reader"), "\(sql)")
        }
        // What makes tables is the owner's.
        #expect(try store.run("rebuild").status == 1)
        store.move(toAddress: cluster.address("amparo", user: "amparo_owner"))
        try store.expect("rebuild")
        store.move(toAddress: cluster.address("amparo", user: "amparo_server"))
        try store.expectTruth(of: feeds)
        for words in feeds.inOrder { #expect(try store.ingest(words).entriesAppended == 0) }
    }
}

extension TestStore {
    /// The root of the log.
    func root() throws -> String {
        struct Answer: Decodable { var logRoot: String }
        return try run("figures", "--json").json(Answer.self).logRoot
    }
}
