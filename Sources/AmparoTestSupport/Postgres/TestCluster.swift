internal import Foundation
internal import Synchronization

/// A server of PostgreSQL of the tests' own: in a temporary folder, on a socket in it, ended by its own id when the process
/// that made it ends, however that ends.
///
/// A server refuses to be root: as root it is run as the user `postgres`. `AMPARO_TEST_POSTGRES` names the folder of another
/// version's programs.
public final class TestCluster: Sendable {
    /// Something that is needed is not there, or a program of the server failed.
    public struct Failed: Error, CustomStringConvertible {
        /// What failed, with what it wrote.
        public var description: String
    }

    /// The server that most tests of a process share; nil where PostgreSQL is not installed.
    public static let shared: TestCluster? = programs == nil ? nil : try? TestCluster()

    /// The folder of the server's programs; nil where there is none.
    public static let programs: String? = {
        if let named = ProcessInfo.processInfo.environment["AMPARO_TEST_POSTGRES"] { return named }
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        return versions.compactMap(Int.init).sorted().reversed().map { "\(root)/\($0)/bin" }
            .first { FileManager.default.isExecutableFile(atPath: $0 + "/initdb") }
    }()

    /// The data of a server that has never run, with a copy of which each one begins; goes when the process ends.
    private static let fresh: Result<String, any Error> = Result {
        let folder = try temporary("amparo-pg-fresh-") { mkdtemp($0) != nil }
        atexit { TestCluster.removeFresh() }
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder)
        _ = try run("chown", [user ?? NSUserName(), folder], asServer: false)
        _ = try run(
            (programs ?? "") + "/initdb",
            ["-D", folder, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"])
        return folder
    }

    private static func removeFresh() {
        if let data = try? fresh.get() { try? FileManager.default.removeItem(atPath: data) }
    }

    /// Everything of the server is in here.
    public let folder: String
    /// The server's data.
    public var data: String { folder + "/data" }

    private let options: String
    private let fileLimit: Int?
    private let keeper: Process
    private let life: Pipe
    private let databases = Mutex(0)

    /// Makes a server with these settings (`name=value`) and these lines before its rules of access, and starts it. With a
    /// `primary`, it is a standby of that one, with a copy of its data.
    /// No file of it may grow beyond `fileLimit` KiB. Made of a `backup`, a folder of `pg_basebackup`, it repeats what its
    /// settings fetch of an archive, and is a server of its own afterwards.
    public init(
        settings: [String] = [], rules: [String] = [], fileLimit: Int? = nil, following primary: TestCluster? = nil,
        restoring backup: String? = nil
    ) throws {
        guard let programs = Self.programs else { throw Failed(description: "PostgreSQL is not installed") }
        folder = try Self.temporary("amparo-pg-") { mkdtemp($0) != nil }
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder)
        _ = try Self.run("chown", [Self.user ?? NSUserName(), folder], asServer: false)
        if let primary {
            _ = try Self.run(
                programs + "/pg_basebackup",
                ["-D", folder + "/data", "-h", primary.folder, "-U", "postgres", "-c", "fast", "-R", "--no-sync"])
        } else if let backup {
            _ = try Self.run("cp", ["-a", backup, folder + "/data"])
            _ = try Self.run("touch", [folder + "/data/recovery.signal"])
        } else {
            _ = try Self.run("cp", ["-a", Self.fresh.get(), folder + "/data"])
            let file = folder + "/data/pg_hba.conf"
            let lines = try rules + [String(contentsOfFile: file, encoding: .utf8)]
            try lines.joined(separator: "\n").write(toFile: file, atomically: false, encoding: .utf8)
        }
        let all =
            [
                "listen_addresses=", "unix_socket_directories=\(folder)", "unix_socket_permissions=0777",
                "max_connections=200", "shared_buffers=64MB", "fsync=off",
            ] + settings
        options = all.map { "-c \($0)" }.joined(separator: " ")
        self.fileLimit = fileLimit
        keeper = Process()
        life = Pipe()
        // The shell lives as long as this process holds the other end of its input.
        let stop = (Self.asServer + ["\(programs)/pg_ctl -s -m immediate -D \(folder)/data stop"])
        keeper.executableURL = URL(filePath: "/bin/sh")
        keeper.arguments = ["-c", "cd /; read -r _; \(stop.joined(separator: " ")); rm -rf \(folder)"]
        keeper.standardInput = life
        keeper.standardOutput = FileHandle.nullDevice
        keeper.standardError = FileHandle.nullDevice
        try keeper.run()
        try start()
    }

    /// Starts the server, or starts it again, and waits until it answers.
    public func start() throws {
        // What is left of one that was killed may take a moment to go.
        let words = ["-s", "-w", "-D", data, "-l", folder + "/log", "-o", options, "start"]
        _ = try Self.run(
            "bash",
            ["-c", "for try in $(seq 50); do \"$@\" && exit 0; sleep 0.1; done; exit 1", "bash"]
                + [(Self.programs ?? "") + "/pg_ctl"] + words,
            before: fileLimit.map { "ulimit -f \($0)" } ?? ":")
    }

    /// Starts the server again with TLS, with copies of this certificate and its key.
    public func secure(certificate: String, key: String) throws {
        for (source, name) in [(certificate, "server.crt"), (key, "server.key")] {
            let path = data + "/" + name
            try? FileManager.default.removeItem(atPath: path)
            try FileManager.default.copyItem(atPath: source, toPath: path)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            try give(path)
        }
        try configure(["ssl = on"])
        try control("pg_ctl", ["-s", "-w", "-m", "fast", "-D", data, "-l", folder + "/log", "restart"])
    }

    /// Makes a file or folder the server's own.
    public func give(_ path: String) throws {
        _ = try Self.run("chown", [Self.user ?? NSUserName(), path], asServer: false)
    }

    /// Adds lines to the server's settings, which it reads at its next start.
    public func configure(_ lines: [String]) throws {
        let file = data + "/postgresql.conf"
        let text = try String(contentsOfFile: file, encoding: .utf8) + "\n" + lines.joined(separator: "\n") + "\n"
        try text.write(toFile: file, atomically: false, encoding: .utf8)
    }

    /// A port of this machine that nobody listens on.
    public static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isFound = withUnsafeMutablePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0
            }
        }
        guard isFound else { throw Failed(description: "there is no free port") }
        return Int(UInt16(bigEndian: place.sin_port))
    }

    /// Ends the server's first process as a power cut would; the others notice and end.
    public func kill() {
        if let process { Foundation.kill(process, SIGKILL) }
    }

    /// Ends the server and removes its folder.
    public func end() {
        _ = try? control("pg_ctl", ["-s", "-m", "immediate", "-D", data, "stop"])
        // The shell is not waited for: another process may have inherited what Foundation would wait on.
        try? life.fileHandleForWriting.write(contentsOf: Data("\n".utf8))
        try? life.fileHandleForWriting.close()
    }

    deinit { end() }

    /// The address of one of its databases, for the superuser or another role.
    public func address(_ database: String, user: String = "postgres") -> String {
        "postgres://\(user)@/\(database)?host=\(folder)"
    }

    /// Makes an empty database, or a copy of one that nobody uses, and answers its name.
    public func makeDatabase(copying other: String = "template1") throws -> String {
        let name = databases.withLock { count in
            count += 1
            return "test_\(ProcessInfo.processInfo.processIdentifier)_\(count)"
        }
        try control("createdb", ["-h", folder, "-U", "postgres", "-T", other, name])
        return name
    }

    /// Runs SQL as the superuser, through the server's own client, and answers its rows as text.
    @discardableResult
    public func ask(_ sql: String, in database: String = "postgres") throws -> String {
        try Self.run(
            Self.programs.map { $0 + "/psql" } ?? "psql",
            ["-h", folder, "-U", "postgres", "-d", database, "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", sql],
            asServer: false)
    }

    /// Runs a program of the server's on its data, as the server's user.
    @discardableResult
    public func control(_ program: String, _ arguments: [String]) throws -> String {
        try Self.run((Self.programs ?? "") + "/" + program, arguments)
    }

    /// The id of the server's first process; nil when it does not run.
    public var process: Int32? {
        guard let text = try? String(contentsOfFile: data + "/postmaster.pid", encoding: .utf8) else { return nil }
        return text.split(separator: "\n").first.flatMap { Int32($0) }
    }

    private static let user: String? = geteuid() == 0 ? "postgres" : nil

    private static let asServer: [String] =
        user.map { ["setpriv", "--reuid=\($0)", "--regid=\($0)", "--init-groups"] } ?? []

    /// Makes something with a name of its own among the temporary files.
    static func temporary(_ name: String, _ make: (UnsafeMutablePointer<CChar>) -> Bool) throws -> String {
        var template = Array((NSTemporaryDirectory() + name + "XXXXXX").utf8CString)
        let isMade = template.withUnsafeMutableBufferPointer { $0.baseAddress.map(make) ?? false }
        guard isMade else { throw Failed(description: "nothing can be made among the temporary files") }
        return template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
    }

    /// Shell words that close everything but input, output and errors.
    private static let closing =
        "for fd in /proc/$$/fd/*; do fd=${fd##*/}; [ \"$fd\" -le 2 ] || eval \"exec $fd>&-\"; done"

    /// Runs a program to its end. A server that it starts must not keep anything of this process open: neither a pipe nor the
    /// socket by whose end Foundation tells that the program has ended.
    private static func run(
        _ program: String, _ arguments: [String], asServer isServer: Bool = true, before: String = ":"
    ) throws -> String {
        let process = Process()
        var file: Int32 = -1
        let path = try temporary("amparo-pg-output-") {
            file = mkstemp($0)
            return file >= 0
        }
        defer { try? FileManager.default.removeItem(atPath: path) }
        let output = FileHandle(fileDescriptor: file, closeOnDealloc: false)
        // A process that has ended still holds what it was given.
        defer { try? output.close() }
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments =
            ["-c", "\(closing); \(before); exec \"$@\"", "bash"] + (isServer ? asServer : []) + [program] + arguments
        process.currentDirectoryURL = URL(filePath: "/")
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
        process.waitUntilExit()
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        guard process.terminationStatus == 0 else { throw Failed(description: "\(program): \(text.suffix(500))") }
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
}
