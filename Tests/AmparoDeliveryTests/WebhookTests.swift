import AmparoDelivery
import AmparoModel
import AmparoStore
import AmparoTestSupport
import Crypto
import Foundation
import Testing

@Suite("Webhooks")
struct WebhookTests {
    private func carrier(
        _ store: DeliveryStore, loopback: Bool = true, resolver: any AddressResolver = SystemResolver()
    ) throws -> WebhookCarrier {
        try WebhookCarrier(
            keys: MessageKeys(store.keys), sender: Sender(source: "urn:amparo:test", link: "https://amparo.test/h/"),
            rules: EgressRules(allowsLoopback: loopback), resolver: resolver, timeout: .milliseconds(1500))
    }

    @Test("A webhook is a CloudEvent that says a reference, a reason and moments, signed with Ed25519")
    func signed() async throws {
        let store = try DeliveryStore()
        let receiver = try await LoopbackReceiver()
        let record = try store.addReceiver(at: receiver.url)
        try store.offer(children: 41...41)
        let carrier = try carrier(store)
        #expect(try await store.courier(carrier).runOnce().delivered == 1)
        await carrier.shutdown()
        let got = try #require(receiver.taken.first)
        try await receiver.close()
        #expect(got.headers["content-type"] == "application/cloudevents+json; charset=utf-8")
        #expect(got.id == "msg_\(store.numbers(of: 41)[0])_1")
        let event = try #require(try JSONSerialization.jsonObject(with: Data(got.body.utf8)) as? [String: Any])
        #expect(event["specversion"] as? String == "1.0")
        #expect(event["id"] as? String == got.id)
        #expect(event["type"] as? String == "org.amparo.handoff.offered.v1")
        #expect(event["dataref"] as? String == "https://amparo.test/h/H-\(store.numbers(of: 41)[0])")
        let data = try #require(event["data"] as? [String: String])
        #expect(Set(data.keys) == ["handoff", "duty", "reason", "content", "answerBy"])
        #expect(data["answerBy"] == "2026-03-03T15:00:00Z")
        #expect(!got.body.contains("41"), "no number of a child")

        let text = try MessageKeys(store.keys).verification(of: record)
        #expect(text.hasPrefix("whpk_"))
        let key = try Curve25519.Signing.PublicKey(rawRepresentation: Data(base64Encoded: String(text.dropFirst(5)))!)
        let signature = try #require(got.headers["webhook-signature"])
        #expect(signature.hasPrefix("v1a,"))
        let signed = "\(got.id).\(got.headers["webhook-timestamp"]!).\(got.body)"
        #expect(
            key.isValidSignature(Data(base64Encoded: String(signature.dropFirst(4)))!, for: Data(signed.utf8)))
        #expect(got.headers["webhook-timestamp"] == "\(DeliveryStore.start.microseconds / 1_000_000)")
    }

    @Test("While keys are exchanged, both sign")
    func rotation() async throws {
        let store = try DeliveryStore()
        let receiver = try await LoopbackReceiver()
        let first = try store.addReceiver(at: receiver.url, signing: .hmac)
        let second = try store.receivers.rotate("office", overlap: .seconds(3600), signing: DeliveryStore.signing)
        let keys = try MessageKeys(store.keys)
        let secrets = try [first, second].map { try keys.verification(of: $0) }
        #expect(Set(secrets).count == 2)
        let carrier = try carrier(store)
        for expected in [2, 1] {
            try store.offer(children: 1...1)
            #expect(try await store.courier(carrier).runOnce().delivered == 1)
            let got = try #require(receiver.taken.last)
            let signatures = got.headers["webhook-signature"]!.split(separator: " ")
            #expect(signatures.count == expected)
            for (signature, secret) in zip(signatures, secrets.reversed()) {
                let key = SymmetricKey(data: Data(base64Encoded: String(secret.dropFirst(6)))!)
                #expect(
                    HMAC<SHA256>.isValidAuthenticationCode(
                        Data(base64Encoded: String(signature.dropFirst(3)))!,
                        authenticating: Data("\(got.id).\(got.headers["webhook-timestamp"]!).\(got.body)".utf8),
                        using: key))
            }
            store.clock.advance(microseconds: 3_600_000_000)
        }
        await carrier.shutdown()
        try await receiver.close()
    }

    @Test(
        "What a receiver answers decides whether the message, the receiver or nothing is at fault",
        arguments: [
            (200, 1, 0, 0), (204, 1, 0, 0), (400, 0, 1, 0), (422, 0, 1, 0), (500, 0, 0, 1), (503, 0, 0, 1),
            (302, 0, 0, 1),
            (404, 0, 0, 1), (401, 0, 0, 1),
        ])
    func answers(_ status: Int, _ delivered: Int, _ putOff: Int, _ troubles: Int) async throws {
        let store = try DeliveryStore()
        let receiver = try await LoopbackReceiver { _, _ in
            .answers(status, ["location": "http://169.254.169.254/latest/meta-data"])
        }
        try store.addReceiver(at: receiver.url)
        try store.offer(children: 1...1)
        let carrier = try carrier(store)
        let report = try await store.courier(carrier).runOnce()
        await carrier.shutdown()
        #expect((report.delivered, report.putOff, report.troubles) == (delivered, putOff, troubles))
        #expect(receiver.requests == 1)
        try await receiver.close()
    }

    @Test("Hanging, closing early and endless answers are no trouble for long")
    func hostile() async throws {
        for behaviour in [LoopbackReceiver.Behaviour.hangs, .closes, .takesSilently, .takesWithMuch] {
            let store = try DeliveryStore()
            let receiver = try await LoopbackReceiver { _, _ in behaviour }
            try store.addReceiver(at: receiver.url)
            try store.offer(children: 1...3)
            let carrier = try carrier(store)
            let report = try await store.courier(carrier).runOnce()
            await carrier.shutdown()
            if case .takesWithMuch = behaviour {
                #expect(report.delivered == 3)
            } else {
                #expect(report.delivered == 0 && report.troubles == 1)
            }
            try await receiver.close()
        }
    }

    /// A resolver that knows what a test says.
    struct Names: AddressResolver {
        var known: [String: [String]]
        func addresses(of host: String) async -> [String] { known[host] ?? [] }
    }

    @Test(
        "Nothing connects to this machine, its network or a cloud's metadata, by whatever name",
        arguments: [
            ["127.0.0.1"], ["10.1.2.3"], ["172.16.0.1"], ["192.168.1.1"], ["169.254.169.254"], ["100.64.0.1"],
            ["0.0.0.0"],
            ["::1"], ["fe80::1"], ["fd00::1"], ["::ffff:127.0.0.1"], ["64:ff9b::7f00:1"], ["2002:7f00:1::"],
            ["224.0.0.1"],
            ["8.8.8.8", "127.0.0.1"], [],
        ])
    func closedAddresses(_ addresses: [String]) async throws {
        let store = try DeliveryStore()
        let receiver = try await LoopbackReceiver()
        try store.addReceiver(at: "https://inside.test:\(receiver.port)/")
        try store.offer(children: 1...1)
        let carrier = try carrier(store, loopback: false, resolver: Names(known: ["inside.test": addresses]))
        let report = try await store.courier(carrier).runOnce()
        await carrier.shutdown()
        #expect(report.troubles == 1 && report.delivered == 0)
        #expect(receiver.requests == 0)
        try await receiver.close()
    }

    @Test("Public addresses are open, others are not")
    func openAddresses() {
        let rules = EgressRules()
        for address in ["8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00::1"] {
            #expect(rules.allows(address))
        }
        for address in [
            "127.1", "localhost", "", "2001:db8::1", "2001:0:1::", "ff02::1", "203.0.113.9", "255.255.255.255",
        ] {
            #expect(!rules.allows(address), "\(address)")
        }
    }

    @Test(
        "Addresses that two readers could understand differently are refused",
        arguments: [
            "http://", "https://a@b/", "https://a%2eb/", "ftp://a/", "https://a:0/", "https://a:99999/", "https:///x",
            "https://a b/",
            "https://a\\b/", "https://[::1", "https://a#b", "file:///etc/passwd", "",
        ])
    func addresses(_ text: String) throws {
        let store = try DeliveryStore()
        #expect(throws: DeliveryError(.badValue, "")) { try store.addReceiver(at: text) }
    }
}
