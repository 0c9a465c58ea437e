/// Where the server listens, and how much it lets a request ask for.
public struct ServerConfiguration: Sendable {
    /// The files of a certificate, in PEM.
    public struct TLS: Hashable, Sendable {
        /// The certificate, followed by those that vouch for it.
        public var certificate: String
        /// Its private key.
        public var key: String

        /// Whether machines may show a certificate of their own. Nobody needs one.
        public var asksForCertificates: Bool

        /// A certificate and its key, by path.
        public init(certificate: String, key: String, asksForCertificates: Bool = false) {
            self.certificate = certificate
            self.key = key
            self.asksForCertificates = asksForCertificates
        }
    }

    /// The address to listen on; `127.0.0.1` hears this machine only.
    public var host: String
    /// The port; 0 for any that is free.
    public var port: Int
    /// The certificate; nil for plain HTTP.
    public var tls: TLS?
    /// Whether a proxy in front of this server speaks TLS with browsers; it must refuse plain HTTP.
    public var isBehindTLS: Bool
    /// The names that requests may give as `Host`, without ports; a request for another name is refused with 421. Nil allows the
    /// names of this machine (`localhost`, `127.0.0.1`, `::1`) when `host` is one of them, and any well-formed name otherwise.
    public var allowedHosts: [String]?
    /// The longest address of a request, path and query together, in bytes; a longer one is refused with 414.
    public var longestAddress: Int
    /// The most bytes that all header fields of a request may have together.
    public var longestHeaders: Int
    /// The most connections at a time; further ones wait to be accepted.
    public var mostConnections: Int
    /// How long a connection may be silent.
    public var idleTimeout: Duration
    /// How long a request waits for newer figures before it is answered with those at hand.
    public var patience: Duration
    /// How long a request waits when there are no figures at hand, and how long for the store's health, before it is refused with 503.
    public var sourceTimeout: Duration

    /// A configuration; the defaults suit one agency on one machine.
    public init(
        host: String = "127.0.0.1", port: Int = 8080, tls: TLS? = nil, isBehindTLS: Bool = false,
        allowedHosts: [String]? = nil,
        longestAddress: Int = 2048, longestHeaders: Int = 16_384, mostConnections: Int = 1024,
        idleTimeout: Duration = .seconds(60),
        patience: Duration = .seconds(2), sourceTimeout: Duration = .seconds(60)
    ) {
        self.host = host
        self.port = port
        self.tls = tls
        self.isBehindTLS = isBehindTLS
        self.allowedHosts = allowedHosts
        self.longestAddress = longestAddress
        self.longestHeaders = longestHeaders
        self.mostConnections = mostConnections
        self.idleTimeout = idleTimeout
        self.patience = patience
        self.sourceTimeout = sourceTimeout
    }

    /// Whether browsers reach the server by TLS.
    public var isSecure: Bool { tls != nil || isBehindTLS }

    /// Whether a password that is typed here crosses no network in plain: by TLS, or on this machine only.
    public var isPrivate: Bool { isSecure || ServerConfiguration.ownNames.contains(host.lowercased()) }

    /// The names of the machine itself.
    static let ownNames = ["localhost", "127.0.0.1", "::1"]

    /// The names that may be asked for, in lower case; nil for any.
    var names: Set<String>? {
        if let allowedHosts { return Set(allowedHosts.map { $0.lowercased() }) }
        return ServerConfiguration.ownNames.contains(host.lowercased()) ? Set(ServerConfiguration.ownNames) : nil
    }

    /// - Throws: `.badConfiguration` naming what is out of range.
    func validate() throws(ServerError) {
        guard (0...65_535).contains(port) else {
            throw ServerError(.badConfiguration, "\(port) is no port; give one from 0 to 65535 with --port")
        }
        guard longestAddress >= 64, longestHeaders >= 1024, mostConnections >= 1, idleTimeout > .zero,
            sourceTimeout > .zero
        else {
            throw ServerError(.badConfiguration, "a limit of the server is too small to answer any request")
        }
    }
}
