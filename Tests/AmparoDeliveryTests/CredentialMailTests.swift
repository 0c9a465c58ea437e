import AmparoGate
import AmparoModel
import AmparoStore
import Testing

@testable import AmparoDelivery

@Suite("Mails about an account's credentials")
struct CredentialMailTests {
    private func notice(
        _ change: CredentialNotice.Change = .passkeyAdded, to address: String = "ana@office.test"
    ) throws -> CredentialNotice {
        CredentialNotice(
            seq: 17, account: 4, change: change, at: try #require(Instant("2026-06-01T12:00:00Z")),
            address: Sensitive(address))
    }

    private func send(_ notice: CredentialNotice, refusing: Bool = false) async throws -> (CarryResult, [String]) {
        let server = try await LineServer(greeting: "220 here\r\n") { line in
            switch line.prefix(4) {
            case "EHLO": .init(text: "250-here\r\n250 8BITMIME\r\n")
            case "RCPT" where refusing: .init(text: "550 nobody\r\n")
            case "MAIL", "RCPT": .init(text: "250 OK\r\n")
            case "DATA": .init(text: "354 go on\r\n")
            case ".": .init(text: "250 done\r\n")
            default: nil
            }
        }
        let carrier = try MailCarrier(
            MailSettings(host: "127.0.0.1", port: server.port, security: .none, from: "amparo@agency.test"),
            sender: Sender())
        let result = await carrier.carry(notice, at: notice.at)
        try await server.close()
        return (result, server.lines)
    }

    @Test("It goes to the holder's address and says what changed and when, in both languages, without a link or a name")
    func arrives() async throws {
        for change in CredentialNotice.Change.allCases {
            let (result, lines) = try await send(notice(change))
            #expect(result == .arrived)
            #expect(lines.contains("RCPT TO:<ana@office.test>"))
            let text = lines.joined(separator: "\n")
            #expect(text.contains("Auto-Submitted: auto-generated") && text.contains("01 Jun 2026 12:00:00 +0000"))
            #expect(text.contains("your sign-in has changed") && text.contains("su acceso ha cambiado"))
            #expect(!text.contains("http") && !text.contains("//"))
        }
    }

    @Test(
        "An address that is none, and one that the server refuses, are refused for good; a server that is away is trouble"
    )
    func refused() async throws {
        for address in ["a@b@c", "ana@office.test\r\nRCPT TO:<x@y.test>", "@", "ana"] {
            #expect(try await send(notice(to: address)).0 == .refused("bad-address", forGood: true))
        }
        #expect(try await send(notice(), refusing: true).0 == .refused("smtp-550", forGood: true))
        let away = try MailCarrier(
            MailSettings(host: "127.0.0.1", port: 1, security: .none, from: "amparo@agency.test"), sender: Sender())
        #expect(await away.carry(try notice(), at: try notice().at) == .trouble("unreachable", retryAfter: nil))
    }
}
