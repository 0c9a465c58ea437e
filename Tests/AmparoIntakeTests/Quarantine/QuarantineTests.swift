@testable import AmparoIntake
import AmparoModel
import AmparoOversight
@testable import AmparoStore
import Foundation
import Testing

@Suite("Working off the quarantine")
struct QuarantineTests {
    /// A child with a release, and records put in quarantine as an older reader might have done it: each a line of a file
    /// with this header.
    static func record(
        _ kind: RecordKind = .release, file: String? = nil, header: String, _ lines: [String], length: Int? = nil,
        date: String = "2026-04-01"
    ) throws -> SmallRecord {
        let record = try SmallRecord()
        try record.care(
            "2026-04-01",
            [
                .referral: [Sample.referral("c1", "012345678")], .release: [Sample.release("c1", "2025-02-01")],
            ])
        try quarantine(record, kind, file: file, header: header, lines, length: length, date: date)
        return record
    }

    static func quarantine(
        _ record: SmallRecord, _ kind: RecordKind, file: String? = nil, header: String, _ lines: [String],
        length: Int? = nil, date: String
    ) throws {
        let feed = kind.table.feed == .mail ? Feed.court : kind.table.feed
        let session = try SnapshotSession(
            store: record.record, feed: feed, issuer: feed.defaultIssuer, name: date, date: Day(date)!,
            onlyIfChanged: true, isDryRun: false)
        for (index, line) in lines.enumerated() {
            let raw = Array(line.utf8)
            try session.quarantine(
                QuarantinedRecord(
                    kind: kind, file: file ?? kind.table.file, line: index + 2, reason: "bad-type",
                    column: "released_on", raw: raw, length: length ?? raw.count, header: Array(header.utf8)))
        }
        _ = try session.finish(tables: []) { _ in "{}" }
    }

    static let header = "child_id,release_id,released_on,sponsor_id,line1,city,state,zip"

    private func entries(_ record: SmallRecord) throws -> [QuarantineEntry] {
        var found: [QuarantineEntry] = []
        try QuarantineDesk(record.record).forEach { found.append($0) }
        return found
    }

    private func retryAll(_ record: SmallRecord, _ words: String = "2026-04-01") throws -> [QuarantineDesk.Outcome] {
        let desk = QuarantineDesk(record.record)
        return try desk.waiting(words).map { try desk.retry($0) }
    }

    @Test("The list tells place, reason, column, length and state, and nothing that the record says")
    func list() throws {
        let record = try SmallRecord()
        try record.care(
            "2026-04-01",
            [
                .referral: [Sample.referral("c1", "012345678")],
                .release: [Sample.release("c1", "2025-02-01"), Sample.release("Secretname", "soon")],
            ])
        let found = try entries(record)
        #expect(found.count == 1)
        let entry = try #require(found.first)
        #expect(entry.file == "releases.csv" && entry.line == 3 && entry.reason == "bad-type")
        #expect(entry.column == "released_on" && entry.state == .waiting && entry.feed == .care)
        #expect(entry.length > 40)
        #expect(!entry.json.description.contains("Secret") && !entry.json.description.contains("Main St"))
        let outcomes = try retryAll(record)
        #expect(outcomes == [.refused("still bad-type")])
        #expect(try entries(record) == found)
    }

    @Test("A record that can be read now is a row of its own release, and leaves quarantine with an entry")
    func retry() throws {
        let record = try Self.record(header: Self.header, ["c1,x9,2025-03-04,s9,12 Oak St,Dallas,TX,75201"])
        let before = try record.entries()
        #expect(try retryAll(record) == [.taken(entries: 1)])
        #expect(try record.entries() == before + 2)
        #expect(try entries(record).map(\.state) == [.retried])
        #expect(try entries(record).first?.settled == before + 2)
        let line = try record.number("SELECT line FROM entry WHERE seq = \(before + 1)")
        let snapshot = try record.number("SELECT snapshot FROM entry WHERE seq = \(before + 1)")
        #expect(line == 2 && snapshot == 1)
        #expect(throws: IntakeError(.notFound, "")) { try retryAll(record) }
    }

    @Test("An interrupted retry is finished by the next: the row is there, the entry follows")
    func interrupted() throws {
        let line = "c1,xc1,2025-02-01,s1,10 Main St,Houston,TX,77002"
        let record = try Self.record(header: Self.header, [line])
        #expect(try retryAll(record) == [.held])
        #expect(try entries(record).map(\.state) == [.retried])
    }

    @Test("A record that another row of its release contradicts stays where it is")
    func contradiction() throws {
        let record = try Self.record(header: Self.header, ["c1,xc1,2025-02-01,s1,99 Elm St,Houston,TX,77002"])
        let before = try record.entries()
        guard case .refused(let why) = try retryAll(record)[0] else { throw FixtureFailure() }
        #expect(why.contains("same key"))
        #expect(try record.entries() == before)
    }

    @Test("Rows that are equal in key are counted on: an address of the same day and source gets the next number")
    func ordinals() throws {
        let record = try Self.record(
            .address, header: "child_id,reported_on,source,line1,city,state,zip",
            ["c1,2025-03-01,school,1 A St,Dallas,TX,75201", "c1,2025-03-01,school,2 B St,Dallas,TX,75201"])
        #expect(try retryAll(record) == [.taken(entries: 1), .taken(entries: 1)])
    }

    @Test("What cannot be told is said: no header, bytes cut off, a later release, a withdrawn one")
    func refusals() throws {
        func why(_ record: SmallRecord) throws -> String {
            guard case .refused(let why) = try retryAll(record)[0] else { throw FixtureFailure() }
            return why
        }
        let line = "c1,x9,2025-03-04,s9,12 Oak St,Dallas,TX,75201"
        #expect(try why(Self.record(header: "", [line])).contains("header"))
        #expect(try why(Self.record(header: Self.header, [line], length: 90_000)).contains("only its first"))
        let later = try Self.record(header: Self.header, [line])
        try later.care(
            "2026-05-01", [.release: [Sample.release("c1", "2025-02-01"), Sample.release("c1", "2025-09-01")]])
        #expect(try why(later).contains("2026-05-01"))
        let withdrawn = try Self.record(header: Self.header, [line])
        _ = try Withdrawal(withdrawn.record).withdraw(.care, issuer: "hhs.orr", name: "2026-04-01")
        #expect(try why(withdrawn).contains("withdrawn"))
    }

    @Test("A court row of a case in the record is taken; one of a case nobody knows is read past")
    func court() throws {
        let record = try WorklistTests.missed()
        let fields = RecordKind.schedule.table.fields.map(\.name)
        func line(_ hearing: [String: String]) -> String { fields.map { hearing[$0] ?? "" }.joined(separator: "\t") }
        try Self.quarantine(
            record, .schedule, header: fields.map { $0.uppercased() }.joined(separator: "\t"),
            [
                line(Sample.hearing("701", of: "70", "7", on: "2026-05-27", code: "11")),
                line(Sample.hearing("702", of: "90", "9", on: "2026-05-27", code: "11")),
            ], date: "2026-06-01")
        #expect(try record.work("2026-06-10").count { $0.kind == .verifyFailure } == 1)
        #expect(try retryAll(record, "tbl_schedule.csv") == [.taken(entries: 1), .past("orphan")])
        #expect(try record.work("2026-06-10").count { $0.kind == .verifyFailure } == 2)
        #expect(try record.work("2026-06-10").allSatisfy { $0.kind != .quarantineWaiting })
    }

    @Test("A dismissal is an entry with a reason that only the key of the release's quarantine opens")
    func dismiss() throws {
        let record = try Self.record(header: Self.header, ["c1,x9,never,s9,12 Oak St,Dallas,TX,75201"])
        let entry = try #require(try entries(record).first)
        let desk = QuarantineDesk(record.record)
        try desk.dismiss(entry.id, reason: "Zanzibar printed it twice")
        #expect(try entries(record).map(\.state) == [.dismissed])
        let key = try desk.key(entry)
        let reason = try record.journal.withEntry(record.entries()) { entry in
            try Seal.open(entry.sealed, with: key, entry: entry.id, field: .freeText)
        }
        #expect(reason.map { String(decoding: $0, as: UTF8.self) } == "Zanzibar printed it twice")
        #expect(throws: IntakeError(.notFound, "")) { try desk.dismiss(entry.id, reason: "again") }
        #expect(throws: IntakeError(.notFound, "")) { try desk.dismiss(999, reason: "nobody") }
        for name in try FileManager.default.contentsOfDirectory(atPath: record.folder + "/data") {
            let bytes = FileManager.default.contents(atPath: record.folder + "/data/" + name) ?? Data()
            for word in ["Zanzibar", "Oak St"] {
                #expect(bytes.range(of: Data(word.utf8)) == nil, "\(word) in \(name)")
            }
        }
        let seals = try SealCheck(record.record).run()
        #expect(seals.broken == 0 && seals.opened > 3)
    }
}
