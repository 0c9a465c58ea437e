@testable import AmparoGate
import AmparoModel
import AmparoStore
import AmparoTestSupport
import Testing

@Suite("Guessing is slowed, and keeps nobody out")
struct AttemptTests {
    private func source(_ account: String, _ address: String, device: [UInt8]? = nil) -> AttemptLimits.Source {
        AttemptLimits.Source(account: account, address: address, device: device)
    }

    @Test("Ten failures fill an account's count; one is forgotten every six minutes")
    func account() throws {
        let limits = try AttemptLimits(random: .seeded(1))
        for attempt in 1...10 {
            let (isAdmitted, fills) = limits.admit(source("a", "10.0.0.\(attempt)"), seconds: 1000)
            #expect(isAdmitted)
            #expect(fills == (attempt == 10))
        }
        #expect(!limits.admit(source("a", "10.0.0.99"), seconds: 1000).isAdmitted)
        #expect(!limits.admit(source("a", "10.0.0.99"), seconds: 1359).isAdmitted)
        #expect(limits.admit(source("a", "10.0.0.99"), seconds: 1360).isAdmitted)
        #expect(!limits.admit(source("a", "10.0.0.98"), seconds: 1360).isAdmitted)
        #expect(limits.admit(source("b", "10.0.0.98"), seconds: 1360).isAdmitted)
    }

    @Test("What succeeds is not counted")
    func success() throws {
        let limits = try AttemptLimits(random: .seeded(1))
        for _ in 0..<100 {
            let one = source("a", "10.0.0.1")
            #expect(limits.admit(one, seconds: 5).isAdmitted)
            limits.succeeded(one)
        }
    }

    @Test(
        "A known device is not slowed by strangers' failures, at its account or its address, and has a count of its own"
    )
    func device() throws {
        let limits = try AttemptLimits(random: .seeded(1))
        for _ in 0..<50 { _ = limits.admit(source("a", "10.0.0.1"), seconds: 0) }
        #expect(!limits.admit(source("a", "10.0.0.1"), seconds: 0).isAdmitted)
        for attempt in 1...11 {
            #expect(limits.admit(source("a", "10.0.0.1", device: [7]), seconds: 0).isAdmitted == (attempt <= 10))
        }
    }

    @Test("An address is counted over all accounts, an IPv6 address by its network")
    func address() throws {
        let limits = try AttemptLimits(random: .seeded(1))
        for attempt in 1...20 {
            #expect(limits.admit(source("a\(attempt)", "2001:db8:1:2::\(attempt)"), seconds: 0).isAdmitted)
        }
        #expect(!limits.admit(source("z", "2001:db8:1:2:ffff::1"), seconds: 0).isAdmitted)
        #expect(limits.admit(source("z", "2001:db8:1:3::1"), seconds: 0).isAdmitted)
        #expect(AttemptLimits.network("::1") == "0:0:0:0")
        #expect(AttemptLimits.network("2001:db8::") == "2001:db8:0:0")
        #expect(AttemptLimits.network("192.0.2.1") == "192.0.2.1")
    }

    @Test("A clock that jumps back forgets nothing and breaks nothing")
    func clock() throws {
        let limits = try AttemptLimits(random: .seeded(1))
        for _ in 0..<10 { _ = limits.admit(source("a", ""), seconds: 1_000_000) }
        #expect(!limits.admit(source("a", ""), seconds: .min / 2).isAdmitted)
        #expect(!limits.admit(source("a", ""), seconds: 1_000_000).isAdmitted)
    }

    @Test(
        "Strangers fill the count of an account: its holder still signs in on a known device, and one alarm is written")
    func attack() async throws {
        let world = try SignInWorld()
        let (secret, _) = try await world.setUp()
        let device = try await world.enter(secret: secret).device
        for attempt in 0..<40 {
            let error = await #expect(throws: SignInError.self) {
                try await world.enter(code: "000000", address: "198.51.100.\(attempt)")
            }
            #expect(attempt < 10 ? error?.code == .refused : true)
        }
        await #expect(throws: SignInError(.slowed)) { try await world.enter(secret: secret) }
        let entered = try await world.enter(secret: secret, device: device, address: "198.51.100.1")
        #expect(try world.desk.signedIn(entered.token) != nil)
        // One use of the device's cookie: it has another now.
        await #expect(throws: SignInError(.slowed)) { try await world.enter(secret: secret, device: device) }
        // Another account's device is none of this one's.
        let (orrSecret, _) = try await world.setUp(.orr)
        let other = try await world.enter("orr-privacy", secret: orrSecret)
        await #expect(throws: SignInError(.slowed)) { try await world.enter(secret: secret, device: other.device) }
        let alarms = try world.desk.ledger.alarms(since: GovernedStore.start)
        #expect(!alarms.isEmpty && alarms.count <= 4)
        #expect(alarms.allSatisfy { $0.account == 2 })
    }

    @Test("At most two passwords are worked out at once, and whoever comes when many wait is sent away")
    func work() async throws {
        let work = PasswordWork(
            random: .seeded(3), cost: .init(logRounds: 12, blockSize: 8, parallelism: 1), mostAtOnce: 1, mostWaiting: 3)
        let answers = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<12 {
                group.addTask {
                    do {
                        return try await !work.check(Sensitive("guess"), nil)
                    } catch {
                        return (error as? SignInError) != SignInError(.busy)
                    }
                }
            }
            return await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        #expect(answers.contains(false))
        #expect(answers.count(where: \.self) >= 4)
        // And everybody has left again.
        #expect(try await !work.check(Sensitive("guess"), nil))
    }
}
