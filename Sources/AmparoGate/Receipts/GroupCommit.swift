internal import AmparoModel
internal import AmparoStore
internal import Dispatch
internal import Synchronization

/// An entry of the gate before it has a number.
struct ReceiptDraft: Sendable {
    var kind: EntryKind
    var child: Int64 = 0
    var anchor: Int64 = 0
    var actor: Int64 = 0
    var occurred: Occurred
    var replaces: Int64 = 0
    var payload: [UInt8]
    /// What is sealed, and to whom; nothing without a key.
    var sealed: [UInt8] = []
    var key: PersonKey?
    /// What the tables will say of it, when that is known.
    var view: DisclosureView?
    /// A receipt of the same sameness, recorded later than this, stands for this one too.
    var sameSince: Int64 = 0

    /// 0 for an entry that no other stands for.
    var sameness: Int64 { view?.sameness ?? 0 }
}

/// Entries that are in the journal and will survive a power cut. Made here only, after the commit: whoever holds one has
/// proof that the receipt is durable.
struct DurableReceipts: Sendable {
    /// The numbers of the entries, in the order of the drafts.
    let numbers: [Int64]

    fileprivate init(_ numbers: [Int64]) { self.numbers = numbers }
}

/// Writes receipts: what several threads want written at once goes into one transaction and one flush (law 2).
///
/// The first to come leads: it commits what is there, then what came meanwhile is led by the first of those that wait.
/// Nobody waits for a timer, so a single receipt costs one transaction and no more.
final class GroupCommit: Sendable {
    /// Rules, accounts or facts are not what the decision was made on.
    struct Stale: Error {}

    /// What one thread wants written, and how it went.
    private final class Ticket: Sendable {
        let drafts: [ReceiptDraft]
        /// The drafts as entries, sealed by the thread that brings them; nil when some may not be needed (`sameness`).
        let batch: EntryBatch?
        /// What `RuleSource.version` told when it was decided; nil for what no rule allowed, and no rule can refuse.
        let version: Int64?
        let turn = DispatchSemaphore(value: 0)
        private let outcome = Mutex<Result<[Int64], any Error>?>(nil)

        init(_ drafts: [ReceiptDraft], version: Int64?, random: RandomSource) throws {
            self.drafts = drafts
            self.version = version
            guard !drafts.contains(where: { $0.sameness != 0 }) else {
                batch = nil
                return
            }
            var batch = EntryBatch(random: random)
            for draft in drafts { _ = try batch.append(draft) }
            self.batch = batch
        }

        var result: Result<[Int64], any Error>? { outcome.withLock { $0 } }
        func end(_ result: Result<[Int64], any Error>) { outcome.withLock { $0 = result } }
    }

    private struct Queue {
        var waiting: [Ticket] = []
        var isLed = false
    }

    /// More entries than these are not put into one transaction, so that it stays short.
    private static let limit = 512

    private let journal: Journal
    private let projection = DisclosureProjection()
    private let random: RandomSource
    private let version: @Sendable (any DatabaseConnection) throws -> Int64
    private let queue = Mutex(Queue())

    /// A writer into a journal. `version` tells, inside the transaction, what `RuleSource.version` tells.
    init(
        _ journal: Journal, random: RandomSource,
        version: @escaping @Sendable (any DatabaseConnection) throws -> Int64
    ) {
        self.journal = journal
        self.random = random
        self.version = version
    }

    /// Writes entries, all in one transaction, and answers when they are durable.
    ///
    /// Throws `Stale` when `version` is no longer that of the decision, and what the sequencer throws; then nothing of
    /// these drafts was written.
    func write(_ drafts: [ReceiptDraft], version: Int64?) throws -> DurableReceipts {
        let ticket = try Ticket(drafts, version: version, random: random)
        let leads = queue.withLock { queue in
            queue.waiting.append(ticket)
            defer { queue.isLed = true }
            return !queue.isLed
        }
        if !leads { ticket.turn.wait() }
        // Woken with a result, or to lead.
        if ticket.result == nil { lead() }
        guard let result = ticket.result else { throw StoreError(.conflict, "receipt") }
        return DurableReceipts(try result.get())
    }

    /// Commits what waits, ends it, and gives the lead to the first of those that came meanwhile.
    private func lead() {
        let tickets = queue.withLock { queue in
            var count = 0
            let end = queue.waiting.firstIndex { ticket in
                defer { count += ticket.drafts.count }
                return count > 0 && count + ticket.drafts.count > Self.limit
            }
            let taken = Array(queue.waiting[..<(end ?? queue.waiting.endIndex)])
            queue.waiting.removeFirst(taken.count)
            return taken
        }
        commit(tickets)
        let next = queue.withLock { queue in
            queue.isLed = !queue.waiting.isEmpty
            return queue.waiting.first
        }
        for ticket in tickets.dropFirst() { ticket.turn.signal() }
        next?.turn.signal()
    }

    private func commit(_ tickets: [Ticket]) {
        do {
            try end(tickets, with: commitTogether(tickets))
        } catch {
            // One bad draft, or one decision that is no longer right, must not take the others with it.
            guard tickets.count > 1 else {
                for ticket in tickets { ticket.end(.failure(error)) }
                return
            }
            for ticket in tickets {
                do { try end([ticket], with: commitTogether([ticket])) } catch { ticket.end(.failure(error)) }
            }
        }
    }

    private func end(_ tickets: [Ticket], with numbers: [Int64]) throws {
        var next = numbers.startIndex
        for ticket in tickets {
            ticket.end(.success(Array(numbers[next..<(next + ticket.drafts.count)])))
            next += ticket.drafts.count
        }
    }

    /// Appends the drafts of some tickets in one transaction; answers the number of each.
    private func commitTogether(_ tickets: [Ticket]) throws -> [Int64] {
        let drafts = tickets.flatMap(\.drafts)
        let known = try sameAsBefore(drafts)
        var batch = EntryBatch(random: random)
        batch.reserve(entries: drafts.count, bytes: drafts.reduce(0) { $0 + 260 + $1.payload.count + $1.sealed.count })
        var numbers: [Int64] = []
        var places: [Int64: Int] = [:]
        var views: [DisclosureView?] = []
        for ticket in tickets {
            if let prepared = ticket.batch {
                let first = batch.append(prepared)
                numbers += (first..<batch.count).map { -Int64($0) }
                views += ticket.drafts.map(\.view)
                continue
            }
            for draft in ticket.drafts {
                if let seq = known[numbers.count] {
                    numbers.append(seq)
                } else if draft.sameness != 0, let place = places[draft.sameness] {
                    numbers.append(-Int64(place))
                } else {
                    let place = try batch.append(draft)
                    if draft.sameness != 0 { places[draft.sameness] = place }
                    numbers.append(-Int64(place))
                    views.append(draft.view)
                }
            }
        }
        let versions = Set(tickets.compactMap(\.version))
        if batch.count == 0 {
            try journal.database.read { try requireVersions(versions, on: $0) }
            return numbers
        }
        let appended = try journal.sequencer.append(&batch) { connection, entries in
            try requireVersions(versions, on: connection)
            for place in entries.indices {
                if let view = views[place] {
                    try projection.add(view, of: entries[place], on: connection)
                } else {
                    try projection.apply(entries[place], on: connection)
                }
            }
            if drafts.contains(where: { $0.kind.topic != nil }) {
                try GovernanceProjection().apply(entries, on: connection)
            }
        }
        for (index, number) in numbers.enumerated() where known[index] == nil {
            numbers[index] = appended.firstSeq - number
        }
        return numbers
    }

    /// Throws `Stale` when a decision was made on other rules, accounts or facts than those that hold now.
    private func requireVersions(_ versions: Set<Int64>, on connection: any DatabaseConnection) throws {
        guard !versions.isEmpty else { return }
        let version = try self.version(connection)
        guard versions.allSatisfy({ $0 == version }) else { throw Stale() }
    }

    /// The receipts that stand for a draft already: the same row of a list, shown to the same account a moment ago.
    private func sameAsBefore(_ drafts: [ReceiptDraft]) throws -> [Int64?] {
        guard drafts.contains(where: { $0.sameness != 0 }) else { return Array(repeating: nil, count: drafts.count) }
        return try journal.database.read { connection in
            let row = try connection.statement(
                "SELECT seq, recorded, sameness FROM disclosure WHERE child = ? ORDER BY seq DESC")
            // A receipt from before a clock was set right is of a time that nobody knows.
            let mended = try ClockMends(on: connection).last
            return try drafts.map { draft in
                guard draft.sameness != 0 else { return nil }
                row.reset()
                row.bind(draft.child, at: 1)
                defer { row.reset() }
                while try row.step(), row.int64(0) > mended, row.int64(1) >= draft.sameSince {
                    if row.int64(2) == draft.sameness { return row.int64(0) }
                }
                return nil
            }
        }
    }
}

extension EntryBatch {
    /// Adds an entry of the gate; answers its place.
    fileprivate mutating func append(_ draft: ReceiptDraft) throws -> Int {
        try draft.payload.withUnsafeBytes { payload in
            try draft.sealed.withUnsafeBytes { sealed in
                try append(
                    kind: draft.kind, child: draft.child, anchor: draft.anchor, actor: draft.actor,
                    occurred: draft.occurred, replaces: draft.replaces, payload: payload,
                    sealing: draft.key.map { Sealing(sealed, to: $0, field: .sharing) })
            }
        }
    }
}
