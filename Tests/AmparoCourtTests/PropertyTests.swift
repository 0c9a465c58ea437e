import AmparoCourt
import AmparoModel
import Testing

@Suite("Random cases against the slow reference")
struct PropertyTests {
    static let seeds = Array(UInt64(1)...8)

    @Test("The findings, statuses, notices and orders are the reference's", arguments: seeds)
    func reference(_ block: UInt64) {
        var kinds: [FindingKind: Int] = [:]
        for seed in (block * 1000)..<(block * 1000 + 1000) {
            let world = RandomCase(seed: seed).world
            let report = world.findings
            let reference = Reference(
                file: world.file, evidence: world.evidence, asOf: world.asOf,
                releaseDates: world.releases.map(\.date))
            let answers = report.hearings.map {
                Reference.Answer(
                    schedule: $0.scheduleID, kind: $0.kind, rule: $0.rule.rawValue, status: $0.status,
                    notice: $0.notice)
            }
            #expect(answers.sorted { $0.schedule < $1.schedule } == reference.answers, "seed \(seed)")
            let orders = report.orders.map {
                Reference.Order(
                    proceeding: $0.proceedingID, isOrder: $0.isOrder, status: $0.status, hearing: $0.hearingID)
            }
            #expect(orders == reference.orders, "seed \(seed)")
            #expect(
                report.notYetReported.count + report.hearings.count == reference.hearings.count, "seed \(seed)")
            for answer in answers { kinds[answer.kind, default: 0] += 1 }
        }
        #expect(kinds.count == FindingKind.allCases.count, "every kind occurs in block \(block): \(kinds)")
    }

    @Test("The order of rows never matters", arguments: seeds)
    func permutation(_ block: UInt64) {
        for seed in (block * 1000)..<(block * 1000 + 300) {
            var random = RandomCase(seed: seed)
            let report = random.world.findings
            random.world.file.proceedings.shuffle(using: &random.dice)
            random.world.file.schedule.shuffle(using: &random.dice)
            random.world.file.motions.shuffle(using: &random.dice)
            random.world.file.mailings.shuffle(using: &random.dice)
            random.world.file.representations.shuffle(using: &random.dice)
            random.world.evidence.addresses.shuffle(using: &random.dice)
            random.world.evidence.notices.shuffle(using: &random.dice)
            random.world.evidence.statements.shuffle(using: &random.dice)
            random.world.releases.shuffle(using: &random.dice)
            let shuffled = random.world.findings
            #expect(shuffled.hearings == report.hearings, "seed \(seed)")
            #expect(shuffled.orders == report.orders, "seed \(seed)")
            #expect(shuffled.alarms == report.alarms, "seed \(seed)")
            #expect(shuffled.notYetReported == report.notYetReported, "seed \(seed)")
        }
    }

    @Test("A report that is filled again is as one filled for the first time, and large cases are as small ones")
    func reuse() {
        var reused = CaseFindings()
        for seed in UInt64(1)..<200 {
            let world = RandomCase(seed: seed).world
            let day = FindingsDay(asOf: world.asOf, releases: CourtReleases(world.releases))
            Findings.evaluate(world.file, on: day, evidence: world.evidence, into: &reused)
            #expect(reused.hearings == world.findings.hearings, "seed \(seed)")
            #expect(reused.orders == world.findings.orders, "seed \(seed)")
            #expect(reused.alarms == world.findings.alarms, "seed \(seed)")
        }
        var world = World()
        for index in 0..<400 { world.addHearing(Day("2024-03-11").adding(days: index % 60), at: "0830", code: "11") }
        for index in 0..<400 { world.mail("2024-02-01", hearing: Day("2024-03-11").adding(days: index % 60)) }
        #expect(world.findings.hearings.count == 60)
        #expect(world.findings.hearings.allSatisfy { $0.notice == .mailed && $0.kind == .missedReset })
    }

    @Test("What a party says never makes a finding worse", arguments: seeds)
    func statementsNeverWorsen(_ block: UInt64) {
        for seed in (block * 1000)..<(block * 1000 + 200) {
            var world = RandomCase(seed: seed).world
            let without = world
            for row in world.file.schedule {
                for party in HearingStatement.Party.allCases {
                    guard let day = row.heldOn else { continue }
                    world.evidence.statements.append(
                        HearingStatement(
                            id: 9, proceedingID: row.proceedingID, hearingDate: day, kind: .dispute, party: party,
                            hasEvidence: true, enteredOn: "2024-01-01"))
                }
            }
            let before = without.findings.hearings.filter(\.failureToAppear).map(\.scheduleID)
            let after = world.findings.hearings.filter(\.failureToAppear).map(\.scheduleID)
            #expect(after.isEmpty, "seed \(seed)")
            #expect(Set(after).isSubset(of: before), "seed \(seed)")
        }
    }

    @Test("Evaluating as of a day is evaluating without what comes after it", arguments: seeds)
    func nothingLater(_ block: UInt64) {
        for seed in (block * 1000)..<(block * 1000 + 300) {
            let world = RandomCase(seed: seed).world
            var cut = world
            cut.releases.removeAll { $0.date > world.asOf }
            cut.file.motions.removeAll { ($0.receivedOn ?? world.asOf) > world.asOf }
            cut.file.schedule.removeAll { ($0.heldOn ?? world.asOf) >= world.asOf }
            cut.evidence.addresses.removeAll { $0.reportedOn > world.asOf }
            cut.evidence.statements.removeAll { $0.enteredOn > world.asOf }
            // A waiver says nothing by its day of receipt, so one received later but granted by then stays.
            cut.file.motions += world.file.motions.filter {
                $0.motionClass == "WV" && ($0.receivedOn ?? world.asOf) > world.asOf
            }
            #expect(cut.findings.hearings == world.findings.hearings, "seed \(seed)")
        }
    }
}
