import AmparoDelivery
import AmparoModel
import AmparoStore
import AmparoTestSupport
import Foundation
import Testing

@Suite("Receivers and servers that others have written", .enabled(if: Peer.isThere))
struct PeerTests {
    @Test(
        "The packages standardwebhooks and cloudevents take what is sent",
        arguments: [ReceiverRecord.Signing.hmac, .ed25519], [true, false])
    func packages(_ signing: ReceiverRecord.Signing, _ hasTheKey: Bool) async throws {
        let store = try DeliveryStore()
        // The package asks the machine's clock how old a message is.
        let present = Int64(Date.now.timeIntervalSince1970 * 1_000_000)
        store.clock.advance(microseconds: present - store.clock.now.microseconds)
        let keys = try MessageKeys(store.keys)
        // Keys follow from the store, the receiver's number and the generation: so they are known before the address is.
        let first = ReceiverRecord(
            number: hasTheKey ? 1 : 2, name: "first", posts: "dhs", channel: .webhook, account: "machine",
            signing: signing)
        let peer = try Peer("webhook_receiver.py", [keys.verification(of: first)])
        try store.addReceiver(at: "http://127.0.0.1:\(peer.port)/hook", signing: signing)
        try store.offer(children: 7...7, each: 2)
        let carrier = try WebhookCarrier(
            keys: keys, sender: Sender(source: "urn:amparo:test"), rules: EgressRules(allowsLoopback: true))
        let report = try await store.courier(carrier).runOnce()
        await carrier.shutdown()
        // Without a request there would be no line to wait for.
        try #require(report.delivered == (hasTheKey ? 2 : 0) && report.troubles == 0)
        let said = try peer.line()
        guard hasTheKey else {
            #expect(said["error"] != nil)
            return
        }
        let number = store.numbers(of: 7)[0]
        #expect(said["id"] as? String == "msg_\(number)_1")
        #expect(said["type"] as? String == "org.amparo.handoff.offered.v1")
        #expect(said["source"] as? String == "urn:amparo:test")
        #expect((said["sequence"] as? String).flatMap { Int64($0) } == number)
        #expect((said["data"] as? [String: Any])?["reason"] as? String == "missed-hearing")
    }

    private struct Mail {
        var headers: [String: String] = [:]
        var body = ""
        var raw = ""

        init(_ said: [String: Any]) throws {
            raw = String(decoding: Data(base64Encoded: try #require(said["data"] as? String))!, as: UTF8.self)
            let halves = raw.split(separator: "\r\n\r\n", maxSplits: 1)
            for line in halves[0].split(separator: "\r\n") {
                let parts = line.split(separator: ":", maxSplits: 1)
                headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
            }
            body = String(halves[1])
        }
    }

    private func settings(
        _ peer: Peer, _ store: DeliveryStore, _ security: MailSettings.Security, user: String = "",
        password: String = "",
        trusts: Bool = true
    ) -> MailSettings {
        MailSettings(
            host: "localhost", port: peer.port, security: security, user: user, password: password,
            from: "amparo@agency.test", trusting: trusts ? store.folder + "/certificate.pem" : nil,
            timeout: .seconds(10))
    }

    @Test(
        "A real server takes one neutral mail for many messages, in two languages, without a word about a person",
        arguments: [
            ("starttls", MailSettings.Security.startTLS, ""), ("starttls", .startTLS, "plain"),
            ("starttls", .startTLS, "login"),
            ("implicit", .implicit, "plain"), ("plain", .none, ""), ("no-8bit", .none, ""),
        ])
    func mail(_ mode: String, _ security: MailSettings.Security, _ auth: String) async throws {
        let store = try DeliveryStore()
        let user = auth.isEmpty ? [] : ["sender", "päss word", auth]
        let peer = try Peer("mail_server.py", [store.folder, mode] + user)
        try store.addReceiver(channel: .mail, at: "duty.desk@office.test")
        try store.offer(children: 4711...4715, each: 2)
        let carrier = try MailCarrier(
            settings(peer, store, security, user: user.first ?? "", password: user.dropFirst().first ?? ""),
            sender: Sender(link: "https://amparo.test/h/"))
        let report = try await store.courier(carrier).runOnce()
        try #require(report.delivered == 10)
        let said = try peer.line()
        #expect(said["recipients"] as? [String] == ["duty.desk@office.test"])
        #expect(said["tls"] as? Bool == (security != .none))
        if !auth.isEmpty { #expect((said["user"] as? String)?.hasPrefix("sender") == true) }
        let mail = try Mail(said)
        #expect(mail.headers["subject"] == "Amparo: 10 new matters / 10 asuntos nuevos")
        #expect(mail.headers["to"] == "<duty.desk@office.test>")
        #expect(mail.headers["date"] == "02 Mar 2026 15:00:00 +0000")
        let numbers = (4711...4715).flatMap { store.numbers(of: $0) }.sorted()
        #expect(mail.headers["message-id"] == "<amparo.\(numbers[0]).\(numbers[9]).10.1@agency.test>")
        for number in numbers { #expect(mail.body.contains("H-\(number): please answer by 2026-03-03T15:00:00Z")) }
        #expect(!mail.raw.contains("4711") && !mail.raw.contains("missed-hearing"))
        if mode == "no-8bit" {
            #expect(mail.headers["content-transfer-encoding"] == "quoted-printable")
            #expect(mail.body.contains("Inicie sesi=C3=B3n"))
        } else {
            #expect(said["options"] as? [String] == ["BODY=8BITMIME"])
            #expect(mail.body.contains("Inicie sesión"))
        }
    }

    @Test("Nothing is said to a server that offers no TLS, shows another's certificate, or does not know the password")
    func refusals() async throws {
        for (mode, security, trusts, password) in [
            ("plain", MailSettings.Security.startTLS, true, ""), ("starttls", .startTLS, false, ""),
            ("implicit", .implicit, false, ""),
            ("starttls", .startTLS, true, "wrong"),
        ] {
            let store = try DeliveryStore()
            let peer = try Peer(
                "mail_server.py", [store.folder, mode] + (password.isEmpty ? [] : ["sender", "right", "plain"]))
            try store.addReceiver(channel: .mail, at: "duty@office.test")
            try store.offer(children: 1...1)
            let carrier = try MailCarrier(
                settings(
                    peer, store, security, user: password.isEmpty ? "" : "sender", password: password, trusts: trusts),
                sender: Sender())
            let report = try await store.courier(carrier).runOnce()
            #expect(report.troubles == 1 && report.delivered == 0, "\(mode)")
        }
    }

    @Test("A mailbox that is not there is given up at once, one that is full is tried again")
    func recipients() async throws {
        for (name, failed, troubles) in [("unknown", 1, 0), ("later", 0, 1)] {
            let store = try DeliveryStore()
            let peer = try Peer("mail_server.py", [store.folder, "plain"])
            try store.addReceiver(channel: .mail, at: "\(name)@office.test")
            try store.offer(children: 1...1)
            let duties = Duties()
            let carrier = try MailCarrier(settings(peer, store, .none), sender: Sender())
            let report = try await store.courier(carrier, reporting: duties).runOnce()
            #expect((report.failed, report.troubles) == (failed, troubles))
            if failed == 1 { #expect(duties.reports(of: 1).last == .undeliverable(reason: "smtp-550")) }
        }
    }
}
