internal import AmparoGate
internal import AmparoModel
@testable internal import AmparoServer
internal import AmparoStore
internal import AsyncHTTPClient
internal import Foundation
internal import HTTPTypes
internal import HummingbirdTesting
internal import NIOCore
internal import NIOHTTP1
internal import Testing

/// Against a provider that others wrote: `oidc-provider-mock`, a process of its own, with real HTTP and RSA keys.
/// `Scripts/install-packages` puts it into `.build/test-peers`; without it the test says so and is skipped.
@Suite("Signing in by a provider that others wrote", .enabled(if: RealProvider.isThere))
struct RealProviderTests {
    @Test("Discovery, the way there and back with PKCE, keys and token are as that provider does them")
    func whole() async throws {
        let peer = try RealProvider()
        let site = try SignInSite(
            openID: .http(), issuer: peer.issuer, now: { Instant(microseconds: RealProvider.now()) })
        try IdentityDesk(site.governance).link(
            "manager-1", issuer: peer.issuer, subject: Sensitive("subject-7"), by: [SignInSite.signer("manager-1")])
        let http = HTTPClient(configuration: .init(redirectConfiguration: .disallow))
        do {
            try await site.run { client async throws in
                for (subject, status) in [("subject-7", 200), ("subject-8", 401)] {
                    let browser = Browser(client)
                    let start = try await browser.open("/sign-in/openid?next=/account")
                    var request = HTTPClientRequest(url: try #require(start.headers[.location]))
                    request.method = .POST
                    request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
                    request.body = .bytes(ByteBuffer(string: "sub=\(subject)"))
                    let allowed = try await http.execute(request, timeout: .seconds(30))
                    let location = try #require(allowed.headers.first(name: "Location"))
                    let back = try await browser.open(String(location.dropFirst("http://localhost".count)))
                    #expect(Int(back.status.code) == status, "\(subject)")
                    #expect((browser.cookies["amparo-session"] != nil) == (status == 200))
                }
            }
        } catch {
            try await http.shutdown()
            throw error
        }
        try await http.shutdown()
    }
}

/// The provider's process.
final class RealProvider {
    private static let python: String? = {
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let folders = [
            ProcessInfo.processInfo.environment["AMPARO_TEST_PEERS"],
            package.appending(path: ".build/test-peers").path,
        ].compactMap(\.self)
        return folders.map { $0 + "/bin/python" }.first(where: FileManager.default.isExecutableFile)
    }()

    static let isThere: Bool = {
        guard let python else {
            print("SKIPPED: no .build/test-peers; run Scripts/install-packages.")
            return false
        }
        let look = Process()
        look.executableURL = URL(filePath: python)
        look.arguments = ["-W", "ignore", "-c", "import oidc_provider_mock"]
        look.standardError = FileHandle.nullDevice
        guard (try? look.run()) != nil else { return false }
        look.waitUntilExit()
        if look.terminationStatus != 0 { print("SKIPPED: no oidc-provider-mock; run Scripts/install-packages.") }
        return look.terminationStatus == 0
    }()

    /// The true time: the provider's process has no other.
    static func now() -> Int64 { Int64(Date().timeIntervalSince1970 * 1_000_000) }

    let issuer: String
    private let process = Process()

    init() throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Peers/openid_provider.py")
        let output = Pipe()
        process.executableURL = URL(filePath: try #require(Self.python))
        process.arguments = [script.path]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let line = output.fileHandleForReading.availableData
        let told = try #require(try JSONSerialization.jsonObject(with: line) as? [String: Int])
        issuer = "http://localhost:\(try #require(told["port"]))"
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
}
