import AmparoStore
import AmparoStoreSQLite
import AmparoTestSupport
import Foundation
import Testing

/// The built program `amparo`, run as a process of its own, as an operator runs it.
enum Program {
    /// How a run of the program ended and what it said.
    struct Run {
        /// The exit code, or the number of the signal that ended it.
        var status: Int32
        /// Whether a signal ended it: a crash, or a kill.
        var wasSignalled: Bool
        var output: Data
        var errors: Data

        var text: String { String(decoding: output, as: UTF8.self) }
        var message: String { String(decoding: errors, as: UTF8.self) }

        /// The answer, read as JSON of this type.
        func json<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
            try JSONDecoder().decode(type, from: output)
        }
    }

    /// Where the program was built: in the folder of the test bundle, or in one above it.
    static let path: String? = {
        let beside =
            [CommandLine.arguments.first, Bundle.main.executablePath].compactMap(\.self)
            + Bundle.allBundles.map(\.bundlePath)
        for place in beside {
            var folder = URL(filePath: place)
            for _ in 0..<4 {
                folder.deleteLastPathComponent()
                let path = folder.appending(path: "amparo").path
                var isFolder: ObjCBool = false
                if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue {
                    return path
                }
            }
        }
        return nil
    }()

    /// A run that is under way. Its output goes to files, so that no pipe can fill up.
    final class Running {
        private let process = Process()
        private let folder: String
        private let ended = DispatchSemaphore(value: 0)
        private let spoken: Pipe?
        private var rest = Data()

        /// - Parameter isHeard: whether what it writes is read while it runs, by `line`, and not at its end.
        init(
            _ arguments: [String], under tracer: [String] = [], in folder: String, environment: [String: String],
            isHeard: Bool = false
        ) throws {
            spoken = isHeard ? Pipe() : nil
            self.folder = folder + "/run-" + UUID().uuidString
            try FileManager.default.createDirectory(atPath: self.folder, withIntermediateDirectories: true)
            let command = tracer + [try #require(Program.path, "build the product `amparo` first")] + arguments
            process.executableURL = URL(filePath: command[0])
            process.arguments = Array(command.dropFirst())
            process.environment = environment
            process.currentDirectoryURL = URL(filePath: folder)
            process.standardInput = FileHandle.nullDevice
            let output = try Self.file(self.folder + "/output")
            process.standardOutput = spoken ?? output
            let errors = try Self.file(self.folder + "/errors")
            process.standardError = spoken ?? errors
            let ended = ended
            process.terminationHandler = { _ in ended.signal() }
            // A process that has ended still holds what it was given; a thousand runs would hold two thousand files open.
            defer { for file in [output, errors] { try? file.close() } }
            try process.run()
        }

        private static func file(_ path: String) throws -> FileHandle {
            _ = FileManager.default.createFile(atPath: path, contents: nil)
            return try #require(FileHandle(forWritingAtPath: path))
        }

        /// Gives the run this long, then ends it with signal 9. Says whether it had to.
        func kill(after patience: Duration) -> Bool {
            let nanoseconds = Int(patience / .nanoseconds(1))
            guard ended.wait(timeout: .now() + .nanoseconds(nanoseconds)) == .timedOut else {
                ended.signal()
                return false
            }
            Foundation.kill(process.processIdentifier, SIGKILL)
            return true
        }

        /// The next line that it writes, however late; nil when it has ended.
        func line() -> String? {
            guard let spoken else { return nil }
            while true {
                if let end = rest.firstIndex(of: 0x0A) {
                    defer { rest = Data(rest[(end + 1)...]) }
                    return String(decoding: rest[..<end], as: UTF8.self)
                }
                let more = spoken.fileHandleForReading.availableData
                guard !more.isEmpty else { return nil }
                rest.append(more)
            }
        }

        /// Waits for the end.
        func end() throws -> Run {
            ended.wait()
            let run = Run(
                status: process.terminationStatus, wasSignalled: process.terminationReason == .uncaughtSignal,
                output: try Data(contentsOf: URL(filePath: folder + "/output")),
                errors: try Data(contentsOf: URL(filePath: folder + "/errors")))
            try FileManager.default.removeItem(atPath: folder)
            return run
        }
    }
}

/// A store in a temporary folder of its own, with its key file beside it, and a clock that stands still.
final class TestStore {
    /// Everything of this test is in here; it goes when the test ends.
    let folder: String
    /// What the program takes for the present.
    var now: String
    /// Everything that every run has said, for the search for leaks.
    private(set) var said: [Data] = []

    var data: String { folder + "/data" }
    var keys: String { folder + "/keys/key" }

    /// The name of the database that the store's journal is in; nil for a file in the data folder. `AMPARO_TEST_ENGINE=postgres` puts the
    /// store of every test into a database of its own.
    private(set) var server: String?

    /// The address of that database, or another one.
    private(set) var address: String?

    /// From now on the store is in that database of the tests' server; in the file again with nil.
    func move(to server: String?) {
        self.server = server
        address = server.flatMap { TestCluster.shared?.address($0) }
    }

    /// Where the keys of persons are, when they are not in the data folder.
    var keyAddress: String?

    /// From now on the store is in the database at that address.
    func move(toAddress address: String) {
        server = nil
        self.address = address
    }

    /// Whether every test's store is on a server.
    static let isOnServer = ProcessInfo.processInfo.environment["AMPARO_TEST_ENGINE"] == "postgres"

    /// A temporary folder, with a store in it unless that is not wanted.
    init(now: String = "2026-06-01", isMade: Bool = true, isOnServer: Bool = TestStore.isOnServer) throws {
        self.now = now
        folder = NSTemporaryDirectory() + "/amparo-end-to-end-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        if isOnServer {
            let cluster = try #require(TestCluster.shared, "PostgreSQL is not installed")
            move(to: try cluster.makeDatabase())
        }
        if isMade { try expect("init") }
    }

    /// A copy of the store, and of all that lies beside it, in a folder of its own.
    func copied() throws -> TestStore {
        let copy = try TestStore(now: now, isMade: false, isOnServer: false)
        if let server { copy.move(to: try TestCluster.shared?.makeDatabase(copying: server)) }
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            try FileManager.default.copyItem(atPath: folder + "/" + name, toPath: copy.folder + "/" + name)
        }
        return copy
    }

    /// Changes a database of the store by hand, as whoever has the disk can.
    func change(_ sql: String, in file: String = "journal.sqlite") throws {
        if let server, file == "journal.sqlite" {
            try TestCluster.shared?.ask(sql, in: server)
            return
        }
        try SQLiteDatabase(path: data + "/" + file).write { try $0.execute(sql) }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Starts a command on this store, under another program (a tracer) where one is named.
    func start(_ words: [String], under tracer: [String] = [], isHeard: Bool = false) throws -> Program.Running {
        try Program.Running(
            words + (Self.needStore(words) ? ["--data", data, "--keys", keys] : []), under: tracer, in: folder,
            environment: environment, isHeard: isHeard)
    }

    /// What the program is told beside its words.
    var environment: [String: String] {
        var all = ["AMPARO_NOW": now, "HOME": folder, "PATH": "/usr/bin:/bin", "TMPDIR": folder]
        if let address { all["AMPARO_DATABASE"] = address }
        if let keyAddress { all["AMPARO_KEY_DATABASE"] = keyAddress }
        return all
    }

    private static func needStore(_ words: [String]) -> Bool {
        [
            "init", "ingest", "figures", "findings", "worklist", "keys", "verify", "rebuild", "quarantine", "dispute",
            "backup", "log", "account", "agreement", "obligation", "order", "consent", "emergency", "amendment", "hold",
            "erase", "child", "sponsor", "disclosures", "clock", "deliver", "receiver", "delivery", "mailbox", "duty",
            "handoff", "office", "procedure", "api", "write-back", "packet", "link", "unlink", "copy", "match",
        ].contains(words.first)
            && !["explain", "lint", "openapi"].contains(words.dropFirst().first)
            && !(words.first == "log" && ["verify", "witness"].contains(words.dropFirst().first))
    }

    /// Runs a command on this store to its end.
    @discardableResult
    func run(_ words: String...) throws -> Program.Run { try run(words) }

    @discardableResult
    func run(_ words: [String]) throws -> Program.Run { try finish(start(words)) }

    /// Waits for a command that was started. Whatever it was given, no signal ends it but the one a test sends.
    func finish(_ running: Program.Running, killed: Bool = false, _ location: SourceLocation = #_sourceLocation) throws
        -> Program.Run
    {
        let run = try running.end()
        said += [run.output, run.errors]
        if !killed { #expect(!run.wasSignalled, "ended by signal \(run.status)", sourceLocation: location) }
        return run
    }

    /// Runs a command that must succeed and have nothing to complain of.
    @discardableResult
    func expect(_ words: String..., location: SourceLocation = #_sourceLocation) throws -> Program.Run {
        let run = try run(words)
        #expect(run.status == 0, "\(words): \(run.message)", sourceLocation: location)
        #expect(run.message.isEmpty, "\(words)", sourceLocation: location)
        return run
    }
}
