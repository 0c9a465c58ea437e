import AmparoModel
import AmparoSharing
import Testing

@Suite("The catalogue of fields")
struct CatalogueTests {
    let catalogue = FieldCatalogue.shipped

    @Test("Every column is a field, or one of the sender's own numbers")
    func everyColumn() {
        let own: Set<String> = [
            "child_id", "referral_id", "placement_id", "sponsor_id", "member_id", "check_id", "release_id", "call_id",
            "service_id", "application_id", "family_row_id", "concern_id",
        ]
        for table in FeedTable.all.values {
            for column in table.fields {
                let field = catalogue.field(kind: table.kind, column: column.id) { _ in nil }
                #expect(
                    (field == nil) == (table.feed == .care && own.contains(column.name)), "\(table.file) \(column.name)"
                )
            }
        }
    }

    @Test("A field has one class, one holder and a name that begins with its class")
    func names() {
        #expect(catalogue.fields.count <= FieldCatalogue.limit)
        #expect(Set(catalogue.fields.map(\.name)).count == catalogue.fields.count)
        for field in catalogue.fields {
            #expect(field.name.hasPrefix(field.fieldClass.code + "."))
            #expect(catalogue[field.number] == field)
            for source in field.sources {
                let holder =
                    switch source.kind.feed {
                    case .care, .census: "hhs.orr"
                    case .court, .mail, .hearingEvents: "doj.eoir"
                    case .notices, .results: "dhs.ice.opla"
                    }
                #expect(field.holder.code == holder, "\(field.name)")
            }
        }
        #expect(Set(catalogue.fields.map(\.fieldClass)) == Set(FieldClass.allCases))
    }

    @Test("An address known only from welfare work is of another class than one where notices go")
    func addresses() {
        let table = RecordKind.address.table
        for (source, name) in [
            ("release", "address.service.street"), ("eoir-33", "address.service.street"),
            ("safety-call", "address.residence.street"), ("school", "address.residence.street"),
        ] {
            let field = catalogue.field(kind: .address, column: table.id("line1")) { _ in source }
            #expect(field?.name == name)
        }
        #expect(
            catalogue.field(kind: .address, column: table.id("line1")) { _ in nil }?.name == "address.residence.street")
    }

    @Test("A concern of trafficking is of the class trafficking")
    func concerns() {
        let table = RecordKind.concern.table
        #expect(
            catalogue.field(kind: .concern, column: table.id("raised_on")) { _ in "trafficking" }?.fieldClass
                == .trafficking)
        #expect(
            catalogue.field(kind: .concern, column: table.id("raised_on")) { _ in "abuse" }?.fieldClass == .incident)
    }
}
