#if Postgres
import AmparoStore
import AmparoStorePostgres
import AmparoTestSupport
import Foundation
import Testing

@Suite("The way to a server over TLS", .enabled(if: TestCluster.programs != nil && ServerCertificates.isThere))
struct TransportTests {
    /// What an opening says: nothing, or the code and the text of what it throws.
    private func opening(_ address: String) throws -> (code: StoreError.Code?, text: String) {
        do {
            _ = try PostgresDatabase(
                PostgresAddress(address), options: .init(patience: .seconds(1)), random: .system(), timing: .system())
            return (nil, "")
        } catch let error as StoreError { return (error.code, "\(error)") }
    }

    @Test(
        "A server proves its name by a certificate that is valid and of the right authority, or nothing is said to it")
    func proof() throws {
        let certificates = try ServerCertificates()
        let port = try TestCluster.freePort()
        let cluster = try TestCluster(
            settings: ["listen_addresses=127.0.0.1", "port=\(port)"],
            rules: ["hostnossl postgres plain all reject", "host postgres plain all trust"])
        let here = "127.0.0.1:\(port)/postgres?"
        func strict(_ host: String, authority: String = "authority", user: String = "postgres") -> String {
            "postgres://\(user)@\(host):\(port)/postgres?hostaddr=127.0.0.1&sslmode=verify-full&sslrootcert="
                + certificates.path(authority + ".crt")
        }
        func unproven(_ address: String, _ word: String, _ location: SourceLocation = #_sourceLocation) throws {
            let said = try opening(address)
            #expect(said.code == .serverUnproven, "\(said)", sourceLocation: location)
            #expect(said.text.contains(word), "\(said)", sourceLocation: location)
        }
        // It speaks no TLS at all.
        try unproven(strict("localhost"), "does not support SSL")
        #expect(try opening("postgres://postgres@\(here)sslmode=disable").code == nil)

        // Some builds of the server, as those in Python packages, know no TLS.
        guard try !cluster.control("postgres", ["-D", cluster.data, "-C", "ssl_library"]).isEmpty else { return }

        try cluster.secure(certificate: certificates.path("present.crt"), key: certificates.path("present.key"))
        #expect(try opening(strict("localhost")).code == nil)
        try unproven(strict("localhost", authority: "stranger"), "certificate verify failed")
        try unproven(strict("localhost", authority: "nowhere"), "does not exist")
        try unproven(strict("db.example.org"), "does not match host name")
        // Whoever writes a weaker mode down gets it; a name of another machine is held to the strongest without a word.
        #expect(
            try opening("postgres://postgres@db.example.org:\(port)/postgres?hostaddr=127.0.0.1&sslmode=require").code
                == nil)
        try unproven(
            "postgres://postgres@db.example.org:\(port)/postgres?hostaddr=127.0.0.1&sslrootcert=/nowhere", "/nowhere")
        // The server's own rules may ask for TLS, too.
        #expect(try opening("postgres://plain@\(here)sslmode=disable").code == .accessRefused)

        try cluster.secure(certificate: certificates.path("expired.crt"), key: certificates.path("expired.key"))
        try unproven(strict("localhost"), "certificate verify failed")
    }

    @Test("A server that is older than version 15 is refused, with its version and the one that is needed")
    func old() throws {
        let server = try OldServer()
        defer { server.end() }
        let said = try opening("postgres://postgres@/postgres?host=\(server.folder)")
        #expect(said.code == .serverTooOld)
        #expect(said.text.contains("version 14") && said.text.contains("15 or later"), "\(said)")
    }
}
#endif
