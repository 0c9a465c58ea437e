import AmparoDelivery
import AmparoModel
import AmparoStore
import AmparoTestSupport
import Testing

/// The mail server that most offices have, as it comes from the distribution.
@Suite("Postfix", .enabled(if: Postfix.isThere))
struct PostfixTests {
    private func send(
        _ store: DeliveryStore, _ postfix: Postfix, to address: String, trusts: Bool = true,
        reporting duties: Duties = Duties()
    ) async throws -> DeliveryReport {
        try store.addReceiver(channel: .mail, at: address)
        try store.offer(children: 4711...4715, each: 2)
        let carrier = try MailCarrier(
            MailSettings(
                host: "localhost", port: postfix.port, security: .startTLS, from: "amparo@agency.test",
                trusting: trusts ? postfix.certificate.path : nil, timeout: .seconds(20)),
            sender: Sender(link: "https://amparo.test/h/"))
        return try await store.courier(carrier, reporting: duties).runOnce()
    }

    @Test("It takes one mail over TLS for many messages, and delivers it as it was written")
    func takes() async throws {
        let store = try DeliveryStore()
        let postfix = try Postfix(in: store.folder)
        let report = try await send(store, postfix, to: "duty@office.test")
        try #require(report.delivered == 10)
        let mail = try postfix.mail()
        #expect(mail.contains("\nSubject: Amparo: 10 new matters / 10 asuntos nuevos\n"))
        #expect(mail.contains("using TLSv1.3") && mail.contains("Inicie sesión"))
        for number in (4711...4715).flatMap({ store.numbers(of: $0) }) {
            #expect(mail.contains("H-\(number): please answer by 2026-03-03T15:00:00Z"))
        }
        #expect(!mail.contains("4711") && !mail.contains("missed-hearing"))
    }

    @Test(
        "Whom it does not know is given up at once, and the duties hear of it; a certificate nobody trusts is trouble")
    func refuses() async throws {
        let first = try DeliveryStore()
        let postfix = try Postfix(in: first.folder)
        let duties = Duties()
        #expect(try await send(first, postfix, to: "nobody@office.test", reporting: duties).failed == 10)
        #expect(duties.reports(of: 4711).last == .undeliverable(reason: "smtp-550"))
        let second = try DeliveryStore()
        #expect(try await send(second, postfix, to: "duty@elsewhere.test").failed == 10)
        let third = try DeliveryStore()
        let report = try await send(third, postfix, to: "duty@office.test", trusts: false)
        #expect(report.troubles == 1 && report.delivered == 0)
    }
}
