import AmparoGate
import AmparoModel
import AmparoSharing
import AmparoStore
import AmparoTestSupport
import Testing

@Suite("Certificates by which machines are known")
struct CertificateTests {
    private let print = [UInt8](repeating: 7, count: 32)

    private func until(_ world: SignInWorld, days: Int) -> Day {
        WashingtonTime.day(of: world.store.clock.now).adding(days: days)
    }

    @Test("A registered certificate is an account's until its last day, its end, a lock or another key")
    func standing() throws {
        let world = try SignInWorld()
        let desk = CertificateDesk(world.store.governance, terms: TestWords.terms)
        let directory = CertificateDirectory(world.store.governance)
        func register(_ days: Int = 30) throws {
            try desk.register(
                print, for: "manager-1", purposes: ["placement"], until: until(world, days: days),
                by: [Officer.orr.signer])
        }
        #expect(try directory.find(print) == nil)
        try register()
        let known = try #require(try directory.find(print))
        #expect(known.id == "manager-1" && known.purposes == ["placement"])
        #expect(try desk.all().map(\.id) == ["manager-1"])
        #expect(try directory.find([UInt8](repeating: 8, count: 32)) == nil)
        try desk.end(print)
        #expect(try directory.find(print) == nil && desk.all().isEmpty)
        #expect(throws: GovernanceError(.notFound, "")) { try desk.end(print) }
        try register(1)
        #expect(try directory.find(print) != nil)
        world.store.pass(seconds: 3 * 86_400)
        #expect(try directory.find(print) == nil)
        try register()
        try world.accounts.lock("manager-1", by: nil, reason: Sensitive("lost"))
        #expect(try directory.find(print) == nil)
    }

    @Test("Who registers it, for what and until when, is checked")
    func refused() throws {
        let world = try SignInWorld()
        let desk = CertificateDesk(world.store.governance, terms: TestWords.terms)
        func register(
            _ purposes: [String], days: Int = 30, by signers: [Signer], _ print: [UInt8]? = nil
        ) throws {
            try desk.register(
                print ?? self.print, for: "manager-1", purposes: purposes, until: until(world, days: days), by: signers)
        }
        let orr = [Officer.orr.signer]
        #expect(throws: GovernanceError(.unknownWord, "")) { try register(["removal"], by: orr) }
        #expect(throws: GovernanceError(.unknownWord, "")) { try register([], by: orr) }
        #expect(throws: GovernanceError(.unknownWord, "")) { try register(["placement"], days: -1, by: orr) }
        #expect(throws: GovernanceError(.unknownWord, "")) { try register(["placement"], days: 398, by: orr) }
        #expect(throws: GovernanceError(.unknownWord, "")) { try register(["placement"], by: orr, [1]) }
        // The holder alone cannot.
        #expect(throws: GovernanceError(.notEntitled, "")) {
            try register(["placement"], by: [Officer.manager.signer])
        }
        try register(["placement"], by: orr)
        #expect(throws: GovernanceError(.exists, "")) {
            try desk.register(
                print, for: Officer.orr.id, purposes: ["audit"], until: until(world, days: 1),
                by: [Officer.manager.signer])
        }
    }
}
