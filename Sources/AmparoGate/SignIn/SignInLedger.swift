public import AmparoModel
public import AmparoStore

/// Something that happened to an account's sign-in.
public struct SignInEvent: Hashable, Sendable {
    /// The account's number.
    public var account: Int64
    /// The entry.
    public var seq: Int64
    /// What happened: `signedIn`, `purposeDeclared`, `signedOut` or `signInSlowed`.
    public var kind: EntryKind
    /// When it was recorded.
    public var recorded: Instant
    /// The purpose's code; empty where there is none.
    public var purpose: String
}

/// Writes down who signed in, and tells it again.
public struct SignInLedger: Sendable {
    private let store: GovernanceStore

    /// The ledger of a store.
    public init(_ store: GovernanceStore) { self.store = store }

    /// Appends one event; durable when this returns.
    func note(_ kind: EntryKind, account: Int64, purpose: String = "") throws {
        var payload = GovernancePayload()
        payload[number: .subject] = account
        payload[text: .purposes] = purpose
        var batch = EntryBatch(random: store.random)
        try payload.encoded().withUnsafeBytes { bytes in
            _ = try batch.append(
                kind: kind, actor: kind == .signInSlowed ? 0 : account, occurred: .at(store.now()), payload: bytes)
        }
        try store.journal.sequencer.append(&batch) { try SignInProjection().apply($1, on: $0) }
    }

    /// The last events of an account, newest first.
    public func last(_ count: Int, ofAccount number: Int64) throws -> [SignInEvent] {
        try store.journal.database.read { connection in
            let row = try connection.statement(
                "SELECT seq, kind, recorded, purpose FROM sign_in WHERE account = ? ORDER BY seq DESC LIMIT ?")
            defer { row.reset() }
            row.bind(number, at: 1)
            row.bind(Int64(count), at: 2)
            var events: [SignInEvent] = []
            while try row.step() { events.append(Self.event(number, row)) }
            return events
        }
    }

    /// When each account was last signed in to, by number.
    public func lastSignIns() throws -> [Int64: Instant] {
        try store.journal.database.read { connection in
            let row = try connection.statement(
                "SELECT account, MAX(recorded) FROM sign_in WHERE kind = ? GROUP BY account")
            defer { row.reset() }
            row.bind(Int64(EntryKind.signedIn.rawValue), at: 1)
            var last: [Int64: Instant] = [:]
            while try row.step() { last[row.int64(0)] = Instant(microseconds: row.int64(1)) }
            return last
        }
    }

    /// The alarms of guessing since an instant, in the order of the journal.
    public func alarms(since instant: Instant) throws -> [SignInEvent] {
        try store.journal.database.read { connection in
            let row = try connection.statement(
                "SELECT seq, kind, recorded, purpose, account FROM sign_in WHERE kind = ? AND recorded >= ? ORDER BY seq"
            )
            defer { row.reset() }
            row.bind(Int64(EntryKind.signInSlowed.rawValue), at: 1)
            row.bind(instant.microseconds, at: 2)
            var events: [SignInEvent] = []
            while try row.step() { events.append(Self.event(row.int64(4), row)) }
            return events
        }
    }

    private static func event(_ account: Int64, _ row: any PreparedStatement) -> SignInEvent {
        SignInEvent(
            account: account, seq: row.int64(0), kind: EntryKind(rawValue: UInt8(truncatingIfNeeded: row.int64(1))),
            recorded: Instant(microseconds: row.int64(2)), purpose: row.text(3))
    }
}
