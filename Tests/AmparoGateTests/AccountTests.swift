import AmparoGate
import AmparoModel
import AmparoStore
import AmparoTestSupport
import Testing

@Suite("Accounts: who may act, for how long, and who said so")
struct AccountTests {
    private func desk(_ store: GovernedStore) -> AccountDesk { AccountDesk(store.governance, codes: TestWords.terms) }

    @Test("The first account is a privacy officer's and needs nobody; the second needs a signature")
    func bootstrap() throws {
        let store = try GovernedStore()
        let desk = desk(store)
        #expect(throws: GovernanceError(.notEntitled, "")) { try desk.add(Officer.manager.request, by: []) }
        #expect(try desk.add(Officer.orr.request, by: []) == 1)
        #expect(throws: GovernanceError(.signature, "")) { try desk.add(Officer.manager.request, by: []) }
        #expect(try desk.add(Officer.manager.request, by: [Officer.orr.signer]) == 2)
        #expect(try desk.all().map(\.id) == ["orr-privacy", "manager-1"])
        #expect(try store.differences().isEmpty)
    }

    @Test("A signature of another key, over another statement, or none, opens nothing")
    func signatures() throws {
        let store = try GovernedStore()
        let desk = desk(store)
        try desk.add(Officer.orr.request, by: [])
        let wrong = Signer("orr-privacy", .key(Officer.manager.key))
        #expect(throws: GovernanceError(.signature, "")) { try desk.add(Officer.manager.request, by: [wrong]) }
        let asked = #expect(throws: SignatureNeeded.self) {
            try desk.add(Officer.manager.request, by: [Signer("orr-privacy", .asked)])
        }
        let statement = try #require(asked?.statement)
        #expect(statement.text.contains("act: account-added\naccount: orr-privacy\nabout: manager-1\n"))
        let made = try Officer.orr.key.sign(statement)
        #expect(throws: GovernanceError(.signature, "")) {
            try desk.add(Officer.orrSecond.request, by: [Signer("orr-privacy", .made(made))])
        }
        try desk.add(Officer.manager.request, by: [Signer("orr-privacy", .made(made))])
        #expect(try desk.all().count == 2)
    }

    @Test("A privacy officer grants within the own agency, not on detail, not to the own account")
    func grants() throws {
        let store = try GovernedStore()
        let desk = desk(store)
        try desk.add(Officer.orr.request, by: [])
        #expect(throws: GovernanceError(.notEntitled, "")) {
            try desk.add(Officer.ice.request, by: [Officer.orr.signer])
        }
        try desk.add(Officer.detailed.request, by: [Officer.orr.signer])
        #expect(throws: GovernanceError(.notEntitled, "")) {
            try desk.add(Officer.manager.request, by: [Officer.detailed.signer])
        }
        #expect(throws: GovernanceError(.notEntitled, "")) { try desk.attest("orr-privacy", by: [Officer.orr.signer]) }
        try desk.add(Officer.manager.request, by: [Officer.orr.signer])
        #expect(throws: GovernanceError(.notEntitled, "")) {
            try desk.attest("detailee", by: [Officer.manager.signer])
        }
    }

    @Test("Two who sign are two people, and of two home agencies where there are two")
    func two() throws {
        let store = try GovernedStore()
        let desk = desk(store)
        try desk.add(Officer.orr.request, by: [])
        try desk.add(Officer.orrSecond.request, by: [Officer.orr.signer])
        #expect(throws: GovernanceError(.secondPerson, "")) {
            try desk.add(Officer.ice.request, by: [Officer.orr.signer, Officer.orr.signer])
        }
        try desk.add(Officer.ice.request, by: [Officer.orr.signer, Officer.orrSecond.signer])
        #expect(throws: GovernanceError(.secondPerson, "")) {
            try desk.add(Officer.eoir.request, by: [Officer.orr.signer, Officer.orrSecond.signer])
        }
        try desk.add(Officer.eoir.request, by: [Officer.orr.signer, Officer.ice.signer])
        #expect(throws: GovernanceError(.notEntitled, ""), "others do not open ORR's records to themselves") {
            try desk.add(Officer.manager.request, by: [Officer.ice.signer, Officer.eoir.signer])
        }
        #expect(try desk.all().count == 4)
    }

    @Test("One key is one person, one id one account, and an id names nobody")
    func identities() throws {
        let store = try GovernedStore()
        let desk = desk(store)
        try desk.add(Officer.orr.request, by: [])
        var copy = Officer.manager.request
        copy.signingKey = Officer.orr.key.publicBytes
        #expect(throws: GovernanceError(.exists, "")) { try desk.add(copy, by: [Officer.orr.signer]) }
        #expect(throws: GovernanceError(.exists, "")) { try desk.add(Officer.orr.request, by: [Officer.orr.signer]) }
        for id in ["Ana Lopez", "", "1a", "a_b", "a/b", String(repeating: "a", count: 65)] {
            var request = Officer.manager.request
            request.id = id
            #expect(throws: GovernanceError(.unknownWord, "")) { try desk.add(request, by: [Officer.orr.signer]) }
        }
        for (agency, role) in [("hhs.nowhere", "case-manager"), ("dhs.ice", "case-manager"), ("hhs.orr", "boss")] {
            var request = Officer.manager.request
            (request.agency, request.role) = (agency, role)
            #expect(throws: GovernanceError(.unknownWord, "")) { try desk.add(request, by: [Officer.orr.signer]) }
        }
    }

    @Test("An attestation holds up to the 90th day; then the account signs nothing until it is attested again")
    func attestation() throws {
        let store = try GovernedStore()
        let desk = desk(store)
        try desk.add(Officer.orr.request, by: [])
        try desk.add(Officer.orrSecond.request, by: [Officer.orr.signer])
        store.pass(days: 90)
        try desk.add(Officer.manager.request, by: [Officer.orr.signer])
        store.pass(days: 1)
        #expect(throws: GovernanceError(.notAttested, "")) {
            try desk.attest("orr-privacy-2", by: [Officer.orr.signer])
        }
        // All privacy officers have lapsed: two accounts of the only house may still sign together.
        try desk.attest("orr-privacy", by: [Officer.orrSecond.signer, Officer.manager.signer])
        try desk.attest("orr-privacy-2", by: [Officer.orr.signer])
        #expect(try desk.account("orr-privacy-2").isAttested(on: store.clock.now.day))
    }

    @Test("A locked account signs nothing; the operator may lock, and only the rule for new ones opens it again")
    func locking() throws {
        let store = try GovernedStore()
        let desk = desk(store)
        try desk.add(Officer.orr.request, by: [])
        try desk.add(Officer.orrSecond.request, by: [Officer.orr.signer])
        try desk.add(Officer.manager.request, by: [Officer.orr.signer])
        #expect(throws: GovernanceError(.notEntitled, "")) {
            try desk.lock("orr-privacy", by: "manager-1", reason: Sensitive("x"))
        }
        try desk.lock("orr-privacy-2", by: nil, reason: Sensitive("The key was stolen from Ana"))
        try desk.lock("orr-privacy-2", by: nil, reason: Sensitive("again"))
        #expect(throws: GovernanceError(.locked, "")) { try desk.attest("manager-1", by: [Officer.orrSecond.signer]) }
        #expect(throws: GovernanceError(.locked, "")) { try desk.attest("orr-privacy-2", by: [Officer.orr.signer]) }
        try desk.change(Officer.orrSecond.request, by: [Officer.orr.signer])
        try desk.attest("manager-1", by: [Officer.orrSecond.signer])
        #expect(try store.differences().isEmpty)
    }

    @Test("Every office and role that gains access is told once")
    func changes() throws {
        let store = try GovernedStore()
        let desk = desk(store)
        try desk.add(Officer.orr.request, by: [])
        try desk.add(Officer.manager.request, by: [Officer.orr.signer])
        var second = Officer("manager-2", "case-manager", "hhs.orr", office: "SAT").request
        try desk.add(second, by: [Officer.orr.signer])
        second.office = "HOU"
        store.pass(days: 1)
        try desk.change(second, by: [Officer.orr.signer])
        let changes = try desk.changes()
        #expect(changes.map(\.isNewRole) == [true, true, false, false])
        #expect(changes.map(\.isNewOffice) == [true, true, false, true])
        #expect(try desk.changes(since: store.clock.now).map(\.account.office) == ["HOU"])
    }

    @Test("A clock that jumps back makes nobody attested again")
    func clockJumpsBack() throws {
        let store = try GovernedStore()
        let desk = desk(store)
        try desk.add(Officer.orr.request, by: [])
        try desk.add(Officer.orrSecond.request, by: [Officer.orr.signer])
        store.pass(days: 91)
        try desk.lock("orr-privacy-2", by: nil, reason: Sensitive("x"))
        store.pass(days: -60)
        #expect(throws: GovernanceError(.notAttested, "")) {
            try desk.add(Officer.manager.request, by: [Officer.orr.signer])
        }
    }
}
