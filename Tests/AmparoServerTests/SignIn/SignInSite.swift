internal import AmparoGate
internal import AmparoModel
@testable internal import AmparoServer
internal import AmparoSharing
internal import AmparoStore
internal import AmparoStoreSQLite
internal import AmparoTestSupport
internal import Crypto
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdTesting
internal import Logging
internal import NIOCore
internal import Synchronization
internal import Testing

/// A site with a small real store, in which people can sign in.
final class SignInSite: Sendable {
    static let password = "seven green otters hum"
    static let start = Instant("2026-03-01T12:00:00Z") ?? Sample.now

    let folder: String
    let clock: TestClock
    let governance: GovernanceStore
    let accounts: AccountDesk
    let office: SignInOffice
    /// The sum of what the server waited for, in nanoseconds.
    let waited = Mutex<Int64>(0)
    private let isSecure: Bool

    init(
        isSecure: Bool = false, openID: OpenIDTransport? = nil, issuer: String = FakeProvider.issuer,
        now: (@Sendable () -> Instant)? = nil, passkeys: String? = nil
    ) throws {
        self.isSecure = isSecure
        folder = NSTemporaryDirectory() + "amparo-site-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder + "/data", withIntermediateDirectories: true)
        let random = RandomSource.seeded(8)
        let clock = TestClock(Self.start)
        self.clock = clock
        let database = try SQLiteDatabase(path: folder + "/data/journal.sqlite", options: .init(create: true))
        let journal = try Journal(
            database,
            schemas: [
                Projections.schema, RecordSchema.schema, DisclosureSchema.schema, GovernanceProjection.schema,
                SignInProjection.schema,
            ], timing: .system()
        ) { clock.now }
        let file = KeyFile(path: folder + "/key", dataFolder: folder + "/data")
        try file.create(random: random)
        let keys = try KeyStore(
            SQLiteDatabase(path: folder + "/data/keys.sqlite", options: .init(create: true)), file: file, random: random
        )
        governance = GovernanceStore(journal: journal, keys: keys, random: random) { clock.now }
        _ = try Projections([GovernanceProjection(), SignInProjection()]).prepare(in: database)
        let terms = try SharingTerms.shipped()
        accounts = AccountDesk(governance, codes: terms)
        let sessions = try SessionBook(
            SQLiteDatabase(path: folder + "/data/sessions.sqlite", options: .init(create: true)), random: random)
        let desk = SignInDesk(
            governance, terms: terms, sessions: sessions,
            work: PasswordWork(random: random, cost: .init(logRounds: 4, blockSize: 1, parallelism: 1)),
            limits: try AttemptLimits(random: random), challenges: try PasskeyChallenges(random: random))
        office = SignInOffice(
            desk: desk, accounts: accounts, random: random,
            clock: ServerClock(now: { clock.now }, nanoseconds: { 1_000_000_000 }, wait: { _ in }), isSecure: isSecure,
            isBehindProxy: isSecure,
            provider: try openID.map { transport in
                OpenIDProvider(
                    client: try OpenIDProvider.Client(
                        issuer: issuer, id: "amparo", secret: "s", site: "http://localhost"),
                    transport: transport, now: now ?? { clock.now })
            }, site: passkeys.flatMap { PasskeySite(origin: $0) })
        try accounts.add(Self.request("orr-privacy", "orr-privacy-officer"), by: [])
        try accounts.add(Self.request("manager-1", "case-manager"), by: [Self.signer("orr-privacy")])
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    static func key(_ id: String) -> SigningKey? {
        SigningKey(privateBytes: [UInt8](SHA256.hash(data: Array(id.utf8))))
    }

    static func signer(_ id: String) -> Signer { Signer(id, key(id).map { .key($0) } ?? .asked) }

    static func request(_ id: String, _ role: String, _ agency: String = "hhs.orr") -> AccountRequest {
        AccountRequest(
            id: id, agency: agency, homeAgency: agency, role: role, office: "SAT",
            signingKey: key(id)?.publicBytes ?? [], name: Sensitive("Holder of \(id)"),
            address: Sensitive("1 Main St, Washington DC"))
    }

    func run<Value: Sendable>(_ test: @Sendable (any TestClientProtocol) async throws -> Value) async throws -> Value {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let clock = clock
        let server = try OverviewServer(
            source: StubSource(), signIn: office,
            configuration: ServerConfiguration(port: 0, isBehindTLS: isSecure),
            clock: ServerClock(now: { clock.now }, nanoseconds: { 1 }, wait: { _ in try await never() }), logger: logger
        )
        return try await server.application().test(.router, test)
    }

    /// A new code of an app's secret: the clock goes on by a step.
    func code(_ secret: OneTimeCode) -> String {
        clock.advance(microseconds: 30_000_000)
        return secret.code(atSeconds: clock.now.microseconds / 1_000_000)
    }

    /// Sets password and codes of an account, past the pages.
    func setUp(_ id: String = "manager-1") async throws -> (secret: OneTimeCode, recovery: [String]) {
        let link = try CredentialDesk(governance).invite(id, by: [Self.signer(id)]).link
        let secret = try OneTimeCode(random: .seeded(UInt64(id.utf8.count)))
        let recovery = try await office.desk.set(
            password: Sensitive(Self.password), codes: secret, code: code(secret), by: link)
        return (secret, recovery)
    }
}

/// A browser: it keeps cookies, says where its forms come from, and follows no redirect by itself.
final class Browser: Sendable {
    let client: any TestClientProtocol
    private let jar = Mutex<[String: String]>([:])

    init(_ client: any TestClientProtocol) { self.client = client }

    var cookies: [String: String] { jar.withLock { $0 } }

    func keep(_ name: String, _ value: String) { jar.withLock { $0[name] = value } }

    func open(_ uri: String) async throws -> TestResponse { try await send(uri, .get, nil) }

    func post(_ uri: String, _ fields: KeyValuePairs<String, String>) async throws -> TestResponse {
        try await send(uri, .post, FormBody.encode(fields.map { ($0.key, $0.value) }))
    }

    private func send(_ uri: String, _ method: HTTPRequest.Method, _ body: String?) async throws -> TestResponse {
        var headers: HTTPFields = [.accept: "text/html,application/xhtml+xml"]
        let cookies = cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        if !cookies.isEmpty { headers[.cookie] = cookies.joined(separator: "; ") }
        if body != nil {
            headers[.contentType] = "application/x-www-form-urlencoded"
            headers[try #require(HTTPField.Name("Sec-Fetch-Site"))] = "same-origin"
        }
        let response = try await client.executeRequest(
            uri: uri, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
        for field in response.headers[values: .setCookie] {
            let pair = field.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            jar.withLock { $0[String(pair[0])] = field.contains("Max-Age=0") ? nil : String(pair[1]) }
        }
        return response
    }

    /// The hidden field with the token, of the first form of a page that goes to `action`.
    static func token(_ response: TestResponse, action: String = "") throws -> String {
        let html = String(buffer: response.body)
        let form = try #require(html.range(of: "action=\"\(action)"), "no form to \(action)").upperBound
        let field = try #require(html.range(of: "name=\"form\" value=\"", range: form..<html.endIndex)).upperBound
        return String(html[field...].prefix { $0 != "\"" })
    }

    /// Signs in and chooses a purpose.
    func enter(
        _ site: SignInSite, _ secret: OneTimeCode, _ account: String = "manager-1", purpose: String = "placement"
    ) async throws {
        let page = try await open("/sign-in?next=/account")
        let entered = try await post(
            "/sign-in",
            [
                "form": Self.token(page, action: "/sign-in"), "account": account, "password": SignInSite.password,
                "code": site.code(secret), "next": "/account",
            ])
        #expect(entered.status == .seeOther)
        let choosing = try await open(try #require(entered.headers[.location]))
        let chosen = try await post(
            "/sign-in/purpose",
            ["form": Self.token(choosing, action: "/sign-in/purpose"), "purpose": purpose, "next": "/account"])
        #expect(chosen.status == .seeOther)
        #expect(chosen.headers[.location] == "/account")
    }
}
