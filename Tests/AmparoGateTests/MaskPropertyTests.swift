import AmparoGate
import AmparoModel
import AmparoSharing
import AmparoStore
import AmparoTestSupport
import Testing

@Suite("What the gate returns is the record, masked by the decision")
struct MaskPropertyTests {
    @Test("For random agreements, accounts, purposes and children", arguments: [UInt64(1), 2])
    func masked(seed: UInt64) throws {
        let world = try GateWorld(children: 12, seed: seed)
        let children = try world.children()
        let catalogue = FieldCatalogue.shipped
        var random = SeededGenerator(seed: seed)
        let purposes = ["court-appearance", "safety-check", "removal", "labor-protection", "audit", "placement"]
        var shownFields = 0
        var records: [Int64: PlainRecord] = [:]
        for round in 0..<60 {
            if round % 6 == 0 {
                let agreements = try (0..<3).map { index in
                    try Agreement.parse(yaml: Self.agreement(index, &random), file: "random.yaml")
                }
                let book = try RuleBook.standard(
                    agreements: agreements, markers: ["rider": Bool.random(using: &random)])
                world.governance.change { $0.book = book }
            }
            let child = children.randomElement(using: &random) ?? 0
            let account = GateWorld.accounts.randomElement(using: &random)?.name ?? ""
            let purpose = purposes.randomElement(using: &random) ?? ""
            let record = try records[child] ?? PlainRecord(child, in: world)
            records[child] = record
            var shown: Disclosed<ChildRecord>?
            do throws(GateError) {
                shown = try world.gate.disclose(world.request(account, purpose), child: child)
            } catch { #expect(error.receipt != nil, "seed \(seed), round \(round)") }
            guard let shown else { continue }
            let receipt = try #require(try world.receipt(shown.receipt)?.receipt)
            let whole = Set(receipt.groups.filter { $0.outcome == "disclose" }.flatMap(\.fields))
            var left: Set<PlainRecord.Value> = []
            for row in shown.value.rows where row.source.file != "" {
                for field in row.fields where field.form == nil {
                    left.insert(.init(row: row.number, field: field.name, text: field.value.text))
                }
            }
            let expected = record.values.filter { whole.contains($0.field) }
            #expect(left == expected, "seed \(seed), round \(round), \(account) for \(purpose)")
            // Forms: of fields that the receipt says were shown in that form, and nothing else.
            for field in shown.value.rows.flatMap(\.fields) {
                let outcome = field.form.map { "transform:" + $0 } ?? "disclose"
                #expect(receipt.groups.contains { $0.outcome == outcome && $0.fields.contains(field.name) })
            }
            // Years are years of what the record says.
            let years = Set(record.values.filter { $0.field == "identity.dateOfBirth" }.map { $0.text.prefix(4) })
            for field in shown.value.rows.flatMap(\.fields) where field.form == "year" {
                guard field.name == "identity.dateOfBirth" else { continue }
                #expect(years.contains(Substring(field.value.text)))
            }
            shownFields += left.count
            #expect(catalogue.fields.count > 100)
        }
        #expect(shownFields > 200, "the random rules show something")
    }

    private static func agreement(_ index: Int, _ random: inout SeededGenerator) -> String {
        let recipients = [
            ("dhs.ice.opla", "trial-attorney-office"), ("dhs.ice.ero", "ero-officer"), ("doj.eoir", "court-staff"),
            ("dol.whd", "labor-investigator"), ("counsel", "counsel-of-record"),
            ("hhs.orr", "federal-field-specialist"),
        ]
        let to = recipients.randomElement(using: &random) ?? recipients[0]
        let classes = FieldClass.allCases.filter { _ in Bool.random(using: &random) }.map(\.code)
        let hidden = FieldClass.allCases.filter { _ in Int.random(in: 0..<6, using: &random) == 0 }.map(\.code)
        let forms = ["year", "age-band", "yes-no", "count"].shuffled(using: &random)
        return """
            agreement: random-\(index)
            version: 1
            title: Random
            kind: mou
            parties: [\(Set(["hhs.orr", "doj.eoir", to.0]).sorted().joined(separator: ", "))]
            authority: { privacyAct: b3, citation: "A published routine use" }
            effective: 2026-01-01T00:00:00-05:00
            expires: 2027-06-30
            clauses:
              - id: permit
                permit:
                  from: \(index == 0 ? "doj.eoir" : "hhs.orr")
                  to: { agency: \(to.0), roles: [\(to.1)] }
                  purposes: [court, child-welfare, labor-protection, oversight, immigration-enforcement]
                  classes: [\((classes + ["existence"]).joined(separator: ", "))]
                  transform: { identity.dateOfBirth: \(forms[0] == "age-band" ? "year" : forms[0]) }
                  obligations: [no-onward-transfer]
              - id: prohibit
                prohibit: { to: \(to.0), classes: [\((hidden + ["cat4-plan"]).joined(separator: ", "))] }
            """
    }
}
