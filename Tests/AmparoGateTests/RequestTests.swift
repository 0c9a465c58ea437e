import AmparoGate
import AmparoModel
import AmparoSharing
import AmparoStore
import AmparoTestSupport
import Foundation
import Synchronization
import Testing

@Suite("Requests that are refused as a whole")
struct RequestTests {
    let world: GateWorld
    let child: Int64

    init() throws {
        world = try GateWorld(children: 6)
        child = try #require(try world.children().first)
    }

    /// What is thrown, with the receipt of the denial.
    private func denial(_ request: GateRequest) throws -> (code: GateError.Code, receipt: Receipt?) {
        do throws(GateError) {
            let shown = try world.gate.disclose(request, child: child)
            Issue.record("shown, receipt \(shown.receipt)")
            return (.fault, nil)
        } catch {
            guard let number = error.receipt else { return (error.code, nil) }
            return (error.code, try world.receipt(number)?.receipt)
        }
    }

    private func expect(_ code: GateError.Code, _ request: GateRequest, recorded: Bool = true) throws {
        let before = try world.count(.disclosed)
        let found = try denial(request)
        #expect(found.code == code)
        #expect(found.receipt?.isGranted == false)
        #expect(try world.count(.disclosed) == before + 1)
        if recorded { #expect(found.receipt?.refusal == code.rawValue) }
    }

    @Test("A request from the future, and one of long ago")
    func otherTime() throws {
        let now = world.clock.now.microseconds
        let hour: Int64 = 3_600_000_000
        try expect(
            .requestFromTheFuture,
            world.request("specialist", "safety-check", at: Instant(microseconds: now + hour)))
        try expect(
            .requestTooOld, world.request("specialist", "safety-check", at: Instant(microseconds: now - hour)))
        _ = try world.gate.disclose(
            world.request("specialist", "safety-check", at: Instant(microseconds: now + 30_000_000)), child: child)
    }

    @Test("A clock that jumped back")
    func clock() throws {
        _ = try world.gate.disclose(world.request("specialist", "safety-check"), child: child)
        world.clock.advance(microseconds: -3_600_000_000)
        try expect(.clockWentBack, world.request("specialist", "safety-check"))
        world.clock.advance(microseconds: 3_600_000_000)
        _ = try world.gate.disclose(world.request("specialist", "safety-check"), child: child)
    }

    @Test("A clock that jumped far ahead: refused, and nothing is recorded at that time")
    func farAhead() throws {
        _ = try world.gate.disclose(world.request("specialist", "safety-check"), child: child)
        let size = try world.journal.lastSeq()
        let leap: Int64 = 100 * 86_400_000_000
        world.clock.advance(microseconds: leap + 1)
        let day = world.clock.now.day
        world.governance.change { $0.accounts["specialist"]?.requester.attestedOn = day }
        #expect(throws: GateError(.clockRanAhead)) {
            try world.gate.disclose(world.request("specialist", "safety-check"), child: child)
        }
        #expect(throws: GateError(.clockRanAhead)) {
            try world.gate.aggregate(
                world.request("specialist", "safety-check", fields: ["statistics.figure"]), query: "q", size: 1)
        }
        #expect(try world.journal.lastSeq() == size)
        world.clock.advance(microseconds: -1)
        _ = try world.gate.disclose(world.request("specialist", "safety-check"), child: child)
    }

    @Test("An account that nobody knows, is locked, or was not attested for 90 days")
    func accounts() throws {
        try expect(.accountUnknown, world.request("nobody", "safety-check"))
        world.governance.change { $0.accounts["specialist"]?.isLocked = true }
        try expect(.accountLocked, world.request("specialist", "safety-check"))
        world.governance.change { $0.accounts["specialist"]?.isLocked = false }
        let day = try #require(Day("2026-06-01"))
        for (attested, isFit) in [(day.adding(days: -90), true), (day.adding(days: -91), false), (nil, false)] {
            world.governance.change { $0.accounts["specialist"]?.requester.attestedOn = attested }
            if isFit {
                _ = try world.gate.disclose(world.request("specialist", "safety-check"), child: child)
            } else {
                try expect(.accountUnattested, world.request("specialist", "safety-check"))
            }
        }
    }

    @Test("A purpose that the role does not hold, and one that does not exist")
    func purposes() throws {
        try expect(.purposeNotHeld, world.request("officer", "safety-check"))
        try expect(.purposeNotHeld, world.request("specialist", "curiosity"))
    }

    @Test("An account whose name and address are gone: what cannot be accounted for is not shown")
    func nameless() throws {
        world.governance.change { $0.recipients[1] = nil }
        try expect(.accountUnknown, world.request("specialist", "safety-check"))
    }

    @Test("A rule or an account that cannot be read denies, and says nothing of why")
    func fault() throws {
        struct Broken: Error {}
        world.governance.change { $0.failure = Broken() }
        let before = try world.count(.disclosed)
        let found = try denial(world.request("specialist", "safety-check"))
        #expect(found.code == .fault && found.receipt?.refusal == "fault")
        #expect(try world.count(.disclosed) == before + 1)
    }

    @Test("An expired agreement denies from that second")
    func expiry() throws {
        let world = try GateWorld()
        let shown = try #require(
            try world.children().first { child in
                (try? world.gate.disclose(
                    world.request("attorney", "court-appearance", fields: ["address.service.city"]), child: child))
                    != nil
            })
        let end = try #require(Instant("2027-07-01T00:00:00-04:00")).microseconds
        let attested = try #require(Day("2027-06-20"))
        world.governance.change { $0.accounts["attorney"]?.requester.attestedOn = attested }
        // A store in use: its last entry is never a hundred days old.
        while world.clock.now.microseconds < end - 1_000_000 {
            let left = end - 1_000_000 - world.clock.now.microseconds
            world.clock.advance(microseconds: min(left, 90 * 86_400_000_000))
            _ = try world.gate.statement(
                of: shown, for: .child(deliveryChecked: false), language: "en", askedBy: .storeOperator)
        }
        let request = world.request("attorney", "court-appearance", fields: ["address.service.city"])
        _ = try world.gate.disclose(request, child: shown)
        world.clock.advance(microseconds: 1_000_000)
        #expect(throws: GateError(.nothingPermitted)) { try world.gate.disclose(request, child: shown) }
    }

    @Test("An account that is locked while its request is being decided is denied")
    func lockedMeanwhile() throws {
        let world = world
        let isFirst = Mutex(true)
        world.governance.change { state in
            state.facts = { facts, _ in
                facts.ofRecord = .yes
                // After the account was looked up and before the receipt is written.
                guard isFirst.withLock({ first in (first, first = false).0 }) else { return }
                world.governance.change { $0.accounts["specialist"]?.isLocked = true }
            }
        }
        try expect(.accountLocked, world.request("specialist", "safety-check"))
        world.governance.change { $0.accounts["specialist"]?.isLocked = false }
        _ = try world.gate.disclose(world.request("specialist", "safety-check"), child: child)
    }

    @Test("Rules that never come to rest deny")
    func unsettled() throws {
        let world = world
        world.governance.change { state in
            state.facts = { _, _ in world.governance.change { $0.markers += 1 } }
        }
        try expect(.unsettled, world.request("specialist", "safety-check"))
    }

    @Test("A request's id that could name somebody is not in the receipt")
    func ids() throws {
        let shown = try world.gate.disclose(
            world.request("specialist", "safety-check", id: "Maria Lopez, A-200-000-001"), child: child)
        #expect(try world.receipt(shown.receipt)?.receipt.request == "")
        #expect(world.request("specialist", "x", id: "a-1.b_2:3").id == "a-1.b_2:3")
    }
}
