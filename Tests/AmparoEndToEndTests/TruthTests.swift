import Foundation
import Testing

@Suite("Feeds in, figures and findings out")
struct TruthTests {
    @Test("The figures and findings of an invented population are the truth about it", arguments: 1...5)
    func truth(seed: Int) throws {
        let store = try TestStore()
        let feeds = try SimulatedFeeds(in: store, children: 250 + seed * 50, seed: seed)
        try store.ingestAll(feeds.inOrder)
        try store.expectTruth(of: feeds)
    }

    @Test("So they are where the court gives no identity at all")
    func truthOfPublicProfile() throws {
        let store = try TestStore()
        let feeds = try SimulatedFeeds(in: store, children: 400, seed: 6, profile: "public")
        try store.ingestAll(feeds.inOrder)
        try store.expectTruth(of: feeds)
    }

    @Test("Taking every feed a second time appends nothing and changes no figure")
    func twice() throws {
        let store = try TestStore()
        let feeds = try SimulatedFeeds(in: store, children: 300, seed: 7)
        try store.ingestAll(feeds.inOrder)
        let before = try store.run("figures", "--json")
        for words in feeds.inOrder {
            let report = try store.ingest(words)
            #expect(report.entriesAppended == 0, "\(report.feed) \(report.release)")
            #expect(report.added + report.changed + report.vanished + report.reappeared == 0)
        }
        #expect(try store.run("figures", "--json").text == before.text)
    }

    @Test("The order in which the feeds came does not matter once each was taken again")
    func anotherOrder() throws {
        let store = try TestStore()
        let feeds = try SimulatedFeeds(in: store, children: 400, seed: 8)
        let order = [feeds.inOrder[3], feeds.inOrder[4], feeds.inOrder[2], feeds.inOrder[1], feeds.inOrder[0]]
        try store.ingestAll(order + order)
        try store.expectTruth(of: feeds)
    }

    @Test("A release that was withdrawn leaves no trace in the figures; taken again, they are the truth")
    func withdrawal() throws {
        let store = try TestStore()
        let feeds = try SimulatedFeeds(in: store, children: 300, seed: 9)
        let date = try feeds.date(2)
        try store.ingestAll(feeds.inOrder.dropLast())
        let before = try store.figures()
        let findings = try store.run("findings", "--json").text
        try store.ingest(feeds.inOrder[4])
        try store.expectTruth(of: feeds)
        try store.expect("ingest", "withdraw", "court", date)
        expectEqual(try store.figures(), before)
        #expect(try store.run("findings", "--json").text == findings)
        #expect(try store.ingest(feeds.inOrder[4]).entriesAppended > 0)
        try store.expectTruth(of: feeds)
    }

    @Test("A withdrawal of a release that was never taken, or on which a later one rests, is refused")
    func refusedWithdrawal() throws {
        let store = try TestStore()
        let feeds = try SimulatedFeeds(in: store, children: 60, seed: 10)
        try store.ingestAll(feeds.inOrder)
        let size = try store.logSize()
        for (feed, release) in [("court", "2001-01-01"), ("court", try feeds.date(1)), ("census", "2026-06-01")] {
            let run = try store.run("ingest", "withdraw", feed, release)
            #expect(run.status == 1)
            #expect(run.message.hasPrefix("amparo: "))
        }
        #expect(try store.logSize() == size)
    }

    @Test("A dry run reports what the run itself then reports, and writes nothing")
    func dryRun() throws {
        let store = try TestStore()
        let feeds = try SimulatedFeeds(in: store, children: 200, seed: 11)
        for words in feeds.inOrder {
            let size = try store.logSize()
            let dry = try store.ingest(words + ["--dry-run"])
            #expect(try store.logSize() == size)
            let wet = try store.ingest(words)
            #expect(dry.files == wet.files, "\(wet.feed) \(wet.release)")
            #expect(dry.added == wet.added)
            #expect(dry.changed == wet.changed)
            #expect(dry.vanished == wet.vanished)
            #expect(dry.reappeared == wet.reappeared)
            #expect(dry.unmatched == wet.unmatched, "\(wet.feed) \(wet.release)")
        }
    }
}
