import AmparoGate
import AmparoModel
import AmparoSharing
import AmparoStore
import AmparoTestSupport
import AmparoTransparency
import Testing

@Suite("The accounting of disclosures")
struct StatementTests {
    private func give(
        _ world: GateWorld, _ child: Int64, _ audience: StatementAudience = .child(deliveryChecked: false),
        _ language: String = "en"
    ) throws -> Disclosed<DisclosureStatement> {
        try world.gate.statement(of: child, for: audience, language: language, askedBy: .storeOperator)
    }

    @Test(
        "It names date, nature, purpose, and name and address of the recipient, in both languages, complete to the log")
    func complete() throws {
        let world = try GateWorld(children: 6)
        let child = try #require(try world.children().first)
        let view = try world.gate.disclose(world.request("specialist", "safety-check"), child: child)
        _ = try? world.gate.disclose(world.request("officer", "removal"), child: child)
        let (size, root) = try world.journal.root()
        let english = try give(world, child)
        let entry = try #require(english.value.entries.first)
        #expect(english.value.entries.count == 1 && english.value.refusals == 1)
        #expect(entry.receipt == view.receipt && entry.operation == "view" && entry.purpose == "safety-check")
        #expect(entry.name == "Officer specialist Invented" && entry.address == "1 Invented Plaza, Room 12")
        #expect(english.value.position == size && english.value.root == root.description)
        #expect(entry.words.contains("June 1, 2026") && entry.words.contains("Office of Refugee Resettlement"))
        let spanish = try give(world, child, .child(deliveryChecked: false), "es")
        #expect(spanish.value.text.contains("1 de junio de 2026"))
        #expect(spanish.value.text.contains("Oficina de Reasentamiento de Refugiados"))
        #expect(try world.count(.statementGiven) == 2)
        let given = try world.journal.withEntry(english.receipt) { StatementGiven($0.payload) } ?? nil
        #expect(given?.receipts == [view.receipt] && given?.position == size)
    }

    @Test(
        "A report to child protection stands in the child's own, after a check of delivery, and never in the sponsor's")
    func reports() throws {
        let world = try GateWorld()
        world.governance.change { state in
            state.facts = { facts, _ in
                facts.reports = ["abuse"]
                facts.ofRecord = .yes
            }
        }
        let child = try #require(
            try world.children().first { child in
                (try? world.gate.disclose(world.request("protection", "safety-check"), child: child))
                    .map { !$0.value.rows(of: "sponsors").isEmpty } ?? false
            })
        let sponsor = try #require(try world.numbers("SELECT sponsor FROM disclosure_sponsor ORDER BY seq DESC").first)
        let agencies: (Disclosed<DisclosureStatement>) -> [String] = { $0.value.entries.map(\.agency) }
        #expect(try agencies(give(world, child)) == [])
        #expect(try agencies(give(world, child, .child(deliveryChecked: true))) == ["state.cps"])
        #expect(try agencies(give(world, child, .counsel(deliveryChecked: true))) == ["state.cps"])
        #expect(try agencies(give(world, child, .counsel(deliveryChecked: false))) == [])
        #expect(try agencies(give(world, child, .sponsor(sponsor))) == [])
        // The sentences around it are the same whether anything was left out or not.
        let (left, whole) = (try give(world, child), try give(world, child, .child(deliveryChecked: true)))
        #expect(left.value.opening == whole.value.opening)
    }

    @Test("The sponsor's statement tells what was shown of the sponsor, and nothing of the child")
    func sponsor() throws {
        let world = try GateWorld()
        for child in try world.children() {
            _ = try? world.gate.disclose(world.request("specialist", "safety-check"), child: child)
        }
        let sponsor = try #require(try world.numbers("SELECT sponsor FROM disclosure_sponsor ORDER BY seq").first)
        let child = try #require(
            try world.numbers("SELECT child FROM disclosure_sponsor WHERE sponsor = \(sponsor)").first)
        let statement = try give(world, child, .sponsor(sponsor))
        #expect(!statement.value.entries.isEmpty && statement.value.subject == sponsor)
        let classes = Set(
            statement.value.entries.flatMap(\.groups).flatMap(\.fields).compactMap {
                FieldCatalogue.shipped[$0]?.fieldClass
            })
        #expect(classes.isDisjoint(with: [.identity, .court, .placement, .safetyCall, .clinical]))
        #expect(classes.contains(.sponsorIdentity))
    }

    @Test("An account gets it only when it may know that there is a record")
    func account() throws {
        let world = try GateWorld(children: 6)
        let child = try #require(try world.children().first)
        #expect(throws: GateError(.nothingPermitted)) {
            try world.gate.statement(
                of: child, for: .child(deliveryChecked: false), language: "en",
                askedBy: .account("officer", purpose: "removal"))
        }
        let given = try world.gate.statement(
            of: child, for: .child(deliveryChecked: false), language: "en",
            askedBy: .account("specialist", purpose: "safety-check"))
        #expect(try world.journal.withEntry(given.receipt) { $0.actor } == 1)
    }
}
