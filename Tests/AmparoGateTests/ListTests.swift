import AmparoGate
import AmparoIntake
import AmparoModel
import AmparoSharing
import AmparoStore
import AmparoTestSupport
import Foundation
import Synchronization
import Testing

@Suite("Lists, search hits, counts, and many at once")
struct ListTests {
    @Test("The same row of a list within 15 minutes has one receipt, another field or a later time another")
    func sameness() throws {
        let world = try GateWorld(children: 10)
        let children = try world.children()
        let names = ["identity.givenNames"]
        func show(_ fields: [String], _ operation: AmparoSharing.Operation = .list) throws -> [Int64] {
            try world.gate.discloseList(
                world.request("specialist", "safety-check", operation: operation, fields: fields), children: children
            ).map(\.receipt)
        }
        let first = try show(names)
        #expect(first.count == children.count && Set(first).count == children.count)
        world.clock.advance(microseconds: 14 * 60_000_000)
        #expect(try show(names) == first)
        #expect(try show(names, .searchHit) != first)
        #expect(try show(names + ["identity.surnames"]) != first)
        #expect(try show(names) == first)
        world.clock.advance(microseconds: 2 * 60_000_000)
        let later = try show(names)
        #expect(Set(later).isDisjoint(with: first))
        // A view is a disclosure each time.
        let view = try show(names, .view)
        #expect(try Set(show(names, .view)).isDisjoint(with: view))
    }

    @Test("A child of whom nothing may be shown is not in the list, and the denial has its receipt")
    func denials() throws {
        let world = try GateWorld(children: 10)
        let children = try world.children()
        let before = try world.count(.disclosed)
        let shown = try world.gate.discloseList(
            world.request("officer", "removal", operation: .list, fields: ["identity.givenNames"]), children: children)
        #expect(shown.isEmpty)
        #expect(try world.count(.disclosed) == before + children.count)
    }

    @Test("A live view hears only whether the record has changed")
    func changes() throws {
        let world = try GateWorld(children: 6)
        let child = try #require(try world.children().first)
        let shown = try world.gate.disclose(world.request("specialist", "safety-check"), child: child)
        let entries = try world.journal.lastSeq()
        #expect(try world.gate.hasChanged(since: shown.receipt, account: "specialist") == false)
        #expect(throws: GateError(.noSuchReceipt)) {
            try world.gate.hasChanged(since: shown.receipt, account: "court")
        }
        #expect(try world.journal.lastSeq() == entries)
    }

    @Test("Counts record query and size; whoever may not have them gets none")
    func aggregates() throws {
        let world = try GateWorld(children: 3)
        try world.governance.add(
            "statistician", number: 40, agency: "hhs.orr", role: "statistician", attested: Day("2026-05-20"),
            keys: world.keys)
        let request = world.request("statistician", "statistics", operation: .aggregate, fields: ["statistics.figure"])
        let number = try world.gate.aggregate(request, query: "figures as-of 2026-06-01", size: 17)
        let receipt = try world.journal.withEntry(number) { AggregateReceipt($0.payload) } ?? nil
        #expect(receipt?.query == "figures as-of 2026-06-01" && receipt?.size == 17 && receipt?.refusal == "")
        #expect(throws: GateError(.nothingPermitted)) {
            try world.gate.aggregate(
                world.request("officer", "removal", operation: .aggregate, fields: ["statistics.figure"]),
                query: "figures", size: 1)
        }
        #expect(try world.numbers("SELECT size FROM aggregate_disclosure ORDER BY seq") == [17, 0])
    }

    @Test("Thirty-two threads: every disclosure has a receipt of its own, in shared flushes")
    func threads() throws {
        let world = try GateWorld(children: 6)
        let children = try world.children()
        let found = Mutex<[Int64]>([])
        let before = try world.count(.disclosed)
        DispatchQueue.concurrentPerform(iterations: 32) { index in
            for turn in 0..<3 {
                guard
                    let shown = try? world.gate.disclose(
                        world.request("specialist", "safety-check", fields: ["identity.givenNames"]),
                        child: children[(index + turn) % children.count])
                else { continue }
                found.withLock { $0.append(shown.receipt) }
            }
        }
        let receipts = found.withLock { $0 }
        #expect(receipts.count == 96 && Set(receipts).count == 96)
        #expect(try world.count(.disclosed) == before + 96)
        #expect(try world.journal.verify().broken == nil)
    }

    @Test("A rebuild makes the tables of receipts again as they were")
    func rebuild() throws {
        let world = try GateWorld(children: 6)
        for child in try world.children() {
            _ = try? world.gate.disclose(world.request("specialist", "safety-check"), child: child)
            _ = try? world.gate.disclose(world.request("officer", "removal"), child: child)
        }
        let seals = try SealCheck(world.record).run()
        #expect(seals.broken == 0 && seals.opened > 0)
        let own = Projections([DisclosureProjection()])
        #expect(try own.rebuild(world.journal).differences.isEmpty)
        #expect(try world.numbers("SELECT COUNT(*) FROM disclosure")[0] == 2 * Int64(world.children().count))
    }
}
