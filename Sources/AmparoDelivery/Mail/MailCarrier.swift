internal import AmparoModel
internal import AmparoStore
internal import NIOCore
internal import NIOSSL

/// Sends mails through one server (RFC 5321): what is new for a receiver goes in one mail, to one recipient, without a word about
/// a person.
public struct MailCarrier: Carrier {
    /// Everything that is new goes in one mail.
    public let isGathering = true

    private let settings: MailSettings
    let from: MailAddress
    private let sender: Sender
    private let context: NIOSSLContext
    let turnstile = Turnstile(limit: 64)

    /// A carrier.
    ///
    /// - Throws: `DeliveryError` `.badValue` for an address that is none, `.file` when the certificates cannot be read.
    public init(_ settings: MailSettings, sender: Sender) throws(DeliveryError) {
        guard let from = MailAddress(settings.from) else {
            throw DeliveryError(.badValue, "the address that mails come from is one `name@host` of plain characters")
        }
        guard (1...65_535).contains(settings.port), !settings.host.isEmpty,
            settings.greeting.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), !settings.greeting.isEmpty
        else { throw DeliveryError(.badValue, "the mail server has a name and a port from 1 to 65535") }
        self.settings = settings
        self.from = from
        self.sender = sender
        do {
            var tls = TLSConfiguration.makeClientConfiguration()
            if let path = settings.trusting {
                tls.additionalTrustRoots = [.certificates(try NIOSSLCertificate.fromPEMFile(path))]
            }
            context = try NIOSSLContext(configuration: tls)
        } catch {
            throw DeliveryError(.file, "the file with certificates to trust cannot be read as PEM")
        }
    }

    /// Sends one mail about the messages.
    public func carry(_ parcel: Parcel, to destination: Destination) async -> CarryResult {
        guard case .messages(let items) = parcel.content else { return .refused("no-heartbeat-by-mail", forGood: true) }
        guard let to = MailAddress(destination.address.reached) else { return .trouble("bad-address", retryAfter: nil) }
        let mail = MailMessage(items, to: destination.receiver, from: from.host, sender)
        await turnstile.enter()
        let result = await send(mail, to: to, at: parcel.at)
        await turnstile.leave()
        return result
    }

    /// The server does not do what is needed.
    private struct Unwilling: Error { var result: CarryResult }

    func send(_ mail: MailMessage, to: MailAddress, at now: Instant) async -> CarryResult {
        do {
            let name = NumericAddress.bytes(settings.host) == nil ? settings.host : nil
            let connection = try await SMTPConnection.connect(
                host: settings.host, port: settings.port, tls: settings.security == .implicit ? (context, name) : nil,
                timeout: TimeAmount(settings.timeout))
            do {
                try await converse(connection, name, mail, to: to, at: now)
                await connection.close()
                return .arrived
            } catch {
                await connection.close()
                throw error
            }
        } catch let unwilling as Unwilling {
            return unwilling.result
        } catch let failure as SMTPConnection.Failure {
            return .trouble("smtp-\(failure)", retryAfter: nil)
        } catch is NIOSSLError {
            return .trouble("tls", retryAfter: nil)
        } catch {
            return .trouble("unreachable", retryAfter: nil)
        }
    }

    private func converse(
        _ connection: SMTPConnection, _ name: String?, _ mail: MailMessage, to: MailAddress, at now: Instant
    ) async throws {
        try MailCarrier.require(await connection.reply(), 220)
        var offers = try await greet(connection)
        if settings.security == .startTLS {
            guard offers["STARTTLS"] != nil else { throw Unwilling(result: .trouble("no-starttls", retryAfter: nil)) }
            try MailCarrier.require(await connection.ask("STARTTLS"), 220)
            try await connection.secure(context, name: name)
            // What was said in plain is forgotten.
            offers = try await greet(connection)
        }
        try await signIn(connection, offers["AUTH"] ?? [])
        let eightBit = offers["8BITMIME"] != nil
        try MailCarrier.require(
            await connection.ask("MAIL FROM:<\(from.text)>\(eightBit ? " BODY=8BITMIME" : "")"), 250)
        try MailCarrier.require(await connection.ask("RCPT TO:<\(to.text)>"), 250, 251, ofMessage: true)
        try MailCarrier.require(await connection.ask("DATA"), 354, ofMessage: true)
        let bytes = mail.bytes(from: from, to: to, at: now, eightBit: eightBit)
        try MailCarrier.require(await connection.ask(bytes: MailMessage.stuffed(bytes)), 250, ofMessage: true)
    }

    private func greet(_ connection: SMTPConnection) async throws -> [String: [String]] {
        let reply = try await connection.ask("EHLO \(settings.greeting)")
        try MailCarrier.require(reply, 250)
        return reply.capabilities
    }

    private func signIn(_ connection: SMTPConnection, _ ways: [String]) async throws {
        guard !settings.user.isEmpty else { return }
        let (user, password) = (Array(settings.user.utf8), Array(settings.secret.utf8))
        if ways.contains("PLAIN") {
            let words = Base64.text([0] + user + [0] + password)
            try MailCarrier.require(await connection.ask("AUTH PLAIN \(words)"), 235)
        } else if ways.contains("LOGIN") {
            try MailCarrier.require(await connection.ask("AUTH LOGIN"), 334)
            try MailCarrier.require(await connection.ask(Base64.text(user)), 334)
            try MailCarrier.require(await connection.ask(Base64.text(password)), 235)
        } else {
            throw Unwilling(result: .trouble("no-auth", retryAfter: nil))
        }
    }

    /// What a server says of sender, recipient or text with a `5` is about this mail, for good; everything else passes, or is
    /// put right by somebody.
    private static func require(_ reply: SMTPReply, _ codes: Int..., ofMessage: Bool = false) throws(Unwilling) {
        guard !codes.contains(reply.code) else { return }
        let code = "smtp-\(reply.code)"
        throw Unwilling(
            result: ofMessage && reply.kind == 5 ? .refused(code, forGood: true) : .trouble(code, retryAfter: nil))
    }
}

/// Lets so many through at a time, in the order in which they came.
actor Turnstile {
    private var free: Int
    private var line: [CheckedContinuation<Void, Never>] = []

    init(limit: Int) { free = limit }

    func enter() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { line.append($0) }
        }
    }

    func leave() {
        if line.isEmpty { free += 1 } else { line.removeFirst().resume() }
    }
}
