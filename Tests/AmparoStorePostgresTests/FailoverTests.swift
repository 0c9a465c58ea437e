#if Postgres
import AmparoModel
import AmparoStore
import AmparoStorePostgres
import AmparoTestSupport
import AmparoTransparency
import Foundation
import Synchronization
import Testing

/// The exercise program as a process of its own, every line of which is kept.
private final class Exercised: Sendable {
    private let process: Process
    private let lines = Lines()

    private final class Lines: Sendable {
        private let rest = Mutex(Data())
        private let all = Mutex<[[String]]>([])

        func add(_ data: Data) {
            rest.withLock { rest in
                rest.append(data)
                while let end = rest.firstIndex(of: 0x0A) {
                    let line = String(decoding: rest[rest.startIndex..<end], as: UTF8.self)
                    rest = Data(rest[(end + 1)...])
                    all.withLock { $0.append(line.split(separator: " ").map(String.init)) }
                }
            }
        }

        func said(_ word: String) -> [[String]] { all.withLock { $0.filter { $0.first == word } } }
    }

    init(_ words: [String]) throws {
        process = Process()
        let program: URL = try #require(Self.program)
        process.executableURL = program
        process.arguments = words
        let pipe = Pipe()
        process.standardOutput = pipe
        pipe.fileHandleForReading.readabilityHandler = { [lines] handle in
            let data = handle.availableData
            guard !data.isEmpty else { return handle.readabilityHandler = nil }
            lines.add(data)
        }
        try process.run()
    }

    private static var program: URL? {
        let candidates =
            [CommandLine.arguments.first, Bundle.main.executablePath].compactMap(\.self)
            + Bundle.allBundles.map(\.bundlePath)
        for candidate in candidates {
            var folder = URL(filePath: candidate)
            for _ in 0..<4 {
                folder.deleteLastPathComponent()
                let path = folder.appending(path: "PostgresExercise")
                if FileManager.default.isExecutableFile(atPath: path.path) { return path }
            }
        }
        return nil
    }

    /// The lines that begin with a word.
    func said(_ word: String) -> [[String]] { lines.said(word) }

    func end() {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    deinit { if process.isRunning { end() } }
}

@Suite("A server that dies", .serialized, .enabled(if: TestCluster.programs != nil))
struct FailoverTests {
    /// Asks the server until it answers so; it waits between, not the test.
    private func wait(_ cluster: TestCluster, for sql: String, _ what: Comment) throws {
        for _ in 0..<300 {
            if try cluster.ask(sql) == "t" { return }
            try cluster.ask("SELECT pg_sleep(0.1)")
        }
        Issue.record(what)
    }

    /// Waits until all have acknowledged this many more.
    private func wait(_ clients: [Exercised], more count: Int, on cluster: TestCluster) throws {
        let before = clients.map { $0.said("acknowledged").count }
        for _ in 0..<300 {
            if zip(clients, before).allSatisfy({ $0.said("acknowledged").count >= $1 + count }) { return }
            try cluster.ask("SELECT pg_sleep(0.1)")
        }
        Issue.record("the clients do not get on: \(clients.map { $0.said("error").suffix(3) })")
    }

    @Test(
        "A primary is killed under load: its standby has every receipt, and the old one is left alone when it returns")
    func failover() throws {
        let primary = try TestCluster(settings: ["fsync=on", "wal_keep_size=64MB"])
        let standby = try TestCluster(settings: ["fsync=on"], following: primary)
        try primary.ask("ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 (*)'")
        try primary.ask("SELECT pg_reload_conf()")
        try wait(
            primary, for: "SELECT EXISTS (SELECT FROM pg_stat_replication WHERE sync_state = 'quorum')",
            "the standby does not confirm")
        let name = try primary.makeDatabase()
        let address = "postgres://postgres@/\(name)?host=\(primary.folder),\(standby.folder)"
        let now: @Sendable () -> Instant = { Instant(microseconds: 1_800_000_000_000_000) }
        func open(_ address: String, limit: Duration = .seconds(30)) throws -> PostgresDatabase {
            try PostgresDatabase(
                PostgresAddress(address), options: .init(patience: .seconds(30), commitLimit: limit), random: .system(),
                timing: .system())
        }
        let survivor = try open(address)
        let journal = try Journal(survivor, schemas: [LogSchema.schema], timing: .system(), now: now)
        let clients = try (0..<3).map { _ in try Exercised(["acknowledge", address, "4"]) }
        let folder = NSTemporaryDirectory() + "amparo-failover-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { for path in [folder, folder + "-key"] { try? FileManager.default.removeItem(atPath: path) } }
        let signer = try Exercised(["sign", address, folder])
        try wait(clients, more: 200, on: standby)

        primary.kill()
        let killed = ContinuousClock().now
        try standby.control("pg_ctl", ["-s", "-w", "-D", standby.data, "promote"])
        // Alone, it must not wait for a standby that it does not have.
        try standby.ask("ALTER SYSTEM SET synchronous_standby_names = ''")
        try standby.ask("SELECT pg_reload_conf()")
        try wait(clients, more: 200, on: standby)
        let took = killed.duration(to: ContinuousClock().now)
        #expect(took < .seconds(20), "clients were back after \(took)")

        // The old primary returns, and believes that it still is one.
        try primary.start()
        try wait(clients, more: 100, on: standby)
        let signed = signer.said("signed")
        for process in clients + [signer] { process.end() }

        let acknowledged = clients.flatMap { $0.said("acknowledged") }
        print("acknowledged \(acknowledged.count), signed \(signed.count), back after \(took)")
        var names: [Int64: String] = [:]
        for line in acknowledged where line.count == 3 {
            let seq = try #require(Int64(line[1]))
            #expect(names.updateValue(line[2], forKey: seq) == nil, "one number, given twice")
        }
        let new = try Journal(
            try open(standby.address(name)), schemas: [LogSchema.schema], timing: .system(), now: now)
        var found: [Int64: String] = [:]
        try new.forEachSlice(1...Int64.max) { entries in for entry in entries { found[entry.seq] = "\(entry.id)" } }
        #expect(names.allSatisfy { found[$0.key] == $0.value }, "an acknowledged receipt is lost")
        let verified = try new.verify()
        #expect(verified.broken == nil && verified.entries == Int64(found.count))
        #expect(signed.count > 10)
        for line in signed where line.count == 3 {
            let size = try #require(Int64(line[1]))
            try #require(size <= verified.entries, "a checkpoint of more than the quorum had confirmed")
            #expect("\(try new.root(at: size))" == line[2], "a checkpoint of another history")
        }
        // Whoever knew the new one does not go back to the old one, and whoever looks for the first time finds the new one.
        let last = try journal.lastSeq()
        #expect(last == verified.entries)
        let newcomer = try Journal(try open(address), schemas: [LogSchema.schema], timing: .system(), now: now)
        #expect(try newcomer.lastSeq() == last)
        // And whoever is sent to the old one by mistake gets nothing acknowledged.
        let stray = try open(primary.address(name), limit: .milliseconds(300))
        #expect(throws: StoreError(.unconfirmed)) {
            try stray.write { try $0.execute("UPDATE sequencer SET generation = generation + 1 WHERE id = 1") }
        }
    }

    @Test("A standby is read, and says that it cannot be written")
    func standby() throws {
        let primary = try TestCluster()
        let name = try primary.makeDatabase()
        let now: @Sendable () -> Instant = { Instant(microseconds: 1_800_000_000_000_000) }
        let journal = try Journal(try Place.open(name, on: primary), timing: .system(), now: now)
        var batch = EntryBatch(random: .seeded(1))
        _ = try [1].withUnsafeBytes { try batch.append(kind: EntryKind(rawValue: 240), payload: $0) }
        try journal.sequencer.append(&batch)
        let follower = try TestCluster(following: primary)
        let there = try Journal(
            try Place.open(name, on: follower), migrating: false, timing: .system(), now: now)
        #expect(try there.root() == journal.root())
        var refused = EntryBatch(random: .seeded(2))
        _ = try [2].withUnsafeBytes { try refused.append(kind: EntryKind(rawValue: 240), payload: $0) }
        #expect(throws: StoreError(.readOnly)) { try there.sequencer.append(&refused) }
    }
}
#endif
