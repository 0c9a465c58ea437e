import AmparoModel
import AmparoStore
import AmparoTestSupport
import Testing

@testable import AmparoDelivery

@Suite("Mail")
struct MailTests {
    /// Talks to a server that answers as told, and says how it went and what was heard.
    private func send(
        greeting: String = "220-hello\r\n220 there\r\n", security: MailSettings.Security = .none, user: String = "",
        patience: Duration = .seconds(10), _ answer: @escaping @Sendable (String) -> LineServer.Answer?
    ) async throws -> (report: DeliveryReport, lines: [String], store: DeliveryStore) {
        let server = try await LineServer(greeting: greeting, answer)
        let store = try DeliveryStore()
        try store.addReceiver(channel: .mail, at: "duty@office.test")
        try store.offer(children: 1...3)
        let carrier = try MailCarrier(
            MailSettings(
                host: "127.0.0.1", port: server.port, security: security, user: user, from: "amparo@agency.test",
                timeout: patience), sender: Sender())
        let report = try await store.courier(carrier).runOnce()
        try await server.close()
        return (report, server.lines, store)
    }

    private static func polite(_ line: String) -> LineServer.Answer? {
        switch line.prefix(4) {
        case "EHLO": .init(text: "250-here\r\n250-AUTH PLAIN\r\n250 8BITMIME\r\n")
        case "MAIL", "RCPT": .init(text: "250 OK\r\n")
        case "DATA": .init(text: "354 go on\r\n")
        case ".": .init(text: "250-well\r\n250 done\r\n")
        default: nil
        }
    }

    @Test("The conversation goes step by step, with replies of several lines")
    func conversation() async throws {
        let (report, lines, _) = try await send(Self.polite)
        #expect(report.delivered == 3)
        #expect(
            Array(lines.prefix(4)) == [
                "EHLO amparo.invalid", "MAIL FROM:<amparo@agency.test> BODY=8BITMIME", "RCPT TO:<duty@office.test>",
                "DATA",
            ])
    }

    @Test("A server that is silent, closes, or talks without end is trouble, and not for long")
    func hostile() async throws {
        let silent = try await send(greeting: "", patience: .milliseconds(500)) { _ in nil }
        #expect(silent.report.troubles == 1)
        let closing = try await send { $0.hasPrefix("DATA") ? .init(text: "", closes: true) : Self.polite($0) }
        #expect(closing.report.troubles == 1)
        let endless = try await send(greeting: String(repeating: "220-more\r\n", count: 100_000)) { _ in nil }
        #expect(endless.report.troubles == 1)
        let noise = try await send(greeting: String(repeating: "x", count: 100_000)) { _ in nil }
        #expect(noise.report.troubles == 1)
        let late = try await send(patience: .milliseconds(1500)) { $0 == "." ? nil : Self.polite($0) }
        #expect(late.report.troubles == 1 && late.report.delivered == 0)
    }

    @Test("What comes in plain together with the change to TLS is an attack")
    func injection() async throws {
        let (report, lines, _) = try await send(security: .startTLS) { line in
            switch line.prefix(4) {
            case "EHLO": .init(text: "250-here\r\n250 STARTTLS\r\n")
            case "STAR": .init(text: "220 go on\r\n250 injected\r\n")
            default: nil
            }
        }
        #expect(report.troubles == 1)
        #expect(!lines.contains { $0.hasPrefix("MAIL") })
    }

    @Test("Without TLS, where it must be, neither mail nor password is said")
    func noTLS() async throws {
        let (report, lines, _) = try await send(security: .startTLS, user: "sender", Self.polite)
        #expect(report.troubles == 1)
        #expect(lines.allSatisfy { $0.hasPrefix("EHLO") || $0 == "QUIT" })
    }

    @Test("Full stops at the beginning of a line are doubled, and the end is one alone")
    func stuffing() {
        func stuffed(_ text: String) -> String {
            String(decoding: MailMessage.stuffed(Array(text.utf8)), as: UTF8.self)
        }
        #expect(stuffed(".a\r\n..\r\nb.\r\n") == "..a\r\n...\r\nb.\r\n.\r\n")
        #expect(stuffed("a") == "a\r\n.\r\n")
        #expect(stuffed("") == ".\r\n")
    }

    @Test("Quoted-printable keeps its lines short and its ends visible")
    func quotedPrintable() {
        let text = String(repeating: "sesión = ", count: 30) + "end \r\nnext"
        let lines = String(decoding: MailMessage.quotedPrintable(text), as: UTF8.self).split(separator: "\r\n")
        #expect(lines.allSatisfy { $0.utf8.count <= 76 && !$0.hasSuffix(" ") })
        #expect(lines.last == "next")
        #expect(lines.joined().contains("sesi=C3=B3n =3D"))
    }

    @Test(
        "Addresses that could be read as two, or as a command, are none",
        arguments: [
            "a@b@c", "a b@c.test", "<a@b.test>", "a@b.test\r\nDATA", "\"a b\"@c.test", "a@", "@b", "a..b@c.test",
            "a@[127.0.0.1]", "",
        ])
    func addresses(_ text: String) { #expect(MailAddress(text) == nil) }

    @Test("A mail with thousands of messages stays a short one")
    func long() throws {
        let receiver = ReceiverRecord(
            number: 1, name: "a", posts: "dhs", channel: .mail, account: "m", language: .english)
        let store = try DeliveryStore()
        try store.addReceiver(channel: .mail, at: "duty@office.test")
        try store.offer(children: 1...1000)
        let items = try store.outbox.waiting(for: 1, at: store.clock.now, limit: 1000).messages.map {
            Parcel.Item(message: $0, deadline: nil, receipt: 0)
        }
        let mail = MailMessage(items, to: receiver, from: "agency.test", Sender())
        #expect(mail.subject == "Amparo: 1000 new matters")
        #expect(mail.text.contains("... 950 more"))
        #expect(mail.text.utf8.count < 8192)
    }
}
