internal import AmparoDuties
internal import AmparoModel

/// The view of duties: ledgers, who holds what, handoffs, posts. It appends nothing and asks nobody: what a ledger says is
/// the sum of its events.
public struct DutyProjection: Projection {
    /// `duties`.
    public let name = "duties"
    /// Changes with what the tables hold.
    public let version = 2
    /// The tables.
    public var tables: [TableDefinition] { DutySchema.derived }
    /// Their indexes.
    public var indexes: [IndexDefinition] { DutySchema.indexes }
    /// The kinds of entries it is derived from.
    public var kinds: ClosedRange<UInt8>? { 230...239 }

    /// The view; it holds nothing.
    public init() {}

    /// Adds entries, in the order of their numbers.
    public func apply(_ entries: EntrySlice, on connection: any DatabaseConnection) throws {
        var run = DutyProjectionRun(connection)
        for entry in entries {
            switch entry.kind {
            case .dutyEvent: try run.apply(entry)
            case .dutyReported: try run.insertReported(entry)
            case .deputyNamed, .postChanged, .liveFrom, .caseloadOffered, .procedureSet: try run.insertOffice(entry)
            default: break
            }
        }
        try run.finish()
    }
}

/// One slice being applied: ledgers touched by it are read once and written once, and of what stands only what changed.
private struct DutyProjectionRun {
    private struct Open {
        var writer: LedgerWriter
        var before: SubjectLedger
        var after: SubjectLedger
        /// The entries that named the present holder of a duty, and answered a handoff.
        var named: [DutyID: Int64] = [:]
        var answered: [UInt32: Int64] = [:]
    }

    private let connection: any DatabaseConnection
    private var open: [Int64: Open] = [:]
    private var posts: [Post: Int64] = [:]
    private var postCount: Int64?

    init(_ connection: any DatabaseConnection) { self.connection = connection }

    mutating func apply(_ entry: EntryView) throws {
        guard let event = DutyEvent(EncodedDutyEvent(payload: entry.payload)) else {
            throw StoreError(.brokenEntry, "entry \(entry.seq)")
        }
        let subject = entry.dutySubject.rawValue
        var ledger = try open.removeValue(forKey: subject) ?? read(subject)
        ledger.writer.append(seq: entry.seq, payload: entry.payload)
        let held = ledger.after[event.duty]?.holder
        ledger.after.apply(event)
        if let holder = ledger.after[event.duty]?.holder, holder != held {
            ledger.named[event.duty] = entry.sealedPerson == nil ? 0 : entry.seq
            try hold(subject, event.duty, entry.seq, holder.post)
        }
        switch event.change {
        case .accepted(let number, _), .declined(let number, _, _): ledger.answered[number] = entry.seq
        case .offered(let handoff):
            // Posts get their numbers in the order of the journal, wherever a slice ends.
            _ = try number(of: handoff.from)
            _ = try number(of: handoff.to)
        default: break
        }
        open[subject] = ledger
    }

    private func read(_ subject: Int64) throws -> Open {
        let row = try connection.statement("SELECT last_seq, events FROM duty_ledger WHERE subject = ?")
        defer { row.reset() }
        row.bind(subject, at: 1)
        guard try row.step() else {
            return Open(writer: LedgerWriter(), before: SubjectLedger(), after: SubjectLedger())
        }
        let ledger = SubjectLedger(packed: row.bytes(1))
        return Open(
            writer: LedgerWriter([UInt8](row.bytes(1)), lastSeq: row.int64(0)), before: ledger, after: ledger)
    }

    private mutating func hold(_ subject: Int64, _ id: DutyID, _ seq: Int64, _ post: Post) throws {
        let row = try connection.statement(DutySchema.holding.insert)
        row.bind(id, of: subject, at: 1)
        row.bind(seq, at: 6)
        row.bind(try number(of: post), at: 7)
        try row.run()
    }

    // MARK: Writing

    /// Writes the ledgers that were touched and what stands of them, in key order.
    mutating func finish() throws {
        for subject in open.keys.sorted() {
            guard let ledger = open[subject] else { continue }
            try write(ledger, subject)
            try writeDuties(ledger, subject)
            try writeHandoffs(ledger, subject)
        }
        open.removeAll()
    }

    private func write(_ ledger: Open, _ subject: Int64) throws {
        let row = try connection.statement(
            """
            INSERT INTO duty_ledger (subject, last_seq, events) VALUES (?, ?, ?)
            ON CONFLICT (subject) DO UPDATE SET last_seq = excluded.last_seq, events = excluded.events
            """)
        row.bind(subject, at: 1)
        row.bind(ledger.writer.lastSeq, at: 2)
        try ledger.writer.bytes.withUnsafeBytes { bytes in
            row.bind(borrowing: bytes, at: 3)
            try row.run()
        }
    }

    private mutating func writeDuties(_ ledger: Open, _ subject: Int64) throws {
        for duty in ledger.after.duties {
            let old = ledger.before[duty.id]
            guard old != duty else { continue }
            let holder = try number(of: duty.holder.post)
            if let old {
                try unlist(old, subject)
                try update(duty, subject, holder, named: ledger.named[duty.id])
            } else {
                try insert(duty, subject, holder, named: ledger.named[duty.id] ?? 0)
            }
            if duty.isOwed { try list(duty, subject, holder) }
        }
    }

    private func insert(_ duty: Duty, _ subject: Int64, _ holder: Int64, named: Int64) throws {
        let row = try connection.statement(DutySchema.standing.insert)
        row.bind(duty.id, of: subject, at: 1)
        bind(duty, holder, to: row, from: 6, named: named)
        try row.run()
    }

    private func update(_ duty: Duty, _ subject: Int64, _ holder: Int64, named: Int64?) throws {
        let row = try connection.statement(
            """
            UPDATE duty SET version = ?, state = ?, holder = ?, person_seq = COALESCE(?, person_seq),
            holder_since = ?, created = ?, opens_at = ?, due_at = ?, due_offset = ?, breached = ?, closed = ?,
            escalated = ? WHERE subject = ? AND kind = ? AND matter = ? AND round = ? AND rule = ?
            """)
        bind(duty, holder, to: row, from: 1, named: named)
        row.bind(duty.id, of: subject, at: 13)
        try row.run()
    }

    private func bind(
        _ duty: Duty, _ holder: Int64, to row: any PreparedStatement, from first: Int, named: Int64?
    ) {
        row.bind(Int64(duty.version), at: first)
        row.bind(Int64(duty.state.rawValue), at: first + 1)
        row.bind(holder, at: first + 2)
        row.bind(named, at: first + 3)
        row.bind(duty.holder.since.microseconds, at: first + 4)
        row.bind(duty.createdAt.microseconds, at: first + 5)
        row.bind(duty.opensAt?.microseconds, at: first + 6)
        row.bind(duty.deadline?.at.microseconds, at: first + 7)
        row.bind(Int64(duty.deadline?.at.offsetMinutes ?? 0), at: first + 8)
        row.bind(duty.breachedAt?.microseconds, at: first + 9)
        row.bind(duty.closedAt?.microseconds, at: first + 10)
        row.bind(Int64(duty.escalated), at: first + 11)
    }

    private func unlist(_ duty: Duty, _ subject: Int64) throws {
        guard duty.isOwed, let holder = try posts[duty.holder.post] ?? findPost(duty.holder.post) else { return }
        let row = try connection.statement(
            """
            DELETE FROM duty_owed WHERE holder = ? AND day = ? AND subject = ? AND kind = ? AND matter = ? AND round = ?
            AND rule = ?
            """)
        row.bind(holder, at: 1)
        row.bind(duty.listedDay, at: 2)
        row.bind(duty.id, of: subject, at: 3)
        try row.run()
    }

    private func list(_ duty: Duty, _ subject: Int64, _ holder: Int64) throws {
        let row = try connection.statement(DutySchema.owed.insert)
        row.bind(holder, at: 1)
        row.bind(duty.listedDay, at: 2)
        row.bind(duty.id, of: subject, at: 3)
        try row.run()
    }

    private mutating func writeHandoffs(_ ledger: Open, _ subject: Int64) throws {
        for handoff in ledger.after.handoffs {
            let old = ledger.before[handoff: handoff.number]
            guard old != handoff else { continue }
            let answer = ledger.answered[handoff.number]
            let row = try connection.statement(
                """
                INSERT INTO handoff (subject, number, kind, matter, round, rule, sender, receiver, state, purpose, reason,
                content, level, offered, accept_by, sent, delivered, opened, answered, answer_seq, withheld_by, declined)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (subject, number) DO UPDATE SET state = excluded.state, sent = excluded.sent,
                delivered = excluded.delivered, opened = excluded.opened, answered = excluded.answered,
                answer_seq = CASE WHEN excluded.answer_seq > 0 THEN excluded.answer_seq ELSE handoff.answer_seq END,
                withheld_by = excluded.withheld_by, declined = excluded.declined
                """)
            let id = handoff.duty
            let numbers: [Int64?] = [
                subject, Int64(handoff.number), Int64(id.occasion.kind.rawValue), id.occasion.about,
                Int64(id.occasion.round), Int64(bitPattern: id.rule.rawValue), try number(of: handoff.from),
                try number(of: handoff.to), Int64(handoff.state.rawValue),
            ]
            for (index, number) in numbers.enumerated() { row.bind(number, at: index + 1) }
            row.bind(handoff.purpose, at: 10)
            row.bind(handoff.reason, at: 11)
            let others: [Int64?] = [
                Int64(handoff.content.rawValue), Int64(handoff.level), handoff.offeredAt.microseconds,
                handoff.acceptBy.microseconds, handoff.sentAt?.microseconds, handoff.deliveredAt?.microseconds,
                handoff.openedAt?.microseconds, handoff.answeredAt?.microseconds, answer ?? 0,
            ]
            for (index, number) in others.enumerated() { row.bind(number, at: index + 12) }
            row.bind(handoff.withheldBy, at: 21)
            row.bind(handoff.declined?.rawValue ?? "", at: 22)
            try row.run()
        }
    }

    // MARK: Posts

    private func findPost(_ post: Post) throws -> Int64? {
        let row = try connection.statement("SELECT post FROM duty_post WHERE party = ? AND role = ? AND place = ?")
        defer { row.reset() }
        row.bind(post.party, at: 1)
        row.bind(post.role, at: 2)
        row.bind(post.place.stored, at: 3)
        return try row.step() ? row.int64(0) : nil
    }

    private mutating func number(of post: Post) throws -> Int64 {
        if let known = posts[post] { return known }
        if let known = try findPost(post) {
            posts[post] = known
            return known
        }
        let highest = try connection.statement("SELECT MAX(post) FROM duty_post")
        defer { highest.reset() }
        let next = (try highest.step() ? highest.int64(0) : 0) + 1
        let row = try connection.statement(DutySchema.post.insert)
        row.bind(next, at: 1)
        row.bind(post.party, at: 2)
        row.bind(post.role, at: 3)
        row.bind(post.place.stored, at: 4)
        try row.run()
        posts[post] = next
        return next
    }

    // MARK: The office's own entries

    func insertOffice(_ entry: EntryView) throws {
        let row = try connection.statement(DutySchema.office.insert)
        row.bind(entry.seq, at: 1)
        row.bind(Int64(entry.kind.rawValue), at: 2)
        row.bind(entry.actor, at: 3)
        row.bind(entry.recorded, at: 4)
        row.bind([UInt8](entry.payload), at: 5)
        try row.run()
    }

    func insertReported(_ entry: EntryView) throws {
        let row = try connection.statement(DutySchema.reported.insert)
        row.bind(entry.dutySubject.rawValue, at: 1)
        row.bind(entry.seq, at: 2)
        row.bind(entry.actor, at: 3)
        row.bind(entry.recorded, at: 4)
        row.bind([UInt8](entry.payload), at: 5)
        try row.run()
        guard let reported = ReportedOccasion(entry.payload), let said = reported.statement else { return }
        let statement = try connection.statement(DutySchema.statement.insert)
        let values: [Int64?] = [
            entry.seq, entry.dutySubject.rawValue, reported.related, Int64(said.kind.rawValue),
            Int64(said.party.rawValue),
            Int64(Zone.washington.day(of: Instant(microseconds: entry.recorded)).number),
            reported.over.map { Int64(Zone.washington.day(of: $0).number) },
        ]
        for (index, value) in values.enumerated() { statement.bind(value, at: index + 1) }
        try statement.run()
    }
}

extension Duty {
    /// Whether it stands in the list of what is owed: open, or with its clock standing; not what is only scheduled.
    var isOwed: Bool { state == .open || state == .paused }

    /// The day under which it stands there.
    var listedDay: Int64 { deadline.map { Int64($0.day.number) } ?? DutyList.noDay }
}

extension PreparedStatement {
    /// Binds a duty of a subject to five parameters: subject, kind, matter, round, rule.
    func bind(_ id: DutyID, of subject: Int64, at first: Int) {
        bind(subject, at: first)
        bind(Int64(id.occasion.kind.rawValue), at: first + 1)
        bind(id.occasion.about, at: first + 2)
        bind(Int64(id.occasion.round), at: first + 3)
        bind(Int64(bitPattern: id.rule.rawValue), at: first + 4)
    }

    /// Binds a number, or NULL.
    func bind(_ value: Int64?, at parameter: Int) {
        if let value { bind(value, at: parameter) } else { bindNull(at: parameter) }
    }
}
