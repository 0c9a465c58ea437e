internal import AmparoModel
internal import AmparoStore

/// How it went with one message in a round.
struct Outcome: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case delivered
        /// Taken out of a mailbox.
        case collected
        case failed(reason: String)
        case withheld(rule: String)
        /// Refused; to be tried again then.
        case putOff(until: Int64)
    }

    var message: OutboxMessage
    var kind: Kind
    var receipt: Int64 = 0
}

/// What a round made of a receiver: what is written down at its end, in one transaction.
struct RoundEnd: Sendable {
    /// When to turn to the receiver next, and how it fared.
    struct Work: Hashable, Sendable {
        var fortune: Claim.Fortune
        var due: Int64
        /// Whether something new makes it due at once.
        var isIdle: Bool
        var failures: Int64
        var troubleSince: Int64
        var windowStart: Int64
        var windowCount: Int64
        var lastSent: Int64
    }

    var receiver: Int64
    /// The claim; nil of what needs none, as the collecting of a mailbox.
    var claim: Claim?
    var work: Work?
    var outcomes: [Outcome] = []
    var heartbeat: HeartbeatRecord?
    /// The receiver as it is from now on, when it is another.
    var changed: ReceiverRecord?
    var actor: Int64 = 0
}

/// What was written down and the duties are to be told.
struct Unreported: Hashable, Sendable {
    var seq: Int64
    var news: HandoffNews
}

extension Outbox {
    /// Writes down how rounds ended, all in one transaction, and answers what the duties are to be told.
    ///
    /// A message that does not wait any more, because it was answered meanwhile or somebody else was faster, is left as it is:
    /// so there is exactly one entry for each.
    ///
    /// - Parameter reported: what the duties know by now.
    func commit(_ ends: [RoundEnd], at now: Instant, forgetting reported: [Int64] = []) throws -> [Unreported] {
        for _ in 0..<16 {
            let standing = try database.read { try Self.stillWaiting(ends, on: $0) }
            var batch = EntryBatch(random: random)
            var news: [HandoffNews?] = []
            for end in ends { try add(end, standing, at: now, to: &batch, &news) }
            do {
                let unreported = try write(ends, &batch, news, standing, reported)
                try database.upkeep()
                return unreported
            } catch let error as StoreError where error.code == .conflict {
                continue
            }
        }
        throw StoreError(.busy, "the outbox is being written")
    }

    private func write(
        _ ends: [RoundEnd], _ batch: inout EntryBatch, _ news: [HandoffNews?], _ standing: Set<MessageKey>,
        _ reported: [Int64]
    ) throws -> [Unreported] {
        let projection = DeliveryProjection()
        func unreported(from first: Int64) -> [Unreported] {
            news.enumerated().compactMap { index, news in
                news.map { Unreported(seq: first + Int64(index), news: $0) }
            }
        }
        func work(on connection: any DatabaseConnection) throws {
            guard try Self.stillWaiting(ends, on: connection) == standing else { throw StoreError(.conflict) }
            for end in ends { try Self.write(end, on: connection) }
            try Self.forget(reported, on: connection)
        }
        guard batch.count > 0 else {
            try database.write { try work(on: $0) }
            return []
        }
        let appended = try journal.sequencer.append(&batch) { connection, entries in
            try work(on: connection)
            try projection.apply(entries, on: connection)
            for one in unreported(from: entries.firstSeq) { try Self.insert(one, on: connection) }
        }
        return unreported(from: appended.firstSeq)
    }

    private static func stillWaiting(
        _ ends: [RoundEnd], on connection: any DatabaseConnection
    ) throws -> Set<MessageKey> {
        let row = try connection.statement(
            "SELECT state FROM delivery_message WHERE subject = ? AND handoff = ? AND kind = ?")
        defer { row.reset() }
        var waiting: Set<MessageKey> = []
        for key in ends.lazy.flatMap(\.outcomes).map(\.message.key) {
            row.reset()
            row.bind(key, from: 1)
            if try row.step(), row.int64(0) == DeliverySchema.Standing.waiting.rawValue { waiting.insert(key) }
        }
        return waiting
    }

    /// Adds the entries of a round; `news` has for each entry what the duties are told of it.
    private func add(
        _ end: RoundEnd, _ standing: Set<MessageKey>, at now: Instant, to batch: inout EntryBatch,
        _ news: inout [HandoffNews?]
    ) throws {
        var done: Set<MessageKey> = []
        for outcome in end.outcomes where standing.contains(outcome.message.key) {
            guard let (kind, reason, report) = outcome.settling, done.insert(outcome.message.key).inserted else {
                continue
            }
            try batch.append(
                DeliveryOutcome(
                    message: outcome.message.key, receiver: end.receiver, attempts: outcome.message.attempts + 1,
                    reason: reason, receipt: outcome.receipt), as: kind, at: now, actor: end.actor)
            news.append(
                outcome.message.key.kind == .offered
                    ? HandoffNews(outcome.message.handoff, report, at: now) : nil)
        }
        if let heartbeat = end.heartbeat {
            try batch.append(heartbeat, at: now)
            news.append(nil)
        }
        if let changed = end.changed,
            let key = try keys.key(for: Person(.receiver, changed.number), creatingMissing: true)
        {
            try batch.append(changed, address: nil, key: key, at: now, actor: end.actor)
            news.append(nil)
        }
    }

    private static func write(_ end: RoundEnd, on connection: any DatabaseConnection) throws {
        let put = try connection.statement(
            """
            INSERT INTO delivery_attempt (subject, handoff, kind, attempts, next_at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (subject, handoff, kind) DO UPDATE SET attempts = excluded.attempts, next_at = excluded.next_at
            """)
        let take = try connection.statement(
            "DELETE FROM delivery_attempt WHERE subject = ? AND handoff = ? AND kind = ?")
        for outcome in end.outcomes {
            if case .putOff(let until) = outcome.kind {
                put.bind(outcome.message.key, from: 1)
                put.bind(outcome.message.attempts + 1, at: 4)
                put.bind(until, at: 5)
                try put.run()
            } else if outcome.message.attempts > 0 {
                take.bind(outcome.message.key, from: 1)
                try take.run()
            }
        }
        guard let claim = end.claim, let work = end.work else { return }
        // Something new came while it was worked on: it is due again at once. A lease that ended is somebody else's.
        let row = try connection.statement(
            """
            UPDATE delivery_work SET standing = ?, failures = ?, trouble_since = ?, window_start = ?, window_count = ?,
            last_sent = ?, idle = CASE WHEN woken = ? THEN ? ELSE 0 END,
            turn_at = CASE WHEN woken <> ? AND ? = 1 THEN 0 ELSE ? END
            WHERE receiver = ? AND token = ?
            """)
        let isIdle: Int64 = work.isIdle ? 1 : 0
        let values = [
            work.fortune.rawValue, work.failures, work.troubleSince, work.windowStart, work.windowCount, work.lastSent,
            claim.woken, isIdle, claim.woken, isIdle, work.due, claim.receiver, claim.token,
        ]
        for (index, value) in values.enumerated() { row.bind(value, at: index + 1) }
        try row.run()
    }

    // MARK: What the duties have not been told

    private static func insert(_ unreported: Unreported, on connection: any DatabaseConnection) throws {
        let row = try connection.statement(DeliverySchema.unreported.insert)
        let (code, reason) = unreported.news.report.stored
        let handoff = unreported.news.handoff
        row.bind(unreported.seq, at: 1)
        row.bind(handoff.subject.rawValue, at: 2)
        row.bind(Int64(handoff.number), at: 3)
        row.bind(handoff.entry, at: 4)
        row.bind(code, at: 5)
        row.bind(reason, at: 6)
        row.bind(unreported.news.at.microseconds, at: 7)
        try row.run()
    }

    /// What was written down before a moment and the duties have not been told, because the program ended in between.
    func unreported(before moment: Instant, limit: Int = 512) throws -> [Unreported] {
        try database.read { connection in
            let row = try connection.statement(
                """
                SELECT seq, subject, handoff, number, report, reason, at FROM delivery_unreported
                WHERE at <= ? ORDER BY seq LIMIT ?
                """)
            defer { row.reset() }
            row.bind(moment.microseconds, at: 1)
            row.bind(Int64(limit), at: 2)
            var found: [Unreported] = []
            while try row.step() {
                guard let report = HandoffReport(stored: row.int64(4), row.text(5)) else { continue }
                let handoff = HandoffReference(
                    subject: DutySubject(rawValue: row.int64(1)), number: UInt32(truncatingIfNeeded: row.int64(2)),
                    entry: row.int64(3))
                found.append(
                    Unreported(
                        seq: row.int64(0),
                        news: HandoffNews(handoff, report, at: Instant(microseconds: row.int64(6)))))
            }
            return found
        }
    }

    /// Notes that the duties know.
    func forget(_ reported: [Int64]) throws {
        guard !reported.isEmpty else { return }
        try database.write { try Self.forget(reported, on: $0) }
    }

    private static func forget(_ reported: [Int64], on connection: any DatabaseConnection) throws {
        guard !reported.isEmpty else { return }
        let row = try connection.statement("DELETE FROM delivery_unreported WHERE seq = ?")
        for seq in reported {
            row.bind(seq, at: 1)
            try row.run()
        }
    }
}

extension Outcome {
    /// The entry that settles it, and what the duties are told; nil of what is tried again.
    fileprivate var settling: (EntryKind, String, HandoffReport)? {
        switch kind {
        case .delivered: (.messageDelivered, "", .delivered)
        case .collected: (.messageCollected, "", .delivered)
        case .failed(let reason): (.messageFailed, reason, .undeliverable(reason: reason))
        case .withheld(let rule): (.messageWithheld, rule, .withheld(rule: rule))
        case .putOff: nil
        }
    }
}

extension HandoffReport {
    /// The number and the word under which a report waits. Never reused.
    fileprivate var stored: (Int64, String) {
        switch self {
        case .sent: (1, "")
        case .delivered: (2, "")
        case .opened: (3, "")
        case .withheld(let rule): (4, rule)
        case .undeliverable(let reason): (5, reason)
        }
    }

    fileprivate init?(stored code: Int64, _ word: String) {
        switch code {
        case 1: self = .sent
        case 2: self = .delivered
        case 3: self = .opened
        case 4: self = .withheld(rule: word)
        case 5: self = .undeliverable(reason: word)
        default: return nil
        }
    }
}

extension PreparedStatement {
    /// Binds subject, handoff and kind.
    func bind(_ key: MessageKey, from parameter: Int) {
        bind(key.subject.rawValue, at: parameter)
        bind(Int64(key.handoff), at: parameter + 1)
        bind(Int64(key.kind.rawValue), at: parameter + 2)
    }
}
