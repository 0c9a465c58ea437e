internal import AmparoModel
package import AmparoStore
internal import Synchronization

/// The answers to POSTs by their `Idempotency-Key`, for a day: whoever asks again with the same key gets the same answer, and
/// nothing is done twice. It is a database of its own, in no backup and in no journal.
///
/// Answers to POSTs tell of nobody. Of keys and bodies only marks are kept that nobody else can make.
package final class AnswerBook: Sendable {
    static let answer = TableDefinition(
        "api_answer", primaryKey: ["name"],
        columns: [
            .blob("name"), .blob("request"), .integer("made"), .integer("status"), .text("mark"), .blob("body"),
        ])
    private static let byTime = IndexDefinition("api_answer_by_time", on: "api_answer", columns: ["made"])

    /// The schema of its database.
    package static let schema = Schema(
        component: "api",
        migrations: [Migration(1, "answers", steps: [.createTable(answer), .createIndex(byTime)])])

    /// How long an answer is kept. Microseconds.
    private static let kept: Int64 = 86_400_000_000

    /// An answer as it was given.
    struct Answer: Hashable, Sendable {
        var status: Int
        /// The version in `ETag`; empty for none.
        var version: String
        var body: [UInt8]
    }

    /// What the book says of a key.
    enum Found: Hashable, Sendable {
        /// Nothing: the request is to be answered, and then kept or let go.
        case new
        /// The same request was answered.
        case answered(Answer)
        /// Another request had the key.
        case other
        /// A request with the key is being answered.
        case busy
    }

    private let database: any Database
    private let underWay = Mutex<Set<[UInt8]>>([])

    /// The book in `database`, which is made when it is not there.
    package init(_ database: any Database) throws {
        try Migrator([Self.schema]).migrate(database)
        self.database = database
    }

    /// What is known of a key. After `.new` say `keep` or `letGo`.
    func find(_ name: [UInt8], request: [UInt8], at now: Instant) throws -> Found {
        guard underWay.withLock({ $0.insert(name).inserted }) else { return .busy }
        do {
            let found = try read(name, request, since: now.microseconds - Self.kept)
            if found != .new { letGo(name) }
            return found
        } catch {
            letGo(name)
            throw error
        }
    }

    private func read(_ name: [UInt8], _ request: [UInt8], since: Int64) throws -> Found {
        try database.read { connection in
            let row = try connection.statement(
                "SELECT request, status, mark, body FROM api_answer WHERE name = ? AND made > ?")
            defer { row.reset() }
            row.bind(name, at: 1)
            row.bind(since, at: 2)
            guard try row.step() else { return .new }
            guard [UInt8](row.bytes(0)) == request else { return .other }
            return .answered(
                Answer(status: Int(row.int64(1)), version: row.text(2), body: [UInt8](row.bytes(3))))
        }
    }

    /// Keeps the answer to a key; older ones are forgotten.
    func keep(_ answer: Answer, _ name: [UInt8], request: [UInt8], at now: Instant) throws {
        defer { letGo(name) }
        try database.write { connection in
            let old = try connection.statement("DELETE FROM api_answer WHERE made <= ?")
            old.bind(now.microseconds - Self.kept, at: 1)
            try old.run()
            let row = try connection.statement(Self.answer.insert)
            row.bind(name, at: 1)
            row.bind(request, at: 2)
            row.bind(now.microseconds, at: 3)
            row.bind(Int64(answer.status), at: 4)
            row.bind(answer.version, at: 5)
            row.bind(answer.body, at: 6)
            try row.run()
        }
    }

    /// The request was not answered: whoever asks again with the key asks anew.
    func letGo(_ name: [UInt8]) { _ = underWay.withLock { $0.remove(name) } }
}
