import AmparoDelivery
import AmparoModel
import AmparoStore
import AmparoTestSupport
import Testing

@Suite("A webhook goes to nobody but the host whose name it has")
struct CertificateTests {
    private struct Case {
        var address: String
        var isTrusted: Bool
        var arrives: Bool
    }

    @Test("An unknown certificate, or one of another host, is refused before a byte of the message leaves")
    func certificates() async throws {
        for one in [
            Case(address: "hook.test", isTrusted: true, arrives: true),
            Case(address: "hook.test", isTrusted: false, arrives: false),
            Case(address: "other.test", isTrusted: true, arrives: false),
            // By its number the host has no name that a certificate could show.
            Case(address: "127.0.0.1", isTrusted: true, arrives: false),
        ] {
            let store = try DeliveryStore()
            let certificate = try Certificate(for: "hook.test", in: store.folder)
            let receiver = try await LoopbackReceiver(tls: certificate)
            try store.addReceiver(at: "https://\(one.address):\(receiver.port)/hook")
            try store.offer(children: 1...2)
            let carrier = try WebhookCarrier(
                keys: MessageKeys(store.keys), sender: Sender(), rules: EgressRules(allowsLoopback: true),
                resolver: WebhookTests.Names(known: ["hook.test": ["127.0.0.1"], "other.test": ["127.0.0.1"]]),
                trusting: one.isTrusted ? certificate.path : nil, timeout: .seconds(10))
            let duties = Duties()
            let report = try await store.courier(carrier, reporting: duties).runOnce()
            await carrier.shutdown()
            #expect(report.delivered == (one.arrives ? 2 : 0), "\(one)")
            #expect(report.troubles == (one.arrives ? 0 : 1), "\(one)")
            #expect(receiver.requests == (one.arrives ? 2 : 0), "\(one)")
            try await receiver.close()
        }
    }

    @Test("A receiver that speaks no TLS on an https address gets nothing")
    func plain() async throws {
        let store = try DeliveryStore()
        let receiver = try await LoopbackReceiver()
        try store.addReceiver(at: "https://hook.test:\(receiver.port)/hook")
        try store.offer(children: 1...1)
        let carrier = try WebhookCarrier(
            keys: MessageKeys(store.keys), sender: Sender(), rules: EgressRules(allowsLoopback: true),
            resolver: WebhookTests.Names(known: ["hook.test": ["127.0.0.1"]]), timeout: .seconds(5))
        let report = try await store.courier(carrier).runOnce()
        await carrier.shutdown()
        #expect(report.troubles == 1 && receiver.requests == 0)
        try await receiver.close()
    }
}
