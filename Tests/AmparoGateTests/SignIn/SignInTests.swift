@testable import AmparoGate
import AmparoModel
import AmparoStore
import AmparoTestSupport
import Testing

@Suite("Signing in: sessions, purposes, step-up")
struct SignInTests {
    @Test("Account, password and code open a session; each wrong one alone gets the same answer")
    func enter() async throws {
        let world = try SignInWorld()
        let (secret, _) = try await world.setUp()
        let open = try await world.enter(secret: secret)
        let signedIn = try #require(try world.desk.signedIn(open.token))
        #expect(signedIn.account.id == "manager-1")
        #expect(signedIn.purpose == nil)
        #expect(!signedIn.isSteppedUp)
        for (account, password) in [
            ("manager-1", "another long password"), ("nobody", SignInWorld.password),
            ("orr-privacy", SignInWorld.password),
            ("", ""), (String(repeating: "x", count: 5000), "y"),
        ] {
            await #expect(throws: SignInError(.refused)) { try await world.enter(account, password, secret: secret) }
        }
        await #expect(throws: SignInError(.refused)) { try await world.enter(code: "000000") }
        #expect(try world.store.differences().isEmpty)
    }

    @Test("A code works once, and an older one not after it")
    func replay() async throws {
        let world = try SignInWorld()
        let (secret, _) = try await world.setUp()
        _ = try await world.enter(secret: secret)
        let used = secret.code(atSeconds: world.seconds)
        await #expect(throws: SignInError(.refused)) { try await world.enter(code: used) }
        _ = try await world.enter(secret: secret)
    }

    @Test("A recovery code works once, in place of the app's")
    func recovery() async throws {
        let world = try SignInWorld()
        let (_, recovery) = try await world.setUp()
        _ = try await world.enter(code: recovery[3].uppercased().replacing("-", with: " "))
        await #expect(throws: SignInError(.refused)) { try await world.enter(code: recovery[3]) }
        _ = try await world.enter(code: recovery[4])
        #expect(try world.store.differences().isEmpty)
    }

    @Test("A locked or lapsed account loses its sessions at once, and is told so only with the right password")
    func locked() async throws {
        let world = try SignInWorld()
        let (secret, _) = try await world.setUp()
        let (orrSecret, _) = try await world.setUp(.orr)
        let open = try await world.enter(secret: secret)
        try world.accounts.lock("manager-1", by: nil, reason: Sensitive("gone"))
        #expect(try world.desk.signedIn(open.token) == nil)
        await #expect(throws: SignInError(.refused)) { try await world.enter(secret: secret) }
        let officer = try await world.enter("orr-privacy", secret: orrSecret)
        #expect(try world.desk.signedIn(officer.token) != nil)
        world.store.pass(days: 91)
        await #expect(throws: SignInError(.notAttested)) { try await world.enter("orr-privacy", secret: orrSecret) }
        await #expect(throws: SignInError(.refused)) {
            try await world.enter("orr-privacy", "another long password", secret: orrSecret)
        }
    }

    @Test("A session ends when it is not used, and in any case after its longest time")
    func limits() async throws {
        let world = try SignInWorld(limits: SessionLimits(idle: 600, longest: 3600))
        let (secret, _) = try await world.setUp()
        let idle = try await world.enter(secret: secret)
        world.store.pass(seconds: 599)
        #expect(try world.desk.signedIn(idle.token) != nil)
        world.store.pass(seconds: 599)
        #expect(try world.desk.signedIn(idle.token) != nil)
        world.store.pass(seconds: 600)
        #expect(try world.desk.signedIn(idle.token) == nil)
        let long = try await world.enter(secret: secret)
        for _ in 0..<6 {
            world.store.pass(seconds: 595)
            #expect(try world.desk.signedIn(long.token) != nil)
        }
        world.store.pass(seconds: 30)
        #expect(try world.desk.signedIn(long.token) == nil)
    }

    @Test("A purpose is one that the role holds, and each declaration is an entry")
    func purpose() async throws {
        let world = try SignInWorld()
        let (secret, _) = try await world.setUp()
        let open = try await world.enter(secret: secret)
        #expect(throws: SignInError(.purpose)) { try world.desk.declare("removal", open.token) }
        #expect(throws: SignInError(.purpose)) { try world.desk.declare("", open.token) }
        #expect(throws: SignInError(.ended)) { try world.desk.declare("placement", "00") }
        try world.desk.declare("placement", open.token)
        try world.desk.declare("placement", open.token)
        try world.desk.declare("safety-check", open.token)
        #expect(try world.desk.signedIn(open.token)?.purpose == "safety-check")
        let events = try world.desk.ledger.last(10, ofAccount: 2)
        #expect(events.map(\.kind) == [.purposeDeclared, .purposeDeclared, .signedIn])
        #expect(events.map(\.purpose) == ["safety-check", "placement", ""])
        #expect(try world.store.differences().isEmpty)
    }

    @Test("A step-up gives the session another token and holds five minutes; five wrong codes end the session")
    func stepUp() async throws {
        let world = try SignInWorld()
        let (secret, _) = try await world.setUp()
        let open = try await world.enter(secret: secret)
        world.store.pass(seconds: 30)
        let renewed = try world.desk.stepUp(open.token, code: secret.code(atSeconds: world.seconds))
        #expect(try world.desk.signedIn(open.token) == nil)
        #expect(try world.desk.signedIn(renewed)?.isSteppedUp == true)
        world.store.pass(seconds: 300)
        #expect(try world.desk.signedIn(renewed)?.isSteppedUp == false)
        for _ in 0..<4 {
            #expect(throws: SignInError(.refused)) { try world.desk.stepUp(renewed, code: "000000") }
        }
        #expect(throws: SignInError(.ended)) { try world.desk.stepUp(renewed, code: "000000") }
        #expect(try world.desk.signedIn(renewed) == nil)
    }

    @Test("Signing out ends one session; signing out everywhere ends all of the account and none of another")
    func signOut() async throws {
        let world = try SignInWorld()
        let (secret, _) = try await world.setUp()
        let (orrSecret, _) = try await world.setUp(.orr)
        let other = try await world.enter("orr-privacy", secret: orrSecret)
        var open: [String] = []
        for _ in 0..<3 { open.append(try await world.enter(secret: secret).token) }
        try world.desk.signOut(open[0])
        #expect(try world.desk.signedIn(open[0]) == nil)
        #expect(try world.desk.signedIn(open[1]) != nil)
        try world.desk.signOut(open[1], everywhere: true)
        for token in open { #expect(try world.desk.signedIn(token) == nil) }
        #expect(try world.desk.signedIn(other.token) != nil)
        try world.desk.signOut("nothing")
    }

    @Test("A new password needs the old one and a code, and ends every other session")
    func change() async throws {
        let world = try SignInWorld()
        let (secret, _) = try await world.setUp()
        let here = try await world.enter(secret: secret)
        let there = try await world.enter(secret: secret)
        func change(_ present: String, _ new: String, code: String) async throws -> String {
            try await world.desk.change(
                here.token, present: Sensitive(present), code: code, password: Sensitive(new), codes: nil
            ).token
        }
        world.store.pass(seconds: 30)
        let code = secret.code(atSeconds: world.seconds)
        await #expect(throws: SignInError(.refused)) {
            _ = try await change("wrong", "nine brown herons fly", code: code)
        }
        await #expect(throws: SignInError(.passwordShort)) {
            _ = try await change(SignInWorld.password, "x", code: code)
        }
        await #expect(throws: SignInError(.refused)) {
            _ = try await change(SignInWorld.password, "nine brown herons fly", code: "000000")
        }
        let renewed = try await change(SignInWorld.password, "nine brown herons fly", code: code)
        #expect(try world.desk.signedIn(renewed) != nil)
        #expect(try world.desk.signedIn(there.token) == nil)
        await #expect(throws: SignInError(.refused)) { try await world.enter(secret: secret) }
        _ = try await world.enter("manager-1", "nine brown herons fly", secret: secret)
    }

    @Test("Another authenticator has recovery codes of its own; the former secret and codes are worth nothing")
    func changeCodes() async throws {
        let world = try SignInWorld()
        let (secret, recovery) = try await world.setUp()
        let here = try await world.enter(secret: secret)
        world.store.pass(seconds: 30)
        let fresh = try OneTimeCode(random: .seeded(6))
        let changed = try await world.desk.change(
            here.token, present: Sensitive(SignInWorld.password), code: secret.code(atSeconds: world.seconds),
            password: nil, codes: (fresh, fresh.code(atSeconds: world.seconds)))
        #expect(Set(changed.recovery).isDisjoint(with: recovery))
        await #expect(throws: SignInError(.refused)) { try await world.enter(secret: secret) }
        await #expect(throws: SignInError(.refused)) { try await world.enter(code: recovery[0]) }
        _ = try await world.enter(secret: fresh)
        _ = try await world.enter(code: changed.recovery[0])
    }
}
