public import AmparoModel
public import AmparoStore

/// What the outbox tells people: dead letters, what waits for nobody, what a receiver may have missed.
public struct DeliveryDesk: Sendable {
    private let outbox: Outbox
    private let now: @Sendable () -> Instant

    /// A desk over the outbox of a store.
    public init(_ outbox: Outbox, now: @escaping @Sendable () -> Instant) {
        self.outbox = outbox
        self.now = now
    }

    /// A message as it stands.
    public struct Letter: Hashable, Sendable {
        /// The message's number: the entry that made it.
        public var number: Int64
        /// What is told of it: `H-` and a number.
        public var handoff: String
        /// Whether it offers or withdraws.
        public var kind: MessageKey.Kind
        /// Its post.
        public var post: String
        /// Where it stands.
        public var standing: DeliverySchema.Standing
        /// The receiver at which it arrived or was given up; 0 for none.
        public var receiver: Int64
        /// How often it was tried, with the last time.
        public var attempts: Int64
        /// Why it was given up or withheld; empty otherwise.
        public var reason: String
        /// When it was made or replayed.
        public var since: Instant
        var key: MessageKey
    }

    /// The dead letters, oldest first, from the first one after a number on.
    public func dead(after number: Int64 = 0, limit: Int = 1000) throws -> [Letter] {
        try outbox.database.read { connection in
            let posts = try connection.statement("SELECT post, name FROM delivery_post ORDER BY name")
            var names: [(Int64, String)] = []
            while try posts.step() { names.append((posts.int64(0), posts.text(1))) }
            posts.reset()
            return try Self.letters(names, [.dead], after: number, limit: limit, on: connection)
        }
    }

    /// Everything that was ever for a receiver's posts after a number, whether it arrived or not: against it the receiver checks
    /// what it has. A message with a lower number may arrive later than one with a higher one, because each child's messages go
    /// in order and those of different children do not wait for each other; `completeTo` is the number up to which nothing is
    /// missing any more.
    public func missed(
        by receiver: Int64, since number: Int64, limit: Int = 1000
    ) throws -> (letters: [Letter], completeTo: Int64) {
        try outbox.database.read { connection in
            let posts = try Outbox.posts(of: receiver, on: connection)
            let letters = try Self.letters(
                posts, [.waiting, .delivered, .dead], after: number, limit: limit, on: connection)
            let row = try connection.statement(
                "SELECT number FROM delivery_message WHERE post = ? AND state = 1 ORDER BY post, state, number LIMIT 1")
            defer { row.reset() }
            var complete = try ReceiverState.read(receiver, on: connection)?.last ?? 0
            for (post, _) in posts {
                row.reset()
                row.bind(post, at: 1)
                if try row.step() { complete = min(complete, row.int64(0) - 1) }
            }
            return (letters, complete)
        }
    }

    /// How many messages wait for posts that no receiver stands for, by post.
    public func unrouted() throws -> [(post: String, waiting: Int64)] {
        try outbox.database.read { connection in
            let count = try connection.statement("SELECT COUNT(*) FROM delivery_message WHERE post = ? AND state = 1")
            return try Outbox.posts(of: 0, on: connection).compactMap { post, name in
                defer { count.reset() }
                count.bind(post, at: 1)
                guard try count.step(), count.int64(0) > 0 else { return nil }
                return (name, count.int64(0))
            }
        }
    }

    /// Sends dead letters again: those of these numbers, those of a receiver, or all. Answers how many there were. Their receivers
    /// are due at once, however long they were to be left alone.
    public func replay(numbers: Set<Int64>? = nil, receiver: Int64? = nil, actor: Int64 = 0) throws -> Int {
        var after: Int64 = 0
        var count = 0
        while true {
            let letters = try dead(after: after, limit: 512)
            guard let last = letters.last else { return count }
            after = last.number
            let chosen = letters.filter { letter in
                (numbers?.contains(letter.number) ?? true) && (receiver.map { $0 == letter.receiver } ?? true)
            }
            guard !chosen.isEmpty else { continue }
            var batch = EntryBatch(random: outbox.random)
            for letter in chosen {
                try batch.append(
                    DeliveryOutcome(message: letter.key, receiver: letter.receiver, attempts: letter.attempts),
                    as: .messageReplayed, at: now(), actor: actor)
            }
            try outbox.journal.sequencer.append(&batch) { connection, entries in
                try DeliveryProjection().apply(entries, on: connection)
                // Who sends letters again wants to see now whether the receiver is well.
                let row = try connection.statement(
                    "UPDATE delivery_work SET turn_at = 0 WHERE receiver = ? AND standing = 2")
                for receiver in Set(chosen.map(\.receiver)).sorted() {
                    row.bind(receiver, at: 1)
                    try row.run()
                }
            }
            count += chosen.count
        }
    }

    private static func letters(
        _ posts: [(Int64, String)], _ standings: [DeliverySchema.Standing], after number: Int64, limit: Int,
        on connection: any DatabaseConnection
    ) throws -> [Letter] {
        let row = try connection.statement(
            """
            SELECT subject, handoff, kind, number, receiver, attempts, settled_as, since, payload FROM delivery_message
            WHERE post = ? AND state = ? AND number > ? ORDER BY post, state, number LIMIT ?
            """)
        defer { row.reset() }
        var letters: [Letter] = []
        for (post, name) in posts {
            for standing in standings {
                row.reset()
                row.bind(post, at: 1)
                row.bind(standing.rawValue, at: 2)
                row.bind(number, at: 3)
                row.bind(Int64(limit), at: 4)
                while try row.step() {
                    guard let kind = UInt8(exactly: row.int64(2)).flatMap(MessageKey.Kind.init(rawValue:)),
                        let payload = MessagePayload(row.bytes(8))
                    else { continue }
                    let key = MessageKey(
                        subject: DutySubject(rawValue: row.int64(0)), handoff: UInt32(truncatingIfNeeded: row.int64(1)),
                        kind: kind)
                    letters.append(
                        Letter(
                            number: row.int64(3), handoff: "H-\(payload.handoffEntry)", kind: kind, post: name,
                            standing: standing, receiver: row.int64(4), attempts: row.int64(5), reason: row.text(6),
                            since: Instant(microseconds: row.int64(7)), key: key))
                }
            }
        }
        letters.sort { $0.number < $1.number }
        return Array(letters.prefix(limit))
    }
}
