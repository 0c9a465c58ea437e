internal import AmparoModel
internal import AmparoStore

/// A receiver that somebody works on: the row of the work table as it was claimed.
struct Claim: Hashable, Sendable {
    /// How a receiver fared lately. The raw value is stored.
    enum Fortune: Int64, Sendable, CaseIterable {
        /// It took something lately.
        case well = 0
        /// It was not tried yet.
        case untried = 1
        /// The last attempt failed.
        case trouble = 2
    }

    var receiver: Int64
    var fortune: Fortune
    /// Names the lease.
    var token: Int64
    /// Failures in a row, and since when.
    var failures: Int64
    var troubleSince: Int64
    /// Since when transmissions are counted for the cap, and how many there were.
    var windowStart: Int64
    var windowCount: Int64
    /// When something was last sent; 0 for never.
    var lastSent: Int64
    /// How often something new had come when it was claimed.
    var woken: Int64
}

extension Outbox {
    /// Claims receivers of one fortune that are due, those that waited longest first: one range of one index.
    ///
    /// - Parameter lease: for how long, in microseconds.
    func claim(_ fortune: Claim.Fortune, at now: Instant, limit: Int, lease: Int64) throws -> [Claim] {
        guard limit > 0, try nextDue(fortune).map({ $0 <= now.microseconds }) ?? false else { return [] }
        return try database.write { connection in
            let row = try connection.statement(
                """
                SELECT receiver FROM delivery_work WHERE standing = ? AND turn_at <= ?
                ORDER BY standing, turn_at, receiver LIMIT ?
                """)
            row.bind(fortune.rawValue, at: 1)
            row.bind(now.microseconds, at: 2)
            row.bind(Int64(limit), at: 3)
            var receivers: [Int64] = []
            while try row.step() { receivers.append(row.int64(0)) }
            row.reset()
            let take = try connection.statement(
                """
                UPDATE delivery_work SET turn_at = ?, idle = 0, token = token + 1 WHERE receiver = ?
                RETURNING token, failures, trouble_since, window_start, window_count, last_sent, woken
                """)
            return try receivers.compactMap { receiver in
                defer { take.reset() }
                take.bind(now.microseconds + lease, at: 1)
                take.bind(receiver, at: 2)
                guard try take.step() else { return nil }
                return Claim(
                    receiver: receiver, fortune: fortune, token: take.int64(0), failures: take.int64(1),
                    troubleSince: take.int64(2), windowStart: take.int64(3), windowCount: take.int64(4),
                    lastSent: take.int64(5), woken: take.int64(6))
            }
        }
    }

    /// When the first receiver of a fortune is due, in microseconds; nil when there is none.
    func nextDue(_ fortune: Claim.Fortune) throws -> Int64? {
        try database.read { connection in
            let row = try connection.statement(
                "SELECT turn_at FROM delivery_work WHERE standing = ? ORDER BY standing, turn_at LIMIT 1")
            defer { row.reset() }
            row.bind(fortune.rawValue, at: 1)
            return try row.step() ? row.int64(0) : nil
        }
    }

    /// Sees that every receiver with something waiting, or with heartbeats, has a row in the work table. It is a table of work:
    /// what was lost there comes back here. Answers how many rows were missing.
    func mend() throws -> Int {
        let missing = try database.read { connection in
            let row = try connection.statement(
                """
                SELECT r.receiver FROM delivery_receiver r LEFT JOIN delivery_work w ON w.receiver = r.receiver
                WHERE r.state = 1 AND w.receiver IS NULL ORDER BY r.receiver
                """)
            defer { row.reset() }
            var missing: Set<Int64> = []
            while try row.step() { missing.insert(row.int64(0)) }
            return missing
        }
        if !missing.isEmpty { try database.write { try DeliverySchema.wake(missing, on: $0) } }
        return missing.count
    }
}
