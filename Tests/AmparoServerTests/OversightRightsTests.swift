import AmparoGate
import AmparoModel
import AmparoSharing
import AmparoStore
import AmparoTestSupport
import HummingbirdTesting
import Testing

@testable import AmparoServer

@Suite("Who is shown what at oversight")
struct OversightRightsTests {
    private func visit(_ world: CaseworkWorld, _ account: String, _ purpose: String) throws -> CaseVisit {
        let casework = try Casework(
            gate: world.gate, duties: world.duties, store: world.governance, log: world.log, terms: world.terms,
            random: .seeded(3))
        let viewer = Viewer(
            account: account, purpose: purpose, isSteppedUp: false, formToken: "t",
            sessionEnds: Instant(microseconds: .max))
        let reader = Reader(
            phrases: try Phrases(.english), languageIsAsked: false, now: world.clock.now, path: "/oversight",
            assets: Assets(), viewer: viewer)
        return CaseVisit(casework: casework, viewer: viewer, reader: reader, query: [:])
    }

    @Test("Whoever may not have counts sets off no count, and the refusal is written down")
    func decidesFirst() throws {
        let world = try CaseworkWorld(children: 8, seed: 3)
        for (account, purpose) in [("ero-headquarters", "removal"), ("trial-attorney-office", "court-appearance")] {
            let visit = try visit(world, account, purpose)
            let before = try world.count(.aggregateDisclosed)
            #expect(throws: GateError.self) { try OversightPage(visit) }
            #expect(throws: GateError.self) { try OversightPage.file(visit, .csv) }
            #expect(throws: GateError.self) { try OversightFigurePage(visit, id: "call.late") }
            #expect(visit.casework.figures.begun == 0, "\(account)")
            #expect(try world.count(.aggregateDisclosed) == before + 3)
        }
        let allowed = try visit(world, "auditor", "audit")
        _ = try OversightPage(allowed)
        #expect(allowed.casework.figures.begun == 1)
    }

    @Test("An inspector is shown the alarms of their own department, for an audit only; an auditor those of all")
    func alarms() async throws {
        let world = try CaseworkWorld(children: 8, seed: 3)
        let child = try #require(try world.children().first)
        let thresholds = AccessThresholds(
            refusedPurposesPerHour: 3, noCaseLinkPerDay: 1000, noCaseLinkRoles: ["federal-field-specialist"])
        // One of HHS and one of DHS ask for what their roles do not hold.
        for account in ["clinician", "ero-headquarters"] {
            for _ in 0..<3 {
                _ = try? world.gate.disclose(
                    GateRequest(account: account, purpose: "court-appearance", operation: .view, id: "t"), child: child)
            }
        }
        let watch = AccessWatch(world.governance, duties: world.duties, thresholds: thresholds)
        #expect(try watch.bringUpToDate() == 2)
        let inspector = try AccountDesk(world.governance, codes: world.terms).account("inspector")
        let isOfHealth = inspector.agency.hasPrefix("hhs")
        for (account, purpose, sees) in [
            ("auditor", "audit", [true, true]), ("inspector", "audit", [isOfHealth, !isOfHealth]),
            ("inspector", "investigation-of-agency", [false, false]),
        ] {
            let page = (try? OversightPage(visit(world, account, purpose)))?.markup().text ?? ""
            for (of, isSeen) in zip(["clinician", "ero-headquarters"], sees) {
                #expect(
                    page.contains("</strong> <bdi>\(of)</bdi>") == isSeen, "\(account), \(purpose): alarm of \(of)")
            }
        }
    }

    @Test("An alarm that stands is not asked for again, and one that has passed is raised again by what came meanwhile")
    func alarmsAgain() throws {
        let world = try CaseworkWorld(children: 8, seed: 3)
        let child = try #require(try world.children().first)
        func ask() {
            _ = try? world.gate.disclose(
                GateRequest(account: "clinician", purpose: "removal", operation: .view, id: "t"), child: child)
        }
        let watch = AccessWatch(
            world.governance, duties: world.duties,
            thresholds: AccessThresholds(
                refusedPurposesPerHour: 3, noCaseLinkPerDay: 1000, noCaseLinkRoles: []))
        for _ in 0..<3 { ask() }
        #expect(try watch.bringUpToDate() == 1)
        world.clock.advance(microseconds: 3_500_000_000)
        for _ in 0..<3 { ask() }
        #expect(try watch.bringUpToDate() == 0)
        // Nothing new comes in, but the first alarm has passed, and three refusals are of this hour.
        world.clock.advance(microseconds: 200_000_000)
        #expect(try watch.bringUpToDate() == 1)
        #expect(try watch.bringUpToDate() == 0)
    }
}
