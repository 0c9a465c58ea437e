import Foundation
import Testing

/// Messages made of what a later release shows of its schedule, as the court would have told it at once.
private struct LiveMessages {
    var text = ""
    /// Hearings whose result is told.
    var results: Set<Int64> = []
    /// The rules by which a hearing's own code decides.
    static let ownRules: Set<String> = ["1", "2", "3", "4", "6", "7", "8"]

    init(after earlier: String, from later: String, on day: String) throws {
        let known = try Self.schedule(of: earlier)
        for (id, row) in try Self.schedule(of: later).sorted(by: { $0.key < $1.key }) where known[id] != row {
            guard let hearing = row["ADJ_DATE"]?.prefix(10), hearing.count == 10, row["CAL_TYPE"]?.count == 1 else {
                continue
            }
            let result = row["ADJ_RSN"] ?? ""
            if !result.isEmpty { results.insert(id) }
            let time = (row["ADJ_TIME_START"] ?? "").filter(\.isNumber)
            text += """
                {"id":"live-\(id)","type":"hearing.\(result.isEmpty ? "scheduled" : "result")",\
                "reportedAt":"\(day)T08:00:00-05:00","case":"\(row["IDNCASE"] ?? "")",\
                "proceeding":"\(row["IDNPROCEEDING"] ?? "")","schedule":"\(id)","hearing":{"date":"\(hearing)",\
                "time":"\(time)","calendar":"\(row["CAL_TYPE"] ?? "")","scheduleType":"\(row["SCHEDULE_TYPE"] ?? "")",\
                "medium":"\(row["ADJ_MEDIUM"] ?? "")"}\(result.isEmpty ? "" : ",\"result\":\"\(result)\"")}

                """
        }
    }

    private static func schedule(of release: String) throws -> [Int64: [String: String]] {
        let data = try Data(contentsOf: URL(filePath: release + "/tbl_schedule.csv"))
        let lines = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline)
        let names = lines[0].split(separator: "\t", omittingEmptySubsequences: false).map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        var rows: [Int64: [String: String]] = [:]
        for line in lines.dropFirst() {
            let values = line.split(separator: "\t", omittingEmptySubsequences: false).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            guard values.count == names.count else { continue }
            let row = Dictionary(zip(names, values), uniquingKeysWith: { first, _ in first })
            guard let id = row["IDNSCHEDULE"].flatMap(Int64.init), Int64(row["IDNCASE"] ?? "") != nil else { continue }
            rows[id] = row
        }
        return rows
    }
}

@Suite("The court's live feed")
struct LiveFeedTests {
    private struct Answer: Decodable {
        struct Row: Decodable {
            var schedule: Int64
            var finding: String
            var rule: String
        }
        var findings: [Row]
    }

    private func findings(_ store: TestStore) throws -> [Int64: Answer.Row] {
        let answer = try JSONDecoder().decode(
            Answer.self, from: Data(store.run("findings", "--json").text.utf8))
        return Dictionary(answer.findings.map { ($0.schedule, $0) }, uniquingKeysWith: { first, _ in first })
    }

    @Test("Told at once or shown by the next release, a hearing's own code gives the same finding by the same rule")
    func sameFindings() throws {
        let bulk = try TestStore()
        let feeds = try SimulatedFeeds(in: bulk, children: 700, seed: 21)
        try bulk.ingestAll(feeds.inOrder)
        let live = try TestStore()
        try live.ingestAll(feeds.inOrder.dropLast())
        let before = try findings(live)
        let messages = try LiveMessages(after: feeds.court(1), from: feeds.court(2), on: feeds.date(2))
        let path = live.folder + "/events.jsonl"
        try messages.text.write(toFile: path, atomically: true, encoding: .utf8)
        let report = try live.ingest(["ingest", "events", path])
        #expect(report.entriesAppended > 10)
        #expect(try live.ingest(["ingest", "events", path]).entriesAppended == 0)
        let expected = try findings(bulk)
        let told = try findings(live)
        var compared = 0
        for (schedule, row) in expected
        where messages.results.contains(schedule) && LiveMessages.ownRules.contains(row.rule) {
            guard before[schedule]?.finding != row.finding else { continue }
            let answer = try #require(told[schedule])
            compared += 1
            #expect(answer.finding == row.finding, "schedule \(schedule)")
            #expect(answer.rule == row.rule, "schedule \(schedule)")
        }
        #expect(compared > 3)
        let verify = try live.run("verify")
        #expect(verify.status == 0)
    }

    @Test(
        "A message that is not whole refuses the file, names its place, and takes nothing",
        arguments: [
            ("{", "JSON"), ("[]", "no message"), ("7", "neither"), (#"[{"type":"hearing.result"}]"#, "`id`"),
            (#"[{"id":"1","type":"hearing.lost"}]"#, "`type`"),
            (#"[{"id":"1","type":"hearing.result","reportedAt":"yesterday"}]"#, "`reportedAt`"),
            (#"[{"id":"1","type":"hearing.result","reportedAt":"2026-01-01T00:00:00Z","case":"x"}]"#, "`case`"),
            (
                #"[{"id":"1","type":"hearing.result","reportedAt":"2026-01-01T00:00:00Z","case":1,"schedule":2}]"#,
                "`result`"
            ),
            (
                #"[{"id":"1","type":"hearing.moved","reportedAt":"2026-01-01T00:00:00Z","case":1,"schedule":2}]"#,
                "`hearing.date`"
            ),
        ])
    func refused(text: String, word: String) throws {
        let store = try TestStore()
        let path = store.folder + "/events.json"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        let size = try store.logSize()
        let run = try store.run("ingest", "events", path)
        #expect(run.status == 1)
        #expect(run.message.contains(word))
        #expect(try store.logSize() == size)
    }
}
