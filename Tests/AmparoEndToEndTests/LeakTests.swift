import Foundation
import Testing

@Suite(
    "Nothing about a person can be read outside the feeds",
    .disabled(if: TestStore.isOnServer, "of the store's files; PostgresMachineTests searches the server's"))
struct LeakTests {
    @Test("The search finds a word in every form in which it could stand")
    func search() {
        let words = PersonalWords(["Ximena Núñez", "A-200-000-033", "short"])
        #expect(words.words == ["Ximena Núñez", "A-200-000-033"])
        for word in words.words {
            let plain = Data(word.utf8)
            var forms = [
                plain, word.data(using: .utf16LittleEndian) ?? Data(), word.data(using: .utf16BigEndian) ?? Data(),
                Data(plain.map { String(format: "%02x", $0) }.joined().utf8),
                Data(plain.map { String(format: "%02X", $0) }.joined().utf8),
            ]
            for before in 0..<3 {
                for after in 0..<3 {
                    let bytes = Data("xyz".utf8.prefix(before)) + plain + Data("uvw".utf8.prefix(after))
                    forms.append(Data(bytes.base64EncodedString().utf8))
                }
            }
            for form in forms {
                #expect(words.found(in: form) == [word])
                for before in [1, 7, 8, 1000] {
                    let bytes = Data(repeating: 0x41, count: before) + form + Data([0, 1])
                    #expect(words.found(in: bytes) == [word])
                }
                #expect(words.found(in: form.dropLast(8)).isEmpty)
            }
        }
    }

    @Test("No name, number, street, telephone number or mail address is in any file of the store, nor in what was said")
    func nothingLeaks() throws {
        let store = try TestStore()
        let feeds = try SimulatedFeeds(in: store, children: 300, seed: 31)
        let words = try PersonalWords(of: feeds)
        #expect(words.words.count > 1000)
        #expect(try !words.found(below: feeds.folder).isEmpty)

        // Feeds with defects, so that the quarantine has something to hide.
        var notices = try CSV(path: feeds.notices)
        for row in 0..<10 { notices.rows[row].append(notices.rows[row][0]) }
        let spoiled = store.folder + "/notices-with-defects.csv"
        try notices.text.write(toFile: spoiled, atomically: true, encoding: .utf8)
        let report = try store.ingest(["ingest", "notices", spoiled, "--release", "spoiled"])
        #expect(report.files[0].quarantined == ["too-many-fields": 10])

        for words in feeds.inOrder { try store.run(words) }
        try store.ingestAll(feeds.inOrder)
        for feed in ["care", "notices", "court", "results"] {
            try store.run("ingest", feed, feeds.folder + "/no such place")
            try store.run("ingest", feed, feeds.folder)
        }
        try store.expect("ingest", "withdraw", "court", try feeds.date(2))
        for words in [[], ["--public"], ["--json"], ["--public", "--json"]] { try store.run(["figures"] + words) }
        try store.expect("findings")
        try store.expect("findings", "--json")
        try store.expect("worklist", "--limit", "1000")
        try store.expect("worklist", "--limit", "1000", "--json")
        for feed in ["quarantine", "dispute"] {
            try store.expect(feed, "list")
            try store.expect(feed, "list", "--json")
        }
        #expect(try store.run("quarantine", "retry", "spoiled").status == 1, "they are as unreadable as before")
        try store.expectVerified()
        try store.expect("rebuild")
        try store.expect("backup", store.data + "/copy")
        #expect(try words.found(below: store.data).isEmpty)
        for said in store.said { #expect(words.found(in: said).isEmpty) }

        // A killed ingest leaves its write-ahead log behind.
        var logs: Set<String> = []
        for milliseconds in stride(from: 0, through: 4_000, by: 100) where logs.isEmpty {
            let running = try store.start(["ingest", "court", feeds.court(2), "--release", "again\(milliseconds)"])
            let isKilled = running.kill(after: .milliseconds(milliseconds))
            _ = try store.finish(running, killed: isKilled)
            for name in try FileManager.default.contentsOfDirectory(atPath: store.data) where name.hasSuffix("-wal") {
                let path = store.data + "/" + name
                let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
                if name.hasPrefix("journal"), let size, size > 10_000 { logs.insert(name) }
            }
            #expect(try words.found(below: store.data).isEmpty)
        }
        #expect(!logs.isEmpty, "no kill left a write-ahead log to search")
    }
}
