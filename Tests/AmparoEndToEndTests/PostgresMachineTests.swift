import AmparoTestSupport
import Foundation
import Testing

/// A small disk of its own for a test: in memory, where this process may mount one.
private final class SmallDisk {
    let folder: String

    /// Whether this process may mount anything.
    static let isPossible: Bool = geteuid() == 0 && (try? SmallDisk(mebibytes: 1)) != nil

    init(mebibytes: Int) throws {
        folder = NSTemporaryDirectory() + "/amparo-disk-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        guard try Self.run("mount", ["-t", "tmpfs", "-o", "size=\(mebibytes)m,mode=0777", "tmpfs", folder]) == 0 else {
            try? FileManager.default.removeItem(atPath: folder)
            throw CocoaError(.fileWriteNoPermission)
        }
    }

    deinit {
        _ = try? Self.run("umount", ["--lazy", folder])
        try? FileManager.default.removeItem(atPath: folder)
    }

    var free: Int {
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: folder)
        return (attributes?[.systemFreeSize] as? NSNumber)?.intValue ?? 0
    }

    /// Takes room up, but for `free` bytes.
    func fill(leaving rest: Int) throws {
        try Data(count: max(0, free - rest)).write(to: URL(filePath: folder + "/ballast"))
    }

    func empty() throws { try FileManager.default.removeItem(atPath: folder + "/ballast") }

    private static func run(_ program: String, _ words: [String]) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + words
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }
}

@Suite("The machines around a record on PostgreSQL", .enabled(if: TestCluster.programs != nil))
struct PostgresMachineTests {
    private static let isLong = ProcessInfo.processInfo.environment["AMPARO_TEST_LONG"] == "1"

    /// A store in the first database of a server of its own.
    private func store(on cluster: TestCluster) throws -> TestStore {
        let store = try TestStore(isMade: false, isOnServer: false)
        store.move(toAddress: cluster.address("postgres"))
        try store.expect("init")
        return store
    }

    /// Asks the server until it answers so; it waits between, not the test.
    private func wait(_ cluster: TestCluster, for sql: String, _ what: Comment) throws {
        for _ in 0..<300 {
            if try cluster.ask(sql) == "t" { return }
            try cluster.ask("SELECT pg_sleep(0.1)")
        }
        Issue.record(what)
    }

    private struct Answer: Decodable {
        var logSize: Int
        var logRoot: String
        var figures: [Figures.Figure]
    }

    @Test("A replica's figures are of the place of the log it stands at, and the primary's of that place are the same")
    func replica() throws {
        let primary = try TestCluster()
        let store = try store(on: primary)
        let feeds = try SimulatedFeeds(in: store, children: 200, seed: 27)
        let date = try feeds.date(2)
        try store.ingestAll(feeds.inOrder.prefix(1))
        let replica = try TestCluster(following: primary)
        func both() throws -> (there: Answer, size: Int) {
            store.move(toAddress: replica.address("postgres"))
            let there = try store.run("figures", "--json", "--as-of", date).json(Answer.self)
            store.move(toAddress: primary.address("postgres"))
            let known = ["--as-known", "seq:\(there.logSize)"]
            let here = try store.run(["figures", "--json", "--as-of", date] + known).json(Answer.self)
            #expect(here.logSize == there.logSize && here.logRoot == there.logRoot)
            #expect(here.figures == there.figures)
            return (there, try store.logSize())
        }
        // Held still, it answers of the past that it has.
        try replica.ask("SELECT pg_wal_replay_pause()")
        try wait(replica, for: "SELECT pg_get_wal_replay_pause_state() = 'paused'", "the replica does not pause")
        try store.ingestAll(feeds.inOrder[1...3])
        let (past, size) = try both()
        #expect(past.logSize > 0 && past.logSize < size)
        // While it follows, each answer is of a place, too.
        try replica.ask("SELECT pg_wal_replay_resume()")
        let running = try store.start(feeds.inOrder[4])
        for _ in 0..<3 { _ = try both() }
        #expect(try store.finish(running).status == 0)
        let end = try primary.ask("SELECT pg_current_wal_lsn()")
        try wait(replica, for: "SELECT pg_last_wal_replay_lsn() >= '\(end)'", "the replica does not follow")
        let (present, last) = try both()
        #expect(present.logSize == last)
        // Whoever only reads may; whoever writes is told.
        store.move(toAddress: replica.address("postgres"))
        let refused = try store.run("ingest", "withdraw", "court", date)
        #expect(refused.status == 1 && refused.message.contains("cannot be written"), "\(refused.message)")
    }

    @Test("Two data folders on one database take feeds one after the other, and nothing of either is lost")
    func twoFolders() throws {
        let store = try TestStore(isOnServer: true)
        let feeds = try SimulatedFeeds(in: store, children: 120, seed: 28)
        let other = try TestStore(isMade: false, isOnServer: false)
        other.move(to: store.server)
        // The key store is one; lock and all else are each folder's own.
        try FileManager.default.createDirectory(atPath: other.data, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: other.data + "/keys.sqlite", withDestinationPath: store.data + "/keys.sqlite")
        try FileManager.default.copyItem(atPath: store.folder + "/keys", toPath: other.folder + "/keys")
        // Somebody else has the lease for some seconds, so that both have to wait.
        try store.change(
            """
            UPDATE amparo_lease SET holder = 'x', expires = extract(epoch FROM clock_timestamp()) * 1000000 + 5000000
            """)
        let one = try store.start(feeds.inOrder[0])
        let two = try other.start(feeds.inOrder[3])
        for run in try [store.finish(one), other.finish(two)] {
            #expect(run.status == 0, "\(run.message)")
            #expect(run.message.contains("from another data folder"), "\(run.message)")
        }
        try store.ingestAll(feeds.inOrder)
        try store.expectTruth(of: feeds)
        try store.expectVerified()
    }

    @Test(
        "A disk that is full is said; nothing of it is kept, and with room again the same command goes on",
        .enabled(if: SmallDisk.isPossible, "needs the right to mount"))
    func fullDisk() throws {
        let disk = try SmallDisk(mebibytes: 64)
        let cluster = try TestCluster()
        try cluster.give(disk.folder)
        try cluster.ask("CREATE TABLESPACE small LOCATION '\(disk.folder)'")
        try cluster.ask("CREATE DATABASE small ENCODING 'UTF8' TEMPLATE template0 TABLESPACE small")
        let store = try TestStore(isMade: false, isOnServer: false)
        store.move(toAddress: cluster.address("small"))
        try store.expect("init")
        try disk.fill(leaving: 512 << 10)
        let feeds = try SimulatedFeeds(in: store, children: 150, seed: 29)
        let run = try store.run(feeds.inOrder[0])
        #expect(run.status == 1 && run.message.contains("disk is full"), "\(run.status) \(run.message)")
        try disk.empty()
        try store.expectVerified()
        try store.ingestAll(feeds.inOrder)
        try store.expectTruth(of: feeds)
        try store.expectVerified()
    }

    @Test("A server that is too old is refused with what to do")
    func tooOld() throws {
        let server = try OldServer()
        defer { server.end() }
        let store = try TestStore(isMade: false, isOnServer: false)
        store.move(toAddress: "postgres://postgres@/postgres?host=\(server.folder)")
        for words in [["init"], ["figures"], ["verify"]] {
            let run = try store.run(words)
            #expect(run.status == 1 && run.message.contains("too old; upgrade it"), "\(words): \(run.message)")
        }
        #expect(!FileManager.default.fileExists(atPath: store.data))
    }

    @Test(
        "A base backup and the archive of the log give the whole record back: it verifies and goes on",
        .enabled(if: isLong))
    func restored() throws {
        let primary = try TestCluster()
        let archive = primary.folder + "/archive"
        try primary.ask("COPY (SELECT) TO PROGRAM 'mkdir \(archive)'")
        try primary.configure(["archive_mode = on", "archive_command = 'cp %p \(archive)/%f'"])
        try primary.control("pg_ctl", ["-s", "-w", "-m", "fast", "-D", primary.data, "-l", "/dev/null", "restart"])
        let store = try store(on: primary)
        let feeds = try SimulatedFeeds(in: store, children: 200, seed: 30)
        try store.ingestAll(feeds.inOrder.prefix(2))
        let backup = primary.folder + "/backup"
        try primary.control(
            "pg_basebackup", ["-D", backup, "-h", primary.folder, "-U", "postgres", "-c", "fast", "--no-sync"])
        try store.ingestAll(feeds.inOrder[2...3])
        try store.expect("log", "checkpoint", "--json")
        let before = try store.run("figures", "--json").text
        let segment = try primary.ask("SELECT pg_walfile_name(pg_switch_wal())")
        try wait(
            primary, for: "SELECT COALESCE(last_archived_wal >= '\(segment)', false) FROM pg_stat_archiver",
            "nothing is archived")
        primary.kill()
        let second = try TestCluster(settings: ["restore_command='cp \(archive)/%f %p'"], restoring: backup)
        try wait(second, for: "SELECT NOT pg_is_in_recovery()", "it does not come up")
        store.move(toAddress: second.address("postgres"))
        #expect(try store.run("figures", "--json").text == before)
        try store.expectVerified()
        try store.ingest(feeds.inOrder[4])
        try store.expectTruth(of: feeds)
        try store.expect("log", "checkpoint", "--json")
        try store.expectVerified()
    }

    @Test(
        "No word of a person is in any file of the server: tables, write-ahead log, its own log", .enabled(if: isLong))
    func nothingLeaks() throws {
        let cluster = try TestCluster()
        let store = try store(on: cluster)
        let feeds = try SimulatedFeeds(in: store, children: 150, seed: 31)
        let words = try PersonalWords(of: feeds)
        #expect(words.words.count > 500)
        var notices = try CSV(path: feeds.notices)
        for row in 0..<10 { notices.rows[row].append(notices.rows[row][0]) }
        let spoiled = store.folder + "/notices-with-defects.csv"
        try notices.text.write(toFile: spoiled, atomically: true, encoding: .utf8)
        try store.ingest(["ingest", "notices", spoiled, "--release", "spoiled"])
        try store.ingestAll(feeds.inOrder)
        try store.expect("ingest", "withdraw", "court", try feeds.date(2))
        try store.expectVerified()
        try store.expect("rebuild")
        // Killed in the middle of a transaction, and what the server says of it.
        let running = try store.start(["ingest", "court", feeds.court(2), "--release", "again"])
        try cluster.ask("SELECT pg_sleep(0.5)")
        cluster.kill()
        try cluster.start()
        _ = try store.finish(running)
        try cluster.ask("CHECKPOINT")
        #expect(try words.found(below: cluster.data).isEmpty)
        let log = try Data(contentsOf: URL(filePath: cluster.folder + "/log"))
        #expect(words.found(in: log).isEmpty)
        #expect(try words.found(below: store.data).isEmpty)
        for said in store.said { #expect(words.found(in: said).isEmpty) }
    }
}
