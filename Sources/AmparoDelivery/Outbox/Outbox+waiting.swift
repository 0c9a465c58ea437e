internal import AmparoModel
internal import AmparoStore

/// What waits for one receiver and may be sent now.
struct Waiting: Hashable, Sendable {
    /// The messages, in the journal's order.
    var messages: [OutboxMessage] = []
    /// When the first of those that were put off may be tried again; nil when none was.
    var putOffUntil: Int64?
    /// Whether there are more than were asked for.
    var hasMore = false
}

extension Outbox {
    private static let page = 512
    /// Not more rows are looked through than these, so that a flood of messages put off costs no round more than a moment.
    private static let mostRows = 65_536

    /// The first messages that may be sent to a receiver. A message that was put off holds back those of the same child behind it,
    /// and no others.
    func waiting(for receiver: Int64, at now: Instant, limit: Int) throws -> Waiting {
        try database.read { connection in
            var found = Waiting()
            for (post, name) in try Self.posts(of: receiver, on: connection) {
                try Self.read(post, name, at: now, limit: limit, into: &found, on: connection)
            }
            found.messages.sort { $0.number < $1.number }
            if found.messages.count > limit {
                found.messages.removeLast(found.messages.count - limit)
                found.hasMore = true
            }
            return found
        }
    }

    static func posts(of receiver: Int64, on connection: any DatabaseConnection) throws -> [(Int64, String)] {
        let row = try connection.statement(
            "SELECT post, name FROM delivery_post WHERE receiver = ? ORDER BY receiver, post")
        defer { row.reset() }
        row.bind(receiver, at: 1)
        var posts: [(Int64, String)] = []
        while try row.step() { posts.append((row.int64(0), row.text(1))) }
        return posts
    }

    private static func read(
        _ post: Int64, _ name: String, at now: Instant, limit: Int, into found: inout Waiting,
        on connection: any DatabaseConnection
    ) throws {
        let row = try connection.statement(
            """
            SELECT m.subject, m.handoff, m.kind, m.number, m.since, m.has_left, m.payload, a.attempts, a.next_at
            FROM delivery_message m LEFT JOIN delivery_attempt a
            ON a.subject = m.subject AND a.handoff = m.handoff AND a.kind = m.kind
            WHERE m.post = ? AND m.state = 1 AND m.number > ? ORDER BY m.post, m.state, m.number LIMIT ?
            """)
        var heldBack: Set<Int64> = []
        var last: Int64 = 0
        var taken = 0
        for _ in stride(from: 0, to: mostRows, by: page) {
            row.bind(post, at: 1)
            row.bind(last, at: 2)
            row.bind(Int64(page), at: 3)
            defer { row.reset() }
            var rows = 0
            while try row.step() {
                rows += 1
                last = row.int64(3)
                let subject = row.int64(0)
                guard !heldBack.contains(subject) else { continue }
                let next = row.int64(8)
                if next > now.microseconds {
                    heldBack.insert(subject)
                    found.putOffUntil = min(found.putOffUntil ?? next, next)
                    continue
                }
                guard taken < limit else {
                    found.hasMore = true
                    return
                }
                guard let message = OutboxMessage(row, post: name) else {
                    throw StoreError(.brokenEntry, "entry \(last)")
                }
                found.messages.append(message)
                taken += 1
            }
            guard rows == page else { return }
        }
    }

    /// Messages that wait for a receiver and are older than a moment: what is given up with it. At most `limit`.
    func waiting(for receiver: Int64, since oldest: Instant, limit: Int) throws -> [OutboxMessage] {
        try waiting(for: receiver, at: Instant(microseconds: .max), limit: limit).messages.filter {
            $0.since.microseconds < oldest.microseconds
        }
    }

    /// How many messages wait for a receiver, counted up to a million.
    func countWaiting(for receiver: Int64) throws -> Int64 {
        try database.read { connection in
            var count: Int64 = 0
            let row = try connection.statement(
                "SELECT COUNT(*) FROM delivery_message WHERE post = ? AND state = 1")
            for (post, _) in try Self.posts(of: receiver, on: connection) {
                row.bind(post, at: 1)
                if try row.step() { count += row.int64(0) }
                row.reset()
            }
            return count
        }
    }
}

extension OutboxMessage {
    /// The message of a row: subject, handoff, kind, number, since, has left, payload, attempts.
    init?(_ row: any PreparedStatement, post: String) {
        guard let handoff = UInt32(exactly: row.int64(1)),
            let kind = UInt8(exactly: row.int64(2)).flatMap(MessageKey.Kind.init(rawValue:)),
            let content = MessagePayload(row.bytes(6))
        else { return nil }
        self.init(
            key: MessageKey(subject: DutySubject(rawValue: row.int64(0)), handoff: handoff, kind: kind),
            number: row.int64(3), post: post, content: content, since: Instant(microseconds: row.int64(4)),
            hasLeft: row.int64(5) != 0, attempts: row.int64(7))
    }
}
