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

    @Test("Bytes changed in the journal are told by a verification, and end no command by a signal", arguments: 1...8)
    func damage(place: Int) throws {
        let (store, _) = try world(seed: 73)
        let path = store.data + "/journal.sqlite"
        var bytes = try Data(contentsOf: URL(filePath: path))
        var random = SplitMix(state: UInt64(place))
        for _ in 0..<64 { bytes[Int.random(in: 4096..<bytes.count, using: &random)] ^= 0x40 }
        try bytes.write(to: URL(filePath: path))
        let run = try store.run("verify")
        #expect(run.status == 3 || run.status == 1, "\(run.status) \(run.text)")
        #expect(run.message.hasPrefix("amparo: "))
        #expect(!run.text.contains("verified:"))
        for words in [["figures"], ["findings"], ["worklist"], ["rebuild"]] {
            let run = try store.run(words)
            #expect(run.status == 0 || run.message.hasPrefix("amparo: "), "\(words): \(run.message)")
        }
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
