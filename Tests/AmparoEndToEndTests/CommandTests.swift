import Foundation
import Testing

@Suite("Commands, their options and the key file")
struct CommandTests {
    @Test(
        "Wrong usage ends with 2, says what is wrong and prints no answer",
        arguments: [
            [], ["ingest"], ["quarantine"], ["dispute"], ["keys"],
            ["no-such-command"], ["ingest", "care"], ["ingest", "no-such-feed", "x"], ["ingest", "spreadsheet", "x"],
            ["write-back"], ["packet"], ["ingest", "care", "a", "b"],
            ["ingest", "court", "x", "--release-date", "yesterday"], ["ingest", "notices", "x", "--no-such-option"],
            ["ingest", "withdraw", "court"], ["ingest", "withdraw", "no-such-feed", "2026-06-01"],
            ["ingest", "care", "x", "--allow"],
            ["figures", "--as-of", "2026-02-30"], ["figures", "--as-of", "tomorrow"],
            ["figures", "--as-known", "seq:"],
            ["figures", "--as-known", "seq:-1"], ["figures", "--as-known", "then"], ["figures", "--cohort", "FY2019"],
            ["figures", "--cohort", "transferred:FY2023..FY2019"], ["figures", "surplus"], ["figures", "explain"],
            ["figures", "explain", "hearing.past", "--language", "fr"], ["findings", "--kind", "missed"],
            ["findings", "--case", "x"], ["findings", "--as-of", ""], ["init", "surplus"], ["simulate"],
            ["worklist", "--limit", "0"], ["worklist", "--agency", "nobody"], ["worklist", "--after", "x"],
            ["verify", "surplus"], ["rebuild", "surplus"], ["keys", "forget"], ["serve", "--port", "65536"],
            ["serve", "--tls-cert", "x"], ["quarantine", "dismiss", "1"], ["quarantine", "list", "--state", "x"],
            ["dispute", "adopt", "1"], ["dispute", "adopt", "x", "--child", "1", "--reason", "y"], ["backup"],
            ["restore"], ["decide"], ["decide", "x", "--corpus", "y"], ["child"], ["child", "1", "--purpose", "audit"],
            ["disclosures"], ["log", "prove"], ["log", "prove", "x"], ["log", "export"], ["log", "monitor"],
            ["log", "witness", "--state", "x"], ["log", "witness", "--listen", "nowhere", "--state", "x"],
            ["simulate", "--children", "0", "--out", "x"], ["simulate", "--children", "-5", "--out", "x"],
            ["simulate", "--children", "5"], ["simulate", "--children", "5", "--out", "x", "--profile", "secret"],
            ["simulate", "--children", "5", "--out", "x", "--releases", "0"],
            ["simulate", "--children", "5", "--out", "x", "--releases", "25"],
            ["simulate", "--children", "5", "--out", "x", "--as-of", "2026-13-01"],
            ["simulate", "--children", "2000001", "--out", "x"],
            ["simulate", "--children", "5", "--out", "x", "--adults-per-child", "1001"],
            ["simulate", "--children", "5", "--out", "x", "--adults-per-child", "-1"],
        ])
    func wrongUsage(words: [String]) throws {
        let store = try TestStore()
        let run = try store.run(words)
        #expect(run.status == 2, "\(words): \(run.message)")
        #expect(run.output.isEmpty)
        #expect(run.message.hasPrefix("Error: "), "\(run.message)")
    }

    @Test(
        "Every command explains itself with an example",
        arguments: [
            ["init"], ["simulate"], ["ingest"], ["ingest", "care"], ["ingest", "court"], ["ingest", "notices"],
            ["ingest", "results"], ["ingest", "census"], ["ingest", "spreadsheet"], ["ingest", "withdraw"],
            ["write-back"], ["figures"], ["figures", "explain"],
            ["findings"], ["worklist"], ["keys", "rotate"], ["verify"], ["rebuild"], ["serve"],
            ["demo"], ["quarantine"], ["quarantine", "list"], ["quarantine", "retry"], ["quarantine", "dismiss"],
            ["dispute"], ["dispute", "list"], ["dispute", "adopt"], ["backup"], ["restore"],
            ["child"], ["disclosures"], ["decide"],
            ["log", "checkpoint"], ["log", "prove"], ["log", "export"], ["log", "policy"], ["log", "verify"],
            ["log", "monitor"], ["log", "witness"],
        ])
    func help(words: [String]) throws {
        let store = try TestStore(isMade: false)
        let run = try store.run(words + ["--help"])
        #expect(run.status == 0 && run.message.isEmpty)
        #expect(run.text.contains("Example"), "\(run.text)")
        #expect(run.text.contains("amparo " + words.joined(separator: " ")))
    }

    @Test("A store is made once, readable to its owner alone, and asked for only where one is")
    func stores() throws {
        let store = try TestStore()
        let again = try store.run("init")
        #expect(again.status == 1 && again.message.hasPrefix("amparo: "))
        for path in [store.data, store.keys]
            + (try FileManager.default.contentsOfDirectory(atPath: store.data)).map({
                store.data + "/" + $0
            })
        {
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect((mode ?? 0o777) & 0o077 == 0, "\(path)")
        }
        let empty = try TestStore(isMade: false)
        for words in [["figures"], ["findings"], ["ingest", "care", "."], ["ingest", "withdraw", "court", "x"]] {
            let run = try empty.run(words)
            #expect(run.status == 1 && run.message.contains("amparo init"), "\(words): \(run.message)")
        }
        #expect(!FileManager.default.fileExists(atPath: empty.data + "/journal.sqlite"))
    }

    @Test("A key file in the data folder is refused, whether it was made there, moved there or linked from there")
    func keyFileInside() throws {
        let store = try TestStore()
        let fresh = try TestStore(isMade: false)
        for keys in [fresh.data + "/key", fresh.data + "/sub/key", fresh.data + "/../data/key"] {
            let running = try Program.Running(
                ["init", "--data", fresh.data, "--keys", keys], in: fresh.folder,
                environment: fresh.environment)
            let run = try fresh.finish(running)
            #expect(run.status == 1 && run.message.contains("data folder"), "\(run.message)")
            #expect(!FileManager.default.fileExists(atPath: fresh.data), "an empty folder is left behind")
        }
        let inside = store.data + "/key"
        try FileManager.default.moveItem(atPath: store.keys, toPath: inside)
        try FileManager.default.createSymbolicLink(atPath: store.keys, withDestinationPath: inside)
        for words in [["figures"], ["findings"], ["ingest", "care", "."]] {
            let run = try store.run(words)
            #expect(run.status == 1 && run.message.contains("data folder"), "\(run.message)")
        }
        try FileManager.default.removeItem(atPath: store.keys)
        try FileManager.default.moveItem(atPath: inside, toPath: store.keys)
        try store.expect("figures")
    }

    @Test("A refused init leaves no folder behind, and one through a link into the data folder is refused as well")
    func refusedInit() throws {
        let fresh = try TestStore(isMade: false)
        try FileManager.default.createDirectory(atPath: fresh.folder + "/real", withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: fresh.folder + "/link", withDestinationPath: fresh.folder + "/real")
        let taken = fresh.folder + "/taken.key"
        try Data().write(to: URL(filePath: taken))
        for (data, keys) in [("real/data", fresh.folder + "/link/data/key"), ("data", taken)] {
            let running = try Program.Running(
                ["init", "--data", fresh.folder + "/" + data, "--keys", keys], in: fresh.folder,
                environment: fresh.environment)
            #expect(try fresh.finish(running).status == 1)
            #expect(!FileManager.default.fileExists(atPath: fresh.folder + "/" + data))
        }
    }

    @Test("A file that was given to the wrong command is refused, and the message names the right one")
    func wrongFeed() throws {
        let store = try TestStore()
        let feeds = try SimulatedFeeds(in: store, children: 20, seed: 71)
        let size = try store.logSize()
        for (words, right) in [
            (["notices", feeds.results], "results"), (["results", feeds.notices], "notices"),
            (["census", feeds.notices], "notices"), (["notices", feeds.care + "/calls.csv"], "care"),
            (["notices", feeds.court(1) + "/mail.csv"], "court"), (["care", feeds.court(1)], "court"),
            (["court", feeds.care], "care"), (["court", feeds.notices], "notices"),
            (["results", feeds.court(1) + "/tbl_schedule.csv"], "court"),
        ] {
            let run = try store.run(["ingest"] + words)
            #expect(run.status == 1 && run.message.contains("ingest \(right)"), "\(words): \(run.message)")
        }
        #expect(try store.logSize() == size)
    }

    @Test("Words of persons in a header are neither printed nor recorded")
    func headerOfWords() throws {
        let store = try TestStore()
        let file = store.folder + "/notices.csv"
        try "a_number,issued_on,Ximena Lopez,Calle Siete\nA200000033,2026-01-02,x,y\n".write(
            toFile: file, atomically: true, encoding: .utf8)
        for more in [["--dry-run"], ["--json", "--dry-run"], [], ["--json"]] {
            let run = try store.run(["ingest", "notices", file] + more)
            #expect(run.status == 0 && run.text.contains("column 3, name not shown"), "\(run.text)")
            #expect(!run.text.contains("Ximena") && !run.text.contains("Calle"))
        }
        for name in try FileManager.default.contentsOfDirectory(atPath: store.data) {
            let bytes = try Data(contentsOf: URL(filePath: store.data + "/" + name))
            #expect(bytes.range(of: Data("Ximena".utf8)) == nil && bytes.range(of: Data("Calle".utf8)) == nil)
        }
    }

    @Test("A key file that others may read, that is gone, damaged or another store's, is refused")
    func keyFileOfOthers() throws {
        let store = try TestStore()
        let key = try Data(contentsOf: URL(filePath: store.keys))
        func expectRefusal(_ words: String) throws {
            for command in [["figures"], ["findings"], ["ingest", "care", "."]] {
                let run = try store.run(command)
                #expect(run.status == 1 && run.message.contains(words), "\(run.message)")
            }
        }
        func put(_ data: Data, mode: Int = 0o600) throws {
            try data.write(to: URL(filePath: store.keys))
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: store.keys)
        }
        for mode in [0o644, 0o640, 0o604, 0o660] {
            try put(key, mode: mode)
            try expectRefusal("0600")
        }
        try FileManager.default.removeItem(atPath: store.keys)
        try expectRefusal("--keys")
        for damaged in [Data(), Data("amparo-keys 1\n".utf8), key.dropLast(2), Data(repeating: 7, count: 5000)] {
            try put(damaged)
            try expectRefusal("--keys")
        }
        let other = try TestStore()
        try put(Data(contentsOf: URL(filePath: other.keys)))
        try expectRefusal("does not belong to this store")
        try put(key)
        try store.expect("figures")
    }

    @Test("Without --keys the key lies in the user's configuration folder; the data folder may come from AMPARO_DATA")
    func defaults() throws {
        let store = try TestStore(isMade: false)
        func run(_ words: String...) throws -> Program.Run {
            let environment = store.environment.merging(
                ["AMPARO_DATA": store.data, "HOME": store.folder + "/home"]
            ) { $1 }
            return try store.finish(try Program.Running(words, in: store.folder, environment: environment))
        }
        #expect(try run("init").status == 0)
        #expect(FileManager.default.fileExists(atPath: store.data + "/keys.sqlite"))
        let folder = store.folder + "/home/.config/amparo"
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 1)
        #expect(try run("figures", "--json").status == 0)
    }
}
