public import AmparoModel
internal import AmparoSharing
internal import AmparoStore
internal import Synchronization

/// Which records each account was shown in the last day: read from the receipts once, and from then on only what is new, so
/// that a request costs one search of an index.
final class ShownVolume: Sendable {
    /// A time within which records are counted. The raw value is in the journal: never reused.
    enum Window: Int64, CaseIterable {
        case hour = 1
        case day = 2

        var microseconds: Int64 { self == .hour ? 3_600_000_000 : 86_400_000_000 }
    }

    private struct Shown {
        var seq: Int64
        var recorded: Int64
        var record: Int64
    }

    private struct Account {
        var seq: Int64 = 0
        var shown: [Shown] = []
    }

    private let accounts = Mutex<[Int64: Account]>([:])

    /// The window whose limit an account would cross if it were shown these records (children, or sponsors as negative
    /// numbers) at an instant; nil when it may be.
    func exceeded(
        by records: Set<Int64>, account: Int64, _ limit: VolumeLimits.Limit, at: Instant,
        on connection: any DatabaseConnection
    ) throws -> Window? {
        let mends = try ClockMends(on: connection)
        return try accounts.withLock { accounts in
            var known = accounts[account] ?? Account()
            try Self.bringUpToDate(&known, account, since: at.microseconds - Window.day.microseconds, mends, connection)
            accounts[account] = known
            return Window.allCases.first { window in
                let since = at.microseconds - window.microseconds
                let shown = Set(known.shown.lazy.filter { $0.recorded > since }.map(\.record))
                let most = window == .hour ? limit.perHour : limit.perDay
                return shown.union(records).count > most && !records.isSubset(of: shown)
            }
        }
    }

    private static func bringUpToDate(
        _ known: inout Account, _ account: Int64, since: Int64, _ mends: ClockMends,
        _ connection: any DatabaseConnection
    ) throws {
        let row = try connection.statement(
            """
            SELECT seq, recorded, child, anchor FROM disclosure WHERE account = ? AND seq > ? AND granted = 1
            ORDER BY seq DESC
            """)
        defer { row.reset() }
        row.bind(account, at: 1)
        row.bind(known.seq, at: 2)
        var found: [Shown] = []
        while try row.step() {
            let recorded = mends.recorded(row.int64(1), seq: row.int64(0))
            guard recorded > since else { break }
            let record = row.int64(2) != 0 ? row.int64(2) : -row.int64(3)
            found.append(Shown(seq: row.int64(0), recorded: recorded, record: record))
        }
        known.shown.removeAll { mends.recorded($0.recorded, seq: $0.seq) <= since }
        known.shown += found.reversed()
        known.seq = found.first?.seq ?? known.seq
    }
}

/// An account reached a limit: the alarm that oversight is raised, once for each window.
public struct AccessAlarm: Hashable, Sendable {
    /// The entry.
    public var seq: Int64
    /// When it was recorded.
    public var recorded: Instant
    /// The account's number.
    public var account: Int64
    /// `hour` or `day`.
    public var window: String
    /// The limit it reached.
    public var limit: Int64

    init?(_ fact: GovernanceFact) {
        guard fact.kind == .accessLimitReached,
            let window = fact.payload[number: .word].flatMap(ShownVolume.Window.init)
        else { return nil }
        seq = fact.seq
        recorded = fact.recorded
        account = fact.subject
        self.window = window == .hour ? "hour" : "day"
        limit = fact.payload[number: .count] ?? 0
    }
}

extension Gate {
    /// Refuses a request by which the account would be shown more records than its role may be. Throws `RefusedRequest`, with
    /// the alarm unless one was raised within this window already.
    func requireRoom(
        for records: Set<Int64>, _ asker: Asker, position: Int64, on connection: any DatabaseConnection
    ) throws {
        guard let limit = limits.volume?[asker.standing.requester.role], !records.isEmpty else { return }
        let account = asker.standing.number
        guard let window = try volume.exceeded(by: records, account: account, limit, at: asker.at, on: connection)
        else { return }
        var refused = RefusedRequest(
            code: .limitReached, at: asker.at, position: position, standing: asker.standing)
        let since = asker.at.microseconds - window.microseconds
        let isRaised = try GovernanceFacts(connection).history(.account, account).contains { fact in
            fact.kind == .accessLimitReached && fact.payload[number: .word] == window.rawValue
                && fact.recorded.microseconds > since
        }
        if !isRaised {
            var payload = GovernancePayload()
            payload[number: .subject] = account
            payload[number: .word] = window.rawValue
            payload[number: .count] = Int64(window == .hour ? limit.perHour : limit.perDay)
            refused.alarm = ReceiptDraft(
                kind: .accessLimitReached, actor: account, occurred: .at(asker.at), payload: payload.encoded())
        }
        throw refused
    }
}
