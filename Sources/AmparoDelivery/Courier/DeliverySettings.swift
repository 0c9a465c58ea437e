public import AmparoStore

/// What a deployment says of its delivery: kept in the store, by name. Passwords are in files of their own.
public struct DeliverySettings: Hashable, Sendable {
    /// The settings there are.
    public enum Name: String, Hashable, Sendable, CaseIterable {
        /// A URI that names this store: the `source` of its events.
        case source
        /// The beginning of the address at which a handoff can be seen; its reference follows.
        case link
        /// A PEM file with certificates to trust beside the system's, for webhooks and the mail server.
        case trust
        /// `yes` lets webhooks go to this machine itself, without TLS too. For tests.
        case loopback
        /// The mail server.
        case smtpHost = "smtp-host"
        /// Its port; 587 unless said.
        case smtpPort = "smtp-port"
        /// `starttls` (unless said), `tls`, or `plain` for a server on this machine.
        case smtpSecurity = "smtp-security"
        /// The account at the mail server.
        case smtpUser = "smtp-user"
        /// The file with its password.
        case smtpPasswordFile = "smtp-password-file"
        /// The address that mails come from.
        case smtpFrom = "smtp-from"
        /// The name by which this machine greets the mail server.
        case smtpGreeting = "smtp-greeting"

        /// Whether a value can be one of this setting.
        func allows(_ value: String) -> Bool {
            guard value.utf8.count <= 1024, value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { return false }
            return switch self {
            case .loopback: value == "yes" || value == "no"
            case .smtpPort: UInt16(value).map { $0 > 0 } ?? false
            case .smtpSecurity: MailSettings.Security(rawValue: value) != nil
            case .smtpFrom: MailAddress(value) != nil
            default: !value.isEmpty
            }
        }
    }

    /// The values that were said.
    public private(set) var values: [Name: String] = [:]

    /// The settings of a store.
    public init(_ database: any Database) throws {
        values = try database.read { connection in
            let row = try connection.statement("SELECT name, value FROM delivery_setting ORDER BY name")
            defer { row.reset() }
            var values: [Name: String] = [:]
            while try row.step() { if let name = Name(rawValue: row.text(0)) { values[name] = row.text(1) } }
            return values
        }
    }

    /// Says a setting; nil takes it back.
    ///
    /// - Throws: `DeliveryError` `.badValue`.
    public static func set(_ name: Name, to value: String?, in database: any Database) throws {
        if let value, !name.allows(value) {
            throw DeliveryError(.badValue, "\(name.rawValue) cannot be that; see `amparo delivery set --help`")
        }
        try database.write { connection in
            let row = try connection.statement(
                value == nil
                    ? "DELETE FROM delivery_setting WHERE name = ?"
                    : """
                    INSERT INTO delivery_setting (name, value) VALUES (?, ?)
                    ON CONFLICT (name) DO UPDATE SET value = excluded.value
                    """)
            row.bind(name.rawValue, at: 1)
            if let value { row.bind(value, at: 2) }
            try row.run()
        }
    }

    /// Who sends.
    public var sender: Sender { Sender(source: values[.source] ?? "urn:amparo", link: values[.link] ?? "") }
    /// Where webhooks may go.
    public var egress: EgressRules { EgressRules(allowsLoopback: values[.loopback] == "yes") }

    /// The mail server; nil when none was named.
    ///
    /// - Parameter password: reads the password file.
    public func mail(password: (String) throws -> String) throws -> MailSettings? {
        guard let host = values[.smtpHost] else { return nil }
        guard let from = values[.smtpFrom] else {
            throw DeliveryError(.badValue, "name the address that mails come from: `amparo delivery set smtp-from`")
        }
        return MailSettings(
            host: host, port: values[.smtpPort].flatMap { Int($0) } ?? 587,
            security: values[.smtpSecurity].flatMap(MailSettings.Security.init(rawValue:)) ?? .startTLS,
            user: values[.smtpUser] ?? "", password: try values[.smtpPasswordFile].map(password) ?? "", from: from,
            greeting: values[.smtpGreeting] ?? MailAddress(from)?.host ?? host, trusting: values[.trust])
    }
}
