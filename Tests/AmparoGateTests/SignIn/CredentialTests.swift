@testable import AmparoGate
import AmparoModel
import AmparoStore
import AmparoTestSupport
import Foundation
import Testing

@Suite("Passwords, codes and the one-time link")
struct CredentialTests {
    @Test(
        "Codes are those of RFC 6238, appendix B",
        arguments: [
            (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"),
            (2_000_000_000, "279037"), (20_000_000_000, "353130"),
        ] as [(Int64, String)])
    func totp(seconds: Int64, code: String) throws {
        let secret = try #require(OneTimeCode(text: "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"))
        #expect(secret.code(atSeconds: seconds) == code)
        #expect(secret.step(of: code, atSeconds: seconds + 30) == seconds / 30)
        #expect(secret.step(of: " \(code.prefix(3)) \(code.suffix(3))", atSeconds: seconds - 30) == seconds / 30)
        #expect(secret.step(of: code, atSeconds: seconds + 90) == nil)
        #expect(secret.step(of: "", atSeconds: seconds) == nil)
        #expect(secret.step(of: code + "0", atSeconds: seconds) == nil)
    }

    @Test(
        "Base 32 is that of RFC 4648, section 10",
        arguments: [
            ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("foobar", "MZXW6YTBOI"),
        ])
    func base32(plain: String, text: String) {
        #expect(Base32.text(Array(plain.utf8)) == text)
        #expect(Base32.bytes(text.lowercased() + "==") == Array(plain.utf8))
        #expect(Base32.bytes(text + "1") == nil)
    }

    @Test("What is kept of a password is scrypt's answer, and can be read again")
    func scrypt() throws {
        // By Python's hashlib: scrypt('contraseña larga 7', salt 00..0f, n=1024, r=8, p=2).
        let cost = PasswordHash.Cost(logRounds: 10, blockSize: 8, parallelism: 2)
        let made = try PasswordHash(password: "contrase\u{f1}a larga 7", salt: Array(0..<16), cost: cost)
        #expect(Hexadecimal.text(made.hash) == "19d321afc15458085ec453a20bb4cb7ab3defee36902f255d48e1b2b500fb357")
        #expect(made.text.hasPrefix("$scrypt$ln=10,r=8,p=2$000102"))
        #expect(PasswordHash(text: made.text) == made)
        // The same letters from another keyboard.
        #expect(try PasswordHash(password: "contrasen\u{303}a larga 7", salt: Array(0..<16), cost: cost) == made)
        for text in ["", "$scrypt$ln=99,r=8,p=2$00$00", "$argon2$ln=10,r=8,p=2$00$00", made.text + "0"] {
            #expect(PasswordHash(text: text) == nil)
        }
    }

    @Test(
        "Short, long and common passwords are refused",
        arguments: [
            ("short", SignInError.Code.passwordShort), ("elevenchars", .passwordShort),
            ("password1234", .passwordCommon),
            ("Password2026", .passwordCommon), ("aaaaaaaaaaaaaaaa", .passwordCommon), ("123456789012", .passwordCommon),
            ("qwertyuiopasd", .passwordCommon), ("P@ssword1234", .passwordCommon),
            ("iloveyouiloveyou", .passwordCommon),
            ("my manager-1 is", .passwordCommon), (String(repeating: "x9 kq", count: 200), .passwordLong),
        ])
    func rule(password: String, fault: SignInError.Code) {
        #expect(PasswordRule.fault(password, account: "manager-1") == fault)
    }

    @Test(
        "Long passwords of any signs may be used",
        arguments: ["seven green otters hum", "ñandú café 12 sol", "k3J#9vQ!z81b"])
    func allowed(password: String) { #expect(PasswordRule.fault(password, account: "manager-1") == nil) }

    @Test("A link works once, for its account, and the store keeps neither link nor password nor codes in plain")
    func once() async throws {
        let world = try SignInWorld()
        let link = try world.credentials.invite("manager-1", by: [Officer.manager.signer]).link
        #expect(try world.desk.account(of: link) == "manager-1")
        let secret = try OneTimeCode(random: .seeded(5))
        let recovery = try await world.desk.set(
            password: Sensitive(SignInWorld.password), codes: secret, code: secret.code(atSeconds: world.seconds),
            by: link)
        #expect(Set(recovery).count == RecoveryCode.count)
        #expect(throws: SignInError(.link)) { try world.desk.account(of: link) }
        await #expect(throws: SignInError(.link)) {
            try await world.desk.set(
                password: Sensitive(SignInWorld.password), codes: secret, code: secret.code(atSeconds: world.seconds),
                by: link)
        }
        _ = try await world.enter(secret: secret)
        #expect(try world.store.differences().isEmpty)
        let token = try #require(link.text.split(separator: "-").last.map(String.init))
        for file in try FileManager.default.contentsOfDirectory(atPath: world.store.folder + "/data") {
            let bytes = try #require(FileManager.default.contents(atPath: world.store.folder + "/data/" + file))
            for word in [SignInWorld.password, secret.text, token, recovery[0], "scrypt"] {
                #expect(bytes.range(of: Data(word.utf8)) == nil, "\(word) in \(file)")
            }
            #expect(bytes.range(of: Data(Hexadecimal.bytes(token) ?? [])) == nil)
            #expect(bytes.range(of: Data(secret.secret)) == nil)
        }
    }

    @Test("A link ends after its last day, by a newer one, and when the account is locked")
    func ended() throws {
        let world = try SignInWorld()
        let first = try world.credentials.invite("manager-1", by: [Officer.manager.signer]).link
        let second = try world.credentials.invite("manager-1", days: 0, by: [Officer.manager.signer]).link
        #expect(throws: SignInError(.link)) { try world.desk.account(of: first) }
        #expect(try world.desk.account(of: second) == "manager-1")
        world.store.pass(days: 1)
        #expect(throws: SignInError(.link)) { try world.desk.account(of: second) }
        let third = try world.credentials.invite("manager-1", by: [Officer.manager.signer]).link
        try world.accounts.lock("manager-1", by: nil, reason: Sensitive("lost"))
        #expect(throws: SignInError(.link)) { try world.desk.account(of: third) }
        #expect(throws: GovernanceError(.locked, "")) {
            try world.credentials.invite("manager-1", by: [Officer.manager.signer])
        }
    }

    @Test("A link is made by the holder's own key or by who may attest the account, and by nobody else")
    func who() throws {
        let world = try SignInWorld()
        try world.accounts.add(Officer.manager2.request, by: [Officer.orr.signer])
        _ = try world.credentials.invite("manager-1", by: [Officer.orr.signer])
        _ = try world.credentials.invite("orr-privacy", by: [Officer.orr.signer])
        #expect(throws: GovernanceError(.notEntitled, "")) {
            try world.credentials.invite("manager-1", by: [Officer.manager2.signer])
        }
        #expect(throws: GovernanceError(.signature, "")) { try world.credentials.invite("manager-1", by: []) }
        #expect(throws: GovernanceError(.signature, "")) {
            try world.credentials.invite("manager-1", by: [Signer("manager-1", .key(Officer.orr.key))])
        }
        #expect(throws: GovernanceError(.notFound, "")) {
            try world.credentials.invite("nobody", by: [Officer.orr.signer])
        }
    }

    @Test("A signature that was made elsewhere is good for one link")
    func signature() throws {
        let world = try SignInWorld()
        let asked = #expect(throws: SignatureNeeded.self) {
            try world.credentials.invite("manager-1", by: [Signer("manager-1", .asked)])
        }
        let statement = try #require(asked?.statement)
        let text = "\n" + statement.text.replacing("\n", with: "\r\n")
        #expect(try Statement.all(in: text + text) == [statement, statement])
        let made = try Officer.manager.key.sign(statement)
        _ = try world.credentials.invite("manager-1", by: [Signer("manager-1", .made(made))])
        #expect(throws: GovernanceError(.signature, "")) {
            try world.credentials.invite("manager-1", by: [Signer("manager-1", .made(made))])
        }
    }

    @Test(
        "What is no statement is not signed",
        arguments: [
            "", "hello", "amparo statement 1\nact: a\naccount: b\nabout: c\ncontent: 00\nI agree.",
            "amparo statement 1\nact: a\naccount: b\nabout: c\n",
            "amparo statement 2\nact: a\naccount: b\nabout: c\ncontent: 00",
        ])
    func noStatement(text: String) {
        #expect(throws: GovernanceError(.signature, "")) { try Statement.all(in: text) }
    }

    @Test("Another signing key is another holder: the former password is worth nothing")
    func newHolder() async throws {
        let world = try SignInWorld()
        let (secret, _) = try await world.setUp()
        let open = try await world.enter(secret: secret)
        var moved = Officer.manager.request
        moved.office = "HOU"
        try world.accounts.change(moved, by: [Officer.orr.signer])
        #expect(try world.desk.signedIn(open.token) != nil)
        var other = moved
        other.signingKey = Officer.manager2.key.publicBytes
        try world.accounts.change(other, by: [Officer.orr.signer])
        #expect(try world.desk.signedIn(open.token) == nil)
        await #expect(throws: SignInError(.refused)) { try await world.enter(secret: secret) }
    }
}
