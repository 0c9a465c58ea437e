import AmparoGate
import AmparoIntake
import AmparoModel
import AmparoSharing
import AmparoStore
import AmparoTestSupport
import Foundation
import Testing

@Suite("Corrections, not updates, travel")
struct CorrectionTests {
    let world: GateWorld
    let child: Int64

    private static let referral = [
        "child_id": "c1", "referral_id": "r1", "a_number": "200000001", "given_names": "Ana", "surnames": "Lopez",
        "date_of_birth": "2012-05-01", "language": "es", "transferred_at": "2024-01-05T10:00:00-05:00",
    ]
    private static let address = [
        "child_id": "c1", "reported_on": "2025-03-01", "source": "court", "line1": "10 Main St", "city": "Houston",
        "state": "TX", "zip": "77002",
    ]

    init() throws {
        world = try GateWorld(children: 0)
        try Self.care(world, "2026-01-10", [.referral: [Self.referral], .address: [Self.address]])
        child = try #require(try world.children().first)
    }

    private static func care(_ world: GateWorld, _ date: String, _ files: [RecordKind: [[String: String]]]) throws {
        let folder = world.folder + "/care"
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (kind, rows) in files {
            let names = kind.table.fields.map(\.name).filter { name in rows.contains { $0[name] != nil } }
            let lines = [names] + rows.map { row in names.map { row[$0] ?? "" } }
            try (lines.map { $0.joined(separator: ",") }.joined(separator: "\r\n") + "\r\n").write(
                toFile: folder + "/" + kind.table.file, atomically: true, encoding: .utf8)
        }
        var options = Ingest.Options()
        options.date = Day(date)
        options.allowing = ["all"]
        _ = try Ingest(world.record, today: Day(date)!).care(folder: folder, options: options)
    }

    private func changed(_ row: [String: String], _ values: [String: String]) -> [String: String] {
        row.merging(values) { $1 }
    }

    private func owed() throws -> [(receipt: Int64, account: Int64, owed: CorrectionOwed)] {
        try world.numbers("SELECT seq FROM entry WHERE kind = 162 ORDER BY seq").compactMap { seq in
            try world.journal.withEntry(seq) { entry in
                CorrectionOwed(entry.payload).map { (entry.replaces, entry.actor, $0) }
            } ?? nil
        }
    }

    @Test("A wrong birth date is corrected to whoever was shown it, once, and to nobody else")
    func birth() throws {
        let shown = try world.gate.disclose(
            world.request("specialist", "safety-check", fields: ["identity.dateOfBirth", "identity.surnames"]),
            child: child)
        _ = try world.gate.disclose(
            world.request("specialist", "safety-check", fields: ["identity.surnames"]), child: child)
        _ = try? world.gate.disclose(world.request("officer", "removal"), child: child)
        try Self.care(
            world, "2026-02-10",
            [.referral: [changed(Self.referral, ["date_of_birth": "2010-05-01"])], .address: [Self.address]])
        #expect(try CorrectionDesk(world.gate).bringUpToDate() == .init(owed: 1, relyNot: 0))
        let found = try owed()
        #expect(found.count == 1 && found[0].receipt == shown.receipt && found[0].account == 1)
        #expect(found[0].owed.fields == ["identity.dateOfBirth"] && !found[0].owed.relyNot)
        #expect(found[0].owed.toldOn == Day("2026-06-01"))
        #expect(try CorrectionDesk(world.gate).bringUpToDate() == .init())
        #expect(try owed().count == 1)
    }

    @Test("Who may no longer have it is told only not to rely on what was told that day")
    func noLonger() throws {
        _ = try world.gate.disclose(
            world.request("specialist", "safety-check", fields: ["identity.dateOfBirth"]), child: child)
        try Self.care(
            world, "2026-02-10",
            [.referral: [changed(Self.referral, ["date_of_birth": "2010-05-01"])], .address: [Self.address]])
        world.governance.change { $0.accounts["specialist"]?.isLocked = true }
        #expect(try CorrectionDesk(world.gate).bringUpToDate() == .init(owed: 0, relyNot: 1))
        #expect(try owed().map(\.owed.relyNot) == [true])
    }

    @Test("A child who moves is an update, a new telephone language is one: nobody is told")
    func updates() throws {
        _ = try world.gate.disclose(world.request("specialist", "safety-check"), child: child)
        let moved = changed(Self.address, ["reported_on": "2026-02-01", "line1": "99 Other Rd"])
        try Self.care(
            world, "2026-02-10",
            [.referral: [changed(Self.referral, ["language": "quc"])], .address: [Self.address, moved]])
        #expect(try CorrectionDesk(world.gate).bringUpToDate() == .init())
        #expect(try owed().isEmpty)
    }

    @Test("A reported address that was written down wrongly is corrected")
    func address() throws {
        _ = try world.gate.disclose(world.request("specialist", "safety-check"), child: child)
        let mended = changed(Self.address, ["line1": "12 Main St"])
        try Self.care(world, "2026-02-10", [.referral: [Self.referral], .address: [mended]])
        #expect(try CorrectionDesk(world.gate).bringUpToDate() == .init(owed: 1, relyNot: 0))
        #expect(try owed().first?.owed.fields == ["address.service.street"])
    }
}
