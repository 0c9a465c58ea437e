@testable import AmparoCourt
import AmparoDuties
import AmparoModel
import Foundation
import Testing

@Suite("Occasions")
struct OccasionTests {
    @Test("Every word of the court room's findings is a trait, and no trait takes the place of another")
    func words() {
        var seen: Set<Traits> = []
        for dimension in TraitDimension.allCases {
            for word in dimension.words {
                let trait = Traits(dimension, word)
                #expect(trait != nil && trait?.word(dimension) == word)
                #expect(seen.insert(trait ?? .none).inserted, "\(dimension) \(word)")
            }
        }
        #expect(seen.count <= 128)
        for kind in FindingKind.allCases { #expect(Traits(.finding, kind.rawValue) != nil) }
        for status in OrderStatus.allCases { #expect(Traits(.status, status.rawValue) != nil) }
        for notice in NoticeStanding.allCases { #expect(Traits(.notice, notice.rawValue) != nil) }
        for band in AgeAtHearing.Band.allCases { #expect(Traits(.age, band.rawValue) != nil) }
    }

    @Test("A finding becomes an occasion with everything its procedure asks, and nothing of a person")
    func finding() throws {
        let source = RowSource(snapshot: SnapshotID(rawValue: 1), line: 7)
        let finding = HearingFinding(
            caseID: 5, proceedingID: 6, scheduleID: 4711, hearing: day("2026-03-03"), time: .none,
            court: "LOS",
            location: "LOS", adjournment: "11", kind: .missedOrdered, rule: .missed, rules: 1, basis: .ordered,
            orderedOn: day("2026-03-04"), status: .standing, notice: .inPerson, contested: [], noticeRisk: false,
            oralLanguage: .none, represented: true, grade: .certain, age: AgeAtHearing(band: .from18To20, years: 19),
            resultKnownOn: day("2026-03-10"), verificationEndsOn: day("2026-03-24"), provisional: true, confirmedBy: [],
            disputedBy: [], source: source, deciding: DecidingRow(table: .schedule, key: 4711, source: source))
        let occasion = Occasion(finding: finding, known: at("2026-03-10T12:00:00Z"), consent: true)
        #expect(occasion.key == OccasionKey(.hearingFinding, 4711))
        #expect(occasion.zone == .pacific)
        #expect(occasion.result == day("2026-03-10") && occasion.order == day("2026-03-04"))
        #expect(occasion.ends == day("2026-03-24"))
        let expected: [(TraitDimension, String)] = [
            (.finding, "missedOrdered"), (.status, "standing"), (.notice, "in-person"), (.age, "18-20"),
            (.counsel, "yes"), (.consent, "yes"), (.source, "present"), (.confirmed, "no"),
        ]
        for (dimension, word) in expected { #expect(occasion.traits.word(dimension) == word) }
    }

    @Test("An alarm becomes the occasion of its kind", arguments: CourtAlarm.Kind.allCases)
    func alarm(kind: CourtAlarm.Kind) throws {
        let alarm = CourtAlarm(
            kind: kind, table: .schedule, rowKey: 9, code: .none, about: day("2026-02-20"), since: day("2026-03-10"))
        let occasion = Occasion(
            alarm: alarm, known: at("2026-03-10T12:00:00Z"), firstCovering: day("2026-03-02"), court: "LOS")
        #expect(occasion.key.about == 9)
        var kept = Kept(try Deployment.engine())
        kept.apply([occasion], at: at("2026-03-10T12:00:00Z"))
        #expect(kept.ledger.duties.count == 1)
        if kind == .noWord { #expect(kept.ledger.duties[0].deadline?.day == day("2026-03-16")) }
    }

    @Test("Of two occasions with one key the later one given speaks, and all are found by kind and key")
    func facts() {
        func occasion(_ kind: OccasionKind, _ about: Int64, _ related: Int64) -> Occasion {
            Occasion(
                OccasionKey(kind, about), occurred: .day(day("2026-01-01")), known: at("2026-01-01T00:00:00Z"),
                related: related)
        }
        let facts = SubjectOccasions([
            occasion(.callMade, 2, 1), occasion(.released, 1, 1), occasion(.callMade, 1, 1), occasion(.callMade, 2, 9),
        ])
        #expect(facts.occasions.count == 3)
        #expect(facts.ofKind(.callMade).map(\.key.about) == [1, 2])
        #expect(facts[OccasionKey(.callMade, 2)]?.related == 9)
        #expect(facts.ofKind(.noticeFiled).isEmpty)
    }

    @Test("The documentation names every occasion and every trait")
    func documented() throws {
        let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
            path: "../../../docs/duties.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        for kind in OccasionKind.allCases where kind != .told {
            #expect(text.contains("`\(kind.code)`"), "\(kind.code)")
        }
        for dimension in TraitDimension.allCases { #expect(text.contains("`\(dimension.rawValue)`"), "\(dimension)") }
        #expect(OccasionKind.allCases.allSatisfy { $0 == .told || OccasionKind(code: $0.code) == $0 })
    }
}
