@testable import AmparoGate
import AmparoModel
import AmparoTestSupport
import Testing

@Suite("A glance at a receipt")
struct ReceiptGlanceTests {
    private func receipt(_ chance: inout SeededGenerator) -> Receipt {
        let outcomes = ["disclose", "withhold", "undetermined", "no-value", "transform:year"]
        let groups = (0..<Int.random(in: 0...5, using: &chance)).map { index in
            Receipt.Group(
                outcome: outcomes.randomElement(using: &chance)!, layer: "agreement", rule: "rule-\(index)@1",
                hash: "00", clause: "c\(index)", authority: "A",
                obligations: Bool.random(using: &chance)
                    ? ["no-onward-transfer", "retain-days: \(Int.random(in: 1...400, using: &chance))"] : [],
                fields: ["court.case", "court.hearingDate", "identity.givenNames"])
        }
        return Receipt(
            request: "r", position: 9, version: 8, asOf: Day("2026-06-01")!, asKnown: 7, agency: "hhs.orr",
            homeAgency: "hhs", role: "r", office: "", purpose: "p", operation: "view", subject: "child", ruleBook: "b",
            sponsors: Bool.random(using: &chance) ? [3, 9] : [],
            refusal: Bool.random(using: &chance) ? "purpose-not-held" : "", groups: groups)
    }

    @Test("It tells what the whole receipt tells", arguments: 0..<50)
    func same(seed: UInt64) throws {
        var chance = SeededGenerator(seed: seed)
        let whole = receipt(&chance)
        let glance = try #require(whole.bytes.withUnsafeBytes { ReceiptGlance($0) })
        #expect(glance.agency == whole.agency && glance.refusal == whole.refusal)
        #expect(glance.isGranted == whole.isGranted)
        let retained = whole.groups.filter { $0.isShown && !$0.obligations.isEmpty }
        #expect(glance.retained.map(\.agreement) == retained.map(\.rule))
        #expect(glance.retained.map(\.clause) == retained.map(\.clause))
        #expect(glance.retained.map { "retain-days: \($0.days)" } == retained.map { $0.obligations[1] })
    }

    @Test("Bytes that end before the receipt does are none")
    func cut() {
        var chance = SeededGenerator(seed: 3)
        let bytes = receipt(&chance).bytes
        for length in bytes.indices {
            #expect(bytes[..<length].withUnsafeBytes { ReceiptGlance($0) } == nil)
        }
    }
}
