import AmparoModel
import AmparoSharing
import AmparoStore
import AmparoTestSupport
import Testing

@testable import AmparoGate

@Suite("A store of an earlier release takes over the shipped agreements of this one")
struct AdoptionTests {
    @Test("The second version replaces the first from then on; what was decided before is decided so for ever")
    func secondVersion() throws {
        let store = try GovernedStore()
        let desk = AgreementDesk(store.governance, terms: TestWords.terms)
        let rules = GovernedRules(terms: TestWords.terms)
        func inForce(_ clause: String, at moment: Instant) throws -> Bool {
            try store.database.read { connection in
                try rules.ruleBook(on: connection).rules.contains {
                    $0.clause == clause && $0.span.contains(moment)
                }
            }
        }
        // As an earlier release left it.
        #expect(try desk.adopt(ShippedAgreements.superseded) == ["orr-ero-missed-hearing@1"])
        let before = store.clock.now
        #expect(try inForce("absence-on-record", at: before))
        #expect(try !inForce("failure-to-appear", at: before))

        store.pass(days: 3)
        let adopted = try desk.adoptShipped()
        #expect(adopted.contains("orr-ero-missed-hearing@2") && !adopted.contains("orr-ero-missed-hearing@1"))
        store.pass(seconds: 1)
        let after = store.clock.now
        #expect(try inForce("failure-to-appear", at: after))
        #expect(try !inForce("absence-on-record", at: after))
        #expect(try inForce("absence-on-record", at: before))
        #expect(try !inForce("failure-to-appear", at: before))
        #expect(try desk.adoptShipped().isEmpty)
        #expect(try desk.shelf().items.count == adopted.count + 1)
        #expect(try store.differences().isEmpty)
        #expect(try store.journal.verify().broken == nil)
    }

    @Test("A text that the program does not know is in force for nobody, whoever enters it as shipped")
    func foreignText() throws {
        let store = try GovernedStore()
        let desk = AgreementDesk(store.governance, terms: TestWords.terms)
        let shipped = try #require(ShippedAgreements.superseded.first)
        let wider = shipped.text.replacing(
            "purposes: [court-appearance]", with: "purposes: [court-appearance, adjudication]")
        _ = try desk.adopt([(file: "wider.yaml", text: wider)])
        let rules = GovernedRules(terms: TestWords.terms)
        let clauses = try? store.database.read { try rules.ruleBook(on: $0).rules.map(\.clause) }
        #expect(clauses?.contains("absence-on-record") != true)
    }
}
