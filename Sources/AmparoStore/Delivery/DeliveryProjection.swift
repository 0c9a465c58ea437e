internal import AmparoDuties
internal import AmparoModel

/// The outbox as a view of the journal: what is to be sent follows from what happened to handoffs, in the same transaction.
///
/// Whoever appends entries of the kinds 230 to 249 applies it.
public struct DeliveryProjection: Projection {
    /// `delivery`.
    public let name = "delivery"
    /// Changes with what the tables hold.
    public let version = 1
    /// The tables.
    public var tables: [TableDefinition] { DeliverySchema.derived }
    /// Their indexes.
    public var indexes: [IndexDefinition] { DeliverySchema.indexes }
    /// Duties' entries and delivery's own.
    public var kinds: ClosedRange<UInt8>? { EntryKind.dutyEvent.rawValue...249 }

    /// The view.
    public init() {}

    /// Adds entries, in order.
    public func apply(_ entries: EntrySlice, on connection: any DatabaseConnection) throws {
        var run = DeliveryRun(connection)
        for entry in entries {
            switch entry.kind {
            case .dutyEvent: try run.duty(entry)
            case .receiverChanged: try run.receiver(entry)
            case .messageDelivered, .messageCollected: try run.settle(entry, as: .delivered)
            case .messageFailed: try run.settle(entry, as: .dead)
            case .messageWithheld: try run.settle(entry, as: .withheld)
            case .messageReplayed: try run.replay(entry)
            case .heartbeatSent: try run.heartbeat(entry)
            default: break
            }
        }
        try run.finish()
    }
}

/// One slice of entries on its way into the outbox.
struct DeliveryRun {
    let connection: any DatabaseConnection
    /// Receivers that something new waits for.
    var woken: Set<Int64> = []
    /// Posts of this slice, so that each is looked up once.
    private var posts: [String: (post: Int64, receiver: Int64)] = [:]
    /// What arrived in this slice: how many, and the last number.
    private var arrived: [Int64: (count: Int64, last: Int64)] = [:]

    init(_ connection: any DatabaseConnection) { self.connection = connection }

    func finish() throws {
        let row = try connection.statement(
            """
            UPDATE delivery_receiver SET sent = sent + ?, last = CASE WHEN last > ? THEN last ELSE ? END
            WHERE receiver = ?
            """)
        for (receiver, tally) in arrived.sorted(by: { $0.key < $1.key }) {
            try row.run(tally.count, tally.last, tally.last, receiver)
        }
        try DeliverySchema.wake(woken, on: connection)
    }

    // MARK: Handoffs

    mutating func duty(_ entry: EntryView) throws {
        guard EncodedDutyEvent.isOfHandoff(entry.payload),
            let event = DutyEvent(EncodedDutyEvent(payload: entry.payload))
        else { return }
        let subject = entry.dutySubject
        if case .offered(let handoff) = event.change {
            if handoff.state == .offered {
                try add(
                    MessageKey(subject: subject, handoff: handoff.number, kind: .offered), entry,
                    to: handoff.to.description, MessagePayload(handoff, number: entry.seq).bytes)
            }
            return
        }
        guard let number = event.change.handoff else { return }
        let key = MessageKey(subject: subject, handoff: number, kind: .offered)
        switch event.change {
        case .sent: try leave(key)
        case .accepted, .declined, .completed: try end(key, as: .moot, entry.seq)
        case .withheld: try end(key, as: .withheld, entry.seq)
        case .withdrawn: try withdraw(key, entry)
        default: break
        }
    }

    private mutating func add(
        _ key: MessageKey, _ entry: EntryView, to name: String, _ payload: [UInt8]
    ) throws {
        let post = try post(name, entry.seq)
        let row = try connection.statement(
            """
            INSERT INTO delivery_message (subject, handoff, kind, number, post, state, since, has_left, receiver, settled,
            attempts, settled_as, payload) VALUES (?, ?, ?, ?, ?, 1, ?, 0, 0, 0, 0, '', ?)
            ON CONFLICT (subject, handoff, kind) DO NOTHING
            """)
        row.bind(payload, at: 7)
        try row.run(
            key.subject.rawValue, Int64(key.handoff), Int64(key.kind.rawValue), entry.seq, post.post, entry.recorded)
        if post.receiver != 0 { woken.insert(post.receiver) }
    }

    /// What never left is not sent; what may have left is taken back by a message of its own.
    private mutating func withdraw(_ key: MessageKey, _ entry: EntryView) throws {
        let row = try connection.statement(
            """
            SELECT m.state, m.has_left, p.name, m.payload FROM delivery_message m JOIN delivery_post p ON p.post = m.post
            WHERE m.subject = ? AND m.handoff = ? AND m.kind = 1
            """)
        row.bind(key.subject.rawValue, at: 1)
        row.bind(Int64(key.handoff), at: 2)
        guard try row.step() else { return row.reset() }
        let state = DeliverySchema.Standing(rawValue: row.int64(0))
        let hasLeft = row.int64(1) != 0 || state == .delivered
        let (name, payload) = (row.text(2), [UInt8](row.bytes(3)))
        row.reset()
        try end(key, as: .moot, entry.seq)
        guard hasLeft else { return }
        try add(
            MessageKey(subject: key.subject, handoff: key.handoff, kind: .withdrawn), entry, to: name, payload)
    }

    private func leave(_ key: MessageKey) throws {
        try connection.statement(
            "UPDATE delivery_message SET has_left = 1 WHERE subject = ? AND handoff = ? AND kind = ?"
        ).run(key.subject.rawValue, Int64(key.handoff), Int64(key.kind.rawValue))
    }

    /// Ends a message that still waits.
    private func end(_ key: MessageKey, as standing: DeliverySchema.Standing, _ seq: Int64) throws {
        try connection.statement(
            """
            UPDATE delivery_message SET state = ?, settled = ?
            WHERE subject = ? AND handoff = ? AND kind = ? AND state = 1
            """
        ).run(standing.rawValue, seq, key.subject.rawValue, Int64(key.handoff), Int64(key.kind.rawValue))
    }

    // MARK: Outcomes

    mutating func settle(_ entry: EntryView, as standing: DeliverySchema.Standing) throws {
        guard let outcome = DeliveryOutcome(entry) else { throw StoreError(.brokenEntry, "entry \(entry.seq)") }
        let key = outcome.message
        let row = try connection.statement(
            """
            UPDATE delivery_message SET state = ?, receiver = ?, settled = ?, attempts = ?, settled_as = ?
            WHERE subject = ? AND handoff = ? AND kind = ? AND state = 1 RETURNING number
            """)
        defer { row.reset() }
        row.bind(outcome.reason, at: 5)
        for (index, value) in [standing.rawValue, outcome.receiver, entry.seq, outcome.attempts].enumerated() {
            row.bind(value, at: index + 1)
        }
        row.bind(key.subject.rawValue, at: 6)
        row.bind(Int64(key.handoff), at: 7)
        row.bind(Int64(key.kind.rawValue), at: 8)
        guard try row.step(), standing == .delivered else { return }
        let before = arrived[outcome.receiver] ?? (0, 0)
        arrived[outcome.receiver] = (before.count + 1, max(before.last, row.int64(0)))
    }

    mutating func replay(_ entry: EntryView) throws {
        guard let outcome = DeliveryOutcome(entry) else { throw StoreError(.brokenEntry, "entry \(entry.seq)") }
        let key = outcome.message
        try connection.statement(
            """
            UPDATE delivery_message SET state = 1, since = ?, receiver = 0, settled = 0, attempts = 0, settled_as = ''
            WHERE subject = ? AND handoff = ? AND kind = ? AND state = 3
            """
        ).run(entry.recorded, key.subject.rawValue, Int64(key.handoff), Int64(key.kind.rawValue))
        let row = try connection.statement(
            """
            SELECT p.receiver FROM delivery_message m JOIN delivery_post p ON p.post = m.post
            WHERE m.subject = ? AND m.handoff = ? AND m.kind = ?
            """)
        defer { row.reset() }
        row.bind(key.subject.rawValue, at: 1)
        row.bind(Int64(key.handoff), at: 2)
        row.bind(Int64(key.kind.rawValue), at: 3)
        if try row.step() { woken.insert(row.int64(0)) }
    }

    mutating func heartbeat(_ entry: EntryView) throws {
        guard let beat = HeartbeatRecord(entry.payload) else { throw StoreError(.brokenEntry, "entry \(entry.seq)") }
        try connection.statement("UPDATE delivery_receiver SET beat_at = ?, beat_sent = ? WHERE receiver = ?")
            .run(entry.recorded, beat.sent, beat.receiver)
    }

    // MARK: Receivers

    mutating func receiver(_ entry: EntryView) throws {
        guard let record = ReceiverRecord(entry.payload) else {
            throw StoreError(.brokenEntry, "entry \(entry.seq)")
        }
        let old = try patterns(of: record.number)
        let row = try connection.statement(
            """
            INSERT INTO delivery_receiver (receiver, name, state, address_seq, payload, sent, last, beat_at, beat_sent)
            VALUES (?, ?, ?, ?, ?, 0, 0, ?, 0)
            ON CONFLICT (receiver) DO UPDATE SET name = excluded.name, state = excluded.state, payload = excluded.payload,
            address_seq = CASE WHEN excluded.address_seq = 0 THEN delivery_receiver.address_seq
            ELSE excluded.address_seq END
            """)
        row.bind(record.number, at: 1)
        row.bind(record.name, at: 2)
        row.bind(Int64(record.state.rawValue), at: 3)
        row.bind(entry.sealed.isEmpty ? 0 : entry.seq, at: 4)
        row.bind([UInt8](entry.payload), at: 5)
        row.bind(entry.recorded, at: 6)
        try row.run()
        let unroute = try connection.statement("DELETE FROM delivery_route WHERE posts = ? AND receiver = ?")
        for pattern in old {
            unroute.bind(pattern, at: 1)
            unroute.bind(record.number, at: 2)
            try unroute.run()
        }
        if record.state == .active {
            let route = try connection.statement(
                """
                INSERT INTO delivery_route (posts, receiver) VALUES (?, ?)
                ON CONFLICT (posts) DO UPDATE SET receiver = excluded.receiver
                """)
            route.bind(record.posts, at: 1)
            route.bind(record.number, at: 2)
            try route.run()
            woken.insert(record.number)
        }
        for pattern in old.union([record.posts]) { try reroute(pattern) }
    }

    private func patterns(of receiver: Int64) throws -> Set<String> {
        let row = try connection.statement("SELECT payload FROM delivery_receiver WHERE receiver = ?")
        defer { row.reset() }
        row.bind(receiver, at: 1)
        guard try row.step(), let record = ReceiverRecord(row.bytes(0)) else { return [] }
        return [record.posts]
    }

    /// Gives every post that the pattern covers the receiver that now fits best.
    private mutating func reroute(_ pattern: String) throws {
        posts.removeAll()
        var names: [(name: String, receiver: Int64)] = []
        for range in PostPatterns.ranges(coveredBy: pattern) {
            let row = try connection.statement(
                "SELECT name, receiver FROM delivery_post WHERE name >= ? AND name < ? ORDER BY name")
            defer { row.reset() }
            row.bind(range.from, at: 1)
            row.bind(range.below, at: 2)
            while try row.step() { names.append((row.text(0), row.int64(1))) }
        }
        let update = try connection.statement("UPDATE delivery_post SET receiver = ? WHERE name = ?")
        for (name, before) in names {
            let now = try route(name)
            guard now != before else { continue }
            update.bind(now, at: 1)
            update.bind(name, at: 2)
            try update.run()
            woken.insert(now)
        }
    }

    private func route(_ name: String) throws -> Int64 {
        let row = try connection.statement("SELECT receiver FROM delivery_route WHERE posts = ?")
        defer { row.reset() }
        for pattern in PostPatterns(covering: name).list {
            row.reset()
            row.bind(pattern, at: 1)
            if try row.step() { return row.int64(0) }
        }
        return 0
    }

    private mutating func post(_ name: String, _ seq: Int64) throws -> (post: Int64, receiver: Int64) {
        if let known = posts[name] { return known }
        let row = try connection.statement("SELECT post, receiver FROM delivery_post WHERE name = ?")
        row.bind(name, at: 1)
        if try row.step() {
            let found = (post: row.int64(0), receiver: row.int64(1))
            row.reset()
            posts[name] = found
            return found
        }
        row.reset()
        let made = (post: seq, receiver: try route(name))
        let insert = try connection.statement(DeliverySchema.post.insert)
        insert.bind(name, at: 1)
        insert.bind(made.post, at: 2)
        insert.bind(made.receiver, at: 3)
        try insert.run()
        posts[name] = made
        return made
    }
}

extension PreparedStatement {
    /// Binds numbers from the first parameter on and runs.
    fileprivate func run(_ values: Int64...) throws {
        for (index, value) in values.enumerated() { bind(value, at: index + 1) }
        try run()
    }
}
