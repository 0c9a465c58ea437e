internal import AmparoDuties
internal import AmparoModel
public import AmparoSharing
internal import AmparoStore
internal import Synchronization

/// Looks at what was asked since the last time and raises an alarm where an account asks in an unusual way (AccessThresholds).
///
/// Everything it knows is in the receipts of the last day, so nothing is kept: a new watch reads them again, and an alarm that
/// was raised within its window is not raised twice.
public final class AccessWatch: Sendable {
    /// What one account did.
    private struct Account {
        /// When a purpose was refused. Microseconds.
        var refused: [Int64] = []
        /// When a record with which it had nothing to do was last shown.
        var unlinked: [Int64: Int64] = [:]
        /// Records with which it has to do.
        var linked: Set<Int64> = []
        /// Until when an alarm that was raised stands: before, none is asked for again. Microseconds.
        var quiet: [AccessAlarm.Reason: Int64] = [:]
    }

    private struct State {
        var seq: Int64?
        var accounts: [Int64: Account] = [:]
    }

    /// One receipt.
    private struct Asked {
        var account: Int64
        var child: Int64
        var recorded: Int64
        var refusal: String
        var isGranted: Bool
    }

    /// Entries that are read at a time, so that nobody waits for the reading.
    private static let stretch: Int64 = 4096

    private let store: GovernanceStore
    private let duties: DutyDesk
    private let thresholds: AccessThresholds
    private let state = Mutex(State())

    /// A watch over a store.
    public init(_ store: GovernanceStore, duties: DutyDesk, thresholds: AccessThresholds) {
        self.store = store
        self.duties = duties
        self.thresholds = thresholds
    }

    /// Reads the receipts since the last time and raises what is to be raised; answers how many alarms that were.
    @discardableResult
    public func bringUpToDate() throws -> Int {
        let now = store.now()
        let day = now.microseconds - AccessAlarm.Reason.noCaseLink.microseconds
        let last = try store.journal.lastSeq()
        let first =
            try state.withLock { $0.seq }
            ?? store.journal.seq(asKnown: .instant(Instant(microseconds: day)))
        let accounts = Dictionary(try store.read { try $0.accounts() }.map { ($0.number, $0) }) { $1 }
        let posts = try duties.posts()
        var known = state.withLock { $0.accounts }
        var next = first
        while next < last {
            let asked = try read(from: next + 1, to: min(last, next + Self.stretch))
            for one in asked { try take(one, accounts[one.account], posts, &known, at: now) }
            next = min(last, next + Self.stretch)
        }
        var raised = 0
        let hour = now.microseconds - AccessAlarm.Reason.refusedPurposes.microseconds
        for number in known.keys.sorted() {
            guard var one = known[number] else { continue }
            one.refused.removeAll { $0 <= hour }
            one.unlinked = one.unlinked.filter { $1 > day }
            for (reason, count, limit) in [
                (AccessAlarm.Reason.refusedPurposes, one.refused.count, thresholds.refusedPurposesPerHour),
                (.noCaseLink, one.unlinked.count, thresholds.noCaseLinkPerDay),
            ] where count >= limit && now.microseconds >= one.quiet[reason] ?? .min {
                let outcome = try raise(reason, number, count: count)
                raised += outcome.raised
                one.quiet[reason] = outcome.until
            }
            known[number] = one
        }
        let seen = known
        state.withLock { state in
            state.seq = last
            state.accounts = seen
        }
        return raised
    }

    private func read(from first: Int64, to last: Int64) throws -> [Asked] {
        try store.journal.database.read { connection in
            let row = try connection.statement(
                """
                SELECT kind, child, actor, recorded, payload FROM entry WHERE seq >= ? AND seq <= ? AND kind IN (?, ?)
                AND actor > 0 ORDER BY seq
                """)
            defer { row.reset() }
            row.bind(first, at: 1)
            row.bind(last, at: 2)
            row.bind(Int64(EntryKind.disclosed.rawValue), at: 3)
            row.bind(Int64(EntryKind.aggregateDisclosed.rawValue), at: 4)
            var asked: [Asked] = []
            while try row.step() {
                let isCount = row.int64(0) == Int64(EntryKind.aggregateDisclosed.rawValue)
                let receipt = isCount ? nil : ReceiptGlance(row.bytes(4))
                let refusal = isCount ? AggregateReceipt(row.bytes(4))?.refusal : receipt?.refusal
                asked.append(
                    Asked(
                        account: row.int64(2), child: row.int64(1), recorded: row.int64(3), refusal: refusal ?? "",
                        isGranted: receipt?.isGranted ?? false))
            }
            return asked
        }
    }

    private func take(
        _ asked: Asked, _ account: AmparoGate.Account?, _ posts: Posts?, _ known: inout [Int64: Account],
        at now: Instant
    ) throws {
        if asked.refusal == GateError.Code.purposeNotHeld.rawValue {
            known[asked.account, default: Account()].refused.append(asked.recorded)
        }
        guard asked.isGranted, asked.child != 0, let account, let posts,
            thresholds.noCaseLinkRoles.contains(account.role),
            known[asked.account]?.linked.contains(asked.child) != true
        else { return }
        if known[asked.account]?.unlinked[asked.child] == nil, try isLinked(asked.child, account, posts, at: now) {
            known[asked.account, default: Account()].linked.insert(asked.child)
        } else {
            known[asked.account, default: Account()].unlinked[asked.child] = asked.recorded
        }
    }

    /// Whether the account's post holds, held or was offered something of the child.
    private func isLinked(
        _ child: Int64, _ account: AmparoGate.Account, _ posts: Posts, at now: Instant
    ) throws -> Bool {
        let person = ActingPerson(account: account.id, post: account.post)
        let ledger = try store.journal.database.read { try DutyLedgers($0).ledger(of: DutySubject(.child, child)) }
            .ledger
        return ledger.duties.contains { posts.mayAct(person, for: $0.holder.post, at: now) }
            || ledger.handoffs.contains {
                posts.mayAct(person, for: $0.from, at: now) || posts.mayAct(person, for: $0.to, at: now)
            }
    }

    /// Raises an alarm unless one of its kind was raised within its window; answers how many were, and until when the alarm
    /// stands.
    private func raise(
        _ reason: AccessAlarm.Reason, _ account: Int64, count: Int
    ) throws -> (raised: Int, until: Int64) {
        var until = Int64.min
        let raised = try store.append { moment in
            let last = try moment.facts.history(.account, account).filter { fact in
                fact.kind == .accessUnusual && fact.payload[number: .word] == reason.word
            }.map(\.recorded.microseconds).max()
            if let last, last > moment.now.microseconds - reason.microseconds {
                until = last + reason.microseconds
                return []
            }
            until = moment.now.microseconds + reason.microseconds
            var draft = GovernanceDraft(kind: .accessUnusual, occurred: .at(moment.now))
            draft.payload[number: .subject] = account
            draft.payload[number: .word] = reason.word
            draft.payload[number: .count] = Int64(count)
            return [draft]
        }.count
        return (raised, until)
    }
}
