internal import AmparoModel
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
    }

    private struct Account {
        var seq: Int64 = 0
        /// When each record was last shown. A record that is shown a thousand times counts once and takes one place.
        var shown: [Int64: Shown] = [:]
    }

    private let accounts = Mutex<[Int64: Account]>([:])

    /// The window whose limit an account would cross if it were shown these records (children, or sponsors as negative
    /// numbers) at an instant; nil when it may be.
    func exceeded(
        by records: Set<Int64>, account: Int64, _ limit: VolumeLimits.Limit, at: Instant,
        on connection: any DatabaseConnection
    ) throws -> Window? {
        let mends = try ClockMends(on: connection)
        let day = at.microseconds - Window.day.microseconds
        return try accounts.withLock { accounts in
            try Self.bringUpToDate(&accounts[account, default: Account()], account, since: day, mends, connection)
            let shown = accounts[account, default: Account()].shown
            // What was shown within the hour may be shown again, however many others were.
            let hour = at.microseconds - Window.hour.microseconds
            if records.allSatisfy({ shown[$0].map { $0.recorded > hour } ?? false }) { return nil }
            accounts[account]?.shown = shown.filter { mends.recorded($1.recorded, seq: $1.seq) > day }
            return Window.allCases.first { window in
                let since = at.microseconds - window.microseconds
                let isShown = { (record: Int64) in shown[record].map { $0.recorded > since } ?? false }
                let count = shown.values.count { $0.recorded > since } + records.count { !isShown($0) }
                let most = window == .hour ? limit.perHour : limit.perDay
                return count > most && !records.allSatisfy(isShown)
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
        var last: Int64?
        while try row.step() {
            let seq = row.int64(0)
            let recorded = mends.recorded(row.int64(1), seq: seq)
            guard recorded > since else { break }
            last = last ?? seq
            let record = row.int64(2) != 0 ? row.int64(2) : -row.int64(3)
            if known.shown[record].map({ $0.recorded < recorded }) ?? true {
                known.shown[record] = Shown(seq: seq, recorded: recorded)
            }
        }
        known.seq = last ?? known.seq
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
