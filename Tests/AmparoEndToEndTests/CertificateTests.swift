import AmparoOversight
import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL
import Testing

@Suite("Machines that are known by a client certificate")
struct CertificateTests {
    /// A certificate and its key, made by themselves as a machine would.
    private func certificate(_ name: String, in folder: String) throws -> (certificate: String, key: String) {
        let (certificate, key) = ("\(folder)/\(name).pem", "\(folder)/\(name).key")
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/openssl")
        process.arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30", "-subj",
            "/CN=\(name)", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate,
        ]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return (certificate, key)
    }

    /// Asks over a connection that shows a certificate, or none.
    private func ask(
        _ address: String, trusting server: String, as shown: (certificate: String, key: String)?, purpose: String?
    ) async throws -> (status: Int, json: JSON) {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(server))
        if let shown {
            tls.certificateChain = try NIOSSLCertificate.fromPEMFile(shown.certificate).map { .certificate($0) }
            tls.privateKey = .privateKey(try NIOSSLPrivateKey(file: shown.key, format: .pem))
        }
        let client = HTTPClient(configuration: .init(tlsConfiguration: tls))
        var request = HTTPClientRequest(url: address + "/api/v1/")
        if let purpose { request.headers.add(name: "X-Purpose", value: purpose) }
        let answer: (Int, JSON)
        do {
            let response = try await client.execute(request, timeout: .seconds(60))
            let body = try await response.body.collect(upTo: 1 << 20)
            answer = (Int(response.status.code), (try? JSON(String(buffer: body))) ?? .null)
        } catch {
            try await client.shutdown()
            throw error
        }
        try await client.shutdown()
        return answer
    }

    @Test("The registered one is the account, for its purposes; any other, and the same one ended, is nobody")
    func whole() async throws {
        let store = try TestStore(now: "2026-06-01T12:00:00Z")
        let key = store.folder + "/orr.key"
        func add(_ id: String, _ role: String, _ key: String, _ signer: [String] = []) throws {
            let made = try store.expect("account", "key", key).text.trimmingCharacters(in: .whitespacesAndNewlines)
            #expect(
                try store.run(
                    [
                        "account", "add", id, "--agency", "hhs.orr", "--role", role, "--name", "Invented", "--address",
                        "B", "--public-key", made,
                    ] + signer
                ).status == 0)
        }
        try add("orr", "orr-privacy-officer", key)
        try add("machine", "case-manager", store.folder + "/machine.key", ["--as", "orr", "--signing-key", key])
        let server = try certificate("server", in: store.folder)
        let machine = try certificate("machine-tls", in: store.folder)
        let stranger = try certificate("stranger", in: store.folder)
        let signed = ["--as", "orr", "--signing-key", key]
        let register =
            ["account", "certificate", "machine", machine.certificate, "--purpose", "placement", "--until"]
        #expect(try store.run(register + ["2026-08-01"] + signed).status == 0)
        #expect(try store.run(register + ["2028-08-01"] + signed).status == 1)

        let serving = try SignInTests.Serving(
            store, ["--tls-cert", server.certificate, "--tls-key", server.key, "--client-certificates"])
        func asked(
            _ shown: (certificate: String, key: String)?, _ purpose: String?
        ) async throws -> (status: Int, json: JSON) {
            try await ask(serving.address, trusting: server.certificate, as: shown, purpose: purpose)
        }
        let good = try await asked(machine, "placement")
        #expect(good.status == 200 && good.json["account"]?.string == "machine")
        #expect(good.json["purpose"]?.string == "placement")
        for (shown, purpose) in [
            (machine, nil), (machine, "safety-check"), (stranger, "placement"), (nil, "placement"),
        ] as [((certificate: String, key: String)?, String?)] {
            #expect(try await asked(shown, purpose).status == 401)
        }
        #expect(try store.run(["account", "certificate", "machine", machine.certificate, "--end"]).status == 0)
        #expect(try await asked(machine, "placement").status == 401)
        _ = try serving.end()
        try store.expect("verify")
    }

    @Test("Without a certificate of its own a server cannot ask for others'")
    func plain() throws {
        let store = try TestStore()
        #expect(try store.run("serve", "--client-certificates", "--data", store.data, "--keys", store.keys).status == 2)
    }
}
