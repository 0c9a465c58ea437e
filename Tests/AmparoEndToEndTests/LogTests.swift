import Foundation
import Testing

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

@Suite("The transparency log, from init to an outside verifier")
struct LogTests {
    /// What `log checkpoint --json` answers.
    private struct Checkpoint: Decodable {
        struct Witness: Decodable {
            var name: String
            var outcome: String
        }
        var origin: String
        var size: Int
        var root: String
        var checkpoint: String
        var verifierKey: String
        var verifierKeys: [String]
        var published: String?
        var witnesses: [Witness]
    }

    /// A store with a small population in it.
    private func store() throws -> (TestStore, feeds: String) {
        let store = try TestStore(isMade: false)
        try store.expect("init", "--log-origin", "log.example.org/children")
        let feeds = store.folder + "/feeds"
        try store.expect("simulate", "--children", "40", "--out", feeds)
        #expect(try store.run("ingest", "care", feeds + "/care").status == 0)
        return (store, feeds)
    }

    private func checkpoint(_ store: TestStore) throws -> Checkpoint {
        try store.expect("log", "checkpoint", "--json").json()
    }

    /// A program with arguments, in the folder of the store. Nil when there is no such program.
    private func run(_ command: [String], environment: [String: String] = [:], in folder: String) throws -> (
        status: Int32, output: String
    )? {
        guard FileManager.default.isExecutableFile(atPath: command[0]) else { return nil }
        let process = Process()
        process.executableURL = URL(filePath: command[0])
        process.arguments = Array(command.dropFirst())
        process.environment = ["HOME": folder, "PATH": "/usr/bin:/bin"].merging(environment) { $1 }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }

    private static let go = ["/usr/bin/go", "/usr/local/go/bin/go"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }
    private static let hasGo =
        go != nil && FileManager.default.fileExists(atPath: "/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog")

    @Test(
        "A program of the Go project verifies every tile, entry and proof, and that one export begins with another",
        .enabled(if: hasGo, "install golang-go and golang-golang-x-mod-dev (Scripts/install-packages)"))
    func goVerifier() throws {
        let (store, feeds) = try store()
        let first = try checkpoint(store)
        let trees = [store.folder + "/tree1", store.folder + "/tree2"]
        try store.expect("log", "export", trees[0])
        #expect(try store.run("ingest", "notices", feeds + "/notices.csv").status == 0)
        let second = try checkpoint(store)
        #expect(second.size > first.size && second.verifierKey == first.verifierKey)
        try store.expect("log", "export", trees[1])
        let source = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "GoVerifier/main.go").path
        let verifier = store.folder + "/goverifier"
        let go = try #require(Self.go)
        let built = try #require(
            try run(
                [go, "build", "-o", verifier, source],
                environment: [
                    "GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOCACHE": store.folder + "/gocache",
                    "GOFLAGS": "",
                ], in: store.folder))
        #expect(built.status == 0, "\(built.output)")
        let verified = try #require(try run([verifier, first.verifierKey] + trees.reversed(), in: store.folder))
        #expect(verified.status == 0, "\(verified.output)")
        #expect(verified.output.contains("begins with the earlier \(first.size) entries"))
        #expect(verified.output.contains("\(second.size) entries") && verified.output.contains(second.root))
        // And it is no yes-man: one changed byte of any file, and it says no.
        for path in ["checkpoint", "tile/0/000", "tile/entries/000", "tile/1/000.p/\(second.size / 256)"] {
            let url = URL(filePath: trees[1] + "/" + path)
            let bytes = try Data(contentsOf: url)
            var changed = bytes
            changed[changed.startIndex + 30] ^= 1
            try changed.write(to: url)
            let refused = try #require(try run([verifier, first.verifierKey, trees[1]], in: store.folder))
            #expect(refused.status == 1, "\(path)")
            try bytes.write(to: url)
        }
    }

    @Test("A proof is verified without the store, and refused when it is of another leaf or changed")
    func proofs() throws {
        let (store, _) = try store()
        let key = try checkpoint(store).verifierKey
        let file = store.folder + "/7.tlog-proof"
        try store.expect("log", "prove", "7", "--out", file)
        let verified = try store.expect("log", "verify", file, "--key", key)
        #expect(verified.text.contains("entry 7 has the leaf"))
        #expect(
            try store.run("log", "verify", file, "--key", key, "--leaf", String(repeating: "0", count: 64)).status == 3)
        var text = try String(contentsOfFile: file, encoding: .utf8)
        text = text.replacingOccurrences(of: "index 6", with: "index 5")
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        #expect(try store.run("log", "verify", file, "--key", key).status == 3)
        #expect(try store.run("log", "verify", file).status == 2)
        #expect(try store.run("log", "verify", file, "--key", "nonsense").status == 1)
        #expect(try store.run("log", "prove", "0").status == 2)
        #expect(try store.run("log", "prove", "1000000").status == 1)
    }

    @Test("A monitor sees growth, and a log that is shorter than before, or changed, ends with 3")
    func monitor() throws {
        let (store, feeds) = try store()
        let key = try checkpoint(store).verifierKey
        let (tree, open, state) = (store.folder + "/tree", store.folder + "/open", store.folder + "/last")
        try store.expect("log", "export", tree, "--openings", open)
        let look = ["log", "monitor", "--tree", tree, "--openings", open, "--key", key, "--state", state]
        #expect(try store.run(look).status == 0)
        try FileManager.default.copyItem(atPath: tree, toPath: tree + "-old")
        #expect(try store.run("ingest", "notices", feeds + "/notices.csv").status == 0)
        _ = try checkpoint(store)
        try store.expect("log", "export", tree, "--openings", open)
        #expect(try store.run(look).status == 0)
        let kept = try Data(contentsOf: URL(filePath: state))
        let shorter = try store.run("log", "monitor", "--tree", tree + "-old", "--key", key, "--state", state)
        #expect(shorter.status == 3 && shorter.message.contains("rewritten"), "\(shorter.message)")
        #expect(try Data(contentsOf: URL(filePath: state)) == kept)
        // The store itself, with every entry hashed again.
        let own = try store.expect("log", "monitor", "--state", store.folder + "/own")
        #expect(own.text.contains("hashed again"))
        // A journal that was cut off.
        let cut = try store.copied()
        try cut.change("DELETE FROM entry WHERE seq > 20")
        #expect(try cut.run("log", "monitor", "--state", store.folder + "/own").status == 3)
        let opened = URL(filePath: open + "/openings/000")
        var bytes = try Data(contentsOf: opened)
        bytes[bytes.startIndex + 200] ^= 1
        try bytes.write(to: opened)
        #expect(try store.run(look).status == 3)
    }

    @Test("Two witnesses cosign over HTTP; without them nothing is published, and a killed one remembers")
    func witnesses() throws {
        let (store, feeds) = try store()
        let first = try checkpoint(store)
        var running: [String: Program.Running] = [:]
        defer { for witness in running.values { _ = witness.kill(after: .zero) } }
        /// Starts a witness and answers its key and its port when it says that it listens.
        func start(_ name: String, port: Int = 0) throws -> (key: String, port: Int) {
            let witness = try store.start(
                [
                    "log", "witness", "--listen", "127.0.0.1:\(port)", "--state", store.folder + "/" + name, "--name",
                    "\(name).example.net/w", "--log", first.verifierKey,
                ], isHeard: true)
            running[name] = witness
            _ = witness.line()
            let key = try #require(witness.line())
            while let line = witness.line() {
                guard line.hasPrefix("listening on ") else { continue }
                return (key, try #require(Int(line.dropLast().split(separator: ":").last ?? "")))
            }
            throw Silent()
        }
        var policy = ""
        var ports: [String: Int] = [:]
        for name in ["inspector", "outsider"] {
            let (key, port) = try start(name)
            ports[name] = port
            policy += "witness \(name) \(key) http://127.0.0.1:\(port)\n"
        }
        policy += "group outside-government any outsider\ngroup both all inspector outside-government\nquorum both\n"
        let file = store.folder + "/policy"
        try policy.write(toFile: file, atomically: true, encoding: .utf8)
        try store.expect("log", "policy", file)
        let second = try checkpoint(store)
        #expect(second.published != nil && second.witnesses.allSatisfy { $0.outcome == "cosigned" })
        #expect(second.checkpoint.contains("\n— outsider.example.net/w "))
        // One is killed: the log grows and is not published.
        _ = running.removeValue(forKey: "outsider")?.kill(after: .zero)
        #expect(try store.run("ingest", "notices", feeds + "/notices.csv").status == 0)
        let refused = try store.run("log", "checkpoint", "--json")
        #expect(refused.status == 1 && refused.message.contains("outsider"))
        #expect(try store.run("log", "prove", "\(second.size + 1)").status == 1)
        // Back again, it goes on from what it had cosigned.
        let key = try start("outsider", port: try #require(ports["outsider"])).key
        #expect(policy.contains(key))
        let third = try checkpoint(store)
        #expect(third.published != nil && third.size > second.size)
        try ("log \(first.verifierKey)\n" + policy).write(toFile: file, atomically: true, encoding: .utf8)
        let tree = store.folder + "/tree"
        try store.expect("log", "export", tree)
        try store.expect("log", "verify", tree, "--policy", file)
    }

    private struct Silent: Error {}

    @Test("The signing key rotates: both sign, then the new one only, and `verify` is content throughout")
    func rotation() throws {
        let (store, feeds) = try store()
        let old = try checkpoint(store).verifierKey
        try store.expect("keys", "rotate", "--log-key")
        #expect(try store.run("ingest", "notices", feeds + "/notices.csv").status == 0)
        let both = try checkpoint(store)
        #expect(both.verifierKeys.count == 2 && both.verifierKeys[1] == old && both.verifierKey != old)
        let file = store.folder + "/checkpoint"
        try both.checkpoint.write(toFile: file, atomically: true, encoding: .utf8)
        for key in both.verifierKeys { try store.expect("log", "verify", file, "--key", key) }
        try store.expect("keys", "rotate", "--retire-log-key")
        let last = try checkpoint(store)
        #expect(last.verifierKeys == [both.verifierKey])
        try store.expect("verify")
    }
}
