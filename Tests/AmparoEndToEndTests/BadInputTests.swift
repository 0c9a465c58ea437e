import Foundation
import Testing

@Suite("Bad input is refused or kept, and never ends the program")
struct BadInputTests {
    /// A feed's command, where a file of it stands in the simulated feeds, and how its columns are separated.
    struct Place: Sendable, CustomTestStringConvertible {
        var feed: String
        var file: String
        var separator: UInt8 = 0x2C
        var testDescription: String { file }
        var name: String { String(file.split(separator: "/").last ?? "") }
        /// Whether the command takes the file itself, and not a folder with it.
        var isAlone: Bool { feed != "care" && feed != "court" }

        static let all = [
            Place(feed: "care", file: "care/referrals.csv"), Place(feed: "care", file: "care/sponsors.csv"),
            Place(feed: "care", file: "care/addresses.csv"), Place(feed: "notices", file: "notices.csv"),
            Place(feed: "results", file: "results.csv"), Place(feed: "census", file: "census.csv"),
            Place(feed: "court", file: "court/R1/mail.csv"),
            Place(feed: "court", file: "court/R1/A_TblCase.csv", separator: 0x09),
            Place(feed: "court", file: "court/R1/tbl_schedule.csv", separator: 0x09),
            Place(feed: "court", file: "court/R1/tbl_JuvenileHistory.csv", separator: 0x09),
        ]
    }

    /// A small store with its feeds, a census among them.
    private func world(seed: Int) throws -> (TestStore, SimulatedFeeds) {
        let store = try TestStore()
        let feeds = try SimulatedFeeds(in: store, children: 40, seed: seed)
        try FileManager.default.moveItem(atPath: feeds.court(1) + "/RELEASE.txt", toPath: feeds.folder + "/R1.txt")
        try FileManager.default.copyItem(atPath: feeds.folder + "/R1.txt", toPath: feeds.court(1) + "/RELEASE.txt")
        var census = """
            Date,Children apprehended and placed in CBP custody*,Children in CBP custody,\
            Children transferred out of CBP custody,Children in HHS Care,Children discharged from HHS Care

            """
        for day in (1...28).reversed() { census += "\"February \(day), 2026\",6,18,11,\"2,4\(day + 10)\",14\n" }
        try census.write(toFile: feeds.folder + "/census.csv", atomically: true, encoding: .utf8)
        return (store, feeds)
    }

    /// Puts a spoiled file in place of a sound one, in a folder of its own; answers the path for the command.
    private func put(_ bytes: [UInt8], at place: Place, of feeds: SimulatedFeeds, in folder: String) throws -> String {
        try? FileManager.default.removeItem(atPath: folder)
        let sound = URL(filePath: feeds.folder + "/" + place.file)
        if place.isAlone {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } else {
            try FileManager.default.copyItem(atPath: sound.deletingLastPathComponent().path, toPath: folder)
        }
        try Data(bytes).write(to: URL(filePath: folder + "/" + place.name))
        return place.isAlone ? folder + "/" + place.name : folder
    }

    @Test("Spoiled files of every feed", arguments: Place.all)
    func spoiled(place: Place) throws {
        let (store, feeds) = try world(seed: 51)
        let words = try PersonalWords(of: feeds)
        let sound = [UInt8](try Data(contentsOf: URL(filePath: feeds.folder + "/" + place.file)))
        try store.ingest(feeds.inOrder[0])
        var before = try store.figures()
        for (number, hostile) in HostileFile.all.enumerated() {
            let spoiled = try put(
                hostile.spoil(sound, place.separator), at: place, of: feeds, in: store.folder + "/spoiled")
            // Another sender each time, so that no snapshot is measured by the one before.
            let run = try store.run(["ingest", place.feed, spoiled, "--issuer", "test-\(number)", "--json"])
            let what = Comment(rawValue: "\(place.file), \(hostile.name): \(run.status) \(run.message) \(run.text)")
            let after = try store.figures()
            switch (hostile.fate, run.status) {
            case (.refused, 1), (.either, 1):
                #expect(run.output.isEmpty, what)
                #expect(run.message.hasPrefix("amparo: ") && run.message.count < 600, what)
                #expect(run.message.split(separator: "\n").count == 1, what)
                #expect(after.figures == before.figures, what)
                // The court's files are judged while they are taken: one that is refused late is taken back.
                let isTakenBack = place.feed == "court" && run.message.contains("records cannot be read")
                #expect(after.logSize == before.logSize || isTakenBack, what)
            case (.taken, 0), (.either, 0):
                #expect(run.message.isEmpty, what)
                let report = try run.json(Report.self)
                #expect(!report.files.contains { !$0.addsUp }, what)
                #expect(try #require(report.file(place.name)).rows >= 0, what)
                #expect(after.logSize == (before.logSize ?? 0) + report.entriesAppended, what)
            default: Issue.record(what)
            }
            before = after
        }
        #expect(try store.figures().figures.count == 20)
        for said in store.said { #expect(words.found(in: said).isEmpty) }
        #expect(try words.found(below: store.data).isEmpty)
    }

    @Test("A file with its columns in another order holds nothing new", arguments: Place.all)
    func turnedRound(place: Place) throws {
        let (store, feeds) = try world(seed: 52)
        let path = feeds.folder + "/" + place.file
        let sound = HostileFile.wholeRecords(
            [UInt8](try Data(contentsOf: URL(filePath: path))), separator: place.separator)
        try Data(sound).write(to: URL(filePath: path))
        try store.ingestAll(feeds.inOrder.dropLast())
        if place.feed == "census" { try store.ingest(["ingest", "census", path]) }
        let turned = HostileFile.turnedRound(sound, separator: place.separator)
        #expect(turned != sound)
        let report = try store.ingest([
            "ingest", place.feed,
            try put(turned, at: place, of: feeds, in: store.folder + "/turned"),
        ])
        let file = try #require(report.file(place.name))
        #expect(file.taken > 0)
        #expect(report.added + report.changed + report.vanished + report.reappeared == 0, "\(report)")
        // Records that cannot be read are other bytes now, and are kept as such.
        #expect(report.entriesAppended == 0 || !file.quarantined.isEmpty, "\(report)")
    }

    @Test(
        "Folders in place of files, files in place of folders, and what is not there",
        arguments: [
            ("care", ""), ("notices", "care"), ("results", "care"), ("census", "care"), ("court", "care"),
            ("care", "notices.csv"), ("court", "notices.csv"), ("care", "nowhere"), ("notices", "nowhere"),
            ("results", "nowhere"), ("census", "nowhere"), ("court", "nowhere"), ("results", "notices.csv"),
            ("census", "notices.csv"), ("notices", "census.csv"), ("care", "/dev/null"),
            ("notices", "/dev/null"), ("court", "/dev/null"),
        ])
    func wrongPlaces(feed: String, place: String) throws {
        let (store, feeds) = try world(seed: 53)
        let run = try store.run("ingest", feed, place.hasPrefix("/") ? place : feeds.folder + "/" + place)
        #expect(run.status == 1, "\(run.text)")
        #expect(run.message.hasPrefix("amparo: "), "\(run.message)")
        #expect(run.output.isEmpty)
        #expect(try store.takenEntries() == 0)
    }

    @Test("A file that may not be read is refused", .enabled(if: geteuid() != 0, "the superuser may read everything"))
    func unreadable() throws {
        let (store, feeds) = try world(seed: 54)
        for (feed, file) in [
            ("notices", feeds.notices), ("care", feeds.care + "/calls.csv"),
            ("court", feeds.court(1) + "/A_TblCase.csv"),
        ] {
            try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: file)
            let path = feed == "notices" ? file : URL(filePath: file).deletingLastPathComponent().path
            let run = try store.run("ingest", feed, path)
            #expect(run.status == 1)
            #expect(run.message.hasPrefix("amparo: "), "\(run.message)")
            #expect(try store.takenEntries() == 0)
        }
    }

    @Test("A release without its date, or with one that is none, is refused; a date given does instead")
    func releaseDates() throws {
        let (store, feeds) = try world(seed: 55)
        let file = feeds.court(1) + "/RELEASE.txt"
        for text in ["", "soon\n", "2026-02-30\n", "2026-05-02 2026-06-01\n", "\u{0}\u{1}"] {
            try text.write(toFile: file, atomically: true, encoding: .utf8)
            let run = try store.run("ingest", "court", feeds.court(1))
            #expect(run.status == 1 && run.message.contains("RELEASE.txt"), "\(text): \(run.message)")
        }
        try FileManager.default.removeItem(atPath: file)
        let run = try store.run("ingest", "court", feeds.court(1))
        #expect(run.status == 1 && run.message.contains("--release-date"), "\(run.message)")
        #expect(try store.takenEntries() == 0)
        let report = try store.ingest(["ingest", "court", feeds.court(1), "--release-date", "2026-05-02"])
        #expect(report.release == "2026-05-02" && report.added > 0)
        let other = try store.run(
            "ingest", "court", feeds.court(1), "--release-date", "2026-05-03", "--release", "2026-05-02")
        #expect(other.status == 1 && other.message.contains("2026-05-02"), "\(other.message)")
    }

    @Test("A ZIP archive of a release is the release; a damaged one is refused")
    func archives() throws {
        let (store, feeds) = try world(seed: 56)
        let archive = store.folder + "/release.zip"
        let zip = Process()
        zip.executableURL = URL(filePath: "/usr/bin/zip")
        zip.arguments = ["-q", "-r", archive, "R1"]
        zip.currentDirectoryURL = URL(filePath: feeds.folder + "/court")
        try zip.run()
        zip.waitUntilExit()
        try #require(zip.terminationStatus == 0)
        let bytes = try Data(contentsOf: URL(filePath: archive))
        let spoiled = store.folder + "/spoiled.zip"
        for length in [0, 1, 30, bytes.count / 2, bytes.count - 1] {
            try bytes.prefix(length).write(to: URL(filePath: spoiled))
            let run = try store.run("ingest", "court", spoiled)
            #expect(run.status == 1 && run.message.hasPrefix("amparo: "), "\(length): \(run.message)")
            #expect(try store.takenEntries() == 0)
        }
        // Some bytes in the middle of a member: its checksum tells.
        var damaged = bytes
        damaged.replaceSubrange((bytes.count / 2)..<(bytes.count / 2 + 64), with: Data(repeating: 0x55, count: 64))
        try damaged.write(to: URL(filePath: spoiled))
        let run = try store.run("ingest", "court", spoiled)
        #expect(run.status == 1 && run.message.hasPrefix("amparo: "), "\(run.message)")
        #expect(try store.figures()["hearing.past"]?.value == 0)

        let fromArchive = try store.ingest(["ingest", "court", archive])
        #expect(fromArchive.added > 0)
        let fromFolder = try store.ingest(["ingest", "court", feeds.court(1)])
        #expect(fromFolder.entriesAppended == 0)
        #expect(fromArchive.files.sorted { $0.file < $1.file } == fromFolder.files.sorted { $0.file < $1.file })
    }
}
