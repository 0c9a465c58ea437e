internal import AmparoDuties
internal import AmparoGate
internal import AmparoModel
internal import AmparoSharing
internal import AmparoStore
internal import AmparoTestSupport
internal import HummingbirdTesting
internal import Testing

@Suite("Alarms of unusual access")
struct AlarmTests {
    private func thresholds(refused: Int = 3, unlinked: Int = 1000) -> AccessThresholds {
        AccessThresholds(
            refusedPurposesPerHour: refused, noCaseLinkPerDay: unlinked, noCaseLinkRoles: ["federal-field-specialist"])
    }

    private func ask(_ world: CaseworkWorld, _ account: String, _ purpose: String, _ child: Int64) {
        _ = try? world.gate.disclose(
            GateRequest(account: account, purpose: purpose, operation: .view, id: "t"), child: child)
    }

    private func alarms(_ world: CaseworkWorld) throws -> [AccessAlarm] {
        try AccountDesk(world.governance, codes: world.terms).alarms()
    }

    @Test("Purposes that the role does not hold, asked for again and again: one alarm an hour, of no person")
    func refused() async throws {
        let world = try CaseworkWorld(children: 8, seed: 3)
        let child = try #require(try world.children().first)
        let watch = AccessWatch(world.governance, duties: world.duties, thresholds: thresholds())
        for _ in 0..<2 { ask(world, "clinician", "removal", child) }
        #expect(try watch.bringUpToDate() == 0)
        ask(world, "clinician", "removal", child)
        #expect(try watch.bringUpToDate() == 1)
        let alarm = try #require(try alarms(world).first)
        #expect(alarm.reason == .refusedPurposes && alarm.window == "hour" && alarm.limit == 3)
        ask(world, "clinician", "removal", child)
        #expect(try watch.bringUpToDate() == 0)
        // Another process reads the same receipts, and raises nothing twice.
        let other = AccessWatch(world.governance, duties: world.duties, thresholds: thresholds())
        #expect(try other.bringUpToDate() == 0)
        world.clock.advance(microseconds: 3_700_000_000)
        for _ in 0..<3 { ask(world, "clinician", "removal", child) }
        #expect(try watch.bringUpToDate() == 1)
        #expect(try alarms(world).count == 2)
        // Told of it: auditors, inspectors of the department, privacy officers of the agency; nobody else.
        for (account, purpose, isTold) in [
            ("auditor", "audit", true), ("inspector", "audit", true), ("orr-privacy-officer", "audit", true),
            ("inspector", "investigation-of-agency", false), ("congress-staff", "audit", false),
            ("clinician", "medical", false), ("ero-headquarters", "removal", false),
        ] {
            try await world.run(as: account, for: purpose) { client async throws in
                let page = try await client.text("/today")
                #expect(page.contains("2 alarms of unusual access") == isTold, "\(account)")
                #expect(!page.contains("alarms."), "\(account)")
            }
        }
    }

    @Test("Records with which the post has nothing to do count; those of which it holds or was offered a duty do not")
    func noCaseLink() throws {
        let world = try CaseworkWorld(children: 30, seed: 3)
        let account = "federal-field-specialist"
        let actor = try world.duties.actor(account)
        let posts = try #require(try world.duties.office().posts())
        var (linked, others): ([Int64], [Int64]) = ([], [])
        for child in try world.children() {
            let ledger = try world.duties.people.ledger(of: .init(.child, child)).ledger
            let isLinked =
                ledger.duties.contains { posts.mayAct(actor, for: $0.holder.post, at: world.clock.now) }
                || ledger.handoffs.contains {
                    posts.mayAct(actor, for: $0.to, at: world.clock.now)
                        || posts.mayAct(actor, for: $0.from, at: world.clock.now)
                }
            if isLinked { linked.append(child) } else { others.append(child) }
        }
        #expect(!linked.isEmpty && others.count >= 3)
        let watch = AccessWatch(world.governance, duties: world.duties, thresholds: thresholds(unlinked: 3))
        for child in linked + others.prefix(2) + others.prefix(2) { ask(world, account, "safety-check", child) }
        #expect(try watch.bringUpToDate() == 0)
        ask(world, account, "safety-check", others[2])
        #expect(try watch.bringUpToDate() == 1)
        let alarm = try #require(try alarms(world).last)
        #expect(alarm.reason == .noCaseLink && alarm.window == "day" && alarm.limit == 3)
        #expect(try world.journal.verify().broken == nil)
    }

    @Test("The shipped thresholds are read, and name roles that there are")
    func shipped() throws {
        let shipped = try AccessThresholds.shipped()
        #expect(shipped.refusedPurposesPerHour > 0 && shipped.noCaseLinkRoles.contains("case-manager"))
        #expect(throws: SharingError.self) {
            try AccessThresholds(
                yaml:
                    "alarms: { refused-purposes-per-hour: 1, no-case-link-per-day: 1, no-case-link-roles: [nobody] }",
                file: "x", terms: .shipped())
        }
    }
}
