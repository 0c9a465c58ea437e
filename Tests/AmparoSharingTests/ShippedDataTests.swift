import AmparoModel
import AmparoSharing
import Testing

@Suite("The shipped words and rules")
struct ShippedDataTests {
    @Test("They can be read")
    func read() throws {
        let terms = try SharingTerms.shipped()
        #expect(terms.parties.roles.count == 30)
        #expect(terms.purposes.leaves.count == 19)
        #expect(try RuleDocument.shippedFloor().rules.count == 10)
        #expect(try RuleDocument.shippedMandates().rules.allSatisfy { $0.kind == .mandate })
        _ = try RuleBook.standard(agreements: [])
    }

    @Test("No enforcement role of DHS holds a purpose of child welfare")
    func enforcement() throws {
        let terms = try SharingTerms.shipped()
        for role in terms.parties.roles {
            let dhs = role.parties.contains { terms.parties.covers("dhs.enforcement", $0) }
            #expect(!dhs || role.isEnforcement, "\(role.code) is a role of an enforcement component")
            for purpose in terms.purposes.leaves where terms.purposes.covers("child-welfare", purpose.code) {
                #expect(!role.isEnforcement || !terms.holds(role, purpose.code), "\(role.code) \(purpose.code)")
            }
        }
    }
}
