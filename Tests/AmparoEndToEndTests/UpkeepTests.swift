import Foundation
import Testing

@Suite("Verifying, rebuilding, new keys")
struct UpkeepTests {
    /// A store with a past: every feed, a defect, a withdrawal.
    private func world(seed: Int) throws -> (TestStore, SimulatedFeeds) {
        let store = try TestStore()
        let feeds = try SimulatedFeeds(in: store, children: 100, seed: seed)
        try store.ingestAll(feeds.inOrder)
        try store.expect("ingest", "withdraw", "court", try feeds.date(2))
        try store.ingest(feeds.inOrder[4])
        return (store, feeds)
    }

    @Test("A rebuild changes no answer and appends nothing; a verification names the journal's size and root")
    func rebuild() throws {
        let (store, feeds) = try world(seed: 71)
        try store.expectVerified()
        let questions = [
            ["figures", "--json"], ["figures", "--json", "--as-known", "seq:900"], ["figures", "--public", "--json"],
            ["findings", "--json"], ["worklist", "--json"],
        ]
        let answers = try questions.map { try store.run($0).text }
        try store.expect("rebuild")
        for (question, answer) in zip(questions, answers) { #expect(try store.run(question).text == answer) }
        try store.expectTruth(of: feeds)
        try store.expectVerified()
        for words in feeds.inOrder { #expect(try store.ingest(words).entriesAppended == 0) }
    }

    @Test("After a rotation the new key file opens the store, and the old one does not")
    func rotation() throws {
        let (store, feeds) = try world(seed: 72)
        let old = try Data(contentsOf: URL(filePath: store.keys))
        try store.expect("keys", "rotate")
        let new = try Data(contentsOf: URL(filePath: store.keys))
        #expect(new != old)
        try store.expectTruth(of: feeds)
        try store.expectVerified()
        try old.write(to: URL(filePath: store.keys))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: store.keys)
        #expect(try store.run("figures").status == 1)
        try new.write(to: URL(filePath: store.keys))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: store.keys)
        #expect(try store.ingest(feeds.inOrder[0]).entriesAppended == 0)
    }

    @Test(
        "Bytes changed in the journal are told by a verification, and end no command by a signal",
        .disabled(if: TestStore.isOnServer, "of the file"), arguments: 1...8)
    func damage(place: Int) throws {
        let (store, _) = try world(seed: 73)
        let path = store.data + "/journal.sqlite"
        var bytes = try Data(contentsOf: URL(filePath: path))
        var random = SplitMix(state: UInt64(place))
        for _ in 0..<64 { bytes[Int.random(in: 4096..<bytes.count, using: &random)] ^= 0x40 }
        try bytes.write(to: URL(filePath: path))
        let run = try store.run("verify")
        // A flipped bit in the version of the schema makes it the store of a newer program, which is refused as such.
        let isNewer = run.status == 1 && run.message.contains("written by a newer program")
        #expect(run.status == 3 || isNewer, "\(run.status) \(run.text) \(run.message)")
        #expect(run.message.hasPrefix("amparo: "))
        #expect(!run.text.contains("verified:"))
        let monitor = try store.run("log", "monitor", "--state", store.folder + "/last")
        #expect([3, isNewer ? 1 : 0].contains(monitor.status), "\(monitor.status) \(monitor.message)")
        for words in [["figures"], ["findings"], ["worklist"], ["rebuild"]] {
            let run = try store.run(words)
            #expect(run.status == 0 || run.message.hasPrefix("amparo: "), "\(words): \(run.message)")
        }
    }
    @Test(
        "One flipped bit of the journal's file is told with 3, or lies where nothing is kept; none ends `verify` otherwise",
        .disabled(if: TestStore.isOnServer, "of the file"))
    func flippedBit() throws {
        let places = ProcessInfo.processInfo.environment["AMPARO_TEST_LONG"] == "1" ? 200 : 10
        let store = try TestStore()
        let feeds = try SimulatedFeeds(in: store, children: 10, seed: 74)
        for words in feeds.inOrder { try store.ingest(words) }
        try store.expect("log", "checkpoint", "--json")
        let path = store.data + "/journal.sqlite"
        let bytes = try Data(contentsOf: URL(filePath: path))
        let seed = UInt64(places)
        print("flipped bits: seed \(seed)")
        var random = SplitMix(state: seed)
        var found = 0
        for _ in 0..<places {
            var changed = bytes
            let place = Int.random(in: 0..<bytes.count, using: &random)
            changed[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            try changed.write(to: URL(filePath: path))
            for ending in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + ending) }
            let run = try store.run("verify")
            #expect([0, 3].contains(run.status), "byte \(place): \(run.status) \(run.message)")
            if run.status == 3 { found += 1 }
        }
        #expect(found > 0)
    }
}

extension TestStore {
    /// Expects a verification to find everything sound, and to name the size and root that the figures name.
    func expectVerified(location: SourceLocation = #_sourceLocation) throws {
        struct Root: Decodable {
            var logSize: Int
            var logRoot: String
        }
        let root = try run("figures", "--json").json(Root.self)
        let verified = try expect("verify", location: location)
        let last = verified.text.split(separator: "\n").last
        #expect(last == "verified: \(root.logSize) entries, root \(root.logRoot)", sourceLocation: location)
    }
}
