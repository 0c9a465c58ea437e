import AmparoModel
import Foundation
import Testing

@testable import AmparoIntake

@Suite("Taking a feed file")
struct FeedTakingTests {
    private func file(_ bytes: FeedBytes) throws -> FeedFile {
        try FeedFile(kind: .sponsor, name: "sponsors.csv", bytes: bytes) { ReadFeed.rowKey($0, $1) }
    }

    private func bytes(_ text: String) -> FeedBytes { FeedBytes(Array(text.utf8)) }

    private func body(_ rows: Int) -> String {
        "sponsor_id,phone\n" + (0..<rows).map { "S\($0),555\($0)\n" }.joined()
    }

    @Test("A refused file hands out nothing, neither rows nor records for quarantine")
    func nothingHandedOut() throws {
        let file = try file(bytes(body(70_000) + String(repeating: "x\n", count: 5000)))
        var handedOut = 0
        #expect(throws: IntakeError.self) {
            _ = try file.take(rows: { _ in handedOut += 1 }, quarantine: { _ in handedOut += 1 })
        }
        #expect(handedOut == 0)
        let checked = try file.check()
        #expect(checked.report.quarantined == ["too-few-fields": 5000])
        #expect(checked.refusal?.code == .tooManyDefects)
    }

    @Test("Rows come in file order in batches of 65 536")
    func batches() throws {
        var sizes: [Int] = []
        var next = 0
        let report = try file(bytes(body(140_000))).take(
            rows: { batch in
                sizes.append(batch.rows.count)
                for row in batch.rows {
                    #expect(Array(batch.bytes[row.subject]) == Array("S\(next)".utf8))
                    next += 1
                }
            }, quarantine: { _ in })
        #expect(sizes == [65_536, 65_536, 8928])
        #expect(report.taken == 140_000)
    }

    @Test("A batch of long rows is handed out before it is full")
    func longRows() throws {
        let long = String(repeating: "x", count: 1_000_000)
        var sizes: [Int] = []
        _ = try file(bytes("sponsor_id,phone\n" + (0..<70).map { "S\($0),\(long)\n" }.joined())).take(
            rows: { sizes.append($0.rows.count) }, quarantine: { _ in })
        #expect(sizes == [34, 34, 2])
    }

    @Test("A checked file is not counted through again, and its reports are the same")
    func checkedOnce() throws {
        let reads = Counter()
        let text = Array(body(3).utf8)
        let source = FeedBytes(opening: {
            reads.value += 1
            return try FeedBytes(text).open()
        })
        let file = try file(source)
        let checked = try file.check()
        #expect(try file.take(checked: checked, rows: { _ in }, quarantine: { _ in }) == checked.report)
        #expect(reads.value == 2)
    }

    @Test("A file that changes between its two readings is said to, even when the counts agree")
    func changed() throws {
        let reads = Counter()
        let source = FeedBytes(opening: {
            reads.value += 1
            return try FeedBytes(Array("sponsor_id,phone\nS1,55\(reads.value)\n".utf8)).open()
        })
        #expect(throws: IntakeError(.changedWhileReading, file: "sponsors.csv", "")) {
            _ = try file(source).take(rows: { _ in }, quarantine: { _ in })
        }
    }

    @Test("An error of the taker ends the reading and comes through")
    func takerFails() throws {
        struct Full: Error {}
        #expect(throws: Full.self) {
            _ = try file(bytes(body(3))).take(rows: { _ in throw Full() }, quarantine: { _ in })
        }
    }

    @Test("A file that is not there is said to be, without its folder")
    func absent() throws {
        let error = #expect(throws: IntakeError.self) { _ = try file(FeedBytes(file: "/nowhere/at/all.csv")).check() }
        #expect(error?.code == .unreadable)
        #expect(error?.file == "all.csv")
        #expect(error?.description.contains("nowhere") == false)
    }

    @Test("Progress tells bytes and rows, first of the counting, then of the taking")
    func progress() throws {
        var told: [FeedFile.Progress] = []
        let text = body(20_000)
        _ = try file(bytes(text)).take(progress: { told.append($0) }, rows: { _ in }, quarantine: { _ in })
        #expect(told.map(\.isChecking) == [true, true, false, false])
        #expect(told.map(\.rows) == [16_383, 20_000, 16_383, 20_000])
        #expect(told.last?.bytes == text.utf8.count)
    }

    private final class Counter: @unchecked Sendable {
        // One reading at a time.
        var value = 0
    }
}

@Suite("The folder of a care feed")
struct CareFolderTests {
    @Test("Its files are found in any case and put in the order of taking; others are named")
    func order() throws {
        let folder = try CareFolder(
            names: [
                "Concerns.CSV", "checks.csv", "REFERRALS.csv", "notices.csv", ".hidden", "readme.txt", "sponsors.csv",
            ],
            folder: "in/care")
        #expect(folder.entries.map(\.kind) == [.referral, .sponsor, .check, .concern])
        #expect(folder.entries.first?.path == "in/care/REFERRALS.csv")
        #expect(folder.others == ["notices.csv", "readme.txt"])
        #expect(folder.missing.count == 8)
        #expect(folder.otherReports.map(\.past) == [["other-table": 0], ["other-table": 0]])
        #expect(folder.otherReports.filter(\.addsUp).count == 2)
        #expect(CareFolder.order.count == 12)
    }

    @Test("Two files of one table, and none at all, are refused")
    func refused() {
        #expect(throws: IntakeError(.duplicateFile, file: "calls.csv", "")) {
            _ = try CareFolder(names: ["calls.csv", "Calls.csv"], folder: "care")
        }
        #expect(throws: IntakeError(.emptyFolder, file: "care", "")) {
            _ = try CareFolder(names: ["notes.txt"], folder: "in/care")
        }
        #expect(throws: IntakeError(.unreadable, file: "nowhere", "")) { _ = try CareFolder("/nowhere") }
    }

    @Test("The tables of a release, and files of other feeds, are told where they lie in a wrong place")
    func wrongPlace() throws {
        #expect(throws: IntakeError(.wrongFeed, file: "R1", "")) {
            _ = try CareFolder(names: ["A_TblCase.csv", "mail.csv"], folder: "court/R1")
        }
        let folder = try CareFolder(names: ["calls.csv", "Mail.csv", "notices.csv", "x.txt"], folder: "care")
        let notes = folder.otherReports.flatMap(\.notes)
        #expect(notes[0].contains("amparo ingest court") && notes[1].contains("amparo ingest notices"))
        #expect(notes[2] == "not a file of the care feed; not read")
        let file = FileManager.default.temporaryDirectory.appending(path: "amparo-\(UUID().uuidString)-notices.csv")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data((RecordKind.notice.table.fields.map(\.name).joined(separator: ",") + "\n").utf8).write(to: file)
        let care = #expect(throws: IntakeError.self) { _ = try CareFolder(file.path) }
        #expect(care?.message.contains("is a file") == true)
        let court = #expect(throws: IntakeError.self) { _ = try CourtRelease(at: file.path) }
        #expect(court?.code == .wrongFeed && court?.message.contains("amparo ingest notices") == true)
    }

    @Test("A folder on disk is read with its files, and what is no file left out")
    func onDisk() throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "amparo-care-\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createDirectory(
            at: folder.appending(path: "calls.csv"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("sponsor_id,phone\nS1,555\n".utf8).write(to: folder.appending(path: "Sponsors.csv"))
        let care = try CareFolder(folder.path)
        let entry = try #require(care.entries.first)
        #expect(care.entries.count == 1)
        let file = try FeedFile(kind: entry.kind, name: entry.name, bytes: FeedBytes(file: entry.path)) {
            ReadFeed.rowKey($0, $1)
        }
        #expect(try file.check().report.taken == 1)
        #expect(throws: IntakeError(.unreadable, file: "calls.csv", "")) {
            _ = try FeedFile(kind: .call, name: "calls.csv", bytes: FeedBytes(file: folder.path + "/calls.csv")) {
                ReadFeed.rowKey($0, $1)
            }.check()
        }
    }
}
