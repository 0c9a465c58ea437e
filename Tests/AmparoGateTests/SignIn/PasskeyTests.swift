@testable import AmparoGate
import AmparoModel
import AmparoStore
import AmparoTestSupport
import Testing

@Suite("Passkeys")
struct PasskeyTests {
    private let site = PasskeySite(origin: "https://amparo.example")!
    private let visit = "a visit"

    private func device(seed: UInt8 = 1, isEdwards: Bool = false) throws -> SoftAuthenticator {
        try SoftAuthenticator(origin: site.origin, name: site.name, seed: seed, isEdwards: isEdwards)
    }

    /// A session with a step-up.
    private func enter(_ world: SignInWorld, _ secret: OneTimeCode) async throws -> String {
        let token = try await world.enter(secret: secret).token
        world.store.pass(seconds: 30)
        return try world.desk.stepUp(token, code: secret.code(atSeconds: world.seconds))
    }

    private func add(
        _ world: SignInWorld, _ token: String, _ device: SoftAuthenticator, label: String = "laptop"
    ) throws {
        let account = try #require(try world.desk.signedIn(token)).account
        let asked = try world.desk.requestPasskey(.made, token, of: account, site)
        try world.desk.addPasskey(device.make(asked.challenge), label: label, token, site)
    }

    private func signIn(_ world: SignInWorld, _ device: inout SoftAuthenticator, user: String = "") throws
        -> OpenedSession
    {
        let asked = try world.desk.requestPasskey(visit: visit, site)
        return try world.desk.signIn(
            device.sign(asked.challenge, user: user), visit: visit, site, device: nil, address: "203.0.113.7")
    }

    @Test(
        "A passkey that was added signs in and steps up, by either kind of key, until it is removed",
        arguments: [false, true])
    func whole(isEdwards: Bool) async throws {
        let world = try SignInWorld()
        let (secret, _) = try await world.setUp()
        let token = try await enter(world, secret)
        var device = try device(isEdwards: isEdwards)
        #expect(throws: SignInError(.refused)) { try signIn(world, &device) }
        try add(world, token, device)
        let account = try #require(try world.desk.signedIn(token)).account
        let known = try world.desk.passkeys(of: account)
        #expect(known.map(\.label) == ["laptop"])
        let asked = try world.desk.requestPasskey(.stepUp, token, of: account, site)
        #expect(asked.ids == [SoftAuthenticator.text(device.id)])
        let opened = try signIn(world, &device, user: asked.user)
        let session = try #require(try world.desk.signedIn(opened.token))
        #expect(session.account.id == "manager-1" && !session.isSteppedUp && session.session.grant == known[0].seq)
        let again = try world.desk.requestPasskey(.stepUp, opened.token, of: account, site)
        let stepped = try world.desk.stepUp(opened.token, device.sign(again.challenge), site)
        #expect(try world.desk.signedIn(stepped)?.isSteppedUp == true && world.desk.signedIn(opened.token) == nil)
        // Removed: its sessions end, others stand.
        try world.desk.removePasskey(known[0].seq, token)
        #expect(try world.desk.signedIn(stepped) == nil && world.desk.signedIn(token) != nil)
        #expect(throws: SignInError(.refused)) { try signIn(world, &device) }
        #expect(throws: SignInError(.passkey)) { try world.desk.removePasskey(known[0].seq, token) }
        #expect(try world.store.differences().isEmpty)
    }

    @Test("Nothing is added or removed without a step-up, and no passkey twice or to two accounts")
    func adding() async throws {
        let world = try SignInWorld()
        let (secret, _) = try await world.setUp()
        let plain = try await world.enter(secret: secret).token
        #expect(throws: SignInError(.refused)) { try add(world, plain, device()) }
        #expect(throws: SignInError(.refused)) { try world.desk.removePasskey(1, plain) }
        let token = try await enter(world, secret)
        try add(world, token, device())
        #expect(throws: SignInError(.passkey)) { try add(world, token, device()) }
        for seed in UInt8(2)...10 { try add(world, token, device(seed: seed)) }
        #expect(throws: SignInError(.passkey)) { try add(world, token, device(seed: 11)) }
    }

    @Test("What is not said as it must be is refused: site, kind, presence, verification, signature, count, holder")
    func refusals() async throws {
        let world = try SignInWorld()
        let (secret, _) = try await world.setUp()
        let token = try await enter(world, secret)
        var good = try device()
        func refusedMaking(_ change: (inout SoftAuthenticator) -> Void) throws {
            var wrong = good
            change(&wrong)
            #expect(throws: SignInError(.passkey)) { try add(world, token, wrong) }
        }
        try refusedMaking { $0.origin = "https://evil.example" }
        try refusedMaking { $0.origin = "http://amparo.example" }
        try refusedMaking { $0.name = "evil.example" }
        try refusedMaking { $0.flags = 1 }
        try refusedMaking { $0.flags = 4 }
        try add(world, token, good)
        func refused(_ change: (inout SoftAuthenticator) -> Void) throws {
            var wrong = good
            change(&wrong)
            #expect(throws: SignInError(.refused)) { try signIn(world, &wrong) }
        }
        try refused { $0.origin = "https://amparo.example.evil" }
        try refused { $0.name = "example" }
        try refused { $0.flags = 1 }
        try refused { $0.flags = 4 }
        try refused { $0.flags = 0x15 }
        #expect(throws: SignInError(.refused)) { try signIn(world, &good, user: "AAAA") }
        // Another's key under the same id, and a signature that was changed.
        let other = try SoftAuthenticator(origin: site.origin, name: site.name, seed: 9)
        var asked = try world.desk.requestPasskey(visit: visit, site)
        var copy = other
        var forged = try copy.sign(asked.challenge)
        forged.id = SoftAuthenticator.text(good.id)
        #expect(throws: SignInError(.refused)) {
            try world.desk.signIn(forged, visit: visit, site, device: nil, address: "")
        }
        // The count of a copy does not rise.
        var clone = good
        _ = try signIn(world, &good)
        #expect(throws: SignInError(.refused)) { try signIn(world, &clone) }
        _ = try signIn(world, &good)
        // An answer that says it is of the making.
        asked = try world.desk.requestPasskey(visit: visit, site)
        #expect(throws: SignInError(.refused)) {
            try world.desk.signIn(good.make(asked.challenge), visit: visit, site, device: nil, address: "")
        }
    }

    @Test("A challenge is good once, for five minutes, for one visit and one use")
    func challenges() async throws {
        let world = try SignInWorld()
        let (secret, _) = try await world.setUp()
        let token = try await enter(world, secret)
        var device = try device()
        device.count = nil
        try add(world, token, device)
        func tried(_ challenge: String, visit: String = "a visit") throws -> Bool {
            do {
                _ = try world.desk.signIn(device.sign(challenge), visit: visit, site, device: nil, address: "")
                return true
            } catch let error as SignInError where error.code == .refused {
                return false
            }
        }
        func ask() throws -> String { try world.desk.requestPasskey(visit: visit, site).challenge }
        let first = try ask()
        #expect(try tried(first) && !tried(first))
        #expect(try !tried(ask(), visit: "another"))
        let account = try #require(try world.desk.signedIn(token)).account
        #expect(try !tried(world.desk.requestPasskey(.stepUp, visit, of: account, site).challenge))
        let late = try ask()
        world.store.pass(seconds: 299)
        #expect(try tried(late))
        let later = try ask()
        world.store.pass(seconds: 300)
        #expect(try !tried(later) && !tried("") && !tried("AAAA") && !tried(String(later.dropLast()) + "A"))
        // Another process knows none of them.
        #expect(
            try !PasskeyChallenges(random: .seeded(5)).isGood(try ask(), .signIn, for: visit, at: world.store.clock.now)
        )
    }

    @Test("A lock, another holder and a new one-time link end every passkey; a changed password leaves them")
    func ends() async throws {
        let world = try SignInWorld()
        let (secret, _) = try await world.setUp()
        let token = try await enter(world, secret)
        var device = try device()
        try add(world, token, device)
        world.store.pass(seconds: 30)
        _ = try await world.desk.change(
            token, present: Sensitive(SignInWorld.password), code: secret.code(atSeconds: world.seconds),
            password: Sensitive("nine brown herons fly"), codes: nil)
        _ = try signIn(world, &device)
        _ = try await world.setUp()
        #expect(throws: SignInError(.refused)) { try signIn(world, &device) }
        let next = try await enter(world, secret)
        try add(world, next, device)
        _ = try signIn(world, &device)
        try world.accounts.lock("manager-1", by: nil, reason: Sensitive("lost"))
        #expect(throws: SignInError(.refused)) { try signIn(world, &device) }
    }

    @Test("A site is an origin by https with a name, or this machine")
    func sites() {
        for good in ["https://amparo.example", "https://a.example:8443", "http://localhost:8080", "https://localhost"] {
            #expect(PasskeySite(origin: good)?.origin == good)
        }
        for bad in [
            "", "amparo.example", "http://amparo.example", "https://", "https://amparo.example/", "https://192.0.2.1",
            "https://a.example:0", "https://a.example:080", "https://A.example", "ftp://localhost", "https://a:1:2",
        ] {
            #expect(PasskeySite(origin: bad) == nil, "\(bad)")
        }
    }
}

@Suite("CBOR of authenticators")
struct CBORTests {
    private func read(_ hexadecimal: String) -> CBORValue? {
        Hexadecimal.bytes(hexadecimal).flatMap(CBORReader.value)
    }

    @Test("The examples of RFC 8949, Appendix A, of the kinds that authenticators write")
    func examples() {
        #expect(read("00") == .number(0) && read("17") == .number(23) && read("1818") == .number(24))
        #expect(read("1903e8") == .number(1000) && read("1a000f4240") == .number(1_000_000))
        #expect(read("1b000000e8d4a51000") == .number(1_000_000_000_000))
        #expect(read("20") == .number(-1) && read("3863") == .number(-100) && read("3903e7") == .number(-1000))
        #expect(read("f4") == .flag(false) && read("f5") == .flag(true) && read("f6") == .null)
        #expect(read("40") == .bytes([]) && read("4401020304") == .bytes([1, 2, 3, 4]))
        #expect(read("6449455446") == .text("IETF") && read("62c3bc") == .text("ü"))
        #expect(
            read("8301820203820405")
                == .array([.number(1), .array([.number(2), .number(3)]), .array([.number(4), .number(5)])]))
        #expect(read("a26161016162820203")?["b"] == .array([.number(2), .number(3)]))
    }

    @Test("What is not canonical, not whole, too deep or too large is no value")
    func refused() {
        for bad in [
            "", "18", "1817", "190017", "1a00000001", "1b7fffffff", "1bffffffffffffffff", "3bffffffffffffffff",
            "5f4101ff",
            "7f6161ff", "9f01ff", "bf6161ff", "c000", "f7", "f97e00", "fb3ff199999999999a", "f818", "4401", "61ff",
            "0000", "8201", "a201010102", "a1800", "9b7fffffffffffffff", "5b7fffffffffffffff", "1c", "ff",
            "a1f501", "a1410101", "990101" + String(repeating: "00", count: 257),
            String(repeating: "81", count: 9) + "00",
        ] {
            #expect(read(bad) == nil, "\(bad)")
        }
        #expect(read(String(repeating: "81", count: 8) + "00") != nil)
    }

    /// WebAuthn Level 3, section 16.1.2: the numbers that the W3C publishes for ES256 without attestation.
    @Test("The W3C's example of ES256 without attestation is read, and its signature holds")
    func published() throws {
        func bytes(_ text: String) throws -> [UInt8] { try #require(Hexadecimal.bytes(text)) }
        let attestation = try bytes(
            "a363666d74646e6f6e656761747453746d74a068617574684461746158a4bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4"
                + "b559000000008446ccb9ab1db374750b2367ff6f3a1f0020f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4"
                + "a5010203262001215820afefa16f97ca9b2d23eb86ccb64098d20db90856062eb249c33a9b672f26df61225820930a56b87a2fca66334b03"
                + "458abf879717c12cc68ed73290af2e2664796b9220")
        let made = try #require(AuthenticatorData(attestation: attestation))
        #expect(made.isFor("example.org") && made.isPresent && !made.isVerified && made.count == 0)
        let key = try #require(made.made)
        #expect(Hexadecimal.text(key.id) == "f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4")
        #expect(PasskeyKey(text: key.key.text) == key.key)
        let data = try bytes("bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b51900000000")
        let client = try bytes(
            "7b2274797065223a22776562617574686e2e676574222c226368616c6c656e6765223a224f63446e55685158756c5455506f334a5558543049393770"
                + "767a7a59425039745a63685879617630314167222c226f726967696e223a2268747470733a2f2f6578616d706c652e6f7267222c2263726f7373"
                + "4f726967696e223a66616c73657d")
        var signature = try bytes(
            "3046022100f50a4e2e4409249c4a853ba361282f09841df4dd4547a13a87780218deffcd380221008480ac0f0b93538174f575bf11a1dd5d78c6e486"
                + "013f937295ea13653e331e87")
        #expect(AuthenticatorData(data)?.isFor("example.org") == true)
        let answer = PasskeyAnswer(id: "", clientData: Base64URL.text(client), authenticator: "")
        let site = try #require(PasskeySite(origin: "https://example.org"))
        let said = try #require(answer.browserData("webauthn.get", site))
        #expect(
            Base64URL.bytes(said.challenge)
                == (try bytes("39c0e7521417ba54d43e8dc95174f423dee9bf3cd804ff6d65c857c9abf4d408")))
        #expect(key.key.hasSigned(authenticator: data, browserData: client, signature))
        signature[40] ^= 1
        #expect(!key.key.hasSigned(authenticator: data, browserData: client, signature))
    }

    @Test("Any bytes are read or refused, by the values that were written and by bytes changed at random (seed 7)")
    func random() throws {
        var state: UInt64 = 7
        func draw(_ below: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(below))
        }
        let device = try SoftAuthenticator(origin: "https://a.example", name: "a.example")
        let good = device.attestation()
        #expect(AuthenticatorData(attestation: good)?.made?.id == device.id)
        for _ in 0..<20_000 {
            var bytes = good
            for _ in 0...draw(3) where !bytes.isEmpty {
                switch draw(3) {
                case 0: bytes[draw(bytes.count)] = UInt8(draw(256))
                case 1: bytes.remove(at: draw(bytes.count))
                default: bytes.insert(UInt8(draw(256)), at: draw(bytes.count))
                }
            }
            _ = CBORReader.value(bytes)
            _ = AuthenticatorData(bytes)
            // What is taken is of this site or is not: never a crash, never another length.
            if let read = AuthenticatorData(attestation: bytes) { #expect(read.made != nil) }
        }
        #expect(Base64URL.bytes(Base64URL.text(good)) == good)
        for text in ["A", "AA=", "A+", "AB", "éé"] { #expect(Base64URL.bytes(text) == nil) }
        #expect(Base64URL.bytes("AA") == [0])
    }
}
