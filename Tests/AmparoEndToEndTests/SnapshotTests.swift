import Foundation
import Testing

@Suite("Snapshots that lost something")
struct SnapshotTests {
    @Test("A care feed that shrank is refused until its file is named; its rows vanish, and come back")
    func shrunkenCare() throws {
        let store = try TestStore()
        let feeds = try SimulatedFeeds(in: store, children: 150, seed: 61)
        try store.ingest(feeds.inOrder[0])
        let file = feeds.care + "/checks.csv"
        let whole = try CSV(path: file)
        var less = whole
        less.rows.removeLast(60)
        try less.text.write(toFile: file, atomically: true, encoding: .utf8)
        store.now = "2026-06-02"
        let size = try store.logSize()
        for allowed in [[], ["--allow", "calls.csv"]] {
            let run = try store.run(feeds.inOrder[0] + allowed)
            #expect(run.status == 1)
            #expect(run.message.contains("checks.csv") && run.message.contains("--allow checks.csv"), "\(run.message)")
            #expect(try store.logSize() == size)
        }
        let dry = try store.ingest(feeds.inOrder[0] + ["--dry-run"])
        #expect(dry.vanished == 60)
        let shrunken = try store.ingest(feeds.inOrder[0] + ["--allow", "Checks.csv"])
        #expect(shrunken.vanished == 60)
        #expect(shrunken.added + shrunken.changed + shrunken.reappeared == 0)
        #expect(try store.ingest(feeds.inOrder[0] + ["--allow", "all"]).entriesAppended == 0)

        try whole.text.write(toFile: file, atomically: true, encoding: .utf8)
        store.now = "2026-06-03"
        let again = try store.ingest(feeds.inOrder[0])
        #expect(again.reappeared == 60)
        #expect(again.added + again.changed + again.vanished == 0)
        try store.expectTruth(ofCareIn: feeds)
    }

    @Test("A file of the care feed that is gone is refused until it is named; then its rows vanish")
    func missingCareFile() throws {
        let store = try TestStore()
        let feeds = try SimulatedFeeds(in: store, children: 150, seed: 62)
        try store.ingest(feeds.inOrder[0])
        let rows = try CSV(path: feeds.care + "/services.csv").rows.count
        try FileManager.default.removeItem(atPath: feeds.care + "/services.csv")
        store.now = "2026-06-02"
        let size = try store.logSize()
        let run = try store.run(feeds.inOrder[0])
        #expect(run.status == 1 && run.message.contains("--allow services.csv"), "\(run.message)")
        #expect(try store.logSize() == size)
        let report = try store.ingest(feeds.inOrder[0] + ["--allow", "services.csv"])
        #expect(report.vanished > 0 && report.vanished <= rows && report.vanished * 10 > rows * 9)
    }

    @Test("A few rows less are taken as vanished without a question")
    func fewLess() throws {
        let store = try TestStore()
        let feeds = try SimulatedFeeds(in: store, children: 150, seed: 63)
        try store.ingest(feeds.inOrder[0])
        var calls = try CSV(path: feeds.care + "/calls.csv")
        calls.rows.removeFirst(3)
        try calls.text.write(toFile: feeds.care + "/calls.csv", atomically: true, encoding: .utf8)
        store.now = "2026-06-02"
        #expect(try store.ingest(feeds.inOrder[0]).vanished == 3)
    }

    @Test("A court release that lost rows or a table is refused until they are named; the figure says what vanished")
    func shrunkenCourt() throws {
        let store = try TestStore()
        let feeds = try SimulatedFeeds(in: store, children: 150, seed: 64)
        try store.ingestAll(feeds.inOrder)
        let before = try #require(try store.figures()["court.vanished"])

        let later = feeds.folder + "/court/later"
        try FileManager.default.copyItem(atPath: feeds.court(2), toPath: later)
        try "2026-07-01\n".write(toFile: later + "/RELEASE.txt", atomically: true, encoding: .utf8)
        let schedule = later + "/tbl_schedule.csv"
        let whole = try Data(contentsOf: URL(filePath: schedule))
        let lines = whole.split(separator: 0x0A, omittingEmptySubsequences: false)
        let kept = Data(lines.prefix(lines.count * 3 / 4).joined(separator: [0x0A]) + [0x0A])
        try kept.write(to: URL(filePath: schedule))
        try FileManager.default.removeItem(atPath: later + "/tbl_RepsAssigned.csv")
        let size = try store.logSize()
        for allowed in [[], ["--allow", "tbl_schedule.csv"], ["--allow", "tbl_RepsAssigned.csv"]] {
            let run = try store.run(["ingest", "court", later] + allowed)
            #expect(run.status == 1 && run.message.contains("--allow tbl_"), "\(run.message)")
            #expect(try store.logSize() == size)
        }
        let report = try store.ingest(
            ["ingest", "court", later, "--allow", "tbl_schedule.csv", "--allow", "tbl_RepsAssigned.csv"])
        #expect(report.vanished > 0)
        let vanished = try #require(try store.figures("--as-of", "2026-07-01")["court.vanished"])
        #expect(vanished.value > before.value)
        #expect(vanished.by["table"]?.values.reduce(0, +) == vanished.value)
        // Findings of hearings that vanished still stand.
        #expect(try store.findings("--as-of", "2026-06-01").count == (try feeds.trueFindings().count))

        try whole.write(to: URL(filePath: schedule))
        try FileManager.default.copyItem(
            atPath: feeds.court(2) + "/tbl_RepsAssigned.csv", toPath: later + "/tbl_RepsAssigned.csv")
        try "2026-08-01\n".write(toFile: later + "/RELEASE.txt", atomically: true, encoding: .utf8)
        let back = try store.ingest(["ingest", "court", later])
        #expect(back.reappeared == report.vanished)
        #expect(back.vanished == 0)
        #expect(try store.figures("--as-of", "2026-08-01")["court.vanished"]?.value == before.value)
    }
}

extension TestStore {
    /// Expects the figures that rest on the care feed alone to be the truth.
    func expectTruth(ofCareIn feeds: SimulatedFeeds, location: SourceLocation = #_sourceLocation) throws {
        let truth = try feeds.truth()
        let figures = try figures("--as-of", now, location: location)
        for id in ["children.transferred", "children.released", "application.withdrawn", "check.unresolved-at-release"]
        {
            #expect(figures[id] == truth[id], sourceLocation: location)
        }
    }
}
