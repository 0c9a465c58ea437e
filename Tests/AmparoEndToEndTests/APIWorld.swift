import AmparoGate
import AmparoModel
import AmparoOversight
import AmparoSharing
import AmparoStore
import AmparoTestSupport
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Synchronization
import Testing

@testable import AmparoServer
@testable import amparo

/// A demonstration behind the API, in this process, at the moment at which it was made.
final class APIWorld: Sendable {
    /// An answer.
    struct Answer {
        var status: Int
        var headers: HTTPFields
        var text: String

        var json: JSON { (try? JSON(text)) ?? .null }
        var problem: String? { json["type"]?.string.map { String($0.dropFirst("/problems/".count)) } }
    }

    let folder: String
    let store: OpenStore
    let words: PersonalWords
    /// The clock of the store and the server.
    let clock: TestClock
    private let server: OverviewServer
    private let made = Mutex(0)

    init(_ demonstration: TestStore, children: Int = 60, words: PersonalWords) throws {
        self.words = words
        folder = demonstration.folder
        let now = TestClock(try #require(Instant("2026-06-01T12:00:00Z")))
        clock = now
        store = try OpenStore(
            folder: demonstration.data, keyFile: KeyFile(path: demonstration.keys, dataFolder: demonstration.data),
            engine: demonstration.address.map { .server($0) }
        ) { now.now }
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let clock = ServerClock.system { now.now }
        let names = NameIndex(store.journal, keys: store.keys, random: .seeded(6))
        try names.bringUpToDate()
        server = try OverviewServer(
            source: StoreOverview(store: store, asOf: Day("2026-06-01")), configuration: ServerConfiguration(port: 0),
            clock: clock, logger: logger
        ).with(api: store.apiOffice(named: "here", names: names))
    }

    /// The demonstration's accounts: each is named after its role.
    func accounts() throws -> [Account] {
        try AccountDesk(store.governance, codes: SharingTerms.shipped()).all()
    }

    func token(_ account: String, _ purpose: String, id: String? = nil) throws -> String {
        let number = made.withLock { made in
            made += 1
            return made
        }
        let key = try SigningKeyFile(
            path: "\(folder)/data-signing-keys/\(account).key", dataFolder: folder + "/data"
        ).load()
        return try APIToken.make(
            account: account, purpose: purpose, audience: "here", id: id ?? "test-\(number).00", at: store.now(),
            seconds: 60, key: key)
    }

    /// Asks as a machine.
    func ask(
        _ account: String, _ purpose: String, _ path: String, post body: String? = nil, _ more: HTTPFields = [:]
    ) async throws -> Answer {
        var headers = more
        headers[.authorization] = "Bearer " + (try token(account, purpose))
        if body != nil {
            headers[.contentType] = "application/json"
            if headers[.idempotencyKey] == nil { headers[.idempotencyKey] = "key-\(UUID().uuidString)" }
        }
        return try await send(path, headers, post: body)
    }

    func send(_ path: String, _ headers: HTTPFields, post body: String? = nil) async throws -> Answer {
        let fields = headers
        return try await server.application().test(.router) { client in
            let response = try await client.executeRequest(
                uri: APIRoute.root + path, method: body == nil ? .get : .post, headers: fields,
                body: body.map { ByteBuffer(string: $0) })
            return Answer(
                status: response.status.code, headers: response.headers, text: String(buffer: response.body))
        }
    }

    /// The words of persons in an answer.
    func leaks(_ answer: Answer) -> Set<String> { words.found(in: Data(answer.text.utf8)) }

    func count(_ kinds: [EntryKind]) throws -> Int {
        try store.database.read { connection in
            let row = try connection.statement("SELECT COUNT(*) FROM entry WHERE kind = ?")
            return try kinds.reduce(0) { sum, kind in
                defer { row.reset() }
                row.bind(Int64(kind.rawValue), at: 1)
                return try row.step() ? sum + Int(row.int64(0)) : sum
            }
        }
    }
}
