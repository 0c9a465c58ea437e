internal import AmparoStore

/// The server that takes mail from here, and how to speak to it.
public struct MailSettings: Sendable {
    /// How the connection is kept private.
    public enum Security: String, Hashable, Sendable, CaseIterable {
        /// It begins in plain and must change to TLS before anything is said (`STARTTLS`).
        case startTLS = "starttls"
        /// It is TLS from the first byte.
        case implicit = "tls"
        /// It stays in plain: for a server on this machine.
        case none = "plain"
    }

    /// The server's name; the certificate has to be its.
    public var host: String
    /// Its port.
    public var port: Int
    /// How the connection is kept private.
    public var security: Security
    /// The account there; empty for none.
    public var user: String
    /// Its password, for nobody but the server.
    var password: Sensitive<String>
    /// The address that mails come from.
    public var from: String
    /// The name by which this machine greets.
    public var greeting: String
    /// A PEM file with certificates to trust beside the system's; nil for none.
    public var trusting: String?
    /// For one mail, from connecting to the server's last word.
    public var timeout: Duration

    /// Settings.
    public init(
        host: String, port: Int = 587, security: Security = .startTLS, user: String = "", password: String = "",
        from: String, greeting: String = "amparo.invalid", trusting: String? = nil, timeout: Duration = .seconds(20)
    ) {
        self.host = host
        self.port = port
        self.security = security
        self.user = user
        self.password = Sensitive(password)
        self.from = from
        self.greeting = greeting
        self.trusting = trusting
        self.timeout = timeout
    }
}
