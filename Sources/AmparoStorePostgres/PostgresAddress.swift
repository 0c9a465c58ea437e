#if Postgres
internal import AmparoStore
internal import CPostgres

/// Where a database of PostgreSQL is and how the way to it is secured: a connection URI of libpq, such as
/// `postgres://amparo@db1.example.org,db2.example.org/amparo?sslmode=verify-full`.
///
/// Several hosts are one cluster: the one that is written to is found, and an old one that returns is not taken for it. A
/// password in it is never printed; better it stands in a password file or `PGPASSWORD`.
public struct PostgresAddress: Sendable, CustomStringConvertible {
    /// One host of the cluster.
    struct Host: Sendable, Hashable {
        var name: String
        var port: String
    }

    /// libpq's settings but hosts and ports.
    let settings: [String: String]
    /// The hosts in the order in which they were named; one without a name is libpq's default.
    let hosts: [Host]

    /// Whether a text looks like an address of PostgreSQL.
    public static func isOne(_ text: String) -> Bool {
        text.hasPrefix("postgres://") || text.hasPrefix("postgresql://")
    }

    /// Reads an address. Throws `badAddress`, without the text, which may hold a password.
    public init(_ text: String) throws {
        var problem: UnsafeMutablePointer<CChar>?
        defer { PQfreemem(problem) }
        guard Self.isOne(text), let options = PQconninfoParse(text, &problem) else { throw StoreError(.badAddress) }
        defer { PQconninfoFree(options) }
        var settings: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { settings[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        func list(_ name: String) -> [String] {
            (settings.removeValue(forKey: name) ?? "").split(separator: ",", omittingEmptySubsequences: false)
                .map(String.init)
        }
        let names = list("host")
        let ports = list("port")
        guard ports.count == 1 || ports.count == names.count else { throw StoreError(.badAddress) }
        hosts = names.enumerated().map { index, name in
            Host(name: name, port: ports.count == 1 ? ports[0] : ports[index])
        }
        self.settings = settings
    }

    /// The hosts and the database, without user and password.
    public var description: String {
        let places = hosts.map { $0.port.isEmpty ? $0.name : "\($0.name):\($0.port)" }
        return "postgres://\(places.joined(separator: ","))/\(settings["dbname"] ?? "")"
    }

    /// The settings for a connection to one host. Beyond this machine the server must prove its name, unless `sslmode` says
    /// otherwise; a host that is gone without a word is noticed within half a minute.
    func settings(for host: Host) -> [String: String] {
        var all = [
            "application_name": "amparo", "connect_timeout": "10", "keepalives_idle": "10", "keepalives_interval": "5",
            "keepalives_count": "3", "tcp_user_timeout": "20000",
        ]
        if !host.name.isEmpty {
            all["host"] = host.name
            let isHere = host.name.hasPrefix("/") || ["localhost", "127.0.0.1", "::1"].contains(host.name)
            if !isHere { all["sslmode"] = "verify-full" }
        }
        if !host.port.isEmpty { all["port"] = host.port }
        all.merge(settings) { _, told in told }
        all["client_encoding"] = "UTF8"
        return all
    }
}
#endif
