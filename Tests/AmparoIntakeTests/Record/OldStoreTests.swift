import AmparoIntake
import AmparoModel
import AmparoOversight
import AmparoStore
import AmparoStoreSQLite
import AmparoTestSupport
import CZip
import Foundation
import Testing

/// Law 11: every release commits a small store of invented people under `Tests/Fixtures`; every later build opens, migrates,
/// verifies and counts it.
///
/// To make the store of a new release, under the next number:
///
///     AMPARO_NEW_FIXTURE=Tests/Fixtures/store-2 swift test --filter OldStoreTests
///
/// A committed one is never made again: a build that cannot open it has to learn to.
@Suite("Stores of earlier releases")
struct OldStoreTests {
    private static var fixtures: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures")
    }

    static var stores: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: fixtures.path)) ?? []
        return names.filter { $0.hasPrefix("store-") }.sorted()
    }

    private static let newFixture = ProcessInfo.processInfo.environment["AMPARO_NEW_FIXTURE"]
    private static let asOf = "2026-06-01"

    @Test("There is one")
    func present() { #expect(!Self.stores.isEmpty) }

    @Test("Opens, migrates, verifies, opens its seals, gives the same views and the same figures:", arguments: stores)
    func opens(_ name: String) throws {
        let place = try OldStore(copying: Self.fixtures.appending(path: name))
        let recorded = try JSON(
            String(contentsOf: Self.fixtures.appending(path: name + "/figures.json"), encoding: .utf8))
        let verified = try place.record.journal.verify()
        #expect(verified.broken == nil)
        #expect(recorded["logSize"] == .number(String(verified.entries)))
        #expect(recorded["logRoot"] == .string("\(verified.root)"))
        let seals = try SealCheck(place.record).run()
        #expect(seals.broken == 0 && seals.opened > 0 && seals.erased > 0)
        let views = Projections([RecordViews(deriving: try OpenedHints(place.record))])
        if try !views.outdated(in: place.record.database).isEmpty { _ = try views.rebuild(place.record.journal) }
        #expect(try views.compare(place.record.journal, in: place.scratch()).differences.map(\.table) == [])
        #expect(try Erasure(place.record).finishAll() == 0)
        let figures = try Self.figures(place.record)
        guard case .array(let known)? = recorded["figures"] else {
            Issue.record("figures.json has no figures")
            return
        }
        #expect(known.count > 5)
        for figure in known {
            guard let now = figures.figures.first(where: { JSON.string($0.id.rawValue) == figure["id"] })?.json,
                now["version"] == figure["version"]
            else { continue }
            // A definition of the same version counts the same for ever (law 7).
            #expect(now == figure)
        }
    }

    @Test("A store of this release is written", .enabled(if: newFixture != nil))
    func write() throws {
        let folder = URL(filePath: Self.newFixture ?? "")
        guard !FileManager.default.fileExists(atPath: folder.path) else {
            Issue.record("\(folder.lastPathComponent) is there already: give the next number")
            return
        }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let store = try SmallRecord(seed: 1)
        try InventedFeeds.take(into: store)
        for name in ["journal.sqlite", "keys.sqlite"] {
            try SQLiteDatabase(path: store.folder + "/data/" + name).backup(to: store.folder + "/" + name)
        }
        try PackedStore.pack(store.folder, into: folder.path + "/store.zip")
        let figures = try Self.figures(store.record)
        try Data((figures.json.description + "\n").utf8).write(to: folder.appending(path: "figures.json"))
    }

    private static func figures(_ record: RecordStore) throws -> FiguresDocument {
        let day = try #require(Day(asOf))
        let (size, root) = try record.journal.root()
        let reckoning = Reckoning(record.database, secrets: record.secrets)
        return FiguresDocument(
            asOf: day,
            position: RecordPosition(asKnown: "seq:\(size)", logSize: Int(size), logRoot: "\(root)"),
            figures: try reckoning.figures(at: try reckoning.moment(asOf: day, seq: size)))
    }
}

/// A committed store, opened as a copy in a temporary folder: nothing writes into the repository.
private final class OldStore {
    let folder: String
    let record: RecordStore

    init(copying fixture: URL) throws {
        folder = NSTemporaryDirectory() + "amparo-old-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder + "/data", withIntermediateDirectories: true)
        try PackedStore.unpack(fixture.path + "/store.zip", into: folder)
        let journal = try Journal(
            SQLiteDatabase(path: folder + "/data/journal.sqlite"),
            schemas: [Projections.schema, RecordSchema.schema, WorklistSchema.schema, DutySchema.schema],
            timing: .system()
        ) { Instant(microseconds: 1_780_272_000_000_000) }
        let keys = try KeyStore(
            SQLiteDatabase(path: folder + "/data/keys.sqlite"),
            file: KeyFile(path: folder + "/key", dataFolder: folder + "/data"), random: .seeded(2))
        record = RecordStore(journal: journal, keys: keys, secrets: keys.secrets, random: .seeded(3))
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func scratch() throws -> SQLiteDatabase {
        try SQLiteDatabase(path: folder + "/scratch.sqlite", options: .init(create: true))
    }
}

/// A store's three files in one archive: most of its pages are nearly empty.
private enum PackedStore {
    struct Failure: Error {}

    /// Where each file lies in an open store's folder.
    private static let places = [
        "journal.sqlite": "/data/journal.sqlite", "keys.sqlite": "/data/keys.sqlite", "key": "/key",
    ]

    static func pack(_ folder: String, into path: String) throws {
        guard let archive = zip_open(path, Int32(ZIP_CREATE), nil) else { throw Failure() }
        for name in places.keys.sorted() {
            let source = zip_source_file(archive, folder + "/" + name, 0, -1)
            guard zip_file_add(archive, name, source, 0) >= 0 else { throw Failure() }
        }
        guard zip_close(archive) == 0 else { throw Failure() }
    }

    static func unpack(_ path: String, into folder: String) throws {
        guard let archive = zip_open(path, Int32(ZIP_RDONLY), nil) else { throw Failure() }
        defer { zip_discard(archive) }
        for (name, place) in places {
            guard let file = zip_fopen(archive, name, 0) else { throw Failure() }
            defer { zip_fclose(file) }
            var bytes = Data()
            var part = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = part.withUnsafeMutableBytes { zip_fread(file, $0.baseAddress, UInt64($0.count)) }
                guard count >= 0 else { throw Failure() }
                if count == 0 { break }
                bytes.append(contentsOf: part[..<Int(count)])
            }
            // A key file is refused when anybody else can read it.
            guard
                FileManager.default.createFile(
                    atPath: folder + place, contents: bytes, attributes: [.posixPermissions: 0o600])
            else { throw Failure() }
        }
    }
}

/// Feeds of invented people in which everything a store can hold happens once.
private enum InventedFeeds {
    static func take(into store: SmallRecord) throws {
        let views = Projections([RecordViews(deriving: try OpenedHints(store.record))])
        _ = try views.prepare(in: store.database)
        var feed: [RecordKind: SmallRecord.Rows] = [
            .referral: [
                Sample.referral("c-1", "A 012-345-678"), Sample.referral("c-2", "A087654321", born: "2015-02-03"),
                Sample.referral("c-3", "A055555555", surname: "Cruz"),
                // One number, two people.
                Sample.referral("c-4", "A055555555", born: "2004-01", surname: "Paz"),
            ],
            .placement: [
                [
                    "child_id": "c-1", "placement_id": "p1", "facility_id": "f1", "facility_type": "shelter",
                    "state": "TX", "from": "2024-01-05", "to": "2024-02-01", "exit_reason": "release",
                ]
            ],
            .sponsor: [["sponsor_id": "s1", "given_names": "Eva", "surnames": "Lopez", "phone": "5550100"]],
            .householdMember: [["sponsor_id": "s1", "member_id": "m1", "surnames": "Rojas", "from": "2024-01-01"]],
            .check: [
                [
                    "check_id": "k1", "sponsor_id": "s1", "type": "identity", "ordered_on": "2024-01-10",
                    "resulted_on": "2024-01-12", "result": "clear",
                ]
            ],
            .release: [
                Sample.release("c-1", "2024-02-01"), Sample.release("c-2", "2024-02-01"),
                Sample.release("c-3", "2024-03-01").merging(["line1": "7 Oak Ave", "sponsor_id": "s3"]) { $1 },
            ],
            .address: [
                [
                    "child_id": "c-1", "reported_on": "2024-05-01", "line1": "99 Elm St Apt 4", "city": "Dallas",
                    "state": "TX", "zip": "75201", "source": "AR-11",
                ]
            ],
            .call: [
                ["child_id": "c-2", "call_id": "k1", "due_on": "2024-03-02", "outcome": "reached", "safe": "Y"],
                ["child_id": "c-2", "call_id": "k9", "due_on": "never"],
            ],
            .service: [["child_id": "c-2", "service_id": "v1", "kind": "prs-1", "offered_on": "2024-02-03"]],
            .concern: [["child_id": "c-3", "concern_id": "q1", "raised_on": "2024-06-01", "kind": "labor"]],
        ]
        try store.care("2026-01-01", feed)
        store.clock.advance(microseconds: 86_400_000_000)
        try store.file(
            .notice, "2026-01-02",
            [
                [
                    "a_number": "012345678", "charging_document": "I-862", "issued_on": "2024-01-15",
                    "served_on": "2024-01-20",
                ]
            ])
        try store.file(
            .agencyResult, "2026-01-02",
            [["system": "opla", "a_number": "087654321", "hearing_date": "2025-03-05", "result": "appeared"]])
        let cases = [
            Sample.courtCase("7001", "012345678"), Sample.courtCase("7002", "087654321"),
            Sample.courtCase("7003", "055555555"),
        ]
        let proceedings = [
            Sample.proceeding("11", of: "7001"), Sample.proceeding("12", of: "7002"),
            Sample.proceeding("13", of: "7003"),
        ]
        let hearings = [
            Sample.hearing("21", of: "11", "7001", on: "2025-03-04"),
            Sample.hearing("22", of: "12", "7002", on: "2025-03-05", code: "12"),
            Sample.hearing("23", of: "13", "7003", on: "2025-03-06"),
        ]
        try store.court("2026-01-03", [.courtCase: cases, .proceeding: proceedings, .schedule: hearings])
        store.clock.advance(microseconds: 86_400_000_000)
        // A row is corrected, one vanishes; then one is back.
        let concerns = feed.removeValue(forKey: .concern)
        feed[.concern] = [["child_id": "c-2", "concern_id": "q2", "raised_on": "2024-07-01", "kind": "other"]]
        feed[.release]?[1]["line1"] = "12 Main St"
        try store.care("2026-02-01", feed)
        feed[.concern] = concerns
        try store.care("2026-03-01", feed)
        try store.court(
            "2026-02-03", [.courtCase: cases, .proceeding: proceedings, .schedule: Array(hearings.dropLast())])
        _ = try Withdrawal(store.record).withdraw(.court, issuer: Feed.court.defaultIssuer, name: "2026-02-03")
        let erased = try store.number("SELECT MIN(child) FROM anchor WHERE kind = 1")
        _ = try Erasure(store.record).erase(erased ?? 0)
        try store.upkeep()
    }
}
