import AmparoGate
import AmparoModel
import AmparoStore
import AmparoTestSupport
import Testing

@Suite("Who is to hear of changed credentials")
struct CredentialNoticeTests {
    @Test("A holder with a mail address hears of each change once; one without, and of what was long ago, nobody does")
    func waiting() async throws {
        let world = try SignInWorld()
        let notices = CredentialNotices(world.store.governance)
        #expect(try notices.waiting().isEmpty)
        let (_, recovery) = try await world.setUp()
        // The manager's address has no line that is a mail address.
        #expect(try notices.waiting().isEmpty)
        var request = Officer.manager.request
        request.address = Sensitive("1 Main St, San Antonio TX\nmanager@office.test")
        try world.accounts.change(request, by: [Officer.orr.signer])
        let first = try notices.waiting()
        #expect(first.map(\.change) == [.credentialSet])
        #expect("\(first[0].address)" == "‹sealed›")
        _ = try await world.enter(code: recovery[0])
        let both = try notices.waiting()
        #expect(both.map(\.change) == [.credentialSet, .recoveryCodeUsed])
        try notices.settle(both[0], .sent)
        #expect(try notices.waiting().map(\.seq) == [both[1].seq])
        try notices.settle(both[1], .refused)
        #expect(try notices.waiting().isEmpty)
        _ = try await world.setUp()
        #expect(try notices.waiting().count == 1)
        world.store.pass(seconds: 2 * 86_400)
        #expect(try notices.waiting().isEmpty)
        #expect(try world.store.differences().isEmpty)
    }
}
