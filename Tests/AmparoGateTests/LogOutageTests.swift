import AmparoCourt
import AmparoGate
import AmparoModel
import AmparoSharing
import AmparoStore
import AmparoTestSupport
import AmparoTransparency
import Testing

@Suite("A log that lacks its quorum")
struct LogOutageTests {
    private static let fields = ["address.service.city"]
    private static let day: Int64 = 86_400_000_000

    private func log(_ world: GateWorld) throws -> PublishedLog {
        let clock = world.clock
        let log = PublishedLog(world.journal, keys: world.keys, now: { clock.now })
        try log.found(origin: "log.example.org/children")
        return log
    }

    private func policy() throws -> [UInt8] {
        let random = RandomSource.seeded(3)
        let signer = try NoteSigner(name: "clinic.example.net/w", type: .cosignature, seed: random.bytes(32))
        return Array(
            "witness clinic \(signer.verifierKey) clinic\ngroup outside-government any clinic\nquorum outside-government\n"
                .utf8)
    }

    /// A child whom the attorney may see something of by agreement.
    private func world() throws -> (GateWorld, child: Int64) {
        let world = try GateWorld()
        world.governance.change {
            $0.facts = { facts, _ in
                facts.ownDocket = .yes; facts.ofRecord = .yes
            }
        }
        let child = try #require(
            try world.children().first { (try? world.gate.disclose(attorney(world), child: $0)) != nil })
        return (world, child)
    }

    private func attorney(_ world: GateWorld) -> GateRequest {
        world.request("attorney", "court-appearance", fields: Self.fields)
    }

    @Test("After a day agreements give DHS nothing; whoever protects the child is told on, and a quorum opens it again")
    func outage() async throws {
        let (world, child) = try world()
        let log = try log(world)
        try log.setPolicy(policy())
        world.clock.advance(microseconds: Self.day - 1)
        _ = try world.gate.disclose(attorney(world), child: child)
        world.clock.advance(microseconds: 1)
        do throws(GateError) {
            _ = try world.gate.disclose(attorney(world), child: child)
            Issue.record("shown without a quorum")
        } catch {
            #expect(error.code == .logWithoutQuorum)
            let number = try #require(error.receipt)
            let receipt = try #require(try world.receipt(number)).receipt
            #expect(receipt.refusal == "log-without-quorum" && !receipt.isGranted)
            #expect(receipt.groups.map(\.layer) == ["log"] && receipt.groups.map(\.rule) == ["log-without-quorum@1"])
        }
        #expect(throws: GateError(.logWithoutQuorum)) {
            try world.gate.discloseList(attorney(world), children: [child])
        }
        // Child welfare, and standing authority over DHS's own conduct.
        _ = try world.gate.disclose(world.request("specialist", "safety-check"), child: child)
        let audited = try world.children().contains { child in
            (try? world.gate.disclose(world.request("inspector", "audit"), child: child)) != nil
        }
        #expect(audited)
        // The witnesses are back: everything is published.
        try log.setPolicy(Array("quorum none\n".utf8), allowingGovernmentOnly: true)
        _ = try await log.publish(sending: { _, _ in (500, []) })
        try log.setPolicy(policy())
        _ = try world.gate.disclose(attorney(world), child: child)
        // From the oldest entry that waits, not from the last checkpoint.
        world.clock.advance(microseconds: Self.day)
        #expect(throws: GateError(.logWithoutQuorum)) { try world.gate.disclose(attorney(world), child: child) }
    }

    @Test("A log that needs no witness lacks none, however old it is")
    func withoutPolicy() throws {
        let (world, child) = try world()
        world.clock.advance(microseconds: 20 * Self.day)
        _ = try world.gate.disclose(attorney(world), child: child)
    }

    @Test("Somebody on detail from DHS is stopped as DHS is")
    func detail() throws {
        let (world, _) = try world()
        try world.governance.change { state in
            state.book = try RuleBook.standard(agreements: ShippedAgreements.agreements("default"))
        }
        func request() -> GateRequest {
            world.request("specialist", "safety-check", fields: ["court.hearingDate"])
        }
        let child = try #require(
            try world.children().first { (try? world.gate.disclose(request(), child: $0)) != nil })
        try log(world).setPolicy(policy())
        world.clock.advance(microseconds: 2 * Self.day)
        _ = try world.gate.disclose(request(), child: child)
        world.governance.change { $0.accounts["specialist"]?.requester.homeAgency = Party(code: "dhs.ice") }
        #expect(throws: GateError(.logWithoutQuorum)) { try world.gate.disclose(request(), child: child) }
    }
}

@Suite("A missed hearing, to the juvenile coordinator")
struct MissedHearingTests {
    private let world: GateWorld
    private let today = Day("2026-06-01")!

    init() throws {
        world = try GateWorld(children: 150, seed: 21)
        try world.governance.add(
            "coordinator", number: 9, agency: "dhs.ice.ero", role: "juvenile-coordinator",
            attested: Day("2026-05-20"), keys: world.keys)
        try world.governance.change { state in
            state.book = try RuleBook.standard(agreements: ShippedAgreements.agreements("default"))
            state.facts = { facts, _ in (facts.stage, facts.ownArea) = (.released, .yes) }
        }
    }

    /// The findings of all children that are to be told, and all others, by row of the court's schedule.
    private func findings() throws -> (told: [Int64: Set<Int64>], others: [Int64: [Int64: Bool]]) {
        let reckoning = Reckoning(world.database, secrets: world.keys.secrets)
        let moment = try reckoning.moment(asOf: today, seq: try world.journal.lastSeq())
        var told: [Int64: Set<Int64>] = [:]
        var others: [Int64: [Int64: Bool]] = [:]
        try reckoning.forEachChildCase(at: moment) { child, evaluated in
            for finding in evaluated.findings.hearings {
                let isProven = finding.notice.map { $0 != .unproven } ?? false
                if finding.failureToAppear, finding.verificationEndsOn < today, isProven, finding.status != .stayed {
                    told[child, default: []].insert(finding.scheduleID)
                } else {
                    others[child, default: [:]][finding.scheduleID] = finding.failureToAppear
                }
            }
        }
        return (told, others)
    }

    @Test("Told is a failure to appear that outlived its window, with proven notice and no stay; no other")
    func coordinator() throws {
        let (told, others) = try findings()
        #expect(!told.isEmpty && others.contains { told[$0.key] == nil && $0.value.values.contains(true) })
        for child in try world.children() {
            let request = world.request("coordinator", "court-appearance", fields: ["court.failureToAppear"])
            let shown = try? world.gate.disclose(request, child: child)
            #expect((shown != nil) == (told[child] != nil), "child \(child)")
        }
    }

    @Test("Of a child who failed to appear once, no other hearing is told of")
    func otherHearings() throws {
        let (told, others) = try findings()
        #expect(told.keys.filter { others[$0] != nil }.count > told.count / 2)
        for (child, hearings) in told {
            let shown = try world.gate.disclose(world.request("coordinator", "court-appearance"), child: child)
            let rows = shown.value.rows(of: "findings")
            #expect(Set(rows.map(\.number)) == hearings, "child \(child)")
            for row in rows { #expect(row["court.finding"] != nil && row["court.failureToAppear"] == .flag(true)) }
            // Whoever is told of all hearings anyway is told of these too.
            let all = try world.gate.disclose(world.request("specialist", "safety-check"), child: child)
            #expect(
                Set(all.value.rows(of: "findings").map(\.number)) == hearings.union((others[child] ?? [:]).keys),
                "child \(child)")
        }
    }
}
