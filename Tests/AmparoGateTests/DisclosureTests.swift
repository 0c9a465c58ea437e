import AmparoGate
import AmparoModel
import AmparoSharing
import AmparoStore
import AmparoTestSupport
import Testing

@Suite("What leaves, and what does not")
struct DisclosureTests {
    @Test("The field specialist sees the child with name, sponsor and calls, and the receipt says so")
    func specialist() throws {
        let world = try GateWorld()
        let child = try #require(try world.children().first)
        let shown = try world.gate.disclose(world.request("specialist", "safety-check"), child: child)
        let referral = try #require(shown.value.rows(of: "referrals").first)
        #expect(referral["identity.givenNames"] != nil)
        let (receipt, subject, account) = try #require(try world.receipt(shown.receipt))
        #expect(receipt.isGranted && subject == child && account == 1)
        #expect(receipt.purpose == "safety-check" && receipt.operation == "view" && receipt.agency == "hhs.orr")
        #expect(receipt.groups == shown.groups)
        let named = Set(shown.value.rows.flatMap(\.fields).map(\.name))
        #expect(named.isSubset(of: Set(receipt.groups.filter(\.isShown).flatMap(\.fields))))
    }

    @Test("An enforcement officer sees nothing of any child, and every refusal has its receipt")
    func officer() throws {
        let world = try GateWorld()
        for child in try world.children() {
            for purpose in ["removal", "sponsor-enforcement", "court-appearance", "safety-check"] {
                let before = try world.journal.lastSeq()
                var thrown: GateError?
                do throws(GateError) {
                    _ = try world.gate.disclose(world.request("officer", purpose), child: child)
                } catch { thrown = error }
                let denial = try #require(thrown)
                let number = try #require(denial.receipt)
                #expect(number == before + 1)
                let (receipt, subject, account) = try #require(try world.receipt(number))
                #expect(!receipt.isGranted && subject == child && account == 3)
                #expect(denial == GateError(purpose == "safety-check" ? .purposeNotHeld : .nothingPermitted))
            }
        }
    }

    @Test("A number that is nobody's is refused in the same words as a child of whom nothing may be told")
    func nobody() throws {
        let world = try GateWorld()
        let child = try #require(try world.children().first)
        func denial(_ child: Int64) -> String {
            do throws(GateError) {
                _ = try world.gate.disclose(world.request("officer", "removal"), child: child)
                return "shown"
            } catch { return "\(error.code) \(error.detail)" }
        }
        #expect(denial(child) == denial(999_999_999))
    }
}
