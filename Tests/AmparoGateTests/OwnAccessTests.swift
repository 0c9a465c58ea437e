import AmparoGate
import AmparoModel
import AmparoSharing
import AmparoStore
import AmparoTestSupport
import Testing

@Suite("The sponsor's own access, records that are not there, and values")
struct OwnAccessTests {
    private func world() throws -> (GateWorld, sponsor: Int64) {
        let world = try GateWorld()
        for (number, name, agency, role) in [
            (21, "sponsor", "subject.sponsor", "subject"), (22, "sponsors-counsel", "counsel", "subject-counsel"),
        ] {
            try world.governance.add(
                name, number: Int64(number), agency: agency, role: role, attested: Day("2026-05-20"), keys: world.keys)
        }
        let sponsor = try #require(try world.numbers("SELECT sponsor FROM sponsor_dossier ORDER BY sponsor").first)
        return (world, sponsor)
    }

    @Test("A sponsor sees the own record and nothing of household or child; counsel too, with consent")
    func sponsor() throws {
        let (world, sponsor) = try world()
        let request = world.request("sponsor", "subject-access")
        let shown = try world.gate.disclose(request, sponsor: sponsor)
        let classes = Set(
            shown.value.rows.flatMap(\.fields).compactMap { FieldCatalogue.shipped[$0.name]?.fieldClass })
        #expect(classes.contains(.sponsorIdentity))
        #expect(classes.isSubset(of: [.sponsorIdentity, .sponsorContact, .checkResult, .existence]))
        let receipt = try #require(try world.receipt(shown.receipt))
        #expect(receipt.receipt.subject == "sponsor" && receipt.receipt.sponsors == [sponsor] && receipt.child == 0)
        #expect(receipt.receipt.groups.filter(\.isShown).map(\.rule) == ["own-access-sponsor@1"])
        // Of a child the sponsor has no access of their own.
        let child = try #require(try world.children().first)
        #expect(throws: GateError(.nothingPermitted)) { try world.gate.disclose(request, child: child) }
        let counsel = world.request("sponsors-counsel", "subject-access")
        #expect(throws: GateError(.nothingPermitted)) { try world.gate.disclose(counsel, sponsor: sponsor) }
        world.governance.change { $0.facts = { facts, _ in (facts.ofRecord, facts.consent) = (.yes, .yes) } }
        #expect(!(try world.gate.disclose(counsel, sponsor: sponsor)).value.rows.isEmpty)
        // Somebody else's sponsor is nobody of theirs.
        world.governance.change { $0.facts = { facts, _ in (facts.ofRecord, facts.consent) = (.no, .yes) } }
        #expect(throws: GateError(.nothingPermitted)) { try world.gate.disclose(counsel, sponsor: sponsor) }
        // What the sponsor looked at stands in the sponsor's statement.
        let statement = try world.gate.statement(
            of: child, for: .sponsor(sponsor), language: "en", askedBy: .storeOperator)
        #expect(statement.value.entries.map(\.receipt).contains(shown.receipt))
    }

    @Test("A child that is not there: who may know is told so, everybody else hears what a closed record gives")
    func absent() throws {
        let (world, _) = try world()
        let nobody: Int64 = 999_999
        func code(_ account: String, _ purpose: String, _ child: Int64, _ fields: [String]? = nil) -> GateError.Code? {
            do throws(GateError) {
                _ = try world.gate.disclose(world.request(account, purpose, fields: fields), child: child)
                return nil
            } catch {
                return error.code
            }
        }
        world.governance.change { $0.facts = { facts, _ in facts.holdsRecord = .yes } }
        #expect(code("specialist", "safety-check", nobody) == .noSuchRecord)
        #expect(code("officer", "removal", nobody) == .nothingPermitted)
        let child = try #require(try world.children().first)
        #expect(code("officer", "removal", child) == .nothingPermitted)
        // A permit that asks nothing of the record: no value is the same answer, whether there is a record or not.
        let fields = ["check.result.suitabilityAnswered"]
        #expect(code("specialist", "sponsor-suitability", nobody, fields) == .nothingPermitted)
        #expect(code("specialist", "sponsor-suitability", child, fields) == .nothingPermitted)
        let list = try world.gate.discloseList(
            world.request("specialist", "safety-check", operation: .list), children: [child, nobody])
        #expect(list.map(\.value.child) == [child])
    }

    @Test("A receipt and a statement name what had a value, and nothing else")
    func values() throws {
        let (world, _) = try world()
        for child in try world.children().prefix(8) {
            let shown = try world.gate.disclose(world.request("specialist", "safety-check"), child: child)
            let named = Set(shown.groups.filter(\.isShown).flatMap(\.fields))
            #expect(named == Set(shown.value.rows.flatMap(\.fields).map(\.name)))
            let kept = try #require(try world.receipt(shown.receipt)).receipt
            #expect(kept.groups == shown.groups && kept.groups.contains { $0.outcome == "no-value" })
            let statement = try world.gate.statement(
                of: child, for: .child(deliveryChecked: true), language: "es", askedBy: .storeOperator)
            #expect(Set(statement.value.entries.flatMap(\.groups).flatMap(\.fields)) == named)
            #expect(statement.value.text.contains("nombres") && !statement.value.text.contains("givenNames"))
            #expect(statement.value.closing.contains("Se mostró información una vez; se negaron 0 solicitudes"))
        }
    }

    @Test("A row that would show nothing but its case is not there: it would tell that there is one")
    func linkOnly() throws {
        let world = try GateWorld(children: 80, seed: 5)
        let fields = [
            "court.case", "asylum.applicationApplCode", "asylum.applicationApplDec", "court.motionMotionRecdDate",
        ]
        try world.governance.change { state in
            state.book = try RuleBook.standard(agreements: ShippedAgreements.agreements("default"))
            state.facts = { facts, _ in (facts.ownDocket, facts.ofRecord) = (.yes, .yes) }
        }
        var (motions, applications) = (0, 0)
        for child in try world.children() {
            let request = world.request("attorney", "court-appearance", fields: fields)
            if let shown = try? world.gate.disclose(request, child: child) {
                #expect(shown.value.rows(of: "tbl_Court_Appln").allSatisfy { row in row.fields.count > 1 })
                motions += shown.value.rows(of: "tbl_Court_Motions").count
            }
            let whole = try? world.gate.disclose(world.request("court", "adjudication", fields: fields), child: child)
            applications += whole?.value.rows(of: "tbl_Court_Appln").count ?? 0
        }
        #expect(motions > 0 && applications > 0)
    }

    @Test("Every field has a phrase in both languages")
    func phrases() throws {
        #expect(try FieldPhrases.shipped().missing(in: .shipped).isEmpty)
    }

    @Test("A disagreement goes with what it disputes, and only there; to DHS without the words")
    func disagreement() throws {
        let given = try GovernedWorld()
        let world = given.world
        let desk = AmendmentDesk(given.governance, codes: TestWords.terms)
        let court = ["court.hearingDate"]
        world.governance.change { $0.facts = { facts, _ in facts.ownDocket = .yes } }
        let child = try #require(
            try world.children().first { child in
                (try? world.gate.disclose(world.request("attorney", "court-appearance", fields: court), child: child))
                    != nil
            })
        let id = try desk.request(
            child, capacity: .own, classes: ["court"], text: Sensitive("I was there"), by: nil)
        try desk.decide(id, .refused, reason: Sensitive("The court says no"), by: Officer.orr.signer)
        try desk.disagree(id, text: Sensitive("I was there, ask the guard"), by: nil)
        let gate = given.gate(facts: Facts(given: world.governance, governed: GovernedFacts(terms: TestWords.terms)))
        let seen = try gate.disclose(world.request("specialist", "safety-check"), child: child)
        #expect(seen.value.disagreements.map(\.words) == ["I was there, ask the guard"])
        #expect(seen.value.disagreements.map(\.classes) == [["court"]])
        let elsewhere = world.request("specialist", "safety-check", fields: ["identity.givenNames"])
        #expect(try gate.disclose(elsewhere, child: child).value.disagreements.isEmpty)
        let attorney = try gate.disclose(
            world.request("attorney", "court-appearance", fields: court), child: child)
        #expect(attorney.value.disagreements.map(\.entry) == seen.value.disagreements.map(\.entry))
        #expect(attorney.value.disagreements.map(\.words) == [nil])
        let statement = try gate.statement(
            of: child, for: .child(deliveryChecked: false), language: "en", askedBy: .storeOperator)
        #expect(statement.value.text.contains("I was there, ask the guard"))
    }

    /// What a test says of a child, with the disagreements of the journal.
    private struct Facts: FactSource {
        let given: GivenGovernance
        let governed: GovernedFacts

        func addFacts(
            to facts: inout SubjectFacts, child: Int64, requester: AccountStanding, purpose: String,
            at instant: Instant, on connection: any DatabaseConnection
        ) throws {
            try given.addFacts(
                to: &facts, child: child, requester: requester, purpose: purpose, at: instant, on: connection)
        }

        func disagreements(
            about record: Int64, at instant: Instant, on connection: any DatabaseConnection
        ) throws -> [StatedDisagreement] { try governed.disagreements(about: record, at: instant, on: connection) }
    }
}
